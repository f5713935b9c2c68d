"""Where a run's numbers come from: the commit of the code and the sources it relied on."""

import re
from pathlib import Path

import twin
from twin.people import Recorded
from twin.run.inputs import Inputs
from twin.sources import keys

__all__ = ["commit", "sources_of"]

_PACKAGE = Path(twin.__file__).parent
_BODIES = ("traits.py", "bodies.py")
_USED = ("site", "cameras", "people", "sight", "exposure", "answers", "rng.py", "scenario.py")


def commit() -> str | None:
    """Read the commit of a checkout without calling git; None in an installed wheel."""
    git = _PACKAGE.parent / ".git"
    head = git / "HEAD"
    if not head.is_file():
        return None
    name = head.read_text().strip()
    if not name.startswith("ref: "):
        return name
    branch = name.removeprefix("ref: ")
    if (git / branch).is_file():
        return (git / branch).read_text().strip()
    packed = git / "packed-refs"
    lines = packed.read_text().splitlines() if packed.is_file() else []
    return next((line.split()[0] for line in lines if line.endswith(" " + branch)), None)


def _idle(file: Path, *, recorded: bool) -> bool:
    """Say whether a file is of the other way people can come: recorded, or simulated."""
    if _PACKAGE / "people" not in file.parents:
        return False
    reads = file.parent.name == "trajectories" or file.name == "recorded.py"
    return not reads and file.name not in _BODIES if recorded else reads


def sources_of(inputs: Inputs) -> list[str]:
    """List the keys of the bibliography that the code and the files of a run name."""
    scenario = inputs.scenario
    files = [file for file in (scenario.map, scenario.layout, scenario.recognisers) if file]
    for name in _USED:
        path = _PACKAGE / name
        files += sorted(path.rglob("*.*")) if path.is_dir() else [path]
    recorded = isinstance(scenario.people, Recorded)
    files = [file for file in files if not _idle(file, recorded=recorded)]
    words: set[str] = set()
    for file in files:
        if file.suffix in {".py", ".yaml", ".csv", ".geojson"}:
            words.update(re.findall(r"[A-Za-z]\w+", file.read_text(encoding="utf-8")))
    return sorted((words & keys()) | {"osm"})
