"""Pictures: they show what sight computes, where the lens puts it."""

import math
from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sight import reference
from tests.sight.scenes import (
    Solids,
    camera,
    on_storeys,
    people,
    random_relief,
    random_solids,
    tracks,
)
from twin.cameras import Camera, Lens
from twin.cameras.kernels import Record
from twin.frames import camera_rotation
from twin.sight import join_slabs, look
from twin.sight.bodies import Bodies
from twin.sight.picture import Paint, View, kernels, picture
from twin.sight.picture.necks.kernels import NECK
from twin.sight.picture.paint import CLOTHES, clothes
from twin.sight.picture.rays import kernels as rays
from twin.sight.picture.rays.kernels import BODY, CROWN, GROUND, HEAD, LEVEL, SKY, WALL, Figure

pytestmark = pytest.mark.kernel

NOBODY = tracks([])


def hung(lens, x=0.0, y=0.0, z=3.0, *, heading=0.0, tilt=0.0):
    return Camera("A", "A", np.array([x, y, z]), camera_rotation(heading, tilt), lens)


def taken(site, through, now=NOBODY, who=None, **options):
    view = View.of(site, through, now, people(1) if who is None else who)
    return picture(view, Paint.plain(len(site.outlines)), **options)


def met(view, directions):
    """Return what rays (N, 3) of the site frame meet: kind, item and distance."""
    count = len(directions)
    kind, item, distance = np.empty(count, int), np.empty(count, int), np.empty(count)
    unit = directions / np.linalg.norm(directions, axis=1, keepdims=True)
    rays.many_hits(
        view.camera.record, view.solids, view.people, Bodies.HEAD, unit, kind, item, distance
    )
    return kind, item, distance


def seen(site, through, now, who):
    """Numbers of the people that sight sees at a moment."""
    (slab,) = look([now], who, [through], site)
    _, looks = join_slabs(slab.sightings[0].column, slab.looks[0].column, slab.states[0])
    return set(looks["person"].to_pylist())


def crowd(rng, through, count, near, far):
    """People before a camera, some behind each other."""
    ahead = through.rotation[2, :2] / np.linalg.norm(through.rotation[2, :2])
    aside = np.array([ahead[1], -ahead[0]])
    away = rng.uniform(near, far, count)
    xy = through.position[:2] + away[:, None] * ahead
    xy += (away * rng.uniform(-0.5, 0.5, count))[:, None] * aside
    rows = [(k, 0, *xy[k], *rng.uniform([-3, -0.6], [3, 0.3])) for k in range(count)]
    eyes = rng.uniform(1.1, 1.8, count)
    return tracks(rows), people(count, eye=eyes, stature=eyes + 0.11)


def hilly(site, seed):
    """Put a site on uneven ground, with zones that are solid."""
    rng = np.random.default_rng(seed)
    zones = [shapely.Point(*rng.uniform(-20, 20, 2)).buffer(3.0, quad_segs=1) for _ in range(4)]
    site.outlines += zones
    site.heights += [(-9.0, top) for top in rng.uniform(-1, 1.5, 4)]
    site.relief = random_relief(seed)
    return site


@pytest.mark.compiled
@settings(max_examples=24)
@given(seed=st.integers(0, 2**32 - 1), hills=st.booleans())
def test_a_head_is_seen_iff_a_ray_comes_to_its_centre(seed, hills):
    """Whatever the ray to the middle of a head meets, that person left out, decides.

    The picture shows the head there, though slopes that hide nobody lie between.
    """
    rng = np.random.default_rng(seed)
    site = random_solids(seed, 5)
    site.heights = [(low / 4, low / 4 + 1.7) for low, _ in site.heights]
    if hills:
        site = hilly(site, seed)
    through = camera(*rng.uniform(-20, 20, 2), rng.choice([1.2, 3.5]), heading=rng.uniform(0, 360))
    now, who = crowd(rng, through, 8, 2.0, 20.0)
    if hills:
        now = on_storeys(now, seed)
    seen_by_sight = seen(site, through, now, who)
    view = View.of(site, through, now, who)
    through = view.camera
    heads = np.array([[*xy, height(site, *xy, row) + eye] for xy, row, eye in zip(
        np.column_stack([now[name].to_numpy() / 100 for name in ("x_cm", "y_cm")]),
        now.to_pylist(), who["eye_height_m"].to_pylist(), strict=True)])  # fmt: skip
    with np.errstate(invalid="ignore"):
        fine = through.density(heads) >= 12.5
    for k in range(len(heads)):
        others = view.people[3].copy()
        others[k, Figure.X] = 1e6
        to_head = heads[k] - through.position
        without = replace(view, people=(*view.people[:3], others))
        _, _, distance = met(without, to_head[None])
        clear = distance[0] > np.linalg.norm(to_head)
        assert (k in seen_by_sight) == bool(fine[k] and clear)
        ray = to_head / np.linalg.norm(to_head)
        kind, item, _, _ = kernels.first_shown(
            through.record, view.slopes, view.solids, view.people, Bodies.HEAD, *ray
        )
        # of a face below the camera nothing of one's own is in the way
        if clear and to_head[2] < 0:
            assert (kind, item) == (HEAD, k)
        if distance[0] < np.linalg.norm(to_head) - Bodies.HEAD:
            assert (kind, item) != (HEAD, k)


def height(site, x, y, row):
    """Say how high the ground lies at a place where somebody of the tracks stands."""
    return reference.ground(site.relief, x, y, row["below"])


@settings(max_examples=60)
@given(seed=st.integers(0, 2**32 - 1))
def test_rays_meet_prisms_where_lines_meet_polygons(seed):
    """Against GEOS: the parts of the ray over the outline, cut to base and top."""
    rng = np.random.default_rng(seed)
    site = random_solids(seed, 4)
    site.crowns_ = []
    where = np.array([*rng.uniform(-30, 30, 2), rng.uniform(0.5, 12)])
    view = View.of(site, camera(*where), NOBODY, people(1))
    directions = rng.normal(size=(12, 3)) * [1, 1, rng.choice([0.1, 1.0, 30.0])]
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    kind, item, distance = met(view, directions)
    for n, way in enumerate(directions):
        found = [np.inf]
        for outline, (base, top) in zip(site.outlines, site.heights, strict=True):
            low, high = np.sort((np.array([base, top]) - where[2]) / way[2])
            found.append(first_over(outline, where, way, max(low, 0.0), high))
        assert distance[n] == pytest.approx(min(found), rel=1e-7, abs=1e-7)
        nearest = int(np.argmin(found)) - 1
        assert item[n] == nearest
        assert (kind[n] in (WALL, LEVEL)) == (nearest >= 0)


def first_over(outline, where, way, low, high):
    """Return the first place at or after ``low`` at which a ray is over an outline; else infinity."""
    flat = np.hypot(*way[:2])
    line = shapely.LineString([where[:2], where[:2] + 200 * way[:2] / flat])
    best = np.inf
    for part in shapely.get_parts(outline.intersection(line)):
        if part.is_empty or part.geom_type != "LineString":
            continue
        ends = np.hypot(*(np.asarray(part.coords) - where[:2]).T) / flat
        start = max(ends.min(), low)
        if start <= min(ends.max(), high):
            best = min(best, start)
    return best


@settings(max_examples=60)
@given(seed=st.integers(0, 2**32 - 1))
def test_rays_meet_crowns_and_bodies_where_they_begin(seed):
    """Against many small steps along the ray."""
    rng = np.random.default_rng(seed)
    start, way = rng.uniform([-6, -6, 0.3], [6, 6, 5]), rng.normal(size=3)
    target = np.array([0.0, 0.0, rng.uniform(0.2, 2)])
    way = target + rng.normal(0, 0.3, 3) - start if rng.random() < 0.8 else way
    way /= np.linalg.norm(way)
    t = np.arange(0, 20, 2e-4)
    x, y, z = start[:, None] + t * way[:, None]
    crown = np.array([0.3, -0.2, 1.5, 1.1, rng.uniform(0.3, 2)])
    inside = ((x - 0.3) ** 2 + (y + 0.2) ** 2) / 1.1**2 + ((z - 1.5) / crown[4]) ** 2 <= 1
    agree(rays.crown_hit(crown, *start, *way), t, inside)
    figure = np.zeros((1, int(Figure.LENGTH)))
    foot = rng.choice([0.0, 0.7])
    figure[0, [Figure.EYE, Figure.RADIUS, Figure.SHOULDER, Figure.FOOT]] = 1.6, 0.2, 1.4, foot
    flat, cap = np.hypot(x, y), 1.4 - 0.2
    body = (np.hypot(flat, np.maximum(z - cap, 0)) <= 0.2) & (z >= foot)
    head = np.hypot(flat, z - 1.6) <= 0.11
    found, part = rays.body_hit(figure, 0, 0.11, *start, *way)
    agree(found, t, body | head)
    if math.isfinite(found) and abs(steps(t, body) - steps(t, head)) > 1e-3:
        assert part == (HEAD if steps(t, head) < steps(t, body) else BODY)


def steps(t, inside):
    """Return the first step inside; infinity when none is."""
    return t[np.argmax(inside)] if inside.any() else np.inf


def agree(found, t, inside):
    """Compare with steps, which may pass over a shorter way inside."""
    if math.isfinite(found) and not inside.any():
        # a way too short for a step is one that only touches
        assert found < 20
        return
    assert found == pytest.approx(steps(t, inside), abs=3e-4)


def test_a_box_covers_the_pixels_between_its_corners():
    lens = Lens.from_datasheet(width_px=64, height_px=36, hfov_deg=35)
    assert lens.model == "rectilinear"
    site = Solids().plus(shapely.box(-1.0, 10.0, 1.7, 14.0), 1.2, 3.1)
    shown = taken(site, hung(lens, z=2.0))
    left, top, right, bottom = lens.project([[-1.0, -1.1, 10.0], [1.7, 0.8, 10.0]]).ravel()
    u, v = np.arange(64) + 0.5, (np.arange(36) + 0.5)[:, None]
    box = (u > left) & (u < right) & (v > top) & (v < bottom)
    assert 100 < box.sum() < 1000
    np.testing.assert_array_equal(shown.kind == WALL, box)
    np.testing.assert_array_equal(shown.item == 0, box)
    middle = shown.distance[int((top + bottom) / 2), 32]
    assert middle == pytest.approx(10.0, abs=0.02)


def test_roofs_are_seen_from_above_and_undersides_from_below():
    site = Solids().plus(shapely.box(-2, 6, 2, 12), 3.0, 3.5)
    lens = Lens.from_datasheet(width_px=48, height_px=28, hfov_deg=60)
    for height, tilt in ((6.0, -20), (1.0, 20)):
        shown = taken(site, hung(lens, z=height, tilt=tilt))
        assert (shown.kind[:, 24] == LEVEL).sum() > (shown.kind[:, 24] == WALL).sum() > 0


def test_a_tower_rises_behind_a_wall_that_hides_every_head():
    site = Solids().plus(shapely.box(-40, 10, 40, 11), 0.0, 4.0)
    site = site.plus(shapely.box(-40, 30, 40, 35), 0.0, 60.0)
    lens = Lens.from_datasheet(width_px=24, height_px=24, hfov_deg=60)
    middle = taken(site, hung(lens, heading=30, z=2.0, tilt=10)).item[:, 12]
    assert list(dict.fromkeys(middle.tolist())) == [1, 0, -1]


def test_a_crown_is_a_green_ball():
    site = Solids()
    site.crowns_ = [(0.0, 10.0, 5.0, 1.5, 1.5)]
    lens = Lens.from_datasheet(width_px=24, height_px=24, hfov_deg=30)
    shown = taken(site, hung(lens, z=5.0))
    u = np.arange(24) + 0.5 - 12
    radius = lens.focal_px * math.tan(math.asin(0.15))
    ball = np.hypot(u, u[:, None]) < radius
    np.testing.assert_array_equal(shown.kind == CROWN, ball)
    red, green, blue = shown.colours[ball].mean(axis=0)
    assert green > red > blue


def test_from_inside_a_solid_only_the_solid_is_seen():
    site = Solids().plus(shapely.box(-2, -3, 2, 3), 0.0, 4.0)
    lens = Lens.from_datasheet(width_px=8, height_px=8, hfov_deg=60)
    shown = taken(site, hung(lens, heading=200))
    assert (shown.item == 0).all()
    assert (shown.distance == 0).all()


def test_a_fisheye_sees_behind_itself():
    lens = Lens.from_datasheet(width_px=60, height_px=60, hfov_deg=220)
    shown = taken(Solids(), hung(lens, z=4.0, tilt=-90))
    u = np.arange(60) + 0.5 - 30
    radius = np.hypot(u, u[:, None])
    turn = np.array([lens.angle(r) for r in radius.ravel()]).reshape(60, 60)
    assert (turn > np.pi / 2).any()
    wanted = np.where(turn < np.pi / 2, GROUND, SKY)
    wanted[np.hypot(u, u[:, None]) > 30] = kernels.NO_RAY  # outside the round image
    np.testing.assert_array_equal(shown.kind, wanted)
    down = turn < 1.5
    np.testing.assert_allclose(shown.distance[down], 4 / np.cos(turn[down]), rtol=1e-5)


def test_nothing_there_is_ground_under_sky():
    lens = Lens.from_datasheet(width_px=32, height_px=18, hfov_deg=90)
    shown = taken(Solids(), hung(lens))
    assert (shown.kind[:9] == SKY).all()
    assert (shown.kind[9:] == GROUND).all()
    assert (shown.item == -1).all()
    assert np.isinf(shown.distance[:9]).all()
    # the sky is bluer than the ground
    blue = shown.colours[..., 2].astype(int) - shown.colours[..., 0]
    assert blue[0].min() > blue[-1].max()


@pytest.mark.compiled
def test_threads_change_no_pixel():
    site = random_solids(3, 6)
    lens = Lens.from_datasheet(width_px=96, height_px=54, hfov_deg=90)
    through = hung(lens, -30.0, -30.0, 4.0, heading=45, tilt=-10)
    now, who = crowd(np.random.default_rng(1), through, 6, 3.0, 9.0)
    one, two = (taken(site, through, now, who, threads=n) for n in (1, 2))
    for name in ("colours", "kind", "item", "distance"):
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name))


def test_no_ray_no_colour():
    lens = Lens.from_datasheet(width_px=20, height_px=20, hfov_deg=90)
    view = View.of(Solids(), hung(lens, tilt=-90), NOBODY, people(1))
    record = view.camera.record.copy()
    record[Record.K1] = -0.6  # folds back before the corners
    kind, item, edge = (np.empty((20, 20), np.int32) for _ in range(3))
    distance, out = np.empty((20, 20)), np.full((20, 20, 3), 7, np.uint8)
    scene = record, view.slopes, view.solids, view.people
    paint = Paint.plain(0)
    kernels.trace(*scene, 0.11, kind, item, distance, edge)
    kernels.colour(
        *scene, paint.solids, paint.ground, paint.light, 0.11, 2, kind, item, distance, edge, out
    )
    none = kind == kernels.NO_RAY
    assert none[0, 0]
    assert not none[10, 10]
    np.testing.assert_array_equal((out == 0).all(axis=2), none)


@pytest.mark.compiled
@pytest.mark.parametrize("turn", [0.0, 0.5, -0.5])
def test_a_face_has_eyes_where_they_are_and_a_back_has_none(turn):
    lens = Lens.from_datasheet(width_px=80, height_px=80, hfov_deg=10)
    through = hung(lens, z=1.6)
    who = people(1, ipd=0.07)
    shown = {
        way: taken(Solids(), through, tracks([(0, 0, 0.0, 2.0, yaw, 0.0)]), who)
        for way, yaw in (("to", -math.pi / 2 + turn), ("from", math.pi / 2))
    }
    yaw = round(-math.pi / 2 + turn, 2)
    deep = math.sqrt(0.11**2 - 0.035**2)
    ahead, left = (np.array([f(yaw + b) for f in (math.cos, math.sin)]) for b in (0, math.pi / 2))
    eyes = [[0, 2] + deep * ahead + s * 0.035 * left for s in (1, -1)]
    grey = shown["to"].colours.mean(axis=2)
    between = pixel(lens, [0, 2] + 0.11 * ahead)
    for eye in eyes:
        assert grey[pixel(lens, eye)] < 0.6 * grey[between]
    assert shown["from"].colours[pixel(lens, [0, 1.9])].mean() < 0.8 * grey[between]
    np.testing.assert_array_equal(shown["to"].kind, shown["from"].kind)


def pixel(lens, at):
    """Row and column of a place at the height of the camera that looks north from the origin."""
    ((u, v),) = lens.project([[at[0], 0.0, at[1]]])
    return int(v), int(u)


@pytest.mark.compiled
def test_a_neck_joins_head_and_body_and_hides_no_head():
    """Between chin and shoulders nothing shows through; a head behind a neck is still shown."""
    lens = Lens.from_datasheet(width_px=120, height_px=120, hfov_deg=20)
    through, who = hung(lens, z=1.45), people(2, eye=[1.6, 1.45], stature=[1.71, 1.55])
    alone = taken(Solids(), through, tracks([(0, 0, 0.0, 3.0, -math.pi / 2, 0.0)]), who)
    column = alone.kind[:, 60]
    assert {HEAD, NECK, BODY} == set(column[column >= BODY].tolist())
    first, last = np.flatnonzero(column >= BODY)[[0, -1]]
    assert (column[first : last + 1] >= BODY).all()
    ((_, v),) = lens.project([[0.0, 0.0, 3.0]])
    assert column[int(v)] == NECK
    behind = tracks([(0, 0, 0.0, 3.0, -math.pi / 2, 0.0), (1, 0, 0.0, 6.0, -math.pi / 2, 0.0)])
    both = taken(Solids(), through, behind, who)
    assert (both.kind[int(v), 60], both.item[int(v), 60]) == (HEAD, 1)
    assert seen(Solids(), through, behind, who) == {0, 1}


def test_clothes_follow_the_number_of_a_person():
    many = np.arange(200, dtype=np.int32)
    worn = clothes(many)
    assert worn.shape == (200, 9)
    np.testing.assert_array_equal(clothes(many[::-1]), worn[::-1])
    for first, palette in zip((0, 3, 6), CLOTHES, strict=True):
        used = {tuple(row) for row in worn[:, first : first + 3]}
        assert used == {tuple(colour) for colour in palette}
