"""Tables of what protection does."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pyarrow as pa

from twin.answers.protection.deployment import Deployment
from twin.answers.protection.measured import HELD, KEPT, PROCESSED
from twin.answers.protection.safeguards import protection_of
from twin.cameras import Camera
from twin.exposure import standards
from twin.told import Column, table

__all__ = ["AS_IT_IS", "tables"]

AS_IT_IS: Final = "as it is"

_CAMERA: Final = Column("id", "", "camera that alone is changed")
_CHANGE: Final = Column("change", "", "what is changed")

Measured = Mapping[str, Any]


def tables(
    whole: Deployment,
    changes: Sequence[tuple[str, Deployment]],
    each: Sequence[tuple[str, str, Measured]],
) -> dict[str, pa.Table]:
    """Write what is measured as tables.

    Parameters
    ----------
    whole : Deployment
        As it is.
    changes : sequence of (str, Deployment)
        What is changed of all housings, and what that makes of it.
    each : sequence of (str, str, mapping)
        Housing, what is changed of it alone, and what is measured then of all.
    """
    told = [((AS_IT_IS,), whole.measured), *(((words,), one.measured) for words, one in changes)]
    alone = [((id_, words), one) for id_, words, one in each]
    return {
        "protection_set": _set(whole.asked.inputs.layout.housings),
        "processed": _measured((_CHANGE,), PROCESSED, told),
        "kept": _measured((_CHANGE,), (HELD, *KEPT), told),
        "processed_by_camera": _measured((_CAMERA, _CHANGE), PROCESSED, alone),
        "kept_by_camera": _measured((_CAMERA, _CHANGE), KEPT, alone),
        "levels": _levels([(AS_IT_IS, whole), *changes]),
    }


def _measured(
    of: Sequence[Column],
    measures: Sequence[Column],
    told: Sequence[tuple[tuple[str, ...], Measured]],
) -> pa.Table:
    """Write some measures of each of several things as a table."""
    rows = [(*names, *(one[column.name] for column in measures)) for names, one in told]
    return table((*of, *measures), rows)


def _set(housings: Mapping[str, Sequence[Camera]]) -> pa.Table:
    """List what the layout sets."""
    columns = (
        Column("id", "", "camera"),
        Column("name", "", "its name"),
        Column("protection", "", "what protects people from it, as the layout has it"),
    )
    rows = [
        (id_, cameras[0].name, "; ".join(protection_of(cameras)) or "none")
        for id_, cameras in housings.items()
    ]
    return table(columns, rows)


def _levels(told: Sequence[tuple[str, Deployment]]) -> pa.Table:
    """List how many people reach each level of each standard."""
    columns = (
        _CHANGE,
        Column("standard", "", "edition"),
        Column("level", "", "level"),
        Column("px_per_m", "px/m", "density it asks for"),
        Column("people", "1", "different people who reached it or more, any heading"),
        Column("with_face", "1", "the same, with the face within 90 degrees"),
    )
    rows = []
    for words, one in told:
        counted = one.levels()
        rows += [
            (words, of.key, name, needed, *(people[of.key][name] for people in counted))
            for of in standards()
            for name, needed in of.densities.items()
        ]
    return table(columns, rows)
