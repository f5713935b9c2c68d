"""States on disk, and the numbers of passes."""

from io import BytesIO

import numpy as np
import pyarrow as pa
import pytest

from twin.errors import TableError
from twin.sight import SightState, join_slabs
from twin.sight.kernels import Pool, chained
from twin.sight.passes import BEFORE, Given, joined, kernels, left_open, pooled, tables
from twin.sight.passes.kernels import Best, Open, Piece, Seen, Shown, rated
from twin.tables import LOOKS, SIGHTINGS, TICKS_PER_SECOND, checked

pytestmark = pytest.mark.kernel


SAMPLE = {"u": 100.0, "v": 200, "eye": 6, "tan_yaw": 0, "sin_pitch": 0}


def rows(moments, **changes):
    """Rows (person, tick, sample) at 100 px/m, all with a face, by time."""
    samples = [
        {
            **SAMPLE,
            **{name: np.broadcast_to(value, len(moments))[n] for name, value in changes.items()},
        }
        for n in range(len(moments))
    ]
    return sorted(
        ((person, tick, sample) for (person, tick), sample in zip(moments, samples, strict=True)),
        key=lambda row: row[1],
    )


def fold(slab, states, *, shutter=0.01, people=9, camera=0):
    """Fold the rows of a slab: tables of the camera, and the passes that stay open of each."""
    whole, real = pooled(states)
    held, room = len(whole), len(whole) + 2 * len(slab) + 2
    pool = np.zeros((room, int(Open.LENGTH)), np.int32), np.empty((room, int(Best.LENGTH)))
    pool[0][:held], pool[1][:held] = whole, real
    chain = np.zeros(people, np.int32)
    chained(Pool(chain, *pool), held)
    seen = np.empty((room, int(Seen.LENGTH)), np.int32)
    shown = np.empty((room, int(Shown.LENGTH)), np.float32)
    pieces, written, ended = np.empty((room, int(Piece.LENGTH)), np.int32), 0, 0
    for person, tick, s in slab:
        k, held, written, ended = kernels.passing(
            person, camera, tick, 1, BEFORE, chain, *pool, held, seen, shown, written, pieces, ended
        )
        sample = (s["u"], s["v"], 9.0, 100.0, 100.0, s["eye"], s["tan_yaw"], s["sin_pitch"], 1.0)
        kernels.add(
            pool[0][k],
            pool[1][k],
            tick,
            1,
            0,
            0,
            True,
            False,
            tuple(map(float, sample)),
            4 * shutter,
        )
    stop = max((tick for _, tick, _ in slab), default=0) + 1
    held, written, ended = kernels.end_stretch(
        BEFORE, stop, 1, True, chain, *pool, held, seen, shown, written, pieces, ended
    )
    assert not chain.any()
    given = Given(seen[:written], shown[:written], pieces[:ended], *(p[:held] for p in pool))
    whole = joined([given])
    sightings, looks = tables(whole, [given], len(states))
    return sightings[camera], looks[camera], left_open(whole, given, len(states))


def join(*slabs, shutter=0.01):
    states, parts = [SightState.empty()], []
    for slab in slabs:
        sightings, looks, states = fold(slab, states, shutter=shutter)
        parts.append((sightings, looks))
    columns = (pa.concat_tables(slab).column for slab in zip(*parts, strict=True))
    found = join_slabs(*columns, states[0])
    return [checked(t, k) for t, k in zip(found, (SIGHTINGS, LOOKS), strict=True)]


def test_a_gap_of_one_moment_ends_a_pass():
    sightings, looks = join(rows([(4, 1), (4, 2), (4, 4), (7, 4)]))
    assert [tuple(r.values()) for r in sightings.to_pylist()] == [
        (0, 4, 1, 2, 2, 2), (1, 4, 4, 4, 1, 1), (2, 7, 4, 4, 1, 1),
    ]  # fmt: skip
    assert looks["pass"].to_pylist() == [0, 1, 2]
    assert looks["samples"].to_pylist() == [2, 1, 1]


def test_seconds_are_those_of_the_clock():
    _, looks = join(rows([(0, tick) for tick in range(2, 14)]))
    assert looks["samples"].to_pylist() == [2, 4, 4, 2]
    assert looks["tick"].to_pylist() == [2, 4, 8, 12]  # ties go to the earliest


def test_a_first_sample_alone_in_its_second_goes_with_the_next():
    _, looks = join(rows([(0, tick) for tick in range(3, 10)]))
    assert looks["samples"].to_pylist() == [5, 2]
    _, looks = join(rows([(0, 3), (0, 5)]))
    assert looks["samples"].to_pylist() == [1, 1]


def test_only_passes_that_can_go_on_are_kept():
    slab = rows([(0, 3), (0, 4), (1, 4), (1, 5), (2, 5)])
    sightings, looks, [state] = fold(slab, [SightState.empty()])
    assert sightings["person"].to_pylist() == [0]
    assert looks.num_rows == 1
    assert state.whole[:, 0].tolist() == [1, 2]


def test_a_pass_goes_on_in_the_next_slab_or_not():
    on = join(rows([(3, 4), (3, 5)]), rows([(3, 6)]))[0]
    assert on["samples"].to_pylist() == [3]
    off = join(rows([(3, 4), (3, 5)]), rows([(3, 7)]))[0]
    assert off["samples"].to_pylist() == [2, 1]
    elsewhere = join(rows([(3, 4), (3, 5)]), rows([(4, 6)]))[0]
    assert elsewhere["person"].to_pylist() == [3, 4]


def test_the_best_sample_is_large_frontal_and_sharp():
    moments = [(0, tick) for tick in range(4)]
    assert join(rows(moments, eye=[5, 9, 8, 7]))[1]["tick"].to_pylist() == [1]
    turned = [0.5, 0.4, -0.1, 0.3]
    looks = join(rows(moments, eye=9 * np.cos(turned), tan_yaw=np.tan(turned)))[1]
    assert looks["tick"].to_pylist() == [2]
    assert join(rows(moments, eye=9, sin_pitch=[0.5, 0.4, 0.3, 0.1]))[1]["tick"].to_pylist() == [3]
    # the head runs 300 px, 300 px, 0 px: 12 px of blur but for the last sample
    moved = join(rows(moments, u=[0, 300, 600, 600]))[1]
    assert moved["tick"].to_pylist() == [3]
    assert moved["blur_px"].to_pylist() == [0]


def test_the_first_sample_takes_the_blur_of_the_second_even_across_slabs():
    whole = join(rows([(0, 1), (0, 2)], u=[0, 300], eye=[50, 6]))[1]
    assert whole["blur_px"].to_pylist() == pytest.approx([12])
    parts = join(rows([(0, 1)], u=[0], eye=[50]), rows([(0, 2)], u=[300], eye=[6]))[1]
    assert parts == whole


def test_the_score_by_hand():
    assert rated(20.0, 0.0, 0.0, 0.0) == 20
    assert rated(20.0, np.tan(np.pi / 3), 0.0, 0.0) == pytest.approx(40 * np.sqrt(0.5))
    assert rated(20.0, 0.0, np.sin(np.pi / 6), 3.0) == pytest.approx(
        20 * np.sqrt(np.sqrt(0.75) / 2)
    )


@pytest.mark.parametrize("nod", [-50.0, 46.0, 80.0])
def test_who_nods_too_far_to_be_searched_ranks_after_everybody_who_does_not(nod):
    nods = np.sin(np.radians(nod))
    assert rated(500.0, 0.0, nods, 0.0) < rated(0.1, 1.0, np.sin(np.radians(44.0)), 9.0)
    assert rated(500.0, 0.0, nods, 0.0) > rated(400.0, 0.0, nods, 0.0)


def test_a_state_comes_back():
    _, _, [state] = fold(rows([(0, 3), (1, 3)]), [SightState.empty()])
    again = SightState.from_bytes(state.to_bytes())
    np.testing.assert_array_equal(again.whole, state.whole)
    np.testing.assert_array_equal(again.real, state.real)
    assert again.to_bytes() == state.to_bytes()


def npz(**arrays):
    file = BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"", b"no archive", npz(whole=np.zeros((0, 10))), SightState.empty().to_bytes()[:200],
        npz(whole=np.zeros((2, 10), np.int32), real=np.zeros((1, 12))),
    ],
)  # fmt: skip
def test_a_damaged_state_is_refused(data):
    with pytest.raises(TableError, match="state of a sight slab"):
        SightState.from_bytes(data)


def test_nothing_joins_to_empty_tables():
    sightings, looks = join_slabs(
        SIGHTINGS.schema.empty_table().column, LOOKS.schema.empty_table().column
    )
    assert (sightings.num_rows, looks.num_rows) == (0, 0)
    assert isinstance(sightings, pa.Table)


def test_kernels_and_tables_agree_how_long_a_second_is():
    assert kernels.TICKS_PER_SECOND == TICKS_PER_SECOND
