"""Decide what a bounce or a delay report means: a note on the ticket of the letter it is about, or nothing.

A bounce is matched by the signed return path of the very letter, or by the Message-ID it returns. It is never
answered, opens nothing and moves nothing. A letter of a notice it settles: its customer was not told. Everybody to whom
a notice is passed on sees its Message-ID: where its return path was signed, a bounce that came elsewhere settles
nothing. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from gateway.address import BadAddress, parse_address
from gateway.desk.changes import AddMessage, Change, Fate, FinishEntry, Remember, SettleLetter
from gateway.desk.intake.noting import OUTSIDE, noted
from gateway.desk.question import Asks
from gateway.desk.ticket import Message
from gateway.desk.token import read_bounce_tag
from gateway.desk.world import SentLetter, World
from gateway.mail import BouncedRecipient, JournalId, Kind, Mail, Outcome, Threads


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
    """Note a bounce where it belongs; nothing for what only looks like one, which a person may have written.

    ``by_id`` false: only our signed return path tells, for Message-IDs are seen. Words alone settle no letter: where
    they name one of a notice, they are a line with it.
    """
    letter, how = _letter(mail, threads, world, key=key, today=message.at.date(), by_id=by_id)
    asked = world.questions.get(letter.id) if letter else None
    if letter and asked and asked.asks is Asks.TELL:
        letter = replace(letter, notice_id=asked.about)  # somebody else has to tell those customers
    looks_like = mail.kind_by_words or not by_id
    if letter is None or (looks_like and letter.ticket_id is None and not letter.notice_id):
        nothing = FinishEntry(journal_id, Fate.BOUNCE, None, f"{mail.kind} that matches no letter of ours")
        return () if looks_like else (nothing,)
    verb = "is delayed" if mail.kind is Kind.DELAY else "could not be delivered"
    what = f"{letter.template} to {letter.recipient} {verb}{_reasons(mail)}"
    if letter.notice_id and (letter.signed or mail.kind_by_words) and how != SIGNED:
        return tuple(_unproven(journal_id, mail, letter, how, world))
    if letter.notice_id:
        return tuple(_of_notice(journal_id, mail, letter, how, message))
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
            return letter, SIGNED
    for message_id in (*mail.returned_ids, *threads.message_ids) if by_id else ():
        if letter := world.letters_by_message_id.get(message_id):
            return letter, f"it returns our mail <{message_id}>"
    return None, ""


def _unproven(journal_id: JournalId, mail: Mail, letter: SentLetter, how: str, world: World) -> Iterator[Change]:
    """Write down, once for each letter, that somebody says it came back."""
    of = f"the mail to {letter.customer or 'a colleague'} at {letter.recipient}"
    because = f"{how}, and did not come to its return path, as what truly comes back does"
    if mail.kind is Kind.BOUNCE:
        yield from noted(letter.notice_id, f"unproven bounce of {of}: it counts for nothing", because, OUTSIDE, world)
    yield FinishEntry(
        journal_id, Fate.BOUNCE, None, f"unproven {mail.kind} of {of} about {letter.notice_id}: {because}"
    )


def _of_notice(
    journal_id: JournalId, mail: Mail, letter: SentLetter, how: str, message: Message
) -> Iterator[SettleLetter | FinishEntry]:
    """Settle the letter, where the report is final and about the address it went to.

    What fails behind that address, at one of those a list goes to, says nothing of the others: it was taken there.
    """
    of = f"{letter.notice_id} to {letter.customer or 'a colleague'} at {letter.recipient}"
    failed = [one for one in mail.bounced if _is(one.address, letter.recipient)]
    if mail.kind is Kind.DELAY or (mail.bounced and not failed):
        verb = "is delayed" if mail.kind is Kind.DELAY else "is said to have failed for somebody else"
        yield FinishEntry(journal_id, Fate.BOUNCE, None, f"{of} {verb}{_reasons(mail)} ({how})")
        return
    one = next((each for each in failed if not each.behind), failed[0] if failed else None)
    outcome = Outcome.SENT if one and one.behind else Outcome.REFUSED
    reply = _reply(one, mail)
    yield SettleLetter(letter.id, None, letter.recipient, outcome, reply, message.at, how)
    yield FinishEntry(journal_id, Fate.BOUNCE, None, f"{of}: {reply} ({how})")


def _reply(one: BouncedRecipient | None, mail: Mail) -> str:
    """Name the host that refused it, and repeat its words as a relay does, the status first."""
    if one is None:
        return f"it came back: {mail.subject}"[:MAX_REPLY]
    words = f"{one.status} {_CODES.sub('', one.diagnostic)}".strip()
    by = f"{one.said_by} said: " if one.said_by else ""
    said = f"{by}{words}" if words else f"it came back{one.said_by and f' from {one.said_by}'}, without a reason"
    return (f"taken there, and not by {one.behind} behind it: {said}" if one.behind else said)[:MAX_REPLY]


def _is(reported: str, recipient: str) -> bool:
    try:
        return parse_address(reported).inbox == parse_address(recipient).inbox
    except BadAddress:
        return False


MAX_REPLY = 500  # characters
SIGNED = "our signed return path"
_CODES = re.compile(r"^(?:[245][0-9]{2}[ -])?(?:#?[245]\.[0-9]{1,3}\.[0-9]{1,3}[ :]*)?")


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
