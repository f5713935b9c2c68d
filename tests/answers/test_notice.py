"""Who is captured before notice: by hand, a sign more never harms, and without signs everybody."""

import math
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

import twin
from tests.exposure.scenes import looks
from tests.run.small_run import write_small_scenario
from twin.answers.asked import Asked
from twin.answers.notice.asks import _counts, _lead
from twin.answers.notice.captured import Captured, spent
from twin.answers.notice.first import NEVER, FirstRead, hung
from twin.answers.notice.next_sign import Helped, chosen, near_captures, spots_of
from twin.answers.notice.reading import Posts
from twin.answers.questions import ask
from twin.errors import TableError
from twin.run import Run
from twin.site.relief import FLAT
from twin.site.standing import Standing
from twin.site.things import Mount, Prisms, Sign
from twin.tables import TRACKS

EYES = 1.8
"""As high as signs hang, so that distances lie in the plan. [m]"""


def yard(*walls):
    """Make level ground with walls 3 m high."""
    prisms = Prisms.of([(wall, 0.0, 3.0, None) for wall in walls])
    standing = Standing(prisms, ground=np.zeros(len(walls)), crowns=np.zeros((0, 5)))
    return SimpleNamespace(relief=FLAT, standing=standing, extent=shapely.box(-50, -50, 50, 50))


def sign(x, y, *, yaw=math.pi, reading=8.0, angle_deg=60.0):
    return Sign("s", "S", np.array([x, y]), yaw, reading, math.radians(angle_deg), invented=True)


def walk(person, x, y, *, yaw=0.0, activity=0):
    """Make the track of a walk that is at one more point each quarter second, from moment 0."""
    x, y = np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float))
    rows = [
        (person, tick, round(100 * a), round(100 * b), round(100 * yaw), 0, activity, 0)
        for tick, (a, b) in enumerate(zip(x, y, strict=True))
    ]
    columns = zip(*rows, strict=True)
    return pa.table(
        [pa.array(c, type=f.type) for c, f in zip(columns, TRACKS.schema, strict=True)],
        schema=TRACKS.schema,
    )


def moments(site, signs, *tracks):
    """Find when people 0, 1, ... could first read each sign: (3 head turns, signs, people)."""
    return first_read(site, signs, tracks, np.full(len(tracks), EYES))


def first_read(site, signs, tracks, eyes):
    read = FirstRead.of(site, signs, eyes)
    for one in tracks:
        read.add(one)
    return read.moment


EAST = np.arange(0, 30)
"""A walk east, a metre each quarter second."""


def test_a_sign_is_read_from_the_first_moment_within_reach_that_faces_it():
    """The sign is at (20, 0) and faces west; everybody is at x = t at moment t, walking east.

    Person 0, on y = 0, is within 8 m from x = 12. Person 1, on y = 6, is 8 m away at
    20 - x = sqrt(64 - 36) = 5.29, so within it from x = 15; there the sign is
    atan(6 / 5) = 50.2 degrees from where the face points, more than 45 and less than 70. It is as
    far from the sign's own direction, so within its 60 degrees.
    """
    found = moments(yard(), [sign(20, 0)], walk(0, EAST, 0), walk(1, EAST, 6))
    assert found[:, 0, 0].tolist() == [12, 12, 12]
    assert found[:, 0, 1].tolist() == [NEVER, NEVER, 15]


def test_a_sign_is_not_read_from_behind_turned_away_on_the_phone_or_through_a_wall():
    wall = shapely.box(10, -2, 19, -0.5)
    found = moments(
        yard(wall),
        [sign(20, 0)],
        walk(0, EAST[::-1] + 21, 0, yaw=3.14),  # from the east, behind it
        walk(1, EAST[::-1][10:], 0, yaw=3.14),  # away from it
        walk(2, EAST, 0, activity=3),
        walk(3, EAST[:18], -3),  # behind the wall
        walk(4, EAST, 0),
    )
    assert (found[:, 0, :4] == NEVER).all()
    assert (found[:, 0, 4] == 12).all()
    # without the wall it is read from there
    assert moments(yard(), [sign(20, 0)], walk(0, EAST[:18], -3))[1, 0, 0] < NEVER


def test_high_above_somebody_it_is_not_read():
    """From 1 m before a sign 1.8 m high eyes at 0.05 m look up by atan(1.75 / 1) = 60.3 degrees."""
    one = sign(20, 0)
    near = walk(0, [19.0], 0)
    for height, read in ((0.05, False), (0.1, True)):
        found = first_read(yard(), [one], [near], np.array([height]))
        assert (found[2, 0, 0] < NEVER) == read


def test_only_tracks_are_read():
    with pytest.raises(TableError, match=r"^table tracks: columns are .*but version"):
        moments(yard(), [sign(20, 0)], looks({}))


SIGNS = st.builds(
    sign,
    st.floats(-2, 30),
    st.floats(-8, 8),
    yaw=st.floats(-3, 3),
    reading=st.floats(1, 15),
    angle_deg=st.floats(10, 90),
)


@settings(deadline=None, max_examples=40)
@given(signs=st.lists(SIGNS, min_size=1, max_size=4), captured=st.integers(0, 30))
def test_a_sign_more_or_a_wider_turn_never_raises_who_is_captured_before_notice(signs, captured):
    wall = shapely.box(10, -2, 19, -0.5)
    tracks = [walk(0, EAST, 0), walk(1, EAST, -4), walk(2, 29 - EAST, 3, yaw=3.14)]
    every = moments(yard(wall), signs, *tracks)
    some = moments(yard(wall), signs[1:], *tracks)
    assert (every[:, 1:] == some).all()
    before = [(captured < each.min(axis=1, initial=NEVER)) for each in (every, some)]
    assert not (before[0] & ~before[1]).any()
    assert not (before[0][1:] & ~before[0][:-1]).any()


def test_seconds_and_metres_are_those_of_seconds_that_follow_each_other():
    """Person 3 is captured in the seconds 0, 1, 2 and 9: 4 s.

    From second 0 to 1 that is 3 m east and 4 m north, 5 m; from 1 to 2 another 1 m; second 9
    follows none. The camera b captures second 1 too, which stays one. Person 5 has one second.
    """
    a = looks(
        {"person": 3, "tick": 0, "x_cm": 0, "y_cm": 0},
        {"person": 3, "tick": 4, "x_cm": 300, "y_cm": 400},
        {"person": 3, "tick": 11, "x_cm": 400, "y_cm": 400},
        {"person": 3, "tick": 36, "x_cm": 900, "y_cm": 400},
    )
    b = looks(
        {"person": 3, "tick": 7, "x_cm": 350, "y_cm": 400},
        {"person": 5, "tick": 8},
    )
    person, seconds, metres = spent({"a": a, "b": b})
    assert person.tolist() == [3, 5]
    assert seconds.tolist() == [4.0, 1.0]
    assert metres.tolist() == [6.0, 0.0]


def test_the_first_camera_that_captured_somebody_is_found():
    asked = SimpleNamespace(people=pa.table({"person": [0, 1, 2]}))
    held = Captured(
        {
            "a": looks({"person": 0, "tick": 8}, {"person": 1, "tick": 4}),
            "b": looks({"person": 0, "tick": 6}, {"person": 1, "tick": 4}),
        },
        asked,
    )
    moment, by = held.first()
    assert moment.tolist() == [6, 4, NEVER]
    assert by.tolist() == [1, 0, -1]
    early = held.before(np.array([8, 4, NEVER]))
    assert [table.num_rows for table in early.looks.values()] == [0, 1]


def test_signs_are_chosen_for_whom_they_help_beside_those_before():
    """Spot 1 helps three; beside it spot 2 helps one more, spot 3 the same one, spot 0 nobody."""
    helped = np.array(
        [
            [1, 1, 0, 0, 0],
            [1, 1, 1, 0, 0],
            [0, 0, 1, 1, 0],
            [0, 0, 0, 1, 0],
        ],
        dtype=bool,
    )
    assert chosen(helped) == [(1, 3), (2, 1)]
    assert chosen(helped, most=1) == [(1, 3)]
    assert chosen(helped[:0]) == []


def test_a_spot_helps_whom_it_lets_know_before_they_are_captured():
    """Who walks east reads a pole at (20, 0) from x = 12, at moment 12.

    Captured at 11 it is too late, at 12 and 13 it is not; whoever is not captured is not counted.
    Of the eight ways a sign can face, those within 60 degrees of west can be read: west and 45
    degrees to both sides.
    """
    at = np.array([20.0, 0.0])
    pole, canopy = (Mount("m", kind, at, 4.0, 0.0) for kind in ("pole", "canopy"))
    assert near_captures([pole, canopy], np.array([[20.0, 99.0]])) == [pole]
    assert near_captures([pole], np.array([[20.0, 102.0]])) == []
    spots = spots_of([pole])
    posts = Posts.of(yard(), [at], [8.0])
    captured = np.array([11, 12, 13, NEVER])
    tracks = [walk(person, EAST, 0) for person in range(4)]
    held = Helped.of(spots, posts, np.full(4, EYES), captured, angle=math.radians(60))
    for one in tracks:
        held.add(one, np.ones(4, dtype=bool))
    helped = held.people
    west = [math.cos(spot.yaw) < -0.6 for spot in spots]
    assert sum(west) == 3
    assert helped[west].tolist() == [[False, True, True, False]] * 3
    assert not helped[np.logical_not(west)].any()


def test_counts_and_leads_are_those_of_first_moments():
    """Of six, five are captured at 100, 100, 100, 100 and 8; notice comes at 60, 20, 101, never, 8.

    The first, second and last had it 40 / 4 = 10, 80 / 4 = 20 and 0 s before: 10 in the middle;
    a tenth of the way, 0.2 steps on from 0 to 10, is 2.
    """
    moment = np.array([100, 100, 100, 100, 8, NEVER])
    notice = np.array([60, 20, 101, NEVER, 8, 3])
    assert _counts(moment, notice) == {
        "captured": 5,
        "after_notice": 3,
        "before_notice": 2,
        "share_after_notice": 0.6,
        "notice_later": 1,
        "notice_never": 1,
    }
    assert _lead(moment, notice) == {"median": 10.0, "p10": pytest.approx(2.0)}
    assert _lead(moment, np.full(6, NEVER)) is None


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("notice")
    scenario = twin.load_scenario(write_small_scenario(folder / "in"))
    return twin.run_scenario(scenario, out=folder / "runs" / "a")


def with_signs(run, *signs):
    """Ask the run as if other signs had hung there, which nobody walks otherwise for."""
    inputs = replace(run.inputs, site=replace(run.inputs.site, signs=signs))
    return ask("notice", Asked.of(Run(run.folder, run.manifest, inputs)))


def test_without_signs_everybody_is_captured_before_notice(run):
    told, everybody = with_signs(run), twin.answer(run)["people"]
    found = told.figures
    assert found["captured"] == found["before_notice"] == everybody["templated"] > 0
    assert found["notice_never"] == found["captured"]
    for name, expected in everybody["machine"]["profiles"].items():
        machine = found["machine"]["profiles"][name]
        assert machine["before_notice"] == machine["recognised"] == pytest.approx(expected)
    assert any(sentence.startswith("The map has no sign") for sentence in told.sentences)


def test_a_proposed_sign_helps_as_many_as_promised_once_it_hangs(run):
    bare = with_signs(run)
    found = bare.figures
    signs = []
    for row in bare.tables["next_signs"].to_pylist():
        mount = next(one for one in run.inputs.site.mounts if one.id == row["mount"])
        yaw = math.radians(90 - row["heading_deg"])
        signs.append(replace(sign(*mount.xy, yaw=yaw), id=f"s{len(signs)}"))
        before, found = found, with_signs(run, *signs).figures
        assert found["before_notice"] == row["left"]
        assert before["before_notice"] - found["before_notice"] == row["gain"] > 0
        early, less = (one["machine"]["profiles"]["central"] for one in (before, found))
        assert less["before_notice"] < early["before_notice"]
        assert less["recognised"] == early["recognised"]
    assert signs


def test_tables_add_up_and_invented_signs_are_told(run):
    told = ask("notice", run)
    found = told.figures
    assert found["signs"] == found["signs_invented"] == 1
    assert any("are all invented" in sentence for sentence in told.sentences)
    assert found["captured"] == found["after_notice"] + found["before_notice"]
    assert found["before_notice"] == found["notice_later"] + found["notice_never"]
    cameras = told.tables["cameras"].to_pylist()
    assert sum(row["captured_first"] for row in cameras) == found["captured"]
    assert sum(row["before_notice"] for row in cameras) == found["before_notice"]
    (row,) = told.tables["signs"].to_pylist()
    assert row["then_captured"] == found["after_notice"]
    assert row["then_captured"] <= row["first"] == row["could_read"]


def test_the_tracks_near_signs_tell_what_all_tracks_tell(run):
    signs = [sign(60, 36), sign(12, 34, yaw=0.0, reading=15.0)]
    posts = hung(run.inputs.site, signs)
    eyes = run.people()["eye_height_m"].to_numpy()
    every = list(run.tracks())
    near = list(run.tracks_needed(posts.needs))
    assert 0 < sum(part.num_rows for part in near) < sum(part.num_rows for part in every)
    found = first_read(run.inputs.site, signs, near, eyes)
    assert (found == first_read(run.inputs.site, signs, every, eyes)).all()
    assert ((found < NEVER).sum(axis=2) > 0).all()
