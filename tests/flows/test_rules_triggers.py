"""When rules are looked at, and what comes of what they wish, through the real desk."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from gateway.desk.ticket import Status
from tests.flows.ruled_desk import BY_PHONE, PROVEN, RuledDesk, rule, ruled
from tests.flows.timed_desk import HOUR
from tests.flows.watched import watched_desk

EVERY = (
    "ticket.created",
    "ticket.customer_replied",
    "ticket.engineer_replied",
    "ticket.status_changed",
    "target.warning",
    "target.missed",
)
EACH = "".join(rule(f"on-{name.replace('.', '-').replace('_', '-')}", name, "", f"add_tag: {name}") for name in EVERY)


def tags(desk: RuledDesk, number: str = "") -> tuple[str, ...]:
    return desk.ticket(number or desk.number).line.tags


def triggers(desk: RuledDesk) -> list[str]:
    return [passed[0] for passed in desk.matched()]


def test_a_mail_that_opens_a_ticket_and_one_that_joins_it(tmp_path: Path) -> None:
    with ruled(tmp_path, EACH) as desk:
        desk.receive(desk.mail(), authentication=PROVEN)
        assert triggers(desk) == ["ticket.created"]
        entry = desk.receive(desk.reply(desk.acknowledged()))
        assert desk.matched(entry) == [("ticket.customer_replied", "on-ticket-customer-replied")]
        assert tags(desk) == ("ticket.created", "ticket.customer_replied")


def test_a_ticket_that_somebody_opens_on_the_phone(tmp_path: Path) -> None:
    by_phone = rule("by-phone", "ticket.created", "[{ticket.channel: phone}]", "add_tag: called", "notify: leads")
    with ruled(tmp_path, by_phone) as desk:
        desk.opened()
        assert tags(desk) == ("called",)
        assert desk.told("news") == ["lea@support.example"]
        (passed,) = desk.rulings()
        assert (passed.journal_id, passed.matched[0].because) == (
            None,
            ('ticket.channel phone: "phone", ticket.channel',),
        )


def test_a_ticket_that_monitoring_opens(tmp_path: Path) -> None:
    config = tmp_path / "a" / "config"
    (config / "rules").mkdir(parents=True)
    text = "version: 1\nrules:\n" + rule("alarm", "ticket.created", "[{ticket.channel: monitor}]", "add_tag: alarm")
    (config / "rules" / "20.yml").write_text(text)
    for desk in watched_desk(tmp_path / "a"):
        desk.finds(False, False, False, False)
        desk.take_in()
        assert desk.ticket().line.tags == ("alarm",)


def test_an_engineer_who_answers_is_an_occasion_and_a_note_is_none(tmp_path: Path) -> None:
    said = rule("said", "ticket.engineer_replied", "[{body|contains: password}]", "add_tag: leaks")
    with ruled(tmp_path, said, EACH) as desk:
        number = desk.opened()
        desk.office.casework.note(number, by="dana", body="their password is x")
        assert triggers(desk) == ["ticket.created"]
        desk.office.casework.reply(number, by="dana", body="Your PASSWORD is x")
        assert triggers(desk)[-1] in ("ticket.engineer_replied", "ticket.status_changed")
        assert {"leaks", "ticket.engineer_replied"} <= set(tags(desk))


def test_a_status_that_people_change_and_one_that_the_clock_changes(tmp_path: Path) -> None:
    paused = rule(
        "paused", "ticket.status_changed", "[{ticket.status: pending, ticket.status_before: open}]", "add_tag: paused"
    )
    silent = rule("silent", "ticket.status_changed", "[{ticket.status: closed}]", "add_tag: silent", "notify: leads")
    with ruled(tmp_path, paused, silent) as desk:
        number = desk.waiting()
        assert tags(desk) == ("paused",)
        for _ in range(30):
            desk.pass_time(timedelta(days=1))
            desk.settle()
        assert desk.status(number) == "closed"
        assert tags(desk) == ("paused", "silent")


def test_promises_that_are_due_soon_and_missed(tmp_path: Path) -> None:
    answer = rule(
        "answer", "target.missed", "[{target.kind: response}]", "add_tag: late", "set: {owner: lea}", "notify: leads"
    )
    with ruled(tmp_path, EACH, answer) as desk:
        desk.opened()
        for _ in range(40):
            desk.pass_time(HOUR)
            desk.settle()
        assert {"target.warning", "target.missed", "late"} <= set(tags(desk))
        assert desk.ticket().line.assigned_to == "lea"


def test_every_pass_is_kept_with_its_hash_also_where_no_rule_held(tmp_path: Path) -> None:
    never = rule("never", "mail.received", "[{subject: nothing}]", "auto_reply: never")
    with ruled(tmp_path, never, rule("nor-this", "ticket.created", "[{subject: nothing}]", "add_tag: x")) as desk:
        entry = desk.receive(desk.mail(), authentication=PROVEN)
        assert desk.matched(entry) == [("mail.received",), ("ticket.created",)]
        assert {one.config_hash for one in desk.rulings(entry)} == {desk.office.law.config_hash}
        assert len(desk.office.law.config_hash) == 64


OPENED = rule("opened", "ticket.status_changed", "[{ticket.status: open}]", "note: opened")
CLOSED = rule("closed", "ticket.status_changed", "[{ticket.status: closed}]", "note: closed")


@pytest.mark.parametrize("together", [True, False])
def test_it_makes_no_difference_which_mails_are_worked_on_together(tmp_path: Path, together: bool) -> None:
    with ruled(tmp_path, OPENED, CLOSED) as desk:
        desk.receive(desk.mail(), authentication=PROVEN)
        desk.set(desk.number, status=Status.PENDING)
        work = desk.work
        if together:
            desk.work = lambda: None  # type: ignore[method-assign]
        for text in ("Here is the log.", "close this case", "It is back."):
            desk.receive(desk.reply(desk.acknowledged(), text), authentication=PROVEN)
        work()
        notes = [one.body.text for one in desk.ticket().messages if one.direction == "note"]
        assert notes == ["opened", "closed", "opened"]


URGENT = rule(
    "urgent", "ticket.created", "[{subject|contains: outage}]", "set: {priority: urgent}", "add_topic: outage"
)
HINT = rule(
    "hint",
    "ticket.created",
    "[{ticket.priority: urgent, customer.policy.urgent_channel.kind: phone}]",
    "reply_section: urgent_by_phone",
)


def test_where_urgent_problems_are_phoned_in_a_rule_only_alerts_people_and_says_so(tmp_path: Path) -> None:
    with ruled(tmp_path, URGENT, HINT, GATEWAY_SUPPORT__POLICY=BY_PHONE) as desk:
        desk.receive(desk.mail(subject="Total outage"), authentication=PROVEN)
        assert desk.ticket().line.priority == desk.office.law.policies.of(None).default
        assert len(desk.told("page")) == len(set(desk.told("page"))) > 0
        assert "289-298-5744" in desk.acknowledged().text
        assert "https://h.example/status" in desk.acknowledged().text
        passed = desk.rulings()[-1]
        assert [one.rule for one in passed.matched] == ["urgent", "hint"]
        (refused,) = passed.refused
        assert "wants urgent problems phoned in, so it is wants_urgent and people judge" in refused
        desk.receive(desk.reply(desk.acknowledged(), "Still down."))
        assert len(desk.told("page")) == len(set(desk.told("page")))


def test_where_urgent_problems_may_be_mailed_a_rule_makes_them_urgent(tmp_path: Path) -> None:
    with ruled(tmp_path, URGENT, HINT) as desk:
        desk.receive(desk.mail(subject="Total outage"), authentication=PROVEN)
        assert desk.ticket().line.priority == "urgent"
        assert desk.told("page")
        assert desk.ticket().line.topics == ("outage",)
        assert [line.because for line in desk.ticket().history if "urgent" in line.what][-1].startswith("rule urgent (")


@pytest.mark.parametrize("trigger", ["ticket.customer_replied", "ticket.status_changed"])
def test_no_later_trigger_makes_urgent_by_mail_what_is_to_be_phoned_in(tmp_path: Path, trigger: str) -> None:
    later = rule("later", trigger, "", "set: {priority: urgent}")
    with ruled(tmp_path, later, GATEWAY_SUPPORT__POLICY=BY_PHONE) as desk:
        desk.receive(desk.mail(), authentication=PROVEN)
        before = desk.ticket().line.priority
        desk.set(desk.number, status=Status.PENDING)
        desk.receive(desk.reply(desk.acknowledged(), "It is worse."))
        assert ("later",) in [passed[1:] for passed in desk.matched()]
        assert desk.ticket().line.priority == before != "urgent"


def test_on_the_phone_a_rule_may_make_it_urgent(tmp_path: Path) -> None:
    called = rule("called", "ticket.created", "[{ticket.channel: phone}]", "set: {priority: urgent}")
    with ruled(tmp_path, called, GATEWAY_SUPPORT__POLICY=BY_PHONE) as desk:
        desk.opened()
        assert desk.ticket().line.priority == "urgent"


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Case {}: we are back"), ("fr", "Dossier {} : de retour lundi."), ("de", "Case {}: we are back")],
)
def test_a_section_is_said_in_the_language_of_the_reader_and_is_text(tmp_path: Path, language: str, said: str) -> None:
    section = rule("away", "ticket.created", "", "reply_section: holidays", f"set: {{language: {language}}}")
    with ruled(tmp_path, section) as desk:
        desk.receive(desk.mail(), authentication=PROVEN)
        letter = desk.acknowledged()
        assert said.format(desk.number) in letter.text
        html = letter.message.get_body(("html",))
        assert html is not None
        assert "<b>on Monday</b>" not in html.get_content()
        assert (language == "fr") is ("Dossier" in letter.text)


@pytest.mark.parametrize("trigger", ["mail.received", "ticket.created"])
def test_a_rule_may_keep_a_mail_from_being_acknowledged(tmp_path: Path, trigger: str) -> None:
    with ruled(tmp_path, rule("hush", trigger, "", "auto_reply: never")) as desk:
        desk.receive(desk.mail(), authentication=PROVEN)
        assert desk.outbox() == []
        assert "not acknowledged: a rule says so" in [line.because for line in desk.ticket().history]


def test_a_rule_sets_everything_about_a_ticket_and_each_has_its_reason(tmp_path: Path) -> None:
    everything = rule(
        "all",
        "ticket.created",
        "[{subject|re: 'invoice (?P<no>[0-9]+)'}]",
        "set: {queue: leads, owner: lea, language: fr, status: pending, priority: low}",
        "set_field: {invoice: '{{ match.no }}'}",
        "add_cc: boss@acme.example",
        "add_tag: [a, b]",
        "note: 'about {{ match.no }}'",
    )
    with ruled(tmp_path, everything) as desk:
        desk.receive(desk.mail(subject="Invoice 4711"), authentication=PROVEN)
        line = desk.ticket().line
        assert (line.queue, line.assigned_to, line.status, line.priority) == ("leads", "lea", "pending", "low")
        assert (line.tags, desk.fields()) == (("a", "b"), {"invoice": "4711"})
        assert "boss@acme.example" in desk.ticket().participants
        assert "dossier" in desk.acknowledged().text
        because = "rule all (rules/20.yml:3)"
        assert len([one for one in desk.ticket().history if one.because.startswith(because)]) >= 8


def test_what_a_rule_notes_is_nobodys_work(tmp_path: Path) -> None:
    with ruled(tmp_path, rule("noted", "ticket.created", "", "note: 'look here'")) as desk:
        number = desk.opened()
        due = [(row.kind, row.due) for row in desk.ticket(number).promises]
        assert due
        assert [one.direction for one in desk.ticket(number).messages].count("note") == 1
    with ruled(tmp_path / "without", rule("none", "ticket.created", "[{subject: x}]", "note: x")) as desk:
        number = desk.opened()
        assert [(row.kind, row.due) for row in desk.ticket(number).promises] == due


@pytest.mark.parametrize("by_mail", [True, False])
def test_a_case_that_is_there_is_linked_both_ways(tmp_path: Path, by_mail: bool) -> None:
    with ruled(tmp_path, rule("none", "ticket.created", "[{subject: x}]", "add_tag: x")) as desk:
        umbrella = desk.opened()
    with ruled(tmp_path, rule("part", "ticket.created", "", f'link_to: "{umbrella}"')) as desk:
        if by_mail:
            desk.receive(desk.mail(), authentication=PROVEN)
        else:
            desk.opened(sender="bob@other.example")
        other = desk.tickets()[-1].number
        assert umbrella in str(desk.ticket(other).linked_to)
        assert other in str(desk.ticket(umbrella).linked_to)


def test_what_is_elsewhere_is_linked_as_it_is_written(tmp_path: Path) -> None:
    part = rule("part", "ticket.created", "[{subject|re: '(?P<jira>OPS-[0-9]+)'}]", "link_to: '{{ match.jira }}'")
    with ruled(tmp_path, part) as desk:
        desk.receive(desk.mail(subject="About ops-17"), authentication=PROVEN)
        assert "ops-17" in str(desk.ticket().linked_to)


def test_an_address_of_ours_is_nobody_who_reads_along(tmp_path: Path) -> None:
    with ruled(tmp_path, rule("loop", "ticket.created", "", "add_cc: support@example.com")) as desk:
        desk.receive(desk.mail(), authentication=PROVEN)
        desk.office.casework.reply(desk.number, by="dana", body="Done.")
        assert "support@example.com" not in [sent.recipient for sent in desk.outbox()]
