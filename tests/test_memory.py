"""Memory that is free again goes back to the system."""

import os
import platform
import sys
from pathlib import Path

import numpy as np
import pytest

from twin.memory import give_back, let_go


def resident_mb():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can be told to")
def test_what_is_free_between_what_lives_on_is_given_back():
    # below the size at which glibc maps each array by itself
    arrays = [np.ones(100_000, dtype=np.uint8) for _ in range(2_000)]
    living = arrays[::100] + arrays[-1:]  # the heap cannot shrink from its end
    full = resident_mb()
    arrays.clear()
    give_back()
    assert resident_mb() < full - 100
    assert all(one.all() for one in living)


@pytest.mark.skipif(sys.platform != "linux", reason="only there it can be read what is resident")
def test_what_was_read_of_a_mapped_file_is_let_go(tmp_path):
    np.save(tmp_path / "a.npy", np.ones((4_000, 10_000), dtype=np.uint8))
    mapped = np.asarray(np.load(tmp_path / "a.npy", mmap_mode="r"))
    before = resident_mb()
    assert mapped.sum() == 4e7
    read = resident_mb()
    let_go(mapped[7])
    assert read > before + 30
    assert resident_mb() < read - 30
    assert mapped.sum() == 4e7
    held = np.ones(10)
    let_go(held)
    assert held.sum() == 10
