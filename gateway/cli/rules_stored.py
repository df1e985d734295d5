"""``gateway rules explain --ticket``: what the rules said of a case when it happened, whatever they say today."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.cli.rules_explain_json import ruled_json
from gateway.cli.session import Session
from gateway.config_set.files import shown
from gateway.desk.ruling.record import Matched, Ruled
from gateway.errors import NotFound
from gateway.mail import CaseNumber
from gateway.store.database import Database
from gateway.store.look_up import ticket_by_number
from gateway.store.rulings import rulings_of_ticket
from gateway.trial.why import TOO_SLOW


def explain_stored(session: Session, database: Database, case: str, rule: str | None) -> None:
    """Show every decision that was stored about a case, or one rule's part in them. Raises ``NotFound``."""
    with database.read() as connection:
        ticket = ticket_by_number(connection, CaseNumber(case))
        if ticket is None:
            raise NotFound(f"there is no case {case}")
        rulings = rulings_of_ticket(connection, ticket.id)
    if session.json:
        kept = [ruled_json(one) for one in rulings]
        session.printer.document(
            {"case": case, "decisions": kept} | ({"rule": _one_json(rulings, rule)} if rule else {})
        )
    elif rule is not None:
        _one(session, case, rulings, rule)
    else:
        _all(session, case, rulings)


def _all(session: Session, case: str, rulings: Sequence[Ruled]) -> None:
    printer = session.printer
    if not rulings:
        printer.text(f"No rule was ever asked about case {case}.")
        return
    for ruled in rulings:
        mail = f", mail {ruled.journal_id}" if ruled.journal_id is not None else ""
        when = session.local_time(ruled.at)
        printer.text(f"{when}   {ruled.trigger}{mail}   config {shown(ruled.config_hash)}", style="bold")
        if not ruled.matched:
            printer.text("  no rule matched")
        for one in ruled.matched:
            _matched(session, one)
        if ruled.stopped_by:
            printer.text(f"  ended by {ruled.stopped_by}")
        for text in ruled.refused:
            printer.text(f"  not done: {text}", style="yellow")
        for text in ruled.slow:
            printer.text(f"  {TOO_SLOW}: {text}", style="yellow")
    printer.next(f"gateway config diff {shown(rulings[-1].config_hash)}")


def _matched(session: Session, one: Matched) -> None:
    alias = f'   "{one.alias}"' if one.alias else ""
    session.printer.text(f"  {one.rule} ({one.place}){alias}")
    for reason in one.because:
        session.printer.text(f"      because {reason}")
    for name, value in one.captured:
        session.printer.text(f'      match.{name} = "{value}"')
    if one.effects:
        session.printer.text(f"      did {' · '.join(one.effects)}")


def _one(session: Session, case: str, rulings: Sequence[Ruled], rule: str) -> None:
    printer = session.printer
    found = [(ruled, one) for ruled in rulings for one in ruled.matched if one.rule == rule]
    for ruled, one in found:
        printer.text(
            f"{session.local_time(ruled.at)}   {ruled.trigger}   config {shown(ruled.config_hash)}", style="bold"
        )
        _matched(session, one)
    if found:
        return
    said = f"{rule} did not match on case {case}."
    ended = [ruled for ruled in rulings if ruled.stopped_by]
    for ruled in ended:
        said += f" On {ruled.trigger} {ruled.stopped_by} ended the pass."
    printer.text(said)
    for text in dict.fromkeys(text for ruled in rulings for text in ruled.slow if text.partition(" ")[0] == rule):
        printer.text(f"  {TOO_SLOW}: {text}", style="yellow")
    printer.text("Why rules did not match is not kept with a case.")
    mail = next((ruled.journal_id for ruled in rulings if ruled.journal_id is not None), None)
    if mail is not None:
        printer.next(f"gateway rules explain --id {mail} --why-not {rule}")


def _one_json(rulings: Sequence[Ruled], rule: str) -> dict[str, object]:
    matched = [ruled.trigger for ruled in rulings if any(one.rule == rule for one in ruled.matched)]
    return {"rule": rule, "matched_on": matched}
