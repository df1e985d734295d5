"""Try what customers would be told: write every letter and send none, or send one to one of us."""

from __future__ import annotations

from gateway.address import Address, BadAddress, parse_address
from gateway.announcing import Planned
from gateway.cli.notice_letter import letter_name
from gateway.cli.notice_options import Manner
from gateway.cli.notice_shown import typed_name
from gateway.cli.session import Session
from gateway.cli.typed import typed_again
from gateway.cli.views import Json
from gateway.cli.words import counted
from gateway.errors import Refused
from gateway.office import Office


def try_out(session: Session, office: Office, manner: Manner, planned: Planned) -> None:
    """Do what ``--dry-run`` or ``--test-to`` asks for, and name the command that tells customers."""
    if planned.stage is None:
        if session.json:
            _document(session, planned, manner, 0)
        else:
            session.printer.text("Customers would be told nothing.")
            session.printer.next(_for_good(manner, planned))
        return
    if manner.test_to:
        _send_copy(session, office, manner, planned)
        return
    written = office.specimens.all(planned)
    if session.json:
        _document(session, planned, manner, written)
        return
    session.printer.text(f"{counted(written, 'letter')} could be written; none was sent.")
    session.printer.next(_for_good(manner, planned))


def _send_copy(session: Session, office: Office, manner: Manner, planned: Planned) -> None:
    to = _one_address(manner.test_to)
    specimen = office.specimens.send(planned, to)
    if session.json:
        _document(session, planned, manner, 1)
        return
    assert planned.stage is not None
    whose = specimen.customer.name or specimen.customer.id
    session.printer.text(
        f"A test copy is on its way to {to}: {letter_name(planned.notice, planned.stage)}, the letter to {whose}."
    )
    session.printer.text("Nobody else was told.")
    session.printer.next(_for_good(manner, planned))


def _one_address(typed: str) -> Address:
    if typed.count("@") > 1 and any(sign in typed for sign in ",; "):
        raise Refused(f"--test-to {typed}: one test copy goes to one address, and these are more")
    try:
        return parse_address(typed)
    except BadAddress as bad:
        raise Refused(f"--test-to {typed}: {bad}") from None


def _for_good(manner: Manner, planned: Planned) -> str:
    """Return the command that does it; where nobody can be asked, with what confirms it."""
    flag = "--test-to" if manner.test_to else "--dry-run"
    more = [] if manner.asks or manner.confirm or planned.stage is None else _confirmation(manner, planned)
    return typed_again(without=flag, takes_value=bool(manner.test_to), more=more)


def _confirmation(manner: Manner, planned: Planned) -> list[str]:
    if name := typed_name(planned):
        return ["--confirm", name]
    return [] if manner.yes else ["--yes"]


def _document(session: Session, planned: Planned, manner: Manner, letters: int) -> None:
    from gateway.cli.notice_json import planned_document  # here: people get no document

    how: Json = {"dry_run": manner.dry_run, "test_to": manner.test_to or None, "letters": letters}
    session.printer.document({**planned_document(planned), **how})
