"""A day on the small map: conservation, sameness, order, and nobody in a wall."""

import weakref
from collections import Counter

import numpy as np
import pyarrow as pa
import pytest
import shapely
from scipy.spatial import KDTree

from tests.site.small_map import small_site
from twin.errors import RunError, ShapeError
from twin.people import Crowd, simulate, walking
from twin.people.agenda import PATIENCE, Agenda
from twin.people.crowd import Shares
from twin.people.day import DayRun
from twin.people.gaze import GAZE, PHONE_HABIT
from twin.people.personas import personas
from twin.people.profile import edges, profile
from twin.people.walking import Leg
from twin.people.whereabouts import Whereabouts
from twin.tables import ACTIVITIES, PEOPLE, TRACKS, checked

ON_FOOT = [ACTIVITIES.index("walking"), ACTIVITIES.index("walking_phone")]
MORNING = {"start": "08:00", "end": "09:00"}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return small_site(tmp_path_factory.mktemp("map"))


def run(site, *, total=600, threads=1, slab_minutes=30, seed=4, date=None, **settings):
    """Simulate and return the day with all its tracks, ordered by person and time."""
    day = simulate(
        site,
        Crowd(total=total, **settings),
        seed=seed,
        threads=threads,
        slab_minutes=slab_minutes,
        date=date,
    )
    slabs = [slab.table for slab in day.slabs()]
    tracks = pa.concat_tables(slabs).sort_by([("person", "ascending"), ("tick", "ascending")])
    return day, slabs, tracks.combine_chunks()


@pytest.fixture(scope="module")
def whole_day(site):
    return run(site, total=700)


@pytest.fixture(scope="module")
def morning(site):
    return run(site, total=2500, slab_minutes=60, **MORNING)


def test_what_was_recorded_is_let_go_once_it_is_in_order(site):
    slabs = simulate(site, Crowd(total=300, **MORNING), threads=1).slabs()
    slab = next(slabs)
    recorded = weakref.ref(slab._held)
    assert slab.table.num_rows
    assert recorded() is None
    assert next(slabs).index == 1


def test_visits_and_parties_are_let_go_when_they_are_over(site, whole_day, monkeypatch):
    visits = []

    def visit(agenda, stop, members, before=Agenda._visit):
        made = before(agenda, stop, members)
        if made is not None:
            visits.append(weakref.ref(made))
        return made

    monkeypatch.setattr(Agenda, "_visit", visit)
    day, _, _ = run(site, total=1000, start="12:00", end="14:00")
    kept = [one for one in (ref() for ref in visits) if one is not None]
    assert len(visits) > len(kept) > 0
    # who gave up waits for the others, and patience ends later
    assert not [one for one in kept if one._closed and not (one.refused or one.waiting)]
    assert day._agenda._parties
    assert not whole_day[0]._agenda._parties


def test_arrivals_are_departures_and_those_inside_and_stuck(whole_day):
    day, _, _ = whole_day
    facts = day.facts()
    assert facts["arrived"] == day.people.num_rows
    assert facts["left"] + facts["inside"] + facts["stuck"] == facts["arrived"]
    assert facts["arrived"] == pytest.approx(700, abs=150)
    assert facts["stuck"] == 0
    outcomes = Counter(day.people["outcome"].to_pylist())
    assert outcomes == {k: facts[k] for k in ("left", "inside", "stuck") if facts[k]}


def test_parents_walk_faster_while_the_children_are_at_school(site, monkeypatch):
    paces = {}

    def noted(*, person, pace, **rest):
        paces.setdefault(person, []).append(pace)
        return Leg(person=person, pace=pace, **rest)

    monkeypatch.setattr("twin.people.whereabouts.Leg", noted)
    shares = dict.fromkeys(Shares.model_fields, 0.0) | {"family": 1.0}
    day, _, _ = run(site, total=60, shares=shares)
    faster = 0
    for row in day.people.to_pylist():
        mine = paces[row["home_id"]]
        # brought, and taken home: at the pace of all
        assert mine[0] == mine[-1] == min(mine)
        assert len(set(mine)) <= (1 if row["age_band"] == "child" else 2)
        faster += len(set(mine)) == 2
    assert faster > 10


def test_school_is_over_for_everybody_at_once_and_nobody_gets_stuck_at_its_door(site):
    shares = dict.fromkeys(Shares.model_fields, 0.0) | {"family": 1.0}
    day, _, tracks = run(site, total=1500, shares=shares, start="07:00", end="16:30")
    assert day.facts()["stuck"] == 0
    # many hundreds come out by one door, about one a second
    assert 300 < day.facts()["longest_wait_s"] < 720
    # and they come out one after the other: bodies of 0.4 m
    tick, person = tracks["tick"].to_numpy(), tracks["person"].to_numpy()
    walks = np.isin(tracks["activity"].to_numpy(), ON_FOOT)
    after = walks & (tick > 15.4 * 14400) & (tick < 15.75 * 14400)
    assert np.unique(person[after]).size > 200
    xy = np.column_stack([tracks[name].to_numpy() / 100 for name in ("x_cm", "y_cm")])
    for now in np.unique(tick[after])[::20]:
        assert not KDTree(xy[after & (tick == now)]).query_pairs(0.38)


def test_everybody_who_came_by_a_gate_is_out_by_one(whole_day):
    day, _, _ = whole_day
    rows = day.people.to_pylist()
    for row in rows:
        at_home = row["gate_out"].startswith("venue/")
        assert row["outcome"] == ("inside" if at_home else "left")
        assert (row["leave_s"] is None) == at_home
        if row["leave_s"] is not None:
            assert row["arrive_s"] < row["leave_s"] < 90_000
    assert sum(row["outcome"] == "left" for row in rows) > 500


def test_tables_follow_their_schemas(whole_day):
    day, slabs, _ = whole_day
    checked(day.people, PEOPLE)
    for table in slabs:
        checked(table, TRACKS)
    assert day.people["person"].to_pylist() == list(range(day.people.num_rows))
    assert (np.diff(day.people["home_id"].to_numpy()) > 0).all()


def test_each_slab_is_in_order_and_within_its_time(whole_day):
    _, slabs, _ = whole_day
    assert len(slabs) == 40
    for k, table in enumerate(slabs):
        person, tick = table["person"].to_numpy(), table["tick"].to_numpy()
        assert (np.lexsort((tick, person)) == np.arange(len(tick))).all()
        if len(tick):
            assert tick.min() >= 4 * (18_000 + 1800 * k)
            assert tick.max() < 4 * (18_000 + 1800 * (k + 1))


def test_nobody_is_at_two_places_at_once(whole_day):
    _, _, tracks = whole_day
    person, tick = tracks["person"].to_numpy(), tracks["tick"].to_numpy()
    again = (person[1:] == person[:-1]) & (tick[1:] == tick[:-1])
    assert not again.any()


def test_tracks_lie_between_arrival_and_departure(whole_day):
    day, _, tracks = whole_day
    person, tick = tracks["person"].to_numpy(), tracks["tick"].to_numpy()
    arrive = day.people["arrive_s"].to_numpy()
    leave = day.people["leave_s"].to_numpy()
    leave = np.where(np.isnan(leave), 90_000, leave)
    assert (tick / 4 >= arrive[person]).all()
    assert (tick / 4 <= leave[person]).all()
    # everybody is seen within two seconds of coming, and companions after them, one by one
    first = np.full(day.people.num_rows, np.inf)
    np.minimum.at(first, person, tick / 4)
    turn = np.arange(len(first)) - day.people["group"].to_numpy()
    assert (turn <= 3).all()
    assert (first - arrive < 2.0 * (1 + turn)).all()


def test_time_outdoors_is_a_quarter_second_for_each_sample(whole_day):
    day, _, tracks = whole_day
    counts = np.bincount(tracks["person"].to_numpy(), minlength=day.people.num_rows)
    assert (day.people["outdoor_s"].to_numpy() == counts / 4).all()
    assert day.facts()["person_seconds"] == counts.sum() / 4


def test_nobody_is_inside_a_building_or_crosses_one(site, whole_day):
    _, _, tracks = whole_day
    x, y = (tracks[name].to_numpy() / 100 for name in ("x_cm", "y_cm"))
    solid = shapely.union_all([b.polygon for b in site.buildings if b.blocks])
    assert not shapely.contains_xy(solid.buffer(-0.01), x, y).any()
    assert shapely.contains_xy(site.walkable.buffer(0.01), x, y).all()
    person, tick = tracks["person"].to_numpy(), tracks["tick"].to_numpy()
    on = (person[1:] == person[:-1]) & (tick[1:] == tick[:-1] + 1)
    xy = np.column_stack([x, y])
    steps = shapely.linestrings(np.stack([xy[:-1][on], xy[1:][on]], axis=1))
    assert not shapely.intersects(solid.buffer(-0.02), steps).any()
    # nobody jumps: 2.2 m/s, a fifth more when catching up, and a centimetre of rounding
    assert shapely.length(steps).max() < 0.25 * 2.2 * 1.3 + 0.02


def test_nobody_is_on_one_walk_for_long(whole_day):
    # a bound far beyond any way on the small site: whoever needs longer is going to and fro
    _, _, tracks = whole_day
    person, tick = tracks["person"].to_numpy(), tracks["tick"].to_numpy()
    foot = np.isin(tracks["activity"].to_numpy(), (0, 3))
    on = (person[1:] == person[:-1]) & (tick[1:] == tick[:-1] + 1) & foot[1:] & foot[:-1]
    ends = np.flatnonzero(np.diff(np.concatenate([[False], on, [False]]).astype(int)))
    assert (ends[1::2] - ends[::2]).max() < 4 * 60 * 40


def test_walking_speeds_are_those_given(whole_day):
    day, _, tracks = whole_day
    n = day.people.num_rows
    alone = np.array(day.people["group"].to_pylist()) == np.arange(n)
    alone &= np.bincount(np.array(day.people["group"].to_pylist()), minlength=n) == 1
    x, y = (tracks[name].to_numpy() / 100 for name in ("x_cm", "y_cm"))
    person, tick = tracks["person"].to_numpy(), tracks["tick"].to_numpy()
    activity = tracks["activity"].to_numpy()
    foot = np.isin(activity, (0, 3))
    on = (person[1:] == person[:-1]) & (tick[1:] == tick[:-1] + 1) & foot[1:] & foot[:-1]
    speed = 4 * np.hypot(np.diff(x), np.diff(y))[on]
    who = person[1:][on]
    free = day.people["free_speed_m_per_s"].to_numpy()
    ratios = [
        np.median(speed[who == row]) / free[row]
        for row in np.flatnonzero(alone)[:200].tolist()
        if (who == row).sum() > 40
    ]
    assert len(ratios) > 50
    assert np.median(ratios) == pytest.approx(1.0, abs=0.02)
    assert np.quantile(ratios, 0.05) > 0.9


def test_one_and_two_threads_give_the_same_bytes(site, morning, watch, monkeypatch):
    # the few of this morning would be walked by one thread
    monkeypatch.setattr(walking, "FEW", 1)
    day, slabs, _ = morning
    other, again, _ = run(site, total=2500, slab_minutes=60, threads=2, **MORNING)
    assert watch.shared()[0]
    assert len(slabs[0]) > 50_000
    assert [t.equals(u) for t, u in zip(slabs, again, strict=True)] == [True]
    assert day.people.equals(other.people)


def test_the_length_of_slabs_changes_no_row(site, morning):
    day, _, tracks = morning
    other, slabs, again = run(site, total=2500, slab_minutes=7, **MORNING)
    assert len(slabs) == 9
    assert tracks.equals(again)
    assert day.people.equals(other.people)


def test_another_seed_is_another_day(site, morning):
    _, _, tracks = morning
    assert not tracks.equals(run(site, total=2500, slab_minutes=60, seed=5, **MORNING)[2])


def test_more_people_change_nobodys_row_but_for_the_crowding(site):
    before, after = (run(site, total=total, **MORNING)[0].people for total in (950, 1000))
    new = ~np.isin(after["home_id"].to_numpy(), before["home_id"].to_numpy())
    assert 0 < new.sum() < after.num_rows - before.num_rows + 1
    own = [
        name
        for name in before.column_names
        if name not in {"person", "group", "leave_s", "outdoor_s", "outcome"}
    ]
    assert after.filter(pa.array(~new)).select(own).equals(before.select(own))


def test_quarter_hours_have_their_arrivals(site, morning):
    day, _, _ = morning
    arrive = day.people["arrive_s"].to_numpy()
    persona = np.array(day.people["persona"].to_pylist())
    group = day.people["group"].to_numpy() == day.people["person"].to_numpy()
    mine = arrive[(persona == "commuter") & group]
    shape = profile(personas()["commuter"], site.date.weekday(), "out")
    hour = slice(int((28_800 - 18_000) / 900), int((32_400 - 18_000) / 900))
    counts, _ = np.histogram(mine, bins=edges()[hour.start : hour.stop + 1])
    share = shape[hour] / shape[hour].sum()
    # five standard deviations of a binomial count
    bound = 5 * np.sqrt(mine.size * share * (1 - share))
    assert (np.abs(counts - mine.size * share) < bound).all()


def test_all_activities_occur(whole_day):
    _, _, tracks = whole_day
    found = np.unique(tracks["activity"].to_numpy()).tolist()
    assert {ACTIVITIES[k] for k in found} >= {"walking", "resting", "walking_phone"}


def test_readers_look_down_and_only_they(whole_day):
    day, _, tracks = whole_day
    activity, pitch = tracks["activity"].to_numpy(), tracks["head_pitch_crad"].to_numpy()
    phone = day.people["phone"].to_numpy(zero_copy_only=False)
    assert (pitch[activity == 3] == -60).all()
    assert phone[tracks["person"].to_numpy()[activity == 3]].all()
    assert pitch[activity == 0].mean() == pytest.approx(100 * GAZE["gaze_down"], abs=0.2)
    # half of the walking time of readers is read in, and so 8.6 % of everybody's: of some 125
    # readers the first has a standard error of 0.015, the second, which hangs on who they are, more
    walks, reads = np.isin(activity, (0, 3)), phone[tracks["person"].to_numpy()]
    assert (activity[walks & reads] == 3).mean() == pytest.approx(PHONE_HABIT, abs=0.04)
    assert (activity[walks] == 3).mean() == pytest.approx(0.086, abs=0.02)


def test_full_venues_make_people_queue(tmp_path):
    site = small_site(tmp_path, edit={"venue/cafe": {"capacity": 1}, "venue/shop": {"capacity": 1}})
    day, _, tracks = run(site, total=3000, start="11:00", end="13:00")
    assert day.facts()["queued"] > 20
    queueing = tracks["activity"].to_numpy() == 1
    assert queueing.sum() > 1000
    x, y = (tracks[name].to_numpy()[queueing] / 100 for name in ("x_cm", "y_cm"))
    gate = next(g.xy for g in site.gates if g.gate == "underground")
    tickets = np.hypot(x - gate[0], y - gate[1]) < 7
    assert (~tickets).sum() > 1000
    doors = shapely.MultiPoint([v.xy for v in site.venues if v.venue in ("cafe", "shop")])
    apart = shapely.distance(doors, shapely.points(x, y))
    assert apart[~tickets].max() < 13


def test_nobody_gives_up_a_queue_sooner_than_the_least_patience(tmp_path):
    # whoever got in first stays for hours, so all others wait until they have had enough
    site = small_site(tmp_path, edit={"venue/shop": {"capacity": 1}})
    day, _, tracks = run(site, total=7000, start="11:00", end="13:00", dwell_factor=10)
    x, y = (tracks[name].to_numpy() / 100 for name in ("x_cm", "y_cm"))
    gate = next(g.xy for g in site.gates if g.gate == "underground")
    queueing = (tracks["activity"].to_numpy() == 1) & (np.hypot(x - gate[0], y - gate[1]) > 7)
    person, tick = (tracks[name].to_numpy()[queueing] for name in ("person", "tick"))
    once = [
        row["itinerary"].count("venue/shop") == 1 and "venue/cafe" not in row["itinerary"]
        for row in day.people.to_pylist()
    ]
    who, first = np.unique(person, return_index=True)
    last = np.append(first[1:], person.size) - 1
    seconds = ((tick[last] - tick[first]) / 4)[np.array(once)[who]]
    least, most = PATIENCE
    assert len(seconds) > 30
    # less the way to the place in the line
    assert np.quantile(seconds, 0.1) > least - 15
    assert seconds.max() < most + 2
    assert np.median(seconds) == pytest.approx((least + most) / 2, rel=0.3)


def test_groups_get_away_although_no_seat_is_ever_free(site, monkeypatch):
    def nothing_free(self, row, stop, party):
        return
        yield

    monkeypatch.setattr(Agenda, "_outdoors", nothing_free)
    visitors = dict.fromkeys(Shares().model_dump(), 0.0) | {"visitor": 1.0}
    day, _, _ = run(site, total=300, group_factor=3, shares=visitors)
    rows = day.people.to_pylist()
    together = Counter(row["group"] for row in rows)
    assert sum(together[row["group"]] > 1 for row in rows) > 100
    assert all(row["outcome"] == "left" for row in rows if row["gate_out"].startswith("gate/"))


def test_a_day_is_simulated_once(site):
    day = simulate(site, Crowd(total=5, **MORNING))
    assert isinstance(day, DayRun)
    with pytest.raises(RunError, match="take every slab first"):
        _ = day.people
    list(day.slabs())
    with pytest.raises(RunError, match="simulated already"):
        next(day.slabs())


def test_progress_is_told_between_slabs(site):
    told = []
    day = simulate(site, Crowd(total=5, **MORNING), slab_minutes=15, on_progress=told.append)
    list(day.slabs())
    assert told == [0.25, 0.5, 0.75, 1.0]


def test_a_site_without_the_kinds_people_look_for_still_works(tmp_path):
    bare = small_site(tmp_path, drop=("venue/homes", "venue/office", "venue/college", "venue/cafe"))
    day, _, _ = run(bare, total=400, **MORNING)
    assert day.facts()["arrived"] == day.people.num_rows > 0


def test_everybody_keeps_to_their_usual_way(site, monkeypatch):
    ways = []
    choose = Whereabouts._via

    def noting(self, row, goal):
        via = choose(self, row, goal)
        leader = self._person[self._leader[row]]
        ways[-1].setdefault((leader, int(self.at[row]), goal), set()).add(via)
        return via

    monkeypatch.setattr(Whereabouts, "_via", noting)
    for day in (14, 15):
        ways.append({})
        run(site, total=2500, date=site.date.replace(day=day), **MORNING)
    again = ways[0].keys() & ways[1].keys()
    assert len(again) > 60
    # one way between two places, on both days; others take other ways between the same places
    assert all(ways[0][trip] == ways[1][trip] and len(ways[0][trip]) == 1 for trip in again)
    taken = {}
    for (_, start, goal), via in ways[0].items():
        taken.setdefault((start, goal), set()).update(via)
    assert max(len(via) for via in taken.values()) > 2


def test_regulars_come_back_as_who_they_were(site, morning):
    day, _, _ = morning
    later = simulate(
        site, Crowd(total=2500, **MORNING), seed=4, date=site.date.replace(day=15), slab_minutes=60
    )
    list(later.slabs())
    both = [{row["home_id"]: row for row in d.people.to_pylist()} for d in (day, later)]
    again = both[0].keys() & both[1].keys()
    assert len(again) > 50
    kept = ("persona", "age_band", "stature_m", "eye_height_m", "ipd_m", "shoulder_m", "phone")
    for home in again:
        alike = both[0][home]["mobility"] == both[1][home]["mobility"]
        for name in (*kept, "gate_in", "gate_out", *(["free_speed_m_per_s"] if alike else [])):
            assert both[0][home][name] == both[1][home][name]
    hours = np.array([[d[home]["arrive_s"] for d in both] for home in sorted(again)])
    assert (hours[:, 0] != hours[:, 1]).all()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"seed": -1}, "seed is -1, but must be a whole number from 0 to 4,294,967,295"),
        ({"replication": 70_000}, "replication is 70000"),
        ({"slab_minutes": 0}, "slab_minutes is 0, but must be a whole number from 1 to 240"),
        ({"slab_minutes": 2.5}, "slab_minutes is 2.5"),
        ({"threads": 0}, "threads is 0"),
        (
            {"date": "2017-06-14"},
            r"date is '2017-06-14', but must be a date such as datetime\.date",
        ),
        ({"crowd": {"total": 10}}, r"crowd is \{'total': 10\}, but must be a Crowd such as twin\."),
        (
            {"site": "kings_cross"},
            "site is 'kings_cross', but must be a Site such as twin.site.load",
        ),
    ],
)
def test_what_no_day_can_be_made_of_is_refused(site, wrong, said):
    with pytest.raises(ShapeError, match=said):
        simulate(**{"site": site, "crowd": Crowd(total=10), **wrong})


def test_nobody_vanishes_between_one_walk_and_the_next(morning):
    tracks = morning[2]
    person, tick = tracks["person"].to_numpy(), tracks["tick"].to_numpy()
    gap = np.where(person[1:] == person[:-1], np.diff(tick) - 1, 0)
    # nobody is indoors for two seconds or less
    assert not ((gap > 0) & (gap <= 8)).any()
