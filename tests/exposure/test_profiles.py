"""The recogniser's file: what it holds and what it refuses."""

from pathlib import Path

import pytest

import twin.exposure
from twin.errors import ScenarioError
from twin.exposure.profiles import PROFILES, recognisers

SHIPPED = (Path(twin.exposure.__file__).parent / "recognisers.yaml").read_text(encoding="utf-8")


def test_the_shipped_numbers_are_those_of_the_design():
    model = recognisers()
    assert model.gallery.value == 10_000
    assert model.fpir == pytest.approx(1 / 6000)
    assert model.ceiling.value == 0.89
    assert (model.midpoint_px.value, model.width_px.value, model.blur_scale_px.value) == (10, 1, 3)
    assert dict(zip(PROFILES, model.qualities, strict=True)) == {
        "optimistic": 1.0,
        "central": 1.8,
        "strict": 2.6,
    }
    assert model.correlation_s.range == (0.3, 3)


def test_profiles_go_from_easy_to_hard():
    assert list(recognisers().qualities) == sorted(recognisers().qualities)


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("value: 0.89\n  range: [0.8, 0.95]", "value: 1\n  range: [0.8, 1]", "ceiling is 1"),
        ("value: 0.89\n  range: [0.8, 0.95]", "value: 7\n  range: [0.8, 0.95]", "must lie in its"),
        ("value: 1\n  range: [0, 2]", "value: -1\n  range: [-1, 2]", "face_spread is -1"),
        ("value: 1\n  range: [0.3, 3]", "value: 0\n  range: [0, 3]", "correlation_s is 0"),
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


def test_another_file_can_be_used(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text(SHIPPED.replace("value: 0.89", "value: 0.85", 1), encoding="utf-8")
    assert recognisers(file).ceiling.value == 0.85
