"""Count who steps on which cell of a grid, and for how long."""

from typing import Any

from twin.jit import kernel

__all__ = ["step_on"]


@kernel
def step_on(
    person: Any, tick: Any, x_cm: Any, y_cm: Any, x0_cm: int, y0_cm: int, side_cm: int,
    counts: Any, visits: Any, last_cell: Any, last_tick: Any,
) -> None:  # fmt: skip
    """Add samples (N,), at least one, by person, then time, to a grid that holds them all.

    Parameters
    ----------
    person, tick, x_cm, y_cm : (N,) array of int
        As in the tracks.
    x0_cm, y0_cm, side_cm : int
        South-west corner of the grid, and the side of a cell. [cm]
    counts, visits : (ny, nx) array of int
        Raised where samples lie, and where a person comes to a cell or back from indoors.
    last_cell, last_tick : (P,) array of int
        In which cell each person was last, and when; kept up.
    """
    first, who, now, row, column = 0, 0, 0, 0, 0
    west, south, east, north = 0, 0, 0, 0
    for i in range(person.size):
        x, y = int(x_cm[i]), int(y_cm[i])
        follows = person[i] == who and tick[i] == now + 1
        now = int(tick[i])
        # most samples follow one in the same cell: for these, nothing is divided or looked up
        if follows and west <= x < east and south <= y < north:
            continue
        if i > 0:
            counts[row, column] += i - first
            last_tick[who] = tick[i - 1]
        first, who = i, int(person[i])
        row, column = (y - y0_cm) // side_cm, (x - x0_cm) // side_cm
        south, west = y0_cm + row * side_cm, x0_cm + column * side_cm
        north, east = south + side_cm, west + side_cm
        cell = row * counts.shape[1] + column
        if last_cell[who] != cell or last_tick[who] != now - 1:
            visits[row, column] += 1
        last_cell[who] = cell
    counts[row, column] += person.size - first
    last_tick[who] = now
