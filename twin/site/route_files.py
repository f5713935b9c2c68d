"""Flow fields on disk: three .npy files and a small .json with their hashes, written last.

Files are written beside their place and renamed. What is truncated or damaged is not read: the
caller computes it anew.
"""

import contextlib
import hashlib
import json
import logging
import os
import threading
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from io import BufferedRandom
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from twin.arrays import Floats
from twin.errors import RunError
from twin.site.ground import Ground
from twin.site.things import Area

__all__ = ["Fields", "Size", "key", "read", "room", "write"]

log = logging.getLogger(__name__)

_SOURCES = (
    "kernels.py", "routes.py", "ground.py", "lengths.py", "route_files.py", "surface/kernels.py",
    "sweep/kernels.py",
)  # fmt: skip


class Fields(NamedTuple):
    """What is kept of some goals; see :class:`twin.site.routes.Routes`."""

    angle: NDArray[np.uint8]
    distance: NDArray[np.uint8]
    between: NDArray[np.float32]


_TYPES: tuple[np.dtype[Any], ...] = (
    np.dtype(np.uint8),
    np.dtype(np.uint8),
    np.dtype(np.float32),
)


class Size(NamedTuple):
    """How many rows lead to how many goals over how many nodes."""

    rows: int
    goals: int
    nodes: int

    @property
    def shapes(self) -> tuple[tuple[int, int], ...]:
        """The shapes of the arrays of :class:`Fields`."""
        return (self.rows, self.nodes), (self.rows, self.nodes), (self.rows, self.goals)


def room(size: Size) -> Fields:
    """Make empty arrays for fields."""
    return Fields(*(np.empty(shape, kind) for shape, kind in zip(size.shapes, _TYPES, strict=True)))


def key(
    ground: Ground,
    goals: Floats,
    radius: Floats,
    areas: Sequence[Area] = (),
    *,
    keep_off_walls: bool,
    sets: int,
) -> str:
    """Hash all that flow fields depend on: inputs, source text and compiler."""
    digest = hashlib.sha256()
    for name in _SOURCES:
        digest.update((Path(__file__).parent / name).read_bytes() + b"\0")
    for package in ("numba", "numpy", "llvmlite"):
        digest.update(f"{package} {version(package)}\0".encode())
    scalars = (ground.cell, ground.x0, ground.y0, *ground.shape, ground.lift, keep_off_walls, sets)
    digest.update(repr(tuple(float(number) for number in scalars)).encode())
    for array in (ground.walkable, ground.clearance, ground.surface, goals, radius):
        digest.update(np.ascontiguousarray(array).tobytes())
    for area in areas:
        digest.update(shapely.to_wkb(area))
    return digest.hexdigest()


def read(folder: Path, key: str, size: Size) -> Fields | None:
    """Map the fields of a key into memory, read-only; None when they are not there and whole."""
    paths = _paths(folder, key)
    try:
        hashes = json.loads(paths[-1].read_text())
        if not isinstance(hashes, dict) or hashes.get("key") != key:
            return None
        found = []
        files = zip(Fields._fields, paths, _TYPES, size.shapes, strict=False)
        for name, path, dtype, shape in files:
            with path.open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != hashes.get(name):
                    log.warning("%s is damaged and will be computed again", path)
                    return None
            array = np.load(path, mmap_mode="r", allow_pickle=False)
            if array.shape != shape or array.dtype != dtype:
                return None
            found.append(np.asarray(array))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        log.warning("%s cannot be read (%s) and will be computed again", paths[-1], error)
        return None
    return Fields(*found)


def write(folder: Path, key: str, size: Size, batches: Iterable[tuple[int, Fields]]) -> None:
    """Write the fields of a key, given a few rows at a time and the first of them, in any order.

    Raises
    ------
    RunError
        If the folder cannot be written.
    """
    paths = _paths(folder, key)
    beside = [
        path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.part") for path in paths
    ]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(paths)
        hashes = {"key": key}
        with contextlib.ExitStack() as stack:
            files = [
                _Rows(stack.enter_context(part.open("w+b")), shape, dtype)
                for part, dtype, shape in zip(beside, _TYPES, size.shapes, strict=False)
            ]
            for first, batch in batches:
                for file, name in zip(files, Fields._fields, strict=True):
                    file.put(first, getattr(batch, name))
            names = zip(Fields._fields, files, strict=True)
            hashes |= {name: file.hash() for name, file in names}
        beside[-1].write_text(json.dumps(hashes))
        for part, path in zip(beside, paths, strict=True):
            part.replace(path)
    except OSError as error:
        message = (
            f"{folder}: routes could not be written ({error.strerror or error}), "
            "but the folder must be writable and have room."
        )
        raise RunError(message) from error
    finally:
        for part in beside:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def _sweep(paths: Iterable[Path]) -> None:
    """Remove what writers that were killed left of these files."""
    for path in paths:
        for part in path.parent.glob(f".{path.name}.*.part"):
            pid = part.name.split(".")[-3]
            if pid.isdigit() and not _is_running(int(pid)):
                part.unlink(missing_ok=True)


def _is_running(pid: int) -> bool:
    """Say whether a process of this number exists."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class _Rows:
    """A .npy file that is written some rows at a time."""

    def __init__(self, file: BufferedRandom, shape: tuple[int, int], dtype: np.dtype[Any]) -> None:
        self._file = file
        self._row = shape[1] * dtype.itemsize
        np.lib.format.write_array_header_1_0(
            file,
            {"descr": np.lib.format.dtype_to_descr(dtype), "fortran_order": False, "shape": shape},
        )
        self._begin = file.tell()

    def put(self, first: int, rows: NDArray[Any]) -> None:
        """Write some rows, of which ``first`` is the number of the first."""
        self._file.seek(self._begin + first * self._row)
        self._file.write(rows.tobytes())

    def hash(self) -> str:
        """Hash what is written."""
        self._file.seek(0)
        return hashlib.file_digest(self._file, "sha256").hexdigest()


def _paths(folder: Path, key: str) -> list[Path]:
    """Name the files of a key; the one with the hashes is the last."""
    stem = f"routes-{key[:16]}"
    arrays = [folder / f"{stem}-{name}.npy" for name in Fields._fields]
    return [*arrays, folder / f"{stem}.json"]
