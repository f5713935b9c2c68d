"""What the answer over months counts, and what it does not hold."""

from typing import Final

__all__ = ["DEFINITION", "LIMITS", "RECORDED"]

DEFINITION: Final = (
    "Nobody is counted twice, however often they come: the sum over everybody who could come of "
    "1 - (1 - p)^n, where n is on how many of the days they come and p their own chance on a day "
    "of coming. How often each comes is a number for life from the pool of the simulated people; "
    "p differs from person to person, and how it is spread among people of a kind (why they come, "
    "and whether once a week) is taken from several simulated days of the same people: its mean "
    "from all visits, its spread from how often two days of one person agree (beta-binomial). "
    "How hard a face is to recognise is kept for life, for 20 kinds of face apart."
)
"""What is counted and how."""

_FOR_LIFE = (
    "Everybody lives, works and walks as on the simulated days all the time: nobody changes job, "
    "moves, grows up or dies, so that there are more different regulars than told here."
)
_EVERY_WEEK = (
    "As many come in every week as in that of the run. School and bank holidays, events and works, "
    "the season, its light and its weather are left out, and so is an estate that grows."
)
_WEEKDAYS = (
    "Somebody's chance is taken to be the same on each day of the week; days are weighed so that "
    "they stand for a whole week, but a weekday that was not simulated is missing in it."
)
_SAME_WEEKDAYS = (
    "Two working days of one person are more alike than a working day and a Sunday, and few days "
    "hold few such pairs, so that different people may be told a few in a hundred too many; 14 "
    "days of half an hour on a small site had 5 in a hundred fewer people than five days told."
)
_HOW_OFTEN = (
    "How likely somebody is captured is taken not to depend on how often they come, beyond whether "
    "they come once a week; it is so in the simulation."
)
_SHAPE = (
    "In a few days nobody is seen to come often; for longer times the shape of a Beta distribution "
    "is assumed. Fewest and most hold for any shape; where likeness is borrowed of others, as too "
    "few of a kind came twice, they take any likeness as well."
)
_ON_A_LIST = (
    "Recognised means at least once, by a machine that keeps no faces but those of its list; who "
    "is linked from day to day without a list is another question."
)
_RAREST = (
    "How rarely the rarest visitors come is an assumption; whoever sees London once in a life is "
    "none of them."
)

LIMITS: Final = (
    _FOR_LIFE,
    _EVERY_WEEK,
    _WEEKDAYS,
    _SAME_WEEKDAYS,
    _HOW_OFTEN,
    _SHAPE,
    _ON_A_LIST,
    _RAREST,
)
"""What the answer does not hold."""

RECORDED: Final = (
    "These people were recorded, and a recording does not tell who of them comes again on another "
    "day, so nothing can be said of months."
)
"""What is told of recorded people."""
