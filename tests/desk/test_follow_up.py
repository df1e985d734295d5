"""What a mail does on its ticket: it answers, approves, closes, thanks, counts, alarms, escalates, or opens another."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gateway.address import parse_address
from gateway.desk.casework.settle import close
from gateway.desk.changes import (
    AddMessage,
    Fate,
    LinkTicket,
    Mark,
    OpenTicket,
    Remember,
    SetField,
    SetPriority,
    SetStatus,
)
from gateway.desk.event import What
from gateway.desk.intake.decision import Decision
from gateway.desk.order import Form, TellCustomer, WhyClosed
from gateway.desk.policy.policy import Reopening
from gateway.desk.ticket import Status, WaitingOn
from gateway.desk.token import reply_tag
from gateway.mail import Kind, Standing
from tests.desk.build import KEY
from tests.desk.life.build import ANN, AT, DAY, a_law, a_life, at, people
from tests.desk.life.mailed import changed, facts, fate, forms, mailed, received, statuses, told

OPEN_STATES = [one for one in Status if not one.ended]
PLAIN = "Here is the log that you asked for: the second line beeps."
QEVAL, VERSA, AMEYO = a_law("qeval"), a_law("interaction-versa"), a_law("ameyo")


# A reply


@pytest.mark.parametrize(
    ("status", "on", "after", "waits"),
    [
        (Status.PENDING, WaitingOn.CUSTOMER, [Status.OPEN], {"waiting_on": None}),
        (Status.PENDING, WaitingOn.RELEASE, [Status.OPEN], {}),  # which has not come
        (Status.IN_PROGRESS, WaitingOn.CUSTOMER, [], {"waiting_on": None}),
        (Status.IN_PROGRESS, WaitingOn.THIRD_PARTY, [], {}),
        (Status.ON_HOLD, None, [], {}),
        (Status.QA, None, [], {}),
        (Status.AWAITING_APPROVAL, None, [], {}),
        (Status.RESOLVED, WaitingOn.CUSTOMER, [Status.OPEN], {"waiting_on": None}),
        (Status.CLOSED, None, [Status.OPEN], {}),
    ],
)
def test_a_reply_ends_the_wait_for_its_author_and_wakes_what_sleeps(
    status: Status, on: WaitingOn | None, after: list[Status], waits: dict[str, object]
) -> None:
    found = received(a_life(status=status, waiting_on=on), PLAIN)
    assert (statuses(found), facts(found), fate(found)) == (after, waits, Fate.FOLLOW_UP)


def test_who_is_asked_and_answers_something_else_is_waited_for_no_more_until_we_answer() -> None:
    life = a_life(law=QEVAL, status=Status.AWAITING_APPROVAL)
    life.take([SetStatus(life.ticket.id, Status.QA, Status.AWAITING_APPROVAL, "solved")], AT)
    mailed(life, "November is empty, is that meant so?", at=at(1))
    assert (life.ticket.status, life.case.story.waits_since) == (Status.AWAITING_APPROVAL, None)
    life.take([Mark(life.ticket.id, What.WORD, "dana", "", "answered")], at(2))
    assert life.case.story.waits_since == at(2)
    assert statuses(received(life, "Yes, it works", at=at(3))) == [Status.RESOLVED]


def test_of_what_nobody_has_whoever_worked_on_it_last_hears() -> None:
    life = a_life()
    assert told_or_none(received(life, PLAIN)) is None
    life.take([Mark(life.ticket.id, What.WORK, "dana", "", "noted"), Mark(life.ticket.id, What.WORD, "", "", "we")], AT)
    news = told(received(life, PLAIN), Form.NEWS)
    assert people(news) == ["dana"]


def told_or_none(found: Decision) -> object:
    return next((letter for letter in found.letters if getattr(letter, "form", None) is Form.NEWS), None)


def test_data_for_the_analysis_of_a_solved_case_opens_nothing() -> None:
    life = a_life("critical", law=a_law("ameyo", entitlement=False))
    life.do(lambda case: [SetStatus(case.ticket.id, case.ticket.status, Status.RESOLVED, "solved")], AT)
    life.set(at(1), waiting_on=WaitingOn.CUSTOMER)
    assert life.case.awaits_data
    found = received(life, PLAIN, at=at(2))
    assert (statuses(found), facts(found)) == ([], {"waiting_on": None})


@pytest.mark.parametrize(("text", "escalates"), [("escalate: nobody calls us back", False), (PLAIN, True)])
def test_an_escalation_that_nothing_proves_is_told_to_people_and_goes_up_no_step(text: str, escalates: bool) -> None:
    found = received(a_life(), text, standing=Standing.UNPROVEN, escalates=escalates)
    news = told(found, Form.NEWS)
    assert news.facts["what"] == "unproven-escalation"
    assert people(news)
    assert "rung" not in facts(found)


def test_a_reply_of_a_machine_moves_nothing() -> None:
    found = received(a_life(status=Status.PENDING, waiting_on=WaitingOn.CUSTOMER), PLAIN, kind=Kind.AUTO_REPLY)
    assert (statuses(found), facts(found), fate(found)) == ([], {}, Fate.AUTOMATIC)


@pytest.mark.parametrize(("status", "what"), [(Status.PENDING, "replied"), (Status.CLOSED, "reopened")])
def test_whoever_has_it_hears_of_it(status: Status, what: str) -> None:
    news = told(received(a_life(status=status, assignee="eva"), PLAIN), Form.NEWS)
    assert (people(news), news.facts["what"], news.facts["text"]) == (["eva"], what, PLAIN)


def test_what_nobody_has_is_news_for_nobody() -> None:
    assert forms(received(a_life(status=Status.PENDING), PLAIN)) == []
    assert forms(received(a_life(status=Status.PENDING, assignee="gone"), PLAIN)) == []


# A problem that comes back


def test_where_the_pack_says_so_it_is_a_new_ticket_linked_to_the_old_one() -> None:
    found = received(a_life(law=QEVAL, status=Status.CLOSED), PLAIN)
    [opened] = changed(found, OpenTicket)
    assert isinstance(opened, OpenTicket)
    links = {(one.ticket_id, one.other) for one in changed(found, LinkTicket) if isinstance(one, LinkTicket)}
    assert links == {(opened.ticket.id, a_life().ticket.number), (a_life().ticket.id, opened.ticket.number)}
    assert statuses(found) == []


@pytest.mark.parametrize("status", OPEN_STATES)
def test_what_is_still_open_is_never_opened_anew(status: Status) -> None:
    assert changed(received(a_life(law=QEVAL, status=status), PLAIN), OpenTicket) == []


def test_after_its_window_a_reply_opens_a_new_one_and_not_a_second_before() -> None:
    life = a_life(law=a_law(reopening=Reopening(window=30 * DAY)))
    life.set(AT, type="change")
    life.do(lambda case: close(case, reason="", because="done"), AT)
    in_time = received(life, PLAIN, at=AT + 30 * DAY)
    assert (statuses(in_time), changed(in_time, OpenTicket)) == ([Status.OPEN], [])
    late = received(life, PLAIN, at=AT + 30 * DAY + timedelta(seconds=1))
    assert len(changed(late, OpenTicket)) == 1


@pytest.mark.parametrize("words", ["Thank you!", "close"])
def test_thanks_and_a_last_word_open_nothing_even_where_a_reply_would(words: str) -> None:
    for law in (QEVAL, a_law()):
        found = received(a_life(law=law, status=Status.RESOLVED), words)
        assert changed(found, OpenTicket) == []
        assert Status.OPEN not in statuses(found)


# Thanks


@pytest.mark.parametrize("status", [Status.RESOLVED, Status.CLOSED])
def test_thanks_leave_what_is_done_done_and_tell_whoever_did_it(status: Status) -> None:
    found = received(a_life(status=status, assignee="eva"), "Thank you very much!")
    assert statuses(found) == []
    assert [mark.what for mark in changed(found, Mark) if isinstance(mark, Mark)] == [What.THANKED]
    assert told(found, Form.NEWS).facts["what"] == "thanks"


def test_thanks_before_it_is_done_are_a_reply() -> None:
    found = received(a_life(status=Status.PENDING, waiting_on=WaitingOn.CUSTOMER), "Thank you very much!")
    assert statuses(found) == [Status.OPEN]


# Closing


@pytest.mark.parametrize("status", [one for one in Status if one not in (Status.AWAITING_APPROVAL, Status.CLOSED)])
def test_a_customer_who_is_proven_closes_their_case(status: Status) -> None:
    found = received(a_life(status=status, waiting_on=WaitingOn.CUSTOMER, assignee="eva"), "close")
    assert (statuses(found)[-1], facts(found)) == (Status.CLOSED, {"waiting_on": None})
    letter = told(found, Form.CLOSED)
    assert (letter.facts["why"], letter.facts["reason"]) == (WhyClosed.ASKED, "")
    assert told(found, Form.NEWS).facts["what"] == "closed"


def test_one_who_is_not_proven_does_not_though_they_write_to_the_address_that_only_they_were_given() -> None:
    life = a_life(status=Status.PENDING)
    tag = reply_tag(KEY, life.ticket.number, parse_address(ANN), AT.date())
    found = received(life, "close", standing=Standing.UNPROVEN, tags=(tag,), points=False)
    assert statuses(found) == [Status.OPEN]


def test_to_who_was_asked_whether_it_is_solved_closing_means_yes() -> None:
    assert statuses(received(a_life(law=QEVAL, status=Status.AWAITING_APPROVAL), "close")) == [Status.RESOLVED]


def test_one_whom_nothing_proves_does_not() -> None:
    found = received(a_life(status=Status.PENDING), "close", standing=Standing.UNPROVEN)
    assert statuses(found) == [Status.OPEN]


def test_what_is_closed_is_not_closed_again() -> None:
    assert statuses(received(a_life(status=Status.CLOSED), "close")) != [Status.CLOSED]


# Approving


@pytest.mark.parametrize(
    ("words", "after", "form"),
    [("Yes, it works now.", Status.RESOLVED, Form.RESOLVED), ("No, it still beeps.", Status.IN_PROGRESS, Form.NEWS)],
)
def test_a_proven_word_decides_about_a_solution(words: str, after: Status, form: Form) -> None:
    found = received(a_life(law=QEVAL, status=Status.AWAITING_APPROVAL), words)
    assert statuses(found) == [after]
    assert forms(found)[0] is form


def test_a_verdict_that_nothing_proves_is_a_message() -> None:
    life = a_life(law=QEVAL, status=Status.AWAITING_APPROVAL)
    assert statuses(received(life, "Yes, it works now.", standing=Standing.UNPROVEN)) == []


@pytest.mark.parametrize("status", [one for one in OPEN_STATES if one is not Status.AWAITING_APPROVAL])
def test_a_yes_that_nobody_asked_for_resolves_nothing(status: Status) -> None:
    assert Status.RESOLVED not in statuses(received(a_life(law=QEVAL, status=status), "Yes, it works now."))


# Figures


def test_figures_that_come_later_set_the_level_and_the_customer_is_told() -> None:
    found = received(a_life(law=AMEYO), "We have 100 seats and 30 agents cannot log in.")
    fields = {one.name: one.value for one in changed(found, SetField) if isinstance(one, SetField)}
    assert fields == {"seats": "100", "seats_affected": "30"}
    assert [one.after for one in changed(found, SetPriority) if isinstance(one, SetPriority)] == ["critical"]
    assert Form.PRIORITY_CHANGED in forms(found)


def test_figures_that_are_known_are_not_changed_by_a_mail() -> None:
    life = a_life("critical", law=AMEYO, fields=(("seats", "100"), ("seats_affected", "30")))
    found = received(life, "We have 100 seats and 1 agent cannot log in.")
    assert changed(found, SetField) == changed(found, SetPriority) == []


@pytest.mark.parametrize("status", [Status.RESOLVED, Status.CLOSED])
def test_figures_about_what_is_ended_and_of_packs_that_count_none_are_text(status: Status) -> None:
    text = "We have 100 seats and 30 agents cannot log in."
    assert changed(received(a_life(law=AMEYO, status=status), text), SetField) == []
    assert changed(received(a_life(), text), SetField) == []


# Urgency


URGENT = "This is urgent, nobody can work!"


def test_a_mail_that_says_it_is_urgent_tells_people_once_for_each_level() -> None:
    life = a_life(law=VERSA)
    first = mailed(life, URGENT, at=at(1))
    assert people(told(first, Form.PAGE)) == ["dana"]
    assert Form.PAGE not in forms(mailed(life, URGENT, at=at(2)))
    life.set(at(3), priority="high")
    assert Form.PAGE in forms(mailed(life, URGENT, at=at(4)))


def test_where_urgent_problems_are_taken_by_phone_the_author_is_told_the_number() -> None:
    letter = told(received(a_life(law=VERSA), URGENT), Form.URGENT_CHANNEL)
    assert isinstance(letter, TellCustomer)
    assert (str(letter.only), letter.facts["urgent_number"]) == (ANN, "289-298-5744")


def test_a_robot_that_calls_everything_urgent_is_told_the_number_as_often_as_it_may_be_answered() -> None:
    life = a_life(law=VERSA)
    for _ in range(3):
        life.world.recent.note(parse_address(ANN), subject="Phones drop", proven=True)
    assert forms(received(life, URGENT)) == [Form.PAGE]


def test_where_urgent_mail_is_taken_nobody_is_told_to_call() -> None:
    assert forms(received(a_life(law=QEVAL), URGENT)) == [Form.PAGE]


def test_what_is_urgent_already_or_ended_alarms_nobody_by_its_words() -> None:
    assert forms(received(a_life("urgent", law=VERSA), URGENT)) == []
    assert Form.PAGE not in forms(received(a_life(law=VERSA, status=Status.CLOSED), URGENT))


# Escalating


def test_a_command_in_a_proven_mail_takes_it_one_step_up() -> None:
    found = received(a_life(), "escalate: nobody has called us back")
    assert facts(found)["rung"] == 2
    letter = told(found, Form.ESCALATION)
    assert isinstance(letter, TellCustomer)
    assert (str(letter.only), letter.facts["position"], letter.facts["moved"]) == (ANN, 2, True)
    team = told(found, Form.ESCALATION_TEAM)
    assert (people(team), team.facts["reason"]) == (["lea"], "nobody has called us back")


def test_where_a_reason_is_needed_it_is_asked_for() -> None:
    found = received(a_life(law=a_law("quadrotech", entitlement=False)), "escalate")
    assert "rung" not in facts(found)
    letter = told(found, Form.ESCALATION_INCOMPLETE)
    assert (letter.facts["needs_number"], letter.facts["needs_reason"]) == (False, True)
    assert facts(received(a_life(law=QEVAL), "escalate"))["rung"] == 2


def test_nobody_escalates_whom_nothing_proves() -> None:
    life = a_life()
    tag = reply_tag(KEY, life.ticket.number, parse_address(ANN), AT.date())
    for points, tags in ((True, ()), (False, (tag,))):
        found = received(life, "escalate: now", standing=Standing.UNPROVEN, points=points, tags=tags)
        assert "rung" not in facts(found)


# Always


def test_every_mail_stands_on_the_ticket_and_is_accounted_for() -> None:
    for text in (PLAIN, "close", "Thank you!", "escalate: now", URGENT, "Yes, it works now."):
        for status in Status:
            found = received(a_life(status=status), text)
            assert len(changed(found, AddMessage)) == 1
            assert fate(found) in (Fate.FOLLOW_UP, Fate.TICKET)
            assert not [one for one in changed(found, Remember) if not getattr(one, "because", "")]
