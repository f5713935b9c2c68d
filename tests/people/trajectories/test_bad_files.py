"""Files nobody can read: one sentence each, that names the file, the place, and what is allowed."""

import math
import re

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.people.trajectories.scenes import JUELICH, VADERE, database, gpx, write
from tests.site.small_map import small_site
from twin.errors import TableError
from twin.people import Recorded, read_trajectories


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return small_site(tmp_path_factory.mktemp("map"))


def told(site, file, sentence):
    """Say whether a file is refused in this whole sentence; (...) stands for a library's words."""
    how = {} if file.suffix == ".gpx" else {"frame": "site", "start": "08:00"}
    with pytest.raises(TableError) as caught:
        read_trajectories(Recorded(tracks=file, **how), site=site)
    (found,) = caught.value.problems
    wanted = re.escape(f"{file}{sentence}").replace(re.escape("(...)"), r"\(.+[^.]\)")
    assert re.fullmatch(wanted, found), found
    return True


ONE_RATE = "but must be one number from 0.001 to 100000, as in '# framerate: 25'."

NO_RATE = ": no line says the frame rate, but one such as '# framerate: 25' above the rows, or fps of people, must."

TEXTS = {
    "nothing at all": (
        "a.csv",
        "",
        ": the file is empty, but must hold rows.",
    ),
    "blanks alone": ("a.txt", " \n\n", ": the file is empty, but must hold rows."),
    "comments alone": (
        "a.csv",
        "# crs: EPSG:27700\n",
        ": the file holds only comments, but must hold rows.",
    ),
    "no row": ("a.csv", "id,time,x,y\n", ": there is no sample of anybody, but there must be one."),
    "a missing column": (
        "a.csv",
        "id,time,x\n1,0,4\n",
        ":1: the column y_m is missing; there are id, time, x, but person, time_s, x_m, y_m or id, time, x, y must be.",
    ),
    "a column twice": (
        "a.csv",
        "id,time,x,y,x_m\n1,0,4,3,4\n",
        ":1: the column x_m stands 2 times, but may stand once.",
    ),
    "degrees": (
        "a.csv",
        "id,time,lon,lat\n1,0,0,51\n",
        ":1: there are columns of longitude and latitude, in a system the file does not say, but places must be in metres, as x_m and y_m; degrees are read from GPX.",
    ),
    "semicolons": (
        "a.csv",
        "# a: b\nid;time;x;y\n1;0;4;3\n",
        ":2: the separator is a semicolon, but must be a comma, and the mark in decimal numbers a point.",
    ),
    "a short row": (
        "a.csv",
        "id,time,x,y\n1,0,4,3\n1,1,4\n",
        ":3: there are 3 columns, but at least 4 are needed for id, time, x, y.",
    ),
    "a word": (
        "a.csv",
        "id,time,x,y\n1,0,4,3\n1,soon,4,3\n",
        ":3: time is 'soon', but must be a number.",
    ),
    "not a number": ("a.csv", "id,time,x,y\n1,0,nan,3\n", ":2: x is 'nan', but must be a number."),
    "half a person": (
        "a.csv",
        "id,time,x,y\n1.5,0,4,3\n",
        ":2: the person is 1.5, but must be a whole number from 0 to 4294967295.",
    ),
    "half people": (
        "a.csv",
        "id,time,x,y\n1.5,0,4,3\n2,0,4,3\n1.5,1,4,3\n2.5,1,4,3\n",
        ":2: the person is 1.5, but must be a whole number from 0 to 4294967295; the same is wrong with 2 rows more.",
    ),
    "nobody's number": (
        "a.csv",
        "id,time,x,y\n-1,0,4,3\n",
        ":2: the person is -1, but must be a whole number from 0 to 4294967295.",
    ),
    "twice at a time": (
        "a.csv",
        "id,time,x,y\n1,0,4,3\n2,0,4,3\n1,0,5,3\n",
        ":4: person 1 stands at the same time a second time, but may stand once.",
    ),
    "a head that looks up too far": (
        "a.csv",
        "id,time,x,y,head_pitch_rad\n1,0,4,3,1000\n",
        ":2: the pitch is 1000 rad, but must lie between -1.58 and 1.58.",
    ),
    "a cell without end": (
        "a.csv",
        f'id,time,x,y\n1,0,4,"{"a" * 140_000}"\n',
        ":2: is no row of a CSV table (...).",
    ),
    "a frame rate that is half a number": (
        "a.txt",
        "# framerate: .\n# x/m\n1 0 4 3\n",
        NO_RATE,
    ),
    "an encoding nobody knows": (
        "a.gpx",
        '<?xml version="1.0" encoding="foo"?><gpx/>',
        ": is written in an encoding that cannot be read (...), but must be one such as UTF-8.",
    ),
    "an activity of its own": (
        "a.csv",
        "id,time,x,y,activity\n1,0,4,3,9\n",
        ":2: activity is 9, but must be a whole number from 0 to 3.",
    ),
    "half under a deck": (
        "a.csv",
        "id,time,x,y,below\n1,0,4,3,0.5\n",
        ":2: below is 0.5, but must be 0 or 1.",
    ),
    "another grid": (
        "a.csv",
        "# crs: EPSG:4326\nid,time,x,y\n1,0,4,3\n",
        ":1: crs is 'EPSG:4326', but must be EPSG:27700.",
    ),
    "an origin nowhere": (
        "a.csv",
        "# start_s: noon\nid,time,x,y\n1,0,4,3\n",
        ":1: start_s is 'noon', but must be a number from -1e+07 to 1e+07.",
    ),
    "no frame rate": (
        "a.txt",
        "# x/cm\n1 0 4 3 1\n",
        NO_RATE,
    ),
    "a frame rate below 0": (
        "a.txt",
        "# framerate: -25\n# x/m\n1 0 4 3\n",
        ":1: the frame rate reads '-25', but must be one number from 0.001 to 100000, as in '# framerate: 25'.",
    ),
    "no unit": (
        "a.txt",
        "# framerate: 25\n1 0 4 3 1\n",
        ": neither cm nor m stands above the rows, but one line such as '# id frame x/cm y/cm z/cm', or unit of people, must say it.",
    ),
    "two units": (
        "a.txt",
        "# framerate: 25\n# x/cm in m\n1 0 4 3\n",
        ": both cm and m stand above the rows, but one line such as '# id frame x/cm y/cm z/cm' must say the unit.",
    ),
    "the same frame twice": (
        "a.txt",
        JUELICH + "2 8 1 1 1\n",
        ":11: person 2 stands at the same time a second time, but may stand once.",
    ),
    "no step": (
        "a.traj",
        "",
        ": the file is empty, but must hold rows.",
    ),
    "an older Vadere": (
        "a.traj",
        "timeStep pedestrianId x-PID1 y-PID1\n1 1 4.0 3.0\n",
        ":1: the column simTime is missing, but each of pedestrianId, simTime, startX, startY, endTime, endX, endY must stand once.",
    ),
    "a step back in time": (
        "a.traj",
        VADERE + "1 3.0 2.0 4 3 4 3 8\n",
        ":6: endTime is 2, but must not be before simTime, which is 3.",
    ),
    "no XML": ("a.gpx", "<gpx><trk>", ":1: is no XML (...)."),
    "other XML": ("a.gpx", "<kml/>", ":1: the file begins with 'kml', but must begin with 'gpx'."),
    "no track": ("a.gpx", "<gpx/>", ": there is no sample of anybody, but there must be one."),
    "an outside file": (
        "a.gpx",
        '<!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx><trk>&x;</trk></gpx>',
        ": holds a document type, an entity or an outside address, but only plain GPX is allowed.",
    ),
    "a point of no track": (
        "a.gpx",
        '<gpx><trk></trk><trkpt lat="51.5" lon="-0.1"/></gpx>',
        ":1: a track point stands outside every track, but must stand in one.",
    ),
    "a bomb": (
        "a.gpx",
        '<!DOCTYPE gpx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><gpx>&b;</gpx>',
        ": holds a document type, an entity or an outside address, but only plain GPX is allowed.",
    ),
    "a comma in decimal numbers": (
        "a.csv",
        'id,time,x,y\n1,0,"40","35"\n1,0,40,5,35,5\n',
        (
            ":3: there are 6 cells, but the table has 4 columns; the mark in decimal numbers must be a "
            "point, and text with a comma in quotes."
        ),
    ),
    "a mark between thousands": (
        "a.csv",
        "id,time,x,y\n1,0,4_0,3\n",
        ":2: x is '4_0', but must be a number.",
    ),
    "digits of another script": (
        "a.txt",
        "# framerate: 25\n# x/m\n1 0 4 3\n1 1 \u0664\u0660 3\n",
        ":4: x is '\u0664\u0660', but must be a number.",
    ),
    "a place nowhere on Earth": (
        "a.csv",
        "id,time,x,y\n1,0,40,35\n1,1,1e300,35\n",
        ":3: x is 1e+300, but must lie between -1e+09 and 1e+09.",
    ),
    "a time without end": (
        "a.csv",
        "id,time,x,y\n1,1e300,4,3\n2,-1e300,4,3\n",
        ":2: the time is 1e+300, but must lie between -1e+12 and 1e+12; the same is wrong with 1 row more.",
    ),
    "a frame beyond all numbers": (
        "a.txt",
        "# framerate: 0.001\n# x/m\n1 1e308 4 3\n",
        ":3: the time is inf, but must be finite.",
    ),
    "a head that turns and turns": (
        "a.csv",
        "id,time,x,y,head_yaw_rad\n1,0,4,3,1e300\n",
        ":2: the yaw is 1e+300 rad, but must lie between -6.29 and 6.29.",
    ),
    "a head turned by degrees": (
        "a.csv",
        "id,time,x,y,head_yaw_rad\n1,0,4,3,-6.28\n1,1,4,3,180\n",
        ":3: the yaw is 180 rad, but must lie between -6.29 and 6.29.",
    ),
    "a frame rate with a comma": (
        "a.txt",
        "# x/m\n# framerate: 25,5 fps\n1 0 4 3\n",
        f":2: the frame rate reads '25,5 fps', {ONE_RATE}",
    ),
    "the frame rate of one of several": (
        "a.txt",
        "# x/m\n# framerate of camera 2 is 25\n1 0 4 3\n",
        f":2: the frame rate reads 'of camera 2 is 25', {ONE_RATE}",
    ),
    "two frame rates in a line": (
        "a.txt",
        "# x/m\n# framerate: 25, 50\n1 0 4 3\n",
        f":2: the frame rate reads '25, 50', {ONE_RATE}",
    ),
    "a cell of two lines": (
        "a.csv",
        'id,time,x,y\n1,0,4,"3\n5"\n',
        ":3: there are 1 columns, but at least 4 are needed for id, time, x, y.",
    ),
    "two frame rates": (
        "a.txt",
        "# x/m\n# framerate: 25\n# framerate: 16\n1 0 4 3\n",
        ":3: the frame rate is 16, but in line 2 it is 25: there may be one.",
    ),
    "two beginnings": (
        "a.csv",
        "# start_s: 0\n# start_s: 3600\nid,time,x,y\n1,0,4,3\n",
        ":2: start_s is '3600', but in line 1 it is '0': there may be one.",
    ),
    "half an origin": (
        "a.csv",
        "# crs: EPSG:27700\n# origin_northing_m: 183500\nid,time,x,y\n1,0,4,3\n",
        ":2: origin_northing_m is given, but origin_easting_m is missing: both must be, or neither.",
    ),
    "an origin beyond the grid": (
        "a.csv",
        "# origin_easting_m: 1e300\nid,time,x,y\n1,0,4,3\n",
        ":1: origin_easting_m is '1e300', but must be a number from -1e+07 to 1e+07.",
    ),
    "a step that never ends": (
        "a.traj",
        VADERE + "1 3.0 Infinity 4 3 4 3 8\n",
        ":6: endTime is 'Infinity', but must be a number.",
    ),
    "a step that ends no one knows when": (
        "a.traj",
        VADERE + "1 3.0 NaN 4 3 4 3 8\n",
        ":6: endTime is 'NaN', but must be a number.",
    ),
    "no Parquet": ("a.parquet", "PAR1", ": cannot be read as a Parquet table of numbers (...)."),
    "no SQLite": ("a.sqlite", "frame,id\n", ": is no SQLite file, but must be one."),
}


@pytest.mark.parametrize("what", TEXTS)
def test_a_bad_file_is_told_in_one_sentence(site, tmp_path, what):
    name, text, sentence = TEXTS[what]
    assert told(site, write(tmp_path / name, text), sentence)


POINTS = {
    "no time": (("51.5", "-0.1", ""), ":6: a track point has no time, but every one must."),
    "no such time": (
        ("51.5", "-0.1", "noon"),
        ":6: the time is 'noon', but must read like 2025-06-11T08:00:00Z.",
    ),
    "a time before all dates": (
        ("51.5", "-0.1", "0001-01-01T00:00:00+14:00"),
        ":6: the time is '0001-01-01T00:00:00+14:00', but must read like 2025-06-11T08:00:00Z.",
    ),
    "no such place": (
        ("951", "-0.1", "2017-06-14T07:00:00Z"),
        ":6: lat is 951, but must be a number from -90 to 90.",
    ),
}


@pytest.mark.parametrize("what", POINTS)
def test_a_bad_point_is_told_with_its_line(site, tmp_path, what):
    point, sentence = POINTS[what]
    assert told(site, gpx(tmp_path / "a.gpx", point), sentence)


def test_a_clock_that_goes_back_is_told(site, tmp_path):
    first, then = ("51.5", "-0.1", "2017-06-14T07:00:00Z"), ("51.5", "-0.1", "2017-06-14T06:59:59Z")
    sentence = ":7: the time 2017-06-14T06:59:59Z is not later than that of the point before."
    assert told(site, gpx(tmp_path / "a.gpx", first, then), sentence)


DATABASES = {
    "another version": (
        "UPDATE metadata SET value = 7 WHERE key = 'version'",
        ": metadata: version is 7, but must be 1, 2 or 3.",
    ),
    "no version": (
        "DELETE FROM metadata WHERE key = 'version'",
        ": metadata: version is missing, but must be 1, 2 or 3.",
    ),
    "no frame rate": (
        "DELETE FROM metadata WHERE key = 'fps'",
        ": metadata: fps is missing, but must be a number from 0.001 to 100000.",
    ),
    "a frame rate of 0": (
        "UPDATE metadata SET value = '0.0' WHERE key = 'fps'",
        ": metadata: fps is 0.0, but must be a number from 0.001 to 100000.",
    ),
    "a frame rate beyond all cameras": (
        "UPDATE metadata SET value = '1e300' WHERE key = 'fps'",
        ": metadata: fps is 1e300, but must be a number from 0.001 to 100000.",
    ),
    "half an origin": (
        "INSERT INTO metadata VALUES('origin_easting_m', '530000')",
        (
            ": metadata: origin_easting_m is given, but origin_northing_m is missing: both must be, or "
            "neither."
        ),
    ),
    "a place nowhere on Earth": (
        "UPDATE trajectory_data SET pos_y = -1e300 WHERE id = 9",
        ": trajectory_data, frame 0, id 9: y is -1e+300, but must lie between -1e+09 and 1e+09.",
    ),
    "a frame beyond all numbers": (
        "UPDATE trajectory_data SET frame = 1e300 WHERE id = 9",
        (
            ": trajectory_data, frame 1e+300, id 9: the time is 1e+299, but must lie between -1e+12 and "
            "1e+12."
        ),
    ),
    "no metadata": (
        "DROP TABLE metadata",
        ": there is no table metadata, but a file of JuPedSim has one.",
    ),
    "no trajectories": (
        "DROP TABLE trajectory_data",
        ": there is no table trajectory_data, but a file of JuPedSim has one.",
    ),
    "no rows": (
        "DELETE FROM trajectory_data",
        ": there is no sample of anybody, but there must be one.",
    ),
    "no column": (
        "ALTER TABLE trajectory_data DROP COLUMN pos_y",
        ": the table trajectory_data has no column pos_y, but must have one.",
    ),
    "a word": (
        "UPDATE trajectory_data SET pos_x = 'here'",
        ": trajectory_data holds 'here', but only numbers are allowed.",
    ),
    "the same frame twice": (
        "INSERT INTO trajectory_data VALUES(5, 7, 1, 1)",
        ": trajectory_data, frame 5, id 7: person 7 stands at the same time a second time, but may stand once.",
    ),
}


@pytest.mark.parametrize("what", DATABASES)
def test_a_bad_database_is_told_in_one_sentence(site, tmp_path, what):
    statement, sentence = DATABASES[what]
    assert told(site, database(tmp_path / "a.sqlite", statement), sentence)


def test_a_view_that_never_ends_is_not_read(site, tmp_path):
    endless = (
        "CREATE VIEW trajectory_data AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n)"
        " SELECT i AS frame, i AS id, i AS pos_x, i AS pos_y FROM n"
    )
    file = database(tmp_path / "a.sqlite", "DROP TABLE trajectory_data", endless)
    assert told(site, file, DATABASES["no trajectories"][1])


def test_a_damaged_database_is_told(site, tmp_path):
    file = database(tmp_path / "a.sqlite")
    file.write_bytes(file.read_bytes()[:16] + bytes(5000))
    assert told(site, file, ": is damaged or no file of JuPedSim (...).")


MISSING = {
    ".parquet": ": cannot be read as a Parquet table of numbers (...).",
    ".sqlite": ": cannot be read (No such file or directory), but must be a readable file.",
}
LARGE = {".parquet": ": the file has more than the 500,000,000 bytes that are allowed."}


@pytest.mark.parametrize("name", ["a.csv", "a.txt", "a.traj", "a.gpx", "a.parquet", "a.sqlite"])
def test_files_that_are_not_there_or_too_large_are_told(site, tmp_path, name):
    file = tmp_path / name
    assert told(site, file, MISSING.get(file.suffix, ": there is no such file."))
    with file.open("wb") as made:
        made.write(b"SQLite format 3\0")
        made.truncate(500_000_001)  # takes no room
    large = ": the file has 500,000,001 bytes, but at most 500,000,000 are allowed."
    assert told(site, file, LARGE.get(file.suffix, large))


def test_other_bytes_are_no_text(site, tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes(b"id,time,x,y\n\xff\n")
    assert told(site, file, ": byte 12 is not UTF-8 text, but the file must be.")


TABLES = {
    "not a number": ("x", math.nan, ": row 2: x is nan, but must be finite."),
    "a place nowhere on Earth": (
        "y",
        -1e300,
        ": row 2: y is -1e+300, but must lie between -1e+09 and 1e+09.",
    ),
}


@pytest.mark.parametrize("what", TABLES)
def test_a_bad_table_is_told_with_its_row(site, tmp_path, what):
    name, value, sentence = TABLES[what]
    columns = {"id": [1.0, 2.0], "time": [0.0, 0.0], "x": [40.0, 41.0], "y": [35.0, 35.0]}
    columns[name][1] = value
    pq.write_table(pa.table(columns), tmp_path / "a.parquet")
    assert told(site, tmp_path / "a.parquet", sentence)


def test_a_column_whose_name_is_no_text_is_told(site, tmp_path):
    file = tmp_path / "a.parquet"
    columns = {"id": [1.0], "time": [0.0], "x": [40.0], "y": [35.0], "zzzz": [1.0]}
    pq.write_table(pa.table(columns), file, store_schema=False)
    file.write_bytes(file.read_bytes().replace(b"zzzz", b"\xff\xfe\xff\xfe"))
    assert told(site, file, ": cannot be read as a Parquet table of numbers (...).")
