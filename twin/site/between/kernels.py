"""What lies between the nodes of a grid, from those about a point."""

from twin.jit import kernel

__all__ = ["bilinear"]


@kernel
def bilinear(clearance, grid, x, y):
    """Interpolate the signed distance to the nearest wall and its gradient at a point.

    ``clearance`` (ny, nx) holds the distance at nodes [m], ``grid`` the place of node (0, 0) and
    the spacing [m]; outside the grid its nearest edge counts.
    """
    ny, nx = clearance.shape
    u = min(max((x - grid[0]) / grid[2], 0.0), nx - 1.000001)
    v = min(max((y - grid[1]) / grid[2], 0.0), ny - 1.000001)
    i, j = int(u), int(v)
    a, b = u - i, v - j
    c00, c01 = clearance[j, i], clearance[j, i + 1]
    c10, c11 = clearance[j + 1, i], clearance[j + 1, i + 1]
    low = c00 + a * (c01 - c00)
    high = c10 + a * (c11 - c10)
    gx = ((1.0 - b) * (c01 - c00) + b * (c11 - c10)) / grid[2]
    return low + b * (high - low), gx, (high - low) / grid[2]
