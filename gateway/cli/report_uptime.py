"""``gateway report uptime``: how long services were down in a month, and whether that was promised."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

import click

from gateway.cli.command import Command, with_session
from gateway.cli.failures import Exit
from gateway.cli.session import Session, utc
from gateway.cli.views import Json
from gateway.cli.words import LINE
from gateway.cli.zone import ZONE
from gateway.desk.hours.length import spell
from gateway.desk.notice import NoticeKind
from gateway.desk.notices.uptime import Month, Uptime, month_of, uptime
from gateway.errors import Refused
from gateway.store.notices import list_notices
from gateway.validation import did_you_mean

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
MOST = 100_000  # outages: all there are


@click.command(
    "uptime",
    cls=Command,
    examples=(
        "gateway report uptime --month 2026-11",
        "gateway report uptime --month 2026-11 --policy qeval --json",
    ),
)
@click.option("--month", type=LINE, required=True, metavar="YYYY-MM", help="Which month.")
@click.option("--policy", type=LINE, metavar="NAME", help="Whose promise it is held against; else the default one's.")
@click.option("--tz", "zone", type=ZONE, metavar="ZONE", help="Whose months; else ours.")
@with_session
def uptime_(session: Session, month: str, policy: str | None, zone: ZoneInfo | None) -> None:
    """Report how long services were down in a month, by the outages that were confirmed. Exits 3 on a broken promise.

    An outage counts from when it began until it was restored, for each service while its impact on it is an outage;
    those that overlap count once. Maintenance that was announced is no downtime. Of the present month the part that has
    passed counts.
    """
    found = _MONTH.fullmatch(month)
    if not found:
        raise click.BadParameter("is a month such as 2026-11", param_hint="--month")
    place = zone or session.settings.timezone
    passed = month_of(int(found[1]), int(found[2]), place, session.clock.now())
    if passed.start >= passed.end:
        raise Refused(f"{month} has not begun")
    with session.office() as office:
        promised = _promised(policy, {name: pack.uptime for name, pack in office.policies.packs.items()})
        if policy is None:
            promised = office.policies.of(None).uptime
        with office.database.read() as connection:
            outages = list_notices(connection, kinds=(NoticeKind.OUTAGE,), limit=MOST)
    rows = uptime(outages, passed, promised=promised)
    if session.json:
        session.printer.document(_json(month, passed, promised, rows))
    else:
        _show(session, month, promised, rows)
    if not all(row.kept for row in rows):
        click.get_current_context().exit(Exit.REFUSED)


def _promised(policy: str | None, known: dict[str, float | None]) -> float | None:
    if policy is None:
        return None
    if policy not in known:
        hint = did_you_mean(policy, known) or f"there are {', '.join(known)}"
        raise Refused(f'there is no policy "{policy}": {hint}')
    return known[policy]


def _show(session: Session, month: str, promised: float | None, rows: tuple[Uptime, ...]) -> None:
    whole = rows[0]
    allowed = ""
    if promised and whole.allowed is not None:
        verdict = "kept" if whole.kept else "MISSED"
        allowed = f"; promised {promised:g} %, which allows {spell(whole.allowed)}: {verdict}"
    session.printer.text(f"Uptime {month}: {_percent(whole)}{allowed}", style="bold" if whole.kept else "red")
    if not whole.outages:
        session.printer.text("No outage was confirmed.")
        return
    session.printer.text()
    lines = [(row.service or "all together", _percent(row), spell(row.down), ", ".join(row.outages)) for row in rows]
    session.printer.table(("Service", "Uptime", "Down", "Outages"), lines, flexible=3)


def _percent(row: Uptime) -> str:
    """Write a share so that what is not whole never looks whole."""
    return "100 %" if not row.down else f"{min(row.percent, 99.9999):.4f} %"


def _json(month: str, passed: Month, promised: float | None, rows: tuple[Uptime, ...]) -> Json:
    return {
        "month": month,
        "start": utc(passed.start),
        "end": utc(passed.end),
        "promised_percent": promised,
        "services": [
            {
                "service": row.service or None,
                "percent": round(row.percent, 6),
                "down_seconds": int(row.down.total_seconds()),
                "allowed_seconds": None if row.allowed is None else int(row.allowed.total_seconds()),
                "kept": row.kept,
                "outages": list(row.outages),
            }
            for row in rows
        ],
    }
