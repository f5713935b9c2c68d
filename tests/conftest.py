"""Settings for every test: the same examples on every machine, and no clock; the command line."""

import sys

import pytest
from hypothesis import settings

# Compiling a kernel takes seconds on the first example, so no deadline; the same examples each
# time, so that a failure belongs to the change that caused it.
settings.register_profile("twin", deadline=None, derandomize=True)
settings.load_profile("twin")


@pytest.fixture
def cli(monkeypatch, capsys, tmp_path):
    """Call the command line in this process; gives exit code, output and error lines."""
    from twin.cli import main

    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["twin", *map(str, arguments)])
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        captured = capsys.readouterr()
        return code, captured.out, captured.err.splitlines()

    return call
