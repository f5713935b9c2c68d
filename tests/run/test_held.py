"""Tracks in memory are handed out as they are read from files: square by square."""

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.run.test_tracks import PLACES, put, stage, tracks
from twin.run.held import HeldSlab, handed, held
from twin.run.tracks import SQUARE_CM, read_between, read_needed

__all__ = ["stage"]

FILE = "tracks-0000.parquet"


@settings(max_examples=40)
@given(places=PLACES.filter(len), west=st.integers(-200, 200), south=st.integers(-200, 200))
def test_the_same_rows_are_needed_as_of_a_file(stage, places, west, south):
    put(stage, tracks(places))

    def near(w, s, e, n):
        return w <= west + 50 and e >= west and s <= south + 70 and n >= south

    read = read_needed(stage, FILE, near)
    slab = HeldSlab.of(read_between(stage, FILE, 0, len(places)))
    for part in (one(near) for one in handed([slab, slab])):
        assert part.tracks.equals(read.tracks)
        assert (part.first, part.last) == (read.first, read.last)


def test_a_square_is_asked_about_once(stage):
    put(stage, tracks([(0, 0), (1, 1), (SQUARE_CM, 0)]))
    slab, asked = HeldSlab.of(read_between(stage, FILE, 0, 3)), []
    for one in handed([slab, slab]):
        assert one(lambda *around: asked.append(around) or True).tracks.num_rows == 3
    assert sorted(asked) == [(0, 0, 48, 48), (48, 0, 96, 48)]


@given(
    places=PLACES.filter(len), first=st.integers(-2, 42), moments=st.integers(1, 42),
    step=st.sampled_from([1, 2, 4]),
)  # fmt: skip
def test_what_is_read_is_from_a_moment_to_before_another(stage, places, first, moments, step):
    put(stage, tracks(places))
    found = read_between(stage, FILE, first, first + moments, step)["tick"].to_pylist()
    wanted = [t for t in range(len(places)) if first <= t < first + moments and t % step == 0]
    assert sorted(found) == wanted


def test_slabs_of_a_quarter_of_an_hour_are_held_together(stage):
    put(stage, tracks([(0, 0), (1, 1), (SQUARE_CM, 0)]))
    rows = read_between(stage, FILE, 0, 3)
    place = rows.schema.get_field_index("tick")

    def at(minute):
        tick = pa.array(rows["tick"].to_numpy() + 240 * minute)
        return rows.set_column(place, rows.schema.field(place), tick)

    slabs = list(held([at(0), at(10), at(14), at(20), at(30)]))
    assert [(slab.first, slab.last) for slab in slabs] == [(0, 3362), (4800, 4802), (7200, 7202)]
    assert [sorted(map(len, slab.squares.values())) for slab in slabs] == [[3, 3], [1, 1], [1, 1]]
