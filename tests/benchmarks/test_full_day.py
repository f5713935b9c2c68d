"""How soon 200 cameras have looked at the day of a whole crowd; off by default.

``PEOPLE_BENCH=/path/to/folder python3 go.py test tests/benchmarks/test_full_day.py -m slow -s``
makes crowds of the shipped map once, keeps them in the folder, and prints each goal with the figure
found beside it. They are looked at from 07:00 to 10:00, and a goal of seconds is that of the whole
day times the share of its rows; with ``WHOLE_DAY=1`` it is the whole day, which takes an hour.

* The day: seconds of reading the tracks from the store and looking at them on two threads, the median
  of three turns; half of their processor time, which is what two cores of one's own would need at
  least; and the share of it that reading takes. Then, once, the whole stage made where none was, with
  the files of every camera and their coverage of the ground, and the most memory that a process holds
  which does only that.
* Linearity: nanoseconds of processor time for each pair of a row and a camera that sees it, for more
  people, more cameras and more moments a second. A row costs something before any camera sees it,
  and cameras are arranged once, so that fewer pairs cost more each.

Cameras hang anywhere along the edge of the walkable ground, 2.5 to 6 m high and tilted 5 to 30
degrees down. Those of the bench of sight (``SIGHT_BENCH``, see :mod:`tests.sight.beside_embree`) have
2160p over 90 degrees, but see 40 m at most: a face is in image and reach of 0.86 of them on average.
Here a camera sees as far as its image has 12.5 px/m, which with 2160p would be 154 m. So those to
compare have 1,000 pixels over 90 degrees, which are 40 m; figures of 1080p, 77 m, stand beside.

Speed is told and never asserted: a machine that is shared has no speed of its own. What is asserted
is that every turn sees the same, and more of everything sees more.

Found so on a shared machine, November 2026, where two threads had half a core: 45,000 people through
the cameras of 40 m, of which 0.90 see a row, take 112 processor seconds for the whole day, 2.6 million
rows each, so that two cores of one's own would need 56 s at least, for a goal of 30; reading is 6 %.
The stage takes 304 with its files, and holds 1.13 GB at most. From 07:00 to 10:00, through 1080p, 1.71
see a row, and rows take twice as long. A pair costs 0.40 to 0.42 microseconds among 11,250 to 45,000
people, 0.47 through 50 cameras, 0.53 at one moment a second.
"""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

import pytest

from tests.benchmarks import watched_day as day
from tests.benchmarks.goals import tell
from tests.benchmarks.timing import bandwidth

FOLDER, WHOLE = os.environ.get("PEOPLE_BENCH"), bool(os.environ.get("WHOLE_DAY"))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER, reason="PEOPLE_BENCH names no folder to keep crowds in"),
    pytest.mark.skipif(sys.platform != "linux", reason="only there it can be read what was held"),
]

TURNS = 1 if WHOLE else 3

GOALS = {45_000: (30.0, 295.9e6), 100_000: (65.0, 657.1e6)}
"""Seconds that a day of so many people is meant to take through 200 cameras, and its rows."""

GOAL_OF_MEMORY = 1.5
"""Gigabytes that the sight stage is meant to hold at most."""

CAMERAS = 200

USUAL = (45_000, CAMERAS, 4)
"""People, cameras, and moments a second that are looked at."""

MORE = {
    "people": [(11_250, CAMERAS, 4), (22_500, CAMERAS, 4), USUAL],
    "cameras": [(45_000, 50, 4), (45_000, 100, 4), USUAL],
    "moments": [(45_000, CAMERAS, 1), (45_000, CAMERAS, 2), USUAL],
}
"""What is looked at to see what more of one thing costs."""


def stage_of(total):
    """Return the people stage of a crowd."""
    return day.people(Path(FOLDER), total, whole=WHOLE)


def copies():
    """Say how fast the machine copies."""
    with ThreadPoolExecutor(2) as pool:
        one, two = bandwidth(pool)
    return f"copying moves {one:.1f} GB/s, two threads {two:.1f}"


@pytest.mark.parametrize("total", GOALS)
def test_a_day_through_many_cameras(total, capsys):
    stage = stage_of(total)
    found = {lens: [] for lens in day.LENSES}
    for _ in range(TURNS):
        for lens, looks in found.items():
            looks.append(day.alone(day.looked, stage, lens, CAMERAS))
    made = {lens: day.alone(day.made, stage, lens, CAMERAS) for lens in day.LENSES}
    seconds, rows_of_day = GOALS[total]
    goal = seconds if WHOLE else round(seconds * stage.facts()["rows"] / rows_of_day, 1)
    lines, told = [], []
    for lens, looks in found.items():
        wall, core = median(one.wall_s for one in looks), median(one.core_s for one in looks)
        reading = median(one.reading_s / one.core_s for one in looks)
        (rows, seen), away = agreed(looks), looks[0].distance
        lines.append(
            f"{lens}: {day.reach(day.LENSES[lens]):.0f} m straight ahead, {away:.0f} m to the best of "
            f"a second on average, {seen / rows:.2f} cameras see a row; of {rows / 1e6:.1f} million "
            f"rows {rows / wall / 1e6:.2f} million a second, reading is {reading:.1%} of the "
            f"processor time; {core / wall:.2f} cores were had, by the stage {made[lens].cores:.2f}"
        )
        told += [
            (f"{lens}, reading and looking, s", goal, wall),
            (f"{lens}, half of the processor time, s", goal, core / 2),
            (f"{lens}, the whole stage, s", goal, made[lens].wall_s),
            (f"{lens}, most memory of the stage, GB", GOAL_OF_MEMORY, made[lens].peak_gb),
        ]
    few, many = (looks[0].seen for looks in found.values())
    assert 0 < few < many
    span = "the whole day" if WHOLE else "07:00 to 10:00"
    joined = "\n".join([*lines, copies()])
    tell(capsys, f"{total:,} people, {CAMERAS} cameras, {span}\n{joined}", told)


def agreed(looks):
    """Return how many rows were read and how many pairs were seen, on every turn."""
    rows, seen = looks[0].rows, looks[0].seen
    assert all((one.rows, one.seen) == (rows, seen) for one in looks)
    return rows, seen


@pytest.mark.parametrize("lens", day.LENSES)
def test_what_more_of_everything_costs(lens, capsys):
    cases = list(dict.fromkeys(case for cases in MORE.values() for case in cases))
    stages = {total: stage_of(total) for total, *_ in cases}
    found = {case: [] for case in cases}
    for _ in range(TURNS):
        for (total, count, rate), looks in found.items():
            looks.append(day.alone(day.looked, stages[total], lens, count, rate))
    lines = []
    for what, some in MORE.items():
        pairs = []
        for total, count, rate in some:
            looks = found[total, count, rate]
            wall, core = median(one.wall_s for one in looks), median(one.core_s for one in looks)
            rows, seen = agreed(looks)
            pairs.append(seen)
            lines.append(
                f"  {what:<8} {total:>6,} people {count:>4} cameras {rate} Hz {wall:6.2f} s "
                f"{core:6.2f} processor s {rows / 1e6:6.1f} million rows {seen / 1e6:6.1f} million "
                f"pairs {1e9 * core / seen:4.0f} ns a pair"
            )
        assert pairs == sorted(set(pairs))
    joined = "\n".join([*lines, copies()])
    tell(capsys, f"{lens}: what more of everything costs\n{joined}", [])
