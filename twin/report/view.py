"""View: a shot with its faces boxed and measured, and a caption below."""

from typing import Final

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray

from twin.report import style
from twin.report.caption import Caption
from twin.report.faces import draw_faces
from twin.report.shot import Shot

__all__ = ["DPI", "view"]

#: One typographic point is one pixel.
DPI: Final = 72

#: A narrower picture is enlarged by a whole number. [px]
NARROWEST: Final = 960

#: Height of letters over the width of the picture, and at least. [px]
LETTER, LEAST_LETTER = 1 / 92, 10.0


def view(shot: Shot) -> Figure:
    """Draw a shot at the resolution of its image.

    Parameters
    ----------
    shot : Shot
        What the camera shows.

    Returns
    -------
    matplotlib.figure.Figure
        Made without pyplot; save it with :data:`DPI`.
    """
    lens = shot.camera.lens
    scale = -(-NARROWEST // lens.width_px) if lens.width_px < NARROWEST else 1
    wide, high = scale * lens.width_px, scale * lens.height_px
    letter = max(LEAST_LETTER, LETTER * wide)
    with style.sheet():
        caption = Caption.of(shot, wide=wide, letter=letter)
        total = high + caption.height
        figure = Figure(figsize=(wide / DPI, total / DPI), dpi=DPI, facecolor=style.PAPER)
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0.0, caption.height / total, 1.0, high / total))
        axes.imshow(_shown(shot), extent=(0, wide, high, 0), interpolation="nearest")
        axes.set(xlim=(0, wide), ylim=(high, 0))
        axes.set_axis_off()
        draw_faces(axes, shot, scale=scale, letter=letter)
        caption.draw(figure)
    return figure


def _shown(shot: Shot) -> NDArray[np.uint8]:
    """Return the picture's colours, black where the camera has masks."""
    colours = shot.picture.colours
    if not shot.camera.masks:
        return colours
    down, across = np.indices(colours.shape[:2])
    middles = np.column_stack([across.ravel(), down.ravel()]) + 0.5
    hidden = shot.camera.masked_pixels(middles).reshape(down.shape)
    return np.where(hidden[..., None], np.uint8(0), colours)
