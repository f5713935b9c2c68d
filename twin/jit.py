"""The one way to compile a kernel.

Every kernel is compiled with the same options: cached, IEEE results, no fastmath, so that the
same inputs give the same bytes. Numba's own cache does not notice a change in a function of
another file, so the cache folder is named by the text of *all* kernel files, the versions and the
processor. Threads are those of TBB where there is a wheel of it, else of OpenMP or Numba's own work
queue; no result depends on it. The work queue aborts the process when two threads start parallel
kernels at once, so one lock stands round every parallel kernel.
"""

import ctypes
import functools
import hashlib
import logging
import os
import platform
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, overload

# Threads of OpenMP that wait must sleep: spinning ones take the processor from whoever has work,
# which made two threads ten times slower than one on a busy machine. Read when the first kernel
# starts.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import llvmlite
import llvmlite.binding
import numba

from twin.arrays import as_whole

_CONFIG: Any = numba.config  # filled from the environment, so its names are not declared

__all__ = ["as_threads", "cache_folder", "kernel", "kernel_text", "threads", "threads_available"]

MOST_THREADS = 1024
"""So many may be asked for; no more are used than there are cores. [1]"""

P = ParamSpec("P")
R = TypeVar("R")

log = logging.getLogger(__name__)

# Loops over a few are common: of those that do several at once, one step at a time, since what is
# left over of more would be done one by one. Arithmetic is the same.
llvmlite.binding.set_option("", "-force-vector-interleave=1")

_LOCK = threading.RLock()
_PACKAGE = Path(__file__).parent


def _load_tbb() -> None:
    """Load TBB where pip has put it, where Numba's loader does not look."""
    try:
        files = metadata.files("tbb") or []
    except metadata.PackageNotFoundError:
        return
    for file in files:
        if file.name == "libtbb.so.12":
            try:
                ctypes.CDLL(str(file.locate()))
            except OSError as error:
                log.info("threads: TBB is not used, OpenMP does as well: %s", error)


_load_tbb()


def kernel_text() -> bytes:
    """Join the text of every file that holds compiled code, in a fixed order."""
    files = [*sorted(_PACKAGE.rglob("kernels.py")), _PACKAGE / "rng.py", _PACKAGE / "jit.py"]
    return b"\0".join(file.read_bytes() for file in files)


@functools.cache
def cache_folder() -> Path:
    """Name the folder of compiled kernels; it changes whenever anything compiled could change."""
    digest = hashlib.sha256(kernel_text())
    for part in (
        numba.__version__,
        llvmlite.__version__,
        platform.python_version(),
        llvmlite.binding.get_host_cpu_name(),
        str(_CONFIG.BOUNDSCHECK),
    ):
        digest.update(b"\0" + part.encode())
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "twin"
    try:
        home.mkdir(parents=True, exist_ok=True)
        writable = os.access(home, os.W_OK)
    except OSError:
        writable = False
    if not writable:
        home = Path(tempfile.gettempdir()) / f"twin-cache-{os.getuid()}"
    return home / f"kernels-{digest.hexdigest()[:16]}"


@overload
def kernel(function: Callable[P, R], /) -> Callable[P, R]: ...
@overload
def kernel(*, parallel: bool) -> Callable[[Callable[P, R]], Callable[P, R]]: ...
def kernel(function: Callable[..., Any] | None = None, /, *, parallel: bool = False) -> Any:
    """Compile a function of numbers and arrays.

    Parameters
    ----------
    function : callable
        The kernel; it prints nothing and keeps no state, and unless it is parallel it allocates
        nothing and returns no array.
    parallel : bool
        Whether its ``numba.prange`` loops may use several threads. Such a kernel takes the
        process-wide lock while it runs and cannot be called from another kernel.

    Returns
    -------
    callable
        The compiled function. ``py_func`` is the original.
    """
    if function is None:
        return functools.partial(_compile, parallel=parallel)
    return _compile(function, parallel=parallel)


def _compile(function: Callable[..., Any], *, parallel: bool) -> Callable[..., Any]:
    """Compile one function into the cache folder, behind the lock when it is parallel."""
    before = _CONFIG.CACHE_DIR
    _CONFIG.CACHE_DIR = str(cache_folder())
    try:
        # counting who holds an array, by atomic additions, costs more than many a kernel does: only
        # a parallel kernel, which may allocate, needs it (the option is in no stub)
        counting: dict[str, Any] = {"_nrt": parallel}
        compiled: Callable[..., Any] = numba.njit(
            cache=True,
            error_model="numpy",
            nogil=True,
            parallel=parallel,
            # inside another kernel: handing arrays over costs more than small kernels do
            forceinline=not parallel,
            **counting,
        )(function)
    finally:
        _CONFIG.CACHE_DIR = before
    if not parallel:
        return compiled

    @functools.wraps(function)
    def locked(*args: Any) -> Any:
        with _LOCK:
            return compiled(*args)

    locked.py_func = function  # type: ignore[attr-defined]
    return locked


def threads_available() -> int:
    """Count the threads a parallel kernel may use at most."""
    return int(_CONFIG.NUMBA_NUM_THREADS)


def as_threads(count: int | None) -> int:
    """Take how many threads to use; None means all there are.

    Raises
    ------
    ShapeError
        If it is no whole number from 1 on.
    """
    if count is None:
        return threads_available()
    return as_whole("threads", count, least=1, most=MOST_THREADS)


@contextmanager
def threads(count: int | None, *, piece: int = 0) -> Iterator[None]:
    """Let parallel kernels use ``count`` threads inside the block; None means all there are.

    ``piece``: turns of a loop that a thread of TBB takes at a time, and again when it is done with
    them; 0 gives each an equal share. Taking turns keeps every core at work while others are at
    work, too.
    """
    before = numba.get_num_threads()
    wanted = min(as_threads(count), threads_available())
    if wanted != before:
        numba.set_num_threads(wanted)
    before_piece = numba.set_parallel_chunksize(piece)
    try:
        yield
    finally:
        numba.set_parallel_chunksize(before_piece)
        if wanted != before:
            numba.set_num_threads(before)
