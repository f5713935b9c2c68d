"""The recorder: runs and stays, cut into slabs anywhere, give the same rows."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.people.tracks import QUEUEING, RESTING, Recorder, Stay
from twin.people.walking import law
from twin.tables import ACTIVITIES, TRACKS, checked

LAW = law(dt=0.05)
READING = ACTIVITIES.index("walking_phone")


def record(cuts, *, number=3):
    """Record a made-up story of three people over 40 ticks, cut into slabs.

    Person 0 walks from 2 to 12, rests to 30, walks to 40 and on, always with a phone; person 1
    queues from 5 to 9; person 2 walks from 20 to 25 and is gone.
    """
    recorder = Recorder(0, np.arange(number), law(dt=0.05, phone_habit=1.0), (1, 0, 2))
    walks = [(0, 2, 12), (0, 30, 99), (2, 20, 25)]
    slabs, runs = [], {}
    for tick in range(40):
        if tick in cuts:
            walking = [p for p, a, b in walks if a < tick < b]
            slab, again = recorder.flush(tick, walking)
            slabs.append(slab)
            runs = dict(zip(walking, again, strict=True))
        for person, first, _ in walks:
            if tick == first:
                runs[person] = recorder.walk(person, tick, phone=person == 0)
        if tick == 12:
            recorder.stay(Stay(0, 12, 1.234, -5.678, 0.5, RESTING, False))
        if tick == 5:
            recorder.stay(Stay(1, 5, 7.0, 8.0, 1.0, QUEUEING, True))
        if tick == 9:
            recorder.end_stay(1, 9)
        here = [p for p, a, b in walks if a <= tick < b]
        row = recorder.room(len(here) + 1)
        samples = recorder.samples
        for k, person in enumerate([*here, None]):
            samples.run[row + k] = -1 if person is None else runs[person]
            samples.x_cm[row + k], samples.y_cm[row + k] = tick, 0
            samples.head_x[row + k], samples.head_y[row + k], samples.glance[row + k] = 1, 0, 0
            samples.below[row + k] = person == 2
    slabs.append(recorder.flush(40, [0])[0])
    # a slab is put in order when somebody asks, which may be late
    return recorder, [slab.table() for slab in slabs]


def test_the_story_is_told_in_full():
    recorder, (table,) = record(())
    rows = checked(table, TRACKS).to_pydict()
    told = list(zip(rows["person"], rows["tick"], rows["activity"], strict=True))
    assert told == [
        *[(0, t, READING) for t in range(2, 12)],
        *[(0, t, RESTING) for t in range(12, 30)],
        *[(0, t, READING) for t in range(30, 40)],
        *[(1, t, QUEUEING) for t in range(5, 9)],
        *[(2, t, 0) for t in range(20, 25)],
    ]
    assert rows["x_cm"][:10] == list(range(2, 12))
    assert rows["x_cm"][10:28] == [123] * 18
    assert rows["y_cm"][10:28] == [-568] * 18
    assert rows["below"] == [int(person == 2) for person in rows["person"]]
    assert recorder.outdoor_ticks.tolist() == [38, 4, 5]


@given(cuts=st.sets(st.integers(1, 39), max_size=6))
def test_cutting_changes_no_row(cuts):
    whole = record(())[1][0]
    parts = pa.concat_tables(record(cuts)[1])
    order = parts.sort_by([("person", "ascending"), ("tick", "ascending")])
    assert order.combine_chunks().equals(whole.combine_chunks())


def test_numbers_of_the_day_become_rows():
    recorder = Recorder(0, np.array([4, 7, 90]), LAW, (1, 0, 2))
    recorder.stay(Stay(90, 0, 0.0, 0.0, 0.0, RESTING, False))
    recorder.stay(Stay(7, 2, 0.0, 0.0, 0.0, RESTING, False))
    table = recorder.flush(4, [])[0].table()
    assert table["person"].to_pylist() == [1, 1, 2, 2, 2, 2]


def test_a_stay_without_a_sample_leaves_no_row():
    recorder = Recorder(0, np.arange(2), LAW, (1, 0, 2))
    recorder.stay(Stay(0, 3, 0.0, 0.0, 0.0, RESTING, False))
    recorder.end_stay(0, 3)
    assert recorder.flush(8, [])[0].table().num_rows == 0


def test_a_second_stay_ends_the_first():
    recorder = Recorder(0, np.arange(1), LAW, (1, 0, 2))
    recorder.stay(Stay(0, 3, 0.0, 0.0, 0.0, QUEUEING, False))
    recorder.stay(Stay(0, 7, 1.0, 0.0, 0.0, RESTING, False))
    table = recorder.flush(10, [])[0].table()
    told = list(zip(*(table[name].to_pylist() for name in ("tick", "activity")), strict=True))
    assert told == [(t, QUEUEING if t < 7 else RESTING) for t in range(3, 10)]


def test_room_keeps_what_was_written():
    recorder = Recorder(0, np.arange(1), LAW, (1, 0, 2))
    run = recorder.walk(0, 0, phone=False)
    row = recorder.room(1)
    recorder.samples.run[row], recorder.samples.x_cm[row] = run, 42
    for column in ("y_cm", "head_x", "head_y", "glance", "below"):
        getattr(recorder.samples, column)[row] = 0
    more = recorder.room(200_000)
    recorder.samples.run[more:] = -1
    assert recorder.flush(1, [])[0].table()["x_cm"].to_pylist() == [42]


@pytest.mark.parametrize("phone", [False, True])
def test_people_at_rest_look_about_the_way_they_face(phone):
    recorder = Recorder(0, np.arange(1), LAW, (1, 0, 2))
    recorder.stay(Stay(0, 0, 0.0, 0.0, 2.0, RESTING, phone))
    table = recorder.flush(8000, [])[0].table()
    yaw = table["head_yaw_crad"].to_numpy() / 100
    turned = (yaw - 2.0 + np.pi) % (2 * np.pi) - np.pi
    assert abs(turned.mean()) < 0.15
    assert (table["head_pitch_crad"].to_numpy() == -60).any() == phone
