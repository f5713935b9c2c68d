"""By day and after dark: longer shutters, worse pictures, told apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exposure.scenes import Halves, looks
from twin.errors import ShapeError
from twin.exposure import expose, fold, in_the_light_of, recognisers
from twin.exposure.recogniser import look_share

MODEL = recognisers()
EIGHT = 115_200
DUSK_AT = 28_810
"""Second at which it becomes dark: ten after eight."""
DARK = np.arange(48 * 3600) >= DUSK_AT


def walk(count=20, **more):
    return looks(*({"tick": EIGHT + 4 * s, "blur_px": 0.5, **more} for s in range(count)))


def rows_of(table, dark=DARK):
    folded = fold(table, site=Halves(), recognisers=MODEL, dark=dark)
    made = expose({"A": folded}, places=["a", "b"], recognisers=MODEL)
    return {(row["by"], row["of"]): row for row in made.to_pylist()}


def test_only_what_is_in_the_dark_is_blurred():
    blur = in_the_light_of(walk(), DARK, blur=8.0)["blur_px"].to_pylist()
    assert blur == [0.5] * 10 + [4.0] * 10


@given(st.floats(0.1, 20))
def test_an_equal_shutter_or_no_darkness_changes_nothing(blur):
    assert in_the_light_of(walk(), DARK, blur=1.0).equals(walk())
    assert in_the_light_of(walk(), np.zeros(48 * 3600, bool), blur=blur).equals(walk())


def test_day_and_dark_are_told_apart_and_make_up_the_whole():
    rows = rows_of(walk())
    day, dark, whole = rows["light", "day"], rows["light", "dark"], rows["day", ""]
    assert (day["seconds"], dark["seconds"], whole["seconds"]) == (10, 10, 20)
    for name in ("p_optimistic", "p_central", "p_strict"):
        assert max(day[name], dark[name]) <= whole[name] + 1e-12
    assert whole["density_px_per_m"] == max(day["density_px_per_m"], dark["density_px_per_m"])


def test_one_look_after_dark_by_hand():
    """Quality is 1.2 times as bad; the ceiling is 0.89, and one look gives exactly p(look)."""
    dark = rows_of(looks({"tick": 4 * DUSK_AT, "ied_px": 22.0, "blur_px": 1.0}))["light", "dark"]
    curve = MODEL.curves[1]._replace(quality=1.8 * 1.2)
    (share,) = look_share([22.0], [0.0], [0.0], [1.0], curve=curve)
    assert dark["p_central"] == pytest.approx(0.89 * share)


@given(st.floats(5, 60), st.floats(0, 5))
def test_darkness_never_tells_more(ied, blur):
    table = looks({"ied_px": ied, "blur_px": blur})
    night = np.ones(48 * 3600, bool)
    light, dark = (
        rows_of(table, ~night)["day", ""],
        rows_of(in_the_light_of(table, night, blur=8), night)["day", ""],
    )
    for name in ("p_optimistic", "p_central", "p_strict"):
        assert dark[name] <= light[name]


def test_what_cannot_be_is_refused():
    with pytest.raises(ShapeError, match="must be above 0"):
        in_the_light_of(walk(), DARK, blur=0)
    with pytest.raises(ShapeError, match="light is known for 0 to 99"):
        in_the_light_of(walk(), DARK[:100], blur=2)
