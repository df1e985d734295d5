"""Flow: whoever looks after customers whose mail about a notice came back is asked to tell them.

Letters that no server took are noted where their result is taken in, whenever that is; a quarter of an hour later one
letter to each colleague names all of a notice. Where that comes back itself, the next in order is asked, and where
nobody is left, a case asks the support team.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from gateway.desk.customer import Customer
from gateway.desk.first_few import first_few
from gateway.desk.life.law import Law
from gateway.desk.notice import Notice, Recipient, Stage, Standing
from gateway.desk.notice_changes import LeaveToColleagues, LookAgain, NoteNotice
from gateway.desk.notices.uncovered import (
    ASK_AFTER,
    Asking,
    Fared,
    addresses_in,
    asking,
    newest_of,
    nobody_to_ask,
    uncovered,
    with_managers,
)
from gateway.docket import Docket, Means
from gateway.errors import StoreUnavailable
from gateway.notice_asking import ask, nobody_asked
from gateway.store.clock import time_of
from gateway.store.customers import find_customers
from gateway.store.database import Connection, Database, Side
from gateway.store.notice_addressees import addressees
from gateway.store.notice_record import asked_in_vain, deaf
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
            notice, vain = notice_named(connection, name), asked_in_vain(connection, name)
            waiting = list(_by_customer(connection, name, vain))
            found = find_customers(connection, {customer for customer, _ in waiting})
            gone = _gone(connection, name, waiting, found)
            directory = with_managers((*found.values(), *gone), self._means.law.inboxes)
            left: list[Fared] = []
            lost = dict.fromkeys((customer for _, customer, _ in vain), deaf(connection, name) if vain else ())
            for customer, theirs in waiting:
                verdict, newest = asking(theirs, directory.get(customer)), newest_of(theirs)
                if verdict is Asking.NOW and newest is not None:
                    left.append(newest)
                    continue
                later = docket.now + ASK_AFTER if verdict is Asking.LATER else None
                docket.take((LookAgain(name, customer, later),))
            for came_back in (True, False):
                if some := [one for one in left if one.came_back is came_back]:
                    self._name(connection, docket, notice, some, directory, lost, came_back=came_back)
            docket.write()

    def _name(
        self,
        connection: Connection,
        docket: Docket,
        notice: Notice,
        left: Sequence[Fared],
        directory: Mapping[str, Customer],
        lost: Mapping[str, Collection[str]],
        *,
        came_back: bool,
    ) -> None:
        """Name customers to who looks after them, and write down who was asked; ``lost``: those asked of in vain."""
        newest = max(one.number for one in left)
        revision, as_told = next(one for one in revisions_of(connection, notice.id) if one[0].number == newest)
        told = [replace(one.recipient, why_not=one.why, told_by="", ask_at=None) for one in left]
        team = self._means.law.team
        letters = uncovered(notice, revision, told, directory, team, came_back=came_back, as_told=as_told, deaf=lost)
        asked = self._by_case(docket, notice, ask(docket, notice.id, letters, told), lost)
        for one, to in zip(left, asked, strict=True):
            docket.take((LookAgain(notice.id, to.customer, to.ask_at),))
            if to.ask_at is None:
                docket.take((LeaveToColleagues(notice.id, one.number, to),))
        docket.take(_noted(notice, asked, "their mail came back" if came_back else "they cannot be told by mail"))

    def _by_case(
        self, docket: Docket, notice: Notice, asked: tuple[Recipient, ...], lost: Mapping[str, Collection[str]]
    ) -> tuple[Recipient, ...]:
        """Ask the support team to tell those of whom every colleague was asked in vain; return all with who was."""

        def nobody_heard(one: Recipient) -> bool:
            return not one.told_by and one.ask_at is None and one.customer in lost

        left = [one for one in asked if nobody_heard(one)]
        if not left:
            return asked
        policy, support = self._means.law.policies.of(None), self._means.support
        docket.take(
            nobody_to_ask(
                notice,
                left,
                {address for one in left for address in lost[one.customer]},
                docket.next_ticket(),
                priority=policy.default,
                support=support,
                now=docket.now,
            )
        )
        return tuple(replace(one, told_by=support) if nobody_heard(one) else one for one in asked)


def _by_customer(
    connection: Connection, name: str, vain: Collection[tuple[str, str, int]]
) -> Iterator[tuple[str, list[Fared]]]:
    """Yield the customers of whom it is not settled who tells them, with how each revision fared for them.

    Who got no mail that asks them (``vain``) was not asked.
    """
    stages = {one.number: one.stage for one, _ in revisions_of(connection, name)}
    rows = sorted(told_of(connection, name, unasked=True), key=lambda one: (one.recipient.customer, one.number))
    for customer, theirs in groupby(rows, lambda one: one.recipient.customer):
        yield customer, [_fared(one, stages[one.number], vain) for one in theirs]


def _gone(
    connection: Connection, name: str, waiting: Iterable[tuple[str, list[Fared]]], there: Mapping[str, Customer]
) -> Iterator[Customer]:
    """Yield who has left the directory since they heard of a notice, as they were: how it goes on is theirs to hear."""
    heard = {
        who for who, theirs in waiting if who not in there and any(one.standing is Standing.ACCEPTED for one in theirs)
    }
    for who, was in addressees(connection, name, heard).items():
        yield was.as_customer(who)


def _fared(one: Told, stage: Stage, vain: Collection[tuple[str, str, int]]) -> Fared:
    to = one.recipient
    heard = [each for each in addresses_in(to.told_by) if (each, to.customer, one.number) not in vain]
    known = replace(to, told_by=", ".join(heard), ask_at=one.ask_at)
    return Fared(one.number, stage, known, one.standing, one.reply)


def _noted(notice: Notice, asked: Sequence[Recipient], because: str) -> Iterator[NoteNotice]:
    by: dict[str, list[str]] = {}
    for one in asked:
        if one.ask_at is None:
            by.setdefault(one.told_by, []).append(one.customer)
    for people, customers in by.items():
        if people:
            yield NoteNotice(notice.id, f"{people} asked to tell {first_few(customers)}", because)
        else:
            yield nobody_asked(notice.id, customers)
