"""What the project says of itself: the lock, the licences, and what is shipped."""

import re
import tomllib
from pathlib import Path

import pytest

from twin.resources import maps_dir, scenarios_dir
from twin.scenario import DEFAULT

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
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
        ("LICENSE", "Apache License"),
        ("maps/LICENSE", "ODbL"),
        ("maps/SOURCES.md", "OpenStreetMap contributors"),
        (".streamlit/config.toml", "gatherUsageStats = false"),
        ("CHANGELOG.md", "Unreleased"),
        (".ci/run", "python3 go.py test"),
    ],
)
def test_what_must_be_there_is_there(file, words):
    assert words in (ROOT / file).read_text()
