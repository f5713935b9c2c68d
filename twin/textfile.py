"""Read a file that somebody names, after a look at its size."""

from collections.abc import Callable
from pathlib import Path

from twin.errors import TwinError

__all__ = ["is_file", "read_bytes", "there"]


def read_bytes(
    path: Path, *, largest: int, error: type[TwinError], missing: Callable[[], str]
) -> bytes:
    """Read a file whole.

    Parameters
    ----------
    path : Path
        The file.
    largest : int
        A larger file is refused unread. [byte]
    error : type of TwinError
        What to raise.
    missing : callable
        Returns the end of the sentence for a file that is not there.

    Raises
    ------
    TwinError
        Of the type asked for: if the file is not there, too large or cannot be read.
    """
    try:
        size = path.stat().st_size
        if size > largest:
            message = f"{path}: the file has {size:,} bytes, but at most {largest:,} are allowed."
            raise error(message)
        with path.open("rb") as file:
            raw = file.read(largest + 1)
    except FileNotFoundError as reason:
        message = f"{path}: there is no such file{missing()}"
        raise error(message) from reason
    except OSError as reason:
        message = f"{path}: cannot be read ({reason.strerror}), but must be a readable file."
        raise error(message) from reason
    if len(raw) > largest:
        message = f"{path}: the file has more than the {largest:,} bytes that are allowed."
        raise error(message)
    return raw


def there(path: Path) -> bool:
    """Say whether something has this name; nothing has one that is too long for the disk."""
    try:
        return path.exists()
    except OSError:
        return False


def is_file(path: Path) -> bool:
    """Say whether a file has this name."""
    return there(path) and path.is_file()
