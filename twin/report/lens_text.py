"""Lens text: what a lens shows, in numbers, and how to hang it."""

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from twin.cameras import Camera
from twin.cameras.catalogue import catalogue, hanging
from twin.cameras.mount import FACE_HEIGHT, STEEP, Zone, zone
from twin.exposure import PROFILES, Recognisers, Standard
from twin.exposure.trial import IPD_M
from twin.report.lens_ground import cut_short, face_zone, metres, overhead, steepest, stretch
from twin.report.terminal import listing
from twin.wording import tilted

__all__ = ["lens_facts", "one_of", "render_lens", "render_types"]

WIDE: Final = 150.0
"""A lens that sees at least so wide bends lines much. [degree] assumption (range 120-180)"""


def lens_facts(
    camera: Camera,
    standards: Sequence[Standard],
    recognisers: Recognisers,
    *,
    turned: Sequence[float] = (0.0,),
    name: str | None = None,
) -> dict[str, Any]:
    """Collect what is to be known of a lens and of how it hangs.

    Parameters
    ----------
    camera : Camera
        Made by :func:`twin.cameras.mount.hung` or :func:`twin.cameras.mount.aimed`.
    standards : sequence of Standard
        Whose levels to tell.
    recognisers : Recognisers
        Whose midpoints and makers' requirements to tell.
    turned : sequence of float
        Headings of the lenses of its housing, clockwise from straight ahead. [degree]
    name : str, optional
        That of its type in the catalogue.

    Returns
    -------
    dict
        Plain values, with units in their names.
    """
    lens, above = camera.lens, steepest()
    steep = camera.tilt_deg < -above  # what lies on the axis is no face
    least = min(level.density.value for standard in standards for level in standard.levels)
    return {
        "name": name,
        "lens": {
            "width_px": lens.width_px,
            "height_px": lens.height_px,
            "model": lens.model,
            "focal_px": float(lens.focal_px),
            "k1": float(lens.k1),
            "hfov_deg": lens.hfov_deg,
            "vfov_deg": lens.vfov_deg,
            "dfov_deg": lens.dfov_deg,
            "inferred": list(lens.inferred),
            "focal_miss": lens.focal_miss,
        },
        "turned_deg": list(turned),
        "height_m": float(camera.position[2]),
        # adding 0 leaves no minus before it
        "tilt_deg": round(camera.tilt_deg, 9) + 0.0,
        "face_height_m": FACE_HEIGHT,
        # nearer than so far faces are seen, but from too far above; where there are such
        "steepest_deg": above,
        "overhead_m": overhead(camera),
        "levels": {
            standard.key: [
                {
                    "name": level.name,
                    "px_per_m": level.density.value,
                    "axis_m": None if steep else lens.distance_m(level.density.value),
                    **_ground(face_zone(camera, level.density.value)),
                }
                for level in standard.levels
            ]
            for standard in standards
        },
        "cut_short": next((str(one) for s in standards if (one := cut_short(camera, s))), None),
        # only where faces are seen at all
        "frontal": {
            f"{angle:g}": _ground(zone(camera, least, steepest_deg=angle)) for angle in STEEP
        },
        "frontal_px_per_m": least,
        "validity": recognisers.validity,
        "recogniser_half": {
            name: _ground(face_zone(camera, curve.quality * curve.midpoint_px / IPD_M))
            for name, curve in zip(PROFILES, recognisers.curves, strict=True)
        },
        "makers": [
            {
                "asks": one.name,
                "source": one.ied_px.source,
                **_ground(
                    zone(
                        camera,
                        one.ied_px.value / IPD_M,
                        steepest_deg=one.pitch_deg.value if one.pitch_deg else above,
                    )
                ),
            }
            for one in recognisers.requirements
        ],
    }


def render_types(*, console: Console | None = None) -> None:
    """Print the types of the catalogue.

    Parameters
    ----------
    console : Console, optional
        Where to print; standard output when missing.
    """
    table = listing(
        "Types of camera",
        *("", "image [px]", "across [°]", "down [°]", "25 px/m at", "hung"),
    )
    for one in catalogue().values():
        lenses = [one.lens()]
        if one.tele is not None:
            lenses.append(one.lens(one.tele.hfov_deg))
        usual = hanging(one)
        table.add_row(
            one.key,
            f"{lenses[0].width_px} x {lenses[0].height_px}",
            _dash(_tenth(lens.hfov_deg) for lens in lenses),
            _dash(_tenth(lens.vfov_deg) for lens in lenses),
            _dash(f"{lens.distance_m(25):.0f}" for lens in lenses) + " m",
            f"{one.mount}, {usual.height_m.value:g} m",
        )
    types = catalogue().values()
    several = [f"{one.key} ({len(one.sensors.turned_deg)})" for one in types if one.sensors]
    upright = [one.key for one in types if one.corridor]
    (console or Console()).print(
        table,
        f"\nSeveral such lenses in one housing: {', '.join(several)}."
        f"\nCorridor format, the wide side of the sensor upright: {', '.join(upright)}.",
        highlight=False,
    )


def _dash(ends: Iterable[str]) -> str:
    """Join both ends of a zoom; a lens that does not zoom has one."""
    return "\N{EN DASH}".join(ends)


def _tenth(angle: float) -> str:
    return f"{angle:.1f}".removesuffix(".0")


def _ground(found: Zone | None) -> dict[str, Any]:
    ends = None if found is None else [found.near, found.far]
    return {"ground_m": ends, "cut": found is not None and found.cut}


def _stretch(told: dict[str, Any], miss: float) -> str:
    return stretch(told["ground_m"], miss, cut=told["cut"])


def render_lens(
    facts: dict[str, Any],
    standards: Sequence[Standard],
    *,
    drawn: Path | None = None,
    console: Console | None = None,
) -> None:
    """Print the facts of a lens.

    Parameters
    ----------
    facts : dict
        From :func:`lens_facts`.
    standards : sequence of Standard
        For their titles.
    drawn : Path, optional
        Where it was drawn.
    console : Console, optional
        Where to print; standard output when missing.
    """
    lens = facts["lens"]
    stands = lens["height_px"] > lens["width_px"]
    wide = " (the wide side of the sensor, upright)" if stands else ""
    first = (
        f"{lens['width_px']} x {lens['height_px']} px, {lens['hfov_deg']:.1f} degrees across, "
        f"{lens['vfov_deg']:.1f} down{wide}, {lens['dfov_deg']:.1f} from corner to corner"
    )
    parts: list[RenderableType] = [
        Text(f"{facts['name']}\n{first}" if facts["name"] else first, style="bold"),
        Text("\n".join([_model(lens), *lens["inferred"], *_in_files(lens)])),
    ]
    if len(facts["turned_deg"]) > 1:
        parts.insert(1, Text(one_of(facts["turned_deg"])))
    miss = lens["focal_miss"]
    title = f"Faces, hung {facts['height_m']:g} m high, {tilted(facts['tilt_deg'])}"
    if miss:
        title += f"; ± {100 * miss:.0f} %, as F is inferred"
    levels = listing(title, *("", "px/m", "on the axis", "on the ground ahead"))
    for n, standard in enumerate(standards):
        if n:
            levels.add_section()
        levels.add_row(Text(standard.title, "dim"))
        for level in facts["levels"][standard.key]:
            levels.add_row(
                level["name"],
                f"{level['px_per_m']:g}",
                "" if level["axis_m"] is None else f"{metres(level['axis_m'], miss)} m",
                _stretch(level, miss),
                style="bold" if level["name"] == standard.human else None,
            )
    remarks = _remarks(facts)
    parts += [levels, *([Text(remarks)] if remarks else []), _advice(facts)]
    if drawn is not None:
        parts.append(Text(f"Drawn: {drawn}", style="cyan"))
    (console or Console()).print(Group(*(Padding(part, (0, 0, 1, 0)) for part in parts)))


def one_of(turned: Sequence[float]) -> str:
    """Say that a lens is one of several of its housing.

    Examples
    --------
    >>> one_of([-45, 45])
    'One of 2 such lenses in a housing, turned -45° and 45° from its front.'
    """
    *first, last = (f"{turn:g}°" for turn in turned)
    return (
        f"One of {len(turned)} such lenses in a housing, turned {', '.join(first)} and {last} from "
        "its front."
    )


def _model(lens: dict[str, Any]) -> str:
    """Say how the lens maps directions to pixels, and what that means."""
    if lens["model"] == "rectilinear":
        return f"Straight lines stay straight; focal length {lens['focal_px']:.0f} px (F)."
    bent = (
        "strongly, as every lens so wide does"
        if lens["hfov_deg"] >= WIDE
        else "slightly, as most security lenses do"
    )
    return (
        f"Bends straight lines {bent}; focal length {lens['focal_px']:.0f} px (F), "
        f"k1 {lens['k1']:.3f}."
    )


def _in_files(lens: dict[str, Any]) -> list[str]:
    """Say what the numbers of a lens that bends lines mean."""
    if lens["model"] == "rectilinear":
        return []
    told = (
        "A point at an angle t [rad] off the axis is imaged F (t + k1 t³) px from the middle: the "
        "model called fisheye in files."
    )
    return [told]


def _remarks(facts: dict[str, Any]) -> str:
    """Say what the table of distances leaves out, and why some of them end early."""
    remarks = [facts["cut_short"]] if facts["cut_short"] else []
    above = f"{facts['steepest_deg']:g}°"
    if facts["overhead_m"] is not None:
        remarks.append(
            f"Nearer than {facts['overhead_m']:.1f} m faces are seen from over {above} above, as "
            "tops of heads: not counted."
        )
    if facts["tilt_deg"] < -facts["steepest_deg"]:
        ground = facts["height_m"] / -math.sin(math.radians(facts["tilt_deg"]))
        remarks.append(
            f"The axis meets the ground after {ground:.1f} m; no distances are told along it."
        )
    return "\n".join(remarks)


def _advice(facts: dict[str, Any]) -> Text:
    """Say where faces are frontal, and where recognisers find enough pixels."""
    miss = facts["lens"]["focal_miss"]
    steep = ", ".join(
        f"{angle}° {_stretch(told, miss)}" for angle, told in facts["frontal"].items()
    )
    halves = ", ".join(
        f"{name} {_stretch(told, miss)}" for name, told in facts["recogniser_half"].items()
    )
    met, unmet = [], []
    for maker in facts["makers"]:
        asks = f"{maker['asks']} ({maker['source']})"
        if maker["ground_m"] is None:
            unmet.append(asks)
        else:
            met.append(f"{asks} {_stretch(maker, miss)}")
    makers = "; ".join([*met, *([f"nowhere {', '.join(unmet)}"] if unmet else [])])
    first, *more = facts["validity"].split(". ")
    validity = f"{first}. More: twin sources --recogniser." if more else first
    return Text(
        f"Faces with {facts['frontal_px_per_m']:g} px/m or more, looked down on by less than "
        f"{steep}.\n"
        f"Half a recogniser's ceiling, face on and sharp: {halves}.\n"
        f"What makers of recognisers ask for: {makers}.\n{validity}",
        "dim",
    )
