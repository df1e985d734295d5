"""Say of a letter that was refused for good whose fault it is: that of its address, or ours. Pure.

Our relay may say of every letter what it says of one: only a status that can mean nothing but the address is about it,
or, from a relay that gives none, words that can mean nothing else beside a code of RFC 5321. A server behind it knows
the mailbox, or at least the domain.
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
_NO_MAILBOX = re.compile(r"55[013][ -]")  # RFC 5321 section 4.2.3; a policy is answered by the same
_WHO = r"(?:user|recipient|mailbox|account)s?"
_NO_SUCH = re.compile(
    rf"\b(?:(?:no such|unknown|invalid|non-?existent) (?:local )?{_WHO}"
    rf"|{_WHO}(?: is| was| name)? (?:unknown|not found|does not exist|doesn't exist))\b",
    re.IGNORECASE,
)
_NOT_THEIRS = re.compile(
    r"\b(?:sender|from|helo|ehlo|auth\w*|log(?:in|ged)|relaying|denied|polic\w*|spam\w*|block\w*|black\w*|list\w*|spf|dkim"
    r"|dmarc|temporar\w*|try again)\b",
    re.IGNORECASE,
)
_ADDRESSES = re.compile(r"<[^>]*>|\S+@\S+")
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
            return not self.by_relay or _says_no_such(self.reply)
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
        """Tell whether nobody but us is to blame: it never came to a server that knows the recipient, or might.

        A relay that is down, or puts every letter off until it is given up, is ours as well.
        """
        if not self.by_relay:
            return False
        found = _STATUS.search(self.reply)
        if found is None:
            return not self.says_dead
        _, subject, detail = found.groups()
        if subject == "1":
            return detail in _OF_THE_SENDER or (subject, detail) == _OTHER
        return subject not in _OF_THE_RECIPIENT


def _says_no_such(reply: str) -> bool:
    """Tell whether a relay that gives no status says that there is no such mailbox, and nothing else."""
    words = _ADDRESSES.sub(" ", reply)
    return bool(_NO_MAILBOX.match(reply) and _NO_SUCH.search(words)) and not _NOT_THEIRS.search(words)
