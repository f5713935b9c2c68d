"""The public face: small, complete, and quick to import."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import twin


@pytest.mark.parametrize("name", twin.__all__)
def test_every_public_name_can_be_had(name):
    assert getattr(twin, name) is not None


def test_the_list_is_sorted_and_small():
    assert twin.__all__ == sorted(twin.__all__)
    assert len(twin.__all__) <= 14


def test_they_are_offered_before_they_are_imported():
    code = "import twin; print(*dir(twin))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(twin.__all__) <= set(out.stdout.split())


def test_other_names_are_refused():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        twin.nothing  # noqa: B018


def test_import_brings_no_heavy_library():
    heavy = {"numba", "numpy", "pyvista", "shapely"}
    code = f"import sys, twin; print(sorted(set(sys.modules) & {heavy}))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_no_assert_outside_tests():
    for file in Path(twin.__file__).parent.rglob("*.py"):
        found = [
            n.lineno for n in ast.walk(ast.parse(file.read_text())) if isinstance(n, ast.Assert)
        ]
        assert not found, f"{file.name}:{found}"


def test_what_draws_is_imported_when_there_is_something_to_draw(tmp_path):
    code = """
import sys, twin.run
def run_scenario(*_, **__):
    print("matplotlib" in sys.modules)
    raise SystemExit
twin.run.run_scenario = run_scenario
from twin.cli import main
main()
"""
    arguments = ["run", "--out", str(tmp_path / "run")]
    told = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "False"
