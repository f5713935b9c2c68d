"""The recogniser's file: what it holds and what it refuses."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import twin.exposure
from twin.errors import ScenarioError
from twin.exposure.midpoint import false_matches
from twin.exposure.parts import Profile
from twin.exposure.profiles import recognisers
from twin.quantity import Quantity
from twin.report.recogniser_text import own_sources

SHIPPED = (Path(twin.exposure.__file__).parent / "recognisers.yaml").read_text(encoding="utf-8")


MODEL = recognisers()


def number(value):
    return Quantity(value=value, source="twin_curve")


def test_the_shipped_numbers_are_those_of_the_design():
    model = recognisers()
    assert model.gallery.value == 10_000
    assert model.fpir == pytest.approx(1 / 6000)
    assert model.ceiling.value == 0.89
    assert (model.midpoint_px.value, model.width_px.value, model.blur_scale_px.value) == (10, 1, 3)
    assert [curve.quality for curve in model.curves] == [1.0, 1.8, 2.6]
    assert {curve[:2] for curve in model.curves} == {(0.89, 10)}
    assert model.correlation_s.range == (0.3, 3)


def test_profiles_go_from_easy_to_hard():
    assert list(recognisers().curves) == sorted(recognisers().curves)


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("value: 0.89\n  range: [0.8, 0.95]", "value: 1\n  range: [0.8, 1]", "ceiling is 1"),
        ("value: 0.89\n  range: [0.8, 0.95]", "value: 7\n  range: [0.8, 0.95]", "must lie in its"),
        ("value: 1\n  range: [0, 2]", "value: -1\n  range: [-1, 2]", "face_spread is -1"),
        ("value: 1\n  range: [0.3, 3]", "value: 0\n  range: [0, 3]", "correlation_s is 0"),
        ("key: huawei_module", "key: axxonsoft", "each key must stand once"),
        (
            "value: 6000\n  range: [1000, 314744]",
            "value: 0.5",
            "must lie between 1 and 10,000,000,000",
        ),
        ("[1000, 100000]", "[1000, 1.0e+300]", "gallery is 1e.300 at an end of its range"),
        ("value: 1\n  range: [0, 2]", "value: 1\n  range: [0, 20]", "face_spread is 20 at an end"),
        ("range: [0.08, 0.12]", "range: [0.08, 900]", "midpoint_shift is 900 at an end"),
        (
            "range: [0.8, 0.95]",
            "range: [0.8, 1]",
            "ceiling is 1 at an end of its range, but must lie",
        ),
        ("range: [0.9, 1.4]", "range: [0, 1.4]", "width_px is 0 at an end of its range"),
        ("value: 10\n  range: [6.7, 14]", "value: -5\n  range: [-6, 14]", "midpoint_px is -5"),
        (
            "value: 0.09\n  range: [0.08",
            "value: -1\n  range: [-1",
            "midpoint_shift is -1, but must",
        ),
        ("value: 1.2\n  range: [1, 2]", "value: 0.5\n  range: [0, 2]", "quality_after_dark is 0.5"),
        ("value: 60\n    range: [15, 90]", "value: 500\n    range: [15, 900]", "between 0 and 180"),
        ("ceiling:", "cieling:", "did you mean 'ceiling'"),
        ("{value: 1, range: [1, 1.5]", "{value: 0, range: [0, 1.5]", "optimistic.quality is 0"),
    ],
)
def test_a_file_that_cannot_be_computed_with_is_refused(tmp_path, old, new, wrong):
    assert old in SHIPPED
    file = tmp_path / "mine.yaml"
    file.write_text(SHIPPED.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ScenarioError, match=wrong):
        recognisers(file)


def test_a_profile_may_have_a_curve_of_its_own(tmp_path):
    number = {"value": 0.7, "range": [0.5, 0.8], "source": "own_trial"}
    wide = {"value": 3, "source": "own_trial"}
    profile = Profile(about="mine", quality=wide, ceiling=number, width_px=wide)
    mine = recognisers().with_profile("strict", profile)
    assert mine.curves[:2] == recognisers().curves[:2]
    assert mine.curves[2] == (0.7, 10, 3, 3, 3)
    assert {"profiles.strict.ceiling", "profiles.strict.width_px"} <= {
        name for name, _ in mine.quantities()
    }
    with pytest.raises(ScenarioError, match="profile is 'lax', but must be one of optimistic, cen"):
        recognisers().with_profile("lax", profile)


def test_what_is_written_is_read_again(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text(recognisers().to_yaml(), encoding="utf-8")
    assert recognisers(file) == recognisers()


@pytest.mark.parametrize(
    ("own", "wrong"),
    [
        ("ceiling: {value: 1, source: own_trial}", "profiles.central.ceiling is 1"),
        ("width_px: {value: 0, source: own_trial}", "profiles.central.width_px is 0"),
        ("midpoint: {value: 9, source: own_trial}", "did you mean 'midpoint_px'"),
    ],
)
def test_an_impossible_curve_of_a_profile_is_refused(tmp_path, own, wrong):
    file = tmp_path / "mine.yaml"
    about = "    about: ordinary camera"
    assert about in SHIPPED
    file.write_text(SHIPPED.replace(about, f"    {own}\n{about}"), encoding="utf-8")
    with pytest.raises(ScenarioError, match=wrong):
        recognisers(file)


def test_another_file_can_be_used(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text(SHIPPED.replace("value: 0.89", "value: 0.85", 1), encoding="utf-8")
    assert recognisers(file).ceiling.value == 0.85


def test_the_rate_of_false_matches_of_one_comparison():
    """In N comparisons none may match with 1 - FPIR: (1 - f)^N = 1 - 1/searches."""
    assert false_matches(1, 100) == pytest.approx(0.01)
    assert (1 - false_matches(1000, 6000)) ** 1000 == pytest.approx(1 - 1 / 6000)
    assert false_matches(10, 1) == 1


@given(st.floats(1, 1e6), st.floats(1, 1e6), st.floats(2, 1e6))
def test_a_larger_gallery_or_fewer_false_alerts_need_more_pixels(gallery, more, searches):
    def midpoint(people, per_alert):
        changed = MODEL.model_copy(
            update={"gallery": number(people), "searches_per_false_alert": number(per_alert)}
        )
        return changed.curves[1].midpoint_px

    assert midpoint(gallery + more, searches) > midpoint(gallery, searches)
    assert midpoint(gallery, searches + more) > midpoint(gallery, searches)
    assert midpoint(10_000, 6_000) == pytest.approx(10)


def test_the_midpoint_moves_as_it_was_measured():
    """Fits of the measured columns for other galleries and rates [twin_curve], clean and cctv.

    At 1,000 people and FPIR 1 % the midpoint was 8.0, 9.9, 14.3, 15.5 px where it was 10.0, 12.1,
    18.0, 18.2 px at 10,000 people and FPIR 0.017 %: 0.80 to 0.85 of it.
    """
    easier = MODEL.model_copy(
        update={"gallery": number(1000), "searches_per_false_alert": number(100)}
    )
    assert 0.74 < easier.midpoint_factor < 0.85


def test_a_profile_with_its_own_midpoint_keeps_it():
    own = Profile(about="own", quality=number(1.0), midpoint_px=number(12.0))
    changed = MODEL.with_profile("strict", own).model_copy(update={"gallery": number(1e6)})
    assert changed.curves[2].midpoint_px == 12
    assert changed.curves[1].midpoint_px > 10


def test_a_gallery_of_a_profile_stands_with_a_rate_and_a_midpoint():
    with pytest.raises(ScenarioError, match="midpoint_gallery stands alone, but midpoint_px, mid"):
        Profile(
            about="own",
            quality=number(1.0),
            midpoint_px=number(12.0),
            midpoint_gallery=number(9.0),
        )
    both = {"midpoint_gallery": number(9.0), "midpoint_searches": number(9.0)}
    with pytest.raises(ScenarioError, match="must stand together"):
        Profile(about="own", quality=number(1.0), **both)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("my_head", r"mine.yaml:\d+: source is 'my_head', but must be a key of the bibliography"),
        ("twin_curv", r"source is 'twin_curv' \(did you mean 'twin_curve'\?\), but must be"),
        ("own", "quality: value 1 has a source of your own, so a note must say which"),
    ],
)
def test_a_source_nobody_can_look_up_is_refused(tmp_path, source, words):
    file = tmp_path / "mine.yaml"
    old = "{value: 1, range: [1, 1.5], source: twin_curve}"
    assert old in SHIPPED
    file.write_text(SHIPPED.replace(old, old.replace("twin_curve", source)), encoding="utf-8")
    with pytest.raises(ScenarioError, match=words):
        recognisers(file)


def test_a_source_of_ones_own_says_what_it_is(tmp_path):
    file = tmp_path / "mine.yaml"
    old = "{value: 1, range: [1, 1.5], source: twin_curve}"
    new = "{value: 1, range: [1, 1.5], source: own, note: a letter of the maker}"
    file.write_text(SHIPPED.replace(old, new), encoding="utf-8")
    mine = recognisers(file)
    assert list(own_sources(mine)) == [
        ("own", "profiles.optimistic.quality: a letter of the maker")
    ]


def test_one_number_is_changed_within_its_range():
    changed = MODEL.with_value("templated.ied_px", 12.0)
    assert changed.templated.ied_px.value == 12
    assert changed.with_value("templated.ied_px", 8.0) == MODEL
    assert MODEL.with_value("profiles.strict.quality", 3.0).curves[2].quality == 3
    with pytest.raises(ScenarioError, match="has no number 'nothing.here'"):
        MODEL.with_value("nothing.here", 1.0)
    with pytest.raises(ScenarioError, match="ceiling is 0.5: .*must lie in its range"):
        MODEL.with_value("ceiling", 0.5)
