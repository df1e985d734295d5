"""Look at the raw bytes before any parser does: what passes a limit is not parsed, what is odd is parsed apart.

Counts only; no decoding, no line objects, a few milliseconds for the largest mail.
"""

from __future__ import annotations

from dataclasses import dataclass

MAX_MAIL = 64 * 1024 * 1024  # bytes; the doors refuse more, an import may still bring it
MAX_HEADER = 256 * 1024  # bytes before the first empty line
MAX_FIELDS = 1000
MAX_FIELD = 64 * 1024  # bytes of one field, folds included
MAX_PARTS = 1000
MAX_DEPTH = 50  # multiparts inside one another

ORDINARY_MAIL = 8 * 1024 * 1024  # bytes; every limit below: more than that is parsed in a process that may die
ORDINARY_LINES = 200_000  # 8 MiB of base64 have 112,000
ORDINARY_DASHES = MAX_PARTS  # lines that begin with two dashes, each of which may be a boundary


@dataclass(frozen=True, slots=True)
class Outline:
    """What the bytes look like from afar."""

    over: str
    """The limit that is passed, in words; empty when the mail may be parsed."""
    odd: bool
    """Parsing it may be costly: do it in a process of its own."""


def prescan(raw: bytes) -> Outline:
    """Measure ``raw``. Never raises."""
    body_at = find_body(raw)
    if body_at > MAX_HEADER:
        return Outline(f"the header is larger than {MAX_HEADER // 1024} KiB", odd=True)
    odd = len(raw) > ORDINARY_MAIL or raw.count(b"\n") > ORDINARY_LINES or raw.count(b"\n--") > ORDINARY_DASHES
    return Outline(_over(len(raw), *_fields(raw[:body_at])), odd)


def _over(size: int, fields: int, longest: int) -> str:
    if size > MAX_MAIL:
        return f"the mail is larger than {MAX_MAIL // 1024 // 1024} MiB"
    if fields > MAX_FIELDS:
        return f"the header has more than {MAX_FIELDS} fields"
    if longest > MAX_FIELD:
        return f"a header field is larger than {MAX_FIELD // 1024} KiB"
    return ""


def find_body(raw: bytes, start: int = 0) -> int:
    """Return where the body begins: after the first empty line, or at the end when there is none."""
    if raw.startswith((b"\n", b"\r\n"), start):
        return start + 1 + raw.startswith(b"\r\n", start)
    ends = [at + len(gap) for gap in (b"\n\n", b"\n\r\n") if (at := raw.find(gap, start)) >= 0]
    return min(ends, default=len(raw))


def _fields(header: bytes) -> tuple[int, int]:
    """Return how many fields there are and the size of the longest; bounded by ``MAX_HEADER``."""
    count = longest = size = 0
    for line in header.split(b"\n"):
        if line[:1] in (b" ", b"\t"):
            size += len(line) + 1
        else:
            count, size = count + bool(line.strip()), len(line) + 1
        longest = max(longest, size)
    return count, longest


def bounded_header(raw: bytes) -> bytes:
    """Return the header within its limits: fields that pass them are left out whole."""
    fields: list[bytes] = []
    for line in raw[: min(find_body(raw), MAX_HEADER)].split(b"\n"):
        if line[:1] in (b" ", b"\t") and fields:
            if len(fields[-1]) <= MAX_FIELD:
                fields[-1] += b"\n" + line
        elif len(fields) >= MAX_FIELDS:
            break
        else:
            fields.append(line)
    return b"\n".join(field for field in fields if field.strip() and len(field) <= MAX_FIELD) + b"\n\n"
