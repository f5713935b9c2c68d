"""Opening hours: the part of the OpenStreetMap syntax that weekly hours need.

``24/7``, or rules separated by ``;`` such as ``Mo-Fr 08:00-19:00; Sa,Su 10:00-14:00,15:00-18:00``.
A later rule replaces the hours of the days it names; ``off`` closes them; a rule without days means
every day; an end before the start, or after 24:00, runs into the next day [osm_opening_hours]_.

References
----------
.. [osm_opening_hours] osm_opening_hours in twin/sources.bib.

"""

import functools
import re
from dataclasses import dataclass

__all__ = ["DAYS", "Opening"]

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
DAY = 86_400.0
"""Length of a day; clock changes are ignored. [s]"""

_TIME = r"(\d{1,2}):(\d{2})"
_SPAN = re.compile(rf"{_TIME}\s*-\s*{_TIME}")
_RULE = re.compile(r"(?P<days>[A-Za-z][A-Za-z,\- ]*?)?\s*(?P<times>off|closed|\d.*)")
_FORM = "but must be '24/7' or rules such as 'Mo-Fr 08:00-19:00; Sa 10:00-18:00'"

Interval = tuple[float, float]


@dataclass(frozen=True)
class Opening:
    """When a venue is open.

    Attributes
    ----------
    week : tuple of 7 tuples
        For Monday to Sunday the intervals that begin on that day: start and end in seconds after
        its midnight; the end may lie beyond 24:00.

    """

    week: tuple[tuple[Interval, ...], ...]

    @classmethod
    @functools.lru_cache(maxsize=1024)
    def parse(cls, text: str) -> "Opening":
        """Read OpenStreetMap opening hours.

        Raises
        ------
        ValueError
            If the text is outside the supported part of the syntax.

        Examples
        --------
        >>> Opening.parse("Mo-Fr 08:00-19:00; Fr off").intervals(3)
        [(28800.0, 68400.0)]

        """
        if text.strip() == "24/7":
            return cls(tuple(((0.0, DAY),) for _ in DAYS))
        week: list[tuple[Interval, ...]] = [() for _ in DAYS]
        rules = [rule.strip() for rule in text.split(";") if rule.strip()]
        if not rules:
            message = f"{text!r} holds no rule, {_FORM}"
            raise ValueError(message)
        for rule in rules:
            match = _RULE.fullmatch(rule)
            if match is None:
                message = f"{rule!r} is not an opening rule, {_FORM}"
                raise ValueError(message)
            times = match["times"]
            spans = () if times in {"off", "closed"} else _spans(times)
            for day in _days(match["days"]):
                week[day] = spans
        return cls(tuple(week))

    def intervals(self, weekday: int) -> list[Interval]:
        """List when it is open on a weekday (0 is Monday), in seconds after midnight, sorted.

        Hours that touch or overlap are joined, also with those of the days before and after: what
        began the day before starts at 0, what runs past midnight keeps an end beyond 24:00.

        Examples
        --------
        >>> Opening.parse("24/7").intervals(0)
        [(0.0, 172800.0)]

        """
        around = [
            (start + shift * DAY, end + shift * DAY)
            for shift in (-1, 0, 1)
            for start, end in self.week[(weekday + shift) % 7]
        ]
        joined: list[Interval] = []
        for start, end in sorted(around):
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return [(max(a, 0.0), b) for a, b in joined if a < DAY and b > 0.0]

    def is_open(self, seconds: float, weekday: int) -> bool:
        """Say whether it is open at a time after the midnight that began a weekday.

        ``seconds`` may exceed 24 hours: it then means the days that follow.

        Examples
        --------
        >>> bar = Opening.parse("Fr 18:00-02:00")
        >>> bar.is_open(25 * 3600, 4), bar.is_open(3600, 5), bar.is_open(3600, 4)
        (True, True, False)

        """
        days, rest = divmod(seconds, DAY)
        return any(a <= rest < b for a, b in self.intervals((weekday + int(days)) % 7))


def _days(text: str | None) -> list[int]:
    """Turn ``Mo-We,Sa`` into weekday numbers; nothing means every day."""
    if not text:
        return list(range(7))
    days: list[int] = []
    for part in text.split(","):
        names = [name.strip() for name in part.split("-")]
        if len(names) > 2 or any(name not in DAYS for name in names):
            message = f"{part.strip()!r} is not a weekday or a range of them such as Mo-Fr"
            raise ValueError(message)
        first, last = DAYS.index(names[0]), DAYS.index(names[-1])
        days += [(first + i) % 7 for i in range((last - first) % 7 + 1)]
    return days


def _spans(text: str) -> tuple[Interval, ...]:
    """Turn ``10:00-14:00,15:00-18:00`` into seconds."""
    spans: list[Interval] = []
    for part in text.split(","):
        match = _SPAN.fullmatch(part.strip())
        if match is None:
            message = f"{part.strip()!r} is not a span of time such as 08:00-19:00"
            raise ValueError(message)
        h0, m0, h1, m1 = (int(group) for group in match.groups())
        if m0 > 59 or m1 > 59 or h0 > 24 or h1 > 48:
            message = (
                f"{part.strip()!r} is not a span of time: minutes to 59, hours to 24 (end: 48)"
            )
            raise ValueError(message)
        start, end = 3600.0 * h0 + 60.0 * m0, 3600.0 * h1 + 60.0 * m1
        spans.append((start, end if end > start else end + DAY))
    return tuple(sorted(spans))
