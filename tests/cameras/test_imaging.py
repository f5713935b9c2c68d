"""The imaging chain: against closed answers, and what no step may change."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import fft
from scipy.special import erf

from twin.cameras import imaging
from twin.cameras.imaging import (
    Chain,
    add_noise,
    blur,
    h264_like,
    jpeg,
    quantisation_step,
    resample,
    smear,
    smear_kernel,
)
from twin.errors import ShapeError

PICTURE = 127.5 + 60 * np.sin(np.arange(96)[:, None] / 7.0) * np.cos(np.arange(120)[None, :] / 5.0)


def framed(side=15):
    """Return a picture whose border is one grey, so that nothing is lost over the edge."""
    picture = np.full(PICTURE.shape, 127.5)
    picture[side:-side, side:-side] = PICTURE[side:-side, side:-side]
    return picture


def test_resampling_is_the_mean_of_blocks():
    small = resample(PICTURE, 12)
    assert small.shape == (8, 10)
    blocks = PICTURE.reshape(8, 12, 10, 12).mean((1, 3))
    # OpenCV holds the weights in single precision
    assert small == pytest.approx(blocks, abs=1e-5)
    assert small.mean() == pytest.approx(PICTURE.mean(), abs=1e-5)


@pytest.mark.parametrize("sigma", [0.0, 0.4, 1.0, 2.5])
@pytest.mark.parametrize("length", [0.0, 0.3, 1.0, 5.7])
def test_blur_and_motion_keep_the_mean(sigma, length):
    kept = smear(blur(framed(), sigma), length)
    assert kept.mean() == pytest.approx(framed().mean(), abs=1e-6)


@pytest.mark.parametrize("sigma", [1.0, 2.0, 4.0])
def test_an_edge_is_blurred_into_the_error_function(sigma):
    edge = np.zeros((9, 81))
    edge[:, 40:] = 200.0
    got = blur(edge, sigma)[4]
    # the edge lies between pixels 39 and 40
    away = np.arange(81) - 39.5
    expected = 100.0 * (1 + erf(away / (sigma * math.sqrt(2))))
    # a sum over the middles of pixels stands for the integral: the midpoint rule is off by a 24th
    # of the slope of the density, at most 0.242 / sigma^2, to first order
    assert got == pytest.approx(expected, abs=1.05 * 200 * 0.242 / (24 * sigma**2))
    assert blur(edge.T, sigma)[:, 4] == pytest.approx(got)


def test_no_blur_and_no_motion_change_nothing():
    assert (blur(PICTURE, 0) == PICTURE).all()
    assert (smear(PICTURE, 0) == PICTURE).all()


@pytest.mark.parametrize("length", [0.2, 0.5, 1.0, 1.7, 2.0, 3.4, 10.05])
def test_motion_is_the_mean_over_all_shifts(length):
    row = PICTURE[40]
    shifts = (np.arange(4000) + 0.5) / 4000 * length - length / 2
    middle = np.arange(20, 100)
    expected = np.mean([np.interp(middle + by, np.arange(120), row) for by in shifts], axis=0)
    assert smear(PICTURE, length)[40, 20:100] == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("length", [6.0, 7.5, 13.4])
def test_a_point_becomes_a_box(length):
    weights = smear_kernel(length)
    away = np.arange(len(weights)) - len(weights) // 2
    assert weights[np.abs(away) <= length / 2 - 1] == pytest.approx(1 / length)
    assert (np.abs(away[weights > 0]) < length / 2 + 1).all()
    point = np.zeros((3, 41))
    point[1, 20] = 1.0
    moved = smear(point, length)
    assert moved[1, 20 - len(weights) // 2 : 21 + len(weights) // 2] == pytest.approx(weights)
    assert moved[[0, 2]].max() == 0


@given(length=st.floats(0, 150), step=st.floats(1e-6, 1e-3))
def test_a_longer_motion_blurs_more_and_by_no_leap(length, step):
    weights, longer = smear_kernel(length), smear_kernel(length + step)
    assert weights.sum() == pytest.approx(1, abs=1e-12)
    assert weights == pytest.approx(weights[::-1], abs=1e-12)
    wide = (len(longer) - len(weights)) // 2
    assert np.abs(longer - np.pad(weights, wide)).max() <= step + 1e-8
    spread = [(w * (np.arange(len(w)) - len(w) // 2) ** 2).sum() for w in (weights, longer)]
    assert spread[1] >= spread[0] - 1e-6


@pytest.mark.parametrize("level", [0.0, 40.0, 127.5, 230.0])
@pytest.mark.parametrize("photons", [0.0, 0.5, 1.0])
def test_noise_has_the_spread_that_is_said(level, photons):
    flat = np.full((300, 400), level)
    noise = add_noise(flat, 4.0, photons=photons) - flat
    sd = 4.0 * math.sqrt(1 - photons + photons * level / 127.5)
    # standard errors of a mean and of a standard deviation; five of them
    assert abs(noise.mean()) <= 5 * sd / math.sqrt(flat.size)
    assert abs(noise.std() - sd) <= 5 * sd / math.sqrt(2 * flat.size)


def test_noise_depends_on_its_address_only():
    first = add_noise(PICTURE, 4.0, frame=1)
    assert (first == add_noise(PICTURE, 4.0, frame=1)).all()
    other = add_noise(PICTURE, 4.0, frame=2) - PICTURE
    together = np.corrcoef((first - PICTURE).ravel(), other.ravel())[0, 1]
    assert abs(together) < 5 / math.sqrt(PICTURE.size)


def test_jpeg_loses_less_the_better_it_is():
    noisy = add_noise(PICTURE, 10.0)
    errors = [np.sqrt(np.mean((jpeg(noisy, q) - noisy) ** 2)) for q in (100, 90, 60, 40, 10)]
    # rounding to whole levels alone costs 0.29
    assert errors[0] < 0.8
    assert errors == sorted(errors)
    assert errors[-1] > 5


def test_the_step_doubles_every_six():
    assert quantisation_step(4) == pytest.approx(1, rel=0.01)
    assert [quantisation_step(q + 6) / quantisation_step(q) for q in (0, 11, 45)] == [2, 2, 2]


@pytest.mark.parametrize("qp", [4.0, 28.0, 40.0])
def test_blocks_are_quantised(qp):
    noisy = add_noise(PICTURE, 10.0)
    got = h264_like(noisy, qp)
    step = quantisation_step(qp)
    stored = np.rint(np.clip(noisy, 0, 255)) - 127.5
    block = fft.dctn(stored[8:12, 16:20], norm="ortho")
    kept = np.sign(block) * np.floor(np.abs(block) / step + 1 / 3) * step
    expected = fft.idctn(kept, norm="ortho") + 127.5
    assert got[8:12, 16:20] == pytest.approx(np.clip(expected, 0, 255), abs=0.5001)
    assert np.abs(got - noisy).max() <= 4 * step * 2 / 3 + 1


def test_coarser_steps_lose_more():
    errors = [np.std(h264_like(PICTURE, qp) - PICTURE) for qp in (0, 18, 28, 34, 46)]
    assert errors == sorted(errors)
    assert errors[0] < 0.5 < 4 < errors[-1]


@pytest.mark.parametrize("shape", [(5, 7), (1, 1), (8, 6)])
def test_pictures_of_any_size_are_stored(shape):
    grey = np.full(shape, 127.0)
    assert h264_like(grey, 10).shape == jpeg(grey, 90).shape == shape
    assert h264_like(grey, 10) == pytest.approx(grey, abs=1)


def test_the_chain_is_its_steps():
    chain = Chain()
    assert chain.smear_px(250) == pytest.approx(1.34 * 0.005 * 250)
    moved = smear(blur(PICTURE, 1.0), 1.675)
    assert chain.moved(PICTURE, 250) == pytest.approx(moved)
    noisy = add_noise(moved, 4.0, frame=3)
    assert chain.stored(PICTURE, 250, frame=3) == pytest.approx(jpeg(noisy, 40))
    assert Chain(qp=34).stored(PICTURE, 250, frame=3) == pytest.approx(h264_like(noisy, 34))


def test_what_no_camera_does_is_refused():
    for wrong, words in (
        ({"speed": -1.0}, "speed is -1 m/s, but must lie between 0 and 15 m/s."),
        ({"speed": math.nan}, "speed is nan m/s"),
        ({"shutter": 0.0}, "shutter is 0 s"),
        ({"noise": 101.0}, "noise is 101 levels, but must lie between 0 and 100 levels."),
        ({"quality": 0}, "JPEG quality is 0, but must lie between 1 and 100."),
        ({"qp": 52.0}, "quantisation parameter is 52, but must lie between 0 and 51."),
        ({"lens_blur": -0.1}, "blur of the lens is -0.1 px"),
    ):
        with pytest.raises(ShapeError) as refused:
            Chain(**wrong)
        assert words in str(refused.value)
    with pytest.raises(ShapeError, match="times is 7, but must divide"):
        resample(PICTURE, 7)
    with pytest.raises(ShapeError, match="motion blur is 300 px"):
        smear(PICTURE, 300)
    with pytest.raises(ShapeError, match="share of light in the noise is 2, but"):
        add_noise(PICTURE, 4, photons=2)
    with pytest.raises(ShapeError, match="picture has shape"):
        blur(PICTURE[0], 1)


def test_the_defaults_are_those_of_the_measured_condition():
    assert (imaging.LENS_BLUR, imaging.NOISE, imaging.QUALITY) == (1, 4, 40)
