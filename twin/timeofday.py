"""Times of day as they stand in files: 08:00, or 08:00:30 where seconds may be told."""

import functools
import re
from typing import Annotated

from pydantic import BeforeValidator

__all__ = ["Clock", "Moment", "seconds_of"]

_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_MOMENT = re.compile(rf"{_CLOCK.pattern}(:[0-5]\d)?")


def _written_as(form: re.Pattern[str], wanted: str) -> BeforeValidator:
    """Make the check of a time of day that is written in a form."""

    def check(value: object) -> object:
        if not isinstance(value, str) or form.fullmatch(value) is None:
            message = f"{value!r} cannot be taken, but must be a clock time {wanted}"
            raise ValueError(message)
        return value

    return BeforeValidator(check)


Clock = Annotated[str, _written_as(_CLOCK, "in hours and minutes, such as 08:00")]
"""A time of day, such as 08:00."""

Moment = Annotated[str, _written_as(_MOMENT, "such as 08:00 or 08:00:30")]
"""A time of day that may have seconds."""


@functools.lru_cache(maxsize=256)
def seconds_of(clock: str) -> float:
    """Turn a time of day such as 08:00 or 08:00:30 into seconds after midnight. [s]

    Examples
    --------
    >>> seconds_of("08:00:30")
    28830.0
    """
    hours, minutes, *seconds = (int(part) for part in clock.split(":"))
    return 3600.0 * hours + 60.0 * minutes + sum(seconds)
