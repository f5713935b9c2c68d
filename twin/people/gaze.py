"""Where people look: constants of the gaze and of reading a phone.

The face points along the way of walking plus a stationary, mean-reverting normal deviation whose
value is a function of the person and the moment alone. No survey of where people in a street look
was found that gives these numbers, so each is an assumption with its range.
"""

__all__ = ["GAZE", "PHONE_HABIT", "REST_SPACING", "REST_SPREAD"]

GAZE: dict[str, float] = {
    "gaze_yaw": 0.30,  # standard deviation left and right [rad]; assumption (range 0.15-0.6)
    "gaze_pitch": 0.10,  # standard deviation up and down [rad]; assumption (range 0.05-0.2)
    "gaze_down": -0.08,  # mean: a little down, at the way ahead [rad]; assumption (-0.2 to 0)
    "gaze_s": 2.0,  # time between knots of the gaze [s]; assumption (range 1-5)
    "phone_pitch": -0.6,  # reading a phone [rad]; assumption (range -0.8 to -0.5)
    "phone_s": 20.0,  # a phone is read for whole blocks of this length [s]; assumption (10-60)
}
"""Constants of the gaze while walking."""

PHONE_HABIT = 0.5
"""Share of their walking time that people with a phone habit read; assumption (range 0.2-1)."""

REST_SPREAD = 0.7
"""Standard deviation left and right while standing or sitting. [rad] assumption (0.3-1)."""

REST_SPACING = 5.0
"""Time between knots of the gaze while standing or sitting. [s] assumption (range 3-10)."""
