"""What a run reads, checked as a whole before anything is computed."""

import logging
from dataclasses import dataclass

from twin.cameras import Layout, check_layout, load_layout
from twin.errors import ScenarioError
from twin.scenario import Scenario
from twin.site import Site
from twin.site import load as load_site

__all__ = ["Inputs", "check_inputs"]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Inputs:
    """A scenario with the map and the layout it names.

    Attributes
    ----------
    scenario : Scenario
        The question.
    site : Site
        The map as of the scenario's date.
    layout : Layout
        The cameras.
    """

    scenario: Scenario
    site: Site
    layout: Layout


def check_inputs(scenario: Scenario) -> Inputs:
    """Read the map and the layout of a scenario and check them together.

    Raises
    ------
    MapError, ScenarioError
        With every problem at once, one sentence each.
    """
    site = load_site(scenario.map, date=scenario.date)
    layout = load_layout(scenario.layout, site_origin=site.origin)
    problems = check_layout(layout, site)
    if problems:
        raise ScenarioError(problems)
    return Inputs(scenario=scenario, site=site, layout=layout)
