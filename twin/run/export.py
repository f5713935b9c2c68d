"""Export: the tracks of a run in a format that other programs read."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from twin.errors import ScenarioError
from twin.people.trajectories.header import Header
from twin.people.trajectories.jupedsim import write_jupedsim
from twin.people.trajectories.table import write_csv, write_parquet
from twin.run.folder import Run
from twin.run.moments import tick_of
from twin.store import write_file
from twin.tables import TICKS_PER_SECOND
from twin.textfile import there
from twin.wording import clock

__all__ = ["EXPORTS", "export_tracks"]

EXPORTS = (".sqlite", ".csv", ".parquet")
"""Endings of the files that can be written."""


def export_tracks(
    done: Run,
    out: Path | str,
    *,
    start: str | None = None,
    end: str | None = None,
    called: tuple[str, str] = ("start", "end"),
) -> int:
    """Write the tracks of a run, as JuPedSim's SQLite, as CSV or as Parquet.

    Places are in metres in the site frame, whose origin the file names; PedPy reads the SQLite, and
    the ground people can walk on from it. JuPedSim has no column for how far faces look up or down,
    nor for who queues or holds a phone: CSV and Parquet keep them, SQLite does not, so that a run
    on it answers a little differently.

    Parameters
    ----------
    done : Run
        A finished run.
    out : Path or str
        A new file; its ending says which.
    start, end : str, optional
        From when, and until before when, as 08:30 or 08:30:15; the whole run when missing.
    called : (str, str)
        What whoever asks calls the two, for the sentence.

    Returns
    -------
    int
        Samples written.

    Raises
    ------
    ScenarioError
        If the file is there already or ends otherwise, a time is none of the run, or nobody was
        there.
    RunError
        If a table of the run is gone, or the disk refuses.
    """
    path = Path(out)
    if path.suffix not in EXPORTS:
        message = f"{path}: must end in {', '.join(EXPORTS[:-1])} or {EXPORTS[-1]}."
        raise ScenarioError(message)
    if there(path):
        message = f"{path}: is there already, but must be a new file."
        raise ScenarioError(message)
    opens, closes = done.span
    first, last = (round(moment * TICKS_PER_SECOND) for moment in (opens, closes))
    first = first if start is None else tick_of(start, opens, closes, option=called[0])
    last = last if end is None else tick_of(end, opens, closes, option=called[1])
    if last <= first:
        message = (
            f"{called[1]} {end or clock(closes)}: is not after {called[0]} {start or clock(opens)}."
        )
        raise ScenarioError(message)
    rows = 0

    def counted() -> Iterator[pa.Table]:
        nonlocal rows
        for slab in done.between(first, last):
            rows += slab.num_rows
            yield slab
        if not rows:
            message = f"{path}: nobody was outdoors in that time, so there is nothing to write."
            raise ScenarioError(message)

    write_file(path, lambda beside: _write(done, beside, path.suffix, counted(), first))
    return rows


def _write(done: Run, beside: Path, ending: str, slabs: Iterator[pa.Table], first: int) -> None:
    """Write slabs in the format of an ending."""
    inputs = done.inputs
    easting, northing = (float(value) for value in inputs.site.origin)
    frames = ending == ".sqlite"  # these count from the first moment, tables from midnight
    zero = first / TICKS_PER_SECOND if frames else 0.0
    said = Header((easting, northing), zero, inputs.scenario.date)
    header = {**said.pairs(), **_about(done)}
    if frames:
        write_jupedsim(beside, slabs, header, walkable=inputs.site.walkable, first=first)
    elif ending == ".csv":
        write_csv(beside, slabs, header)
    else:
        write_parquet(beside, slabs, header)


def _about(done: Run) -> dict[str, str]:
    """Say where the tracks come from."""
    scenario, manifest = done.inputs.scenario, done.manifest
    told = {
        "start_s_is": f"the file's time 0, in seconds since midnight of {scenario.date}",
        "twin": manifest.get("twin"),
        "commit": manifest.get("commit"),
        "scenario": scenario.name,
        "site": done.inputs.site.name,
        "seed": scenario.seed,
        "replication": scenario.replication,
        "map_sha256": done.inputs.site.sha256,
        "people_key": manifest["stages"]["people"]["key"],
    }
    # a name of several lines would end a comment
    return {key: " ".join(str(value).split()) for key, value in told.items() if value is not None}
