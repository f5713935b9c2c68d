"""Questions a run can be asked: each is defined, and what it tells adds up."""

import json

import pyarrow as pa
import pytest

import twin
from tests.run.small_run import WEST_END, write_layout, write_small_scenario
from twin.answers.asked import Asked
from twin.answers.questions import QUESTIONS, ask, question_of
from twin.errors import ScenarioError, ShapeError
from twin.told import Column, table


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("asked")
    scenario = twin.load_scenario(write_small_scenario(folder / "in"))
    return twin.run_scenario(scenario, out=folder / "runs" / "a")


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_is_defined_and_told_in_sentences_with_units(run, name):
    question = QUESTIONS[name]
    assert question.name == name
    assert question.asks.endswith("?")
    assert question.definition.endswith(".")
    assert all(limit.endswith(".") for limit in question.limits)
    told = ask(name, Asked.of(run))
    assert told.sentences
    assert all(sentence.endswith(".") for sentence in told.sentences)
    json.dumps(told.figures, allow_nan=False)
    for rows in told.tables.values():
        assert isinstance(rows, pa.Table)
        for field in rows.schema:
            assert {b"unit", b"meaning"} <= field.metadata.keys()
            assert field.metadata[b"meaning"]
    for chart in told.charts:
        drawn = {chart.along, *chart.series, *chart.only, *(chart.band or ())}
        drawn |= {chart.middle} if chart.middle else set()
        assert drawn <= set(told.tables[chart.table].column_names)


def test_a_question_that_there_is_not_is_refused(run):
    with pytest.raises(ScenarioError, match=r"^peple: is no question, but must be one of: people"):
        question_of("peple")
    with pytest.raises(ShapeError, match="run is '/runs/a', but must be a Run such as"):
        ask("people", "/runs/a")


def test_a_table_has_units_and_meanings_even_without_rows():
    columns = (Column("who", "", "a name"), Column("far_m", "m", "how far"))
    full, empty = table(columns, [("A", 1.5), ("B", 2.0)]), table(columns, [])
    assert full.to_pylist() == [{"who": "A", "far_m": 1.5}, {"who": "B", "far_m": 2.0}]
    for each in (full, empty):
        assert each.column_names == ["who", "far_m"]
        assert each.schema.field("far_m").metadata == {b"unit": b"m", b"meaning": b"how far"}
    with pytest.raises(ValueError, match="shorter"):
        table(columns, [("A", 1.0), ("B",)])


def test_how_many_people_is_what_the_answer_of_the_run_tells(run):
    told, answer = ask("people", run), twin.answer(run)
    assert told.figures["seen"] == answer["people"]["seen"] > 0
    assert told.figures["machine"] == answer["people"]["machine"]
    for name, key in (("hours", "hours"), ("cameras", "cameras"), ("places", "places")):
        found = told.tables[name].to_pylist()
        wanted = answer[key]
        assert found == [{column: row[column] for column in found[0]} for row in wanted]
    bands = told.tables["age_bands"].to_pylist()
    assert sum(row["seen"] for row in bands) == told.figures["seen"]
    assert sum(row["present"] for row in bands) == told.figures["present"]


def test_a_camera_less_never_raises_a_count(run, tmp_path):
    file = write_small_scenario(tmp_path)
    write_layout(tmp_path / "layout.yaml", WEST_END)
    fewer = twin.run_scenario(twin.load_scenario(file), out=tmp_path / "runs" / "a")
    most, some = (ask("people", each).tables["levels"].to_pylist() for each in (run, fewer))
    assert sum(row["people"] for row in most) > sum(row["people"] for row in some) > 0
    for more, less in zip(most, some, strict=True):
        assert less["people"] <= more["people"]
        assert less["with_face"] <= more["with_face"]
