"""Lens text: what a lens shows, in numbers, and how to hang it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from twin.cameras import Camera
from twin.cameras.catalogue import catalogue, hanging
from twin.cameras.mount import FACE_HEIGHT, STEEP, Zone, frontal_from, zone
from twin.exposure import PROFILES, Recognisers, Standard
from twin.exposure.trial import IPD_M
from twin.report.terminal import listing


def lens_facts(
    camera: Camera, standards: Sequence[Standard], recognisers: Recognisers
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

    Returns
    -------
    dict
        Plain values, with units in their names.
    """
    lens = camera.lens
    height = float(camera.position[2])
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
        "height_m": height,
        "tilt_deg": camera.tilt_deg,
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
        "frontal_from_m": {f"{angle:g}": max(0.0, frontal_from(height, angle)) for angle in STEEP},
        "validity": recognisers.validity,
        "recogniser_half_m": {
            name: lens.distance_m(curve.quality * curve.midpoint_px / IPD_M)
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
        "Types of camera", "", "image [px]", "across [degree]", "25 px/m at", "usually hung"
    )
    for one in catalogue().values():
        lenses = [one.lens()]
        if one.tele is not None:
            lenses.append(one.lens(one.tele.hfov_deg))
        usual = hanging(one)
        table.add_row(
            one.key,
            f"{lenses[0].width_px} x {lenses[0].height_px}",
            " to ".join(f"{lens.hfov_deg:.4g}" for lens in lenses),
            " to ".join(f"{lens.distance_m(25):.0f}" for lens in lenses) + " m",
            f"{one.mount}, {usual.height_m.value:g} m",
        )
    (console or Console()).print(table)


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
    bend = f", k1 {lens['k1']:.3f}" if lens["model"] == "fisheye" else ""
    first = (
        f"{lens['width_px']} x {lens['height_px']} px, {lens['hfov_deg']:.1f} degrees across, "
        f"{lens['vfov_deg']:.1f} down, {lens['dfov_deg']:.1f} from corner to corner"
    )
    parts: list[RenderableType] = [
        Text(first, style="bold"),
        Text("\n".join([f"{lens['model']}, F {lens['focal_px']:.0f} px{bend}", *lens["inferred"]])),
    ]
    levels = listing(
        f"Faces, hung {facts['height_m']:g} m high and tilted {facts['tilt_deg']:+.1f} degrees",
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


def _ground(ends: Sequence[float] | None) -> str:
    return "nowhere" if ends is None else f"{ends[0]:.1f} to {ends[1]:.1f} m"


def _advice(facts: dict[str, Any]) -> Text:
    """Say from where faces are frontal, and where recognisers find enough pixels."""
    steep = ", ".join(
        f"{angle} degrees from {away:.1f} m on" for angle, away in facts["frontal_from_m"].items()
    )
    halves = ", ".join(f"{name} {away:.1f} m" for name, away in facts["recogniser_half_m"].items())
    makers = "\n".join(
        f"  {maker['asks']} ({maker['source']}): {_ground(maker['ground_m'])}"
        for maker in facts["makers"]
    )
    return Text(
        f"Looked down on by less than: {steep}.\n"
        f"A recogniser reaches half its ceiling, face on and sharp, up to: {halves}.\n"
        f"What makers of recognisers ask for is met at:\n{makers}\n"
        f"{facts['validity']}"
    )
