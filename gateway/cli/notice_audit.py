"""``gateway outage audit`` and ``gateway maintenance audit``: every promise of a notice, and whether it was kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

import click

from gateway.cli.command import Command, with_session
from gateway.cli.failures import Exit
from gateway.cli.notice_kind import check_kind
from gateway.cli.notice_options import NAME
from gateway.cli.session import Session, utc
from gateway.cli.views import Json
from gateway.desk.notice import NoticeKind, NoticeState
from gateway.desk.notices.audit import audit as prove
from gateway.desk.notices.audit_record import Record
from gateway.desk.notices.audit_verdict import Audited, Verdict
from gateway.errors import Refused
from gateway.store.notice_record import record_of

_PROVABLE = (NoticeKind.MAINTENANCE, NoticeKind.OUTAGE)
_SHOWN = {Verdict.MISSED: "MISSED"}


_HELP = """Prove which promises were kept: when each was due, when it was done, met or missed. Exits 3 on a miss.

A word is kept once the relay took it in time for every customer who can be reached. "excused" is what was not kept for
a reason that customers were told, or because mail did not reach somebody who had heard of it before.
"""


def _command(*examples: str) -> Callable[[Callable[..., None]], click.Command]:
    return click.command("audit", cls=Command, help=_HELP, examples=examples)


@_command("gateway maintenance audit MNT-2026-0142", "gateway maintenance audit MNT-2026-0142 --json")
@NAME
@with_session
def maintenance_audit(session: Session, name: str) -> None:
    """Prove which promises about maintenance were kept."""
    _audit(session, name, NoticeKind.MAINTENANCE)


@_command("gateway outage audit INC-2026-0031", "gateway outage audit INC-2026-0031 --json")
@NAME
@with_session
def outage_audit(session: Session, name: str) -> None:
    """Prove which promises about an outage were kept."""
    _audit(session, name, NoticeKind.OUTAGE)


def _audit(session: Session, name: str, kind: NoticeKind) -> None:
    with session.store() as database, database.read() as connection:
        record = record_of(connection, name, session.clock.now())
    _check(record, kind)
    found = prove(record)
    if session.json:
        session.printer.document(_json(record, found))
    else:
        _show(session, record, found)
    if any(one.verdict is Verdict.MISSED for one in found):
        click.get_current_context().exit(Exit.REFUSED)


def _check(record: Record, kind: NoticeKind) -> None:
    if record.notice.kind not in _PROVABLE:
        raise Refused(
            f"{record.notice.id} promises nothing by the clock: it is an upgrade or a newsletter\n"
            f"  how its letters fared: gateway notice report {record.notice.id}"
        )
    check_kind(record.notice, kind, "audit")


def _show(session: Session, record: Record, found: Sequence[Audited]) -> None:
    notice, printer = record.notice, session.printer
    printer.text(f"{notice.id}  {notice.title}  {notice.state}", style="bold")
    if not found:
        printer.text(_nothing(record))
        return
    zone = session.settings.timezone
    headings = ("Verdict", "Promise", f"Due ({zone.key})", "Done", "What came of it")
    printer.whole_table(headings, [_row(session, one) for one in found], beside=2)
    counts = Counter(one.verdict for one in found)
    style = "red" if counts[Verdict.MISSED] else "green" if not counts[Verdict.OPEN] else ""
    printer.text(", ".join(f"{counts[one]} {one}" for one in Verdict if counts[one]), style=style)
    printer.next(f"gateway notice report {notice.id}")


def _nothing(record: Record) -> str:
    if record.notice.state in (NoticeState.DRAFT, NoticeState.SUSPECTED):
        return f"Nothing is promised yet: it is only {record.notice.state}."
    return "Customers were told nothing of it, and nothing was promised to them."


def _row(session: Session, one: Audited) -> tuple[str, ...]:
    shown = _SHOWN.get(one.verdict, one.verdict.value)
    return shown, one.promise, _time(session, one.due), _time(session, one.done), one.detail


def _time(session: Session, at: datetime | None) -> str:
    return f"{at.astimezone(session.settings.timezone):%Y-%m-%d %H:%M:%S}" if at else ""


def _json(record: Record, found: Sequence[Audited]) -> Json:
    counts = Counter(one.verdict for one in found)
    return {
        "id": record.notice.id,
        "kind": record.notice.kind.value,
        "state": record.notice.state.value,
        "at": utc(record.now),
        "counts": {one.value: counts[one] for one in Verdict},
        "promises": [
            {
                "kind": one.kind.value,
                "promise": one.promise,
                "due": utc(one.due),
                "done": utc(one.done),
                "verdict": one.verdict.value,
                "detail": one.detail,
                "late": list(one.late),
                "unreached": list(one.unreached),
            }
            for one in found
        ],
    }
