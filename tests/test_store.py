"""Stages on disk: keys, finished folders, writing in the background."""

import multiprocessing
import os
import signal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from twin.errors import RunError
from twin.store import Store, stage_key, write_file


def table(n=3):
    return pa.table({"person": pa.array(range(n), pa.int32())})


def test_key_follows_every_input():
    one = stage_key("people", ("people",), {"seed": 1})
    assert one == stage_key("people", ("people",), {"seed": 1})
    assert one != stage_key("people", ("people",), {"seed": 2})
    assert one != stage_key("sight", ("people",), {"seed": 1})
    assert one != stage_key("people", (), {"seed": 1})


def test_a_stage_is_finished_only_after_finish(tmp_path):
    stage = Store(tmp_path).stage("people", "ab" * 32)
    with stage.locked():
        stage.write_table("a.parquet", table())
        assert stage.facts() is None
        stage.finish({"rows": 3})
    assert stage.facts()["rows"] == 3
    assert stage.read_table("a.parquet").equals(table())


def test_a_stage_with_a_cut_file_is_not_finished(tmp_path):
    stage = Store(tmp_path).stage("people", "ab" * 32)
    with stage.locked():
        stage.write_table("a.parquet", table())
        stage.finish({})
    (stage.path / "a.parquet").write_bytes(b"PAR1")
    assert stage.facts() is None


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"files": [], "key": ""}', '{"files": {}}'])
def test_a_stage_whose_last_word_is_damaged_is_not_finished(tmp_path, text):
    stage = Store(tmp_path).stage("people", "ab" * 32)
    with stage.locked():
        stage.write_table("a.parquet", table())
        stage.finish({})
    (stage.path / "done.json").write_text(text)
    assert stage.facts() is None


def test_parts_of_a_table_are_read_alone(tmp_path):
    stage = Store(tmp_path).stage("people", "ab" * 32)
    ranges = []

    def part(range_of):
        ranges.append(range_of("person"))
        return ranges[-1][1] >= 4

    with stage.locked():
        stage.write_table("a.parquet", table(9), cuts=[3, 4])
        stage.write_table("b.parquet", table(9))
    assert stage.read_table("a.parquet").equals(table(9))
    assert stage.read_table("a.parquet", part=part)["person"].to_pylist() == [4, 5, 6, 7, 8]
    assert ranges == [(0, 2), (3, 3), (4, 8)]
    assert stage.read_table("a.parquet", part=lambda _: False).equals(table(0))
    with pytest.raises(RunError, match="is damaged"):
        stage.read_table("b.parquet", part=part)


@pytest.mark.parametrize("name", ["a.parquet", ".a.arrow"])
def test_a_table_with_other_bytes_is_never_read(tmp_path, name):
    stage = Store(tmp_path).stage("people", "ab" * 32)
    with stage.locked():
        stage.write_table(name, table(1000))
    file = stage.path / name
    whole = bytearray(file.read_bytes())
    whole[len(whole) // 3] ^= 0xFF
    whole[:4] = b"PARR"
    file.write_bytes(bytes(whole))
    with pytest.raises(RunError, match="is damaged; delete the folder"):
        stage.read_table(name)


def test_one_bit_of_a_finished_table_is_noticed(tmp_path):
    stage = Store(tmp_path).stage("people", "ab" * 32)
    with stage.locked():
        stage.write_table("a.parquet", table(1000))
    file = stage.path / "a.parquet"
    whole = bytearray(file.read_bytes())
    page = pq.ParquetFile(file).metadata.row_group(0).column(0)
    whole[page.data_page_offset + page.total_compressed_size - 2] ^= 1
    file.write_bytes(bytes(whole))
    with pytest.raises(RunError, match="is damaged"):
        stage.read_table("a.parquet")


def test_a_replay_must_write_the_same_bytes(tmp_path):
    stage = Store(tmp_path).stage("people", "ab" * 32)
    with stage.locked():
        stage.write_table("a.parquet", table())
        stage.write_table("a.parquet", table())
        with pytest.raises(RunError, match="wrote other bytes"):
            stage.write_table("a.parquet", table(4))


def test_a_failed_write_says_so_and_leaves_what_was_there(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old")

    def full_disk(beside):
        beside.write_text("new")
        raise OSError(28, "No space left on device")

    with pytest.raises(RunError, match="No space left on device"):
        write_file(path, full_disk)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def _write_for_ever(root):
    stage = Store(root).stage("people", "ab" * 32)
    with stage.locked():
        while True:
            stage.write_table("a.parquet", table(200_000))
            (stage.path / "a.parquet").unlink()


def test_killed_while_writing_leaves_no_half_file(tmp_path):
    stage = Store(tmp_path).stage("people", "ab" * 32)
    whole = table(200_000)
    for moment in (0.01, 0.05, 0.1, 0.2, 0.3):
        process = multiprocessing.get_context("spawn").Process(
            target=_write_for_ever, args=(tmp_path,)
        )
        process.start()
        process.join(2.0 + moment)
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        if (stage.path / "a.parquet").exists():
            assert stage.read_table("a.parquet").equals(whole)
        with stage.locked():
            stage.finish({})
        assert not list(stage.path.glob(".*.part"))
        (stage.path / "done.json").unlink()
