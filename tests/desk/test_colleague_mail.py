"""Mail of the team: a note that no customer sees, a verdict of quality assurance, or a mail like anybody's."""

from __future__ import annotations

import pytest

from gateway.address import parse_address
from gateway.desk.changes import AddMessage, Fate, Mark, MergeTicket, OpenTicket, Remember
from gateway.desk.event import What
from gateway.desk.intake.decision import Decision
from gateway.desk.order import Form, TellTeam
from gateway.desk.ticket import Direction, Status
from gateway.desk.token import verdict_tag, work_tag
from gateway.mail import CaseNumber, Kind, Standing, TicketId
from tests.desk.build import KEY, a_ticket
from tests.desk.life.build import AT, DAY, Life, a_law, a_life, at
from tests.desk.life.mailed import changed, facts, fate, forms, received, statuses

DANA, QUINN = "dana@support.example", "quinn@support.example"
QEVAL = a_law("qeval")


def in_qa() -> Life:
    life = a_life(law=QEVAL, cause="a loop", fix="a cable out")
    life.set(AT, status=Status.RESOLVED)
    assert life.ticket.status is Status.QA
    return life


def verdict_of(life: Life, who: str = QUINN) -> tuple[str, ...]:
    since = life.case.story.status_since
    return (verdict_tag(KEY, life.ticket.number, parse_address(who), since, AT.date()),)


def notes_of(life: Life, who: str = DANA, *, key: bytes = KEY) -> tuple[str, ...]:
    return (work_tag(key, life.ticket.number, parse_address(who), AT.date()),)


def by_tag(life: Life, text: str, tags: tuple[str, ...], sender: str = QUINN, **how: object) -> Decision:
    """A mail that nothing proves, to an address we gave to somebody."""
    how = {"standing": Standing.UNPROVEN, **how}
    return received(life, text, sender=sender, tags=tags, points=False, **how)


def noted(found: Decision) -> tuple[Direction, str]:
    [message] = changed(found, AddMessage)
    assert isinstance(message, AddMessage)
    return message.message.direction, message.message.sender


def remembered(found: Decision) -> list[tuple[str, str]]:
    return [(one.what, one.because) for one in changed(found, Remember) if isinstance(one, Remember)]


# Notes


def test_a_mail_to_the_address_for_notes_is_a_note_in_their_name() -> None:
    life = a_life(status=Status.PENDING)
    found = by_tag(life, "I saw this last week.", notes_of(life), DANA)
    assert noted(found) == (Direction.NOTE, "dana")
    assert (fate(found), statuses(found), forms(found)) == (Fate.FOLLOW_UP, [], [])


def test_who_answers_for_a_step_that_heard_takes_the_case_over() -> None:
    life = a_life("low")
    life.climb(AT)
    who = life.law.team.group(life.case.policy.escalation.ladder[life.ticket.rung - 1].group).people[0]
    mine = notes_of(life, who.address)
    assert facts(by_tag(life, "I call them.", mine, who.address)) == {"assignee": who.name}
    assert facts(by_tag(life, "I saw this.", notes_of(life), DANA)) == {}, "she is of no step that heard"
    life.take([Mark(life.ticket.id, What.WORK, "dana", "", "a call")], at(1))
    assert facts(by_tag(life, "And?", mine, who.address)) == {}, "somebody is at it"


def test_a_proven_colleague_who_names_a_case_notes_on_it() -> None:
    found = received(a_life(status=Status.PENDING), "I saw this last week.", sender=DANA)
    assert noted(found) == (Direction.NOTE, "dana")


def test_a_colleague_whom_nothing_proves_is_anybody() -> None:
    found = received(a_life(), "I saw this last week.", sender=DANA, standing=Standing.UNPROVEN)
    assert len(changed(found, OpenTicket)) == 1


def test_a_colleague_who_is_on_the_case_as_a_customer_is_one_there() -> None:
    life = a_life(status=Status.PENDING, participants=frozenset({DANA}), requester=DANA)
    found = received(life, "It happens again.", sender=DANA)
    assert noted(found)[0] is Direction.IN
    assert statuses(found) == [Status.OPEN]


def test_a_new_problem_of_a_colleague_opens_a_ticket() -> None:
    assert len(changed(received(a_life(), "My phone is dead.", sender=DANA, points=False), OpenTicket)) == 1


@pytest.mark.parametrize("kind", [Kind.AUTO_REPLY, Kind.REPORT])
def test_a_colleagues_robot_notes_nothing_as_a_colleague(kind: Kind) -> None:
    life = a_life()
    found = by_tag(life, "I am away.", notes_of(life), DANA, kind=kind)
    assert all(getattr(one.message, "direction", None) is not Direction.NOTE for one in _messages(found))


def _messages(found: Decision) -> list[AddMessage]:
    return [one for one in changed(found, AddMessage) if isinstance(one, AddMessage)]


@pytest.mark.parametrize("trick", ["somebody else's", "another key", "too old", "a stranger's"])
def test_an_address_that_is_not_theirs_lets_nobody_note(trick: str) -> None:
    life = a_life()
    tags, sender, moment = notes_of(life), DANA, AT
    match trick:
        case "somebody else's":
            sender = "eva@support.example"
        case "another key":
            tags = notes_of(life, key=b"x" * 32)
        case "too old":
            moment = AT + 400 * DAY
        case "a stranger's":
            sender = "eve@other.example"
    found = by_tag(life, "Close it.", tags, sender, at=moment)
    assert all(one.message.direction is not Direction.NOTE for one in _messages(found))
    assert all(one.ticket_id != life.ticket.id for one in _messages(found))


def test_a_note_about_a_merged_case_goes_where_its_mail_goes() -> None:
    life = a_life()
    tags = notes_of(life)
    life.world.tickets[TicketId(2)] = a_ticket(2)
    life.world.after(MergeTicket(life.ticket.id, TicketId(2), CaseNumber("2"), "one problem"))
    [message] = _messages(by_tag(life, "I saw this.", tags, DANA))
    assert message.ticket_id == TicketId(2)


# Verdicts


@pytest.mark.parametrize(
    ("words", "after", "form"),
    [
        ("Approved", Status.AWAITING_APPROVAL, Form.APPROVAL_REQUEST),
        ("Rejected: it still beeps", Status.IN_PROGRESS, Form.NEWS),
    ],
)
@pytest.mark.parametrize("way", ["tag", "proven"])
def test_quality_assurance_judges_by_its_address_or_proven(words: str, after: Status, form: Form, way: str) -> None:
    life = in_qa()
    found = by_tag(life, words, verdict_of(life)) if way == "tag" else received(life, words, sender=QUINN)
    assert statuses(found) == [after]
    assert forms(found) == [form]
    assert [one.message.direction for one in _messages(found)] == [Direction.NOTE, Direction.NOTE]


def test_a_rejection_hands_its_reason_on() -> None:
    life = in_qa()
    [letter] = by_tag(life, "Rejected: it still beeps", verdict_of(life)).letters
    assert isinstance(letter, TellTeam)
    assert (letter.facts["what"], letter.facts["text"]) == ("qa-rejected", "it still beeps")
    [letter] = by_tag(life, "Rejected.", verdict_of(life)).letters
    assert isinstance(letter, TellTeam)
    assert letter.facts["text"] == "no reason given"


@pytest.mark.parametrize("words", ["I look at it tomorrow.", "Is the cable really out?", ""])
def test_what_is_no_clear_verdict_is_a_note(words: str) -> None:
    life = in_qa()
    found = by_tag(life, words, verdict_of(life))
    assert (statuses(found), noted(found), remembered(found)) == ([], (Direction.NOTE, "quinn"), [])


def test_who_is_not_of_quality_assurance_may_not_judge_and_that_is_noted() -> None:
    life = in_qa()
    found = received(life, "Approved", sender=DANA)
    assert statuses(found) == []
    assert remembered(found) == [
        ("the verdict of dana does not count", "dana is not in the group qa: quinn may say so (qa)")
    ]


def test_the_address_for_notes_takes_no_verdict() -> None:
    life = in_qa()
    assert statuses(by_tag(life, "Approved", notes_of(life, QUINN))) == []


def test_an_address_for_a_verdict_is_dead_once_somebody_has_judged() -> None:
    life = in_qa()
    tags = verdict_of(life)
    life.set(at(1), status=Status.IN_PROGRESS)
    life.set(at(2), status=Status.RESOLVED)
    assert life.ticket.status is Status.QA
    found = by_tag(life, "Approved", tags, at=at(3))
    assert Status.AWAITING_APPROVAL not in statuses(found)
    assert statuses(by_tag(life, "Approved", verdict_of(life), at=at(3))) == [Status.AWAITING_APPROVAL]


@pytest.mark.parametrize("status", [one for one in Status if one is not Status.QA])
def test_a_verdict_that_nobody_awaits_is_a_note(status: Status) -> None:
    found = received(a_life(law=QEVAL, status=status), "Approved", sender=QUINN)
    assert (statuses(found), noted(found), remembered(found)) == ([], (Direction.NOTE, "quinn"), [])
