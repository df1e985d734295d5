"""Mail that is let out of quarantine is handled as if it came now; mail that breaks us is seen whatever rules say."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from gateway.desk.intake.arrival import Arrival
from gateway.desk.intake.receive import receive
from gateway.mail import JournalId
from gateway.store.aside import try_again
from gateway.store.database import Side
from gateway.store.quarantine import release
from tests.flows.ruled_desk import FORGED, PROVEN, RuledDesk, rule, ruled
from tests.flows.timed_desk import DAY, HOUR

KEEP = rule("prizes", "mail.received", "[{subject|contains: prize}]", 'quarantine: "looks like spam"')
STRANGERS = rule("strangers", "mail.received", "[{customer.id|exists: false}]", 'quarantine: "nobody knows them"')
OTHERS = "[{customer.id|exists: false}, {sender.verified: false}]"
UNPROVEN = rule("unproven", "mail.received", OTHERS, 'quarantine: "nobody proves it"')
CREATED = rule("tagged", "ticket.created", "", "add_tag: seen")


def let_out(desk: RuledDesk, entry: JournalId) -> datetime:
    """Let a mail out, and return when that was."""
    desk.clock.advance(3 * DAY + HOUR)
    with desk.office.database.write(Side.DESK) as connection:
        release(connection, entry, by="Dana", at=desk.clock.now())
    desk.work()
    return desk.clock.now()


@pytest.mark.parametrize(
    ("authentication", "because"),
    [(PROVEN, "it was kept back, and somebody looked at it"), (FORGED, "DMARC")],
    ids=["by a rule", "forged"],
)
def test_a_case_of_mail_that_is_let_out_begins_then_and_says_why_it_was_kept(
    tmp_path: Path, authentication: str, because: str
) -> None:
    with ruled(tmp_path, KEEP) as desk:
        entry = desk.receive(desk.mail(subject="Your prize"), authentication=authentication)
        assert desk.fate(entry) == "quarantined"
        moment = let_out(desk, entry)
        view = desk.ticket()
        assert view.line.created_at == moment
        assert [one.at for one in view.messages if one.journal_id == entry] == [moment]
        (line,) = [one for one in view.history if one.what == "let out of quarantine by Dana"]
        assert line.at == moment
        assert because in line.because
        desk.receive(desk.mail(subject="Another"), authentication=PROVEN)
        assert len(desk.tickets()) == 2


def test_mail_that_is_let_out_is_known_when_it_comes_again(tmp_path: Path) -> None:
    with ruled(tmp_path, KEEP) as desk:
        mail = desk.mail(subject="Your prize")
        let_out(desk, desk.receive(mail, authentication=PROVEN))
        assert desk.fate(desk.receive(mail, authentication=PROVEN)) == "duplicate"


@pytest.mark.parametrize("rules", [STRANGERS, UNPROVEN, CREATED], ids=["strangers", "unproven", "ticket.created"])
def test_a_placeholder_is_opened_whatever_rules_say_of_mail_of_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rules: str
) -> None:
    breaks = True

    def broken(arrival: Arrival, *more: object) -> object:
        if breaks and arrival.mail.subject == "boom":
            raise ValueError("boom")
        return receive(arrival, *more)  # type: ignore[arg-type]

    monkeypatch.setattr("gateway.intake.receive", broken)
    with ruled(tmp_path, rules) as desk:
        bad = desk.receive(desk.mail(subject="boom", sender="x@evil.example"))
        (placeholder,) = desk.tickets()
        assert desk.entry(bad).case == placeholder.number
        assert placeholder.tags == ()
        good = desk.receive(desk.mail(subject="Innocent"), authentication=PROVEN)
        breaks = False
        with desk.office.database.write(Side.DESK) as connection:
            try_again(connection, bad, at=desk.clock.now())
        desk.work()
        status = {line.number: line.status for line in desk.tickets()}
        assert status.pop(placeholder.number) == "closed"
        assert "closed" not in status.values(), "it is nobody else's case that closes"
        assert desk.entry(good).case != placeholder.number
