"""Decide what mails may write into the history of a notice: one line of a kind for each author, and never without end.

Anybody can write such mails, as often as they like. Pure.
"""

from __future__ import annotations

from gateway.desk.changes import Change
from gateway.desk.notice_changes import NoteNotice
from gateway.desk.world import World

MOST = 500  # lines of one notice that somebody brought about: more than customers with calendars, and people of ours
ENOUGH = "no more of this is written down here"
MOST_UNPROVEN = 500  # of the same, and of nobody who is proven: counted apart, or anybody could shut out who is
ENOUGH_UNPROVEN = "no more that is not proven is written down here"
OUTSIDE = "a mail from outside"
"""Who says what nothing proves."""
_MOST_NAME = 320  # characters


def noted(notice_id: str, said: str, because: str, by: str, world: World) -> tuple[Change, ...]:
    """Write down what ``by`` says in a mail, once; nothing more where there is too much already of its kind."""
    known, by = world.noted.get(notice_id, ()), by[:_MOST_NAME]
    if (said, by) in known:
        return ()
    unproven = by == OUTSIDE
    most, enough = (MOST_UNPROVEN, ENOUGH_UNPROVEN) if unproven else (MOST, ENOUGH)
    if sum((one == OUTSIDE) is unproven for _, one in known) >= most:
        if any(line == enough for line, _ in known):
            return ()
        why = f"{most} lines of it are here; each mail is listed by gateway mail list"
        return (NoteNotice(notice_id, enough, why, "the gateway"),)
    return (NoteNotice(notice_id, said, because, by),)
