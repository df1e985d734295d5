"""Decide when two mails are the same mail, which came by another way or again.

The reader's fingerprint covers From, Date, Message-ID, Subject and the body's bytes. Three things more must agree, so
that nobody can have a mail of others taken for a copy: whether a person wrote it, what it says to a reader, blanks
apart, which servers change and a relaxed signature allows, and how large its files are. A mail that has neither Date
nor Message-ID is the same only within a day: machines send the same words for years. Pure.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from gateway.mail import Mail

_BLANKS = b" \t\n\r\x0b\x0c"


def sameness(mail: Mail, received_at: datetime) -> str:
    """Return what two copies of one mail share, as hex; empty when the mail was not read."""
    if not mail.fingerprint:
        return ""
    nameless = not mail.message_id and mail.date is None
    facts = (
        mail.fingerprint,
        "person" if mail.kind.by_a_person else "automatic",
        hashlib.sha256(mail.body.full.encode("utf-8", "surrogatepass").translate(None, _BLANKS)).hexdigest(),
        ",".join(str(one.size) for one in mail.attachments),
        received_at.date().isoformat() if nameless else "",
    )
    return hashlib.sha256("\0".join(facts).encode("ascii")).hexdigest()
