"""Who of those who wish to begin to walk finds room where they begin: one comes out at a time."""

from twin.jit import kernel
from twin.people.columns.kernels import Place, Real
from twin.people.laws.kernels import RADIUS

__all__ = ["find_room"]


@kernel
def _is_free(ox, oy, girth, x, y, breadth):
    """Tell whether a body at ``x, y`` would not overlap with another."""
    apart = RADIUS * (breadth + girth)
    return (ox - x) * (ox - x) + (oy - y) * (oy - y) >= apart * apart


@kernel
def find_room(place, real, active, n, begins, groups, may):
    """Tell who may set out without overlapping with who is on foot or sets out before them.

    Nobody sets out before those of their party who come before them in the order.

    Parameters
    ----------
    place, real : arrays
        As in :mod:`twin.people.columns`.
    active : (>= n,) int32 array
        Rows on foot.
    n : int
        How many of them.
    begins : (K, 3) array
        Where each begins [m], and how broad they are, over a body on foot.
    groups : (K,) array
        Whose party they belong to.
    may : (K,) array of bool, out
        Who sets out.
    """
    for k in range(groups.size):
        x, y, breadth = begins[k, 0], begins[k, 1], begins[k, 2]
        free = True
        for h in range(k):
            if may[h]:
                free &= _is_free(begins[h, 0], begins[h, 1], begins[h, 2], x, y, breadth)
            else:
                free &= groups[h] != groups[k]
        for m in range(n if free else 0):
            i = active[m]
            if not _is_free(
                place[0, i, Place.X], place[0, i, Place.Y], real[i, Real.GIRTH], x, y, breadth
            ):
                free = False
                break
        may[k] = free
