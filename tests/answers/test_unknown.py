"""An unknown deployment: what cameras reach together, what is drawn, and what is certain."""

from dataclasses import replace
from itertools import combinations, pairwise
from types import SimpleNamespace

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import twin
from tests.run.small_run import write_small_scenario
from twin.answers.asked import Asked
from twin.answers.questions import ask
from twin.answers.unknown import learned as looking
from twin.answers.unknown.candidates import ARM, ASIDE, FITS, candidates
from twin.answers.unknown.greedy import GUARANTEED, ends, greedy
from twin.answers.unknown.hour import busiest, excerpt_of, there
from twin.answers.unknown.layouts import counted, orders
from twin.answers.unknown.learned import LEVELS, learned
from twin.answers.unknown.reach import Reach
from twin.answers.unknown.says import sentences
from twin.answers.unknown.spread import PRIORS, mixed, quantiles
from twin.cameras import Layout, check_layout
from twin.errors import ShapeError
from twin.exposure import PROFILES
from twin.frames import yaw_to_heading

SEED = 5


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("unknown")
    scenario = twin.load_scenario(write_small_scenario(folder / "in"))
    return twin.run_scenario(scenario, out=folder / "runs" / "a")


@pytest.fixture(scope="module")
def asked(run):
    """Ask, and collect how far it was told to be."""
    done = []
    return ask("unknown", Asked.of(run, lambda what, share: done.append((what, share)))), done


@pytest.fixture(scope="module")
def told(asked):
    return asked[0]


@pytest.fixture(scope="module")
def excerpt(run):
    return excerpt_of(run, run.people())


@pytest.fixture(scope="module")
def hung(run):
    return candidates(run.inputs.site, SEED)


def reach_of(sets):
    """Make cameras that reach sets of people for certain."""
    pairs = np.array([(c, p) for c, people in enumerate(sets) for p in people], dtype=np.intp)
    return Reach.of(*pairs.reshape(-1, 2).T, cameras=len(sets), people=6)


def together(reach, cameras):
    """Count whom cameras reach by the formula, person by person and kind by kind."""
    total = 0.0
    for person in range(reach.people):
        for weight, missed in zip(reach.weights, reach.missed, strict=True):
            chance = 1.0
            for camera in cameras:
                chance *= np.prod(missed[(reach.camera == camera) & (reach.person == person)])
            total += weight * (1.0 - chance)
    return total


def test_hand_worked_cameras_of_two_kinds_of_faces():
    """Half of the faces are easy, half hard.

    Camera 0 misses person 0 with 0.2 if easy, 0.6 if hard: reaches 0.5 x 0.8 + 0.5 x 0.4 = 0.6.
    Camera 1 misses person 0 with 0.5 and 1, person 1 with 0 and 0.5: 0.25 + 0.75 = 1.
    Together they miss person 0 with 0.1 and 0.6: 0.5 x 0.9 + 0.5 x 0.4 = 0.65, and 0.75: 1.4. Were
    the kinds not told apart, person 0 would be reached with 1 - 0.4 x 0.75 = 0.7 and not 0.65.
    """
    reach = Reach.of(
        np.array([1, 0, 1]), np.array([1, 0, 0]), cameras=2, people=2,
        missed=[[0.0, 0.2, 0.5], [0.5, 0.6, 1.0]], weights=[0.5, 0.5],
    )  # fmt: skip
    counts = counted(reach, np.array([[0, 1], [1, 0]]))
    assert counts == pytest.approx(np.array([[0.6, 1.4], [1.0, 1.4]]), abs=1e-15)
    found = ends(reach, 2)
    assert found.order.tolist() == [1, 0]
    assert found.best == pytest.approx([1.0, 1.4])
    assert found.worst == pytest.approx([0.6, 1.4])
    assert found.at_most == pytest.approx([1.0, 1.4])
    assert found.at_least == pytest.approx([0.6, 1.0])


def test_hand_worked_search_that_does_not_find_the_best():
    """A reaches 0 1 2 3, B 0 1 4 and C 2 3 5; B and C together reach all six.

    The search hangs A, which reaches 4, and then B, which adds one: 5 of 6. From A the two largest
    gains are 1 and 1, so no two reach more than 6; that is tight. The search for the worst hangs B
    (3), then A, which adds 2 where C adds 3: 5. Alone they reach 3, 3 and 4, fewest first.
    """
    found = ends(reach_of([{0, 1, 2, 3}, {0, 1, 4}, {2, 3, 5}]), 3)
    assert found.order.tolist() == [0, 1, 2]
    assert found.best.tolist() == [4, 5, 6]
    assert found.at_most.tolist() == [4, 6, 6]
    assert found.worst.tolist() == [3, 5, 6]
    assert found.at_least.tolist() == [3, 3, 4]
    assert found.whole == 6


@st.composite
def reaches(draw):
    """Draw up to five cameras that may reach up to four people of two kinds."""
    cameras, people = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    pairs = [(c, p) for c in range(cameras) for p in range(people)]
    kept = draw(st.lists(st.sampled_from(pairs), unique=True))
    chance = st.floats(0.0, 1.0, allow_subnormal=False)
    missed = [[draw(chance) for _ in kept] for _ in range(2)]
    easy = draw(st.floats(0.0, 1.0))
    return Reach.of(
        *np.array(kept, dtype=np.intp).reshape(-1, 2).T, cameras=cameras, people=people,
        missed=missed, weights=[easy, 1.0 - easy],
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(reaches(), st.randoms(use_true_random=False))
def test_every_layout_lies_between_what_is_certain_and_grows_with_each_camera(reach, chance):
    order = chance.sample(range(reach.cameras), reach.cameras)
    (counts,) = counted(reach, np.array([order]))
    found = ends(reach, reach.cameras)
    for n in range(1, reach.cameras + 1):
        assert counts[n - 1] == pytest.approx(together(reach, order[:n]), abs=1e-12)
        assert found.best[n - 1] == pytest.approx(together(reach, found.order[:n]), abs=1e-12)
        every = [together(reach, some) for some in combinations(range(reach.cameras), n)]
        assert max(every) <= found.at_most[n - 1] + 1e-12
        assert min(every) >= found.at_least[n - 1] - 1e-12
        # what Nemhauser, Wolsey and Fisher promise
        assert found.best[n - 1] >= GUARANTEED * max(every) - 1e-12
        assert min(every) - 1e-12 <= found.worst[n - 1] <= max(every) + 1e-12
    assert all(more >= less for less, more in pairwise(counts))
    assert found.whole == pytest.approx(counts[-1], abs=1e-12)


def test_search_computes_again_only_what_changed():
    draws = np.random.default_rng(1)
    camera, person = np.nonzero(draws.random((12, 40)) < 0.2)
    reach = Reach.of(camera, person, cameras=12, people=40, missed=[draws.random(len(camera))])
    order, reached, _ = greedy(reach, 12, "most")
    left = set(range(12))
    for n, camera in enumerate(order.tolist()):
        before = order[:n].tolist()
        most = max(together(reach, [*before, one]) for one in left)
        assert reached[n] == pytest.approx(most, abs=1e-12)
        left.remove(camera)


def test_numbers_that_cannot_be_are_refused_in_one_sentence():
    one = np.array([0])
    with pytest.raises(ShapeError, match=r"^camera lies between 2 and 2, but must lie between 0"):
        Reach.of(np.array([2]), one, cameras=2, people=1)
    with pytest.raises(ShapeError, match=r"^missed lies between 1.5 and 1.5, but must lie between"):
        Reach.of(one, one, cameras=1, people=1, missed=[[1.5]])
    with pytest.raises(ShapeError, match=r"^missed "):
        Reach.of(one, one, cameras=1, people=1, missed=[[0.5], [0.5]])


def test_layouts_are_nested_and_do_not_hang_on_other_candidates():
    mount, setting = np.divmod(np.arange(60), 2)
    whole = orders(mount, setting, SEED, most=60)
    assert all(sorted(order) == list(range(60)) for order in whole.tolist())
    assert np.array_equal(orders(mount, setting, SEED, most=7), whole[:, :7])
    assert np.array_equal(orders(mount, setting, SEED, most=60, layouts=3), whole[:3])
    fewer = orders(mount[:40], setting[:40], SEED, most=40)
    assert fewer.tolist() == [[c for c in order if c < 40] for order in whole.tolist()]
    assert len(np.unique(whole, axis=0)) == len(whole)


def test_a_camera_is_drawn_in_proportion_to_its_weight():
    """Weights 3, 1, 0: first in 3/4, 1/4 and none of the layouts; the standard error is 0.7 %."""
    mount, setting = np.arange(3), np.zeros(3, dtype=np.intp)
    weights = np.array([3.0, 1.0, 0.0])
    first, _, last = orders(mount, setting, 1, most=3, weights=weights, layouts=4000).T
    assert np.mean(first == 0) == pytest.approx(0.75, abs=0.03)
    assert np.all(last == 2)
    even = orders(mount, setting, 1, most=3, weights=np.zeros(3), layouts=4000)[:, 0]
    assert np.bincount(even) / 4000 == pytest.approx(np.full(3, 1 / 3), abs=0.03)


def test_hand_worked_quantiles_where_the_number_is_not_known():
    """Two layouts reach 10, 20, 30 and 40, 50, 60 with one, two and three cameras.

    In proportion to 1, 1/2, 1/3 each, of 11/3 in all: 10 has 6/22, 20 3/22, 30 2/22, 40 6/22 and so
    on; added up from below 0.27, 0.41, 0.5, 0.77, 0.91, 1. So 5 % is 10, 25 % 10, 75 % 40, 95 % 60.
    """
    counts = np.array([[10.0, 20.0, 30.0], [40.0, 50.0, 60.0]])
    found = mixed(counts, "each doubling as likely")
    assert found[[0, 1, 3, 4]].tolist() == [10.0, 10.0, 40.0, 60.0]
    # each number as likely: 1/6, 2/6, ... so 5 % is 10, 25 % 20, 75 % 50
    assert mixed(counts, "each number as likely")[[0, 1, 3]].tolist() == [10.0, 20.0, 50.0]
    assert quantiles([1, 2, 3, 4], [0, 0, 1, 1], of=[0.5, 0.51]).tolist() == [3.0, 4.0]


def test_the_busiest_hour_is_that_with_most_people_and_within_the_run():
    """From 08:00 to 10:30 three people are there after nine, one of whom came before."""
    people = pa.table(
        {"arrive_s": [29_000.0, 33_000.0, 33_600.0], "leave_s": [33_000.0, 33_500.0, None]}
    )
    assert busiest(people, 28_800.0, 37_800.0) == (32_400.0, 36_000.0)
    assert busiest(people, 33_000.0, 34_000.0) == (33_000.0, 34_000.0)
    assert there(people, 33_550.0, 36_000.0).tolist() == [False, False, True]
    assert there(people, 32_400.0, 33_100.0).tolist() == [True, True, False]


def test_candidates_hang_in_air_fit_their_mount_and_look_away_from_the_wall(run, hung):
    site = run.inputs.site
    assert {one.mount for one in hung} == set(range(len(site.mounts)))
    for one in hung:
        mount = site.mounts[one.mount]
        assert one.type.mount in FITS[mount.mount]
        assert not check_layout(Layout("one", "", one.views), site)
        aside = (one.heading_deg - yaw_to_heading(mount.yaw) + 180) % 360 - 180
        assert mount.mount != "facade" or abs(aside) <= ASIDE
        for view in one.views:
            away = np.linalg.norm(view.position[:2] - mount.xy)
            assert away == pytest.approx(ARM if mount.mount == "facade" else 0.0, abs=1e-6)
            assert view.invented
    ids = [view.id for one in hung for view in one.views]
    assert len(set(ids)) == len(ids)


def test_what_a_layout_reaches_is_what_the_headline_of_it_tells(run, excerpt, hung):
    found = learned(excerpt, [one.views for one in hung])
    # one by one, then some together
    for cameras in [[0], [5], [14], [len(hung) - 1], [0, 5, 9, 20], list(range(len(hung)))]:
        views = tuple(view for n in cameras for view in hung[n].views)
        wanted = twin.headline(excerpt, Layout("some", "", views))
        reached = {
            name: counted(reach, np.array([cameras]))[0, -1]
            for name, reach in {
                "seen": found.seen(),
                "templated": found.searched(),
                **{level: found.shown(level) for level in LEVELS},
            }.items()
        }
        assert reached.pop("seen") == wanted["seen"]
        assert reached.pop("templated") == wanted["templated"]
        assert reached == wanted["levels"]["iec62676-4:2015"]
        for name in PROFILES:
            machine = counted(found.recognised(name), np.array([cameras]))[0, -1]
            assert machine == pytest.approx(wanted["machine"]["profiles"][name], rel=1e-12)
    assert wanted["machine"]["profiles"]["central"] > 1


def test_batches_and_threads_change_nothing(excerpt, hung, monkeypatch):
    some = [one.views for one in hung[:8]]
    told = []
    whole = learned(excerpt, some, on_progress=told.append)
    monkeypatch.setattr(looking, "BATCH", 3)
    monkeypatch.setattr(looking, "AT_ONCE", 1)
    parts = learned(excerpt, some, on_progress=told.append)
    assert told == [1.0, 0.375, 0.75, 1.0]
    for reach in ("seen", "searched"):
        one, other = getattr(whole, reach)(), getattr(parts, reach)()
        assert one.camera.tolist() == other.camera.tolist()
        assert one.person.tolist() == other.person.tolist()
    one, other = whole.recognised("central"), parts.recognised("central")
    assert np.array_equal(one.person, other.person)
    assert np.array_equal(one.missed, other.missed)


def test_what_is_told_is_in_order_and_grows_with_the_number_of_cameras(told):
    names = ("at_least", "worst", "p5", "p25", "p50", "p75", "p95", "best", "at_most")
    for measure in ("recognised", "searched", "identify", "seen"):
        rows = told.tables[measure].to_pylist()
        assert [row["cameras"] for row in rows] == [1, 1, 2, 2, 5, 5, 10, 10, 20, 20]
        for row in rows:
            values = [row[name] for name in names]
            assert all(less <= more + 1e-9 for less, more in pairwise(values)), row
            assert row["at_most"] <= told.figures["all_candidates"][measure] + 1e-9
        for way in ("anywhere", "aimed"):
            grown = [[row[name] for name in names] for row in rows if row["hung"] == way]
            assert np.all(np.diff(grown, axis=0) >= -1e-9)
    for row in told.tables["number_unknown"].to_pylist():
        assert row["prior"] in PRIORS
        assert row["p95"] <= told.figures["all_candidates"][row["measure"]]
    best = told.tables["best_placed"].to_pylist()
    assert len(best) == told.figures["most"]
    assert all(less["recognised"] <= more["recognised"] for less, more in pairwise(best))


def test_the_deployment_of_the_run_is_told_as_by_the_other_question(run, told):
    """The run lasts half an hour, which is its busiest hour."""
    own, people = told.figures["own"], ask("people", run).figures
    assert own["recognised"] == people["machine"]["profiles"]["central"]
    assert own["searched"] == people["templated"]
    assert own["seen"] == people["seen"]
    assert told.figures["present"] == people["present"]
    row = next(r for r in told.tables["seen"].to_pylist() if r["cameras"] == 2)
    share = own["share_of_layouts_below"]["anywhere"]["seen"]
    assert (own["seen"] > row["p50"]) == (share >= 0.5)


def made_up(*, own, numbers):
    """Make up figures in which n cameras hung anywhere reach 100 n people in the middle."""

    def spread(middle):
        return {"p5": middle / 2, "p50": middle, "p95": 2 * middle}

    rows = [
        {
            "cameras": n, "hung": way, **spread(times * n), "best": 900.0 * n,
            "at_most": 950.0 * n, "worst": 0.0,
        }
        for n in numbers
        for way, times in (("anywhere", 100.0), ("aimed", 300.0))
    ]  # fmt: skip
    unknown = [
        {"measure": "recognised", "prior": prior, "hung": way, **spread(middle)}
        for prior, many in zip(PRIORS, (1.0, 2.0), strict=True)
        for way, middle in (("anywhere", 200.0 * many), ("aimed", 600.0 * many))
    ]
    below = {"anywhere": {"recognised": 0.75}, "aimed": {"recognised": 0.2}}
    return {
        "start_s": 28_800.0, "end_s": 32_400.0, "present": 5000, "candidates": 400,
        "layouts": 200, "most": max(numbers), "gallery": 10_000, "own_trial": [],
        "by_cameras": {"recognised": rows, "searched": rows}, "number_unknown": unknown,
        "own": {
            "cameras": own, "recognised": 170.0,
            "share_of_layouts_below": below if own <= max(numbers) else {},
        },
    }  # fmt: skip


def test_sentences_are_those_of_the_figures():
    assert list(sentences(made_up(own=1, numbers=[1, 2]))) == [
        (
            "One camera hung anywhere would let a machine recognise 100 people in the middle one of "
            "200 layouts, and 50 to 200 in nine of ten, were each on its list of 10,000; aimed at "
            "faces, 300 (150 to 600). The faces that it could search are those of 100 people "
            "(50 to 200); aimed, 300 (150 to 600)."
        ),
        (
            "The best one found among the 400 cameras tried would let it recognise 900 people, no "
            "one of them more than 950, and the worst one found 0."
        ),
        (
            "If not even their number is known, but lies between 1 and 2 with each doubling as "
            "likely, cameras hung anywhere would let a machine recognise 200 people (100 to 400), "
            "aimed 600 (300 to 1,200); with each number as likely, 400 (200 to 800) and 1,200 "
            "(600 to 2,400)."
        ),
        (
            "The deployment of this run, one camera, lets a machine recognise 170 people in that "
            "hour: more than 75 % of the layouts of one camera hung anywhere, and 20 % of those "
            "aimed at faces."
        ),
        (
            "All this is of the same 5,000 people, who were there from 08:00 to 09:00, the busiest "
            "hour; the cameras tried are 400 that could hang on the walls, poles and canopies of "
            "the map."
        ),
    ]


def test_sentences_of_more_cameras_than_were_drawn_compare_nothing():
    told = list(sentences(made_up(own=60, numbers=[1, 2, 10, 50])))
    assert [text.split(" hung")[0] for text in told if " hung" in text][:2] == [
        "10 cameras", "50 cameras",
    ]  # fmt: skip
    assert not any("this run" in text for text in told)


def test_a_map_without_mounts_is_told_so(run):
    bare = SimpleNamespace(
        site=replace(run.inputs.site, mounts=()), scenario=run.scenario,
        recognisers=run.inputs.recognisers,
    )  # fmt: skip
    told = twin.answers.questions.QUESTIONS["unknown"].ask(SimpleNamespace(inputs=bare))
    assert told.sentences == (
        "The map names no place where a camera could hang, so no layout can be drawn.",
    )


def test_how_far_it_is_is_told(asked):
    for what in ("cameras", "layouts"):
        shares = [share for name, share in asked[1] if name == what]
        assert shares == sorted(shares)
        assert shares[-1] == 1.0
