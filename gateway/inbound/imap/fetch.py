"""Plan what to fetch together, and fetch it within bounds.

RFC822.SIZE comes first and is only a hint: a mail is taken whole when its bytes are, however large it was said to be.
Small mails come in batches; a large one, and one that made trouble before, comes alone and in pieces of bounded size.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from gateway.inbound.imap.mailbox import Portion
from gateway.inbound.imap.session import Session
from gateway.inbound.imap.standin import stand_in


@dataclass(frozen=True, slots=True)
class Batch:
    """Mails fetched by one command, or one mail fetched in pieces."""

    uids: tuple[int, ...]
    size_bytes: int
    in_pieces: bool = False


def plan(sizes: Mapping[int, int], *, careful: Collection[int], portion: Portion) -> Iterator[Batch]:
    """Yield ``sizes`` (UID -> bytes) in batches: first those together, by UID, then those that come alone."""
    alone = [uid for uid in sorted(sizes) if uid in careful or sizes[uid] > portion.batch_bytes]
    together: list[int] = []
    total = 0
    for uid in sorted(sizes.keys() - set(alone)):
        if together and (len(together) >= portion.mails or total + sizes[uid] > portion.batch_bytes):
            yield Batch(tuple(together), total)
            together, total = [], 0
        together.append(uid)
        total += sizes[uid]
    if together:
        yield Batch(tuple(together), total)
    for uid in alone:
        yield Batch((uid,), sizes[uid], in_pieces=True)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of one mail."""

    raw: bytes
    too_large: bool = False
    """``raw`` is a stand-in with the header only."""


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches batches over one connection."""

    session: Session
    limit_bytes: int
    portion: Portion
    folder: str
    """Where people will find a mail that is too large."""

    def fetch(self, batch: Batch) -> dict[int, Fetched]:
        """Return the mails that could be had; a UID that is left out is gone, or the server gives no body for it."""
        if not batch.in_pieces:
            bodies = self.session.bodies(batch.uids, announced=batch.size_bytes)
            return {uid: Fetched(raw) for uid, raw in bodies.items() if len(raw) <= self.limit_bytes}
        uid = batch.uids[0]
        found = self._by_pieces(uid, said_bytes=batch.size_bytes)
        return {uid: found} if found else {}

    def _by_pieces(self, uid: int, *, said_bytes: int) -> Fetched | None:
        """Read until the server has no more; never a part of a mail, and never more than the limit."""
        if said_bytes > self.limit_bytes:
            return self._header_only(uid, said_bytes)
        body = bytearray()
        while len(body) <= self.limit_bytes:
            piece = self.session.piece(uid, start=len(body), size=self.portion.piece_bytes)
            if piece is None:
                return None  # gone between two pieces, or NIL
            if not piece:
                return Fetched(bytes(body)) if body else None
            body += piece
        del body
        return self._header_only(uid, said_bytes)

    def _header_only(self, uid: int, said_bytes: int) -> Fetched | None:
        header = self.session.piece(uid, start=0, size=self.portion.header_bytes, section="HEADER")
        if not header:
            return None
        raw = stand_in(header, size_bytes=said_bytes, limit_bytes=self.limit_bytes, folder=self.folder)
        return Fetched(raw, too_large=True)
