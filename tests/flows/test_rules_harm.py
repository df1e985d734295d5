"""Clumsy rules, and mail meant to turn them against people: neither stops the desk nor wakes anybody."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from gateway.desk.ticket import Status
from gateway.rules.customers import read_customers
from gateway.store.links import links_of
from gateway.store.look_up import ticket_by_number
from tests.flows.ruled_desk import BY_PHONE, PROVEN, RuledDesk, rule, ruled
from tests.peers.postgres import Postgres

PAGED = """
team:
  - {name: dana, address: dana@support.example, groups: [support, on-call], pager: dana@pager.example, digest: never}
"""


def links(desk: RuledDesk, number: str = "") -> tuple[str, ...]:
    with desk.office.database.read() as connection:
        ticket = ticket_by_number(connection, desk.ticket(number).line.number)
        assert ticket is not None
        return links_of(connection, ticket.id)


def test_a_rule_that_links_again_and_again_links_once(tmp_path: Path) -> None:
    with ruled(tmp_path, rule("l", "ticket.status_changed", "", 'link_to: "JIRA-7"')) as desk:
        number = desk.opened()
        for status in (Status.PENDING, Status.OPEN, Status.PENDING):
            desk.set(number, status=status)
        assert desk.status() == "pending"
        assert links(desk) == ("JIRA-7",)
        assert sum("JIRA-7" in line for _, line in desk.lines()) == 1


def test_what_a_mail_says_links_by_name_and_writes_on_nobody_elses_case(tmp_path: Path) -> None:
    asked = r"""[{"subject|re": '#(?P<n>\d{7})'}]"""
    with ruled(tmp_path, rule("l", "ticket.created", asked, 'link_to: "{{ match.n }}"')) as desk:
        desk.receive(desk.mail(subject="victim"), authentication=PROVEN)
        victim = desk.number
        before = len(desk.ticket(victim).history)
        desk.receive(desk.mail("eve@evil.example", f"hello #{victim}"))
        assert links(desk, victim) == ()
        assert not any("linked" in line.what for line in desk.ticket(victim).history[before:])
        assert links(desk, desk.tickets()[-1].number) == (victim,)


@pytest.mark.peer("postgresql")
def test_what_is_too_long_for_its_place_is_refused_and_stops_no_mail(tmp_path: Path, postgres: Postgres) -> None:
    asked = """[{"subject|re": 'order (?P<n>[^;]+)'}]"""
    url = postgres.new_database()
    with ruled(
        tmp_path, rule("l", "ticket.created", asked, 'link_to: "{{ match.n }}"'), GATEWAY_STORE__URL=url
    ) as desk:
        entry = desk.receive(desk.mail(subject="order " + "9" * 80))
        assert desk.fate(entry) == "ticket"
        assert any("more than 60 characters" in text for one in desk.rulings(entry) for text in one.refused)


def ameyo(folder: Path, *rules: str) -> RuledDesk:
    (folder / "customers").mkdir()
    (folder / "customers" / "acme.yml").write_text(
        "id: acme\nname: ACME\npolicy: ameyo\ndomains: [acme.example]\n", "utf-8"
    )
    manager = ruled(folder, *rules, GATEWAY_SUPPORT__POLICY="ameyo")
    desk = manager.__enter__()
    desk.office.directory.bring_in(read_customers((folder / "customers",)), by="t", because="t")
    return desk


@pytest.mark.parametrize("proof", [PROVEN, ""])
def test_a_field_of_a_rule_keeps_the_figures_of_the_mail_and_makes_no_level(tmp_path: Path, proof: str) -> None:
    keep = rule("k", "ticket.created", "", "set_field: {ref: x}")
    again = rule("s", "ticket.customer_replied", "", 'set_field: {seen: "yes"}')
    desk = ameyo(tmp_path, keep, again)
    desk.receive(desk.mail(text="Hello. 90 of 100 seats are down."), authentication=proof)
    assert desk.fields() == {"seats": "100", "seats_affected": "90", "ref": "x"}
    level = desk.tickets()[0].priority
    assert level == ("critical" if proof else "minor")
    desk.receive(desk.reply(desk.acknowledged(), "more text"))
    assert desk.fields()["seen"] == "yes"
    assert desk.tickets()[0].priority == level
    assert desk.told("priority-changed") == []
    desk.office.close()


def test_no_rule_sets_figures(tmp_path: Path) -> None:
    asked = r"""[{"subject|re": 'all of (?P<n>\d+)'}]"""
    grab = rule("g", "ticket.created", asked, 'set_field: {seats: "{{ match.n }}", seats_affected: "{{ match.n }}"}')
    desk = ameyo(tmp_path, grab)
    entry = desk.receive(desk.mail(subject="all of 300"))
    assert desk.tickets()[0].priority == "minor"
    assert [one for ruling in desk.rulings(entry) for one in ruling.refused if "figure" in one]
    desk.office.close()


def test_a_reply_that_nothing_proves_wakes_nobody_by_a_detour(tmp_path: Path) -> None:
    wake = rule("w", "ticket.status_changed", "[{ticket.status: open}]", "notify: on-call")
    with ruled(tmp_path, wake, team=PAGED) as desk:
        desk.receive(desk.mail(), authentication=PROVEN)
        desk.set(status=Status.PENDING)
        desk.pass_time(timedelta(hours=11))  # two in the morning in Toronto
        desk.receive(desk.reply(desk.acknowledged(), "hello?"))
        assert desk.status() == "open"
        assert desk.told("page") == ["dana@support.example"]
        desk.set(status=Status.PENDING)
        desk.pass_time(timedelta(hours=2))
        desk.receive(desk.reply(desk.acknowledged(), "hello again?"), authentication=PROVEN)
        assert desk.told("page") == ["dana@support.example", "dana@pager.example"]


def test_urgent_is_phoned_in_whatever_way_the_case_began(tmp_path: Path) -> None:
    rush = rule("u", "ticket.status_changed", "[{ticket.status: open}]", "set: {priority: urgent}")
    with ruled(tmp_path, rush, GATEWAY_SUPPORT__POLICY=BY_PHONE) as desk:
        number = desk.opened()  # by phone
        desk.set(number, status=Status.PENDING)
        desk.receive(desk.mail("ann@acme.example", f"Re: [case #{number}]", "It is back."))
        assert desk.status() == "open"
        assert desk.tickets()[0].priority != "urgent"
        assert len(desk.told("page")) == 1  # people judge


def test_who_judges_whether_it_is_urgent_hears_once_of_it(tmp_path: Path) -> None:
    rushes = (
        rule("r", "ticket.customer_replied", "[{body|contains: again}]", "set: {priority: urgent}"),
        rule("s", "ticket.status_changed", "[{ticket.status: open}]", "set: {priority: urgent}"),
    )
    with ruled(tmp_path, *rushes, GATEWAY_SUPPORT__POLICY=BY_PHONE) as desk:
        number = desk.opened()
        desk.set(number, status=Status.PENDING)
        urgent = desk.mail("ann@acme.example", f"Re: [case #{number}]", "Urgent! It is down again.")
        desk.receive(urgent, authentication=PROVEN)
        assert (desk.status(), len(desk.told("page"))) == ("open", 1)
        pages = [line for line in desk.ticket().history if "urgent" in line.what]
        assert len([line for line in pages if "judge" in line.because or "says it is urgent" in line.what]) == 1


def test_a_copy_is_for_customers_and_each_of_them_once(tmp_path: Path) -> None:
    add = rule(
        "c",
        "ticket.created",
        "",
        "add_cc: [ANN@acme.example, support@example.com, dana@support.example, Ops@acme.example]",
    )
    with ruled(tmp_path, add) as desk:
        entry = desk.receive(desk.mail(), authentication=PROVEN)
        desk.office.casework.reply(desk.number, by="dana", body="We look.")
        assert sorted(desk.told("reply")) == ["ann@acme.example", "ops@acme.example"]
        assert len([one for ruling in desk.rulings(entry) for one in ruling.refused]) == 2
        theirs = next(sent for sent in desk.outbox() if sent.recipient.startswith("ops@"))
        desk.receive(desk.reply(theirs, "We see it too.", sender="Ops@acme.example"))
        assert len(desk.tickets()) == 1


def test_a_case_that_a_rule_closes_at_once_says_nothing(tmp_path: Path) -> None:
    close = rule("c", "ticket.created", "", "set: {status: closed}")
    with ruled(tmp_path, close, GATEWAY_SUPPORT__POLICY=BY_PHONE) as desk:
        desk.receive(desk.mail(), authentication=PROVEN)
        assert desk.status() == "closed"
        assert desk.letters("ack", "ack-proven", "closed") == []


def test_a_rule_tells_of_one_case_once_an_hour(tmp_path: Path) -> None:
    with ruled(tmp_path, rule("n", "ticket.customer_replied", "", "notify: leads")) as desk:
        desk.receive(desk.mail(), authentication=PROVEN)
        for number in range(5):
            desk.receive(desk.reply(desk.acknowledged(), f"text {number}"))
        assert desk.told("news") == ["lea@support.example"]
        desk.pass_time(timedelta(hours=1))
        desk.receive(desk.reply(desk.acknowledged(), "and?"))
        assert desk.told("news") == ["lea@support.example"] * 2


def test_words_that_a_mail_program_broke_over_two_lines_are_the_same_words(tmp_path: Path) -> None:
    asked = '[{"body|contains": "everything is down"}]'
    with ruled(tmp_path, rule("d", "ticket.created", asked, "add_tag: down")) as desk:
        desk.receive(desk.mail(text="Since nine in all of our offices everything\nis  down, and nobody knows why."))
        assert desk.tickets()[0].tags == ("down",)


def test_what_is_written_down_of_a_mail_is_bounded(tmp_path: Path) -> None:
    asked = """[{"body|re": '(?s)(?P<all>.+)'}]"""
    with ruled(tmp_path, rule("a", "ticket.created", asked, 'set_field: {all: "{{ match.all }}"}')) as desk:
        entry = desk.receive(desk.mail(text="long words " * 2_000))
        (held,) = [one for ruling in desk.rulings(entry) for one in ruling.matched]
        assert len(dict(held.captured)["all"]) == 200
        assert len(desk.fields()["all"]) > 200
