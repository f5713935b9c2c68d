"""Limits: what no figure of a report holds."""

from twin.report.digest import Digest
from twin.report.document.blocks import Items, Section, Text

__all__ = ["limits"]

_ALWAYS = (
    (
        "No published trial tells how often people in the street are missed, so the recogniser's "
        "chances can be held against counts of faces and of false alerts only."
    ),
    (
        "People do not change their ways because of a camera, a sign or each other's presence in "
        "numbers."
    ),
    (
        "Light is day or street lamp; glare, rain, fog, dirt on the lens and pictures out of focus "
        "are left out."
    ),
    "Masks, scarves and hats are recorded but change no chance of recognition.",
    (
        "What an operator does with pictures, how long they are kept and with whom they are shared "
        "is only known where this report says so."
    ),
    "Whether any of this is lawful, necessary or proportionate is not for a simulation to say.",
)


def limits(told: Digest) -> Section:
    """List what holds for all figures; the limits of each answer stand with it."""
    own = [
        "Somebody was recorded, and what the recording lacks was filled in: " + one
        for one in told.recorded
    ]
    if any(camera.invented for camera in told.hung):
        own.append("Where cameras are invented, so are the figures that rest on where they hang.")
    return Section(
        "limits",
        "Limits",
        [Text("What holds for one answer alone stands below it."), Items([*own, *_ALWAYS])],
    )
