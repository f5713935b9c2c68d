"""The bibliography, and that every key named in the package is in it."""

import ast
import re
from pathlib import Path

import pytest

import twin
from tests.sourced import numbers_of
from twin import sources
from twin.errors import RunError

PACKAGE = Path(twin.__file__).parent
CITED = re.compile(r"^\s*\.\. \[(\w+)\]", re.MULTILINE)


def test_every_reference_of_a_docstring_is_in_the_bibliography():
    for file in PACKAGE.rglob("*.py"):
        unknown = set(CITED.findall(file.read_text())) - sources.keys()
        assert not unknown, f"{file.name} cites {unknown}"


def test_every_key_named_in_words_is_in_the_bibliography():
    """A key in brackets has an underscore or ends in a year, which no unit has."""
    key = re.compile(r"\[([a-z][a-z0-9]*(?:_[a-z0-9]+)+|[a-z]+(?:19|20)\d\d)\]")
    named = set()
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                named |= set(key.findall(node.value))
    assert len(named) > 20
    assert named <= sources.keys()


@pytest.mark.parametrize(
    ("file", "count"),
    [
        ("exposure/levels.yaml", 10),
        ("exposure/recognisers.yaml", 20),
        ("cameras/catalogue.yaml", 150),
    ],
)
def test_every_number_of_a_data_file_has_a_source(file, count):
    assert len(numbers_of(PACKAGE / file)) > count


def test_an_entry_is_one_line_of_text():
    ((key, text),) = sources.bibliography(["box1958"])
    assert key == "box1958"
    assert "A note on the generation of random normal deviates" in text
    assert "\n" not in text


def test_an_unknown_key_is_refused():
    with pytest.raises(RunError, match="'nobody1900' is not in sources.bib"):
        sources.bibliography(["nobody1900"])
