"""Visitors of sensitive places: by hand, whom the window holds, and what raises no count."""

import datetime as dt
import json
from types import SimpleNamespace

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import twin
from tests.exposure.scenes import BEHIND, Halves, looks, people
from tests.run.small_run import WEST_END, write_layout, write_small_scenario
from twin.answers.asked import Asked
from twin.answers.questions import ask
from twin.answers.sensitive import sensitive
from twin.answers.sensitive.learned import within
from twin.answers.sensitive.visits import Visits
from twin.cameras.protection import UNPROTECTED
from twin.errors import RunError, ShapeError, TableError
from twin.exposure import recognisers
from twin.people import Crowd, Recorded
from twin.quantity import Quantity
from twin.tables import VISITS

MODEL = recognisers()
FLAGGED = ("clinic", "school")
KEY = ("person", "tick")
CAMERAS = ("a", "b")
TWO_MINUTES = Quantity(value=120, range=(30, 600), source="assumption")


def visits(*rows):
    """Make a table of visits: person, venue, entered, left. [s]"""
    columns = zip(*rows, strict=True) if rows else [()] * 4
    return pa.table(
        [pa.array(c, f.type) for c, f in zip(columns, VISITS.schema, strict=True)],
        schema=VISITS.schema,
    )


def venue(name, reason=None):
    return SimpleNamespace(
        id=name, name=name.title(), sensitive=bool(reason), sensitive_reason=reason, invented=True
    )


class MadeUp:
    """What the answer reads of a run: made-up visits, and looks of made-up cameras."""

    def __init__(self, visits, looks, *ages, recorded=False, flagged=True):
        site = Halves()
        places = [SimpleNamespace(id=name, name=name.title()) for name in ("west", "east")]
        why = ("patients", "children") if flagged else (None, None)
        site.places = places
        site.venues = [venue("cafe"), *(venue(*one) for one in zip(FLAGGED, why, strict=True))]
        housings = {
            one: [SimpleNamespace(name=one.upper(), protection=UNPROTECTED)] for one in looks
        }
        who = Recorded(tracks=("walk.csv",), frame="site", start="08:00") if recorded else Crowd()
        self.visits, self._looks = visits, looks
        self.people = people(*({"age_band": age} for age in ages))
        self.inputs = SimpleNamespace(
            site=site,
            layout=SimpleNamespace(housings=housings),
            recognisers=MODEL,
            dark=None,
            scenario=SimpleNamespace(people=who, date=dt.date(2017, 6, 14)),
        )
        self.run = SimpleNamespace(span=(28_800.0, 32_400.0))

    def looks(self, whose):
        """Yield the looks of each camera at some people."""
        for camera, table in self._looks.items():
            yield camera, table.filter(pa.array(whose[table["person"].to_numpy()]))


def at(person, second, **more):
    return {"person": person, "tick": 4 * second, **more}


def morning(**more):
    """Five people, of whom four visit a clinic or a school, before cameras a and b."""
    return MadeUp(
        visits(
            (0, "clinic", 29_400.0, 30_000.0),
            (1, "school", 28_900.0, None),
            (2, "cafe", 29_000.0, 29_500.0),
            (3, "clinic", 30_000.0, 30_600.0),
            (3, "school", 30_700.0, 31_000.0),
            (4, "clinic", 29_000.0, 29_100.0),
        ),
        {
            "a": looks(at(0, 29_270), at(0, 29_300), at(2, 28_950), at(3, 30_650, x_cm=3_000)),
            "b": looks(
                at(0, 30_100, **BEHIND),
                at(1, 28_870, density_px_per_m=100.0, face_density_px_per_m=90.0, ied_px=7.0),
            ),
        },
        *("30-44", "child", "30-44", "65+", "30-44"),
        **more,
    )


def test_visitors_are_counted_on_the_way_in_and_out_by_hand():
    """The window is 120 s; eyes 18 px apart make one look worth 0.89 / 2 in the central profile.

    18 px over a quality of 1.8 is 10 px, the midpoint of the curve, where half of the ceiling of
    0.89 is reached. Visitors are 0, 1, 3 and 4; 2 was only in the cafe. Person 0 is before camera
    a 100 s before going in (130 s before is too early), and 100 s after coming out before b, from
    behind. Person 1, a child, is seen 30 s before school with a face of 7 px, too small to be
    searched. Person 3 is seen once, 50 s after the clinic and 50 s before school: at both places,
    but one person. Nobody sees person 4. So 3 are seen, 2 of them at 300 px/m, over 250, with the
    face; 2 are searched, and 2 x 0.445 = 0.89 recognised.

    In: 0, 1 and 3, of whom 0 and 3 are searched. Out: 0 from behind, and 3, who is searched, and
    so both ways. In 30 s only the child is seen; 600 s hold nobody more than 120.
    """
    told = sensitive(morning(), window=TWO_MINUTES)
    found = told.figures
    assert (found["visitors"], found["seen"], found["templated"]) == (4, 3, 2)
    assert found["levels"]["iec62676-4:2015"]["identify"] == 2
    assert found["levels_with_face"]["iec62676-4:2015"]["identify"] == 2
    assert found["machine"]["profiles"]["central"] == pytest.approx(0.89, abs=1e-6)
    rows = [
        (row["id"], row["visitors"], row["seen"], row["identify_with_face"], row["templated"])
        for row in told.tables["venues"].to_pylist()
    ]
    assert rows == [("clinic", 3, 2, 2, 2), ("school", 2, 2, 1, 1)]
    machine = [row["machine"] for row in told.tables["venues"].to_pylist()]
    assert machine == pytest.approx([0.89, 0.445], abs=1e-6)
    both = {
        (row["venue"], row["camera"]): (row["seen"], row["identify"], row["templated"])
        for row in told.tables["venues_and_cameras"].to_pylist()
    }
    assert both == {
        ("clinic", "a"): (2, 2, 2),
        ("clinic", "b"): (1, 1, 0),
        ("school", "a"): (1, 1, 1),
        ("school", "b"): (1, 0, 0),
    }
    ways = [(row["way"], row["seen"], row["templated"]) for row in told.tables["ways"].to_pylist()]
    assert ways == [("in", 3, 2), ("out", 2, 1)]
    assert found["both_ways"] == 1
    windows = [(r["window_s"], r["seen"], r["templated"]) for r in found["windows"]]
    assert windows == [(30.0, 1, 0), (120.0, 3, 2), (600.0, 3, 2)]
    places = {row["id"]: row["seen"] for row in told.tables["places"].to_pylist()}
    assert places == {"west": 2, "east": 1}
    bands = {r["age_band"]: (r["present"], r["seen"]) for r in told.tables["age_bands"].to_pylist()}
    assert bands == {"30-44": (2, 1), "65+": (1, 1), "child": (1, 1)}


def test_it_is_told_in_words_what_was_counted():
    said = " ".join(sensitive(morning(), window=TWO_MINUTES).sentences)
    assert said.startswith(
        "On Wednesday 14 June 2017, 08:00 to 09:00, 4 people of 5, staff among them, visited any of "
        "the 2 places that the map flags as sensitive."
    )
    assert "the faces of 2 were good enough to be searched" in said
    assert "Clinic (flagged for: patients), where the faces of 2 of 3 visitors could" in said
    assert "1 of the visitors was a child" in said
    assert (
        "with 30 seconds the faces of 0 and with 10 minutes the faces of 2 could be searched, in place of 2"
        in said
    )
    assert "All 2 flagged places of this map are invented" in said
    assert "in a gallery of 10,000 at one false alert in 6,000 searches" in said


def test_without_flags_visitors_or_a_known_visit_it_is_said_why_nobody_is_counted():
    without = MadeUp(visits((0, "cafe", 1.0, 2.0)), {"a": looks(at(0, 1))}, "30-44")
    for asked, why in (
        (morning(flagged=False), "The map flags no place as sensitive"),
        (without, "On Wednesday 14 June 2017, 08:00 to 09:00, nobody visited any of the 2 places"),
        (morning(recorded=True), "The people were recorded, not simulated"),
    ):
        told = sensitive(asked, window=TWO_MINUTES)
        assert told.sentences[0].startswith(why)
        json.dumps(told.figures, allow_nan=False)
    assert sensitive(without).figures["seen"] == 0


@pytest.mark.parametrize("seconds", [-1.0, 90_000.0])
def test_a_window_that_cannot_be_is_refused(seconds):
    wrong = Quantity(value=seconds, source="uk_gdpr")
    with pytest.raises(ShapeError, match=rf"^window is {seconds:g} s, but must lie between 0 and"):
        sensitive(morning(), window=wrong)


def test_only_visits_are_read():
    with pytest.raises(TableError, match=r"^table visits: columns are .*but version"):
        Visits.of(looks(at(0, 1)), FLAGGED)


def test_who_was_there_before_the_day_or_stays_has_no_such_end():
    """The first visit has no way in, the second no way out; around them there is no bound."""
    found = Visits.of(visits((0, "clinic", None, 50.0), (1, "clinic", 60.0, None)), FLAGGED)
    seen = looks(at(0, 1), at(0, 45), at(0, 55), at(1, 55), at(1, 60), at(1, 90_000))

    def seconds(span):
        kept = within(seen, found.person, span, found.person)
        return [(p, t // 4) for p, t in zip(*(kept[n].to_pylist() for n in KEY), strict=True)]

    assert seconds(found.way_in(10.0)) == [(1, 55), (1, 60)]
    assert seconds(found.way_out(10.0)) == [(0, 55)]
    assert len(seconds(found.around(10.0))) == 6


def test_a_window_holds_the_quarter_seconds_between_its_ends():
    """From 100.1 - 10 = 90.1 s, so from moment 361 (90.25 s), to 114.9 s, so to 459 (114.75 s)."""
    found = Visits.of(visits((0, "clinic", 100.1, 104.9)), FLAGGED)
    seen = looks(*({"person": 0, "tick": tick} for tick in (360, 361, 459, 460)))
    kept = within(seen, found.person, found.around(10.0), found.person)
    assert kept["tick"].to_pylist() == [361, 459]


PEOPLE = 4
TIMES = st.integers(0, 30)
VISIT = st.tuples(st.integers(0, PEOPLE - 1), st.sampled_from(["clinic", "school", "cafe"]), TIMES)
SEEN = st.tuples(st.sampled_from(CAMERAS), st.integers(0, PEOPLE - 1), TIMES, st.floats(6.0, 30.0))


def made(told, seen, cameras=CAMERAS):
    """Make up a run of visits that last 4.8 s and of looks in the order of time."""
    rows = [(person, where, t + 0.1, t + 4.9) for person, where, t in sorted(told)]
    tables = {
        camera: looks(
            *(
                at(person, t, ied_px=ied, density_px_per_m=10 * ied)
                for one, person, t, ied in sorted(seen)
                if one == camera
            )
        )
        for camera in cameras
    }
    return MadeUp(visits(*rows), tables, *["30-44"] * PEOPLE)


@settings(deadline=None, max_examples=60)
@given(
    told=st.lists(VISIT, max_size=6),
    seen=st.lists(SEEN, max_size=12),
    window=st.integers(0, 15),
)
def test_the_looks_kept_are_those_that_looking_one_by_one_keeps(told, seen, window):
    asked = made(told, seen, cameras=("a",))
    found = Visits.of(asked.visits, FLAGGED)
    table = asked._looks["a"]
    of, person, venue = found.pairs()
    kept = within(table, found.person, found.around(float(window)), of)
    wanted = sorted(
        (case, row["tick"])
        for case in range(len(person))
        for row in table.to_pylist()
        if row["person"] == person[case]
        and any(
            who == person[case]
            and FLAGGED.index(where) == venue[case]
            and t + 0.1 - window <= row["tick"] / 4 <= t + 4.9 + window
            for who, where, t in told
            if where != "cafe"
        )
    )
    assert list(zip(*(kept[name].to_pylist() for name in KEY), strict=True)) == wanted


def counts_of(figures):
    """List every count of different people."""
    levels = [n for of in ("levels", "levels_with_face") for n in figures[of].values()]
    return np.array(
        [
            *(figures[name] for name in ("seen", "templated")),
            *(n for each in levels for n in each.values()),
            *figures["machine"]["profiles"].values(),
        ]
    )


@settings(deadline=None, max_examples=15)
@given(
    told=st.lists(VISIT, max_size=6),
    seen=st.lists(SEEN, max_size=12),
    window=st.integers(0, 12),
    longer=st.integers(1, 15),
)
def test_a_camera_more_or_a_longer_window_lowers_no_count(told, seen, window, longer):
    first = Quantity(value=window, range=(window, window + longer), source="uk_gdpr")
    second = Quantity(value=window + longer, source="uk_gdpr")
    both, one = made(told, seen), made(told, seen, cameras=("a",))
    more, less, wide = (
        sensitive(asked, window=each).figures
        for asked, each in ((both, first), (one, first), (both, second))
    )
    assert (counts_of(more) >= counts_of(less) - 1e-9).all()
    assert (counts_of(wide) >= counts_of(more) - 1e-9).all()
    assert wide["seen"] == more["windows"][-1]["seen"]
    # nobody is counted twice, nor without a visit
    visited = {person for person, where, _ in told if where != "cafe"}
    met = {person for _, person, _, _ in seen}
    assert more["visitors"] == len(visited)
    assert wide["seen"] <= len(visited & met)


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sensitive")
    scenario = twin.load_scenario(write_small_scenario(folder / "in"))
    return twin.run_scenario(scenario, out=folder / "runs" / "a")


def test_a_window_of_a_day_tells_what_the_run_tells_of_the_visitors(run):
    """Then all looks at visitors count, and exposure by day has what they add up to."""
    asked = Asked.of(run)
    found = Visits.of(asked.visits, ["venue/school", "venue/health"])
    told = sensitive(asked, window=Quantity(value=86_400, source="uk_gdpr"))
    rows = [
        row
        for row in asked.exposure.to_pylist()
        if row["by"] == "day" and row["person"] in set(found.person.tolist())
    ]
    assert told.figures["seen"] == len(rows) > 0
    assert told.figures["templated"] == sum(row["templated"] for row in rows)
    machine = told.figures["machine"]["profiles"]["central"]
    assert machine == pytest.approx(sum(row["p_central"] for row in rows))
    usual = ask("sensitive", run).figures
    assert usual["visitors"] == told.figures["visitors"] == len(np.unique(found.person))
    assert usual["seen"] <= told.figures["seen"]


def test_a_camera_less_of_a_run_raises_no_count(run, tmp_path):
    file = write_small_scenario(tmp_path)
    write_layout(tmp_path / "layout.yaml", WEST_END)
    fewer = twin.run_scenario(twin.load_scenario(file), out=tmp_path / "runs" / "a")
    most, some = (ask("sensitive", each).figures for each in (run, fewer))
    assert most["visitors"] == some["visitors"] > 0
    assert (counts_of(most) >= counts_of(some) - 1e-9).all()


def test_a_run_that_kept_no_visits_is_told_so(run, monkeypatch):
    stage = run._stage("people")
    kept = stage.facts()
    kept["files"] = {name: one for name, one in kept["files"].items() if "visits" not in name}
    monkeypatch.setattr(type(stage), "facts", lambda _: kept)
    with pytest.raises(RunError, match="which kept no visits; run the scenario again"):
        ask("sensitive", run)
