"""Get a mail of the journal with its bytes, and give them out."""

from __future__ import annotations

import base64

from gateway.cli.session import Session
from gateway.cli.words import Number
from gateway.errors import NotFound
from gateway.mail import ReceivedMail
from gateway.store.database import Database
from gateway.store.journal import JournalStore

JOURNAL_ID = Number(min=1, max=2**63 - 1)  # what a column of the store can hold


def stored_mail(database: Database, journal_id: int) -> ReceivedMail:
    """Return a mail of the journal with its bytes. Raises ``NotFound``."""
    found = JournalStore(database).read([journal_id])
    if not found:
        raise NotFound(f"there is no mail {journal_id} in the journal")
    return found[0].mail


def give_raw(session: Session, journal_id: int, data: bytes) -> None:
    """Give out the bytes of a mail."""
    if session.json:
        session.printer.document({"id": journal_id, "raw_base64": base64.b64encode(data).decode("ascii")})
    else:
        session.printer.raw(data)
