"""``gateway notice list`` and ``show``, and ``show`` of maintenance and outages: how notices stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import click

from gateway.cli.audience import meant
from gateway.cli.command import Command, with_session
from gateway.cli.notice_headline import clock, coming, events, headline, in_both, next_command
from gateway.cli.notice_json import counts_of, deadlines, delivery_of, facts_json, revision_json
from gateway.cli.notice_kind import check_kind, group_of
from gateway.cli.notice_options import NAME
from gateway.cli.notice_waits import asked_json, asked_of, is_awaited, waiting
from gateway.cli.session import Session, utc
from gateway.cli.span import span
from gateway.cli.views import Json
from gateway.cli.words import Number
from gateway.desk.hours.length import spell
from gateway.desk.notice import Notice, NoticeKind, NoticeState, Revision
from gateway.desk.notices.agenda import next_due
from gateway.desk.notices.objection import object_by, object_by_as_told
from gateway.desk.notices.said import said_impact
from gateway.desk.policy.notices import Holding
from gateway.store.database import Connection
from gateway.store.notices import Happened, Told, history_of, list_notices, notice_named, revisions_of, told_of
from gateway.store.questions import Asked

_DUE = {"rca": "root cause"}
_LABELS = {
    "rca_impact": "Its impact",
    "update": "Last update",
    "moved": "Why moved",
    "extended": "Why extended",
    "cancelled": "Why cancelled",
    "residual": "May linger",
}
"""What texts are called for operators, where their names say too little."""
MOST_SHOWN = 200  # characters of a text
_UPDATES = {
    Holding.AUTO: "",
    Holding.NAG: "never by themselves",
    Holding.OFF: "never by themselves, and nobody is asked",
}
_KINDS = click.Choice([kind.value for kind in NoticeKind])


@dataclass(frozen=True, slots=True)
class _Found:
    """A notice with all that is written down about it."""

    notice: Notice
    issued: Sequence[tuple[Revision, Notice]]
    told: Sequence[Sequence[Told]]
    """The recipients of each revision, in order."""
    history: Sequence[Happened]
    asked: Asked | None
    """Who was asked last to release it, where it is a draft."""

    @property
    def customers(self) -> int:
        """How many customers the newest revision tells."""
        newest = self.told[-1] if self.told else ()
        return sum(bool(one.recipient.customer) and not one.recipient.why_not for one in newest)

    def object_by(self, now: datetime) -> datetime | None:
        """Return until when customers may object, as they were told; of a draft, as they would be told now."""
        if self.notice.state is NoticeState.DRAFT:
            return object_by(self.notice, now)
        return object_by_as_told(self.notice, (revision for revision, _ in self.issued))


@click.command(
    "list",
    cls=Command,
    examples=(
        "gateway notice list",
        "gateway notice list --all --kind outage",
        "gateway notice list --json",
    ),
)
@click.option("--all", "everything", is_flag=True, help="Those that are over too.")
@click.option("--kind", "kinds", type=_KINDS, multiple=True, help="Only this kind; may be given again.")
@click.option("--limit", type=Number(1, 10_000), default=50, show_default=True, help="How many at most.")
@with_session
def list_(session: Session, everything: bool, kinds: tuple[str, ...], limit: int) -> None:
    """List notices that are not over, the newest first; with --all the others below them."""
    wanted = [NoticeKind(one) for one in kinds]
    with session.store() as database, database.read() as connection:
        found = list_notices(connection, kinds=wanted, open_only=True, limit=limit + 1)
        if everything:  # as many of all hold enough that are over
            newest = list_notices(connection, kinds=wanted, limit=limit + 1 + len(found))
            found += [one for one in newest if one.state.over]
        asked = {one.id: asked_of(connection, one) for one in found[:limit]}
    lines, more = found[:limit], len(found) > limit
    if session.json:
        session.printer.document(
            [{**facts_json(one), "release": asked_json(asked[one.id]), "next_due": utc(next_due(one))} for one in lines]
        )
        return
    if not lines:
        session.printer.note("No notice fits." if everything or kinds else "No notice is open; --all shows the others.")
        return
    headings = ("Notice", "State", "Begins or began", "Due next", "Title")
    session.printer.table(headings, [_line(session, one, asked[one.id]) for one in lines], flexible=4, optional=(2,))
    if more:
        session.printer.note(f"The first {limit}; --limit shows more.")
    session.printer.next(f"gateway notice show {lines[0].id}")


def _line(session: Session, notice: Notice, asked: Asked | None) -> tuple[str, ...]:
    now, zone = session.clock.now(), session.settings.timezone
    waits = deadlines(notice)
    due = min(waits, key=lambda name: waits[name], default="")
    start = notice.start or (notice.created_at if notice.state.over else None)
    return (
        notice.id,
        notice.state.value,
        f"{start.astimezone(zone):%a %d %b %H:%M %Z}" if start else "",
        f"{'LATE: ' if waits[due] < now else ''}{_DUE.get(due, due)} {clock(waits[due], now, zone)}"
        if due
        else waiting(asked, now, zone),
        notice.title,
    )


@click.command("show", cls=Command, examples=("gateway notice show MNT-2026-0142", "gateway notice show INC-2026-0031"))
@NAME
@with_session
def show(session: Session, name: str) -> None:
    """Show a notice: all that is written down about it, what was told of it when, and its history."""
    _tell(session, _read(session, name, None), whole=True)


@click.command("show", cls=Command, examples=("gateway maintenance show MNT-2026-0142",))
@NAME
@with_session
def maintenance_show(session: Session, name: str) -> None:
    """Show how maintenance stands: its window, what customers were told, what comes next."""
    _tell(session, _read(session, name, NoticeKind.MAINTENANCE), whole=False)


@click.command("show", cls=Command, examples=("gateway outage show INC-2026-0031",))
@NAME
@with_session
def outage_show(session: Session, name: str) -> None:
    """Show how an outage stands: since when, what customers were told, and what is due when."""
    _tell(session, _read(session, name, NoticeKind.OUTAGE), whole=False)


def _read(session: Session, name: str, kind: NoticeKind | None) -> _Found:
    with session.store() as database, database.read() as connection:
        notice = notice_named(connection, name)
        check_kind(notice, kind, "show")
        return _found(connection, notice)


def _found(connection: Connection, notice: Notice) -> _Found:
    issued = revisions_of(connection, notice.id)
    told: dict[int, list[Told]] = {revision.number: [] for revision, _ in issued}
    for one in told_of(connection, notice.id):
        told[one.number].append(one)
    asked = asked_of(connection, notice)
    return _Found(notice, issued, list(told.values()), history_of(connection, notice.id), asked)


def _tell(session: Session, found: _Found, *, whole: bool) -> None:
    notice, printer, now = found.notice, session.printer, session.clock.now()
    if session.json:
        printer.document(_json(found, now))
        return
    zone = session.settings.timezone
    style = "red" if notice.down else "bold"
    printer.line(headline(notice, found.customers, now), style=style)
    happened = events(notice, found.issued, now, zone)
    for line in (in_both(notice, zone), happened, coming(notice, now, zone), waiting(found.asked, now, zone)):
        if line:
            printer.line(f"  {line}")
    if whole:
        _tell_whole(session, found)
    elif group_of(notice) != "notice":
        printer.note(f"All of it: gateway notice show {notice.id}")
    printer.next(next_command(notice, now, awaited=is_awaited(found.asked, now)))


def _tell_whole(session: Session, found: _Found) -> None:
    printer = session.printer
    printer.text()
    printer.fields(_facts(session, found))
    if found.issued:
        printer.text()
        rows = [_revision(session, found, at) for at in range(len(found.issued))]
        printer.whole_table(("Revision", "Told", "By", "Letters", "Customers"), rows, optional=2)
    printer.text()
    printer.text("History", style="bold")
    for past in found.history:
        because = f"    ({past.because})" if past.because else ""
        printer.line(f"  {session.local_time(past.at)}  {past.what}{because}", hang=27)


def _facts(session: Session, found: _Found) -> list[tuple[str, str]]:
    notice, zone = found.notice, session.settings.timezone
    was = span(notice.was_start, notice.was_end, zone) if notice.was_start and notice.was_end else ""
    promised = notice.times.maintenance_notice
    until = found.object_by(session.clock.now())
    marks = [name for name in ("emergency", "tentative") if getattr(notice, name)]
    return [
        ("Kind", ", ".join((notice.kind.value, *marks))),
        ("State", notice.state.value),
        ("Services", ", ".join(notice.services)),
        ("Regions", ", ".join(notice.regions)),
        ("Concerns", meant(notice.choice)),
        ("List", notice.mailing_list),
        ("Impact", said_impact(notice) if notice.kind in (NoticeKind.MAINTENANCE, NoticeKind.OUTAGE) else ""),
        ("Window", in_both(notice, zone)),
        ("When", session.local_time(notice.start) if notice.kind is NoticeKind.UPGRADE else ""),
        ("Was", was or (session.local_time(notice.was_start) if notice.kind is NoticeKind.UPGRADE else "")),
        ("Promised", f"{spell(promised)} notice" if promised and notice.kind is NoticeKind.MAINTENANCE else ""),
        ("Objections", f"until {session.local_time(until)}" if until else ""),
        ("Reminders", ", ".join(f"{spell(one)} before" for one in notice.reminders)),
        ("Starts", "by itself" if notice.auto_start else ""),
        ("Updates", _UPDATES[notice.holding] if notice.kind is NoticeKind.OUTAGE else ""),
        ("Down since", session.local_time(notice.start) if notice.kind is NoticeKind.OUTAGE else ""),
        ("Confirmed", _confirmed(session, notice)),
        ("Work began", session.local_time(notice.began_at)),
        ("Work ended", session.local_time(notice.ended_at)),
        ("Expected back", session.local_time(notice.eta) if notice.down else ""),
        ("Restored", session.local_time(notice.restored_at)),
        ("Over since", session.local_time(notice.closed_at)),
        *((f"Due: {_DUE.get(name, name)}", session.local_time(at)) for name, at in deadlines(notice).items()),
        *((_LABELS.get(name, name.replace("_", " ").capitalize()), _short(one)) for name, one in notice.texts.items()),
        ("Written by", f"{notice.created_by}, {session.local_time(notice.created_at)}"),
    ]


def _confirmed(session: Session, notice: Notice) -> str:
    if notice.confirmed_at is None:
        return ""
    return f"{session.local_time(notice.confirmed_at)} by {notice.confirmed_by}"


def _minute(session: Session, at: datetime) -> str:
    return f"{at.astimezone(session.settings.timezone):%Y-%m-%d %H:%M}"


def _short(text: str) -> str:
    """Return the first line of a text; ``--json`` has all of it."""
    line = text.partition("\n")[0] or "none"  # of a workaround that there is not
    return line if line in (text, "none") and len(line) <= MOST_SHOWN else f"{line[:MOST_SHOWN]} ..."


def _revision(session: Session, found: _Found, at: int) -> tuple[str, ...]:
    (revision, _), told = found.issued[at], found.told[at]
    counts = ", ".join(f"{number} {one}" for one, number in counts_of(told).items() if number)
    return (
        f"{revision.number} {revision.stage}",
        _minute(session, revision.at),
        revision.by or "(the gateway)",
        delivery_of(found.notice, revision, told),
        counts,
    )


def _json(found: _Found, now: datetime) -> Json:
    notice = found.notice
    told = zip(found.issued, found.told, strict=True)
    return {
        **facts_json(notice),
        "object_by": utc(found.object_by(now)),
        "release": asked_json(found.asked),
        "missing": list(notice.missing) if notice.kind is NoticeKind.OUTAGE else [],
        "customers": found.customers,
        "revisions": [revision_json(notice, revision, recipients) for (revision, _), recipients in told],
        "history": [
            {"at": utc(one.at), "by": one.by or None, "what": one.what, "because": one.because} for one in found.history
        ],
    }
