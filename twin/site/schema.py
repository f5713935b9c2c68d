"""The JSON Schema (draft 2020-12) of the map file, made from the models that check it."""

from typing import Any

from twin.site.features import GEOMETRIES, KINDS, About

__all__ = ["schema"]

_POSITION = {
    "type": "array",
    "description": "longitude, latitude (WGS 84), perhaps an altitude that is ignored",
    "prefixItems": [
        {"type": "number", "minimum": -180, "maximum": 180},
        {"type": "number", "minimum": -90, "maximum": 90},
        {"type": "number"},
    ],
    "items": False,
    "minItems": 2,
}
_RING = {"type": "array", "items": {"$ref": "#/$defs/position"}, "minItems": 4}
_COORDINATES: dict[str, dict[str, Any]] = {
    "Point": {"$ref": "#/$defs/position"},
    "LineString": {"type": "array", "items": {"$ref": "#/$defs/position"}, "minItems": 2},
    "Polygon": {"type": "array", "items": {"$ref": "#/$defs/ring"}, "minItems": 1},
    "MultiPolygon": {
        "type": "array",
        "items": {"type": "array", "items": {"$ref": "#/$defs/ring"}, "minItems": 1},
        "minItems": 1,
    },
}
_WIDTHS = {"stairs": ("LineString", "width_m"), "furniture": ("Point", "radius_m")}


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a site map.

    Returns
    -------
    dict
        Plain data. What a schema cannot say (shares that sum to 1, simple polygons, doors on
        walkable ground) is checked by :func:`twin.site.load`.

    Examples
    --------
    >>> schema()["properties"]["type"]
    {'const': 'FeatureCollection'}

    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Site map",
        "description": "RFC 7946 GeoJSON; every feature has an id and a kind.",
        "type": "object",
        "properties": {
            "type": {"const": "FeatureCollection"},
            "name": {"type": "string"},
            "twin_map": _model(About),
            "crs": {"type": "object", "description": "only CRS84; better left out"},
            "bbox": {"type": "array", "items": {"type": "number"}},
            "features": {
                "type": "array",
                "items": {"oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in KINDS]},
            },
        },
        "required": ["type", "twin_map", "features"],
        "additionalProperties": False,
        "$defs": {
            "position": _POSITION,
            "ring": _RING,
            **{name: _geometry(name) for name in _COORDINATES},
            **{kind: _feature(kind) for kind in KINDS},
        },
    }


def _geometry(name: str) -> dict[str, Any]:
    """Describe one geometry type."""
    return {
        "type": "object",
        "properties": {"type": {"const": name}, "coordinates": _COORDINATES[name]},
        "required": ["type", "coordinates"],
    }


def _feature(kind: str) -> dict[str, Any]:
    """Describe the features of one kind."""
    shapes = [{"$ref": f"#/$defs/{name}"} for name in GEOMETRIES[kind]]
    out: dict[str, Any] = {
        "type": "object",
        "properties": {
            "type": {"const": "Feature"},
            "id": {"type": "string", "pattern": "^[a-z0-9]+(?:[-_./][a-z0-9]+)*$"},
            "properties": _model(KINDS[kind]),
            "geometry": shapes[0] if len(shapes) == 1 else {"oneOf": shapes},
            "bbox": {"type": "array", "items": {"type": "number"}},
        },
        "required": ["type", "id", "properties", "geometry"],
        "additionalProperties": False,
    }
    if kind in _WIDTHS:
        geometry, key = _WIDTHS[kind]
        out["if"] = {"properties": {"geometry": {"properties": {"type": {"const": geometry}}}}}
        out["then"] = {
            "properties": {
                "properties": {"required": [key], "properties": {key: {"type": "number"}}}
            }
        }
    return out


def _model(model: Any) -> dict[str, Any]:
    """Take the JSON Schema of a model, without the titles pydantic makes of its keys."""
    out: dict[str, Any] = model.model_json_schema()
    for value in out["properties"].values():
        value.pop("title", None)
    return out
