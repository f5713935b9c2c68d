"""The set-up script: it makes the environment once, repairs it, and says in a sentence what fails."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# stands in for the last lines of go.py: every set-up command takes a while and leaves a dot
SLOW_INSTALL = """
def install(command):
    PYTHON.parent.mkdir(parents=True, exist_ok=True)
    PYTHON.touch()
    with (ROOT / "installed").open("a") as file:
        file.write(".")
    time.sleep(0.1)


make_environment()
"""


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


def test_a_removal_cut_short_leaves_nothing_that_passes_for_whole(go, made, monkeypatch):
    go.make_environment()
    before = go.fingerprint()
    (go.ROOT / "pyproject.toml").write_text("other\n")

    def cut_short(folder):
        raise KeyboardInterrupt

    monkeypatch.setattr(go.shutil, "rmtree", cut_short)
    assert go.main(["run"]) == 130
    (go.ROOT / "pyproject.toml").write_text("[project]\n")
    assert go.fingerprint() == before
    assert go.made_from() is None


def test_a_moved_project_makes_its_environment_anew(go, made, monkeypatch):
    go.make_environment()
    before = go.fingerprint()
    monkeypatch.setattr(go, "ROOT", go.ROOT / ".." / go.ROOT.name)
    assert go.fingerprint() != before


def test_a_dangling_interpreter_is_replaced(go, made):
    go.make_environment()
    go.PYTHON.unlink()
    go.PYTHON.symlink_to(go.ROOT / "an-uninstalled-python")
    assert go.made_from() is None


def test_two_at_once_make_one_environment(tmp_path, go):
    script = (ROOT / "go.py").read_text()
    script = script[: script.index('if __name__ == "__main__"')] + SLOW_INSTALL
    (tmp_path / "go.py").write_text(script)
    commands = [[sys.executable, "-I", str(tmp_path / "go.py")]] * 4
    processes = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for command in commands
    ]
    printed = [process.communicate(timeout=60)[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * 4
    assert sum("Setting up" in text for text in printed) == 1
    assert (tmp_path / "installed").read_text() == "...", "three commands, run by one process"


def test_an_environment_left_half_made_by_a_kill_is_repaired(tmp_path, go):
    script = (ROOT / "go.py").read_text()
    script = script[: script.index('if __name__ == "__main__"')] + SLOW_INSTALL
    (tmp_path / "go.py").write_text(script)
    command = [sys.executable, "-I", str(tmp_path / "go.py")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        while not (tmp_path / "installed").exists():
            assert process.poll() is None
        process.kill()
    assert not (tmp_path / ".venv" / "made-from").exists()
    (tmp_path / "installed").unlink()
    assert subprocess.run(command, stdout=subprocess.PIPE, check=False).returncode == 0
    assert (tmp_path / "installed").read_text() == "..."


def test_uv_is_used_where_it_works_and_not_where_it_is_broken(go, tmp_path, monkeypatch):
    uv = tmp_path / "uv"
    monkeypatch.setattr(go.shutil, "which", lambda name: str(uv))
    for code, expected in (("0", str(uv)), ("1", sys._base_executable)):
        uv.write_text(f"#!/bin/sh\nexit {code}\n")
        uv.chmod(0o755)
        make, packages, project = go.set_up_commands()
        assert {make[0], packages[0], project[0]} == {expected}
        assert {"--require-hashes", "--no-deps"} <= set(packages)


def test_without_uv_pip_installs_by_hash_into_a_venv_without_pip(go, monkeypatch):
    monkeypatch.setattr(go.shutil, "which", lambda name: None)
    make, packages, project = go.set_up_commands()
    assert "--without-pip" in make
    assert {"--python", "--require-hashes", "--no-deps"} <= set(packages)
    assert {"--no-build-isolation", "--no-deps"} <= set(project)


def test_inside_an_environment_the_python_below_it_does_the_installing(go, monkeypatch):
    monkeypatch.setattr(go.shutil, "which", lambda name: None)
    monkeypatch.setattr(go.sys, "executable", "/an/environment/bin/python")
    monkeypatch.setattr(go.sys, "_base_executable", "/usr/bin/python3")
    assert {command[0] for command in go.set_up_commands()} == {"/usr/bin/python3"}


def test_a_failure_is_one_sentence(go, capsys, monkeypatch):
    def fail(command, **options):
        output = "looking for numpy\nERROR: No matching distribution found for numpy==2.0\n"
        return subprocess.CompletedProcess(command, 1, stdout=output)

    monkeypatch.setattr(go.subprocess, "run", fail)
    assert go.main(["run"]) == 1
    captured = capsys.readouterr()
    (sentence,) = captured.err.splitlines()
    assert "No matching distribution found for numpy==2.0" in sentence
    assert "if the network was down, run the same command again" in sentence
    assert not go.STAMP.exists()


def test_a_missing_pip_is_named(go, capsys, monkeypatch):
    def fail(command, **options):
        return subprocess.CompletedProcess(command, 1, stdout="python3: No module named pip\n")

    monkeypatch.setattr(go.subprocess, "run", fail)
    assert go.main(["run"]) == 1
    assert "install python3-pip or uv" in capsys.readouterr().err


def test_a_missing_lock_is_one_sentence(go, capsys):
    (go.ROOT / "requirements.lock").unlink()
    assert go.main(["run"]) == 1
    (sentence,) = capsys.readouterr().err.splitlines()
    assert "requirements.lock: No such file or directory" in sentence


def test_an_interrupt_ends_quietly(go, made, capsys, monkeypatch):
    def interrupt(file, command):
        raise KeyboardInterrupt

    monkeypatch.setattr(go.os, "execv", interrupt)
    assert go.main(["run"]) == 130
    assert capsys.readouterr().err == ""


def test_an_old_python_is_named(go, capsys, monkeypatch):
    monkeypatch.setattr(go.sys, "version_info", (3, 10, 1))
    assert go.main(["run"]) == 1
    assert "3.11 or newer is needed" in capsys.readouterr().err


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["walk"], 2), (["--help"], 0)])
def test_other_words_show_the_usage(go, capsys, arguments, code):
    assert go.main(arguments) == code
    captured = capsys.readouterr()
    assert "usage: python3 go.py run" in (captured.err if code else captured.out)
    assert ("'walk' was found, but must be run, test or app." in captured.err) == bool(
        code and arguments
    )


@pytest.fixture
def called(go, monkeypatch):
    """Replace the running of commands; returns those given. The types are found wrong."""
    commands = []

    def check(step):
        name, command, environment = step
        commands.append((command, environment))
        return int(name == "types"), 1.23, f"words of {name}\n"

    monkeypatch.setattr(go, "check", check)
    monkeypatch.setattr(go, "call", lambda command: commands.append((command, {})))
    monkeypatch.setattr(go.os, "chdir", lambda folder: None)
    return commands


def test_the_test_job_runs_every_step_and_remembers_a_failure(go, called, capsys):
    assert go.test([]) == 1
    names = ["pytest" if "pytest" in command else Path(command[0]).name for command, _ in called]
    assert sorted(names) == ["lint-imports", "mypy", "pytest", "pytest", "ruff", "ruff"]
    captured = capsys.readouterr()
    assert captured.err == "failed: types\n"
    assert "== types\nwords of types\n== types: failed in 1.2 s\n== imports\n" in captured.out
    assert captured.out.startswith("== tests, and every other check beside them\n== lint\n")


def test_kernels_run_uncompiled_and_with_all_their_bounds_checked_too(go, called):
    go.test([])
    assert {"NUMBA_BOUNDSCHECK": "1"} not in [given for _, given in called]
    called.clear()
    go.test(["--all"])
    (whole,) = [
        one for one in called if one[0][:6] == [str(go.PYTHON), "-m", "pytest", "-q", "-m", ""]
    ]
    (plain,) = [command for command, given in called if given == {"NUMBA_DISABLE_JIT": "1"}]
    (bounds,) = [command for command, given in called if given == {"NUMBA_BOUNDSCHECK": "1"}]
    assert "--cov" in plain
    assert "kernel and not slow" in bounds
    assert whole[1] == {}


def test_a_check_keeps_what_it_prints_and_its_exit_code(go):
    code = "import os, sys; print(os.environ['SAID']); sys.exit('and failed')"
    done = go.check(("name", [sys.executable, "-c", code], {"SAID": "hello"}))
    assert done[0] == 1
    assert done[1] > 0
    assert sorted(done[2].split("\n")) == ["", "and failed", "hello"]


def test_all_takes_the_marker_away(go, called):
    go.test(["--all"])
    everything = [str(go.PYTHON), "-m", "pytest", "-q", "-m", ""]
    assert everything in [command[:6] for command, _ in called]


def test_what_follows_test_goes_to_pytest_only(go, called):
    go.test(["-k", "lens", "tests/cameras"])
    ((command, _),) = called
    assert command == [str(go.PYTHON), "-m", "pytest", "-q", "-k", "lens", "tests/cameras"]


def test_run_and_app_take_the_place_of_the_script(go, made, monkeypatch):
    become = []
    monkeypatch.setattr(go.os, "execv", lambda file, command: become.append(command[1:]))
    monkeypatch.setattr(go.os, "chdir", lambda folder: become.append(folder))
    go.main(["run", "mine.yaml", "--quick"])
    go.main(["app", "--server.port", "9"])
    assert become == [
        ["-m", "twin", "run", "mine.yaml", "--quick"],
        go.ROOT,
        ["-m", "streamlit", "run", "app.py", "--server.port", "9"],
    ]


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
