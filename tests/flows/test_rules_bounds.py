"""What rules may not do: they come after loops, identity and threading, and never send a mail of their own making."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.desk.ticket import Status
from gateway.errors import NotFound
from gateway.store.database import Side
from gateway.store.quarantine import release, throw_away
from gateway.store.reading import list_mails
from tests.flows.ruled_desk import COLLEAGUE, FORGED, PROVEN, RuledDesk, rule, ruled

EAT = rule("eat", "mail.received", "", 'discard: "nobody reads this"')
AFTER = rule("after", "mail.received", "", "auto_reply: never")
KEEP = rule("keep", "mail.received", "[{subject|contains: prize}]", 'quarantine: "looks like an advertisement"')
TAGGED = rule("tagged", "ticket.created", "", "add_tag: seen")
MONITORS = "mail:\n  - {sender: alarms@nms.example, proof: none}\n"


@pytest.fixture
def eating(tmp_path: Path) -> Iterator[RuledDesk]:
    """A desk whose rules throw everything away, once it has a ticket."""
    with ruled(tmp_path, rule("spare", "mail.received", "[{subject: spared}]", "stop: spared"), EAT, AFTER) as desk:
        desk.receive(desk.mail(subject="spared"), authentication=PROVEN)
        yield desk


@pytest.mark.id("R-08")
def test_discarded_mail_opens_no_ticket_is_not_answered_and_stays_raw(eating: RuledDesk) -> None:
    letters = len(eating.outbox())
    mail = eating.mail(subject="Buy now")
    entry = eating.receive(mail)
    line = eating.entry(entry)
    assert (line.fate, line.because) == ("discarded", "nobody reads this (rule eat (rules/20.yml:8))")
    assert len(eating.tickets()) == 1
    assert len(eating.outbox()) == letters
    (stored,) = eating.office.journal.read([entry])
    assert b"Subject: Buy now" in stored.mail.raw
    with eating.office.database.read() as connection:
        assert [one.id for one in list_mails(connection, fate="discarded", limit=5)] == [entry]
    (kept,) = eating.rulings(entry)
    assert (kept.trigger, kept.stopped_by, kept.config_hash) == ("mail.received", "eat", eating.office.law.config_hash)
    assert kept.config_hash


@pytest.mark.id("R-08")
def test_what_a_rule_discarded_can_be_let_in_as_if_the_rule_had_not_been(tmp_path: Path) -> None:
    with ruled(tmp_path, EAT, AFTER, TAGGED) as desk:
        entry = desk.receive(desk.mail(), authentication=PROVEN)
        assert desk.fate(entry) == "discarded"
        with desk.office.database.write(Side.DESK) as connection:
            release(connection, entry, by="dana", at=desk.clock.now())
        desk.work()
        assert desk.fate(entry) == "ticket"
        assert desk.ticket().line.tags == ("seen",)
        assert desk.matched(entry) == [
            ("mail.received", "eat"),
            ("mail.received", "after"),
            ("ticket.created", "tagged"),
        ]
        assert [
            one for one in desk.letters() if one.startswith("ack")
        ] == []  # the rule below the one that is passed over has its say


def test_discarded_mail_is_not_thrown_away_by_what_empties_the_quarantine(eating: RuledDesk) -> None:
    entry = eating.receive(eating.mail(subject="Buy now"))
    with eating.office.database.write(Side.BOTH) as connection, pytest.raises(NotFound, match="a rule discarded it"):
        throw_away(connection, entry, by="dana", at=eating.clock.now())


def test_quarantined_mail_that_is_let_out_goes_on_as_if_the_rule_had_not_been(tmp_path: Path) -> None:
    with ruled(tmp_path, KEEP, TAGGED) as desk:
        entry = desk.receive(desk.mail(subject="Your prize"), authentication=PROVEN)
        assert desk.fate(entry) == "quarantined"
        assert desk.tickets() == []
        with desk.office.database.write(Side.DESK) as connection:
            release(connection, entry, by="dana", at=desk.clock.now())
        desk.work()
        assert desk.fate(entry) == "ticket"
        assert desk.ticket().line.tags == ("seen",)
        assert desk.letters("ack-proven") == ["ack-proven"]
        assert "let out of quarantine by dana" in [line.what for line in desk.ticket().history]


def test_a_reply_with_our_secret_joins_its_case(eating: RuledDesk) -> None:
    entry = eating.receive(eating.reply(eating.acknowledged()))
    assert eating.fate(entry) == "follow-up"
    (kept,) = eating.rulings(entry)
    assert kept.refused == ("rule eat (rules/20.yml:8): not kept away: it belongs to a case",)


def test_a_bounce_of_our_letter_is_noted_on_its_case(eating: RuledDesk) -> None:
    sent = eating.acknowledged()
    bounce = (
        f"From: MAILER-DAEMON@mx.acme.example\nTo: {sent.sender}\nSubject: Undelivered Mail\nMIME-Version: 1.0\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nIt failed.\n--b\n"
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.acme.example\n\n"
        f"Final-Recipient: rfc822; {sent.recipient}\nAction: failed\nStatus: 5.1.1\n\n--b\n"
        f"Content-Type: message/rfc822\n\nMessage-ID: {sent.message['Message-ID']}\nSubject: x\n\n--b--\n"
    )
    entry = eating.receive(bounce.encode(), null_sender=True, to=sent.sender)
    assert (eating.fate(entry), eating.entry(entry).case) == ("bounce", eating.number)


def test_a_duplicate_is_noted_on_its_case(eating: RuledDesk) -> None:
    mail = eating.mail(subject="spared")
    eating.receive(mail)
    assert eating.fate(eating.receive(mail)) == "duplicate"


def test_a_note_of_a_colleague_by_the_address_they_were_given_is_on_its_case(eating: RuledDesk) -> None:
    eating.set(eating.number, assignee="dana")
    letter = next(sent for sent in eating.outbox() if sent.template == "assigned")
    entry = eating.receive(eating.reply(letter, "I called them."))
    assert (eating.fate(entry), eating.entry(entry).case) == ("follow-up", eating.number)


def test_a_mail_that_is_proven_to_be_a_colleagues_opens_a_case(eating: RuledDesk) -> None:
    entry = eating.receive(eating.mail("dana@support.example", "Look at this"), authentication=COLLEAGUE)
    assert eating.fate(entry) == "ticket"
    assert eating.rulings(entry)[0].refused == ("rule eat (rules/20.yml:8): not kept away: a colleague wrote it",)


def test_a_mail_that_only_says_it_is_a_colleagues_is_kept_away(eating: RuledDesk) -> None:
    assert eating.fate(eating.receive(eating.mail("dana@support.example", "Look at this"))) == "discarded"


def test_an_escalation_reaches_people(tmp_path: Path) -> None:
    with ruled(tmp_path, EAT, GATEWAY_SUPPORT__ESCALATIONS="escalations@example.com") as desk:
        mail = desk.mail(subject="Nobody calls back", to="escalations@example.com")
        entry = desk.receive(mail, authentication=PROVEN)
        assert desk.fate(entry) in ("ticket", "follow-up")
        assert len(desk.tickets()) == 1


def test_forged_mail_stays_in_quarantine_whatever_rules_say(tmp_path: Path) -> None:
    stop = rule("stop", "mail.received", "", "stop: all is well")
    with ruled(tmp_path, stop, TAGGED) as desk:
        entry = desk.receive(desk.mail(), authentication=FORGED)
        assert desk.fate(entry) == "quarantined"
        assert desk.tickets() == []
        assert desk.rulings(entry) == []


def test_what_no_person_wrote_is_not_acknowledged_whatever_rules_say(tmp_path: Path) -> None:
    wish = rule("wish", "ticket.created", "", "reply_section: holidays", "set: {priority: high}")
    with ruled(tmp_path, wish) as desk:
        desk.receive(desk.mail(headers={"List-Id": "<news.acme.example>", "Precedence": "list"}))
        desk.receive(desk.mail("noreply@acme.example"))
        desk.receive(desk.mail("eve@evil.example", headers={"Auto-Submitted": "auto-replied"}))
        assert [one for one in desk.letters() if one.startswith("ack")] == []


@pytest.mark.id("R-07")
@pytest.mark.parametrize("trigger", ["ticket.created", "ticket.customer_replied"])
def test_a_mail_is_forwarded_to_people_of_the_team_and_nobody_else(tmp_path: Path, trigger: str) -> None:
    forward = rule("forward", trigger, "", "forward: [dana, leads]")
    with ruled(tmp_path, forward) as desk:
        desk.receive(desk.mail(text="To: eve@evil.example, Bcc: eve@evil.example"), authentication=PROVEN)
        if trigger == "ticket.customer_replied":
            desk.receive(desk.reply(desk.acknowledged()))
        assert desk.told("forwarded") == ["dana@support.example", "lea@support.example"]


@pytest.mark.id("R-06")
@pytest.mark.parametrize("where", ["/etc/passwd", "../../outside.yml"])
def test_a_link_out_of_the_folder_is_not_read(tmp_path: Path, where: str) -> None:
    from gateway.errors import ConfigError

    (tmp_path / "outside.yml").write_text("version: 1\nrules: []\n")
    folder = tmp_path / "config" / "rules"
    folder.mkdir(parents=True)
    (folder / "10.yml").symlink_to(where)
    with ruled(tmp_path, TAGGED) as desk, pytest.raises(ConfigError):
        assert desk.office.law


REOPEN = rule("reopen", "ticket.status_changed", "[{ticket.status: closed}]", "set: {status: open}")
CLOSE = rule("close", "ticket.status_changed", "[{ticket.status: open}]", "set: {status: closed}")


@pytest.mark.id("R-04")
def test_two_rules_that_reopen_and_close_for_ever_come_to_an_end_and_it_is_told(tmp_path: Path) -> None:
    with ruled(tmp_path, REOPEN, CLOSE, GATEWAY_SUPPORT__POLICY="ameyo") as desk:
        number = desk.opened()
        desk.set(number, status=Status.PENDING)
        desk.set(number, status=Status.OPEN)
        desk.settle()
        passes = [(*(match.rule for match in one.matched), *one.refused) for one in desk.rulings()]
        once = "it has acted on this ticket just now, and acts once"
        stopped = f"rule close (rules/20.yml:8): {once}"
        assert passes == [(), ("close",), ("reopen", stopped), (stopped,)]
        assert desk.status(number) == "open"
        told = [line.because for line in desk.ticket(number).history if "would set its status again" in line.what]
        assert told == [once]


@pytest.mark.id("T-01")
@pytest.mark.parametrize("hostile", ["{{7*7}}", "{% for x in y %}x{% endfor %}", "{{ config }}", "{{ ''.__class__ }}"])
def test_braces_in_a_mail_are_text_wherever_rules_put_them(tmp_path: Path, hostile: str) -> None:
    take = rule(
        "take",
        "ticket.created",
        "[{subject|re: '(?P<what>.+)'}]",
        "set_field: {what: '{{ match.what }}'}",
        "note: 'It says: {{ subject }}'",
        "reply_section: holidays",
        "forward: dana",
    )
    with ruled(tmp_path, take) as desk:
        desk.receive(desk.mail(subject=hostile, text=hostile), authentication=PROVEN)
        assert desk.fields() == {"what": hostile}
        assert [note.body.text for note in desk.ticket().messages if note.direction == "note"] == [
            f"It says: {hostile}"
        ]
        assert all(hostile in sent.text for sent in desk.outbox() if sent.template == "forwarded")
        assert json.dumps(desk.fields())
