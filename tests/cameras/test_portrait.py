"""Drawn faces: their measures are found again in the picture."""

from dataclasses import replace

import numpy as np
import pytest

from twin.cameras.imaging import resample
from twin.cameras.portrait import PEOPLE, portrait
from twin.cameras.sketch import ABOVE, DENSITY, FRAME
from twin.errors import ShapeError

A, B, C = PEOPLE


def pupils(picture, face, density):
    """Return the middles of the two darkest spots near the eyes, as (row, column), by moments."""
    found = []
    scale = density / 1000
    for side in (-1, 1):
        row, column = ABOVE * scale, (500 * FRAME[0] + side * face.eyes / 2) * scale
        # wide enough to be found elsewhere if the eye were elsewhere
        reach = round(4.5 * scale)
        rows = slice(round(row) - reach, round(row) + reach)
        columns = slice(round(column) - reach, round(column) + reach)
        dark = np.clip(45.0 - picture[rows, columns], 0, None)
        down, across = np.mgrid[rows, columns] + 0.5
        found.append(((dark * down).sum() / dark.sum(), (dark * across).sum() / dark.sum()))
    return found


@pytest.mark.parametrize("face", PEOPLE, ids=lambda face: face.name)
def test_the_pupils_are_as_far_apart_as_the_eyes(face):
    for density in (DENSITY, 1500):
        picture = resample(portrait(face), DENSITY // density)
        (down, left), (also, right) = pupils(picture, face, density)
        pixels = face.eyes * density / 1000
        # the glint in each pupil is on the same side, so it moves both alike
        assert right - left == pytest.approx(pixels, abs=0.5)
        assert down == pytest.approx(also, abs=0.5)
        assert (left + right) / 2 == pytest.approx(
            500 * FRAME[0] * density / 1000, abs=density / 1500
        )


def test_eyes_further_apart_are_drawn_further_apart():
    wider = replace(A, eyes=A.eyes + 6)
    gaps = [np.diff([c for _, c in pupils(portrait(f), f, DENSITY)])[0] for f in (A, wider)]
    assert gaps[1] - gaps[0] == pytest.approx(6 * DENSITY / 1000, abs=0.6)


def test_a_face_is_as_broad_as_its_cheekbones():
    # 16 mm below the pupils, between ears or hair, skin is brighter than what is beside it
    bare = replace(A, style="long", hair=0.0, stubble=False)
    row = portrait(bare)[round((ABOVE + 40) * DENSITY / 1000)]
    skin = np.flatnonzero(row[120:600] > 45) + 120
    broad = (skin[-1] - skin[0] + 1) / DENSITY * 1000
    assert broad == pytest.approx(0.965 * bare.face, rel=0.06)


def test_a_portrait_is_levels_of_grey_that_cannot_be_changed():
    picture = portrait(A)
    assert picture.shape == (960, 720)
    assert picture.dtype == np.float64
    assert picture.min() >= 0
    assert picture.max() <= 255
    assert np.ptp(picture) > 150
    with pytest.raises(ValueError, match="read-only"):
        picture[0, 0] = 1


def test_the_same_face_is_the_same_bytes():
    first = portrait(B).tobytes()
    portrait.cache_clear()
    assert portrait(B).tobytes() == first


def test_no_two_look_alike_where_the_standard_lets_a_human_identify():
    small = [resample(portrait(face), DENSITY // 250) for face in PEOPLE]
    for n, one in enumerate(small):
        for other in small[n + 1 :]:
            # the face itself: eyes to chin
            assert np.abs(one - other)[30:68, 16:44].mean() > 5


def test_every_step_of_the_ladder_divides_the_drawing():
    for density in (25, 62.5, 125, 250, 500, 1500):
        times = DENSITY / density
        assert times == int(times)
        assert all(side % times == 0 for side in portrait(A).shape)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"eyes": 20.0}, "face A: eyes is 20 mm, but must lie between 45 and 80."),
        ({"head": float("nan")}, "face A: head is nan mm"),
        ({"height": 200.0}, "face A: height is 200 mm"),
        ({"face": 20.0}, "face A: face is 20 mm"),
        ({"style": "curly"}, "face A: style is 'curly', but must be short or long."),
    ],
)
def test_what_is_no_face_is_refused(change, words):
    with pytest.raises(ShapeError) as refused:
        portrait(replace(A, **change))
    assert words in str(refused.value)
