"""CSV tables as programs of other countries write them."""

import pytest

from twin.csvfile import number_in, read_rows
from twin.errors import TableError


@pytest.mark.parametrize(("mark", "word"), [(";", "semicolon"), ("\t", "tab"), ("|", "bar")])
def test_another_separator_is_named(tmp_path, mark, word):
    file = tmp_path / "t.csv"
    file.write_text(mark.join(("ied_px", "hits")) + "\n" + mark.join(("4,5", "1")) + "\n")
    with pytest.raises(
        TableError, match=f"t.csv:1: the separator is a {word}, but must be a comma"
    ):
        list(read_rows(file))


def test_more_cells_than_columns_are_refused(tmp_path):
    file = tmp_path / "t.csv"
    file.write_text('ied_px,hits\n"4",1\n4,5,1\n')
    with pytest.raises(TableError) as caught:
        list(read_rows(file))
    assert str(caught.value) == (
        f"{file}:3: there are 3 cells, but the table has 2 columns; the mark in decimal numbers must "
        "be a point, and text with a comma in quotes."
    )


@pytest.mark.parametrize("cell", ["4_0", "\u0664\u0660", "4\u00a0", "4,5", ""])
def test_what_other_programs_take_for_no_number_is_none(cell):
    problems = []
    number_in("t.csv:2", {"hits": cell}, "hits", {"hits": (0, 1e9, "px")}, problems)
    assert problems == [f"t.csv:2: hits is {cell!r}, but must be a number from 0 to 1e+09 px."]


def test_a_single_column_and_a_table_with_commas_are_read(tmp_path):
    file = tmp_path / "t.csv"
    file.write_text("a\n1\n")
    assert list(read_rows(file)) == [(2, {"a": "1"})]
    file.write_text("a,b;c\n1,2;3\n")
    assert list(read_rows(file)) == [(2, {"a": "1", "b;c": "2;3"})]
