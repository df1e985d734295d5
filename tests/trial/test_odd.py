"""Whatever a test says, it is played: odd mails, on every trigger, with facts that no ticket can have."""

from __future__ import annotations

from itertools import product
from pathlib import Path

from tests.trial.build import run, write

RULES = """
  - id: all
    triggers: [ticket.created, ticket.customer_replied, ticket.status_changed, mail.received]
    actions: [{stop: enough}]
  - id: others
    triggers: [ticket.engineer_replied, target.missed, target.warning, {schedule: "0 8 * * mon"}]
    actions: [{set: {status: closed, owner: dana, priority: urgent}}]
"""
MAILS = (
    "{from: 'not an address'}",
    "{from: 'A <a@b.example>, C <c@d.example>'}",
    "{to: ['x', 'help@example.com']}",
    "{headers: {From: 'x@y.example', Content-Type: 'multipart/mixed'}}",
    "{headers: {Content-Transfer-Encoding: base64}, body: '%%%'}",
    "{headers: {Auto-Submitted: auto-replied, List-Id: '<x>'}}",
    "{subject: '[case #1000015] Re: x'}",
    "{from: help@example.com}",
    "{from: dana@example.com}",
    "{attachments: [a.exe, winmail.dat, 'é.pdf']}",
    "{headers: {Return-Path: '<>', Subject: 'Undelivered Mail Returned to Sender'}}",
)
TRIGGERS = (
    "",
    *(
        f"trigger: {name},"
        for name in ("mail.received", "ticket.created", "ticket.customer_replied", "ticket.status_changed")
    ),
    *(f"trigger: {name}," for name in ("ticket.engineer_replied", "target.missed", "target.warning", "schedule")),
)
GIVEN = (
    "",
    "given: {ticket.number: abc, ticket.tier: 9, ticket.priority: nonsense, ticket.status: closed},",
    "given: {sender.address: [], customer.plan: nope, customer.policy.name: nope, customer.country: XX},",
    "given: {auto.kind: bounce, auth.spf: [], size: [], header.x: []},",
    "given: {ticket.status: awaiting-approval, ticket.created: '2030-01-01T00:00:00Z'},",
    "given: {auto.kind: loop, ticket.waiting_on: nobody, ticket.channel: smoke, ticket.tier: []},",
)


def test_every_test_comes_to_a_result(tmp_path: Path) -> None:
    tests = [
        f"  - {{name: t{number}, {trigger} {given} mail: {mail}, expect: {{tags: []}}}}"
        for number, (mail, trigger, given) in enumerate(product(MAILS, TRIGGERS, GIVEN))
    ]
    write(tmp_path, f"version: 1\nrules:\n{RULES}\ntests:\n" + "\n".join(tests) + "\n")
    results = run(tmp_path)
    assert (len(results.results), results.left) == (len(tests), ())
    assert results.passed
    assert results.exercised == {"all", "others"}
