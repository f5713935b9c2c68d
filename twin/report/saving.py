"""Saving: turn a drawing into a file's bytes, the same every time."""

from io import BytesIO
from pathlib import Path

from matplotlib.figure import Figure

from twin.errors import ScenarioError
from twin.report import style
from twin.store import write_file
from twin.textfile import there

_HEAD = 8192  # bytes at the beginning of a file, which hold its title


def save(figure: Figure, out: Path, *, title: str, dpi: int = 200) -> None:
    """Write a drawing as what the file's name ends in, .png or .svg.

    Parameters
    ----------
    figure : Figure
        The drawing.
    out : Path
        A new file, or one that was drawn before: the only kind that is written over.
    title : str
        The command that draws, which is the title of its drawings.
    dpi : int
        Of a PNG. [px/inch]

    Raises
    ------
    ScenarioError
        If the file is anything else, or cannot be written.
    """
    if there(out) and not _is_drawn(out, title):
        message = (
            f"{out}: is there already, but must be a new file or one that twin {title} has drawn."
        )
        raise ScenarioError(message)
    drawn = (
        svg(figure, title=title).encode()
        if out.suffix == ".svg"
        else (png(figure, title=title, dpi=dpi))
    )
    write_file(out, lambda beside: beside.write_bytes(drawn))


def png(figure: Figure, *, title: str, dpi: int = 200) -> bytes:
    """Turn a drawing into a PNG; 200 dots per inch are enough to print it. [px/inch]."""
    return _saved(figure, "png", dpi=dpi, metadata={"Title": title, "Software": None})


def svg(figure: Figure, *, title: str, dpi: int = 150) -> str:
    """Turn a drawing into an SVG whose text is text and whose heat layers are pictures."""
    drawn = _saved(figure, "svg", dpi=dpi, metadata={"Title": title, "Date": None})
    return drawn.decode().replace("'DejaVu Sans', sans-serif", style.SVG_FONTS)


def _is_drawn(out: Path, title: str) -> bool:
    """Say whether a file has the title that the drawings of a command have."""
    if not out.is_file():
        return False
    with out.open("rb") as file:
        head = file.read(_HEAD)
    own = title.encode()
    return b"Title\0" + own in head or b"<dc:title>" + own + b"</dc:title>" in head


def _saved(figure: Figure, kind: str, *, dpi: int, metadata: dict[str, str | None]) -> bytes:
    with BytesIO() as drawn, style.sheet():
        figure.savefig(drawn, format=kind, dpi=dpi, metadata=metadata)
        return drawn.getvalue()
