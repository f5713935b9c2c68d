"""Lists of neighbours that are kept for several steps."""
