"""Flow: the clock comes to a time that a rule names, and the rule is asked about every open ticket.

A time is never done twice. Of those that were missed the last is done, late, unless it is more than a day ago: who
switches a rule on again does not mean last Monday. One that was interrupted goes on, unless it stood
still for as long. A rule that is new waits for its next time.
Tickets are taken a batch at a time, so that mail need not wait for a rule that has many to look at.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from gateway.desk.life.law import Law
from gateway.desk.ruled.ask import ask_timer
from gateway.desk.ruling.rule import Rule
from gateway.desk.ticket import Ticket
from gateway.docket import Docket, Means
from gateway.errors import StoreUnavailable
from gateway.store.database import Connection, Database, Side
from gateway.store.timers import TimerRow, keep_timers, open_after, timer_rows

BATCH = 100  # tickets of one transaction
FAR = timedelta(days=2)
"""A plan that lies so far ahead of the clock was made by a clock that was wrong."""

LATEST = timedelta(days=1)

_log = logging.getLogger("gateway.timers")


class Timers:
    """Asks the rules whose time has come."""

    def __init__(self, database: Database, means: Means) -> None:
        """Look at nothing yet."""
        self._database = database
        self._means = means
        self._next: datetime | None = None  # as this process knows
        self._known_at: datetime | None = None

    def go_by(self, law: Law) -> None:
        """Go by other rules from now on."""
        self._means, self._next, self._known_at = replace(self._means, law=law), None, None

    def next_due(self, connection: Connection, now: datetime) -> datetime | None:
        """Return when a rule comes next; None where none comes by the clock."""
        if not self._rules:
            return None
        stale = self._known_at is None or self._known_at > now or now - self._known_at > FAR
        if stale or self._next is None:
            self._plan(timer_rows(connection), now)
        return self._next

    def look(self, horizon: datetime) -> int:
        """Ask about a batch of tickets for one rule whose time has come by ``horizon``; return how many they were.

        Raises ``StoreUnavailable``.
        """
        try:
            return self._look(horizon, BATCH)
        except StoreUnavailable:
            raise
        except Exception:  # noqa: BLE001 - the desk's loop: whatever a rule does to one ticket, the clock goes on
            _log.exception("timers.failed")
            return self._one_by_one(horizon)

    @property
    def _rules(self) -> tuple[Rule, ...]:
        return self._means.law.rules.timers

    def _look(self, horizon: datetime, limit: int, *, pass_over: bool = False) -> int:
        """Do a batch; ``pass_over``: leave its tickets alone, since one of them cannot be worked on."""
        with self._database.write(Side.DESK) as connection:
            docket = Docket(connection, self._means)  # first: it puts desks in a queue
            rows = timer_rows(connection)
            fresh = [TimerRow(rule.id, docket.now) for rule in self._rules if _is_new(rows.get(rule.id), docket.now)]
            keep_timers(connection, fresh)
            rows |= {row.rule: row for row in fresh}
            rows |= {rule.id: _unless_left(rows[rule.id], docket.now) for rule in self._rules}
            due = _first_due(self._rules, rows, horizon, docket.now)
            tickets: list[Ticket] = []
            if due is not None:
                rule, at = due
                row = rows[rule.id]
                tickets = open_after(connection, row.after, limit=limit)
                if not pass_over:
                    self._ask(rule, docket, tickets)
                rows[rule.id] = _went_on(row, tickets, at, whole=len(tickets) == limit, now=docket.now)
                keep_timers(connection, [rows[rule.id]])
            docket.write()
        self._plan(rows, docket.now)
        if tickets and due:
            _log.info("timers.done rule=%s tickets=%d letters=%d", due[0].id, len(tickets), docket.letters_queued)
        return len(tickets)

    @staticmethod
    def _ask(rule: Rule, docket: Docket, tickets: Sequence[Ticket]) -> None:
        docket.know(tickets)
        for one in tickets:
            docket.take(ask_timer(docket.case(one.id), rule, others=docket.others(), now=docket.now))

    def _one_by_one(self, horizon: datetime) -> int:
        """Ask about each ticket of the batch alone; one that fails is passed over, and the log says so."""
        done = 0
        for _ in range(BATCH):
            try:
                found = self._look(horizon, 1)
            except StoreUnavailable:
                raise
            except Exception:  # noqa: BLE001 - as above
                _log.exception("timers.failed: a ticket is passed over")
                found = self._look(horizon, 1, pass_over=True)
            done += found
            if not found:
                break
        return done

    def _plan(self, rows: dict[str, TimerRow], now: datetime) -> None:
        self._known_at = now
        moments = (self._moment(rule, rows.get(rule.id), now) for rule in self._rules)
        self._next = min((one for one in moments if one is not None), default=None)

    @staticmethod
    def _moment(rule: Rule, row: TimerRow | None, now: datetime) -> datetime | None:
        """Return when a rule is looked at next: now, where it never was, so that it is known since when."""
        if row is None or _is_new(row, now):
            return now
        row = _unless_left(row, now)
        return row.running or _next_time(rule, row, now)


def _is_new(row: TimerRow | None, now: datetime) -> bool:
    """Tell whether nothing is known of a rule that counts: what a clock that was far ahead has written does not."""
    return row is None or row.looked_at - now > LATEST


def _unless_left(row: TimerRow, now: datetime) -> TimerRow:
    """Return what is known of a rule; of one whose run stood still for too long, as if that had ended there."""
    if row.running is None or now - max(row.running, row.looked_at) <= LATEST:
        return row
    return TimerRow(row.rule, max(row.running, row.looked_at))


def _next_time(rule: Rule, row: TimerRow, now: datetime) -> datetime | None:
    after = max(row.looked_at, now - LATEST)
    times = (schedule.next_after(after) for schedule in rule.schedules)
    return min((one for one in times if one is not None), default=None)


def _first_due(
    rules: Sequence[Rule], rows: Mapping[str, TimerRow], horizon: datetime, now: datetime
) -> tuple[Rule, datetime] | None:
    """Return the first rule whose time has come, and that time; what is too old is told by the clock."""
    times = ((rule, rows[rule.id].running or _next_time(rule, rows[rule.id], now)) for rule in rules)
    return next(((rule, at) for rule, at in times if at is not None and at <= horizon), None)


def _went_on(row: TimerRow, tickets: Sequence[Ticket], at: datetime, *, whole: bool, now: datetime) -> TimerRow:
    """Return how far a rule has come; times that passed meanwhile were this one."""
    if whole:
        return TimerRow(row.rule, max(at, now), running=at, after=tickets[-1].id)
    return TimerRow(row.rule, max(at, now))
