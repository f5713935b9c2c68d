"""Tracking: what is joined, by hand and by law."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

import twin
from tests.exposure.scenes import Halves, looks, people
from tests.run.made_up_run import samples
from tests.run.small_run import WEST_END, write_layout, write_small_scenario
from twin.answers.asked import Asked
from twin.answers.questions import ask
from twin.answers.tracking import tracking
from twin.answers.tracking.kernels import link, walked
from twin.answers.tracking.links import NO_FACES, Links, ceiling_of
from twin.answers.tracking.measured import Case, Found
from twin.answers.tracking.pairs import camera_pairs
from twin.answers.tracking.passes import Passes, seen_by
from twin.answers.tracking.tracks import Longest, Stays
from twin.answers.tracking.way import Trail, Way
from twin.cameras.protection import UNPROTECTED
from twin.errors import ShapeError
from twin.exposure import recognisers
from twin.exposure.evidence import MOST, UNITS
from twin.exposure.recogniser import chance, faces_of
from twin.quantity import Quantity
from twin.rng import Stream, uniform
from twin.run.looks import encounters_of

EIGHT = 8 * 3600
NONE, SURE = 0, MOST
EVERY = Quantity(value=1, source="assumption", range=(0, 1))


def passes_of(seen, *, gap=0.0):
    """Make passes from rows of person, start and end [s] and evidence, the same for all profiles."""
    made = {
        name: np.array([[p, 4 * a, 4 * b, e, e, e] for p, a, b, e in rows], dtype=np.int64)
        .reshape(-1, 6).T
        for name, rows in seen.items()
    }  # fmt: skip
    return Passes.of(made, gap=gap)


def links_of(passes, *, seed=7, window=1800.0):
    """Make what decides, for people whose home ids are their numbers."""
    return Links(passes, passes.person.astype(np.int64), seed, 0, 736_000, recognisers(), window)


def walks(*rows):
    """Make people who walk east at 1 m/s from when they come, to when they go. [s]"""
    parts = [
        samples(person, np.arange(4 * come, 4 * go + 1) / 4, np.arange(4 * (go - come) + 1) / 4, 0)
        for person, (come, go) in enumerate(rows)
    ]
    return pa.concat_tables([samples([], [], [], []), *parts])


def view(name):
    """Make a camera that has an image of all it sees."""
    return SimpleNamespace(
        id=name, name=name.upper(), raw=None, frame_rate=12.0, watch=None, masks=(),
        dark_shutter=1.0, shutter=1.0, protection=UNPROTECTED,
    )  # fmt: skip


class Stored(NamedTuple):
    """A stage that holds one table."""

    table: pa.Table

    def read_table(self, name, columns=None, *, part=None):
        return self.table


def asked_of(tables, came, tracks):
    """Make what :class:`Asked` would read of some people before the cameras of some housings."""
    model, dark = recognisers(), np.zeros(48 * 3600, dtype=bool)
    views = {housing: tuple(map(view, by_camera)) for housing, by_camera in tables.items()}
    stages = {name: Stored(one) for by_camera in tables.values() for name, one in by_camera.items()}
    return SimpleNamespace(
        run=SimpleNamespace(
            span=(EIGHT, EIGHT + 3600),
            sight_stage=stages.__getitem__,
            positions=lambda: iter([tracks]),
        ),
        inputs=SimpleNamespace(
            recognisers=model,
            layout=SimpleNamespace(housings=views),
            scenario=SimpleNamespace(seed=7, replication=0, date=dt.date(2017, 6, 14)),
            dark=dark,
        ),
        people=came,
        encounters={
            housing: encounters_of(
                views[housing],
                list(by_camera.values()),
                site=Halves(),
                recognisers=model,
                dark=dark,
            )
            for housing, by_camera in tables.items()
        },
    )


def seconds(start, end, **more):
    """Make looks of every second from one to before another, after eight."""
    return [{"tick": 4 * (EIGHT + s) + 1, **more} for s in range(start, end)]


THREE = {
    "a": {"a": looks(*seconds(30, 40), *seconds(44, 50, **{"pass": 1}))},
    "b": {"b": looks(*seconds(300, 320))},
    "c": {"c": looks(*seconds(560, 580))},
}


def test_three_passes_by_hand():
    """One person comes at 08:00, walks for 600 s at 1 m/s, and leaves; another is never seen.

    Camera a sees her from second 30 to 40 and, hidden for 4 s, from 44 to 50: one pass of 20 s,
    since that gap is no more than 10 s. b sees her from 300 to 320, c from 560 to 580: 3 passes.
    Her way is 600.25 m, as her first moment is told as a step, too.

    If nothing is joined, the longest stretch is 20 s and 20 m: 20 / 600 of her time, and 20 / 1200
    of that of both, since the other's is 0 of as many seconds. If all is joined, it lasts from 30 to
    580: 550 s, 9.17 minutes, and 550 m: 0.917 of hers, 0.458 of both. She came 30 s before
    and left 20 s after: door to door within 60 s and 30 s, but not within 25 s.

    The track takes two steps from one camera to another: a to b after 250 s and b to c after 240 s.
    So 3 pairs have her in one track, of which two are stepped between.
    """
    asked = asked_of(
        THREE,
        people({"leave_s": EIGHT + 600.0}, {"leave_s": EIGHT + 600.0}),
        walks((EIGHT, EIGHT + 600), (EIGHT, EIGHT + 600)),
    )
    told = tracking(asked, alike=EVERY, window_s=1e12, margin_s=25, repetitions=3)
    assert [told.figures[n] for n in ("present", "seen", "passes", "journeys")] == [2, 1, 3, 2]
    rows = {(row["faces"], row["alike"]): row for row in told.figures["joined"]}
    single, whole = rows["none", 0.0], rows["none", 1]
    for row, length, followed in ((single, 20, 0), (whole, 550, 1)):
        for name, value in (
            ("time_share", length / 1200),
            ("way_share", length / 1200.5),
            ("time_share_seen", length / 600),
            ("minutes_median", length / 60),
            ("metres_p90", length),
            ("followed", followed),
            ("doors", 0),
        ):
            assert row[name] == pytest.approx(dict.fromkeys(("mean", "low", "high"), value))
    doors = {
        row["margin_s"]: row["journeys"]
        for row in told.tables["door_to_door"].to_pylist()
        if row["chance_of_appearance"] == 1
    }
    assert doors == {25: 0, 30: 1, 60: 1, 120: 1, 180: 1}
    pairs = {row["one"] + row["other"]: row for row in told.tables["pairs"].to_pylist()}
    assert {name: row["people"] for name, row in pairs.items()} == {"ab": 1, "bc": 1, "ac": 1}
    assert {name: row["steps"] for name, row in pairs.items()} == {"ab": 1, "bc": 1, "ac": 0}
    assert pairs["ab"]["minutes"] == pytest.approx(250 / 60)
    assert pairs["ac"]["minutes"] is None
    text = " ".join(told.sentences)
    assert "Of 2 people, 1 were seen by a camera, and 1 could be followed" in text


def test_a_gap_longer_than_stated_makes_two_passes():
    """4 s are hidden: with a gap of 4 s one pass from 30 to 50, with 3 s two."""
    rows = {"a": [(0, 30, 40, NONE), (0, 44, 50, NONE)]}
    one, two = passes_of(rows, gap=4), passes_of(rows, gap=3)
    assert (one.start.tolist(), one.end.tolist()) == ([120], [200])
    assert (two.start.tolist(), two.end.tolist()) == ([120, 176], [160, 200])


def test_a_pass_within_a_longer_one_does_not_end_it():
    """Two lenses of one housing: 0 to 100 s, and 10 to 20 s; what comes at 101 s is near the first.

    What the three tell is added up: 1 - exp(-0.3) of the ceiling.
    """
    tenth = round(0.1 * UNITS)
    one = passes_of({"a": [(0, 0, 100, tenth), (0, 10, 20, tenth), (0, 101, 102, tenth)]}, gap=1)
    assert (one.start.tolist(), one.end.tolist()) == ([0], [408])
    assert one.shares[1] == pytest.approx([-np.expm1(-0.3)])


def test_what_two_lenses_of_one_housing_see_is_one_pass():
    """Two people: one before the first lens from 0 to 20 s, before the second from 15 to 40 s.

    That is one pass of 40 s, which tells what both lenses tell; the other's, of 5 s, tells what
    that of a housing alone would.
    """
    both = {"h": {"h1": looks(*seconds(0, 20, ied_px=12.0), *seconds(90, 95, person=1, ied_px=12.0, **{"pass": 1})),
                  "h2": looks(*seconds(15, 40, ied_px=12.0))}}  # fmt: skip
    came, tracks = people({}, {}), walks((EIGHT, EIGHT + 100))
    one, two = (
        Passes.of(seen_by(asked_of(tables, came, tracks)), gap=10)
        for tables in (both, {name: {name: table} for name, table in both["h"].items()})
    )
    at = 4 * EIGHT
    assert (one.start - at).tolist() == [0, 360]
    assert (one.end - at).tolist() == [160, 380]
    assert (two.start - at).tolist() == [0, 60, 360]
    missed = 1 - two.shares[1]
    assert 1 - one.shares[1] == pytest.approx([missed[0] * missed[1], missed[2]])
    assert missed[2] > missed[0] > missed[1] > 0.1


def test_faces_are_joined_over_any_time_and_only_where_both_were_identified():
    """4,000 people with two perfect faces eight hours apart, and between them a pass without one.

    Each of the two is identified with 0.89, one of them at least with 0.9783 (:func:`chance`): both
    with 2 x 0.89 - 0.9783 = 0.8017, more than 0.89^2, since a hard face is hard in both.
    """
    n = 4_000
    passes = passes_of(
        {
            "a": [(i, 0, 10, SURE) for i in range(n)],
            "b": [(i, 100, 110, NONE) for i in range(n)],
            "c": [(i, 30_000, 30_010, SURE) for i in range(n)],
        }
    )
    drawn = links_of(passes).joined(1, profile="central", alike=0.0).reshape(n, 3)
    drawn -= drawn[:, :1]
    assert {tuple(one) for one in drawn.tolist()} == {(0, 1, 0), (0, 1, 2)}
    share = np.mean(drawn[:, 2] == 0)
    assert abs(share - 0.8017) < 4 * np.sqrt(0.8017 * 0.1983 / n)


def test_faces_are_identified_as_often_as_exposure_has_it():
    """4,000 people, two passes each that reach half of the ceiling: 0.445 of passes on average.

    At least once: what :func:`chance` integrates over hard and easy faces. Four standard errors.
    """
    n, half = 4_000, round(np.log(2) * UNITS)
    passes = passes_of(
        {"a": [(i, 0, 9, half) for i in range(n)], "b": [(i, 60, 69, half) for i in range(n)]}
    )
    shown = links_of(passes).shown(3, "central").reshape(n, 2)
    faces = faces_of(recognisers())[1]
    for found, wanted in (
        (shown[:, 0].mean(), 0.5 * 0.89),
        (shown.any(axis=1).mean(), chance(np.array([0.5, 0.5]), np.array([0]), faces)[0]),
    ):
        assert abs(found - wanted) < 4 * np.sqrt(0.25 / n)


def test_the_ceiling_of_a_kind_of_face_is_its_own():
    spread = recognisers().face_spread.value
    points, _ = np.polynomial.hermite_e.hermegauss(20)
    for faces in faces_of(recognisers()):
        assert ceiling_of(faces, points, spread) == pytest.approx(faces.ceilings)


def test_appearance_joins_as_often_as_stated_and_less_the_longer_ago():
    """4,000 people: 15 of 30 minutes apart, a chance of 0.6 is 0.3; after 30 minutes it is none."""
    n = 4_000
    for minutes, wanted in ((0, 0.6), (15, 0.3), (30, 0.0)):
        later = 60 + 60 * minutes
        passes = passes_of(
            {
                "a": [(i, 0, 60, NONE) for i in range(n)],
                "b": [(i, later, later + 9, NONE) for i in range(n)],
            }
        )
        joined = links_of(passes).joined(0, profile=NO_FACES, alike=0.6).reshape(n, 2)
        share = np.mean(joined[:, 1] == joined[:, 0])
        assert abs(share - wanted) <= 4 * np.sqrt(wanted * (1 - wanted) / n)


def test_drawn_once_for_each_person_all_passes_are_joined_or_none():
    """Three passes, 0 s apart: with a chance of 0.4, 0.4 of 4,000 people have one track, 0.6 three.

    Drawn for each pair, all three are in one track if no more than one of the three pairs fails:
    3 x 0.6 x 0.4^2 + 0.4^3 = 0.352.
    """
    n = 4_000
    seen = {name: [(i, k, k + 1, NONE) for i in range(n)] for k, name in enumerate("abc")}
    links = replace(links_of(passes_of(seen)), window=1e15)
    for once, wanted in ((True, {1: 0.4, 3: 0.6}), (False, {1: 0.352})):
        joined = links.joined(0, profile=NO_FACES, alike=0.4, once=once).reshape(n, 3)
        tracks = np.array([len(set(one)) for one in joined.tolist()])
        assert set(tracks.tolist()) == ({1, 3} if once else {1, 2, 3})
        for count, share in wanted.items():
            assert abs(np.mean(tracks == count) - share) < 4 * np.sqrt(share * (1 - share) / n)


ROWS = st.lists(
    st.tuples(
        st.integers(0, 2), st.integers(0, 3_000), st.integers(1, 300),
        st.sampled_from([NONE, round(0.5 * UNITS), SURE]),
    ),
    max_size=9,
)  # fmt: skip
CAMERAS = st.fixed_dictionaries(dict.fromkeys("abc", ROWS))


def scene(cameras, *, without=""):
    """Make what a run would say of three people who walk from 0 to 4,000 s."""
    seen = {
        name: [(p, a, a + length, e) for p, a, length, e in rows]
        for name, rows in cameras.items()
        if name not in without
    }
    passes = passes_of(seen, gap=10)
    zero = np.zeros(3)
    stays = Stays(zero, zero + 4_000, zero == 0)
    way = Way(zero + 4_000, passes.start / 4, passes.end / 4)
    return Found(links_of(passes), way, stays)


def longest_of(found, case, repetition=0):
    """Find everybody's longest stretch, and whether they are followed and told door to door."""
    one = found.longest(case, repetition, [600.0])
    table = np.zeros((3, 4))
    table[found.links.passes.person] = np.column_stack(
        [one.seconds, one.metres, one.followed, one.doors[0]]
    )
    return table


@settings(max_examples=60, deadline=None)
@given(cameras=CAMERAS, low=st.floats(0, 1), high=st.floats(0, 1), repetition=st.integers(0, 99))
def test_a_higher_chance_or_a_better_recogniser_never_lowers_a_figure(
    cameras, low, high, repetition
):
    low, high = sorted((low, high))
    found = scene(cameras)
    rising = [
        Case(NO_FACES, low), Case(NO_FACES, high), Case("strict", high), Case("central", high),
        Case("optimistic", high), Case("optimistic", 1.0),
    ]  # fmt: skip
    told = [longest_of(found, case, repetition) for case in rising]
    once = [
        longest_of(found, Case("central", one, once=True), repetition) for one in (low, high, 1.0)
    ]
    for less, more in (*pairwise(told), *pairwise(once)):
        assert (more >= less).all()
    people = [
        {(row["one"], row["other"]): row["people"] for row in rows}
        for case in (Case("central", low), Case("central", high))
        for rows in [camera_pairs(found, case, "abc", repetitions=3)]
    ]
    assert all(people[1][pair] >= count for pair, count in people[0].items())


@settings(max_examples=60, deadline=None)
@given(cameras=CAMERAS, without=st.sampled_from("abc"), alike=st.floats(0, 1))
def test_a_camera_more_never_shortens_anybodys_longest_stretch(cameras, without, alike):
    fewer, all_of_them = scene(cameras, without=without), scene(cameras)
    for case in (Case(NO_FACES, alike), Case("central", alike), Case("central", alike, once=True)):
        less, more = (longest_of(one, case) for one in (fewer, all_of_them))
        assert (more >= less).all()


@settings(max_examples=30, deadline=None)
@given(cameras=CAMERAS)
def test_without_links_there_are_single_passes_and_with_all_links_one_track(cameras):
    found = scene(cameras)
    passes = found.links.passes
    alone = found.links.joined(0, profile=NO_FACES, alike=0.0)
    assert alone.tolist() == list(range(len(passes.start)))
    sure = replace(found.links, window=1e15).joined(0, profile=NO_FACES, alike=1.0)
    assert sure.tolist() == np.repeat(passes.first[:-1], np.diff(passes.first)).tolist()


@pytest.mark.kernel
@settings(max_examples=30, deadline=None)
@given(cameras=CAMERAS, alike=st.floats(0, 1), repetition=st.integers(0, 9))
def test_tracks_are_the_connected_parts_of_all_links(cameras, alike, repetition):
    """Against SciPy: every pair is drawn by the plain generator, then parts are found."""
    passes = passes_of({n: [(p, a, a + d, e) for p, a, d, e in r] for n, r in cameras.items()})
    n, whose = len(passes.start), passes.whose
    rng = np.random.default_rng(repetition)
    shown, home = rng.random(n) < 0.3, passes.person.astype(np.int64)
    out = np.zeros(n, dtype=np.intp)
    address = np.array([7, repetition, 736_000])
    args = (passes.first, passes.start, passes.end, shown, passes.name, home, address)
    link(*args, alike, 7200.0, out)
    j, k = np.triu_indices(n, 1)
    same = whose[j] == whose[k]
    gap = np.maximum(passes.start[k] - passes.end[j], 0)
    u = uniform(7, Stream.ALIKE, repetition, 736_000, home[whose[j]] if n else 0,
                passes.name[j] ^ passes.name[k])  # fmt: skip
    tied = same & ((shown[j] & shown[k]) | (u < alike * (1 - gap / 7200.0)))
    graph = coo_array((np.ones(tied.sum()), (j[tied], k[tied])), shape=(n, n))
    count, parts = connected_components(graph, directed=False) if n else (0, np.zeros(0))
    assert len(set(out.tolist())) == count
    for part in range(count):
        members = np.flatnonzero(parts == part)
        assert (out[members] == members[0]).all()


@pytest.mark.kernel
def test_way_between_moments_by_hand():
    """East at 1 m/s for 10 s, then, after 5 s indoors, north at 2 m/s for 2 s.

    Each stretch is reached by a step as long as its next: 0.25 m and 0.5 m more. With moments at 4 s
    and 16 s: before the first 4.25 m, between 6 m and, of the second stretch from 15 s on, 2.5 m,
    and 2 m after. The other person has no moments and walks 3.25 m.
    """
    east, north = np.arange(41), np.arange(9)
    columns = [
        np.concatenate([np.zeros(41 + 9), np.full(13, 1)]),
        np.concatenate([east, 60 + north, np.arange(13)]),
        np.concatenate([25 * east, np.full(9, 1000), np.zeros(13)]),
        np.concatenate([np.zeros(41), 50 * north, -25 * np.arange(13)]),
    ]
    out = np.zeros(4)
    columns = [column.astype(np.int32) for column in columns]
    walked(*columns, np.array([0, 2, 2]), np.array([16, 64]), out)
    assert out == pytest.approx([4.25, 8.5, 2.0, 3.25])


def test_the_way_of_a_pass_is_what_was_walked_until_then():
    """Person 1 walks at 1 m/s from second 0, is seen from 10 to 20 s, and by another from 15 s.

    A step more than there are moments between is told before the first: 0.25 m.
    """
    seen = {
        "a": np.array([[1, 40, 60, 0, 0, 0], [1, 60, 80, 0, 0, 0]]).T,
        "b": np.array([[1, 60, 160, 0, 0, 0]]).T,
    }
    way = Trail.of(seen, [walks((0, 5), (0, 30))], 2).of_passes(Passes.of(seen, gap=0))
    assert way.whole == pytest.approx([5.25, 30.25])
    assert way.start == pytest.approx([10.25, 15.25])
    assert way.end == pytest.approx([20.25, 30.25])


def test_who_stays_to_the_end_made_no_whole_journey():
    """Cut off at 100 s, a track of all of it is 100 s long, but not door to door."""
    came = people(
        {"arrive_s": 0.0, "leave_s": None, "outcome": "inside"}, {"arrive_s": 0.0, "leave_s": 90.0}
    )
    stays = Stays.of(came, 100.0)
    assert (stays.go.tolist(), stays.left.tolist()) == ([100, 90], [False, True])
    passes = passes_of({"a": [(0, 0, 100, NONE), (1, 0, 90, NONE)]})
    way = Way(np.array([9.0, 9.0]), np.zeros(2), np.array([9.0, 9.0]))
    longest = Longest.of(passes, np.array([0, 1]), way, stays, [0.0])
    assert longest.seconds.tolist() == [100, 90]
    assert longest.doors.tolist() == [[False, True]]


def test_nobody_seen_is_nobody_followed():
    none = {"a": {"a": looks()}}
    told = tracking(asked_of(none, people({"leave_s": EIGHT + 60.0}), walks((EIGHT, EIGHT + 60))))
    assert told.sentences == ("Of 1 people, 0 were seen by a camera, so nobody was followed.",)
    assert told.figures["joined"][0]["time_share"]["high"] == 0
    assert not told.tables["pairs"].num_rows


def test_what_cannot_be_supposed_is_refused():
    asked = asked_of(THREE, people({}), walks((EIGHT, EIGHT + 600)))
    share = Quantity(value=0.5, range=(0.5, 1.5), source="assumption")
    with pytest.raises(ShapeError, match=r"^alike is 1\.5, but must be a chance, from 0 to 1\.$"):
        tracking(asked, alike=share)
    with pytest.raises(ShapeError, match=r"^window_s is 0 s, but must be above 0\.$"):
        tracking(asked, window_s=0)
    with pytest.raises(ShapeError, match=r"^gap_s is -1 s, but must be at least 0\.$"):
        tracking(asked, gap_s=-1)
    with pytest.raises(
        ShapeError, match=r"^repetitions is 0, but must be a whole number from 1 to"
    ):
        tracking(asked, repetitions=0)


def test_a_camera_more_never_lowers_what_is_told_of_a_run(tmp_path):
    both = write_small_scenario(tmp_path / "both")
    west = write_small_scenario(tmp_path / "west")
    write_layout(west.parent / "layout.yaml", WEST_END)
    figures = [
        ask("tracking", Asked.of(twin.run_scenario(twin.load_scenario(file), out=out))).figures
        for file, out in ((both, tmp_path / "runs" / "both"), (west, tmp_path / "runs" / "west"))
    ]
    assert figures[0]["seen"] >= figures[1]["seen"] > 0
    assert figures[0]["joined"][1]["followed"]["mean"] > 0
    for more, less in zip(*(one["joined"] for one in figures), strict=True):
        assert more["faces"] == less["faces"]
        for name in ("time_share", "way_share", "followed", "doors"):
            for of in ("mean", "low", "high"):
                assert more[name][of] >= less[name][of]
