"""What is said of a located camera."""

import re
from io import StringIO

from rich.console import Console

from tests.cameras.staged import RELIEF, SIZE, SPREAD, clicks_of, stage, truth_of
from twin.cameras import locate
from twin.report.locate_text import located_facts, render_located


def said(count, **options):
    points, pixels = stage(truth_of(), SPREAD[:count], RELIEF[:count])
    pixels[2, 0] += 3.0
    facts = located_facts(locate(clicks_of(points, pixels), **SIZE, **options))
    out = StringIO()
    render_located(facts, console=Console(file=out, width=80))
    return facts, out.getvalue()


def test_numbers_of_the_facts_are_printed_in_eighty_columns():
    facts, text = said(8)
    assert f"RMS reprojection error {facts['rms_px']:.2f} px over 8 points" in text
    assert f"{facts['camera']['heading_deg']:.2f} degrees" in text
    assert f"{facts['camera']['focal_px']:.0f} px" in text
    assert "k1" not in text
    assert max(map(len, text.splitlines())) <= 80


def test_what_was_not_looked_for_and_what_to_be_wary_of_are_said():
    facts, text = said(5, sheet={"focal_mm": 2.8, "pixel_pitch_um": 2.0, "hfov_deg": 72.0})
    assert facts["lens_from_data_sheet"]["hfov_deg"] == 72.0
    assert text.count("by data sheet") == 3
    facts, text = said(5, sheet={"hfov_deg": 69.0})
    assert re.search(r"focal length F +[0-9]+ px +inferred, ± 6 %", text)
    assert "F is inferred from the data sheet, ± 6 %, which the column 95 % leaves out." in text
    assert max(map(len, text.splitlines())) <= 80
    facts, text = said(4)
    assert any("to spare" in note for note in facts["notes"])
    assert "a wrong click hardly" in text
