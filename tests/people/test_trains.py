"""Pulses: the quarter hours keep their people, and within them people come a train at a time."""

import numpy as np
import pytest
from scipy import stats

from twin.people.crowd import DAY_START
from twin.people.profile import BINS, QUARTER
from twin.people.services import Services, services
from twin.people.trains import by_train
from twin.people.traits import Address
from twin.run import check_inputs
from twin.scenario import load_scenario

TODAY = Address(3, 0, 738_000)
WEDNESDAY, SUNDAY = 2, 6
N = 60_000
FIRST = 4 * np.arange(N)
# evenly over the day, with the smallest step of a low-discrepancy sequence
TIME = DAY_START + BINS * QUARTER * ((np.arange(N) * 0.6180339887498949) % 1.0)


def only(*, hour=12.0, platforms=1, spread_s=60.0, sigma=0.0, stations=(None,)):
    """Describe one line of trains to rail gates, or one to each of some stations."""
    said = {"source": "assumption", "off_by": 0.5}
    line = {"share": 1, "platforms": platforms, "peak": hour, "other": hour, "spread_s": spread_s}
    return Services(
        trains={"rail": {f"to {name}": line | said | {"station": name} for name in stations}},
        loads={"load_sigma": sigma} | said,
        buses=services().buses.model_dump(),
        ticket_gates={},
        tills={},
    )


def come(kind="rail", *, weekday=WEDNESDAY, of=None, address=TODAY, first=FIRST, station=""):
    kinds, stations = np.full(first.size, kind), np.full(first.size, station)
    time, services_ = TIME[: first.size], of or services()
    return by_train(address, first, time, kinds, stations, weekday=weekday, services=services_)


def counts(time, seconds):
    edges = np.arange(DAY_START, DAY_START + BINS * QUARTER + 1, seconds)
    return np.histogram(time, bins=edges)[0]


@pytest.mark.parametrize("kind", ["underground", "rail"])
@pytest.mark.parametrize("weekday", [WEDNESDAY, SUNDAY])
def test_every_quarter_hour_has_exactly_the_people_it_had(kind, weekday):
    moved = come(kind, weekday=weekday)
    assert (moved // QUARTER == TIME // QUARTER).all()
    assert (moved != TIME).mean() > 0.99


@pytest.mark.parametrize("kind", ["street", "bridge", "towpath", "bus", ""])
def test_nobody_else_is_moved(kind):
    assert (come(kind) == TIME).all()


def test_people_of_a_platform_come_in_as_many_pulses_as_trains():
    """Twelve trains an hour whose people pass within a minute: 3 pulses, 3 gaps a quarter hour."""
    moved = np.sort(come(of=only()))
    gaps = np.flatnonzero(np.diff(moved) > 20.0)
    pulses = np.split(moved, gaps + 1)
    # two trains may follow each other within 20 s, at the end of a slot and the start of the next
    assert 0.9 * 3 * BINS < len(pulses) <= 3 * BINS
    alone = np.array([p[-1] - p[0] for p in pulses if p[-1] - p[0] < 61.0])
    assert alone.size > 0.8 * len(pulses)
    assert alone.max() <= 60.0
    assert np.median(alone) == pytest.approx(60.0, abs=2.0)


def test_the_share_of_time_without_anybody_is_that_between_trains():
    free = (counts(come(of=only()), 5) == 0).mean()
    assert free == pytest.approx(1 - 60 / 300, abs=0.03)


def test_trains_of_a_platform_are_as_loaded_as_asked():
    even = counts(come(of=only()), 300)
    assert even.max() - even.min() <= 4
    uneven = counts(come(of=only(sigma=0.3)), 300)
    spread = uneven.std() / uneven.mean()
    # three lognormal loads over their sum vary by sqrt(2/3) of the sigma, nearly
    assert spread == pytest.approx(0.3 * np.sqrt(2 / 3), abs=0.04)


def test_trains_show_at_rail_gates_and_hardly_at_the_underground():
    """Index of dispersion of counts of 15 s: 1 for people who come one by one at random."""
    rng_times = DAY_START + BINS * QUARTER * stats.qmc.Halton(1, seed=1).random(N)[:, 0]
    found = {}
    for kind in ("rail", "underground"):
        kinds, none = np.full(N, kind), np.full(N, "")
        moved = by_train(
            TODAY, FIRST, rng_times, kinds, none, weekday=WEDNESDAY, services=services()
        )
        busy = counts(moved, 15)
        found[kind] = busy.var() / busy.mean()
    assert found["rail"] > 2.0
    assert found["rail"] > found["underground"]


def test_the_spectrum_of_one_line_has_its_line():
    """Twelve an hour: the strongest period up to 10 minutes is that of the slots, 5 minutes."""
    series = counts(come(of=only(spread_s=240.0)), 10).astype(float)
    power = np.abs(np.fft.rfft(series - series.mean())) ** 2
    period = 10.0 * series.size / np.arange(1, power.size)
    strongest = period[np.argmax(np.where(period < 600, power[1:], 0.0))]
    assert strongest == pytest.approx(300.0, rel=0.01)


def test_trains_are_the_days_own_and_platforms_are_for_life():
    other = come(address=Address(3, 0, 738_001))
    assert (other != come()).mean() > 0.99
    # whoever comes is moved alike, whoever else comes
    assert (come(first=FIRST[:1000]) == come()[:1000]).all()


def test_of_a_quarter_of_a_train_there_is_one_train_in_every_quarter_hour():
    moved = come(of=only(hour=4.0, spread_s=30.0))
    assert (counts(moved, QUARTER) == counts(TIME, QUARTER)).all()
    assert len(np.flatnonzero(np.diff(np.sort(moved)) > 20.0)) + 1 == pytest.approx(BINS, abs=3)


def test_people_of_a_station_come_by_its_trains_and_by_no_others():
    """One train a quarter hour and station: people of one come in it, those of none in both."""
    two = only(hour=4.0, spread_s=30.0, stations=("Here", "There"))
    here, there, both = (come(of=two, station=name) for name in ("Here", "There", ""))
    busy = [counts(moved, 5) > 0 for moved in (here, there, both)]
    for one in busy[:2]:
        # 30 s of every 900 s, and up to one more count of 5 s
        assert 6 * BINS <= one.sum() <= 7 * BINS
    assert (busy[0] & busy[1]).sum() < 0.1 * busy[0].sum()
    either = busy[0] | busy[1]
    # the counts where a train's people begin or end may differ
    assert (busy[2] != either).sum() < 0.05 * either.sum()
    # a map's own name for a station without trains in the file: any of its kind
    assert (come(of=two, station="Elsewhere") == both).all()


def test_the_stations_of_the_trains_are_those_of_the_shipped_map():
    gates = check_inputs(load_scenario()).site.gates
    for kind, lines in services().trains.items():
        named = {line.station for line in lines.values()}
        assert named == {gate.station for gate in gates if gate.gate == kind}
