from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from gateway.desk.ruling.record import Ruled
from gateway.mail import TicketId
from gateway.store.database import Side
from gateway.store.rulings import keep_rulings, rulings_of_ticket
from gateway.store.slow_rules import count_slow
from tests.cli.conftest import Desk, mail

RULES = r"""version: 1
rules:
  - id: adverts
    triggers: [mail.received]
    conditions:
      - subject|contains: advert
    actions:
      - discard: "adverts are not read"
  - id: outage-words
    alias: Everything is down
    triggers: [ticket.created]
    conditions:
      - subject|contains: ["panne totale", outage]
    actions:
      - set: {priority: high}
      - add_topic: outage
      - add_tag: loud
  - id: invoice-number
    triggers: [ticket.created]
    conditions:
      - subject|re: 'invoice\D{0,5}(?P<invoice>\d{4,10})'
    actions:
      - set_field: {invoice: "{{ match.invoice }}"}
      - stop: "billing needs no more"
  - id: below
    triggers: [ticket.created]
    conditions:
      - sender.verified: true
    actions:
      - add_tag: verified
  - id: back
    triggers: [ticket.status_changed]
    actions:
      - add_tag: back
"""
TEAM = "team:\n  - {name: dana, address: dana@example.com, groups: [support, on-call]}\n"


@pytest.fixture
def ruled(desk: Desk) -> Desk:
    folder = desk.settings_file.parent
    (folder / "rules").mkdir()
    (folder / "rules" / "20-classify.yml").write_text(RULES)
    (folder / "team.yml").write_text(TEAM)
    return desk


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mail.eml"
    path.write_bytes(mail(subject="Panne totale du standard", body="Plus rien ne marche depuis ce matin.\n"))
    return path


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


def test_explain_says_rule_by_rule_what_matched_where_and_what_did_not(ruled: Desk, file: Path) -> None:
    lines = _lines(ruled.ok("rules", "explain", str(file)))
    assert lines[0].startswith('Mail ann@acme.example "Panne totale du standard" received Thu 19 Nov')
    assert lines[1].startswith("Auth nothing is known -> sender unproven")
    assert lines[2] == "Auto new (nothing says otherwise) -> may be acknowledged"
    assert lines[3] == "Thread no case token, no known References -> new case"
    assert lines[5].startswith("Rules config ")
    assert lines[6:12] == [
        "20-classify.yml",
        '✗ adverts subject|contains advert got "Panne totale du standard"',
        "✓ outage-words",
        '✓ subject|contains "panne totale" subject, characters 0-12',
        "→ priority medium -> high · topic +outage · tag +loud",
        '✗ invoice-number subject|re invoice\\D{0,5}(?P<invoice>\\d{4,10}) got "Panne totale du standard"',
    ]
    assert lines[13] == "… 1 rule for other occasions"
    assert lines[14] == "Result case would be: high, queue support, topics [outage], tags [loud]"
    assert lines[15].startswith("ack in en, sections: header, links(outage")
    assert lines[16].startswith("first reply due ")
    assert lines[17] == "Nothing was sent or stored."


def test_only_matched_rules_where_that_is_wanted(ruled: Desk, file: Path) -> None:
    shown = ruled.ok("rules", "explain", str(file), "--matched")
    assert "outage-words" in shown
    assert "invoice-number" not in shown


def test_of_hundreds_of_rules_the_rest_is_a_number(ruled: Desk, file: Path) -> None:
    rule = "  - {{id: r{n}, triggers: [ticket.created], conditions: [{{subject: w{n}}}], actions: [{{add_tag: t}}]}}"
    text = "version: 1\nrules:\n" + "\n".join(rule.format(n=number) for number in range(260))
    (ruled.settings_file.parent / "rules" / "50-many.yml").write_text(text)
    lines = _lines(ruled.ok("rules", "explain", str(file)))
    assert "… 240 more did not match" in lines
    assert sum(line.startswith("✗ r") for line in lines) == 20


def test_standard_input_and_the_envelope_are_taken(ruled: Desk, file: Path) -> None:
    found = ruled.json("rules", "explain", "-", "--sender", "<>", stdin=file.read_bytes())
    assert found["mail"]["kind"] == "bounce" or found["acknowledgement"]["sent"] is False
    assert ruled.run("rules", "explain", "--id", "1", "--sender", "a@b.example").exit_code == 2
    assert ruled.run("rules", "explain", str(file), "--id", "1").exit_code == 2
    assert ruled.run("rules", "explain").exit_code == 2
    both = ruled.run("rules", "explain", str(file), "--ticket", "1042735")
    assert both.exit_code == 2
    assert "give one of them: a mail, or --id, or --ticket" in both.stderr


def test_json_has_every_rule_with_its_reasons_and_keeps_its_keys(ruled: Desk, file: Path) -> None:
    found = ruled.json("rules", "explain", str(file))
    assert list(found) == [
        "mail", "config_hash", "triggers", "rules", "slow", "outcome", "acknowledgement", "first_reply",
    ]  # fmt: skip
    assert found["triggers"] == ["mail.received", "ticket.created"]
    rules = {one["rule"]: one for one in found["rules"]}
    assert {name: one["result"] for name, one in rules.items()} == {
        "adverts": "not-matched",
        "outage-words": "matched",
        "invoice-number": "not-matched",
        "below": "not-matched",
        "back": "not-asked",
    }
    (reason,) = rules["outage-words"]["reasons"]
    assert (reason["asked"], reason["got"], reason["where"]) == (
        "subject|contains",
        '"panne totale"',
        "subject, characters 0-12",
    )
    assert (found["outcome"]["priority"], found["outcome"]["topics"]) == ("high", ["outage"])
    assert found["acknowledgement"]["sent"] is True
    assert found["mail"]["language"] == "fr"


@pytest.mark.parametrize(
    ("subject", "rule", "said"),
    [
        ("Hello", "outage-words", '✗ subject|contains panne totale, outage got "Hello" line 13'),
        ("An outage", "outage-words", "✓ outage-words matched (rules/20-classify.yml:9)"),
        ("Invoice 204417", "below", "rule invoice-number ended the pass above it"),
        ("An advert", "below", "it is asked on ticket.created, and nothing of that happened"),
        ("Hello", "back", "it is asked on ticket.status_changed, and nothing of that happened"),
    ],
)
def test_why_not_says_the_one_thing_that_is_asked(ruled: Desk, file: Path, subject: str, rule: str, said: str) -> None:
    file.write_bytes(mail(subject=subject))
    lines = _lines(ruled.ok("rules", "explain", str(file), "--why-not", rule))
    assert said in lines
    assert len(lines) <= 4


SLOW = r"""version: 1
rules:
  - id: drowsy
    triggers: [ticket.created]
    conditions:
      - subject|startswith: Hello
      - body|re: '(.*),(.*),(.*),(.*)z'
    actions:
      - add_tag: drowsy
  - id: awake
    triggers: [ticket.created]
    conditions:
      - ticket.priority: urgent
    actions:
      - add_tag: awake
"""


@pytest.mark.id("R-05")
def test_why_not_of_a_pattern_that_ran_out_of_time_says_so(ruled: Desk, file: Path) -> None:
    (ruled.settings_file.parent / "rules" / "20-classify.yml").write_text(SLOW)
    file.write_bytes(mail(subject="Hello", body="z\n" + "a," * 30_000))
    said = "too slow, taken for no match"
    lines = _lines(ruled.ok("rules", "explain", str(file), "--why-not", "drowsy"))
    assert lines[0] == "✗ drowsy (rules/20-classify.yml:3)"
    assert lines[1].startswith("✗ body|re")
    assert lines[1].endswith(f"{said} line 7")
    assert lines[2] == f"! {said}: drowsy (rules/20-classify.yml:7): (.*),(.*),(.*),(.*)z on body"
    whole = ruled.json("rules", "explain", str(file))["rules"]
    assert whole[0]["why"].endswith(said)
    assert len(whole[0]["slow"]) == 1
    assert whole[1]["slow"] == []


def test_of_the_names_of_a_priority_one_is_shown(ruled: Desk, file: Path) -> None:
    (ruled.settings_file.parent / "rules" / "20-classify.yml").write_text(SLOW)
    lines = _lines(ruled.ok("rules", "explain", str(file), "--why-not", "awake"))
    assert lines[1] == '✗ ticket.priority = urgent got "medium" line 13'


def test_stats_mark_rules_whose_patterns_were_stopped_under_these_files(ruled: Desk) -> None:
    with ruled.office() as office, office.database.write(Side.DESK) as connection:
        count_slow(connection, office.law.config_hash, ["below"])
        count_slow(connection, office.law.config_hash, ["below"])
        count_slow(connection, "0" * 64, ["back"])
    rows = [line.split("\t") for line in ruled.ok("rules", "stats").splitlines()]
    notes = {row[0]: row[-1] for row in rows}
    assert notes["below"] == "never matched (!); pattern too slow 2 times (!)"
    assert notes["back"] == "never matched (!)"
    assert {one["rule"]: one["slow"] for one in ruled.json("rules", "stats")["rules"]}["below"] == 2


def test_why_not_knows_what_is_meant_by_a_rule_that_is_not_there(ruled: Desk, file: Path) -> None:
    result = ruled.run("rules", "explain", str(file), "--why-not", "outage-word")
    assert result.exit_code == 3
    assert 'did you mean "outage-words"' in result.stderr
    found = ruled.json("rules", "explain", str(file), "--why-not", "below")
    assert (found["result"], found["reasons"][0]["asked"]) == ("not-matched", "sender.verified")


def test_a_mail_that_a_rule_discards_is_explained_by_both_commands(ruled: Desk, file: Path) -> None:
    file.write_bytes(mail(subject="An advert"))
    assert "Result discarded: adverts are not read" in " ".join(_lines(ruled.ok("rules", "explain", str(file))))
    assert "a rule discards it" in ruled.ok("mail", "explain", str(file))
    released = _lines(ruled.ok("rules", "explain", str(file), "--released"))
    assert any(line.startswith("Result case would be: medium") for line in released)


def test_a_mail_of_the_journal_is_explained_as_if_it_had_not_come(ruled: Desk) -> None:
    ruled.ticket(subject="Total outage")
    shown = ruled.ok("rules", "explain", "--id", "1")
    assert "-> new case" in shown
    assert "case would be: high" in shown


def test_a_file_of_a_mail_that_has_come_is_explained_as_if_it_had_not(ruled: Desk, file: Path) -> None:
    fresh = ruled.json("rules", "explain", str(file))["rules"]
    ruled.deliver(file.read_bytes())
    number = ruled.json("ticket", "list")[0]["number"]
    result = ruled.run("rules", "explain", str(file))
    said = f"The same mail is on case {number} already; looked at as if it had not come."
    assert said in result.stderr.splitlines()
    again = ruled.json("rules", "explain", str(file))
    assert again["rules"] == fresh
    assert again["outcome"]["fate"] == "ticket"
    matched = ruled.run("rules", "explain", str(file), "--why-not", "outage-words")
    assert "outage-words matched" in matched.stdout
    assert said in matched.stderr


def test_explaining_stores_nothing(ruled: Desk, file: Path) -> None:
    number = ruled.ticket(subject="Total outage")
    before = [
        ruled.json(*words) for words in (("ticket", "show", number), ("mail", "list"), ("outbox", "list", "--all"))
    ]
    for words in ((str(file),), ("--id", "1"), ("--ticket", number), (str(file), "--why-not", "below")):
        ruled.ok("rules", "explain", *words)
    after = [
        ruled.json(*words) for words in (("ticket", "show", number), ("mail", "list"), ("outbox", "list", "--all"))
    ]
    assert before == after


def test_what_was_decided_is_told_a_year_later_when_the_rules_are_gone(ruled: Desk) -> None:
    number = ruled.ticket(subject="Invoice 204417: outage")
    config_hash = ruled.json("rules", "explain", "--id", "1")["config_hash"]
    ruled.clock.advance(timedelta(days=365))
    (ruled.settings_file.parent / "rules" / "20-classify.yml").write_text("version: 1\n")
    lines = _lines(ruled.ok("rules", "explain", "--ticket", number))
    assert any(f"ticket.created, mail 1 config {config_hash[:7]}" in line for line in lines)
    assert 'outage-words (rules/20-classify.yml:9) "Everything is down"' in lines
    assert 'because subject|contains panne totale, outage: "outage", subject, characters 16-22' in lines
    assert "did priority medium -> high · topic +outage · tag +loud" in lines
    assert 'match.invoice = "204417"' in lines
    assert "ended by invoice-number" in lines
    found = ruled.json("rules", "explain", "--ticket", number)
    with ruled.office() as office, office.database.read() as connection:
        ticket = rulings_of_ticket(connection, TicketId(1))
    assert len(found["decisions"]) == len(ticket) == 2
    assert [one["rule"] for one in found["decisions"][1]["rules"]] == ["outage-words", "invoice-number"]


def test_why_not_of_a_case_says_what_ended_the_pass_and_where_to_look(ruled: Desk) -> None:
    number = ruled.ticket(subject="Invoice 204417")
    result = ruled.run("rules", "explain", "--ticket", number, "--why-not", "below")
    assert result.exit_code == 0
    assert f"below did not match on case {number}. On ticket.created invoice-number ended the pass." in result.stdout
    assert "Why rules did not match is not kept with a case." in result.stdout
    assert "gateway rules explain --id 1 --why-not below" in result.stderr
    assert "invoice-number" in ruled.ok("rules", "explain", "--ticket", number, "--why-not", "invoice-number")
    assert ruled.run("rules", "explain", "--ticket", "1000991").exit_code == 3


def test_what_was_refused_and_what_ran_out_of_time_is_told_with_the_decision(ruled: Desk) -> None:
    number = ruled.ticket(subject="Hello")
    slow = "rules/20-classify.yml:9: (a|b)* on body"
    refused = "rule outage-words (rules/20-classify.yml:9): not urgent: it is to be phoned in"
    ruling = Ruled(
        trigger="ticket.customer_replied",
        config_hash="7f3c21a0",
        at=ruled.clock.now(),
        ticket_id=TicketId(1),
        journal_id=None,
        slow=(slow,),
        refused=(refused,),
    )
    with ruled.office() as office, office.database.write(Side.DESK) as connection:
        keep_rulings(connection, [ruling], first_id=900)
    lines = _lines(ruled.ok("rules", "explain", "--ticket", number))
    assert lines[-4].endswith("ticket.customer_replied config 7f3c21a")
    assert lines[-3:] == ["no rule matched", f"not done: {refused}", f"too slow, taken for no match: {slow}"]
    assert ruled.json("rules", "explain", "--ticket", number)["decisions"][-1]["slow"] == [slow]
