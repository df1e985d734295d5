"""Recognise filters that keep a mail until its sender proves something, in every language.

Three things are said: the mail is kept, something must be done, the sender is not known. Reads subject and text only.
"""

from __future__ import annotations

import re

from gateway.inbound.kind import challenge_words as words
from gateway.inbound.kind.auto_reply import SHORT_NOTE
from gateway.inbound.kind.sentences import flat

_KEPT = re.compile(words.KEPT)
_DO = re.compile(words.DO)
_PROVE = re.compile(words.PROVE)
_SUBJECT = re.compile(words.PROVE_SUBJECT)


def keeps_our_mail(subject: str, text: str, *, answering: bool) -> bool:
    """Tell whether a filter keeps a mail of ours; one that answers nothing must have the subject of one, too."""
    if len(text) > SHORT_NOTE:
        return False
    head, folded = flat(subject[:200]), flat(text)
    if not any(hint in folded or hint in head for hint in words.HINTS):
        return False
    if not (answering or _SUBJECT.match(head)):
        return False
    proves = _PROVE.search(folded) or _PROVE.search(head)
    return proves is not None and bool(_KEPT.search(folded)) and bool(_DO.search(folded))
