"""Give memory that is not needed, or not for now, back to the system."""

import ctypes
import gc
import mmap
import sys
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

__all__ = ["give_back", "let_go"]


def give_back() -> None:
    """Give back what the stage before used: what is kept for later adds to the peak of the next.

    Arrow keeps what it frees, and so does glibc, in the gaps between what lives on; after a day of
    100,000 people that was 300 MB.
    """
    gc.collect()  # processes and their day hold each other, and hundreds of megabytes
    pa.default_memory_pool().release_unused()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # of glibc; musl has none
        if trim is not None:
            trim(0)


def let_go(array: NDArray[Any]) -> None:
    """Let go of what was read so far of a file that an array maps; it can be read again.

    Of an array that maps no file nothing is let go.
    """
    base: object = array
    while isinstance(base, np.ndarray):
        base = base.base
    if isinstance(base, mmap.mmap) and hasattr(base, "madvise"):  # not on Windows
        base.madvise(mmap.MADV_DONTNEED)
