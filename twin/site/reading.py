"""Read the text of a map file: JSON with the line of every feature and property.

The file's size is looked at before it is read; whatever is wrong becomes one sentence.
"""

import bisect
import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from twin.errors import MapError
from twin.textfile import read_bytes

__all__ = ["LARGEST", "MapText", "RawFeature", "read"]

LARGEST = 64_000_000
"""Bytes; assumption: the largest site we know has 1 MB (range 10-200 MB)."""

_SPACE = re.compile(r"[ \t\r\n]*")


@dataclass(frozen=True)
class RawFeature:
    """One feature as it stands in the file.

    Attributes
    ----------
    data : object
        Its JSON value.
    line : int
        Line on which it begins.
    text : str
        Its own text.
    twice : tuple of str
        Keys that stand twice in it.

    """

    data: Any
    line: int
    text: str
    twice: tuple[str, ...]

    def line_of(self, key: str) -> int:
        """Find the line of a key; the line of the feature when the key is not in it."""
        match = re.search(rf"{re.escape(json.dumps(key, ensure_ascii=False))}\s*:", self.text)
        return self.line + (self.text.count("\n", 0, match.start()) if match else 0)


@dataclass(frozen=True)
class MapText:
    """A map file, split into its members and features.

    Attributes
    ----------
    path : Path
        The file.
    sha256 : str
        Hash of its bytes.
    members : dict
        Every member but ``features``.
    lines : dict
        Line of each member.
    features : list of RawFeature
        The features in the order of the file.
    twice : list of str
        Members that stand twice.

    """

    path: Path
    sha256: str
    members: dict[str, Any]
    lines: dict[str, int]
    features: list[RawFeature] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)


def read(path: Path) -> MapText:
    """Read a map file.

    Raises
    ------
    MapError
        If it is missing, too big, not UTF-8, not JSON or not a JSON object.

    """
    raw = read_bytes(
        path,
        largest=LARGEST,
        error=MapError,
        missing=lambda: ", but a site map must be a GeoJSON file.",
    )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{path}: byte {error.start} is not UTF-8 text, but a map file must be GeoJSON."
        raise MapError(message) from error
    try:
        return _Scanner(path, text).scan(hashlib.sha256(raw).hexdigest())
    except json.JSONDecodeError as error:
        message = f"{path}:{error.lineno}: not JSON: {error.msg} (column {error.colno})."
        raise MapError(message) from error
    except RecursionError as error:
        message = f"{path}: the values are nested too deeply, but GeoJSON needs a few levels only."
        raise MapError(message) from error


def _integer(digits: str) -> int | float:
    """Read an integer; one too large for any quantity is infinite, and refused where it stands."""
    return int(digits) if len(digits) < 300 else float(digits)


class _Scanner:
    """Walks over the top level of a GeoJSON text and leaves the rest to the JSON decoder."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.text = text
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.twice: list[str] = []
        self.decoder = json.JSONDecoder(object_pairs_hook=self._object, parse_int=_integer)

    def scan(self, sha256: str) -> MapText:
        """Split the file into members and features."""
        out = MapText(self.path, sha256, {}, {})
        at = self._skip(0)
        if self.text[at : at + 1] != "{":
            self.decoder.raw_decode(self.text, at)
            message = f"{self.path}:1: the file holds no object, but must be a FeatureCollection."
            raise MapError(message)
        at = self._skip(at + 1)
        while self.text[at : at + 1] != "}":
            at = self._member(at, out)
            at = self._comma(at, "}")
        if self._skip(at + 1) != len(self.text):
            message = "Extra data"
            raise json.JSONDecodeError(message, self.text, self._skip(at + 1))
        return out

    def _member(self, at: int, out: MapText) -> int:
        """Read ``"key": value``; return the place after it."""
        line = self._line(at)
        if self.text[at : at + 1] != '"':
            message = "Expecting property name enclosed in double quotes"
            raise json.JSONDecodeError(message, self.text, at)
        key, at = self.decoder.raw_decode(self.text, at)
        at = self._skip(at)
        if self.text[at : at + 1] != ":":
            message = "Expecting ':' delimiter"
            raise json.JSONDecodeError(message, self.text, at)
        at = self._skip(at + 1)
        if key in out.lines:
            out.twice.append(key)
        out.lines[key] = line
        if key == "features" and self.text[at : at + 1] == "[":
            return self._features(at, out)
        out.members[key], at = self.decoder.raw_decode(self.text, at)
        return at

    def _features(self, at: int, out: MapText) -> int:
        """Read the list of features; return the place after it."""
        at = self._skip(at + 1)
        while self.text[at : at + 1] != "]":
            self.twice = []
            data, end = self.decoder.raw_decode(self.text, at)
            out.features.append(
                RawFeature(data, self._line(at), self.text[at:end], tuple(self.twice))
            )
            at = self._comma(end, "]")
        return at + 1

    def _comma(self, at: int, closing: str) -> int:
        """Step over a comma, or stay before the closing bracket."""
        at = self._skip(at)
        if self.text[at : at + 1] == closing:
            return at
        if self.text[at : at + 1] != ",":
            message = "Expecting ',' delimiter"
            raise json.JSONDecodeError(message, self.text, at)
        at = self._skip(at + 1)
        if self.text[at : at + 1] == closing:
            message = "Illegal trailing comma"
            raise json.JSONDecodeError(message, self.text, at)
        return at

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """Build an object and note the keys that stand twice in it."""
        out = dict(pairs)
        if len(out) < len(pairs):
            names = [name for name, _ in pairs]
            self.twice += sorted({name for name in names if names.count(name) > 1})
        return out

    def _skip(self, at: int) -> int:
        """Step over white space."""
        match = _SPACE.match(self.text, at)
        return match.end() if match else at

    def _line(self, at: int) -> int:
        """Return the line of a place in the text."""
        return bisect.bisect_right(self.starts, at)
