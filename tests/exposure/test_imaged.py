"""What a camera has no image of: between its images, away on its tour, behind a mask."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exposure.scenes import BEHIND, Halves, looks
from twin.cameras import Camera, Lens, Protection
from twin.cameras.watch import Watch
from twin.errors import ShapeError
from twin.exposure import PROFILES, fold, imaged, recognisers, unsearched
from twin.exposure.coarser import coarser
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


def seconds(table):
    return ((table["tick"].to_numpy() - EIGHT) // 4).tolist()


def test_hours_leave_the_seconds_in_them():
    """From 08:00:10 to before 08:00:12, and from 08:00:28 on, past midnight."""
    hours = ((28_810, 28_812), (28_828, 3_600))
    kept = imaged(stay(30), frame_rate=25, protection=Protection(hours=hours))
    assert seconds(kept) == [10, 11, 28, 29]


@pytest.mark.parametrize(
    ("rate", "most", "left"),
    [(12, 1, range(30)), (25, 0.5, range(0, 30, 2)), (0.5, 0.1, (0, 10, 20))],
)
def test_of_the_images_fewer_are_taken(rate, most, left):
    """Half an image a second is one in every other second; 0.1 is every fifth of those at 0.5."""
    kept = imaged(stay(30), frame_rate=rate, protection=Protection(frame_rate=most))
    assert seconds(kept) == list(left)


@given(rate=st.floats(0.001, 30), most=st.floats(0.001, 30))
def test_a_lower_rate_takes_none_that_there_is_not(rate, most):
    lower = Protection(frame_rate=most)
    own = seconds(imaged(stay(200), frame_rate=rate))
    kept = seconds(imaged(stay(200), frame_rate=rate, protection=lower))
    assert set(kept) <= set(own)
    if most >= rate:
        assert kept == own
    assert len(kept) <= 200 * most + 2


def test_fewer_pixels_show_less_and_whoever_they_hardly_show_is_not_seen():
    """Half of 300 px/m and 18 px between the eyes; half of 24 px/m is below the 12.5 of the seen."""
    whole = looks({"blur_px": 3.0}, {"tick": EIGHT + 4, "density_px_per_m": 24.0}, BEHIND)
    first, last = imaged(whole, frame_rate=25, protection=Protection(resolution=0.5)).to_pylist()
    told = ("density_px_per_m", "face_density_px_per_m", "ied_px", "blur_px", "u_px", "tick")
    assert [first[name] for name in told] == [150, 145, 9, 1.5, 480, EIGHT]
    assert last["ied_px"] is last["face_density_px_per_m"] is None
    with pytest.raises(
        ShapeError, match=r"^share of pixels is 1\.5, but must be above 0 and at most"
    ):
        coarser(whole, 1.5)


@given(share=st.floats(0.05, 1), ied=st.floats(1, 200), blur=st.floats(0, 30))
def test_fewer_pixels_never_tell_more(share, ied, blur):
    look = looks({"ied_px": ied, "blur_px": blur})
    one, other = (
        fold(table, site=Halves(), recognisers=recognisers())
        for table in (look, coarser(look, share))
    )
    if not other.num_rows:
        return
    for name in one.column_names:
        if name.startswith(("evidence", "templated", "density", "requirements")):
            # evidence is as exact as the 32 bits of a look
            slack = 1 + 1e-5 if name.startswith("evidence") else 1
            assert other[name][0].as_py() <= one[name][0].as_py() * slack


def test_without_a_recogniser_nobody_is_searched_but_shown_as_well():
    met = fold(looks({"ied_px": 90.0}), site=Halves(), recognisers=recognisers())
    off = unsearched(met)
    assert met["templated"].to_pylist() == [True]
    assert off["templated"].to_pylist() == [False]
    for name in PROFILES:
        assert met[f"evidence_{name}"][0].as_py() > off[f"evidence_{name}"][0].as_py() == 0
    told = [name for name in met.column_names if not name.startswith(("evidence", "templated"))]
    assert off.select(told).equals(met.select(told))
