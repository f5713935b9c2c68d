"""The kernels of the pool against the plain generator, day by day."""

import numpy as np
import pytest

from twin.people.pool.kernels import CHUNK, WORDS, days_of, numbers
from twin.rng import Stream, uniform, words

pytestmark = pytest.mark.kernel


def test_numbers_are_those_of_the_generator():
    out = np.empty(60)
    numbers(np.array([7, 2, 0]), int(Stream.GROUP), 1000, 4, 1, out)
    assert (out == uniform(7, Stream.GROUP, 2, 0, 1000 + 4 * np.arange(60), 1)).all()


@pytest.mark.parametrize("start", [738_000, 738_001, 738_003])
@pytest.mark.parametrize("days", [1, 6])
def test_everybody_comes_on_the_days_their_bits_say(start, days):
    """One party and one day at a time, in plain Python."""
    rng = np.random.default_rng(start + days)
    n = 40
    chance, share = rng.random(n), rng.random(days)
    size = rng.integers(1, 5, n).astype(np.int8)
    visits = np.full(n, 99, dtype=np.int32)
    people, new = np.zeros((1, days), dtype=np.int64), np.zeros((1, days), dtype=np.int64)
    days_of(np.array([5, 1, start]), 400, 4, chance, share, size, visits, people, new)
    comes = np.zeros((n, days), dtype=bool)
    for i in range(n):
        for d in range(days):
            quad, word = divmod(start + d, WORDS)
            bits = int(words(5, Stream.COME, 1, quad, 400 + 4 * i, 0)[word])
            comes[i, d] = bits / 2**32 < chance[i] * share[d]
    assert (visits == comes.sum(axis=1)).all()
    assert (people[0] == size @ comes).all()
    first = comes & (comes.cumsum(axis=1) == 1)
    assert (new[0] == size @ first).all()


def test_chunks_add_up_whatever_their_number():
    n = CHUNK + 3
    chance, size = np.full(n, 0.5), np.ones(n, dtype=np.int8)
    visits = np.zeros(n, dtype=np.int32)
    people, new = np.zeros((2, 1), dtype=np.int64), np.zeros((2, 1), dtype=np.int64)
    days_of(np.array([5, 1, 9]), 0, 4, chance, np.ones(1), size, visits, people, new)
    assert people.sum() == visits.sum() == new.sum()
    assert visits[:CHUNK].sum() == people[0, 0]
    assert people.sum() == pytest.approx(n / 2, abs=5 * np.sqrt(n / 4))
