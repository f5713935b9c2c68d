"""Exposure: looks in, who could be identified and how often out.

``imaged`` leaves out looks that a camera has no image of, ``in_the_light_of`` blurs those after
dark, ``together`` joins the cameras of one housing, ``fold`` adds up its looks, ``unsearched``
tells what a camera learns whose recogniser is off, ``merge`` joins what was folded from parts of a
day, ``expose`` joins the housings, and ``Misses`` holds what each does for that. Levels and the
recogniser are data with a source for each number; ``fit_curve`` fits its curve to a trial.
"""

from twin.exposure.deployments import Deployment, deployments
from twin.exposure.encounters import ENCOUNTERS, fold, merge, searched, unsearched
from twin.exposure.expose import BY, ELSEWHERE, LIGHTS, expose, expose_looks
from twin.exposure.fit import CurveFit, Fitted, fit_curve
from twin.exposure.housing import of_one_image, together
from twin.exposure.imaged import imaged
from twin.exposure.levels import Level, Standard, standard_of, standards
from twin.exposure.light import in_the_light_of
from twin.exposure.misses import Misses
from twin.exposure.order import out_of_order
from twin.exposure.parts import Profile
from twin.exposure.profiles import PROFILES, Recognisers, recognisers

__all__ = [
    "BY",
    "ELSEWHERE",
    "ENCOUNTERS",
    "LIGHTS",
    "PROFILES",
    "CurveFit",
    "Deployment",
    "Fitted",
    "Level",
    "Misses",
    "Profile",
    "Recognisers",
    "Standard",
    "deployments",
    "expose",
    "expose_looks",
    "fit_curve",
    "fold",
    "imaged",
    "in_the_light_of",
    "merge",
    "of_one_image",
    "out_of_order",
    "recognisers",
    "searched",
    "standard_of",
    "standards",
    "together",
    "unsearched",
]
