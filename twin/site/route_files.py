"""Flow fields on disk: two .npy files and a small .json with their hashes, written last.

Files are written beside their place and renamed. What is truncated or damaged is not read: the
caller computes it anew.
"""

import contextlib
import hashlib
import json
import logging
import os
import threading
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twin.arrays import Floats
from twin.errors import RunError
from twin.site.ground import Ground

__all__ = ["key", "read", "writing"]

log = logging.getLogger(__name__)

Fields = tuple[NDArray[np.uint8], NDArray[np.float16]]
_NAMES = ("angle", "distance")
_TYPES: tuple[np.dtype[Any], ...] = (np.dtype(np.uint8), np.dtype(np.float16))
_SOURCES = ("kernels.py", "routes.py", "ground.py", "route_files.py")


def key(ground: Ground, goals: Floats, radius: Floats, keep_off_walls: bool) -> str:
    """Hash all that flow fields depend on: inputs, source text and compiler."""
    digest = hashlib.sha256()
    for name in _SOURCES:
        digest.update(Path(__file__).with_name(name).read_bytes() + b"\0")
    for package in ("numba", "numpy", "llvmlite"):
        digest.update(f"{package} {version(package)}\0".encode())
    scalars = (ground.cell, ground.x0, ground.y0, *ground.shape, keep_off_walls)
    digest.update(repr(tuple(float(number) for number in scalars)).encode())
    for array in (ground.walkable, ground.clearance, goals, radius):
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def read(folder: Path, key: str, shape: tuple[int, int]) -> Fields | None:
    """Map the fields of a key into memory, read-only; None when they are not there and whole."""
    paths = _paths(folder, key)
    try:
        hashes = json.loads(paths[2].read_text())
        if not isinstance(hashes, dict) or hashes.get("key") != key:
            return None
        found = []
        for name, path, dtype in zip(_NAMES, paths, _TYPES, strict=False):
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
        log.warning("%s cannot be read (%s) and will be computed again", paths[2], error)
        return None
    return found[0], found[1]


@contextlib.contextmanager
def writing(folder: Path, key: str, shape: tuple[int, int]) -> Iterator[Fields]:
    """Give arrays to fill; they become the files of a key when the block ends well.

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
        arrays = [
            np.lib.format.open_memmap(part, mode="w+", dtype=dtype, shape=shape)
            for part, dtype in zip(beside, _TYPES, strict=False)
        ]
        yield np.asarray(arrays[0]), np.asarray(arrays[1])
        for array in arrays:
            array.flush()
        del arrays
        hashes = {"key": key}
        for name, part in zip(_NAMES, beside, strict=False):
            with part.open("rb") as file:
                hashes[name] = hashlib.file_digest(file, "sha256").hexdigest()
        beside[2].write_text(json.dumps(hashes))
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


def _paths(folder: Path, key: str) -> tuple[Path, Path, Path]:
    """Name the files of a key."""
    stem = f"routes-{key[:16]}"
    return (
        folder / f"{stem}-angle.npy",
        folder / f"{stem}-distance.npy",
        folder / f"{stem}.json",
    )
