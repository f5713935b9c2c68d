"""What is said of an unknown deployment."""

from collections.abc import Iterator, Mapping
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
    rows = {
        name: {(row["cameras"], row["hung"]): row for row in found["by_cameras"][name]}
        for name in ("recognised", "searched")
    }
    there = {n for n, _ in rows["recognised"]}
    own = found["own"]
    listed = "" if "central" in found["own_trial"] else f" of {found['gallery']:,}"
    told = sorted(there.intersection({own["cameras"], *TOLD})) or [max(there)]
    for n in told:
        anywhere, aimed = (rows["recognised"][n, way] for way in ("anywhere", "aimed"))
        faces, aimed_faces = (rows["searched"][n, way] for way in ("anywhere", "aimed"))
        recognised = _middle(anywhere, "people")
        if n == told[0]:
            recognised = (
                f"{number(anywhere['p50'])} people in the middle one of {number(found['layouts'])} "
                f"layouts, and {number(anywhere['p5'])} to {number(anywhere['p95'])} in nine of "
                f"ten, were each on its list{listed}"
            )
        yield (
            f"{_cameras(n)} hung anywhere would let a machine recognise {recognised}; aimed at "
            f"faces, {_middle(aimed)}. The faces that it could search are those of "
            f"{_middle(faces, 'people')}; aimed, {_middle(aimed_faces)}."
        )
        so_many = "one" if n == 1 else number(n)
        yield (
            f"The best {so_many} found among the {number(found['candidates'])} cameras tried would "
            f"let it recognise {number(aimed['best'])} people, no {so_many} of them more than "
            f"{number(aimed['at_most'])}, and the worst {so_many} found {number(aimed['worst'])}."
        )
    yield from _about_unknown(found)
    yield from _about_own(own)
    yield (
        f"All this is of the same {number(found['present'])} people, who were there from "
        f"{clock(found['start_s'])} to {clock(found['end_s'])}, the busiest hour; the cameras "
        f"tried are {number(found['candidates'])} that could hang on the walls, poles and canopies "
        "of the map."
    )


def _about_unknown(found: Mapping[str, Any]) -> Iterator[str]:
    """Say what holds if not even the number is known."""
    rows = {
        (row["prior"], row["hung"]): row
        for row in found["number_unknown"]
        if row["measure"] == "recognised"
    }
    first, second = PRIORS
    yield (
        f"If not even their number is known, but lies between 1 and {found['most']} with each "
        "doubling as likely, cameras hung anywhere would let a machine recognise "
        f"{_middle(rows[first, 'anywhere'], 'people')}, aimed {_middle(rows[first, 'aimed'])}; "
        f"with each number as likely, {_middle(rows[second, 'anywhere'])} and "
        f"{_middle(rows[second, 'aimed'])}."
    )


def _about_own(own: Mapping[str, Any]) -> Iterator[str]:
    """Compare the deployment of the run."""
    below = own["share_of_layouts_below"]
    if not below:
        return
    anywhere, aimed = (100 * below[way]["recognised"] for way in ("anywhere", "aimed"))
    one = own["cameras"] == 1
    yield (
        f"The deployment of this run, {_cameras(own['cameras']).lower()}, lets a machine recognise "
        f"{number(own['recognised'])} people in that hour: more than {anywhere:.0f} % of the "
        f"layouts of {'one camera' if one else 'as many'} hung anywhere, and {aimed:.0f} % of "
        "those aimed at faces."
    )


def _middle(row: Mapping[str, float], of: str = "") -> str:
    """Write the middle of a distribution, what it is of, and where nine tenths of it lie."""
    middle = f"{number(row['p50'])} {of}".rstrip()
    return f"{middle} ({number(row['p5'])} to {number(row['p95'])})"


def _cameras(n: int) -> str:
    """Write how many cameras, at the beginning of a sentence."""
    return "One camera" if n == 1 else f"{number(n)} cameras"
