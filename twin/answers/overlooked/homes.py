"""Windows of homes as all cameras of a layout show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Self

import numpy as np

from twin.answers.counts import human_density
from twin.answers.overlooked.in_view import in_view
from twin.answers.overlooked.windows import Windows
from twin.arrays import Floats
from twin.cameras import Camera
from twin.sight.scene import Scene
from twin.site import Site

__all__ = ["HomesSeen"]


@dataclass(frozen=True, eq=False)
class HomesSeen:
    """What each housing shows of the windows (N,) of homes.

    Attributes
    ----------
    windows : Windows
        The windows.
    density, distance : mapping of str to (N,) array
        Housing to the density of somebody at each window, 0 where hidden [px/m], and to how far it
        is [m].
    least : float
        From which density on a window is overlooked. [px/m]
    """

    windows: Windows
    density: Mapping[str, Floats]
    distance: Mapping[str, Floats]
    least: float

    @classmethod
    def of(cls, site: Site, housings: Mapping[str, Sequence[Camera]], least: float) -> Self:
        """Look at the windows of a site through every housing."""
        windows, scene = Windows.of(site), Scene.of(site)
        seen = {name: in_view(scene, site, cameras, windows) for name, cameras in housings.items()}
        return cls(
            windows,
            {name: one.density for name, one in seen.items()},
            {name: one.distance for name, one in seen.items()},
            least,
        )

    @property
    def best(self) -> Floats:
        """What the best camera shows of each window (N,). [px/m]"""
        return reduce(np.fmax, self.density.values())

    def count(self, density: Floats, needed: float) -> int:
        """Count the windows (N,) that are shown so finely."""
        return int(np.count_nonzero(density >= needed))

    def nearest(self, *housings: str) -> float | None:
        """Say how near the nearest window is that any of some housings overlooks, if any. [m]"""
        away = [
            self.distance[name][self.density[name] >= self.least].min(initial=np.inf)
            for name in housings
        ]
        found = float(min(away))
        return found if np.isfinite(found) else None

    def by_building(self) -> list[dict[str, Any]]:
        """List buildings with windows in view, that which is shown best first."""
        names, best = list(self.density), self.best
        rows = []
        for number, home in enumerate(self.windows.homes):
            own = np.flatnonzero(self.windows.home == number)
            shown = best[own]
            if not (shown >= self.least).any():
                continue
            window = own[shown.argmax()]
            camera = names[int(np.argmax([self.density[name][window] for name in names]))]
            rows.append(
                {
                    "id": home.id,
                    "name": home.name,
                    "windows": len(own),
                    "overlooked": self.count(shown, self.least),
                    "identify": self.count(shown, human_density()),
                    "best_px_per_m": float(best[window]),
                    "camera": camera,
                    "distance_m": float(self.distance[camera][window]),
                    "storey": int(self.windows.storey[window]),
                }
            )
        return sorted(rows, key=lambda row: -row["best_px_per_m"])
