"""Ask at a terminal whether customers are to be told; whoever is asked may look at the letters first."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import click

from gateway.announcing import Planned
from gateway.cli.failures import Exit
from gateway.cli.session import Session
from gateway.cli.words import counted
from gateway.desk.notice import Notice
from gateway.errors import NotFound, Refused
from gateway.office import Office

_LOOKS = "[t]ext, [h]tml file, [i]cs file, [c]ustomer ID, [?]"
_EXPLAINED = """\
t shows the letter, h writes its page and i its calendar file into a folder
c ID, such as c acme, takes that customer's letter; before, it is the first one's
y sends, n sends nothing"""


def look_and_ask(session: Session, office: Office, planned: Planned, draft: Callable[[], Notice] | None = None) -> None:
    """Return when they say yes. No leaves with exit code 5; a draft is kept, and leaves with 0."""
    customer, to_keep = "", ", [d]raft" if draft else ""
    while True:
        question = f"Look: {_LOOKS}.\nSend to {counted(len(planned.reached), 'customer')}: [y]es{to_keep}, [n]o"
        word, _, more = click.prompt(question, err=True, default="n", show_default=False).strip().partition(" ")
        answer = word.casefold()[:1]
        match answer:
            case "y":
                return
            case "t":
                session.printer.text(office.specimens.of(planned, customer).written.said.text)
            case "h" | "i":
                _into_file(session, office, planned, customer, calendar=answer == "i")
            case "c":
                customer = _whose(session, office, planned, more.strip())
            case "d" if draft:
                name = draft().id
                session.printer.text(f"{name} is kept as a draft; nobody was told.")
                session.printer.next(f"gateway notice send {name}")
                click.get_current_context().exit(Exit.DONE)
            case "n":
                leave(session, planned)
            case "?":
                session.printer.text(_EXPLAINED + ("; d keeps it as a draft" if draft else ""))
            case _:
                session.printer.warn("that is none of them")  # a slip does not cost what was typed before


def leave(session: Session, planned: Planned) -> NoReturn:
    """Leave with exit code 5, and say what becomes of the notice."""
    name = planned.notice.id
    kept_as = f"{name} stays as it was" if name else "nothing was kept"
    session.printer.text(f"Nothing was sent, and {kept_as}.")
    click.get_current_context().exit(Exit.ANSWERED_NO)


def _whose(session: Session, office: Office, planned: Planned, named: str) -> str:
    wanted = named or str(click.prompt("Whose letter", err=True)).strip()
    try:
        specimen = office.specimens.of(planned, wanted)
    except (NotFound, Refused) as unknown:
        session.printer.warn(str(unknown))
        return ""
    session.printer.note(f"{specimen.customer.name}: {specimen.recipient.address}, {specimen.written.said.subject}")
    return specimen.customer.id


def _into_file(session: Session, office: Office, planned: Planned, customer: str, *, calendar: bool) -> None:
    """Write the page or the calendar file into a folder of its own, and say where."""
    written = office.specimens.of(planned, customer).written
    folder = Path(tempfile.mkdtemp(prefix="casegate-notice-"))
    if not calendar:
        file = folder / "notice.html"
        file.write_text(written.said.html or "", "utf-8")
    elif written.calendar is None:
        session.printer.warn("no calendar file goes with this letter")
        return
    else:
        file = folder / written.calendar.name
        file.write_bytes(written.calendar.octets)
    session.printer.note(f"Written to {file}")
