"""Read a mail: the one entry for doors, desk and command line. Never raises, and is bounded.

Ordinary mail is read at once. What is outsized is read in a process that may die; what passes a limit or breaks
the parser becomes a placeholder that says why, with what its header still tells. The raw mail is never changed.
"""

from __future__ import annotations

from collections.abc import Collection

from gateway.inbound.facts import excerpt, read_facts, read_placeholder
from gateway.inbound.mime.fingerprint import fingerprint
from gateway.inbound.mime.header_block import split_header
from gateway.inbound.mime.headers import Headers
from gateway.inbound.mime.parse import PARSER_FAULTS, TooMuch
from gateway.inbound.mime.prescan import bounded_header, prescan
from gateway.inbound.parse_worker import ReadingFailed, WorkerDied, read_apart
from gateway.mail import Body, Envelope, Kind, Mail
from gateway.trust import NO_PROOF, Proof

MAX_VALUES = 100  # of one header field that rules ask for
MAX_FIELD = 64 * 1024  # characters of them together


def read_mail(raw: bytes, *, envelope: Envelope, ours: frozenset[str], proof: Proof = NO_PROOF) -> Mail:
    """Return everything the mail says. ``ours`` are the address keys of our own addresses.

    ``proof`` says what may be believed about who wrote it; see ``gateway.trust.proof_of``.
    Never raises: ``Mail.unreadable`` says why only the raw mail is whole.
    """
    outline = prescan(raw)
    why = outline.over
    if not why:
        try:
            read = read_apart if outline.odd else read_facts
            return read(raw, envelope=envelope, ours=ours, proof=proof)
        except (TooMuch, ReadingFailed, WorkerDied) as refused:
            why = str(refused)
        except PARSER_FAULTS as fault:
            why = f"the parser gave up ({type(fault).__name__})"
    try:
        return read_placeholder(raw, envelope=envelope, ours=ours, why=why, proof=proof)
    except PARSER_FAULTS:
        return _bare(raw, why)


def read_headers(raw: bytes, names: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return fields of a mail's header, decoded, by name in lower case; what cannot be read is not there.

    Of a field that comes more than ``MAX_VALUES`` times, or holds more than ``MAX_FIELD`` characters in all, the rest
    is left out: patterns of many rules look at every value.
    """
    try:
        headers = Headers(split_header(bounded_header(raw))[0])
        return {name: found for name in names if (found := _bounded(headers.first(name, MAX_VALUES)))}
    except PARSER_FAULTS:
        return {}


def _bounded(values: tuple[str, ...]) -> tuple[str, ...]:
    kept, left = [], MAX_FIELD
    for value in values:
        kept.append(value[:left])
        left -= len(value)
        if left <= 0:
            break
    return tuple(kept)


def _bare(raw: bytes, why: str) -> Mail:
    """Return the least that can be said of any bytes."""
    return Mail(
        kind=Kind.NEW,
        subkind="",
        kind_because="nothing of its header could be read",
        fingerprint=fingerprint(raw),
        author_unclear="nothing of its header could be read",
        body=Body(excerpt(raw)),
        unreadable=why,
    )
