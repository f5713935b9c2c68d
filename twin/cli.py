"""The command line: it asks, shows progress, and turns errors into one sentence each."""

import json
import logging
import re
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from twin.errors import RunError, ScenarioError, TwinError
from twin.patterns import NAME, WORDS
from twin.usual import NOISE, SHUTTER, SPEED

__all__ = ["app", "main"]

app = typer.Typer(
    name="twin",
    help="How many people can a camera layout identify?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

camera_app = typer.Typer(
    name="camera",
    help="Enter cameras that are there already.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(camera_app)

ScenarioFile = Annotated[
    Path | None,
    typer.Argument(
        help="A scenario file, or the name of a shipped one, such as kings_boulevard_2017.",
        show_default="a weekday at King's Cross",
    ),
]
RunFolder = Annotated[
    Path, typer.Argument(help="The folder of a run, such as runs/kings_cross_weekday.")
]
Changes = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Change one line of the scenario; may be repeated. A file is looked up where you "
        "stand, then as the scenario's own.",
    ),
]
AsJson = Annotated[
    bool,
    typer.Option(
        "--json",
        help="Answer in JSON on standard output; progress as JSON lines on standard error.",
    ),
]


@app.command("run")
def run_command(
    scenario: ScenarioFile = None,
    *,
    out: Annotated[
        Path | None, typer.Option(help="Run folder to write.", show_default="runs/<scenario>")
    ] = None,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Let it take the place of another scenario's run."),
    ] = False,
    changes: Changes = None,
    quick: Annotated[
        bool,
        typer.Option("--quick", help="Simulate only who comes in one peak hour, to an empty site."),
    ] = False,
    threads: Annotated[
        int | None, typer.Option(min=1, help="Threads to use; all when missing.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Simulate a scenario and answer it."""
    from twin.answers import answer
    from twin.report import write_report
    from twin.report.terminal import render
    from twin.run import default_folder, refuse_used, run_scenario
    from twin.scenario import load_scenario, scenario_file

    question = load_scenario(scenario, changes=_pairs(changes), quick=quick)
    folder = out or default_folder(scenario, quick=quick, changes=_pairs(changes))
    file = scenario_file(scenario).resolve()
    if not replace:
        refuse_used(folder, question, file)
    try:
        with _progress(as_json) as on_progress:
            done = run_scenario(
                question, out=folder, file=file, threads=threads, on_progress=on_progress
            )
            on_progress("report", 0.0)
            files = write_report(done, answer(done))
            on_progress("report", 1.0)
    except KeyboardInterrupt:
        typer.echo("Interrupted. The same command goes on from what was finished.", err=True)
        raise typer.Exit(130) from None
    if as_json:
        _print_json(done.answers())
    else:
        render(done.answers(), files=files)


@app.command()
def check(scenario: ScenarioFile = None, *, changes: Changes = None) -> None:
    """Check a scenario, its map and its layout; name every problem at once."""
    from twin.exposure import out_of_order
    from twin.people import Crowd
    from twin.people.pool.means import expected
    from twin.run import check_file, remarks
    from twin.sight import coverage

    inputs = check_file(scenario, changes=_pairs(changes))
    question, cameras = inputs.scenario, len(inputs.layout.housings)
    people, doubts = "people", remarks(inputs, lambda camera: coverage(inputs.site, camera))
    doubts += filter(None, [out_of_order(inputs.recognisers)])
    if isinstance(question.people, Crowd):
        people = f"about {expected(question.people, question.date.weekday()):,.0f} people"
    elif inputs.recording is not None:
        people = f"{inputs.recording.people.num_rows:,} recorded people"
        doubts[:0] = inputs.recording.warnings
    typer.echo(
        f"{question.name}: {people} on {question.date:%A %-d %B %Y}, "
        f"{cameras} camera{'' if cameras == 1 else 's'}, {len(inputs.site.gates)} gates, "
        f"{len(inputs.site.venues)} venues: "
        + ("nothing wrong was found." if not doubts else "\n".join(["look again:", *doubts]))
    )


@app.command()
def show(run_folder: RunFolder, *, as_json: AsJson = False) -> None:
    """Show the answer of a run again."""
    from twin.report.terminal import render
    from twin.run import open_run

    done = open_run(run_folder)
    if as_json:
        _print_json(done.answers())
    else:
        render(done.answers(), files=done.report_files())


@app.command()
def view(
    run_folder: RunFolder,
    camera: Annotated[str, typer.Argument(help="A camera of its layout, such as KB-south.")],
    *,
    time: Annotated[
        str | None,
        typer.Option(
            help="Time of day, such as 08:42:10.", show_default="the camera's busiest moment"
        ),
    ] = None,
    out: Annotated[Path, typer.Option(help="Draw it here, as .png.")] = Path("view.png"),
) -> None:
    """Draw what a camera shows at a moment of a run, with the faces measured."""
    from twin.report.caption import counted
    from twin.report.saving import save
    from twin.report.shot import shot
    from twin.report.view import DPI
    from twin.report.view import view as draw
    from twin.run import open_run

    _refuse_ending(out, ".png")
    taken = shot(open_run(run_folder), camera, time)
    save(draw(taken), out, title="view", dpi=DPI)
    typer.echo(" ".join(filter(None, (taken.before, counted(taken), f"Drawn: {out}"))))


@app.command("ground")
def ground_command(
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

    _refuse_ending(out, ".png", ".svg")
    done = open_run(run_folder)
    scene = ground_scene(
        done,
        heading=heading,
        standard=standard or standards()[0].key,
        height=FACE_HEIGHT if height is None else height,
        cameras=camera or [],
    )
    facts = ground_facts(scene, ground_of(done, [scene.density]))
    save(ground_map(scene, facts), out, title="ground")
    if as_json:
        _print_json(facts)
    else:
        render_ground(scene, facts, drawn=out)


@app.command()
def export(
    run_folder: RunFolder,
    *,
    out: Annotated[
        Path, typer.Option(help="A new file: .sqlite for JuPedSim and PedPy, .csv or .parquet.")
    ],
    start: Annotated[
        str | None,
        typer.Option("--from", help="From when, such as 08:30.", show_default="the run's start"),
    ] = None,
    end: Annotated[
        str | None,
        typer.Option("--to", help="Until before when.", show_default="the run's end"),
    ] = None,
) -> None:
    """Write where everybody was, for other programs."""
    from twin.run import export_tracks, open_run

    rows = export_tracks(open_run(run_folder), out, start=start, end=end)
    typer.echo(f"{rows:,} samples: {out}")


@app.command()
def schema(
    what: Annotated[
        str, typer.Argument(help="map, scenario, layout, recognisers, tables or tracks")
    ],
) -> None:
    """Print the schema of a file this program reads or writes."""
    _print_json(_schema(what))


@app.command()
def sources(
    run_folder: Annotated[
        Path | None,
        typer.Argument(
            help="The folder of a run; may be missing with --recogniser.", show_default=False
        ),
    ] = None,
    *,
    recogniser: Annotated[
        bool,
        typer.Option(
            "--recogniser",
            help="Print the numbers of the face recogniser with their ranges and sources, and "
            "published deployments beside them.",
        ),
    ] = False,
) -> None:
    """Print the bibliography of what a run relied on."""
    from twin.run import open_run
    from twin.sources import bibliography
    from twin.sources import keys as known

    if recogniser:
        from twin.exposure import deployments, recognisers
        from twin.report.recogniser_text import own_sources, render_recogniser

        model = recognisers() if run_folder is None else open_run(run_folder).inputs.recognisers
        render_recogniser(model, deployments())
        keys = (model.sources & known()) | {one.source for one in deployments()}
        for key, text in [*bibliography(keys), *own_sources(model)]:
            typer.echo(f"[{key}] {text}")
        return
    if run_folder is None:
        message = "twin sources: the folder of a run must be given, or --recogniser."
        raise ScenarioError(message)
    for key, text in bibliography(open_run(run_folder).manifest["sources"]):
        typer.echo(f"[{key}] {text}")


@app.command("sweep")
def sweep_command(
    run_folder: RunFolder,
    *,
    profile: Annotated[str, typer.Option(help="Whose people to count.")] = "central",
    only: Annotated[
        list[str] | None, typer.Option(help="Sweep only this number; may be repeated.")
    ] = None,
    threads: Annotated[
        int | None, typer.Option(min=1, help="Threads to use; all when missing.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Move each of the recogniser's numbers through its range and count people anew."""
    from twin.report.recogniser_text import render_sweep
    from twin.run import left_out, open_run, sweep

    done = open_run(run_folder)
    model = done.inputs.recognisers
    with _progress(as_json) as on_progress:
        usual, swept = sweep(
            done,
            profile=profile,
            names=only,
            threads=threads,
            on_progress=on_progress,
        )
    idle = left_out(model, profile)
    if as_json:
        ends = {
            one.name: {"range": one.number.range, "people": [one.low, one.high]} for one in swept
        }
        told = {"profile": profile, "people": usual, "swept": ends, "left_out": idle}
        held = profile not in model.staying
        rate = {
            "gallery": model.gallery.value if held else None,
            "fpir": model.fpir if held else None,
        }
        _print_json({**told, **rate, "validity": model.validity})
    else:
        render_sweep(profile, usual, swept, recognisers=model, idle=idle)


@app.command()
def fit(
    trial: Annotated[
        Path,
        typer.Argument(
            help="A CSV table with columns ied_px or distance_m, hits and trials, and if wanted "
            "yaw_deg and blur_px."
        ),
    ],
    *,
    focal_px: Annotated[
        float | None,
        typer.Option(help="Focal length over pixel pitch of the trial's camera, for distance_m."),
    ] = None,
    gallery: Annotated[float | None, typer.Option(help="People enrolled in the trial.")] = None,
    searches_per_false_alert: Annotated[
        float | None,
        typer.Option(
            help="Searches of people not enrolled for one false alert in the trial. Without these "
            "two the curve holds for the trial's own gallery and rate only."
        ),
    ] = None,
    profile: Annotated[
        str, typer.Option(help="Profile that the curve takes the place of in the file of --out.")
    ] = "central",
    about: Annotated[str, typer.Option(help="What the trial was, for reports.")] = "",
    out: Annotated[
        Path | None,
        typer.Option(
            help="Write the recogniser's numbers here, a new .yaml file, for a scenario's "
            "recognisers."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Fit the curve of a recogniser to a trial of your own."""
    from dataclasses import asdict

    from twin.exposure import fit_curve, recognisers
    from twin.report.terminal import render_fit
    from twin.store import write_file

    if out is not None:
        _refuse_out(out)
    curve = fit_curve(
        trial,
        focal_px=focal_px,
        gallery=gallery,
        searches_per_false_alert=searches_per_false_alert,
    )
    if out is not None:
        fitted = curve.profile(about or f"fitted to {trial.name}")
        text = recognisers().with_profile(profile, fitted).to_yaml()
        write_file(out, lambda beside: beside.write_text(text, encoding="utf-8"))
    if as_json:
        _print_json(asdict(curve))
    else:
        render_fit(curve, written=out)


@app.command()
def lens(
    *,
    type_: Annotated[
        str | None, typer.Option("--type", help="A type of the catalogue, instead of a data sheet.")
    ] = None,
    types: Annotated[
        bool, typer.Option("--types", help="List the types of the catalogue.")
    ] = False,
    width: Annotated[int | None, typer.Option(help="Width of the image. [px]")] = None,
    height: Annotated[int | None, typer.Option(help="Height of the image. [px]")] = None,
    hfov: Annotated[
        float | None,
        typer.Option(help="Horizontal field of view, to which a type's zoom is set. [degree]"),
    ] = None,
    vfov: Annotated[float | None, typer.Option(help="Vertical field of view. [degree]")] = None,
    detect: Annotated[
        float | None, typer.Option(help="Distance printed for 25 px/m, 'detect'. [m]")
    ] = None,
    focal_mm: Annotated[float | None, typer.Option(help="Focal length. [mm]")] = None,
    pixel_pitch_um: Annotated[float | None, typer.Option(help="Size of a pixel. [um]")] = None,
    mount: Annotated[
        float | None,
        typer.Option(help="Height above the ground. [m]", show_default="3, or as the type"),
    ] = None,
    tilt: Annotated[
        float | None,
        typer.Option(
            help="Negative is down. [degree]",
            show_default="so that the axis meets a face with 250 px/m; a fisheye of the catalogue "
            "looks straight down",
        ),
    ] = None,
    out: Annotated[Path, typer.Option(help="Draw it here, as .png or .svg.")] = Path("lens.png"),
    as_json: AsJson = False,
) -> None:
    """Say and draw what a lens shows, from its data sheet or the catalogue."""
    from twin.cameras import Lens
    from twin.cameras.catalogue import camera_type, hanging
    from twin.cameras.mount import MOUNT_HEIGHT, aimed, hung
    from twin.exposure import recognisers, standards
    from twin.report.lens_sheet import lens_sheet
    from twin.report.lens_text import lens_facts, render_lens, render_types
    from twin.report.saving import save

    if types:
        render_types()
        return
    _refuse_ending(out, ".png", ".svg")
    sheet = {
        "vfov_deg": vfov,
        "detect_m": detect,
        "focal_mm": focal_mm,
        "pixel_pitch_um": pixel_pitch_um,
    }
    turned: tuple[float, ...] = (0.0,)
    if type_ is not None:
        printed = {"width_px": width, "height_px": height, **sheet}
        given = ", ".join(name for name, value in printed.items() if value is not None)
        if given:
            message = f"--type {type_}: {given} stand beside it, but the catalogue says them."
            raise ScenarioError(message)
        kind = camera_type(type_)
        optics, usual = kind.lens(hfov), hanging(kind)
        mount = usual.height_m.value if mount is None else mount
        tilt = usual.tilt_deg.value if tilt is None and kind.form == "fisheye" else tilt
        turned = kind.sensors.turned_deg if kind.sensors else turned
    else:
        if width is None or height is None:
            message = "twin lens: --width and --height must be given, or --type, or --types."
            raise ScenarioError(message)
        optics = Lens.from_datasheet(width_px=width, height_px=height, hfov_deg=hfov, **sheet)
    first, high = standards()[0], MOUNT_HEIGHT if mount is None else mount
    camera = (
        aimed(optics, first.human_density, height_m=high)
        if tilt is None
        else hung(optics, height_m=high, tilt_deg=tilt)
    )
    figure = lens_sheet(camera, first, turned=turned)
    save(figure, out, title="lens")
    facts = lens_facts(camera, standards(), recognisers(), turned=turned)
    if as_json:
        _print_json(facts)
    else:
        render_lens(facts, standards(), drawn=out)


@app.command()
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

    _refuse_ending(out, ".png")
    if quality is not None and qp is not None:
        message = "--qp: --quality is given too, but only one of them may be."
        raise ScenarioError(message)
    better = QUALITY if quality is None else quality
    chain = Chain(speed=speed, shutter=shutter, noise=noise, quality=better, qp=qp)
    figure = face_ladder(standards(), chain=chain, focal_px=focal_px)
    save(figure, out, title="faces", dpi=DPI)
    typer.echo(str(out))


@camera_app.command("locate")
def locate_command(
    image: Annotated[Path, typer.Argument(help="A still of the camera, PNG or JPEG.")],
    points: Annotated[
        Path,
        typer.Argument(
            help="A CSV table with columns u_px, v_px (from the image's upper left corner), "
            "easting_m, northing_m (EPSG:27700), and if wanted height_m above the ground and name."
        ),
    ],
    *,
    fisheye: Annotated[
        bool, typer.Option("--fisheye", help="Look for a fisheye, k1 too from six points on.")
    ] = False,
    hfov: Annotated[
        float | None,
        typer.Option(help="Horizontal field of view; then only the pose is found. [degree]"),
    ] = None,
    vfov: Annotated[float | None, typer.Option(help="Vertical field of view. [degree]")] = None,
    detect: Annotated[
        float | None, typer.Option(help="Distance printed for 25 px/m, 'detect'. [m]")
    ] = None,
    focal_mm: Annotated[float | None, typer.Option(help="Focal length. [mm]")] = None,
    pixel_pitch_um: Annotated[float | None, typer.Option(help="Size of a pixel. [um]")] = None,
    id: Annotated[str, typer.Option(help="Short name of the camera in the layout.")] = "camera",
    out: Annotated[
        Path | None, typer.Option(help="Write a layout with this camera here, a new .yaml file.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Find where a camera hangs and looks, from four or more points clicked in its image."""
    from twin.cameras import Clicks, image_size, locate
    from twin.report.locate_text import located_facts, render_located
    from twin.store import write_file

    if re.fullmatch(NAME, id) is None:
        message = f"--id {id!r}: must be {WORDS[NAME]}."
        raise ScenarioError(message)
    if out is not None:
        _refuse_out(out)
    printed = {
        "hfov_deg": hfov,
        "vfov_deg": vfov,
        "detect_m": detect,
        "focal_mm": focal_mm,
        "pixel_pitch_um": pixel_pitch_um,
    }
    sheet = {name: value for name, value in printed.items() if value is not None}
    width, height = image_size(image)
    found = locate(
        Clicks.read(points, width_px=width, height_px=height),
        width_px=width,
        height_px=height,
        fisheye=fisheye,
        sheet=sheet,
    )
    if out is not None:
        text = found.layout(id=id, path=out)
        write_file(out, lambda beside: beside.write_text(text, encoding="utf-8"))
    facts = located_facts(found)
    if as_json:
        _print_json(facts)
    else:
        render_located(facts, written=out)


def main() -> None:
    """Run the command line; a wrong input ends in one sentence and exit code 2."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        app(standalone_mode=True)
    except RunError as error:
        _end(error, code=1)
    except TwinError as error:
        _end(error, code=2)


def _end(error: TwinError, *, code: int) -> None:
    """Print each problem on its own line and leave."""
    for problem in error.problems:
        typer.echo(problem, err=True)
    sys.exit(code)


def _refuse_ending(out: Path, *allowed: str) -> None:
    """Refuse a picture of a kind that is not drawn."""
    if out.suffix not in allowed:
        message = f"--out {out}: must end in {' or '.join(allowed)}."
        raise ScenarioError(message)


def _refuse_out(out: Path) -> None:
    """Refuse what is no YAML file, and to write over what somebody may have worked on."""
    _refuse_ending(out, ".yaml")
    if out.exists():
        message = f"{out}: is there already, but must be a new file."
        raise ScenarioError(message)


def _pairs(changes: list[str] | None) -> dict[str, str]:
    """Split ``key=value`` options."""
    pairs: dict[str, str] = {}
    for change in changes or []:
        key, sign, value = change.partition("=")
        if not sign or not key:
            message = f"--set {change}: must be KEY=VALUE, such as people.total=20000."
            raise ScenarioError(message)
        pairs[key] = value
    return pairs


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False))


def _schema(what: str) -> Any:
    """Find a schema by name."""
    if what == "map":
        from twin.site import schema as map_schema

        return map_schema()
    if what == "scenario":
        from twin.scenario import Scenario

        return Scenario.model_json_schema()
    if what == "layout":
        from twin.cameras.layout import layout_schema

        return layout_schema()
    if what == "recognisers":
        from twin.exposure import Recognisers

        return Recognisers.model_json_schema()
    if what == "tables":
        from twin.tables import describe

        return describe()
    if what == "tracks":
        from twin.people.recorded import ENDINGS
        from twin.people.trajectories.table import COLUMNS
        from twin.run import EXPORTS
        from twin.tables import columns_of

        return {"read": ENDINGS, "written": EXPORTS, "columns": columns_of(COLUMNS)}
    message = (
        f"schema {what}: there is no such schema; there are map, scenario, layout, recognisers, "
        "tables and tracks."
    )
    raise ScenarioError(message)


def _progress(as_json: bool) -> Any:
    """Choose how progress is shown: bars for people, JSON lines for programs."""
    from twin.progress import bars, json_lines

    return json_lines() if as_json else bars()
