"""Faces: what is measured of a face that is to be drawn, and three people who are drawn.

References
----------
.. [ansur2] key in twin/sources.bib: every breadth and height of a head.
"""

from dataclasses import dataclass

from twin.errors import ShapeError
from twin.rng import Stream, uniform

__all__ = ["PEOPLE", "VERTEX", "Face", "chance", "outline", "refuse_none"]

VERTEX = 112.0
"""From the pupils up to the top of the head: men 114, women 109 [ansur2]. [mm]"""


@dataclass(frozen=True)
class Face:
    """What tells one face from another; breadths and heights are in millimetres [ansur2]_.

    Attributes
    ----------
    name : str
        One letter.
    head, face : float
        Breadth of the head and across the cheekbones. [mm]
    eyes : float
        From pupil to pupil. [mm]
    height : float
        From the root of the nose to the chin. [mm]
    jaw : float
        Breadth of the jaw over that of the face. [1] assumption (range 0.7-0.9)
    nose, mouth : float
        Breadths. [mm] assumption (range 30-42 and 44-58)
    skin, hair, clothes : float
        Grey levels. [0 to 255] assumption (range 0-255)
    brows : float
        Thickness of a brow. [mm] assumption (range 4-10)
    style : str
        ``short`` or ``long`` hair.
    glasses, stubble : bool
        Whether there are any.

    References
    ----------
    .. [ansur2] key in twin/sources.bib.
    """

    name: str
    head: float
    face: float
    eyes: float
    height: float
    jaw: float
    nose: float
    mouth: float
    skin: float
    hair: float
    clothes: float
    brows: float
    style: str
    glasses: bool = False
    stubble: bool = False


#: Means of men and women [ansur2], or within a standard deviation or two of them; all else is
#: assumption (ranges as above).
PEOPLE = (
    Face("A", 154, 143, 64, 122, 0.84, 37, 52, 205, 52, 70, 7.5, "short", stubble=True),
    Face("B", 148, 134, 62, 114, 0.76, 33, 50, 214, 84, 150, 5.0, "long"),
    Face("C", 150, 138, 60, 118, 0.79, 34, 48, 192, 60, 104, 6.0, "short", glasses=True),
)


#: What a measure of a face may be: about four standard deviations either way [ansur2]. [mm]
_LIMITS = {
    "head": (125.0, 178.0),
    "face": (110.0, 170.0),
    "eyes": (45.0, 80.0),
    "height": (88.0, 150.0),
}


def refuse_none(face: Face) -> None:
    """Refuse measures that are not those of a grown-up's face."""
    for name, (low, high) in _LIMITS.items():
        value = getattr(face, name)
        if not low <= value <= high:
            message = (
                f"face {face.name}: {name} is {value:g} mm, but must lie between {low:g} and "
                f"{high:g}."
            )
            raise ShapeError(message)
    if face.style not in {"short", "long"}:
        message = f"face {face.name}: style is {face.style!r}, but must be short or long."
        raise ShapeError(message)


def outline(face: Face) -> list[tuple[float, float]]:
    """Return the right half of the outline of the head, from the top to the chin."""
    head, cheek = face.head / 2, face.face / 2
    jaw, chin = face.jaw * cheek, face.height - 4.0
    return [
        (0.0, -VERTEX),
        (0.45 * head, -VERTEX + 7),
        (0.83 * head, -VERTEX + 30),
        (0.98 * head, -VERTEX + 62),
        (0.97 * head, -15.0),
        (cheek, 16.0),
        (0.965 * cheek, 0.40 * chin),
        (jaw, 0.68 * chin),
        (0.79 * jaw, 0.84 * chin),
        (0.46 * jaw, 0.965 * chin),
        (0.0, chin),
    ]


def chance(face: Face, part: int, number: int) -> float:
    """Draw a number in [0, 1) that belongs to one hair of one face."""
    return float(uniform(part, Stream.PICTURE, 0, 0, ord(face.name[0]), number))
