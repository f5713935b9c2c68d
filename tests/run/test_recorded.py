"""A scenario whose people were recorded, from check to page."""

import json
import math
import sys

import pytest

from tests.run.small_run import write_small_scenario
from tests.site.small_map import ORIGIN
from twin.answers import answer
from twin.cli import main
from twin.errors import RunError, ScenarioError, TableError
from twin.report import write_report
from twin.run import check_file, open_run, run_scenario
from twin.scenario import load_scenario

PEOPLE = "people: {tracks: walk.csv, start: '08:00', frame: local, easting_m: 530120, northing_m: 183530}\n"


def write(folder, people=PEOPLE):
    """Write a scenario of three people who walk east along the square, towards the east camera."""
    path = write_small_scenario(folder)
    text = path.read_text()
    before, after = text.index("people:"), text.index("seed:")
    path.write_text(text[:before] + people + text[after:])
    rows = [f"{n},{t / 2},{0.65 * t:.2f},{n}" for n in range(3) for t in range(120)]
    (folder / "walk.csv").write_text("\n".join(["id,time,x,y", *rows, ""]))
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("recorded")
    done = run_scenario(load_scenario(write(folder / "in")), out=folder / "runs" / "a")
    return done, answer(done)


def test_a_bad_file_leaves_no_folder(tmp_path):
    scenario = write(tmp_path / "in")
    (tmp_path / "in" / "walk.csv").write_text("id,time\n")
    with pytest.raises(TableError, match="the column x_m is missing"):
        run_scenario(load_scenario(scenario), out=tmp_path / "runs" / "a")
    assert not (tmp_path / "runs" / "a").exists()


def test_the_clock_at_the_files_time_0_may_have_seconds(tmp_path, made):
    path = write(tmp_path / "in", PEOPLE.replace("'08:00'", "'08:00:30'"))
    later = run_scenario(load_scenario(path), out=tmp_path / "runs" / "a")
    first, second = (next(done.tracks())["tick"].to_numpy() for done in (made[0], later))
    assert (second == first + 4 * 30).all()
    assert later.span == (8 * 3600, 8 * 3600 + 120)


def test_only_what_recorded_people_rely_on_is_cited(made):
    done, _ = made
    assert "ansur2" in done.manifest["sources"]
    assert not {"tordeux2016", "moussaid2010"} & set(done.manifest["sources"])


def test_the_answer_says_that_people_were_recorded(made):
    _, found = made
    assert found["first_line"].startswith(
        "On Wednesday 14 June 2017, 08:00 to 08:01, of 3 people at Small site who were recorded, "
        "not simulated (walk.csv), 2 cameras in invented positions saw 3, "
    )
    assert found["recorded"]["files"] == ["walk.csv"]
    assert found["recorded"]["warnings"] == []


def test_what_a_recording_does_not_tell_is_not_made_up(made):
    run, found = made
    assert run.visits().num_rows == 0
    people = found["people"]
    assert people["intervals"]["seen"] is None
    assert people["intervals"]["machine"] == {"optimistic": None, "central": None, "strict": None}
    assert people["intervals"]["method"].startswith("No interval")
    assert [row["persona"] for row in people["personas"]] == ["recorded"]
    assert [row["age_band"] for row in people["age_bands"]] == ["unknown"]
    assert (people["present"], people["left"], people["inside"], people["stuck"]) == (3, 0, 3, 0)
    assert found["footfall"] == 3
    assert [(row["hour"], row["present"]) for row in found["hours"]] == [("08:00", 3)]
    assert [number["name"] for number in found["crowd"]] == ["gap_s"]


def test_exposure_is_that_of_people_who_walk_so(made):
    done, found = made
    # who walks towards the east camera shows it the face, and the west camera the back
    by_camera = {row["id"]: row for row in found["cameras"]}
    assert by_camera["east"]["seen"] == 3
    assert found["people"]["levels_with_face"]["iec62676-4:2015"]["recognise"] == 3
    west = done.looks("west")
    assert west["face_density_px_per_m"].null_count == west.num_rows > 0
    assert done.footfall().sum() == pytest.approx(3 * 59.75 + 0, abs=1)


def test_report_and_view_are_drawn(made, monkeypatch, capsys, tmp_path):
    done, found = made
    write_report(done, found)
    page = (done.folder / "page.html").read_text()
    assert "3 recorded people" in page
    assert "Faces point the way of walking" in page
    assert "No interval: these people were recorded once" in page
    again = open_run(done.folder)
    assert answer(again)["people"] == found["people"]
    command = ["twin", "view", str(done.folder), "east", "--out", str(tmp_path / "view.png")]
    monkeypatch.setattr(sys, "argv", command)
    with pytest.raises(SystemExit) as end:
        main()
    assert not end.value.code
    assert "3 people seen" in capsys.readouterr().out


def test_the_key_is_of_the_content_and_not_of_the_name(made, tmp_path_factory):
    done, _ = made
    key = done.manifest["stages"]["people"]["key"]
    runs, inputs = done.folder.parent, done.folder.parent.parent / "in"
    (inputs / "other.csv").write_bytes((inputs / "walk.csv").read_bytes())
    path = inputs / "other.yaml"
    path.write_text((inputs / "scenario.yaml").read_text().replace("walk.csv", "other.csv"))
    same = run_scenario(load_scenario(path), out=runs / "b").manifest["stages"]["people"]
    assert (same["key"], same["made_now"]) == (key, False)
    for change in ({"people.start": "09:00"}, {"people.gap_s": 2.0}, {"seed": 6}):
        other = run_scenario(load_scenario(path, changes=change), out=runs / "c")
        assert other.manifest["stages"]["people"]["key"] != key
    with (inputs / "other.csv").open("a") as file:
        file.write("9,0,1,1\n")
    more = run_scenario(load_scenario(path), out=runs / "d").manifest["stages"]["people"]
    assert (more["key"] != key, more["made_now"]) == (True, True)
    with pytest.raises(RunError, match="the tracks has changed since"):
        open_run(runs / "b").inputs  # noqa: B018


def test_check_counts_who_was_recorded_and_tells_what_does_not_fit(cli, tmp_path):
    path = write(tmp_path)
    code, out, err = cli("check", path)
    assert (code, err) == (0, [])
    assert out.startswith("Small site: 3 recorded people on Wednesday 14 June 2017, 2 cameras")
    with (tmp_path / "walk.csv").open("a") as file:
        file.write("7,0,500,0\n")
    code, out, err = cli("check", path)
    assert (code, err) == (0, [])
    assert out.splitlines()[0].endswith(" venues: look again:")
    assert out.splitlines()[1:] == [
        "1 of 4 people, 1 of 718 samples: outside the map, left out there."
    ]


def test_check_and_run_tell_of_people_faster_than_anybody(cli, tmp_path):
    # the wrong unit: 0.3 m in half a second are written as 30 "metres"
    path = write(tmp_path)
    rows = [f"{n},{t / 2},{30 * (t % 2)},{n}" for n in range(3) for t in range(20)]
    (tmp_path / "walk.csv").write_text("\n".join(["id,time,x,y", *rows, ""]))
    sentence = (
        "3 of 3 people, 114 of 117 samples: faster than 12.5 m/s, which nobody can run; are places "
        "in the right unit, and times and the frame rate right?"
    )
    code, out, err = cli("check", path)
    assert (code, err) == (0, [])
    assert sentence in out.splitlines()
    done = run_scenario(load_scenario(path), out=tmp_path / "runs" / "fast")
    assert answer(done)["recorded"]["warnings"] == [sentence]


def test_recorded_people_are_exported_as_any(made, cli, tmp_path):
    done, _ = made
    out = tmp_path / "a.sqlite"
    code, told, _ = cli(
        "export", done.folder, "--out", out, "--from", "08:00:10", "--to", "08:00:20"
    )
    assert (code, told) == (0, f"120 samples: {out}\n")
    code, _, err = cli("export", done.folder, "--out", out)
    assert (code, err) == (2, [f"{out}: is there already, but must be a new file."])


def test_what_sqlite_does_not_keep_is_told(cli):
    _, told, _ = cli("export", "--help")
    assert "SQLite keeps neither how far faces look" in " ".join(told.replace("│", " ").split())
    _, told, _ = cli("schema", "tracks")
    assert "head_pitch_rad, activity and below" in json.loads(told)["not_in_sqlite"]


def test_check_tells_every_problem_at_once(tmp_path):
    path = write(tmp_path)
    (tmp_path / "walk.csv").write_text("id,time,x\n")
    layout = tmp_path / "layout.yaml"
    layout.write_text(layout.read_text().replace("height_m: 3.2", "height_m: 900", 1))
    with pytest.raises((ScenarioError, TableError)) as caught:
        check_file(path)
    assert len(caught.value.problems) == 2
    assert "the column y_m is missing" in caught.value.problems[1]


WRONG = {
    "a key of a crowd": ("total: 5", "unknown key 'people.total'; allowed are tracks, start"),
    "a slip": ("strat: '08:00'", "unknown key 'people.strat'; did you mean 'start'?"),
    "no time": (
        "start: noon",
        "people.start: 'noon' cannot be taken, but must be a clock time such as 08:00 or 08:00:30.",
    ),
    "no second": ("start: '08:00:61'", "people.start: '08:00:61' cannot be taken, but must be"),
    "no frame": ("frame: map", "people.frame is 'map', but must be 'site', 'grid' or 'local'."),
    "nowhere": (
        "frame: local",
        "people: frame is local, so easting_m and northing_m of its origin",
    ),
    "two frames": ("easting_m: 1, frame: grid", "people: easting_m, northing_m and turned_deg"),
    "an origin beyond the grid": (
        "frame: local, easting_m: 1.0e+300, northing_m: 0",
        "people.easting_m is 1e+300, but must be less than or equal to 10000000.",
    ),
    "a unit of a table": ("unit: cm", "people: unit and fps say what text (.txt) may lack, so"),
    "a unit of its own": ("unit: mm", "people.unit is 'mm', but must be 'm' or 'cm'."),
    "no frame a second": ("fps: 0", "people.fps is 0, but must be greater than or equal to 0.001."),
    "endless gaps": ("gap_s: .inf", "people.gap_s is inf, but must be less than or equal to 60."),
}


@pytest.mark.parametrize("what", WRONG)
def test_wrong_settings_are_told_with_their_line(tmp_path, what):
    more, words = WRONG[what]
    path = write(tmp_path, f"people: {{tracks: walk.csv, {more}}}\n")
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path)
    assert any(words in problem for problem in caught.value.problems)
    assert all(problem.startswith(f"{path}:") for problem in caught.value.problems)


NOT_SAID = {
    "frame: site": "people: start is missing",
    "start: '08:00'": "people: frame is missing",
}


@pytest.mark.parametrize("said", NOT_SAID)
def test_what_neither_says_is_asked_for_with_file_and_line(tmp_path, said):
    path = write(tmp_path / "in", f"people: {{tracks: walk.csv, {said}}}\n")
    (line,) = (n for n, text in enumerate(path.read_text().splitlines(), 1) if "walk.csv" in text)
    place, words = f"{path}:{line}", NOT_SAID[said]
    with pytest.raises(ScenarioError) as caught:
        check_file(path)
    assert caught.value.problems[0].startswith(f"{place}: {words}")
    with pytest.raises(ScenarioError) as caught:
        run_scenario(load_scenario(path), out=tmp_path / "runs" / "a", file=path)
    assert caught.value.problems[0].startswith(f"{place}: {words}")
    with pytest.raises(ScenarioError) as caught:
        check_file(path, changes={"people": f"{{tracks: walk.csv, {said}}}"})
    assert caught.value.problems[0].startswith(f"changes: {words}")


FILES = {
    "not there": (
        "wlak.csv",
        "people.tracks: there is no file wlak.csv; tried ",
    ),
    "of no known kind": (
        "a.doc",
        "people: a file of tracks ends in '.doc', but must end in one of",
    ),
    "several tables": ("[walk.csv, walk.csv]", "people: there are 2 files of tracks, but only GPX"),
    "none": ("[]", "people.tracks holds 0, but must hold at least 1."),
    "no name": ("5", "people.tracks is 5, but must be a list."),
}


@pytest.mark.parametrize("what", FILES)
def test_wrong_files_are_told_with_their_line(tmp_path, what):
    tracks, words = FILES[what]
    path = write(tmp_path, f"people: {{tracks: {tracks}}}\n")
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path)
    assert any(words in problem for problem in caught.value.problems)


@pytest.mark.parametrize(
    "change",
    [
        {"people.tracks": "mine.csv"},
        {"people": "{tracks: [mine.csv], start: '08:00', frame: site}"},
    ],
)
def test_tracks_given_with_set_are_looked_up_where_one_stands(tmp_path, monkeypatch, change):
    path = write(tmp_path / "in")
    (tmp_path / "in" / "mine.csv").write_text("id,time,x,y\n")
    monkeypatch.chdir(tmp_path)
    assert load_scenario(path, changes=change).people.tracks == (tmp_path / "in" / "mine.csv",)
    (tmp_path / "mine.csv").write_text("id,time,x,y\n")
    assert load_scenario(path, changes=change).people.tracks == (tmp_path / "mine.csv",)
    # what stands in the file is beside the file, though there is another where one stands
    (tmp_path / "walk.csv").write_text("id,time,x,y\n")
    assert load_scenario(path).people.tracks == (tmp_path / "in" / "walk.csv",)
    (tmp_path / "mine.csv").unlink()
    (tmp_path / "in" / "mine.csv").unlink()
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path, changes=change)
    (told,) = caught.value.problems
    assert told.startswith("changes: people.tracks: there is no file mine.csv; tried ")
    for folder in (tmp_path, tmp_path / "in"):
        assert str(folder / "mine.csv") in told


def test_recorded_people_cannot_be_made_quick(tmp_path):
    path = write(tmp_path)
    with pytest.raises(ScenarioError, match="its people are recorded, but only simulated ones"):
        load_scenario(path, quick=True)


def test_a_scenario_survives_its_manifest(made):
    done, _ = made
    kept = json.loads(json.dumps(done.manifest["scenario"]))
    assert type(done.scenario).model_validate(kept) == done.scenario
    assert done.scenario.people.corner == (ORIGIN[0] + 20, ORIGIN[1] + 30)
    assert math.isclose(done.scenario.people.gap_s, 5)
