"""Tracks in memory are handed out as they are read from files: square by square."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.run.test_tracks import PLACES, put, stage, tracks
from twin.run.held import HeldSlab, handed
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
    for held in (one(near) for one in handed([slab, slab])):
        assert held.tracks.equals(read.tracks)
        assert (held.first, held.last) == (read.first, read.last)


def test_a_square_is_asked_about_once(stage):
    put(stage, tracks([(0, 0), (1, 1), (SQUARE_CM, 0)]))
    slab, asked = HeldSlab.of(read_between(stage, FILE, 0, 3)), []
    for one in handed([slab, slab]):
        assert one(lambda *around: asked.append(around) or True).tracks.num_rows == 3
    assert sorted(asked) == [(0, 0, 48, 48), (48, 0, 96, 48)]


@given(places=PLACES.filter(len), first=st.integers(-2, 42), moments=st.integers(1, 42))
def test_what_is_read_is_from_a_moment_to_before_another(stage, places, first, moments):
    put(stage, tracks(places))
    found = read_between(stage, FILE, first, first + moments)["tick"].to_pylist()
    assert sorted(found) == [t for t in range(len(places)) if first <= t < first + moments]
