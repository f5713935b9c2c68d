"""A people table for people of whom a file says only where they were."""

import numpy as np
import pyarrow as pa

from twin.arrays import Ints
from twin.people.personas import AGE_BANDS
from twin.people.traits import Address, draw_traits
from twin.rng import Stream
from twin.tables import PEOPLE, TICKS_PER_SECOND

__all__ = ["RECORDED", "UNKNOWN", "people_of"]

RECORDED, UNKNOWN = "recorded", "unknown"
"""What stands as their persona, and as their age band, sex and what they move with."""

WOMEN = 0.5
"""Share of women, whose bodies differ. [1] assumption (range 0.4-0.6)."""

_BAND = AGE_BANDS.index("30-44")  # grown; only the free speed, which nobody reads, depends on more


def people_of(
    number: Ints, first: Ints, last: Ints, samples: Ints, *, end: int, address: Address
) -> pa.Table:
    """Make the people table.

    Parameters
    ----------
    number : (N,) array
        Numbers of the people in the file; the address of every draw, and kept in ``home_id``.
    first, last : (N,) array
        First and last moment of each. [0.25 s]
    samples : (N,) array
        Moments of each.
    end : int
        Last moment of the file; who is there at it has not left. [0.25 s]
    address : Address
        Of the draws.

    Returns
    -------
    pyarrow.Table
        ``twin.tables.PEOPLE``. Everybody comes alone.
    """
    n = number.size
    woman = address.uniform(Stream.TRAITS, number, 0) < WOMEN
    traits = draw_traits(address, number, woman, np.full(n, _BAND, dtype=np.int8))
    inside = last >= end
    leave = np.where(inside, np.nan, (last + 1) / TICKS_PER_SECOND)
    columns = {
        "person": np.arange(n),
        "home_id": (address.day << 32) + number.astype(np.int64),
        "persona": [RECORDED] * n,
        "age_band": [UNKNOWN] * n,
        "sex": [UNKNOWN] * n,
        "stature_m": traits.stature,
        "eye_height_m": traits.eye_height,
        "ipd_m": traits.ipd,
        "shoulder_m": traits.shoulder,
        "mobility": [UNKNOWN] * n,
        "step_free": np.zeros(n, dtype=np.bool_),
        "free_speed_m_per_s": traits.speed,
        "group": np.arange(n),
        "gate_in": [UNKNOWN] * n,
        "gate_out": [UNKNOWN] * n,
        "arrive_s": first / TICKS_PER_SECOND,
        "leave_s": pa.array(leave, from_pandas=True),
        "itinerary": [[]] * n,
        "phone": np.zeros(n, dtype=np.bool_),
        "face_covering": np.zeros(n, dtype=np.bool_),
        "hat": np.zeros(n, dtype=np.bool_),
        "outdoor_s": samples / TICKS_PER_SECOND,
        "outcome": np.where(inside, "inside", "left").tolist(),
    }
    arrays = [pa.array(columns[f.name]).cast(f.type) for f in PEOPLE.schema]
    return pa.table(arrays, schema=PEOPLE.schema)
