"""Files nobody can read: one sentence each, that names the file, the place, and what is allowed."""

import pytest

from tests.people.trajectories.scenes import JUELICH, VADERE, database, gpx, write
from tests.site.small_map import small_site
from twin.errors import TableError
from twin.people import Recorded, read_trajectories


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return small_site(tmp_path_factory.mktemp("map"))


def problem(site, file):
    """Return the only sentence about a file."""
    how = {} if file.suffix == ".gpx" else {"frame": "site", "start": "08:00"}
    with pytest.raises(TableError) as caught:
        read_trajectories(Recorded(tracks=file, **how), site=site)
    (sentence,) = caught.value.problems
    assert sentence.startswith(str(file))
    assert sentence.endswith(".")
    return sentence.removeprefix(str(file))


TEXTS = {
    "nothing at all": ("a.csv", "", "the column person is missing; there are none"),
    "no row": ("a.csv", "id,time,x,y\n", "there is no sample of anybody"),
    "a missing column": ("a.csv", "id,time,x\n1,0,4\n", "the column y_m is missing; there are id"),
    "a column twice": ("a.csv", "id,time,x,y,x_m\n1,0,4,3,4\n", "x_m stands 2 times"),
    "degrees": ("a.csv", "id,time,lon,lat\n1,0,0,51\n", "in a system the file does not say"),
    "semicolons": (
        "a.csv",
        "# a: b\nid;time;x;y\n1;0;4;3\n",
        ":2: the separator is a semicolon, but",
    ),
    "a short row": ("a.csv", "id,time,x,y\n1,0,4,3\n1,1,4\n", ":3: there are 3 columns, but at"),
    "a word": ("a.csv", "id,time,x,y\n1,0,4,3\n1,soon,4,3\n", ":3: time is 'soon', but must be a"),
    "not a number": ("a.csv", "id,time,x,y\n1,0,nan,3\n", ":2: x is nan, but must be finite"),
    "half a person": ("a.csv", "id,time,x,y\n1.5,0,4,3\n", ":2: the person is 1.5, but must be a"),
    "nobody's number": ("a.csv", "id,time,x,y\n-1,0,4,3\n", "a whole number from 0 to 4294967295"),
    "twice at a time": (
        "a.csv",
        "id,time,x,y\n1,0,4,3\n2,0,4,3\n1,0,5,3\n",
        ":4: person 1 stands at the same time a second time, but may stand once",
    ),
    "a head that looks up too far": (
        "a.csv",
        "id,time,x,y,head_pitch_rad\n1,0,4,3,1000\n",
        ":2: the pitch is 1000.0 rad, but must lie between -1.58 and 1.58",
    ),
    "a cell without end": (
        "a.csv",
        f'id,time,x,y\n1,0,4,"{"a" * 140_000}"\n',
        ":2: is no row of a CSV table (field larger than field limit",
    ),
    "a frame rate that is half a number": (
        "a.txt",
        "# framerate: .\n# x/m\n1 0 4 3\n",
        "the frame rate is ., but must be above 0",
    ),
    "an encoding nobody knows": (
        "a.gpx",
        '<?xml version="1.0" encoding="foo"?><gpx/>',
        "in an encoding that cannot be read",
    ),
    "an activity of its own": (
        "a.csv",
        "id,time,x,y,activity\n1,0,4,3,9\n",
        ":2: activity is 9, but must be a whole number from 0 to 3",
    ),
    "another grid": ("a.csv", "# crs: EPSG:4326\nid,time,x,y\n1,0,4,3\n", "but must be EPSG:27700"),
    "an origin nowhere": ("a.csv", "# start_s: noon\nid,time,x,y\n1,0,4,3\n", "start_s is 'noon'"),
    "no frame rate": ("a.txt", "# x/cm\n1 0 4 3 1\n", "no line says the frame rate"),
    "a frame rate below 0": ("a.txt", "# framerate: -25\n# x/m\n1 0 4 3\n", "is -25, but must be"),
    "no unit": ("a.txt", "# framerate: 25\n1 0 4 3 1\n", "neither cm nor m stands above the rows"),
    "two units": ("a.txt", "# framerate: 25\n# x/cm in m\n1 0 4 3\n", "both cm and m stand"),
    "the same frame twice": ("a.txt", JUELICH + "2 8 1 1 1\n", ":11: person 2 stands at the same"),
    "no step": ("a.traj", "", "the column pedestrianId is missing"),
    "an older Vadere": (
        "a.traj",
        "timeStep pedestrianId x-PID1 y-PID1\n1 1 4.0 3.0\n",
        ":1: the column simTime is missing, but each of pedestrianId, simTime",
    ),
    "a step back in time": ("a.traj", VADERE + "1 3.0 2.0 4 3 4 3 8\n", ":6: endTime is 2, but"),
    "no XML": ("a.gpx", "<gpx><trk>", ":1: is no XML (no element found)"),
    "other XML": ("a.gpx", "<kml/>", ":1: the file begins with 'kml', but must begin with 'gpx'"),
    "no track": ("a.gpx", "<gpx/>", "there is no sample of anybody"),
    "an outside file": (
        "a.gpx",
        '<!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx><trk>&x;</trk></gpx>',
        "holds a document type, an entity or an outside address",
    ),
    "a point of no track": (
        "a.gpx",
        '<gpx><trk></trk><trkpt lat="51.5" lon="-0.1"/></gpx>',
        ":1: a track point stands outside every track, but must stand in one",
    ),
    "a bomb": (
        "a.gpx",
        '<!DOCTYPE gpx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><gpx>&b;</gpx>',
        "but only plain GPX is allowed",
    ),
    "no Parquet": ("a.parquet", "PAR1", "cannot be read as a Parquet table of numbers"),
    "no SQLite": ("a.sqlite", "frame,id\n", "is no SQLite file, but must be one"),
}


@pytest.mark.parametrize("what", TEXTS)
def test_a_bad_file_is_told_in_one_sentence(site, tmp_path, what):
    name, text, words = TEXTS[what]
    assert words in problem(site, write(tmp_path / name, text))


POINTS = {
    "no time": (("51.5", "-0.1", ""), "a track point has no time, but every one must"),
    "no such time": (
        ("51.5", "-0.1", "noon"),
        "the time is 'noon', but must read like 2025-06-11T",
    ),
    "no such place": (("951", "-0.1", "2017-06-14T07:00:00Z"), "lat is 951, but must be a number"),
}


@pytest.mark.parametrize("what", POINTS)
def test_a_bad_point_is_told_with_its_line(site, tmp_path, what):
    point, words = POINTS[what]
    assert f":6: {words}" in problem(site, gpx(tmp_path / "a.gpx", point))


def test_a_clock_that_goes_back_is_told(site, tmp_path):
    first, then = ("51.5", "-0.1", "2017-06-14T07:00:00Z"), ("51.5", "-0.1", "2017-06-14T06:59:59Z")
    assert ":7: the time 2017-06-14T06:59:59Z is not later than" in problem(
        site, gpx(tmp_path / "a.gpx", first, then)
    )


DATABASES = {
    "another version": ("UPDATE metadata SET value = 7 WHERE key = 'version'", "version is 7, but"),
    "no version": ("DELETE FROM metadata WHERE key = 'version'", "version is missing, but must be"),
    "no frame rate": ("DELETE FROM metadata WHERE key = 'fps'", "fps is missing, but must be a"),
    "a frame rate of 0": ("UPDATE metadata SET value = '0.0' WHERE key = 'fps'", "fps is 0.0, but"),
    "no metadata": ("DROP TABLE metadata", "there is no table metadata, but a file of JuPedSim"),
    "no trajectories": ("DROP TABLE trajectory_data", "there is no table trajectory_data"),
    "no rows": ("DELETE FROM trajectory_data", "there is no sample of anybody"),
    "no column": ("ALTER TABLE trajectory_data DROP COLUMN pos_y", "has no column pos_y, but must"),
    "a word": ("UPDATE trajectory_data SET pos_x = 'here'", "trajectory_data holds 'here', but"),
    "the same frame twice": (
        "INSERT INTO trajectory_data VALUES(5, 7, 1, 1)",
        ": trajectory_data, frame 5, id 7: person 7 stands at the same time a second time",
    ),
}


@pytest.mark.parametrize("what", DATABASES)
def test_a_bad_database_is_told_in_one_sentence(site, tmp_path, what):
    statement, words = DATABASES[what]
    assert words in problem(site, database(tmp_path / "a.sqlite", statement))


def test_a_view_that_never_ends_is_not_read(site, tmp_path):
    endless = (
        "CREATE VIEW trajectory_data AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n)"
        " SELECT i AS frame, i AS id, i AS pos_x, i AS pos_y FROM n"
    )
    file = database(tmp_path / "a.sqlite", "DROP TABLE trajectory_data", endless)
    assert "there is no table trajectory_data" in problem(site, file)


def test_a_damaged_database_is_told(site, tmp_path):
    file = database(tmp_path / "a.sqlite")
    file.write_bytes(file.read_bytes()[:16] + bytes(5000))
    assert "is damaged or no file of JuPedSim" in problem(site, file)


@pytest.mark.parametrize("name", ["a.csv", "a.txt", "a.traj", "a.gpx", "a.parquet", "a.sqlite"])
def test_files_that_are_not_there_or_too_large_are_told(site, tmp_path, name):
    file = tmp_path / name
    assert "o such file" in problem(site, file)
    with file.open("wb") as made:
        made.write(b"SQLite format 3\0")
        made.truncate(500_000_001)  # takes no room
    assert "500,000,00" in problem(site, file)


def test_other_bytes_are_no_text(site, tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes(b"id,time,x,y\n\xff\n")
    assert "byte 12 is not UTF-8 text" in problem(site, file)
