"""What people write to notices: each answer is a case that is linked with its notice, and says how that stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email.policy import SMTP
from pathlib import Path

import pytest

from gateway.desk.notice import Impact
from gateway.desk.notices import maintenance, outage
from gateway.desk.notices.impact import GivenImpact
from gateway.desk.ticket import Status
from gateway.mail import Envelope, JournalId, ReceivedMail
from gateway.rules.customer_csv import read_cells
from gateway.rules.customer_written import Read
from gateway.store.reading import list_mails
from gateway.yamlfile import Place
from tests.flows.noticed_desk import CUSTOMERS, FORGED, HOUR, MINUTE, PROVEN, NoticedDesk, noticed_desk
from tests.flows.timed_desk import BOTH

LIST = "all@acme.example"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[NoticedDesk]:
    yield from noticed_desk(tmp_path)


def said(desk: NoticedDesk, recipient: str) -> str:
    """The newest letter to somebody, on one line."""
    return " ".join(desk.letters_to(recipient)[-1].text.split())


def fate(desk: NoticedDesk) -> tuple[str, str]:
    with desk.office.database.read() as connection:
        newest = list_mails(connection, limit=1)[0]
    return newest.fate, newest.because


@BOTH
def test_an_answer_is_a_case_of_the_customer_linked_with_its_notice_and_says_both_numbers(
    tmp_path: Path, url: str
) -> None:
    for desk in noticed_desk(tmp_path, url=url):
        name = desk.schedule()
        desk.receive(desk.reply(desk.letters_to(LIST)[0], "Can you do it an hour later?", sender="ann@acme.example"))
        (line,) = desk.tickets()
        view = desk.ticket()
        assert (line.customer, view.linked_to, view.participants) == ("acme", (name,), ("ann@acme.example",))
        text = said(desk, "ann@acme.example")
        assert f"Your case number is {line.number}." in text
        assert (
            f"This is about the planned maintenance of voice ({name}): scheduled for Sun 22 Nov 2026, 11:12 to 13:12"
            " Johannesburg (UTC+2), Sun 22 Nov 2026, 09:12 to 11:12 UTC." in text
        )
        assert text.index(line.number) < text.index(name) < text.index("We received your message")


def test_whoever_reads_the_list_may_answer_from_any_address(desk: NoticedDesk) -> None:
    name = desk.schedule()
    letter = desk.letters_to(LIST)[0]
    desk.receive(desk.reply(letter, "Does this touch us?", sender="nina@contractor.example"))
    desk.receive(desk.reply(letter, "And us?", sender="lab@labs.example"))
    assert [line.customer for line in desk.tickets()] == ["acme", "acme-labs"]
    both = [desk.ticket(line.number) for line in desk.tickets()]
    assert [view.linked_to for view in both] == [(name,), (name,)]
    odd = "the mail it answers went to acme, and lab@labs.example belongs to acme-labs"
    assert [any(one.what == odd for one in view.history) for view in both] == [False, True]


def test_a_reference_alone_says_what_it_is_about_and_proves_no_customer(tmp_path: Path) -> None:
    for desk in noticed_desk(tmp_path, more="  plus_addressing: false"):
        name = desk.schedule()
        letter = desk.letters_to(LIST)[0]
        assert str(letter.message["Reply-To"]) == "support@example.com"
        desk.receive(desk.reply(letter, "Which floor?", sender="nina@contractor.example"))
        desk.receive(desk.reply(letter, "Which floor?", sender="ann@acme.example"))
        assert [line.customer for line in desk.tickets()] == ["", "acme"]
        assert [desk.ticket(line.number).linked_to for line in desk.tickets()] == [(name,), (name,)]
        doubt = "the mail it answers went to acme: nothing proves that nina@contractor.example reads there"
        assert doubt in [one.what for one in desk.ticket().history]
        stranger = said(desk, "nina@contractor.example")
        assert f"This is about the planned maintenance ({name}): scheduled for" in stranger, "what they have is unknown"


def test_a_made_up_address_of_a_notice_is_no_answer_to_one(desk: NoticedDesk) -> None:
    desk.schedule()
    real = str(desk.letters_to(LIST)[0].message["Reply-To"])
    broken = f"{real[:-14]}{'x' if real[-14] != 'x' else 'y'}{real[-13:]}"
    assert broken != real
    desk.receive(desk.mail("eve@evil.example", "Hello", "What is going on?", to=broken))
    view = desk.ticket()
    assert (view.line.customer, view.linked_to) == ("", ())
    assert "MNT-" not in said(desk, "eve@evil.example")


def test_an_answer_that_its_domain_disowns_opens_nothing(desk: NoticedDesk) -> None:
    desk.schedule()
    desk.receive(desk.reply(desk.letters_to(LIST)[0], "Hm.", sender="ann@acme.example"), authentication=FORGED)
    assert desk.tickets() == []
    assert fate(desk)[0] == "quarantined"


def test_who_writes_on_a_case_of_theirs_joins_it_though_the_notice_is_quoted(desk: NoticedDesk) -> None:
    desk.schedule()
    letter = desk.letters_to(LIST)[0]
    desk.receive(desk.reply(letter, "An hour later?", sender="ann@acme.example"))
    ack = desk.letters_to("ann@acme.example")[0]
    more = desk.reply(ack, "Or two.", References=f"{letter.message['Message-ID']} {ack.message['Message-ID']}")
    more.replace_header("To", f"{more['To']}, {letter.message['Reply-To']}")
    desk.receive(more, to=str(ack.message["Reply-To"]))
    (line,) = desk.tickets()
    assert len(desk.ticket(line.number).messages) == 2


@pytest.mark.id("L-16", "P21")
def test_an_answer_to_everybody_is_one_case_and_no_list_is_mailed(desk: NoticedDesk) -> None:
    name = desk.schedule()
    letter, before = desk.letters_to(LIST)[0], len(desk.letters_to(LIST))
    lists = f"{LIST}, labs-all@acme.example, noc@bravo.example"
    desk.receive(desk.reply(letter, "Who approved this?", sender="ann@acme.example", Cc=f"{lists}, bob@acme.example"))
    (line,) = desk.tickets()
    assert desk.ticket().participants == ("ann@acme.example", "bob@acme.example")
    desk.office.casework.reply(line.number, by="Dana", body="We did.")
    follows = desk.reply(desk.letters_to("ann@acme.example")[-1], "Why?", sender="ann@acme.example", Cc=LIST)
    desk.receive(follows)
    assert LIST not in desk.ticket().participants
    assert len(desk.letters_to(LIST)) == before
    assert [sent.template for sent in desk.letters_to("bob@acme.example")] == ["reply"]
    noted = [(one.what, one.because) for one in desk.ticket().history if "not added" in one.what]
    told = "customers are told of notices there, and a case is not for all who read it"
    assert noted == [
        (f"also written to, and not added: {LIST}, labs-all@acme.example", told),
        ("also written to, and not added: noc@bravo.example", "they are of another domain"),
        (f"also written to, and not added: {LIST}", told),
    ]
    assert desk.ticket().linked_to == (name,)


def test_what_was_a_list_for_notices_stays_one_when_the_directory_has_another(desk: NoticedDesk) -> None:
    desk.report(desk.confirm("chat"))
    (one,) = (row for row in CUSTOMERS if row["id"] == "acme-labs")
    cells = read_cells({**one, "notice_address": "lab@labs.example"}, Place("customers", 1, 1), packs=None)
    desk.office.directory.bring_in(Read((cells,)), by="test", because="they moved")
    desk.receive(desk.mail("ann@acme.example", headers={"Cc": "Labs-All@acme.example, bob@acme.example"}))
    assert desk.ticket().participants == ("ann@acme.example", "bob@acme.example")


@pytest.mark.id("L-16")
def test_two_hundred_answers_within_minutes_are_as_many_linked_cases_and_each_is_acknowledged(
    desk: NoticedDesk,
) -> None:
    name = desk.schedule()
    letter, before = desk.letters_to(LIST)[0], len(desk.outbox())
    for number in range(200):
        answer = desk.reply(letter, f"Question {number}.", sender=f"p{number}@acme.example", Cc=LIST)
        desk.receive(answer)
        desk.clock.advance(timedelta(seconds=2))
    assert len(desk.tickets()) == 200
    assert {desk.ticket(line.number).linked_to for line in desk.tickets()} == {(name,)}
    sent = desk.outbox()[before:]
    assert [one.recipient for one in sent] == [f"p{number}@acme.example" for number in range(200)]
    assert {one.template for one in sent} == {"ack"}


@pytest.mark.id("L-11", "P18")
def test_a_machine_that_answers_a_notice_from_an_address_a_time_is_stopped_by_counting(desk: NoticedDesk) -> None:
    desk.schedule()
    letter, before = desk.letters_to(LIST)[0], len(desk.outbox())
    for number in range(340):
        desk.receive(desk.reply(letter, f"Received as T{number}.", sender=f"desk+t{number}x{number}@acme.example"))
        desk.receive(desk.reply(letter, f"Received as U{number}.", sender=f"t{number}@acme.example"))
        desk.clock.advance(timedelta(seconds=20))
    assert len(desk.outbox()) - before <= 300
    assert len(desk.tickets()) == 680


def test_a_colleague_who_answers_the_copy_is_no_customer(desk: NoticedDesk) -> None:
    name = desk.confirm()
    desk.report(name)
    copy = next(sent for sent in desk.letters_to("dana@example.com") if sent.template == "outage")
    desk.receive(desk.reply(copy, "ACME asked to be left out.", sender="dana@example.com"))
    desk.receive(desk.reply(desk.letters_to(LIST)[0], "They sent me this.", sender="dana@example.com"))
    assert [line.customer for line in desk.tickets()] == ["", ""]
    for line in desk.tickets():
        view = desk.ticket(line.number)
        assert view.linked_to == (name,)
        assert f"dana of the team answers {name}: no customer's case" in [one.what for one in view.history]


STATES = {
    "start": "of voice ({0}): the work has begun, and is planned until 13:12 Johannesburg (11:12 UTC).",
    "complete": "of voice ({0}): the work was completed at 12:12 Johannesburg (10:12 UTC).",
    "cancel": "of voice ({0}): it was cancelled, and the work does not take place.",
}


@pytest.mark.parametrize("state", STATES)
def test_the_acknowledgement_says_how_maintenance_stands_by_now(desk: NoticedDesk, state: str) -> None:
    name = desk.schedule()
    letter = desk.letters_to(LIST)[0]
    if state == "cancel":
        desk.change(name, lambda notice, found: maintenance.cancel(notice, found, {}))
    else:
        desk.clock.advance(72 * HOUR)
        desk.change(name, maintenance.begin)
    if state == "complete":
        desk.clock.advance(HOUR)
        desk.change(name, lambda notice, found: maintenance.complete(notice, found, {}))
    desk.receive(desk.reply(letter, "And?", sender="ann@acme.example"))
    assert STATES[state].format(name) in said(desk, "ann@acme.example")


def test_the_acknowledgement_says_how_an_outage_stands_by_now_in_the_language_of_its_reader(desk: NoticedDesk) -> None:
    name = desk.confirm()
    desk.report(name)
    letter, french = desk.letters_to(LIST)[0], desk.letters_to("noc@bravo.example")[0]
    desk.receive(desk.reply(letter, "Still?", sender="ann@acme.example"))
    interruption = f"This is about the service interruption of voice ({name})"
    assert f"{interruption}: service is still down. Next update by 12:12 Johannesburg (10:12 UTC)." in said(
        desk, "ann@acme.example"
    )
    desk.receive(desk.reply(french, "Encore ?", sender="luc@bravo.example"))
    assert (
        f"Cela concerne l'interruption de service {name} (voice) : la panne dure encore."
        " Prochaines nouvelles avant 11:12 Paris (10:12 UTC)."
    ) in said(desk, "luc@bravo.example")
    desk.clock.advance(HOUR + MINUTE)  # the update is late: no time is promised that is over
    desk.receive(desk.reply(letter, "And now?", sender="bob@acme.example"))
    assert f"{interruption}: service is still down. We received" in said(desk, "bob@acme.example")
    desk.restore(name)
    desk.receive(desk.reply(letter, "Thanks, what was it?", sender="eva@acme.example"))
    assert f"{interruption}: service was restored at 12:13 Johannesburg (10:13 UTC). Next word on" in said(
        desk, "eva@acme.example"
    )


def test_who_answers_is_told_how_an_outage_is_with_their_own_services(desk: NoticedDesk) -> None:
    """Bravo has voice alone, which only is slow; acme has reports, too."""
    name = desk.confirm("voice", "reports")
    felt = GivenImpact(None, {"voice": Impact.DEGRADED, "reports": Impact.OUTAGE})
    told = {"summary": "Reports are gone", "workaround": "none"}
    desk.change(name, lambda notice, found: outage.report(notice, found, told, felt))
    letter, french = desk.letters_to(LIST)[0], desk.letters_to("noc@bravo.example")[0]
    desk.receive(desk.reply(letter, "Still?", sender="ann@acme.example"))
    both = f"This is about the service interruption of voice and reports ({name}): service is still down."
    assert both in said(desk, "ann@acme.example")
    desk.receive(desk.reply(french, "Encore ?", sender="luc@bravo.example"))
    assert f"Cela concerne l'interruption de service {name} (voice) : l'incident dure encore." in said(
        desk, "luc@bravo.example"
    )


OUT_OF_OFFICE = {"Auto-Submitted": "auto-replied", "X-Autoreply": "yes"}


@pytest.mark.id("L-17")
def test_absences_and_receipts_after_a_notice_open_nothing(desk: NoticedDesk) -> None:
    name = desk.schedule()
    letter, before = desk.letters_to(LIST)[0], len(desk.outbox())
    for number in range(50):
        desk.receive(desk.reply(letter, "I am away.", sender=f"p{number}@acme.example", **OUT_OF_OFFICE))
    assert fate(desk) == (
        "automatic",
        f"auto-reply (vacation): Auto-Submitted: auto-replied; our signed address of the mail of {name} to acme",
    )
    unmarked = desk.mail(
        "zoe@acme.example", "Automatic reply: [MNT] Storage", "I am out of the office until Monday.",
        to=str(letter.message["Reply-To"]),
    )  # fmt: skip
    desk.receive(unmarked)
    assert desk.tickets() == []
    assert len(desk.outbox()) == before
    assert desk.totals().fates["automatic"] == 51


def test_a_proven_author_hears_the_same(desk: NoticedDesk) -> None:
    name = desk.schedule()
    desk.receive(desk.reply(desk.letters_to(LIST)[0], "Later?", sender="ann@acme.example"), authentication=PROVEN)
    (ack,) = desk.letters_to("ann@acme.example")
    assert ack.template == "ack-proven"
    assert f"This is about the planned maintenance of voice ({name}): scheduled for" in " ".join(ack.text.split())


@BOTH
def test_who_answers_a_notice_once_more_goes_on_with_the_case_they_have_about_it(tmp_path: Path, url: str) -> None:
    for desk in noticed_desk(tmp_path, url=url):
        name = desk.schedule()
        letter = desk.letters_to(LIST)[0]
        desk.receive(desk.reply(letter, "An hour later?", sender="ann@acme.example"))
        desk.receive(desk.reply(letter, "Or two?", sender="Ann@acme.example"))
        desk.receive(desk.reply(letter, "And which floor?", sender="bob@acme.example"))
        desk.receive(desk.calendar(letter, "DECLINED", sender="ann@acme.example"))
        assert [line.requester for line in desk.tickets()] == ["ann@acme.example", "bob@acme.example"]
        first = desk.ticket(desk.tickets()[0].number)
        texts = [one.body.text.splitlines()[0] for one in first.messages]
        assert texts == ["An hour later?", "Or two?", "Answer to an invitation: Storage"]
        assert first.linked_to == (name,)
        assert [sent.template for sent in desk.letters_to("ann@acme.example")] == ["ack"]
        why = "our signed address of the mail of MNT-2026-0001 to acme, about which they have this case"
        assert desk.entry(JournalId(2)).because == f"{why}, from a participant"


def test_who_answers_two_times_within_one_batch_has_one_case(desk: NoticedDesk) -> None:
    desk.schedule()
    letter = desk.letters_to(LIST)[0]
    first, second = (desk.reply(letter, f"Question {number}.", sender="ann@acme.example") for number in (1, 2))
    to = str(letter.message["Reply-To"])
    mail = ReceivedMail("smtp", Envelope("ann@acme.example", (to,)), first.as_bytes(policy=SMTP), desk.clock.now())
    desk.office.journal.append([(mail, None)])
    desk.receive(second)
    (line,) = desk.tickets()
    assert len(desk.ticket(line.number).messages) == 2


def test_a_case_about_a_notice_that_is_ended_is_not_opened_by_another_question(desk: NoticedDesk) -> None:
    name = desk.schedule()
    letter = desk.letters_to(LIST)[0]
    desk.receive(desk.reply(letter, "An hour later?", sender="ann@acme.example"))
    desk.solve(Status.CLOSED)
    desk.receive(desk.reply(letter, "Which floor?", sender="ann@acme.example"))
    assert [desk.ticket(line.number).linked_to for line in desk.tickets()] == [(name,), (name,)]


def test_a_case_about_another_notice_is_another_matter(desk: NoticedDesk) -> None:
    names = [desk.schedule(), desk.schedule(title="Routers")]
    for letter in desk.letters_to(LIST):
        desk.receive(desk.reply(letter, "Does this touch us?", sender="ann@acme.example"))
    assert [desk.ticket(line.number).linked_to for line in desk.tickets()] == [(name,) for name in names]
