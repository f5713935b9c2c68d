"""The drawing against the OpenStreetMap extract of July 2021, which lies beside the project.

Nothing of the extract is in the project: it is read in place, and these tests are skipped where it
is absent. Buildings are matched by position only: each of ours goes to the outline that holds most
of it, so that a station drawn in two parts is compared as one.
"""

from typing import Any

import numpy as np
import pytest
import shapely

MAIN_BLOCK = 700.0
"""Footprint above which a building inside the boundary may not be missing. [m2]"""

DUPLICATES = {"way/329058108", "way/813358582"}
"""Drawn twice in the extract: Five Pancras Square, and upper floors of One Pancras Square."""

NOT_YET_DRAWN = {
    "building/google-kgx1",
    "building/s3-office",
    "building/capella",
    "building/cadence",
    "building/r8-west",
    "building/r8-east",
    "building/author",
    "building/kings-place",
}
"""Built after the extract, or east of where it is cut."""


@pytest.fixture(scope="module")
def originals(osm_buildings: Any) -> dict[str, Any]:
    """Outlines of the extract, without its duplicates."""
    return {f.id: f for f in osm_buildings if f.id not in DUPLICATES}


@pytest.fixture(scope="module")
def matches(drawing: Any, originals: dict[str, Any]) -> dict[str, list[Any]]:
    """Our buildings by the outline of the extract that holds at least half of each."""
    ids = list(originals)
    tree = shapely.STRtree([originals[i].outline for i in ids])
    found: dict[str, list[Any]] = {}
    for ours in drawing.kind("building"):
        near = tree.query(ours.outline, predicate="intersects")
        shares = [originals[ids[k]].outline.intersection(ours.outline).area for k in near]
        if shares and max(shares) >= 0.5 * ours.outline.area:
            found.setdefault(ids[near[int(np.argmax(shares))]], []).append(ours)
    return found


@pytest.fixture(scope="module")
def overlaps(originals: dict[str, Any], matches: dict[str, list[Any]]) -> dict[str, float]:
    """Intersection over union of each matched outline."""
    result = {}
    for key, parts in matches.items():
        theirs = originals[key].outline
        ours = shapely.union_all([part.outline for part in parts])
        result[key] = ours.intersection(theirs).area / ours.union(theirs).area
    return result


def test_outlines_lie_over_those_of_the_extract(overlaps: dict[str, float]) -> None:
    values = np.array(list(overlaps.values()))
    assert len(values) >= 60
    worst = sorted(overlaps.items(), key=lambda item: item[1])[:5]
    assert np.median(values) >= 0.8, worst
    assert np.percentile(values, 10) >= 0.5, worst


def test_every_older_building_of_ours_is_in_the_extract(
    drawing: Any, matches: dict[str, list[Any]]
) -> None:
    matched = {part.id for parts in matches.values() for part in parts}
    assert {f.id for f in drawing.kind("building")} - matched == NOT_YET_DRAWN


def test_no_main_block_is_missing(
    drawing: Any, originals: dict[str, Any], overlaps: dict[str, float]
) -> None:
    boundary = drawing.one("boundary")
    main = {
        key
        for key, f in originals.items()
        if f.outline.area > MAIN_BLOCK
        and f.outline.intersection(boundary).area > 0.5 * f.outline.area
    }
    assert len(main) >= 40
    assert main - {key for key, value in overlaps.items() if value >= 0.5} == set()


def test_the_same_ground_is_built_on(drawing: Any, originals: dict[str, Any]) -> None:
    """Inside the boundary, what we draw of 2021 covers what the extract covers, and no more."""
    boundary = drawing.one("boundary")
    ours = shapely.union_all(
        [f.outline for f in drawing.kind("building") if f.id not in NOT_YET_DRAWN]
    ).intersection(boundary)
    theirs = shapely.union_all([f.outline for f in originals.values()]).intersection(boundary)
    assert ours.intersection(theirs).area / ours.union(theirs).area >= 0.9


def test_nobody_walks_through_a_house_of_the_extract(
    drawing: Any, originals: dict[str, Any]
) -> None:
    """Less than 2 % of the walkable ground lies where the extract has a building with walls."""
    walls = shapely.union_all([f.outline for f in originals.values() if f["building"] != "roof"])
    open_below = shapely.union_all([f.outline for f in drawing.kind("building") if not f.blocks])
    inside = drawing.walkable.difference(open_below).intersection(walls.buffer(-1.0))
    assert inside.area < 0.02 * drawing.walkable.area
