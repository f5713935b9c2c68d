"""Page: asks a question, runs it with progress and cancel, and shows the answer."""

import atexit
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from twin.app import result
from twin.app.questions import (
    Question,
    camera_count,
    folder_for,
    past_runs,
    questions,
    runs_folder,
)
from twin.app.runner import STAGES, Runner, command
from twin.errors import TwinError
from twin.people import Crowd
from twin.report.sentences import how_many_cameras
from twin.wording import date

Command = Callable[..., list[str]]

#: A picture of our own; one of Streamlit's would be fetched from another host.
ICON = Path(__file__).with_name("icon.png")

#: How often the progress is drawn anew; assumption (0.2-2). [s]
REFRESH = 0.5


def main(start: Command = command) -> None:
    """Draw the page; Streamlit calls this anew for every click.

    Parameters
    ----------
    start : callable
        Gives the program and arguments of a run; another one for tests.
    """
    st.set_page_config(page_title="twin", page_icon=str(ICON), layout="wide")
    st.title("How many people can these cameras identify?")
    found, problems = questions()
    for problem in problems:
        st.sidebar.error(problem)
    if not found:
        st.error("There is no scenario that can be run.")
        return
    with st.sidebar:
        _ask(found, start)
        _remember()
    runner = _desk().runner
    if runner is not None and runner.running:
        _progress()
    elif runner is not None and st.session_state.get("told") is not runner:
        _ended(runner)
    _show()


@dataclass
class Desk:
    """What is being run; one at a time on this machine, so that a reloaded page finds it again."""

    runner: Runner | None = None

    def clear(self) -> None:
        """End what is being run; nobody is left to see its answer."""
        if self.runner is not None:
            self.runner.cancel()


@st.cache_resource(show_spinner=False)
def _desk() -> Desk:
    desk = Desk()
    atexit.register(desk.clear)
    return desk


def _ask(found: list[Question], start: Command) -> None:
    """Draw the form and start a run when it is sent."""
    st.header("Question")
    chosen = st.selectbox(
        "Scenario", found, format_func=lambda question: question.scenario.name, key="scenario"
    )
    scenario = chosen.scenario
    st.caption(scenario.about)
    st.markdown(f"**{date(scenario.date)}**, {_cameras(chosen)}")
    people, quick = _how_many(chosen)
    runner = _desk().runner
    busy = runner is not None and runner.running
    if st.button("Run", type="primary", key="run", disabled=busy, width="stretch"):
        folder = folder_for(chosen, people=people, quick=quick)
        folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            _desk().runner = Runner.start(
                start(chosen.file, folder, people=people, quick=quick), folder
            )
        except OSError as error:
            st.error(f"The run could not be started: {error}.")
            return
        st.session_state["shown"] = None
        st.rerun()


def _how_many(chosen: Question) -> tuple[int | None, bool]:
    """Ask how many people come, and whether to simulate one hour only; not of recorded people."""
    crowd = chosen.scenario.people
    if not isinstance(crowd, Crowd):
        st.markdown("People: recorded")
        return None, False
    people = st.number_input(
        "People on an average weekday",
        min_value=1,
        max_value=500_000,
        value=crowd.total,
        step=1000,
        key=f"people-{chosen.file.stem}",
        help="To be expected from Monday to Thursday; how many come that day is random, and fewer "
        "on other days.",
    )
    quick = st.toggle(
        "Quick: one peak hour",
        key="quick",
        help="Simulates only who comes from 08:00 to 09:00, to an empty site: under a minute.",
    )
    return int(people), quick


@st.cache_data(show_spinner=False)
def _count(map_file: Path, layout: Path, day: dt.date, changed: float) -> int:  # noqa: ARG001
    """Count a layout's cameras anew only when its file has changed, at a time that is a key."""
    return camera_count(map_file, layout, day)


def _cameras(question: Question) -> str:
    """Count the cameras of a question's layout, or say why it cannot be read."""
    scenario = question.scenario
    try:
        count = _count(
            scenario.map, scenario.layout, scenario.date, scenario.layout.stat().st_mtime
        )
    except (TwinError, OSError) as error:
        st.error(str(error))
        return "cameras unknown"
    return how_many_cameras(count).lower()


def _remember() -> None:
    """List earlier runs; a click shows one."""
    past = past_runs()
    if not past:
        return
    st.header("Earlier runs")
    for one in past[:12]:
        if st.button(one.name, key=f"past-{one.folder.name}", width="stretch"):
            st.session_state["shown"] = one.folder.name
            st.session_state["told"] = _desk().runner


@st.fragment(run_every=REFRESH)
def _progress() -> None:
    """Draw the progress of the run; only this part of the page is drawn anew."""
    runner = _desk().runner
    if runner is None or not runner.running:
        st.rerun()
        return
    st.subheader(f"Running for {runner.seconds:.0f} s")
    for stage in STAGES:
        share = runner.shares.get(stage, 0.0)
        st.progress(share, text=_stage_text(runner, stage, share))
    if st.button("Cancel", key="cancel"):
        runner.cancel()
        st.rerun()


def _stage_text(runner: Runner, stage: str, share: float) -> str:
    """Say how far a stage is and how long it still takes."""
    if share >= 1.0:
        return f"{stage}: done"
    left = runner.seconds_left(stage)
    if left is None:
        return f"{stage}: " + ("starting" if stage in runner.shares else "waiting")
    minutes, seconds = divmod(round(left), 60)
    about = f"{minutes} min {seconds:02} s" if minutes else f"{seconds} s"
    return f"{stage}: {100 * share:.0f} %, about {about} left"


def _ended(runner: Runner) -> None:
    """Say how a run ended."""
    if runner.cancelled:
        st.info(
            f"Cancelled after {runner.seconds:.0f} s. Finished stages are kept, so the next run "
            "goes on from there."
        )
    elif runner.succeeded:
        st.session_state["shown"] = runner.folder.name
        st.session_state["told"] = runner
    else:
        st.error(runner.failure())
        if runner.lines:
            with st.expander("What the run said"):
                st.code("\n".join(runner.lines), language=None)


def _show() -> None:
    """Show the run that was asked for last."""
    name = st.session_state.get("shown")
    if name is None:
        if _desk().runner is None:
            st.write(
                "Choose a scenario and press Run. A whole day takes minutes, one peak hour "
                "seconds; the crowd is kept, so another layout is faster."
            )
        return
    found = {past.folder.name: past for past in past_runs()}
    if name not in found:
        st.warning(f"There is no answer in {runs_folder() / name}.")
        return
    try:
        result.show(found[name].answers, found[name].folder)
    except TwinError as error:
        st.error(str(error))
