"""What a camera is: lens, mount, image, shutter; and layouts, files that list cameras."""

from twin.cameras.camera import Camera
from twin.cameras.layout import (
    Layout,
    check_layout,
    layout_schema,
    load_layout,
    readable_layout,
)
from twin.cameras.lens import Lens

__all__ = [
    "Camera",
    "Layout",
    "Lens",
    "check_layout",
    "layout_schema",
    "load_layout",
    "readable_layout",
]
