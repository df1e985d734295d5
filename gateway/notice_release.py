"""A notice that waits for a second person's release: asked for by mail, told to customers once they say yes.

The notice that was promised to customers counts from then on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gateway.desk.intake.decision import Approved, Void
from gateway.desk.life.law import Law
from gateway.desk.notice import Notice, NoticeState
from gateway.desk.notice_changes import AskByMail, NoteNotice
from gateway.desk.notices.announce import announce
from gateway.desk.notices.promised import bearings
from gateway.desk.notices.unreached import with_reasons
from gateway.desk.order import Bulletin, Fact, Item, TellPerson
from gateway.desk.question import Asks, Question
from gateway.desk.team import Person, Team
from gateway.desk.token import WORK_VALID_DAYS
from gateway.docket import Docket
from gateway.errors import Refused
from gateway.notice_issue import Whom, issue
from gateway.store.database import Connection
from gateway.store.notices import notice_named
from gateway.store.questions import Asked, newest

MAX_NAMED = 30  # customers of each kind that the mail names
_UNTOLD = (NoticeState.DRAFT, NoticeState.CANCELLED)  # of what customers know nobody reads that no customer was told

Prove = Callable[[Notice], "Sample"]
"""Shows a notice that has got its name."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A letter to one of its customers."""

    whose: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Sample:
    """What a colleague is shown of a notice."""

    letters: tuple[Shown, ...]
    """One in each language that its customers read; at least one."""
    reached: tuple[tuple[str, str], ...]
    """Who would be told, and where."""
    uncovered: tuple[tuple[str, str], ...] = ()
    """Who cannot be, and why."""
    overlaps: tuple[str, ...] = ()
    """Other maintenance at that time."""


@dataclass(frozen=True, slots=True)
class _Because:
    """Why customers are not told."""

    by: str
    """Who answered."""
    said: str
    """In the words of who said it; empty: without a reason."""
    void: Void | None = None
    """The yes does not count."""
    newest: Asked | None = None
    """The newest mail that asked."""
    awaited: bool = False
    """That one is not answered, and another one was."""


def two_people(team: Team, approver: str, *, by: str) -> Person:
    """Return who is to approve. Raises ``Refused`` unless two different people of the team are at it."""
    person, asking = team.find(approver), team.find(by)
    if person is None:
        raise Refused(f"--approve-by: {team.stranger(approver)}")
    if asking is None:
        raise Refused(f"--by: {team.stranger(by)}; to ask for a second word, name yourself: --by NAME")
    if person is asking:
        raise Refused(f"--approve-by: {person.name} wants to tell customers, and somebody else has to approve it")
    return person


def ask_for_release(
    docket: Docket, notice: Notice, approver: Person, *, by: str, sample: Sample, before: Asked | None = None
) -> None:
    """Ask a colleague whether customers may be told of a draft; ``before``: who was asked last, by another mail."""
    open_before = before if before and before.reply is None else None
    facts: dict[str, Fact] = {
        "notice": notice.id,
        "notice_title": notice.title,
        "by": by,
        "overlaps": "\n".join(sample.overlaps),
        "start": notice.start,
        "end": notice.end,
        "count": len(sample.reached),
        "customers": with_reasons(sample.reached[:MAX_NAMED]),
        "left_out": len(sample.uncovered),
        "uncovered": with_reasons(sample.uncovered[:MAX_NAMED]),
        "named": MAX_NAMED,
        "before": open_before.address if open_before else "",
        "before_at": open_before.at if open_before else None,
        "letters": tuple(Item({"to": one.whose, "subject": one.subject, "text": one.text}) for one in sample.letters),
    }
    because = f"{by} asks for approval of {notice.id}"
    (letter,) = docket.take((TellPerson(Bulletin.RELEASE_REQUEST, approver, because, facts, asks=True),))
    asked = Question(letter.outbox_id, Asks.RELEASE, notice.id, approver.address.lower(), docket.now)
    said = f"{approver.address} is asked to approve it"
    docket.take((AskByMail(asked, by), NoteNotice(notice.id, said, because, by)))


def take_word(connection: Connection, docket: Docket, law: Law, word: Approved) -> None:
    """Do what a colleague said: tell customers, or say why they are not told."""
    notice = notice_named(connection, word.notice_id)
    asked = newest(connection, Asks.RELEASE, notice.id)
    people = _known(law, notice.created_by, asked.by if asked else "")
    awaited = word.newer and asked is not None and asked.reply is None
    if not word.yes:
        _say_why(docket, people, notice, _Because(word.by, word.reason, newest=asked, awaited=awaited))
        return
    try:
        if word.void:
            raise Refused(word.void.said)
        whom = Whom(connection, law.inboxes)
        found = bearings(whom.concerned(notice), law, by=word.by, now=docket.now)
        told = announce(notice, found, approved_by=word.by)
        issued = issue(connection, docket, law, told, by=word.by, whom=whom, shown=notice.shown)
    except Refused as refused:
        docket.take((NoteNotice(notice.id, "could not be sent", str(refused), word.by),))
        if notice.state in _UNTOLD:
            approver = _known(law, word.by) if notice.state is NoticeState.DRAFT else ()
            why = _Because(word.by, str(refused))
            if word.void:
                why = _Because(word.by, "", word.void.why, asked, awaited)
            _say_why(docket, (*people, *approver), notice, why)
    else:
        _say_done(docket, people, notice, issued.told, word.by)


def _known(law: Law, *names: str) -> tuple[Person, ...]:
    """Return who of them is of the team, each once."""
    found = (law.team.find(one) for one in names if one)
    return tuple({one.address: one for one in found if one}.values())


def _say_done(docket: Docket, people: Iterable[Person], notice: Notice, count: int, by: str) -> None:
    facts: dict[str, Fact] = {"notice": notice.id, "notice_title": notice.title, "by": by, "count": count}
    because = f"{notice.id} is released"
    docket.take(TellPerson(Bulletin.RELEASE_DONE, one, because, facts) for one in people)


def _say_why(docket: Docket, people: Iterable[Person], notice: Notice, why: _Because) -> None:
    facts: dict[str, Fact] = {
        "notice": notice.id,
        "notice_title": notice.title,
        "by": why.by,
        "why": why.said,
        "void": why.void.value if why.void else "",
        "days": WORK_VALID_DAYS,
        "asked": why.newest.address if why.newest else "",
        "asked_at": why.newest.at if why.newest else None,
        "awaited": why.awaited,
    }
    because, known = f"{notice.id} is not released", {one.address: one for one in people}
    docket.take(TellPerson(Bulletin.RELEASE_REFUSED, one, because, facts) for one in known.values())
