"""Scenario in, run folder out: the only place where the stages are named together.

Each stage is looked up by the hash of what it reads and made only when it is missing. The crowd
does not depend on the cameras, so another layout reuses the tracks; cameras do not influence each
other, so each has its own sightings.
"""

from twin.run.excerpt import Excerpt
from twin.run.export import EXPORTS, export_tracks
from twin.run.folder import REPORT, TABLES, Run, open_run
from twin.run.further import further_days, make_days
from twin.run.inputs import Inputs, check_file, check_inputs
from twin.run.pipeline import OnProgress, default_folder, run_scenario
from twin.run.second_look import part_of_a_day, remarks
from twin.run.sweep import Swept, left_out, sweep
from twin.run.used import refuse_used

__all__ = [
    "EXPORTS",
    "REPORT",
    "TABLES",
    "Excerpt",
    "Inputs",
    "OnProgress",
    "Run",
    "Swept",
    "check_file",
    "check_inputs",
    "default_folder",
    "export_tracks",
    "further_days",
    "left_out",
    "make_days",
    "open_run",
    "part_of_a_day",
    "refuse_used",
    "remarks",
    "run_scenario",
    "sweep",
]
