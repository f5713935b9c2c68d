"""Law: a picture shows the head of whom sight sees, at the pixel where the lens puts it."""

import numpy as np
import shapely

from tests.sight.scenes import Solids
from tests.sight.test_picture import crowd, hung, seen, taken
from twin.cameras import Lens
from twin.sight.picture.rays.kernels import BODY, HEAD


def test_the_pixel_of_a_head_shows_it_iff_it_is_seen():
    """But at edges, which a pixel cannot tell, and where only the own shoulders hide the head."""
    told = {True: 0, False: 0}
    for seed in range(12):
        rng = np.random.default_rng(seed)
        lens = Lens.from_datasheet(width_px=96, height_px=54, hfov_deg=45)
        through = hung(lens, z=2.2, heading=rng.uniform(0, 360), tilt=-12)
        ahead = through.rotation[2, :2] / np.linalg.norm(through.rotation[2, :2])
        pole = shapely.Point(3.2 * ahead).buffer(0.4)
        site = Solids().plus(pole, 0.0, 2.0)
        now, who = crowd(rng, through, 9, 3.0, 5.5)
        shown = taken(site, through, now, who)
        seen_by_sight = seen(site, through, now, who)
        for k, x, y in zip(*(now[c].to_numpy() for c in ("person", "x_cm", "y_cm")), strict=True):
            head = np.array([x / 100, y / 100, who["eye_height_m"][k].as_py()])
            ((u, v),) = lens.project([through.rotation @ (head - through.position)])
            if not (1 < u < 95 and 1 < v < 53) or pole.distance(shapely.Point(head)) < 0.2:
                continue
            around = np.s_[int(v) - 1 : int(v) + 2, int(u) - 1 : int(u) + 2]
            kinds, items = shown.kind[around], shown.item[around]
            if np.ptp(kinds) or np.ptp(items) or (kinds[0, 0] == BODY and items[0, 0] == k):
                continue
            visible = int(k) in seen_by_sight
            assert visible == (kinds[0, 0] == HEAD and items[0, 0] == k)
            told[visible] += 1
    assert told[True] >= 8
    assert told[False] >= 3
