"""How tables are packed into Parquet, read back by its own metadata."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from twin.packing import Packing, ranges_of, write_parquet

NAMES = ("usual", "split", "loose")


def table(n=9):
    return pa.table({name: pa.array(range(n), pa.int32()) for name in NAMES})


def parts(table, *cuts):
    return [
        table.slice(start, end - start)
        for start, end in zip((0, *cuts), (*cuts, table.num_rows), strict=True)
    ]


def test_columns_are_packed_as_they_are_told_to_be(tmp_path):
    packing = Packing(
        encoding={"split": "BYTE_STREAM_SPLIT"}, loose=("loose",), ranges=("usual", "split")
    )
    write_parquet(table().schema, parts(table(), 4), tmp_path / "a", packing)
    with pq.ParquetFile(tmp_path / "a") as file:
        assert file.read().equals(table())
        for part in (0, 1):
            columns = [file.metadata.row_group(part).column(n) for n in range(3)]
            assert [c.compression for c in columns] == ["LZ4", "LZ4", "UNCOMPRESSED"]
            assert [c.is_stats_set for c in columns] == [True, True, False]
            for column, encoding in zip(
                columns,
                ("DELTA_BINARY_PACKED", "BYTE_STREAM_SPLIT", "DELTA_BINARY_PACKED"),
                strict=True,
            ):
                assert encoding in column.encodings
        _, range_of = ranges_of(file)
        assert range_of("split") == (4, 8)
        with pytest.raises(pa.ArrowInvalid, match="part 1 has no range of loose"):
            range_of("loose")


@pytest.mark.parametrize(("ranges", "kept"), [(None, True), ((), False)])
def test_ranges_are_of_all_columns_or_of_none(tmp_path, ranges, kept):
    write_parquet(table().schema, [table()], tmp_path / "a", Packing(ranges=ranges))
    group = pq.read_metadata(tmp_path / "a").row_group(0)
    assert [group.column(n).is_stats_set for n in range(3)] == 3 * [kept]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told_although_bytes_are_gathered_first():
    with pytest.raises(OSError, match="No space left on device"):
        write_parquet(table().schema, [table()], Path("/dev/full"), Packing())
