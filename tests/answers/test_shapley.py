"""Shapley values: worked by hand, against every subset, and the laws that define them."""

from itertools import combinations
from math import factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.answers.shapley import worth_of_any, worth_of_chances
from twin.errors import ShapeError


def pairs(missed):
    """Turn a chance to miss for each thing and player (M, C) into pairs."""
    things, players = np.shape(missed)
    return (
        np.repeat(np.arange(things), players),
        np.tile(np.arange(players), things),
        np.ravel(missed),
        players,
    )


def by_subsets(missed):
    """Write the value out as Shapley did: a weighted sum over all subsets of the others."""
    missed = np.asarray(missed, dtype=float)
    n = missed.shape[1]

    def value(who):
        return float((1 - missed[:, list(who)].prod(axis=1)).sum())

    shares = np.zeros(n)
    for i in range(n):
        others = [j for j in range(n) if j != i]
        for size in range(n):
            weight = factorial(size) * factorial(n - size - 1) / factorial(n)
            for who in combinations(others, size):
                shares[i] += weight * (value([*who, i]) - value(who))
    everybody = range(n)
    added = [value(everybody) - value([j for j in everybody if j != i]) for i in everybody]
    return added, shares


def test_three_players_by_hand():
    """One is certain, one hits half of the times, one never.

    Together they bring about 1. Before the second player comes, the first adds 1; after it, 0.5:
    0.75 on average. The second adds 0.5 or, after the first, nothing: 0.25. Left out, the first
    lacks 1 - 0.5 = 0.5 and the second nothing, for the first is certain.
    """
    worth = worth_of_chances(*pairs([[0.0, 0.5, 1.0]]))
    assert worth.share == pytest.approx([0.75, 0.25, 0.0], abs=1e-12)
    assert worth.added == pytest.approx([0.5, 0.0, 0.0], abs=1e-12)


def test_things_that_any_one_brings_about_by_hand():
    """Ground of 6 m2 that three cameras show, and of 5 m2 that the last alone does.

    A third of 6 is 2 for each; nothing of it is lost without one. The last has 2 + 5 = 7.
    """
    thing, player = np.array([0, 0, 0, 1]), np.array([0, 1, 2, 2])
    worth = worth_of_any(thing, player, 4, weight=[6.0, 5.0])
    assert worth.share.tolist() == [2.0, 2.0, 7.0, 0.0]
    assert worth.added.tolist() == [0.0, 0.0, 5.0, 0.0]


chances = st.integers(1, 6).flatmap(
    lambda players: st.lists(
        st.lists(st.sampled_from([0.0, 1.0]) | st.floats(0, 1), min_size=players, max_size=players),
        min_size=1,
        max_size=4,
    )
)


@given(chances)
def test_the_polynomial_gives_what_all_subsets_give(missed):
    worth, (added, share) = worth_of_chances(*pairs(missed)), by_subsets(missed)
    assert worth.share == pytest.approx(share, abs=1e-12)
    assert worth.added == pytest.approx(added, abs=1e-12)


@given(
    st.lists(st.lists(st.booleans(), min_size=5, max_size=5), min_size=1, max_size=5),
)
def test_any_one_is_the_certain_case_of_chances(hits):
    there = np.array(hits)
    thing, player = there.nonzero()
    any_one = worth_of_any(thing, player, 5)
    chance = worth_of_chances(*pairs(np.where(there, 0.0, 1.0)))
    assert any_one.share == pytest.approx(chance.share, abs=1e-12)
    assert any_one.added == pytest.approx(chance.added, abs=1e-12)


def test_forty_players_share_the_whole_equals_alike_and_an_idle_one_nothing():
    """Far more players than subsets could be listed for; how many have a part in a thing varies."""
    missed = np.random.default_rng(7).uniform(0.2, 1.0, (30, 40))
    missed[:, 5], missed[:, 11] = missed[:, 3], 1.0
    thing, player, left, players = pairs(missed)
    kept = (left < 1.0) & ((thing + player) % 3 > 0) | (player == 3) | (player == 5)
    missed = np.where(kept.reshape(missed.shape), missed, 1.0)
    worth = worth_of_chances(thing[kept], player[kept], left[kept], players)
    assert worth.share.sum() == pytest.approx((1 - missed.prod(axis=1)).sum(), rel=1e-12)
    assert worth.share[3] == pytest.approx(worth.share[5], rel=1e-12)
    assert worth.share[11] == worth.added[11] == 0.0
    alone = (1 - missed).sum(axis=0)
    assert (worth.added <= worth.share + 1e-12).all()
    assert (worth.share <= alone + 1e-12).all()


def test_nothing_to_divide_is_worth_nothing():
    none = np.zeros(0, dtype=np.intp)
    for worth in (worth_of_any(none, none, 2), worth_of_chances(none, none, [], 2)):
        assert worth.share.tolist() == worth.added.tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("missed", "said"),
    [
        ([0.5, 1.5], "missed lies between 0.5 and 1.5, but must lie between 0 and 1."),
        ([0.5], "missed"),
    ],
)
def test_what_is_no_chance_is_refused(missed, said):
    with pytest.raises(ShapeError, match=said):
        worth_of_chances(np.array([0, 0]), np.array([0, 1]), missed, 2)
