"""What is told of a question: printed, as plain values, and as CSV files without formulas."""

import csv

import pytest
from rich.console import Console

from twin.errors import ScenarioError
from twin.report.told_tables import told_facts, write_tables
from twin.report.told_text import render_told
from twin.told import Column, table

COLUMNS = (
    Column("name", "", "whose"),
    Column("people", "1", "how many"),
    Column("px_per_m", "px/m", "how fine"),
    Column("away", "m", "how far"),
)
ROWS = table(
    COLUMNS, [("=SUM(A1)", 1234, 62.5, 0.5), ("-2", 7, 25.0, 1.25), ("plain", 0, 1.0, 2.0)]
)


def test_printed_are_sentences_tables_with_units_and_limits():
    console = Console(width=100, record=True, force_terminal=False)
    render_told(
        "How many?", ["1,234 people."], {"by_name": ROWS, "none": ROWS.slice(0, 0)},
        definition="Counted once.", limits=["One day."], console=console,
    )  # fmt: skip
    text = console.export_text()
    told = (
        "How many?",
        "1,234 people.",
        "by name",
        "px per m",
        "away [m]",
        "Counted once.",
        "One day.",
    )
    assert [line for line in told if line not in text] == []
    assert "none" not in text
    assert "1,234      62.5" in " ".join(text.split(" "))


def test_of_a_long_table_the_first_rows_are_printed_and_how_many_more_there_are():
    long = table(COLUMNS[:1], [(f"N{n}",) for n in range(27)])
    console = Console(width=100, record=True, force_terminal=False)
    render_told("?", ["."], {"all": long}, definition="", limits=[], console=console)
    text = console.export_text()
    assert "N19" in text
    assert "N20" not in text
    assert "and 7 more rows" in text


def test_plain_values_say_units_and_meanings():
    facts = told_facts({"by_name": ROWS})["by_name"]
    assert facts["columns"][2] == {"name": "px_per_m", "unit": "px/m", "meaning": "how fine"}
    assert facts["rows"][0]["people"] == 1234


def test_csv_files_hold_no_formula_and_are_written_over(tmp_path):
    for _ in range(2):
        (file,) = write_tables(tmp_path / "new" / "deep", "people", {"by_name": ROWS})
    assert file == tmp_path / "new" / "deep" / "people-by_name.csv"
    with file.open(newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [row["name"] for row in rows] == ["'=SUM(A1)", "'-2", "plain"]
    assert [row["people"] for row in rows] == ["1234", "7", "0"]


def test_a_folder_that_cannot_be_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ScenarioError, match="no folder can be made there"):
        write_tables(tmp_path / "file", "people", {"by_name": ROWS})
