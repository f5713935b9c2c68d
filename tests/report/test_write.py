"""Write: a run folder gets its answers, plan and page, each with credits."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tests.report.made_up import small_answers, small_manifest
from tests.report.scenes import camera, site
from twin.errors import RunError
from twin.people.footfall import Footfall
from twin.report.write import scene, write_report
from twin.run import REPORT
from twin.site.ground import Ground


def run(folder: Path, *, cameras: int = 2) -> Any:
    """Stand in for a finished run of the small site."""
    ground, feet = Ground.of(site()), Footfall.of(site())
    shown = [camera("N1", 35.0, 44.5, 170.0), camera("S1", 60.0, 34.0, 350.0)][:cameras]
    density = {"N1": np.zeros(ground.shape), "S1": np.where(ground.walkable, 130.0, 0.0)}
    density["N1"][60, 60] = 300.0
    density["N1"][0, 0] = np.nan

    def write(name: str, data: bytes) -> Path:
        path = folder / name
        path.write_bytes(data)
        return path

    return SimpleNamespace(
        folder=folder,
        manifest=small_manifest(),
        inputs=SimpleNamespace(site=site(), layout=SimpleNamespace(cameras=tuple(shown))),
        coverage=density.__getitem__,
        footfall=lambda: np.full(feet.counts.shape, 40.0),
        write=write,
    )


def test_four_files_are_written_and_each_credits(tmp_path: Path) -> None:
    files = write_report(run(tmp_path), small_answers())
    assert [file.name for file in files] == list(REPORT[:4])
    answers = json.loads((tmp_path / "answers.json").read_text())
    assert answers["people"] == json.loads(json.dumps(small_answers()["people"]))
    for text in (
        " ".join(answers["credits"]),
        (tmp_path / "plan.svg").read_text(),
        (tmp_path / "page.html").read_text(),
    ):
        assert "© OpenStreetMap contributors, ODbL 1.0" in text
        assert "Powered by TfL Open Data" in text
        assert "Crown copyright" in text
    assert (tmp_path / "plan.png").read_bytes().startswith(b"\x89PNG")
    assert '<svg role="img"' in (tmp_path / "page.html").read_text()


def test_coverage_is_the_best_camera_at_its_node(tmp_path: Path) -> None:
    shown = scene(run(tmp_path), small_answers())
    ground = Ground.of(site())
    x, y = shown.coverage.centres()
    assert np.isclose(x[60], ground.x0 + 60 * ground.cell)
    assert np.isclose(y[60], ground.y0 + 60 * ground.cell)
    assert shown.coverage.values[60, 60] == 300.0
    assert shown.coverage.values[0, 0] == 0.0
    assert shown.coverage.values.max() == 300.0
    assert np.count_nonzero(shown.coverage.values == 130.0) > 1000


def test_footfall_is_per_square_metre(tmp_path: Path) -> None:
    shown = scene(run(tmp_path), small_answers())
    assert shown.footfall.values.max() == 40.0 / shown.footfall.cell**2


def test_a_layout_without_cameras_covers_nothing(tmp_path: Path) -> None:
    shown = scene(run(tmp_path, cameras=0), small_answers(cameras=[]))
    assert shown.coverage.values.max() == 0.0


def test_answers_that_lack_something_leave_no_plan(tmp_path: Path) -> None:
    answers = small_answers()
    del answers["people"]["machine"]
    with pytest.raises(RunError, match=r"people\.machine"):
        write_report(run(tmp_path), answers)
    assert not (tmp_path / "page.html").exists()
