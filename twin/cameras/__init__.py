"""What a camera is: lens, mount, image, shutter; and layouts, files that list cameras."""

from twin.cameras.lens import Lens

__all__ = ["Lens"]
