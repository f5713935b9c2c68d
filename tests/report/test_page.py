"""Page: one file that needs nothing else, and says what the answers say."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest

from tests.report.made_up import own_trial, small_answers, small_manifest
from twin.errors import RunError
from twin.report.page import inline, page

PLAN = (
    '<?xml version="1.0"?><!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg" width="9pt" '
    'height="6pt" viewBox="0 0 9 6"><metadata>who</metadata><defs>'
    '<style type="text/css">*{stroke-linejoin: round}</style></defs><text>plan</text></svg>'
)


class Reader(HTMLParser):
    """Collect tags, attributes and text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(**changes: Any) -> Reader:
    """Write a page and read it back."""
    reader = Reader()
    reader.feed(page(small_answers(**changes), manifest=small_manifest(), plan_svg=PLAN))
    return reader


def test_date_people_and_the_two_numbers_stand_first() -> None:
    reader = read()
    assert [tag for tag, _ in reader.tags].count("h1") == 1
    text = " ".join(" ".join(reader.text).split())
    start = text.index("Wednesday 14 June 2017, 45,012 people: 2,322 identifiable by a human")
    assert start < text.index("The numbers")
    assert "On Wednesday 14 June 2017, of 45,012 people" in text


def test_credits_are_on_the_page() -> None:
    text = " ".join(read().text)
    for line in ("© OpenStreetMap contributors, ODbL 1.0", "Powered by TfL Open Data"):
        assert line in text
    assert "Crown copyright" in text


def test_nothing_is_asked_of_any_other_host() -> None:
    reader = read()
    for tag, attributes in reader.tags:
        assert tag not in {"script", "link", "iframe", "img", "object", "embed", "base"}
        for name in ("src", "href", "srcset", "action", "data"):
            assert not (attributes.get(name) or "").startswith(("http", "//"))
        assert not any(name.startswith("on") for name in attributes)
    html = page(small_answers(), manifest=small_manifest(), plan_svg=PLAN)
    assert not re.search(r"url\(|@import", html)
    assert "default-src 'none'" in html


def test_headings_do_not_skip_a_level_and_ids_are_unique() -> None:
    reader = read()
    levels = [int(tag[1]) for tag, _ in reader.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    ids = [attributes["id"] for _, attributes in reader.tags if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_tables_can_be_read_aloud() -> None:
    reader = read()
    tags = [tag for tag, _ in reader.tags]
    assert tags.count("table") == tags.count("caption") >= 8
    assert all(a.get("scope") in {"row", "col"} for tag, a in reader.tags if tag == "th")
    pictures = [a for tag, a in reader.tags if tag == "svg"]
    assert all(a.get("role") == "img" and a.get("aria-label") for a in pictures)
    assert ("html", {"lang": "en-GB"}) in reader.tags


def test_what_people_write_cannot_become_markup() -> None:
    evil = "<script>alert(1)</script>"
    answers = small_answers(scenario=evil, site=evil)
    answers["cameras"][0]["id"] = '"><img src=x onerror=alert(1)>'
    html = page(answers, manifest=small_manifest(), plan_svg=PLAN)
    reader = Reader()
    reader.feed(html)
    assert not {"script", "img"} & {tag for tag, _ in reader.tags}
    assert "&lt;script&gt;" in html


def test_every_figure_of_a_machine_has_its_gallery_and_rate() -> None:
    text = " ".join(" ".join(read().text).split())
    assert text.count("10,000 people") == 3
    assert text.count("1 in 6,000 searches") >= 4


def test_a_profile_with_its_own_trial_is_not_given_the_gallery_of_the_others() -> None:
    html = page(own_trial("central", central=87.0), manifest=small_manifest(), plan_svg=PLAN)
    reader = Reader()
    reader.feed(html)
    text = " ".join(" ".join(reader.text).split())
    assert text.count("10,000 people") == 2
    assert "those of its own trial" in text
    assert "expected; at the gallery and false-alert rate of its own trial" in text
    assert "The profiles are not in order: strict names 804 people and central 87" in text
    assert "not in order" not in " ".join(read().text)


def test_it_says_how_cameras_hang_and_which_of_them_were_invented() -> None:
    text = " ".join(" ".join(read().text).split())
    warning = "Two cameras (1 of them in an invented position): the figures are those of cameras"
    assert warning in text
    row = (
        "S1: South never published E 530166.5 m N 183206.2 m 3.5 m 002° 8° down 1920 \u00d7 1080 px"
    )
    assert f"{row} 35° wide invented" in text
    answers = small_answers()
    for camera in answers["cameras"]:
        camera["invented"] = False
    assert "invented" not in page(answers, manifest={}, plan_svg=PLAN)


def test_it_says_what_the_masks_of_a_housing_are_on() -> None:
    answers = small_answers()
    camera = answers["cameras"][0]
    plain = {"corridor": False, "dewarped_from_px": None}
    common = {key: camera[key] for key in ("heading_deg", "tilt_deg", "width_px", "height_px")}
    views = [
        {"id": "S1/north", **common, "hfov_deg": 35.0, "time_share": 0.6, "masks": 0, **plain},
        {"id": "S1/south", **common, "hfov_deg": 35.0, "time_share": 0.4, "masks": 2, **plain},
    ]
    camera["views"] = views
    told = page(answers, manifest={}, plan_svg=PLAN)
    assert "60 % of the time<br>" in told
    assert "40 % of the time, 2 masks</td>" in told


def test_it_says_what_a_picture_is_that_is_not_as_the_lens_shows_it() -> None:
    answers = small_answers()
    first, second = answers["cameras"]
    first |= {"corridor": True}
    second |= {"dewarped_from_px": [3000, 3000]}
    told = page(answers, manifest={}, plan_svg=PLAN)
    assert "wide<br>corridor format" in told
    assert "wide<br>straightened from the fisheye&#39;s 3000 \u00d7 3000 px" in told


def test_assumptions_come_with_their_ranges_and_the_run_with_its_hashes() -> None:
    text = " ".join(" ".join(read().text).split())
    assert "looks closer in time than this count as one, in seconds 1 0.3 to 3 assumption" in text
    assert "share of walkers who look down at a phone 0.086 0.086 to 0.3 londonist2014" in text
    assert "ab" * 32 in text
    assert "seed, replication 7, 1" in text
    assert "https://www.openstreetmap.org/copyright" in text


def test_a_plan_becomes_part_of_the_page() -> None:
    made = str(inline(PLAN, label='A "plan"', id="sheet"))
    assert made.startswith('<svg role="img" aria-label="A &#34;plan&#34;" id="sheet"')
    assert "metadata" not in made
    assert 'width="9pt"' not in made
    assert 'viewBox="0 0 9 6"' in made
    assert "<style>#sheet *{stroke-linejoin: round}</style>" in made


def test_a_page_of_a_day_on_which_nobody_was_seen() -> None:
    answers = small_answers(places=[], hours=[])
    answers["people"]["age_bands"] = []
    text = " ".join(page(answers, manifest={}, plan_svg=PLAN).split())
    assert "By place" not in text


def test_answers_that_lack_something_are_refused() -> None:
    answers = small_answers()
    del answers["people"]["machine"]
    with pytest.raises(RunError, match=r"people\.machine"):
        page(answers, manifest={}, plan_svg=PLAN)
