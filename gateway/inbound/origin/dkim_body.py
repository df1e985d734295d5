"""Hash a mail's body as DKIM signatures do (RFC 6376 section 3.4), piece by piece: linear in any body.

A pattern over the whole body would stop every session of the process for as long as it takes, which for a body of
blanks is for ever.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

PIECE = 65_536  # octets worked on at once

_BLANKS = re.compile(rb"[ \t]+")
_CRLF = b"\r\n"


@dataclass(frozen=True, slots=True)
class BodyHash:
    """What a body comes to."""

    sha256: bytes
    octets: int
    """Length of the whole in canonical form, hashed or not."""


def hash_body(
    body: bytes | memoryview, *, relaxed: bool, limit: int | None = None, check_time: Callable[[], None]
) -> BodyHash:
    """Hash a body, or its first ``limit`` octets in canonical form (``l=``).

    ``check_time`` is called between the pieces, and may raise.
    """
    canonical = _Canonical(relaxed=relaxed, limit=len(body) + 2 if limit is None else limit)
    for at in range(0, len(body), PIECE):
        check_time()
        canonical.take(bytes(body[at : at + PIECE]))
    return canonical.finish()


class _Canonical:
    """A body in canonical form, which is hashed as it comes."""

    def __init__(self, *, relaxed: bool, limit: int) -> None:
        self._relaxed = relaxed
        self._limit = limit
        self._hash = hashlib.sha256()
        self._octets = 0
        self._kept = b""  # the end of the last piece, whose meaning the next one decides
        self._line_ends = 0  # empty lines at the end do not count, and whether this is the end is not known yet

    def take(self, piece: bytes) -> None:
        """Take the next piece in."""
        data = self._kept + piece
        if self._relaxed:
            data = _BLANKS.sub(b" ", data).replace(b" \r\n", _CRLF)
        keep = next((len(end) for end in self._undecided if data.endswith(end)), 0)
        self._kept = data[len(data) - keep :]
        self._emit(data[: len(data) - keep])

    @property
    def _undecided(self) -> tuple[bytes, ...]:
        return (b" \r", b" ", b"\r") if self._relaxed else (b"\r",)

    def finish(self) -> BodyHash:
        """End the body with exactly one line end, or, when it is empty, as each form wants it."""
        self._emit(self._kept.removesuffix(b" ") if self._relaxed else self._kept)
        if self._octets or not self._relaxed:
            self._update(_CRLF)
        return BodyHash(self._hash.digest(), self._octets)

    def _emit(self, data: bytes) -> None:
        text = data.rstrip(_CRLF)
        ends = data[len(text) :]
        line_ends = len(ends) // 2
        if ends != _CRLF * line_ends:  # a lone CR or LF among them is text
            line_ends = 0
            while ends.endswith(_CRLF, 0, len(ends) - 2 * line_ends):
                line_ends += 1
            text = data[: len(data) - 2 * line_ends]
        if text:
            self._flush_line_ends()
            self._update(text)
        self._line_ends += line_ends

    def _flush_line_ends(self) -> None:
        while self._line_ends:
            many = min(self._line_ends, PIECE)
            self._update(_CRLF * many)
            self._line_ends -= many

    def _update(self, data: bytes) -> None:
        self._hash.update(data[: max(0, self._limit - self._octets)])
        self._octets += len(data)
