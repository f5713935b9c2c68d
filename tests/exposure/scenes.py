"""Looks made by hand for tests."""

from typing import Any

import numpy as np
import pyarrow as pa

from twin.arrays import Floats, Ints
from twin.tables import LOOKS, PEOPLE

PLAIN: dict[str, Any] = {
    "pass": 0,
    "person": 0,
    "tick": 115_200,  # 08:00:00
    "x_cm": 100,
    "y_cm": 100,
    "u_px": 960.0,
    "v_px": 540.0,
    "distance_m": 8.0,
    "density_px_per_m": 300.0,
    "face_density_px_per_m": 290.0,
    "eye_px": 18.0,
    "ied_px": 18.0,
    "off_yaw_rad": 0.0,
    "off_pitch_rad": 0.0,
    "blur_px": 0.0,
    "visible_share": 1.0,
    "samples": 4,
}
BEHIND: dict[str, Any] = {
    "face_density_px_per_m": None,
    "eye_px": None,
    "ied_px": None,
    "off_yaw_rad": None,
    "off_pitch_rad": None,
    "visible_share": 0.0,
}


def looks(*rows: dict[str, Any]) -> pa.Table:
    """Make a looks table; each row says how it differs from a good frontal look at 08:00."""
    full = [{**PLAIN, **row} for row in rows]
    return pa.Table.from_pylist(full, schema=LOOKS.schema)


class Halves:
    """A site of two places: west of x = 10 m is place 0, east of x = 20 m is place 1."""

    def place_index(self, x: Floats, y: Floats) -> Ints:
        """Return the place of each point; -1 in between."""
        return np.where(x < 10, 0, np.where(x > 20, 1, -1)).astype(np.intp)


def people(*rows: dict[str, Any]) -> pa.Table:
    """Make a people table; each row says how it differs from a commuter of 08:00 to 08:30."""
    plain: dict[str, Any] = {
        "home_id": 0,
        "persona": "commuter",
        "age_band": "30-44",
        "sex": "female",
        "stature_m": 1.7,
        "eye_height_m": 1.6,
        "ipd_m": 0.063,
        "shoulder_m": 0.46,
        "mobility": "none",
        "step_free": False,
        "free_speed_m_per_s": 1.34,
        "group": 0,
        "gate_in": "g",
        "gate_out": "g",
        "arrive_s": 28_800.0,
        "leave_s": 30_600.0,
        "itinerary": [],
        "phone": False,
        "face_covering": False,
        "hat": False,
        "outdoor_s": 600.0,
        "outcome": "left",
    }
    full = [{**plain, "person": i, **row} for i, row in enumerate(rows)]
    return pa.Table.from_pylist(full, schema=PEOPLE.schema)
