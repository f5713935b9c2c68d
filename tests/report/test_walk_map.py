"""Walk map and way files: both ways are drawn and told, and files hold what was asked, escaped."""

import json
from xml.etree import ElementTree

import numpy as np
from matplotlib.colors import to_hex

from tests.report.scenes import assert_texts_are_apart, camera, raster, site, words
from twin.report.attribution import ALWAYS
from twin.report.saving import svg
from twin.report.walk_map import LOOKS, Drawn, WalkScene, walk_map
from twin.report.way_files import Line, geojson, gpx

STRAIGHT = np.array([[5.0, 36.0], [110.0, 36.0]])
ROUND = np.array([[5.0, 36.0], [40.0, 32.0], [110.0, 36.0]])


def scene():
    """Walk across the small site, past a camera."""
    return WalkScene(
        site=site(),
        cameras=[camera("N1", 35.0, 44.5, 170.0)],
        title="From Gate west to Gate east",
        says=["The shortest way is 105 m long.", "The least exposed way is 1 m longer."],
        shown=raster(lambda x, y: 1.0 * (np.hypot(x - 35, y - 36) < 9), cell=2.0),
        searched=raster(lambda x, y: 1.0 * (np.hypot(x - 35, y - 36) < 3), cell=2.0),
        ways=[
            Drawn("Shortest", STRAIGHT, "105 m, 40 % identified"),
            Drawn("Least exposed", ROUND, "106 m, 0 % identified"),
        ],
        credits=ALWAYS,
    )


def test_both_ways_are_drawn_where_they_lead_and_told_in_the_key():
    figure = walk_map(scene())
    assert_texts_are_apart(figure)
    for xy, look in zip((STRAIGHT, ROUND), LOOKS, strict=True):
        drawn = [
            line
            for axes in figure.axes
            for line in axes.lines
            if np.array_equal(line.get_xydata(), xy)
        ]
        assert [to_hex(line.get_color()) for line in drawn] == [look["color"]]
    told = words(svg(figure, title="walk"))
    for text in (
        "From Gate west to Gate east",
        "The least exposed way is 1 m longer.",
        "Shortest: 105 m, 40 % identified",
        "Least exposed: 106 m, 0 % identified",
        "a camera sees heads",
        ALWAYS[0],
    ):
        assert text in told


def test_files_of_ways_hold_names_and_places_whatever_the_names():
    name = 'A & B <"C">'
    lonlat = np.array([[-0.12345678, 51.5], [-0.1, 51.51]])
    lines = [Line(name, "5 < 6.", lonlat, {"metres": 105.5})]
    space = {"g": "http://www.topografix.com/GPX/1/1"}
    root = ElementTree.fromstring(gpx(name, lines, ["© X & Y"]))
    assert root.findtext("g:metadata/g:name", namespaces=space) == name
    assert root.findtext("g:metadata/g:desc", namespaces=space) == "© X & Y"
    assert root.findtext("g:rte/g:name", namespaces=space) == name
    assert root.findtext("g:rte/g:desc", namespaces=space) == "5 < 6."
    points = [point.attrib for point in root.findall("g:rte/g:rtept", space)]
    assert points[0] == {"lat": "51.5000000", "lon": "-0.1234568"}
    assert len(points) == 2
    whole = json.loads(geojson(name, lines, ["© X & Y"]))
    assert whole["credits"] == ["© X & Y"]
    (feature,) = whole["features"]
    assert feature["properties"] == {"name": name, "says": "5 < 6.", "metres": 105.5}
    assert feature["geometry"] == {
        "type": "LineString",
        "coordinates": [[-0.1234568, 51.5], [-0.1, 51.51]],
    }
