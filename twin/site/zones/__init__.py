"""How far points are from zones of the ground, as compiled code."""
