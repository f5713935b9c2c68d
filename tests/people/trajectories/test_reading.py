"""Reading files of tracks: each format of the field, in ticks, on the site, with people."""

import math
import shutil

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.people.trajectories.scenes import (
    JUELICH,
    VADERE,
    database,
    gpx,
    write,
)
from tests.site.small_map import ORIGIN, small_site
from twin.errors import ScenarioError, ShapeError, TableError
from twin.people import Recorded, read_trajectories
from twin.people.footfall import Footfall
from twin.site.projection import site_to_lonlat
from twin.tables import PEOPLE, TRACKS, checked

EIGHT = 8 * 3600 * 4


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return small_site(tmp_path_factory.mktemp("map"))


def read(site, file, **how):
    return read_trajectories(Recorded(tracks=file, **how), site=site)


def rows(recording, person):
    """List tick after 08:00, x and y of a person. [0.25 s, cm]"""
    table = recording.tracks
    mine = np.asarray(table["person"].to_numpy()) == person
    columns = (np.asarray(table[name].to_numpy())[mine] for name in ("tick", "x_cm", "y_cm"))
    return [(t - EIGHT, x, y) for t, x, y in zip(*(c.tolist() for c in columns), strict=True)]


def test_text_of_the_juelich_archive(site, tmp_path):
    file = write(tmp_path / "a.txt", JUELICH)
    found = read(site, file, frame="site", start="08:00")
    checked(found.people, PEOPLE)
    checked(found.tracks, TRACKS)
    assert rows(found, 0) == [(0, 4000, 3500), (1, 4033, 3500), (2, 4066, 3500)]
    # 8 frames apart at 16 a second: the quarter second between lies between
    assert rows(found, 1) == [(0, 5000, 3600), (1, 5000, 3600), (2, 5000, 3600)]
    assert found.warnings == ()


@pytest.mark.parametrize(
    "unit",
    [
        "# unit m",
        "# unit: m",
        "#x, y: coordinates (in metres)",
        "# id frame x[m] y[m]",
        "# ID X (m)",
    ],
)
def test_text_in_metres(site, tmp_path, unit):
    text = f"{unit}\n# framerate 4\n1 0 40.25 35.5 1.7\n"
    found = read(site, write(tmp_path / "a.txt", text), frame="site", start="08:00")
    assert rows(found, 0) == [(0, 4025, 3550)]


@pytest.mark.parametrize(
    "rate",
    [
        "framerate: 4 fps",
        "frame rate of camera 2: 4.0",
        "framerate=4fps, steady",
        "framerate: 4 fps (camera 2)",
        "the frame rate is 4/s",
        "framerate: 4\n# frame rate = 4e0",
        "framerate: 4\n# the frame rate never changed",
    ],
)
def test_the_frame_rate_is_the_number_meant(site, tmp_path, rate):
    text = f"# {rate}\n# x/m\n1 0 40 35\n1 1 40.25 35\n"
    found = read(site, write(tmp_path / "a.txt", text), frame="site", start="08:00")
    assert rows(found, 0) == [(0, 4000, 3500), (1, 4025, 3500)]


LACKS = {
    "the unit": ("#framerate: 16 fps\n# ID frame X Y Z\n", {"unit": "cm"}),
    "the frame rate": ("# id frame x/cm y/cm\n", {"fps": 16}),
    "both": ("", {"unit": "cm", "fps": 16}),
    "neither, and it is said again": (
        "# framerate: 16\n# x/cm\n",
        {"unit": "cm", "fps": 16},
    ),
}


@pytest.mark.parametrize("what", LACKS)
def test_what_a_text_lacks_may_be_said(site, tmp_path, what):
    above, how = LACKS[what]
    file = write(tmp_path / "a.txt", f"{above}1 0 4000 3500 0\n1 4 4033 3500 0\n")
    found = read(site, file, frame="site", start="08:00", **how)
    assert rows(found, 0) == [(0, 4000, 3500), (1, 4033, 3500)]


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"fps": 25}, "fps is 25, but {} says itself that it is 16; leave fps out."),
        ({"unit": "m"}, "unit is m, but {} says itself that it is cm; leave unit out."),
    ],
)
def test_another_unit_or_frame_rate_than_the_file_says_is_refused(site, tmp_path, how, sentence):
    file = write(tmp_path / "a.txt", JUELICH)
    with pytest.raises(ScenarioError) as caught:
        read(site, file, frame="site", start="08:00", **how)
    assert caught.value.problems == (f"people: {sentence.format(file)}",)


def test_steps_of_vadere(site, tmp_path):
    found = read(site, write(tmp_path / "a.traj", VADERE), frame="site", start="08:00")
    # the step from 0.4 s to 1.0 s is 0.6 m long; the last one ends at 1.75 s
    assert rows(found, 0) == [
        (2, 4010, 3500),
        (3, 4035, 3500),
        (4, 4060, 3500),
        (5, 4060, 3550),
        (6, 4060, 3600),
        (7, 4060, 3650),
    ]
    assert rows(found, 1)[0] == (2, 5000, 3600)
    assert rows(found, 1)[-1] == (6, 5000, 3700)


def test_whoever_waits_between_two_steps_of_vadere_stays_there(site, tmp_path):
    # ten seconds, twice as long as gaps are joined over
    waits = VADERE + "1 11.75 12.25 40.6 36.5 40.6 37.0 8\n"
    found = read(site, write(tmp_path / "a.traj", waits), frame="site", start="08:00")
    waited = [(tick, 4060, 3650) for tick in range(7, 48)]
    assert rows(found, 0)[5:] == [*waited, (48, 4060, 3675), (49, 4060, 3700)]
    assert not found.warnings


def test_jupedsim_of_today(site, tmp_path):
    found = read(site, database(tmp_path / "a.sqlite"), frame="site", start="08:00")
    assert rows(found, 0) == [(0, 4000, 3500), (1, 4025, 3500), (2, 4050, 3500)]
    assert rows(found, 1) == [(0, 5000, 3600)]
    # the numbers of the file are kept
    assert [home & 0xFFFFFFFF for home in found.people["home_id"].to_pylist()] == [7, 9]
    assert found.people["outcome"].to_pylist() == ["inside", "left"]


@pytest.mark.parametrize(
    "names", ["id,time,x,y", "ID,Time,X,Y", '"person","time_s","x_m","y_m"', "x,y,id,time"]
)
def test_a_table_by_either_name_in_any_order(site, tmp_path, names):
    values = {"id": "3", "time": "0.5", "x": "40.25", "y": "35.5"}
    order = [
        name.lower().strip('"').split("_")[0].replace("person", "id") for name in names.split(",")
    ]
    row = ",".join(values[name] for name in order)
    file = write(tmp_path / "a.csv", f"# a note\n{names}\n{row}\n")
    assert rows(read(site, file, frame="site", start="08:00"), 0) == [(2, 4025, 3550)]


def test_gpx_on_the_clock_of_london(site, tmp_path):
    west, east = site_to_lonlat(site, [[40.0, 35.0], [41.0, 35.0]])
    points = [
        (f"{at[1]:.9f}", f"{at[0]:.9f}", when)
        for at, when in ((west, "2017-06-14T07:00:00Z"), (east, "2017-06-14T08:00:01+01:00"))
    ]
    file = gpx(tmp_path / "a.gpx", *points)
    found = read(site, file)  # in summer 07:00 UTC is 08:00
    assert rows(found, 0) == [(n, 4000 + 25 * n, 3500) for n in range(5)]
    other = shutil.copy(file, tmp_path / "b.gpx")
    two = read(site, [file, other], start="09:30")
    assert two.people.num_rows == 2
    assert rows(two, 1)[0] == (90 * 60 * 4, 4000, 3500)


def test_rows_may_come_in_any_order(site, tmp_path):
    lines = JUELICH.splitlines()
    turned = "\n".join([*lines[:5], *reversed(lines[5:])])
    how = {"frame": "site", "start": "08:00"}
    straight = read(site, write(tmp_path / "a.txt", JUELICH), **how)
    assert read(site, write(tmp_path / "b.txt", turned), **how).tracks.equals(straight.tracks)


def test_places_in_three_frames(site, tmp_path):
    east, north = ORIGIN
    ways = {
        "site": ("40,35", "41,35", {}),
        "grid": (f"{east + 40},{north + 35}", f"{east + 41},{north + 35}", {}),
        # x of the file heads a quarter clockwise from east, which is south
        "local": (
            "0,0",
            "0,1",
            {"easting_m": east + 40, "northing_m": north + 35, "turned_deg": 90.0},
        ),
    }
    for frame, (first, then, more) in ways.items():
        text = f"id,time,x,y\n1,0,{first}\n1,1,{then}\n"
        found = read(site, write(tmp_path / "a.csv", text), frame=frame, start="08:00", **more)
        assert rows(found, 0) == [(n, 4000 + 25 * n, 3500) for n in range(5)], frame
        assert set(found.tracks["head_yaw_crad"].to_pylist()) == {0}


def test_a_yaw_of_a_local_frame_is_turned_too(site, tmp_path):
    text = f"id,time,x,y,head_yaw_rad,head_pitch_rad\n1,0,0,0,{math.pi / 2},-0.2\n"
    east, north = ORIGIN[0] + 40, ORIGIN[1] + 35
    place = {"frame": "local", "easting_m": east, "northing_m": north, "turned_deg": 30.0}
    found = read(site, write(tmp_path / "a.csv", text), start="08:00", **place)
    # ahead along y, which heads 30 degrees from north: 60 degrees from east
    assert found.tracks["head_yaw_crad"].to_pylist() == [round(100 * math.pi / 3)]
    assert found.tracks["head_pitch_crad"].to_pylist() == [-20]


def test_nobody_is_under_a_deck_unless_the_file_says_so(site, tmp_path):
    how = {"frame": "site", "start": "08:00"}
    silent = write(tmp_path / "a.csv", "id,time,x,y\n1,0,40,35\n1,0.25,40,35\n")
    says = write(tmp_path / "b.csv", "id,time,x,y,below\n1,0,40,35,0\n1,0.25,40,35,1\n")
    assert read(site, silent, **how).tracks["below"].to_pylist() == [0, 0]
    assert read(site, says, **how).tracks["below"].to_pylist() == [0, 1]


NOT_READ = (
    "Columns that are not read: 'foo', 'head_yaw'; those that are: person, time_s, x_m, y_m, "
    "head_yaw_rad, head_pitch_rad, activity, below."
)


def test_columns_that_are_not_read_are_told(site, tmp_path):
    how = {"frame": "site", "start": "08:00"}
    file = write(tmp_path / "a.csv", "id,time,x,y,foo,head_yaw,\n1,0,40,35,1,2,\n")
    assert read(site, file, **how).warnings == (NOT_READ,)
    columns = {"id": [1], "time": [0], "x": [40], "y": [35], "foo": [1], "head_yaw": [2]}
    pq.write_table(pa.table(columns), tmp_path / "a.parquet")
    assert read(site, tmp_path / "a.parquet", **how).warnings == (NOT_READ,)


def test_one_person_more_changes_nobody(site, tmp_path):
    how = {"frame": "site", "start": "08:00"}
    few = read(site, write(tmp_path / "a.csv", "id,time,x,y\n4,0,40,35\n9,0,41,35\n"), **how)
    text = "id,time,x,y\n4,0,40,35\n9,0,41,35\n5,0,42,35\n"
    more = read(site, write(tmp_path / "b.csv", text), **how)
    for name in ("stature_m", "eye_height_m", "ipd_m", "shoulder_m"):
        a, _, c = more.people[name].to_pylist()
        assert few.people[name].to_pylist() == [a, c]
    people = Recorded(tracks=tmp_path / "a.csv", **how)
    other = read_trajectories(people, site=site, seed=1)
    assert other.people["stature_m"] != few.people["stature_m"]


def test_bodies_are_those_of_adults(site, tmp_path):
    text = "id,time,x,y\n" + "".join(f"{n},0,40,35\n" for n in range(4000))
    people = read(site, write(tmp_path / "a.csv", text), frame="site", start="08:00").people
    stature = people["stature_m"].to_numpy()
    # half men, half women [hse2021], in shoes
    assert stature.mean() == pytest.approx((1.759 + 1.624) / 2 + 0.025, abs=0.005)
    assert (stature - people["eye_height_m"].to_numpy()).mean() == pytest.approx(0.111, abs=0.001)
    assert set(people["persona"].to_pylist()) == {"recorded"}
    assert set(people["age_band"].to_pylist()) == {"unknown"}


def test_what_does_not_fit_is_told(site, tmp_path):
    text = (
        "id,time,x,y\n1,0,40,35\n1,0.5,40,35\n2,0,300,35\n3,0.1,40,36\n"  # 3 between quarters
        "4,0,35,55\n4,20,35,55\n"  # inside the hall
    )
    found = read(site, write(tmp_path / "a.csv", text), frame="site", start="08:00")
    assert found.warnings == (
        "1 of 4 people are there at no quarter of a second: left out.",
        "1 of 4 people, 1 of 6 samples: outside the map, left out there.",
        "1 of 4 people, 2 of 6 samples: in walls or on ground nobody walks on, kept where they are.",
        "1 gaps of more than 5 s were left open.",
    )
    assert found.people.num_rows == 2
    assert found.span == (8 * 3600, 8 * 3600 + 60)


@pytest.mark.parametrize(("slow", "told"), [(99, False), (98, True)])
def test_more_than_one_step_in_a_hundred_faster_than_anybody_runs_is_told(
    site, tmp_path, slow, told
):
    # one step of 3.2 m in a quarter second, 12.8 m/s, and the others of 3.1 m, there and back
    x = [40.0, 43.2, *(40.1 + 3.1 * (n % 2) for n in range(slow))]
    text = "id,time,x,y\n" + "".join(f"1,{n / 4},{at},35\n" for n, at in enumerate(x))
    found = read(site, write(tmp_path / "a.csv", text), frame="site", start="08:00")
    sentence = (
        f"1 of 1 people, 1 of {slow + 2} samples: faster than 12.5 m/s, which nobody can run; are "
        "places in the right unit, and times and the frame rate right?"
    )
    assert found.warnings == ((sentence,) if told else ())


def test_two_people_beside_each_other_and_a_gap_are_no_step(site, tmp_path):
    text = "id,time,x,y\n1,0,40,35\n1,0.25,40,35\n2,0.5,60,35\n2,0.75,60,35\n2,9,40,35\n"
    found = read(site, write(tmp_path / "a.csv", text), frame="site", start="08:00")
    assert found.warnings == ("1 gaps of more than 5 s were left open.",)


def test_metadata_that_is_no_text_is_passed_over(site, tmp_path):
    table = pa.table({"id": [1.0], "time": [0.0], "x": [40.0], "y": [35.0]})
    said = {b"\xff": b"\xff", b"start_s": b"28800"}
    pq.write_table(table.replace_schema_metadata(said), tmp_path / "a.parquet")
    assert rows(read(site, tmp_path / "a.parquet", frame="site"), 0) == [(0, 4000, 3500)]


def test_footfall_takes_everybody_on_the_map(site, tmp_path):
    west, south, east, north = site.extent.bounds
    near = (-0.006, -0.005, -0.0049, 0, 0.0049, 0.005, 0.006)
    corners = [(west + d, south + d) for d in near] + [(east + d, north + d) for d in near]
    text = "id,time,x,y\n" + "".join(f"{n},0,{x!r},{y!r}\n" for n, (x, y) in enumerate(corners))
    found = read(site, write(tmp_path / "a.csv", text), frame="site", start="08:00")
    footfall = Footfall.of(site)
    footfall.add(found.tracks)
    assert footfall.counts.sum() == found.tracks.num_rows > 4


def test_too_many_quarter_seconds_are_refused(site, tmp_path, monkeypatch):
    monkeypatch.setattr("twin.people.trajectories.ticks.MOST", 3)
    file = write(tmp_path / "a.csv", "id,time,x,y\n1,0,40,35\n1,0.75,40,35\n")
    with pytest.raises(TableError, match="there are 4 quarter seconds of people, but at most 3"):
        read(site, file, frame="site", start="08:00")


def test_slabs_hold_every_row_once_in_the_order_of_time(site, tmp_path):
    text = "id,time,x,y\n" + "".join(f"{n},{60 * n},40,35\n" for n in range(7))
    found = read(site, write(tmp_path / "a.csv", text), frame="site", start="08:00")
    slabs = list(found.slabs(2))
    assert [slab["person"].to_pylist() for slab in slabs] == [[0, 1], [2, 3], [4, 5], [6]]


NOT_SAID = {
    "where it is measured from": ({"start": "08:00"}, "frame is missing, but must be site, grid"),
    "when its time is 0": ({"frame": "site"}, "start is missing, but must be a clock time"),
}


@pytest.mark.parametrize("what", NOT_SAID)
def test_what_neither_scenario_nor_file_says_is_asked_for(site, tmp_path, what):
    how, words = NOT_SAID[what]
    with pytest.raises(ScenarioError, match=words):
        read(site, write(tmp_path / "a.csv", "id,time,x,y\n1,0,40,35\n"), **how)


def test_two_different_starts_are_refused(site, tmp_path):
    text = "# start_s: 0\nid,time,x,y\n1,28800,40,35\n"
    file = write(tmp_path / "a.csv", text)
    assert rows(read(site, file, frame="site", start="00:00"), 0) == [(0, 4000, 3500)]
    with pytest.raises(
        ScenarioError, match="start is 08:00, but .* says itself that its time is 0"
    ):
        read(site, file, frame="site", start="08:00")


EXPORTED = f"""\
# origin_easting_m: {ORIGIN[0]}
# origin_northing_m: {ORIGIN[1]}
# start_s: 28800
id,time,x,y
1,0,40,35
"""

ANOTHER_ORIGIN = {
    "local": {"easting_m": 530170.0, "northing_m": 183394.0},
    "local, turned": {"easting_m": ORIGIN[0], "northing_m": ORIGIN[1], "turned_deg": 30.0},
    "grid": {},
}


@pytest.mark.parametrize("what", ANOTHER_ORIGIN)
def test_another_origin_than_the_file_says_is_refused(site, tmp_path, what):
    file = write(tmp_path / "a.csv", EXPORTED)
    frame, more = what.partition(",")[0], ANOTHER_ORIGIN[what]
    beside = ", easting_m, northing_m and turned_deg" if more else ""
    with pytest.raises(ScenarioError) as caught:
        read(site, file, frame=frame, **more)
    (told,) = caught.value.problems
    assert told == (
        f"people: frame is {frame}, but {file} says itself that its places are measured from "
        f"easting {ORIGIN[0]:.10g}, northing {ORIGIN[1]:.10g}; leave frame{beside} out."
    )


@pytest.mark.parametrize(
    "same",
    [{}, {"frame": "site"}, {"frame": "local", "easting_m": ORIGIN[0], "northing_m": ORIGIN[1]}],
)
def test_the_origin_that_the_file_says_may_be_said_again(site, tmp_path, same):
    assert rows(read(site, write(tmp_path / "a.csv", EXPORTED), **same), 0) == [(0, 4000, 3500)]


@pytest.mark.parametrize(
    ("date", "told"),
    [("2025-06-11", True), ("2017-06-14", False), ("2017-06-14T08:00:00", False), ("June", False)],
)
def test_a_file_of_another_date_is_told(site, tmp_path, date, told):
    found = read(site, write(tmp_path / "a.csv", f"# date: {date}\n{EXPORTED}"))
    sentence = (
        "The file says itself that it is of 2025-06-11: taken as of 2017-06-14, the scenario's "
        "date."
    )
    assert found.warnings == ((sentence,) if told else ())


def test_many_files_are_read_up_to_one_limit(site, tmp_path, monkeypatch):
    file = gpx(tmp_path / "a.gpx", ("51.535", "-0.125", "2017-06-14T07:00:00Z"))
    monkeypatch.setattr("twin.people.trajectories.gpx.LARGEST", 2 * file.stat().st_size - 1)
    with pytest.raises(TableError, match="with the files before it there are more than"):
        read(site, [file, file])


def test_a_frame_that_cannot_be_meant_is_told(site, tmp_path):
    file = write(tmp_path / "a.csv", f"id,time,x,y\n1,0,{ORIGIN[0] + 40},{ORIGIN[1] + 35}\n")
    with pytest.raises(TableError, match=r"nobody is ever on the map; .* is the frame right\?"):
        read(site, file, frame="site", start="08:00")


def test_a_day_that_is_not_the_scenarios_is_told(site, tmp_path):
    first, then = "2017-06-14T23:30:00Z", "2017-06-15T23:30:00Z"  # by the clock of London a day on
    file = gpx(tmp_path / "a.gpx", ("51.535", "-0.124", first), ("51.535", "-0.124", then))
    with pytest.raises(TableError) as caught:
        read(site, file)
    (told,) = caught.value.problems
    assert told == (
        f"{file}:7: the point is of 2017-06-16, but the scenario of 2017-06-14: set its date to that "
        "of the track, or start to the clock time of the first point."
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"date": "2017-06-14"}, "date is '2017-06-14', but must be a date such as"),
        ({"recorded": "a.csv"}, "recorded is 'a.csv', but must be a Recorded such as"),
    ],
)
def test_something_else_than_a_date_or_files_is_told(site, wrong, said):
    asked = {"recorded": Recorded(tracks="a.csv", frame="site"), "site": site, **wrong}
    with pytest.raises(ShapeError, match=said):
        read_trajectories(**asked)


def test_an_hour_that_is_not_the_days_is_told_with_its_row(site, tmp_path):
    file = write(tmp_path / "a.csv", "id,time,x,y\n2,144000,40,35\n1,144000,40,35\n1,0,40,35\n")
    with pytest.raises(TableError) as caught:
        read(site, file, frame="site", start="08:00")
    (told,) = caught.value.problems
    assert told == (
        f"{file}:3: somebody is there 48.0 hours after midnight of 2017-06-14, but times must lie "
        "within 48 hours; start says when the file's time is 0."
    )


def test_nobody_at_a_quarter_of_a_second_is_told(site, tmp_path):
    file = write(tmp_path / "a.csv", "id,time,x,y\n1,0.1,40,35\n")
    with pytest.raises(TableError, match="nobody is there at any quarter of a second"):
        read(site, file, frame="site", start="08:00")
