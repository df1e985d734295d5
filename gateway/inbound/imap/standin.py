"""The mail that stands for one that is too large to take: its own header, and a text that says where the whole is.

So it becomes a ticket like any other, and nobody waits for an answer in vain. Pure.
"""

from __future__ import annotations

import re

_FIELD = re.compile(rb"[^\n]*(?:\n[ \t][^\n]*)*(?:\n|\Z)")
_OF_THE_BODY = re.compile(rb"(?:content-[^:\s]*|mime-version)[ \t]*:", re.IGNORECASE)


def stand_in(header: bytes, *, size_bytes: int, limit_bytes: int, folder: str) -> bytes:
    """Return a plain-text mail with the fields of ``header``, without those that describe the body.

    The same mail gives the same bytes whenever it is read, so that it is recognised when it comes again.
    """
    kept = [field for field in _fields(header) if not _OF_THE_BODY.match(field)]
    size = f"it has {_megabytes(size_bytes)} MB, and " if size_bytes > limit_bytes else ""  # else the server lied
    note = (
        f"[This mail is too large: {size}{_megabytes(limit_bytes)} MB are taken at most.\r\n"
        f"Only its header was read. The whole mail lies in the mailbox, in the folder {folder}.]\r\n"
    )
    added = b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    return b"".join(kept) + added + note.encode()


def _fields(header: bytes) -> list[bytes]:
    """Split into fields, folded lines joined to theirs; a last one without its end is cut off."""
    fields = []
    at = 0
    while at < len(header):
        match = _FIELD.match(header, at)
        assert match is not None  # every part may be empty
        if not match[0].strip() or not match[0].endswith(b"\n"):
            break  # the empty line, or where the header was cut
        fields.append(match[0])
        at = match.end()
    return fields


def _megabytes(size_bytes: int) -> str:
    return f"{size_bytes / 1024 / 1024:.1f}"
