"""Say of a letter that was refused for good whose fault it is: that of its address, or ours. Pure.

Our relay may say of every letter what it says of one: only a status that can mean nothing but the address is about it.
A server behind it knows the mailbox, or at least the domain.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gateway.mail import Outcome

_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")  # RFC 3463
_OF_ITS_LETTER = ("2", "3", "6", "7")
"""Subjects of a status that are about the mailbox as it is, the system, the content, the policy: RFC 3463 section 2."""
_OF_THE_RECIPIENT = ("1", "2")  # the address, and the mailbox
_DEAD_MAILBOX = ("2", "1")  # disabled, not accepting messages
_OTHER = ("1", "0")  # of the sender or the recipient
_OF_THE_SENDER = ("7", "8")  # details of an address that is ours: RFC 3463 section 3.2
_RELAY = re.compile(r"[0-9]{3}[ -]")
"""Begins what our relay answered; a bounce begins with the status, or with who said it."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was said to a letter that was not taken."""

    reply: str
    by_relay: bool
    """Our own relay said it, or the gateway itself, which then did not offer it."""

    @classmethod
    def told(cls, reply: str, *, wire: str | None) -> Refusal:
        """Return one by what was said, and what the wire has of its letter: after a bounce that it was sent."""
        return cls(reply, by_relay=True) if wire == Outcome.REFUSED.value else cls.worded(reply)

    @classmethod
    def worded(cls, reply: str) -> Refusal:
        """Return one of which only the words are known."""
        return cls(reply, by_relay=_RELAY.match(reply) is not None)

    @property
    def says_dead(self) -> bool:
        """Tell whether it is about the address, and not only about that letter."""
        found = _STATUS.search(self.reply)
        if found is None:
            return not self.by_relay
        group, subject, detail = found.groups()
        if group != "5" or (subject == "1" and detail in _OF_THE_SENDER):
            return False
        if (subject, detail) == _DEAD_MAILBOX:
            return True
        if self.by_relay:
            return subject == "1" and (subject, detail) != _OTHER
        return subject not in _OF_ITS_LETTER

    @property
    def is_ours(self) -> bool:
        """Tell whether nobody but us is to blame: it never came to a server that knows the recipient, or might."""
        if not self.by_relay:
            return False
        found = _STATUS.search(self.reply)
        return found is None or found[2] not in _OF_THE_RECIPIENT or (found[2] == "1" and not self.says_dead)
