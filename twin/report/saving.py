"""Saving: turn a drawing into a file's bytes, the same every time."""

from io import BytesIO
from pathlib import Path

from matplotlib.figure import Figure

from twin.report import style
from twin.store import write_file


def save(figure: Figure, out: Path, *, title: str, dpi: int = 200) -> None:
    """Write a drawing as what the file's name ends in, .png or .svg; ``dpi`` is of a PNG."""
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


def _saved(figure: Figure, kind: str, *, dpi: int, metadata: dict[str, str | None]) -> bytes:
    with BytesIO() as drawn, style.sheet():
        figure.savefig(drawn, format=kind, dpi=dpi, metadata=metadata)
        return drawn.getvalue()
