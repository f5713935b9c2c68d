"""The face ladder: every step is labelled, nothing overlaps, and cells hold what they say."""

import io
import re
from itertools import combinations

import numpy as np
import pytest
import yaml
from PIL import Image

from twin.cameras import Lens
from twin.cameras.imaging import Chain, resample
from twin.cameras.portrait import DENSITY, PEOPLE, portrait
from twin.errors import ShapeError
from twin.exposure import standards
from twin.report.face_ladder import (
    BOULEVARD,
    DENSITIES,
    DPI,
    SHEET,
    cells,
    face_ladder,
    order,
)
from twin.report.saving import png
from twin.resources import scenarios_dir


@pytest.fixture(scope="module")
def sheet():
    return face_ladder(standards())


def words(figure):
    return [text.get_text() for text in figure.texts]


def test_every_step_is_labelled(sheet):
    told = words(sheet)
    for density, eyes, first, second, away, moves in (
        ("25", "1.6", "detect", "overview", "121.8", "0.2"),
        ("62.5", "3.9", "observe", "outline", "48.7", "0.4"),
        ("125", "7.9", "recognise", "perceive", "24.4", "0.8"),
        ("250", "15.8", "identify", "characterise", "12.2", "1.7"),
        ("500", "31.5", "identify", "validate", "6.1", "3.4"),
        ("1500", "94.5", "identify", "scrutinise", "2.0", "10.1"),
    ):
        start = told.index(f"{density} px/m")
        assert told[start + 1 : start + 6] == [
            f"{eyes} px eye to eye",
            f"2015: {first}",
            f"2025: {second}",
            f"at {away} m",
            f"moves {moves} px",
        ]


def test_the_levels_of_2015_and_the_two_above_them_are_shown():
    assert set(DENSITIES) >= set(standards()[0].densities.values())
    assert set(DENSITIES) >= {standards()[1].densities[name] for name in ("validate", "scrutinise")}


def test_each_cell_is_a_whole_number_of_dots_for_each_pixel(sheet):
    pictures = sheet.axes[len(PEOPLE) :]
    assert len(pictures) == 5 * len(DENSITIES)
    for n, axes in enumerate(pictures):
        rows, columns = axes.images[0].get_array().shape
        density = DENSITIES[n // 5]
        assert (columns, rows) == (0.24 * density, pytest.approx(0.32 * density))
        box = axes.get_position()
        dots = DPI * box.width * SHEET[0] / columns
        assert dots == pytest.approx(round(dots), abs=1e-6)
        assert DPI * box.height * SHEET[1] / rows == pytest.approx(dots)


@pytest.mark.parametrize(
    ("chain", "focal_px"),
    [(None, None), (Chain(qp=34.25, speed=12.25, shutter=0.0105, noise=12.5), 123456.0)],
)
def test_nothing_overlaps_and_nothing_leaves_the_sheet(chain, focal_px):
    figure = face_ladder(standards(), chain=chain, focal_px=focal_px)
    drawn = figure.canvas.get_renderer()
    boxes = [(text.get_text(), text.get_window_extent(drawn)) for text in figure.texts]
    boxes += [(f"cell {n}", axes.get_window_extent(drawn)) for n, axes in enumerate(figure.axes)]
    for name, box in boxes:
        assert box.x0 > 20, name
        assert box.y0 > 5, name
        assert box.x1 < figure.bbox.x1 - 20, name
        assert box.y1 < figure.bbox.y1 - 20, name
    for (name, one), (other, two) in combinations(boxes, 2):
        apart = one.x1 <= two.x0 or two.x1 <= one.x0 or one.y1 <= two.y0 or two.y1 <= one.y0
        assert apart, (name, other)


def test_columns_stand_well_apart(sheet):
    """What stands over a step is narrower than the step by at least a tenth of an inch."""
    drawn = sheet.canvas.get_renderer()
    steps = sorted(axes.get_window_extent(drawn).x0 for axes in sheet.axes[len(PEOPLE) :: 5])
    apart = min(np.diff(steps))
    heads = [text for text in sheet.texts if text.get_ha() == "center"]
    assert len(heads) == 6 * len(DENSITIES)
    for text in heads:
        assert text.get_window_extent(drawn).width < apart - 0.1 * sheet.dpi


def test_everybody_stands_somewhere_at_every_step():
    for step in range(len(DENSITIES)):
        assert {face.name for face in order(step)} == {"A", "B", "C"}
    firsts = [order(step)[0].name for step in range(len(DENSITIES))]
    assert all(firsts.count(face.name) == 2 for face in PEOPLE)


def test_the_answer_is_who_stands_there(sheet):
    (answer,) = (text for text in sheet.texts if text.get_rotation() == 180)
    told = re.findall(r"([\d.]+): (\w) (\w) (\w)", answer.get_text())
    assert [float(density) for density, *_ in told] == list(DENSITIES)
    for step, (density, *names) in enumerate(told):
        assert names == [face.name for face in order(step)]
        pixels = cells(float(density), step, Chain())[0]
        face = next(face for face in PEOPLE if face.name == names[0])
        assert (pixels == resample(portrait(face), round(DENSITY / float(density)))).all()


def test_cells_go_through_the_chain_and_each_has_its_own_noise():
    chain = Chain(lens_blur=0.0, speed=0.0, noise=8.0, quality=100)
    alone, moved, *stored = cells(250.0, 3, chain)
    assert (alone == moved).all()
    people = [resample(portrait(face), 12) for face in order(3)]
    noise = [got - pixels for got, pixels in zip(stored, people, strict=True)]
    for one in noise:
        # a mean bright picture: between half and one and a half times the noise at middle grey
        assert 4 < one.std() < 12
    assert abs(np.corrcoef(noise[0].ravel(), noise[1].ravel())[0, 1]) < 0.1


def test_the_lens_is_that_of_the_layout():
    text = (scenarios_dir() / "layouts" / "kings_boulevard_2016.yaml").read_text()
    for camera in yaml.safe_load(text)["cameras"]:
        assert Lens.from_datasheet(**camera["lens"]).focal_px == BOULEVARD


def test_another_camera_is_told():
    told = " ".join(words(face_ladder(standards(), chain=Chain(qp=34, speed=2), focal_px=1000)))
    for part in ("QP 34", "2 m/s across", "a lens of F 1000 px", "at 4.0 m", "moves 2.5 px"):
        assert part in told
    assert "King's Boulevard" not in told
    assert "JPEG" not in told


def test_it_is_drawn_with_its_own_paper_and_the_same_twice(sheet):
    once = png(sheet, title="faces", dpi=100)
    assert once == png(face_ladder(standards()), title="faces", dpi=100)
    with Image.open(io.BytesIO(once)) as picture:
        assert picture.size == (1169, 827)
        assert picture.convert("RGBA").getpixel((2, 2)) == (255, 255, 255, 255)


@pytest.mark.parametrize("focal_px", [0.0, -5.0, 20.0, 2e6, float("nan")])
def test_a_lens_that_is_none_is_refused(focal_px):
    with pytest.raises(
        ShapeError, match="focal length is .* px, but cameras have 100 to 1000000 px"
    ):
        face_ladder(standards(), focal_px=focal_px)
