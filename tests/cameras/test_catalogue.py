"""The catalogue: enough types, each a lens, each number with its source."""

import re

import pytest
import yaml

from twin.cameras.catalogue import camera_type, catalogue, hanging
from twin.errors import ShapeError

TYPES = list(catalogue().values())
MAKERS = "axis bosch dahua hanwha hikvision avigilon uniview vivotek honeywell 3xlogic nec"


def test_there_are_enough_types_of_every_form():
    assert len(TYPES) >= 24
    forms = {one.form for one in TYPES}
    assert forms >= {"bullet", "dome", "turret", "ptz", "fisheye", "multi-sensor", "kiosk"}
    sizes = [one.lens().width_px * one.lens().height_px / 1e6 for one in TYPES]
    assert min(sizes) == pytest.approx(2, abs=0.1)
    assert max(sizes) > 8
    text = yaml.safe_dump([one.model_dump(mode="json") for one in TYPES]).lower()
    text = text.replace("layouttool_sheets", "")
    assert not [maker for maker in MAKERS.split() if maker in text.split()]


@pytest.mark.parametrize("one", TYPES, ids=lambda one: one.key)
def test_the_lens_of_a_type_shows_what_its_sheet_prints(one):
    for sheet, lens in (
        (one.sheet or one.wide, one.lens()),
        *([(one.tele, one.lens(one.tele.hfov_deg))] if one.zooms else []),
    ):
        across = lens.vfov_deg if one.corridor else lens.hfov_deg
        down = lens.hfov_deg if one.corridor else lens.vfov_deg
        assert across == pytest.approx(sheet.hfov_deg, abs=1e-6)
        if sheet.vfov_deg is not None:
            assert down == pytest.approx(sheet.vfov_deg, abs=4)
        if sheet.detect_m is not None:
            assert lens.distance_m(25) == pytest.approx(sheet.detect_m)


@pytest.mark.parametrize("one", [one for one in TYPES if "mp" in one.key], ids=lambda one: one.key)
def test_a_type_has_the_megapixels_of_its_key_or_says_why_not(one):
    lens = one.lens()
    lenses = len(one.sensors.turned_deg) if one.sensors else 1
    printed = int(re.search(r"(\d+)mp", one.key)[1])
    if f"the round image takes {lens.width_px} x {lens.height_px}" not in one.name:
        assert lenses * lens.width_px * lens.height_px / 1e6 == pytest.approx(printed, rel=0.1)


def test_every_type_hangs_somewhere():
    for one in TYPES:
        usual = hanging(one)
        assert 0.5 <= usual.height_m.value <= 60
        assert -90 <= usual.tilt_deg.value <= 0


def test_a_type_that_is_none_is_told_with_the_nearest():
    with pytest.raises(ShapeError, match="did you mean bullet-4mp-wide"):
        camera_type("bullet-4mp-wid")
    with pytest.raises(ShapeError, match="twin lens --types"):
        camera_type("submarine")


def test_a_lens_that_does_not_zoom_says_so():
    with pytest.raises(ShapeError, match="does not zoom"):
        camera_type("bullet-4mp-wide").lens(40)


def test_a_lens_that_does_not_zoom_may_be_given_what_it_has():
    one = camera_type("kiosk-5mp-corridor")
    assert one.lens(93) == one.lens()
    assert one.lens().vfov_deg == pytest.approx(93)


def test_no_number_is_no_field_of_view():
    for key in ("bullet-4mp-wide", "bullet-4mp-zoom"):
        with pytest.raises(ShapeError, match="hfov_deg is nan"):
            camera_type(key).lens(float("nan"))


def test_the_ends_of_a_zoom_are_those_of_the_list():
    kind = camera_type("ptz-2mp-30x")
    assert kind.lens(2.1) == kind.lens(kind.tele.hfov_deg)
