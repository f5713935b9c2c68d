"""A whole run on the small map: reuse, sameness, and going on after a kill."""

import io
import json
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from rich.console import Console

from tests.run.small_run import EAST_END, WEST_END, write_layout, write_small_scenario
from twin.answers import answer
from twin.errors import RunError, ScenarioError, ShapeError
from twin.exposure import Profile, Recognisers, recognisers
from twin.quantity import Quantity
from twin.report.recogniser_text import render_sweep
from twin.run import REPORT, TABLES, Run, left_out, open_run, run_scenario, sight, sweep
from twin.run.weighed import weighed
from twin.scenario import load_scenario
from twin.store import Stage
from twin.tables import LOOKS, PEOPLE, SIGHTINGS, TRACKS, VISITS, checked


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> Run:
    folder = tmp_path_factory.mktemp("first")
    scenario = load_scenario(write_small_scenario(folder / "in"))
    return run_scenario(scenario, out=folder / "runs" / "a")


@pytest.fixture
def small_groups(monkeypatch) -> None:
    """So that the few slabs of the small site are several groups."""
    monkeypatch.setattr("twin.run.sight.GROUP", 1)


def hashes(done: Run) -> dict[str, str]:
    """Collect the SHA-256 of every table but the slabs of tracks."""
    stages = done.manifest["stages"]
    out = {
        f"{camera}/{name}": entry["files"][name]["sha256"]
        for camera, entry in stages["sight"]["cameras"].items()
        for name in ("sightings.parquet", "looks.parquet", "coverage.npy")
    }
    out["people"] = stages["people"]["files"]["people.parquet"]["sha256"]
    out["visits"] = stages["people"]["files"]["visits.parquet"]["sha256"]
    out["footfall"] = stages["people"]["files"]["footfall.npy"]["sha256"]
    out["exposure"] = stages["exposure"]["files"]["exposure.parquet"]["sha256"]
    return out


def track_hashes(done: Run) -> dict[str, str]:
    files = done.manifest["stages"]["people"]["files"]
    return {name: entry["sha256"] for name, entry in files.items() if name.startswith("tracks-")}


def test_a_run_makes_every_table(first):
    people = checked(first.people(), PEOPLE)
    assert people.num_rows > 50
    visits = checked(first.visits(), VISITS)
    assert set(visits["person"].unique().to_pylist()) <= set(people["person"].to_pylist())
    assert visits.num_rows > 20
    tracks = pa.concat_tables(checked(t, TRACKS) for t in first.tracks())
    assert set(tracks["person"].unique().to_pylist()) <= set(people["person"].to_pylist())
    for camera in ("west", "east"):
        looks = checked(first.looks(camera), LOOKS)
        sightings = checked(first.sightings(camera), SIGHTINGS)
        assert looks.num_rows > 0
        assert sum(looks["samples"].to_pylist()) == sum(sightings["samples"].to_pylist())
        assert first.coverage(camera).max() > 25
    assert first.exposure().num_rows > 0
    assert first.footfall().sum() == pytest.approx(tracks.num_rows / 4)


def test_the_name_of_a_file_is_no_scenario(tmp_path):
    words = (
        r"scenario is 'x\.yaml', but must be a Scenario such as twin\.load_scenario\(file\) reads"
    )
    with pytest.raises(ShapeError, match=words):
        run_scenario("x.yaml", out=tmp_path / "a")


def test_a_finished_run_opens_again(first):
    again = open_run(first.folder)
    assert again.manifest == first.manifest
    assert again.people().equals(first.people())


def test_opening_something_else_is_refused(tmp_path):
    with pytest.raises(ScenarioError, match=r"no manifest\.json"):
        open_run(tmp_path)
    for content, words in (
        ("{", "is not JSON"),
        ("[]", "holds no keys"),
        ('{"scenario": {}, "inputs": {}, "stages": {}}', "sources is missing"),
    ):
        (tmp_path / "manifest.json").write_text(content)
        with pytest.raises(RunError, match=words):
            open_run(tmp_path)


def test_a_run_of_another_version_is_refused(first):
    scenario = {**first.manifest["scenario"], "camels": 3}
    other = Run(first.folder, {**first.manifest, "scenario": scenario})
    with pytest.raises(RunError, match="none of this version"):
        _ = other.inputs


def test_a_layout_changed_since_is_not_taken_for_the_one_that_was_run(first, tmp_path):
    layout = write_layout(tmp_path / "layout.yaml", WEST_END)
    scenario = {**first.manifest["scenario"], "layout": str(layout)}
    other = Run(first.folder, {**first.manifest, "scenario": scenario})
    with pytest.raises(RunError, match="the layout has changed since"):
        _ = other.inputs


def test_a_report_stays_beside_the_same_answer_and_never_beside_another(first):
    other = run_scenario(first.scenario, out=first.folder.parent / "earlier")
    for name in REPORT:
        other.write(name, b"{}")
    tables = other.folder / TABLES
    tables.mkdir()
    (tables / "people-hours.csv").write_text("hour")
    again = run_scenario(first.scenario, out=other.folder)
    assert [file.name for file in again.report_files()] == list(REPORT)
    assert len(list(tables.iterdir())) == 1
    named = first.scenario.model_copy(update={"name": "Another question"})
    changed = run_scenario(named, out=other.folder)
    assert changed.report_files() == []
    assert list(tables.iterdir()) == []
    with pytest.raises(RunError, match="no report was made"):
        changed.answers()


def test_recognisers_of_ones_own_change_exposure_and_nothing_before(first, tmp_path):
    file = tmp_path / "mine.yaml"
    mine = recognisers().model_copy(update={"ceiling": Quantity(value=0.5, source="own_trial")})
    file.write_text(mine.to_yaml(), encoding="utf-8")
    scenario = first.scenario.model_copy(update={"recognisers": file})
    done = run_scenario(scenario, out=first.folder.parent / "own")
    stages = done.manifest["stages"]
    assert not stages["people"]["made_now"]
    assert not any(entry["made_now"] for entry in stages["sight"]["cameras"].values())
    assert stages["exposure"]["made_now"]
    assert done.manifest["inputs"]["recognisers"]["path"] == str(file)
    before, after = (run.exposure() for run in (first, done))
    had, has = (t.filter(pc.equal(t["by"], "day"))["p_central"].to_numpy() for t in (before, after))
    assert (has <= had).all()
    # of a chance that is small, however many passes made it, the ceiling is a factor
    small = (had > 0) & (had < 0.01)
    assert small.any()
    assert has[small] == pytest.approx(had[small] * 0.5 / 0.89, rel=0.01)
    names = {row["name"]: row["value"] for row in answer(done)["recognisers"]}
    assert names["ceiling"] == 0.5


def test_the_manifest_says_how_it_was_made(first):
    manifest = json.loads((first.folder / "manifest.json").read_text())
    assert manifest["scenario"]["seed"] == 5
    assert manifest["versions"]["numba"]
    assert len(manifest["inputs"]["map"]["sha256"]) == 64
    assert {"osm", "salmon2011", "tordeux2016"} <= set(manifest["sources"])


def test_a_second_run_reuses_every_stage(first):
    again = run_scenario(first.scenario, out=first.folder.parent / "b")
    stages = again.manifest["stages"]
    assert not stages["people"]["made_now"]
    assert not any(entry["made_now"] for entry in stages["sight"]["cameras"].values())
    assert not stages["exposure"]["made_now"]
    assert hashes(again) == hashes(first)


def test_another_layout_leaves_tracks_and_other_cameras_untouched(first, tmp_path):
    moved = EAST_END | {"heading": 250}
    layout = write_layout(tmp_path / "layout.yaml", WEST_END | {"id": "renamed"}, moved)
    scenario = first.scenario.model_copy(update={"layout": layout})
    other = run_scenario(scenario, out=first.folder.parent / "c")
    stages = other.manifest["stages"]
    assert not stages["people"]["made_now"]
    assert not stages["sight"]["cameras"]["renamed"]["made_now"]
    assert stages["sight"]["cameras"]["east"]["made_now"]
    assert other.looks("renamed").equals(first.looks("west"))


def test_a_slower_camera_learns_less_from_the_same_sight(first, tmp_path):
    text = Path(first.scenario.layout).read_text()
    layout = tmp_path / "slow.yaml"
    layout.write_text(text.replace("frame_rate_hz: 12", "frame_rate_hz: 0.05"))
    scenario = first.scenario.model_copy(update={"layout": layout})
    slow = run_scenario(scenario, out=first.folder.parent / "slow")
    stages = slow.manifest["stages"]
    assert not any(entry["made_now"] for entry in stages["sight"]["cameras"].values())
    assert stages["exposure"]["made_now"]
    assert 0 < slow.exposure().num_rows < first.exposure().num_rows


def test_a_sweep_counts_anew_with_each_number_at_the_ends_of_its_range(first):
    people = answer(first)["people"]["machine"]["profiles"]
    usual, swept = sweep(first, names=["correlation_s", "ceiling", "midpoint_px"])
    assert usual == pytest.approx(people["central"], abs=1e-9)
    found = {one.name: (one.low, one.high) for one in swept}
    # more looks count when they may be closer in time; a higher ceiling names more; more pixels
    # needed name fewer
    assert found["correlation_s"][0] > usual > found["correlation_s"][1]
    assert found["ceiling"][0] < usual < found["ceiling"][1]
    assert found["midpoint_px"][0] > usual > found["midpoint_px"][1]
    widths = [abs(one.high - one.low) for one in swept]
    assert widths == sorted(widths, reverse=True)
    # the ceiling is a factor for whoever passes once, and less than one for the others
    assert found["ceiling"][0] >= 0.8 / 0.89 * usual - 1e-9
    strict, (one,) = sweep(first, profile="strict", names=["profiles.strict.quality"])
    assert strict == pytest.approx(people["strict"], abs=1e-9)
    assert one.low >= strict >= one.high


def fitted(**rate) -> Recognisers:
    """Give the central profile a curve of its own."""
    numbers = {"ceiling": 0.8, "midpoint_px": 15.1726, "width_px": 2.0, **rate}
    own = {
        name: Quantity(value=value, range=(0.9 * value, 1.1 * value), source="own_trial")
        for name, value in numbers.items()
    }
    profile = Profile(about="mine", quality=Quantity(value=1, source="own_trial"), **own)
    return recognisers().with_profile("central", profile)


def test_a_sweep_says_what_it_leaves_out_and_why(first, tmp_path):
    alone, known = fitted(), fitted(midpoint_gallery=1000, midpoint_searches=100)
    why = "its midpoint holds for this gallery and rate of false alerts"
    assert left_out(recognisers(), "central") == {"midpoint_shift": why}
    more = recognisers().with_value("gallery", 100_000)
    assert left_out(more, "central") == {}
    assert more.with_value("midpoint_shift", 0.12).curves != more.curves
    assert recognisers().with_value("midpoint_shift", 0.12).curves == recognisers().curves
    assert set(left_out(known, "central")) == {"ceiling", "midpoint_px", "width_px"}
    idle = left_out(alone, "central")
    assert {"gallery", "searches_per_false_alert", "midpoint_shift"} < set(idle)
    file = tmp_path / "mine.yaml"
    file.write_text(known.to_yaml(), encoding="utf-8")
    scenario = first.scenario.model_copy(update={"recognisers": file})
    done = run_scenario(scenario, out=first.folder.parent / "known")
    _, (one,) = sweep(done, names=["gallery"])
    assert one.low > one.high
    file.write_text(alone.to_yaml(), encoding="utf-8")
    done = run_scenario(scenario, out=first.folder.parent / "alone")
    with pytest.raises(ScenarioError, match="gallery is not swept: the central profile holds for"):
        sweep(done, names=["gallery"])
    assert answer(done)["people"]["machine"]["own_trial"] == ["central"]
    usual, swept = sweep(done, names=["profiles.central.midpoint_px"])
    console = Console(file=io.StringIO(), width=80, color_system=None)
    render_sweep("central", usual, swept, recognisers=alone, idle=idle, console=console)
    text = " ".join(console.file.getvalue().split())
    assert "13.7 16.7" in text
    assert (
        "Not moved: midpoint_shift, gallery, searches_per_false_alert; the central profile" in text
    )
    assert "enrolled: at the gallery and false-alert rate of its own trial." in text


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"profile": "lax"}, "must be one of optimistic, central, strict"),
        ({"names": ["midpoint"]}, "has no number 'midpoint' with a range"),
        ({"names": ["profiles.strict.quality"]}, "has no number 'profiles.strict.quality'"),
        ({"names": ["midpoint_gallery"]}, "has no number 'midpoint_gallery' with a range"),
        ({"names": ["midpoint_shift"]}, "midpoint_shift is not swept: its midpoint holds for this"),
    ],
)
def test_what_cannot_be_swept_is_told(first, options, words):
    with pytest.raises(ScenarioError, match=words):
        sweep(first, **options)


SEVERAL = """\
name: Several ways
cameras:
  - id: round
    easting_m: {east}
    northing_m: {north}
    height_m: 3.2
    heading_deg: 90
    tilt_deg: -8
    lens: {{width_px: 1920, height_px: 1080, hfov_deg: 60}}
    lenses: [{{turned_deg: -20}}, {{turned_deg: 20}}]
    masks: [[[0, 0], [1, 0], [1, 0.2], [0, 0.2]]]
  - id: tour
    easting_m: {east}
    northing_m: {north}
    height_m: 3.2
    lens: {{width_px: 1920, height_px: 1080, hfov_deg: 60}}
    tour:
      - {{name: near, heading_deg: 90, tilt_deg: -20, dwell_s: 20}}
      - {{name: far, heading_deg: 90, tilt_deg: -8, dwell_s: 20}}
"""


def test_cameras_of_a_housing_are_answered_together(first, tmp_path):
    layout = tmp_path / "several.yaml"
    layout.write_text(SEVERAL.format(east=WEST_END["east"], north=WEST_END["north"]))
    scenario = first.scenario.model_copy(update={"layout": layout})
    done = run_scenario(scenario, out=first.folder.parent / "several")
    sight = done.manifest["stages"]["sight"]["cameras"]
    assert list(sight) == ["round/1", "round/2", "tour/near", "tour/far"]
    found = answer(done)
    assert [camera["id"] for camera in found["cameras"]] == ["round", "tour"]
    seen = {
        name: set(done.looks(name)["person"].to_pylist())
        for name in ("round/1", "round/2", "tour/near", "tour/far")
    }
    both, tour = (camera["seen"] for camera in found["cameras"])
    # whoever a lens of the housing sees below its mask is counted once
    assert max(len(seen["round/1"]), len(seen["round/2"])) * 0.5 < both
    assert both <= len(seen["round/1"] | seen["round/2"])
    # a camera on tour misses who passes while it looks elsewhere
    assert 0 < tour < len(seen["tour/near"] | seen["tour/far"])
    assert [view["time_share"] for view in found["cameras"][1]["views"]] == [0.4545, 0.4545]
    assert found["cameras"][0]["masks"] == 1


@pytest.mark.parametrize("threads", [1, 2])
def test_threads_change_no_byte(first, tmp_path, threads):
    other = run_scenario(first.scenario, out=tmp_path / "runs" / "a", threads=threads)
    assert hashes(other) == hashes(first)
    assert track_hashes(other) == track_hashes(first)


def test_slab_length_changes_no_row(first, tmp_path):
    scenario = first.scenario.model_copy(update={"slab_minutes": 3})
    other = run_scenario(scenario, out=tmp_path / "runs" / "a")
    assert hashes(other) == hashes(first)
    order = [("person", "ascending"), ("tick", "ascending")]
    mine, theirs = (pa.concat_tables(r.tracks()).sort_by(order) for r in (first, other))
    assert mine.equals(theirs)


@pytest.mark.parametrize(
    ("total", "minutes"), [(1, 3), (50_000, 3), (50_001, 2), (75_001, 1), (500_000, 1)]
)
def test_the_more_people_the_less_time_is_held_in_memory(total, minutes):
    scenario = load_scenario(changes={"people.total": total})
    assert scenario.minutes_at_a_time == minutes
    assert load_scenario(changes={"slab_minutes": 7}).minutes_at_a_time == 7


def test_an_interrupted_stage_with_another_slab_length_starts_afresh(first, tmp_path):
    key = first.manifest["stages"]["people"]["key"]
    folder = tmp_path / "runs" / ".stages" / f"people-{key[:16]}"
    folder.mkdir(parents=True)
    (folder / ".plan.json").write_text('{"slab_minutes": 99}')
    (folder / "tracks-0000.parquet").write_bytes(b"of another length")
    other = run_scenario(first.scenario, out=tmp_path / "runs" / "a")
    assert track_hashes(other) == track_hashes(first)


def test_looks_are_cut_between_people(first, monkeypatch):
    from twin.run import looks as stored

    monkeypatch.setattr(stored, "PART", 7)
    camera = first.inputs.layout.cameras[0].id
    looks, stage = first.looks(camera), first.sight_stage(camera)
    parts = [stored.read_looks(stage, people) for people in stored.stretches([stage])]
    assert len(parts) > 3
    assert pa.concat_tables(parts) == looks
    people = [set(part["person"].to_pylist()) for part in parts]
    assert not any(a & b for a, b in pairwise(people))


def test_the_cutting_of_looks_changes_no_row(first, tmp_path, monkeypatch):
    several = tmp_path / "several.yaml"
    several.write_text(SEVERAL.format(east=WEST_END["east"], north=WEST_END["north"]))
    housings = first.scenario.model_copy(update={"layout": several})
    whole = run_scenario(housings, out=tmp_path / "whole" / "a")
    monkeypatch.setattr("twin.run.looks.PART", 50)
    for scenario, expected in ((first.scenario, first), (housings, whole)):
        cut = run_scenario(scenario, out=tmp_path / "cut" / "a")
        assert cut.exposure() == expected.exposure()


class _KilledError(BaseException):
    """Stands for a kill in the middle of a stage."""


@contextmanager
def killed_at(monkeypatch, stage: str, number: int) -> Iterator[list[str]]:
    """Stop before the file operation of that number in a stage's folder; yields what was done."""
    done: list[str] = []

    def watched(name: str):
        real = getattr(Path, name)

        def operation(self, *arguments, **options):
            if f"/.stages/{stage}-" in str(self):
                if len(done) == number:
                    raise _KilledError
                done.append(f"{name} {self.name}")
            return real(self, *arguments, **options)

        return operation

    with monkeypatch.context() as patch:
        for name in ("replace", "unlink", "write_bytes"):
            patch.setattr(Path, name, watched(name))
        yield done


@pytest.mark.usefixtures("small_groups")
@pytest.mark.parametrize(
    ("stage", "step"),
    [
        *[("people", 7), ("sight", 11), ("exposure", 3)],
        *[
            pytest.param(stage, 1, marks=pytest.mark.slow)
            for stage in ("people", "sight", "exposure")
        ],
    ],
)
def test_killed_before_every_so_many_file_operations_it_goes_on_to_the_same_bytes(
    first, tmp_path, monkeypatch, stage, step
):
    with killed_at(monkeypatch, stage, -1) as operations:
        run_scenario(first.scenario, out=tmp_path / "whole" / "a")
    kinds = {operation.split()[0] for operation in operations}
    assert kinds == {"replace", "unlink", "write_bytes"}
    for number in range(0, len(operations), step):
        out = tmp_path / str(number) / "a"
        with killed_at(monkeypatch, stage, number), pytest.raises(_KilledError):
            run_scenario(first.scenario, out=out)
        again = run_scenario(first.scenario, out=out)
        assert hashes(again) == hashes(first), operations[number]
        assert track_hashes(again) == track_hashes(first)


def test_encounters_are_kept_as_looks_weigh_them(first):
    kept, again = first.encounters(), weighed(first)
    assert list(kept) == list(again) == list(first.inputs.layout.housings)
    assert all(kept[housing].equals(again[housing]) for housing in kept)
    assert all(rows.num_rows for rows in kept.values())


def test_a_run_made_before_encounters_were_kept_is_told_so(first, monkeypatch):
    facts = Stage.facts

    def before(stage):
        known = facts(stage)
        files = {name: of for name, of in known["files"].items() if "encounters" not in name}
        return known | {"files": files}

    monkeypatch.setattr(Stage, "facts", before)
    with pytest.raises(RunError, match="was made by an earlier version, which kept no encounters"):
        first.encounters()


@contextmanager
def stopped_after(monkeypatch, groups: int) -> Iterator[None]:
    """Stop when sight has written so many groups of slabs."""
    write, left = sight._write_group, [groups]

    def writing(*arguments: object) -> None:
        if not left[0]:
            raise _KilledError
        left[0] -= 1
        write(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(sight, "_write_group", writing)
        yield


def test_sight_goes_on_beside_another_camera(first, tmp_path, monkeypatch):
    """Groups of slabs of two runs are never joined: other cameras make more be read of a slab."""
    monkeypatch.setattr("twin.run.sight.GROUP", 1)
    both = first.scenario.model_copy(update={"slab_minutes": 1})
    alone = both.model_copy(update={"layout": write_layout(tmp_path / "one.yaml", WEST_END)})
    whole = run_scenario(alone, out=tmp_path / "whole" / "a")
    with stopped_after(monkeypatch, 20), pytest.raises(_KilledError):
        run_scenario(alone, out=tmp_path / "cut" / "a")
    with stopped_after(monkeypatch, 7), pytest.raises(_KilledError):
        run_scenario(both, out=tmp_path / "cut" / "b")
    again = run_scenario(alone, out=tmp_path / "cut" / "a")
    for name in ("sightings", "looks"):
        assert getattr(again, name)("west") == getattr(whole, name)("west")


def test_exposure_goes_on_with_the_cameras_in_another_order(first, tmp_path, monkeypatch):
    swapped = first.scenario.model_copy(
        update={"layout": write_layout(tmp_path / "swapped.yaml", EAST_END, WEST_END)}
    )

    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("twin.run.exposure.expose", stopped)
        with pytest.raises(KeyboardInterrupt):
            run_scenario(first.scenario, out=tmp_path / "a")
    again = run_scenario(swapped, out=tmp_path / "a")
    assert (
        again.manifest["stages"]["exposure"]["key"] == (first.manifest["stages"]["exposure"]["key"])
    )
    assert again.exposure() == first.exposure()


KILLED = """
import os, signal, sys, threading
from pathlib import Path
import twin.run.sight
from twin.run import run_scenario
from twin.scenario import load_scenario

twin.run.sight.GROUP = 1
scenario, out, stage, number, delay = sys.argv[1:]
left = [int(number)]

def watched(real):
    def operation(self, *arguments, **options):
        if f"/.stages/{stage}-" in str(self):
            if not left[0]:
                kill = (os.getpid(), signal.SIGKILL)
                threading.Timer(float(delay), os.kill, kill).start()
            left[0] -= 1
        return real(self, *arguments, **options)
    return operation

for name in ("replace", "unlink", "write_bytes"):
    setattr(Path, name, watched(getattr(Path, name)))
run_scenario(load_scenario(scenario), out=out)
"""
"""Kills itself, as ``kill -9`` does, some time after a file operation of a stage."""

OPERATIONS = {"people": 11, "sight": 60, "exposure": 10}
"""File operations of each stage on the small site."""


@pytest.mark.slow
@pytest.mark.usefixtures("small_groups")
@pytest.mark.parametrize("stage", OPERATIONS)
def test_killed_at_twenty_moments_of_each_stage_gives_the_same_bytes(first, tmp_path, stage):
    draw = random.Random(stage)
    scenario = Path(first.manifest["inputs"]["layout"]["path"]).parent / "scenario.yaml"
    killed = 0
    for i in range(20):
        out = tmp_path / str(i) / "a"
        when = (draw.randrange(OPERATIONS[stage]), draw.choice([0.0, draw.uniform(0.0, 0.02)]))
        command = [sys.executable, "-c", KILLED, scenario, out, stage, *map(str, when)]
        killed += subprocess.run(command, check=False).returncode == -signal.SIGKILL
        again = run_scenario(first.scenario, out=out)
        assert hashes(again) == hashes(first)
        assert track_hashes(again) == track_hashes(first)
    assert killed > 12
