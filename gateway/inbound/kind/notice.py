"""Tell whether a program or a device reports something that nobody typed: monitoring, backups, quarantines, batteries.

By who sends it and how it is written. A person in doubt stays a person: whoever greets, asks or says "I" from such an
address does.
"""

from __future__ import annotations

import re

from gateway.inbound.kind import notice_words as words
from gateway.inbound.kind.by_hand import asks, from_a_mailbox, greets, is_form
from gateway.inbound.kind.letter import speaks_of_oneself
from gateway.inbound.kind.look import Look
from gateway.inbound.kind.sentences import READ_CHARACTERS, flat

_SUFFIX = r"(?:[._+-][^@]*)?@"
_REPORTER = re.compile(rf"(?:{words.REPORTERS}){_SUFFIX}")
_SENDER = re.compile(rf"(?:{words.SENDERS}){_SUFFIX}")
_STATUS = re.compile(words.STATUS)
_NUMBER = re.compile(r"\d")


def from_a_program(sender: str) -> bool:
    """Tell whether the address is one programs and devices send from, and people hardly ever."""
    return bool(_REPORTER.match(sender[:100]) or _SENDER.match(sender[:100]))


def is_notice(look: Look) -> bool:
    """Tell whether a program reports the state of something."""
    sender = look.sender[:100]
    reporter = _REPORTER.match(sender)
    if not (reporter or _SENDER.match(sender)) or look.quoting:
        return False
    if from_a_mailbox(look.headers) or not _has_form(look, sure=bool(reporter)):
        return False
    if speaks_of_oneself(look.new_text) or is_form(look.headers, look.text):
        return False
    asking, greeting = asks(look.new_text), greets(look.new_text)
    return not (asking and greeting) if reporter else not (asking or greeting)


def _has_form(look: Look, *, sure: bool) -> bool:
    """Tell whether the state of something is told, in numbers where the sender may write of anything."""
    head, text = flat(look.subject[:300]), flat(look.text[:READ_CHARACTERS])
    state = _STATUS.search(head) or _STATUS.search(text)
    return state is not None and (sure or bool(_NUMBER.search(text) or _NUMBER.search(head)))
