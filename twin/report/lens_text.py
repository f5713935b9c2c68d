"""Lens text: what a lens shows, in numbers, and how to hang it."""

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

    Returns
    -------
    dict
        Plain values, with units in their names.
    """
    lens = camera.lens
    least = min(level.density.value for standard in standards for level in standard.levels)
    return {
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
        },
        "turned_deg": list(turned),
        "height_m": float(camera.position[2]),
        # adding 0 leaves no minus before it
        "tilt_deg": round(camera.tilt_deg, 9) + 0.0,
        "face_height_m": FACE_HEIGHT,
        "levels": {
            standard.key: [
                {
                    "name": level.name,
                    "px_per_m": level.density.value,
                    "axis_m": lens.distance_m(level.density.value),
                    "ground_m": _ends(zone(camera, level.density.value)),
                }
                for level in standard.levels
            ]
            for standard in standards
        },
        # only where faces are seen at all
        "frontal_m": {
            f"{angle:g}": _ends(zone(camera, least, steepest_deg=angle)) for angle in STEEP
        },
        "validity": recognisers.validity,
        "recogniser_half_m": {
            name: _ends(zone(camera, curve.quality * curve.midpoint_px / IPD_M))
            for name, curve in zip(PROFILES, recognisers.curves, strict=True)
        },
        "makers": [
            {
                "asks": one.name,
                "source": one.ied_px.source,
                "ground_m": _ends(
                    zone(
                        camera,
                        one.ied_px.value / IPD_M,
                        steepest_deg=one.pitch_deg.value if one.pitch_deg else 90.0,
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


def _ends(found: Zone | None) -> list[float] | None:
    return None if found is None else [found.near, found.far]


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
        Text(first, style="bold"),
        Text("\n".join([_model(lens), *lens["inferred"]])),
    ]
    if len(facts["turned_deg"]) > 1:
        parts.insert(1, Text(one_of(facts["turned_deg"])))
    levels = listing(
        f"Faces, hung {facts['height_m']:g} m high, {tilted(facts['tilt_deg'])}",
        *("", "px/m", "on the axis", "on the ground ahead"),
    )
    for n, standard in enumerate(standards):
        if n:
            levels.add_section()
        levels.add_row(Text(standard.title, "dim"))
        for level in facts["levels"][standard.key]:
            levels.add_row(
                level["name"],
                f"{level['px_per_m']:g}",
                f"{level['axis_m']:.1f} m",
                _ground(level["ground_m"]),
                style="bold" if level["name"] == standard.human else None,
            )
    parts += [levels, _advice(facts)]
    if drawn is not None:
        parts.append(Text(str(drawn), style="cyan"))
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
        return f"F {lens['focal_px']:.0f} px: r = F tan t, straight lines stay straight"
    bent = (
        "very bent, as every lens that sees so wide"
        if lens["hfov_deg"] >= WIDE
        else "slightly bent like most security lenses; it need not see all round"
    )
    return (
        f"F {lens['focal_px']:.0f} px, k1 {lens['k1']:.3f}, of the model that files call fisheye: "
        f"r = F (t + k1 t^3), {bent}\n(r is pixels from the middle of the image, t radians off "
        "the axis)"
    )


def _ground(ends: Sequence[float] | None) -> str:
    return "nowhere" if ends is None else f"{ends[0]:.1f} to {ends[1]:.1f} m"


def _advice(facts: dict[str, Any]) -> Text:
    """Say from where faces are frontal, and where recognisers find enough pixels."""
    steep = ", ".join(
        f"{angle} degrees {'nowhere' if ends is None else f'from {ends[0]:.1f} m on'}"
        for angle, ends in facts["frontal_m"].items()
    )
    halves = ", ".join(
        f"{name} {_ground(ends)}" for name, ends in facts["recogniser_half_m"].items()
    )
    makers = "\n".join(
        f"  {maker['asks']} ({maker['source']}): {_ground(maker['ground_m'])}"
        for maker in facts["makers"]
    )
    return Text(
        f"Faces are seen and looked down on by less than: {steep}.\n"
        f"A recogniser reaches half its ceiling, face on and sharp, at: {halves}.\n"
        f"What makers of recognisers ask for is met at:\n{makers}\n"
        f"{facts['validity']}"
    )
