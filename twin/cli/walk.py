"""The command that finds the least exposed way."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from twin.cli.asking import AsJson, RunFolder, print_json, refuse_ending, refuse_there
from twin.errors import ScenarioError

if TYPE_CHECKING:
    from twin.answers.asked import Asked
    from twin.answers.avoidable.walk import Walk
    from twin.report.walk_map import WalkScene
    from twin.report.way_files import Line

__all__ = ["walk"]

_END = "A gate or venue by its id, or latitude,longitude."


def walk(
    run_folder: RunFolder,
    *,
    start: Annotated[str, typer.Option("--from", help=_END)],
    end: Annotated[str, typer.Option("--to", help=_END)],
    step_free: Annotated[bool, typer.Option("--step-free", help="Use no steps.")] = False,
    longer: Annotated[
        float | None,
        typer.Option(help="At most so much longer than the shortest way. [%]", show_default="any"),
    ] = None,
    out_of_view: Annotated[
        bool,
        typer.Option(
            "--out-of-view",
            help="Find the way least in view of cameras instead, whichever way you look.",
        ),
    ] = False,
    out: Annotated[Path, typer.Option(help="Draw it here, as .png or .svg.")] = Path("walk.png"),
    gpx: Annotated[Path | None, typer.Option(help="Write both ways here too, as .gpx.")] = None,
    geojson: Annotated[
        Path | None, typer.Option(help="Write both ways here too, as .geojson.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Find, draw and export the way from a place to another on which cameras learn least."""
    from twin.answers.asked import Asked
    from twin.answers.avoidable.walk import walk as find
    from twin.report.saving import save
    from twin.report.walk_map import walk_map
    from twin.report.way_files import geojson as as_geojson
    from twin.report.way_files import gpx as as_gpx
    from twin.report.way_files import write_lines
    from twin.run import open_run

    refuse_ending(out, ".png", ".svg")
    files = [(gpx, ".gpx", as_gpx), (geojson, ".geojson", as_geojson)]
    for file, ending, _ in files:
        if file is not None:
            refuse_ending(file, ending, option=f"--{ending[1:]}")
            refuse_there(file)
    _refuse_longer(longer, out_of_view=out_of_view)
    asked = Asked.of(open_run(run_folder))
    extra = None if longer is None else longer / 100
    found = find(asked, start, end, step_free=step_free, extra=extra, out_of_view=out_of_view)
    scene, lines = _scene(asked, found), _lines(asked, found)
    save(walk_map(scene), out, title="walk")
    written = [out]
    for file, _, text in files:
        if file is not None:
            write_lines(file, text(scene.title, lines, scene.credits))
            written.append(file)
    if as_json:
        print_json({**found.facts, "files": [str(file) for file in written]})
    else:
        typer.echo("\n".join([*found.sentences(), *(f"Written: {file}" for file in written)]))


def _refuse_longer(longer: float | None, *, out_of_view: bool) -> None:
    """Refuse a length that is none, or that has no meaning."""
    if longer is None:
        return
    if not 0 <= longer < float("inf"):
        message = f"--longer {longer:g}: must be 0 or more, in per cent."
        raise ScenarioError(message)
    if out_of_view:
        message = "--longer: --out-of-view is given too, but only one of them may be."
        raise ScenarioError(message)


def _scene(asked: "Asked", found: "Walk") -> "WalkScene":
    """Collect what the map shows."""
    from twin.answers.avoidable.net import squares_of
    from twin.report.attribution import credits as credits_of
    from twin.report.raster import Raster
    from twin.report.walk_map import Drawn, WalkScene

    site, net, exposed = asked.inputs.site, found.terrain.net, found.terrain.exposed
    searched = exposed.searched.any(axis=1)
    return WalkScene(
        site=site,
        cameras=asked.inputs.layout.cameras,
        title=found.title,
        says=list(found.sentences()),
        shown=Raster(*squares_of(site, net.places[exposed.shown])),
        searched=Raster(*squares_of(site, net.places[searched])),
        ways=[Drawn(name, way.xy, way.briefly) for name, way in found.ways.items()],
        credits=credits_of(asked.run.manifest),
    )


def _lines(asked: "Asked", found: "Walk") -> list["Line"]:
    """List the ways as they are exported."""
    from twin.report.way_files import Line
    from twin.site.projection import site_to_lonlat

    site = asked.inputs.site
    return [
        Line(name, says, site_to_lonlat(site, way.xy), way.facts)
        for (name, way), says in zip(found.ways.items(), found.sentences(), strict=True)
    ]
