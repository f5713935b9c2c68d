"""What protection does: by hand, as runs that have it tell it, and never more than without."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import twin
from tests.exposure.scenes import BEHIND, looks
from tests.run.small_run import EAST_END, WEST_END, write_layout, write_small_scenario
from twin import sources
from twin.answers.asked import Asked
from twin.answers.protection import numbers
from twin.answers.protection.measured import Left, held_of, left_of
from twin.answers.protection.passes import Passes, Staying
from twin.answers.questions import ask
from twin.cameras import Protection
from twin.exposure import PROFILES, recognisers
from twin.quantity import Quantity

EIGHT = 115_200
EIGHT_S = 28_800
ASIDE = {"off_yaw_rad": 1.4}
"""80 degrees: beyond what is searched, but the face is within 90 degrees."""

STANDARD = {
    "hours": "hours: [['07:00', '19:00']]",
    "frame_rate": "frame_rate_hz: 1",
    "resolution": "resolution: 0.5",
    "recogniser": "recogniser: false",
    "blurring": "blur_non_matches: true",
    "deletion": "delete_after_s: 10",
}


def four_passes():
    """Person 0 passes twice with a good face, person 1 once looking aside, person 2 turned away."""
    return looks(
        {"tick": EIGHT},
        {"tick": EIGHT + 4},
        {"tick": EIGHT + 40, "pass": 1},
        {"tick": EIGHT + 4, "person": 1, "pass": 2, **ASIDE},
        {"tick": EIGHT + 8, "person": 2, "pass": 3, **BEHIND},
    )


def stays(protection, passes=None):
    """Measure one housing in the first 100 s."""
    if passes is None:
        passes = Passes.of(four_passes(), recognisers(), several=False)
    left = Staying.of(passes, protection, fpir=1 / 6000)
    held = held_of([left], start=EIGHT_S, end=EIGHT_S + 100.0)
    return {**left_of([Left.of(left, 9)]), "held": held}


def test_what_stays_by_hand():
    """Four passes of three people in 100 s, of which two passes are searched.

    All three are in pictures, for 2 + 1 + 1 + 1 = 5 s. Persons 0 and 1 show their faces at level
    identify. Nothing deleted, pictures are held from the first on until the run ends: of person 0
    for 100 s, of the others for 99 and 98: 2.97 people at a moment.

    Blurring finds both passes of person 0, so that only a wrong match leaves the face: with a
    chance of 1 - (1 - 1/6000)^2 = 2/6000 - 1/6000^2. The face turned aside is not found and stays.

    Deletion after 4 s leaves nobody but by such a match, and 3 s of 1/6000 each. Pictures of person
    0 are held from 0 to 2 + 4 and from 10 to 11 + 4 s, of persons 1 and 2 for 5 s each: 21 of 100.
    Deletion after a day leaves all.
    """
    twice = 2 / 6000 - 1 / 6000**2
    plain = stays(Protection())
    film = {"searches": 2, "filmed_h": 5 / 3600}
    everything = {**film, "kept": 3, "kept_h": 5 / 3600, "watchable": 2, "held": 2.97}
    assert plain == pytest.approx(everything)
    blurred = stays(Protection(blur_non_matches=True))
    assert blurred == pytest.approx({**everything, "watchable": 1 + twice})
    some = {"kept": twice, "kept_h": 3 / 6000 / 3600, "watchable": twice, "held": 0.21}
    assert stays(Protection(delete_after=4)) == pytest.approx({**film, **some})
    assert stays(Protection(delete_after=86_400)) == plain


def test_nothing_is_there_a_day_later_of_what_is_kept_for_less():
    """A quarter of a day outlasts the 100 s of the run, so that as many are held until then."""
    passes = Passes.of(four_passes(), recognisers(), several=False)
    left = Staying.of(passes, Protection(), fpir=1 / 6000, retention=21_600.0)
    told = left_of([Left.of(left, 9)])
    assert (told["searches"], told["kept"], told["kept_h"], told["watchable"]) == (2, 0, 0, 0)
    assert held_of([left], start=EIGHT_S, end=EIGHT_S + 100.0) == pytest.approx(2.97)
    nothing = Staying.of(passes, Protection(), fpir=1 / 6000, retention=0.0)
    assert held_of([nothing], start=EIGHT_S, end=EIGHT_S + 100.0) == pytest.approx(0.05)


def test_with_the_recogniser_off_nobody_is_matched_and_all_faces_found_are_blurred():
    off = stays(Protection(recogniser=False))
    assert (off["searches"], off["kept"], off["watchable"]) == (0, 3, 2)
    blurred = stays(Protection(recogniser=False, blur_non_matches=True))
    assert (blurred["searches"], blurred["kept"], blurred["watchable"]) == (0, 3, 1)
    assert stays(Protection(recogniser=False, delete_after=0))["kept"] == 0


def test_a_moment_before_two_cameras_is_held_once():
    """Two cameras have the same pass of 2 s: each holds it 2 + 8 s, together 10 of 100 s."""
    passes = Passes.of(looks({}, {"tick": EIGHT + 4}), recognisers(), several=False)
    both = [Staying.of(passes, Protection(delete_after=8), fpir=0.0)] * 2
    assert held_of(both, start=EIGHT_S, end=EIGHT_S + 100.0) == pytest.approx(0.1)
    told = left_of([Left.of(one, 1) for one in both])
    assert (told["searches"], told["kept"]) == (2, 0)
    assert told["filmed_h"] == pytest.approx(4 / 3600)


LESS = st.builds(
    Protection,
    recogniser=st.booleans(),
    blur_non_matches=st.booleans(),
    delete_after=st.none() | st.floats(0, 200_000),
)


@given(one=LESS, delete=st.floats(0, 200_000), seed=st.integers(0, 10**6))
def test_protection_more_never_leaves_more(one, delete, seed):
    draw = np.random.default_rng(seed)
    count = 30
    first = draw.uniform(EIGHT_S, EIGHT_S + 120, count)
    elsewhere = draw.random(count) < 0.3
    passes = Passes(
        person=draw.integers(0, 9, count),
        first=first,
        last=first + draw.uniform(0, 9, count),
        seconds=draw.uniform(0, 9, count),
        found=draw.random(count) < 0.5,
        shown=elsewhere | (draw.random(count) < 0.5),
        shown_elsewhere=elsewhere,
    )
    sooner = delete if one.delete_after is None else min(delete, one.delete_after)
    parts = (one.recogniser, one.blur_non_matches, one.delete_after)
    less = stays(one, passes)
    for more in (
        Protection(recogniser=False, blur_non_matches=parts[1], delete_after=parts[2]),
        Protection(recogniser=parts[0], blur_non_matches=True, delete_after=parts[2]),
        Protection(recogniser=parts[0], blur_non_matches=parts[1], delete_after=sooner),
    ):
        for name, value in stays(more, passes).items():
            assert value <= less[name] + 1e-9


def test_every_standard_version_is_an_assumption_with_a_range_or_has_a_source():
    told = [one for one in vars(numbers).values() if isinstance(one, Quantity)]
    assert len(told) == 5
    assert {one.source for one in told} <= sources.keys() | {"assumption"}


def run_with(folder, name, protection="", *, key="", lens=""):
    """Run the small scenario with other keys for all of its cameras; it is simulated once."""
    file = write_small_scenario(folder / "in" / name)
    layout = write_layout(file.parent / "layout.yaml", WEST_END, EAST_END)
    key = f"protection: {{{protection}}}" if protection else key
    text = layout.read_text()
    if key:
        text = text.replace("    invented", f"    {key}\n    invented")
    if lens:
        text = text.replace("width_px: 1920, height_px: 1080", lens)
    layout.write_text(text)
    return Asked.of(twin.run_scenario(twin.load_scenario(file), out=folder / "runs" / name))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("protection")


@pytest.fixture(scope="module")
def plain(folder):
    return run_with(folder, "plain")


@pytest.fixture(scope="module")
def told(plain):
    return ask("protection", plain)


def counted(figures):
    return {name: value for name, value in figures.items() if name != "recognised_by_profile"}


def test_without_protection_it_is_the_headline(plain, told):
    people, listed = ask("people", plain).figures, ask("watch_list", plain).figures
    found = told.figures["as_it_is"]
    assert found["filmed"] == people["seen"] > 0
    assert found["searched"] == people["templated"] > 0
    assert found["recognised"] == people["machine"]["profiles"]["central"] > 0
    assert found["recognised_by_profile"] == people["machine"]["profiles"]
    assert found["identify"] == people["levels"]["iec62676-4:2015"]["identify"]
    assert found["searches"] == listed["searches"]
    assert found["kept"] == pytest.approx(found["filmed"])
    assert found["filmed_h"] == pytest.approx(
        sum(np.sum(table["samples"].to_numpy()) for table in plain.encounters.values()) / 4 / 3600
    )
    as_it_is = [r for r in told.tables["levels"].to_pylist() if r["change"] == "as it is"]
    levels = ask("people", plain).tables["levels"].to_pylist()
    assert [{**row, "change": "as it is"} for row in levels] == as_it_is
    assert told.figures["without"] == {}
    assert told.sentences[0].startswith("The layout sets no protection: ")
    assert told.sentences[1] == "What follows is supposed."


def test_nothing_supposed_raises_a_count_at_all_cameras_or_at_one(told):
    whole = counted(told.figures["as_it_is"])
    assert set(told.figures["with"]) == {*STANDARD, "frame_rate_least"}
    for found in told.figures["with"].values():
        for name, value in counted(found).items():
            assert value <= whole[name] + 1e-9
    for kind in ("processed_by_camera", "kept_by_camera"):
        rows = told.tables[kind].to_pylist()
        assert len(rows) == 2 * 6
        for row in rows:
            for name in row.keys() - {"id", "change"}:
                assert row[name] <= whole[name] + 1e-9


def test_blurring_and_deletion_spare_nobody_the_search_but_what_is_kept(told):
    whole, found = told.figures["as_it_is"], told.figures["with"]
    for name in ("blurring", "deletion"):
        for measure in ("filmed", "filmed_h", "identify", "searched", "searches", "recognised"):
            assert found[name][measure] == whole[measure]
        assert found[name]["watchable"] < whole["watchable"]
    assert found["blurring"]["kept"] == whole["kept"]
    assert found["deletion"]["kept"] < 1 < whole["kept"]
    assert found["recogniser"]["searched"] == found["recogniser"]["recognised"] == 0
    assert found["recogniser"]["watchable"] == whole["watchable"] > 0
    assert found["frame_rate_least"]["recognised"] < found["frame_rate"]["recognised"]
    assert found["resolution"]["recognised"] < whole["recognised"]


def test_sentences_tell_what_changes_and_what_does_not(told):
    whole, found = told.figures["as_it_is"], told.figures["with"]
    (off,) = [one for one in told.sentences if one.startswith("With the recogniser off, ")]
    assert f"0 instead of {whole['searched']} people are searched" in off
    assert "as many as before are in pictures, are still in pictures a day later and could" in off
    (blurred,) = [one for one in told.sentences if one.startswith("With blurring of the faces")]
    known = [round(one["watchable"]) for one in (found["blurring"], whole)]
    assert f"{known[0]} instead of {known[1]} people could be known by the face" in blurred
    assert "as many as before are in pictures, are searched, would be recognised" in blurred
    (hours,) = [one for one in told.sentences if "the hours 07:00 to 19:00" in one]
    assert hours.endswith(", nothing of this changes.")


@pytest.mark.parametrize("name", STANDARD)
def test_what_is_supposed_is_what_a_run_that_has_it_tells_and_taking_it_away_undoes_it(
    folder, told, name
):
    having = run_with(folder, name, STANDARD[name])
    found = ask("protection", having)
    supposed, plain = told.figures["with"][name], told.figures["as_it_is"]
    for one, other in (
        (found.figures["as_it_is"], supposed),
        (found.figures["without"][name], plain),
        (found.figures["without"]["none"], plain),
    ):
        assert counted(one) == pytest.approx(counted(other), rel=1e-12)
    people = ask("people", having).figures
    assert people["templated"] == supposed["searched"]
    for profile in PROFILES:
        expected = supposed["recognised_by_profile"][profile]
        assert people["machine"]["profiles"][profile] == pytest.approx(expected, rel=1e-12)
    assert name not in found.figures["with"]
    if name == "recogniser":
        notice = ask("notice", having)
        assert any("No face was captured" in sentence for sentence in notice.sentences)


def test_the_recogniser_off_at_one_camera_spares_what_leaving_it_out_would(plain, told):
    whole = told.figures["as_it_is"]
    left_out = {row["id"]: row for row in ask("worth", plain).tables["left_out"].to_pylist()}
    rows = [
        row
        for row in told.tables["processed_by_camera"].to_pylist()
        if row["change"] == "with recogniser off"
    ]
    assert len(rows) == 2
    for row in rows:
        for name in ("searched", "recognised"):
            spared = whole[name] - row[name]
            assert spared == pytest.approx(left_out[row["id"]][name], abs=1e-9)
            assert spared > 0


def test_one_camera_changed_is_what_a_run_with_that_change_tells(folder, told):
    """The west end alone without a recogniser, beside the east end as it is."""
    file = write_small_scenario(folder / "in" / "one")
    layout = write_layout(file.parent / "layout.yaml", WEST_END, EAST_END)
    off = f"    protection: {{{STANDARD['recogniser']}}}\n    invented"
    layout.write_text(layout.read_text().replace("    invented", off, 1))
    asked = Asked.of(twin.run_scenario(twin.load_scenario(file), out=folder / "runs" / "one"))
    again = ask("protection", asked)
    (row,) = [
        one
        for one in told.tables["processed_by_camera"].to_pylist()
        if (one["id"], one["change"]) == ("west", "with recogniser off")
    ]
    whole = again.figures["as_it_is"]
    for name in row.keys() - {"id", "change"}:
        assert row[name] == pytest.approx(whole[name], rel=1e-9)
    assert 0 < whole["searched"] < told.figures["as_it_is"]["searched"]
    assert again.figures["with"]["recogniser"]["searched"] == 0
    assert again.figures["without"]["recogniser"] == told.figures["as_it_is"]
    assert again.sentences[0].startswith("With all the protection that is set: ")
    assert again.sentences[1].startswith("Without any protection for west, ")
    assert again.sentences[2] == "Set for west: the recogniser off."


def test_cameras_that_are_off_or_masked_all_over_leave_nothing(folder, plain):
    whole = ask("people", plain).figures
    for name, key in (
        ("off", "protection: {hours: [['02:00', '03:00'], ['22:00', '01:00']]}"),
        ("masked", "masks: [[[0, 0], [1, 0], [1, 1], [0, 1]]]"),
    ):
        none = ask("protection", run_with(folder, name, key=key))
        assert set(counted(none.figures["as_it_is"]).values()) == {0}
        (taken,) = none.figures["without"].keys() - {"none"}
        assert taken == {"off": "hours", "masked": "masks"}[name]
        assert none.figures["without"][taken]["searched"] == whole["templated"]


def test_a_mask_never_raises_a_count_and_a_larger_one_lowers_it_further(folder, told):
    """The left half of the picture, then four fifths of it."""
    wider = counted(told.figures["as_it_is"])
    for name, right in (("half", 0.5), ("most", 0.8)):
        outline = [[0, 0], [right, 0], [right, 1], [0, 1]]
        found = ask("protection", run_with(folder, name, key=f"masks: [{outline}]")).figures
        masked = counted(found["as_it_is"])
        assert all(masked[measure] <= wider[measure] + 1e-9 for measure in wider)
        assert 0 < masked["searched"] < wider["searched"]
        assert counted(found["without"]["masks"]) == counted(told.figures["as_it_is"])
        wider = masked


def test_half_the_pixels_are_what_a_lens_with_half_the_pixels_shows(folder, told):
    """A lens of 960 x 540 px; the best sample of a second may be another, as blur is less."""
    small = run_with(folder, "small", lens="width_px: 960, height_px: 540")
    seen, supposed = (
        ask("protection", small).figures["as_it_is"],
        told.figures["with"]["resolution"],
    )
    for name in ("filmed", "filmed_h", "identify", "searched", "recognised", "watchable"):
        assert supposed[name] == pytest.approx(seen[name], rel=0.02, abs=1)
    assert 0 < supposed["filmed_h"] < told.figures["as_it_is"]["filmed_h"]
