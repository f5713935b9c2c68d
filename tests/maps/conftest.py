"""The shipped map in metres, read with plain json, pyproj and shapely."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import shapely
from pyproj import Transformer
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

ROOT = Path(__file__).resolve().parents[2]
MAP = ROOT / "maps" / "kings_cross_central.geojson"
GRID = (
    "+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy "
    "+towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs"
)
EYE_LEVEL = 2.3


@dataclass(frozen=True)
class Feature:
    """One feature of the map; the outline is in the map grid [m]."""

    id: str
    properties: dict[str, Any]
    outline: BaseGeometry

    def __getitem__(self, key: str) -> Any:
        return self.properties.get(key)

    @property
    def blocks(self) -> bool:
        """Say whether it is a building that hides what is behind it at eye level."""
        return self["kind"] == "building" and self["base_m"] < EYE_LEVEL


@dataclass(frozen=True)
class Drawing:
    """The map: its head and its features by kind."""

    head: dict[str, Any]
    features: tuple[Feature, ...]

    def kind(self, name: str) -> tuple[Feature, ...]:
        """Return all features of a kind."""
        return tuple(f for f in self.features if f["kind"] == name)

    def one(self, name: str) -> BaseGeometry:
        """Return the outline of the only feature of a kind."""
        (feature,) = self.kind(name)
        return feature.outline

    def merged(self, name: str) -> BaseGeometry:
        """Return the union of the outlines of a kind."""
        return shapely.union_all([f.outline for f in self.kind(name)])

    @property
    def walls(self) -> BaseGeometry:
        """Buildings that block, whatever the date, and barriers."""
        solid = [f.outline for f in self.kind("building") if f.blocks]
        return shapely.union_all(solid + [f.outline.buffer(0.15) for f in self.kind("barrier")])

    @property
    def walkable(self) -> BaseGeometry:
        """Extent less buildings and water, with the bridges, less the barriers."""
        dry = self.one("extent").difference(self.merged("water"))
        bridges = self.merged("bridge").intersection(self.one("extent"))
        return dry.union(bridges).difference(self.walls)


def to_grid(outline: BaseGeometry) -> BaseGeometry:
    """Turn lon/lat into the map grid."""
    step = Transformer.from_crs("EPSG:4326", GRID, always_xy=True)
    return shapely.transform(outline, step.transform, interleaved=False)


def read(path: Path) -> tuple[dict[str, Any], tuple[Feature, ...]]:
    """Read a GeoJSON file."""
    data = json.loads(path.read_text(encoding="utf-8"))
    features = data.pop("features")
    return data, tuple(
        Feature(
            id=str(f.get("id", f["properties"].get("@id"))),
            properties=f["properties"],
            outline=to_grid(shape(f["geometry"])),
        )
        for f in features
    )


@pytest.fixture(scope="session")
def drawing() -> Drawing:
    """Read the shipped map."""
    return Drawing(*read(MAP))


@pytest.fixture(scope="session")
def osm_buildings() -> tuple[Feature, ...]:
    """Read the building outlines of the OpenStreetMap extract that lies beside the project."""
    path = ROOT.parent / "shared" / "data" / "osm" / "kings_cross_2021.geojson"
    if not path.exists():
        pytest.skip(f"no OpenStreetMap extract at {path}: the comparison needs it")
    _, features = read(path)
    return tuple(f for f in features if f["building"] and f.outline.geom_type.endswith("Polygon"))
