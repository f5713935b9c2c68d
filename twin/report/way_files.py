"""Way files: ways as GPX, which phones and watches follow, and as GeoJSON, which maps show.

Longitude and latitude are WGS 84; GPX 1.1 [topografix2004]_ calls a way that is planned a route.

References
----------
.. [topografix2004] key in twin/sources.bib.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from twin.arrays import Floats
from twin.store import write_file

__all__ = ["Line", "geojson", "gpx", "write_lines"]


@dataclass(frozen=True, eq=False)
class Line:
    """A way to write.

    Attributes
    ----------
    name, says : str
        What it is called, and a sentence about it.
    lonlat : (N, 2) array
        Its corners. [degree]
    facts : mapping
        Numbers with units in their names.
    """

    name: str
    says: str
    lonlat: Floats
    facts: Mapping[str, Any]


def gpx(title: str, lines: Sequence[Line], credits: Sequence[str]) -> str:
    """Write ways as the routes of a GPX file."""
    routes = [
        part
        for line in lines
        for part in (
            " <rte>",
            f"  <name>{escape(line.name)}</name>",
            f"  <desc>{escape(line.says)}</desc>",
            *(f'  <rtept lat="{lat:.7f}" lon="{lon:.7f}"/>' for lon, lat in line.lonlat.tolist()),
            " </rte>",
        )
    ]
    head = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<gpx version="1.1" creator="twin" xmlns="http://www.topografix.com/GPX/1/1">',
        " <metadata>",
        f"  <name>{escape(title)}</name>",
        f"  <desc>{escape(' · '.join(credits))}</desc>",
        " </metadata>",
    ]
    return "\n".join([*head, *routes, "</gpx>", ""])


def geojson(title: str, lines: Sequence[Line], credits: Sequence[str]) -> str:
    """Write ways as a collection of lines."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": line.name, "says": line.says, **line.facts},
            "geometry": {
                "type": "LineString",
                "coordinates": [
                    [round(lon, 7), round(lat, 7)] for lon, lat in line.lonlat.tolist()
                ],
            },
        }
        for line in lines
    ]
    whole = {
        "type": "FeatureCollection",
        "name": title,
        "credits": list(credits),
        "features": features,
    }
    return json.dumps(whole, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def write_lines(file: Path, text: str) -> None:
    """Write a file of ways.

    Raises
    ------
    RunError
        If the disk refuses.
    """
    write_file(file, lambda beside: beside.write_text(text, encoding="utf-8"))
