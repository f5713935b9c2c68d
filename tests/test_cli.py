"""The command line: what it prints, and one sentence with exit code 2 for every wrong input."""

import inspect
import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.cameras.staged import AT, RELIEF, SPREAD, stage, truth_of
from tests.run.small_run import WEST_END, write_layout, write_small_scenario
from tests.site.small_map import point, polygon, write_small_map
from twin.cameras import load_layout
from twin.cameras.catalogue import catalogue
from twin.cameras.imaging import Chain
from twin.cli import faces
from twin.run import run_scenario
from twin.scenario import load_scenario


@pytest.fixture
def cli(cli, tmp_path):
    """Call the command line beside the small scenario."""
    write_small_scenario(tmp_path)
    return cli


def edit(path: str, old: str, new: str) -> None:
    """Change a file of the small scenario; the old text must be there."""
    file = Path(path)
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_a_good_scenario_passes(cli):
    code, out, _ = cli("check", "scenario.yaml")
    assert code == 0
    assert "of 3,000 people (those who come from 08:00 to 08:30) on Wednesday 14 June 2017" in out
    assert "nothing wrong was found" in out
    code, out, _ = cli("check", "scenario.yaml", "--json")
    assert (code, json.loads(out)["look_again"]) == (0, [])


BAD_SCENARIOS = {
    "unknown key": ("scenario.yaml", "seed: 5", "sead: 5", "did you mean 'seed'"),
    "negative total": ("scenario.yaml", "total: 3000", "total: -1", "people.total is -1"),
    "not a number": ("scenario.yaml", "total: 3000", "total: many", "people.total is 'many'"),
    "ten million people": ("scenario.yaml", "total: 3000", "total: 10000000", "500000"),
    "not a date": ("scenario.yaml", "2017-06-14", "14th of June", "date is '14th of June'"),
    "a year without a map": ("scenario.yaml", "2017-06-14", "1850-06-14", "2000-01-01"),
    "not a clock time": ("scenario.yaml", "'08:30'", "'8.30'", "must be a clock time"),
    "outside the day": ("scenario.yaml", "'08:00'", "'03:00'", "between 05:00 and 01:00"),
    "missing map": ("scenario.yaml", "small.geojson", "none.geojson", "none.geojson"),
    "missing layout": ("scenario.yaml", "layout.yaml", "none.yaml", "none.yaml"),
    "no name": ("scenario.yaml", "name: Small site\n", "", "name is missing"),
    "key twice": ("scenario.yaml", "seed: 5", "seed: 5\nseed: 6", "stands twice"),
    "tilt past straight down": ("layout.yaml", "tilt_deg: -8", "tilt_deg: -95", "tilt_deg is -95"),
    "heading is no number": ("layout.yaml", "heading_deg: 90", "heading_deg: .nan", "heading_deg"),
    "camera in the ground": ("layout.yaml", "height_m: 3.2", "height_m: -3.2", "height_m is -3.2"),
    "degrees, not metres": ("layout.yaml", "easting_m: 530115.0", "easting_m: -0.12", "EPSG:27700"),
    "camera far away": ("layout.yaml", "easting_m: 530115.0", "easting_m: 430115.0", "west"),
    "camera inside a wall": (
        "layout.yaml",
        "easting_m: 530115.0\n    northing_m: 183536.0",
        "easting_m: 530135.0\n    northing_m: 183555.0",
        "Hall",
    ),
    "two cameras of one name": ("layout.yaml", "id: east", "id: west", "west"),
    "a lens that sees nothing": ("layout.yaml", "hfov_deg: 60", "hfov_deg: 0", "hfov_deg"),
    "a lens nobody described": ("layout.yaml", ", hfov_deg: 60", "", "lens"),
    "an alias": ("layout.yaml", "name: Two", "other: &a 1\nname: Two", "other"),
}


@pytest.mark.parametrize("case", BAD_SCENARIOS)
def test_bad_scenarios_and_layouts_end_in_sentences(cli, case):
    file, old, new, words = BAD_SCENARIOS[case]
    edit(file, old, new)
    code, out, lines = cli("check", "scenario.yaml")
    assert (code, out) == (2, "")
    assert any(words in line for line in lines), lines
    assert all(line.endswith((".", "?")) for line in lines), lines
    assert not any("Traceback" in line for line in lines)


def test_what_a_name_may_hold_is_said_in_words(cli):
    edit("layout.yaml", "id: west", "id: my cam")
    code, _, lines = cli("check", "scenario.yaml")
    assert code == 2
    assert "is 'my cam', but must be letters, digits, dots, dashes and underscores" in lines[0]


def test_a_suggestion_ends_in_one_mark(cli):
    edit(
        "layout.yaml", "lens: {width_px: 1920, height_px: 1080, hfov_deg: 60}", "type: fisheye-6pm"
    )
    _, _, lines = cli("check", "scenario.yaml")
    assert lines[0].endswith("did you mean fisheye-6mp?")


BAD_MAPS = {
    "self-crossing polygon": (
        {"move": {"building/hall": polygon([(20, 45), (50, 65), (50, 45), (20, 65)])}},
        "building/hall",
    ),
    "gate off the ground": ({"move": {"gate/west": point(500, 500)}}, "gate/west"),
    "venue in a wall": ({"move": {"venue/cafe": point(35, 55)}}, "venue/cafe"),
    "negative height": ({"edit": {"building/hall": {"top_m": -20}}}, "building/hall"),
    "unknown property": ({"edit": {"building/hall": {"hieght": 20}}}, "building/hall"),
    "shares past one": ({"edit": {"gate/west": {"share": 0.9}}}, "share"),
    "no boundary": ({"drop": ("boundary/site",)}, "boundary"),
    "metres, not degrees": (
        {"move": {"gate/west": {"type": "Point", "coordinates": [530102.0, 183555.0]}}},
        "gate/west",
    ),
}


@pytest.mark.parametrize("case", BAD_MAPS)
def test_bad_maps_end_in_sentences(cli, case):
    changes, words = BAD_MAPS[case]
    write_small_map(Path("small.geojson"), **changes)
    code, out, lines = cli("check", "scenario.yaml")
    assert (code, out) == (2, "")
    assert any(words in line and "small.geojson" in line for line in lines), lines
    assert not any("Traceback" in line for line in lines)


@pytest.mark.parametrize("content", ["{", "[]", '{"type": "FeatureCollection"}', "\x00"])
def test_a_map_that_is_none_ends_in_a_sentence(cli, content):
    Path("small.geojson").write_text(content)
    code, _, lines = cli("check", "scenario.yaml")
    assert code == 2
    assert lines[0].startswith(str(Path("small.geojson").resolve()))


def test_a_file_that_claims_ten_gigabytes_is_not_read(cli):
    with Path("small.geojson").open("wb") as file:
        file.truncate(10 * 10**9)
    code, _, lines = cli("check", "scenario.yaml")
    assert code == 2
    assert "bytes" in lines[0] or "MB" in lines[0]


def test_all_problems_are_named_at_once(cli):
    edit("scenario.yaml", "seed: 5", "sead: 5")
    edit("scenario.yaml", "total: 3000", "total: -1")
    code, _, lines = cli("check", "scenario.yaml")
    assert (code, len(lines)) == (2, 2)


def test_a_layout_instead_of_a_scenario_is_told(cli):
    code, _, lines = cli("check", "layout.yaml")
    assert code == 2
    assert lines == [
        "layout.yaml: this is a layout of cameras, but must be a scenario that names it."
    ]


def test_a_camera_inside_a_wall_is_told_beside_another_that_is_wrong(cli):
    edit("layout.yaml", "easting_m: 530205", "easting_m: -0.12")
    edit(
        "layout.yaml",
        "easting_m: 530115.0\n    northing_m: 183536.0",
        "easting_m: 530135.0\n    northing_m: 183555.0",
    )
    _, _, lines = cli("check", "scenario.yaml")
    for words in ("easting_m", "Hall"):
        assert any(words in line for line in lines), lines


def test_a_shipped_scenario_is_known_without_its_ending_and_a_wrong_name_lists_them(cli):
    assert cli("check", "kings_boulevard_2017")[0] == 0
    code, _, lines = cli("check", "oxford_circus")
    assert code == 2
    assert " ".join(lines) == (
        "oxford_circus: there is no such file, and none such is shipped; shipped are "
        "kings_boulevard_2017, kings_cross_weekday."
    )


def test_true_is_no_number_of_people(cli):
    edit("scenario.yaml", "total: 3000", "total: true")
    code, out, err = cli("check", "scenario.yaml")
    assert (code, out) == (2, "")
    assert err == ["scenario.yaml:6: people.total is true, but must be a whole number."]


LONG = "a" * 300


@pytest.mark.parametrize("key", ["map", "layout", "approved", "recognisers", "people.tracks"])
def test_a_name_too_long_for_any_file_is_told_as_missing(cli, key):
    people = ("--set", "people={tracks: x.csv}") if key == "people.tracks" else ()
    code, out, err = cli("check", "scenario.yaml", *people, "--set", f"{key}={LONG}.csv")
    assert (code, out) == (2, "")
    assert len(err) == 1
    assert err[0].startswith(f"--set: {key}: there is no file {LONG}.csv; tried ")
    assert err[0].endswith(f"{LONG}.csv.")
    code, _, err = cli("check", "scenario.yaml", *people, "--set", f"{key}={LONG}/x.csv")
    assert (code, len(err)) == (2, 1)
    assert err[0].endswith(f"{LONG}/x.csv.")


def test_so_is_a_scenario_or_a_run_of_such_a_name(cli):
    code, out, err = cli("check", LONG)
    assert (code, out) == (2, "")
    assert err[0].startswith(f"{LONG}: there is no such file, and none such is shipped; shipped ")
    code, out, err = cli("show", LONG)
    sentence = "there is no manifest.json, so this is not the folder of a finished run."
    assert (code, out, err) == (2, "", [f"{LONG}: {sentence}"])


def test_a_name_with_a_character_no_file_can_have_is_told_with_its_line(cli):
    edit("scenario.yaml", "layout: layout.yaml", 'layout: "lay\\0out.yaml"')
    code, out, err = cli("check", "scenario.yaml")
    assert (code, out) == (2, "")
    assert err == [
        (
            "scenario.yaml:4: 'lay\\x00out.yaml' is not a plain value: it holds a character that no text "
            "can hold."
        )
    ]
    code, _, err = cli("check", "scenario.yaml", "--set", 'people={tracks: "\\0.csv"}')
    assert code == 2
    assert "it holds a character that no text can hold" in err[0]


@pytest.mark.parametrize("when", ["2017-06-14 10:00:00", "2017-06-14T10:00:00Z"])
def test_a_date_with_a_time_is_told_beside_what_else_is_wrong(cli, when):
    edit("scenario.yaml", "date: 2017-06-14", f"date: {when}")
    edit("layout.yaml", "height_m: 3.2", "height_m: 900")
    code, out, err = cli("check", "scenario.yaml")
    assert (code, out) == (2, "")
    assert len(err) == 2
    assert err[0].startswith("scenario.yaml:3: date is 2017-06-14 10:00:00")
    assert err[0].endswith(", but must be a date such as 2025-06-11.")
    assert "height_m is 900" in err[1]


def test_what_is_no_file_is_told(cli):
    for name in ("/dev/null", "."):
        _, _, lines = cli("check", "scenario.yaml", "--set", f"layout={name}")
        assert lines == [f"--set: layout: {name} is not a file, but must be one."]


def test_an_end_before_the_start_is_explained_and_blamed_on_what_was_set(cli):
    _, _, lines = cli("check", "scenario.yaml", "--set", "people.end=07:00")
    assert lines[0].startswith("scenario.yaml:5 with --set: people: 08:00 to 07:00 leaves the day")
    assert "an end at or before the start is taken for the next day" in " ".join(lines)


def test_a_shipped_layout_is_known_by_its_name(cli):
    change = ("--set", "layout=kings_boulevard_2016.yaml")
    assert cli("check", "kings_cross_weekday.yaml", *change)[0] == 0
    _, _, lines = cli(
        "check", "kings_cross_weekday.yaml", "--set", "layout=kings_boulevrad_2016.yaml"
    )
    assert "layouts/kings_boulevard_2016.yaml?" in lines[0]


def test_a_file_given_with_set_is_looked_up_where_one_stands(cli, monkeypatch):
    Path("trial.csv").write_text(TRIAL)
    Path("elsewhere").mkdir()
    assert cli("fit", "trial.csv", "--out", "elsewhere/mine.yaml")[0] == 0
    (Path("elsewhere") / "layout.yaml").write_text("name: Nothing\ncameras: []\n")
    monkeypatch.chdir("elsewhere")
    change = ("--set", "recognisers=mine.yaml")
    assert cli("check", "../scenario.yaml", *change)[0] == 0
    code, _, lines = cli("check", "../scenario.yaml", "--set", "recognisers=min.yaml")
    assert code == 2
    for tried in (Path("min.yaml"), Path("../min.yaml")):
        assert str(tried.resolve()) in lines[0]
    assert lines[0].endswith("did you mean mine.yaml?")
    # what stands in the file is beside the file, though there is another where one stands
    assert cli("check", "../scenario.yaml")[0] == 0
    assert cli("check", "../scenario.yaml", "--set", "layout=layout.yaml")[0] == 2


def test_a_clock_time_needs_no_quotes(cli):
    assert cli("check", "scenario.yaml", "--set", "people.end=10:00")[0] == 0


def test_what_set_gave_is_blamed_on_set(cli):
    for change in ("recogniser.gallery=1000", "people.shares.commuter=0.5"):
        _, _, lines = cli("check", "scenario.yaml", "--set", change)
        assert lines[0].startswith("--set: "), lines


def test_a_venue_there_is_not_is_told_with_its_line_and_those_there_are_are_listed(cli):
    code, out, _ = cli("check", "scenario.yaml", "--json")
    listed = json.loads(out)
    assert {"id": "venue/shop", "name": "Shop"} in listed["venues"]
    assert {one["id"].split("/")[0] for one in listed["places"]} == {"place"}
    event = "  event:\n    venue: venue/shoop\n    begin: 19:00\n    end: 21:00\n    extra: 5\n"
    edit("scenario.yaml", "people:\n", f"people:\n{event}")
    line = Path("scenario.yaml").read_text().splitlines().index("    venue: venue/shoop") + 1
    code, _, lines = cli("check", "scenario.yaml")
    assert (code, len(lines)) == (2, 1)
    assert lines[0].startswith(f"scenario.yaml:{line}: people.event.venue is 'venue/shoop'")
    assert "did you mean venue/shop or venue/school? `twin check --json`" in lines[0]
    _, _, lines = cli("check", "scenario.yaml", "--set", "people.event.venue=venue/x")
    assert lines[0].startswith("--set: people.event.venue is 'venue/x'")


def test_shares_that_are_not_given_are_told_to_keep_their_defaults(cli):
    _, _, lines = cli("check", "scenario.yaml", "--set", "people.shares={commuter: 1}")
    assert len(lines) == 1
    assert "add up to 1.64, but must add up to 1; those that are not given keep" in lines[0]
    assert "student 0.07, resident 0.1" in lines[0]
    assert "commuter" not in lines[0]


def test_those_of_scenario_layout_and_map_too(cli):
    edit("scenario.yaml", "seed: 5", "sead: 5")
    edit("layout.yaml", "tilt_deg: -8", "tilt_deg: -95")
    write_small_map(Path("small.geojson"), edit={"building/hall": {"top_m": -20}})
    code, _, lines = cli("check", "scenario.yaml")
    assert code == 2
    for words in ("did you mean 'seed'", "tilt_deg is -95", "building/hall"):
        assert any(words in line for line in lines), lines


def test_those_of_layout_and_map_too(cli):
    edit("layout.yaml", "tilt_deg: -8", "tilt_deg: -95")
    write_small_map(Path("small.geojson"), edit={"building/hall": {"top_m": -20}})
    code, _, lines = cli("check", "scenario.yaml")
    assert code == 2
    for words in ("tilt_deg is -95", "building/hall"):
        assert any(words in line for line in lines), lines


def test_a_camera_inside_a_wall_is_told_beside_a_typo_in_the_scenario(cli):
    edit("scenario.yaml", "seed: 5", "sead: 5")
    edit(
        "layout.yaml",
        "easting_m: 530115.0\n    northing_m: 183536.0",
        "easting_m: 530135.0\n    northing_m: 183555.0",
    )
    _, _, lines = cli("check", "scenario.yaml")
    (wall,) = (line for line in lines if "Hall" in line)
    assert "layout.yaml:4: camera" in wall


@pytest.mark.parametrize("value", ["2025-02-30", "{", "[[[[", "date=2025-06-11 12:99"])
def test_a_change_that_is_no_value_ends_in_a_sentence(cli, value):
    code, _, lines = cli("check", "scenario.yaml", "--set", f"date={value}")
    assert code == 2
    assert len(lines) == 1
    assert lines[0].startswith("--set")


def test_a_missing_layout_is_told_with_its_line_and_a_suggestion(cli):
    edit("scenario.yaml", "layout.yaml", "layuot.yaml")
    _, _, lines = cli("check", "scenario.yaml")
    assert len(lines) == 1
    assert lines[0].startswith("scenario.yaml:")
    assert "did you mean layout.yaml?" in lines[0]


def test_a_file_of_quite_another_name_is_not_suggested(cli):
    Path("nofps.yaml").write_text(Path("scenario.yaml").read_text())
    edit("scenario.yaml", "layout.yaml", "nope.yaml")
    _, _, lines = cli("check", "scenario.yaml")
    assert len(lines) == 1
    assert "there is no file nope.yaml; tried " in lines[0]
    assert "did you mean" not in lines[0]


def test_a_day_there_is_not_is_told_beside_what_else_is_wrong(cli):
    edit("scenario.yaml", "total: 3000", "totl: 3000")
    edit("scenario.yaml", "seed: 5", "seed: 1.5")
    edit("scenario.yaml", "date: 2017-06-14", "date: 2025-13-11")
    code, _, lines = cli("check", "scenario.yaml")
    assert (code, len(lines)) == (2, 3)
    for words in ("did you mean 'total'", "seed is 1.5, but must be a whole number"):
        assert any(words in line for line in lines), lines
    told = ":3: date is 2025-13-11, but there is no such day; write it as 2025-06-11."
    assert any(line.endswith(told) for line in lines), lines
    _, _, lines = cli("check", "kings_cross_weekday", "--set", "date=2025-02-30")
    assert lines == ["--set: date is 2025-02-30, but there is no such day; write it as 2025-06-11."]


def test_a_missing_map_is_told_beside_what_else_is_wrong(cli):
    edit("scenario.yaml", "small.geojson", "smal.geojson")
    edit("scenario.yaml", "seed: 5", "seed: -5")
    _, _, lines = cli("check", "scenario.yaml")
    for words in ("seed is -5", "there is no file smal.geojson"):
        assert any(words in line for line in lines), lines


def test_a_missing_scenario_suggests_its_neighbour(cli):
    code, _, lines = cli("check", "scenari.yaml")
    assert code == 2
    assert "did you mean scenario.yaml" in lines[0]


def test_a_bad_change_is_refused(cli):
    assert cli("check", "scenario.yaml", "--set", "people.totl=5")[0] == 2
    code, _, lines = cli("check", "scenario.yaml", "--set", "people.total")
    assert code == 2
    assert "must be KEY=VALUE" in lines[0]


def test_schemas_are_json(cli):
    for what in ("map", "scenario", "layout", "recognisers", "tables", "tracks"):
        code, out, _ = cli("schema", what)
        assert code == 0
        assert json.loads(out)
    scenario = json.loads(cli("schema", "scenario")[1])
    for model in (scenario, *(scenario["$defs"][name] for name in ("Crowd", "Shares", "Recorded"))):
        for name, key in model["properties"].items():
            assert key.get("description"), name
    code, _, lines = cli("schema", "nothing")
    assert code == 2
    (line,) = lines
    assert "there are map, scenario, layout, recognisers, tables and tracks." in line


TRIAL = "ied_px,hits,trials\n6,3,100\n9,20,100\n12,44,100\n15,70,100\n20,84,100\n30,88,100\n"


def test_a_trial_is_fitted_written_and_used(cli):
    Path("trial.csv").write_text(TRIAL)
    code, out, _ = cli("fit", "trial.csv", "--out", "mine.yaml", "--about", "a gate in May")
    assert code == 0
    assert "600 trials in 6 conditions" in out
    assert "recognisers: mine.yaml" in out
    assert "The curve holds at the gallery and false-alert rate of its own trial" in out
    code, _, lines = cli("fit", "trial.csv", "--out", "mine.yaml")
    assert (code, lines) == (2, ["mine.yaml: is there already, but must be a new file."])
    edit("scenario.yaml", "seed: 5", "seed: 5\nrecognisers: mine.yaml")
    assert cli("check", "scenario.yaml")[0] == 0
    edit("mine.yaml", "about: a gate in May", "abut: a gate in May")
    code, _, lines = cli("check", "scenario.yaml")
    assert code == 2
    assert any("mine.yaml:" in line and "did you mean 'about'" in line for line in lines)
    edit("scenario.yaml", "recognisers: mine.yaml", "recognisers: min.yaml")
    code, _, lines = cli("check", "scenario.yaml")
    assert code == 2
    assert f"there is no file min.yaml; tried {Path('min.yaml').resolve()}; did you" in lines[0]


def test_a_trial_brings_its_gallery_and_rate(cli):
    Path("trial.csv").write_text(TRIAL)
    rate = ("--gallery", "1000", "--searches-per-false-alert", "100")
    code, out, _ = cli("fit", "trial.csv", "--out", "mine.yaml", *rate)
    assert code == 0
    assert "in a gallery of 1,000 at one false alert in 100 searches" in " ".join(out.split())
    assert "midpoint_gallery" in Path("mine.yaml").read_text()
    code, _, lines = cli("fit", "trial.csv", *rate[:2])
    assert code == 2
    assert "--searches-per-false-alert is missing" in lines[0]


def test_check_says_that_profiles_are_not_in_order(cli):
    """A trial whose best share is 0.5 stands below strict pictures of large faces."""
    rows = ((6, 1), (12, 5), (18, 20), (24, 40), (30, 48), (40, 50))
    text = "".join(f"{size},{hits},100\n" for size, hits in rows)
    Path("trial.csv").write_text("ied_px,hits,trials\n" + text)
    code, out, _ = cli("fit", "trial.csv", "--out", "mine.yaml")
    assert code == 0
    assert "Look again: The profiles are not in order: of faces with" in " ".join(out.split())
    edit("scenario.yaml", "seed: 5", "seed: 5\nrecognisers: mine.yaml")
    code, out, _ = cli("check", "scenario.yaml")
    assert code == 0
    assert "The profiles are not in order: of faces with" in out


def test_a_file_of_numbers_ends_in_yaml(cli):
    Path("trial.csv").write_text(TRIAL)
    for call in (("fit", "trial.csv"), ("camera", "locate", "still.png", "points.csv")):
        code, _, lines = cli(*call, "--out", "mine.txt")
        assert (code, lines) == (2, ["--out mine.txt: must end in .yaml."])


def test_a_fit_in_json_and_what_is_no_trial(cli):
    Path("trial.csv").write_text(TRIAL)
    code, out, _ = cli("fit", "trial.csv", "--json")
    assert code == 0
    told = json.loads(out)
    assert told["trials"] == 600
    assert told["ceiling"]["low"] < told["ceiling"]["value"] < told["ceiling"]["high"]
    code, _, lines = cli("fit", "trial.csv", "--out", "mine.yaml", "--profile", "best")
    assert (code, Path("mine.yaml").exists()) == (2, False)
    assert lines == ["profile is 'best', but must be one of optimistic, central, strict."]
    for option in ("--profile", "--about"):
        code, _, lines = cli("fit", "trial.csv", option, "strict")
        assert (code, lines) == (
            2,
            [f"{option} stands without --out, but only says what is written there."],
        )
    Path("trial.csv").write_text(TRIAL.replace("44,100", "44,10"))
    code, _, lines = cli("fit", "trial.csv")
    assert (code, lines) == (2, ["trial.csv:4: hits is 44, but must be at most trials, 10."])


def test_showing_what_is_no_run_is_refused(cli):
    code, _, lines = cli("show", "nowhere")
    assert code == 2
    assert lines == [
        "nowhere: there is no manifest.json, so this is not the folder of a finished run."
    ]
    assert cli("sources", "scenario.yaml")[0] == 2


def test_a_run_folder_that_is_a_file_is_refused(cli):
    code, _, lines = cli("run", "scenario.yaml", "--out", "layout.yaml")
    assert (code, len(lines)) == (2, 1)
    assert "layout.yaml: is a file" in lines[0]


def test_a_run_folder_that_cannot_be_made_ends_in_a_sentence(cli):
    code, _, lines = cli("run", "scenario.yaml", "--out", "layout.yaml/below/it")
    assert (code, len(lines)) == (1, 1)
    assert "the folder could not be made" in lines[0]


def test_a_run_answers_in_json_and_can_be_shown_again(cli):
    write_layout(Path("layout.yaml"), WEST_END)
    code, out, lines = cli("run", "scenario.yaml", "--out", "runs/a", "--json")
    assert code == 0
    answers = json.loads(out)
    assert answers["people"]["present"] > 50
    assert answers["people"]["machine"]["gallery"] == 10_000
    stages = [json.loads(line)["stage"] for line in lines]
    assert list(dict.fromkeys(stages)) == ["people", "sight", "exposure", "report"]
    assert json.loads(cli("show", "runs/a", "--json")[1]) == answers
    assert "© OpenStreetMap contributors" in cli("show", "runs/a")[1]
    assert "[osm]" in cli("sources", "runs/a")[1]
    for name in ("plan.png", "plan.svg", "page.html", "answers.json", "manifest.json"):
        assert (Path("runs/a") / name).stat().st_size > 1000
    for name in ("plan.svg", "page.html"):
        assert "OpenStreetMap contributors, ODbL 1.0" in (Path("runs/a") / name).read_text()


def test_a_run_of_another_scenario_is_not_replaced_unless_asked(cli):
    call = ("--out", "runs/used", "--set", "people.total=300", "--json")
    assert cli("run", "scenario.yaml", *call)[0] == 0
    before = Path("runs/used/page.html").read_bytes()
    Path("other.yaml").write_text(Path("scenario.yaml").read_text())
    code, _, (line,) = cli("run", "other.yaml", *call)
    assert code == 2
    assert line.startswith(
        f"runs/used: holds a run of {Path('scenario.yaml').resolve()}, which one"
    )
    assert line.endswith("give another folder (--out), or --replace.")
    assert Path("runs/used/page.html").read_bytes() == before
    # the same file, changed or not, may be run again into its folder
    assert cli("run", "scenario.yaml", *call, "--set", "seed=6")[0] == 0
    assert Path("runs/used/page.html").read_bytes() != before
    assert cli("run", "other.yaml", *call, "--replace")[0] == 0
    assert cli("run", "scenario.yaml", *call)[0] == 2


def test_a_run_a_program_made_is_told_by_its_name(cli):
    run_scenario(load_scenario("scenario.yaml", changes={"people.total": 300}), out="runs/mine")
    edit("scenario.yaml", "name: Small site", "name: Another site")
    code, _, (line,) = cli("run", "scenario.yaml", "--out", "runs/mine", "--json")
    assert code == 2
    assert line.startswith("runs/mine: holds a run of the scenario 'Small site', which one of /")


def test_an_interrupted_run_says_how_to_go_on(cli, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("twin.run.run_scenario", interrupted)
    code, _, lines = cli("run", "scenario.yaml", "--out", "runs/a")
    assert code == 130
    assert lines == ["Interrupted. The same command goes on from what was finished."]


SHEET = ("--width", "2688", "--height", "1520", "--hfov", "103", "--detect", "67")


def test_a_lens_is_told_and_drawn(cli):
    code, out, _ = cli("lens", *SHEET)
    assert code == 0
    assert "103.0 degrees across" in out
    assert Path("lens.png").read_bytes()[:4] == b"\x89PNG"
    code, out, _ = cli("lens", *SHEET, "--out", "wide.svg", "--tilt=-5", "--mount", "2.5", "--json")
    assert code == 0
    told = json.loads(out)
    assert (told["height_m"], round(told["tilt_deg"], 6)) == (2.5, -5)
    assert "<svg" in Path("wide.svg").read_text()
    assert cli("lens", *SHEET, "--out", "new.svg", "--standard", "iec62676-4:2025")[0] == 0
    assert "characterise, 250 px/m" in Path("new.svg").read_text()
    assert cli("lens", *SHEET, "--standard", "2019")[2][0].startswith("standard 2019: there is no")


def test_a_lens_hung_on_its_side_is_that_of_its_sheet_turned(cli):
    upright = [
        json.loads(cli("lens", *SHEET, *more, "--json")[1]) for more in ((), ("--corridor",))
    ]
    flat, tall = (told["lens"] for told in upright)
    assert (tall["width_px"], tall["height_px"]) == (1520, 2688)
    assert tall["vfov_deg"] == pytest.approx(103)
    assert (tall["hfov_deg"], tall["focal_px"]) == (flat["vfov_deg"], 1675)
    _, out, _ = cli("lens", "--type", "kiosk-5mp-corridor", "--corridor", "--json")
    assert json.loads(out)["lens"]["width_px"] == 1944
    assert cli("lens", "--type", "kiosk-2mp", "--corridor", "--out", "tall.svg")[0] == 0
    assert "2 megapixels; corridor format" in Path("tall.svg").read_text()
    _, out, _ = cli("lens", "--type", "kiosk-2mp", "--corridor", "--json")
    assert json.loads(out)["lens"]["width_px"] == 1080


def test_an_impossible_lens_is_refused(cli):
    code, _, lines = cli("lens", "--width", "1920", "--height", "1080")
    assert code == 2
    assert "nothing is known of the lens" in lines[0]
    code, _, lines = cli("lens", *SHEET, "--out", "lens.jpg")
    assert (code, lines) == (2, ["--out lens.jpg: must end in .png or .svg."])
    assert not Path("lens.png").exists()


def test_faces_are_drawn(cli):
    code, out, _ = cli("faces")
    assert (code, out) == (0, "Drawn: faces.png\n")
    first = Path("faces.png").read_bytes()
    assert first[:4] == b"\x89PNG"
    assert cli("faces", "--out", "night.png", "--noise", "12", "--qp", "34")[0] == 0
    assert Path("night.png").read_bytes() != first


def test_the_options_of_faces_start_from_the_sourced_numbers():
    told = {name: one.default for name, one in inspect.signature(faces).parameters.items()}
    chain = Chain()
    assert (told["speed"], told["shutter"], told["noise"]) == (
        chain.speed,
        chain.shutter,
        chain.noise,
    )


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--out", "faces.jpg"), "--out faces.jpg: must end in .png."),
        (("--quality", "0"), "JPEG quality is 0, but must lie between 1 and 100."),
        (("--shutter", "5"), "shutter is 5 s, but must lie between 1e-06 and 1 s."),
        (
            ("--focal-px", "20"),
            (
                "focal length is 20 px, but cameras have 100 to 1000000 px: focal length over the "
                "size of a pixel."
            ),
        ),
        (
            ("--quality", "20", "--qp", "30"),
            "--qp: --quality is given too, but only one of them may be.",
        ),
    ],
)
def test_faces_no_camera_sees_are_refused(cli, options, sentence):
    code, _, lines = cli("faces", *options)
    assert (code, lines) == (2, [sentence])
    assert not Path("faces.png").exists()


def test_the_recogniser_is_told_with_its_sources_and_what_was_published(cli):
    code, out, _ = cli("sources", "--recogniser")
    assert code == 0
    for words in ("ceiling", "npl2023", "314,744", "extrapolated", "[met_lfr_2025]"):
        assert words in out
    # keys are looked up below the list, so they are never cut, and neither are names
    for key in ("axxonsoft_huawei", "axxonsoft_face", "assumption"):
        assert any(line.rstrip().endswith(key) for line in out.splitlines())
    assert "…" not in out
    code, _, lines = cli("sources")
    assert (code, lines) == (
        2,
        ["twin sources: the folder of a run must be given, or --recogniser."],
    )


def test_a_type_of_the_catalogue_is_told_and_its_zoom_is_set(cli):
    code, out, _ = cli("lens", "--types")
    assert code == 0
    assert all(key in out for key in catalogue())
    for words in (
        "across [°]",
        "down [°]",
        "multi-8mp-180 (4)",
        "104\N{EN DASH}29",
        "upright: multi-8mp-180",
    ):
        assert words in out
    assert max(map(len, out.splitlines())) <= 80
    code, out, _ = cli("lens", "--type", "dome-4mp-zoom", "--hfov", "30", "--json")
    facts = json.loads(out)
    assert (code, facts["height_m"]) == (0, 4)
    assert facts["lens"]["hfov_deg"] == pytest.approx(30)
    assert "round image takes 3000 x 3000" in cli("lens", "--type", "fisheye-12mp")[1]
    code, out, _ = cli("lens", "--type", "fisheye-6mp", "--json")
    assert json.loads(out)["tilt_deg"] == -90


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "--width and --height must be given, or --type, or --types"),
        (("--type", "dome-4mp-zom"), "did you mean dome-4mp-zoom?"),
        (("--type", "dome-4mp-zoom", "--hfov", "20"), "--hfov is 20, but this lens zooms from 30"),
        (
            ("--type", "kiosk-5mp-corridor", "--hfov", "68"),
            "of kiosk-5mp-corridor does not zoom; leave --hfov",
        ),
        (("--width", "1920", "--height", "1080", "--detect", "-4"), "--detect is -4, but must lie"),
        (
            ("--width", "1080", "--height", "1920", "--hfov", "60", "--corridor"),
            "--corridor turns an image of 1080 x 1920 px",
        ),
        (("--type", "dome-4mp-wide", "--hfov", "20"), "does not zoom"),
        (
            ("--type", "dome-4mp-wide", "--width", "1920"),
            "--width cannot be given beside it; the catalogue says it",
        ),
    ],
)
def test_what_is_no_type_is_refused(cli, options, words):
    code, _, lines = cli("lens", *options)
    assert (code, len(lines)) == (2, 1)
    assert words in lines[0]


def write_still(rows: int = 8) -> None:
    """Write still.png and points.csv of a camera 4 m up that looks to 300 degrees."""
    points, pixels = stage(truth_of(), SPREAD[:rows], RELIEF[:rows])
    cv2.imwrite("still.png", np.zeros((1080, 1920), np.uint8))
    lines = ["name,u_px,v_px,easting_m,northing_m,height_m"]
    lines += [
        ",".join([f"p{i}", *(f"{value:.6f}" for value in (*pixel, *point))])
        for i, (point, pixel) in enumerate(zip(points, pixels, strict=True), 1)
    ]
    Path("points.csv").write_text("\n".join(lines))


def test_a_camera_is_located_written_and_read_back(cli):
    write_still()
    call = ("camera", "locate", "still.png", "points.csv", "--id", "north", "--out", "mine.yaml")
    code, out, _ = cli(*call)
    assert code == 0
    for words in ("300.00 degrees", "1400 px", "RMS reprojection error 0.00 px", "layout: mine"):
        assert words in out
    (camera,) = load_layout("mine.yaml", site_origin=AT).cameras
    np.testing.assert_allclose(camera.position, [0, 0, 4], atol=1e-3)
    assert camera.heading_deg == pytest.approx(300, abs=1e-3)
    code, _, lines = cli(*call)
    assert (code, lines) == (2, ["mine.yaml: is there already, but must be a new file."])


@pytest.mark.parametrize("more", [(), ("--out", "mine.yaml")])
def test_a_name_no_layout_takes_is_refused_before_any_work(cli, more):
    code, _, (line,) = cli("camera", "locate", "no.png", "no.csv", "--id", "my cam", *more)
    assert code == 2
    assert line.startswith("--id 'my cam': must be letters, digits, dots, dashes and underscores, ")
    assert line.endswith("at most 64 of them, the first a letter or a digit.")


def test_a_camera_is_located_in_json_with_a_known_lens(cli):
    write_still()
    call = ("camera", "locate", "still.png", "points.csv", "--focal-mm", "2.8", "--json")
    code, out, _ = cli("camera", "locate", "still.png", "points.csv", "--json")
    assert code == 0
    told = json.loads(out)
    assert told["camera"]["tilt_deg"] == pytest.approx(-20, abs=1e-4)
    assert [point["name"] for point in told["points"]] == [f"p{i}" for i in range(1, 9)]
    assert set(told["standard_error"]) == set(told["half_width_95"])
    code, _, lines = cli(*call)
    assert code == 2
    assert "--focal-mm stands alone, but --focal-mm and --pixel-pitch-um must" in lines[0]


def test_a_straight_lens_is_located_by_its_field_of_view(cli):
    write_still()
    fov = 2 * np.degrees(np.arctan(960 / 1400))
    call = ("camera", "locate", "still.png", "points.csv", "--hfov", f"{fov:.6f}", "--straight")
    told = json.loads(cli(*call, "--json")[1])
    assert told["lens"]["model"] == "rectilinear"
    assert told["camera"]["height_m"] == pytest.approx(4, abs=1e-4)
    code, _, lines = cli(*call, "--fisheye")
    assert (code, len(lines)) == (2, 1)
    assert "(--fisheye, --straight) are given, but a lens is only one" in lines[0]


def test_a_still_in_corridor_format_is_located_by_its_sensor(cli):
    """The still of a lens straight to 1400 px, cut to 1080 x 1920 about its middle."""
    write_still()
    call = ("camera", "locate", "still.png", "points.csv", "--straight", "--corridor")
    code, _, (line,) = cli(*call)
    assert (code, "1920 x 1080 px is wider than high" in line) == (2, True)
    points, pixels = stage(truth_of(), np.clip(SPREAD, 0.3, 0.7), RELIEF)
    cv2.imwrite("still.png", np.zeros((1920, 1080), np.uint8))
    rows = np.column_stack([pixels + np.array([-420, 420]), points])
    head = "u_px,v_px,easting_m,northing_m,height_m"
    np.savetxt("points.csv", rows, "%.6f", ",", header=head, comments="")
    fov = 2 * np.degrees(np.arctan(960 / 1400))
    told = json.loads(cli(*call, "--hfov", f"{fov:.6f}", "--json")[1])
    assert told["corridor"]
    assert told["camera"]["focal_px"] == pytest.approx(1400)
    assert told["camera"]["height_m"] == pytest.approx(4, abs=1e-4)


def test_points_that_locate_no_camera_end_in_a_sentence(cli):
    write_still(3)
    code, out, lines = cli("camera", "locate", "still.png", "points.csv")
    assert (code, out, len(lines)) == (2, "", 1)
    assert lines[0].startswith("points.csv: 3 different points cannot fix a camera")
    code, _, lines = cli("camera", "locate", "points.csv", "points.csv")
    assert (code, len(lines)) == (2, 1)
    assert "cannot be read as an image" in lines[0]


def test_questions_are_listed_asked_and_refused_in_one_sentence(cli, tmp_path):
    code, out, _ = cli("answer")
    assert code == 0
    assert out.startswith("people ")
    code, _, err = cli("answer", "peple")
    assert (code, len(err)) == (2, 1)
    assert err[0].startswith("peple: is no question, but must be one of: people")
    code, _, err = cli("answer", "people")
    assert code == 2
    assert err[0].startswith("RUN is missing, but must be the folder of a run")
    run_scenario(load_scenario("scenario.yaml"), out=tmp_path / "runs" / "a")
    code, out, _ = cli("answer", "people", "runs/a", "--csv", "tables")
    assert code == 0
    assert "people were seen by a camera" in out
    assert (tmp_path / "tables" / "people-hours.csv").is_file()
    code, out, _ = cli("answer", "people", "runs/a", "--json")
    told = json.loads(out)
    assert (code, told["question"]) == (0, "people")
    assert told["tables"]["hours"]["rows"][0]["hour"] == "08:00"
    run_scenario(load_scenario("scenario.yaml", changes={"seed": "2"}), out=tmp_path / "runs" / "b")
    code, _, err = cli("report", "runs/a", "--compare", "runs/b")
    assert code == 1
    assert "answers.json" in err[-1]
    cli("run", "scenario.yaml", "--out", "runs/a")
    cli("run", "scenario.yaml", "--out", "runs/b", "--set", "seed=2", "--replace")
    code, out, _ = cli("report", "runs/a", "--pdf", "--json")
    files = [Path(one).name for one in json.loads(out)["files"]]
    assert code == 0
    assert files[:2] == ["answers.json", "report.pdf"]
    assert "people-hours.csv" in files
    assert not Path("runs/a/report.html").exists()
    assert cli("report", "runs/a", "--compare", "runs/b", "--html")[0] == 0
    assert "Compared with" in Path("runs/a/report.html").read_text()
    asked = json.loads(Path("runs/a/answers.json").read_text())["questions"]
    assert asked["people"]["sentences"] == told["sentences"]
