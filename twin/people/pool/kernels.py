"""Draws over a whole pool: a lifelong number for each party, and the days on which each comes."""

from numba import prange

from twin.jit import kernel
from twin.rng import Stream, uniform, words

__all__ = ["CHUNK", "WORDS", "days_of", "numbers"]

_COME = int(Stream.COME)

CHUNK = 4096
"""Parties that one turn of a parallel loop works on."""

WORDS = 4
"""Days that share one draw of 128 bits, 32 for each: four times as fast as a draw for each day."""

_2_POW_32 = 4294967296.0


@kernel(parallel=True)
def numbers(address, stream, first, step, counter, out):
    """Draw a number for every party.

    Parameters
    ----------
    address : (3,) array of int64
        Seed, replication, day.
    stream, counter : int
        The rest of the address.
    first, step : int
        Home id of the first party's first member, and from one party to the next.
    out : (N,) array
        Filled with numbers in [0, 1).
    """
    n = out.size
    for chunk in prange((n + CHUNK - 1) // CHUNK):
        for i in range(chunk * CHUNK, min(n, (chunk + 1) * CHUNK)):
            out[i] = uniform(address[0], stream, address[1], address[2], first + step * i, counter)


@kernel(parallel=True)
def days_of(address, first, step, chance, share, size, visits, people, new):
    """Draw on which days every party comes.

    A day's 32 bits lie at the address of day // WORDS; as a share of 2**32 they come out below a
    chance with that chance, to 2**-32.

    Parameters
    ----------
    address : (3,) array of int64
        Seed, replication and the first day; the others follow.
    first, step : int
        Home id of the first party's first member, and from one party to the next.
    chance : (N,) array
        Of coming on the day of the week on which most come. [1]
    share : (D,) array
        What that is multiplied with on each day, at most 1. [1]
    size : (N,) array of int
        Members of each party.
    visits : (N,) array of int
        Filled with the number of days on which each comes.
    people, new : (N / CHUNK, D) array of int
        Zeros, filled with the people who come on each day, and those of them who had not come
        before: a row for each CHUNK of parties, the last of which may be cut short.
    """
    n, days, day = chance.size, share.size, address[2]
    for chunk in prange((n + CHUNK - 1) // CHUNK):
        for i in range(chunk * CHUNK, min(n, (chunk + 1) * CHUNK)):
            person, scaled, count = first + step * i, chance[i] * _2_POW_32, 0
            for quad in range(day // WORDS, (day + days - 1) // WORDS + 1):
                r0, r1, r2, r3 = words(address[0], _COME, address[1], quad, person, 0)
                for word in range(WORDS):
                    d = WORDS * quad + word - day
                    if 0 <= d < days:
                        bits = r0 if word == 0 else r1 if word == 1 else r2 if word == 2 else r3
                        if bits < scaled * share[d]:
                            people[chunk, d] += size[i]
                            new[chunk, d] += size[i] if count == 0 else 0
                            count += 1
            visits[i] = count
