"""Decide what a bounce or a delay report means: a note on the ticket of the letter it is about, or nothing.

A bounce is matched by the signed return path of the very letter, or by the Message-ID it returns. It is never
answered, opens nothing and moves nothing. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gateway.desk.changes import AddMessage, Change, Fate, FinishEntry, Remember
from gateway.desk.ticket import Message
from gateway.desk.token import read_bounce_tag
from gateway.desk.world import SentLetter, World
from gateway.mail import BouncedRecipient, JournalId, Kind, Mail, Threads


def decide_bounce(
    journal_id: JournalId,
    mail: Mail,
    threads: Threads,
    world: World,
    *,
    key: bytes,
    message: Message,
    by_id: bool = True,
) -> tuple[Change, ...]:
    """Note a bounce where it belongs. ``by_id`` false: only our signed return path tells, for Message-IDs are seen."""
    letter, how = _letter(mail, threads, world, key=key, today=message.at.date(), by_id=by_id)
    if letter is None:
        return (FinishEntry(journal_id, Fate.BOUNCE, None, f"{mail.kind} that matches no letter of ours"),)
    verb = "is delayed" if mail.kind is Kind.DELAY else "could not be delivered"
    what = f"{letter.template} to {letter.recipient} {verb}{_reasons(mail)}"
    if letter.ticket_id is None:
        return (FinishEntry(journal_id, Fate.BOUNCE, None, f"{what} ({how}); it is about no ticket"),)
    home = world.home(letter.ticket_id)
    ticket_id = home.id if home else letter.ticket_id
    return (
        AddMessage(ticket_id, message, how),
        Remember(ticket_id, what, how),
        FinishEntry(journal_id, Fate.BOUNCE, ticket_id, how),
    )


def _letter(
    mail: Mail, threads: Threads, world: World, *, key: bytes, today: date, by_id: bool
) -> tuple[SentLetter | None, str]:
    for tag in threads.tags:
        outbox_id = read_bounce_tag(key, tag, today=today)
        if outbox_id is not None and (letter := world.letters.get(outbox_id)):
            return letter, "our signed return path"
    for message_id in (*mail.returned_ids, *threads.message_ids) if by_id else ():
        if letter := world.letters_by_message_id.get(message_id):
            return letter, f"it returns our mail <{message_id}>"
    return None, ""


def _reasons(mail: Mail) -> str:
    said = "; ".join(_reason(recipient) for recipient in mail.bounced[:5])
    return f": {said}" if said else ""


def _reason(bounced: BouncedRecipient) -> str:
    return " ".join(_words(bounced))


def _words(bounced: BouncedRecipient) -> Iterator[str]:
    yield bounced.address
    if bounced.status:
        yield bounced.status
    if bounced.diagnostic:
        yield f"({bounced.diagnostic})"
