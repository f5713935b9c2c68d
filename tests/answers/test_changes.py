"""Changes against an approved layout: by hand, itself has none, and another id is another camera."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cameras.test_layout import ORIGIN, entry, load
from tests.run.small_run import EAST_END, WEST_END, write_layout, write_small_scenario
from twin import load_scenario
from twin.answers.changes.asks import told_of
from twin.answers.changes.compare import changes
from twin.errors import ScenarioError
from twin.run.inputs import check_file, check_inputs

SHEET = entry()["lens"]

LENSES = [{"turned_deg": 0}, {"turned_deg": 180}]
TOUR = {
    "heading_deg": ..., "tilt_deg": ..., "tour": [
        {"name": "gate", "heading_deg": 0, "tilt_deg": -5, "dwell_s": 20},
        {"name": "door", "heading_deg": 90, "tilt_deg": -5, "dwell_s": 20},
    ],
}  # fmt: skip


def compared(folder, before, after):
    """List the changes from one list of cameras to another."""
    layouts = [load(folder, *cameras) for cameras in (before, after)]
    return changes(*layouts, np.array(ORIGIN))


def test_a_camera_that_moved_is_told_in_metres(tmp_path):
    """From (530140, 183540) 3 m east and 4 m north: 5 m, atan(3 / 4) = 36.9 degrees from north."""
    after = entry(easting_m=530143.0, northing_m=183544.0, height_m=4.5)
    moved, raised = compared(tmp_path, [entry()], [after])
    assert (moved.camera, moved.what, moved.assess) == ("A", "moved", True)
    assert moved.sentence == "Camera A has moved by 5 m to the north-east."
    assert moved.before == "easting 530140.00, northing 183540.00"
    assert moved.after == "easting 530143.00, northing 183544.00"
    assert raised.sentence == "Camera A hangs 0.5 m higher, at 4.5 m."


def test_a_camera_that_turned_is_told_in_degrees(tmp_path):
    """Tilted by 25 degrees at one heading, and about its axis by 30: 25 and 30 degrees.

    At tilt 0 a heading 350 is 20 degrees from a heading 10.
    """
    for before, after, by in (
        ({"tilt_deg": -10}, {"tilt_deg": -35}, "25°"),
        ({"roll_deg": 0}, {"roll_deg": 30}, "30°"),
        ({"heading_deg": 350, "tilt_deg": 0}, {"heading_deg": 10, "tilt_deg": 0}, "20°"),
    ):
        (turned,) = compared(tmp_path, [entry(**before)], [entry(**after)])
        assert turned.what == "turned"
        assert turned.sentence.startswith(f"Camera A is turned by {by}: heading ")


def test_each_other_thing_is_named(tmp_path):
    half = [[[0, 0], [0.5, 0], [0.5, 1], [0, 1]]]
    for change, what, words in (
        ({"lens": {**SHEET, "hfov_deg": 30}}, "field of view", "narrower field: 30 degrees, before 60"),
        ({"masks": half}, "masks", "which black out 50 % of the image, before 0 %"),
        ({"frame_rate_hz": 25}, "frame rate", "25 images a second, before 12 images a second"),
        ({"shutter_s": 0.01}, "shutter", "0.01 s by day, before 0.005 s by day"),
        ({"retention_days": 31}, "retention", "31 days, before not stated"),
        ({"purpose": "theft"}, "purpose", "has another purpose: theft; before: not stated."),
    ):  # fmt: skip
        (one,) = compared(tmp_path, [entry()], [entry(**change)])
        assert (one.what, one.assess) == (what, True)
        assert words in one.sentence
    twice = {"lens": {"width_px": 3840, "height_px": 2160, "hfov_deg": 60}}
    (one,) = compared(tmp_path, [entry(masks=half)], [entry(masks=half, **twice)])
    assert one.what == "resolution"
    assert "3840 x 2160 px, before 1920 x 1080 px" in one.sentence


def test_views_and_presets_are_told_apart(tmp_path):
    before, after = entry(lenses=LENSES), entry(lenses=[LENSES[0], {"turned_deg": 170}])
    (one,) = compared(tmp_path, [before], [after])
    assert one.sentence.startswith("Camera A in view A/2 is turned by 10°: heading 260°")
    third = entry(lenses=[*LENSES, {"turned_deg": 90}])
    assert [one.what for one in compared(tmp_path, [before], [third])] == ["view added"]
    assert [one.what for one in compared(tmp_path, [third], [before])] == ["view removed"]
    longer = {**TOUR, "tour": [{**TOUR["tour"][0], "dwell_s": 30}, TOUR["tour"][1]]}
    found = compared(tmp_path, [entry(**TOUR)], [entry(**longer)])
    assert [one.what for one in found] == ["hours", "hours"]
    assert found[0].sentence == (
        "Camera A in view A/gate looks at other times: 0 to 30 of 54 s, before 0 to 20 of 44 s."
    )


def test_a_layout_compared_with_itself_has_no_change(tmp_path):
    round_lens = {"width_px": 3000, "height_px": 3000, "hfov_deg": 180}
    images = {"width_px": 800, "height_px": 600, "hfov_deg": 90, "tilt_deg": -30, "turned_deg": [0]}
    cameras = [
        entry(id="A", masks=[[[0, 0], [0.5, 0], [0.5, 1]]], retention_days=7),
        entry(id="B", lenses=LENSES),
        entry(id="C", **TOUR),
        entry(id="D", lens=round_lens, tilt_deg=-90, dewarp=images),
    ]
    assert compared(tmp_path, cameras, cameras) == []
    turned = {**cameras[3], "dewarp": {**images, "tilt_deg": -35}}
    (one,) = compared(tmp_path, [cameras[3]], [turned])
    assert one.sentence.startswith("Camera D is turned by 5°")


def test_another_id_is_another_camera(tmp_path):
    found = compared(tmp_path, [entry(id="A"), entry(id="B")], [entry(id="A"), entry(id="C")])
    assert [(one.camera, one.what) for one in found] == [("B", "removed"), ("C", "added")]


def test_words_need_no_assessment(tmp_path):
    before, after = (load(tmp_path, entry(name=name)) for name in ("Door", "Gate"))
    told = told_of(before, after, np.array(ORIGIN))
    assert told.figures["new_assessment"] == []
    assert told.figures["unchanged"] == ["A"]
    assert [one["what"] for one in told.figures["changes"]] == ["name"]
    assert told.sentences[0].endswith("only words have changed, and no camera.")


numbers = st.fixed_dictionaries(
    {
        "easting_m": st.sampled_from([530140.0, 530140.01]),
        "height_m": st.sampled_from([4.0, 4.01]),
        "heading_deg": st.sampled_from([90, 90.1]),
        "roll_deg": st.sampled_from([0, 0.1]),
        "shutter_s": st.sampled_from([0.005, 0.0051]),
        "lens": st.sampled_from([SHEET, {**SHEET, "hfov_deg": 60.1}, {**SHEET, "width_px": 1919}]),
    }
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(numbers, numbers)
def test_nothing_is_told_of_the_same_camera_and_something_of_any_other(tmp_path, old, new):
    before, after = (load(tmp_path, entry(**one)) for one in (old, new))
    same = before.cameras[0].physical() == after.cameras[0].physical()
    found = changes(before, after, np.array(ORIGIN))
    assert (not found) == same
    assert all(one.assess for one in found)
    back = changes(after, before, np.array(ORIGIN))
    assert [one.what for one in back] == [one.what for one in found]
    assert [one.after for one in back] == [one.before for one in found]


def test_the_scenario_names_the_approved_layout(tmp_path):
    """Of two cameras one was approved, so one was added."""
    file = write_small_scenario(tmp_path)
    write_layout(tmp_path / "approved.yaml", WEST_END)
    file.write_text(f"{file.read_text()}approved: approved.yaml\n")
    inputs = check_inputs(load_scenario(file))
    assert inputs.files()["approved"]["path"] == str(tmp_path / "approved.yaml")
    told = told_of(inputs.approved, inputs.layout, inputs.site.origin)
    assert told.figures["new_assessment"] == [EAST_END["id"]]
    assert told.figures["unchanged"] == [WEST_END["id"]]
    assert (told.figures["added"], told.figures["removed"]) == (1, 0)
    assert told.sentences == (
        (
            "Since the approved layout, 'Two cameras over the square', 1 camera has changed so "
            "that a new assessment is needed: east."
        ),
        "Camera east (east) is new.",
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("none.yaml", "scenario.yaml:11: approved: there is no file none.yaml; tried "),
        ("bad.yaml", 'bad.yaml:8: cameras."west".height_m is 99, but must be less than'),
    ],
)
def test_an_approved_layout_that_cannot_be_read_is_told_in_a_sentence(tmp_path, name, words):
    file = write_small_scenario(tmp_path)
    bad = write_layout(tmp_path / "bad.yaml", WEST_END)
    bad.write_text(bad.read_text().replace("height_m: 3.2", "height_m: 99"))
    file.write_text(f"{file.read_text()}approved: {name}\n")
    with pytest.raises(ScenarioError) as caught:
        check_file(file)
    (problem,) = caught.value.problems
    assert words in problem
