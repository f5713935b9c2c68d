"""Tables of the answer about tracking."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from twin.answers.tracking.links import NO_FACES
from twin.answers.tracking.measured import QUANTILES, Case
from twin.told import Chart, Column, table

__all__ = ["charts", "tables"]

_CASE = (
    Column("faces", "", "profile of the face recogniser; none where no face is recognised"),
    Column(
        "chance_of_appearance",
        "1",
        "chance to join two passes by appearance, one right after the other",
    ),
)

_SPREAD = (
    ("", "mean", ""),
    ("_low", "low", "; lowest of the repetitions"),
    ("_high", "high", "; highest of the repetitions"),
)


def tables(
    told: Mapping[Case, Mapping[str, Any]],
    cases: Sequence[Case],
    pairs: Sequence[Mapping[str, Any]],
    others: Sequence[Mapping[str, Any]],
    *,
    names: Mapping[str, str],
    margins: Sequence[float],
) -> dict[str, pa.Table]:
    """Write all tables.

    Parameters
    ----------
    told : mapping of Case to mapping
        What was measured of each way to join passes.
    cases : sequence of Case
        Those to be told in full, beside single passes.
    pairs : sequence of mapping
        What camera pairs do.
    others : sequence of mapping
        What would be told if an assumption were another.
    names : mapping of str to str
        Of the housings.
    margins : sequence of float
        Those of door to door. [s]
    """
    full = {case: told[case] for case in (*cases, Case(NO_FACES, 0.0))}
    return {
        "joined": _spread(
            told,
            Column("time_share", "1", "share of their time on the site in one track, mean of all"),
            Column("way_share", "1", "share of their way outdoors in one track, mean of all"),
            Column("followed", "1", "people followed from one camera to another"),
        ),
        "longest": _longest(full),
        "door_to_door": _doors(full, margins),
        "pairs": _pairs(pairs, names),
        "what_if": _what_if(others),
    }


def charts(faces: str) -> tuple[Chart, ...]:
    """Draw what depends on the chance of appearance, for faces of one profile."""
    return (
        Chart(
            "People followed from one camera to another, by the chance that appearance joins two "
            "passes",
            table="joined",
            along="chance_of_appearance",
            series={"followed": "people followed"},
            axis="people; the band holds all repetitions",
            kind="lines",
            band=("followed_low", "followed_high"),
            only={"faces": faces},
        ),
        Chart(
            "How much one track holds, by the chance that appearance joins two passes",
            table="joined",
            along="chance_of_appearance",
            series={
                "way_share": "of their way outdoors",
                "time_share": "of their time on the site",
            },
            axis="share in a visitor's longest track, mean of all",
            kind="lines",
            band=("way_share_low", "way_share_high"),
            only={"faces": faces},
        ),
    )


def _spread(told: Mapping[Case, Mapping[str, Any]], *of: Column) -> pa.Table:
    """Write measures with the lowest and highest of their repetitions."""
    columns = [
        Column(one.name + suffix, one.unit, one.meaning + more)
        for one in of
        for suffix, _, more in _SPREAD
    ]
    rows = [
        (*case[:2], *(found[one.name][which] for one in of for _, which, _ in _SPREAD))
        for case, found in told.items()
    ]
    return table((*_CASE, *columns), rows)


def _longest(told: Mapping[Case, Mapping[str, Any]]) -> pa.Table:
    """Write how long the longest joined stretches are."""
    columns = (
        *_CASE,
        Column("share_of_seen", "1", "of those seen, so many have a longest stretch no longer"),
        Column("minutes", "min", "longest joined stretch, mean over repetitions"),
        Column("metres", "m", "walked outdoors in it, the farthest of a person's tracks"),
    )
    rows = [
        (*case[:2], share, *(found[f"{unit}_{name}"]["mean"] for unit in ("minutes", "metres")))
        for case, found in told.items()
        for name, share in QUANTILES.items()
    ]
    return table(columns, rows)


def _doors(told: Mapping[Case, Mapping[str, Any]], margins: Sequence[float]) -> pa.Table:
    """Write how many journeys are told door to door."""
    columns = (
        *_CASE,
        Column("margin_s", "s", "a track may begin so long after coming, end so long before going"),
        Column("journeys", "1", "journeys told door to door"),
        Column("journeys_low", "1", "the same; lowest of the repetitions"),
        Column("journeys_high", "1", "the same; highest of the repetitions"),
    )
    rows = [
        (*case[:2], float(margin), one["mean"], one["low"], one["high"])
        for case, found in told.items()
        for margin, one in zip(margins, found["doors"], strict=True)
    ]
    return table(columns, rows)


def _pairs(pairs: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> pa.Table:
    """Write what each pair of cameras joins."""
    columns = (
        Column("one", "", "camera"),
        Column("one_name", "", "its name"),
        Column("other", "", "another camera, or the same of who comes back"),
        Column("other_name", "", "its name"),
        Column("people", "1", "of whom passes before both are in one track, mean of repetitions"),
        Column("low", "1", "the same; lowest of the repetitions"),
        Column("high", "1", "the same; highest of the repetitions"),
        Column("steps", "1", "times that a track goes from one straight to the other"),
        Column("minutes", "min", "mean time between the two passes of a step"),
        Column("by_face", "1", "share of steps of which both passes showed an identified face"),
    )
    rows = [
        tuple(
            names[row[column.name.removesuffix("_name")]]
            if column.name.endswith("_name")
            else row[column.name]
            for column in columns
        )
        for row in pairs
    ]
    return table(columns, rows)


def _what_if(others: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Write what would be told if an assumption were another."""
    columns = (
        Column("if_so", "", "one assumption at the end of its range, the others as told"),
        Column("time_share", "1", "share of their time on the site in one track, mean of all"),
        Column("way_share", "1", "share of their way outdoors in one track, mean of all"),
        Column("followed", "1", "people followed from one camera to another"),
        Column("doors", "1", "journeys told door to door"),
    )
    return table(columns, [tuple(row[column.name] for column in columns) for row in others])
