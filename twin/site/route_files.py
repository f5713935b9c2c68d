"""Flow fields on disk: three .npy files and a small .json with their hashes, written last.

Files are written beside their place and renamed. What is truncated or damaged is not read: the
caller computes it anew.
"""

import contextlib
import hashlib
import io
import json
import logging
import os
import threading
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from twin.arrays import Floats
from twin.errors import RunError
from twin.site.ground import Ground
from twin.site.things import Area

__all__ = ["Fields", "key", "read", "room", "write"]

log = logging.getLogger(__name__)

_SOURCES = (
    "kernels.py", "routes.py", "ground.py", "lengths.py", "route_files.py", "surface/kernels.py",
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


def room(goals: int, nodes: int) -> Fields:
    """Make empty arrays for the fields of some goals over some nodes."""
    shapes = _shapes(goals, nodes)
    return Fields(*(np.empty(shape, kind) for shape, kind in zip(shapes, _TYPES, strict=True)))


def _shapes(goals: int, nodes: int) -> tuple[tuple[int, int], ...]:
    return (goals, nodes), (goals, nodes), (goals, goals)


def key(
    ground: Ground,
    goals: Floats,
    radius: Floats,
    areas: Sequence[Area] = (),
    *,
    keep_off_walls: bool,
) -> str:
    """Hash all that flow fields depend on: inputs, source text and compiler."""
    digest = hashlib.sha256()
    for name in _SOURCES:
        digest.update((Path(__file__).parent / name).read_bytes() + b"\0")
    for package in ("numba", "numpy", "llvmlite"):
        digest.update(f"{package} {version(package)}\0".encode())
    scalars = (ground.cell, ground.x0, ground.y0, *ground.shape, ground.lift, keep_off_walls)
    digest.update(repr(tuple(float(number) for number in scalars)).encode())
    for array in (ground.walkable, ground.clearance, ground.surface, goals, radius):
        digest.update(np.ascontiguousarray(array).tobytes())
    for area in areas:
        digest.update(shapely.to_wkb(area))
    return digest.hexdigest()


def read(folder: Path, key: str, goals: int, nodes: int) -> Fields | None:
    """Map the fields of a key into memory, read-only; None when they are not there and whole."""
    paths = _paths(folder, key)
    try:
        hashes = json.loads(paths[-1].read_text())
        if not isinstance(hashes, dict) or hashes.get("key") != key:
            return None
        found = []
        shapes = _shapes(goals, nodes)
        for name, path, dtype, shape in zip(Fields._fields, paths, _TYPES, shapes, strict=False):
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


def write(folder: Path, key: str, goals: int, nodes: int, batches: Iterable[Fields]) -> None:
    """Write the fields of a key, given a few rows at a time.

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
                _Hashed(stack.enter_context(part.open("wb")), shape, dtype)
                for part, dtype, shape in zip(beside, _TYPES, _shapes(goals, nodes), strict=False)
            ]
            for batch in batches:
                for file, name in zip(files, Fields._fields, strict=True):
                    file.put(getattr(batch, name).tobytes())
            names = zip(Fields._fields, files, strict=True)
            hashes |= {name: file.digest.hexdigest() for name, file in names}
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


class _Hashed:
    """A .npy file that is hashed while it is written."""

    def __init__(self, file: IO[bytes], shape: tuple[int, int], dtype: np.dtype[Any]) -> None:
        self.file = file
        self.digest = hashlib.sha256()
        header = io.BytesIO()
        np.lib.format.write_array_header_1_0(
            header,
            {"descr": np.lib.format.dtype_to_descr(dtype), "fortran_order": False, "shape": shape},
        )
        self.put(header.getvalue())

    def put(self, content: bytes) -> None:
        """Write and hash some bytes."""
        self.file.write(content)
        self.digest.update(content)


def _paths(folder: Path, key: str) -> list[Path]:
    """Name the files of a key; the one with the hashes is the last."""
    stem = f"routes-{key[:16]}"
    arrays = [folder / f"{stem}-{name}.npy" for name in Fields._fields]
    return [*arrays, folder / f"{stem}.json"]
