"""What the answer about an unknown deployment does not hold."""

__all__ = ["LIMITS"]

LIMITS = (
    (
        "Whoever hangs cameras has a purpose that is not known: hung anywhere and aimed at faces "
        "are assumptions, and with another purpose cameras may reach more people or fewer."
    ),
    (
        "The places, the heights and how likely each type is are assumptions too; kiosks at body "
        "height and cameras that turn are not among them."
    ),
    (
        "The search for the best reaches at least 63 % of what the best choice of as many of these "
        "cameras would (Nemhauser, Wolsey and Fisher 1978). It says nothing of cameras that are "
        "not among them. Of the worst found, nothing of the kind is known; "
        "at_least and at_most are certain."
    ),
    (
        "A few hundred layouts are drawn: what is told of one in twenty may hold for one in fifty "
        "or one in twelve of all."
    ),
    (
        "The cameras tried are one draw. With others all this moves: in three draws for an hour of "
        "the shipped map the middle of ten cameras lay up to 55 % apart, and the best two found "
        "would let a machine recognise 817, 1,376 and 1,800 people. So the best found is no limit "
        "of what cameras hung with care could do."
    ),
    (
        "One hour of one day's crowd: over a day more people are reached. Whoever came or left "
        "within the hour may have passed cameras outside of it."
    ),
    (
        "How likely each number of cameras is, where it is not known, is an assumption; the table "
        "tells it for two."
    ),
)
