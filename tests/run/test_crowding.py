"""Crowding: densities of known crowds, nobody lost, and what PedPy makes of the same people."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pedpy import AxisAlignedMeasurementArea, DensityMethod, compute_density_profile

from tests.report.scenes import site
from tests.run.made_up_run import NINE, OPEN, MadeUpRun, samples
from twin.errors import ScenarioError
from twin.run.crowding import LEAST_GROUND, crowding

QUARTERS = NINE + np.arange(0, 60, 0.25)
"""Every sample of the minute after nine. [s]"""


def standing(x, y, seconds=QUARTERS, activity=0):
    """Let people stand at points (N,) all the time."""
    x = np.asarray(x, dtype=float)
    return samples(
        np.arange(len(x))[:, None], seconds, x[:, None], np.asarray(y, dtype=float)[:, None],
        np.asarray(activity)[..., None],
    )  # fmt: skip


def minute(*slabs):
    """Count over the minute after nine."""
    return crowding(MadeUpRun(*slabs), "09:00:30", 1.0)


def square_of(counted, x, y):
    """Find the square of a point."""
    return int((y - counted.y0) // counted.cell), int((x - counted.x0) // counted.cell)


def test_the_ground_of_these_tests_is_open():
    assert site().walkable.contains(shapely.box(*OPEN))


def test_a_hundred_people_on_a_hundred_square_metres_are_one_on_each():
    x, y = np.meshgrid(21.5 + np.arange(10), 67.5 + np.arange(10))
    counted = minute(standing(x.ravel(), y.ravel()))
    assert counted.present == 100
    crowded = counted.density[counted.people > 0]
    assert crowded.tolist() == [1.0] * 25
    assert counted.met == 1.0


def test_who_is_there_half_of_the_time_counts_half():
    counted = minute(standing([22.0], [68.0], seconds=QUARTERS[:120]))
    assert counted.present == 0.5
    assert counted.density[square_of(counted, 22, 68)] == 0.5 / 4


@settings(max_examples=25)
@given(seed=st.integers(0, 2**32 - 1), count=st.integers(1, 80))
def test_density_over_the_ground_adds_up_to_the_people(seed, count):
    draws = np.random.default_rng(seed)
    x, y = draws.uniform(0, 120, 4 * count), draws.uniform(0, 80, 4 * count)
    here = np.flatnonzero(shapely.contains_xy(site().walkable, x, y))[:count]
    counted = minute(standing(x[here], y[here], seconds=QUARTERS[:1]))
    assert counted.people.sum() * len(QUARTERS) == pytest.approx(len(here))
    assert (counted.density * counted.ground).sum() == pytest.approx(counted.present)
    assert sum(counted.on.values()) == pytest.approx(counted.present)
    assert sum(counted.doing.values()) == pytest.approx(counted.present)
    assert counted.ground.sum() <= 4 * len(here)


def test_pedpy_finds_the_same_on_open_ground():
    draws = np.random.default_rng(7)
    west, south, east, north = OPEN
    x, y = (
        draws.uniform(west, east, (60, 8)).round(2),
        draws.uniform(south, north, (60, 8)).round(2),
    )
    seconds = NINE + 0.25 * np.arange(8)
    counted = crowding(
        MadeUpRun(samples(np.arange(60)[:, None], seconds, x, y)), "09:00:01", 2 / 60
    )
    frames = pd.DataFrame({"frame": np.tile(np.arange(8), 60), "x": x.ravel(), "y": y.ravel()})
    profiles = compute_density_profile(
        data=frames,
        axis_aligned_measurement_area=AxisAlignedMeasurementArea(*OPEN),
        grid_size=counted.cell,
        density_method=DensityMethod.CLASSIC,
    )
    expected = np.mean(profiles, axis=0)[::-1]  # its first row is the northernmost
    (low, left), (high, right) = (square_of(counted, *at) for at in (OPEN[:2], OPEN[2:]))
    np.testing.assert_allclose(counted.density[low:high, left:right], expected)
    assert counted.present == 60


def test_a_square_cut_by_a_wall_counts_what_is_left_of_it():
    """The hall begins at x = 20, and so half of the square from 19 to 21 is ground."""
    counted = minute(standing([19.4], [56.0]))
    assert counted.density[square_of(counted, 19.4, 56.0)] == pytest.approx(1 / 2, rel=1e-2)


def test_a_sliver_counts_as_a_square_metre():
    """Beside the west edge of the map, squares begin a metre outside it; half of one is left."""
    counted = minute(standing([0.9, 0.9], [79.8, 75.0]))
    row, column = square_of(counted, 0.9, 79.8)
    left = (
        site()
        .walkable.intersection(shapely.box(-1, counted.y0 + 2 * row, 1, counted.y0 + 2 * row + 2))
        .area
    )
    assert left < LEAST_GROUND + 1e-2
    assert counted.density[row, column] == pytest.approx(1 / LEAST_GROUND, rel=1e-2)


def test_what_people_do_and_where_is_told():
    counted = minute(standing([22.0, 24.0, 30.0], [68.0, 68.0, 36.0], activity=[0, 1, 2]))
    assert counted.doing == {"walking": 1, "queueing": 1, "resting": 1, "walking_phone": 0}
    names = {site().places[index].name: mean for index, mean in counted.on.items()}
    assert names == {"Street": 2, "Square": 1}  # of two places the smaller


def test_on_a_place_only_its_people_and_its_ground_count():
    """The place begins at x = 20, in the middle of a square of the grid."""
    (square,) = (place for place in site().places if place.name == "Square")
    slab = standing([22.0, 30.0, 20.2], [68.0, 36.0, 36.0])
    counted = crowding(MadeUpRun(slab), "09:00:30", 1.0, place=square)
    assert counted.present == 2
    assert sum(counted.on.values()) == sum(counted.doing.values()) == 2
    assert counted.mean == pytest.approx(2 / site().walkable.intersection(square.polygon).area)
    assert counted.ground[square_of(counted, 20.2, 36.0)] == pytest.approx(2, rel=1e-2)


def test_a_place_without_ground_has_no_density():
    (square,) = (place for place in site().places if place.name == "Square")
    built = replace(square, polygon=site().buildings[0].polygon.buffer(-1))
    counted = crowding(MadeUpRun(), "09:30", 1.0, place=built)
    assert counted.walkable.area == 0
    assert counted.mean == 0


def test_the_densest_square_is_the_one_with_most_on_its_ground():
    counted = minute(standing([22.5, 22.5, 36.0], [68.0, 68.1, 72.0]))
    x, y = counted.densest
    assert square_of(counted, x, y) == square_of(counted, 22.5, 68.0)


def test_slabs_may_cut_the_time_anywhere():
    whole = standing([22.0, 24.0], [68.0, 68.0])
    counted = minute(whole.slice(0, 111), whole.slice(111))
    assert counted.people.tolist() == minute(whole).people.tolist()


@pytest.mark.parametrize(
    ("at", "first", "last"),
    [("09:00", 0.0, 60.0), ("09:30", 1740.0, 1860.0), ("10:00", 3540, 3600)],
)
def test_the_time_is_cut_off_where_the_run_is(at, first, last):
    counted = crowding(MadeUpRun(), at, 2.0)
    assert (counted.first / 4 - NINE, counted.last / 4 - NINE) == (first, last)
    assert counted.present == 0
    assert counted.met == 0


@pytest.mark.parametrize("minutes", [0, -1, 121, float("nan")])
def test_a_time_of_no_length_or_too_long_is_refused(minutes):
    sentence = f"--minutes {minutes:g}: must be above 0 and at most 120."
    with pytest.raises(ScenarioError) as caught:
        crowding(MadeUpRun(), "09:30", minutes)
    assert str(caught.value) == sentence


def test_a_time_outside_the_run_is_refused():
    with pytest.raises(ScenarioError, match=r"--at 08:59: .* must lie between 09:00 and 10:00."):
        crowding(MadeUpRun(), "08:59", 5.0)
