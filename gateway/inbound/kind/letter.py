"""Tell whether somebody wrote to us by hand in spite of the marks of mass mail that a relay or a program put on it.

Weak marks only: ``Precedence``, ``List-Unsubscribe`` alone, a sender that takes no answers, a daemon's name. Never
outweighs ``Auto-Submitted``, a list's own fields, or the words of a newsletter.
"""

from __future__ import annotations

import re

from gateway.address import parse_mailboxes
from gateway.inbound.kind import letter_words as words
from gateway.inbound.kind.by_hand import asks, from_a_mailbox, greets
from gateway.inbound.kind.itself import says_it_is_a_robots, wants_no_answer
from gateway.inbound.kind.look import Look
from gateway.inbound.kind.sentences import READ_CHARACTERS, flat

_NEWS = re.compile(words.NEWS)
_ONESELF = re.compile(words.ONESELF)
_MANY_LINKS = 3


def speaks_of_oneself(text: str) -> bool:
    """Tell whether it says "I": programs and helpdesks say "we"."""
    return bool(_ONESELF.search(flat(text[:READ_CHARACTERS])))


def is_letter(look: Look) -> bool:
    """Tell whether it is addressed to us, greets, asks or tells of its author, and has nothing of a newsletter."""
    if look.automatic or look.null_sender or not _to_us(look):
        return False
    signs = _signs(look)
    if from_a_mailbox(look.headers):
        return signs >= 1 and not _mass_mail(look)
    return signs >= 2 and "text/plain" in look.types and not _mass_mail(look)


def is_request(look: Look) -> bool:
    """Tell whether it asks us for something: enough where a relay calls everybody's mail bulk."""
    return not look.automatic and _to_us(look) and asks(look.new_text) and not _mass_mail(look)


def is_comment(look: Look) -> bool:
    """Tell whether a helpdesk's or tracker's program sent what somebody wrote to us in it."""
    if look.automatic not in ("", "auto-generated") or look.null_sender or not _to_us(look) or _mass_mail(look):
        return False
    answers = look.threaded and look.quoting
    by_somebody = speaks_of_oneself(look.new_text) or answers
    return asks(look.new_text) and by_somebody and (look.threaded or greets(look.new_text))


def through_a_group(look: Look) -> bool:
    """Tell whether somebody answers us through a group of their own, whose program wrote its fields and its From.

    What a list passes on to its members has the list in To or Cc.
    """
    if not look.threaded or look.null_sender or look.automatic or not _to_us(look):
        return False
    group = look.sender
    names = " ".join(
        value.lower() for name in ("List-Id", "List-Post", "Mailing-List") for value in look.headers.raw(name)
    )
    if not group or not (group in names or group.replace("@", ".") in names):
        return False
    return group not in look.written_in("To", "Cc") and _signs(look) >= 1 and not _mass_mail(look)


def passed_on(look: Look) -> bool:
    """Tell whether answers go to another house than the mail comes from: a platform passes on what its users write."""
    homes = [value.rpartition("@")[2].partition(">")[0].strip().lower() for value in look.headers.raw("Reply-To")[:1]]
    return bool(homes) and homes[0] != look.sender.rpartition("@")[2]


def _signs(look: Look) -> int:
    return greets(look.new_text) + asks(look.new_text) + speaks_of_oneself(look.new_text)


def _to_us(look: Look) -> bool:
    for name in ("To", "Cc"):
        for field in look.headers.raw(name)[:1]:
            if any(box.address.untagged.key in look.ours for box in parse_mailboxes(field[:4000]).found):
                return True
    return False


def _mass_mail(look: Look) -> bool:
    text = flat(look.text[: 2 * READ_CHARACTERS])
    if text.count("http") > _MANY_LINKS or _NEWS.search(text):
        return True
    return says_it_is_a_robots(text) or wants_no_answer(text)
