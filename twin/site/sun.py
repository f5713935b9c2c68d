"""Where the sun stands over a site, and when it is dark."""

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
from astral import Observer
from astral.sun import elevation as elevation_of

from twin.arrays import Bools, Floats
from twin.site.projection import HasOrigin, site_to_lonlat

__all__ = ["DUSK", "elevation", "is_dark"]

DUSK = -6.0
"""Below this elevation of the sun, the end of civil twilight, street lamps light faces.
[degree] assumption (range -8 to 0)"""

ZONE = ZoneInfo("Europe/London")
"""Clock of the sites that EPSG:27700 can hold."""

MINUTE = 60


def elevation(site: HasOrigin, date: dt.date, minutes: int) -> Floats:
    """Compute how high the sun stands.

    Parameters
    ----------
    site : Site
        For where it is.
    date : date
        The day.
    minutes : int
        How many minutes, from midnight of the clock on.

    Returns
    -------
    (minutes,) array
        Elevation of its centre over the horizon in the middle of each minute, as without air.
        [degree]
    """
    ((longitude, latitude),) = site_to_lonlat(site, [[0.0, 0.0]])
    here = Observer(latitude=float(latitude), longitude=float(longitude))
    midnight = dt.datetime.combine(date, dt.time(), tzinfo=ZONE).astimezone(dt.UTC)
    middles = (midnight + dt.timedelta(minutes=n + 0.5) for n in range(minutes))
    return np.array([elevation_of(here, moment, with_refraction=False) for moment in middles])


def is_dark(site: HasOrigin, date: dt.date, seconds: int) -> Bools:
    """Say for each second from midnight of the clock on whether it is dark.

    Parameters
    ----------
    site, date
        As for :func:`elevation`.
    seconds : int
        How many seconds.

    Returns
    -------
    (seconds,) array
        Whether the sun stands lower than :data:`DUSK`, to the minute.
    """
    minutes = -(-seconds // MINUTE)
    return np.repeat(elevation(site, date, minutes) < DUSK, MINUTE)[:seconds]
