"""What a document is made of; how it looks is the business of what writes it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeAlias

__all__ = ["Block", "Document", "Figure", "Grid", "Items", "Section", "Terms", "Text"]


@dataclass(frozen=True)
class Text:
    """A paragraph; a lead is larger, a note smaller, and a caveat stands out."""

    text: str
    tone: Literal["plain", "lead", "note", "caveat"] = "plain"
    kind: Literal["text"] = "text"


@dataclass(frozen=True)
class Items:
    """A list."""

    items: Sequence[str]
    tone: Literal["plain", "note"] = "plain"
    kind: Literal["items"] = "items"


@dataclass(frozen=True)
class Terms:
    """Words and what they mean."""

    pairs: Sequence[tuple[str, str]]
    kind: Literal["terms"] = "terms"


@dataclass(frozen=True)
class Grid:
    """A table.

    Attributes
    ----------
    caption : str
        What it holds.
    heads : sequence of str
        What each column is, with its unit.
    rows : sequence of sequence of str
        One text for each column; the first is what the row is about.
    numeric : sequence of bool
        Columns of numbers, set to the right.
    note : str
        What is said below it.
    links : sequence of sequence of str
        Of each row the sections, by id, to which a further column leads; no such column when empty.
    links_head : str
        What that column is.
    links_first : bool
        Whether it comes first, else last.
    """

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[bool]
    note: str = ""
    links: Sequence[Sequence[str]] = ()
    links_head: str = "where"
    links_first: bool = False
    kind: Literal["grid"] = "grid"


@dataclass(frozen=True)
class Figure:
    """A drawing.

    Attributes
    ----------
    svg : str
        An SVG document.
    alt : str
        What it shows, for those who cannot see it.
    caption : str
        What stands below it.
    wide : bool
        Whether it needs a sheet of its own.
    """

    svg: str
    alt: str
    caption: str
    wide: bool = False
    kind: Literal["figure"] = "figure"


Block: TypeAlias = Text | Items | Terms | Grid | Figure


@dataclass(frozen=True)
class Section:
    """A part of a document.

    Attributes
    ----------
    id : str
        By what others lead to it; unique in the document.
    title : str
        Its heading.
    blocks : sequence of blocks
        What it says.
    parts : sequence of Section
        Sections within it.
    """

    id: str
    title: str
    blocks: Sequence[Block]
    parts: "Sequence[Section]" = ()


@dataclass(frozen=True)
class Document:
    """A report for people to read.

    Attributes
    ----------
    title, subtitle : str
        Its headline, and the line above it.
    lead : str
        Its first sentence: date, place, number of people, and the answer.
    sections : sequence of Section
        What it says, in order.
    credits : sequence of str
        Lines that licences ask for.
    """

    title: str
    subtitle: str
    lead: str
    sections: Sequence[Section]
    credits: Sequence[str]

    def facts(self) -> dict[str, Any]:
        """Write it as plain values, with the title of each section that something leads to."""
        return {**asdict(self), "titles": dict(_titles(self.sections))}


def _titles(sections: Sequence[Section]) -> Mapping[str, str]:
    """Map ids of sections and of those within to their titles."""
    titles: dict[str, str] = {}
    for one in sections:
        titles |= {one.id: one.title, **_titles(one.parts)}
    return titles
