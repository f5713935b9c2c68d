"""Tables of the answer about sensitive places."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from twin.answers.tabled import counted, levels_table
from twin.told import Chart, Column

__all__ = ["CHARTS", "tables"]

CHARTS = (
    Chart(
        "How many visitors of each flagged place were seen and searched on the way in or out",
        "venues", along="name", axis="different people",
        series={"visitors": "visitors", "seen": "seen", "templated": "searched"},
    ),
)  # fmt: skip
"""What of the tables is worth drawing."""

_VISITORS = Column("visitors", "1", "different people who were in it")


def tables(
    figures: Mapping[str, Any], rows: Mapping[str, Sequence[Mapping[str, Any]]]
) -> dict[str, pa.Table]:
    """Write all tables.

    Parameters
    ----------
    figures : mapping
        The figures of the answer.
    rows : mapping of str to sequence of mapping
        Name of a table to its rows.

    Returns
    -------
    dict of str to pyarrow.Table
        By name.
    """
    told = {
        "venues": counted(
            rows["venues"],
            Column("id", "", "flagged venue of the map"),
            Column("name", "", "its name"),
            Column("reason", "", "why it is flagged"),
            Column("invented", "", "whether it is our invention"),
            _VISITORS,
        ),
        "venues_and_cameras": counted(
            rows["venues_and_cameras"],
            Column("venue", "", "flagged venue of the map"),
            Column("venue_name", "", "its name"),
            Column("camera", "", "camera that saw a visitor"),
            Column("camera_name", "", "its name"),
        ),
        "windows": counted(
            rows["windows"],
            Column("window_s", "s", "time before going in and after coming out"),
        ),
        "ways": counted(rows["ways"], Column("way", "", "before going in, or after coming out")),
        "levels": levels_table(figures),
        "places": counted(
            rows["places"],
            Column("id", "", "place of the map where they were then; empty outside all"),
            Column("name", "", "its name"),
        ),
    }
    for column, unit, meaning in (("age_band", "year", "age"), ("persona", "", "why they came")):
        told[f"{column}s"] = counted(
            rows[f"{column}s"],
            Column(column, unit, meaning),
            Column("present", "1", "different people who were in any"),
        )
    return told
