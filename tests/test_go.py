"""The set-up script: it makes the environment once, repairs it, and says in a sentence what fails."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def go(tmp_path, monkeypatch):
    """Load go.py as if it stood in an empty project."""
    spec = importlib.util.spec_from_file_location("go", ROOT / "go.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "made-from")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    (tmp_path / "requirements.lock").write_text("numpy==2.0\n")
    return module


@pytest.fixture
def made(go, monkeypatch):
    """Replace the installing by making an empty environment; returns the commands given."""
    commands = []

    def install(command):
        commands.append(command)
        go.PYTHON.parent.mkdir(parents=True, exist_ok=True)
        go.PYTHON.touch()

    monkeypatch.setattr(go, "install", install)
    return commands


def test_the_environment_is_made_once(go, made):
    go.make_environment()
    count = len(made)
    go.make_environment()
    assert count == len(made) == 3


@pytest.mark.parametrize("file", ["pyproject.toml", "requirements.lock"])
def test_it_is_made_anew_when_a_file_changes(go, made, file):
    go.make_environment()
    (go.VENV / "left-over").touch()
    (go.ROOT / file).write_text("other\n")
    go.make_environment()
    assert len(made) == 6
    assert not (go.VENV / "left-over").exists()


def test_a_half_made_environment_is_repaired(go, made):
    go.PYTHON.parent.mkdir(parents=True)
    go.PYTHON.touch()
    go.make_environment()
    assert len(made) == 3
    assert go.STAMP.exists()


def test_without_uv_pip_installs_by_hash_into_a_venv_without_pip(go, monkeypatch):
    monkeypatch.setattr(go.shutil, "which", lambda name: None)
    make, packages, project = go.set_up_commands()
    assert "--without-pip" in make
    assert {"--python", "--require-hashes"} <= set(packages)
    assert {"--no-build-isolation", "--no-deps"} <= set(project)


def test_a_failure_is_one_sentence(go, capsys, monkeypatch):
    def fail(command, **options):
        output = "looking for numpy\nERROR: No matching distribution found for numpy==2.0\n"
        return subprocess.CompletedProcess(command, 1, stdout=output)

    monkeypatch.setattr(go.subprocess, "run", fail)
    assert go.main(["run"]) == 1
    captured = capsys.readouterr()
    (sentence,) = captured.err.splitlines()
    assert "No matching distribution found for numpy==2.0" in sentence
    assert "check the network" in sentence
    assert not go.STAMP.exists()


def test_an_old_python_is_named(go, capsys, monkeypatch):
    monkeypatch.setattr(go.sys, "version_info", (3, 10, 1))
    assert go.main(["run"]) == 1
    assert "3.11 or newer is needed" in capsys.readouterr().err


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["walk"], 2), (["--help"], 0)])
def test_other_words_show_the_usage(go, capsys, arguments, code):
    assert go.main(arguments) == code
    assert "usage: python3 go.py run" in capsys.readouterr().err


def test_the_test_job_runs_every_step_and_remembers_a_failure(go, monkeypatch, capsys):
    names = []

    def call(command, environment=None):
        names.append(Path(command[0]).name if "pytest" not in command else "pytest")
        return 1 if names[-1] == "mypy" else 0

    monkeypatch.setattr(go, "call", call)
    assert go.test([]) == 1
    assert names == ["ruff", "ruff", "mypy", "lint-imports", "pytest", "pytest", "pytest"]
    assert "failed: types" in capsys.readouterr().err


def test_go_needs_only_the_standard_library():
    code = "import sys; sys.path.insert(0, '.'); import go"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], cwd=ROOT, check=False)
    assert done.returncode == 0


@pytest.mark.slow
def test_a_fresh_copy_sets_itself_up_with_pip_and_checks_the_scenario(tmp_path):
    files = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    for name in files:
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((ROOT / name).read_bytes())
    python = Path(sys._base_executable)
    only_python = tmp_path / "bin"
    only_python.mkdir()
    (only_python / "python3").symlink_to(python)
    environment = {"PATH": f"{only_python}:/usr/bin:/bin", "HOME": str(tmp_path)}
    command = ["python3", "go.py", "run", "--help"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "--quick" in done.stdout
