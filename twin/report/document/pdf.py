"""PDF: a document as tagged pages, which screen readers can read."""

import json
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

import matplotlib as mpl
import typst

from twin.report.document.blocks import Document

__all__ = ["pdf"]

STANDARD: Final = "ua-1"
"""PDF/UA-1, ISO 14289-1: pages that tell what is a heading, a table or a drawing [iso14289]_."""


def pdf(document: Document) -> bytes:
    """Set a document on A4; the fonts are those that matplotlib brings along."""
    told = json.dumps(document.facts(), ensure_ascii=False)
    fonts = Path(mpl.get_data_path()) / "fonts" / "ttf"
    with as_file(files("twin.report.document") / "document.typ") as template:
        made: bytes = typst.compile(
            str(template), sys_inputs={"told": told}, font_paths=[str(fonts)],
            ignore_system_fonts=True, format="pdf", pdf_standards=STANDARD,
        )  # fmt: skip
    return made
