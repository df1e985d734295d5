"""Find the header of a mail in its bytes, and read its fields as they stand. Nothing is decoded here."""

from __future__ import annotations

import re
from email.message import Message

from gateway.inbound.mime.prescan import find_body

# Fields that no text begins with by chance: behind a broken line they prove that the header goes on.
_KNOWN = re.compile(
    rb"^(?:received|from|to|cc|subject|date|message-id|mime-version|content-type|content-transfer-encoding"
    rb"|in-reply-to|references|reply-to|return-path|auto-submitted|x-[a-z-]+)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_JUNK = re.compile(rb"^(?![ \t]|[!-9;-~]+:|From |\r?\n|\Z)", re.MULTILINE)  # begins no field


def split_header(raw: bytes) -> tuple[Message, int]:
    """Return the fields of the mail, and where its body begins.

    A line that is no field is left out when the header goes on behind it; else the body begins there.
    """
    body_at = find_text(raw)
    return read_header(_without_junk(raw[:body_at])), body_at


def find_text(raw: bytes) -> int:
    """Return where the text of the mail begins: behind the first empty line, or where the header breaks off."""
    body_at = find_body(raw)
    block = raw[:body_at]
    if not _JUNK.search(block):
        return body_at
    last = max((match.start() for match in _KNOWN.finditer(block)), default=-1)
    ends = _JUNK.search(block, last + 1)
    return ends.start() if ends else body_at


def _without_junk(block: bytes) -> bytes:
    if not _JUNK.search(block):
        return block
    kept: list[bytes] = []
    dropping = False
    for line in block.split(b"\n"):
        if line[:1] not in (b" ", b"\t"):  # else it goes with the line it continues
            dropping = _JUNK.match(line) is not None
        if not dropping:
            kept.append(line)
    return b"\n".join(kept)


def read_header(block: bytes) -> Message:
    """Read a header block as the stdlib's compat32 parser would, up to the first line that is no field.

    Bare carriage returns end no field (RFC 5322 section 2.2), though the stdlib thinks so: no second From that way.
    """
    header = Message()
    name, value = "", ""
    text = block.replace(b"\r\n", b"\n").replace(b"\r", b" ").decode("ascii", "surrogateescape")
    for line in text.split("\n"):
        if line[:1] in (" ", "\t") and name:
            value += "\n" + line
            continue
        if name:
            header.set_raw(name, value)
        name, colon, value = line.partition(":")
        value = value.lstrip(" \t")
        if not colon or not _NAME.match(name):
            if line.startswith("From ") and not len(header):  # the envelope line of an mbox
                name = ""
                continue
            return header
    if name:
        header.set_raw(name, value)
    return header


_NAME = re.compile(r"[!-9;-~]+\Z")
