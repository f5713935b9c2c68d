"""Who else stands in a sight line."""
