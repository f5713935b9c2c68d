"""Patterns of short names in files, with what each allows in words."""

from collections.abc import Mapping
from typing import Final

__all__ = ["KEY", "NAME", "WORDS"]

NAME: Final = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$"
"""Cameras and presets; they become names of folders."""

KEY: Final = r"^[a-z][a-z0-9_]*$"
"""Sources and requirements."""

WORDS: Final[Mapping[str, str]] = {
    NAME: (
        "letters, digits, dots, dashes and underscores, at most 64 of them, the first a letter "
        "or a digit"
    ),
    KEY: "small letters, digits and underscores, the first a letter",
}
