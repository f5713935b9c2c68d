"""Visits to the squares of a grid, counted by compiled code."""
