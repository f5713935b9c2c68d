"""Chart: draw what an answer says is worth drawing."""

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import Any

import numpy as np
import pyarrow as pa
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from twin.report import style
from twin.report.document.blocks import Figure
from twin.report.saving import svg
from twin.report.told_tables import about
from twin.told import Chart, Told
from twin.wording import few_digits, number

__all__ = ["drawn"]

WIDTH = 7.0
"""Of a chart: that of the text on a sheet of A4. [inch]"""

MOST_BARS = 15
"""Groups of bars that are drawn; the table has all. [1]"""

COLOURS = ("#431a7d", "#8a72bd", "#cf6a16", "#c9bfe3")
"""Of the first series and the next; they differ in lightness, too."""


def drawn(told: Told, one: Chart) -> Figure | None:
    """Draw a chart of an answer; None if its table has no row for it."""
    table = told.tables[one.table]
    rows = [row for row in table.to_pylist() if one.only.items() <= row.items()]
    rows = [row for row in rows if any(row[column] is not None for column in one.series)]
    if not rows:
        return None
    with style.sheet():
        drawing = _DRAW[one.kind](one, rows, table)
    shown = rows if one.kind == "lines" else rows[:MOST_BARS]
    left = "" if len(shown) == len(rows) else f" The first {len(shown)} of {len(rows)}."
    return Figure(
        svg(drawing, title="chart"),
        alt=f"{one.title}: {_read(one, shown)}.",
        caption=f"{one.title}. {one.axis[:1].upper()}{one.axis[1:]}.{left}",
    )


def _bars(one: Chart, rows: Sequence[Mapping[str, Any]], table: pa.Table) -> Drawing:
    """Draw a group of lying bars for each row, from the top down."""
    rows = rows[:MOST_BARS]
    count = len(one.series)
    drawing = Drawing(figsize=(WIDTH, 0.75 + len(rows) * (0.12 + 0.2 * count)))
    axes = drawing.add_subplot()
    middle = np.arange(len(rows), dtype=float)
    thick = 0.8 / count
    top = max((row[column] or 0.0 for row in rows for column in one.series), default=0.0)
    for i, (column, called) in enumerate(one.series.items()):
        unit = about(table.schema.field(column))["unit"]
        values = [row[column] or 0.0 for row in rows]
        at = middle + (i - (count - 1) / 2) * thick
        axes.barh(at, values, height=thick * 0.92, color=COLOURS[i % len(COLOURS)], label=called)
        for y, value in zip(at, values, strict=True):
            reads = number(value) if unit == "1" and top > 1 else few_digits(value)
            axes.text(value + 0.01 * top, y, reads, va="center", fontsize=7.5, color=style.QUIET)
    _name_rows(axes, one, rows)
    axes.set_xlim(0, 1.12 * top if top else 1.0)
    _finish(one, drawing, axes)
    return drawing


def _spans(one: Chart, rows: Sequence[Mapping[str, Any]], _: pa.Table) -> Drawing:
    """Draw a span for each row, from the first series to the second, and the value within all."""
    rows = rows[:MOST_BARS]
    drawing = Drawing(figsize=(WIDTH, 0.85 + len(rows) * 0.3))
    axes = drawing.add_subplot()
    at = np.arange(len(rows))
    first, second = ([row[column] for row in rows] for column in one.series)
    axes.hlines(at, first, second, color=style.ZONES[1], linewidth=5)
    for values, called, colour, marker in zip(
        (first, second), one.series.values(), COLOURS[::2], "os", strict=False
    ):
        axes.plot(values, at, marker, color=colour, markersize=6, label=called)
    if one.middle:
        axes.axvline(rows[0][one.middle], color=style.INK, linewidth=0.9, linestyle="--")
    axes.set_xlim(left=0)
    _name_rows(axes, one, rows)
    _finish(one, drawing, axes)
    return drawing


def _lines(one: Chart, rows: Sequence[Mapping[str, Any]], _: pa.Table) -> Drawing:
    """Draw a line for each series along numbers, and the band of the first."""
    drawing = Drawing(figsize=(WIDTH, 3.2))
    axes = drawing.add_subplot()
    rows = sorted(rows, key=lambda row: row[one.along])
    along = [row[one.along] for row in rows]
    if one.band:
        low, high = ([row[end] for row in rows] for end in one.band)
        axes.fill_between(along, low, high, color=style.ZONES[0], linewidth=0)
    for i, (column, called) in enumerate(one.series.items()):
        axes.plot(
            along, [row[column] for row in rows], color=COLOURS[i % len(COLOURS)], label=called,
            marker="o", markersize=3.5, linewidth=1.6, linestyle=("-", "--", ":", "-.")[i % 4],
        )  # fmt: skip
    axes.set_ylim(bottom=0)
    axes.set_xlabel(one.along.replace("_", " "), fontsize=8)
    axes.tick_params(labelsize=8)
    _finish(one, drawing, axes)
    return drawing


_DRAW = {"bars": _bars, "lines": _lines, "spans": _spans}


def _name_rows(axes: Axes, one: Chart, rows: Sequence[Mapping[str, Any]]) -> None:
    """Name each row at its left, from the top down; long names are broken."""
    names = [fill(str(row[one.along]).replace("_", " "), 42) for row in rows]
    axes.set_yticks(range(len(rows)), names, fontsize=8)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)


def _finish(one: Chart, drawing: Drawing, axes: Axes) -> None:
    """Label the values, and say which series is which where there are several."""
    values = axes.yaxis if one.kind == "lines" else axes.xaxis
    values.set_major_formatter(lambda value, _: f"{value:,.10g}")
    values.label.set(text=fill(one.axis, 42 if one.kind == "lines" else 90), fontsize=8)
    axes.tick_params(axis="x", labelsize=8)
    axes.grid(axis="y" if one.kind == "lines" else "x", color="#e2dfd9", linewidth=0.6)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    if len(one.series) > 1:
        axes.legend(
            fontsize=8, frameon=False, loc="lower left", bbox_to_anchor=(0, 1.0),
            ncols=min(len(one.series), 4), borderaxespad=0.2,
        )  # fmt: skip
    drawing.set_layout_engine("tight")


def _read(one: Chart, rows: Sequence[Mapping[str, Any]]) -> str:
    """Read the values of the first series out."""
    column, called = next(iter(one.series.items()))
    told = ", ".join(f"{row[one.along]} {few_digits(row[column] or 0.0)}" for row in rows)
    return f"{called}, {told}"
