"""Necks: drawn so that heads do not float over bodies; sight knows none."""
