"""Text of a located camera: what was found, how sure it is, and how well each click fits."""

from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from twin.cameras import Located
from twin.report.terminal import listing

_ROWS = {
    "easting_m": ("easting", 2, " m"),
    "northing_m": ("northing", 2, " m"),
    "height_m": ("height above the ground", 2, " m"),
    "heading_deg": ("heading from grid north", 2, " degrees"),
    "tilt_deg": ("tilt, negative is down", 2, " degrees"),
    "roll_deg": ("roll, clockwise as it looks", 2, " degrees"),
    "focal_px": ("focal length F", 0, " px"),
    "hfov_deg": ("field of view across", 1, " degrees"),
    "k1": ("k1", 4, ""),
}


def located_facts(found: Located) -> dict[str, Any]:
    """Collect what is to be known of a located camera.

    Parameters
    ----------
    found : Located
        From :func:`twin.cameras.locate`.

    Returns
    -------
    dict
        Plain values, with units in their names.
    """
    lens = found.lens
    lengths = np.hypot(*found.misses.T)
    return {
        "camera": {name: float(value) for name, value in found.values.items()},
        "standard_error": dict(found.errors),
        "half_width_95": {name: found.factor * error for name, error in found.errors.items()},
        "lens": {
            "width_px": lens.width_px,
            "height_px": lens.height_px,
            "model": lens.model,
            "focal_miss": lens.focal_miss,
        },
        "corridor": found.corridor,
        "lens_from_data_sheet": dict(found.sheet),
        "rms_px": found.rms_px,
        "spare_equations": found.spare,
        "points": [
            {
                "name": name,
                "u_px": float(u),
                "v_px": float(v),
                "residual_u_px": float(miss[0]),
                "residual_v_px": float(miss[1]),
                "residual_px": float(length),
            }
            for name, (u, v), miss, length in zip(
                found.clicks.names, found.clicks.pixels, found.misses, lengths, strict=True
            )
        ],
        "notes": list(found.notes),
    }


def render_located(
    facts: dict[str, Any], *, written: Path | None = None, console: Console | None = None
) -> None:
    """Print the facts of a located camera.

    Parameters
    ----------
    facts : dict
        From :func:`located_facts`.
    written : Path, optional
        The layout file that was made of it.
    console : Console, optional
        Where to print; standard output when missing.
    """
    lens, spare = facts["lens"], facts["spare_equations"]
    table = listing(
        f"Camera of {lens['width_px']} x {lens['height_px']} px, {lens['model']}"
        + (", in corridor format" if facts["corridor"] else ""),
        *("", "found", "standard error", "95 %"),
    )
    for name, (words, digits, unit) in _ROWS.items():
        if name == "k1" and lens["model"] == "rectilinear":
            continue
        row = [f"{facts['camera'][name]:.{digits}f}{unit}"]
        if name in facts["standard_error"]:
            row += [
                _size(facts["standard_error"][name]),
                "± " + _size(facts["half_width_95"][name]),
            ]
        else:
            row += [_known(name, facts), ""]
        table.add_row(words, *row)
    fit = (
        f"RMS reprojection error {facts['rms_px']:.2f} px over {len(facts['points'])} points, "
        f"{spare} equation{'' if spare == 1 else 's'} to spare"
    )
    clicks = listing("Points", "", "u, v", "residual", "right", "down")
    worst = max(point["residual_px"] for point in facts["points"])
    for point in facts["points"]:
        clicks.add_row(
            Text(point["name"]),
            f"{point['u_px']:.1f}, {point['v_px']:.1f}",
            f"{point['residual_px']:.2f} px",
            f"{point['residual_u_px']:+.2f}",
            f"{point['residual_v_px']:+.2f}",
            style="bold" if point["residual_px"] == worst else None,
        )
    parts: list[RenderableType] = [table, Text(fit, style="bold"), clicks]
    parts += [Text(note, "yellow") for note in facts["notes"]]
    if written is not None:
        parts.append(Text(f"layout: {written}   # this line in a scenario uses it", "cyan"))
    (console or Console()).print(Group(*(Padding(part, (0, 0, 1, 0)) for part in parts)))


def _known(name: str, facts: dict[str, Any]) -> str:
    """Say whence a number of the lens is that no click tells."""
    if not facts["lens_from_data_sheet"]:
        return "by rule"
    miss = facts["lens"]["focal_miss"]
    if name == "focal_px" and miss:
        return f"inferred, ± {100 * miss:.0f} %"
    return "by data sheet"


def _size(value: float) -> str:
    """Write a standard error with two digits; nobody clicks to a ten-thousandth."""
    return f"{value:.2g}" if 1e-4 <= value < 1e4 else "< 0.0001" if value < 1 else "unknown"
