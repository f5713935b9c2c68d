"""The answer about a watch-list in plain words."""

from collections.abc import Iterator

from twin.answers.watch_list.false_alerts import published_rate
from twin.answers.watch_list.found import Found, Supposed
from twin.answers.watch_list.numbers import BOULEVARD, OLDER_LIST, OLDER_SEARCHES
from twin.exposure import Recognisers
from twin.wording import OWN_RATE, number

__all__ = ["often", "sentences"]

DAYS_TOLD = 730.0
"""Longer times between two alerts are told in years. [day] assumption (range 100-1000)"""

YEAR = 365.25
"""Days in a year. [day]"""


def often(expected: float) -> str:
    """Say how often something comes, of which so much is expected on one day.

    Examples
    --------
    >>> often(12.2), often(0.03), often(0.00002), often(0)
    ('12 a day', 'one in 33 days', 'one in 140 years', 'none')
    """
    if not expected:
        return "none"
    if expected >= 1:
        return f"{number(expected)} a day"
    days = 1 / expected
    time, unit = (days, "days") if days < DAYS_TOLD else (days / YEAR, "years")
    return f"one in {float(f'{time:.2g}'):,.12g} {unit}"


def sentences(
    found: Found, supposed: Supposed, recognisers: Recognisers, hours: str
) -> Iterator[str]:
    """Tell the answer, the most important first.

    Parameters
    ----------
    found, supposed
        What the run says, and what is supposed.
    recognisers : Recognisers
        Those of the run.
    hours : str
        Of which hours of a day the run is; empty of a whole day.
    """
    images = round(recognisers.gallery.value)
    yield (
        f"Faces were searched {number(found.searches)} times, those of {number(found.searched)} of "
        f"the {number(found.present)} people who were there: once whenever somebody passed a "
        "camera and showed a face that is good enough. This is so whoever is on the list."
    )
    if not found.searches:
        return
    if hours:
        yield f"What follows is of {hours} alone; a day below means these hours of it."
    usual, lowest, highest = found.rates.alerts(found.searches, images)[:3]
    yield (
        f"With {images:,} images on the list, false alerts are to be expected: {often(usual)}"
        f"{_between(lowest, highest)}."
    )
    yield from _boulevard(found)
    yield from _right(found, recognisers, images)
    yield _stopped(supposed, images, (usual, lowest, highest))
    yield from _held_against(found, images)


def _boulevard(found: Found) -> Iterator[str]:
    """Tell the case of King's Boulevard."""
    images = round(BOULEVARD.value)
    usual, _, _, older = found.rates.alerts(found.searches, images)
    yield (
        f"With only the {images} images that the police gave the owner of King's Boulevard: "
        f"{often(usual)}; at the rate of earlier software, one false alert in "
        f"{OLDER_SEARCHES.value:,.0f} searches of {OLDER_LIST.value:,.0f} images: {often(older)}. "
        "A short list hardly ever errs, but as many faces are searched."
    )


def _right(found: Found, recognisers: Recognisers, images: int) -> Iterator[str]:
    """Tell what becomes of somebody on the list, and what share of alerts are false."""
    known = {name: number(100 * one.recognised) for name, one in found.listed.items()}
    yield (
        f"Of 100 listed people who come, {known['central']} are recognised at least once "
        f"({known['strict']} to {known['optimistic']}, by profile), and of 100 whose face was "
        f"searched {number(100 * found.listed['central'].if_searched)}; however long the list is, "
        "at the same threshold."
    )
    right = found.listed["central"].alerts
    false = found.rates.alerts(found.searches, images)[0]
    if false:
        share = 100 * false / (right + false)
        yield (
            f"If one of {images:,} on the list comes each day, {number(share)} of 100 alerts are "
            "false; if none does, all are."
        )
    if recognisers.staying:
        names = " and ".join(recognisers.staying)
        yield f"The chances of {names} hold for {OWN_RATE}, perhaps not for these false alerts."


def _stopped(supposed: Supposed, images: int, alerts: tuple[float, float, float]) -> str:
    """Tell who is wrongly stopped."""
    usual, lowest, highest = supposed.stopped(*alerts)
    share = supposed.acted_on
    least, most = share.range or (share.value, share.value)
    return (
        f"If somebody is stopped after {number(100 * share.value)} of 100 false alerts "
        f"({number(100 * least)} to {number(100 * most)}), wrongful stops with {images:,} images "
        f"are to be expected: {often(usual)}{_between(lowest, highest)}."
    )


def _held_against(found: Found, images: int) -> Iterator[str]:
    """Hold the rate against the largest deployment that published its false alerts."""
    largest, rate = published_rate()
    there = found.rates.alerts(largest.faces, largest.gallery or images)[0]
    published = largest.false_alerts or 0
    yield (
        f"Police published {published:,} false alerts in {largest.faces:,} faces ({largest.name}); "
        f"at that rate per face it would be {often(found.searches * rate)} here. This run's rate "
        f"would have given {number(there)} there, {number(there / published)} times as many: a "
        "rate of false alerts holds for one threshold alone."
    )


def _between(lowest: float, highest: float) -> str:
    """Tell a range, where there is one."""
    if lowest == highest:
        return ""
    return f" ({often(lowest)} at the best of the range, {often(highest)} at the worst)"
