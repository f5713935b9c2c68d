"""What is said of an unknown deployment."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from twin.answers.unknown.spread import PRIORS
from twin.wording import clock, number

__all__ = ["sentences"]

TOLD = (10, 50)
"""Numbers of cameras that are told of, beside that of the run. [1]"""


def sentences(found: Mapping[str, Any]) -> Iterator[str]:
    """Say what is found, the most important first.

    Parameters
    ----------
    found : mapping
        Figures of the answer.
    """
    when = f"from {clock(found['start_s'])} to {clock(found['end_s'])}"
    yield (
        f"{number(found['layouts'])} layouts were drawn from {number(found['candidates'])} cameras "
        "that could hang on the walls, poles and canopies of the map, and judged on the "
        f"{number(found['present'])} people who were there {when}, the busiest hour."
    )
    by_cameras = {row["cameras"]: row for row in found["by_cameras"]["recognised"]}
    searched = {row["cameras"]: row for row in found["by_cameras"]["searched"]}
    own = found["own"]
    told = [n for n in sorted({own["cameras"], *TOLD}) if n in by_cameras] or [max(by_cameras)]
    listed = "" if "central" in found["own_trial"] else f" of {found['gallery']:,}"
    for n in told:
        row, templated = by_cameras[n], searched[n]
        on = f", were each on its list{listed}" if n == told[0] else ""
        yield (
            f"With {_cameras(n)} hung anywhere a machine would recognise {number(row['p50'])} "
            f"people in the middle one of the layouts{on}; nine in ten layouts lie between "
            f"{number(row['p5'])} and {number(row['p95'])}. The faces of "
            f"{number(templated['p50'])} ({number(templated['p5'])} to {number(templated['p95'])}) "
            "could be searched."
        )
        yield (
            f"Placed best, {_cameras(n)} of these would recognise {number(row['best'])} or more, "
            f"but no choice of them more than {number(row['at_most'])}; placed worst, "
            f"{number(row['worst'])} or fewer."
        )
    yield from _about_unknown(found, max(by_cameras))
    yield from _about_own(own, by_cameras)


def _about_unknown(found: Mapping[str, Any], most: int) -> Iterator[str]:
    """Say what holds if not even the number is known."""
    first, second = (found["number_unknown"][prior]["recognised"] for prior in PRIORS)
    yield (
        f"If not even the number is known, but is 1 to {most}, each doubling as likely, a machine "
        f"would recognise {number(first['p50'])} people in the middle case, and in nine of ten "
        f"{number(first['p5'])} to {number(first['p95'])}; were each number as likely, "
        f"{number(second['p50'])} ({number(second['p5'])} to {number(second['p95'])})."
    )


def _about_own(own: Mapping[str, Any], listed: Sequence[int] | Mapping[int, Any]) -> Iterator[str]:
    """Compare the deployment of the run."""
    if own["cameras"] not in listed:
        return
    share = own["share_of_layouts_below"]["recognised"]
    yield (
        f"The deployment of this run, {_cameras(own['cameras'])}, recognises "
        f"{number(own['recognised'])} in that hour: more than {100 * share:.0f} % of the layouts "
        "of as many that were drawn."
    )


def _cameras(n: int) -> str:
    """Write how many cameras."""
    return "one camera" if n == 1 else f"{number(n)} cameras"
