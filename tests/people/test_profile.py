"""Arrival profiles against the counts they are built from."""

from importlib import resources

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from twin.people.personas import personas
from twin.people.profile import BINS, QUARTER, arrival_time, edges, profile

EVERY = list(personas())


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("weekday", range(7))
def test_a_profile_is_a_distribution_over_the_day(name, weekday):
    shape = profile(personas()[name], weekday, personas()[name].counts)
    assert shape.shape == (BINS,)
    assert shape.min() >= 0
    assert shape.sum() == pytest.approx(1)


def test_commuters_come_when_the_station_empties():
    # the busiest quarter hour of exits in the morning is 09:00 [tfl_counts]
    shape = profile(personas()["commuter"], 2, "out")
    assert edges()[np.argmax(shape)] == 9 * 3600
    within = (edges()[:-1] >= 7 * 3600) & (edges()[:-1] < 10 * 3600)
    assert shape[within].sum() > 0.7


def test_the_counts_are_those_of_2019():
    # exits 09:00-09:15 and 17:45-18:00, Tuesday to Thursday: 3,806 and 3,659 in kings cross facts
    passer = personas()["passer"].model_copy(update={"window": {5.0: 1.0}})
    shape = profile(passer, 1, "out")
    nine, evening = (int((t * 3600 - 18_000) // QUARTER) for t in (9, 17.75))
    assert shape[nine] / shape[evening] == pytest.approx(3806 / 3659)


@pytest.mark.parametrize(
    ("weekday", "direction", "bands"),
    [
        # until 07:00, 10:00, 16:00, 19:00, 22:00 and 01:00, autumn 2019, as TfL adds them up itself
        (0, "in", (2451, 28824, 42605, 38648, 18935, 6704)),
        (3, "out", (3583, 33425, 42120, 37599, 14451, 6542)),
        (4, "in", (2147, 22449, 48207, 41090, 22940, None)),
        (4, "out", (3622, 29874, 49192, 41788, 18301, None)),
        (5, "in", (1100, 10534, 55728, 24351, 15065, None)),
        (5, "out", (2753, 13220, 41760, 28612, 17973, None)),
        (6, "in", (804, 5580, 42055, 23836, 18021, 5415)),
        (6, "out", (921, 8310, 41908, 25702, 13068, 4196)),
    ],
)
def test_every_kind_of_day_has_the_bands_of_its_own_count(weekday, direction, bands):
    """On Fridays and Saturdays the Underground runs all night, and the last band goes on."""
    persona = personas()["passer"].model_copy(update={"window": {5.0: 1.0}})
    shape = profile(persona, weekday, direction)
    found = [part.sum() for part in np.split(shape, [8, 20, 44, 56, 68])]
    known = np.array([band for band in bands if band is not None])
    assert np.array(found[: known.size]) / found[1] == pytest.approx(known / known[1])


def test_friday_and_the_weekend_differ_from_tuesday():
    persona = personas()["visitor"]
    shapes = [profile(persona, day, "out") for day in (1, 4, 5, 6)]
    for a in range(4):
        for b in range(a):
            assert not np.allclose(shapes[a], shapes[b], rtol=0.01)
    assert np.array_equal(profile(persona, 1, "out"), profile(persona, 3, "out"))


def test_a_profile_is_the_counts_times_the_window_at_the_middle_of_each_quarter_hour():
    # a window that rises in a straight line from nothing at 05:00 to all at 01:00
    rising = personas()["commuter"].model_copy(update={"window": {5: 0, 25: 1}})
    level = rising.model_copy(update={"window": {5: 1, 25: 1}})
    weight = (np.arange(80) + 0.5) / 80
    expected = profile(level, 2, "out") * weight
    assert profile(rising, 2, "out") == pytest.approx(expected / expected.sum(), rel=1e-12)
    counts = yaml.safe_load(resources.files("twin.people").joinpath("profile.yaml").read_text())
    out = np.array(counts["counts"][counts["days"][2]]["out"])
    assert profile(level, 2, "out") == pytest.approx(out / out.sum(), rel=1e-12)


def test_arrivals_fill_the_quarter_hours_by_their_share():
    shape = profile(personas()["student"], 2, "out")
    u = (np.arange(200_000) + 0.5) / 200_000
    counts, _ = np.histogram(arrival_time(u, shape), bins=edges())
    assert counts / 200_000 == pytest.approx(shape, abs=1e-5)


@given(a=st.floats(0, 1, exclude_max=True), b=st.floats(0, 1, exclude_max=True))
def test_a_larger_draw_never_comes_earlier(a, b):
    times = arrival_time(np.array([a, b]), profile(personas()["passer"], 2, "both"))
    assert (times[0] <= times[1]) == (a <= b) or times[0] == times[1]
    assert 18_000 <= times.min() <= times.max() < 90_000
