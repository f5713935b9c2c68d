"""How fast the kernels are; off by default.

``python3 go.py test tests/benchmarks -m slow --benchmark-enable`` measures; the last columns of its
table do not say how much work was done, so each test writes its rate beside (``extra_info``, with
``--benchmark-json``). Compare rates of one run only: other work on the machine moves them all.

Limits, and how far from them (2 shared cores, November 2026):

* Walking: a plain kernel of the same model without side-steps, groups, heads and recording did 26.6
  and 8.1 million agent-steps a second on one core for 1,000 and 5,000 people; this one does 15.6
  and 4.2, and 6.5 for 5,000 people on two.
* Sight reads 20 bytes a row, and one core copies 22 GB/s: 1,100 million rows a second. Through the two
  cameras of the shipped layout it does 20 million with reading, of all rows of a slab, and through 200
  of 12.5 px/m at 103 m, of which 2.4 see everybody who is there, 1.8 million on two threads: 400
  nanoseconds of a core for each that sees somebody. `tests/benchmarks/test_sight.py` measures its
  parts beside Embree.
"""

import datetime

import numpy as np
import pytest
import shapely

from tests.people.walkers import ADDRESS
from twin.cameras import Lens
from twin.cameras.kernels import views
from twin.people import Crowd, attendance
from twin.people.field import Field
from twin.people.tracks import Recorder
from twin.people.walking import Leg, Walking, law
from twin.run import run_scenario
from twin.scenario import load_scenario
from twin.sight import look
from twin.site.ground import Ground
from twin.site.routes import fields

pytestmark = pytest.mark.slow

ROUNDS = 7


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("people", [1000, 5000])
def test_walking_in_four_crossing_streams(benchmark, people, threads):
    ground = Ground.over(shapely.box(0, 0, 200, 200))
    goals = np.array([(198.0, 100.0), (2.0, 100.0), (100.0, 198.0), (100.0, 2.0)])
    constants = law(dt=0.05)
    walking = Walking(
        Field.of(fields(ground, goals, np.ones(4))), constants, ADDRESS, threads=threads, capacity=8
    )
    recorder = Recorder(0, np.arange(people), constants, ADDRESS)
    start = np.random.default_rng(1).uniform(20, 180, (people, 2))
    for i, (x, y) in enumerate(start.tolist()):
        goal = i % 4
        leg = Leg(
            person=i, group=i, x=x, y=y, goal=goal, via=goal, target_x=goals[goal, 0],
            target_y=goals[goal, 1], approach=1.5, arrive=0.8, pace=1.34, abreast=0.0, phone=False,
            breadth=1.0,
        )  # fmt: skip
        walking.add(leg, recorder.walk(i, 0, phone=False), 0.0)
    moment = iter(range(0, 10_000, 20))

    def five_seconds() -> None:
        first = recorder.room(20 * walking.count)
        walking.advance(next(moment), 20, recorder.samples, first)

    five_seconds()  # compiled, and out of one another's way
    steps, seconds = walking.agent_steps, walking.seconds
    benchmark.pedantic(five_seconds, rounds=ROUNDS)
    rate = (walking.agent_steps - steps) / (walking.seconds - seconds)
    benchmark.extra_info["million_agent_steps_per_s"] = rate / 1e6
    assert walking.agent_steps > steps


@pytest.fixture(scope="module")
def peak_hour(tmp_path_factory):
    folder = tmp_path_factory.mktemp("peak")
    return run_scenario(load_scenario(quick=True), out=folder / "runs" / "a")


@pytest.mark.parametrize("threads", [1, 2])
def test_sight_of_the_peak_hour(benchmark, peak_hour, threads):
    slabs, people = list(peak_hour.tracks()), peak_hour.people()
    inputs = peak_hour.inputs

    def through_both_cameras() -> int:
        seen = look(slabs, people, inputs.layout.cameras, inputs.site, threads=threads)
        return sum(looks.num_rows for slab in seen for looks in slab.looks)

    ended = benchmark.pedantic(through_both_cameras, rounds=ROUNDS, warmup_rounds=1)
    told = sum(peak_hour.looks(camera.id).num_rows for camera in inputs.layout.cameras)
    # what is still in view at the end is closed afterwards
    assert 0.9 * told < ended <= told
    rows = sum(slab.num_rows for slab in slabs) * len(inputs.layout.cameras)
    if benchmark.enabled:
        benchmark.extra_info["million_rows_per_s"] = rows / benchmark.stats.stats.median / 1e6


@pytest.mark.parametrize("hfov", [35, 103])
def test_projecting_points(benchmark, hfov):
    """A rectilinear and a fisheye lens; points of the camera frame into u, v and densities."""
    lens = Lens.from_datasheet(width_px=1920, height_px=1080, hfov_deg=hfov)
    rng = np.random.default_rng(1)
    points = rng.uniform([-20, -5, 1], [20, 5, 60], (1_000_000, 3))
    out = np.empty((len(points), 4))
    benchmark.pedantic(views, args=(lens.record, points, out), rounds=ROUNDS, warmup_rounds=1)
    assert np.isfinite(out).all(axis=1).mean() > 0.2
    if benchmark.stats:  # only while measuring
        rate = len(points) / benchmark.stats.stats.median
        benchmark.extra_info["million_projections_per_s"] = rate / 1e6


@pytest.mark.parametrize("threads", [1, 2])
def test_a_year_of_attendance(benchmark, threads):
    def a_year() -> int:
        year = attendance(Crowd(), date=datetime.date(2025, 1, 1), days=365, threads=threads)
        return sum(visits.size for visits in year.visits)

    a_year()  # compiled
    parties = benchmark.pedantic(a_year, rounds=3)
    if benchmark.stats:  # only while measuring
        rate = parties * 365 / benchmark.stats.stats.min
        benchmark.extra_info["million_days_of_parties_per_s"] = rate / 1e6
    assert parties > 1e6
