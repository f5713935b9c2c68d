"""The lens sheet and its numbers: what they say, and that they say the same."""

import io
import math
import re

import numpy as np
import pytest
import shapely
from PIL import Image
from rich.console import Console

from tests.report.scenes import assert_texts_are_apart
from twin.cameras import Lens
from twin.cameras.catalogue import camera_type, hanging
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
    axis = 1675 / 285.71
    assert FACTS["recogniser_half"]["central"]["ground_m"][1] == pytest.approx(
        (axis**2 - 1.4**2) ** 0.5, abs=0.02
    )
    starts = {angle: told["ground_m"][0] for angle, told in FACTS["frontal"].items()}
    assert starts == pytest.approx({"15": 5.22, "20": 3.85, "30": 2.42}, abs=0.01)
    # 32 px between the eyes end 3.3 m away, 15 degrees begin at 5.2 m: no such ground
    assert [maker["ground_m"] for maker in FACTS["makers"]][:2] == [None, None]
    low = lens_facts(hung(WIDE, height_m=1.8, tilt_deg=0), standards(), recognisers())
    near, far = low["makers"][0]["ground_m"]
    assert near == pytest.approx(0.2 / 0.26795, abs=0.01)
    assert far == pytest.approx((3.298**2 - 0.2**2) ** 0.5, abs=0.02)


def test_the_text_says_the_numbers():
    out = io.StringIO()
    render_lens(FACTS, standards(), console=Console(file=out, width=100))
    told = " ".join(out.getvalue().split())
    for words in (
        "2688 x 1520 px, 103.0 degrees across",
        "Bends straight lines slightly, as most security lenses do; focal length 1675 px (F), k1 -0.133.",
        "hung 3 m high, 12° down px/m",
        "detect 25 67.0 m",
        "central 1.7 to 5.7 m",
        "nowhere 32 px between the eyes, turned by 15 degrees at most (axxonsoft_face)",
        "what it says of 10,000 people is extrapolated. More: twin sources --recogniser.",
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


def lens_of(key, hfov=None):
    """Hang a type of the catalogue as the command does."""
    kind = camera_type(key)
    usual = hanging(kind)
    turned = kind.sensors.turned_deg if kind.sensors else (0.0,)
    if kind.form == "fisheye":
        camera = hung(kind.lens(hfov), height_m=usual.height_m.value, tilt_deg=-90)
    else:
        camera = aimed(kind.lens(hfov), 250, height_m=usual.height_m.value)
    return camera, turned


def told(camera, turned):
    out = io.StringIO()
    facts = lens_facts(camera, standards(), recognisers(), turned=turned)
    render_lens(facts, standards(), console=Console(file=out, width=200))
    return out.getvalue()


KINDS = [
    ("ptz-2mp-30x", 2.11),
    ("fisheye-12mp", None),
    ("panorama-8mp", None),
    ("multi-8mp-180", None),
    ("multi-20mp-360", None),
    ("kiosk-5mp-corridor", None),
    ("dome-4mp-zoom", 45),
]


@pytest.mark.parametrize(
    ("key", "hfov", "edition"),
    [*((*kind, 0) for kind in KINDS), ("multi-20mp-360", None, 1), ("ptz-2mp-30x", 2.11, 1)],
)
def test_nothing_is_written_over_anything_and_all_ground_is_shown(key, hfov, edition):
    camera, turned = lens_of(key, hfov)
    standard = standards()[edition]
    figure = lens_sheet(camera, standard, turned=turned, name=camera_type(key).name)
    figure.canvas.draw()
    assert_texts_are_apart(figure)
    # nowhere beyond the plan has a face the least level: look all along its edge
    _, plan = figure.axes
    (image,) = plan.images
    shown = image.get_array().filled(-1)
    assert (shown >= 0).any()
    edge = np.concatenate([shown[0], shown[-1], shown[:, 0], shown[:, -1]])
    assert (edge < 0).all()
    # the field takes a good part of the paper
    rows, columns = np.nonzero(shown >= 0)
    assert np.ptp(rows) > 0.4 * shown.shape[0]
    assert np.ptp(columns) > 0.4 * shown.shape[1]


def test_all_round_is_drawn_all_round():
    camera, turned = lens_of("fisheye-12mp")
    side, plan = lens_sheet(camera, standards()[0]).axes
    for axes in (side, plan):
        west, east = axes.get_xlim()
        assert west == pytest.approx(-east)
    assert plan.get_xlim()[1] > 33.7
    assert plan.get_ylim()[1] > 33.7
    text = told(camera, turned)
    assert "straight down" in text
    # 1.4 m above a face, which is looked down on by 45 degrees as far away
    facts = lens_facts(camera, standards(), recognisers())
    grounds = [level["ground_m"] for level in facts["levels"]["iec62676-4:2015"]]
    assert [near for near, _ in grounds] == pytest.approx([1.4] * 4)
    assert facts["recogniser_half"]["central"]["ground_m"][0] == pytest.approx(1.4)
    assert "Nearer than 1.4 m faces are seen from over 45° above" in text
    assert "The axis meets the ground after 3.0 m; no distances" in text
    assert {level["axis_m"] for levels in facts["levels"].values() for level in levels} == {None}
    (image,) = plan.images
    shown = image.get_array().filled(-1)
    assert shown[shown.shape[0] // 2, shown.shape[1] // 2] == -1


def test_a_tele_lens_is_stretched_and_says_so():
    camera, turned = lens_of("ptz-2mp-30x", 2.11)
    figure = lens_sheet(camera, standards()[0])
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    assert titles[0].endswith("heights drawn 15 times as large")
    assert titles[1].endswith("widths drawn 10 times as large")
    words = svg(figure, title="lens")
    assert "2.1° x 1.2°" in words
    # nobody is seen as near as where 15 and 30 degrees would be
    assert "from above" not in words
    text = told(camera, turned)
    assert "strict nowhere" in text
    assert "looked down on by less than 15° 139.8 to 410 m*" in text
    assert "± 6 %, as F is inferred" in text
    # the upper edge looks down by what the axis does, less half of 1.186 degrees
    edge = 4.4 / math.tan(math.radians(-camera.tilt_deg - camera.lens.vfov_deg / 2))
    assert f"139.8 to {edge:.0f} m*" in text
    assert "* ends at the upper edge of the picture; tilted 0.5° higher, detect would" in text
    assert "detect, observe, recognise 410 m*" in words


def test_only_faces_that_are_seen_are_drawn():
    camera, turned = lens_of("dome-4mp-zoom", 45)
    words = svg(lens_sheet(camera, standards()[0]), title="lens")
    assert "15° from above: 9.0 m" in words
    assert "30° from above" not in words
    assert "30° 5.6 to " in told(camera, turned)


def test_several_lenses_are_said_and_drawn():
    camera, turned = lens_of("multi-20mp-360")
    text = "One of 4 such lenses in a housing, turned 0°, 90°, 180° and 270° from its front."
    figure = lens_sheet(camera, standards()[0], turned=turned)
    assert text in told(camera, turned)
    assert text in " ".join(one.get_text() for one in figure.texts)
    level = figure.axes[1].images[0].get_array().filled(-1)
    assert abs(level - level[::-1]).mean() < 0.01
    assert abs(level - level[:, ::-1]).mean() < 0.01


def test_level_has_no_sign_and_advice_about_sheets_is_for_those_who_have_one():
    camera, turned = lens_of("kiosk-5mp-corridor")
    text = told(camera, turned)
    assert "hung 1.6 m high, level" in text
    # as high as faces, it looks down on none
    assert "less than 15° up to 84 m, 20° up to 84 m, 30° up to 84 m" in text
    assert "-0" not in text.replace("k1 -0", "")
    assert "is better" not in text
    sheet = Lens.from_datasheet(width_px=1920, height_px=1080, hfov_deg=80)
    assert "The sheet's 25 px/m distance is better." in told(aimed(sheet, 250, height_m=3), (0.0,))


def test_a_picture_that_ends_below_faces_is_told_of_its_lower_edge():
    camera = hung(camera_type("kiosk-2mp").lens(), height_m=1.0, tilt_deg=30)
    text = told(camera, (0.0,))
    assert "* ends at the lower edge of the picture; tilted " in text
    assert "° lower, detect would reach" in text


def test_the_mark_of_a_picture_that_ends_stands_wherever_it_does():
    """PTZ at 6 m, its picture ends 14 m off; what ends there in the levels does so in all."""
    camera, turned = lens_of("ptz-2mp-30x")
    facts = lens_facts(camera, standards(), recognisers())
    first = facts["levels"]["iec62676-4:2015"][0]
    assert first["cut"]
    far = first["ground_m"][1]
    zones = [*facts["frontal"].values(), *facts["recogniser_half"].values(), *facts["makers"]]
    ended = [zone for zone in zones if zone["ground_m"]]
    assert ended
    for zone in ended:
        assert zone["cut"] == (zone["ground_m"][1] > far - 1e-6)
    assert "15° nowhere, 20° 12.1 to 14 m*, 30° 7.6 to 14 m*" in told(camera, turned)


def test_heads_under_a_narrow_lens_are_tops_of_heads():
    lens = Lens.from_datasheet(width_px=1920, height_px=1080, hfov_deg=40)
    text = told(hung(lens, height_m=3, tilt_deg=-90), (0.0,))
    assert "Nearer than 1.4 m faces are seen from over 45° above" in text


def test_the_longest_heading_has_room_and_says_all():
    kind = camera_type("multi-8mp-180")
    camera = hung(kind.lens(), height_m=4, tilt_deg=-60)
    figure = lens_sheet(camera, standards()[0], turned=kind.sensors.turned_deg, name=kind.name)
    figure.canvas.draw()
    assert_texts_are_apart(figure)
    heading = figure.texts[1].get_text().splitlines()
    assert len(heading) == 4
    assert heading[0] == f"{kind.name}."
    assert heading[1].endswith("; ± 6 %, as F is inferred.")
    assert heading[3].startswith("* ends at the upper edge")
    own = Lens.from_datasheet(width_px=1920, height_px=1080, hfov_deg=80, detect_m=40)
    figure = lens_sheet(hung(own.on_its_side(), height_m=3, tilt_deg=-5), standards()[0])
    heading = figure.texts[1].get_text().splitlines()
    assert heading[0] == "Corridor format."
    assert "±" not in heading[1]


@pytest.mark.parametrize("key", ["ptz-2mp-30x", "fisheye-12mp", "multi-8mp-180"])
def test_labels_keep_off_the_rays_from_above(key):
    camera, turned = lens_of(key)
    figure = lens_sheet(camera, standards()[0], turned=turned)
    figure.canvas.draw()
    side, _ = figure.axes
    (label,) = (one for one in side.texts if one.get_text().startswith("identify"))
    box = shapely.box(*label.get_window_extent().extents)
    rays = [line for line in side.lines if line.get_xdata()[0] == 0 and len(line.get_xdata()) == 2]
    rays = [line for line in rays if line.get_xdata()[1] > 1]
    assert rays
    for ray in rays:
        drawn = side.transData.transform(ray.get_xydata())
        assert not shapely.LineString(drawn).intersects(box)


@pytest.mark.parametrize("key", ["ptz-2mp-30x", "fisheye-12mp"])
def test_no_ground_seen_from_too_far_above_is_coloured_from_the_side(key):
    camera, turned = lens_of(key)
    side, _ = lens_sheet(camera, standards()[0], turned=turned).axes
    (image,) = side.images
    west, east, south, north = image.get_extent()
    stretch = float(re.search(r"(\d+) times", side.get_title(loc="left") + " 1 times")[1])
    shown = image.get_array().filled(-1)
    rows, columns = shown.shape
    x = np.abs(west + (np.arange(columns) + 0.5) / columns * (east - west))
    y = (south + (np.arange(rows) + 0.5) / rows * (north - south)) / stretch
    y = y if image.origin == "lower" else y[::-1]
    steep = camera.position[2] - y[:, None] > 1.02 * x[None, :]
    assert steep.any()
    assert (shown[steep] < 0).all()
