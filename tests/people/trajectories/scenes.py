"""Small files of tracks, each in the exact layout of the program that writes such files."""

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pyarrow as pa

from twin.tables import TRACKS

JUELICH = """\
# description: a corridor
# framerate: 16.00 fps
# geometry: geometry.xml

# id frame x/cm y/cm z/cm
1 0 4000.0 3500.0 176.0
1 4 4033.0 3500.0 176.0
1 8 4066.0 3500.0 176.0
2\t0\t5000.0\t3600.0\t170.0
2\t8\t5000.0\t3600.0\t170.0
"""

VADERE = """\
#IDXCOL=2,DATACOL=6,SEP=' '
pedestrianId simTime endTime-PID1 startX-PID1 startY-PID1 endX-PID1 endY-PID1 targetId-PID2
1 0.4 1.0 40.0 35.0 40.6 35.0 8
2 0.5 1.5 50.0 36.0 50.0 37.0 8
1 1.0 1.75 40.6 35.0 40.6 36.5 8
"""

GPX = """\
<?xml version="1.0" encoding="UTF-8"?>
<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="a watch">
  <metadata><time>2017-06-14T06:00:00Z</time></metadata>
  <wpt lat="51.5" lon="-0.1"><name>no track</name></wpt>
  <trk><name>walk</name><trkseg>
{points}
  </trkseg></trk>
</gpx>
"""

JUPEDSIM_3 = (
    (
        "CREATE TABLE trajectory_data (   frame INTEGER NOT NULL,   id INTEGER NOT NULL,"
        "   pos_x REAL NOT NULL,   pos_y REAL NOT NULL)"
    ),
    "CREATE TABLE metadata(key TEXT NOT NULL UNIQUE PRIMARY KEY, value TEXT NOT NULL)",
    "INSERT INTO metadata VALUES('version', 3), ('fps', 10.0)",
    "CREATE TABLE geometry(   hash INTEGER NOT NULL,    wkt TEXT NOT NULL)",
    "CREATE UNIQUE INDEX geometry_hash on geometry( hash)",
    "CREATE TABLE frame_data(   frame INTEGER NOT NULL,   geometry_hash INTEGER NOT NULL)",
    "CREATE INDEX frame_id_idx ON trajectory_data(frame, id)",
    "INSERT INTO trajectory_data VALUES(0, 7, 40, 35), (0, 9, 50, 36), (5, 7, 40.5, 35)",
)
"""What JuPedSim 1.4 executes, version 3 of its tables; one person is there in one frame only."""


def write(path: Path, text: str) -> Path:
    """Write a file of text."""
    path.write_text(text, encoding="utf-8")
    return path


def database(path: Path, *statements: str, base: tuple[str, ...] = JUPEDSIM_3) -> Path:
    """Make a JuPedSim file and change it."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as made:
        for statement in (*base, *statements):
            made.execute(statement)
        made.commit()
    return path


def gpx(path: Path, *points: tuple[str, str, str]) -> Path:
    """Write one track of latitudes, longitudes and times, each as text; no time where empty."""
    rows = (
        f'    <trkpt lat="{lat}" lon="{lon}"><ele>20</ele>{f"<time>{t}</time>" if t else ""}</trkpt>'
        for lat, lon, t in points
    )
    return write(path, GPX.format(points="\n".join(rows)))


def tracks(*rows: tuple[int, int, int, int, int, int, int, int]) -> pa.Table:
    """Make tracks of rows."""
    columns = np.array(rows, dtype=np.int64).reshape(-1, 8).T
    arrays = [
        pa.array(c.astype(f.type.to_pandas_dtype()))
        for c, f in zip(columns, TRACKS.schema, strict=True)
    ]
    return pa.table(arrays, schema=TRACKS.schema)
