"""A desk with rules: mail comes in by the journal; what the rules made of it is read in the store and the outbox."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gateway.desk.ruling.record import Ruled
from gateway.mail import JournalId
from gateway.store.rulings import rulings_of_entry, rulings_of_ticket
from gateway.store.tables import ruling
from tests.flows.desk_fixture import Sent
from tests.flows.timed_desk import TEAM, TimedDesk, timed_desk

BY_PHONE = "interaction-versa"
"""A pack whose urgent problems are to be phoned in; the one it goes by otherwise takes them by mail."""
PROVEN = "mx.example; dmarc=pass header.from=acme.example"
COLLEAGUE = "mx.example; dmarc=pass header.from=support.example"
FORGED = "mx.example; dmarc=fail (p=reject) header.from=acme.example"
LINKS = """
topics:
  outage: {words: [outage], links: [{url: "https://h.example/status", title: {en: Service status}}]}
"""
SECTIONS = """
sections:
  holidays:
    text:
      en: "Case {{ number }}: we are back <b>on Monday</b>."
      fr: "Dossier {{ number }} : de retour lundi."
"""


class RuledDesk(TimedDesk):
    """A desk whose rulings can be looked at."""

    def rulings(self, journal_id: JournalId | None = None) -> list[Ruled]:
        """Return what was ruled on a mail, or everything that was, in order."""
        with self.office.database.read() as connection:
            if journal_id is not None:
                return list(rulings_of_entry(connection, journal_id))
            rows = connection.execute(ruling.select().order_by(ruling.c.id)).all()
            ids = dict.fromkeys(row.ticket_id for row in rows if row.ticket_id is not None)
            return [one for number in ids for one in rulings_of_ticket(connection, number)]

    def matched(self, journal_id: JournalId | None = None) -> list[tuple[str, ...]]:
        """Name the rules that held in each pass, the trigger before them."""
        return [(one.trigger, *(match.rule for match in one.matched)) for one in self.rulings(journal_id)]

    def acknowledged(self) -> Sent:
        """Return the first acknowledgement."""
        return next(sent for sent in self.outbox() if sent.template.startswith("ack"))

    def fate(self, journal_id: JournalId) -> str:
        return self.entry(journal_id).fate

    def fields(self) -> dict[str, str]:
        """What is known about the first ticket by names of the admin's own."""
        return dict(self.ticket().fields)

    def told(self, template: str) -> list[str]:
        """Who got letters of a kind."""
        return [sent.recipient for sent in self.outbox() if sent.template == template]


def rule(name: str, trigger: str, conditions: str, *actions: str) -> str:
    """Write a rule; without conditions it always holds."""
    asked = f"    conditions: {conditions}\n" if conditions else ""
    done = "".join(f"      - {action}\n" for action in actions)
    return f"  - id: {name}\n    triggers: [{trigger}]\n{asked}    actions:\n{done}"


@contextmanager
def ruled(folder: Path, *rules: str, team: str = TEAM, **settings: str) -> Iterator[RuledDesk]:
    """Open a desk that goes by rules, and close it."""
    config = folder / "config"
    (config / "rules").mkdir(parents=True, exist_ok=True)
    files = {"gateway.yml": "# Nothing is set here.\n", "team.yml": team, "links.yml": LINKS, "sections.yml": SECTIONS}
    for name, text in (files | {"rules/20.yml": "version: 1\nrules:\n" + "".join(rules)}).items():
        (config / name).write_text(text, "utf-8")
    plain = timed_desk(folder, "", **settings)  # type: ignore[arg-type]
    desk = RuledDesk(plain.office, plain.clock)
    try:
        yield desk
        found = desk.totals()
        assert found.accepted == sum(found.fates.values()) + found.aside + found.waiting
        assert found.aside == 0
    finally:
        desk.office.close()
