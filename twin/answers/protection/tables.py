"""Tables of what protection does."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pyarrow as pa

from twin.answers.protection.measured import HELD, KEPT, PROCESSED
from twin.answers.protection.safeguards import protection_of
from twin.answers.protection.weighed import Deployment
from twin.answers.told import Column, table
from twin.cameras import Camera
from twin.exposure import standards

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
    told = [(AS_IT_IS, whole.measured), *((words, one.measured) for words, one in changes)]
    found = {"protection_set": _set(whole.asked.inputs.layout.housings)}
    for name, columns in (("processed", PROCESSED), ("kept", (HELD, *KEPT))):
        rows = [(words, *(one[c.name] for c in columns)) for words, one in told]
        found[name] = table((_CHANGE, *columns), rows)
    for name, columns in (("processed", PROCESSED), ("kept", KEPT)):
        rows = [(id_, words, *(one[c.name] for c in columns)) for id_, words, one in each]
        found[f"{name}_by_camera"] = table((_CAMERA, _CHANGE, *columns), rows)
    found["levels"] = _levels([(AS_IT_IS, whole), *changes])
    return found


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
