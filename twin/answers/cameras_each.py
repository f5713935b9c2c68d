"""By how many cameras, how often and for how long one person is recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pyarrow as pa

from twin.answers.asked import Asked
from twin.answers.counts import exposed, human_density
from twin.answers.question import Question
from twin.arrays import Floats
from twin.exposure.encounters import column_of
from twin.exposure.evidence import runs
from twin.tables import TICKS_PER_SECOND
from twin.told import Chart, Column, Told, table
from twin.wording import few_digits, number

__all__ = ["CAMERAS_EACH", "Each", "mean_of", "most_of"]

MOST = 0.95
"""Share of people of whom ``most`` tells the largest number: the 95th percentile."""

_GROUPS: Mapping[str, str] = {
    "seen": "whom a camera saw",
    "identify": "shown at level identify of IEC 62676-4:2015, any heading",
    "searched": "whose face was good enough to be searched",
    "recognised": "whom a machine would recognise, were each enrolled; central profile",
}

_MEASURES: Mapping[str, str] = {
    "cameras": "cameras that saw them",
    "cameras_did": "cameras that did this",
    "passes": "passes: stretches in view without a break",
    "looks": "looks: seconds in view, of each camera",
    "images": "images with them in it",
}


_CHART = Chart(
    "People by the number of cameras that recorded them",
    table="by_number",
    along="cameras",
    series={
        "seen": "saw them",
        "identify": "showed them at level identify",
        "searched": "could search their face",
    },
    axis="people, by so many cameras",
)


@dataclass(frozen=True, eq=False)
class Each:
    """What cameras had of each person (P,).

    Attributes
    ----------
    weight : mapping of str to array
        Group to how much each belongs to it: 0 or 1; of the recognised, the chance. [1]
    did : mapping of str to array
        Group to the cameras that did that; of the recognised, an expected number. [1]
    had : mapping of str to array
        ``cameras``, ``passes``, ``looks`` and ``images``. [1]
    """

    weight: Mapping[str, Floats]
    did: Mapping[str, Floats]
    had: Mapping[str, Floats]

    @classmethod
    def of(
        cls,
        exposure: pa.Table,
        encounters: Mapping[str, pa.Table],
        rates: Mapping[str, float],
        people: int,
    ) -> Self:
        """Add up exposure by camera and encounters.

        Parameters
        ----------
        exposure : pyarrow.Table
            Exposure.
        encounters : mapping of str to pyarrow.Table
            Housing to its encounters.
        rates : mapping of str to float
            Housing to its images a second. [1/s]
        people : int
            Number of people; theirs are the numbers below it.
        """
        rows, day = exposed(exposure, "camera"), exposed(exposure, "day")

        def summed(person: Any, weights: Any = None) -> Floats:
            return np.bincount(person, weights=weights, minlength=people).astype(np.float64)

        did = {
            "seen": summed(rows.person),
            "identify": summed(rows.person, rows.density >= human_density()),
            "searched": summed(rows.person, rows.templated),
            "recognised": summed(rows.person, rows.machine["central"]),
        }
        weight = {name: (did[name] > 0).astype(np.float64) for name in did}
        weight["recognised"] = summed(day.person, day.machine["central"])
        had = {name: np.zeros(people) for name in ("passes", "looks", "images")}
        for housing, one in encounters.items():
            if not one.num_rows:
                continue
            person, number = (column_of(one, name) for name in ("person", "pass"))
            looks = summed(person, column_of(one, "samples") / TICKS_PER_SECOND)
            had["passes"] += summed(person[runs(person, number)])
            had["looks"] += looks
            had["images"] += looks * rates[housing]
        return cls(weight, did, {"cameras": did["seen"], **had})

    def measures(self, group: str) -> dict[str, Floats]:
        """Name what cameras had of each person, and how many did what a group is named for."""
        cameras, *others = self.had.items()
        return dict([cameras, ("cameras_did", self.did[group]), *others])


def mean_of(values: Floats, weight: Floats) -> float | None:
    """Take the mean of values (P,) by weight (P,); none without anybody."""
    whole = float(weight.sum())
    return float(values @ weight) / whole if whole > 0 else None


def most_of(values: Floats, weight: Floats, share: float = MOST) -> float | None:
    """Find the smallest value which a share of all weight does not exceed; none without anybody.

    Examples
    --------
    >>> most_of(np.array([3.0, 1.0, 2.0, 9.0]), np.array([1.0, 1.0, 1.0, 0.0]), 0.5)
    2.0
    """
    if not weight.sum() > 0:
        return None
    order = np.argsort(values, kind="stable")
    upto = np.cumsum(weight[order])
    # a sum of chances has its last digits
    place = np.searchsorted(upto, share * upto[-1] * (1 - 1e-12))
    return float(values[order[place]])


def _cameras_each(asked: Asked) -> Told:
    """Say by how many cameras and how often each person was recorded."""
    housings = asked.inputs.layout.housings
    each = Each.of(
        asked.exposure,
        {housing: asked.encounters[housing] for housing in housings},
        {housing: cameras[0].frame_rate for housing, cameras in housings.items()},
        asked.people.num_rows,
    )
    found = {group: _of_group(each, group) for group in _GROUPS}
    return Told(
        tuple(_sentences(found)),
        {"groups": found, "cameras": len(housings)},
        {"each": _each(found), "by_number": _by_number(each)},
        (_CHART,),
    )


def _of_group(each: Each, group: str) -> dict[str, Any]:
    """Take mean and 95th percentile of what cameras had of the people of a group."""
    weight = each.weight[group]
    told: dict[str, Any] = {"people": float(weight.sum())}
    for name, values in each.measures(group).items():
        if group == "recognised" and name == "cameras_did":
            # values are chances summed over cameras already, and tell no number of any one person
            all_of_them = float(values.sum()) / told["people"] if told["people"] else None
            told[name] = {"mean": all_of_them, "most": None}
        else:
            told[name] = {"mean": mean_of(values, weight), "most": most_of(values, weight)}
    return told


def _sentences(found: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Tell it in words."""
    seen, searched = found["seen"], found["searched"]
    if not seen["people"]:
        return ["No camera saw anybody."]
    told = [
        (
            f"{number(seen['people'])} people were seen: each by "
            f"{few_digits(seen['cameras']['mean'])} cameras on average, and 95 in 100 by at most "
            f"{number(seen['cameras']['most'])}."
        )
    ]
    if not searched["people"]:
        return [*told, "Nobody's face was good enough to be searched."]
    did, looks, images = (searched[name] for name in ("cameras_did", "looks", "images"))
    return [
        *told,
        (
            f"The faces of {number(searched['people'])} were good enough to be searched: each was "
            f"searched by {few_digits(did['mean'])} cameras on average, 95 in 100 by at most "
            f"{number(did['most'])}."
        ),
        (
            f"Each of these was in view for {few_digits(looks['mean'])} s on average, a second "
            f"before two cameras counted twice, so that there are {number(images['mean'])} images "
            "of them; 95 in 100 were "
            f"in view for at most {few_digits(looks['most'])} s."
        ),
    ]


def _each(found: Mapping[str, Mapping[str, Any]]) -> pa.Table:
    """List mean and 95th percentile, group by group."""
    columns = (
        Column("group", "", "of whom; the definition says more"),
        Column("people", "1", "how many they are; of the recognised, an expected number"),
        Column("what", "", "what is counted for each of them"),
        Column("mean", "1/person", "mean over them"),
        Column("p95", "1/person", "95 in 100 of them have at most so much"),
    )
    rows = [
        (
            group,
            told["people"],
            what,
            told[name]["mean"],
            told[name]["most"],
        )
        for group, told in found.items()
        for name, what in _MEASURES.items()
        if (group, name) != ("seen", "cameras_did")
    ]
    return table(columns, rows)


def _by_number(each: Each) -> pa.Table:
    """Count people by the number of cameras that had them."""
    columns = (
        Column("cameras", "1", "so many cameras, not more"),
        *(
            Column(group, "1", f"people {_GROUPS[group]}, by so many cameras")
            for group in ("seen", "identify", "searched")
        ),
    )
    counts = [np.bincount(each.did[one.name].astype(np.intp)) for one in columns[1:]]
    rows = [
        (n, *(int(count[n]) if n < len(count) else 0 for count in counts))
        for n in range(1, max(map(len, counts)))
    ]
    return table(columns, rows)


CAMERAS_EACH = Question(
    name="cameras_each",
    asks="By how many cameras, how often and for how long is one person recorded?",
    definition=(
        "Told of four groups: whom any camera saw; whom one showed at level identify of "
        "IEC 62676-4:2015, at which a person could identify them, any heading; whose face was good "
        "enough to be searched; whom a machine would recognise. Of everybody the cameras are "
        "counted that saw them, and those that by themselves did this: showed them in such "
        "detail, could search their face, or would recognise them. A look stands for one second in "
        "view of one camera; somebody whom two cameras see for 10 s has 20 looks. Images are looks "
        "times the camera's images a second. p95 is the 95th percentile: the smallest number which "
        "95 in 100 of the group do not exceed. Of whom a machine would recognise, everybody counts "
        "by the chance of it, central profile, were each on its list."
    ),
    limits=(
        (
            "The people and the hours that were simulated: whoever comes on several days has as "
            "many on each."
        ),
        "Views of one housing count as one camera.",
        "Somebody on view in a corner of the image, or from behind, is in view too.",
    ),
    ask=_cameras_each,
)
"""The question of how often one person is recorded."""
