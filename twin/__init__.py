"""Simulate who walks past cameras and how many people those cameras could identify.

The pipeline in one line: site + crowd -> tracks; tracks + layout -> sightings;
sightings -> exposure; exposure -> answers.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from twin.answers import answer, headline
    from twin.cameras import Camera, Layout, Lens, load_layout
    from twin.errors import TwinError
    from twin.run import Excerpt, Run, open_run, run_scenario
    from twin.scenario import Scenario, load_scenario
    from twin.site import Site

__version__ = "0.1.0"

_HOMES = {
    "Camera": "twin.cameras",
    "Excerpt": "twin.run",
    "Layout": "twin.cameras",
    "Lens": "twin.cameras",
    "Run": "twin.run",
    "Scenario": "twin.scenario",
    "Site": "twin.site",
    "TwinError": "twin.errors",
    "answer": "twin.answers",
    "headline": "twin.answers",
    "load_layout": "twin.cameras",
    "load_scenario": "twin.scenario",
    "open_run": "twin.run",
    "run_scenario": "twin.run",
}

__all__ = [
    "Camera",
    "Excerpt",
    "Layout",
    "Lens",
    "Run",
    "Scenario",
    "Site",
    "TwinError",
    "answer",
    "headline",
    "load_layout",
    "load_scenario",
    "open_run",
    "run_scenario",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for, so that ``import twin`` stays fast."""
    if name not in _HOMES:
        message = f"module 'twin' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """List the public names, also those that are not imported yet."""
    return [*__all__, "__version__"]
