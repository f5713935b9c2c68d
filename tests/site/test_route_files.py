"""Flow fields on disk: found again, and never believed when damaged."""

import json
import logging
import os
import subprocess
import sys

import numpy as np
import pytest
from shapely import box

from twin.errors import RunError
from twin.site import route_files, routes
from twin.site.ground import Ground
from twin.site.routes import fields

GROUND = Ground.over(box(0, 0, 12, 9))
GOALS = [(3.0, 3.0), (9.0, 6.0)]


def compute(folder, **changes):
    return fields(
        **{"ground": GROUND, "goals_xy": GOALS, "goal_radius": [1, 1], "cache": folder, **changes}
    )


def forbid(monkeypatch):
    def never(*args, **options):
        yield from ()
        raise AssertionError("the fields were computed again")

    monkeypatch.setattr(routes, "_compute", never)


def test_what_is_read_is_what_was_computed(tmp_path, monkeypatch):
    fresh = compute(None)
    first = compute(tmp_path)
    forbid(monkeypatch)
    second = compute(tmp_path, threads=2)
    for found in (first, second):
        assert found.angle.tobytes() == fresh.angle.tobytes()
        assert found.distance.tobytes() == fresh.distance.tobytes()
        assert found.between.tobytes() == fresh.between.tobytes()
        assert not found.angle.flags.writeable
        assert type(found.angle) is np.ndarray
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".json", *[".npy"] * 3]


@pytest.mark.parametrize(
    "changes",
    [
        {"goals_xy": [(3.0, 3.0), (9.0, 6.5)]},
        {"goal_radius": [1, 11]},
        {"keep_off_walls": False},
        {"areas": [box(2, 2, 4, 4), box(8, 6, 10, 7)]},
        {"ground": Ground.over(box(0, 0, 12, 9.5))},
        {"ground": Ground.over(box(0, 0, 12, 9), 0.4)},
    ],
)
def test_other_inputs_are_other_files(tmp_path, changes):
    compute(tmp_path)
    compute(tmp_path, **changes)
    assert len(list(tmp_path.iterdir())) == 8


def test_a_changed_kernel_is_not_answered_from_old_files(tmp_path, monkeypatch):
    compute(tmp_path)
    source = tmp_path / "source"
    source.mkdir()
    for name in route_files._SOURCES:
        (source / name).parent.mkdir(exist_ok=True)
        (source / name).write_text("changed")
    monkeypatch.setattr(route_files, "__file__", str(source / "route_files.py"))
    compute(tmp_path)
    assert len([path for path in tmp_path.iterdir() if path.suffix == ".json"]) == 2


def damage(path, how):
    content = path.read_bytes()
    if how == "gone":
        path.unlink()
    elif how == "truncated":
        path.write_bytes(content[: len(content) // 2])
    elif how == "empty":
        path.write_bytes(b"")
    else:
        path.write_bytes(content[:-5] + bytes([content[-5] ^ 1]) + content[-4:])


@pytest.mark.parametrize("how", ["gone", "truncated", "empty", "one bit"])
@pytest.mark.parametrize("which", [0, 1, 2, 3])
def test_damaged_files_are_computed_again(tmp_path, how, which, caplog):
    fresh = compute(tmp_path)
    want = [array.tobytes() for array in (fresh.angle, fresh.distance, fresh.between)]
    files = sorted(tmp_path.iterdir())
    damage(files[which], how)
    with caplog.at_level(logging.WARNING):
        again = compute(tmp_path)
    assert [array.tobytes() for array in (again.angle, again.distance, again.between)] == want
    assert sorted(tmp_path.iterdir()) == files


def test_files_of_another_shape_or_key_are_not_read(tmp_path):
    routes = compute(tmp_path)
    size = route_files.Size(2, 2, routes.angle.shape[1])
    about = next(tmp_path.glob("*.json"))
    key = json.loads(about.read_text())["key"]
    assert route_files.read(tmp_path, key, size) is not None
    assert route_files.read(tmp_path, key, route_files.Size(1, 1, 1)) is None
    assert route_files.read(tmp_path, key[:16] + "0" * 48, size) is None
    about.write_text("[]")
    assert route_files.read(tmp_path, key, size) is None


def test_what_a_killed_writer_left_is_removed(tmp_path):
    compute(tmp_path)
    files = sorted(tmp_path.iterdir())
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left = tmp_path / f".{files[0].name}.{dead.pid}.1.part"
    alive = tmp_path / f".{files[0].name}.{os.getppid()}.1.part"
    left.write_bytes(b"half")
    alive.write_bytes(b"half")
    files[3].unlink()
    compute(tmp_path)
    assert not left.exists()
    assert alive.exists()


def test_a_failure_leaves_nothing_behind(tmp_path, monkeypatch):
    real = routes._compute

    def fail(*args, **options):
        yield next(real(*args, **options))
        raise RuntimeError("half way")

    monkeypatch.setattr(routes, "_compute", fail)
    with pytest.raises(RuntimeError, match="half way"):
        compute(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(RunError, match="routes could not be written"):
        compute(file / "cache")
