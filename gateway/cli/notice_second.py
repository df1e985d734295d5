"""Ask a second person by mail whether customers may be told: what they are shown, and what the first one reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from gateway.announcing import Planned
from gateway.cli.notice_shown import show_planned, warn_of
from gateway.cli.session import Session
from gateway.desk.notice import Notice, Recipient
from gateway.desk.team import Person
from gateway.errors import Refused
from gateway.notice_release import Sample, Shown
from gateway.office import Office
from gateway.secretary import without_marker


def sample_of(office: Office, planned: Planned, named: Notice) -> Sample:
    """Return what is to be approved; the letters are those that leave, under the name the notice has got.

    Raises ``Refused`` where nobody would be told.
    """
    if not planned.reached:
        raise Refused("nobody can be told")
    planned = replace(planned, notice=replace(planned.notice, id=named.id))
    return Sample(
        letters=tuple(_one_of_each_language(office, planned)),
        reached=tuple((_called(planned, one), one.address) for one in planned.reached),
        uncovered=tuple((_called(planned, one), one.why_not) for one in planned.uncovered),
        overlaps=tuple(f"{other.id} ({other.title})" for other in planned.overlaps),
    )


def say_asked(
    session: Session,
    office: Office,
    planned: Planned,
    notice: Notice,
    person: Person,
    lines: Iterable[tuple[str, str]],
) -> None:
    """Say that a notice waits for somebody's answer, and what they are asked about."""
    asked = replace(planned, notice=notice)
    if session.json:
        from gateway.cli.notice_json import unsent_document  # here: people get no document

        unsent = unsent_document(asked)
        session.printer.document({**unsent, "approve_by": person.address})
        warn_of(session, office, asked)
        return
    show_planned(session, asked, lines)
    warn_of(session, office, asked)
    who = f"{person.name} ({person.address}), who is asked by mail"
    session.printer.text(f"{notice.id} waits for {who}; nobody was told.")
    session.printer.next(f"gateway notice show {notice.id}")


def _one_of_each_language(office: Office, planned: Planned) -> Iterator[Shown]:
    spoken: set[str] = set()  # as customers have it; several may be written to in the same
    written: set[str] = set()
    for one in planned.reached:
        language = planned.customers[one.customer].language if one.customer in planned.customers else ""
        if language in spoken:
            continue
        spoken.add(language)
        specimen = office.specimens.of(planned, one.customer)
        said = specimen.written.said
        if said.language not in written:
            written.add(said.language)
            yield Shown(specimen.customer.name or specimen.customer.id, said.subject, without_marker(said))


def _called(planned: Planned, one: Recipient) -> str:
    known = planned.customers.get(one.customer)
    return f"{known.name} ({one.customer})" if known and known.name else one.customer
