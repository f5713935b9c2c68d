"""The published schema: valid itself, and of one mind with the loader about single features."""

import json
from pathlib import Path

import jsonschema
import pytest

from tests.site.small_map import small_map
from tests.site.test_parsing import BAD_FEATURES
from twin.resources import maps_dir
from twin.site import schema

VALIDATOR = jsonschema.Draft202012Validator(schema())


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(schema())
    json.dumps(schema(), allow_nan=False)


def test_the_small_map_fits():
    VALIDATOR.validate(small_map())


@pytest.mark.parametrize("path", sorted(maps_dir().glob("*.geojson")), ids=lambda path: path.stem)
def test_shipped_maps_fit(path: Path):
    data = json.loads(path.read_text("utf-8"))
    VALIDATOR.validate({**data, "features": data["features"][:20]})
    # Trying all kinds on each of a thousand features takes seconds; its own kind is enough.
    for feature in data["features"]:
        own = {
            "$ref": f"#/$defs/{feature['properties']['kind']}",
            "$defs": VALIDATOR.schema["$defs"],
        }
        VALIDATOR.evolve(schema=own).validate(feature)


# What a schema cannot say: geometry, the calendar, sums, and one key against another.
BEYOND = {
    "self-crossing", "top below base", "not a number", "infinite", "nan coordinate", "swapped",
    "far away", "open ring", "no area", "line of no length", "overlapping parts", "bad hours",
    "bad date", "end before start", "no reason", "reason without cause", "crown without height",
    "duplicate id",
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(set(BAD_FEATURES) - BEYOND))
def test_what_the_loader_refuses_in_a_feature_the_schema_refuses(case):
    changes, _ = BAD_FEATURES[case]
    assert not VALIDATOR.is_valid(small_map(**changes))


@pytest.mark.parametrize("member", ["twin_map", "features", "type"])
def test_required_members(member):
    data = small_map()
    del data[member]
    assert not VALIDATOR.is_valid(data)
