"""What a camera has no image of: between its images, away on its tour, behind a mask."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exposure.scenes import Halves, looks
from twin.cameras import Camera, Lens
from twin.cameras.watch import Watch
from twin.errors import ShapeError
from twin.exposure import fold, imaged, recognisers
from twin.frames import camera_rotation

EIGHT = 115_200


def stay(seconds):
    return looks(*({"person": 0, "tick": EIGHT + 4 * s} for s in range(seconds)))


@pytest.mark.parametrize("rate", [1.0, 4.0, 25.0])
def test_from_one_image_a_second_on_nothing_is_missed(rate):
    assert imaged(stay(30), frame_rate=rate) == stay(30)


@pytest.mark.parametrize(("rate", "left"), [(0.5, 15), (0.1, 3), (0.05, 2), (0.75, 23)])
def test_so_many_images_leave_so_many_seconds(rate, left):
    assert imaged(stay(30), frame_rate=rate).num_rows == left


def test_an_image_every_twenty_seconds_falls_on_the_clock():
    ticks = imaged(stay(60), frame_rate=0.05)["tick"].to_numpy()
    assert ((ticks - EIGHT) / 4).tolist() == [0, 20, 40]


@given(st.floats(0.001, 2), st.floats(0.001, 2))
def test_fewer_images_never_keep_more_seconds(one, other):
    fewer, more = sorted((one, other))
    counts = [imaged(stay(200), frame_rate=rate).num_rows for rate in (fewer, more)]
    assert counts[0] <= counts[1] + 1  # where the first image falls may save one
    assert abs(counts[0] - min(200, 200 * fewer)) <= 1.001


def test_fewer_images_tell_less():
    def evidence(rate):
        folded = fold(imaged(stay(60), frame_rate=rate), site=Halves(), recognisers=recognisers())
        return int(np.sum(folded["evidence_strict"].to_numpy()))

    assert 0 < evidence(0.05) < evidence(0.2) < evidence(1) == evidence(25)


def test_no_rate_is_refused():
    with pytest.raises(ShapeError, match="must be above 0"):
        imaged(stay(1), frame_rate=0)


def test_a_tour_leaves_the_seconds_in_which_it_looks_this_way():
    """08:00:00 is 28,800 s after midnight, the start of a tour of 60 s."""
    kept = imaged(stay(120), frame_rate=25, watch=Watch(60, 10, 25))
    seconds = (kept["tick"].to_numpy() - EIGHT) / 4
    assert seconds.tolist() == [*range(10, 25), *range(70, 85)]


@given(st.integers(1, 50), st.integers(1, 50))
def test_two_presets_share_the_seconds_and_no_second_is_told_twice(one, other):
    period = one + other
    parts = [
        imaged(stay(200), frame_rate=25, watch=watch)["tick"].to_pylist()
        for watch in (Watch(period, 0, one), Watch(period, one, period))
    ]
    assert sorted(parts[0] + parts[1]) == stay(200)["tick"].to_pylist()


def masked_by(mask):
    lens = Lens.from_datasheet(width_px=1920, height_px=1080, hfov_deg=30)
    pose = {"position": np.array([0, 0, 3]), "rotation": camera_rotation(0, -10)}
    return Camera(id="A", name="A", lens=lens, masks=(mask,), **pose).masked_pixels


def test_heads_in_a_mask_are_not_in_the_image():
    table = looks(
        *(
            {"tick": EIGHT + 4 * i, "u_px": u, "v_px": 100.0}
            for i, u in enumerate((50.0, 150.0, 250.0))
        )
    )
    mask = np.array([[100.0, 50.0], [200.0, 50.0], [200.0, 150.0], [100.0, 150.0]])
    kept = imaged(table, frame_rate=25, masked=masked_by(mask))
    assert kept["u_px"].to_pylist() == [50, 250]


@given(st.lists(st.tuples(st.floats(0, 1920), st.floats(0, 1080)), min_size=3, max_size=6))
def test_a_mask_never_shows_more(corners):
    table = looks(*({"tick": EIGHT + 4 * i, "u_px": 90.0 * i} for i in range(20)))
    kept = imaged(table, frame_rate=25, masked=masked_by(np.array(corners)))
    assert set(kept["tick"].to_pylist()) <= set(table["tick"].to_pylist())
