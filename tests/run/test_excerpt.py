"""Some minutes of a run in memory: as the run itself saw them, and only what moved is seen anew."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tests.run.small_run import write_small_scenario
from twin.answers import headline
from twin.cameras import Layout, Protection
from twin.cameras.watch import Watch
from twin.errors import ScenarioError, ShapeError
from twin.run import Excerpt, Run, excerpt, open_run, run_scenario
from twin.scenario import load_scenario
from twin.sight import seen
from twin.tables import TICKS_PER_SECOND


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> Run:
    folder = tmp_path_factory.mktemp("excerpt")
    scenario = load_scenario(write_small_scenario(folder / "in"))
    return run_scenario(scenario, out=folder / "runs" / "a")


@pytest.fixture(scope="module")
def whole(run) -> Excerpt:
    return Excerpt.of(run, "08:00", minutes=30)


@pytest.fixture
def looked(monkeypatch) -> list[str]:
    """Collect the cameras that are looked through."""
    through = []

    def noted(slabs, people, cameras, site, **options):
        through.extend(camera.id for camera in cameras)
        return seen(slabs, people, cameras, site, **options)

    monkeypatch.setattr(excerpt, "seen", noted)
    return through


def fresh(held: Excerpt) -> Excerpt:
    """Return the same minutes, of which nothing was seen yet."""
    return Excerpt(held.inputs, held.people, held.slabs, held.start_s, held.end_s, held.rate)


def moved(layout: Layout, east: float) -> Layout:
    """Move the last camera of a layout. [m]"""
    *others, last = layout.cameras
    there = replace(last, position=np.add(last.position, [east, 0, 0]))
    return replace(layout, cameras=(*others, there))


def by_day(exposure: pa.Table) -> pa.Table:
    return exposure.filter(pc.equal(exposure["by"], "day"))


def test_all_minutes_of_a_run_are_the_run(run, whole):
    for camera in run.inputs.layout.cameras:
        assert whole.sightings(camera).equals(run.sightings(camera.id))
        assert whole.looks(camera).equals(run.looks(camera.id))
    assert whole.exposure(run.inputs.layout).equals(by_day(run.exposure()))


def test_of_some_minutes_all_who_were_there_are_seen(run):
    """From 08:07 on for 9 minutes: across a cut between slabs, and no whole number of them."""
    first, last = ((8 * 60 + m) * 60 * TICKS_PER_SECOND for m in (7, 16))
    rows = pa.concat_tables(run.tracks())
    there = rows.filter((pc.field("tick") >= first) & (pc.field("tick") < last))
    part = Excerpt.of(run, "08:07", minutes=9)
    assert (part.start_s, part.end_s) == (first / TICKS_PER_SECOND, last / TICKS_PER_SECOND)
    for camera in run.inputs.layout.cameras:
        ((sightings, looks),) = seen(there, run.people(), [camera], run.inputs.site)
        assert 0 < looks.num_rows < run.looks(camera.id).num_rows
        assert part.sightings(camera).equals(sightings)
        assert part.looks(camera).equals(looks)


def test_of_fewer_samples_a_second_nearly_the_same_people_are_seen_for_as_long(run, whole):
    half = Excerpt.of(run, "08:00", minutes=30, rate=2)
    layout = run.inputs.layout
    every, some = (
        {row["person"]: row["seconds"] for row in held.exposure(layout).to_pylist()}
        for held in (whole, half)
    )
    assert some.keys() <= every.keys()
    assert len(some) > 0.98 * len(every)
    assert sum(some.values()) == pytest.approx(sum(every.values()), rel=0.01)
    for camera in layout.cameras:
        looks = half.looks(camera)
        assert not any(tick % 2 for tick in looks["tick"].to_pylist())
        # a first sample that is alone in its second, more often one of two, has no look of its own
        less = whole.looks(camera).num_rows - looks.num_rows
        assert 0 <= less <= whole.sightings(camera).num_rows
    with pytest.raises(ShapeError, match=r"^rate is 3, but must be 4, 2 or 1 samples a second"):
        Excerpt.of(run, "08:00", minutes=30, rate=3)


def test_minutes_end_with_the_moments_that_a_sample_stands_for(run):
    some = Excerpt.of(run, "08:10", minutes=5 / 240, rate=1)
    assert some.end_s - some.start_s == 1.0
    for camera in run.inputs.layout.cameras:
        ends = some.sightings(camera)["end_tick"].to_pylist()
        assert ends
        assert max(ends) < 4 * some.end_s


def test_only_a_camera_that_moved_is_looked_through(run, whole, looked):
    layout = run.inputs.layout
    again = fresh(whole)
    before = again.exposure(layout)
    assert looked == ["west", "east"]
    there = again.exposure(moved(layout, -9.0))
    assert looked == ["west", "east", "east"]
    assert not there.equals(before)
    assert there.equals(fresh(whole).exposure(moved(layout, -9.0)))
    del looked[:]
    assert again.exposure(layout).equals(before)
    assert looked == []


def test_a_camera_that_is_taken_away_leaves_what_the_others_see(run, whole, looked):
    layout = run.inputs.layout
    again = fresh(whole)
    again.exposure(layout)
    seen = again.looks(layout.cameras[0])
    alone = replace(layout, cameras=layout.cameras[:1])
    assert again.exposure(alone).equals(fresh(whole).exposure(alone))
    assert again.looks(layout.cameras[0]).equals(seen)
    assert looked == ["west", "east", "west"]  # the last for the fresh one
    assert again.exposure(replace(layout, cameras=())).num_rows == 0


def test_what_a_camera_keeps_of_what_it_sees_is_no_reason_to_look_again(run, whole, looked):
    layout = run.inputs.layout
    again = fresh(whole)
    everything = again.exposure(layout)
    edge = np.array([(0, 0), (1920, 0), (1920, 1080), (0, 1080)], dtype=float)
    rare = Watch(period=1800, start=0, stop=60)
    night = Protection(hours=((0, 3600),))
    for change in (
        *({"masks": (edge,)}, {"watch": rare}, {"frame_rate": 0.1}),
        {"protection": night},
    ):
        some = replace(layout, cameras=tuple(replace(c, **change) for c in layout.cameras))
        assert again.exposure(some).num_rows < everything.num_rows
    assert looked == ["west", "east"]


def test_lenses_of_one_housing_are_taken_together(run, whole):
    west, east = run.inputs.layout.cameras
    one = replace(run.inputs.layout, cameras=(west, replace(east, housing=west.housing)))
    apart, together = whole.exposure(run.inputs.layout), whole.exposure(one)
    assert together["person"].equals(apart["person"])
    assert sum(together["seconds"].to_pylist()) < sum(apart["seconds"].to_pylist())


def test_of_many_places_the_oldest_are_forgotten(run, whole, looked, monkeypatch):
    monkeypatch.setattr(excerpt, "KEPT", 1)
    layout = run.inputs.layout
    again = fresh(whole)
    before = again.exposure(layout)
    for east in (-1.0, -2.0):
        again.exposure(moved(layout, east))
    del looked[:]
    again.exposure(moved(layout, -1.0))
    assert looked == []
    assert again.exposure(layout).equals(before)
    assert looked == ["east"]


@pytest.mark.parametrize(
    ("start", "minutes", "words"),
    [
        ("07:00", 10, "start 07:00: is outside the run, but must lie between 08:00 and 08:30"),
        ("breakfast", 10, "start breakfast: is not a time of day"),
        ("08:20", 60, r"minutes 60: must be above 0 and at most 10, as the run ends at 08:30\."),
        ("08:20", 0, "minutes 0: must be above 0"),
    ],
)
def test_minutes_that_are_none_of_the_run_are_refused(run, start, minutes, words):
    with pytest.raises(ScenarioError, match=words):
        Excerpt.of(run, start, minutes=minutes)


def test_minutes_in_which_nobody_is_there_are_refused(run, monkeypatch):
    monkeypatch.setattr(Run, "held", lambda *_: [])
    words = "there are no tracks from 08:00 to 08:10, but somebody must be there"
    with pytest.raises(ScenarioError, match=words):
        Excerpt.of(run, "08:00", minutes=10)


def test_the_name_of_a_folder_is_no_run():
    with pytest.raises(ShapeError, match=r"must be a Run such as twin\.open_run\(folder\) opens"):
        Excerpt.of("runs/a", "08:00", minutes=10)


@pytest.mark.parametrize("minutes", ["10", None, [10]])
def test_minutes_are_a_number(run, minutes):
    with pytest.raises(ShapeError, match="minutes is .*, but must be a number"):
        Excerpt.of(run, "08:00", minutes=minutes)


def test_a_layout_off_the_map_is_refused(run, whole):
    words = (
        r'camera "east" at .* stands \d+ m outside the extent of .*, but at most 100 m are allowed'
    )
    with pytest.raises(ScenarioError, match=words):
        whole.exposure(moved(run.inputs.layout, 5000.0))


def test_the_name_of_a_file_is_no_layout(whole):
    with pytest.raises(ShapeError, match=r"layout is 'east\.yaml', but must be a Layout"):
        whole.exposure("east.yaml")


def test_a_camera_of_the_run_may_be_told_by_its_id(run, whole):
    (camera, _) = run.inputs.layout.cameras
    assert whole.sightings("west").equals(whole.sightings(camera))
    assert whole.looks("west").equals(whole.looks(camera))
    with pytest.raises(ScenarioError, match="^there is no camera 'north'; there are west, east"):
        whole.looks("north")
    with pytest.raises(ShapeError, match="^camera is None, but must be a Camera, or the id of one"):
        whole.sightings(None)
    with pytest.raises(ShapeError, match=r"^camera is .{1,60}, but must be the id of a camera of"):
        run.sightings(camera)
    with pytest.raises(ShapeError, match="^folder is of type NoneType, but must be the path of a"):
        open_run(None)


def test_what_a_layout_file_refuses_has_no_exposure(run, whole):
    layout = run.inputs.layout
    twice = replace(layout, cameras=(*layout.cameras, layout.cameras[0]))
    with pytest.raises(ScenarioError, match="id west is that of another camera too"):
        headline(whole, twice)


def test_the_name_of_a_run_is_no_excerpt():
    with pytest.raises(ShapeError, match="excerpt"):
        headline("runs/mine", None)
