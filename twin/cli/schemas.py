"""The command that prints the schema of a file."""

from typing import Annotated, Any

import typer

from twin.cli.asking import print_json
from twin.errors import ScenarioError

__all__ = ["schema"]


def schema(
    what: Annotated[
        str, typer.Argument(help="map, scenario, layout, recognisers, tables or tracks")
    ],
) -> None:
    """Print the schema of a file this program reads or writes."""
    print_json(_schema(what))


def _schema(what: str) -> Any:
    """Find a schema by name."""
    if what == "map":
        from twin.site import schema as map_schema

        return map_schema()
    if what == "scenario":
        from twin.scenario import Scenario

        return Scenario.model_json_schema()
    if what == "layout":
        from twin.cameras.layout import layout_schema

        return layout_schema()
    if what == "recognisers":
        from twin.exposure import Recognisers

        return Recognisers.model_json_schema()
    if what == "tables":
        from twin.tables import describe

        return describe()
    if what == "tracks":
        from twin.people.recorded import ENDINGS
        from twin.people.trajectories.jupedsim import LOST
        from twin.people.trajectories.table import COLUMNS
        from twin.run import EXPORTS
        from twin.tables import columns_of

        columns = columns_of(COLUMNS)
        return {"read": ENDINGS, "written": EXPORTS, "columns": columns, "not_in_sqlite": LOST}
    message = (
        f"schema {what}: there is no such schema; there are map, scenario, layout, recognisers, "
        "tables and tracks."
    )
    raise ScenarioError(message)
