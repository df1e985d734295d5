"""Reduce a subject to what its author wrote, so that a thread's subject does not grow with every answer.

Takes off the marks of replying and our own case tag, nothing else: other people's tags are theirs.
"""

from __future__ import annotations

import re
from functools import lru_cache

MAX_SUBJECT = 150
"""Characters kept: the case tag stands behind them and must still be seen."""

_REPLIED = re.compile(
    r" {0,8}(?:re|aw|antw|antwort|sv|vs|tr|wg|fw|fwd|rv|res|rif|odp|ynt|回复|回覆|答复|答覆|转发|轉寄)"
    r"(?:\[[0-9]{1,4}\])? ?[:：]",
    re.IGNORECASE | re.ASCII,
)


def bare_subject(subject: str, tag: str) -> str:
    """Return the subject without leading ``Re:`` and without ``[tag #number]``, shortened; may be empty."""
    subject = " ".join(_our_tag(tag).sub(" ", subject).split())
    at = 0
    while prefix := _REPLIED.match(subject, at):
        at = prefix.end()
    subject = subject[at:].strip()
    return subject if len(subject) <= MAX_SUBJECT else f"{subject[: MAX_SUBJECT - 1].rstrip()}…"


@lru_cache(maxsize=8)
def _our_tag(tag: str) -> re.Pattern[str]:
    return re.compile(rf"[\[［] ?{re.escape(tag)} ?[#＃] ?[0-9]{{7,12}} ?[\]］]", re.IGNORECASE | re.ASCII)
