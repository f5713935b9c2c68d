"""Reading a map's text: lines, sizes and everything that is not JSON."""

import hashlib
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.site.small_map import small_map, write_small_map
from twin.errors import MapError
from twin.site import reading
from twin.site.reading import read

plain = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


def test_every_feature_knows_its_line(tmp_path):
    path = write_small_map(tmp_path / "map.geojson")
    lines = path.read_text(encoding="utf-8").splitlines()
    text = read(path)
    assert len(text.features) == len(small_map()["features"])
    for feature in text.features:
        assert json.dumps(feature.data["id"]) in lines[feature.line - 1]
    assert text.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_keys_know_their_line_however_the_file_is_laid_out(tmp_path):
    path = tmp_path / "map.geojson"
    path.write_text(json.dumps(small_map(), indent=2), encoding="utf-8")
    lines = path.read_text(encoding="utf-8").splitlines()
    for feature in read(path).features:
        assert lines[feature.line_of("kind") - 1].strip().startswith('"kind"')
        assert feature.line_of("no such key") == feature.line


@given(st.dictionaries(st.text(max_size=6), plain, max_size=4), st.lists(plain, max_size=4))
def test_the_split_loses_nothing(tmp_path_factory, members, features):
    members.pop("features", None)
    path = tmp_path_factory.mktemp("maps") / "map.geojson"
    path.write_text(json.dumps({**members, "features": features}, indent=1), encoding="utf-8")
    text = read(path)
    assert text.members == members
    assert [feature.data for feature in text.features] == features
    assert not text.twice


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", r"map.geojson:1: not JSON: Expecting value"),
        (b"\n\n{,}", r"map.geojson:3: not JSON: Expecting property name"),
        (b'{"a": 1', r":1: not JSON: Expecting ',' delimiter"),
        (b'{"a": 1,}', r":1: not JSON: Illegal trailing comma"),
        (b'{"a" 1}', r":1: not JSON: Expecting ':' delimiter"),
        (b'{"features": [{"a": }]}', r":1: not JSON: Expecting value"),
        (b'{"features": [1,]}', r"trailing comma"),
        (b"{} {}", r"not JSON: Extra data"),
        (b"[1]", r"holds no object"),
        (b"\xff\xfe{", r"byte 0 is not UTF-8"),
        (b'{"a": ' + b"[" * 100_000, r"nested too deeply"),
    ],
)
def test_what_is_not_a_json_object_is_refused(tmp_path, content, words):
    path = tmp_path / "map.geojson"
    path.write_bytes(content)
    with pytest.raises(MapError, match=words) as caught:
        read(path)
    assert len(caught.value.problems) == 1


def test_a_number_beyond_all_is_infinite(tmp_path):
    path = tmp_path / "map.geojson"
    path.write_text('{"a": -1' + "0" * 5000 + ', "b": 1e999, "c": 12}', encoding="utf-8")
    assert read(path).members == {"a": -math.inf, "b": math.inf, "c": 12}


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(MapError, match="there is no such file"):
        read(tmp_path / "nowhere.geojson")
    with pytest.raises(MapError, match="cannot be read"):
        read(tmp_path)


def test_a_claim_of_10_gb_is_refused_before_reading(tmp_path):
    path = tmp_path / "map.geojson"
    with path.open("wb") as file:
        file.truncate(10_000_000_000)  # a sparse file: nothing is on the disk
    with pytest.raises(MapError, match=r"10,000,000,000 bytes, but at most 64,000,000"):
        read(path)


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path, monkeypatch):
    path = write_small_map(tmp_path / "map.geojson")
    monkeypatch.setattr(reading, "LARGEST", path.stat().st_size)
    assert read(path).features
    # A device has no size of its own, however much it gives.
    with pytest.raises(MapError, match="more than"):
        read(type(path)("/dev/zero"))


def test_keys_that_stand_twice_are_noted(tmp_path):
    path = tmp_path / "map.geojson"
    path.write_text('{"a": 1, "a": 2, "features": [{"id": "x", "id": "y"}]}', encoding="utf-8")
    text = read(path)
    assert text.twice == ["a"]
    assert text.features[0].twice == ("id",)


@given(st.data())
def test_broken_bytes_are_refused_in_a_sentence_or_read(tmp_path_factory, data):
    path = write_small_map(tmp_path_factory.mktemp("maps") / "map.geojson")
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    try:
        text = read(path)
        found = [str(path)] if text.members.keys() <= text.lines.keys() else []
    except MapError as error:
        found = list(error.problems)
    assert len(found) == 1
    assert found[0].startswith(str(path))
