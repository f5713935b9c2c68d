"""Commands that make a run, check one before, and show or export it after."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from twin.cli.asking import (
    AsJson,
    Changes,
    RunFolder,
    ScenarioFile,
    pairs,
    print_json,
    progress,
    refuse_ending,
    set_options,
)
from twin.errors import ScenarioError

__all__ = ["check", "export", "run", "show"]


def run(
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
    from twin.run import default_folder, refuse_used, run_scenario
    from twin.scenario import load_scenario, scenario_file

    with set_options():
        question = load_scenario(scenario, changes=pairs(changes), quick=quick)
    folder = out or default_folder(scenario, quick=quick, changes=pairs(changes))
    file = scenario_file(scenario).resolve()
    if not replace:
        refuse_used(folder, question, file)
    try:
        with progress(as_json) as on_progress:
            done = run_scenario(
                question, out=folder, file=file, threads=threads, on_progress=on_progress
            )
            on_progress("report", 0.0)
            # only now: what draws takes 30 MB, which the crowd needs before
            from twin.report import write_report
            from twin.report.terminal import render

            files = write_report(done, answer(done))
            on_progress("report", 1.0)
    except KeyboardInterrupt:
        typer.echo("Interrupted. The same command goes on from what was finished.", err=True)
        raise typer.Exit(130) from None
    if as_json:
        print_json(done.answers())
    else:
        render(done.answers(), files=files)


def check(
    scenario: ScenarioFile = None,
    *,
    changes: Changes = None,
    suite: Annotated[
        str | None,
        typer.Option(
            help="Instead of a scenario, check how people walk: rimea or flow, suites of scenes "
            "whose outcome is known."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check a scenario, its map and its layout, naming problems together; or the model.

    With --json it lists the venues of the map and its places, too.
    """
    if suite is not None:
        if scenario is not None or changes:
            message = "--suite: stands beside a scenario or --set, but has scenes of its own."
            raise ScenarioError(message)
        _check_suite(suite, as_json=as_json)
        return
    from twin.people import Crowd
    from twin.people.stretch import told_people
    from twin.run import check_file, remarks
    from twin.sight import ground

    with set_options():
        inputs = check_file(scenario, changes=pairs(changes))
    question, cameras = inputs.scenario, len(inputs.layout.housings)
    alone = {one.id: replace(inputs.layout, cameras=(one,)) for one in inputs.layout.cameras}
    people = "people"
    doubts = remarks(inputs, lambda camera: ground(inputs.site, alone[camera.id])[0])
    if isinstance(question.people, Crowd):
        people = told_people(question.people, question.date.weekday())
    elif inputs.recording is not None:
        people = f"{inputs.recording.people.num_rows:,} recorded people"
        doubts[:0] = inputs.recording.warnings
    if as_json:
        told = {"scenario": question.name, "date": question.date.isoformat(), "people": people}
        venues = [{"id": one.id, "name": one.name} for one in inputs.site.venues]
        places = [{"id": one.id, "name": one.name} for one in inputs.site.places]
        found = {"cameras": cameras, "venues": venues, "places": places, "look_again": doubts}
        print_json({**told, **found})
        return
    typer.echo(
        f"{question.name}: {people} on {question.date:%A %-d %B %Y}, "
        f"{cameras} camera{'' if cameras == 1 else 's'}, {len(inputs.site.gates)} gates, "
        f"{len(inputs.site.venues)} venues: "
        + ("nothing wrong was found." if not doubts else "\n".join(["look again:", *doubts]))
    )


def _check_suite(name: str, *, as_json: bool) -> None:
    """Walk a suite and say what holds; leave with 1 when something does not."""
    from twin.report.suite_text import render_suite, suite_facts
    from twin.suites import run_suite

    with progress(as_json) as on_progress:
        verdicts = list(run_suite(name, on_progress=on_progress))
    facts = suite_facts(name, verdicts)
    if as_json:
        print_json(facts)
    else:
        render_suite(name, verdicts)
    if not facts["holds"]:
        raise typer.Exit(1)


def show(run_folder: RunFolder, *, as_json: AsJson = False) -> None:
    """Show the answer of a run again."""
    from twin.report.terminal import render
    from twin.run import open_run

    done = open_run(run_folder)
    if as_json:
        print_json(done.answers())
    else:
        render(done.answers(), files=done.report_files())


def export(
    run_folder: RunFolder,
    *,
    out: Annotated[
        Path,
        typer.Option(
            help="A new file: .sqlite for JuPedSim and PedPy, .csv or .parquet. SQLite keeps "
            "neither how far faces look up or down nor who queues, holds a phone or is under a "
            "bridge; the others do."
        ),
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
    from twin.run import EXPORTS, export_tracks, open_run

    refuse_ending(out, *EXPORTS)
    done = open_run(run_folder)
    rows = export_tracks(done, out, start=start, end=end, called=("--from", "--to"))
    typer.echo(f"{rows:,} samples: {out}")
