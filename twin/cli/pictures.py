"""Commands that draw: a camera's view and rays, the ground it covers, the ladder of faces."""

from pathlib import Path
from typing import Annotated

import typer

from twin.cli.asking import AsJson, RunFolder, print_json, refuse_ending
from twin.errors import ScenarioError
from twin.usual import NOISE, SHUTTER, SPEED

__all__ = ["faces", "ground", "rays", "view"]


OneCamera = Annotated[str, typer.Argument(help="A camera of its layout, such as KB-south.")]
Moment = Annotated[
    str | None,
    typer.Option(help="Time of day, such as 08:42:10.", show_default="the camera's busiest moment"),
]


def view(
    run_folder: RunFolder,
    camera: OneCamera,
    *,
    time: Moment = None,
    out: Annotated[Path, typer.Option(help="Draw it here, as .png.")] = Path("view.png"),
) -> None:
    """Draw what a camera shows at a moment of a run, with the faces measured."""
    from twin.report.caption import counted
    from twin.report.saving import save
    from twin.report.shot import shot
    from twin.report.view import DPI
    from twin.report.view import view as draw
    from twin.run import open_run

    refuse_ending(out, ".png")
    taken = shot(open_run(run_folder), camera, time)
    save(draw(taken), out, title="view", dpi=DPI)
    typer.echo(" ".join(filter(None, (taken.before, counted(taken), f"Drawn: {out}"))))


def rays(
    run_folder: RunFolder,
    camera: OneCamera,
    *,
    time: Moment = None,
    out: Annotated[Path, typer.Option(help="Draw it here, as .png.")] = Path("rays.png"),
    as_json: AsJson = False,
) -> None:
    """Draw in 3D which heads a camera sees at a moment of a run, and what hides the others.

    With --json it lists everybody by the number in the tables of the run.
    """
    from twin.report.rays import DPI
    from twin.report.rays import rays as draw
    from twin.report.rays_facts import counted, rays_facts
    from twin.report.saving import save
    from twin.report.sightlines import sightlines
    from twin.run import open_run

    refuse_ending(out, ".png")
    lines = sightlines(open_run(run_folder), camera, time)
    save(draw(lines), out, title="rays", dpi=DPI)
    if as_json:
        print_json({**rays_facts(lines), "drawn": str(out)})
    else:
        typer.echo(f"{counted(lines)} Drawn: {out}")


def ground(
    run_folder: RunFolder,
    *,
    heading: Annotated[
        str, typer.Option(help="Which way faces point: best, worst, mean or footfall.")
    ] = "footfall",
    standard: Annotated[
        str | None, typer.Option(help="Whose levels to show.", show_default="the first shipped")
    ] = None,
    camera: Annotated[
        list[str] | None, typer.Option(help="Only through this camera; may be repeated.")
    ] = None,
    height: Annotated[
        float | None, typer.Option(help="Of faces above the ground. [m]", show_default="1.6")
    ] = None,
    out: Annotated[Path, typer.Option(help="Draw it here, as .png or .svg.")] = Path("ground.png"),
    as_json: AsJson = False,
) -> None:
    """Say and draw how finely the ground is covered, by the way people's faces point."""
    from twin.answers.ground_of import ground_of
    from twin.cameras.mount import FACE_HEIGHT
    from twin.exposure import standards
    from twin.report.ground_map import ground_map
    from twin.report.ground_scene import ground_scene
    from twin.report.ground_text import ground_facts, render_ground
    from twin.report.saving import save
    from twin.run import open_run

    refuse_ending(out, ".png", ".svg")
    done = open_run(run_folder)
    scene = ground_scene(
        done,
        heading=heading,
        standard=standard or standards()[0].key,
        height=FACE_HEIGHT if height is None else height,
        cameras=camera or [],
    )
    covered, facing = (ground_of(done, [density]) for density in (scene.density, scene.towards))
    facts = ground_facts(scene, covered, facing)
    save(ground_map(scene, facts), out, title="ground")
    if as_json:
        print_json(facts)
    else:
        render_ground(scene, facts, drawn=out)


def faces(
    *,
    speed: Annotated[
        float, typer.Option(help="How fast people walk across the picture. [m/s]")
    ] = SPEED,
    shutter: Annotated[float, typer.Option(help="Exposure time. [s]")] = SHUTTER,
    noise: Annotated[
        float, typer.Option(help="Noise at middle grey, more by night. [levels of 255]")
    ] = NOISE,
    quality: Annotated[
        int | None, typer.Option(help="Quality of JPEG, 1 to 100.", show_default="40")
    ] = None,
    qp: Annotated[
        float | None,
        typer.Option(help="Instead of JPEG, steps as coarse as those of H.264 at this QP, 0-51."),
    ] = None,
    focal_px: Annotated[
        float | None,
        typer.Option(
            help="Focal length over pixel pitch of the lens whose distances are told.",
            show_default="the lens invented for King's Boulevard",
        ),
    ] = None,
    out: Annotated[Path, typer.Option(help="Draw it here, as .png.")] = Path("faces.png"),
) -> None:
    """Draw what 25 to 1500 pixels per metre show of a face."""
    from twin.cameras.imaging import QUALITY, Chain
    from twin.exposure import standards
    from twin.report.face_ladder import DPI, face_ladder
    from twin.report.saving import save

    refuse_ending(out, ".png")
    if quality is not None and qp is not None:
        message = "--qp: --quality is given too, but only one of them may be."
        raise ScenarioError(message)
    better = QUALITY if quality is None else quality
    chain = Chain(speed=speed, shutter=shutter, noise=noise, quality=better, qp=qp)
    figure = face_ladder(standards(), chain=chain, focal_px=focal_px)
    save(figure, out, title="faces", dpi=DPI)
    typer.echo(f"Drawn: {out}")
