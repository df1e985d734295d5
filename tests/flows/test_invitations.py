"""What calendars answer to the invitation to a maintenance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.desk.intake import noting
from gateway.desk.notice import Notice
from gateway.desk.notices import maintenance
from gateway.desk.notices.decided import Bearings, Decided
from gateway.store.notices import answers_to
from tests.flows.noticed_desk import HOUR, PROVEN, NoticedDesk, noticed_desk

LIST, ANN = "all@acme.example", "ann@acme.example"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[NoticedDesk]:
    yield from noticed_desk(tmp_path)


def test_who_declines_opens_a_case_that_says_so_and_is_not_answered(desk: NoticedDesk) -> None:
    name = desk.schedule()
    before = len(desk.outbox())
    desk.receive(desk.calendar(desk.letters_to(LIST)[0], "DECLINED", sender=ANN), authentication=PROVEN)
    (line,) = desk.tickets()
    view = desk.ticket()
    assert (line.subject, line.customer, view.linked_to) == (
        f"ACME Telecom declined the window of {name}",
        "acme",
        (name,),
    )
    assert "Answer to an invitation: Storage" in view.messages[0].body.full
    assert len(desk.outbox()) == before
    assert "silent-automatic" in " ".join(one.what for one in view.history)
    noted = desk.happened(name)[-1]
    how = f"an answer to the invitation of acme to {name}"
    assert (noted.what, noted.because, noted.by) == (
        "ACME Telecom declined the window",
        f"case {line.number}: {how}",
        ANN,
    )
    assert refusals(desk, name) == {line.number: "declined the window"}


def test_a_no_on_a_case_there_was_before_is_a_line_of_the_notice_too(desk: NoticedDesk) -> None:
    name = desk.schedule()
    letter = desk.letters_to(LIST)[0]
    desk.receive(desk.reply(letter, "Which floor?", sender=ANN), authentication=PROVEN)
    (line,) = desk.tickets()
    assert refusals(desk, name) == {line.number: ""}
    for _ in range(2):
        desk.receive(desk.calendar(letter, "DECLINED", sender=ANN), authentication=PROVEN)
    assert refusals(desk, name) == {line.number: "declined the window"}
    assert [one.what for one in desk.happened(name)].count("ACME Telecom declined the window") == 1


def refusals(desk: NoticedDesk, name: str) -> dict[str, str]:
    """What calendars said in the cases about a notice."""
    with desk.office.database.read() as connection:
        return {one.case: one.refused for one in answers_to(connection, name)}


@pytest.mark.parametrize(
    ("said", "what"), [("ACCEPTED", "accepted the window"), ("TENTATIVE", "may accept the window")]
)
def test_who_accepts_is_remembered_with_the_notice(desk: NoticedDesk, said: str, what: str) -> None:
    name = desk.schedule()
    before = len(desk.outbox())
    entry = desk.receive(desk.calendar(desk.letters_to(LIST)[0], said, sender=ANN), authentication=PROVEN)
    assert desk.tickets() == []
    assert len(desk.outbox()) == before
    line = desk.entry(entry)
    assert line.fate == "automatic"
    assert line.because.startswith(f"ACME Telecom {what} of {name}; {ANN}: an answer to the invitation of acme")
    assert [one.what for one in desk.happened(name)][-1] == f"ACME Telecom {what}"


def test_an_answer_goes_to_who_invites_and_is_read_there(desk: NoticedDesk) -> None:
    """Calendars send it to the organiser, whatever address replies to the mail go to."""
    name = desk.schedule()
    letter = desk.letters_to(LIST)[0]
    (invited,) = (part for part in letter.message.walk() if part.get_content_type() == "text/calendar")
    lines = str(invited.get_content()).replace("\r\n ", "").splitlines()
    organizer = next(line for line in lines if line.startswith("ORGANIZER")).partition(":mailto:")[2]
    assert organizer == letter.message["From"].addresses[0].addr_spec
    desk.receive(desk.calendar(letter, "DECLINED", sender=ANN), to=organizer, authentication=PROVEN)
    assert desk.tickets()[0].subject == f"ACME Telecom declined the window of {name}"


def test_another_time_is_a_case_too(desk: NoticedDesk) -> None:
    name = desk.schedule()
    desk.receive(
        desk.calendar(desk.letters_to(LIST)[0], "TENTATIVE", sender=ANN, method="COUNTER"), authentication=PROVEN
    )
    assert desk.tickets()[0].subject == f"ACME Telecom proposed another time for the window of {name}"
    assert desk.ticket().linked_to == (name,)


def test_a_stranger_who_knows_the_name_of_the_invitation_is_no_customer(desk: NoticedDesk) -> None:
    name = desk.schedule()
    desk.receive(desk.calendar(desk.letters_to(LIST)[0], "DECLINED", sender="eve@evil.example"))
    (line,) = desk.tickets()
    assert (line.subject, line.customer) == (
        f"somebody who writes as eve@evil.example declined the window of {name}",
        "",
    )
    assert refusals(desk, name) == {line.number: "declined the window (not proven)"}
    assert desk.happened(name)[-1].what == "somebody who writes as eve@evil.example declined the window"
    doubt = "the mail it answers went to acme: nothing proves that eve@evil.example reads there"
    assert doubt in [one.what for one in desk.ticket().history]
    assert desk.letters_to("eve@evil.example") == []


@pytest.mark.parametrize("proof", ["", "mx.example; dmarc=none header.from=acme.example"])
def test_who_only_writes_as_a_customer_has_not_answered_for_them(desk: NoticedDesk, proof: str) -> None:
    name = desk.schedule()
    desk.receive(desk.calendar(desk.letters_to(LIST)[0], "ACCEPTED", sender="ceo@acme.example"), authentication=proof)
    line = desk.happened(name)[-1]
    assert line.what == "somebody who writes as ceo@acme.example accepted the window"


def test_an_answer_that_came_by_the_way_back_is_the_customers(desk: NoticedDesk) -> None:
    name = desk.schedule()
    letter = desk.letters_to(LIST)[0]
    answer = desk.calendar(letter, "DECLINED", sender="nina@contractor.example")
    desk.receive(answer, to=str(letter.message["Reply-To"]))
    (line,) = desk.tickets()
    assert (line.subject, line.customer) == (f"ACME Telecom declined the window of {name}", "acme")


def test_what_somebody_typed_into_a_yes_is_a_mail_of_theirs(desk: NoticedDesk) -> None:
    name = desk.schedule()
    typed = "Hello,\n\nI accepted, but can you call me before you begin?\n\nAnn"
    desk.receive(desk.calendar(desk.letters_to(LIST)[0], "ACCEPTED", sender=ANN, text=typed), authentication=PROVEN)
    (line,) = desk.tickets()
    assert line.subject.startswith("Accepted: [MNT-")
    assert desk.ticket().linked_to == (name,)


def test_a_no_to_work_that_is_over_is_a_line_with_the_notice(desk: NoticedDesk) -> None:
    name = desk.schedule()
    letter = desk.letters_to(LIST)[0]
    desk.change(name, lambda notice, found: maintenance.cancel(notice, found, {}))
    desk.receive(desk.calendar(letter, "DECLINED", sender=ANN), authentication=PROVEN)
    assert desk.tickets() == []
    assert [one.what for one in desk.happened(name)][-1] == "ACME Telecom declined the window"


def test_who_answers_for_a_window_that_was_moved_since_says_nothing_of_the_present_one(desk: NoticedDesk) -> None:
    name = desk.schedule()
    earlier = desk.letters_to(LIST)[-1]
    desk.change(name, lambda notice, found: move(notice, found, 24 * HOUR))
    present = desk.letters_to(LIST)[-1]
    for sent in (earlier, present):
        desk.receive(desk.calendar(sent, "ACCEPTED", sender=ANN), authentication=PROVEN)
    assert [one.what for one in desk.happened(name)][-2:] == [
        "ACME Telecom accepted the earlier window",
        "ACME Telecom accepted the window",
    ]
    desk.receive(desk.calendar(earlier, "DECLINED", sender=ANN), authentication=PROVEN)
    assert desk.tickets()[0].subject == f"ACME Telecom declined the earlier window of {name}"


def move(notice: Notice, found: Bearings, span: timedelta) -> Decided:
    assert notice.start is not None
    assert notice.end is not None
    return maintenance.reschedule(notice, found, notice.start + span, notice.end + span, {})


def test_an_answer_to_somebody_elses_invitation_stays_what_it_was(desk: NoticedDesk) -> None:
    desk.schedule()
    answer = desk.calendar(desk.letters_to(LIST)[0], "DECLINED", sender=ANN).as_string()
    entry = desk.receive(answer.replace("mnt-2026-0001.acme@", "mnt-2026-9999.acme@").encode())
    assert desk.tickets() == []
    assert "it points at no ticket" in desk.entry(entry).because


def test_the_same_answer_again_is_no_second_line(desk: NoticedDesk) -> None:
    name = desk.schedule()
    letter, before = desk.letters_to(LIST)[0], len(desk.happened(name))
    for said in ("ACCEPTED", "TENTATIVE", "ACCEPTED", "ACCEPTED"):
        desk.receive(desk.calendar(letter, said, sender=ANN), authentication=PROVEN)
    desk.receive(desk.calendar(letter, "ACCEPTED", sender="bob@acme.example"), authentication=PROVEN)
    assert [(one.what, one.by) for one in desk.happened(name)][before:] == [
        ("ACME Telecom accepted the window", ANN),
        ("ACME Telecom may accept the window", ANN),
        ("ACME Telecom accepted the window", "bob@acme.example"),
    ]


def test_what_a_crowd_of_calendars_answers_does_not_fill_the_history_without_end(
    desk: NoticedDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(noting, "MOST_UNPROVEN", 5)
    name = desk.schedule()
    letter = desk.letters_to(LIST)[0]
    for number in range(9):
        desk.receive(desk.calendar(letter, "ACCEPTED", sender=f"p{number}@evil.example"))
    lines = [one for one in desk.happened(name) if one.by != "dana"]
    assert [one.what for one in lines][-2:] == [
        "somebody who writes as p4@evil.example accepted the window",
        noting.ENOUGH_UNPROVEN,
    ]
    assert len([one for one in lines if one.by == noting.OUTSIDE]) == 5
    assert lines[-1].because == "5 lines of it are here; each mail is listed by gateway mail list"
    desk.receive(desk.calendar(letter, "ACCEPTED", sender=ANN), authentication=PROVEN)
    assert desk.happened(name)[-1].what == "ACME Telecom accepted the window", "who is proven is not shut out"


def test_what_customers_answer_does_not_fill_it_either(desk: NoticedDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(noting, "MOST", 3)
    name = desk.schedule()
    for number in range(6):
        answer = desk.calendar(desk.letters_to(LIST)[0], "ACCEPTED", sender=f"p{number}@acme.example")
        desk.receive(answer, authentication=PROVEN)
    assert [one.what for one in desk.happened(name)][-2:] == ["ACME Telecom accepted the window", noting.ENOUGH]
    assert len([one for one in desk.happened(name) if one.by]) == 4
