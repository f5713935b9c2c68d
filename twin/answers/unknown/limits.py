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
        "not among them: one that is aimed with care can do more. Of the worst found, nothing of "
        "the kind is known; at_least and at_most are certain."
    ),
    (
        "A few hundred layouts are drawn: what is told of one in twenty may hold for one in fifty "
        "or one in twelve of all, and with other cameras tried it moves too (on the shipped map by "
        "a sixth for two cameras)."
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
