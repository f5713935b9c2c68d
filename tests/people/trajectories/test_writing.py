"""Tracks written and read again, and read by PedPy."""

import sqlite3
from contextlib import closing
from functools import partial

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.people.trajectories.scenes import tracks
from tests.site.small_map import ORIGIN, small_site
from twin.people import Recorded, read_trajectories
from twin.people.trajectories.header import Header
from twin.people.trajectories.jupedsim import LOST, write_jupedsim
from twin.people.trajectories.table import write_csv, write_parquet
from twin.tables import TRACKS

ONE = st.lists(
    st.tuples(
        st.integers(0, 11_999), st.integers(0, 7_999), st.integers(-314, 314), st.integers(-150, 150),
        st.integers(0, 3), st.integers(0, 1),
    ),
    min_size=1,
    max_size=12,
)  # fmt: skip
CROWDS = st.lists(st.tuples(st.integers(0, 50), ONE), min_size=1, max_size=5)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return small_site(tmp_path_factory.mktemp("map"))


def crowd(stretches, *, start):
    """Put people together, each one stretch of samples that begins at some tick after a start."""
    return tracks(
        *(
            (person, start + first + n, *values)
            for person, (first, samples) in enumerate(stretches)
            for n, values in enumerate(samples)
        )
    )


def put(folder, site, table, *, start):
    """Write tracks in every format; return the files."""
    header = Header(ORIGIN, 0.0).pairs()
    slab = table.sort_by([("tick", "ascending"), ("person", "ascending")])
    files = {ending: folder / f"a{ending}" for ending in (".sqlite", ".csv", ".parquet")}
    for file in files.values():
        file.unlink(missing_ok=True)
    said = Header(ORIGIN, start / 4).pairs()
    write_jupedsim(files[".sqlite"], [slab], said, walkable=site.walkable, first=start)
    write_csv(files[".csv"], [slab], header)
    write_parquet(files[".parquet"], [slab], header)
    return files


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stretches=CROWDS, start=st.integers(0, 40 * 3600 * 4))
def test_what_is_written_is_read_again(site, tmp_path, stretches, start):
    table = crowd(stretches, start=start)
    for ending, file in put(tmp_path, site, table, start=start).items():
        found = read_trajectories(Recorded(tracks=file), site=site).tracks
        for name in TRACKS.schema.names:
            if ending == ".sqlite" and name in {"head_pitch_crad", "activity", "below"}:
                continue  # JuPedSim has no column for these
            assert found[name].to_pylist() == table[name].to_pylist(), (ending, name)


def test_what_jupedsim_has_no_column_for_is_named(site, tmp_path):
    table = crowd([(0, [(4025, 3550, 10, -5, 3, 1), (4050, 3550, 10, -5, 3, 1)])], start=400)
    file = put(tmp_path, site, table, start=400)[".sqlite"]
    found = read_trajectories(Recorded(tracks=file), site=site).tracks
    kept = {"head_yaw_rad": "head_yaw_crad"}
    lost = {"head_pitch_rad": "head_pitch_crad", "activity": "activity", "below": "below"}
    for name, column in {**kept, **lost}.items():
        assert (name in LOST) == (not found[column].equals(table[column])) == (name in lost), name


def test_pandas_and_pyarrow_read_the_tables(site, tmp_path):
    table = crowd([(0, [(4025, 3550, 10, -5, 0, 1), (4050, 3550, 10, -5, 3, 0)])], start=400)
    files = put(tmp_path, site, table, start=400)
    lines = files[".csv"].read_text().splitlines()
    assert lines[0] == "# crs: EPSG:27700"
    assert [line for line in lines if not line.startswith("#")] == [
        "person,time_s,x_m,y_m,head_yaw_rad,head_pitch_rad,activity,below",
        "0,100,40.25,35.5,0.1,-0.05,0,1",
        "0,100.25,40.5,35.5,0.1,-0.05,3,0",
    ]
    read = pq.read_table(files[".parquet"])
    assert read["x_m"].to_pylist() == [40.25, 40.5]
    assert read.schema.metadata[b"origin_easting_m"] == b"530100.0"


def walkers():
    """Three people: east at 1 m/s, west at 2 m/s, and one who stands. Returns tracks."""
    ticks = range(4 * 20)
    return tracks(
        *((0, t, 2000 + 25 * t, 3400, 0, 0, 0, 0) for t in ticks),
        *((1, t, 6000 - 50 * t, 3500, 314, 0, 0, 0) for t in ticks),
        *((2, t, 3000, 3600, 0, 0, 2, 0) for t in ticks),
    )


@pytest.fixture(scope="module")
def pedpy():
    return pytest.importorskip("pedpy")


@pytest.fixture
def loaded(pedpy, site, tmp_path):
    file = put(tmp_path, site, walkers(), start=0)[".sqlite"]
    return pedpy.load_trajectory_from_jupedsim_sqlite(trajectory_file=file), file


def test_pedpy_reads_tracks_and_ground(pedpy, site, loaded):
    trajectory, file = loaded
    assert trajectory.frame_rate == 4
    assert trajectory.number_pedestrians == 3
    ground = pedpy.load_walkable_area_from_jupedsim_sqlite(trajectory_file=file)
    assert ground.area == pytest.approx(site.walkable.area, rel=1e-6)
    assert pedpy.is_trajectory_valid(traj_data=trajectory, walkable_area=ground)


def test_pedpy_counts_density_and_flow_as_by_hand(pedpy, loaded):
    trajectory, _ = loaded
    area = pedpy.MeasurementArea([(25, 33), (35, 33), (35, 37), (25, 37)])
    density = pedpy.compute_classic_density(traj_data=trajectory, measurement_area=area)
    # the first is in it from 5 s to 15 s, the second from 12.5 s to 17.5 s, the third always
    at = density.set_index("frame")["density"] * 40
    by_hand = {0: 1, 19: 1, 21: 2, 49: 2, 51: 3, 59: 3, 61: 2, 69: 2, 71: 1}
    assert {frame: round(at[frame]) for frame in by_hand} == by_hand
    line = pedpy.MeasurementLine([(30.1, 30), (30.1, 40)])
    passed, crossings = pedpy.compute_n_t(traj_data=trajectory, measurement_line=line)
    # 10.1 m at 1 m/s, and 29.9 m at 2 m/s
    assert crossings.sort_values("id")["frame"].tolist() == pytest.approx([40.4, 59.8], abs=1)
    assert passed["cumulative_pedestrians"].iloc[-1] == 2
    speed = pedpy.compute_individual_speed(traj_data=trajectory, frame_step=2)
    by_person = speed.groupby("id")["speed"].agg(["min", "max"])
    assert np.allclose(by_person, [[1, 1], [2, 2], [0, 0]])
    flow = pedpy.compute_flow(
        nt=passed,
        crossing_frames=crossings,
        individual_speed=speed,
        delta_frame=30,
        frame_rate=trajectory.frame_rate,
    )
    # two people in the 5 s between them, of which PedPy counts the last frame
    assert flow["flow"].tolist() == pytest.approx([2 / 5.0], rel=0.06)


def test_the_tables_are_those_of_jupedsim(site, tmp_path):
    file = put(tmp_path, site, walkers(), start=0)[".sqlite"]
    with closing(sqlite3.connect(file)) as database:
        ask = partial(database.execute)
        said = dict(ask("SELECT key, value FROM metadata").fetchall())
        assert (said["version"], said["fps"], said["xmin"]) == ("2", "4.0", "20.0")
        (ground,) = ask("SELECT hash FROM geometry").fetchone()
        assert ask("SELECT count(*), min(frame), max(frame) FROM frame_data").fetchone() == (
            80, 0, 79,
        )  # fmt: skip
        assert ask("SELECT DISTINCT geometry_hash FROM frame_data").fetchall() == [(ground,)]
        names = [row[1] for row in ask("PRAGMA table_info(trajectory_data)")]
        assert names == ["frame", "id", "pos_x", "pos_y", "ori_x", "ori_y"]
        assert ask("SELECT name FROM sqlite_master WHERE type = 'index'").fetchall()[-1] == (
            "frame_id_idx",
        )


def test_the_same_tracks_give_the_same_bytes(site, tmp_path):
    written = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        files = put(tmp_path / name, site, walkers(), start=0)
        written.append([file.read_bytes() for file in files.values()])
    assert written[0] == written[1]
