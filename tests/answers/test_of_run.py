"""A finished run is answered from what its folder holds."""

import datetime as dt
from types import SimpleNamespace

import numpy as np
import pytest
import shapely

from tests.exposure.scenes import Halves, looks, people
from twin.answers import answer
from twin.exposure import expose_looks, recognisers
from twin.site.ground import Ground

YARD = SimpleNamespace(
    name="the yard",
    walkable=shapely.box(0, 0, 40, 20),
    places=(SimpleNamespace(id="west", name="The West"), SimpleNamespace(id="east", name="East")),
)


def a_run():
    scenario = SimpleNamespace(
        name="One person",
        date=dt.date(2025, 6, 11),
        people=SimpleNamespace(total=1, start_s=18_000.0, end_s=90_000.0),
    )
    cameras = tuple(SimpleNamespace(id=i, name=n) for i, n in (("n", "North"), ("s", "South")))
    sight = {"seconds": 1.5, "sightings": 2, "looks": 3}
    exposure = expose_looks(
        {"n": looks({})}, site=Halves(), places=["west", "east"], recognisers=recognisers()
    )
    shape = Ground.of(YARD).walkable.shape
    return SimpleNamespace(
        inputs=SimpleNamespace(
            scenario=scenario, site=YARD, layout=SimpleNamespace(cameras=cameras)
        ),
        manifest={
            "stages": {
                "people": {"seconds": 10.0, "rows": 4000},
                "sight": {"cameras": {"n": sight, "s": sight}},
                "exposure": {"seconds": 0.25, "rows": exposure.num_rows},
            },
            "seconds_total": 13.25,
            "peak_memory_mb": 321.0,
        },
        people=lambda: people({}),
        exposure=lambda: exposure,
        coverage=lambda camera: np.full(shape, 30.0 if camera == "n" else 0.0),
    )


def test_a_run_is_answered_from_its_tables_and_manifest():
    found = answer(a_run())
    assert found["site"] == "the yard"
    assert found["scenario"] == "One person"
    assert found["date"] == "2025-06-11"
    assert found["people"]["seen"] == 1
    assert [row["id"] for row in found["cameras"]] == ["n", "s"]
    assert [row["name"] for row in found["places"]] == ["The West"]
    assert found["seconds"] == {"people": 10, "sight": 3, "exposure": 0.25, "total": 13.25}
    assert found["rows"] == {
        "people": 1,
        "tracks": 4000,
        "sightings": 4,
        "looks": 6,
        "exposure": 5,
    }
    assert found["peak_memory_mb"] == 321.0
    assert found["ground"]["walkable_m2"] == pytest.approx(800, rel=0.1)
    assert found["ground"]["share_by_level"]["iec62676-4:2015"]["detect"] == 1.0
    assert found["ground"]["share_by_level"]["iec62676-4:2015"]["observe"] == 0.0
