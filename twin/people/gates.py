"""By which gate each persona comes and goes."""

import numpy as np

from twin.arrays import Bools, Floats, Ints
from twin.people.personas import Persona
from twin.people.traits import Address, choose
from twin.rng import Stream
from twin.site.things import Gate

__all__ = ["PASS_LEAST", "draw_gates", "gate_weights"]

PASS_LEAST = 250.0
"""People who only pass through leave by a gate at least this far away. [m] assumption (150-400)."""

ROUNDS = 500
"""Most rounds of fitting; fewer than 50 bring the shipped map's gates to within 1e-12."""


def gate_weights(shares: Floats, gates: tuple[Gate, ...], every: list[Persona]) -> Floats:
    """Choose how often each persona comes by each gate, so that every gate has its share.

    Starts from the gate's share times the persona's weight for its kind, and fits rows and columns
    in turn (iterative proportional fitting, [deming1940]_), which keeps the odds between two
    personas and two gates as the weights have them.

    Parameters
    ----------
    shares : (P,) array
        Share of the people that is of each persona; not normalised. [1]
    gates : tuple of Gate
        Where people come and go; their shares are of all who arrive by a gate.
    every : list of Persona
        The personas.

    Returns
    -------
    (P, G) array
        Weight of each gate for each persona. Where no weights give every gate its share, as when
        nobody comes by a kind of gate, those that come nearest. [1]

    References
    ----------
    .. [deming1940] key in twin/sources.bib.
    """
    wanted = np.array([gate.share for gate in gates], dtype=np.float64)
    kinds = np.array([[p.gates.get(gate.gate, 0.0) for gate in gates] for p in every])
    weights: Floats = wanted * kinds
    none = ~weights.any(axis=1)
    weights[none] = wanted
    arrivals = shares * np.array([p.start.get("gate", 0.0) for p in every])
    if not arrivals.any():
        return weights
    arrivals, wanted = arrivals / arrivals.sum(), wanted / wanted.sum()
    for _ in range(ROUNDS):
        rows = weights / weights.sum(axis=1, keepdims=True)
        found = arrivals @ rows
        if np.abs(found - wanted).max() < 1e-12:
            break
        weights = rows * np.divide(wanted, found, out=np.ones_like(found), where=found > 0)
    return weights


def draw_gates(
    address: Address,
    first: Ints,
    persona: Ints,
    weights: Floats,
    gates: tuple[Gate, ...],
    every: list[Persona],
) -> tuple[Ints, Ints]:
    """Draw where each comes in and goes out.

    Parameters
    ----------
    address : Address
        Of day 0: people keep to their gates.
    first : (N,) array of int
        Home id of the first member of each person's party, who chooses for all.
    persona : (N,) array of int
        Index into the personas.
    weights : (P, G) array
        Made by :func:`gate_weights`.
    gates : tuple of Gate
        Where people come and go.
    every : list of Persona
        The personas.

    Returns
    -------
    gate_in, gate_out : (N,) array of int
        Index into the gates.
    """
    xy = np.array([gate.xy for gate in gates])
    apart = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))
    gate_in = np.zeros(first.size, dtype=np.intp)
    gate_out = np.zeros(first.size, dtype=np.intp)
    u_in = address.uniform(Stream.GATE, first, 0)
    u_same = address.uniform(Stream.GATE, first, 1)
    u_out = address.uniform(Stream.GATE, first, 2)
    for k, p in enumerate(every):
        mine = np.flatnonzero(persona == k)
        gate_in[mine] = choose(u_in[mine], weights[k])
        for g in range(len(gates)):
            there = mine[gate_in[mine] == g]
            far = weights[k] * _elsewhere(p, g, gates, apart[g])
            far = far if far.any() else weights[k]
            gate_out[there] = np.where(u_same[there] < p.same_gate, g, choose(u_out[there], far))
    return gate_in, gate_out


def _elsewhere(persona: Persona, come: int, gates: tuple[Gate, ...], apart: Floats) -> Bools:
    """Say by which gates those may leave who came by one and leave by another.

    Whoever changes trains leaves by another station, whoever passes through by another side of the
    site.
    """
    if persona.changes:
        station = gates[come].station
        return np.array([gate.station not in (None, station) for gate in gates])
    return apart > (PASS_LEAST if persona.same_gate == 0 else -1.0)
