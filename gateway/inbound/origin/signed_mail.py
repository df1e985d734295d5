"""See a mail as signatures do (RFC 6376): its fields, octet by octet, and what each is in the form that is signed.

The bytes are worked on as they are. A header that others may split in another way is not split at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore

from gateway.address import ascii_lower
from gateway.errors import TemporaryFailure
from gateway.inbound.mime.prescan import MAX_FIELD, MAX_FIELDS, MAX_HEADER
from gateway.inbound.origin.dkim_body import BodyHash, hash_body
from gateway.inbound.origin.dns_lookup import Stopwatch

_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:")
_FOLD = re.compile(rb"\r\n(?=[ \t])")
_BLANKS = re.compile(rb"[ \t]+")


@dataclass(frozen=True, slots=True)
class SignedMail:
    """A mail as signatures see it."""

    fields: tuple[tuple[str, bytes], ...]
    """Names in small letters, and each field's octets with its line end."""
    header: bytes
    """All of them."""
    body: memoryview
    """Not copied: it may be large, and many mails may be checked at once."""

    def of(self, name: str) -> tuple[bytes, ...]:
        """Return the fields of that name, the topmost first."""
        return tuple(octets for key, octets in self.fields if key == name)


def split_mail(raw: bytes) -> SignedMail | None:
    """Split a mail into its fields; None when its header is outsized, or has line ends that others read otherwise."""
    end = raw.find(b"\r\n\r\n", 0, MAX_HEADER)
    if end < 0 and len(raw) > MAX_HEADER:
        return None
    header, body = (raw[: end + 2], memoryview(raw)[end + 4 :]) if end >= 0 else (raw, memoryview(b""))
    lines = header.count(b"\r\n")
    if not header.endswith(b"\r\n") or header.count(b"\n") != lines or header.count(b"\r") != lines:
        return None
    fields: list[tuple[str, bytes]] = []
    for octets in re.split(rb"(?<=\r\n)(?![ \t])", header):
        match = _FIELD.match(octets)
        if match and len(octets) <= MAX_FIELD and len(fields) < MAX_FIELDS:
            fields.append((ascii_lower(match[1].decode("ascii")), octets))
        elif octets:
            return None
    return SignedMail(tuple(fields), header, body)


SMALL_BODY = 256 * 1024  # octets: read in some milliseconds, and without waiting for a turn
READERS = 2  # large bodies read at once in all: reading holds the interpreter, and each would make the others late
TURN_SECONDS = 4.0  # to wait for a turn
READ_SECONDS = 10.0  # for one body; 25 MiB take 1.1 s

READING = BoundedSemaphore(READERS)


class Crowded(TemporaryFailure):
    """So many large bodies are being read that this one got no turn: another time it will."""


class SlowBody(Exception):
    """The body took too long to read."""


class BodyHashes:
    """The hashes of one mail's body, each made once, and few of them: a large body must not be read over and over.

    The time this takes is ours and not the DNS's: who makes it long must gain nothing from it.
    """

    def __init__(self, body: memoryview, *, stopped: Callable[[], AbstractContextManager[Stopwatch]]) -> None:
        """``stopped`` begins something that takes none of the time for the mail."""
        self._body = body
        self._stopped = stopped
        self._known: dict[tuple[bool, int | None], BodyHash] = {}

    def of(self, *, relaxed: bool, limit: int | None, most: int) -> BodyHash | None:
        """Return the hash of the body, or of its first ``limit`` octets; None when ``most`` others are known.

        Raises ``Crowded`` and ``SlowBody``.
        """
        known = self._known.get((relaxed, limit))
        if known is None and len(self._known) < most:
            with self._stopped() as whole, self._turn():
                waited = whole.seconds
                known = hash_body(
                    self._body, relaxed=relaxed, limit=limit, check_time=lambda: _check(whole.seconds - waited)
                )
            self._known[relaxed, limit] = known
        return known

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if len(self._body) <= SMALL_BODY:
            yield
            return
        if not READING.acquire(timeout=TURN_SECONDS):
            raise Crowded("too many large mails at once")
        try:
            yield
        finally:
            READING.release()


def _check(seconds: float) -> None:
    if seconds > READ_SECONDS:
        raise SlowBody


def select(fields: Sequence[tuple[str, bytes]], names: Iterable[str]) -> list[bytes]:
    """Return the signed fields: for each name the lowest that is not taken yet (RFC 6376 section 5.4.2)."""
    there: dict[str, list[bytes]] = {}
    for name, octets in fields:
        there.setdefault(name, []).append(octets)
    return [there[name].pop() for name in names if there.get(name)]


def relaxed_field(octets: bytes) -> bytes:
    """Write a field in relaxed form (RFC 6376 section 3.4.2)."""
    name, _, value = octets.partition(b":")
    value = _BLANKS.sub(b" ", _FOLD.sub(b"", value)).strip(b" \r\n")
    return name.lower().rstrip(b" \t") + b":" + value + b"\r\n"


def without_signature(octets: bytes, *, relaxed: bool) -> bytes:
    """Write the signature's own field as it was signed: with an empty ``b=`` and no line end."""
    name, _, value = octets.partition(b":")
    parts = value.removesuffix(b"\r\n").split(b";")
    for at, part in enumerate(parts):
        tag, equals, _ = part.partition(b"=")
        if equals and tag.strip(b" \t\r\n") == b"b":
            parts[at] = tag + equals
    field = name + b":" + b";".join(parts)
    return relaxed_field(field).removesuffix(b"\r\n") if relaxed else field


def unfolded(octets: bytes) -> str:
    """Return what stands behind a field's name, in one line, each octet a character."""
    return _FOLD.sub(b"", octets.partition(b":")[2]).decode("latin-1")
