"""Looks keep what matters: what is answered from them equals what every sample says, within 1 %.

A look holds the best sample of a second. Here every sample is kept instead, passes are cut and
added up a second time, in plain NumPy, and the expected number of people identified is compared.
"""

import importlib
from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pytest

from tests.run.small_run import write_small_scenario
from twin.exposure import recognisers
from twin.exposure.profiles import PROFILES, Curve
from twin.exposure.recogniser import Faces, chance, look_share
from twin.run import Run, run_scenario
from twin.scenario import Scenario, load_scenario
from twin.sight import look
from twin.sight.kernels import Sample
from twin.sight.passes import Rows, kernels
from twin.sight.passes.kernels import FACE
from twin.sight.rows.kernels import Near

MODEL = recognisers()


def every_sample(done: Run, monkeypatch: pytest.MonkeyPatch) -> list[Rows]:
    """Look again and keep what each camera saw of each row, slab after slab."""
    module = importlib.import_module("twin.sight.look")
    whole, kept = module.fold, []

    def fold(rows: Rows, *arguments: object, **options: object) -> object:
        kept.append(rows)
        return whole(rows, *arguments, **options)

    monkeypatch.setattr(module, "fold", fold)
    cameras = done.inputs.layout.cameras
    for _ in look(done.tracks(), done.people(), cameras, done.inputs.site):
        pass
    return [_joined(kept[i :: len(cameras)]) for i in range(len(cameras))]


def _joined(slabs: list[Rows]) -> Rows:
    near, flags, seen = (
        np.concatenate([getattr(rows, part)[rows.flags > 0] for rows in slabs])
        for part in ("near", "flags", "seen")
    )
    order = np.lexsort((near[:, Near.TICK], near[:, Near.PERSON]))
    return Rows(near[order], flags[order], seen[order])


def shares(rows: Rows, shutter: float, curve: Curve) -> tuple[np.ndarray, np.ndarray]:
    """Return the person of each pass and the share of the ceiling that its samples reach."""
    seen = rows.seen
    person, tick = rows.near[:, Near.PERSON], rows.near[:, Near.TICK]
    first = np.ones(len(tick), dtype=bool)
    first[1:] = (np.diff(person) != 0) | (np.diff(tick) != 1)
    moved = np.hypot(np.diff(seen[:, Sample.U]), np.diff(seen[:, Sample.V])) * shutter * 4
    blur = np.concatenate([[0.0], moved])
    starts = np.flatnonzero(first)
    blur[starts] = 0.0
    goes_on = starts[~np.append(first, True)[starts + 1]]
    blur[goes_on] = blur[goes_on + 1]  # the first sample takes the motion to the second
    yaw, pitch = np.arctan(seen[:, Sample.TAN_YAW]), np.arcsin(seen[:, Sample.SIN_PITCH])
    ied = seen[:, Sample.EYE] / np.maximum(np.cos(yaw), 0.5)
    limits = MODEL.templated
    searched = (rows.flags & FACE) != 0
    with np.errstate(invalid="ignore"):
        searched &= ied >= limits.ied_px.value
        searched &= (abs(yaw) <= MODEL.yaw_limit) & (abs(pitch) <= MODEL.pitch_limit)
    share = np.zeros(len(ied))
    share[searched] = look_share(
        ied[searched], yaw[searched], pitch[searched], blur[searched],
        curve=curve,
    )  # fmt: skip
    # of all samples of a pass in a second of the clock, the best one counts
    number = np.cumsum(first) - 1
    order = np.lexsort((-share, tick // 4, number))
    kept = np.ones(len(order), dtype=bool)
    kept[1:] = (np.diff(number[order]) != 0) | (np.diff(tick[order] // 4) != 0)
    missed = np.ones(len(starts))
    np.multiply.at(missed, number[order[kept]], 1.0 - share[order[kept]])
    return person[starts], 1.0 - missed


def expected(samples: list[Rows], shutters: list[float], curve: Curve) -> float:
    """Add up the chances of all people, from every sample."""
    found = [shares(*camera, curve) for camera in zip(samples, shutters, strict=True)]
    person, share = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.argsort(person, kind="stable")
    person, share = person[order], share[order]
    group = np.flatnonzero(np.diff(person, prepend=-1))
    faces = Faces.of(curve.ceiling, MODEL.face_spread.value)
    return float(chance(share, group, faces).sum())


def agree(scenario: Scenario, out: Path, monkeypatch: pytest.MonkeyPatch, *, within: float) -> None:
    done = run_scenario(scenario, out=out)
    samples = every_sample(done, monkeypatch)
    exposure = done.exposure()
    day = exposure.filter(pc.equal(exposure["by"], "day"))
    shutters = [camera.shutter for camera in done.inputs.layout.cameras]
    for name, curve in zip(PROFILES, MODEL.curves, strict=True):
        told = sum(day[f"p_{name}"].to_pylist())
        assert told > 1
        assert told == pytest.approx(expected(samples, shutters, curve), rel=within)
    person = np.concatenate([rows.near[:, Near.PERSON] for rows in samples])
    largest = np.zeros(person.max() + 1)
    np.maximum.at(
        largest, person, np.concatenate([rows.seen[:, Sample.DENSITY] for rows in samples])
    )
    assert day["person"].to_pylist() == np.unique(person).tolist()
    np.testing.assert_allclose(
        day["density_px_per_m"].to_numpy(), largest[np.unique(person)], rtol=1e-6
    )


def test_sight_and_recogniser_lose_as_much_by_blur_and_search_the_same_faces():
    assert MODEL.blur_scale_px.value == kernels.BLUR
    assert MODEL.pitch_limit == kernels.NODDED


def test_on_a_small_site_whose_cameras_are_near(tmp_path, monkeypatch):
    scenario = load_scenario(write_small_scenario(tmp_path / "in", total=40000))
    agree(scenario, tmp_path / "runs/a", monkeypatch, within=0.015)


@pytest.mark.slow
def test_in_the_peak_hour_of_the_shipped_day(tmp_path, monkeypatch):
    agree(load_scenario(quick=True), tmp_path / "runs/a", monkeypatch, within=0.01)
