"""Who asks before a mail comes is told what would come of it, as far as the rules about what the mail brings about."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage
from pathlib import Path

from gateway.desk.ticket import Status
from gateway.mail import Envelope, ReceivedMail
from gateway.trial.outcome import Outcome, outcome_of
from tests.flows.ruled_desk import PROVEN, RuledDesk, rule, ruled
from tests.flows.test_rules_harm import PAGED


def explained(desk: RuledDesk, mail: EmailMessage) -> Outcome:
    to = str(mail["To"].addresses[0].addr_spec)
    raw = mail.as_bytes(policy=policy.SMTP)
    came = ReceivedMail("smtp", Envelope("ann@acme.example", (to,)), raw, desk.clock.now(), authentication=PROVEN)
    return outcome_of(desk.office.intake.explain(came).tried)


def test_a_status_that_the_mail_changes_is_an_occasion(tmp_path: Path) -> None:
    back = rule(
        "back", "ticket.status_changed", "[{ticket.status: open}]", "notify: on-call", "set: {priority: high}"
    ) + rule("and-then", "ticket.status_changed", "[{ticket.priority: high}]", "add_tag: again")
    with ruled(tmp_path, back, team=PAGED) as desk:
        desk.receive(desk.mail(), authentication=PROVEN)
        desk.set(status=Status.PENDING)
        reply = desk.reply(desk.acknowledged(), "Still broken, here is the log.")
        said, letters = explained(desk, reply), len(desk.outbox())
        desk.receive(reply, authentication=PROVEN)
        ticket = desk.ticket().line
        assert (said.status, said.priority, said.tags) == (ticket.status, ticket.priority, ticket.tags)
        assert (said.priority, said.tags, said.matched) == ("high", ("again",), ("back", "and-then"))
        assert (said.notify, said.pages) == (("on-call",), 1)
        assert [sent.template for sent in desk.outbox()[letters:]].count("page") == 1


def test_rules_that_undo_each_other_come_to_an_end_when_tried_too(tmp_path: Path) -> None:
    undo = rule("a", "ticket.status_changed", "[{ticket.status: open}]", "set: {status: pending}") + rule(
        "b", "ticket.status_changed", "[{ticket.status: pending}]", "set: {status: open}"
    )
    with ruled(tmp_path, undo) as desk:
        desk.receive(desk.mail(), authentication=PROVEN)
        desk.set(status=Status.PENDING)
        reply = desk.reply(desk.acknowledged(), "It is back.")
        said = explained(desk, reply)
        desk.receive(reply, authentication=PROVEN)
        assert said.status == desk.status()


def test_a_mail_that_changes_nothing_else_costs_nothing_more(tmp_path: Path) -> None:
    with ruled(tmp_path, rule("c", "ticket.status_changed", "", "add_tag: moved")) as desk:
        said = explained(desk, desk.mail())
        assert (said.tags, said.matched) == ((), ())
        assert desk.tickets() == []  # and nothing is written
