"""Answer some minutes of a run at once."""

from typing import TYPE_CHECKING, Any

from twin.answers.counts import exposed
from twin.answers.figures import figures
from twin.arrays import as_a
from twin.cameras import Layout

if TYPE_CHECKING:
    from twin.run import Excerpt

__all__ = ["headline"]


def headline(excerpt: "Excerpt", layout: Layout) -> dict[str, Any]:
    """Say how many different people the cameras of a layout see in some minutes of a run.

    Parameters
    ----------
    excerpt : Excerpt
        The minutes; see there how they differ from a whole day.
    layout : Layout
        The cameras; those that the excerpt was asked about before are not looked through again.

    Returns
    -------
    dict
        ``date``, ``start_s``, ``end_s``, ``rate_hz`` and the name of the ``layout``, and
        what :func:`~twin.answers.figures.figures` counts.

    Raises
    ------
    ScenarioError
        If a camera cannot hang where it does.
    ShapeError
        If it is no layout, or ``excerpt`` no excerpt.
    """
    from twin.run import Excerpt

    wanted = "an Excerpt such as twin.Excerpt.of(run, start, minutes=10) reads"
    excerpt = as_a(Excerpt, "excerpt", excerpt, wanted=wanted)
    exposure = excerpt.exposure(layout)
    return {
        "date": excerpt.inputs.scenario.date.isoformat(),
        "start_s": excerpt.start_s,
        "end_s": excerpt.end_s,
        "rate_hz": excerpt.rate,
        "layout": layout.name,
        **figures(exposed(exposure, "day"), excerpt.inputs.recognisers),
    }
