"""A document: what it says, that all it leads to is there, and that no name can break it."""

import re
from html.parser import HTMLParser

import pytest

from tests.report.document.made import NASTY, answered, small_document, told
from tests.report.made_up import small_answers, small_manifest
from twin.errors import RunError
from twin.report.digest import digest
from twin.report.document import document, html, pdf
from twin.report.document.answered import MOST_ROWS
from twin.report.document.blocks import Grid, Section
from twin.report.document.chart import MOST_BARS, drawn
from twin.told import Chart, Column, Told, table


class Reader(HTMLParser):
    """Collect tags with their attributes, and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text.append(data)

    def ids(self):
        return [attrs["id"] for _, attrs in self.tags if "id" in attrs]


def sections(made):
    return [part for one in made.sections for part in (one, *one.parts)]


def grids(section: Section) -> list[Grid]:
    return [block for block in section.blocks if isinstance(block, Grid)]


def test_every_part_stands_once_and_in_order():
    made = small_document(answered("people"), answered("worth"))
    ids = [one.id for one in sections(made)]
    assert ids == [
        "summary", "assessment", "deployment", "answers", "people", "worth", "assumptions",
        "methods", "limits", "reproducibility", *(["sources"] if "sources" in ids else []), "plan",
    ]  # fmt: skip
    assert len(set(ids)) == len(ids)


def test_the_first_page_says_each_question_and_its_answer_in_short():
    (summary, *_) = small_document(answered("people"), answered("worth")).sections
    ((grid,)) = grids(summary)
    assert grid.rows == [["3 cameras saw people."]] * 2
    assert grid.links == [["people"], ["worth"]]


def test_an_assessment_leads_to_sections_that_are_there_and_says_what_is_not():
    made = small_document(answered("people"))
    there = {one.id for one in sections(made)}
    assessment = next(one for one in made.sections if one.id == "assessment")
    (grid,) = grids(assessment)
    led = {one for row in grid.links for one in row}
    assert led <= there
    assert {"people", "deployment", "plan", "limits"} <= led
    missing = [row for row, links in zip(grid.rows, grid.links, strict=True) if not links]
    assert missing
    assert {row[-1] for row in missing} == {"not in this report"}
    assert any("Following people" in row[0] for row in missing)


def test_a_camera_without_a_purpose_is_told():
    made = small_document()
    deployment = next(one for one in made.sections if one.id == "deployment")
    (grid,) = grids(deployment)
    purpose = list(grid.heads).index("purpose")
    assert [row[purpose] for row in grid.rows] == ["not stated"] * len(grid.rows)
    cameras = small_answers()["cameras"]
    cameras[0]["purpose"] = "to find lost children"
    stated = small_document(cameras=cameras)
    (grid,) = grids(next(one for one in stated.sections if one.id == "deployment"))
    assert grid.rows[0][purpose] == "to find lost children"


def test_a_long_table_is_cut_and_says_where_the_rest_is():
    made = small_document(answered(rows=MOST_ROWS + 7))
    section = next(one for one in sections(made) if one.id == "people")
    first, second = grids(section)
    assert len(first.rows) == MOST_ROWS
    assert "The 7 other rows are in tables/people-cameras.csv" in first.note
    assert second.note == "Also in tables/people-again.csv."


def test_a_column_is_explained_once_and_only_if_it_needs_to_be():
    section = next(one for one in sections(small_document()) if one.id == "people")
    first, second = grids(section)
    assert "seen: people it saw; searched: people it searched." in first.note
    assert "camera" not in first.note.split("Also")[0].replace("tables/people-cameras", "")
    assert "people it saw" not in second.note


def test_two_runs_are_compared_with_sign_and_share():
    other = digest(small_answers(scenario="Before"))
    answers = small_answers()
    answers["people"]["seen"] = other.seen / 2
    made = document(
        answers, [answered()], manifest=small_manifest(), plan_svg="<svg/>", other=other
    )
    (grid,) = grids(next(one for one in made.sections if one.id == "compared"))
    by_name = {row[0]: row[-1] for row in grid.rows}
    assert by_name["present"] == "0"
    assert re.fullmatch(r"\u2212[\d,]+ \(\u221250 %\)", by_name["seen"])


def test_answers_that_lack_something_are_refused():
    answers = small_answers()
    del answers["people"]["seen"]
    with pytest.raises(RunError, match=r"people.seen is missing"):
        document(answers, [answered()], manifest=small_manifest(), plan_svg="<svg/>")


def test_the_page_needs_nothing_else_and_leads_nowhere_else():
    reader = Reader(html(small_document()))
    assert [tag for tag, _ in reader.tags if tag in {"script", "link", "img", "iframe"}] == []
    ids = reader.ids()
    for tag, attrs in reader.tags:
        for name in ("href", "src", "xlink:href"):
            if name in attrs:
                assert attrs[name].startswith("#"), (tag, attrs)
        if tag == "a":
            assert attrs["href"][1:] in ids
    assert len(set(ids)) == len(ids)
    assert [tag for tag, _ in reader.tags].count("h1") == 1


def test_a_name_stays_a_name_in_the_page_and_in_the_pdf():
    made = small_document()
    assert NASTY in "".join(Reader(html(made)).text)
    assert pdf(made).startswith(b"%PDF-")


def test_pages_are_tagged_and_the_same_every_time():
    made = small_document()
    pages = pdf(made)
    assert b"/StructTreeRoot" in pages
    assert b"pdfuaid" in pages
    assert pdf(small_document()) == pages
    assert html(small_document()) == html(made)


def test_bars_are_those_of_the_table_each_with_its_number():
    one = told()
    figure = drawn(one, one.charts[0])
    for text in ("C1", "C3", "in view", "looked up", "different people", ">30<", ">15<"):
        assert text in figure.svg
    assert figure.alt == "What each camera saw: in view, C1 10, C2 20, C3 30."


def test_only_some_rows_are_drawn_or_none_at_all():
    one = told()
    chart = one.charts[0]
    some = drawn(
        one, Chart(chart.title, "cameras", "id", chart.series, "people", only={"id": "C2"})
    )
    assert some.alt == "What each camera saw: in view, C2 20."
    none = Chart(chart.title, "cameras", "id", chart.series, "people", only={"id": "C9"})
    assert drawn(one, none) is None


def test_of_very_many_rows_the_first_are_drawn_and_that_is_said():
    one = told(MOST_BARS + 5)
    figure = drawn(one, one.charts[0])
    assert f"The first {MOST_BARS} of {MOST_BARS + 5}." in figure.caption
    assert f">C{MOST_BARS}<" in figure.svg
    assert f">C{MOST_BARS + 1}<" not in figure.svg


def test_lines_run_along_numbers_with_a_band():
    columns = (
        Column("days", "d", "days"), Column("people", "1", "people"), Column("low", "1", "least"),
        Column("high", "1", "most"),
    )  # fmt: skip
    one = Told(
        ("x",), {}, {"by_days": table(columns, [(1, 10.0, 8.0, 12.0), (30, 90.0, 70.0, 99.0)])}
    )
    chart = Chart(
        "People",
        "by_days",
        "days",
        {"people": "expected"},
        "different people",
        "lines",
        ("low", "high"),
    )
    figure = drawn(one, chart)
    assert figure.alt == "People: expected, 1 10, 30 90."
    assert "FillBetween" in figure.svg
