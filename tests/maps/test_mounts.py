"""A camera can hang on every mount of the shipped map."""

import datetime as dt

import numpy as np
import pytest

from twin.cameras import Camera, Layout, Lens, check_layout
from twin.frames import camera_rotation
from twin.resources import maps_dir
from twin.site import load


@pytest.mark.parametrize("date", [dt.date(2016, 5, 15), dt.date(2025, 6, 11)])
def test_no_mount_is_inside_anything(date):
    site = load(maps_dir() / "kings_cross_central.geojson", date=date)
    lens = Lens.from_datasheet(width_px=1920, height_px=1080, hfov_deg=60.0)
    cameras = tuple(
        Camera(mount.id, mount.id, np.array([*mount.xy, mount.height]), camera_rotation(0, 0), lens)
        for mount in site.mounts
    )
    assert len(cameras) >= 150
    assert not check_layout(Layout("mounts", "one camera on every mount", cameras), site)
