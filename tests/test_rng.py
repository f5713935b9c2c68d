"""The generator: published vectors, uniformity, and one definition for arrays and kernels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from twin.jit import kernel
from twin.rng import Stream, normal, philox, uniform

# kat_vectors of the Random123 distribution (salmon2011), philox4x32 with 10 rounds.
VECTORS = [
    ([0] * 4, [0] * 2, [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]),
    ([0xFFFFFFFF] * 4, [0xFFFFFFFF] * 2, [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]),
    (
        [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344],
        [0xA4093822, 0x299F31D0],
        [0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1],
    ),
]

word = st.integers(0, 2**32 - 1)


@kernel
def draw(seed, stream, replication, day, person, out):
    for i in range(out.shape[0]):
        out[i, 0] = uniform(seed, stream, replication, day, person, i)
        out[i, 1] = normal(seed, stream, replication, day, person, i)


@pytest.mark.parametrize(("counter", "key", "expected"), VECTORS)
def test_published_vectors(counter, key, expected):
    got = philox(*(np.uint64(c) for c in counter), *(np.uint64(k) for k in key))
    assert [int(word) for word in got] == expected


@pytest.mark.kernel
@given(seed=word, replication=word, day=word, person=word)
def test_kernels_draw_what_arrays_draw(seed, replication, day, person):
    inside = np.empty((8, 2))
    draw(seed, Stream.GAZE, replication, day, person, inside)
    counter = np.arange(8)
    assert np.array_equal(
        inside[:, 0], uniform(seed, Stream.GAZE, replication, day, person, counter)
    )
    # the libraries' logarithm and cosine may differ in the last bit
    outside = normal(seed, Stream.GAZE, replication, day, person, counter)
    assert np.allclose(inside[:, 1], outside, rtol=0, atol=1e-14)


def test_uniform_is_uniform_along_every_part_of_the_address():
    n = np.arange(20_000)
    for part in range(6):
        address = [1, int(Stream.WALK), 2, 3, 4, 5]
        address[part] = n
        assert stats.kstest(uniform(*address), "uniform").pvalue > 1e-4


def test_normal_is_normal():
    assert stats.kstest(normal(3, Stream.TRAITS, 0, 0, np.arange(50_000), 0), "norm").pvalue > 1e-4


def test_neighbouring_addresses_are_independent():
    n = np.arange(50_000)
    here, next_person = (uniform(1, Stream.WALK, 0, 1, n + k, 0) for k in (0, 1))
    other_stream = uniform(1, Stream.GAZE, 0, 1, n, 0)
    # the correlation of independent samples has standard deviation 1 / sqrt(n)
    assert abs(np.corrcoef(here, next_person)[0, 1]) < 4.5 / np.sqrt(n.size)
    assert abs(np.corrcoef(here, other_stream)[0, 1]) < 4.5 / np.sqrt(n.size)


def test_stream_numbers_are_never_used_twice():
    assert len(set(Stream)) == len(Stream.__members__)
