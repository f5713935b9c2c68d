"""Whether cameras can be avoided: ways by hand and against other searches, and laws."""

import json
import math
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

import twin
from tests.exposure.scenes import people
from tests.run.small_run import WEST_END, write_layout, write_small_scenario
from tests.site.small_map import small_site
from twin.answers.asked import Asked
from twin.answers.avoidable import AVOIDABLE
from twin.answers.avoidable.exposed import Exposed
from twin.answers.avoidable.net import DIRECTIONS, Net, net_of
from twin.answers.avoidable.places import place_of, places_of
from twin.answers.avoidable.routes import EXTRA
from twin.answers.avoidable.terrain import Terrain
from twin.answers.avoidable.trips import trips_of
from twin.answers.avoidable.walk import walk
from twin.answers.avoidable.ways import (
    LEAST,
    SHORTEST,
    UNSEEN,
    WEIGHTS,
    Ways,
    least_within,
    no_less_than,
)
from twin.answers.questions import ask
from twin.cameras import Camera, Lens
from twin.errors import ScenarioError
from twin.exposure import recognisers
from twin.exposure.evidence import UNITS
from twin.frames import camera_rotation
from twin.run.looks import encounters_of
from twin.sight import seen
from twin.site.projection import lonlat_to_site, site_to_lonlat
from twin.site.relief import FLAT
from twin.site.standing import Standing
from twin.site.things import Prisms
from twin.tables import TRACKS
from twin.usual import SPEED


def net_between(xy, *joined):
    """Make a net of nodes and pairs of them that are joined; cameras are asked at the nodes."""
    start, to = np.array([*joined, *((b, a) for a, b in joined)]).T
    points = np.array(xy, dtype=np.float64), np.zeros(len(xy), dtype=np.bool_)
    ends = np.stack([start, to], axis=1)
    return Net.of(points, points, start, to, np.zeros(len(start), dtype=np.bool_), ends)


def exposed(count, *, evidence=(), shown=()):
    """Make up what cameras learn: evidence {(node, direction): a second's}, nodes in view."""
    told = np.zeros((count, DIRECTIONS))
    for at, value in dict(evidence).items():
        told[at] = value
    seen = np.zeros(count, dtype=np.bool_)
    seen[list(shown)] = True
    return Exposed(told, told > 0, seen)


CORNER = net_between([(0, 0), (20, 0), (10, 7.5)], (0, 1), (0, 2), (2, 1))
"""A street of 20 m, and a way round of 2 x 12.5 = 25 m by a corner."""


def test_a_way_round_is_taken_when_it_may_be_as_long():
    """Walking east along the street, a second has evidence 0.134 at either end.

    20 m at 1.34 m/s last 14.925 s, so the street has evidence 2.0, and the machine misses all but
    1 - exp(-2) = 0.8647 of its ceiling. The way round is 25 / 20 - 1 = 25 % longer. Walking west
    nothing is learned, so the way back is the street.
    """
    ways = Ways.of(CORNER, exposed(3, evidence={(0, 0): 0.134, (1, 0): 0.134}, shown=[0, 1]))
    found = ways.found([(0, 1), (1, 0)])
    assert found.metres[:, SHORTEST].tolist() == [20.0, 20.0]
    assert found.evidence[:, SHORTEST] == pytest.approx([2.0, 0.0])
    assert found.searched[:, SHORTEST] == pytest.approx([20.0, 0.0])
    assert found.metres[:, LEAST] == pytest.approx([25.0, 20.0])
    assert found.evidence[:, LEAST].tolist() == [0.0, 0.0]
    for extra, metres in ((0.0, 20.0), (0.24, 20.0), (0.25, 25.0)):
        chosen = least_within(found, extra)
        assert found.metres[0, chosen[0]] == pytest.approx(metres)
    terrain = Terrain(CORNER, ways, ceiling=0.89, eyes=1.6, dark=False)
    assert terrain.chance(found.evidence)[0, SHORTEST] == pytest.approx(0.89 * 0.8647, abs=1e-4)
    assert [*ways.nodes(0, 1, LEAST)] == [0, 2, 1]
    # 12.5 m of the way round are half in view at the ends of the street, as are all 20 m of that
    assert found.shown[:, SHORTEST].tolist() == [20.0, 20.0]
    assert found.shown[:, UNSEEN] == pytest.approx([12.5, 12.5])


def test_no_way_of_a_length_has_less_evidence_than_its_bound():
    """By hand: to avoid one unit of evidence is worth 2 m, then the street costs 20 + 2 x 2 = 24.

    So a way of at most 22 m has evidence (24 - 22) / 2 = 1 at least; the street has 2.
    """
    ways = Ways.of(CORNER, exposed(3, evidence={(0, 0): 0.134, (1, 0): 0.134}))
    found = ways.found([(0, 1)])
    # at 10 m a unit the way round costs 25, so 22 m leave (25 - 22) / 10 = 0.3 at least
    assert no_less_than(found, 0.1) == pytest.approx([1.0])
    assert no_less_than(found, 0.25) == pytest.approx([0.0], abs=1e-6)


SIDE = 4
GRID = [(2.0 * x, 2.0 * y) for y in range(SIDE) for x in range(SIDE)]
JOINED = [
    (a, b)
    for a, (ax, ay) in enumerate(GRID)
    for b, (bx, by) in enumerate(GRID)
    if a < b and max(abs(ax - bx), abs(ay - by)) == 2.0
]
SMALL = net_between(GRID, *JOINED)


def all_ways(ways, start, end):
    """List metres, evidence and metres shown of every way that visits no node twice."""
    net, out = ways.net, []

    def go(node, visited, told):
        if node == end:
            out.append(told)
            return
        for edge in range(net.first[node], net.first[node + 1]):
            to = int(net.to[edge])
            if to not in visited:
                go(to, visited | {to}, told + ways.columns[edge, :3])

    go(start, {start}, np.zeros(3))
    return np.array(out)


def made_up(seed):
    """Make up evidence in half of all directions of a third of the nodes, and who is in view."""
    draw = np.random.default_rng(seed)
    told = draw.uniform(0.0, 2.0, (len(GRID), DIRECTIONS))
    told *= draw.random((len(GRID), 1)) < 1 / 3
    told *= draw.random(told.shape) < 1 / 2
    return Exposed(told, told > 0, told.any(axis=1))


@pytest.mark.parametrize("seed", range(3))
def test_ways_are_those_of_trying_every_way(seed):
    net = net_between([GRID[k] for k in range(12)], *[p for p in JOINED if max(p) < 12])
    told = made_up(seed)
    ways = Ways.of(net, Exposed(told.evidence[:12], told.searched[:12], told.shown[:12]))
    found, every = ways.found([(0, 11)]), all_ways(ways, 0, 11)
    metres, evidence, shown = every.T
    assert found.metres[0, SHORTEST] == pytest.approx(metres.min())
    shortest = metres <= metres.min() + 1e-9
    assert found.evidence[0, SHORTEST] == pytest.approx(evidence[shortest].min())
    assert found.evidence[0, LEAST] == pytest.approx(evidence.min(), abs=1e-6)
    best = evidence <= evidence.min() + 1e-9
    assert found.metres[0, LEAST] == pytest.approx(metres[best].min())
    assert found.shown[0, UNSEEN] == pytest.approx(shown.min())
    for extra in EXTRA:
        allowed = metres <= (1 + extra) * metres.min() + 1e-9
        most = found.evidence[0, least_within(found, extra)[0]]
        assert no_less_than(found, extra)[0] <= evidence[allowed].min() + 1e-6
        assert most >= evidence[allowed].min() - 1e-9


@given(seed=st.integers(0, 10_000), start=st.integers(0, 15), end=st.integers(0, 15))
def test_ways_cost_what_another_search_finds(seed, start, end):
    ways = Ways.of(SMALL, made_up(seed))
    found = ways.found([(start, end)])
    for column, weight in enumerate(WEIGHTS[:-1]):
        cost = ways.columns[:, 0] + weight * ways.columns[:, 1]
        graph = csr_array((cost, (SMALL.start, SMALL.to)), shape=(len(GRID),) * 2)
        wanted = dijkstra(graph, indices=start)[end]
        told = found.metres[0, column] + weight * found.evidence[0, column]
        assert told == pytest.approx(wanted, rel=1e-9, abs=1e-9)


@given(seed=st.integers(0, 10_000), more=st.integers(0, 10_000))
def test_another_camera_never_makes_the_least_exposed_way_less_exposed(seed, more):
    few, other = made_up(seed), made_up(more)
    both = Exposed(
        few.evidence + other.evidence, few.searched | other.searched, few.shown | other.shown
    )
    pairs = [(0, 15), (15, 0), (3, 12)]
    one, two = (Ways.of(SMALL, told).found(pairs) for told in (few, both))
    assert (two.evidence[:, LEAST] >= one.evidence[:, LEAST] - 1e-6).all()
    assert (two.shown[:, UNSEEN] >= one.shown[:, UNSEEN] - 1e-6).all()
    spared = two.searched[:, LEAST] == 0.0
    assert (one.metres[spared, LEAST] <= two.metres[spared, LEAST] + 1e-9).all()
    for extra in EXTRA:
        assert (no_less_than(two, extra) >= no_less_than(one, extra) - 1e-6).all()


@given(seed=st.integers(0, 10_000), a=st.floats(0, 1), b=st.floats(0, 1))
def test_a_longer_way_is_never_more_exposed(seed, a, b):
    found = Ways.of(SMALL, made_up(seed)).found([(0, 15), (12, 3)])
    low, high = sorted((a, b))
    rows = np.arange(2)
    short, long = (found.evidence[rows, least_within(found, extra)] for extra in (low, high))
    assert (long <= short).all()
    assert (no_less_than(found, low) <= short + 1e-6).all()
    assert (found.evidence[:, LEAST] <= long).all()


@given(seed=st.integers(0, 10_000))
def test_what_is_settled_is_what_is_found_of_no_or_more_extra_length(seed):
    ways, pairs = Ways.of(SMALL, made_up(seed)), [(0, 15), (12, 3), (1, 14), (0, 3)]
    whole, quick = ways.found(pairs), ways.found(pairs, settled=0.25)
    rows = np.arange(len(pairs))
    for extra in (0.0, 0.25, 0.5):
        one, two = (each.evidence[rows, least_within(each, extra)] for each in (whole, quick))
        assert one.tolist() == two.tolist()
        assert no_less_than(quick, extra) == pytest.approx(no_less_than(whole, extra), abs=1e-6)


def test_without_cameras_the_least_exposed_way_is_the_shortest():
    nothing = Exposed.of(SMALL, {}, body=BODY, site=YARD, recognisers=recognisers(), dark=False)
    found = Ways.of(SMALL, nothing).found([(0, 15), (3, 12)])
    assert not found.evidence.any()
    assert not found.shown.any()
    assert (found.metres == found.metres[:, :1]).all()
    assert least_within(found, 0.5).tolist() == [SHORTEST, SHORTEST]


def test_where_no_way_leads_none_is_told():
    net = net_between([(0, 0), (2, 0), (9, 9), (11, 9)], (0, 1), (2, 3))
    found = Ways.of(net, exposed(4)).found([(0, 1), (0, 3), (2, 2)])
    assert found.metres[:, SHORTEST].tolist() == [2.0, math.inf, 0.0]


YARD = SimpleNamespace(
    relief=FLAT,
    standing=Standing(Prisms.of([]), ground=np.zeros(0), crowns=np.zeros((0, 5))),
    extent=shapely.box(-50, -50, 50, 50),
    place_index=lambda x, y: np.full(len(x), -1),
)
"""Level ground with nothing on it."""

BODY = {"eye_height_m": 1.6, "ipd_m": 0.063, "shoulder_m": 0.46, "stature_m": 1.7}


def eye_level(**changes):
    """Hang a camera at the origin, as high as eyes, that looks east with F = 2500 px."""
    return Camera(
        "C", "C", np.array([0.0, 0.0, 1.6]), camera_rotation(90.0, 0.0),
        Lens(1920, 1080, 2500.0, model="rectilinear"), **changes,
    )  # fmt: skip


def learned(cameras, xy, *, dark=False):
    """Say what cameras, each a housing, learn of whoever walks across some nodes."""
    net = net_between(xy, *((0, k) for k in range(1, len(xy))))
    return Exposed.of(
        net, {str(n): [one] for n, one in enumerate(cameras)}, body=BODY, site=YARD,
        recognisers=recognisers(), dark=dark,
    )  # fmt: skip


def test_evidence_is_that_of_a_face_on_the_way():
    """Somebody walks west across (10, 0) towards a camera on their level.

    Of the four moments of that second, 0.335 m apart, the last is nearest: 10 - 0.5025 = 9.50 m
    away. Eyes 63 mm apart are 2500 x 0.063 / 9.50 = 16.6 px apart there, and do not move in the
    image. The face looks 0.08 rad down, two times in three along the way and one in six 0.52 rad
    to either side, where the camera stands atan2(sin 0.52, cos 0.52 cos 0.08) aside and
    asin(cos 0.52 sin 0.08) above. Walking east, only the back of the head is seen; at (-10, 0)
    nothing.
    """
    told = learned([eye_level()], [(10.0, 0.0), (-10.0, 0.0)])
    curve = recognisers().curves[1]
    size = 2500 * 0.063 / 9.50
    logistic = 1 / (1 + math.exp(-(size / curve.quality - curve.midpoint_px) / curve.width_px))
    aside = math.atan2(math.sin(0.52), math.cos(0.52) * math.cos(0.08))
    above = math.asin(math.cos(0.52) * math.sin(0.08))
    ahead = logistic * math.cos(0.08) ** 2
    turned = logistic * math.cos(aside) ** 2 * math.cos(above) ** 2
    wanted = -2 / 3 * math.log(1 - ahead) - 1 / 3 * math.log(1 - turned)
    assert told.evidence[0, 8] == pytest.approx(wanted, rel=0.01)
    assert told.searched[0, 8]
    assert not told.evidence[0, 0]
    assert not told.searched[0, 0]
    assert told.shown.tolist() == [True, False]
    assert not told.evidence[1].any()


def test_a_mask_and_darkness_tell_less_and_a_camera_more_never_does():
    places = [(6.0, 0.0), (10.0, 1.0), (14.0, -2.0), (20.0, 0.5)]
    other = Camera(
        "D", "D", np.array([25.0, 3.0, 3.0]), camera_rotation(270.0, -5.0),
        Lens(1920, 1080, 2500.0, model="rectilinear"),
    )  # fmt: skip
    one, two = learned([eye_level()], places), learned([eye_level(), other], places)
    assert one.evidence.any()
    assert (two.evidence >= one.evidence).all()
    assert (two.evidence > one.evidence).any()
    assert (two.shown >= one.shown).all()
    night = learned([eye_level()], places, dark=True)
    assert (night.evidence <= one.evidence).all()
    assert night.evidence.sum() < one.evidence.sum()
    black = np.array([(0, 0), (1920, 0), (1920, 1080), (0, 1080)], dtype=np.float64)
    masked = learned([eye_level(masks=(black,))], places)
    assert not masked.evidence.any()
    assert not masked.shown.any()


@pytest.fixture(scope="module")
def ground(tmp_path_factory):
    site = small_site(tmp_path_factory.mktemp("map"))
    return site, net_of(site)


def test_edges_stay_on_walkable_ground_and_join_all_gates_and_venues(ground):
    site, net = ground
    lines = shapely.linestrings(np.stack([net.xy[net.start], net.xy[net.to]], axis=1))
    on_ground = site.walkable.union(shapely.union_all([b.polygon for b in site.bridges]))
    assert shapely.covered_by(lines[~net.below[net.start]], on_ground.buffer(0.01)).all()
    _, far = net.nearest(np.array([place.xy for place in places_of(site).values()]))
    assert far.max() < 2.0
    # each edge has one back
    there = set(zip(net.start.tolist(), net.to.tolist(), strict=True))
    assert there == {(b, a) for a, b in there}


def test_ways_without_steps_keep_off_steps(ground):
    site, net = ground
    steps = shapely.union_all([flight.polygon for flight in site.stairs])
    level = net.without_steps
    lines = shapely.linestrings(np.stack([level.xy[level.start], level.xy[level.to]], axis=1))
    crossing = shapely.linestrings(np.stack([net.xy[net.start], net.xy[net.to]], axis=1))
    assert shapely.intersects(crossing, steps).any()
    assert not shapely.intersects(lines, steps)[~level.below[level.start]].any()


def test_trips_are_the_walks_from_stop_to_stop():
    """A commuter walks in, to lunch, back and out: 4 trips. A resident begins and ends at home."""
    gates = [SimpleNamespace(id=name) for name in ("gate/a", "gate/b")]
    kinds = {"venue/desk": "office", "venue/cafe": "cafe", "venue/flat": "home"}
    venues = [SimpleNamespace(id=name, venue=kind) for name, kind in kinds.items()]
    ends = {"gate_in": "gate/a", "gate_out": "gate/b"}
    lunch = ["venue/desk", "venue/desk", "venue/cafe", "venue/desk"]
    table = people(
        {**ends, "itinerary": lunch},
        {**ends, "persona": "resident", "itinerary": ["venue/cafe", "venue/flat"]},
        {**ends, "persona": "passer", "step_free": True},
        {**ends, "itinerary": ["venue/gone"]},
        {"gate_in": "unknown", "gate_out": "unknown"},
    )
    assert trips_of(table, gates, venues) == {
        ("gate/a", "venue/desk", False): 1,
        ("venue/desk", "venue/cafe", False): 1,
        ("venue/cafe", "venue/desk", False): 1,
        ("venue/desk", "gate/b", False): 1,
        ("venue/flat", "venue/cafe", False): 1,
        ("venue/cafe", "venue/flat", False): 1,
        ("gate/a", "gate/b", True): 1,
    }


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("avoidable")
    scenario = twin.load_scenario(write_small_scenario(folder / "in"))
    return twin.run_scenario(scenario, out=folder / "runs" / "a")


def test_shares_add_up_and_longer_ways_spare_more(run):
    told = ask("avoidable", run)
    everybody = told.figures["walkers"]["all"]
    assert everybody["trips"] + told.figures["no_way"] == told.figures["trips"]
    assert 0 < everybody["exposed"] < everybody["shown"] <= everybody["trips"]
    within = everybody["within"]
    assert within[0]["unexposed"] == everybody["trips"] - everybody["exposed"]
    assert within[0]["unseen"] == everybody["trips"] - everybody["shown"]
    for key, sign in (("unexposed", 1), ("unseen", 1), ("chance", -1), ("chance_at_least", -1)):
        assert np.all(sign * np.diff([row[key] for row in within]) >= 0)
    assert all(row["chance"] >= row["chance_at_least"] - 1e-9 for row in within)
    ends, ways = told.tables["ends"].to_pylist(), told.tables["ways"].to_pylist()
    assert sum(row["trips"] for row in ends) == 2 * everybody["trips"]
    assert sum(row["never"] for row in ends) == 2 * everybody["never"]
    assert sum(row["trips"] for row in ways) == everybody["trips"]
    assert all(row["longer_m"] >= 0 and row["least_chance"] <= row["chance"] for row in ways)


def test_a_camera_less_never_exposes_more_trips(run, tmp_path):
    file = write_small_scenario(tmp_path)
    write_layout(tmp_path / "layout.yaml", WEST_END)
    fewer = twin.run_scenario(twin.load_scenario(file), out=tmp_path / "runs" / "a")
    most, some = (ask("avoidable", one).figures["walkers"]["all"] for one in (run, fewer))
    assert some["trips"] == most["trips"]
    for key in ("exposed", "never", "shown", "shown_never"):
        assert some[key] <= most[key]
    assert some["shown"] < most["shown"]


def test_a_walk_is_drawn_and_exported_where_it_leads(run, cli):
    ends = ("--from", "west", "--to", "gate/east")
    files = ("--out", "w.png", "--gpx", "w.gpx", "--geojson", "w.geojson")
    code, out, errors = cli("walk", run.folder, *ends, *files, "--json")
    assert (code, errors) == (0, [])
    told = json.loads(out)
    assert told["least_exposed"]["chance"] <= told["shortest"]["chance"]
    assert told["extra_m"] >= 0
    assert Path("w.png").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    lines = json.loads(Path("w.geojson").read_text(encoding="utf-8"))["features"]
    site = run.inputs.site
    for line, name in zip(lines, ("shortest", "least_exposed"), strict=True):
        xy = lonlat_to_site(site, line["geometry"]["coordinates"])
        length = np.hypot(*np.diff(xy, axis=0).T).sum()
        assert length == pytest.approx(told[name]["metres"], abs=0.5)
        assert line["properties"]["seconds"] == pytest.approx(told[name]["metres"] / SPEED)
        for at, place in ((0, "gate/west"), (-1, "gate/east")):
            assert np.hypot(*(xy[at] - places_of(site)[place].xy)) < 2.0
    space = {"g": "http://www.topografix.com/GPX/1/1"}
    routes = ElementTree.parse("w.gpx").getroot().findall("g:rte", space)
    for route, line in zip(routes, lines, strict=True):
        points = [
            [float(point.attrib["lon"]), float(point.attrib["lat"])]
            for point in route.findall("g:rtept", space)
        ]
        assert points == line["geometry"]["coordinates"]
    code, _, errors = cli("walk", run.folder, *ends, *files)
    assert (code, errors) == (2, ["w.gpx: is there already, but must be a new file."])


def walked_along(run, xy, turn, late):
    """Add up the evidence of a pass over a way, with the face turned so far to the left. [rad]

    It begins so many moments later in a second.
    """
    inputs = run.inputs
    along = np.append(0.0, np.cumsum(np.hypot(*np.diff(xy, axis=0).T)))
    far = np.arange(0.0, along[-1], SPEED / 4)
    segment = np.searchsorted(along, far, side="right") - 1
    yaw = np.arctan2(*np.diff(xy, axis=0).T[::-1])[segment] + turn
    columns = {
        "person": np.zeros(len(far)),
        "tick": late + np.arange(len(far)),
        "x_cm": np.rint(100 * np.interp(far, along, xy[:, 0])),
        "y_cm": np.rint(100 * np.interp(far, along, xy[:, 1])),
        "head_yaw_crad": np.rint(100 * np.arctan2(np.sin(yaw), np.cos(yaw))),
        "head_pitch_crad": np.full(len(far), -8),
        "activity": np.zeros(len(far)),
        "below": np.zeros(len(far)),
    }
    tracks = pa.table(
        [pa.array(columns[f.name], type=pa.float64()).cast(f.type) for f in TRACKS.schema],
        schema=TRACKS.schema,
    )
    body = {name: [float(np.mean(run.people()[name].to_numpy()))] for name in BODY}
    one = pa.table({"person": pa.array([0], type=pa.int32()), **body})
    total = 0.0
    for camera in inputs.layout.cameras:
        ((_, looks),) = seen(tracks, one, [camera], inputs.site)
        day = np.zeros(600, dtype=np.bool_)
        encounters = encounters_of(
            [camera], [looks], site=inputs.site, recognisers=inputs.recognisers, dark=day
        )
        total += encounters["evidence_central"].to_numpy().sum() / UNITS
    return total


@pytest.mark.parametrize("ends", [[(70, 34), (102, 34)], [(50, 36), (18, 36)]])
def test_whoever_walks_a_way_shows_the_evidence_told_of_it(run, ends):
    """Walked through towards a camera by the stages of a run, in two phases of its seconds."""
    terrain = Terrain.of(Asked.of(run))
    first, last = terrain.nodes(np.array(ends, dtype=np.float64), step_free=False)
    ways = terrain.ways(step_free=False)
    told = ways.found([(first, last)]).evidence[0, SHORTEST]
    xy = ways.net.xy[ways.nodes(first, last, SHORTEST)]
    turns = [(0.0, 2 / 3), (0.52, 1 / 6), (-0.52, 1 / 6)]
    found = sum(
        share * np.mean([walked_along(run, xy, turn, late) for late in (0, 2)])
        for turn, share in turns
    )
    assert told > 1.0
    assert found == pytest.approx(told, rel=0.08)


def test_a_walk_may_be_short_or_out_of_view_or_between_any_points(run):
    asked = Asked.of(run)
    ends = "gate/west", "gate/east"
    direct, unseen = walk(asked, *ends, extra=0.0), walk(asked, *ends, out_of_view=True)
    assert direct.extra == 0.0
    assert unseen.other.shown_m <= direct.other.shown_m
    assert direct.other.chance >= direct.at_least
    back = walk(asked, *(_lat_lon(run, place) for place in reversed(ends)))
    assert back.shortest.metres == pytest.approx(direct.shortest.metres)
    assert np.array_equal(back.shortest.xy[0], direct.shortest.xy[-1])


def _lat_lon(run, place):
    site = run.inputs.site
    lon, lat = site_to_lonlat(site, [places_of(site)[place].xy])[0]
    return f"{lat:.8f},{lon:.8f}"


def test_what_is_no_place_is_refused(run, cli):
    site = run.inputs.site
    with pytest.raises(ScenarioError, match=r"^nowhere: is no gate or venue of the map, such as"):
        place_of(site, "nowhere")
    with pytest.raises(ScenarioError, match=r"^-0.12,251.5: must be a latitude from"):
        place_of(site, "-0.12,251.5")
    with pytest.raises(ScenarioError, match=r"^10,10: lies more than 3 m from all ground"):
        walk(Asked.of(run), "10,10", "gate/east")
    code, _, errors = cli("walk", run.folder, "--from", "west", "--to", "east", "--longer", "-1")
    assert (code, errors) == (2, ["--longer -1: must be 0 or more, in per cent."])
    both = ("--longer", "5", "--out-of-view")
    code, _, errors = cli("walk", run.folder, "--from", "west", "--to", "east", *both)
    assert code == 2
    assert "only one of them may be" in errors[0]


def test_people_whose_stops_are_unknown_are_told_so(run):
    nobody = people({"gate_in": "unknown", "gate_out": "unknown"})
    asked = SimpleNamespace(people=nobody, inputs=run.inputs)
    told = AVOIDABLE.ask(asked)
    assert told.sentences == (
        "It is not known between which gates and venues people walked, so no way is compared.",
    )
    assert told.figures["trips"] == 0
