"""The small site with a deck over its towpath: a bridge one walks over and under.

The foot bridge is carried on over the towpath to the south::

    y 29 +--+ deck        the north bank
      20 |  | over the canal (20..28)
      14 |  | over the towpath (8..14): below, people walk east and west
       8 |  |
       5 +--+ the south bank; from the deck to the towpath only by the steps at x 100..103
         55 63
"""

from pathlib import Path
from typing import Any

from tests.site.small_map import INVENTED, feature, line, polygon, rectangle, small_site
from twin.site import Site

DECK = rectangle(55, 5, 63, 29)
TOWPATH = rectangle(0, 8, 120, 21)
STEPS = rectangle(100, 4, 103, 8)


def bridge_site(folder: Path, *, more: tuple[dict[str, Any], ...] = ()) -> Site:
    """Load the small site with the deck over the towpath, and more features."""
    edge = {"barrier": "railing", "height_m": 1.1}
    return small_site(
        folder,
        move={"bridge/foot": polygon(DECK), "level/towpath": polygon(TOWPATH)},
        drop=("gate/south", "venue/park"),
        edit={"gate/north": {"share": 0.2}},
        add=(
            feature("stairs/south", polygon(STEPS), name="Steps to the towpath"),
            feature("barrier/edge-1", line([(0, 8), (55, 8)]), name="Edge", **edge),
            feature("barrier/edge-2", line([(63, 8), (100, 8)]), name="Edge", **edge),
            feature("barrier/edge-3", line([(103, 8), (120, 8)]), name="Edge", **edge),
            feature("barrier/side-1", line([(99.6, 4), (99.6, 8)]), name="Side", **edge),
            feature("barrier/side-2", line([(103.4, 4), (103.4, 8)]), name="Side", **edge),
            *gates(),
            *more,
        ),
    )


def gates() -> list[dict[str, Any]]:
    """Draw a gate on the towpath west of the deck, and one on the south bank."""
    return [
        feature(
            f"gate/{name}", {"type": "Point", "coordinates": line([at, at])["coordinates"][0]},
            name=name, gate="towpath", width_m=2, share=0.1, basis=INVENTED,
        )
        for name, at in (("below", (10.0, 12.0)), ("bank", (59.0, 2.5)))
    ]  # fmt: skip
