"""Find an attachment of a mail in the journal and read it out, unless it is held back."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path

from gateway.cli.files import write_file
from gateway.cli.raw_mail import stored_mail
from gateway.cli.session import Session
from gateway.cli.show_mail import size_text
from gateway.cli.views import Json, attachment_json
from gateway.errors import NotFound, Refused
from gateway.mail import Attachment
from gateway.store.database import Database
from gateway.store.released import Released, find_release


@dataclass(frozen=True, slots=True)
class OneFile:
    """An attachment with its bytes."""

    journal_id: int
    attachment: Attachment
    data: bytes


def attachments_of(session: Session, database: Database, journal_id: int) -> tuple[Attachment, ...]:
    """Return the attachments of a mail as reading finds them now. Raises ``NotFound``."""
    return session.read_mail(stored_mail(database, journal_id)).attachments


def read_file(session: Session, database: Database, journal_id: int, which: str) -> OneFile:
    """Read one attachment, named by its part or its name. Raises ``NotFound``, or ``Refused`` when it is held back."""
    from gateway.inbound.files.attachments import attachment_bytes

    received = stored_mail(database, journal_id)
    found = choose(session.read_mail(received).attachments, which, journal_id)
    with database.read() as connection:
        release = find_release(connection, journal_id, found.part)
    if found.danger and release is None:
        raise Refused(
            f"{found.name} (part {found.part} of mail {journal_id}) is held back: {found.danger}. "
            f"To let it go: gateway mail quarantine release {journal_id} --part {found.part} --by NAME"
        )
    return OneFile(journal_id, found, attachment_bytes(received.raw, found.part))


def choose(attachments: tuple[Attachment, ...], which: str, journal_id: int) -> Attachment:
    """Return the attachment that is meant: by its part first, by its name second. Raises ``NotFound``."""
    by_part = [one for one in attachments if one.part == which]
    meant = by_part or [one for one in attachments if one.name == which]
    if len(meant) == 1:
        return meant[0]
    parts = ", ".join(one.part for one in (meant or attachments))
    if meant:
        raise NotFound(f"mail {journal_id} has {len(meant)} files called {which}: take one of the parts {parts}")
    raise NotFound(f"mail {journal_id} has no attachment {which}" + (f": its parts are {parts}" if parts else ""))


def give_file(session: Session, file: OneFile, *, output: str, force: bool) -> None:
    """Give an attachment out: ``-`` is standard output, empty a file of its own name in this folder."""
    one = file.attachment
    if session.json:
        document: Json = {"id": file.journal_id, **attachment_json(one)}
        session.printer.document(document | {"base64": base64.b64encode(file.data).decode("ascii")})
        return
    if output == "-":
        session.printer.raw(file.data)
        return
    place = write_file(Path(output or "."), file.data, name=one.name, force=force)
    session.printer.text(f"Wrote {place} ({size_text(len(file.data))})")
    if one.danger:
        session.printer.warn(f"Take care: {one.danger}")


def list_files(session: Session, journal_id: int, attachments: tuple[Attachment, ...], held: frozenset[str]) -> None:
    """Show the attachments of a mail. ``held`` are the parts that are held back still."""
    if session.json:
        rows = [{"id": journal_id, **attachment_json(one), "held": one.part in held} for one in attachments]
        session.printer.document(rows)
        return
    if not attachments:
        session.printer.note(f"Mail {journal_id} has no attachments.")
        return
    table = [
        (one.part, one.name, size_text(one.size), one.found or one.type, one.danger if one.part in held else "")
        for one in attachments
    ]
    session.printer.table(("Part", "Name", "Size", "Type", "Held back"), table, flexible=1, optional=(3,))


def held_among(database: Database, journal_id: int, attachments: tuple[Attachment, ...]) -> frozenset[str]:
    """Return the parts that are held back and nobody has released."""
    with database.read() as connection:
        releases: list[Released | None] = [find_release(connection, journal_id, one.part) for one in attachments]
    return frozenset(one.part for one, let_go in zip(attachments, releases, strict=True) if one.danger and not let_go)
