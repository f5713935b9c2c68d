"""The small site on a slope: a bank in the north, 6 m above the towpath in the south.

The ground rises from -3 m at y 20 to 3 m at y 66; hall and canopy stand on it, level at the mean
height of the ground about them.
"""

from pathlib import Path
from typing import Any

from tests.site.small_map import INVENTED, feature, polygon, rectangle, small_site
from twin.site import Site

BANK = rectangle(0, 66, 120, 80)


def sloping_site(folder: Path, **changes: Any) -> Site:
    """Load the small site with a bank; changes as in :func:`tests.site.small_map.small_map`."""
    bank = feature("level/bank", polygon(BANK), z_m=3, name="Bank", basis=INVENTED)
    return small_site(folder, **{**changes, "add": (bank, *changes.get("add", ()))})
