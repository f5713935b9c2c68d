"""Tracks in the store: by square of the ground, and back in the order of their table."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twin.run.tracks import SQUARE_CM, read_tracks, track_files, write_tracks
from twin.store import Store
from twin.tables import TRACKS

PLACES = st.lists(
    st.tuples(*2 * [st.integers(-3 * SQUARE_CM, 3 * SQUARE_CM) | st.integers(-(10**7), 10**7)]),
    max_size=40,
)


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    return Store(tmp_path_factory.mktemp("runs")).stage("people", "ab" * 32)


def tracks(places):
    """Two people who take turns at being at places."""
    n = len(places)
    x, y = np.array(places, dtype=np.int64).reshape(-1, 2).T
    values = [np.arange(n) >= n // 2, np.arange(n), x, y, x % 628, y % 300 - 150, x % 4]
    columns = [
        pa.array(v.astype(f.type.to_pandas_dtype()))
        for v, f in zip(values, TRACKS.schema, strict=True)
    ]
    return pa.table(columns, schema=TRACKS.schema)


def put(stage, table):
    with stage.locked():
        stage.begin({"rows": str(hash(tuple(table["x_cm"].to_pylist())))})
        write_tracks(stage, 0, table)
        stage.finish({})


@settings(max_examples=40)
@given(places=PLACES)
def test_tracks_come_back_by_person_then_time(stage, places):
    put(stage, tracks(places))
    (name,) = track_files(stage)
    assert read_tracks(stage, name).equals(tracks(places))


@settings(max_examples=40)
@given(places=PLACES, west=st.integers(-200, 200), south=st.integers(-200, 200))
def test_every_row_of_a_rectangle_is_read(stage, places, west, south):
    """And of others only those in the same squares."""
    put(stage, tracks(places))

    def near(w, s, e, n):
        assert 0 <= e - w < SQUARE_CM / 100
        assert 0 <= n - s < SQUARE_CM / 100
        return w <= west + 50 and e >= west and s <= south + 70 and n >= south

    some = read_tracks(stage, "tracks-0000.parquet", near)
    read = set(zip(*(some[c].to_pylist() for c in ("tick", "x_cm", "y_cm")), strict=True))
    squares = {(x // SQUARE_CM, y // SQUARE_CM) for _, x, y in read}
    for tick, (x, y) in enumerate(places):
        inside = 0 <= x / 100 - west <= 50 and 0 <= y / 100 - south <= 70
        if inside or (x // SQUARE_CM, y // SQUARE_CM) in squares:
            assert (tick, x, y) in read
