"""Page: asks, runs, tells, shows; a run that goes wrong is told in words."""

import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from twin.app.page import _desk
from twin.app.questions import folder_for, past_runs, questions
from twin.app.runner import Runner
from twin.scenario import DEFAULT

PAGE = Path(__file__).with_name("made_up_page.py")


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep runs in a folder of this test, and nothing running."""
    monkeypatch.setenv("TWIN_RUNS", str(tmp_path))
    _desk.clear()
    return tmp_path


def runner() -> Runner:
    """Get what the page runs."""
    running = _desk().runner
    assert running is not None
    return running


def opened(what: str, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Open the page, with a run behind it that behaves as said."""
    monkeypatch.setenv("TWIN_TEST_CHILD", what)
    page = AppTest.from_file(str(PAGE), default_timeout=60).run()
    assert not page.exception
    return page


def after_the_run(page: AppTest) -> AppTest:
    """Press Run and wait until the run has ended."""
    page.button(key="run").click().run()
    assert not page.exception
    until = time.monotonic() + 30
    while runner().running and time.monotonic() < until:
        time.sleep(0.05)
    page.run()
    assert not page.exception
    return page


def said(page: AppTest) -> str:
    """Read everything the page says."""
    kinds = (page.markdown, page.caption, page.error, page.info, page.warning, page.subheader)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def test_the_page_opens_with_the_shipped_scenarios(
    runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened("well", monkeypatch)
    assert len(page.selectbox(key="scenario").options) == len(questions()[0]) >= 2
    assert "two cameras" in said(page)
    assert not page.error
    assert not page.metric


def test_a_run_ends_in_its_answer(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = after_the_run(opened("well", monkeypatch))
    assert [metric.value for metric in page.metric] == [
        "45,012",
        "18,211",
        "2,322",
        "3,122",
        "9,120",
    ]
    text = said(page)
    assert "On Wednesday 14 June 2017, of 45,012 people" in text
    assert "gallery 10,000, false alarms 1 in 6,000 searches" in text
    assert "© OpenStreetMap contributors, ODbL 1.0" in text
    assert "Powered by TfL Open Data" in text
    assert "Contains Office of Rail and Road data" in text
    assert len(page.table) >= 5
    (name,) = (past.folder.name for past in past_runs())
    assert (runs / name / "page.html").is_file()


def test_the_answer_stays_when_something_else_is_clicked(
    runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = after_the_run(opened("well", monkeypatch))
    page.toggle(key="quick").set_value(True).run()
    assert page.metric[0].value == "45,012"


def test_an_earlier_run_can_be_shown_again(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    after_the_run(opened("well", monkeypatch))
    _desk.clear()
    page = opened("well", monkeypatch)
    assert not page.metric
    (past,) = past_runs()
    page.button(key=f"past-{past.folder.name}").click().run()
    assert page.metric[0].value == "45,012"


def test_a_wrong_question_is_told(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = after_the_run(opened("wrong", monkeypatch))
    assert page.error[0].value.startswith("The question cannot be run as it stands. x.yaml:3:")
    assert not page.metric


def test_a_crash_is_told_and_the_page_lives(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = after_the_run(opened("crash", monkeypatch))
    assert "ZeroDivisionError" in page.error[0].value
    assert "Traceback" in page.code[0].value
    monkeypatch.setenv("TWIN_TEST_CHILD", "well")
    assert after_the_run(page).metric[0].value == "45,012"


def test_a_run_can_be_cancelled(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened("slow", monkeypatch)
    page.button(key="run").click().run()
    assert runner().running
    assert page.button(key="run").disabled
    page.button(key="cancel").click().run()
    assert page.info[0].value.startswith("Cancelled after ")
    assert not runner().running
    assert not page.metric
    assert not page.run().button(key="run").disabled


def test_a_page_that_is_opened_anew_finds_the_run(
    runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened("slow", monkeypatch).button(key="run").click().run()
    again = opened("slow", monkeypatch)
    assert again.button(key="run").disabled
    again.button(key="cancel").click().run()
    assert again.info[0].value.startswith("Cancelled after ")


def test_a_program_that_is_not_there_is_told(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened("well", monkeypatch)
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    page.button(key="run").click().run()
    assert "could not be started" in page.error[0].value


def test_another_number_of_people_is_another_folder(runs: Path) -> None:
    first = questions()[0][0]
    usual = first.scenario.people.total
    assert folder_for(first, people=usual, quick=False) == runs / first.file.stem
    assert folder_for(first, people=7, quick=True) == runs / f"{first.file.stem}-7-quick"


def test_folders_without_an_answer_are_passed_over(runs: Path) -> None:
    for name, text in (("a", "{"), ("b", "[]"), ("c", '{"people": {"present": 3}}')):
        (runs / name).mkdir()
        (runs / name / "answers.json").write_text(text)
    assert [past.folder.name for past in past_runs()] == ["c"]
    assert past_runs()[0].name == "c: 3 people, "


def test_scenarios_beside_the_app_are_offered_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before, problems = questions()
    assert problems == []
    folder = tmp_path / "scenarios"
    folder.mkdir()
    text = before[0].file.read_text()
    (folder / "mine.yaml").write_text(text)
    (folder / "wrong.yaml").write_text(text.replace("date:", "dat:"))
    found, problems = questions()
    assert {one.file.name for one in found} - {one.file.name for one in before} == {"mine.yaml"}
    assert found[0].file.name == DEFAULT
    (problem,) = problems
    assert "wrong.yaml" in problem
    assert "names 1 more" in problem  # an unknown key, and a missing one


def test_recorded_people_are_neither_counted_out_nor_cut_short(
    runs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "scenarios"
    folder.mkdir()
    (folder / "mine.yaml").write_text(
        "name: Recorded\nmap: kings_cross_central.geojson\ndate: 2025-06-11\n"
        "layout: layouts/kings_boulevard_2016.yaml\n"
        "people: {tracks: walk.csv, start: '08:00', frame: site}\n"
    )
    (folder / "walk.csv").write_text("id,time,x,y\n1,0,40,35\n")
    page = opened("well", monkeypatch)
    page.selectbox(key="scenario").select("Recorded").run()
    assert not page.exception
    assert not page.number_input
    assert not page.toggle
    assert "People: recorded" in said(page)
    (question,) = [one for one in questions()[0] if one.file.name == "mine.yaml"]
    assert folder_for(question, people=None, quick=False) == runs / "mine"
