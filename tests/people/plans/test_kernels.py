"""The draws of a plan against the plain generator."""

import numpy as np
import pytest

from twin.people.plans.kernels import draw
from twin.rng import Stream, uniform

pytestmark = pytest.mark.kernel


def test_draws_are_those_of_the_generator():
    out = np.empty(60)
    draw(np.array([7, 2, 736_000]), int(Stream.AGENDA), 2**31 + 5, 11, out)
    assert (out == uniform(7, Stream.AGENDA, 2, 736_000, 2**31 + 5, 11 + np.arange(60))).all()
