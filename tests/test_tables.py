"""The tables at which the stages meet."""

import pyarrow as pa
import pytest

from twin.errors import TableError
from twin.tables import TABLES, TRACKS, checked


def tracks():
    return TRACKS.schema.empty_table()


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.name)
def test_every_column_says_its_unit_and_meaning(table):
    for field in table.schema:
        assert field.metadata[b"unit"], field.name
        assert len(field.metadata[b"meaning"]) > 4, field.name


def test_a_fitting_table_passes():
    table = tracks()
    assert checked(table, TRACKS) is table


def test_a_missing_column_is_refused():
    with pytest.raises(TableError, match="table tracks: columns are"):
        checked(tracks().drop_columns(["tick"]), TRACKS)


def test_another_type_is_refused():
    table = tracks()
    wrong = table.set_column(1, "tick", pa.array([], pa.int64()))
    with pytest.raises(TableError, match="column tick is int64, but must be int32"):
        checked(wrong, TRACKS)


def test_a_null_is_refused():
    columns = {f.name: pa.array([None], f.type) for f in TRACKS.schema}
    with pytest.raises(TableError, match="column person holds nulls"):
        checked(pa.table(columns), TRACKS)
