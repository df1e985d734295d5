"""Find the notice that a mail answers: by the way back that its letter named, or by the letter's Message-ID. Pure.

The tag was given to whoever reads at the customer's one address, and proves that a mail answers that customer's
letter, whoever writes. A Message-ID goes round in other people's threads: it says what a mail is about, and no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gateway.desk.notice import Notice
from gateway.desk.token import read_bounce_tag, read_notice_tag
from gateway.desk.world import SentLetter, World
from gateway.mail import Mail, Threads

_UID = re.compile(r"((?:mnt|inc|upg|nwl)-[0-9]{4}-[0-9]{4,9})\.(.{1,60})@[^@]{1,255}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AnsweredNotice:
    """The notice, and how a mail points at it."""

    notice: Notice
    how: str
    customer: str = ""
    """Whose letter or invitation it is, by id; empty for a colleague's copy."""
    genuine: bool = False
    """It came back to an address that only this letter had."""
    tagged: bool = False
    """That was the letter's way back, which people answer to."""


def answered_notice(mail: Mail, threads: Threads, world: World, *, key: bytes, today: date) -> AnsweredNotice | None:
    """Return the notice a mail answers, or None."""
    return next(_pointers(mail, threads, world, key, today), None)


def named_in_uid(uid: str) -> tuple[str, str] | None:
    """Return the notice and the customer whose invitation a calendar knows by this name; None for one not of ours.

    Anybody can write one: it says what an answer is about, and proves nothing.
    """
    match = _UID.fullmatch(uid)
    return (match[1].upper(), match[2].lower()) if match else None


def _pointers(mail: Mail, threads: Threads, world: World, key: bytes, today: date) -> Iterator[AnsweredNotice]:
    """Yield what a mail points at, the strongest first."""
    for tag in threads.tags:
        for read, tagged in ((read_notice_tag, True), (read_bounce_tag, False)):
            outbox_id = read(key, tag, today=today)
            letter = world.letters.get(outbox_id) if outbox_id is not None else None
            if letter and (notice := world.notices.get(letter.notice_id)):
                yield AnsweredNotice(notice, f"our signed address of {_letter(letter)}", letter.customer, True, tagged)
    for message_id in threads.message_ids:
        letter = world.letters_by_message_id.get(message_id)
        if letter and (notice := world.notices.get(letter.notice_id)):
            yield AnsweredNotice(notice, f"a reference to {_letter(letter)}", letter.customer)
    invited = named_in_uid(mail.calendar_answer.uid) if mail.calendar_answer else None
    if invited and (notice := world.notices.get(invited[0])):
        yield AnsweredNotice(notice, f"an answer to the invitation of {invited[1]} to {notice.id}", invited[1])


def _letter(letter: SentLetter) -> str:
    who = letter.customer or f"a colleague, {letter.recipient}"
    return f"the mail of {letter.notice_id} to {who}"
