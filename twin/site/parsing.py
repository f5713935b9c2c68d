"""From the text of a map file to checked features, with every problem at once."""

import difflib
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from pydantic import BaseModel, ValidationError

from twin.arrays import Floats
from twin.site.features import GEOMETRIES, KINDS, About
from twin.site.geojson import GeometryError, Shape, shape
from twin.site.reading import MapText, RawFeature

__all__ = ["Feature", "Features", "Problems", "parse"]

_MEMBERS = ("type", "name", "twin_map", "features", "crs", "bbox")
_FEATURE_MEMBERS = ("type", "id", "properties", "geometry", "bbox")
_ID = re.compile(r"[a-z0-9]+(?:[-_./][a-z0-9]+)*")
_GROUND = {"", "extent", "building", "water", "bridge", "barrier", "furniture", "tree"}


@dataclass
class Problems:
    """Sentences about one file, each with its line."""

    path: str
    found: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: int, sentence: str) -> None:
        """Note one problem; the full stop may be left out."""
        self.found.append((line, sentence))

    def sentences(self) -> list[str]:
        """List the problems in the order of the file, each once."""
        ordered = sorted(self.found, key=lambda problem: problem[0])
        texts = (
            f"{self.path}:{line}: {text}" + ("" if text.endswith(("?", ".")) else ".")
            for line, text in ordered
        )
        return list(dict.fromkeys(texts))


@dataclass(frozen=True, eq=False)
class Feature:
    """One checked feature: its id, kind, properties, shape in the site frame and line."""

    id: str
    kind: str
    properties: Any
    shape: Any
    line: int


@dataclass(frozen=True, eq=False)
class Features:
    """All that could be read of a map.

    Attributes
    ----------
    name : str
        Name of the map.
    origin : (2,) array
        Easting and northing of the site frame's origin. [m]
    all : list of Feature
        Every feature without a problem.
    ids : set of str
        Every id, also of features with a problem.
    broken : frozenset of str
        Kinds of the features that have a problem; "" for an unknown kind.

    """

    name: str
    origin: Floats
    all: list[Feature]
    ids: set[str]
    broken: frozenset[str]

    @property
    def whole_ground(self) -> bool:
        """Whether all that shapes the ground could be read."""
        return self.broken.isdisjoint(_GROUND)

    def of(self, kind: str) -> list[Feature]:
        """List the features of one kind, in the order of the file."""
        return [feature for feature in self.all if feature.kind == kind]


def parse(text: MapText, problems: Problems) -> Features | None:
    """Check every member and feature by itself.

    Returns
    -------
    Features or None
        None when there is no usable frame to put features in.

    """
    about = _members(text, problems)
    if about is None:
        return None
    origin = np.array([about.origin_easting_m, about.origin_northing_m])
    found: list[Feature] = []
    ids: dict[str, int] = {}
    broken: set[str] = set()
    for number, raw in enumerate(text.features):
        before = len(problems.found)
        feature = _feature(raw, number, ids, origin, problems)
        if feature is not None and len(problems.found) == before:
            found.append(feature)
        else:
            broken.add(_kind(raw) or "")
    name = str(text.members.get("name") or "site")
    return Features(name, origin, found, set(ids), frozenset(broken))


def _members(text: MapText, problems: Problems) -> About | None:
    """Check everything beside the features."""
    members = text.members
    for key in text.twice:
        problems.add(text.lines[key], f"member {key!r} stands twice, but may stand once")
    for key in members:
        if key not in _MEMBERS:
            problems.add(text.lines[key], f"unknown member {key!r}; {suggest(key, _MEMBERS)}")
    if members.get("type") != "FeatureCollection":
        problems.add(
            text.lines.get("type", 1),
            f"type is {members.get('type')!r:.40}, but must be 'FeatureCollection'",
        )
    if not isinstance(members.get("name", ""), str):
        problems.add(text.lines["name"], "name is not text, but must be")
    if "features" not in text.lines or "features" in members:
        problems.add(text.lines.get("features", 1), "features is missing, but must be a list")
    if "crs" in members and not _is_crs84(members["crs"]):
        problems.add(
            text.lines["crs"],
            f"crs is {_crs_name(members['crs'])!r:.60}, but coordinates must be longitude and "
            "latitude of WGS 84 (CRS84), as RFC 7946 says",
        )
    if "twin_map" not in members:
        hint = difflib.get_close_matches("twin_map", members, n=1)
        also = f"; did you mean {hint[0]!r} to be it" if hint else ""
        problems.add(1, f"twin_map is missing, but must give the map's origin and licence{also}")
        return None
    line = text.lines["twin_map"]
    about = check(About, members["twin_map"], "twin_map", problems, lambda _: line)
    return about if isinstance(about, About) else None


def _feature(
    raw: RawFeature, number: int, ids: dict[str, int], origin: Floats, problems: Problems
) -> Feature | None:
    """Check one feature by itself."""
    data = raw.data
    if not isinstance(data, Mapping) or data.get("type") != "Feature":
        problems.add(raw.line, f"feature {number} is not an object of type 'Feature', but must be")
        return None
    feature_id = _feature_id(raw, number, ids, problems)
    name = f'feature "{feature_id}"' if feature_id else f"feature {number}"
    for key in raw.twice:
        problems.add(raw.line_of(key), f"{name}: key {key!r} stands twice, but may stand once")
    for key in data:
        if key not in _FEATURE_MEMBERS:
            problems.add(
                raw.line_of(key),
                f"{name}: unknown member {key!r}; {suggest(key, _FEATURE_MEMBERS)}",
            )
    kind = _kind(raw)
    if kind is None:
        given = data.get("properties")
        found = given.get("kind") if isinstance(given, Mapping) else None
        hint = suggest(str(found), KINDS)
        problems.add(raw.line_of("kind"), f"{name}: kind is {found!r:.40}; {hint}")
        return None
    properties = check(KINDS[kind], data["properties"], name, problems, raw.line_of)
    where = _shape(data.get("geometry"), kind, name, origin, raw, problems)
    if properties is None or where is None or feature_id is None:
        return None
    if _needs(kind, where, properties, name, raw, problems):
        return None
    return Feature(feature_id, kind, properties, where, raw.line)


def _feature_id(
    raw: RawFeature, number: int, ids: dict[str, int], problems: Problems
) -> str | None:
    """Check the id of a feature and note it."""
    found = raw.data.get("id")
    if found is None:
        problems.add(raw.line, f"feature {number} has no id, but must have one of its own")
        return None
    if not isinstance(found, str) or not _ID.fullmatch(found):
        problems.add(
            raw.line_of("id"),
            f"feature {number}: id is {found!r:.60}, but must be lower-case words and digits "
            "joined by - _ . or /, such as 'building/granary-building'",
        )
        return None
    if found in ids:
        problems.add(
            raw.line_of("id"),
            f'feature "{found}": the id stands on line {ids[found]} already, but must be unique',
        )
        return found
    ids[found] = raw.line_of("id")
    return found


def _shape(
    geometry: Any, kind: str, name: str, origin: Floats, raw: RawFeature, problems: Problems
) -> Shape | None:
    """Build the shape of a feature."""
    try:
        return shape(geometry, GEOMETRIES[kind], origin)
    except GeometryError as error:
        problems.add(raw.line_of("coordinates"), f"{name} {error}")
        return None


def _needs(
    kind: str, where: Shape, properties: Any, name: str, raw: RawFeature, problems: Problems
) -> bool:
    """Check that lines and points which stand for areas say how wide they are."""
    key = {("stairs", "LineString"): "width_m", ("furniture", "Point"): "radius_m"}.get(
        (kind, where.geom_type)
    )
    if key is None or getattr(properties, key) is not None:
        return False
    problems.add(raw.line, f"{name}: {key} is missing, but a {where.geom_type} must have it")
    return True


def _kind(raw: RawFeature) -> str | None:
    """Name the kind of a feature, None when it is unknown."""
    properties = raw.data.get("properties") if isinstance(raw.data, Mapping) else None
    kind = properties.get("kind") if isinstance(properties, Mapping) else None
    return kind if isinstance(kind, str) and kind in KINDS else None


def check(
    model: type[BaseModel], data: Any, name: str, problems: Problems, line_of: Any
) -> BaseModel | None:
    """Check plain data against a model; note each problem with the line of its key."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        for detail in error.errors():
            key = str(detail["loc"][0]) if detail["loc"] else ""
            problems.add(line_of(key), f"{name}: {_sentence(detail, key, model)}")
        return None


def _sentence(detail: Any, key: str, model: type[BaseModel]) -> str:
    """Say in words what pydantic found."""
    kind, message = detail["type"], str(detail["msg"])
    if kind == "extra_forbidden":
        return f"unknown key {key!r}; {suggest(key, model.model_fields)}"
    if kind == "missing":
        return f"{key} is missing, but must be given"
    if kind == "value_error":
        text = message.removeprefix("Value error, ")
        return f"{key}: {text}" if key else text
    found = detail["input"]
    shown = "nan" if isinstance(found, float) and math.isnan(found) else f"{found!r:.60}"
    rule = message.removeprefix("Input should be ").removeprefix("Value should ")
    return f"{key or 'the value'} is {shown}, but must be {rule}"


def suggest(word: str, allowed: Iterable[str]) -> str:
    """Suggest the nearest allowed word, or list them all."""
    words = list(allowed)
    close = difflib.get_close_matches(word, words, n=1)
    return f"did you mean {close[0]!r}?" if close else f"allowed are {', '.join(words)}"


def _crs_name(crs: Any) -> str:
    """Find the name inside an old-style crs member."""
    properties = crs.get("properties") if isinstance(crs, Mapping) else None
    return str(properties.get("name") if isinstance(properties, Mapping) else crs)


def _is_crs84(crs: Any) -> bool:
    """Say whether a crs member means longitude and latitude of WGS 84."""
    return _crs_name(crs).upper().endswith(("CRS84", "CRS:84"))
