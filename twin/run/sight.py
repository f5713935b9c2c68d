"""Make the sight stage: one folder for each camera, resumed at the last whole slab."""

import logging
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pyarrow as pa

from twin.cameras import Camera
from twin.run.crowd import track_files
from twin.run.inputs import Inputs
from twin.sight import SightState, look, merge_passes
from twin.sight.ground import ground
from twin.store import Stage, Store, stage_key
from twin.tables import LOOKS, SIGHTINGS, checked

__all__ = ["make_sight", "sight_key"]

log = logging.getLogger(__name__)


def sight_key(inputs: Inputs, people: Stage, camera: Camera) -> str:
    """Hash what one camera sees: the crowd, the map, and this camera without its name."""
    return stage_key(
        "sight",
        ("sight", "cameras", "site"),
        {
            "people": people.key,
            "map": inputs.site.sha256,
            "date": inputs.scenario.date.isoformat(),
            "camera": camera.physical(),
        },
    )
