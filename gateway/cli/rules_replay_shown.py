"""Show what other rules would have changed: counted, with an example each; or all about one mail."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from datetime import datetime

from gateway.cli.printer import Printer
from gateway.cli.rules_explain_json import outcome_json
from gateway.cli.session import utc
from gateway.cli.views import Json
from gateway.cli.words import counted
from gateway.config_set.files import shown
from gateway.trial.compare import Difference
from gateway.trial.explain import Explained
from gateway.trial.replay import Changed, Count, Replayed, Report
from gateway.trial.why import How

MOST_LINES = 40  # of differences; the rest are in --json
MOST_SUBJECT = 40  # characters
_END = "Nothing was sent or stored."


def show_report(printer: Printer, report: Report, live: str, other: str, *, named: str, span: str) -> None:
    """Show the counts."""
    same = ", the same as the live config" if live == other else ""
    printer.text(
        f"Replayed {counted(report.mails, 'mail')} ({span}) through {named} ({shown(other)}{same}); "
        f"live config is {shown(live)}"
    )
    printer.text(f"Decisions that would change: {report.changed} of {report.mails}", style="bold")
    lines = report.in_order
    for what, change, number, rule, example in _columns(lines[:MOST_LINES]):
        printer.text(f"  {what}  {change}  {number}  {rule}  {example}".rstrip())
    if len(lines) > MOST_LINES:
        printer.text(f"  … {len(lines) - MOST_LINES} more kinds of change: --output-format json has all")
    before, after = report.pages
    grows = "   (!)" if after > before else ""
    acks = f"Acknowledgements: {report.acks[0]} -> {report.acks[1]}"
    printer.text(f"{acks}       on-call notifications: {before} -> {after}{grows}", style="yellow" if grows else "")
    first = next((count.example for _, count in lines), None)
    details = f"Details: gateway rules replay --rules {shlex.quote(named)} --show {_name(first)}    " if first else ""
    printer.text(f"{details}{_END}")


def _columns(lines: list[tuple[Difference, Count]]) -> Iterator[tuple[str, str, str, str, str]]:
    rows = [
        (one.what, f"{one.before} -> {one.after}", str(count.number), one.rule or "-", _example(count.example))
        for one, count in lines
    ]
    widths = [max((len(row[at]) for row in rows), default=0) for at in range(4)]
    for what, change, number, rule, example in rows:
        cells = (what.ljust(widths[0]), change.ljust(widths[1]), number.rjust(widths[2]), rule.ljust(widths[3]))
        yield *cells, example


def _example(one: Changed) -> str:
    subject = one.subject if len(one.subject) <= MOST_SUBJECT else f"{one.subject[: MOST_SUBJECT - 1]}…"
    return f'e.g. {_name(one)} "{subject}"'


def _name(one: Changed) -> str:
    return one.case or str(one.journal_id)


def show_mail(printer: Printer, one: Replayed, live: Explained, other: Explained) -> None:
    """Show what both sets make of a mail."""
    mail = one.arrival.mail
    case = f", case {one.mail.case}" if one.mail.case else ""
    who = str(mail.author.address) if mail.author else mail.from_text or "(nobody)"
    printer.text(f'Mail {one.mail.entry.id}{case}: {who} "{mail.subject}"', style="bold")
    if not one.differences:
        printer.text("  Nothing would be otherwise.")
    for difference in one.differences:
        by = f"   by {difference.rule}" if difference.rule else ""
        printer.text(f"  {difference.what}  {difference.before} -> {difference.after}{by}")
    for title, found, against in (("live", live, other), ("then", other, live)):
        printer.text(f"  {title:<5} {_matched(found)}")
        elsewhere = against.outcome.matched
        for looked in found.looked:
            if looked.how is How.MATCHED and looked.rule.id not in elsewhere:
                printer.text(f"        {looked.rule.id} ({looked.rule.place}): {looked.why}")
    printer.text(_END)


def _matched(found: Explained) -> str:
    return f"matched {', '.join(found.outcome.matched) or 'no rule'}"


def report_json(report: Report, live: str, other: str, *, since: datetime, until: datetime) -> Json:
    """Return the counts, and the mails about which something would be otherwise."""
    return {
        "since": utc(since),
        "until": utc(until),
        "live": live,
        "other": other,
        "mails": report.mails,
        "changed": report.changed,
        "changes": [
            {**_difference(one), "count": count.number, "example": _changed(count.example, whole=False)}
            for one, count in report.in_order
        ],
        "acknowledgements": {"before": report.acks[0], "after": report.acks[1]},
        "on_call_notifications": {"before": report.pages[0], "after": report.pages[1]},
        "changed_mails": [_changed(one, whole=True) for one in report.named],
    }


def mail_json(one: Replayed) -> Json:
    """Return what both sets make of a mail."""
    return {
        "journal": one.mail.entry.id,
        "case": one.mail.case,
        "subject": one.arrival.mail.subject,
        "differences": [_difference(difference) for difference in one.differences],
        "before": {**outcome_json(one.before), "ack": one.before.ack, "matched": list(one.before.matched)},
        "after": {**outcome_json(one.after), "ack": one.after.ack, "matched": list(one.after.matched)},
    }


def _changed(one: Changed, *, whole: bool) -> Json:
    found: dict[str, object] = {"journal": one.journal_id, "case": one.case or None, "subject": one.subject}
    if whole:
        found["differences"] = [_difference(difference) for difference in one.differences]
    return found


def _difference(one: Difference) -> dict[str, object]:
    return {"what": one.what, "before": one.before, "after": one.after, "rule": one.rule or None}
