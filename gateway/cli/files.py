"""Write what strangers sent to a file somebody named: never over another by mistake, never through a link."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from gateway.errors import Refused

MODE = 0o600  # what customers send is not for everybody on the machine


def write_file(target: Path, data: bytes, *, name: str, force: bool) -> Path:
    """Write ``data`` and return where. A folder takes it under ``name``. Raises ``Refused``."""
    place = target
    try:
        if target.is_dir():
            place = target / safe_file_name(name)
        if force:
            _replace(place, data)
        else:
            _write_new(place, data)
    except FileExistsError:
        raise Refused(
            f"{place} is there already: name another file with --output, or overwrite it with --force"
        ) from None
    except (OSError, ValueError) as error:
        words = error.strerror if isinstance(error, OSError) else "not the name of a file"
        raise Refused(f"{place}: {words or type(error).__name__}") from None
    return place


def safe_file_name(name: str) -> str:
    """Return a label as a file name that no command takes for an option."""
    last = name.replace("/", "_").replace("\0", "_")
    return f"_{last}" if last.startswith(("-", "~")) or last in ("", ".", "..") else last


def _write_new(place: Path, data: bytes) -> None:
    number = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, MODE)  # EXCL follows no link
    try:
        with os.fdopen(number, "wb") as stream:
            stream.write(data)
    except OSError:
        with suppress(OSError):
            place.unlink()
        raise


def _replace(place: Path, data: bytes) -> None:
    """Put a new file in the place of an old one, or of a link, whose target is left alone."""
    with suppress(FileNotFoundError):
        mode = place.lstat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode)):
            raise Refused(f"{place} is not a regular file")
    beside = place.with_name(f".{place.name[:100]}.{secrets.token_hex(4)}")
    _write_new(beside, data)
    try:
        beside.replace(place)
    except OSError:
        with suppress(OSError):
            beside.unlink()
        raise
