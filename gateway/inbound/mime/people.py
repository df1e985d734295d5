"""Read who a mail is from and for. The author is one mailbox of one From field, or nobody (identity is access)."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.address import MAX_MAILBOXES, Mailbox, parse_mailboxes
from gateway.inbound.mime.charset import clean_line, decode_words
from gateway.inbound.mime.headers import Headers

MAX_NAME = 500  # characters of a display name or of From as shown; the raw mail has the rest


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote it: a mailbox, or the reason why nobody may be taken for the author."""

    mailbox: Mailbox | None
    unclear: str
    shown: str
    """The field as a person may read it."""


def read_author(headers: Headers) -> Author:
    """Read the From field; Sender, Reply-To and the envelope never count."""
    fields = headers.raw("From")
    shown = " | ".join(headers.all("From")[:3])[:MAX_NAME]
    if not fields:
        return Author(None, "there is no From field", shown)
    if len(fields) > 1:
        return Author(None, "there is more than one From field", shown)
    boxes = parse_mailboxes(fields[0])
    if boxes.unclear:
        return Author(None, boxes.unclear, shown)
    if len(boxes.found) != 1:
        wrong = "more than one address" if boxes.found else "no address"
        return Author(None, f"there is {wrong} in the From field", shown)
    alone = headers.without_charset()
    if alone is not headers:  # a part's charset must not choose the author: who reads the header alone sees another
        seen = read_author(alone).mailbox
        if seen is None or seen.address != boxes.found[0].address:
            return Author(None, "its From field names another address without the charset of the text", shown)
    return Author(_decoded(boxes.found[0]), "", shown)


def read_people(headers: Headers, name: str) -> tuple[Mailbox, ...]:
    """Return the mailboxes of all fields of that name; what is no address is passed over."""
    found: list[Mailbox] = []
    for field in headers.raw(name):
        found.extend(parse_mailboxes(field).found)
        if len(found) >= MAX_MAILBOXES:
            break
    return tuple(_decoded(mailbox) for mailbox in found[:MAX_MAILBOXES])


def _decoded(mailbox: Mailbox) -> Mailbox:
    if not mailbox.name:
        return mailbox
    return Mailbox(" ".join(clean_line(decode_words(mailbox.name)).split())[:MAX_NAME], mailbox.address)
