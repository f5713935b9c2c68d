"""A run's tracks exported: what is in the file, from when to when, and what is refused."""

import csv

import numpy as np
import pyarrow as pa
import pytest

from tests.run.small_run import write_small_scenario
from twin.errors import ScenarioError, ShapeError
from twin.people import Recorded, read_trajectories
from twin.run import Run, export_tracks, run_scenario
from twin.run.moments import tick_of
from twin.scenario import load_scenario
from twin.tables import TRACKS

FROM, TO = 4 * (8 * 3600 + 600), 4 * (8 * 3600 + 900)


@pytest.fixture(scope="module")
def done(tmp_path_factory) -> Run:
    folder = tmp_path_factory.mktemp("export")
    scenario = load_scenario(write_small_scenario(folder / "in", total=1500, slab_minutes=4))
    return run_scenario(scenario, out=folder / "runs" / "a")


@pytest.fixture(scope="module")
def within(done) -> pa.Table:
    """Take five minutes of the tracks the long way."""
    every = pa.concat_tables(done.tracks())
    tick = every["tick"].to_numpy()
    kept = every.filter(pa.array((tick >= FROM) & (tick < TO)))
    return kept.sort_by([("person", "ascending"), ("tick", "ascending")])


@pytest.mark.parametrize("ending", [".sqlite", ".csv", ".parquet"])
def test_five_minutes_come_back(done, within, tmp_path, ending):
    file = tmp_path / f"a{ending}"
    rows = export_tracks(done, file, start="08:10", end="08:15")
    assert rows == within.num_rows > 1000
    found = read_trajectories(Recorded(tracks=file), site=done.inputs.site).tracks
    people = np.unique(within["person"].to_numpy(), return_inverse=True)[1]
    assert found["person"].to_numpy().tolist() == people.tolist()
    for name in ("tick", "x_cm", "y_cm", "head_yaw_crad"):
        assert found[name].equals(within[name].cast(TRACKS.schema.field(name).type)), name


def test_the_whole_run_is_written_by_time_then_person(done, tmp_path):
    file = tmp_path / "a.csv"
    assert export_tracks(done, file) == sum(table.num_rows for table in done.tracks())
    with file.open() as opened:
        rows = csv.DictReader(line for line in opened if not line.startswith("#"))
        at = [(float(row["time_s"]), int(row["person"])) for row in rows]
    assert at == sorted(at)
    said = file.read_text().splitlines()
    assert "# origin_easting_m: 530100.0" in said
    assert "# date: 2017-06-14" in said
    assert f"# people_key: {done.manifest['stages']['people']['key']}" in said


def test_pedpy_and_we_count_the_same_in_a_square(done, within, tmp_path):
    pedpy = pytest.importorskip("pedpy")
    file = tmp_path / "a.sqlite"
    export_tracks(done, file, start="08:10", end="08:15")
    loaded = pedpy.load_trajectory_from_jupedsim_sqlite(trajectory_file=file)
    west, south, east, north = 40, 30, 66, 44
    corners = [(west, south), (east, south), (east, north), (west, north)]
    density = pedpy.compute_classic_density(
        traj_data=loaded, measurement_area=pedpy.MeasurementArea(corners)
    )
    x, y = (within[name].to_numpy() / 100 for name in ("x_cm", "y_cm"))
    # half a centimetre off every number, so that nobody stands on the edge
    inside = (x > west) & (x < east) & (y > south) & (y < north)
    edge = np.isin(x, (west, east)) | np.isin(y, (south, north))
    frame = within["tick"].to_numpy() - FROM
    ours = np.bincount(frame[inside], minlength=TO - FROM)
    unsure = np.unique(frame[edge])
    theirs = np.zeros(TO - FROM)
    theirs[density["frame"]] = density["density"] * (east - west) * (north - south)
    sure = np.setdiff1d(np.arange(TO - FROM), unsure)
    assert ours.max() >= 3
    assert theirs[sure] == pytest.approx(ours[sure])
    ground = pedpy.load_walkable_area_from_jupedsim_sqlite(trajectory_file=file)
    assert ground.area == pytest.approx(done.inputs.site.walkable.area)


REFUSED = {
    "another ending": ("a.xlsx", {}, r"a.xlsx: must end in .sqlite, .csv or .parquet\."),
    "no time": ("a.csv", {"start": "soon"}, "start soon: is not a time of day"),
    "a number": ("a.csv", {"start": 8.5}, "start 8.5: is not a time of day"),
    "before the run": ("a.csv", {"start": "07:00"}, "start 07:00: is outside the run"),
    "after the run": ("a.csv", {"end": "09:00"}, "end 09:00: is outside the run"),
    "backwards": (
        "a.csv",
        {"start": "08:20", "end": "08:10"},
        "end 08:10: is not after start 08:20",
    ),
    "before anybody came": ("a.csv", {"end": "08:00:00.25"}, "nobody was outdoors in that time"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_written_is_refused(done, tmp_path, what):
    name, when, words = REFUSED[what]
    with pytest.raises(ScenarioError, match=words):
        export_tracks(done, tmp_path / name, **when)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_stays(done, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("mine")
    with pytest.raises(ScenarioError, match="is there already, but must be a new file"):
        export_tracks(done, file)
    assert file.read_text() == "mine"


def test_the_command_names_its_options(done, tmp_path, cli):
    run, out = done.folder, ("--out", tmp_path / "a.csv")
    told = cli("export", run, *out, "--from", "08:20", "--to", "08:10")[2]
    assert told == ["--to 08:10: is not after --from 08:20."]
    assert cli("export", run, *out, "--from", "soon")[2][0].startswith("--from soon: is not a time")
    told = cli("export", run, "--out", "a.xlsx")[2]
    assert told == ["--out a.xlsx: must end in .sqlite or .csv or .parquet."]


def test_a_moment_that_is_none_of_the_run_is_refused(done):
    assert done.moment(TO).num_rows
    for wrong in ("08:00", -5, 8.5 * 4 * 3600, 4 * 12 * 3600):
        with pytest.raises(ShapeError, match="tick is .*, but must be a whole number from 115,200"):
            done.moment(wrong)


def test_who_asks_is_named():
    with pytest.raises(ScenarioError, match="--to 25:00: is not a time of day"):
        tick_of("25:00", 0, 3600, option="--to")
