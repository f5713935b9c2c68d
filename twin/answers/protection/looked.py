"""Looks of a housing, read once and told as it is and as it would be with other protection."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Self

import numpy as np
import pyarrow as pa

from twin.answers.asked import Asked
from twin.answers.protection.passes import Passes
from twin.arrays import Floats, Ints
from twin.cameras import Camera
from twin.exposure import fold, merge
from twin.run.inputs import Inputs
from twin.run.looks import of_housing, read_looks, searches, stretches
from twin.tables import TICKS_PER_SECOND

__all__ = ["Otherwise", "Part", "looked"]


class _Anywhere:
    """Ground without places, which takes long to tell apart."""

    def place_index(self, x: Floats, y: Floats) -> Ints:
        """Return -1 for each point (N,)."""
        return np.full(np.broadcast(x, y).shape, -1, dtype=np.intp)


_ANYWHERE = _Anywhere()


class Otherwise(NamedTuple):
    """A housing with other protection.

    Attributes
    ----------
    cameras : sequence of Camera
        Its cameras, with more protection each or with less.
    at_start : bool
        Whether only those looks are taken whose best sample is at the start of its second.
    """

    cameras: Sequence[Camera]
    at_start: bool = False

    def joined(self, looks: Sequence[pa.Table], inputs: Inputs) -> pa.Table:
        """Join the looks of which it has an image."""
        joined = of_housing(self.cameras, looks, inputs.dark)
        if not self.at_start:
            return joined
        return joined.filter(pa.array(joined["tick"].to_numpy() % TICKS_PER_SECOND == 0))

    @property
    def resolutions(self) -> list[float]:
        """The share of pixels of each camera. [1]"""
        return [camera.protection.resolution for camera in self.cameras]


class Part(NamedTuple):
    """What a housing learns of some people, if faces are searched.

    Attributes
    ----------
    encounters : pyarrow.Table
        Its encounters.
    passes : Passes
        Its passes.
    """

    encounters: pa.Table
    passes: Passes

    @classmethod
    def of(cls, joined: pa.Table, inputs: Inputs, *, several: bool) -> Self:
        """Add up joined looks, wherever they are."""
        model = inputs.recognisers
        folded = fold(joined, site=_ANYWHERE, recognisers=model, dark=inputs.dark, several=several)
        return cls(folded, Passes.of(joined, model, several=several))

    @classmethod
    def whole(cls, parts: Sequence[Self]) -> Self:
        """Join those of different people."""
        passes = [Passes.none(), *(part.passes for part in parts)]
        return cls(
            merge(part.encounters for part in parts),
            Passes(*(np.concatenate(column) for column in zip(*passes, strict=True))),
        )


def looked(
    asked: Asked, housing: str, others: Mapping[str, Otherwise]
) -> tuple[Part, dict[str, Part]]:
    """Tell the looks of a housing as it is, and with other protection.

    Parameters
    ----------
    asked : Asked
        The run.
    housing : str
        One of its housings.
    others : mapping of str to Otherwise
        The housing with other protection, by name.

    Returns
    -------
    tuple
        As it is, and by name.

    Notes
    -----
    Protection leaves out looks or makes all of them coarser. So where as many are left and none is
    coarser, all is as it was and is not added up anew.
    """
    inputs = asked.inputs
    cameras = inputs.layout.housings[housing]
    several = len(cameras) > 1
    stages = [asked.run.sight_stage(camera.id) for camera in cameras]
    as_it_is = Otherwise(cameras)
    own: list[Part] = []
    told: dict[str, list[Part]] = {name: [] for name in others}
    for people in stretches(stages):
        looks = [read_looks(stage, people) for stage in stages]
        joined = as_it_is.joined(looks, inputs)
        if searches(cameras):
            known = _between(asked.encounters[housing], people)
            passes = Passes.of(joined, inputs.recognisers, several=several)
            own.append(Part(known, passes))
        else:
            own.append(Part.of(joined, inputs, several=several))
        for name, other in others.items():
            again = other.joined(looks, inputs)
            alike = again.num_rows == joined.num_rows and other.resolutions == as_it_is.resolutions
            part = own[-1] if alike else Part.of(again, inputs, several=several)
            told[name].append(part)
    whole = Part.whole(own)
    return whole, {
        name: whole
        if all(part is mine for part, mine in zip(parts, own, strict=True))
        else Part.whole(parts)
        for name, parts in told.items()
    }


def _between(encounters: pa.Table, people: tuple[int, int]) -> pa.Table:
    """Take the encounters with people from one number to before another."""
    start, stop = np.searchsorted(encounters["person"].to_numpy(), people)
    return encounters.slice(start, stop - start)
