"""Flow: whoever looks after customers whose mail about a notice came back is asked to tell them.

Letters that no server took are noted where their result is taken in, whenever that is; a quarter of an hour later one
letter to each colleague names all of a notice.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from gateway.desk.customer import Customer
from gateway.desk.first_few import first_few
from gateway.desk.life.law import Law
from gateway.desk.notice import Notice, Recipient, Stage
from gateway.desk.notice_changes import LeaveToColleagues, LookAgain, NoteNotice
from gateway.desk.notices.uncovered import ASK_AFTER, Asking, Fared, asking, newest_of, uncovered, with_managers
from gateway.docket import Docket, Means
from gateway.errors import StoreUnavailable
from gateway.notice_asking import ask
from gateway.store.clock import time_of
from gateway.store.customers import find_customers
from gateway.store.database import Connection, Database, Side
from gateway.store.notice_uncovered import ask_later, next_ask, to_ask
from gateway.store.notices import Told, notice_named, revisions_of, told_of

BATCH = 50  # notices that are looked at in a row

_log = logging.getLogger("gateway.notices")


class NoticeUncovered:
    """Asks colleagues to tell customers whom mail did not reach."""

    def __init__(self, database: Database, means: Means) -> None:
        """Look at nothing yet."""
        self._database = database
        self._means = means

    def go_by(self, law: Law) -> None:
        """Go by another team from now on."""
        self._means = replace(self._means, law=law)

    @staticmethod
    def next_due(connection: Connection) -> datetime | None:
        """Return when somebody is asked next; None for nobody."""
        return next_ask(connection)

    def look(self, horizon: datetime) -> int:
        """Ask whoever is to be asked by ``horizon``; return about how many notices. Raises ``StoreUnavailable``."""
        with self._database.read() as connection:
            due = to_ask(connection, horizon, limit=BATCH)
        for name in due:
            try:
                self._ask(name)
            except StoreUnavailable:
                raise
            except Exception:  # noqa: BLE001 - the desk's loop: whatever one notice does, the clock goes on
                _log.exception("notices.unasked notice=%s", name)
                with self._database.write(Side.DESK) as connection:
                    ask_later(connection, name, time_of(connection, self._means.clock) + ASK_AFTER)
        return len(due)

    def _ask(self, name: str) -> None:
        with self._database.write(Side.DESK) as connection:
            docket = Docket(connection, self._means)
            notice, waiting = notice_named(connection, name), list(_by_customer(connection, name))
            found = find_customers(connection, {customer for customer, _ in waiting})
            directory = with_managers(found.values(), self._means.law.inboxes)
            left: list[Fared] = []
            for customer, theirs in waiting:
                verdict, newest = asking(theirs, directory.get(customer)), newest_of(theirs)
                if verdict is Asking.NOW and newest is not None:
                    left.append(newest)
                    continue
                later = docket.now + ASK_AFTER if verdict is Asking.LATER else None
                docket.take((LookAgain(name, customer, later),))
            for came_back in (True, False):
                if some := [one for one in left if one.came_back is came_back]:
                    self._name(connection, docket, notice, some, directory, came_back=came_back)
            docket.write()

    def _name(
        self,
        connection: Connection,
        docket: Docket,
        notice: Notice,
        left: Sequence[Fared],
        directory: Mapping[str, Customer],
        *,
        came_back: bool,
    ) -> None:
        """Name customers to who looks after them, and write down who was asked."""
        newest = max(one.number for one in left)
        revision, as_told = next(one for one in revisions_of(connection, notice.id) if one[0].number == newest)
        told = [replace(one.recipient, why_not=one.why, told_by="", ask_at=None) for one in left]
        team = self._means.law.team
        letters = uncovered(notice, revision, told, directory, team, came_back=came_back, as_told=as_told)
        asked = ask(docket, notice.id, letters, told)
        for one, to in zip(left, asked, strict=True):
            docket.take((LookAgain(notice.id, to.customer, to.ask_at),))
            if to.ask_at is None:
                docket.take((LeaveToColleagues(notice.id, one.number, to),))
        docket.take(_noted(notice, asked, "their mail came back" if came_back else "they cannot be told by mail"))


def _by_customer(connection: Connection, name: str) -> Iterator[tuple[str, list[Fared]]]:
    """Yield the customers of whom it is not settled who tells them, with how each revision fared for them."""
    stages = {one.number: one.stage for one, _ in revisions_of(connection, name)}
    rows = sorted(told_of(connection, name, unasked=True), key=lambda one: (one.recipient.customer, one.number))
    for customer, theirs in groupby(rows, lambda one: one.recipient.customer):
        yield customer, [_fared(one, stages[one.number]) for one in theirs]


def _fared(one: Told, stage: Stage) -> Fared:
    return Fared(one.number, stage, replace(one.recipient, ask_at=one.ask_at), one.standing, one.reply)


def _noted(notice: Notice, asked: Sequence[Recipient], because: str) -> Iterator[NoteNotice]:
    by: dict[str, list[str]] = {}
    for one in asked:
        if one.ask_at is None:
            by.setdefault(one.told_by, []).append(one.customer)
    for people, customers in by.items():
        if people:
            yield NoteNotice(notice.id, f"{people} asked to tell {first_few(customers)}", because)
        else:
            yield NoteNotice(notice.id, f"nobody is asked to tell {first_few(customers)}", "nobody looks after them")
