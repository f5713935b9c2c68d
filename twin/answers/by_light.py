"""Who was seen and identified by day, and who after dark."""

from typing import Any

import pyarrow as pa

from twin.answers.counts import divided, exposed, numbered
from twin.exposure import LIGHTS

__all__ = ["by_light"]


def by_light(exposure: pa.Table) -> list[dict[str, Any]]:
    """Count people by day and after dark.

    Parameters
    ----------
    exposure : pyarrow.Table
        Exposure.

    Returns
    -------
    list of dict
        ``light``, "day" or "dark", and the counts of :func:`~twin.answers.counts.divided`, for
        each. Somebody seen in both counts in both.
    """
    rows = exposed(exposure, "light")
    groups = numbered(rows, {light: n for n, light in enumerate(LIGHTS)})
    counts = divided(rows, groups, len(LIGHTS))
    return [{"light": light, **found} for light, found in zip(LIGHTS, counts, strict=True)]
