"""A folder that holds a run already: whether another run may take its place."""

from pathlib import Path

from twin.errors import RunError, ScenarioError
from twin.run.folder import open_run
from twin.scenario import Scenario

__all__ = ["refuse_used"]


def refuse_used(folder: Path, scenario: Scenario, file: Path) -> None:
    """Refuse a folder whose run is of another scenario file.

    The same file may be run again into its folder, with other changes too. A run that no file is
    known of, because a program made it, is told by the scenario's name.

    Parameters
    ----------
    folder : Path
        Where the run would go.
    scenario : Scenario
        What would be run.
    file : Path
        The file it was read from.

    Raises
    ------
    ScenarioError
        In one sentence.
    """
    try:
        before = open_run(folder).manifest
    except (ScenarioError, RunError):  # none, or damaged: nothing that could be kept
        return
    named = before.get("scenario_file")
    held = named or f"the scenario {before['scenario'].get('name')!r}"
    same = named == str(file) if named else before["scenario"].get("name") == scenario.name
    if not same:
        message = (
            f"{folder}: holds a run of {held}, which one of {file} would replace; give another "
            "folder (--out), or --replace."
        )
        raise ScenarioError(message)
