"""What ``report promises --format json`` prints: keys that never change their meaning, every promise in order."""

from __future__ import annotations

from datetime import timedelta

from gateway.cli.session import utc
from gateway.cli.views import Json, promise_json
from gateway.desk.policy.ledger import Outcome
from gateway.desk.policy.report import Entry, Line, Report, Tally


def report_json(report: Report, *, zone: str) -> Json:
    """Return a whole report."""
    return {
        "from": utc(report.since),
        "to": utc(report.until),
        "zone": zone,
        "customer": report.customer or None,
        "total": _tally(report.tally),
        "lines": [_line(line) for line in report.lines],
        "promises": [_entry(entry) for entry in report.tally.entries],
    }


def _line(line: Line) -> Json:
    return {"policy": line.policy, "level": line.level, "kind": line.kind.value, **_tally(line.tally)}


def _tally(tally: Tally) -> Json:
    return {
        **{outcome.value: tally.outcomes[outcome] for outcome in Outcome},
        "share_kept": tally.share_kept,
        "late_median_seconds": _seconds(tally.median_late),
        "late_worst_seconds": _seconds(tally.lateness[-1] if tally.lateness else None),
        "undone": tally.undone,
    }


def _entry(entry: Entry) -> Json:
    return {
        "case": entry.case,
        "customer": entry.customer or None,
        "outcome": entry.row.outcome.value,
        "late_seconds": _seconds(entry.late),
        **promise_json(entry.row),
    }


def _seconds(length: timedelta | None) -> float | int | None:
    if length is None:
        return None
    seconds = length.total_seconds()
    return int(seconds) if seconds.is_integer() else seconds
