"""What stands still: ground, buildings, gates, venues and signs of a site, and routes over it.

``load`` reads a map file as of a date; :mod:`twin.site.ground` turns the walkable ground into a
grid of distances to walls, and :mod:`twin.site.storeys` the ground with steps and with what lies
below bridges; :mod:`twin.site.routes` computes the way from everywhere to each goal.
"""

from twin.site.loader import load
from twin.site.projection import grid_to_site, lonlat_to_site, site_to_grid, site_to_lonlat
from twin.site.schema import schema
from twin.site.site import Site

__all__ = [
    "Site",
    "grid_to_site",
    "load",
    "lonlat_to_site",
    "schema",
    "site_to_grid",
    "site_to_lonlat",
]
