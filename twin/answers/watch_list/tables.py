"""Tables of the answer about a watch-list."""

from collections.abc import Mapping

import pyarrow as pa

from twin.answers.watch_list.found import Found, Supposed
from twin.answers.watch_list.numbers import RATIOS
from twin.answers.watch_list.rates import false_alert_rate
from twin.exposure import Recognisers, deployments
from twin.told import Column, table

__all__ = ["tables"]


def tables(
    found: Found, supposed: Supposed, recognisers: Recognisers, names: Mapping[str, str]
) -> dict[str, pa.Table]:
    """Write all tables; ``names`` are those of the housings."""
    usual_list = round(recognisers.gallery.value)
    return {
        "lists": _lists(found, supposed),
        "wrongly_stopped": _wrongly_stopped(found, supposed),
        "listed_people": _listed_people(found, recognisers),
        "right_and_false": _right_and_false(found, supposed),
        "groups": _groups(found, usual_list),
        "cameras": _cameras(found, usual_list, names),
        "deployments": _deployments(),
        "deployments_by_this_rate": _by_this_rate(found, usual_list),
    }


def _lists(found: Found, supposed: Supposed) -> pa.Table:
    """Tell the false alerts of lists of several sizes."""
    columns = (
        Column("images", "1", "images on the list"),
        Column("searches_per_false_alert", "1", "searches for one false alert, 1 / FPIR"),
        Column("false_alerts", "1", "false alerts to be expected in the time simulated"),
        Column("lowest", "1", "the same, at the best of the range of the rate"),
        Column("highest", "1", "the same, at the worst"),
        Column("older_software", "1", "the same, at the rate of the maker's earlier versions"),
    )
    rows = [
        (
            images,
            1 / false_alert_rate(found.rates.usual, images),
            *found.rates.alerts(found.searches, images),
        )
        for images in supposed.sizes
    ]
    return table(columns, rows)


def _wrongly_stopped(found: Found, supposed: Supposed) -> pa.Table:
    """Tell how many are stopped who are not on the list."""
    columns = (
        Column("images", "1", "images on the list"),
        Column("wrongly_stopped", "1", "people stopped after a false alert, expected"),
        Column("lowest", "1", "the same, where rate and share acted on are lowest"),
        Column("highest", "1", "the same, where both are highest"),
    )
    rows = [
        (images, *supposed.stopped(*found.rates.alerts(found.searches, images)[:3]))
        for images in supposed.sizes
    ]
    return table(columns, rows)


def _listed_people(found: Found, recognisers: Recognisers) -> pa.Table:
    """Tell what becomes of somebody who is on the list, by profile."""
    columns = (
        Column("profile", "", "quality of picture"),
        Column("about", "", "what it stands for"),
        Column("recognised", "1", "chance that a listed person who comes is rightly told once"),
        Column("if_searched", "1", "the same, if the face was searched at all"),
        Column("alerts", "1", "right alerts for each listed person who comes"),
    )
    rows = [
        (
            name,
            getattr(recognisers.profiles, name).about,
            one.recognised,
            one.if_searched,
            one.alerts,
        )
        for name, one in found.listed.items()
    ]
    return table(columns, rows)


def _right_and_false(found: Found, supposed: Supposed) -> pa.Table:
    """Set right alerts beside false ones, for so many listed people who come."""
    columns = (
        Column("images", "1", "images on the list"),
        Column("listed_who_come", "1", "listed people supposed to come in the time simulated"),
        Column("right_alerts", "1", "right alerts to be expected, central profile"),
        Column("false_alerts", "1", "false alerts to be expected"),
        Column("right_share", "1", "share of all alerts that are right"),
    )
    rows = []
    for images in supposed.sizes:
        false = found.rates.alerts(found.searches, images)[0]
        for visits in supposed.visits:
            if visits <= images:
                right = visits * found.listed["central"].alerts
                share = right / (right + false) if right + false else None
                rows.append((images, visits, right, false, share))
    return table(columns, rows)


def _groups(found: Found, images: int) -> pa.Table:
    """Tell how often the faces of a group that is mistaken more often may give false alerts."""
    columns = (
        Column("times_as_often", "1", "false matches of one group, for one of another"),
        Column("images", "1", "images on the list"),
        Column("least_searches_per_false_alert", "1", "of the group that is mistaken more often"),
        Column("source", "", "key of sources.bib"),
        Column("note", "", "what it says"),
    )
    rows = []
    for ratio in RATIOS:
        rate = false_alert_rate(min(1.0, ratio.value * found.rates.usual), images)
        rows.append((round(ratio.value), images, 1 / rate, ratio.source, ratio.note))
    return table(columns, rows)


def _cameras(found: Found, images: int, names: Mapping[str, str]) -> pa.Table:
    """Tell the searches of each housing."""
    columns = (
        Column("id", "", "camera"),
        Column("name", "", "its name"),
        Column("passes", "1", "times somebody passed before it"),
        Column("searches", "1", "of these, times a face was searched"),
        Column("people", "1", "different people searched; by two cameras, in both"),
        Column("false_alerts", "1", f"false alerts to be expected with {images:,} images"),
    )
    rows = [
        (
            housing,
            names[housing],
            one.passes,
            len(one.person),
            len(set(one.person.tolist())),
            found.rates.alerts(len(one.person), images)[0],
        )
        for housing, one in found.by_housing.items()
    ]
    return table(columns, rows)


def _deployments() -> pa.Table:
    """List published deployments."""
    columns = (
        Column("name", "", "where and when"),
        Column("faces", "1", "faces detected"),
        Column("images", "1", "images on the list, where published"),
        Column("alerts", "1", "alerts, right and false"),
        Column("false_alerts", "1", "of these false, where published"),
        Column("source", "", "key of sources.bib"),
    )
    rows = [
        (one.name, one.faces, one.gallery, one.alerts, one.false_alerts, one.source)
        for one in deployments()
    ]
    return table(columns, rows)


def _by_this_rate(found: Found, usual_list: int) -> pa.Table:
    """Hold the run's rate of false alerts against published deployments."""
    columns = (
        Column("name", "", "where and when"),
        Column("images", "1", "images on the list; that of the run's rate, if not published"),
        Column("false_alerts", "1", "false alerts to be expected there by this run's rate"),
        Column("lowest", "1", "the same, at the best of its range"),
        Column("highest", "1", "the same, at the worst"),
        Column("for_each_published", "1", "false_alerts for each false alert published"),
        Column("share_of_alerts", "1", "false_alerts as a share of all alerts; cannot pass 1"),
    )
    rows = []
    for one in deployments():
        images = one.gallery or usual_list
        usual, lowest, highest, _ = found.rates.alerts(one.faces, images)
        each = usual / one.false_alerts if one.false_alerts else None
        rows.append((one.name, images, usual, lowest, highest, each, usual / one.alerts))
    return table(columns, rows)
