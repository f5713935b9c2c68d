"""What a camera is: lens, mount, image, shutter; and layouts, files that list cameras.

Where a camera hangs that is there already is found from points clicked in its image.
"""

from twin.cameras.camera import Camera
from twin.cameras.clicks import Clicks, image_size
from twin.cameras.layout import (
    Layout,
    check_layout,
    layout_schema,
    load_layout,
    readable_layout,
)
from twin.cameras.lens import Lens
from twin.cameras.locate import locate
from twin.cameras.located import Located
from twin.cameras.protection import Protection

__all__ = [
    "Camera",
    "Clicks",
    "Layout",
    "Lens",
    "Located",
    "Protection",
    "check_layout",
    "image_size",
    "layout_schema",
    "load_layout",
    "locate",
    "readable_layout",
]
