"""Between longitude/latitude, the British National Grid and the site frame; the only user of PROJ.

The datum shift is the seven-parameter Helmert transformation, not the OSTN15 grid: it needs no
data file and gives the same bytes everywhere. It lies within about 5 m of OSTN15 in Britain, the
same shift over a whole site [ordnance_survey2020]_, so that shapes and distances are untouched.

References
----------
.. [ordnance_survey2020] ordnance_survey2020 in twin/sources.bib, section 6.6.

"""

import functools
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike
from pyproj import CRS, Transformer

from twin.arrays import Floats, as_shape

__all__ = ["HasOrigin", "grid_to_site", "lonlat_to_site", "site_to_grid", "site_to_lonlat"]

NATIONAL_GRID = (
    "+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy "
    "+towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs"
)
"""EPSG:27700 with its published Helmert shift to WGS 84 [ordnance_survey2020]."""


class HasOrigin(Protocol):
    """Anything that knows where the site frame's origin lies."""

    @property
    def origin(self) -> Floats:
        """Easting and northing of EPSG:27700: (2,), in metres."""


def grid_to_site(site: HasOrigin, easting_northing: ArrayLike) -> Floats:
    """Turn eastings and northings of EPSG:27700 (N, 2) into site coordinates (N, 2), all [m]."""
    return as_shape("easting_northing", easting_northing, (None, 2)) - site.origin


def site_to_grid(site: HasOrigin, xy: ArrayLike) -> Floats:
    """Turn site coordinates (N, 2) into eastings and northings of EPSG:27700 (N, 2), all [m]."""
    return as_shape("xy", xy, (None, 2)) + site.origin


def lonlat_to_site(site: HasOrigin, lonlat: ArrayLike) -> Floats:
    """Turn WGS 84 longitudes and latitudes (N, 2) [deg] into site coordinates (N, 2) [m]."""
    return lonlat_to_grid(lonlat) - site.origin


def site_to_lonlat(site: HasOrigin, xy: ArrayLike) -> Floats:
    """Turn site coordinates (N, 2) [m] into WGS 84 longitudes and latitudes (N, 2) [deg]."""
    grid = site_to_grid(site, xy)
    return np.column_stack(_transformer().transform(grid[:, 0], grid[:, 1], direction="INVERSE"))


def lonlat_to_grid(lonlat: ArrayLike) -> Floats:
    """Turn WGS 84 longitudes and latitudes (N, 2) [deg] into EPSG:27700 (N, 2) [m].

    Raises
    ------
    ShapeError
        If the shape differs or a value is not finite.

    """
    degrees = as_shape("lonlat", lonlat, (None, 2))
    return np.column_stack(_transformer().transform(degrees[:, 0], degrees[:, 1]))


@functools.cache
def _transformer() -> Transformer:
    """Build the transformation once."""
    return Transformer.from_crs("EPSG:4326", CRS.from_user_input(NATIONAL_GRID), always_xy=True)
