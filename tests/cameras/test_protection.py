"""What protects people from a camera, as a layout file says it."""

import dataclasses

import numpy as np
import pytest

from tests.cameras.test_layout import entry, load
from tests.site.small_map import small_site
from twin.cameras import Layout, Protection, check_layout
from twin.errors import ScenarioError, ShapeError

WHOLE = {
    "hours": [["07:00", "19:00"], ["22:30", "01:00"]],
    "frame_rate_hz": 2.0,
    "resolution": 0.5,
    "recogniser": False,
    "blur_non_matches": True,
    "delete_after_s": 10.0,
}


def test_a_layout_says_what_protects_people(tmp_path):
    (camera,) = load(tmp_path, entry(protection=WHOLE)).cameras
    assert camera.protection == Protection(
        hours=((25_200, 68_400), (81_000, 3_600)),
        frame_rate=2.0,
        resolution=0.5,
        recogniser=False,
        blur_non_matches=True,
        delete_after=10.0,
    )
    (plain,) = load(tmp_path, entry()).cameras
    assert plain.protection == Protection()


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("hours", [["07:00", "07:00"]], "must begin and end at two times"),
        ("hours", [["7", "19:00"]], "must be a clock time in hours and minutes"),
        ("hours", [], "at least 1"),
        ("frame_rate_hz", 30.0, "is 30, but must be at most that of the camera, 25"),
        ("frame_rate_hz", 0.0, "greater than 0"),
        ("resolution", 1.5, "less than or equal to 1"),
        ("delete_after_s", -1.0, "greater than or equal to 0"),
        ("blur", True, "blur"),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence(tmp_path, key, value, words):
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path, entry(frame_rate_hz=25.0, protection={key: value}))
    (problem,) = caught.value.problems
    assert problem.startswith(str(tmp_path / "layout.yaml:"))
    assert words in problem
    assert problem.endswith(".")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"hours": ((5, 5),)}, "hours are from 5 to 5 s"),
        ({"hours": ((0, 90_000),)}, "two different times of one day"),
        ({"frame_rate": 0.0}, "frame rate is 0 images a second"),
        ({"resolution": 0.0}, "resolution is 0, but must be a share"),
        ({"delete_after": np.inf}, "pictures are deleted after inf s"),
    ],
)
def test_one_made_in_python_is_checked_too(changes, words):
    with pytest.raises(ShapeError, match=words):
        Protection(**changes)


def test_views_of_one_housing_have_one_protection(tmp_path):
    site = small_site(tmp_path)
    both = [{"turned_deg": -20}, {"turned_deg": 20}]
    one, other = load(tmp_path, entry(lenses=both)).cameras
    changed = dataclasses.replace(other, protection=Protection(recogniser=False))
    assert check_layout(Layout("as read", "", (one, other)), site) == []
    (problem,) = check_layout(Layout("changed", "", (one, changed)), site)
    assert "has views with different protection, but that of all views of one" in problem
