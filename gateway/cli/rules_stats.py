"""``gateway rules stats``: what each rule did lately, and which have never done anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import click

from gateway.cli.command import Command, with_session
from gateway.cli.session import Session, utc
from gateway.cli.since import SINCE
from gateway.cli.views import Json
from gateway.cli.words import counted
from gateway.config_set.files import shown
from gateway.config_set.rule_changes import RuleChange, rule_changes
from gateway.desk.ruling.rule import Rule
from gateway.store.rulings import RuleCount, last_match, rule_counts
from gateway.store.slow_rules import slow_counts


@dataclass(frozen=True, slots=True)
class Stats:
    """What is known of the rules."""

    rules: tuple[Rule, ...]
    counts: Mapping[str, RuleCount]
    last: Mapping[str, datetime]
    changes: Mapping[str, RuleChange]
    slow: Mapping[str, int]
    """How often patterns of rules were stopped, under the files in force."""
    today: date

    @property
    def gone(self) -> dict[str, RuleCount]:
        """Rules that matched in the time and are not there any more."""
        known = {rule.id for rule in self.rules}
        return {name: count for name, count in self.counts.items() if name not in known}


@click.command(
    "stats",
    cls=Command,
    examples=("gateway rules stats", "gateway rules stats --since 90d", "gateway rules stats --json"),
)
@click.option("--since", type=SINCE, default="30d", show_default=True, metavar="TIME", help="30d ago, or a time.")
@with_session
def stats(session: Session, since: datetime) -> None:
    """Count what each rule matched, in the order of the files, with its last match and its last change.

    Counted are decisions that were carried out, of mail and of everything else rules are asked about.
    """
    with session.office() as office:
        law, today = office.law, session.clock.now().astimezone(session.settings.timezone).date()
        with office.database.read() as connection:
            counts, last = rule_counts(connection, since), last_match(connection)
            slow = slow_counts(connection, law.config_hash)
            found = Stats(law.rules.rules, counts, last, rule_changes(connection), slow, today)
    if session.json:
        session.printer.document(_json(found, since))
        return
    if not found.rules:
        session.printer.note("There are no rules: write them into rules/ beside gateway.yml.")
        return
    headings = ("Rule", "Matches", "Tickets", "Last match", "Changed", "Written at", "Note")
    rows = [_row(session, rule, found) for rule in found.rules]
    session.printer.table(headings, rows, flexible=6, optional=(5, 4))
    never = [rule for rule in found.rules if rule.id not in found.last and rule.counts(today)]
    if never:
        said = f"{len(never)} of {len(found.rules)} rules have never matched anything."
        session.printer.note(f"{said} Why not: gateway rules explain MAIL.eml --why-not {never[0].id}")
    for name, count in sorted(found.gone.items()):
        session.printer.note(f"{name} matched {count.matches} times, and is not there any more.")


def _row(session: Session, rule: Rule, found: Stats) -> tuple[str, ...]:
    count, last, change = found.counts.get(rule.id), found.last.get(rule.id), found.changes.get(rule.id)
    changed = f"{session.local_time(change.at)} ({shown(change.hash)}, {change.by})" if change else ""
    return (
        rule.id,
        str(count.matches if count else 0),
        str(count.tickets if count else 0),
        session.local_time(last) if last else "never",
        changed,
        rule.place,
        "; ".join(_notes(rule, found)),
    )


def _notes(rule: Rule, found: Stats) -> Iterator[str]:
    if not rule.enabled:
        yield "disabled"
    elif not rule.counts(found.today):
        yield f"over since {rule.until}"
    elif rule.id not in found.last:
        yield "never matched (!)"
    if count := found.slow.get(rule.id):
        yield f"pattern too slow {counted(count, 'time')} (!)"


def _json(found: Stats, since: datetime) -> Json:
    return {
        "since": utc(since),
        "rules": [_rule(rule, found) for rule in found.rules],
        "gone": [{"rule": name, **_count(count)} for name, count in sorted(found.gone.items())],
    }


def _rule(rule: Rule, found: Stats) -> dict[str, object]:
    change = found.changes.get(rule.id)
    return {
        "rule": rule.id,
        "file": rule.file,
        "line": rule.line,
        "alias": rule.alias or None,
        "enabled": rule.enabled,
        "until": rule.until.isoformat() if rule.until else None,
        **_count(found.counts.get(rule.id)),
        "last_match": utc(found.last.get(rule.id)),
        "never_matched": rule.id not in found.last,
        "slow": found.slow.get(rule.id, 0),
        "changed": {"at": utc(change.at), "by": change.by, "hash": change.hash, "is_new": change.is_new}
        if change
        else None,
    }


def _count(count: RuleCount | None) -> dict[str, object]:
    return {"matches": count.matches if count else 0, "tickets": count.tickets if count else 0}
