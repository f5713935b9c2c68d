"""Stages and runs on disk: content-addressed folders that are never read half-written.

``runs/.stages/<stage>-<key16>/`` holds what a stage made, once, under the hash of all it was made
from; ``runs/<name>/`` refers to it. Every file is written beside its place and renamed. A stage
folder counts as finished only when ``done.json`` stands in it, which is written last. A lock that
the system frees when its holder dies keeps two runs from making the same stage at once.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import feather

from twin.errors import RunError
from twin.packing import Packing, RangeOf, ranges_of, write_parquet
from twin.tables import TABLES

__all__ = ["Stage", "Store", "file_sha256", "make_folder", "stage_key", "write_file"]

_GOES_ON = "; what was finished before is kept, and the next run goes on from there"

_PACKAGE = Path(__file__).parent
_GROUND = (
    "errors.py", "arrays.py", "ahead.py", "frames.py", "rng.py", "jit.py", "tables.py",
    "quantity.py",
)  # fmt: skip
_NUMERIC = (
    "numpy",
    "scipy",
    "numba",
    "llvmlite",
    "shapely",
    "pyproj",
    "simpy",
    "pyarrow",
    "astral",
)


def stage_key(stage: str, packages: tuple[str, ...], inputs: Mapping[str, Any]) -> str:
    """Hash everything a stage's output depends on.

    Parameters
    ----------
    stage : str
        Name of the stage.
    packages : tuple of str
        Folders of this package whose source text the output depends on.
    inputs : mapping
        Plain values: what the stage reads, and the key of the stage before it.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    digest = hashlib.sha256(f"{stage}\0".encode())
    digest.update(json.dumps(inputs, sort_keys=True, allow_nan=False).encode())
    for name, table in sorted(TABLES.items()):
        digest.update(f"\0{name}={table.version}".encode())
    for name in _NUMERIC:
        digest.update(f"\0{name}={version(name)}".encode())
    files = [_PACKAGE / name for name in _GROUND]
    for package in packages:
        files += sorted(f for f in (_PACKAGE / package).rglob("*") if f.suffix in {".py", ".yaml"})
    for file in files:
        digest.update(b"\0" + file.relative_to(_PACKAGE).as_posix().encode() + b"\0")
        digest.update(file.read_bytes())
    return digest.hexdigest()


def file_sha256(path: Path) -> str:
    """Hash a file's content.

    Raises
    ------
    RunError
        If it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror})."
        raise RunError(message) from error


def make_folder(path: Path) -> None:
    """Make a folder and those above it; one that is there already stays as it is.

    Raises
    ------
    RunError
        If it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = (
            f"{path}: the folder could not be made ({error.strerror or error}), but must be one "
            "that can be written."
        )
        raise RunError(message) from error


def write_file(path: Path, fill: Callable[[Path], object], *, after: str = "") -> None:
    """Write a file beside its place, then rename it, so that nobody reads half of it.

    Parameters
    ----------
    path : Path
        Where the file belongs.
    fill : callable
        Called with the path to write to.
    after : str
        What is told after the reason when that fails.

    Raises
    ------
    RunError
        If the disk refuses, for example because it is full.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.part")
    try:
        fill(beside)
        if not path.name.startswith("."):
            # on the disk before it has its name: what a name stands for is whole even after a power
            # cut; what is only needed on the way need not be, and there are thousands of such files
            with beside.open("rb") as file:
                os.fsync(file.fileno())
        beside.replace(path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        message = f"{path}: could not be written ({error.strerror or error}){after}."
        raise RunError(message) from error


@dataclass(frozen=True)
class Stage:
    """The folder of one stage's output.

    Attributes
    ----------
    path : Path
        The folder.
    key : str
        Hash of what the output depends on.
    """

    path: Path
    key: str

    def facts(self) -> dict[str, Any] | None:
        """Return what ``done.json`` says, or None when the stage is not finished."""
        try:
            done: dict[str, Any] = json.loads((self.path / "done.json").read_text())
            sizes = {self.path / name: entry["bytes"] for name, entry in done["files"].items()}
            ours = done["key"] == self.key
        except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
            # not there, or damaged: either way the stage is made again
            return None
        whole = all(file.is_file() and file.stat().st_size == size for file, size in sizes.items())
        return done if whole and ours else None

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder while its stage is made; waits for another process that does."""
        make_folder(self.path)
        with (self.path / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def begin(self, plan: Mapping[str, Any]) -> None:
        """Start or go on: what an interrupted run left behind is kept only under the same plan.

        Parameters
        ----------
        plan : mapping
            Plain values that shape the files but not the rows, such as the length of a slab.
        """
        text = json.dumps(plan, sort_keys=True)
        file = self.path / ".plan.json"
        if not file.is_file() or file.read_text() != text:
            self._clear([one for one in self.path.iterdir() if one.name != ".lock"])
            self.write_bytes(file.name, text.encode())

    def _clear(self, files: Iterable[Path]) -> None:
        """Remove files, the plan first: without it nobody goes on from what is left."""
        for file in sorted(files, key=lambda file: file.name != ".plan.json"):
            file.unlink()

    def write_table(
        self,
        name: str,
        table: pa.Table,
        *,
        cuts: Sequence[int] | None = None,
        packing: Packing | None = None,
    ) -> None:
        """Write a table; one already there must have the same bytes.

        What only helps on the way is named ``.arrow`` and written as it is, quick to write and to
        read; all else is Parquet.

        Parameters
        ----------
        name : str
            Of the file.
        table : pyarrow.Table
            Its rows.
        cuts : sequence of int, optional
            Rows at which the table is cut into parts that can be read without each other, none of
            them empty; only for Parquet.
        packing : Packing, optional
            How such a table is packed, where not as most are.

        Raises
        ------
        RunError
            If the disk refuses, or an earlier run wrote other bytes.
        """
        ends = [0, *(cuts or ()), table.num_rows]
        parts = (table.slice(start, end - start) for start, end in pairwise(ends))
        usual = Packing() if cuts is not None else Packing(ranges=())
        self._write(name, table.schema, parts, packing or usual)

    def write_parts(self, name: str, schema: pa.Schema, parts: Iterable[pa.Table]) -> None:
        """Write a table that comes part by part, as :meth:`write_table` does one with cuts."""
        self._write(name, schema, parts, Packing())

    def _write(
        self, name: str, schema: pa.Schema, parts: Iterable[pa.Table], packing: Packing
    ) -> None:
        path = self.path / name

        def fill(beside: Path) -> None:
            if name.endswith(".arrow"):
                whole = pa.concat_tables([schema.empty_table(), *parts])
                feather.write_feather(whole, beside, compression="lz4")
            else:
                write_parquet(schema, parts, beside, packing)
            if path.is_file() and file_sha256(path) != file_sha256(beside):
                message = (
                    f"{path}: an earlier, interrupted run wrote other bytes from the same inputs; "
                    "delete the folder and run again."
                )
                raise RunError(message)

        write_file(path, fill, after=_GOES_ON)

    def read_table(
        self,
        name: str,
        columns: list[str] | None = None,
        *,
        part: Callable[[RangeOf], bool] | None = None,
    ) -> pa.Table:
        """Read a table that :meth:`write_table` wrote.

        Parameters
        ----------
        name : str
            Of the file.
        columns : list of str, optional
            Which to read; all when missing.
        part : callable, optional
            Says from the ranges of a part's numbers whether to read it, of a table written in
            parts; all are read when missing.

        Raises
        ------
        RunError
            If its bytes are not those that were written.
        """
        path = self.path / name
        try:
            if name.endswith(".arrow"):
                return feather.read_table(path, columns=columns, memory_map=False)
            with pq.ParquetFile(path, page_checksum_verification=True) as file:
                if part is None:
                    return file.read(columns)
                wanted = [n for n, range_of in enumerate(ranges_of(file)) if part(range_of)]
                return file.read_row_groups(wanted, columns)
        except (OSError, pa.ArrowException) as error:
            message = f"{path}: is damaged; delete the folder {self.path} and run again."
            raise RunError(message) from error

    def write_bytes(self, name: str, data: bytes) -> None:
        """Write a small file."""
        write_file(self.path / name, lambda beside: beside.write_bytes(data), after=_GOES_ON)

    def finish(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """Mark the stage finished: its files, their hashes, and facts about it.

        Files whose names begin with a dot were needed on the way only, and are removed.
        """
        files = {
            file.name: {"bytes": file.stat().st_size, "sha256": file_sha256(file)}
            for file in sorted(self.path.iterdir())
            if not file.name.startswith(".") and file.name != "done.json"
        }
        done = {"key": self.key, "files": files, **facts}
        self.write_bytes("done.json", (json.dumps(done, indent=1, sort_keys=True) + "\n").encode())
        self._clear([file for file in self.path.glob(".*") if file.name != ".lock"])
        return done


@dataclass(frozen=True)
class Store:
    """The place of all stages: ``<root>/.stages``.

    Attributes
    ----------
    root : Path
        The folder that holds the runs.
    """

    root: Path

    def stage(self, name: str, key: str) -> Stage:
        """Name the folder of a stage's output; it may not exist yet."""
        return Stage(self.root / ".stages" / f"{name}-{key[:16]}", key)

    def cache(self, name: str) -> Path:
        """Make a folder for things that can always be computed again."""
        folder = self.root / ".stages" / name
        make_folder(folder)
        return folder
