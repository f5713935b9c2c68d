"""What the views of a housing show otherwise than before."""

import math
from collections.abc import Iterator, Sequence

import numpy as np
import shapely

from twin.answers.changes.hanging import SAME, Said
from twin.arrays import Floats
from twin.cameras import Camera, Lens
from twin.cameras.camera import Raw
from twin.wording import degrees, few_digits, tilted

__all__ = ["seen_otherwise"]


def seen_otherwise(before: Sequence[Camera], after: Sequence[Camera]) -> Iterator[Said]:
    """Say what a housing shows, if that is other than before; views are known by their ids."""
    old, new = ({view.id: view for view in views} for views in (before, after))
    for name in [name for name in old if name not in new]:
        yield "view removed", name, "", f"does not look through {name} any more"
    for name in [name for name in new if name not in old]:
        yield "view added", "", name, f"has a new view, {name}"
    for name in [name for name in old if name in new]:
        where = f"in view {name} " if len(new) > 1 else ""
        for what, was, now, says in _of_view(old[name], new[name]):
            yield what, was, now, f"{where}{says}"


def _of_view(old: Camera, new: Camera) -> Iterator[Said]:
    """Compare one view: where it looks, its lens, masks and hours."""
    turn = _turn(old.rotation, new.rotation)
    if turn > SAME:
        was, now = (f"heading {degrees(one.heading_deg)}, {_tilt(one)}" for one in (old, new))
        by = degrees(math.degrees(turn))
        yield "turned", was, now, f"is turned by {by}: {now}, before {was}"
    yield from _lens(old.lens, new.lens)
    if _other_raw(old.raw, new.raw):
        yield "raw image", "", "", "computes its straight images from another one"
    if _other_masks(old, new):
        was, now = (f"{few_digits(100 * _masked(one))} % of the image" for one in (old, new))
        yield "masks", was, now, f"has other masks, which black out {now}, before {was}"
    if old.watch != new.watch:
        was, now = (
            "always"
            if one.watch is None
            else f"{one.watch.start} to {one.watch.stop} of {one.watch.period} s"
            for one in (old, new)
        )
        yield "hours", was, now, f"looks at other times: {now}, before {was}"


def _tilt(camera: Camera) -> str:
    return tilted(camera.tilt_deg)


def _turn(old: Floats, new: Floats) -> float:
    """Return the angle of the rotation from one to another. [rad]

    The squares of the differences of their elements sum to 8 sin^2 of half of it.
    """
    apart = float(np.linalg.norm(new - old)) / (2 * math.sqrt(2))
    return 2 * math.asin(min(1.0, apart))


def _lens(old: Lens, new: Lens) -> Iterator[Said]:
    """Compare two lenses: resolution, field of view, the rest."""
    was, now = (f"{one.width_px} x {one.height_px} px" for one in (old, new))
    same_size = was == now
    if not same_size:
        yield "resolution", was, now, f"has images of another size: {now}, before {was}"
    if abs(new.hfov_deg - old.hfov_deg) > SAME:
        was, now = (f"{few_digits(one.hfov_deg)} degrees" for one in (old, new))
        how = "wider" if new.hfov_deg > old.hfov_deg else "narrower"
        yield "field of view", was, now, f"sees a {how} field: {now}, before {was}"
    elif same_size and _optics(old) != _optics(new):
        yield "lens", old.model, new.model, "has another lens with the same field of view"


def _optics(lens: Lens) -> tuple[float | str | None, ...]:
    return lens.focal_px, lens.k1, lens.model, lens.circle


def _other_raw(old: Raw | None, new: Raw | None) -> bool:
    """Say whether straight images are computed from another one."""
    if old is None or new is None:
        return old is not new
    other_way = _turn(old.rotation, new.rotation) > SAME
    return other_way or any(True for _ in _lens(old.lens, new.lens))


def _outlines(camera: Camera) -> list[Floats]:
    """Write the masks of a camera in shares of its image."""
    lens = camera.lens if camera.raw is None else camera.raw.lens
    return [mask / [lens.width_px, lens.height_px] for mask in camera.masks]


def _other_masks(old: Camera, new: Camera) -> bool:
    was, now = _outlines(old), _outlines(new)
    pairs = zip(was, now, strict=False)
    same = all(a.shape == b.shape and np.allclose(a, b, rtol=0, atol=SAME) for a, b in pairs)
    return len(was) != len(now) or not same


def _masked(camera: Camera) -> float:
    """Return the share of the image that is blacked out. [1]"""
    return float(shapely.union_all([shapely.Polygon(one) for one in _outlines(camera)]).area)
