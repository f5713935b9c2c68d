"""Charts: the bars say what the rows say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report.made_up import small_answers
from twin.report.charts import by_hour, round_step
from twin.report.digest import digest


def test_every_hour_has_three_bars_in_proportion() -> None:
    rows = digest(small_answers()).hours
    chart = by_hour(rows)
    assert len(chart.bars) == 3 * len(rows)
    seen = [bar for bar in chart.bars if bar.kind == "seen"]
    per_pixel = {round(row.seen / bar.height) for row, bar in zip(rows, seen, strict=True)}
    assert len(per_pixel) == 1
    assert all(bar.y >= 0 and bar.x + bar.width <= chart.width for bar in chart.bars)
    assert all(bar.y + bar.height == pytest.approx(chart.base, abs=0.02) for bar in chart.bars)
    assert [tick.reads for tick in chart.across][:2] == ["05", "06"]


def test_a_bar_says_its_number() -> None:
    bar = by_hour(digest(small_answers()).hours).bars[0]
    assert bar.says == "05:00: 500 seen"


def test_no_hour_makes_an_empty_chart() -> None:
    chart = by_hour([])
    assert chart.bars == ()
    assert chart.up[0].reads == "0"


@given(st.floats(0, 1e7))
def test_a_scale_has_few_round_marks(top: float) -> None:
    step = round_step(top)
    assert step >= 1
    assert top / step <= 5
    assert str(int(step)).rstrip("0") in {"1", "2", "5"}
