"""Whether profiles are in order: told at the size of face where it matters most."""

from twin.exposure import out_of_order, recognisers
from twin.exposure.parts import Profile
from twin.quantity import Quantity


def number(value):
    return Quantity(value=value, source="own_trial")


def test_a_weak_own_curve_in_the_middle_is_told():
    """At 30 px: central half of 0.4; strict 0.89 logistic(30 / 2.6 - 10) = 0.73."""
    own = {"ceiling": number(0.4), "midpoint_px": number(30.0), "width_px": number(2.0)}
    weak = Profile(about="weak", quality=number(1.0), **own)
    told = out_of_order(recognisers().with_profile("central", weak))
    assert told.startswith("The profiles are not in order: of faces with ")
    assert (
        "30 px between the eyes the strict profile names 0.73 and the central profile 0.20" in told
    )
    assert told.endswith(".")


def test_the_shipped_profiles_are_in_order():
    assert out_of_order(recognisers()) == ""
