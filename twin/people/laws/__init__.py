"""The formulas of walking."""
