"""People who look like machines and machines that look like people, as whole mails.

A person taken for a machine is not heard; that weighs more than a robot that gets one acknowledgement.
"""

from __future__ import annotations

import pytest

from gateway.inbound.read import read_mail
from gateway.mail import NO_ANSWERS, Envelope, Kind, Mail
from tests.inbound.quote_cases import table

OURS = frozenset({"support@example.com"})
PEOPLE = table("people") | table("people-unmarked")
ROBOTS = table("robots") | table("robots-unmarked")
"""Most of them without a field that says so."""


def read(fields: str, text: str, *, sender: str = "ann@customer.example") -> Mail:
    """Read a mail from Ann, unless the fields name another From."""
    author = "" if "\nFrom:" in f"\n{fields}" else "From: Ann Doe <ann@customer.example>\n"
    header = f"{fields}\n{author}To: support@example.com\nDate: Thu, 19 Nov 2026 10:12:00 +0100\nMIME-Version: 1.0\n"
    raw = f"{header}Content-Type: text/plain; charset=utf-8\n\n{text}\n".encode()
    return read_mail(raw, envelope=Envelope(sender, ("support@example.com",)), ours=OURS)


@pytest.mark.parametrize("name", PEOPLE)
def test_a_person_is_not_taken_for_a_machine(name: str) -> None:
    fields, _, text = PEOPLE[name].partition("\n\n")
    mail = read(fields, text)
    assert mail.kind.by_a_person, mail.kind_because


@pytest.mark.id("L-01", "L-05", "L-09")
@pytest.mark.parametrize("name", ROBOTS)
def test_a_robot_is_not_taken_for_a_person(name: str) -> None:
    fields, _, text = ROBOTS[name].partition("\n\n")
    mail = read(fields, text)
    assert not mail.kind.by_a_person, mail.kind_because


FORM = "Name: Eva\nE-Mail: eva@x.example\nNachricht: Mein Anschluss ist tot."


def test_a_form_of_a_web_page_is_a_persons_whatever_address_the_page_sends_from() -> None:
    mail = read("Subject: Kontakt\nFrom: noreply@www.acme.example\nReply-To: eva@x.example", FORM)
    assert (mail.kind, mail.subkind) == (Kind.NEW, NO_ANSWERS)
    unknown = read("Subject: Kontakt\nFrom: www@acme.example\nReply-To: eva@x.example", FORM, sender="")
    assert (unknown.kind, unknown.subkind) == (Kind.NEW, "form")


QUOTING = "Hi Bheki,\n\nthe port is moved.\n\nOn 19/11/2026 10:12, Support wrote:\n> Please move the port.\n"


@pytest.mark.id("L-02")
@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ("Reply-To: eva@x.example\nAuto-Submitted: auto-generated", FORM),
        ("In-Reply-To: <1@example.com>\nPrecedence: bulk\nX-RT-Originator: annika@acme.example", QUOTING),
        ("In-Reply-To: <1@example.com>\nAuto-Submitted: auto-generated", QUOTING),
        ("User-Agent: Mozilla Thunderbird\nPrecedence: bulk", "It works."),
    ],
    ids=["form", "another helpdesk", "a helpdesk that generates", "a program that calls all mail bulk"],
)
def test_what_somebody_wrote_and_a_program_sent_is_a_persons_and_is_never_answered(fields: str, text: str) -> None:
    mail = read(f"Subject: Re: Port 12\n{fields}", text)
    assert mail.kind.by_a_person, mail.kind_because
    assert mail.subkind == NO_ANSWERS


@pytest.mark.id("L-07")
@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ("From: noreply@shop.example\nReply-To: eva@x.example", "Your order was shipped."),
        ("From: noreply@shop.example\nReply-To: help@shop.example", "Message: your order was shipped."),
        ("From: noreply@shop.example", FORM),
    ],
    ids=["no form", "another address", "no address for answers"],
)
def test_what_wants_no_answer_and_is_no_form_gets_none(fields: str, text: str) -> None:
    assert read(f"Subject: Your order\n{fields}", text).kind is Kind.LIST


@pytest.mark.id("L-12")
@pytest.mark.parametrize(
    "trace",
    [
        "Delivered-To: it@customer.example",
        "X-Forwarded-To: it@customer.example",
        "Resent-From: <it@customer.example>",
        "Received: from out1.example.com by mx.customer.example\n for <it@customer.example>; 19 Nov 2026 10:12:00 Z",
    ],
)
def test_our_answer_that_an_alias_sends_back_is_our_own_mail(trace: str) -> None:
    ours = "From: Support <support@example.com>\nSubject: Re: Port 12"
    raw = f"{trace}\n{ours}\nTo: {{}}\nMIME-Version: 1.0\n\nIt is up.\n"
    envelope = Envelope("support@example.com", ("support@example.com",))
    home = read_mail(raw.format("it@customer.example").encode(), envelope=envelope, ours=OURS)
    other = read_mail(raw.format("eve@elsewhere.example").encode(), envelope=envelope, ours=OURS)
    desk = read_mail(raw.format("support@example.com, it@customer.example").encode(), envelope=envelope, ours=OURS)
    assert (home.kind, other.kind.by_a_person, desk.kind.by_a_person) == (Kind.LOOP, True, True)


@pytest.mark.id("L-08")
def test_an_aggregate_report_is_a_report_and_a_question_about_one_is_a_persons() -> None:
    subject = "Report domain: example.com Submitter: mail.example Report-ID: 12"
    assert read(f"Subject: {subject}", "").kind is Kind.REPORT
    assert read(f"Subject: [Preview] {subject}", "").kind is Kind.REPORT
    assert read(f"Subject: Fwd: {subject}", "What is this?").kind is Kind.NEW


@pytest.mark.id("L-03")
@pytest.mark.parametrize(("receipt", "kind"), [("accettazione", Kind.REPORT), ("avvenuta-consegna", Kind.REPORT)])
def test_receipts_of_certified_mail_are_reports(receipt: str, kind: Kind) -> None:
    fields = f"X-Ricevuta: {receipt}\nFrom: posta-certificata@gestore.example\nSubject: CONSEGNA: Re: porta 12"
    mail = read(fields, 'Il messaggio destinato a "bob@customer.example" e\' stato consegnato.')
    assert (mail.kind, mail.subkind) == (kind, "delivered")


def test_words_typed_into_the_answer_to_an_invitation_are_heard() -> None:
    part = "Content-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\nEND:VCALENDAR\n"
    for words, kind in (("Accepted.", Kind.AUTO_REPLY), ("Could we make it an hour later?", Kind.NEW)):
        raw = (
            "From: ann@customer.example\nTo: support@example.com\nSubject: Accepted: Works\nMIME-Version: 1.0\n"
            f"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n{words}\n--b\n{part}--b--\n"
        )
        mail = read_mail(raw.encode(), envelope=Envelope("ann@customer.example", ("support@example.com",)), ours=OURS)
        assert mail.kind is kind
        assert mail.subkind == (NO_ANSWERS if mail.kind.by_a_person else "calendar")


@pytest.mark.id("L-02", "L-06", "L-07")
@pytest.mark.parametrize(
    ("name", "subkind"),
    [
        ("an agent of RT", NO_ANSWERS),
        ("a comment in a tracker", NO_ANSWERS),
        ("a relay that calls everybody bulk", NO_ANSWERS),
        ("a shared address that takes no answers", NO_ANSWERS),
        ("a platform passes on", NO_ANSWERS),
        ("a program for sales, by hand", NO_ANSWERS),
        ("our own group", NO_ANSWERS),
        ("a relay that lets everybody unsubscribe", ""),
        ("a daemon by name", ""),
        ("an agent of Znuny, German", ""),
    ],
)
def test_a_letter_with_marks_of_mass_mail_is_answered_only_where_it_may_be(name: str, subkind: str) -> None:
    fields, _, text = PEOPLE[name].partition("\n\n")
    assert read(fields, text).subkind == subkind


@pytest.mark.id("L-06", "L-07")
@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ("List-Unsubscribe: <https://shop.example/u>", "Hello Ann, our spring sale is here! Unsubscribe at any time."),
        ("List-Unsubscribe: <https://shop.example/u>", "Bonjour, nos offres. Pour vous désabonner, cliquez ici."),
        ("List-Unsubscribe: <https://shop.example/u>", "Hallo, haben Sie Fragen? Newsletter abbestellen."),
        ("List-Unsubscribe: <https://shop.example/u>", "こんにちは。春のセールです。配信停止はこちら"),
        ("Precedence: bulk", "The nightly export has finished. 12 files."),
        ("Precedence: bulk\nFrom: nagios@acme.example", "The service is not working since 02:11."),
        ("From: noreply@shop.example", "Hello Ann, did you like it? Tell us what you think."),
        ("List-Id: <news.shop.example>", "Hi, could you tell me how it went? I am curious."),
    ],
)
def test_mass_mail_that_greets_or_asks_stays_mass_mail(fields: str, text: str) -> None:
    assert read(f"Subject: Spring\n{fields}", text).kind is Kind.LIST


_GROUP = (
    "From: 'Ann Doe' via Accounts <accounts@customer.example>\nList-ID: <accounts.customer.example>\nPrecedence: list"
)
_THREADED = "\nIn-Reply-To: <m1@example.com>"


@pytest.mark.id("L-06")
@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        (_GROUP + _THREADED, Kind.REPLY),
        (_GROUP, Kind.LIST),
        (f"{_GROUP}{_THREADED}\nCc: Accounts <accounts@customer.example>", Kind.LIST),
        (_GROUP.replace("accounts.customer", "news.other") + _THREADED, Kind.LIST),
    ],
    ids=["an answer through their own group", "nothing answered", "passed on to its members", "another list"],
)
def test_who_answers_us_through_a_group_of_their_own_is_a_person(fields: str, kind: Kind) -> None:
    mail = read(fields, "Hello, only line 14 is wrong. Can you correct it?")
    assert mail.kind is kind, mail.kind_because
    assert mail.subkind == (NO_ANSWERS if kind is Kind.REPLY else "")


@pytest.mark.parametrize("name", [name for name in ROBOTS if "In-Reply-To" not in ROBOTS[name]])
def test_what_only_words_call_a_machines_is_never_swallowed(name: str) -> None:
    """It opens a ticket: as a list's, or because only its words say so; or else a field or the null sender does."""
    fields, _, text = ROBOTS[name].partition("\n\n")
    mail = read(fields, text)
    marked = any(word in fields for word in ("Auto", "X-Auto", "Precedence", "Re: ", "=?utf-8?", "report", "calendar"))
    assert mail.kind is Kind.LIST or mail.kind_by_words or marked
