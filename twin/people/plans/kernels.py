"""Draws of one person, made when they are needed: kept for a day they would be 50 MB."""

from typing import Any

from twin.jit import kernel
from twin.rng import uniform

__all__ = ["draw"]


@kernel
def draw(address: Any, stream: int, person: int, first: int, out: Any) -> None:
    """Fill ``out`` (N,) with numbers in [0, 1), at the counters from ``first`` on.

    ``address`` (3,) is seed, replication and day.
    """
    for k in range(out.size):
        out[k] = uniform(address[0], stream, address[1], address[2], person, first + k)
