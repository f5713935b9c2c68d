"""Who comes on a day: persona, company, arrival, gates and body of every person, each by address.

The pool says who comes (:mod:`twin.people.pool`). Body, gates, habits and the usual hour are draws
of day 0 at the person's home id, those of the day at the same id and the date; whoever comes in
company takes arrival and gates from the first member of the party. Nothing depends on who else
comes, so one person more changes nobody else.
"""

from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from twin.arrays import Bools, Floats, Ints
from twin.people.company import draw_bands, draw_sizes, pupils, share_with_pupils
from twin.people.crowd import Crowd
from twin.people.event import GUEST, arrivals
from twin.people.gates import draw_gates, gate_weights
from twin.people.gaze import PHONE_HABIT
from twin.people.mobility import draw_mobility, free_speed, needs_no_steps, seated
from twin.people.personas import AGE_BANDS, Counts, Persona, begins, personas
from twin.people.pool.attend import comers
from twin.people.pool.ids import persona_of
from twin.people.profile import arrival_time, counts_of, out_of_school, profile
from twin.people.services import services
from twin.people.trains import by_train
from twin.people.traits import Address, Traits, draw_traits
from twin.rng import Stream
from twin.site.things import Gate

__all__ = ["Population", "draw_population"]

_SATURDAY = 5

_PHONE_BANDS = np.array([name != "child" for name in AGE_BANDS])


@dataclass(frozen=True, eq=False)
class Population:
    """Everybody who is simulated, one row a person, by rising home id.

    Attributes
    ----------
    home_id : (N,) array
        The person's number for life, the address of every draw.
    persona : (N,) array
        Index into the personas.
    arrive : (N,) array
        Time of arrival, seconds after midnight.
    leader : (N,) array
        Row of the party's first member.
    size : (N,) array
        Members of the party.
    gate_in, gate_out : (N,) array
        Index into the gates.
    traits : Traits
        Bodies.
    mobility : (N,) array
        What each moves with on this day: index into :data:`~twin.people.mobility.MOBILITY`.
    speed : (N,) array
        Free speed with it. [m/s]
    pace : (N,) array
        Speed the person walks at when nobody is near: free speed of the party's slowest. [m/s]
    pace_apart : (N,) array
        The same while the party's adults and children are apart: of the slowest of one's own. [m/s]
    step_free : (N,) array
        Whether anybody in the party needs a way without steps, which all of it then takes.
    phone, face_covering, hat : (N,) array
        Reads a phone at times while walking; covers nose and mouth; wears something with a brim.
    """

    home_id: Ints
    persona: Ints
    arrive: Floats
    leader: Ints
    size: Ints
    gate_in: Ints
    gate_out: Ints
    traits: Traits
    mobility: NDArray[np.int8]
    speed: Floats
    pace: Floats
    pace_apart: Floats
    step_free: Bools
    phone: Bools
    face_covering: Bools
    hat: Bools


def draw_population(
    crowd: Crowd, gates: tuple[Gate, ...], address: Address, weekday: int
) -> Population:
    """Draw everybody who arrives within the simulated time.

    Parameters
    ----------
    crowd : Crowd
        Settings.
    gates : tuple of Gate
        Where people come and go.
    address : Address
        The day.
    weekday : int
        0 is Monday.

    Returns
    -------
    Population
        By rising home id.
    """
    every = list(personas().values())
    life = address.life
    first = comers(crowd, address, weekday)
    # an event's guests come on top and leave everybody else their gates
    shares = np.array([getattr(crowd.shares, name, 0.0) for name in personas()])
    gate_in, gate_out = draw_gates(
        life, first, persona_of(first), gate_weights(shares, gates, every), gates, every
    )
    coming, leaving = (_kinds(life, first, gate, gates, every) for gate in (gate_in, gate_out))
    arrive = by_train(
        address,
        first,
        _arrivals(
            address,
            first,
            weekday,
            crowd,
            coming,
            leaving,
            _with_pupil(life, first, crowd, every),
        ),
        coming,
        np.array([gate.station or "" for gate in gates])[gate_in],
        weekday=weekday,
        services=services(),
    )
    kept = (arrive >= crowd.start_s) & (arrive < crowd.end_s)
    first, arrive = first[kept], arrive[kept]
    members = draw_sizes(life, first, crowd, every)
    party, home_id, leader = _members(first, members)
    persona = persona_of(home_id)
    band = draw_bands(life, home_id, first[party], every)
    traits = _bodies(life, home_id, persona, band, every)
    mobility = draw_mobility(address, home_id, persona, traits.band, home_id == first[party], every)
    traits = seated(traits, mobility)
    speed = free_speed(traits, mobility)
    return Population(
        home_id=home_id,
        persona=persona,
        arrive=arrive[party],
        leader=leader,
        size=members[party],
        gate_in=gate_in[kept][party],
        gate_out=gate_out[kept][party],
        traits=traits,
        mobility=mobility,
        speed=speed,
        pace=_paces(speed, leader),
        pace_apart=_paces(speed, 2 * leader + (traits.band == 0)),
        step_free=np.isin(leader, leader[needs_no_steps(mobility)]),
        phone=(
            life.uniform(Stream.PHONE, home_id)
            < min(crowd.phone_share / PHONE_HABIT, 1.0) * _PHONE_BANDS[traits.band]
        ),
        face_covering=life.uniform(Stream.TRAITS, home_id, 6) < crowd.face_covering_share,
        hat=address.uniform(Stream.TRAITS, home_id, 7) < crowd.hat_share,
    )


def _arrivals(
    address: Address,
    first: Ints,
    weekday: int,
    crowd: Crowd,
    coming: NDArray[np.str_],
    leaving: NDArray[np.str_],
    with_pupil: Bools,
) -> Floats:
    """Draw when each party would arrive if nobody came by train, about its usual hour.

    A normal number for life and one of the day, mixed so that their sum is standard normal again (a
    Gaussian copula [nelsen2006]_) and inverted by the day's profile, which therefore holds exactly.
    On school days that is parted in two, for those with a child of school age and for all others.

    References
    ----------
    .. [nelsen2006] key in twin/sources.bib, chapter 2.
    """
    usual = address.life.normal(Stream.ARRIVAL, first)
    today = address.normal(Stream.ARRIVAL, first)
    persona = persona_of(first)
    arrive = np.empty(first.size)
    for k, (name, p) in enumerate(personas().items()):
        mine = np.flatnonzero(persona == k)
        event = crowd.event if name == GUEST else None
        mixed = ndtr(np.sqrt(p.usual) * usual[mine] + np.sqrt(1.0 - p.usual) * today[mine])
        which = counts_of(p, coming[mine], leaving[mine])
        for counts in get_args(Counts):
            there = which == counts
            shape = profile(p, weekday, counts) if event is None else arrivals(event)
            if p.school is None or weekday >= _SATURDAY:
                arrive[mine[there]] = arrival_time(mixed[there], shape)
                continue
            along = there & with_pupil[mine]
            without = there & ~with_pupil[mine]
            left, others = out_of_school(shape, p.school, share_with_pupils(p, crowd))
            arrive[mine[along]] = arrival_time(mixed[along], left)
            arrive[mine[without]] = arrival_time(mixed[without], others)
    return arrive


def _with_pupil(life: Address, first: Ints, crowd: Crowd, every: list[Persona]) -> Bools:
    """Tell which parties have a child of school age."""
    party, home_id, _ = _members(first, draw_sizes(life, first, crowd, every))
    pupil = pupils(life, home_id, draw_bands(life, home_id, first[party], every))
    found: Bools = np.bincount(party[pupil], minlength=first.size) > 0
    return found


def _members(first: Ints, members: Ints) -> tuple[Ints, Ints, Ints]:
    """List the members of parties: number of the party, home id, row of its first member."""
    party = np.repeat(np.arange(first.size), members)
    leader = (np.cumsum(members) - members)[party]
    return party, first[party] + np.arange(party.size) - leader, leader


def _kinds(
    life: Address, first: Ints, gate: Ints, gates: tuple[Gate, ...], every: list[Persona]
) -> NDArray[np.str_]:
    """Name the kind of gate by which each comes or goes; empty when its days begin indoors."""
    u = life.uniform(Stream.AGENDA, first, 0).tolist()
    kinds = np.array([one.gate for one in gates])[gate]
    persona = persona_of(first).tolist()
    by_gate = [begins(every[k], one) == "gate" for k, one in zip(persona, u, strict=True)]
    return np.where(by_gate, kinds, "")


def _bodies(
    life: Address, person: Ints, persona: Ints, band: NDArray[np.int8], every: list[Persona]
) -> Traits:
    """Draw sex and body."""
    female = np.array([p.female for p in every])[persona]
    woman = life.uniform(Stream.TRAITS, person, 0) < female
    return draw_traits(life, person, woman, band)


def _paces(speed: Floats, group: Ints) -> Floats:
    """Let each group, told by a number, walk at its slowest member's speed.

    That slows a group down the more the larger it is, as in [moussaid2010], so nothing else does.
    """
    number, mine = np.unique(group, return_inverse=True)
    slowest = np.full(number.size, np.inf)
    np.minimum.at(slowest, mine, speed)
    found: Floats = slowest[mine]
    return found
