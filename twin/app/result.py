"""Result: the answer of one run on the page."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import streamlit as st

from twin.report import style
from twin.report.answered import at
from twin.report.digest import Digest, Range, Row, digest
from twin.report.sentences import caveat, conditions, disorder, ends, one_in, share
from twin.wording import number

KINDS: Final[Sequence[tuple[str, str, Callable[[Row], float]]]] = (
    ("seen", style.ZONES[1], lambda row: row.seen),
    ("identifiable by a human", style.ZONES[2], lambda row: row.with_face),
    ("identifiable by a machine, expected", style.FOOTFALL[4], lambda row: row.machine),
)
"""What is drawn of each hour: name, colour, and how to read it off a row."""

OWN: Final = "that of its own trial"
"""Stands for a gallery and a rate that a profile's trial had, and nobody told."""


def show(answers: Mapping[str, Any], folder: Path) -> None:
    """Show an answer: the sentence, the numbers, the plan, the tables, the files.

    Parameters
    ----------
    answers : mapping
        `answers.json`, parsed.
    folder : Path
        The run's folder.

    Raises
    ------
    RunError
        If the answers lack something that is shown.
    """
    told = digest(answers)
    st.subheader(told.scenario)
    st.markdown(f"**{_plain(told.first_line)}**")
    _metrics(told)
    st.caption(_plain("* " + at(answers, "people", "intervals", "method")))
    if told.recorded:
        st.warning(_plain(" ".join(told.recorded)))
    lines = " · ".join(at(answers, "credits"))
    plan = folder / "plan.png"
    if plan.is_file():
        st.image(str(plan), caption=lines, width="stretch")
    _tables(told)
    _downloads(folder)
    st.caption(lines)


def _plain(text: str) -> str:
    """Keep what Markdown would take for its own."""
    return "".join("\\" + sign if sign in "\\`*_{}[]<>#$~|" else sign for sign in text)


def _metrics(told: Digest) -> None:
    human, machine = told.human, told.machine
    numbers = (
        ("On the site", told.present, f"{told.mean_outdoor_min:.0f} minutes outdoors on average"),
        ("Seen by a camera", told.seen, _note(told, told.seen, told.seen_range)),
        (
            "By a human",
            human.with_face,
            _note(
                told,
                human.with_face,
                told.human_range,
                f"identifiable, face at {human.density:g} px/m",
            ),
        ),
        (
            "By a machine",
            machine.people,
            _note(
                told,
                machine.people,
                machine.range,
                "identifiable, expected, if enrolled",
                conditions(told),
            ),
        ),
        (
            "Searched",
            told.templated,
            _note(told, told.templated, told.templated_range, "templated, on the list or not"),
        ),
    )
    for column, (what, value, note) in zip(st.columns(len(numbers)), numbers, strict=True):
        with column:
            st.metric(what, number(value), border=True)
            st.caption(note)


def _note(told: Digest, people: float, between: Range | None, *more: str) -> str:
    """Say what share a number of people is, and how far it may lie from that."""
    return "; ".join((share(people, told.present), f"{ends(between)}*", *more))


def _tables(told: Digest) -> None:
    levels, machine, cameras, hours, places = st.tabs(
        ["Levels of detail", "Face recognition", "Cameras", "Hours", "Places"]
    )
    with levels:
        for edition in told.editions.values():
            st.markdown(f"**{edition.title}**")
            st.table(
                [
                    {
                        "level": level.name,
                        "px/m": f"{level.density:g}",
                        "people": number(level.people),
                        "share": share(level.people, told.present),
                        "with face": number(level.with_face),
                        "ground": share(level.ground, 1.0),
                    }
                    for level in edition.levels
                ]
            )
    with machine:
        st.table(
            [
                {
                    "profile": profile.name,
                    "people, expected": number(profile.people),
                    "95 of 100 days like this": ends(profile.range),
                    "share": share(profile.people, told.present),
                    "gallery": OWN if profile.own_trial else f"{told.gallery:,}",
                    "false alarms": OWN if profile.own_trial else f"{one_in(told.fpir)} searches",
                }
                for profile in told.profiles.values()
            ]
        )
        if warning := disorder(told):
            st.warning(warning)
        st.caption(_plain(told.validity))
        st.caption(
            f"{number(told.templated)} people ({share(told.templated, told.present)}) showed a "
            "face that would be searched, on the list or not."
        )
    with cameras:
        if warning := caveat(told):
            st.warning(warning)
        _rows("camera", told.cameras)
    with hours:
        st.bar_chart(
            {
                "hour": [row.name for row in told.hours],
                **{name: [of(row) for row in told.hours] for name, _, of in KINDS},
            },
            x="hour",
            y=[name for name, _, _ in KINDS],
            x_label="hour from",
            y_label="people",
            color=[colour for _, colour, _ in KINDS],
            stack=False,
            sort=False,
            height=280,
        )
        _rows("hour from", told.hours)
    with places:
        _rows("place", told.places)


def _rows(name: str, rows: Sequence[Row]) -> None:
    if not rows:
        st.caption("Nobody was seen.")
        return
    st.table(
        [
            {
                name: row.name,
                "seen": number(row.seen),
                "identifiable by a human": number(row.with_face),
                "searched (templated)": number(row.templated),
                "identifiable by a machine, expected": number(row.machine),
            }
            for row in rows
        ]
    )


def _downloads(folder: Path) -> None:
    kinds = {
        "page.html": ("Report (HTML)", "text/html"),
        "answers.json": ("Numbers (JSON)", "application/json"),
        "plan.svg": ("Plan (SVG)", "image/svg+xml"),
        "plan.png": ("Plan (PNG)", "image/png"),
    }
    here = [(folder / name, *kind) for name, kind in kinds.items() if (folder / name).is_file()]
    if not here:
        return
    for column, (file, label, mime) in zip(st.columns(len(kinds)), here, strict=False):
        column.download_button(
            label,
            file.read_bytes(),
            file_name=f"{folder.name}-{file.name}",
            mime=mime,
            key=f"download-{folder.name}-{file.name}",
            width="stretch",
        )
    st.caption(f"All of it is in {folder}.")
