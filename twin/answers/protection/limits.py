"""What the answer about protection counts, and what it does not hold."""

from typing import Final

__all__ = ["DEFINITION", "LIMITS"]

DEFINITION: Final = (
    "The looks of one run are answered again with and without each protection: those that the "
    "layout sets are taken away, standard versions of the others are supposed, at all cameras and "
    "at one alone. Processed is what is done when a picture is taken: who is in it, whose face is "
    "searched, so that a template is made of it, and who would be recognised, were each on the "
    "list. Masks, hours, fewer images and fewer pixels act before that and can lower all of it; "
    "with the recogniser off nobody is searched, but the pictures are the same. Blurring and "
    "deletion of non-matches come after the search and change nothing of what is processed: who "
    "matches nobody is known only by searching everybody. They change what is kept for a day or "
    "longer, and whom somebody could know who watches it: shown at level identify of "
    "IEC 62676-4:2015, with the face within 90 degrees, unblurred. Somebody not on the list whom a "
    "search takes for another is a match, so those pictures stay: an expected number, at the "
    "recogniser's rate of false alerts."
)
"""What is counted and how."""

_LISTED = (
    "Whoever is on the list and is recognised is kept too; how many come is not known, and none "
    "are counted."
)
_PICTURES = (
    "A picture is blurred where a face is found that is good enough to be searched, and nowhere "
    "else: a face that is turned far aside stays. A system that follows somebody from picture to "
    "picture blurs more; clothes and gait are not hidden by either. A recogniser that needs larger "
    "faces than the shipped one finds fewer of them to blur."
)
_LATER = (
    "Pictures that are kept unblurred can be searched later, by any recogniser; switching this one "
    "off does not prevent it. Where the layout names neither deletion nor retention_days, "
    "pictures are taken to be kept for a day at least; retention_days below 1 leave none a day "
    "later, of matches neither, and stay as they are in all that is told."
)
_STANDARD = (
    "The standard versions are assumptions: pictures from 07:00 to 19:00 alone, one image a "
    "second, half the pixels across and down, deletion after 10 s. What a mask should hide is not "
    "supposed."
)
_IMAGES = (
    "A look is the best of four moments of a second. One image a second shows one of them, so its "
    "numbers lie between those of the best moments and those of the looks whose best moment was "
    "that of the image (at the least). From four images a second on, more make more pictures of "
    "the same moments, and no number here changes. A lower rate that the layout sets is told by "
    "the best moments, so it spares more than is told."
)
_TRUST = (
    "All is told as if each protection were always on and worked as it is described; who can turn "
    "it off, and whether pictures left the device before they were deleted, is not told here."
)

LIMITS: Final = (_LISTED, _PICTURES, _LATER, _STANDARD, _IMAGES, _TRUST)
"""What the answer does not hold."""
