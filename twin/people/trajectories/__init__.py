"""Tracks of people in the formats of the field, in and out: one file for each format."""

from twin.people.trajectories.reading import Recording, read_trajectories

__all__ = ["Recording", "read_trajectories"]
