"""Where the shipped maps and scenarios are: in a checkout, or inside an installed wheel."""

from pathlib import Path

__all__ = ["maps_dir", "scenarios_dir"]

_PACKAGE = Path(__file__).parent


def maps_dir() -> Path:
    """Return the folder of the shipped maps."""
    return _shipped("maps")


def scenarios_dir() -> Path:
    """Return the folder of the shipped scenarios."""
    return _shipped("scenarios")


def _shipped(name: str) -> Path:
    """Prefer the folder inside an installed package; a checkout has it beside the package."""
    inside = _PACKAGE / "_shipped" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
