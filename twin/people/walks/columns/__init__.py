"""The columns of the arrays of published models."""
