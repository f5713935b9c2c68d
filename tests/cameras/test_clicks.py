"""Points clicked in an image, as people write them down; and images that are none."""

import cv2
import numpy as np
import pytest

from twin.cameras import Clicks, image_size
from twin.errors import TableError

HEAD = "name,u_px,v_px,easting_m,northing_m,height_m\n"
SIZE = {"width_px": 640, "height_px": 480}


def read(tmp_path, text):
    file = tmp_path / "points.csv"
    file.write_text(text)
    return Clicks.read(file, **SIZE)


def test_what_stands_there_is_read(tmp_path):
    found = read(tmp_path, HEAD + "kerb,1.5,2,530100,183500,1.2\n,3,4,530101,183501,0\n")
    assert found.pixels.tolist() == [[1.5, 2], [3, 4]]
    assert found.places.tolist() == [[530100, 183500, 1.2], [530101, 183501, 0]]
    assert found.names == ("kerb", "point 2")
    assert found.lines[1].endswith("points.csv:3")


def test_without_heights_points_lie_on_the_ground(tmp_path):
    found = read(tmp_path, "easting_m,northing_m,v_px,u_px\n530100,183500,7,9\n")
    assert found.places.tolist() == [[530100, 183500, 0]]
    assert found.pixels.tolist() == [[9, 7]]


def test_all_problems_are_told_at_once(tmp_path):
    rows = "a,700,2,530100,183500,0\nb,1,x,530100,,0\nc,1,2,-0.12,51.5,0\nd,1,2,530100,183500,1e9\n"
    with pytest.raises(TableError) as caught:
        read(tmp_path, HEAD + rows)
    told = "\n".join(caught.value.problems)
    for words in (
        "points.csv:2: u_px is '700', but must be a number from 0 to 640 px",
        "points.csv:3: v_px is 'x'",
        "points.csv:3: northing_m is ''",
        "points.csv:4: easting_m is '-0.12'",
        "points.csv:5: height_m is '1e9'",
    ):
        assert words in told


@pytest.mark.parametrize("place", ["-0.1253,51.5312", "51.5312,-0.1253"])
def test_longitude_and_latitude_are_told_in_one_sentence(tmp_path, place):
    with pytest.raises(TableError) as caught:
        read(tmp_path, HEAD + "".join(f"p{i},{i},2,{place},0\n" for i in range(8)))
    (told,) = caught.value.problems
    assert "points.csv:2: each point has a place such as (" in told
    assert "looks like longitude and latitude, but must be easting_m and northing_m" in told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "there is no point"),
        (HEAD, "there is no point"),
        ("u_px,easting_m\n1,2\n", "no column v_px"),
    ],
)
def test_tables_without_columns_or_points_are_refused(tmp_path, text, words):
    with pytest.raises(TableError, match=words):
        read(tmp_path, text)


def test_longitude_and_latitude_are_told(tmp_path):
    with pytest.raises(TableError, match="looks like longitude and latitude"):
        read(tmp_path, HEAD + "a,1,2,0.12,51.5,0\n")


@pytest.mark.parametrize("ending", [".png", ".jpg"])
def test_an_image_has_its_size(tmp_path, ending):
    file = tmp_path / f"still{ending}"
    cv2.imwrite(str(file), np.zeros((30, 50), np.uint8))
    assert image_size(file) == (50, 30)


@pytest.mark.parametrize("content", [b"", b"hello", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"])
def test_what_is_no_image_is_refused(tmp_path, content):
    file = tmp_path / "still.png"
    file.write_bytes(content)
    with pytest.raises(TableError, match="still.png: cannot be read as an image"):
        image_size(file)


def test_a_file_too_large_for_an_image_is_not_read(tmp_path):
    file = tmp_path / "still.png"
    with file.open("wb") as open_file:
        open_file.truncate(10**10)
    with pytest.raises(TableError, match="bytes are allowed|are allowed"):
        image_size(file)
