"""Where faces point."""
