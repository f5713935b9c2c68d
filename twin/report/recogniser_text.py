"""Recogniser text: where the recogniser's numbers come from, and what was published elsewhere."""

from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from twin.exposure import Deployment, Recognisers
from twin.report.terminal import listing
from twin.run import Swept
from twin.wording import number

NOT_TOLD = "-"


def render_sweep(
    profile: str,
    usual: float,
    swept: Sequence[Swept],
    *,
    recognisers: Recognisers,
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
    console : Console, optional
        Where to print; standard output when missing.
    """
    table = listing(
        f"People a machine could identify, {profile} profile: {number(usual)} as set",
        *("one number moved", "from", "to", "people", "to", "source"),
    )
    for one in swept:
        low, high = one.number.range or (one.number.value, one.number.value)
        table.add_row(
            one.name,
            f"{low:,g}",
            f"{high:,g}",
            number(one.low),
            number(one.high),
            one.number.source,
        )
    holds = (
        f"Expected numbers of different people who would be named correctly, if each were "
        f"enrolled: gallery {recognisers.gallery.value:,.0f}, one false alarm in "
        f"{recognisers.searches_per_false_alert.value:,.0f} searches. {recognisers.validity}"
    )
    (console or Console()).print(Group(Padding(table, (0, 0, 1, 0)), Text(holds, "dim")))


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
    numbers = listing("The recogniser's numbers", "", "value", "may lie in", "from")
    for name, quantity in recognisers.quantities():
        between = (
            "" if quantity.range is None else f"{quantity.range[0]:,g} to {quantity.range[1]:,g}"
        )
        numbers.add_row(name, f"{quantity.value:,g}", between, quantity.source)
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
    parts: list[RenderableType] = [
        numbers,
        Text(recognisers.validity, "dim"),
        told,
        Text(no_check, "dim"),
    ]
    (console or Console()).print(Group(*(Padding(part, (0, 0, 1, 0)) for part in parts)))
