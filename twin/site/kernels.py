"""Compiled geometry on the grid: inside or outside, distance to walls, ways to goals.

Nodes are numbered row by row: node ``j * nx + i`` lies at ``(x0 + i * cell, y0 + j * cell)``.
"""

import math

import numba
import numpy as np
from numpy.typing import NDArray

from twin.arrays import Bools, Floats, Ints
from twin.jit import kernel
from twin.site.between.kernels import bilinear
from twin.site.sweep.kernels import forget, put_all, put_beside, sweep

__all__ = ["directions", "fill", "march", "wall_distance"]

Links = NDArray[np.int32]


@kernel
def fill(walls: Floats, x0: float, y0: float, cell: float, out: Bools) -> None:
    """Mark the nodes inside rings by counting crossings to their left (even-odd rule).

    ``out`` (ny, nx) bool must be all False; ``walls`` (W, 2, 2) are closed rings.
    """
    ny, nx = out.shape
    for w in range(walls.shape[0]):
        xa, ya, xb, yb = walls[w, 0, 0], walls[w, 0, 1], walls[w, 1, 0], walls[w, 1, 1]
        if ya > yb:
            xa, ya, xb, yb = xb, yb, xa, ya
        # Half open in y, so that a corner between two edges is counted once.
        first = max(math.ceil((ya - y0) / cell), 0)
        last = min(math.ceil((yb - y0) / cell), ny)
        for j in range(first, last):
            x = xa + (y0 + j * cell - ya) / (yb - ya) * (xb - xa)
            i = max(math.floor((x - x0) / cell) + 1, 0)
            if i < nx:
                out[j, i] = not out[j, i]
    for j in range(ny):
        inside = False
        for i in range(nx):
            inside = inside != out[j, i]
            out[j, i] = inside


_WITHIN = 0.01  # what a metre within a goal that is an area counts [1]; assumption (0.001-0.05)


@kernel
def wall_distance(
    walls: Floats, x0: float, y0: float, cell: float, reach: float, out: Floats
) -> None:
    """Measure the exact distance from each node to the nearest wall, at most ``reach``.

    ``out`` (ny, nx) must hold ``reach ** 2`` or more; it is left with distances. [m]
    """
    ny, nx = out.shape
    for w in range(walls.shape[0]):
        xa, ya, xb, yb = walls[w, 0, 0], walls[w, 0, 1], walls[w, 1, 0], walls[w, 1, 1]
        dx, dy = xb - xa, yb - ya
        length = dx * dx + dy * dy
        i0 = max(int((min(xa, xb) - reach - x0) / cell), 0)
        i1 = min(int((max(xa, xb) + reach - x0) / cell) + 2, nx)
        j0 = max(int((min(ya, yb) - reach - y0) / cell), 0)
        j1 = min(int((max(ya, yb) + reach - y0) / cell) + 2, ny)
        for j in range(j0, j1):
            py = y0 + j * cell - ya
            for i in range(i0, i1):
                px = x0 + i * cell - xa
                t = min(max((px * dx + py * dy) / length, 0.0), 1.0)
                ex, ey = px - t * dx, py - t * dy
                far = ex * ex + ey * ey
                if far < out[j, i]:
                    out[j, i] = far
    for j in range(ny):
        for i in range(nx):
            out[j, i] = min(math.sqrt(out[j, i]), reach)


@kernel
def _seed(
    clearance: NDArray[np.float32],
    slowness: Floats,
    x0: float,
    y0: float,
    cell: float,
    gx: float,
    gy: float,
    radius: float,
    out: Floats,
) -> int:
    """Give the nodes that see the goal within a radius their exact travel cost.

    Exact means the slowness integrated along the straight line (trapezoids of at most half a cell).
    Returns the number of nodes.
    """
    ny, nx = clearance.shape
    count = 0
    j0, j1 = int((gy - radius - y0) / cell) - 1, int((gy + radius - y0) / cell) + 3
    i0, i1 = int((gx - radius - x0) / cell) - 1, int((gx + radius - x0) / cell) + 3
    for j in range(max(j0, 1), min(j1, ny - 1)):
        for i in range(max(i0, 1), min(i1, nx - 1)):
            dx, dy = x0 + i * cell - gx, y0 + j * cell - gy
            far = math.sqrt(dx * dx + dy * dy)
            if far > radius or slowness[j, i] == np.inf:
                continue
            steps = int(far / (0.5 * cell)) + 1
            cost = 0.0
            before = 0.0
            for k in range(steps + 1):
                x, y = gx + dx * k / steps, gy + dy * k / steps
                if bilinear(clearance, (x0, y0, cell), x, y)[0] <= 0.0:
                    cost = np.inf
                    break
                here = _slowness_near(slowness, x0, y0, cell, x, y)
                if k > 0:
                    cost += 0.5 * (before + here) * far / steps
                before = here
            if cost < np.inf:
                out[j * nx + i] = cost
                count += 1
    return count


@kernel
def _slowness_near(
    slowness: Floats, x0: float, y0: float, cell: float, x: float, y: float
) -> float:
    """Interpolate slowness between the walkable nodes round a point."""
    i, j = int((x - x0) / cell), int((y - y0) / cell)
    fu, fv = (x - x0) / cell - i, (y - y0) / cell - j
    total = 0.0
    weight = 0.0
    for b in range(2):
        for a in range(2):
            value = slowness[j + b, i + a]
            if value < np.inf:
                w = (fu if a else 1.0 - fu) * (fv if b else 1.0 - fv)
                total += w * value
                weight += w
    return total / weight if weight > 1e-9 else 1.0


@kernel
def _start(
    clearance: NDArray[np.float32],
    slowness: Floats,
    x0: float,
    y0: float,
    cell: float,
    goal: Floats,
    radius: float,
    area: Ints,
    out: Floats,
) -> int:
    """Give the nodes of a goal, or those that see it, their costs, all others none; count them."""
    out[:] = np.inf
    if len(area) == 0:
        return int(_seed(clearance, slowness, x0, y0, cell, goal[0], goal[1], radius, out))
    nx = clearance.shape[1]
    for k in range(len(area)):
        dx, dy = x0 + area[k] % nx * cell - goal[0], y0 + area[k] // nx * cell - goal[1]
        # what little it costs to go on to the point gives directions within
        out[area[k]] = _WITHIN * math.sqrt(dx * dx + dy * dy)
    return len(area)


@kernel
def _any_near(
    nodes: Ints, nx: int, x0: float, y0: float, cell: float, goal: Floats, radius: float
) -> bool:
    """Tell whether any of some nodes lies within a radius of a goal, or next to it."""
    for k in range(len(nodes)):
        dx, dy = x0 + nodes[k] % nx * cell - goal[0], y0 + nodes[k] // nx * cell - goal[1]
        if dx * dx + dy * dy < (radius + 2.0 * cell) * (radius + 2.0 * cell):
            return True
    return False


@kernel(parallel=True)
def march(
    clearance: NDArray[np.float32],
    slowness: Floats,
    slower: Floats,
    changed: Ints,
    x0: float,
    y0: float,
    cell: float,
    goals: Floats,
    radius: Floats,
    area: Ints,
    first: Ints,
    width: float,
    nodes: Ints,
    parents: Ints,
    twins: Links,
    time: Floats,
    head: Links,
    links: Links,
    angle: NDArray[np.uint8],
    distance: NDArray[np.float32],
    seeds: Ints,
) -> None:
    """Compute the travel cost and the direction to each goal, and both again on slower ground.

    Parameters
    ----------
    clearance, slowness, slower : (ny, nx) arrays
        Signed distance to walls [m]; cost of a metre, infinite on walls and on the rim, and what it
        is to those who need another way.
    changed : (C,) intp
        Nodes where ``slower`` is more than ``slowness``; when none is, there is one set of ways.
    x0, y0, cell : float
        Position of node (0, 0) and spacing. [m]
    goals, radius : (G, 2) and (G,) arrays
        Goals and the radius within which nodes that see them get exact costs. [m]
    area, first : (A,) and (G + 1,) intp
        Nodes that are goals as a whole, and where those of each begin; where there are none it is
        a point.
    width : float
        Width of a bucket. [m]
    nodes : (K,) intp
        The nodes wanted, walkable ones first.
    parents : (F, 8) intp
        For each of the last F nodes, which lie on a wall's edge, the walkable neighbours that lead
        out of it, filled up with -1.
    twins : (ny * nx,) int32
        For each node the one that is the same place, or -1.
    time, head, links : (workers, ny * nx), (workers, buckets), (workers, 4, ny * nx) arrays
        Work space, one for each worker.
    angle, distance : (G or 2 G, K) uint8 and float32, out
        Direction of travel in 1/256 turns from +x; cost. [m] The second set comes last.
    seeds : (G,) intp, out
        Nodes that see each goal.
    """
    workers = time.shape[0]
    nx = clearance.shape[1]
    slow, slower_still = slowness.ravel(), slower.ravel()
    for worker in numba.prange(workers):
        t, buckets = time[worker], head[worker]
        after, before, home, gone = links[worker]
        for g in range(worker, len(goals), workers):
            within = area[first[g] : first[g + 1]]
            seeds[g] = _start(clearance, slowness, x0, y0, cell, goals[g], radius[g], within, t)
            waiting = put_all(t, width, buckets, after, before, home)
            sweep(waiting, t, slow, twins, nx, cell, width, buckets, after, before, home)
            directions(t, nx, cell, nodes, parents, angle[g], distance[g])
            if len(changed) == 0:
                continue
            if len(within) or _any_near(changed, nx, x0, y0, cell, goals[g], radius[g]):
                _start(clearance, slower, x0, y0, cell, goals[g], radius[g], within, t)
                waiting = put_all(t, width, buckets, after, before, home)
            else:
                count = forget(t, slow, changed, twins, nx, cell, gone, home)
                waiting = put_beside(t, gone[:count], nx, width, buckets, after, before, home)
            sweep(waiting, t, slower_still, twins, nx, cell, width, buckets, after, before, home)
            directions(t, nx, cell, nodes, parents, angle[len(goals) + g], distance[len(goals) + g])


@kernel
def directions(
    time: Floats,
    nx: int,
    cell: float,
    nodes: Ints,
    parents: Ints,
    angle: NDArray[np.uint8],
    distance: NDArray[np.float32],
) -> None:
    """Turn travel costs into directions that never lead into a wall.

    A direction between two axes is only used when all four nodes of the square it enters are
    walkable, so that interpolated clearance is positive all along it, and when the far one is
    nearer to the goal; else it follows an axis. Before a post, where two ways round it are equally
    long, slopes along the axes would otherwise lead up to the post and back.
    """
    walkable = len(nodes) - len(parents)
    for k in range(len(nodes)):
        c = nodes[k]
        here = time[c]
        if k >= walkable:
            best = parents[k - walkable, 0]
            for p in range(1, 8):
                n = parents[k - walkable, p]
                if n >= 0 and time[n] < time[best]:
                    best = n
            dx, dy = float(best % nx - c % nx), float(best // nx - c // nx)
            here = time[best] + cell * math.sqrt(dx * dx + dy * dy)
        else:
            dx = _slope(time[c - 1], here, time[c + 1])
            dy = _slope(time[c - nx], here, time[c + nx])
            if dx != 0.0 and dy != 0.0:
                sx, sy = (1 if dx > 0.0 else -1), (nx if dy > 0.0 else -nx)
                across = time[c + sx + sy]
                if max(time[c + sx], time[c + sy], across) == np.inf or across >= here:
                    if time[c + sx] <= time[c + sy]:
                        dy = 0.0
                    else:
                        dx = 0.0
        turn = math.atan2(dy, dx) * (128.0 / math.pi)
        angle[k] = np.uint8(math.floor(turn + 256.5) & 255)
        distance[k] = here


@kernel
def _slope(low: float, here: float, high: float) -> float:
    """Estimate how fast cost falls along an axis: central where it falls through, else upwind."""
    if low < here < high < np.inf or np.inf > low > here > high:
        return 0.5 * (low - high)
    if low < high:
        return -(here - low) if low < here else 0.0
    return here - high if high < here else 0.0
