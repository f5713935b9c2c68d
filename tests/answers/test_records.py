"""Records held: by hand, a camera more never lowers them, and what a layout says of retention."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cameras.test_layout import entry, load
from tests.run.small_run import write_small_scenario
from twin import load_scenario, run_scenario
from twin.answers.questions import ask
from twin.answers.records import Recorded
from twin.errors import ScenarioError


def recorded(*rows):
    """Make records from triples of camera, person and whether the face was searched."""
    names = tuple(sorted({row[0] for row in rows}))
    return Recorded(
        names,
        np.array([names.index(row[0]) for row in rows], dtype=np.intp),
        np.array([row[1] for row in rows], dtype=np.intp),
        np.array([row[2] for row in rows], dtype=np.bool_),
    )


def test_a_record_is_held_until_the_last_camera_deletes_it():
    """A keeps 7 days and sees 0 and 1; B keeps 31 and sees 1 and 2; faces: 0 at A, 1 at B.

    Person 0 is on record for 7 days, 1 and 2 for 31: 7 + 31 + 31 = 69 at any time. By camera that
    is 2 x 7 + 2 x 31 = 76, with a searched face 7 + 31 = 38. Video: (7 + 31) x 24 h = 912 h.
    """
    found = recorded(("A", 0, True), ("A", 1, False), ("B", 1, True), ("B", 2, False))
    assert found.held({"A": 7.0, "B": 31.0}) == {
        "person_days": 69, "appearances": 76, "faces": 38, "video_h": 912,
    }  # fmt: skip
    assert found.a_day() == {"person_days": 3, "appearances": 4, "faces": 2, "video_h": 48}
    assert found.held({"A": 0.0, "B": 0.0}) == dict.fromkeys(found.a_day(), 0)


cases = st.dictionaries(
    st.tuples(st.sampled_from("ABC"), st.integers(0, 5)), st.booleans(), min_size=1
)


@given(cases, st.tuples(*[st.floats(0, 90)] * 3))
def test_a_camera_more_never_lowers_what_is_held(case, days):
    kept = dict(zip("ABC", days, strict=True))
    rows = [(*key, searched) for key, searched in case.items()]
    fewer = [row for row in rows if row[0] != "A"]
    less = recorded(*fewer).held(kept)
    more = recorded(*rows).held(kept)
    assert all(more[name] >= less[name] - 1e-9 for name in more)


@given(cases, st.floats(0, 1000))
def test_twice_the_retention_is_twice_the_records(case, days):
    found = recorded(*((*key, searched) for key, searched in case.items()))
    once, twice = (found.held(dict.fromkeys("ABC", n * days)) for n in (1, 2))
    assert twice == pytest.approx({name: 2 * value for name, value in once.items()})


def test_retention_of_a_layout_holds_for_cameras_that_say_nothing_else(tmp_path):
    cameras = [entry(id="A"), entry(id="B", retention_days=7)]
    assert load(tmp_path, *cameras, retention_days=31).retention == {"A": 31, "B": 7}
    assert load(tmp_path, *cameras).retention == {"B": 7}


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-1, "retention_days is -1, but must be greater than or equal to 0"),
        (4000, "retention_days is 4000, but must be less than or equal to 3660"),
        ("a month", "retention_days is 'a month', but must be a number"),
    ],
)
def test_an_impossible_retention_is_told_in_a_sentence(tmp_path, days, words):
    for cameras, more in (
        ([entry(retention_days=days)], {}),
        ([entry()], {"retention_days": days}),
    ):
        with pytest.raises(ScenarioError) as caught:
            load(tmp_path, *cameras, **more)
        (problem,) = caught.value.problems
        assert words in problem


def test_a_run_tells_what_its_layout_says(tmp_path):
    """Two cameras, 10 and 20 days: (10 + 20) x 24 h of video."""
    file = write_small_scenario(tmp_path, total=1000)
    layout = tmp_path / "layout.yaml"
    text = layout.read_text()
    assert text.count("height_m: 3.2") == 2
    text = text.replace("height_m: 3.2", "height_m: 3.2\n    retention_days: 10", 1)
    layout.write_text(text.replace("name: Two", "retention_days: 20\nname: Two"))
    told = ask("records", run_scenario(load_scenario(file), out=tmp_path / "runs" / "a"))
    assert told.figures["stated_days"] == {"west": 10, "east": 20}
    assert told.figures["held"]["video_h"] == 720
    rows = told.tables["cameras"].to_pylist()
    assert [row["people_held"] for row in rows] == [
        10 * rows[0]["people_a_day"], 20 * rows[1]["people_a_day"],
    ]  # fmt: skip
    assert told.figures["held"]["appearances"] == sum(row["people_held"] for row in rows) > 0
    assert told.sentences[0].startswith("From 08:00 to 08:30 on a day the cameras record ")
