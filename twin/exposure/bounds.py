"""Between which limits the numbers of a recogniser can be computed with."""

from twin.quantity import Quantity
from twin.wording import few_digits

__all__ = ["fault", "refuse_outside"]

MOST = 1e10
"""Most people enrolled, and most searches for one false alert. [1] assumption (range 1e9-1e12):
more than there are people; what is larger is a slip."""

WIDEST_SPREAD = 3.0
"""Largest face_spread. [1] assumption (range 2-4): the kinds of face that stand for all are up to
6e-4 off a finer integral there, and 7e-3 at 5."""

STEEPEST_SHIFT = 1.0
"""Largest midpoint_shift. [1] assumption (range 0.5-2): the midpoint then grows by e for each
tenfold fall of the rate of false matches."""

_ABOVE_0 = ("midpoint_px", "width_px", "blur_scale_px", "correlation_s", "quality")
_LEAST = {"ied_px": 0.0, "quality_after_dark": 1.0}
_BETWEEN = {
    "yaw_deg": (0.0, 180.0),
    "pitch_deg": (0.0, 90.0),
    "face_spread": (0.0, WIDEST_SPREAD),
    "midpoint_shift": (0.0, STEEPEST_SHIFT),
    "gallery": (1.0, MOST),
    "searches_per_false_alert": (1.0, MOST),
    "midpoint_gallery": (1.0, MOST),
    "midpoint_searches": (1.0, MOST),
}


def refuse_outside(name: str, quantity: Quantity) -> None:
    """Refuse a number that means nothing, or whose range ends at one.

    Parameters
    ----------
    name : str
        Dotted; its last part says what it is.
    quantity : Quantity
        The number.

    Raises
    ------
    ValueError
        In a sentence that says what is allowed.
    """
    for value in (quantity.value, *(quantity.range or ())):
        allowed = fault(name, value)
        if allowed:
            end = "" if value == quantity.value else " at an end of its range"
            message = f"{name} is {value:g}{end}, but must {allowed}."
            raise ValueError(message)


def fault(name: str, value: float) -> str:
    """Return what a number must do that it does not, such as ``be above 0``; else nothing.

    Parameters
    ----------
    name : str
        Dotted; its last part says what it is.
    value : float
        The number.
    """
    kind = name.rpartition(".")[2]
    if kind == "ceiling" and not 0 < value < 1:
        return "lie between 0 and 1"
    if kind in _ABOVE_0 and not value > 0:
        return "be above 0"
    if kind in _LEAST and not value >= _LEAST[kind]:
        return f"be at least {_LEAST[kind]:g}"
    if kind in _BETWEEN and not _BETWEEN[kind][0] <= value <= _BETWEEN[kind][1]:
        least, most = _BETWEEN[kind]
        return f"lie between {few_digits(least)} and {few_digits(most)}"
    return ""
