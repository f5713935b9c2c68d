"""How the table of a camera is made."""
