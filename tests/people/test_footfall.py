"""Footfall against counting by hand and by sets."""

import re
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from twin.errors import TableError
from twin.people.footfall import Footfall

SITE = SimpleNamespace(extent=shapely.box(-10, 0, 10, 8))


def tracks(rows: list[tuple[int, int, float, float]]) -> pa.Table:
    """Build tracks from person, tick, x [m] and y [m]."""
    columns = zip(*rows, strict=True) if rows else ([], [], [], [])
    person, tick, x, y = (np.array(column) for column in columns)
    return pa.table(
        {
            "person": pa.array(person, pa.int32()),
            "tick": pa.array(tick, pa.int32()),
            "x_cm": pa.array(np.round(100 * x).astype(int), pa.int32()),
            "y_cm": pa.array(np.round(100 * y).astype(int), pa.int32()),
        }
    )


def test_one_walker_enters_each_cell_once_and_spends_a_quarter_second_a_sample() -> None:
    footfall = Footfall.of(SITE, cell=2.0)
    footfall.add(tracks([(0, k, -9.0 + 0.5 * k, 1.0) for k in range(8)]))
    assert footfall.visits[0, :3].tolist() == [1, 1, 1]
    assert footfall.person_seconds[0, :3].tolist() == [0.5, 1.0, 0.5]


def test_somebody_who_sits_is_one_visit_and_who_comes_back_two() -> None:
    sits = [(3, k, 0.5, 0.5) for k in range(100)]
    away = [(4, 0, 0.5, 0.5), (4, 1, 2.5, 0.5), (4, 2, 0.5, 0.5)]
    indoors = [(5, 0, 0.5, 0.5), (5, 9, 0.5, 0.5)]
    footfall = Footfall.of(SITE, cell=2.0)
    footfall.add(tracks(sits + away + indoors))
    assert footfall.visits[0, 5] == 1 + 2 + 2
    assert footfall.counts[0, 5] == 100 + 2 + 2


@given(
    st.lists(
        st.tuples(
            st.integers(0, 4),
            st.integers(0, 60),
            st.floats(-9.9, 9.9),
            st.floats(0.1, 7.9),
        ),
        unique_by=lambda row: row[:2],
    ),
    st.lists(st.integers(0, 60), max_size=4),
)
def test_cutting_the_day_into_slabs_changes_nothing(
    rows: list[tuple[int, int, float, float]], cuts: list[int]
) -> None:
    whole, parts = Footfall.of(SITE, cell=2.0), Footfall.of(SITE, cell=2.0)
    whole.add(tracks(sorted(rows)))
    edges = [0, *sorted(cuts), 61]
    for start, end in pairwise(edges):
        parts.add(tracks(sorted(row for row in rows if start <= row[1] < end)))
    assert np.array_equal(whole.visits, parts.visits)
    assert np.array_equal(whole.counts, parts.counts)
    assert whole.counts.sum() == len(rows)


def test_visits_agree_with_a_slow_count() -> None:
    draws = np.random.default_rng(7)
    rows = [
        (person, tick, float(x), float(y))
        for person in range(20)
        for tick, (x, y) in enumerate(np.clip(draws.normal(0, 0.6, (50, 2)).cumsum(0), -9, 7) % 7.9)
    ]
    footfall = Footfall.of(SITE, cell=1.0)
    footfall.add(tracks(rows))
    slow: dict[tuple[int, int], int] = {}
    last: dict[int, tuple[int, int]] = {}
    for person, _, x, y in rows:
        cell = (
            int(np.floor(round(y * 100) / 100)),
            int(np.floor(round(x * 100) / 100)) + 10,
        )
        if last.get(person) != cell:
            slow[cell] = slow.get(cell, 0) + 1
        last[person] = cell
    assert {
        tuple(map(int, at)): int(footfall.visits[tuple(at)]) for at in np.argwhere(footfall.visits)
    } == slow


def test_a_sample_off_the_site_is_refused() -> None:
    footfall = Footfall.of(SITE)
    rows = [(0, 0, 1.0, 1.0), (0, 1, 500.0, 1.0), (1, 0, 1.0, -0.01)]
    told = (
        "tracks: a sample at x_cm 50000, y_cm 100 lies outside the extent of the site; "
        "2 of 3 samples do."
    )
    with pytest.raises(TableError, match=re.escape(told)):
        footfall.add(tracks(rows))
    assert not footfall.counts.any()


@pytest.mark.parametrize(
    ("inside", "outside"),
    [((-10.0, 0.0), (-10.01, 0.0)), ((11.99, 0.0), (12.0, 0.0)),
     ((0.0, 0.0), (0.0, -0.01)), ((0.0, 9.99), (0.0, 10.0))],
)  # fmt: skip
def test_the_grid_holds_whole_cells_up_to_their_last_centimetre(inside, outside) -> None:
    """The grid over 20 x 8 m has a column and a row of cells of 2 m to spare."""
    footfall = Footfall.of(SITE, cell=2.0)
    footfall.add(tracks([(0, 0, *inside)]))
    with pytest.raises(TableError, match="1 of 1 samples do"):
        footfall.add(tracks([(0, 1, *outside)]))
    assert footfall.counts.sum() == footfall.visits.sum() == 1


def test_a_table_without_ticks_is_refused() -> None:
    with pytest.raises(TableError, match="no column tick"):
        Footfall.of(SITE).add(tracks([(0, 0, 0.0, 1.0)]).drop_columns("tick"))
