"""List attachments that are held back, and let them go, for ``gateway mail quarantine``."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.cli.attachments import attachments_of, choose
from gateway.cli.session import Session, utc
from gateway.cli.show_mail import size_text
from gateway.cli.views import Json
from gateway.errors import Refused
from gateway.mail import Attachment, JournalId
from gateway.store.released import HeldPart, Released

HEADINGS = ("Mail", "Part", "Case", "Name", "Size", "Held back because")


def held_row(session: Session, held: HeldPart) -> tuple[str, ...]:
    """Return a row under ``HEADINGS``."""
    return (str(held.journal_id), held.part, held.case, held.name, size_text(held.size), held.danger)


def held_json(held: HeldPart) -> Json:
    """Return one that is held back."""
    return {
        "id": held.journal_id,
        "part": held.part,
        "ticket": held.case,
        "name": held.name,
        "type": held.type,
        "found": held.found,
        "danger": held.danger,
        "size": held.size,
        "at": utc(held.at),
    }


def release_parts(session: Session, journal_id: int, parts: Sequence[str], *, by: str) -> None:
    """Let attachments of one mail go: all of those named, or none. Raises ``NotFound`` or ``Refused``."""
    with session.office() as office:
        attachments = attachments_of(session, office.database, journal_id)
        meant = [_held(choose(attachments, part, journal_id), journal_id) for part in dict.fromkeys(parts)]
        released = office.casework.release_parts(JournalId(journal_id), meant, by=by)
    _tell(session, journal_id, list(zip(meant, released, strict=True)), by=by)


def _held(one: Attachment, journal_id: int) -> Attachment:
    if not one.danger:
        raise Refused(f"{one.name} (part {one.part} of mail {journal_id}) is not held back")
    return one


def released_json(mails: Sequence[int], parts: Sequence[Json], *, by: str) -> Json:
    """Return what ``release`` let go. A part says ``by`` whom itself: a release that stood already stays as it is."""
    return {"released_mails": list(mails), "released_parts": list(parts), "by": by}


def _tell(session: Session, journal_id: int, done: Sequence[tuple[Attachment, Released]], *, by: str) -> None:
    if session.json:
        session.printer.document(
            released_json((), [_released_part(journal_id, one, known) for one, known in done], by=by)
        )
        return
    for one, known in done:
        when = f"by {known.by}, {session.local_time(known.at)}"
        session.printer.text(f"Let go: {one.name} (part {one.part} of mail {journal_id}), {when}")
        session.printer.warn(f"Take care: {one.danger}")
    session.printer.next(f"gateway mail attachment {journal_id} {done[0][0].part}")


def _released_part(journal_id: int, one: Attachment, known: Released) -> Json:
    told = {"part": one.part, "name": one.name, "danger": one.danger, "by": known.by, "at": utc(known.at)}
    return {"id": journal_id, **told}
