"""A notice that waits for a second person's word: asked for by mail, and told to customers once they say yes.

The notice that was promised to customers counts from then on.
"""

from __future__ import annotations

from gateway.desk.intake.decision import Released
from gateway.desk.life.law import Law
from gateway.desk.notice import Notice, NoticeState
from gateway.desk.notice_changes import AskByMail, NoteNotice
from gateway.desk.notices.maintenance import announce
from gateway.desk.notices.promised import bearings
from gateway.desk.order import Bulletin, Fact, TellPerson
from gateway.desk.question import Asks, Question
from gateway.desk.team import Person
from gateway.docket import Docket
from gateway.errors import Refused
from gateway.notice_issue import concerned, issue
from gateway.store.database import Connection
from gateway.store.notices import notice_named


def ask_for_release(
    docket: Docket, notice: Notice, approver: Person, *, by: str, shown: str, whose: str, counts: tuple[int, int]
) -> None:
    """Ask a colleague to release a draft. ``shown`` is a letter of it; ``counts``: who is told, and who cannot be."""
    facts: dict[str, Fact] = {
        "notice": notice.id,
        "notice_title": notice.title,
        "by": by,
        "start": notice.start,
        "end": notice.end,
        "count": counts[0],
        "left_out": counts[1],
        "text": shown,
        "to": whose,
    }
    because = f"{by} wants {notice.id} released"
    (letter,) = docket.take((TellPerson(Bulletin.RELEASE_REQUEST, approver, because, facts, asks=True),))
    asked = Question(letter.outbox_id, Asks.RELEASE, notice.id, approver.address.lower(), docket.now)
    docket.take(
        (AskByMail(asked, by), NoteNotice(notice.id, f"{approver.address} is asked to release it", because, by))
    )


def release(connection: Connection, docket: Docket, law: Law, word: Released) -> None:
    """Do what a colleague said: tell customers, or say why they are not told."""
    notice = notice_named(connection, word.notice_id)
    if not word.yes:
        _say_why(docket, law, notice, word.reason or "no reason was given", word.by, to_approver=False)
        return
    try:
        found = bearings(concerned(connection, notice), law, by=word.by, now=docket.now)
        issue(connection, docket, law, announce(notice, found), by=word.by)
    except Refused as refused:
        docket.take((NoteNotice(notice.id, "could not be released", str(refused), word.by),))
        _say_why(docket, law, notice, str(refused), word.by, to_approver=notice.state is NoticeState.DRAFT)


def _say_why(docket: Docket, law: Law, notice: Notice, why: str, by: str, *, to_approver: bool) -> None:
    facts: dict[str, Fact] = {"notice": notice.id, "notice_title": notice.title, "why": why, "by": by}
    people = [law.team.find(notice.created_by), law.team.find(by) if to_approver else None]
    known = {one.address: one for one in people if one}
    because = f"{notice.id} is not released"
    docket.take(TellPerson(Bulletin.RELEASE_REFUSED, one, because, facts) for one in known.values())
