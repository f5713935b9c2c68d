"""What the answer about sensitive places counts, and what it does not hold."""

from typing import Final

from twin.answers.sensitive.window import WINDOW, lasting, windows

__all__ = ["ASKS", "DEFINITION", "LIMITS"]

SHORTEST, USUAL, LONGEST = (lasting(seconds) for seconds in windows(WINDOW))

ASKS: Final = (
    "Which visitors of sensitive places, such as clinics, places of worship and schools, are "
    "identified on the way in or out?"
)

DEFINITION: Final = (
    "A place is sensitive where the map flags it and says why. A visitor is whoever was in it, "
    "staff as well as patients, worshippers or pupils; nobody is counted twice. Visitors are on "
    f"the way in or out from {USUAL} before they go in until {USUAL} after they come out (an "
    f"assumption, {SHORTEST} to {LONGEST}, for which figures stand beside); outdoors, as at a "
    "playground, the stay between counts too. Counted is what any camera of the layout had of "
    "them in that time alone: seen; shown at level identify of IEC 62676-4:2015, which lets a "
    "human identify a stranger; a face large and frontal enough to be searched, whether or not "
    "anybody is on a list; and the expected number whom a machine would recognise, were each on "
    "its list."
)
"""What is counted and how."""

LIMITS: Final = (
    (
        "Which places are sensitive is the map's word: a venue with `sensitive: true` and a "
        "`sensitive_reason`; whoever sees it otherwise changes it there. Health, religion and "
        "membership of a trade union are special categories of Article 9 of the UK GDPR "
        "[uk_gdpr]; children, and people who seek legal, asylum or social help, are flagged "
        "because they are easily harmed, though Article 9 does not name them."
    ),
    (
        "That somebody could be identified on the way does not show that anybody linked them to "
        "the place; how much a window tells of where somebody goes depends on how many doors are "
        "near. Who passes a place without going in, or is turned away at the door, is not counted."
    ),
    "Cameras inside the places, and those that belong to somebody else, are no part of it.",
    "Of a way in before the simulated time, or out after it, nothing is known.",
    ("In the tables by place, camera and ground, somebody who was at two of them counts in both."),
    (
        "The people are simulated, so small counts are told as they are; of real people, counts "
        "below 5 might show who they were, and would be told as fewer than 5."
    ),
)
"""What the answer does not hold."""
