"""What solids hide, by GEOS and the formula of an ellipsoid."""

import numpy as np
import shapely


def hidden_by_geos(site, eye, points, grow):
    """Clip each line to each prism's heights and let GEOS intersect it with the outline."""
    out = np.zeros(len(points), dtype=bool)
    rise = points[:, 2] - eye[2]
    for outline, (base, top) in zip(site.outlines, site.heights, strict=True):
        ends = np.sort(np.stack([(base - eye[2]) / rise, (top - eye[2]) / rise]), axis=0)
        start, stop = np.maximum(ends[0], 0), np.minimum(ends[1], 1)
        a = eye[:2] + start[:, None] * (points - eye)[:, :2]
        b = eye[:2] + stop[:, None] * (points - eye)[:, :2]
        lines = shapely.linestrings(np.stack([a, b], axis=1))
        out |= (start <= stop) & shapely.intersects(
            outline.buffer(grow) if grow else outline, lines
        )
    for x, y, z, r, h in site.crowns_:
        scale = np.array([1 / (r + grow), 1 / (r + grow), 1 / (h + grow)])
        p, d = (eye - [x, y, z]) * scale, (points - eye) * scale
        a, b, c = (d * d).sum(1), 2 * (d * p).sum(1), (p * p).sum() - 1
        root = np.sqrt(np.maximum(b * b - 4 * a * c, 0))
        low, high = (-b - root) / (2 * a), (-b + root) / (2 * a)
        out |= (b * b >= 4 * a * c) & (low <= 1) & (high >= 0)
    return out
