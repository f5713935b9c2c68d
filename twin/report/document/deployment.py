"""Deployment: every camera, where it is, what for and how it is set, and a plan."""

from collections.abc import Sequence

from twin.report import sentences
from twin.report.digest import Digest
from twin.report.document.blocks import Block, Figure, Grid, Section, Text
from twin.report.hung import Hung
from twin.wording import date, degrees, tilted

__all__ = ["deployment", "on_plan"]

_HEADS = ("camera", "purpose", "position, EPSG:27700", "height", "looks", "picture", "known from")


def deployment(told: Digest) -> Section:
    """List the cameras."""
    blocks: list[Block] = [
        Text(f"{sentences.cameras(told)}: {told.layout}."),
        Grid(
            "Inventory of the cameras; headings are clockwise from grid north",
            _HEADS, [_row(one) for one in told.hung], [False] * len(_HEADS),
            note="Every camera should have a purpose of its own; where none is stated, that is "
            "a finding.",
        ),
        *(Text(f"{one.name}: {one.reason}", "note") for one in told.hung if one.reason),
        *(Text(remark, "caveat") for remark in told.remarks),
    ]  # fmt: skip
    return Section("deployment", "The deployment", blocks)


def _row(one: Hung) -> Sequence[str]:
    return [
        one.name if one.name == one.id else f"{one.id}: {one.name}",
        one.purpose or "not stated",
        f"E {one.easting:.1f} m, N {one.northing:.1f} m",
        f"{one.height:g} m",
        "; ".join(
            f"{degrees(view.heading)}, {tilted(view.tilt)}" + _share(view)
            for view in one.views or (one,)
        ),
        "; ".join(
            f"{view.width} \u00d7 {view.height_px} px, {degrees(view.hfov)} wide" + _form(view)
            for view in one.views or (one,)
        ),
        "invented" if one.invented else "the layout",
    ]


def _share(view: Hung) -> str:
    return f" ({100 * view.time_share:.0f} % of the time)" if view.time_share < 1 else ""


def _form(view: Hung) -> str:
    masks = f"{view.masks} mask{'s' if view.masks > 1 else ''}" if view.masks else ""
    return "".join(f", {one}" for one in (view.form, masks) if one)


def on_plan(told: Digest, plan: str) -> Section:
    """Show a plan (an SVG document); it needs a sheet of its own, so it comes last."""
    names = ", ".join(row.name for row in told.cameras)
    figure = Figure(
        plan,
        alt=f"Plan of {told.site} on {date(told.day)}: buildings, walkable ground, footfall, the "
        f"cameras {names} and the ground they cover at each level.",
        caption="Left: the site with the time people spent on each square metre. Right: the ground "
        "near the cameras, coloured by the level of detail at which they show a head 1.6 m above "
        "it with nobody in the way.",
        wide=True,
    )
    return Section("plan", "Plan", [figure])
