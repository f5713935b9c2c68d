"""What the answer about tracking counts, and what it does not hold."""

from typing import Final

from twin.answers.tracking.numbers import ALIKE, GAP_S, MARGIN_S, WINDOW_S
from twin.quantity import Quantity

__all__ = ["DEFINITION", "LIMITS"]


def _assumed(number: Quantity, unit: str = "", size: float = 1.0) -> str:
    """Write an assumption with its range, in a unit of some size."""
    low, high = number.range or (number.value, number.value)
    return f"{number.value / size:g}{unit} (an assumption, {low / size:g} to {high / size:g})"


DEFINITION: Final = (
    "A pass is somebody's stretch in view of one camera; stretches before the same camera no more "
    f"than {_assumed(GAP_S, ' s')} apart are one pass. Two passes of a person are joined by face "
    "when the face was identified in both: each with the chance that the recogniser would identify "
    "the person from that pass alone, faces being hard or easy for life. Whether or not they are, "
    f"they are joined by appearance with a chance of {_assumed(ALIKE)} if one follows right after "
    "the other, which falls evenly to none when there are "
    f"{_assumed(WINDOW_S, ' minutes', 60)} between them. Passes joined directly or through others "
    "are one track. A track lasts from the beginning of its first pass to the end of its last, and "
    "the time between counts as joined, for whoever watches knows that this person went from one "
    "camera to the other in it; so does what was walked outdoors between. A pass joined with none "
    "is a track by itself. Shares are those of each visitor's longest track in their time on the "
    "site, indoors too, and of the track that goes farthest in their way outdoors, as means over "
    "everybody who was there; whoever was never seen counts as 0. "
    "Followed from one camera to another is whoever has passes before two cameras in one track, "
    "also where both see the same ground at once. A "
    f"journey is told door to door if one track begins within {_assumed(MARGIN_S, ' s')} after "
    "somebody came and ends within as long before they left."
)
"""What is counted and how."""

LIMITS: Final = (
    (
        "Only right links are counted. Links of two different people, which give somebody a way "
        "they never went, are not: with more people and looser matching there are more of them."
    ),
    (
        "Nothing on record says that passes were ever joined here; the answer is what the "
        "pictures would allow."
    ),
    (
        "Each pair of passes is tried by itself, by appearance. A coat that is hard to tell once "
        "is hard to tell again, so that with many passes this joins too much; the table what if "
        "has the other end, where somebody is told by appearance always or never."
    ),
    (
        "Nothing is made of where somebody was: views that overlap, or a street without a way "
        "out, would let passes be joined that look and face do not, so there it joins too little."
    ),
    (
        "A face is identified as if it were on a list from a good picture. Joining one picture of "
        "a street camera with another is harder, so faces join rather less."
    ),
    (
        "Lowest and highest are those of repeated draws alone: other people on another day, and "
        "other assumptions, differ by more."
    ),
    (
        "Of whoever is still there when the simulated time ends, time and way count until then, "
        "and the journey counts for none told door to door."
    ),
)
"""What the answer does not hold."""
