"""Tracks in the store: by square of the ground, and back in the order of their table."""

from collections import Counter

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twin.errors import RunError
from twin.run.tracks import SQUARE_CM, read_needed, read_tracks, track_files, write_tracks
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
    values = [np.arange(n) >= n // 2, np.arange(n), x, y, x % 628, y % 300 - 150, x % 4, y % 2]
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
def test_the_rows_of_whole_squares_are_read_where_they_are_needed(stage, places, west, south):
    put(stage, tracks(places))
    side = SQUARE_CM / 100
    refused = []

    def near(w, s, e, n):
        assert (e - w, n - s, w % side, s % side) == (side, side, 0, 0)
        wanted = w <= west + 50 and e >= west and s <= south + 70 and n >= south
        if not wanted:
            refused.append((w, s))
        return wanted

    part = read_needed(stage, "tracks-0000.parquet", near)
    assert (part.first, part.last) == (0, len(places) - 1)
    some = part.tracks
    read = set(zip(*(some[c].to_pylist() for c in ("tick", "x_cm", "y_cm")), strict=True))
    for tick, (x, y) in enumerate(places):
        square = x // SQUARE_CM * side, y // SQUARE_CM * side
        assert ((tick, x, y) in read) == (square not in refused)


def test_rows_lie_by_person_then_time_in_each_square(stage):
    draws = np.random.default_rng(1)
    put(stage, tracks(draws.integers(0, 2 * SQUARE_CM, (4000, 2)).tolist()))
    squares = []
    for corner in ((0, 0), (0, 1), (1, 0), (1, 1)):
        wanted = tuple(SQUARE_CM / 100 * side for side in corner)
        part = read_needed(stage, "tracks-0000.parquet", lambda w, s, e, n, at=wanted: (w, s) == at)
        squares.append(part.tracks)
    assert sum(square.num_rows for square in squares) == 4000
    for square in squares:
        assert square.num_rows > 800
        order = np.lexsort((square["tick"].to_numpy(), square["person"].to_numpy()))
        assert (order == np.arange(square.num_rows)).all()


@settings(max_examples=40)
@given(places=PLACES)
def test_squares_lie_from_south_to_north_each_in_a_part_of_its_own(stage, places):
    put(stage, tracks(places))
    with pq.ParquetFile(stage.path / "tracks-0000.parquet") as file:
        parts = [file.read_row_group(n) for n in range(file.num_row_groups)]
    squares = [(y // SQUARE_CM, x // SQUARE_CM) for x, y in places]
    order = sorted(range(len(places)), key=squares.__getitem__)
    whole = pa.concat_tables([TRACKS.schema.empty_table(), *parts])
    assert whole.equals(tracks(places).take(pa.array(order, pa.int64())))
    sizes = Counter(squares)
    assert [part.num_rows for part in parts] == [sizes[square] for square in sorted(sizes)]


@pytest.mark.parametrize("column", TRACKS.schema.names)
def test_one_bit_of_any_column_is_noticed(stage, column):
    put(stage, tracks([(7 * n % 900, n) for n in range(1000)]))
    file = stage.path / "tracks-0000.parquet"
    whole = bytearray(file.read_bytes())
    page = pq.read_metadata(file).row_group(0).column(TRACKS.schema.names.index(column))
    whole[page.data_page_offset + page.total_compressed_size - 2] ^= 1
    file.write_bytes(bytes(whole))
    with pytest.raises(RunError, match="is damaged"):
        read_tracks(stage, file.name)


def test_a_part_in_two_squares_is_told(stage):
    """The ranges by which parts are chosen have no checksum of their own."""
    with stage.locked():
        stage.begin({"rows": "mixed"})
        stage.write_table("tracks-0000.parquet", tracks([(0, 0), (SQUARE_CM, 0)]), cuts=[])
        stage.finish({})
    with pytest.raises(RunError, match="a part lies in more than one square, so the file is dam"):
        read_needed(stage, "tracks-0000.parquet", lambda *_: True)
