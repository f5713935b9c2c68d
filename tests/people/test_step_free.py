"""Who needs no steps uses none: a ramp beside steps, and an hour at King's Cross."""

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest
import shapely
from scipy import ndimage
from shapely import box

from tests.people.walkers import ADDRESS, Walker, walk
from tests.site.small_map import line, small_site
from twin.people import Crowd, simulate
from twin.people.field import Field
from twin.people.goals import find_goals
from twin.people.guide import Guide
from twin.people.mobility import needs_no_steps
from twin.people.population import draw_population
from twin.people.tracks import Recorder
from twin.people.traits import Address
from twin.people.walking import Leg, Walking, law
from twin.people.ways.kernels import remaining, way
from twin.resources import maps_dir
from twin.site import load
from twin.site.ground import Ground
from twin.site.routes import STAIRS_PACE, fields
from twin.site.storeys import walked

# two yards, 10 m of steps between them, and a ramp round the block beside the steps
YARDS = shapely.union_all([box(0, 0, 20, 12), box(30, 0, 50, 12), box(20, 4, 30, 8)])
RAMP = shapely.union_all([box(6, 12, 10, 30), box(6, 26, 44, 30), box(40, 12, 44, 30)])
STEPS = box(20, 4, 30, 8)
WEST, EAST = (4.0, 6.0), (46.0, 6.0)


def ways(area):
    ground = Ground.over(area, steps=STEPS)
    return fields(ground, np.array([WEST, EAST]), np.ones(2), step_free=True)


def walk_east(routes, row, people=40):
    """Walk people from the western yard to the eastern goal; their places, and the last arrival."""
    constants = law(dt=0.05)
    walking = Walking(Field.of(routes), constants, ADDRESS, threads=1)
    recorder = Recorder(0, np.arange(people), constants, ADDRESS)
    rng = np.random.default_rng(3)
    last = 0.0
    for second in range(400):
        if second < people:
            x, y = rng.uniform((1, 1), (17, 11))
            leg = Leg(
                person=second, group=second, x=x, y=y, goal=row, via=row, target_x=EAST[0],
                target_y=EAST[1], approach=2.0, arrive=0.8, pace=1.3, abreast=0.0, phone=False,
                breadth=1.65,
            )  # fmt: skip
            walking.add(leg, recorder.walk(second, 4 * second, phone=False), float(second))
        first = recorder.room(4 * walking.count)
        for _, moment, _, _ in walking.advance(4 * second, 4, recorder.samples, first):
            assert moment > 0
            last = max(last, moment)
    assert walking.count == 0
    table = recorder.flush(1600, [])[0].table()
    return np.column_stack([table["x_cm"], table["y_cm"]]) / 100, last


def test_wheels_take_the_ramp_and_others_the_steps():
    routes = ways(shapely.union_all([YARDS, RAMP]))
    east = routes.row(1, step_free=True)
    for row, on_steps in ((1, True), (east, False)):
        xy, _ = walk_east(routes, row)
        assert shapely.intersects_xy(STEPS, *xy.T).any() == on_steps
        assert shapely.intersects_xy(box(12, 26, 38, 30), *xy.T).any() != on_steps


def test_walkers_read_the_ways_that_were_found_and_share_what_is_alike():
    routes = ways(shapely.union_all([YARDS, RAMP]))
    field, ground = Field.of(routes), routes.ground
    v, u = np.nonzero(np.asarray(routes.index) >= 0)
    xy = np.array([ground.x0, ground.y0]) + ground.cell * np.column_stack([u, v])
    for row in range(len(routes.goals)):
        turn = routes.angle[row, routes.index[v, u]] * (2 * np.pi / 256)
        read = np.array([way(field, row, x, y) for x, y in xy.tolist()])
        # the nodes beside one have a weight of 1e-9
        assert np.abs(read - np.column_stack([np.cos(turn), np.sin(turn)])).max() < 1e-6
        lengths = [remaining(field, row, x, y) for x, y in xy.tolist()]
        assert lengths == routes.cost(np.full(len(xy), row), xy).tolist()
    for found, read in ((routes.angle, field.angle), (routes.distance, field.cost)):
        assert not (found[2:] == found[:2]).all()
        assert len(read) < len(field.known) * len(routes.goals)
    assert remaining(field, 0, 3.0, 39.0) == np.inf  # within a wall


def test_the_length_is_that_of_ones_own_way():
    routes = ways(shapely.union_all([YARDS, RAMP]))
    east = routes.row(1, step_free=True)
    # over the steps: 42 m, of which 10 m count for their slowness
    assert routes.between[1, 0] == pytest.approx(32 + 10 / STAIRS_PACE, rel=0.03)
    # along the ramp, keeping off walls and corners by up to a metre: the string round two corners
    corners = [WEST, (10, 26), (40, 26), EAST]
    assert routes.between[east, 0] == pytest.approx(shapely.LineString(corners).length, rel=0.06)


def test_a_party_on_wheels_does_not_meet_over_the_steps_between_its_ways():
    # in sight of each other, on either side of a flight that neither has to climb
    flight = box(20, 14, 36, 26)
    ground = Ground.over(box(0, 0, 60, 40), steps=flight)
    pair = [Walker((22, 28), 0, 1.2), Walker((22, 12), 0, 1.2, group=0, abreast=-0.75)]

    def steps_taken(step_free):
        xy = walk(ground, [(57, 20)], pair, seconds=100, step_free=step_free).xy
        return shapely.intersects_xy(flight.buffer(-0.5), *xy.T).any()

    assert steps_taken(False)
    assert not steps_taken(True)


def test_where_there_is_no_other_way_wheels_are_helped_over_the_steps():
    routes = ways(YARDS)
    xy, last = walk_east(routes, routes.row(1, step_free=True))
    assert shapely.intersects_xy(STEPS, *xy.T).any()
    assert last > 0


def test_ground_without_steps_has_one_set_of_ways():
    ground = Ground.over(YARDS)
    routes = fields(ground, np.array([WEST, EAST]), np.ones(2), step_free=True)
    assert len(routes.angle) == len(routes.goals) == 2
    assert routes.row(1, step_free=True) == 1


# the second is so near that its ways are computed anew, the first and third from what others have
@pytest.mark.parametrize("goal", [WEST, (17.0, 6.0), (8.0, 10.0)])
def test_to_wheels_steps_are_walls(goal):
    area = shapely.union_all([YARDS, RAMP])
    routes = fields(Ground.over(area, steps=STEPS), np.array([goal]), np.ones(1), step_free=True)
    walls = area - STEPS.buffer(0.5)  # a cell of the grid
    beside = fields(Ground.over(walls), np.array([goal]), np.ones(1))
    xy = np.random.default_rng(1).uniform((0, 0), (50, 30), (3000, 2))
    xy = xy[shapely.intersects_xy(walls.buffer(-0.6), *xy.T)]
    assert len(xy) > 700
    np.testing.assert_allclose(routes.cost(1, xy), beside.cost(0, xy), rtol=0.04, atol=0.6)
    plain = routes.cost(0, xy)
    assert (plain <= routes.cost(1, xy)).all()
    assert (plain < 0.9 * routes.cost(1, xy)).any()


@pytest.fixture(scope="module")
def terrace(tmp_path_factory):
    """Lay the square of the small site on 10 m of steps, so that its seats are on steps."""
    wide = {"stairs/bank": {"width_m": 60.0}}
    move = {"stairs/bank": line([(58, 29), (58, 40)])}
    return small_site(tmp_path_factory.mktemp("map"), move=move, edit=wide)


def test_wheels_choose_only_what_they_can_reach(terrace):
    goals = find_goals(terrace, cache=None, threads=1)
    shut = [
        v.id for v, ok in zip(terrace.venues, goals.step_free[goals.gates :], strict=True) if not ok
    ]
    assert "venue/seats" in shut
    guide = Guide(terrace, goals, Crowd(), 2)
    kinds, noon, u = {"square_seat": 1, "park_seat": 1}, 12 * 3600.0, np.linspace(0, 0.999, 50)
    ids = [v.id for v in terrace.venues]
    for step_free in (False, True):
        found = {guide.choose(kinds, 1, noon, x, step_free=step_free) - goals.gates for x in u}
        assert (ids.index("venue/seats") in found) != step_free
    assert guide.choose({"square_seat": 1}, 1, noon, 0.5, step_free=True) == -1


def test_the_whole_party_goes_without_steps(terrace):
    population = draw_population(Crowd(total=20000), terrace.gates, Address(1, 0, 738_000), 2)
    wheels = needs_no_steps(population.mobility)
    parties = {leader for leader, one in zip(population.leader, wheels, strict=True) if one}
    assert population.step_free.tolist() == [leader in parties for leader in population.leader]
    assert (population.step_free & ~wheels).any()
    assert not population.step_free.all()


@pytest.mark.slow
def test_at_kings_cross_only_others_are_on_steps():
    site = load(maps_dir() / "kings_cross_central.geojson", date=dt.date(2025, 6, 11))
    day = simulate(site, Crowd(total=45000, start="12:00", end="13:00"), seed=2, threads=2)
    tracks = pa.concat_tables(slab.table for slab in day.slabs())
    person = tracks["person"].to_numpy()
    xy = np.column_stack([tracks["x_cm"], tracks["y_cm"]]) / 100
    ground = walked(site)
    # what is drawn on the map: who is below a bridge with steps on it is not told apart
    on_steps = ground.stairs[ground.node(*xy.T)]
    people = day.people
    assert (people["person"].to_numpy() == np.arange(people.num_rows)).all()
    wheels = people["step_free"].to_numpy()
    assert wheels.sum() > 40
    assert wheels[person].sum() > 50_000
    assert on_steps[~wheels[person]].sum() > 2000
    # round a corner one may graze the edge of a flight, by less than a body and half a cell
    depth = ground.cell * ndimage.distance_transform_edt(ground.stairs)[ground.node(*xy.T)]
    assert depth[wheels[person]].max() < 0.8
    assert depth[~wheels[person]].max() > 2.0
