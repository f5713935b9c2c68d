"""The sun over King's Cross, against printed almanac times and closed answers."""

import datetime as dt
from types import SimpleNamespace

import numpy as np
import pytest

from twin.site.sun import DUSK, elevation, is_dark

HERE = SimpleNamespace(origin=np.array([530_100.0, 183_500.0]))
RISEN = -0.833
"""Elevation of the sun's centre at which almanacs let it rise: half its width and refraction."""


@pytest.mark.parametrize(
    ("day", "rise", "set_"),
    [
        (dt.date(2017, 6, 21), "04:43", "21:21"),
        (dt.date(2017, 12, 21), "08:04", "15:53"),
        (dt.date(2017, 3, 20), "06:03", "18:13"),
    ],
)
def test_it_rises_and_sets_as_london_almanacs_print(day, rise, set_):
    up = np.flatnonzero(np.diff(elevation(HERE, day, 1440) > RISEN)) + 1
    for found, printed in zip(up, (rise, set_), strict=True):
        hours, minutes = map(int, printed.split(":"))
        assert abs(found - (60 * hours + minutes)) <= 2


def test_at_noon_it_stands_as_high_as_latitude_and_tilt_of_the_earth_say():
    """51.53 degrees north; 23.43 degrees at a solstice."""
    assert elevation(HERE, dt.date(2017, 6, 21), 1440).max() == pytest.approx(
        90 - 51.53 + 23.43, abs=0.05
    )
    assert elevation(HERE, dt.date(2017, 12, 21), 1440).max() == pytest.approx(
        90 - 51.53 - 23.43, abs=0.05
    )


def test_dark_is_lower_than_dusk_to_the_minute():
    day = dt.date(2017, 10, 18)
    dark = is_dark(HERE, day, 90_061)
    assert len(dark) == 90_061
    low = elevation(HERE, day, 1502) < DUSK
    assert (dark == np.repeat(low, 60)[: len(dark)]).all()
    assert dark[0]
    assert not dark[12 * 3600]


def test_clocks_go_forward_with_summer_time():
    """On 26 March 2017 clocks went forward at 01:00: noon by the sun is an hour later by the clock."""
    before, after = (int(np.argmax(elevation(HERE, dt.date(2017, 3, d), 1440))) for d in (25, 27))
    assert after - before == pytest.approx(60, abs=2)
