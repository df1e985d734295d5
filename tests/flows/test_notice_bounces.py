"""What servers send back of a notice: the letter is settled, nobody opens a case, and who is failing is known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.desk.notice import Standing
from gateway.desk.notices.uncovered import ASK_AFTER
from gateway.mail import JournalId
from gateway.store.unreachable import unreachable
from tests.flows.noticed_desk import FORGED, NoticedDesk, noticed_desk
from tests.flows.timed_desk import BOTH

LIST, SUPPORT = "all@acme.example", "support@example.com"
UNKNOWN = "550 5.1.1 <all@acme.example>: Recipient address rejected: User unknown"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[NoticedDesk]:
    yield from noticed_desk(tmp_path)


def comes_back(desk: NoticedDesk, status: str, text: str, *, forged: bool = False, **more: str) -> JournalId:
    """Have a report arrive about the newest letter to the list."""
    sent = desk.letters_to(LIST)[-1]
    raw = desk.bounce(sent, status, text, **more)
    facts = {"authentication": FORGED.replace("=acme", "=mx.acme")} if forged else {}
    return desk.receive(raw, null_sender=True, to=sent.sender, **facts)


def failing(desk: NoticedDesk) -> set[str]:
    with desk.office.database.read() as connection:
        return set(unreachable(connection, [LIST, "noc@bravo.example"]))


@BOTH
def test_a_bounce_settles_the_letter_whatever_the_relay_said_and_the_address_is_failing(
    tmp_path: Path, url: str
) -> None:
    for desk in noticed_desk(tmp_path, url=url):
        name = desk.schedule()
        entry = comes_back(desk, "5.1.1", UNKNOWN)
        told = desk.told(name)
        assert (told["acme"].standing, told["bravo"].standing) == (Standing.BOUNCED, Standing.ACCEPTED)
        assert (
            told["acme"].reply
            == "mx.acme.example said: 5.1.1 <all@acme.example>: Recipient address rejected: User unknown"
        )
        line = desk.entry(entry)
        assert (line.fate, line.case) == ("bounce", "")
        assert line.because == f"{name} to acme at {LIST}: {told['acme'].reply} (our signed return path)"
        assert desk.tickets() == []
        assert failing(desk) == {LIST}


def test_the_server_that_refused_it_is_named_and_not_the_relay_that_reports(desk: NoticedDesk) -> None:
    name = desk.schedule()
    sent = desk.letters_to(LIST)[-1]
    raw = desk.bounce(sent, "5.1.1", "550 5.1.1 no \x1b[31m such user")
    raw = raw.replace(b"Reporting-MTA: dns; mx.acme.example", b"Reporting-MTA: dns; relay.example.com")
    raw = raw.replace(b"Action: failed", b"Action: failed\r\nRemote-MTA: dns; mx2.acme.example (192.0.2.7)")
    desk.receive(raw, null_sender=True, to=sent.sender)
    assert desk.told(name)["acme"].reply == "mx2.acme.example said: 5.1.1 no \ufffd[31m such user"


def test_a_host_that_gave_no_reason_is_named_too(desk: NoticedDesk) -> None:
    name = desk.schedule()
    comes_back(desk, "", "")
    assert desk.told(name)["acme"].reply == "it came back from mx.acme.example, without a reason"


def test_a_bounce_that_is_read_before_the_relays_word_counts_after_it(desk: NoticedDesk) -> None:
    name = desk.schedule()
    desk.restart_letters(name, LIST)
    desk.deliver(settle=False)
    comes_back(desk, "5.1.1", UNKNOWN)  # both are taken in at once
    assert desk.told(name)["acme"].standing is Standing.BOUNCED


def test_the_message_id_is_enough_where_there_is_no_signed_return_path(tmp_path: Path) -> None:
    for desk in noticed_desk(tmp_path, more="  plus_addressing: false"):
        name = desk.schedule()
        assert desk.letters_to(LIST)[0].sender == "support@example.com"
        comes_back(desk, "5.1.1", UNKNOWN, forged=True)
        assert desk.told(name)["acme"].standing is Standing.ACCEPTED
        comes_back(desk, "5.1.1", UNKNOWN)
        assert desk.told(name)["acme"].standing is Standing.BOUNCED


def test_a_delay_settles_nothing(desk: NoticedDesk) -> None:
    name = desk.schedule()
    entry = comes_back(desk, "4.4.1", "connect to mx.acme.example: timed out", action="delayed")
    assert desk.told(name)["acme"].standing is Standing.ACCEPTED
    assert desk.entry(entry).because == (
        f"{name} to acme at {LIST} is delayed: {LIST} 4.4.1 (connect to mx.acme.example: timed out)"
        " (our signed return path)"
    )
    assert desk.tickets() == []


def test_who_is_gone_behind_a_list_takes_nothing_from_the_others_who_read_it(desk: NoticedDesk) -> None:
    name = desk.schedule()
    comes_back(desk, "5.1.1", "550 5.1.1 unknown user", final="bob@acme.example")
    told = desk.told(name)["acme"]
    assert (told.standing, told.reply) == (
        Standing.ACCEPTED,
        "taken there, and not by bob@acme.example behind it: mx.acme.example said: 5.1.1 unknown user",
    )
    assert failing(desk) == set()


def test_a_report_about_somebody_else_settles_nothing(desk: NoticedDesk) -> None:
    name = desk.schedule()
    sent = desk.letters_to(LIST)[-1]
    raw = desk.bounce(sent, "5.1.1", UNKNOWN).replace(b"rfc822;all@acme.example", b"rfc822;victim@bravo.example")
    entry = desk.receive(raw, null_sender=True, to=sent.sender)
    assert desk.told(name)["acme"].standing is Standing.ACCEPTED
    assert "is said to have failed for somebody else" in desk.entry(entry).because


def test_a_full_mailbox_is_a_letter_lost_and_after_three_in_a_row_an_address(desk: NoticedDesk) -> None:
    full = "552 5.2.2 mailbox full"
    for number in (1, 2, 3):
        name = desk.schedule()
        comes_back(desk, "5.2.2", full)
        told = desk.told(name)["acme"]
        assert (told.standing, told.reply) == (Standing.BOUNCED, "mx.acme.example said: 5.2.2 mailbox full")
        assert failing(desk) == (set() if number < 3 else {LIST})


@pytest.mark.id("L-17")
def test_two_hundred_bounces_after_a_notice_open_nothing_and_are_counted(desk: NoticedDesk) -> None:
    name = desk.schedule()
    before = len(desk.outbox())
    for number in range(200):
        comes_back(desk, "5.1.1", f"550 5.1.1 unknown user, {number}")
    assert desk.tickets() == []
    assert len(desk.outbox()) == before
    assert desk.totals().fates["bounce"] == 200
    assert desk.told(name)["acme"].standing is Standing.BOUNCED
    assert len(desk.happened(name)) == 1
    assert failing(desk) == {LIST}


def test_a_letter_that_is_written_again_and_taken_makes_the_address_good(desk: NoticedDesk) -> None:
    name = desk.schedule()
    comes_back(desk, "5.1.1", UNKNOWN)
    desk.office.notice_retry.retry(name, (), {}, by="dana")
    desk.deliver()
    assert desk.told(name)["acme"].standing is Standing.ACCEPTED
    assert failing(desk) == set()


def test_a_bounce_that_was_made_up_settles_nothing(desk: NoticedDesk) -> None:
    name = desk.schedule()
    sent = desk.letters_to(LIST)[-1]
    guessed = "support+b1.aaaaaaaaaaaaaaaaaaaa@example.com"
    raw = desk.bounce(sent, "5.1.1", UNKNOWN).replace(sent.sender.encode(), guessed.encode())
    desk.receive(
        raw.replace(str(sent.message["Message-ID"]).encode(), b"<1@example.com>"), null_sender=True, to=guessed
    )
    assert desk.told(name)["acme"].standing is Standing.ACCEPTED
    assert desk.tickets() == []


def test_a_bounce_that_names_our_mail_and_did_not_come_to_its_return_path_settles_nothing(desk: NoticedDesk) -> None:
    name = desk.schedule()
    sent = desk.letters_to(LIST)[-1]
    before = len(desk.happened(name))
    raw = desk.bounce(sent, "5.1.1", UNKNOWN).replace(sent.sender.encode(), b"notices@example.com")
    for number in range(30):
        entry = desk.receive(raw.replace(b"I could not", b"I %d could not" % number), null_sender=True, to=SUPPORT)
    assert desk.told(name)["acme"].standing is Standing.ACCEPTED
    assert failing(desk) == set()
    assert desk.tickets() == []
    line, how = desk.entry(entry), f"it returns our mail <{sent.message['Message-ID'].strip('<>')}>"
    assert (line.fate, line.case) == ("bounce", "")
    (noted,) = desk.happened(name)[before:]
    assert noted.what == f"unproven bounce of the mail to acme at {LIST}: it counts for nothing"
    assert noted.because == f"{how}, and did not come to its return path, as what truly comes back does"


def test_words_that_say_a_bounce_of_our_mail_open_nothing_either(desk: NoticedDesk) -> None:
    name = desk.schedule()
    sent = desk.letters_to(LIST)[-1]
    text = f"Delivery has failed to these recipients or groups: {LIST}\n\nMessage-ID: {sent.message['Message-ID']}"
    for number in range(3):
        said = {"In-Reply-To": str(sent.message["Message-ID"]), "References": str(sent.message["Message-ID"])}
        words = desk.mail("postmaster@acme.example", f"Undeliverable: Storage {number}", text, headers=said)
        entry = desk.receive(words, null_sender=True)
        assert desk.entry(entry).fate == "bounce"
    assert desk.told(name)["acme"].standing is Standing.ACCEPTED
    assert desk.tickets() == []


@pytest.mark.parametrize("forged", [False, True], ids=["signed", "forged"])
def test_a_bounce_of_the_mail_that_asks_a_colleague_has_somebody_else_asked(desk: NoticedDesk, forged: bool) -> None:
    name = desk.schedule()
    comes_back(desk, "5.1.1", UNKNOWN)
    desk.clock.advance(ASK_AFTER)
    desk.deliver()
    (sent,) = (one for one in desk.letters_to("dana@example.com") if one.template == "notice-uncovered")
    to = SUPPORT if forged else sent.sender
    raw = desk.bounce(sent, "5.1.1", "550 5.1.1 unknown user").replace(sent.sender.encode(), to.encode())
    entry = desk.receive(raw, null_sender=True, to=to)
    desk.clock.advance(ASK_AFTER)
    desk.deliver()
    assert len(desk.tickets()) == (0 if forged else 1)
    of = f"{name} to a colleague at dana@example.com: mx.acme.example said: 5.1.1 unknown user"
    assert forged or desk.entry(entry).because == f"{of} (our signed return path)"


def test_made_up_bounces_of_the_mail_that_asks_a_colleague_are_one_line(desk: NoticedDesk) -> None:
    name = desk.schedule()
    comes_back(desk, "5.1.1", UNKNOWN)
    desk.clock.advance(ASK_AFTER)
    desk.deliver()
    (sent,) = (one for one in desk.letters_to("dana@example.com") if one.template == "notice-uncovered")
    before = len(desk.happened(name))
    raw = desk.bounce(sent, "5.1.1", "550 5.1.1 unknown user").replace(sent.sender.encode(), SUPPORT.encode())
    for number in range(5):
        desk.receive(raw.replace(b"I could not", b"I %d could not" % number), null_sender=True, to=SUPPORT)
    assert len(desk.happened(name)) == before + 1
