"""How high the ground lies where somebody stands, looked up."""

from typing import Any, NamedTuple

from twin.jit import kernel

__all__ = ["Relief", "ground_at", "grounds"]


class Relief(NamedTuple):
    """Heights of the ground, square by square from the south-west.

    Attributes
    ----------
    west, south : float
        Corner. [m]
    per_m : float
        Squares a metre. [1/m]
    z : (2, rows, columns) array of float32
        Height of the ground or deck, and of the ground below decks, above the map's datum. [m]
    """

    west: float
    south: float
    per_m: float
    z: Any


@kernel
def ground_at(relief: Any, x: float, y: float, below: int) -> float:
    """Return the height of the ground at a point; of the nearest square where it is outside. [m]"""
    column = (x - relief.west) * relief.per_m
    row = (y - relief.south) * relief.per_m
    i = int(min(max(column, 0.0), relief.z.shape[2] - 1.0))
    j = int(min(max(row, 0.0), relief.z.shape[1] - 1.0))
    return float(relief.z[below, j, i])


@kernel
def grounds(relief: Any, x: Any, y: Any, below: int, out: Any) -> None:
    """Write the height of the ground at points (N,) into ``out`` (N,). [m]"""
    for n in range(len(x)):
        out[n] = ground_at(relief, x[n], y[n], below)
