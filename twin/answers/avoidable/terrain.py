"""The ways over the ground of a run, with what its cameras learn along them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from twin.answers.asked import Asked
from twin.answers.avoidable.exposed import BODY, Exposed
from twin.answers.avoidable.net import Net, net_of
from twin.answers.avoidable.ways import Ways
from twin.arrays import Floats, Ints
from twin.errors import ScenarioError
from twin.exposure import PROFILES

__all__ = ["FAR_OFF", "Terrain"]

FAR_OFF = 3.0
"""Farther than this from all ground that can be walked on, a place cannot be reached. [m]
assumption (range 2-5)"""


@dataclass(frozen=True, eq=False)
class Terrain:
    """The ground of a run.

    Attributes
    ----------
    net : Net
        Where people can walk.
    exposed : Exposed
        What cameras learn of whoever walks there.
    ceiling : float
        Chance that a machine recognises a face under the best of looks, central profile. [1]
    eyes : float
        Height of the eyes of who walks there. [m]
    dark : bool
        Whether it is dark.
    """

    net: Net
    exposed: Exposed
    ceiling: float
    eyes: float
    dark: bool

    @classmethod
    def of(cls, asked: Asked) -> Self:
        """Look at somebody of the mean size of the people of a run, all over its ground.

        In the light of the middle of the time that was simulated.

        Raises
        ------
        ScenarioError
            If nobody was there.
        """
        inputs, people = asked.inputs, asked.people
        if not people.num_rows:
            message = f"{asked.run.folder}: nobody was there, but somebody must be for a walk."
            raise ScenarioError(message)
        body = {name: float(people[name].to_numpy().mean(dtype=np.float64)) for name in BODY}
        net = net_of(inputs.site)
        dark = bool(inputs.dark[int(sum(asked.run.span) / 2)])
        start, end = asked.run.span
        seconds = np.arange(int(start), int(end) + 1)
        at_work = {
            housing: cameras
            for housing, cameras in inputs.layout.housings.items()
            if any(camera.protection.open(seconds).any() for camera in cameras)
        }
        exposed = Exposed.of(
            net,
            at_work,
            body=body,
            site=inputs.site,
            recognisers=inputs.recognisers,
            dark=dark,
        )
        ceiling = inputs.recognisers.curves[PROFILES.index("central")].ceiling
        return cls(net, exposed, ceiling, body["eye_height_m"], dark)

    @cached_property
    def _ways(self) -> Ways:
        return Ways.of(self.net, self.exposed)

    @cached_property
    def _without_steps(self) -> Ways:
        return Ways.of(self.net.without_steps, self.exposed)

    def ways(self, *, step_free: bool) -> Ways:
        """Return the ways, or those without steps."""
        return self._without_steps if step_free else self._ways

    def nodes(self, xy: Floats, *, step_free: bool) -> Ints:
        """Find the node at which ways to points (G, 2) end; -1 where none can be reached."""
        node, far = self.ways(step_free=step_free).net.nearest(xy)
        return np.where(far <= FAR_OFF, node, -1)

    def chance(self, evidence: Floats) -> Floats:
        """Turn evidence into the chance of being identified, were one enrolled. [1]

        A (1 - exp(-evidence)), A being the ceiling: all looks together are taken as one pass.
        """
        return np.asarray(self.ceiling * -np.expm1(-evidence), dtype=np.float64)
