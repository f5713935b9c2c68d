"""Who was captured before they could have read a sign, for how long, and where the next helps."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from twin.answers.asked import Asked
from twin.answers.notice.captured import Captured, spent
from twin.answers.notice.first import NEVER, FirstRead
from twin.answers.notice.next_sign import Helped
from twin.answers.notice.propose import propose, tried
from twin.answers.notice.reading import HEAD_TURN, HEAD_TURNS
from twin.answers.notice.says import about_next, sentences
from twin.answers.question import Question
from twin.arrays import Bools, Floats, Ints
from twin.exposure import PROFILES
from twin.site.things import Sign
from twin.tables import TICKS_PER_SECOND
from twin.told import Chart, Column, Told, table

__all__ = ["NOTICE"]

CENTRAL = HEAD_TURNS.index(HEAD_TURN)

Moments = NDArray[np.int64]


def _notice(asked: Asked) -> Told:
    """Compare when each person could first read a sign and when they were first captured."""
    signs = asked.inputs.site.signs
    eyes = _eye_height(asked.people)
    captured = Captured.of(asked)
    moment, housing = captured.first()
    read = FirstRead.of(asked.inputs.site, signs, eyes)
    helped = tried(asked, eyes, captured.looks, moment)
    _scan(asked, read, helped)
    notice = read.notice
    before = (moment < NEVER) & (moment < notice)
    early = captured.before(notice[CENTRAL])
    late = before[CENTRAL]
    next_signs = propose(asked, helped, captured.looks, late)
    found = {
        **_counts(moment, notice[CENTRAL]),
        "present": asked.people.num_rows,
        **_stretch(spent(early.looks)),
        "lead_s": _lead(moment, notice[CENTRAL]),
        "machine": _machine(captured, early),
        "by_head_turn": [
            {"head_turn_deg": float(np.rint(np.degrees(turn))), "before_notice": int(each.sum())}
            for turn, each in zip(HEAD_TURNS, before, strict=True)
        ],
        "signs": len(signs),
        "signs_invented": sum(sign.invented for sign in signs),
        **next_signs,
    }
    return Told(
        tuple(sentences(found)),
        found,
        {
            "signs": _signs(signs, read.moment[CENTRAL], moment),
            "cameras": _cameras(asked, housing, late),
            "head_turns": _head_turns(found),
            "next_signs": _next_signs(found),
        },
        (
            Chart(
                "Whose face each camera captured first of all cameras",
                "cameras", along="name", axis="different people",
                series={"captured_first": "captured", "before_notice": "before notice"},
            ),
        ),
        tuple(about_next(found)),
    )  # fmt: skip


def _eye_height(people: pa.Table) -> Floats:
    """Return the height of the eyes of each person number (P,). [m]"""
    height = np.empty(people.num_rows)
    height[people["person"].to_numpy()] = people["eye_height_m"].to_numpy()
    return height


def _scan(asked: Asked, read: FirstRead, helped: Helped) -> None:
    """Add the tracks near signs and near spots for more of them, which are read once."""

    def needs(west: float, south: float, east: float, north: float) -> bool:
        return any(one.posts.needs(west, south, east, north) for one in (read, helped))

    for tracks in asked.run.tracks_needed(needs):
        read.add(tracks)
        # whoever had notice before they were captured needs no other sign
        helped.add(tracks, read.notice[CENTRAL] > helped.captured)


def _counts(moment: Moments, notice: Moments) -> dict[str, Any]:
    """Count who was captured: after notice, and before it."""
    was = moment < NEVER
    after = int(np.count_nonzero(was & (notice <= moment)))
    never = int(np.count_nonzero(was & (notice == NEVER)))
    captured = int(np.count_nonzero(was))
    return {
        "captured": captured,
        "after_notice": after,
        "before_notice": captured - after,
        "share_after_notice": after / captured if captured else None,
        "notice_later": captured - after - never,
        "notice_never": never,
    }


def _stretch(of: tuple[Ints, Floats, Floats]) -> dict[str, Any]:
    """Take the middle and the 90th percentile of how long and how far people were captured."""
    _, seconds, metres = of
    return {
        name: {"median": float(np.median(values)), "p90": float(np.quantile(values, 0.9))}
        if len(values)
        else None
        for name, values in (("seconds", seconds), ("metres", metres))
    }


def _lead(moment: Moments, notice: Moments) -> dict[str, float] | None:
    """Say how long before capture the middle and the 10th percentile had notice. [s]"""
    after = (moment < NEVER) & (notice <= moment)
    if not after.any():
        return None
    lead = (moment[after] - notice[after]) / TICKS_PER_SECOND
    return {"median": float(np.median(lead)), "p10": float(np.quantile(lead, 0.1))}


def _machine(captured: Captured, early: Captured) -> dict[str, Any]:
    """Expect how many a machine recognises, in all and by looks before notice."""
    model = captured.asked.inputs.recognisers
    whole, part = captured.recognised(), early.recognised()
    return {
        "gallery": round(model.gallery.value),
        "fpir": model.fpir,
        "own_trial": list(model.staying),
        "profiles": {
            name: {"recognised": whole[name], "before_notice": part[name]} for name in PROFILES
        },
    }


def _signs(signs: Sequence[Sign], read: Moments, moment: Moments) -> pa.Table:
    """List who could read each sign first of all, and were captured only then."""
    columns = (
        Column("id", "", "sign of the map"),
        Column("name", "", "its name"),
        Column("invented", "", "whether its place is our invention"),
        Column("could_read", "1", "people who could read it at some time"),
        Column("first", "1", "people who could read it before any other sign"),
        Column("then_captured", "1", "of these, whose face was captured only then or later"),
    )
    notice = read.min(axis=0, initial=NEVER)
    # of several at once the first of the map
    which = read.argmin(axis=0) if len(signs) else np.zeros(len(moment), dtype=np.intp)
    rows = []
    for number, sign in enumerate(signs):
        first = (which == number) & (notice < NEVER)
        then = first & (moment < NEVER) & (notice <= moment)
        could = int(np.count_nonzero(read[number] < NEVER))
        rows.append((sign.id, sign.name, sign.invented, could, int(first.sum()), int(then.sum())))
    return table(columns, sorted(rows, key=lambda row: -row[4]))


def _cameras(asked: Asked, housing: Ints, late: Bools) -> pa.Table:
    """List which camera captured people first, and of whom it did so before notice."""
    columns = (
        Column("id", "", "camera"),
        Column("name", "", "its name"),
        Column("captured_first", "1", "people whose face it captured before any other camera"),
        Column("before_notice", "1", "of these, who could have read no sign before"),
    )
    rows = [
        (name, cameras[0].name, int(first.sum()), int((first & late).sum()))
        for number, (name, cameras) in enumerate(asked.inputs.layout.housings.items())
        for first in [housing == number]
    ]
    return table(columns, rows)


def _head_turns(found: Mapping[str, Any]) -> pa.Table:
    """List how the count depends on how far from the face a sign is read."""
    columns = (
        Column("head_turn_deg", "deg", "a sign is read at most so far from where faces point"),
        Column("before_notice", "1", "people captured before they could have read a sign"),
    )
    return table(columns, [tuple(row.values()) for row in found["by_head_turn"]])


def _next_signs(found: Mapping[str, Any]) -> pa.Table:
    """List where signs would help most, one after the other."""
    columns = (
        Column("mount", "", "place of the map where something can hang"),
        Column("on", "", "what it is"),
        Column("place", "", "named ground it stands on; empty outside all"),
        Column("easting_m", "m", "EPSG:27700"),
        Column("northing_m", "m", "EPSG:27700"),
        Column("heading_deg", "deg", "it faces, clockwise from north"),
        Column("gain", "1", "people fewer captured before notice, beside the signs above"),
        Column("left", "1", "people still captured before notice"),
    )
    rows = [tuple(row[column.name] for column in columns) for row in found["next_signs"]]
    return table(columns, rows)


NOTICE = Question(
    name="notice",
    asks="Who could be identified before they could have read a sign about the cameras?",
    definition=(
        "Somebody is captured at the first look in which their face is large and frontal enough to "
        "be searched: then their biometric data is processed, whether or not anybody is on a list. "
        "They have notice from the first moment at which a sign is within its reading distance and "
        "angle, their face is turned to within 45 degrees of it (an assumption, 20 to 70), they "
        "do not read a phone, and nothing that stands is between their eyes and the sign. Captured "
        "before notice is whoever was captured before that moment, and whoever never had one. "
        "Seconds and metres of capture count seconds with such a look before notice, and the way "
        "between seconds that follow each other. What a machine would recognise before notice is "
        "an expected number, were each on its list, from the looks before notice alone."
    ),
    limits=(
        "That a sign could be read does not show that it was read or understood.",
        "A sign that could be read a moment before capture counts as notice in full.",
        (
            "Notice is counted from zero each day: whoever knows of the cameras from another day, "
            "a website or a newspaper is not told apart."
        ),
        (
            "Other people never hide a sign, and light never matters; signs hang 1.8 m above the "
            "ground (an assumption, 1.4 to 2.4), as maps do not tell."
        ),
        "Whoever is still there when the simulated time ends may pass a sign later.",
        (
            "Of each second only a camera's best look counts, so a capture may begin up to a "
            "second earlier."
        ),
        (
            "The next sign is looked for on walls and poles of the map within 100 m (an "
            "assumption, 50 to 300) of where somebody is first captured before notice. It is read "
            "from as far, and within such an angle, as the middle one of the signs that are there."
        ),
    ),
    ask=_notice,
)
"""The question of notice."""
