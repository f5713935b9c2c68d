"""The chance of an identification: worked by hand, against independent computations, and laws."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.stats import norm

from twin.errors import ShapeError
from twin.exposure.bounds import WIDEST_SPREAD
from twin.exposure.profiles import recognisers
from twin.exposure.recogniser import Faces, chance, look_share

MODEL = recognisers()
FACES = Faces.of(0.89, 1.0)

chances = st.lists(st.floats(0, 1), min_size=1, max_size=12)
pixels = st.floats(0, 200)
angles = st.floats(-math.pi, math.pi)


def share(ied, yaw=0.0, pitch=0.0, blur=0.0, quality=1.0):
    curve = MODEL.curves[0]._replace(quality=quality)
    return float(look_share([ied], yaw, pitch, blur, curve=curve)[0])


def day(shares, faces=FACES):
    return float(chance(np.array(shares, dtype=float), np.array([0]), faces)[0])


def test_one_look_worked_by_hand():
    # 36 px, q = 1.8, blur 4 px: effective 36 / (1.8 x sqrt(1 + 16/9)) = 36 / (1.8 x 5/3) = 12 px,
    # logistic((12 - 10) / 1) = 1 / (1 + e^-2) = 0.880797; yaw 30 degrees: cos^2 = 3/4;
    # pitch 45 degrees: cos^2 = 1/2. Share 0.880797 x 0.75 x 0.5 = 0.330299, chance 0.89 x that.
    found = share(36, math.radians(30), math.radians(45), 4, quality=1.8)
    assert found == pytest.approx(0.330299, abs=1e-6)
    # a day of this one look: the ceiling 0.89 times its share
    assert day([found], Faces.of(0.89, 1.0)) == pytest.approx(0.89 * 0.330299, abs=1e-6)


@pytest.mark.parametrize(("quality", "half"), [(1.0, 10), (1.8, 18), (2.6, 26)])
def test_profiles_reach_half_at_the_measured_midpoints(quality, half):
    assert share(half, quality=quality) == pytest.approx(0.5)


@pytest.mark.parametrize(("blur", "factor"), [(2, 1.2), (4, 1.7)])
def test_blur_shifts_the_midpoint_as_measured(blur, factor):
    # Measured shifts are given to two digits, so 2 % of tolerance.
    assert share(10 * factor, blur=blur) == pytest.approx(0.5, abs=0.07)
    assert math.sqrt(1 + (blur / 3) ** 2) == pytest.approx(factor, rel=0.02)


@pytest.mark.parametrize(("yaw", "pitch"), [(math.pi / 2, 0), (math.pi, 0), (0, math.pi / 2)])
def test_a_face_turned_away_is_never_identified(yaw, pitch):
    assert share(500, yaw, pitch) == pytest.approx(0, abs=1e-30)


def test_extreme_sizes_do_not_overflow():
    assert share(1e6) == 1.0
    assert share(0, blur=1e6) < 1e-4


@given(pixels, pixels, angles, st.floats(-1.5, 1.5), st.floats(0, 50), st.floats(1, 3))
def test_more_pixels_never_lower_a_look(a, b, yaw, pitch, blur, quality):
    low, high = sorted((a, b))
    assert share(low, yaw, pitch, blur, quality) <= share(high, yaw, pitch, blur, quality)


@given(pixels, st.floats(0, math.pi), st.floats(0, math.pi), st.floats(0, 50), st.floats(0, 50))
def test_turning_away_and_blur_never_raise_a_look(ied, a, b, blur_a, blur_b):
    near, far = sorted((a, b))
    little, much = sorted((blur_a, blur_b))
    assert share(ied, far) <= share(ied, near)
    assert share(ied, 0, far) <= share(ied, 0, near)
    assert share(ied, blur=much) <= share(ied, blur=little)


@given(pixels, angles, st.floats(-1.5, 1.5))
def test_left_and_right_up_and_down_are_the_same(ied, yaw, pitch):
    assert share(ied, yaw, pitch) == share(ied, -yaw, -pitch)


@given(st.floats(0, 1), st.floats(0.05, 0.99), st.floats(0, 2))
def test_one_pass_of_one_look_gives_exactly_the_look(m, ceiling, spread):
    assert day([m], Faces.of(ceiling, spread)) == pytest.approx(ceiling * m, abs=1e-12)


@given(chances, st.floats(0.05, 0.99), st.floats(0, 2))
def test_one_more_pass_never_lowers_a_day(shares, ceiling, spread):
    faces = Faces.of(ceiling, spread)
    assert day(shares, faces) >= day(shares[:-1] or [0.0], faces) - 1e-12


@given(chances)
def test_faces_that_differ_help_no_camera(shares):
    # The chance to miss somebody in all passes is convex in how easy the face is.
    alike, different = Faces.of(0.89, 0.0), FACES
    assert day(shares, different) <= day(shares, alike) + 1e-12


@given(chances)
def test_the_order_of_passes_is_irrelevant(shares):
    assert day(shares) == pytest.approx(day(shares[::-1]), abs=1e-14)


@given(st.floats(0.02, 0.98), st.floats(0, 2))
def test_the_mean_over_faces_is_the_ceiling(ceiling, spread):
    faces = Faces.of(ceiling, spread)
    assert faces.weights.sum() == pytest.approx(1, abs=1e-14)
    assert faces.weights @ faces.ceilings == pytest.approx(ceiling, abs=1e-12)
    assert np.all((faces.ceilings > 0) & (faces.ceilings < 1))


def test_alike_faces_multiply():
    # Two passes of share 1/2 and ceiling 0.8: 1 - (1 - 0.4)^2 = 0.64.
    assert day([0.5, 0.5], Faces.of(0.8, 0.0)) == pytest.approx(0.64, abs=1e-12)


@pytest.mark.parametrize(
    ("spread", "off"), [(0.5, 2e-5), (1.0, 2e-5), (2.0, 2e-5), (WIDEST_SPREAD, 6e-4)]
)
@pytest.mark.parametrize("passes", [1, 2, 5, 20])
def test_quadrature_agrees_with_adaptive_integration(spread, off, passes):
    logit = math.log(0.89 / 0.11)

    def mean(of, shift):
        def inside(z):
            return of(1 / (1 + math.exp(-(logit + spread * z - shift)))) * norm.pdf(z)

        return quad(inside, -12, 12, limit=200, epsabs=1e-12)[0]

    shift = brentq(lambda c: mean(lambda a: a, c) - 0.89, -10, 10, xtol=1e-12)
    exact = mean(lambda a: 1 - (1 - 0.7 * a) ** passes, shift)
    assert day([0.7] * passes, Faces.of(0.89, spread)) == pytest.approx(exact, abs=off)


def test_several_people_at_once_are_several_people():
    shares = np.array([0.2, 0.9, 0.4, 0.4, 0.0])
    found = chance(shares, np.array([0, 1, 4]), FACES)
    assert found.tolist() == [day([0.2]), day([0.9, 0.4, 0.4]), 0.0]


def test_nobody_is_nobody():
    assert len(chance(np.zeros(0), np.zeros(0, dtype=np.intp), FACES)) == 0


@pytest.mark.parametrize(
    ("ceiling", "spread", "nodes"),
    [(0, 1, 20), (1, 1, 20), (0.9, -1, 20), (0.9, math.inf, 20), (0.9, 1, 0), (math.nan, 1, 9)],
)
def test_faces_that_make_no_sense_are_refused(ceiling, spread, nodes):
    with pytest.raises(ShapeError, match="ceiling must lie between 0 and 1"):
        Faces.of(ceiling, spread, nodes=nodes)
