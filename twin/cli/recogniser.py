"""Commands about the recogniser: its sources, its ranges, and trials of one's own."""

from pathlib import Path
from typing import Annotated

import typer

from twin.cli.asking import AsJson, RunFolder, in_options, print_json, progress, refuse_out
from twin.errors import ScenarioError

__all__ = ["fit", "sources", "sweep"]


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


def sweep(
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
    from twin.run import left_out, open_run
    from twin.run import sweep as swept_through

    done = open_run(run_folder)
    model = done.inputs.recognisers
    with progress(as_json) as on_progress:
        usual, swept = swept_through(
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
        print_json({**told, **rate, "validity": model.validity})
    else:
        render_sweep(profile, usual, swept, recognisers=model, idle=idle)


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
        str | None,
        typer.Option(
            help="Profile that the curve takes the place of in the file of --out.",
            show_default="central",
        ),
    ] = None,
    about: Annotated[
        str | None,
        typer.Option(help="What the trial was, for reports; stands in the file of --out."),
    ] = None,
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

    from twin.exposure import fit_curve, out_of_order, recognisers
    from twin.report.terminal import render_fit
    from twin.store import write_file

    if out is not None:
        refuse_out(out)
    elif profile is not None or about is not None:
        alone = "--about" if profile is None else "--profile"
        message = f"{alone} stands without --out, but only says what is written there."
        raise ScenarioError(message)
    with in_options({"searches_per_false_alert": "--searches-per-false-alert"}):
        curve = fit_curve(
            trial,
            focal_px=focal_px,
            gallery=gallery,
            searches_per_false_alert=searches_per_false_alert,
        )
    doubt = ""
    if out is not None:
        fitted = curve.profile(about or f"fitted to {trial.name}")
        model = recognisers().with_profile(profile or "central", fitted)
        text, doubt = model.to_yaml(), out_of_order(model)
        write_file(out, lambda beside: beside.write_text(text, encoding="utf-8"))
    if as_json:
        print_json({**asdict(curve), "look_again": [doubt] if doubt else []})
    else:
        render_fit(curve, written=out, doubt=doubt)
