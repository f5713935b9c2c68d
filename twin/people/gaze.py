"""Where people look: constants of the gaze and of reading a phone.

The face points along the way of walking plus a stationary, mean-reverting normal deviation whose
value is a function of the person and the moment alone, but for glances: at a companion, at a front
beside the way, at a board above those who wait. No survey of where *heads* in a street turn was
found that gives these numbers, so each is an assumption with its range. What is measured is eyes:
whoever walks looks at the ground floors beside the way, on pedestrianised streets on both sides
alike [simpson2019]_, and at whom they talk to, but less than standing people do [mayor2016]_.

Who wears a brim is drawn, but hides no eyes. A brim hides them from cameras more than some 20
degrees above the face; without looks from there the machine counts a tenth fewer people on the
shipped day, so that one person in twenty with a brim would take half a per cent of them away.

References
----------
.. [simpson2019] key in twin/sources.bib.
.. [mayor2016] key in twin/sources.bib.
"""

__all__ = ["GAZE", "PHONE_HABIT", "REST_SPACING", "REST_SPREAD"]

GAZE: dict[str, float] = {
    "gaze_yaw": 0.30,  # standard deviation left and right [rad]; assumption (range 0.15-0.6)
    "gaze_pitch": 0.10,  # standard deviation up and down [rad]; assumption (range 0.05-0.2)
    "gaze_down": -0.08,  # mean: a little down, at the way ahead [rad]; assumption (-0.2 to 0)
    "gaze_s": 2.0,  # time between knots of the gaze [s]; assumption (range 1-5)
    "phone_pitch": -0.6,  # reading a phone [rad]; assumption (range -0.8 to -0.5)
    "phone_s": 20.0,  # a phone is read for whole blocks of this length [s]; assumption (10-60)
    "glance_companion": 0.2,  # share of the time [1]; assumption (range 0.1-0.35)
    "glance_front": 0.2,  # share of the time beside a front [1]; assumption (range 0.1-0.4)
    "front_far": 10.0,  # a front is glanced at from no farther [m]; assumption (range 5-20)
    "glance_board": 0.3,  # share of the time below a board [1]; assumption (range 0.1-0.5)
    "board_pitch": 0.25,  # from 1.6 m to 2.6 m, 4 m away [rad]; assumption (range 0.1-0.5)
}
"""Constants of the gaze; what is not a wall but cannot be walked on, as water, is a front too."""

PHONE_HABIT = 0.5
"""Share of their walking time that people with a phone habit read; assumption (range 0.2-1)."""

REST_SPREAD = 0.7
"""Standard deviation left and right while standing or sitting. [rad] assumption (0.3-1)."""

REST_SPACING = 5.0
"""Time between knots of the gaze while standing or sitting. [s] assumption (range 3-10)."""
