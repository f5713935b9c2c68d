"""Who stands in a sight line."""
