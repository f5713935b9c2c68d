"""Fitting a recogniser's curve: known curves come back, and so do those of a published table."""

import csv
import math
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twin.errors import ShapeError, TableError
from twin.exposure import fit_curve, recognisers
from twin.quantity import Quantity

FACTS = Path(__file__).resolve().parents[3] / "shared" / "facts"
SIZES = np.array([4, 6, 8, 10, 12, 14, 16, 20, 24, 32, 48])


def write(file, rows, *names):
    lines = [",".join(names or ("ied_px", "hits", "trials"))]
    lines += [",".join(f"{value!r}" for value in map(float, row)) for row in rows]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def rise(size, ceiling, midpoint, width):
    return ceiling / (1 + np.exp(-(size - midpoint) / width))


@settings(max_examples=15, deadline=None)
@given(ceiling=st.floats(0.3, 0.97), midpoint=st.floats(7.0, 20.0), width=st.floats(0.8, 3.0))
def test_the_curve_behind_exact_shares_comes_back(tmp_path_factory, ceiling, midpoint, width):
    file = tmp_path_factory.mktemp("trial") / "trial.csv"
    chances = rise(SIZES, ceiling, midpoint, width)
    found = fit_curve(
        write(file, [(s, 1000 * p, 1000) for s, p in zip(SIZES, chances, strict=True)])
    )
    assert found.ceiling.value == pytest.approx(ceiling, abs=2e-3)
    assert found.midpoint_px.value == pytest.approx(midpoint, abs=0.03)
    assert found.width_px.value == pytest.approx(width, rel=0.02)
    assert (found.rows, found.trials, found.dispersion) == (11, 11_000, 1)
    for one in (found.ceiling, found.midpoint_px, found.width_px):
        assert one.low < one.value < one.high


@pytest.mark.slow
def test_intervals_hold_the_truth_nineteen_times_in_twenty(tmp_path):
    """Of 30 drawn trials, 1.5 are expected to miss each number; 6 or more come once in 300."""
    draws = np.random.default_rng(3)
    truth = (0.85, 11.0, 1.6)
    missed = np.zeros(3)
    for _ in range(30):
        hits = draws.binomial(150, rise(SIZES, *truth))
        found = fit_curve(
            write(tmp_path / "t.csv", [(s, h, 150) for s, h in zip(SIZES, hits, strict=True)])
        )
        told = (found.ceiling, found.midpoint_px, found.width_px)
        missed += [not one.low <= true <= one.high for one, true in zip(told, truth, strict=True)]
    assert (missed < 6).all()


def test_more_trials_narrow_the_interval_by_their_root(tmp_path):
    def width(trials):
        rows = [
            (s, trials * p, trials) for s, p in zip(SIZES, rise(SIZES, 0.8, 12, 2), strict=True)
        ]
        found = fit_curve(write(tmp_path / "t.csv", rows)).midpoint_px
        return found.high - found.low

    assert width(400) / width(40_000) == pytest.approx(10, rel=0.05)


def test_scatter_beyond_chance_widens_the_interval(tmp_path):
    rows = [(s, 1000 * p, 1000) for s, p in zip(SIZES, rise(SIZES, 0.8, 12, 2), strict=True)]
    shaken = [(s, h * (1.2 if i % 2 else 0.8), n) for i, (s, h, n) in enumerate(rows)]
    calm, rough = (fit_curve(write(tmp_path / "t.csv", r)) for r in (rows, shaken))
    assert rough.dispersion > 2 > calm.dispersion
    assert np.ptp([rough.ceiling.low, rough.ceiling.high]) > 1.4 * np.ptp(
        [calm.ceiling.low, calm.ceiling.high]
    )


def test_yaw_blur_and_distance_are_taken_into_account(tmp_path):
    truth = (0.9, 10.0, 1.5)
    scale = recognisers().blur_scale_px.value
    rows = []
    for yaw in (0, 30, 45):
        for blur in (0, 3, 6):
            for size in SIZES:
                chance = math.cos(math.radians(yaw)) ** 2 * rise(
                    size / math.sqrt(1 + (blur / scale) ** 2), *truth
                )
                rows.append((size, 500 * chance, 500, yaw, blur))
    names = ("ied_px", "hits", "trials", "yaw_deg", "blur_px")
    found = fit_curve(write(tmp_path / "t.csv", rows, *names))
    away = [(2000 * 0.063 / size, *rest) for size, *rest in rows]
    names = ("distance_m", *names[1:])
    same = fit_curve(write(tmp_path / "d.csv", away, *names), focal_px=2000)
    for one in (found, same):
        told = (one.ceiling.value, one.midpoint_px.value, one.width_px.value)
        assert told == pytest.approx(truth, rel=2e-3)


def test_a_trial_that_ends_before_its_plateau_does_not_pretend_to_know_it(tmp_path):
    # the largest face is half way up: noise-free shares of A 0.89, x0 11, w 1.5
    sizes = (5, 6, 7, 8, 9, 10)
    rows = [
        (s, 1000 * p, 1000)
        for s, p in zip(sizes, rise(np.array(sizes), 0.89, 11, 1.5), strict=True)
    ]
    with pytest.raises(TableError, match="the ceiling is not known; try larger faces"):
        fit_curve(write(tmp_path / "t.csv", rows))
    # a little beyond, the interval holds the truth
    sizes = (5, 7, 9, 11, 12, 13)
    rows = [
        (s, 1000 * p, 1000)
        for s, p in zip(sizes, rise(np.array(sizes), 0.89, 11, 1.5), strict=True)
    ]
    found = fit_curve(write(tmp_path / "t.csv", rows))
    for one, truth in ((found.ceiling, 0.89), (found.midpoint_px, 11), (found.width_px, 1.5)):
        assert one.low < truth < one.high


def test_a_row_of_the_measured_table_with_its_published_fit(tmp_path):
    """ORL, small network, clean, eyes given: A 0.99, x0 6.7 (6.0-7.6), w 0.85 (0.48-1.25)."""
    sizes = (6, 8, 10, 12, 16, 20, 24, 32)
    shares = (0.29, 0.81, 0.97, 0.98, 0.99, 0.99, 0.99, 0.99)
    rows = [(s, 180 * p, 180) for s, p in zip(sizes, shares, strict=True)]
    found = fit_curve(write(tmp_path / "t.csv", rows))
    assert 0.96 <= found.ceiling.value < 1
    assert 6.0 < found.midpoint_px.value < 7.6
    assert 0.48 < found.width_px.value < 1.25


def published():
    """Yield the fits of the fact sheet: set, network, picture, eyes, and A, x0, w with ends."""
    text = (FACTS / "recogniser_curve.md").read_text(encoding="utf-8")
    number = r"([\d.]+) \(([\d.]+)-([\d.]+)\)"
    row = re.compile(
        rf"^\| (\S+) (\S+) (\S+) (\S+) tpir@fpir0\.01 \| {number} \| {number} \| {number} \|", re.M
    )
    for found in row.finditer(text):
        yield found.groups()[:4], np.array(found.groups()[4:], dtype=float).reshape(3, 3)


def test_the_measured_curves_are_fitted_within_their_published_intervals(tmp_path):
    if not FACTS.is_dir():
        pytest.skip("the fact sheets are not beside this checkout")
    with (FACTS / "recogniser_curve.csv").open(encoding="utf-8") as text:
        measured = list(csv.DictReader(text))
    midpoints = {}
    for (people, network, picture, eyes), fits in published():
        wanted = {"db": people, "model": network, "cond": picture, "eyes": eyes, "subset": "all"}
        chosen = [row for row in measured if wanted.items() <= row.items()]
        # half of the people are enrolled, so half of the probes are trials
        halves = [float(row["probes"]) / 2 for row in chosen]
        rows = [
            (float(row["ied"]), float(row["tpir@fpir0.01"]) * n, n)
            for row, n in zip(chosen, halves, strict=True)
        ]
        found = fit_curve(write(tmp_path / "t.csv", rows))
        told = (found.ceiling.value, found.midpoint_px.value, found.width_px.value)
        for one, (_, low, high) in zip(told, fits, strict=True):
            assert low - 0.005 <= one <= high + 0.005
        midpoints[people, network, picture, eyes] = found.midpoint_px.value
    assert len(midpoints) == 18
    # q and b as shipped: by what factor worse pictures move the midpoint, within 15 %
    model = recognisers()
    central = model.profiles.central.quality
    assert central.note is not None
    assert "H.264 at CRF 28 to 1.7" in central.note
    smear = {blur: math.hypot(1, blur / model.blur_scale_px.value) for blur in (2, 4)}
    factors = {
        "base": 1.0,
        "blur2": smear[2],
        "blur4": smear[4],
        "cctv": central.value,
        "jpeg40": central.value,
        "h264crf28": 1.7,
        "h264crf34": model.profiles.strict.quality.value,
    }
    for (people, network, picture, eyes), midpoint in midpoints.items():
        clean = midpoints[people, network, "base", eyes]
        assert midpoint / clean == pytest.approx(factors[picture], rel=0.15), (people, picture)


def test_a_fit_is_a_profile_to_run_with(tmp_path):
    rows = [(s, 500 * p, 500) for s, p in zip(SIZES, rise(SIZES, 0.8, 12, 2), strict=True)]
    found = fit_curve(write(tmp_path / "t.csv", rows))
    mine = recognisers().with_profile("central", found.profile("my trial"))
    file = tmp_path / "mine.yaml"
    file.write_text(mine.to_yaml(), encoding="utf-8")
    read = recognisers(file)
    assert read.profiles.central.about == "my trial"
    assert read.validity.startswith(
        "Profile central: my trial, at the gallery and false-alert rate of its own trial. The "
        "others: The curve was measured"
    )
    assert read.curves[1][:4] == pytest.approx((0.8, 12, 2, 1), abs=0.01)
    assert read.curves[0] == recognisers().curves[0]


def own(tmp_path, **trial):
    """Fit a trial whose curve has its midpoint at 12 px, and put it in the central profile."""
    rows = [(s, 500 * p, 500) for s, p in zip(SIZES, rise(SIZES, 0.8, 12, 2), strict=True)]
    found = fit_curve(write(tmp_path / "t.csv", rows), **trial)
    return recognisers().with_profile("central", found.profile("my trial"))


def asked(model, gallery):
    return model.model_copy(update={"gallery": Quantity(value=gallery, source="own_trial")})


def test_a_trial_with_gallery_and_rate_moves_to_others_as_the_shipped_curve_does(tmp_path):
    mine = own(tmp_path, gallery=1000, searches_per_false_alert=100)
    (tmp_path / "mine.yaml").write_text(mine.to_yaml(), encoding="utf-8")
    mine = recognisers(tmp_path / "mine.yaml")
    assert mine.staying == ()
    assert "trial with a gallery of 1,000 at one false alert in 100 searches" in mine.validity
    fitted = mine.profiles.central.midpoint_px.value
    assert mine.curves[1].midpoint_px > 1.15 * fitted
    at_home = asked(mine, 1000).model_copy(
        update={"searches_per_false_alert": Quantity(value=100, source="own_trial")}
    )
    assert at_home.curves[1].midpoint_px == pytest.approx(fitted)
    moved = [asked(mine, n).curves for n in (1000, 100_000)]
    shared, own_curve = (moved[1][k].midpoint_px / moved[0][k].midpoint_px for k in (0, 1))
    assert own_curve == pytest.approx(shared)


def test_a_trial_without_them_stays_where_it_is_and_says_so(tmp_path):
    mine = own(tmp_path)
    assert mine.staying == ("central",)
    assert asked(mine, 1000).curves[1] == mine.curves[1]
    assert asked(mine, 1000).curves[0] != mine.curves[0]


@pytest.mark.parametrize(
    ("trial", "words"),
    [
        ({"gallery": 1000}, "searches_per_false_alert is missing, but gallery and"),
        ({"searches_per_false_alert": 100}, "gallery is missing, but gallery and"),
        (
            {"gallery": 0.5, "searches_per_false_alert": 100},
            "gallery is 0.5, but must lie between 1",
        ),
        ({"gallery": 10, "searches_per_false_alert": math.nan}, "is nan, but must lie between"),
        ({"gallery": 1e300, "searches_per_false_alert": 1e300}, "1 and 10,000,000,000"),
        ({"gallery": 10, "searches_per_false_alert": 1e11}, "searches_per_false_alert is 1e.11"),
    ],
)
def test_half_of_what_a_trial_asked_is_refused(tmp_path, trial, words):
    with pytest.raises(ShapeError, match=words):
        own(tmp_path, **trial)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "1: there is no column hits, but it must be there; found nothing"),
        ("ied_px,hits\n4,1\n", "1: there is no column trials.*found hits, ied_px"),
        ("size,hits,trials\n4,1,2\n", "1: there is neither a column ied_px nor distance_m"),
        (
            "distance_m,hits,trials\n4,1,2\n",
            "focal length.*--focal-px.*must be given.*it is not given",
        ),
        ("ied_px,hits,trials\n4,1,2\n5,x,2\n", "t.csv:3: hits is 'x', but must be a number"),
        ("ied_px,hits,trials\n4,1,2\n5,nan,2\n", "t.csv:3: hits is 'nan', but must be a number"),
        ("ied_px,hits,trials\n4,3,2\n", "t.csv:2: hits is 3, but must be at most trials, 2"),
        ("ied_px,hits,trials\n-4,1,2\n", "t.csv:2: ied_px is '-4', but must be a number from 0.1"),
        ("ied_px,hits,trials\n4,1\n", "t.csv:2: trials is '', but must be a number"),
        ("ied_px,hits,trials,yaw_deg\n4,1,2,90\n", "t.csv:2: yaw_deg is '90', but must be"),
        ("ied_px,hits,trials\n4,1,2\n5,1,2\n6,2,2\n", "faces have 3 sizes, but at least 4"),
        ("ied_px,hits,trials\n4,0,2\n5,0,2\n6,0,2\n8,0,2\n", "the same at every size"),
        ("ied_px,hits,trials\n4,1,2\n5,1,2\n6,1,2\n8,1,2\n", "the same at every size"),
        (
            "ied_px,hits,trials\n4,.1,1\n5,.3,1\n6,.6,1\n8,.8,1\n",
            "t.csv:2: .*a share, but hits and",
        ),
        (
            "ied_px,hits,trials\n4,1,9\n5,3,9\n6,6,9\n8,8,9\n",
            "18 hits and 18 misses are too few.*30",
        ),
        ("ied_px,distance_m,hits,trials\n4,9,1,2\n", "columns ied_px and distance_m, but sizes"),
    ],
)
def test_a_table_that_cannot_be_fitted_is_refused_in_a_sentence(tmp_path, text, words):
    file = tmp_path / "t.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(TableError, match=words):
        fit_curve(file)


def test_a_file_that_is_no_table_is_refused(tmp_path):
    with pytest.raises(TableError, match="none.csv: there is no such file."):
        fit_curve(tmp_path / "none.csv")
    (tmp_path / "t.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TableError, match="cannot be read as a CSV table"):
        fit_curve(tmp_path / "t.csv")


def test_a_trial_in_which_nobody_was_missed_is_no_profile(tmp_path):
    rows = [(4, 0, 50), (6, 5, 50), (8, 45, 50), (10, 50, 50), (20, 50, 50), (30, 50, 50)]
    found = fit_curve(write(tmp_path / "t.csv", rows))
    assert found.ceiling.high == 1
    with pytest.raises(TableError, match="likeliest ceiling is 1"):
        found.profile("all named")
    with pytest.raises(TableError, match="about has 401 letters, but must have 1 to 400"):
        found.profile("x" * 401)


def test_a_focal_length_beside_pixels_is_refused(tmp_path):
    file = write(tmp_path / "t.csv", [(s, 50, 100) for s in SIZES])
    with pytest.raises(TableError, match="given as ied_px, so the focal length.*be left out"):
        fit_curve(file, focal_px=2000)


def test_hits_that_fall_with_size_are_refused(tmp_path):
    path = tmp_path / "trial.csv"
    rows = zip((6, 8, 10, 12, 16, 24), (19, 16, 13, 7, 3, 1), strict=True)
    path.write_text("ied_px,hits,trials\n" + "\n".join(f"{s},{h},20" for s, h in rows))
    with pytest.raises(TableError, match="share of hits falls with size"):
        fit_curve(path)
