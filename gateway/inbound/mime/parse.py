"""Find the parts of a mail: where each begins and ends, and what it says it is.

One pass over the bytes with a stack of open boundaries: linear, no recursion, nothing is copied, so an attachment
can be read out again exactly as it came. A nested message is one part and stays closed: its text is not its
parent's. Home of mail-parser, which is asked for a second opinion where a mail is too broken for this.
"""

from __future__ import annotations

import email
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import Message

from mailparser import MailParser

from gateway.inbound.mime.fields import Labelled, content_type, decode_transfer, disposition, transfer_encoding
from gateway.inbound.mime.header_block import read_header, split_header
from gateway.inbound.mime.headers import unfold
from gateway.inbound.mime.prescan import MAX_DEPTH, MAX_FIELD, MAX_PARTS

logging.getLogger("mailparser").setLevel(logging.CRITICAL + 1)  # it logs whole fields of the mail, escapes and all

PARSER_FAULTS = (  # what parsers of other people throw at odd input; a plain `except Exception` would hide our own bugs
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
    email.errors.MessageError,
)


class TooMuch(ValueError):
    """A limit is passed. The message says which, for people."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: a container with children, or a leaf with a body at ``raw[start:end]``."""

    path: str
    """Child numbers from the root, e.g. ``1.3``; the root has none, a root without children is ``1``."""
    header: Message
    """The fields of the part only; its payload is empty."""
    type: Labelled
    disposition: Labelled
    encoding: str
    start: int
    end: int
    children: tuple[Part, ...] = ()

    def body(self, raw: bytes) -> bytes:
        """Return the body with the transfer encoding off."""
        return decode_transfer(raw[self.start : self.end], self.encoding)

    @property
    def name(self) -> str:
        """The file name the sender gave, decoded; dangerous as it is."""
        return self.disposition.parameters.get("filename", "") or self.type.parameters.get("name", "")

    def leaves(self) -> Iterator[Part]:
        """Yield the leaves in the order of the mail."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            if part.children:
                waiting.extend(reversed(part.children))
            else:
                yield part


@dataclass(slots=True)
class _Open:
    """A multipart whose end is not seen yet."""

    path: str
    header: Message
    type: Labelled
    start: int
    boundary: bytes
    children: list[Part] = field(default_factory=list)
    leaf: tuple[int, Message, Labelled] | None = None
    """The child that is being read: where its body begins, and what it is."""


def parse(raw: bytes) -> Part:
    """Return the root. Raises ``TooMuch`` beyond 1,000 parts, 50 levels or 64 KiB of header in a part."""
    if b"\n" not in raw:  # an old Mac's lines; as many bytes, so every place stays where it is
        raw = raw.replace(b"\r", b"\n")
    header, body_at = split_header(raw)
    root = content_type(_mime_fields(header).get("content-type", ""))
    boundary = _boundary(root)
    if root.value.startswith("multipart/"):
        part = _Splitter(raw).split(header, root, body_at, boundary) if boundary else None
        if part is None or not part.children:  # no boundary, or one that is never used: look for the real one
            guessed = _guess_boundary(raw, body_at)
            part = _Splitter(raw).split(header, root, body_at, guessed) if guessed else None
        if part is not None and part.children:
            return part
    if boundary and raw[body_at:].strip() in (b"--" + boundary, b"--%b--" % boundary):  # an end without a beginning
        body_at = len(raw)
    return _leaf("1", header, root, body_at, len(raw))


class _Splitter:
    """Walks over the lines that begin with two dashes."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._stack: list[_Open] = []
        self._levels: dict[bytes, int] = {}
        self._parts = 0

    def split(self, header: Message, kind: Labelled, body_at: int, boundary: bytes) -> Part:
        self._push(_Open("", header, kind, body_at, boundary))
        at = body_at - 1  # the line break in front of the body
        while (at := self._raw.find(b"\n--", at)) >= 0:
            at = self._delimiter(at)
        end = len(self._raw)
        while len(self._stack) > 1:
            self._close_top(end)
        return self._finished(self._stack.pop(), end)

    def _delimiter(self, at: int) -> int:
        """Handle the line after the line break at ``at``; return where to look on."""
        begin = at + 3
        end = self._raw.find(b"\n", begin)
        end = len(self._raw) if end < 0 else end
        if end - begin > MAX_FIELD:
            return begin
        level, closes = self._level(self._raw[begin:end].rstrip(b" \t\r"))
        if level < 0:
            return begin
        before = at - (at > 0 and self._raw[at - 1 : at] == b"\r")
        while len(self._stack) - 1 > level:
            self._close_top(before)
        self._end_leaf(self._stack[-1], before)
        return begin if closes else self._begin_child(min(end + 1, len(self._raw)))

    def _level(self, line: bytes) -> tuple[int, bool]:
        """Return which open multipart a delimiter is of, from the root 0 on or -1, and whether it closes it."""
        level = self._levels.get(line, -1)
        if level < 0 and line.endswith(b"--"):
            return self._levels.get(line[:-2], -1), True
        return level, False

    def _begin_child(self, start: int) -> int:
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise TooMuch(f"the mail has more than {MAX_PARTS} parts")
        parent = self._stack[-1]
        body_at = self._header_end(start)
        header = read_header(self._raw[start:body_at])
        digest = parent.type.value == "multipart/digest"  # RFC 2046 section 5.1.5
        kind = content_type(
            _mime_fields(header).get("content-type", ""), default="message/rfc822" if digest else "text/plain"
        )
        boundary = _boundary(kind) if kind.value.startswith("multipart/") else b""
        if boundary and boundary not in self._levels:
            self._push(_Open(_child_path(parent), header, kind, body_at, boundary))
        else:
            parent.leaf = (body_at, header, kind)
        return max(body_at - 1, start - 1)

    def _header_end(self, start: int) -> int:
        """Return where the body of a part begins: behind the empty line, or at the first line that is no field."""
        at = start
        while at < len(self._raw):
            end = self._raw.find(b"\n", at)
            end = len(self._raw) if end < 0 else end
            if end - start > MAX_FIELD:
                raise TooMuch(f"the header of a part is larger than {MAX_FIELD // 1024} KiB")
            line = self._raw[at:end].rstrip(b"\r")
            if not line:
                return min(end + 1, len(self._raw))
            if line.startswith(b"--") and self._level(line[2:].rstrip(b" \t"))[0] >= 0:
                return at
            if not _FIELD_LINE.match(line) and (at == start or line[:1] not in b" \t"):
                return at
            at = end + 1
        return len(self._raw)

    def _push(self, opened: _Open) -> None:
        if len(self._stack) >= MAX_DEPTH:
            raise TooMuch(f"the mail has parts more than {MAX_DEPTH} levels deep")
        self._levels[opened.boundary] = len(self._stack)
        self._stack.append(opened)

    def _close_top(self, end: int) -> None:
        closed = self._stack.pop()
        del self._levels[closed.boundary]
        self._stack[-1].children.append(self._finished(closed, end))

    def _finished(self, opened: _Open, end: int) -> Part:
        self._end_leaf(opened, end)
        part = _leaf(opened.path, opened.header, opened.type, opened.start, max(opened.start, end))
        return replace(part, children=tuple(opened.children))

    def _end_leaf(self, parent: _Open, end: int) -> None:
        if parent.leaf is not None:
            start, header, kind = parent.leaf
            parent.children.append(_leaf(_child_path(parent), header, kind, start, max(start, end)))
            parent.leaf = None


_FIELD_LINE = re.compile(rb"[!-9;-~]+[ \t]*:")


def _child_path(parent: _Open) -> str:
    number = len(parent.children) + 1
    return f"{parent.path}.{number}" if parent.path else str(number)


def _leaf(path: str, header: Message, kind: Labelled, start: int, end: int) -> Part:
    fields = _mime_fields(header)
    encoding = transfer_encoding(fields.get("content-transfer-encoding", ""))
    return Part(path, header, kind, disposition(fields.get("content-disposition", "")), encoding, start, end)


def _mime_fields(header: Message) -> dict[str, str]:
    """Return the first of each ``Content-`` field, as it stands; ``Message.get`` would lose 8-bit letters."""
    found: dict[str, str] = {}
    for name, value in header.raw_items():
        if name[:8].lower() == "content-":
            found.setdefault(name.lower(), unfold(str(value)))
    return found


def _boundary(kind: Labelled) -> bytes:
    return kind.parameters.get("boundary", "").rstrip().encode("utf-8", "replace")


_GUESS = re.compile(rb"(?im)^--([^\s-][^\r\n]{0,200}?)[ \t]*\r?\n(?:content-[a-z-]+[ \t]*:|\r?\n)")


def _guess_boundary(raw: bytes, body_at: int) -> bytes:
    """Find a line that looks like a boundary in front of a part; empty when there is none."""
    found = _GUESS.search(raw, body_at, body_at + MAX_FIELD)
    return found[1] if found else b""


def second_opinion(raw: bytes) -> str:
    """Ask mail-parser for the plain text of a mail in which we found none; empty when it finds none either.

    Nested messages are taken out first, or their text would be poured into their parent's.
    """
    try:
        message = email.message_from_bytes(raw)
        _detach_nested(message)
        parser = MailParser(message)
        parser.parse()
        return "\n".join(str(text) for text in parser.text_plain)
    except PARSER_FAULTS:
        return ""


def _detach_nested(message: Message) -> None:
    waiting = [message]
    while waiting:
        payload = waiting.pop().get_payload()
        if not isinstance(payload, list):
            continue
        for at, child in enumerate(payload):
            if isinstance(child, Message) and child.get_content_maintype() == "message":
                payload[at] = Message()
            elif isinstance(child, Message):
                waiting.append(child)
