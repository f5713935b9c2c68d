"""Between which limits the numbers of a recogniser can be computed with."""

from twin.quantity import Quantity

__all__ = ["refuse_outside"]

_ABOVE_0 = ("midpoint_px", "width_px", "blur_scale_px", "correlation_s", "quality")
_LEAST = {
    "face_spread": 0.0,
    "midpoint_shift": 0.0,
    "ied_px": 0.0,
    "quality_after_dark": 1.0,
    "gallery": 1.0,
    "searches_per_false_alert": 1.0,
    "midpoint_gallery": 1.0,
    "midpoint_searches": 1.0,
}
_BETWEEN = {"yaw_deg": (0.0, 180.0), "pitch_deg": (0.0, 90.0)}


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
    kind = name.rpartition(".")[2]
    for value in (quantity.value, *(quantity.range or ())):
        if kind == "ceiling" and not 0 < value < 1:
            allowed = "lie between 0 and 1"
        elif kind in _ABOVE_0 and value <= 0:
            allowed = "be above 0"
        elif kind in _LEAST and value < _LEAST[kind]:
            allowed = f"be at least {_LEAST[kind]:g}"
        elif kind in _BETWEEN and not _BETWEEN[kind][0] <= value <= _BETWEEN[kind][1]:
            allowed = "lie between {:g} and {:g}".format(*_BETWEEN[kind])
        else:
            continue
        end = "" if value == quantity.value else " at an end of its range"
        message = f"{name} is {value:g}{end}, but must {allowed}."
        raise ValueError(message)
