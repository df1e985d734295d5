"""Get a mail of the journal with its bytes, and give them out."""

from __future__ import annotations

import base64

from gateway.cli.session import Session
from gateway.cli.words import Number
from gateway.desk.changes import Fate
from gateway.errors import NotFound, Refused
from gateway.mail import ReceivedMail
from gateway.store import reading
from gateway.store.database import Database
from gateway.store.journal import JournalStore

JOURNAL_ID = Number(min=1, max=2**63 - 1)  # what a column of the store can hold


def stored_mail(database: Database, journal_id: int) -> ReceivedMail:
    """Return a mail of the journal with its bytes. Raises ``NotFound``."""
    found = JournalStore(database).read([journal_id])
    if not found:
        raise NotFound(f"there is no mail {journal_id} in the journal")
    mail = found[0].mail
    if not mail.raw and (thrown := _thrown_away(database, journal_id)):
        raise Refused(f"mail {journal_id} was {thrown}: only its line in gateway mail list is left")
    return mail


def _thrown_away(database: Database, journal_id: int) -> str:
    """Return by whom, where a mail was thrown away; an empty mail may have come as it is."""
    with database.read() as connection:
        line = reading.show_mail(connection, journal_id)
    return line.because if line.fate == Fate.REFUSED else ""


def give_raw(session: Session, journal_id: int, data: bytes) -> None:
    """Give out the bytes of a mail."""
    if session.json:
        session.printer.document({"id": journal_id, "raw_base64": base64.b64encode(data).decode("ascii")})
    else:
        session.printer.raw(data)
