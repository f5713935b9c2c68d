"""What the answer about an unknown deployment does not hold."""

__all__ = ["LIMITS"]

LIMITS = (
    (
        "Drawn cameras have no purpose: whoever hangs cameras aims them at people, so a deployment "
        "lies above what is drawn rather than below, up to the best."
    ),
    (
        "The places, the heights and how likely each type is are assumptions; kiosks at body "
        "height and tours of a camera that turns are not among them."
    ),
    (
        "Searching for the best one camera at a time reaches at least 63 % of what the best choice "
        "of as many of these cameras would (Nemhauser, Wolsey and Fisher 1978), and says nothing "
        "of cameras that are not among them: one aimed with care can do more. Of the worst found, "
        "nothing of the kind is known; at_least and at_most are certain."
    ),
    (
        "Of all layouts a few hundred are drawn: what is told of one in twenty may hold for one "
        "in forty or one in twelve."
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
