"""Flow: customers are asked by mail whether notices reach the right people."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.address import is_same, parse_address
from gateway.desk.customer import Customer
from gateway.desk.notice_changes import AskByMail
from gateway.desk.notices.unreached import undelivered
from gateway.desk.order import Bulletin, Fact, TellPerson
from gateway.desk.question import Asks, Question
from gateway.desk.team import Person
from gateway.docket import Docket, Means
from gateway.errors import NotFound
from gateway.store.customers import every_customer
from gateway.store.database import Connection, Database, Side
from gateway.store.questions import Confirmed, confirmed, last_asked
from gateway.store.unreachable import unreachable
from gateway.validation import did_you_mean

BATCH = 50  # letters of one transaction
BETWEEN = timedelta(days=7)
"""Who was asked so lately is not asked again, but by name."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Customers who were asked, or would be; and those who cannot be."""

    customers: tuple[Customer, ...]
    without: tuple[Customer, ...]
    """They have no address."""
    dead: tuple[tuple[Customer, str], ...]
    """Their address takes no mail, and what became of the last one."""
    waiting: int
    """Of those who were asked lately, and have not answered."""


class AddressChecks:
    """Asks customers about their notice addresses. Every command raises ``StoreUnavailable`` when nothing was done."""

    def __init__(self, database: Database, means: Means) -> None:
        """Open nothing yet."""
        self._database = database
        self._means = means

    def ask(self, names: Collection[str], *, older_than: timedelta, by: str, dry_run: bool = False) -> Asked:
        """Ask those whose address nobody has confirmed for so long, and takes mail; with ``names`` these, anyhow.

        A mail that is taken there makes it an address that takes mail. Raises ``NotFound``.
        """
        with self._database.read() as connection:
            found = self._whom(connection, names, older_than)
        for some in _batches(() if dry_run else found.customers):
            with self._database.write(Side.DESK) as connection:
                docket = Docket(connection, self._means)
                for one in some:
                    self._ask(docket, one, by)
                docket.write()
        return found

    def _whom(self, connection: Connection, names: Collection[str], older_than: timedelta) -> Asked:
        everybody = sorted(every_customer(connection), key=lambda one: one.id)
        if names:
            wanted = {name.casefold() for name in names}
            if unknown := sorted(wanted - {one.id for one in everybody}):
                hint = did_you_mean(unknown[0], [one.id for one in everybody])
                raise NotFound(f'there is no customer "{unknown[0]}"' + (f": {hint}" if hint else ""))
            everybody = [one for one in everybody if one.id in wanted]
        told = tuple(one for one in everybody if one.notice_address)
        without = tuple(one for one in everybody if not one.notice_address)
        if names:
            return Asked(told, without, (), 0)
        now = self._means.clock.now()
        sure, asked = confirmed(connection, told), last_asked(connection, Asks.ADDRESS)
        old = [one for one in told if not _is_sure(sure.get(one.id), now - older_than)]
        dead = _dead(connection, old)
        waiting = [one for one in old if one.id not in dead and _was_asked(asked.get(one.id), one, now - BETWEEN)]
        left_out = {one.id for one in waiting} | dead.keys()
        return Asked(
            tuple(one for one in old if one.id not in left_out),
            without,
            tuple((one, dead[one.id]) for one in old if one.id in dead),
            len(waiting),
        )

    @staticmethod
    def _ask(docket: Docket, customer: Customer, by: str) -> None:
        facts: dict[str, Fact] = {
            "customer": customer.name,
            "account": customer.id,
            "address": customer.notice_address,
        }
        person = Person("", customer.notice_address, language=customer.language, timezone=customer.timezone)
        (letter,) = docket.take((TellPerson(Bulletin.ADDRESS_CHECK, person, f"asked by {by}", facts, asks=True),))
        asked = Question(letter.outbox_id, Asks.ADDRESS, customer.id, customer.notice_address, docket.now)
        docket.take((AskByMail(asked, by),))


def _batches(customers: Sequence[Customer]) -> Iterator[Sequence[Customer]]:
    """Yield them some at a time: mail must not wait for all of them."""
    for start in range(0, len(customers), BATCH):
        yield customers[start : start + BATCH]


def _dead(connection: Connection, customers: Sequence[Customer]) -> dict[str, str]:
    """Return what became of the last mail to those whose address takes none, by id."""
    inboxes = {one.id: parse_address(one.notice_address).inbox for one in customers}
    words = unreachable(connection, set(inboxes.values()))
    return {
        name: undelivered(word.at, word.outcome, word.reply)
        for name, inbox in inboxes.items()
        if (word := words.get(inbox))
    }


def _is_sure(known: Confirmed | None, since: datetime) -> bool:
    return known is not None and known.at >= since


def _was_asked(question: Question | None, customer: Customer, since: datetime) -> bool:
    return question is not None and is_same(question.address, customer.notice_address) and question.asked_at >= since
