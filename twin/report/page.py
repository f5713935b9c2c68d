"""Page: the whole answer as one HTML file that needs nothing else."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from twin import wording
from twin.report import attribution, charts, sentences
from twin.report.answered import at
from twin.report.digest import Digest, Range, digest
from twin.report.made import made
from twin.report.words import WORDS, assumptions
from twin.sources import bibliography

#: Matplotlib's style rule would reach the whole page; it is meant for its own drawing.
_GLOBAL_RULE: Final = re.compile(r"<style type=\"text/css\">\s*\*\{([^}]*)\}\s*</style>")
_METADATA: Final = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)
_SIZE: Final = re.compile(r'(<svg\b[^>]*?)\s+width="[^"]*"', re.DOTALL)
_HEIGHT: Final = re.compile(r'(<svg\b[^>]*?)\s+height="[^"]*"', re.DOTALL)


def page(answers: Mapping[str, Any], *, manifest: Mapping[str, Any], plan_svg: str) -> str:
    """Write the page.

    Parameters
    ----------
    answers : mapping
        `answers.json`, parsed.
    manifest : mapping
        The run's manifest.
    plan_svg : str
        The plan as an SVG document.

    Returns
    -------
    str
        HTML with its style and pictures inside, without any script or outside address to load.

    Raises
    ------
    RunError
        If the answers lack something the page cannot do without.
    """
    told = digest(answers)
    html: str = _template().render(
        told=told,
        when=sentences.when(told),
        title=sentences.title(told),
        cards=list(_cards(told)),
        chart=charts.by_hour(told.hours),
        words=WORDS,
        caveat=sentences.caveat(told),
        disorder=sentences.disorder(told),
        darkness=sentences.darkness(told),
        how_sure=at(answers, "people", "intervals", "method"),
        crowd=assumptions(at(answers, "crowd")),
        assumptions=assumptions(at(answers, "recognisers")),
        made=list(made(told, answers, manifest)),
        sources=bibliography(manifest.get("sources", [])),
        credits=attribution.credits(manifest),
        plan_svg=inline(plan_svg, label=_describe(told), id="sheet"),
        css=Markup(_text("page.css")),  # noqa: S704  our own file
    )
    return html


def inline(svg: str, *, label: str, id: str) -> Markup:
    """Make an SVG document part of a page: no prolog, no fixed size, a label for readers.

    Parameters
    ----------
    svg : str
        A document as matplotlib writes it.
    label : str
        What it shows, for those who cannot see it.
    id : str
        Its own in the page.

    Returns
    -------
    Markup
        An `svg` element.

    Examples
    --------
    >>> inline('<?xml?><svg width="9" height="9" viewBox="0 0 9 9"/>', label="Nine", id="sheet")
    Markup('<svg role="img" aria-label="Nine" id="sheet" viewBox="0 0 9 9"/>')
    """
    element = svg[svg.index("<svg") :].strip()
    for pattern in (_SIZE, _HEIGHT):
        element = pattern.sub(r"\1", element, count=1)
    element = _METADATA.sub("", element)
    element = _GLOBAL_RULE.sub(rf"<style>#{id} *{{\1}}</style>", element)
    opening = Markup('<svg role="img" aria-label="{}" id="{}"').format(label, id)
    return opening + Markup(element[len("<svg") :])  # noqa: S704  drawn by twin.report.plan


@cache
def _template() -> Any:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"number": wording.number, "one_in": sentences.one_in}
    environment.globals |= {"share": sentences.share, "ends": sentences.ends}
    return environment.from_string(_text("page.html"))


def _text(name: str) -> str:
    return files("twin.report").joinpath(name).read_text(encoding="utf-8")


def _describe(told: Digest) -> str:
    names = ", ".join(row.name for row in told.cameras)
    return (
        f"Plan of {told.site} on {wording.date(told.day)}: buildings, walkable ground, footfall, "
        f"the cameras {names} and the ground they cover at each level."
    )


def _cards(told: Digest) -> Iterator[dict[str, Any]]:
    def card(what: str, value: float, note: str, *, strong: bool = False) -> dict[str, Any]:
        return {
            "what": what,
            "value": wording.number(value),
            "note": note,
            "strong": strong,
        }

    def note(people: float, between: Range | None, *more: str) -> str:
        share = sentences.share(people, told.present)
        return "; ".join((share, f"{sentences.ends(between)}*", *more))

    human, machine = told.human, told.machine
    yield card(
        "people on the site",
        told.present,
        f"{sentences.when(told)}; {told.mean_outdoor_min:.0f} minutes outdoors on average",
    )
    yield card("seen by a camera", told.seen, note(told.seen, told.seen_range))
    detail = f"face shown with {human.density:g} px/m, {told.edition.title}"
    yield card(
        "identifiable by a human",
        human.with_face,
        note(human.with_face, told.human_range, detail),
        strong=True,
    )
    yield card(
        "identifiable by a machine, if enrolled",
        machine.people,
        note(machine.people, machine.range, "expected", sentences.conditions(told)),
        strong=True,
    )
    yield card(
        "searched (templated)",
        told.templated,
        note(told.templated, told.templated_range, "on the list or not"),
    )
