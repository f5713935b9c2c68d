"""The lens sheet and its numbers: what they say, and that they say the same."""

import io

import pytest
from PIL import Image
from rich.console import Console

from twin.cameras import Lens
from twin.cameras.mount import aimed, hung
from twin.exposure import recognisers, standards
from twin.report.lens_sheet import SHEET, lens_sheet
from twin.report.lens_text import lens_facts, render_lens
from twin.report.saving import png, svg

WIDE = Lens.from_datasheet(width_px=2688, height_px=1520, hfov_deg=103, detect_m=67)
FACTS = lens_facts(aimed(WIDE, 250, height_m=3), standards(), recognisers())


def test_levels_are_told_on_the_axis_and_on_the_ground():
    detect, *_, identify = FACTS["levels"]["iec62676-4:2015"]
    assert (detect["name"], detect["axis_m"]) == ("detect", 67)
    assert identify["axis_m"] == pytest.approx(6.7)
    near, far = identify["ground_m"]
    assert far == pytest.approx((6.7**2 - 1.4**2) ** 0.5, abs=0.01)
    assert 1.5 < near < 2
    assert [level["name"] for level in FACTS["levels"]["iec62676-4:2025"]][-1] == "scrutinise"
    assert FACTS["levels"]["iec62676-4:2025"][-1]["ground_m"] is None


def test_recognisers_and_makers():
    # 18 px between eyes 63 mm apart are 285.7 px/m; F is 1675 px
    assert FACTS["recogniser_half_m"]["central"] == pytest.approx(1675 / 285.71, abs=0.01)
    assert FACTS["frontal_from_m"] == pytest.approx({"15": 5.22, "20": 3.85, "30": 2.42}, abs=0.01)
    # 32 px between the eyes end 3.3 m away, 15 degrees begin at 5.2 m: no such ground
    assert [maker["ground_m"] for maker in FACTS["makers"]][:2] == [None, None]
    low = lens_facts(hung(WIDE, height_m=1.8, tilt_deg=0), standards(), recognisers())
    near, far = low["makers"][0]["ground_m"]
    assert near == pytest.approx(0.2 / 0.26795, abs=0.01)
    assert far == pytest.approx((3.298**2 - 0.2**2) ** 0.5, abs=0.02)


def test_the_text_says_the_numbers():
    out = io.StringIO()
    render_lens(FACTS, standards(), console=Console(file=out, width=100))
    told = out.getvalue()
    for words in (
        "2688 x 1520 px, 103.0 degrees across",
        "fisheye, F 1675 px, k1 -0.1",
        "hung 3 m high and tilted -12.1 degrees",
        "central 5.9 m",
        "32 px between the eyes, turned by 15 degrees at most (axxonsoft_face): nowhere",
    ):
        assert words in told


@pytest.mark.parametrize(
    "camera",
    [
        aimed(WIDE, 250, height_m=3),
        hung(
            Lens.from_datasheet(width_px=2000, height_px=2000, hfov_deg=180),
            height_m=4,
            tilt_deg=-90,
        ),
        hung(
            Lens.from_datasheet(width_px=640, height_px=480, hfov_deg=5), height_m=0.5, tilt_deg=20
        ),
        hung(WIDE, height_m=40, tilt_deg=0),
    ],
)
def test_any_lens_is_drawn(camera):
    figure = lens_sheet(camera, standards()[0])
    with Image.open(io.BytesIO(png(figure, title="lens"))) as picture:
        assert picture.size == pytest.approx([200 * side for side in SHEET], abs=1)
    drawn = svg(figure, title="lens")
    lens = camera.lens
    assert f"Lens of {lens.width_px} x {lens.height_px} px" in drawn
    assert "identify, 250 px/m" in drawn
    assert "straight ahead [m]" in drawn
