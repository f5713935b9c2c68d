"""CSV tables as programs of other countries write them."""

import pytest

from twin.csvfile import read_rows
from twin.errors import TableError


@pytest.mark.parametrize(("mark", "word"), [(";", "semicolon"), ("\t", "tab"), ("|", "bar")])
def test_another_separator_is_named(tmp_path, mark, word):
    file = tmp_path / "t.csv"
    file.write_text(mark.join(("ied_px", "hits")) + "\n" + mark.join(("4,5", "1")) + "\n")
    with pytest.raises(
        TableError, match=f"t.csv:1: the separator is a {word}, but must be a comma"
    ):
        list(read_rows(file))


def test_a_single_column_and_a_table_with_commas_are_read(tmp_path):
    file = tmp_path / "t.csv"
    file.write_text("a\n1\n")
    assert list(read_rows(file)) == [(2, {"a": "1"})]
    file.write_text("a,b;c\n1,2;3\n")
    assert list(read_rows(file)) == [(2, {"a": "1", "b;c": "2;3"})]
