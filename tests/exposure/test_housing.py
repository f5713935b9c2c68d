"""Cameras of one housing together: the same people, each second told once, and no law broken."""

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.exposure.scenes import BEHIND, Halves, looks
from twin.cameras.watch import Watch
from twin.errors import TableError
from twin.exposure import expose, expose_looks, fold, imaged, of_one_image, recognisers, together

EIGHT = 115_200
MODEL = recognisers()
QUICK = MODEL.with_value("correlation_s", 0.3)
SECONDS = st.lists(st.integers(0, 40), unique=True, max_size=30)
SIZES = st.lists(st.floats(6, 60), min_size=41, max_size=41)


def seconds(*which, person=0, sizes=None, **more):
    """One pass with a look in each of these seconds."""
    size = {} if sizes is None else {s: {"ied_px": sizes[s]} for s in which}
    return looks(
        *(
            {"person": person, "tick": EIGHT + 4 * s, **size.get(s, {}), **more}
            for s in sorted(which)
        )
    )


def answered(*parts, model=MODEL):
    """Return what a housing with these looks through its lenses learned, by person."""
    folded = fold(together(parts), site=Halves(), recognisers=model, several=True)
    table = expose({"A": folded}, places=["a", "b"], recognisers=model)
    return table.filter(np.asarray(table["by"]) == "camera").to_pylist()


def test_a_second_before_two_lenses_is_one_second():
    (row,) = answered(seconds(0, 1, samples=3), seconds(1, 2, samples=3))
    assert row["seconds"] == pytest.approx((3 + 4 + 3) / 4)
    assert row["face_seconds"] == pytest.approx((3 + 4 + 3) / 4)
    (row,) = answered(seconds(0, samples=4, **BEHIND), seconds(0, samples=1))
    assert (row["seconds"], row["face_seconds"]) == (1, 0.25)


def test_a_second_before_two_lenses_tells_what_it_would_before_two_cameras():
    parts = seconds(0, ied_px=30.0), seconds(0, ied_px=12.0)
    (both,) = answered(*parts)
    apart = expose_looks(
        {"A": parts[0], "B": parts[1]}, site=Halves(), places=["a", "b"], recognisers=MODEL
    )
    (day,) = apart.filter(np.asarray(apart["by"]) == "day").to_pylist()
    assert both["p_central"] == pytest.approx(day["p_central"], abs=1e-12)
    assert both["seconds"] == 1


def test_no_better_look_makes_another_one_count():
    # one pass keeps its looks when the other's become better, so nothing is lost
    far = seconds(0, ied_px=59.0)
    worse, better = (seconds(0, 1, sizes={0: size, 1: 60.0}) for size in (58.0, 60.0))
    (before,), (after,) = answered(worse, far), answered(better, far)
    assert after["p_central"] >= before["p_central"]


@given(SECONDS, SIZES)
def test_one_lens_in_a_housing_is_a_camera(which, sizes):
    alone = expose_looks(
        {"A": seconds(*which, sizes=sizes)}, site=Halves(), places=["a", "b"], recognisers=MODEL
    )
    alone = alone.filter(np.asarray(alone["by"]) == "camera").to_pylist()
    assert answered(seconds(*which, sizes=sizes), looks()) == alone


@settings(max_examples=30, phases=[Phase.explicit, Phase.generate])
@given(SECONDS, SECONDS, SIZES, SIZES, st.sampled_from([MODEL, QUICK]))
def test_another_lens_never_tells_less_and_their_order_changes_no_second(
    one, other, these, those, model
):
    first, second = seconds(*one, sizes=these), seconds(*other, sizes=those)
    alone = {row["person"]: row for row in answered(first, model=model)}
    both = answered(first, second, model=model)
    turned = answered(second, first, model=model)
    for row, again in zip(both, turned, strict=True):
        before = alone.get(row["person"], {})
        for name in ("p_optimistic", "p_central", "p_strict"):
            assert row[name] >= before.get(name, 0.0) - 1e-12
        assert row["seconds"] >= before.get("seconds", 0.0)
        assert again["seconds"] == row["seconds"]


@settings(max_examples=30, phases=[Phase.explicit, Phase.generate])
@given(SECONDS, SECONDS, SIZES, st.integers(1, 11))
def test_less_time_or_more_masks_never_tell_more(one, other, sizes, watched):
    parts = seconds(*one, sizes=sizes), seconds(*other, sizes=sizes)
    watch = Watch(12, 0, watched)
    less = [imaged(part, frame_rate=25, watch=watch) for part in parts]
    masked = [part.filter(np.arange(part.num_rows) % 3 != 0) for part in parts]
    whole = {row["person"]: row for row in answered(*parts)}
    for some in (less, masked):
        for row in answered(*some):
            for name in ("p_optimistic", "p_central", "p_strict", "seconds"):
                assert row[name] <= whole[row["person"]][name] + 1e-12


def test_a_tour_that_looks_away_and_back_makes_no_second_pass_of_one():
    """A minute in view, perfectly; one pass gives the ceiling and no more."""
    minute = seconds(*range(60), ied_px=60.0)
    some = imaged(minute, frame_rate=25, watch=Watch(12, 0, 10))
    (row,) = answered(some, looks())
    assert row["passes"] == 1
    assert row["p_central"] == pytest.approx(0.89)


def test_with_a_short_correlation_time_each_look_keeps_its_own_samples():
    face, back = seconds(0, ied_px=20.0), seconds(0, **BEHIND)
    (alone,) = answered(face, model=QUICK)
    for parts in ((face, back), (back, face)):
        (row,) = answered(*parts, model=QUICK)
        assert row["p_central"] == pytest.approx(alone["p_central"], abs=1e-12)


def straight(*parts, model=MODEL, kept=lambda part: part):
    """Return what the straight images of one fisheye learned, by person."""
    left = [kept(part) for part in of_one_image(parts)]
    folded = fold(together(left, numbered=True), site=Halves(), recognisers=model, several=True)
    table = expose({"A": folded}, places=["a", "b"], recognisers=model)
    return table.filter(np.asarray(table["by"]) == "camera").to_pylist()


def test_a_walk_through_the_straight_images_of_a_fisheye_is_one_pass():
    walk = [seconds(*range(k, k + 6), ied_px=60.0) for k in (0, 5, 11)]
    (row,) = straight(*walk)
    assert row["passes"] == 1
    assert row["seconds"] == 17
    assert row["p_central"] == pytest.approx(0.89)
    # three housings would be three passes, and may learn more
    assert answered(*walk)[0]["passes"] == 3
    # whoever comes back after a while, and whoever else comes, passes again
    again = seconds(30, ied_px=60.0)
    assert straight(*walk, again)[0]["passes"] == 2
    numbers = of_one_image([seconds(0, 1), seconds(1, 2, person=1), seconds(2)])
    assert [n["pass"].to_pylist() for n in numbers] == [[0, 0], [1, 1], [0]]


@settings(max_examples=30, phases=[Phase.explicit, Phase.generate])
@given(SECONDS, SECONDS, SIZES, SIZES, st.integers(1, 11))
def test_masks_of_straight_images_never_tell_more(one, other, these, those, watched):
    parts = seconds(*one, sizes=these), seconds(*other, sizes=those)
    whole = {row["person"]: row for row in straight(*parts)}
    watch = Watch(12, 0, watched)
    for kept in (
        lambda part: part.filter(np.arange(part.num_rows) % 3 != 0),
        lambda part: imaged(part, frame_rate=25, watch=watch),
    ):
        for row in straight(*parts, kept=kept):
            for name in ("p_optimistic", "p_central", "p_strict", "seconds", "passes"):
                assert row[name] <= whole[row["person"]][name] + 1e-12


@given(SECONDS, SIZES)
def test_one_straight_image_is_a_camera(which, sizes):
    part = seconds(*which, sizes=sizes)
    assert straight(part, looks()) == answered(part, looks())


def test_people_and_passes_are_kept_apart():
    joined = together([seconds(0, 1, person=7), seconds(1, 2, person=3)])
    assert joined["person"].to_pylist() == [3, 3, 7, 7]
    assert joined["pass"].to_pylist() == [1, 1, 0, 0]


def test_nobody_is_nobody_and_another_table_is_refused():
    assert together([looks(), looks()]).num_rows == 0
    assert [part.num_rows for part in of_one_image([looks(), looks()])] == [0, 0]
    with pytest.raises(TableError):
        together([looks().drop_columns(["tick"])])
