"""A camera that was located: its numbers, how sure they are, and its entry in a layout file."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from twin.arrays import Floats
from twin.cameras import kernels
from twin.cameras.clicks import Clicks
from twin.cameras.layout import LayoutFile
from twin.cameras.lens import Lens
from twin.cameras.sighting import Pose, Scene
from twin.frames import camera_angles
from twin.yamlfile import validate_model

__all__ = ["Located", "covariance", "standard_errors"]

_NAMES = ("easting_m", "northing_m", "height_m", "heading_deg", "tilt_deg", "roll_deg")
_OF_LENS = ("focal_px", "hfov_deg", "k1")


@dataclass(frozen=True, eq=False)
class Located:
    """A camera found from clicks in its image.

    Attributes
    ----------
    values : mapping of str to float
        ``easting_m``, ``northing_m``, ``height_m`` (above the ground), ``heading_deg``,
        ``tilt_deg``, ``roll_deg``; ``focal_px``, ``hfov_deg``, ``k1``.
    errors : mapping of str to float
        Standard errors of those that were found, by the scatter of the clicks.
    factor : float
        So many standard errors on each side hold the true value in 95 of 100 cases: the quantile
        of Student's t for the spare equations.
    spare : int
        Equations (two for each click) less unknowns.
    misses : (N, 2) array
        Where the camera shows the points, less where they were clicked. [px]
    rms_px : float
        Root mean square length of these. [px]
    lens : Lens
        The lens, with the image's size.
    clicks : Clicks
        From which all was found.
    sheet : mapping, optional
        What was known of the lens from a data sheet.
    straight : bool
        Whether the lens was taken for rectilinear, whatever is usual.
    corridor : bool
        Whether the sensor hung on its side; then the sheet is that of the sensor.
    notes : tuple of str
        One sentence for each thing to be wary of.
    """

    values: Mapping[str, float]
    errors: Mapping[str, float]
    factor: float
    spare: int
    misses: Floats
    rms_px: float
    lens: Lens
    clicks: Clicks
    sheet: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    straight: bool = False
    corridor: bool = False

    def layout(self, *, id: str, path: Path) -> str:
        """Write a layout file with this camera.

        Lengths are rounded to a tenth of a millimetre and angles to a hundred-thousandth of a
        degree, far finer than any click.

        Parameters
        ----------
        id : str
            Short name of the camera.
        path : Path
            Where the file will be; for messages.

        Raises
        ------
        ScenarioError
            If no layout may hold such a camera, for example because of its height.
        """
        entry: dict[str, Any] = {"id": id}
        entry |= {n: round(self.values[n], 4 if n.endswith("_m") else 5) for n in _NAMES}
        sides = (self.lens.width_px, self.lens.height_px)
        # a layout has the lens as its sheet has it, and says that it hangs on its side
        sides = sides[::-1] if self.corridor else sides
        size: dict[str, Any] = dict(zip(("width_px", "height_px"), sides, strict=True))
        if self.corridor:
            entry["corridor"] = True
        # in a layout a data sheet stands for the lens that is usual for it
        sheet = {} if self.straight else dict(self.sheet)
        entry["lens"] = size | (sheet or _measured(self.lens))
        entry["reason"] = (
            f"located from {len(self.misses)} points clicked in its image, RMS reprojection error "
            f"{self.rms_px:.2g} px"
        )
        data = {"name": f"Camera {id}", "cameras": [entry]}
        validate_model(data, LayoutFile, path, {})
        return yaml.safe_dump(data, sort_keys=False, allow_unicode=True)


def _measured(lens: Lens) -> dict[str, Any]:
    found = {"model": lens.model, "focal_px": round(lens.focal_px, 4)}
    return found | ({"k1": round(lens.k1, 8)} if lens.model == "fisheye" else {})


def numbers(scene: Scene, pose: Pose) -> dict[str, float]:
    """Tell a pose in the words of a layout; the position from the scene's origin."""
    half = kernels.angle_of_radius(scene.model, pose.focal, pose.k1, scene.width_px / 2)
    lens = (pose.focal, 2 * math.degrees(half), pose.k1)
    found = (*map(float, pose.position), *camera_angles(pose.rotation), *lens)
    return dict(zip(_NAMES + _OF_LENS, found, strict=True))


def covariance(scene: Scene, pose: Pose) -> Floats:
    """Return the covariance of the unknowns for clicks that miss by 1 px along each axis.

    (J' J)^-1, section 5.2 of [hartley2004]_; infinite where the points do not fix an unknown.

    References
    ----------
    .. [hartley2004] key in twin/sources.bib.
    """
    slopes = scene.slopes(pose, np.zeros(scene.unknowns)).reshape(-1, scene.unknowns)
    lengths = np.linalg.norm(slopes, axis=0)
    _, sizes, axes = np.linalg.svd(slopes / np.where(lengths > 0, lengths, 1.0))
    if not (lengths > 0).all() or sizes[-1] < 1e-10 * sizes[0]:  # rounding, no information
        return np.full((scene.unknowns, scene.unknowns), np.inf)
    spread = (axes.T / sizes) / lengths[:, None]
    return np.asarray(spread @ spread.T)


def standard_errors(scene: Scene, pose: Pose, spread: Floats) -> dict[str, float]:
    """Carry the covariance of the unknowns over to the numbers of :func:`numbers`."""
    step = 1e-6
    columns = []
    for move in np.eye(scene.unknowns) * step:
        ends = [numbers(scene, scene.moved(pose, sign * move)) for sign in (-1, 1)]
        change = np.array([ends[1][n] - ends[0][n] for n in ends[0]])
        turned = [n in {"heading_deg", "roll_deg"} for n in ends[0]]
        columns.append(np.where(turned, (change + 180) % 360 - 180, change) / (2 * step))
    slopes = np.stack(columns, axis=1)
    found = np.sqrt(np.einsum("ij,jk,ik->i", slopes, spread, slopes))
    names = _NAMES + {"nothing": (), "focal": _OF_LENS[:2], "focal and k1": _OF_LENS}[scene.unknown]
    return {name: float(value) for name, value in zip(names, found, strict=False)}
