"""Looks keep what matters: what is answered from them equals what every sample says, within 1 %.

A look holds the best sample of a second. Here every sample is kept instead, passes are cut and
added up a second time, in plain NumPy, and the expected number of people identified is compared.
"""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tests.run.small_run import write_small_scenario
from twin.exposure import recognisers
from twin.exposure.profiles import PROFILES, Curve
from twin.exposure.recogniser import Faces, chance, look_share
from twin.run import Run, run_scenario
from twin.scenario import Scenario, load_scenario
from twin.sight import join_slabs, look
from twin.sight.passes import kernels

MODEL = recognisers()


Samples = dict[str, np.ndarray]


def every_sample(done: Run) -> list[Samples]:
    """Look again, at four times the time, so that every sample is a look of its own.

    Returns
    -------
    list of dict
        For each camera the columns of its looks, by person, then time; NaN for what is missing.
    """
    cameras = done.inputs.layout.cameras
    slow = (
        walks.set_column(
            1, walks.schema.field(1), pc.multiply(walks["tick"], pa.scalar(4, pa.int32()))
        )
        for walks in done.tracks()
    )
    parts = list(look(slow, done.people(), cameras, done.inputs.site))
    found = []
    for c in range(len(cameras)):
        _, looks = join_slabs(
            pa.concat_tables([part.sightings[c] for part in parts]).column,
            pa.concat_tables([part.looks[c] for part in parts]).column,
            parts[-1].states[c],
        )
        assert pc.max(looks["samples"]).as_py() == 1
        columns = {name: looks[name].to_numpy(zero_copy_only=False) for name in looks.schema.names}
        found.append({**columns, "tick": columns["tick"] // 4})
    return found


def shares(seen: Samples, shutter: float, curve: Curve) -> tuple[np.ndarray, np.ndarray]:
    """Return the person of each pass and the share of the ceiling that its samples reach."""
    person, tick = seen["person"], seen["tick"]
    first = np.ones(len(tick), dtype=bool)
    first[1:] = (np.diff(person) != 0) | (np.diff(tick) != 1)
    moved = np.hypot(np.diff(seen["u_px"]), np.diff(seen["v_px"])) * shutter * 4
    blur = np.concatenate([[0.0], moved])
    starts = np.flatnonzero(first)
    blur[starts] = 0.0
    goes_on = starts[~np.append(first, True)[starts + 1]]
    blur[goes_on] = blur[goes_on + 1]  # the first sample takes the motion to the second
    yaw, pitch, ied = seen["off_yaw_rad"], seen["off_pitch_rad"], seen["ied_px"]
    limits = MODEL.templated
    searched = ~np.isnan(ied)
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


def expected(samples: list[Samples], shutters: list[float], curve: Curve) -> float:
    """Add up the chances of all people, from every sample."""
    found = [shares(*camera, curve) for camera in zip(samples, shutters, strict=True)]
    person, share = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.argsort(person, kind="stable")
    person, share = person[order], share[order]
    group = np.flatnonzero(np.diff(person, prepend=-1))
    faces = Faces.of(curve.ceiling, MODEL.face_spread.value)
    return float(chance(share, group, faces).sum())


def agree(scenario: Scenario, out: Path, *, within: float) -> None:
    done = run_scenario(scenario, out=out)
    samples = every_sample(done)
    exposure = done.exposure()
    day = exposure.filter(pc.equal(exposure["by"], "day"))
    shutters = [camera.shutter for camera in done.inputs.layout.cameras]
    for name, curve in zip(PROFILES, MODEL.curves, strict=True):
        told = sum(day[f"p_{name}"].to_pylist())
        assert told > 1
        assert told == pytest.approx(expected(samples, shutters, curve), rel=within)
    person = np.concatenate([seen["person"] for seen in samples])
    largest = np.zeros(person.max() + 1)
    np.maximum.at(largest, person, np.concatenate([s["density_px_per_m"] for s in samples]))
    assert day["person"].to_pylist() == np.unique(person).tolist()
    np.testing.assert_allclose(
        day["density_px_per_m"].to_numpy(), largest[np.unique(person)], rtol=1e-6
    )


def test_sight_and_recogniser_lose_as_much_by_blur_and_search_the_same_faces():
    assert MODEL.blur_scale_px.value == kernels.BLUR
    assert MODEL.pitch_limit == kernels.NODDED


def test_on_a_small_site_whose_cameras_are_near(tmp_path):
    scenario = load_scenario(write_small_scenario(tmp_path / "in", total=40000))
    agree(scenario, tmp_path / "runs/a", within=0.015)


@pytest.mark.slow
def test_in_the_peak_hour_of_the_shipped_day(tmp_path):
    agree(load_scenario(quick=True), tmp_path / "runs/a", within=0.01)
