"""The draws of a plan, by compiled code."""
