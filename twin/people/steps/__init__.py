"""One walker's steps."""
