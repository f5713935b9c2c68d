"""What the project says of itself: the lock, the licences, and what is shipped."""

import importlib.metadata
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import twin
from twin.resources import maps_dir, scenarios_dir
from twin.scenario import DEFAULT

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
VERSION = PROJECT["project"]["version"]
LOCK = (ROOT / "requirements.lock").read_text()


def test_every_package_is_pinned_with_hashes_and_no_address():
    assert "http" not in LOCK
    entries = re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==\S+.*?(?=^\S|\Z)", LOCK, re.M | re.S)
    assert len(entries) > 50
    for block in re.split(r"^(?=\w)", LOCK, flags=re.M)[1:]:
        assert "--hash=sha256:" in block, block.splitlines()[0]


def test_the_lock_holds_everything_the_project_asks_for():
    project = PROJECT["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    wanted += PROJECT["build-system"]["requires"]
    locked = {name.lower() for name in re.findall(r"^([\w.-]+)==", LOCK, re.M)}
    assert {re.split(r"[>=<\[]", name)[0] for name in wanted} <= locked


def test_what_the_lock_installed_wants_nothing_more():
    # set-up installs exactly what the lock lists, so nothing else would notice a package left out
    waiting, seen = [Requirement("twin[dev]")], set()
    while waiting:
        wanted = waiting.pop()
        if (wanted.name, *sorted(wanted.extras)) in seen:
            continue
        seen.add((wanted.name, *sorted(wanted.extras)))
        # raises for a package that is not there
        there = importlib.metadata.distribution(wanted.name)
        assert wanted.specifier.contains(there.version, prereleases=True), str(wanted)
        for text in there.requires or ():
            further = Requirement(text)
            extras = ("", *wanted.extras)
            if not further.marker or any(further.marker.evaluate({"extra": x}) for x in extras):
                waiting.append(further)
    assert len(seen) > 50


def test_every_dependency_says_why():
    text = (ROOT / "pyproject.toml").read_text()
    for line in re.findall(r'^  "[\w-]+[>=].*$', text, re.M):
        assert re.search(r"#\s+\w+", line), line


def test_the_shipped_files_are_found():
    assert (maps_dir() / "kings_cross_central.geojson").is_file()
    assert (scenarios_dir() / DEFAULT).is_file()


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("LICENSE", "APPENDIX: How to apply the Apache License"),
        ("maps/LICENSE", "10.4 Choice of law."),
        ("maps/LICENSE", "© OpenStreetMap contributors"),
        ("maps/SOURCES.md", "OpenStreetMap contributors"),
        (".streamlit/config.toml", "gatherUsageStats = false"),
        ("CHANGELOG.md", "Unreleased"),
        (".ci/run", "python3 go.py test"),
    ],
)
def test_what_must_be_there_is_there(file, words):
    assert words in (ROOT / file).read_text()


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Build the wheel and unpack it, as an installer would; returns the folder."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("twin-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_holds_the_program_its_data_and_nothing_else(installed):
    files = {str(path.relative_to(installed)) for path in installed.rglob("*") if path.is_file()}
    tracked = {str(path.relative_to(ROOT)) for path in (ROOT / "twin").rglob("*") if _kept(path)}
    shipped = {
        f"twin/_shipped/{path.relative_to(ROOT)}"
        for name in ("maps", "scenarios")
        for path in (ROOT / name).rglob("*")
        if _kept(path)
    }
    assert tracked | shipped == {name for name in files if name.startswith("twin/")}
    assert {name.split("/")[0] for name in files} == {"twin", f"twin-{VERSION}.dist-info"}


def test_an_installed_wheel_finds_what_is_shipped(installed, tmp_path):
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]);"
        "from twin.resources import maps_dir, scenarios_dir;"
        "print(maps_dir(), scenarios_dir(), 'numba' in sys.modules, sep='\\n')"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, str(installed)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    shipped = installed / "twin" / "_shipped"
    assert done.stdout.split() == [str(shipped / "maps"), str(shipped / "scenarios"), "False"]


def test_the_version_is_the_same_everywhere():
    assert twin.__version__ == VERSION


def _kept(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts
