"""One way to compile: results do not depend on threads, and no old cache answers for new code."""

import platform
import sys
import threading

import numba
import numpy as np
import pytest

from twin import jit
from twin.errors import ShapeError


@jit.kernel(parallel=True)
def squares(out):
    for i in numba.prange(out.shape[0]):
        out[i] = i * i


@jit.kernel(parallel=True)
def whose(out):
    for i in numba.prange(out.shape[0]):
        x = 0.0
        for k in range(20_000):  # work for a second thread to wake up for
            x = np.sqrt(x + k)
        out[i] = numba.get_thread_id() + 0.0 * x


@pytest.mark.parametrize("count", [1, 2])
def test_as_many_threads_as_asked_for_share_a_loop(count):
    if jit.threads_available() < count:
        pytest.skip("needs two threads")
    out = np.empty(1000)
    with jit.threads(count):
        whose(out)
    assert len(np.unique(out)) == count
    if (sys.platform, platform.machine()) == ("linux", "x86_64"):
        assert numba.threading_layer() == "tbb"


@pytest.mark.kernel
def test_two_threads_may_start_parallel_kernels_at_once():
    outs = [np.empty(10_000) for _ in range(4)]
    workers = [threading.Thread(target=squares, args=(out,)) for out in outs]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert all(np.array_equal(out, np.arange(10_000.0) ** 2) for out in outs)


def test_threads_are_set_inside_the_block_only():
    before = numba.get_num_threads()
    with jit.threads(1):
        assert numba.get_num_threads() == 1
    assert numba.get_num_threads() == before


def test_the_cache_folder_follows_the_text_of_the_kernels(monkeypatch):
    jit.cache_folder.cache_clear()
    before = jit.cache_folder()
    monkeypatch.setattr(jit, "kernel_text", lambda: b"another kernel")
    jit.cache_folder.cache_clear()
    assert jit.cache_folder() != before
    jit.cache_folder.cache_clear()


@pytest.mark.parametrize("count", [0, -1, 1.5, "2", True, 5000])
def test_a_number_of_threads_is_a_whole_number_from_one_on(count):
    with pytest.raises(ShapeError, match=r"threads is .*, but must be a whole number from 1 to"):
        jit.as_threads(count)
