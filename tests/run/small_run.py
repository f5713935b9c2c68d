"""A scenario on the small map that runs in seconds, with two cameras over the square."""

from pathlib import Path

from tests.site.small_map import ORIGIN, write_small_map

LAYOUT = """\
name: Two cameras over the square
about: invented for tests
cameras:
{cameras}"""

CAMERA = """\
  - id: {id}
    name: {id}
    easting_m: {east}
    northing_m: {north}
    height_m: 3.2
    heading_deg: {heading}
    tilt_deg: -8
    lens: {{width_px: 1920, height_px: 1080, hfov_deg: 60}}
    frame_rate_hz: 12
    shutter_s: 0.005
    invented: true
    reason: invented for tests
"""

WEST_END = {"id": "west", "east": ORIGIN[0] + 15, "north": ORIGIN[1] + 36, "heading": 90}
EAST_END = {"id": "east", "east": ORIGIN[0] + 105, "north": ORIGIN[1] + 34, "heading": 270}

SCENARIO = """\
name: Small site
map: small.geojson
date: 2017-06-14
layout: layout.yaml
people:
  total: {total}
  start: '08:00'
  end: '08:30'
seed: 5
slab_minutes: {slab_minutes}
"""


def write_layout(path: Path, *cameras: dict[str, object]) -> Path:
    """Write a layout of cameras such as :data:`WEST_END`."""
    path.write_text(LAYOUT.format(cameras="".join(CAMERA.format(**c) for c in cameras)))
    return path


def write_small_scenario(folder: Path, *, total: int = 3000, slab_minutes: int = 10) -> Path:
    """Write map, layout and scenario into a folder; about a tenth of ``total`` come in the time."""
    folder.mkdir(parents=True, exist_ok=True)
    write_small_map(folder / "small.geojson")
    write_layout(folder / "layout.yaml", WEST_END, EAST_END)
    path = folder / "scenario.yaml"
    path.write_text(SCENARIO.format(total=total, slab_minutes=slab_minutes))
    return path
