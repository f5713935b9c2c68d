"""The command that draws who is on the ground: maps of density and a film."""

from pathlib import Path
from typing import Annotated

import typer

from twin.cli.asking import AsJson, RunFolder, print_json, refuse_ending
from twin.errors import ScenarioError

__all__ = ["crowd"]


def crowd(
    run_folder: RunFolder,
    *,
    at: Annotated[
        list[str], typer.Option(help="Time of day, such as 08:30; may be repeated, a map for each.")
    ],
    minutes: Annotated[
        float, typer.Option(help="Means are of so long a time about it. [min]")
    ] = 5.0,
    within: Annotated[
        str | None,
        typer.Option(
            help="Count on and show this place, such as 'Granary Square'.",
            show_default="the whole site; a film shows the busiest 200 m",
        ),
    ] = None,
    film: Annotated[
        Path | None, typer.Option(help="Draw people as they walk from then on, as .gif.")
    ] = None,
    seconds: Annotated[float, typer.Option(help="Length of the film. [s]")] = 60.0,
    out: Annotated[
        Path,
        typer.Option(help="Draw it here, as .png or .svg; of several times each adds its own."),
    ] = Path("crowd.png"),
    as_json: AsJson = False,
) -> None:
    """Say and draw how crowded the ground is about a time of day, and show people walk."""
    from twin.report.crowd_facts import crowd_facts
    from twin.report.crowd_map import crowd_map
    from twin.report.crowd_scene import crowd_scene, lost
    from twin.report.crowd_text import render_crowd
    from twin.report.film import film as draw_film
    from twin.report.film import refuse_seconds, save_film
    from twin.report.saving import save
    from twin.run import open_run

    refuse_ending(out, ".png", ".svg")
    done = open_run(run_folder)
    if film is not None:
        refuse_ending(film, ".gif", option="--film")
        if len(at) > 1:
            message = f"--film {film}: --at is given {len(at)} times, but a film has one beginning."
            raise ScenarioError(message)
        refuse_seconds(done, at[0], seconds)
    gone = lost(done)
    scenes = [crowd_scene(done, one, minutes=minutes, within=within, lost=gone) for one in at]
    told = []
    for one, scene in zip(at, scenes, strict=True):
        drawn = [out if len(at) == 1 else _of_time(out, one)]
        facts = crowd_facts(scene)
        save(crowd_map(scene, facts), drawn[0], title="crowd")
        if film is not None:
            save_film(draw_film(done, scene, one, seconds), film)
            drawn.append(film)
        told.append({**facts, "drawn": [str(file) for file in drawn]})
        if not as_json:
            render_crowd(scene, facts, drawn=drawn)
    if as_json:
        print_json(told)


def _of_time(out: Path, at: str) -> Path:
    """Add a time of day to the name of a file, as in crowd-0830.png."""
    hours, _, rest = at.partition(":")
    return out.with_stem(f"{out.stem}-{hours:0>2}{rest.replace(':', '')}")
