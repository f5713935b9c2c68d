"""Plan: one sheet that says everything it must, and nothing twice over."""

import io
import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import shapely
from matplotlib.figure import Figure
from PIL import Image

from tests.report.made_up import small_answers
from tests.report.scenes import (
    assert_texts_are_apart,
    camera,
    raster,
    small_scene,
    texts_of,
    words,
)
from twin.frames import camera_rotation
from twin.report import layers
from twin.report.digest import digest
from twin.report.plan import plan
from twin.report.saving import png, svg


@pytest.fixture(scope="module")
def sheet() -> Figure:
    """Draw the small scene once."""
    return plan(small_scene())


@pytest.fixture(scope="module")
def drawn(sheet: Figure) -> str:
    """Turn it into SVG once."""
    return svg(sheet, title="plan")


def test_the_sheet_is_a3_and_sharp_enough_for_print(sheet: Figure) -> None:
    with Image.open(io.BytesIO(png(sheet, title="plan"))) as picture:
        width, height = picture.size
    assert width >= 200 * 16.5
    assert 1.40 < width / height < 1.43


def test_the_svg_is_small_and_its_text_is_text(drawn: str) -> None:
    assert len(drawn) < 3_000_000
    text = words(drawn)
    for expected in (
        "Small site: Wednesday 14 June 2017, 45,012 people",
        "© OpenStreetMap contributors, ODbL 1.0",
        "Powered by TfL Open Data",
        "Crown copyright",
        "grid",
        "north",
        "identify",
        "≥ 250 px/m",
        "N1",
        "170°, 4.0 m up",
        "Hall",
        "Canal",
        "person-seconds per m²",
        "gallery 10,000",
    ):
        assert expected in text


def test_heat_layers_are_pictures_inside_the_svg(drawn: str) -> None:
    assert drawn.count("data:image/png;base64") >= 2
    links = re.findall(r'href="([^"#]+)"', drawn)
    assert all(link.startswith("data:") for link in links)


def test_the_same_scene_gives_the_same_svg() -> None:
    assert svg(plan(small_scene()), title="plan") == svg(plan(small_scene()), title="plan")


def test_no_text_stands_on_another_or_off_the_sheet(sheet: Figure) -> None:
    assert len(texts_of(sheet)) > 30
    assert_texts_are_apart(sheet)


def test_a_site_without_cameras_or_people_can_still_be_drawn() -> None:
    empty = small_scene(
        cameras=[],
        coverage=raster(lambda x, y: 0.0 * x * y),
        footfall=raster(lambda x, y: 0.0 * x * y, cell=2.0),
        told=digest(small_answers(cameras=[])),
    )
    assert "No cameras saw" in words(svg(plan(empty), title="plan"))


def test_a_busy_day_has_plain_numbers_on_its_scale() -> None:
    busy = small_scene(footfall=raster(lambda x, y: 20.0 + 300.0 * np.abs(x + 0 * y), cell=2.0))
    drawn = words(svg(plan(busy), title="plan"))
    assert "10,000" in drawn
    assert "1e+" not in drawn


def with_cameras(count: int) -> Figure:
    """Draw the plan with so many cameras in its table."""
    rows = [small_answers()["cameras"][0] | {"id": f"C{i}"} for i in range(count)]
    return plan(small_scene(told=digest(small_answers(cameras=rows))))


@pytest.mark.parametrize("count", [7, 8])
def test_as_many_cameras_as_fit_are_listed(count: int) -> None:
    figure = with_cameras(count)
    drawn = words(svg(figure, title="plan"))
    assert f"C{count - 1} " in drawn
    assert "more" not in drawn
    assert_texts_are_apart(figure)


def test_many_cameras_are_summed_up() -> None:
    figure = with_cameras(30)
    drawn = words(svg(figure, title="plan"))
    shown = len(set(re.findall(r"\bC\d+\b", drawn)))
    assert shown >= 7
    assert f"and {30 - shown} more" in drawn
    assert_texts_are_apart(figure)


def test_labels_leave_coverage_free_where_there_is_room() -> None:
    scene = small_scene(
        coverage=raster(lambda x, y: np.where(np.hypot(x - 35.0, y - 44.5) < 4.5, 300.0, 0.0)),
        cameras=[camera("N1", 35.0, 44.5, 90.0)],
    )
    close = plan(scene).axes[1]
    (label,) = (t for t in close.texts if t.get_text().startswith("N1"))
    box = label.get_window_extent().transformed(close.transData.inverted())
    covered = layers.ground_of(scene.coverage)
    assert covered.area > 10
    assert not shapely.box(*box.extents).intersects(covered)


def test_what_looks_straight_down_is_drawn_all_round() -> None:
    down = camera("F1", 50.0, 40.0, 10.0)
    down = replace(down, rotation=camera_rotation(10.0, -90.0))
    text = words(svg(plan(small_scene(cameras=[down])), title="plan"))
    assert "looks down, 4.0 m up" in text


def test_a_long_title_is_made_smaller_not_cut() -> None:
    name = "The site with the very long name that goes on for most of a line and more than that"
    told = digest(small_answers(site=name))
    figure = plan(small_scene(told=told))
    page = shapely.box(0, 0, *figure.bbox.max)
    assert all(page.covers(box) for text, box in texts_of(figure) if name in text)


def test_colours_of_the_zones_get_darker_with_detail() -> None:
    from matplotlib.colors import to_rgb

    from twin.report import style

    light = [float(np.dot(to_rgb(c), (0.2126, 0.7152, 0.0722))) for c in style.ZONES]
    assert light == sorted(light, reverse=True)
    assert min(a - b for a, b in pairwise(light)) > 0.12
