"""What the answer about a watch-list counts, and what it does not hold."""

from typing import Final

__all__ = ["DEFINITION", "LIMITS"]

DEFINITION: Final = (
    "A search is one pass before a camera of which at least one picture showed a face large and "
    "frontal enough to be searched; it ends in an alert or in none. At one threshold a comparison "
    "of two people's faces fails at one rate, taken from what the recogniser's file says of one "
    "list, so that a search of a list of N images gives a false alert with a chance of "
    "1 - (1 - rate)^N. False alerts are searches times that chance. A listed person who comes is "
    "taken to come as the others do: the chance is the mean over everybody who was there, were "
    "each on the list."
)
"""What is counted and how."""

_VISITS = (
    "How many listed people come is not known, and nobody published it; 0, 1 and 5 are "
    "suppositions."
)
_ACTED_ON = (
    "How many false alerts are acted on is an assumption: 14 of 34 were in London's trials of "
    "2016-19 [essex_trials2019], 6 of 10 in 2024-25 [bbc_lfr_2025]."
)
_THRESHOLD = (
    "A longer list at the same threshold errs more often; whoever raises the threshold to make up "
    "for it recognises fewer of those on it, which is another run."
)
_INDEPENDENT = (
    "Errors are taken to be independent: relatives, twins and poor images on the list are not "
    "among them. A system that searches every picture by itself may err more often."
)
_GROUPS = (
    "False matches of two groups can differ 10 to over 100 times [nistir8280], and the trial "
    "behind the shipped rate found no significant difference [npl2023]; the model does not know "
    "who belongs to which. Eight of London's ten false alerts were of black people "
    "[bbc_lfr_2025], but how many of those who passed were was not published."
)
_BOULEVARD = (
    "Which software and threshold ran at King's Boulevard, how many others were on the list, and "
    "what alerts there were, is not known."
)
_DEPLOYMENTS = (
    "No deployment published how large faces were, how cameras hung or whom they missed, so only "
    "faces and false alerts can be held against it. Faces there are detections; two of one person "
    "count twice. The shipped range of the rate ends at London's, so that it fits there of itself."
)

LIMITS: Final = (
    _VISITS,
    _ACTED_ON,
    _THRESHOLD,
    _INDEPENDENT,
    _GROUPS,
    _BOULEVARD,
    _DEPLOYMENTS,
)
"""What the answer does not hold."""
