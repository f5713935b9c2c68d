"""Flow fields on disk: found again, and never believed when damaged."""

import logging

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
    def never(*args):
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
        assert not found.angle.flags.writeable
        assert type(found.angle) is np.ndarray
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".json", ".npy", ".npy"]


@pytest.mark.parametrize(
    "changes",
    [
        {"goals_xy": [(3.0, 3.0), (9.0, 6.5)]},
        {"goal_radius": [1, 11]},
        {"keep_off_walls": False},
        {"ground": Ground.over(box(0, 0, 12, 9.5))},
        {"ground": Ground.over(box(0, 0, 12, 9), 0.4)},
    ],
)
def test_other_inputs_are_other_files(tmp_path, changes):
    compute(tmp_path)
    compute(tmp_path, **changes)
    assert len(list(tmp_path.iterdir())) == 6


def test_a_changed_kernel_is_not_answered_from_old_files(tmp_path, monkeypatch):
    compute(tmp_path)
    source = tmp_path / "source"
    source.mkdir()
    for name in route_files._SOURCES:
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
@pytest.mark.parametrize("which", [0, 1, 2])
def test_damaged_files_are_computed_again(tmp_path, how, which, caplog):
    fresh = compute(tmp_path)
    want = fresh.angle.tobytes(), fresh.distance.tobytes()
    files = sorted(tmp_path.iterdir())
    damage(files[which], how)
    with caplog.at_level(logging.WARNING):
        again = compute(tmp_path)
    assert (again.angle.tobytes(), again.distance.tobytes()) == want
    assert sorted(tmp_path.iterdir()) == files


def test_a_file_of_another_shape_is_not_read(tmp_path):
    compute(tmp_path)
    key = next(tmp_path.glob("*.json")).name[7:23]
    assert route_files.read(tmp_path, key, (1, 1)) is None


def test_a_failure_leaves_nothing_behind(tmp_path, monkeypatch):
    def fail(*args):
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
