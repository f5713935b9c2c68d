"""Medians of a few turns, and how fast the machine copies."""

import time

import numpy as np

__all__ = ["TURNS", "bandwidth", "took"]

TURNS = 5


def took(work):
    """Return the median wall and processor seconds of doing something a few times."""
    seconds = []
    for _ in range(TURNS):
        wall, core = time.perf_counter(), time.process_time()
        work()
        seconds.append((time.perf_counter() - wall, time.process_time() - core))
    return np.median(seconds, axis=0)


def bandwidth(pool):
    """Return how fast one thread and two copy 200 MB, read and written. [GB/s]"""
    source = np.ones(25_000_000)
    target = np.zeros_like(source)
    moved, middle = 2 * source.nbytes / 1e9, len(source) // 2
    parts = [(target[:middle], source[:middle]), (target[middle:], source[middle:])]
    return (
        moved / took(lambda: np.copyto(target, source))[0],
        moved / took(lambda: list(pool.map(np.copyto, *zip(*parts, strict=True))))[0],
    )
