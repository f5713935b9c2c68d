"""HTML: a document as one file that needs nothing else."""

from importlib.resources import files
from itertools import count
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from twin.report.document.blocks import Document
from twin.report.page import inline

__all__ = ["html"]


def html(document: Document) -> str:
    """Write a document with its style and drawings inside, without script or outside address."""
    text: str = _template().render(document.facts(), css=Markup(_css()))  # noqa: S704  our own
    return text


def _template() -> Any:
    """Read the template; drawings are numbered anew in each document."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    drawings = count()
    environment.filters["inline"] = lambda svg, alt: inline(
        svg, label=alt, id=f"drawing-{next(drawings)}"
    )
    return environment.from_string(_text("twin.report.document", "document.html"))


def _css() -> str:
    return _text("twin.report", "page.css") + _text("twin.report.document", "document.css")


def _text(package: str, name: str) -> str:
    return files(package).joinpath(name).read_text(encoding="utf-8")
