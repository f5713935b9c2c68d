"""Rows of the tracks that matter to a camera: found, copied side by side, grouped by moment."""
