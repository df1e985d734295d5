"""Tell whether two mails are the same mail, whatever way they came.

Works on bytes alone, so that it holds for mail nobody can parse. Trace fields do not count: every way adds its own.
"""

from __future__ import annotations

import hashlib
import re

from gateway.inbound.mime.header_block import find_text
from gateway.inbound.mime.prescan import MAX_HEADER

_FOLD = re.compile(rb"\r?\n(?=[ \t])")
_FIELD = re.compile(rb"^(from|date|message-id|subject)[ \t]*:(.*)$", re.IGNORECASE | re.MULTILINE)


def fingerprint(raw: bytes) -> str:
    """Return SHA-256, hex, over From, Date, Message-ID and Subject as written, and the body.

    Line ends, folding, the order of fields and empty lines at the very end make no difference. Nor do, in a mail with
    Date and Message-ID, how many blanks stand in a row or at the end of a line: whoever sends it again may change them
    (RFC 6376 section 3.4.4). Without these two it may be another report of a machine. Linear; fingerprints from before
    that rule are those of other mails.
    """
    body_at = min(find_text(raw), MAX_HEADER)  # what is beyond, no reader takes for a header; unfolding it takes long
    header = _FOLD.sub(b" ", raw[:body_at])
    fields = [(match[1].lower(), b" ".join(match[2].split())) for match in _FIELD.finditer(header)]
    digest = hashlib.sha256()
    for name, value in sorted(fields, key=lambda field: field[0]):  # stable: two of one name keep their order
        digest.update(b"%s:%d:%s\n" % (name, len(value), value))
    digest.update(b"\n")
    named = {b"date", b"message-id"} <= {name for name, value in fields if value}
    lines = _unix_lines(raw[body_at:])
    digest.update(_few_blanks(lines) if named else lines.rstrip(b"\n"))
    return digest.hexdigest()


def _unix_lines(body: bytes) -> bytes:
    return body.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in body else body


def _few_blanks(body: bytes) -> bytes:
    if b"\t" in body:
        body = body.replace(b"\t", b" ")
    if _RUNS[-1] in body:
        for run in _RUNS:  # each leaves fewer than its length, and what it made of the rest
            body = body.replace(run, b" ")
    while b"  " in body:  # three times at the most: what is left is short
        body = body.replace(b"    ", b" ").replace(b"  ", b" ")
    return body.replace(b" \n", b"\n").rstrip(b" \n")


_RUNS = tuple(b" " * length for length in (4096, 4096, 256, 32))
