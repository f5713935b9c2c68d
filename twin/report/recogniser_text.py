"""Recogniser text: where the recogniser's numbers come from, and what was published elsewhere."""

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from twin.exposure import Deployment, Recognisers
from twin.naming import in_words
from twin.quantity import OWN, OWN_TRIAL
from twin.report.terminal import listing
from twin.run import Swept
from twin.wording import OWN_RATE, few_digits, number

NOT_TOLD = "-"


def render_sweep(
    profile: str,
    usual: float,
    swept: Sequence[Swept],
    *,
    recognisers: Recognisers,
    idle: Mapping[str, str],
    console: Console | None = None,
) -> None:
    """Print how many people a machine could identify at the ends of each number's range.

    Parameters
    ----------
    profile : str
        Whose people.
    usual : float
        People with every number as it was.
    swept : sequence of Swept
        What was moved.
    recognisers : Recognisers
        The numbers as they were; their gallery, rate and validity are told.
    idle : mapping of str to str
        Numbers that change nothing for the profile, and why not.
    console : Console, optional
        Where to print; standard output when missing.
    """
    table = _sourced(
        f"People a machine could identify, {profile} profile: {number(usual)} as set",
        *("one number moved", "from", "to", "people", "to", "source"),
    )
    for one in swept:
        low, high = one.number.range or (one.number.value, one.number.value)
        table.add_row(
            one.name,
            few_digits(low),
            few_digits(high),
            number(one.low),
            number(one.high),
            one.number.source,
        )
    rate = (
        f"at {OWN_RATE}"
        if profile in recognisers.staying
        else f"gallery {recognisers.gallery.value:,.0f}, one false alarm in "
        f"{recognisers.searches_per_false_alert.value:,.0f} searches"
    )
    holds = (
        "Expected numbers of different people who would be named correctly, if each were "
        f"enrolled: {rate}. {recognisers.validity}"
    )
    parts: list[RenderableType] = [
        Padding(table, (0, 0, 1, 0)),
        *(Text(line, "dim") for line in _left_out(idle)),
    ]
    (console or Console()).print(Group(*parts, Text(holds, "dim")))


def _left_out(idle: Mapping[str, str]) -> Iterator[str]:
    """Say once for each reason what was not moved."""
    for why in dict.fromkeys(idle.values()):
        names = ", ".join(name for name, reason in idle.items() if reason == why)
        yield f"Not moved: {names}; {why}."


def render_recogniser(
    recognisers: Recognisers, deployments: Sequence[Deployment], *, console: Console | None = None
) -> None:
    """Print the recogniser's numbers with their sources, and published deployments beside it.

    Parameters
    ----------
    recognisers : Recognisers
        The numbers.
    deployments : sequence of Deployment
        What police forces published.
    console : Console, optional
        Where to print; standard output when missing.
    """
    numbers = _sourced("The recogniser's numbers", "", "value", "may lie in", "from")
    for name, quantity in recognisers.quantities():
        between = " to ".join(few_digits(end) for end in quantity.range or ())
        numbers.add_row(name, few_digits(quantity.value), between, quantity.source)
    told = listing(
        "Faces for each alert in published deployments, and in this model",
        *("", "gallery", "faces", "alerts", "per alert", "per false alert"),
    )
    for one in deployments:
        false = one.faces_per_false_alert
        told.add_row(
            Text.assemble(one.name, "\n", (f"[{one.source}]", "dim")),
            NOT_TOLD if one.gallery is None else f"{one.gallery:,}",
            f"{one.faces:,}",
            f"{one.alerts:,}",
            f"{one.faces_per_alert:,.0f}",
            NOT_TOLD if false is None else f"{false:,.0f}",
        )
    told.add_section()
    told.add_row(
        "this model, as set",
        f"{recognisers.gallery.value:,.0f}",
        *("", "", ""),
        f"{recognisers.searches_per_false_alert.value:,.0f}",
    )
    no_check = (
        "No deployment published how large faces were, how cameras hung or whom they missed, so "
        "only throughput and false alerts can be held against the model."
    )
    own = (name for name, _ in recognisers.quantities() if "." not in name)
    parts: list[RenderableType] = [
        numbers,
        Text("\n".join(f"{name}: {in_words(name)}" for name in own), "dim"),
        Text(recognisers.validity, "dim"),
        told,
        Text(no_check, "dim"),
    ]
    (console or Console()).print(Group(*(Padding(part, (0, 0, 1, 0)) for part in parts)))


def own_sources(recognisers: Recognisers) -> Iterator[tuple[str, str]]:
    """Yield what stands in the place of a bibliography's entry for sources of one's own."""
    for name, quantity in recognisers.quantities():
        if quantity.source == OWN:
            yield OWN, f"{name}: {quantity.note}"
    if OWN_TRIAL in recognisers.sources:
        yield OWN_TRIAL, "Fitted to a trial of whoever wrote the recognisers file."


def _sourced(title: str, *columns: str) -> Table:
    """Make a table whose last column holds source keys, which are looked up and never cut."""
    table = listing(title, *columns)
    table.columns[-1].no_wrap, table.columns[-1].overflow = True, "fold"
    return table
