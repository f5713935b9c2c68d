"""Many points asked about at once."""
