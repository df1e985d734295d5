"""Find the mails under a path: a file of one mail, an mbox, a Maildir, or a folder of such files.

Takes regular files only. Links, FIFOs, devices and files with more than one name are never opened: whoever may put a
file into the folder must not choose what we read. One mail is in memory at a time, and never more than ``MAX_MAIL``.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from gateway.cli.mail_bytes import without_from_line
from gateway.inbound.mime.prescan import MAX_MAIL, find_body

MAX_LINE = 1 << 20  # bytes read at once: a file of one line must not become one object
MAX_FROM_LINE = 300  # bytes; the pattern is tried on no more
MAX_DEPTH = 200  # folders inside one another
_MBOX_LINE = re.compile(rb"From .*\b[0-2]?\d:[0-5]\d.*\b(?:19|20)\d\d")  # a sentence that begins with From has no clock
_QUOTED_FROM = re.compile(rb">+From ")
_FIELD = re.compile(rb"[!-9;-~]{1,100}[ \t]*:")
_OF_MAIL = re.compile(rb"^(?:from|received|return-path|date|message-id)[ \t]*:", re.IGNORECASE | re.MULTILINE)
PEEK = 4096  # bytes in which a mail shows that it is one
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class FoundMail:
    """A mail, and where it lay."""

    place: str
    """The file, and for an mbox the number of the mail in it."""
    raw: bytes


@dataclass(frozen=True, slots=True)
class Passed:
    """Something that was not taken, and why."""

    place: str
    why: str
    wrong: bool = True
    """False for what a folder may well hold beside mail."""


Found = FoundMail | Passed


def find_mails(path: Path, *, hard_links: bool = False) -> Iterator[Found]:
    """Yield what lies under a path that somebody named: in the order of names, numbers in them by value."""
    yield from _find(path, hard_links=hard_links, named=True)


def _find(path: Path, *, hard_links: bool, named: bool) -> Iterator[Found]:
    try:
        if len(path.parts) > MAX_DEPTH:
            yield Passed(str(path), "too many folders inside one another")
        elif _is_folder(path):
            yield from _folder(path, hard_links=hard_links)
        else:
            yield from _file(path, hard_links=hard_links, named=named)
    except OSError as error:
        yield Passed(str(path), _why(error))
    except ValueError:  # a NUL in the name
        yield Passed(str(path), "not a name")


def _folder(path: Path, *, hard_links: bool) -> Iterator[Found]:
    """Walk a folder. Of a Maildir ``new`` and ``cur`` are taken, its own subfolders (``.Sent``) only when named."""
    names = sorted(os.listdir(path), key=_by_number)
    maildir = "cur" in names and _is_folder(path / "cur")
    for name in names:
        inner = path / name
        if maildir and name not in ("cur", "new"):
            if name.startswith(".") and _is_folder(inner):
                yield Passed(str(inner), "a folder of the Maildir, taken only when it is named", wrong=False)
        elif maildir and _is_folder(inner):
            yield from _maildir(inner, hard_links=hard_links)
        elif not name.startswith("."):
            yield from _find(inner, hard_links=hard_links, named=False)


def _maildir(path: Path, *, hard_links: bool) -> Iterator[Found]:
    for name in sorted(os.listdir(path), key=_by_number):
        if not name.startswith("."):
            yield from _find(path / name, hard_links=hard_links, named=True)


def _file(path: Path, *, hard_links: bool, named: bool) -> Iterator[Found]:
    """Take a file. One that nobody named must look like a mail."""
    # O_NOFOLLOW and fstat: what is looked at is what is opened, whatever happens to the name meanwhile.
    number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
    with os.fdopen(number, "rb") as stream:
        found = os.fstat(number)
        if not stat.S_ISREG(found.st_mode):
            yield Passed(str(path), "not a regular file")
        elif found.st_nlink > 1 and not hard_links:
            yield Passed(str(path), "has more than one name (a hard link); --hard-links takes it")
        elif found.st_size == 0:
            yield Passed(str(path), "empty")
        else:
            yield from _content(stream, str(path), named=named)


def _content(stream: BinaryIO, place: str, *, named: bool) -> Iterator[Found]:
    start = stream.read(PEEK)
    stream.seek(0)
    if _begins_mail(start.partition(b"\n")[0]):
        yield from _mbox(stream, place)
    elif named or place.lower().endswith(".eml") or _looks_like_mail(start):
        raw = without_from_line(stream.read(MAX_MAIL + 1))
        yield FoundMail(place, raw) if len(raw) <= MAX_MAIL else Passed(place, _TOO_LARGE)
    else:
        yield Passed(place, "does not begin like a mail", wrong=False)


def _looks_like_mail(start: bytes) -> bool:
    """Tell a mail from a settings file, which begins with ``word: value`` too."""
    start = without_from_line(start)
    return bool(_FIELD.match(start) and _OF_MAIL.search(start[: find_body(start)]))


def _mbox(stream: BinaryIO, place: str) -> Iterator[Found]:
    """Split an mbox at its "From " lines, one mail in memory at a time. Undoes ``>From`` (mboxrd)."""
    lines: list[bytes] = []
    count, size, line_start = 0, 0, True
    while line := stream.readline(MAX_LINE):
        if line_start and _begins_mail(line):
            if count:
                yield _from_mbox(f"{place}, mail {count}", lines, size)
            count, lines, size = count + 1, [], 0
        else:
            size += len(line)
            if size <= MAX_MAIL:
                lines.append(line[1:] if line_start and _QUOTED_FROM.match(line) else line)
        line_start = line.endswith(b"\n")
    yield _from_mbox(f"{place}, mail {count}", lines, size)


def _begins_mail(line: bytes) -> bool:
    return line.startswith(b"From ") and bool(_MBOX_LINE.match(line[:MAX_FROM_LINE]))


def _is_folder(path: Path) -> bool:
    """Tell whether it is a folder, and not a link to one."""
    return stat.S_ISDIR(path.lstat().st_mode)


def _from_mbox(place: str, lines: list[bytes], size: int) -> Found:
    if size > MAX_MAIL:
        return Passed(place, _TOO_LARGE)
    if lines and lines[-1] in (b"\n", b"\r\n"):
        lines = lines[:-1]  # the empty line that parts the mails is the mbox's, not the mail's
    raw = b"".join(lines)
    return FoundMail(place, raw) if raw.strip() else Passed(place, "empty")


_TOO_LARGE = f"larger than {MAX_MAIL // 1024 // 1024} MiB"


def _why(error: OSError) -> str:
    if error.errno == errno.ELOOP:
        return "a link, and links are not followed: name the file itself"
    if error.errno == errno.ENXIO:
        return "not a regular file"  # a socket
    return error.strerror or type(error).__name__


def _by_number(name: str) -> list[tuple[int, int, str]]:
    """Sort ``mail-2`` before ``mail-10``, and Maildir names, which begin with the time, by time."""
    parts = (part for part in _DIGITS.split(name) if part)
    return [(0, int(part), "") if part.isdigit() and part.isascii() else (1, 0, part) for part in parts]
