"""A document of an invented answer, with what could break it: signs of markup in names."""

from typing import Any

from tests.report.made_up import small_answers, small_manifest
from twin.report.document import Answered, document
from twin.report.document.blocks import Document
from twin.told import Chart, Column, Told, table

NASTY = 'N1 <script>alert("x")</script> #panic() $x$ *b* _i_ @who [link] \\ `raw`'
"""A name that would be code in HTML or Typst."""

PLAN = (
    '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9pt" height="6pt" '
    'viewBox="0 0 9 6"><defs><style type="text/css">*{stroke-linejoin: round}</style></defs>'
    '<rect width="9" height="6"/></svg>'
)


def told(rows: int = 3) -> Told:
    """Tell how many people some cameras saw, 10, 20 and so on, half of them searched."""
    columns = (
        Column("id", "", "camera"),
        Column("name", "", "its name"),
        Column("seen", "1", "people it saw"),
        Column("searched", "1", "people it searched"),
    )
    cameras = [
        (f"C{n}", NASTY if n == 1 else f"no. {n}", 10 * n, 5 * n) for n in range(1, rows + 1)
    ]
    return Told(
        (f"{rows} cameras saw people.", "Half were searched."),
        {"cameras": rows},
        {"cameras": table(columns, cameras), "again": table(columns[2:], [(1, 1)])},
        (
            Chart(
                "What each camera saw", "cameras", along="id", axis="different people",
                series={"seen": "in view", "searched": "looked up"},
            ),
        ),
    )  # fmt: skip


def answered(name: str = "people", rows: int = 3) -> Answered:
    """Ask how many there were."""
    return Answered(name, f"How many {name}?", "Each once.", ("One day.",), told(rows))


def small_document(*questions: Answered, **changes: Any) -> Document:
    """Put a document together."""
    return document(
        small_answers(**changes), questions or (answered(),), manifest=small_manifest(),
        plan_svg=PLAN,
    )  # fmt: skip
