"""The bibliography, and that every key named in the package is in it."""

import re
from pathlib import Path

import pytest

import twin
from twin import sources
from twin.errors import RunError

PACKAGE = Path(twin.__file__).parent
CITED = re.compile(r"^\s*\.\. \[(\w+)\]", re.MULTILINE)


def test_every_reference_of_a_docstring_is_in_the_bibliography():
    for file in PACKAGE.rglob("*.py"):
        unknown = set(CITED.findall(file.read_text())) - sources.keys()
        assert not unknown, f"{file.name} cites {unknown}"


def test_an_entry_is_one_line_of_text():
    ((key, text),) = sources.bibliography(["box1958"])
    assert key == "box1958"
    assert "A note on the generation of random normal deviates" in text
    assert "\n" not in text


def test_an_unknown_key_is_refused():
    with pytest.raises(RunError, match="'nobody1900' is not in sources.bib"):
        sources.bibliography(["nobody1900"])
