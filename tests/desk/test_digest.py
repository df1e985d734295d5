from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from gateway.desk.case_number import FIRST_SERIAL, case_number
from gateway.desk.casework.chain import Solved, customer_verdict, qa_verdict, resolve
from gateway.desk.choice import Choice
from gateway.desk.customer import Customer
from gateway.desk.digest import (
    MAX_SUBJECT,
    SHOWN,
    NoticeToday,
    Section,
    desktop,
    digest,
    gets_one,
    key_of,
    next_digest,
    notices_today,
    was_looked_at,
)
from gateway.desk.life.case import Case
from gateway.desk.notice import Notice, NoticeKind, NoticeState
from gateway.desk.order import Bulletin, Fact, Item, TellPerson
from gateway.desk.policy.target import Kind
from gateway.desk.queue import in_order
from gateway.desk.team import Person
from gateway.desk.ticket import Status, WaitingOn
from gateway.mail import TicketId
from tests.desk.life.build import AT, DAY, TEAM, TORONTO, Life, a_law, a_life, at

ZONE = TORONTO.zone
LAW = a_law()
DANA, SVEN, LEA, OLGA, QUINN = (TEAM.people[n] for n in (0, 1, 3, 4, 6))
MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=ZONE)
"""An hour before ``AT``."""
TUESDAY, SATURDAY = MONDAY + DAY, MONDAY + 5 * DAY


def a_case(number: int, life: Life, now: datetime) -> Case:
    case = life.case_at(now)
    return replace(case, ticket=replace(case.ticket, id=TicketId(number), number=case_number(FIRST_SERIAL + number)))


def cases(*lives: Life, now: datetime = TUESDAY) -> tuple[Case, ...]:
    return in_order(a_case(number, life, now) for number, life in enumerate(lives, 1))


def read(
    person: Person,
    found: Sequence[Case],
    *,
    now: datetime = TUESDAY,
    thanked: Sequence[tuple[Case, datetime]] = (),
    since: datetime = MONDAY,
    notices: Sequence[NoticeToday] = (),
) -> TellPerson | None:
    return digest(person, desktop(found, thanked, notices), since=since, now=now, zone=ZONE)


def items(letter: TellPerson | None, section: Section) -> list[dict[str, Fact]]:
    assert letter is not None
    found = letter.facts[section.value]
    assert isinstance(found, tuple)
    return [dict(one.facts) for one in found if isinstance(one, Item)]


def sections(letter: TellPerson | None) -> dict[str, int]:
    """How many cases each section has that has any."""
    assert letter is not None
    return {section.value: len(items(letter, section)) for section in Section if items(letter, section)}


def held(life: Life, by: str = "dana", moment: datetime = AT) -> Life:
    life.set(moment, assignee=by)
    return life


# When


@pytest.mark.parametrize(
    ("looked_at", "expected"),
    [
        (datetime(2026, 11, 16, 7, 59, 59), datetime(2026, 11, 16, 8)),
        (datetime(2026, 11, 16, 8), datetime(2026, 11, 17, 8)),
        (datetime(2026, 11, 16, 23, 59), datetime(2026, 11, 17, 8)),
        (datetime(2026, 11, 20, 9), datetime(2026, 11, 21, 8)),  # Saturday is looked at too
        (datetime(2026, 10, 31, 8), datetime(2026, 11, 1, 8)),  # 25 hours later
        (datetime(2026, 12, 31, 8), datetime(2027, 1, 1, 8)),
    ],
)
def test_a_day_is_looked_at_when_the_clocks_of_its_person_show_eight(looked_at: datetime, expected: datetime) -> None:
    last = looked_at.replace(tzinfo=ZONE)
    assert next_digest(DANA, last, zone=ZONE) == expected.replace(tzinfo=ZONE)


def test_the_time_and_the_zone_are_the_persons_own() -> None:
    early = replace(DANA, digest_at=time(6, 30), timezone="Asia/Kolkata")
    last = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)
    assert next_digest(early, last, zone=ZONE) == datetime(2026, 11, 17, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("digest_at", "day", "expected"),
    [
        (time(2, 30), date(2026, 3, 8), datetime(2026, 3, 8, 7, 0, tzinfo=UTC)),  # skipped: the end of the gap
        (time(1, 30), date(2026, 11, 1), datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),  # twice: the first time only
    ],
)
def test_where_clocks_change_it_comes_once(digest_at: time, day: date, expected: datetime) -> None:
    person = replace(DANA, digest_at=digest_at)
    before = datetime.combine(day, time(), ZONE)
    first = next_digest(person, before, zone=ZONE)
    assert first == expected
    again = next_digest(person, first, zone=ZONE)
    assert again.astimezone(ZONE).date() == day + DAY
    (case,) = cases(a_life("urgent", law=LAW), now=first)
    assert read(person, [case], now=first) is not None


def test_a_look_that_lies_days_ahead_was_a_wrong_clock_and_one_an_hour_ahead_was_a_look() -> None:
    assert was_looked_at(MONDAY, MONDAY - timedelta(hours=1))
    assert not was_looked_at(MONDAY + 2 * DAY, MONDAY)
    assert not was_looked_at(None, MONDAY)


def test_after_a_late_start_todays_comes_and_yesterdays_does_not() -> None:
    found = cases(a_life("high", law=LAW))
    assert read(DANA, found, now=TUESDAY + timedelta(hours=3), since=AT - 5 * DAY) is not None
    assert read(DANA, found, now=TUESDAY - timedelta(seconds=1), since=AT - 5 * DAY) is None


def test_at_a_weekend_it_comes_only_where_something_most_urgent_is_to_be_done() -> None:
    high, urgent = a_life("high", law=LAW), a_life("urgent", law=LAW)
    assert read(DANA, cases(high, now=SATURDAY), now=SATURDAY) is None
    assert sections(read(DANA, cases(high, urgent, now=SATURDAY), now=SATURDAY)) == {"breaching": 2}
    theirs = held(a_life("urgent", law=LAW), "sven")
    assert read(DANA, cases(high, theirs, now=SATURDAY), now=SATURDAY) is None
    assert read(SVEN, cases(high, theirs, now=SATURDAY), now=SATURDAY) is not None


def test_whether_it_is_a_weekend_their_own_calendar_says() -> None:
    found = cases(a_life("high", law=LAW), now=SATURDAY)
    sunday_here = datetime(2026, 11, 15, 23, 0, tzinfo=UTC)
    auckland = replace(DANA, timezone="Pacific/Auckland")
    assert read(auckland, found, now=sunday_here) is not None  # Monday noon
    assert read(DANA, found, now=sunday_here) is None


# Who


def test_it_goes_to_who_works_on_tickets_and_to_whoever_has_one() -> None:
    found = cases(held(a_life("high", law=LAW), "olga"), a_life("low", law=LAW))
    assert {one.name for one in TEAM.people if read(one, found)} == {"dana", "lea", "olga"}
    assert read(OLGA, cases(a_life("high", law=LAW))) is None


def test_a_person_may_want_it_or_not_whatever_they_do() -> None:
    found = cases(held(a_life("high", law=LAW)))
    never = replace(DANA, wants_digest=False)
    assert not gets_one(never)
    assert read(never, found) is None
    assert gets_one(DANA)
    in_qa = cases(_in_qa())
    assert read(QUINN, in_qa) is None
    assert sections(read(replace(QUINN, wants_digest=True), in_qa)) == {"approvals": 1}


def test_nothing_to_say_is_no_mail() -> None:
    assert read(DANA, ()) is None
    assert read(DANA, cases(held(a_life("high", law=LAW), "sven"))) is None


def test_people_are_remembered_by_their_address() -> None:
    assert key_of(replace(DANA, address="Dana@Support.Example")) == key_of(DANA)


# What


def test_what_is_due_before_midnight_is_breaching_and_the_rest_waits_on_whoever_has_it() -> None:
    today, tomorrow = held(a_life("high", law=LAW)), held(a_life("low", law=LAW))
    letter = read(DANA, cases(today, tomorrow, now=AT), now=AT)
    assert letter is not None
    assert (letter.form, letter.person) == (Bulletin.DIGEST, DANA)
    (breaching,), (yours,) = items(letter, Section.BREACHING), items(letter, Section.YOURS)
    row = min((one for one in today.case_at(AT).rows if one.due), key=lambda one: one.due or AT)
    assert (breaching["standing"], breaching["at"], breaching["late"]) == (f"{row.kind}-due", row.due, False)
    assert isinstance(yours["at"], datetime)
    assert yours["at"] >= datetime(2026, 11, 17, tzinfo=ZONE)
    late = items(read(DANA, cases(today, now=TUESDAY)), Section.BREACHING)[0]
    assert (late["standing"], late["late"]) == (f"{row.kind}-missed", True)


def test_what_falls_due_at_midnight_is_of_the_next_day() -> None:
    (case,) = cases(held(a_life("high", law=LAW)))
    midnight = datetime(2026, 11, 18, tzinfo=ZONE)
    for due, expected in ((midnight - timedelta(seconds=1), "breaching"), (midnight, "yours")):
        rows = tuple(replace(row, due=due) for row in case.rows if row.kind is Kind.RESPONSE)
        assert sections(read(DANA, [replace(case, rows=rows)])) == {expected: 1}


def test_what_nobody_has_goes_to_the_support_level_that_works_on_it_and_to_leads() -> None:
    first = a_life("low", law=LAW)
    found = cases(first, now=AT)
    assert sections(read(DANA, found, now=AT)) == {"new": 1}
    assert sections(read(LEA, found, now=AT)) == {"new": 1}
    assert read(SVEN, found, now=AT) is None
    first.set(at(1), tier=2, reason="hard")
    found = cases(first, now=at(1))
    assert read(DANA, found, now=at(1)) is None
    assert sections(read(SVEN, found, now=at(1))) == {"new": 1}


def test_what_somebody_has_who_left_is_nobodys() -> None:
    (case,) = cases(a_life("low", law=LAW), now=AT)
    left = replace(case, ticket=replace(case.ticket, assignee="gone"))
    assert sections(read(DANA, [left], now=AT)) == {"new": 1}


def test_leads_see_everything_that_breaches_today_and_nobodys_work_but_their_own() -> None:
    found = cases(held(a_life("high", law=LAW)), held(a_life("low", law=LAW)), now=AT)
    assert sections(read(LEA, found, now=AT)) == {"breaching": 1}


def test_what_waits_for_its_customer_says_when_it_closes() -> None:
    life = held(a_life("medium", law=LAW))
    life.answer(at(1))
    life.set(at(1), status=Status.PENDING, waiting_on=WaitingOn.CUSTOMER)
    now = TUESDAY + DAY
    (case,) = cases(life, now=now)
    letter = read(DANA, [case], now=now)
    assert sections(letter) == {"waiting": 1}
    (one,) = items(letter, Section.WAITING)
    after = case.policy.waiting.close_after
    assert after is not None
    assert (one["standing"], one["at"]) == ("closes", at(1) + after)
    assert one["left"] == timedelta(days=(at(1) + after - now).days)
    almost = items(read(DANA, [case], now=at(1) + after - timedelta(minutes=100)), Section.WAITING)
    assert almost[0]["left"] == timedelta(hours=1)


def test_where_nothing_closes_by_itself_it_says_since_when_it_waits() -> None:
    law = a_law("standard", waiting=replace(LAW.policies.of(None).waiting, close_after=None))
    life = held(a_life("medium", law=law))
    life.answer(at(1))
    life.set(at(1), waiting_on=WaitingOn.CUSTOMER)
    (one,) = items(read(DANA, cases(life)), Section.WAITING)
    assert (one["standing"], one["at"], one["left"]) == ("waits", at(1), None)


def test_what_rests_is_left_out() -> None:
    life = held(a_life("medium", law=LAW))
    life.answer(at(1))
    life.set(at(1), status=Status.ON_HOLD, until=AT + 30 * DAY)
    assert read(DANA, cases(life)) is None


def _in_qa() -> Life:
    life = held(a_life("medium", law=a_law("qeval")))
    life.answer(at(1))
    solved = Solved(cause="a cable", fix="replaced")
    life.do(lambda case: resolve(case, solved, by="dana", now=at(1)), at(1))
    assert life.ticket.status is Status.QA
    return life


def test_approvals_are_those_of_quality_assurance_and_then_those_of_the_customer() -> None:
    life = _in_qa()
    (case,) = cases(life, now=at(2))
    (row,) = [row for row in case.rows if row.kind is Kind.RESOLUTION]
    case = replace(case, rows=(replace(row, due=AT + 9 * DAY),))
    (one,) = items(read(DANA, [case], now=at(2)), Section.APPROVALS)
    assert (one["standing"], one["at"]) == ("qa", at(1))
    life.do(lambda case: qa_verdict(case, ok=True, reason="", by="quinn", now=at(3)), at(3))
    (case,) = cases(life, now=at(3))
    assert case.ticket.status is Status.AWAITING_APPROVAL
    (asked,) = items(read(DANA, [replace(case, rows=())], now=at(3)), Section.APPROVALS)
    assert asked["standing"] == ("closes" if case.policy.approving.close_after else "waits")
    life.do(lambda case: customer_verdict(case, approved=True, reason="", by="ann", now=at(4)), at(4))
    assert life.ticket.status is Status.RESOLVED


def test_thanks_are_told_once_to_whoever_has_the_case() -> None:
    (case,) = cases(held(a_life("medium", law=LAW)), now=AT)
    done = replace(case, ticket=replace(case.ticket, status=Status.RESOLVED), rows=())
    said = [(done, at(2)), (done, at(-2))]
    letter = read(DANA, (), thanked=said)
    assert sections(letter) == {"thanks": 1}
    assert items(letter, Section.THANKS)[0]["at"] == at(2)
    assert read(DANA, (), thanked=said, since=at(2)) is None
    assert read(SVEN, (), thanked=said) is None


def test_a_section_names_the_first_ten_and_says_how_many_there_are() -> None:
    lives = [a_life("low", law=LAW, submitted=AT + timedelta(minutes=n)) for n in range(SHOWN + 3)]
    letter = read(DANA, cases(*lives, now=at(1)), now=at(1))
    assert letter is not None
    new = items(letter, Section.NEW)
    assert len(new) == SHOWN
    assert letter.facts["new_count"] == SHOWN + 3
    assert [one["number"] for one in new] == [case_number(FIRST_SERIAL + n) for n in range(1, SHOWN + 1)]


def test_an_entry_names_the_case_its_priority_its_customer_and_its_subject_on_one_line() -> None:
    acme = Customer("acme", "ACME")
    known = a_life("high", law=LAW, customer=acme, subject="Phones\r\n drop " + "again " * 50)
    (one,) = items(read(DANA, cases(known)), Section.BREACHING)
    assert one["customer"] == "ACME"
    assert one["priority"] == LAW.policies.of(None).asked("high").title
    assert isinstance(one["subject"], str)
    assert one["subject"].startswith("Phones drop again again")
    assert len(one["subject"]) <= MAX_SUBJECT
    assert one["subject"].endswith("…")
    (stranger,) = items(read(DANA, cases(a_life("high", law=LAW))), Section.BREACHING)
    assert stranger["customer"] == "ann@acme.example"


def test_the_analysis_of_a_cause_is_told_though_the_case_is_solved() -> None:
    life = held(a_life("critical", law=a_law("ameyo")))
    life.do(lambda case: resolve(case, Solved(cause="a cable", fix="replaced"), by="dana", now=at(1)), at(1))
    now = MONDAY + 3 * DAY
    (one,) = items(read(DANA, cases(life, now=now), now=now), Section.BREACHING)
    assert (one["standing"], one["at"]) == ("rca-due", at(73))


# Notices


def outage(name: str, state: NoticeState, next_by: datetime | None = None) -> Notice:
    opened = TUESDAY - timedelta(hours=3)
    return Notice(name, NoticeKind.OUTAGE, state, "Calls fail", Choice(), opened, "dana", start=opened, next_by=next_by)


def work(name: str, state: NoticeState, start: datetime) -> Notice:
    end = start + timedelta(hours=2)
    return Notice(name, NoticeKind.MAINTENANCE, state, "Storage", Choice(), MONDAY, "dana", start=start, end=end)


def test_a_day_holds_outages_that_are_not_over_and_maintenance_that_is_near() -> None:
    hour = timedelta(hours=1)
    found = [
        work("MNT-2026-0005", NoticeState.SCHEDULED, TUESDAY + 3 * DAY),
        work("MNT-2026-0004", NoticeState.SCHEDULED, TUESDAY + DAY),
        work("MNT-2026-0003", NoticeState.IN_PROGRESS, TUESDAY - hour),
        work("MNT-2026-0002", NoticeState.SCHEDULED, TUESDAY - 3 * hour),
        work("MNT-2026-0001", NoticeState.DRAFT, TUESDAY + hour),
        work("MNT-2026-0006", NoticeState.COMPLETED, TUESDAY - hour),
        outage("INC-2026-0004", NoticeState.CLOSED),
        outage("INC-2026-0003", NoticeState.SUSPECTED),
        outage("INC-2026-0002", NoticeState.RESTORED, TUESDAY + DAY),
        outage("INC-2026-0001", NoticeState.REPORTED, TUESDAY - hour),
        replace(outage("NWL-2026-0001", NoticeState.SENT), kind=NoticeKind.NEWSLETTER),
    ]
    told = [NoticeToday(one, untold=2 if one.down else 0) for one in notices_today(found, TUESDAY)]
    shown = items(read(SVEN, (), notices=told), Section.NOTICES)
    assert [(one["number"], one["priority"], one["standing"], one["late"]) for one in shown] == [
        ("INC-2026-0001", "not-restored", "word-missed", True),
        ("INC-2026-0002", "restored", "word-due", False),
        ("INC-2026-0003", "suspected", "since", False),
        ("MNT-2026-0002", "scheduled", "window-missed", True),
        ("MNT-2026-0003", "in-progress", "ends", False),
        ("MNT-2026-0004", "scheduled", "begins", False),
    ]
    assert [one["untold"] for one in shown] == [2, 0, 0, 0, 0, 0]
    assert [one["at"] for one in shown[-2:]] == [TUESDAY + hour, TUESDAY + DAY]


def test_notices_alone_make_a_day_and_of_a_weekend_only_what_is_down() -> None:
    planned = [NoticeToday(work("MNT-2026-0001", NoticeState.SCHEDULED, SATURDAY + DAY))]
    down = [NoticeToday(outage("INC-2026-0001", NoticeState.CONFIRMED, SATURDAY))]
    assert read(DANA, (), now=TUESDAY, notices=planned) is not None
    assert read(DANA, (), now=SATURDAY, since=SATURDAY - DAY, notices=planned) is None
    letter = read(DANA, (), now=SATURDAY, since=SATURDAY - DAY, notices=down)
    assert sections(letter) == {"notices": 1}


def test_of_many_notices_some_are_named_and_all_counted() -> None:
    many = [NoticeToday(outage(f"INC-2026-{number:04}", NoticeState.REPORTED)) for number in range(SHOWN + 3)]
    letter = read(DANA, (), notices=many)
    assert len(items(letter, Section.NOTICES)) == SHOWN
    assert letter is not None
    assert letter.facts["notices_count"] == SHOWN + 3
