"""Rows of tracks brought together by square of the ground, compiled."""
