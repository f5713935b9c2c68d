"""Credits: the lines the licences ask for."""

import pytest

import twin.report
from twin.errors import RunError
from twin.report import attribution
from twin.report.attribution import ALWAYS, ORR, ORR_KEY
from twin.run import check_inputs
from twin.run.provenance import sources_of
from twin.scenario import load_scenario


def test_every_run_credits_the_map_and_the_counts() -> None:
    lines = attribution.credits({"sources": ["osm", "tfl_counts"]})
    assert "© OpenStreetMap contributors, ODbL 1.0" in lines
    assert "Powered by TfL Open Data" in lines
    assert any("Crown copyright and database rights" in line for line in lines)
    assert ORR not in lines


def test_a_manifest_that_names_no_sources_still_credits() -> None:
    assert tuple(attribution.credits({})) == ALWAYS


def test_rail_counts_bring_the_open_government_licence() -> None:
    assert attribution.credits({"sources": ["osm", ORR_KEY]})[-1] == ORR
    assert "Open Government Licence v3.0" in ORR


def test_the_shipped_map_rests_on_rail_counts_and_says_so() -> None:
    inputs = check_inputs(load_scenario())
    named = sources_of(inputs)
    assert {"osm", "tfl_counts", ORR_KEY} <= set(named)


@pytest.mark.parametrize("sources", ["osm", [1], {"osm": 1}, None])
def test_sources_that_are_no_list_of_keys_are_refused(sources: object) -> None:
    with pytest.raises(RunError, match="must be a list of keys"):
        attribution.credits({"sources": sources})


def test_credits_are_public_and_no_module_hides_them() -> None:
    assert callable(twin.report.credits)
    assert twin.report.credits is attribution.credits
