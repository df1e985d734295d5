"""A journal entry becomes a ticket, a message on one, a note, or nothing, and is done with.

read > look up > decide > hand over to the docket, which has letters written and applies all, in one transaction.
Reading needs no lock and is done before it opens. What fails is tried three times, then set aside with a placeholder
ticket; the queue goes on.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Event

from gateway import faults
from gateway.arrivals import Reader, wanted
from gateway.desk.changes import Change, FinishEntry, OpenTicket
from gateway.desk.fresh import Fresh
from gateway.desk.intake.acknowledge import AckVerdict
from gateway.desk.intake.arrival import Arrival, Desk
from gateway.desk.intake.breaker import trip
from gateway.desk.intake.placeholder import relieve
from gateway.desk.intake.receive import receive
from gateway.desk.life.law import Law
from gateway.desk.order import Order
from gateway.desk.ruling.book import EMPTY
from gateway.desk.world import World
from gateway.docket import Docket, Means
from gateway.errors import StoreUnavailable
from gateway.mail import CaseNumber, JournalId, Mail, ReceivedMail, Threads, TicketId
from gateway.notice_release import take_word
from gateway.store.apply import TakenOver
from gateway.store.aside import set_aside
from gateway.store.claims import Claim, Claims
from gateway.store.database import Connection, Database, Side
from gateway.store.journal import Entry
from gateway.store.look_up import Wanted, look_up
from gateway.store.outbox import settled
from gateway.trial.as_new import as_new
from gateway.trial.tried import Tried, try_mail

BATCH = 50  # entries of one transaction
MAX_SETTLED = 500  # delivery results taken in with one transaction
MAX_ATTEMPTS = 3
MAX_REFUSALS = 5  # of a batch by a store that takes other things; then each of its mails is tried alone
RAISE_LOW_AFTER = 2_000  # entries; noting how far all is done costs a look at what is not
IDLE_SECONDS = 1.0  # between looks when nobody rouses us: what the command line wrote makes no noise
TURN_SECONDS = 0.05  # between looks whether the other desk has done the mail that came before ours

_log = logging.getLogger("gateway.desk")


@dataclass(frozen=True, slots=True)
class IntakeSettings:
    """What the settings say about incoming mail."""

    desk: Desk
    reader: Reader

    def under(self, law: Law) -> IntakeSettings:
        """Return the same under other policies, people and rules."""
        desk, is_public = self.desk, law.is_public
        acks, circle = replace(desk.acks, is_public=is_public), replace(desk.circle, is_public=is_public)
        return IntakeSettings(replace(desk, law=law, acks=acks, circle=circle), replace(self.reader, rules=law.rules))


@dataclass(frozen=True, slots=True)
class Explanation:
    """What would happen to a mail, and why."""

    mail: Mail
    threads: Threads
    changes: tuple[Change, ...]
    verdict: AckVerdict | None
    """Whether it would be acknowledged; None when it opens no ticket."""
    tried: Tried
    """The same with its letters, and what the rules were asked."""
    law: Law
    """What it was decided by."""


class _NotOurTurn(StoreUnavailable):
    """Another desk is at work on mail that came before ours."""


@dataclass(frozen=True, slots=True)
class _Read:
    claim: Claim
    arrival: Arrival


class Intake:
    """Works the journal off, one batch at a time."""

    def __init__(
        self,
        database: Database,
        claims: Claims,
        means: Means,
        settings: IntakeSettings,
        rouse_delivery: Callable[[], None] = lambda: None,
    ) -> None:
        """``rouse_delivery`` is called after a commit that queued letters."""
        self._database = database
        self._claims = claims
        self._means = means
        self._settings = settings
        self._rouse_delivery = rouse_delivery
        self._held: list[_Read] = []  # read, but the store was away when they should have been written
        self._refusals = 0  # of the held batch, in a row

    def go_by(self, law: Law) -> None:
        """Go by other policies, calendars and people from the next mail on."""
        self._means = replace(self._means, law=law)
        self._settings = self._settings.under(law)

    def run(self, stop: Event, wake: Event, meanwhile: Callable[[], float] = lambda: IDLE_SECONDS) -> None:
        """Work until ``stop``; look again when ``wake`` is set or a second has passed.

        ``meanwhile`` is called after each step, does other work, and returns how many seconds may pass until it wants
        to be called again. It may raise ``StoreUnavailable``.
        """
        self._claims.free()
        since_raised = 0
        while not stop.is_set():
            pause = IDLE_SECONDS
            try:
                done = self.step()
                since_raised += done
                if since_raised >= RAISE_LOW_AFTER or (since_raised and not done):
                    self._claims.raise_low()
                    since_raised = 0
                pause = min(pause, meanwhile())
            except _NotOurTurn:
                done, pause = 0, TURN_SECONDS
            except StoreUnavailable as error:
                _log.warning("desk.waits error=%s", error)
                done = 0
            if not done:
                wake.wait(pause)
                wake.clear()

    def step(self) -> int:
        """Handle one batch; return how many entries and delivery results it was. Raises ``StoreUnavailable``."""
        if not self._held:
            self._held = self._read_batch()
        if not self._held:
            return self._settle()
        batch, self._held = self._held, []
        try:
            return self._commit(batch)
        except TakenOver:
            return self._let_go(batch)
        except _NotOurTurn:
            self._held = batch
            raise
        except StoreUnavailable:
            if not self._only_these():
                self._held = batch  # the attempt is not spent: nothing is wrong with these mails
                raise
            return self._one_by_one(batch)
        except Exception:  # noqa: BLE001 - the desk's loop: whatever one mail does, the queue goes on
            _log.exception("desk.failed entries=%s", [read.claim.entry.id for read in batch])
            return self._one_by_one(batch)

    def explain(self, received: ReceivedMail, released_by: str = "", *, again: JournalId | None = None) -> Explanation:
        """Say what would happen to a mail now, or once somebody has let it out of quarantine. Changes nothing.

        ``again`` is its id where it has come already and is to be looked at as if it had not.
        """
        desk = self._settings.desk
        arrival = self._read(again or JournalId(0), received, released_by)
        with self._database.read() as connection:
            world = look_up(connection, self._pointed_at([arrival]), now=self._now())
        if again is not None:
            world = as_new(world, again, arrival.mail.fingerprint)
        tried = try_mail(arrival, world, desk, Fresh(TicketId(0), CaseNumber("")))
        changes = tuple(step for step in tried.steps if not isinstance(step, Order))
        return Explanation(arrival.mail, arrival.threads, changes, tried.verdict, tried, desk.law)

    def _read_batch(self) -> list[_Read]:
        while claims := self._claims.take(now=self._now(), limit=BATCH):
            faults.hit("desk-claimed")
            if claims[0].attempt <= MAX_ATTEMPTS:
                return [_Read(claim, self._arrival(claim)) for claim in claims]
            self._give_up(claims[0], "the process ended each time this mail was worked on")
        return []

    def _arrival(self, claim: Claim) -> Arrival:
        return self._read(claim.entry.id, claim.entry.mail, claim.released_by)

    def _read(self, journal_id: JournalId, received: ReceivedMail, released_by: str) -> Arrival:
        """Read a mail; one that was let out of quarantine counts as if it had come now."""
        arrival = self._settings.reader.arrival(journal_id, received, released_by)
        return replace(arrival, received_at=self._now()) if released_by else arrival

    def _commit(self, batch: Sequence[_Read]) -> int:
        with self._database.write(Side.DESK) as connection:
            docket = self._docket(connection)  # first: it puts desks in a queue
            if self._claims.earlier_unfinished(connection, batch[0].claim.entry.id, now=self._now()):
                raise _NotOurTurn("another desk is still at work on earlier mail")
            docket.world = look_up(connection, self._wanted(batch), now=docket.now)
            for read in batch:
                self._decide(connection, read, docket)
            returned = docket.world.returned  # what came back was taken before, whatever order we hear of it in
            results = [one for one in settled(connection, limit=MAX_SETTLED) if one.outbox_id not in returned]
            docket.take(results)
            faults.hit("desk-decided")
            docket.write()
            faults.hit("desk-written")
        faults.hit("desk-committed")
        self._after(batch, docket.letters_queued)
        return len(batch) + len(results)

    def _after(self, batch: Sequence[_Read], queued: int) -> None:
        self._refusals = 0
        if queued:
            self._rouse_delivery()
        for read in batch:
            _log.info("mail.handled journal=%s kind=%s", read.claim.entry.id, read.arrival.mail.kind)

    def _decide(self, connection: Connection, read: _Read, docket: Docket) -> None:
        """Decide about one mail and take in what follows."""
        arrival = read.arrival
        docket.take(self._trip(arrival, docket))
        found = receive(arrival, docket.world, self._settings.desk, docket.next_ticket())
        docket.take(found.changes, at=arrival.received_at)
        if found.approval:
            take_word(connection, docket, self._means.law, found.approval)
        docket.take(relieve(read.claim.placeholder, found.changes, docket.world))
        docket.take(found.letters)
        docket.ask_rules(arrival.written)

    def _trip(self, arrival: Arrival, docket: Docket) -> tuple[Change, ...]:
        made = trip(
            docket.world.recent,
            self._settings.desk.acks,
            docket.next_ticket(),
            priority=self._settings.desk.law.policies.of(None).top.name,
            support_address=arrival.support_address,
            now=docket.now,
        )
        if made:
            _log.error("acknowledgements.held because=%s look=gateway status", made[0].because)
        return made

    def _one_by_one(self, batch: Sequence[_Read]) -> int:
        """Redo a batch that failed, each entry alone: one mail must not cost the others their attempt."""
        done = 0
        for at, read in enumerate(batch):
            try:
                done += self._commit([read])
            except TakenOver:
                return done + self._let_go(batch[at:])
            except _NotOurTurn:
                self._held = list(batch[at:])
                raise
            except Exception as failure:
                if isinstance(failure, StoreUnavailable) and not self._store_works():
                    self._held = list(batch[at:])
                    raise
                error = traceback.format_exc()
                _log.exception("desk.failed journal=%s attempt=%s", read.claim.entry.id, read.claim.attempt)
                if read.claim.attempt < MAX_ATTEMPTS:
                    self._claims.release([later.claim.entry.id for later in batch[at:]])
                    return done + 1
                self._give_up(read.claim, error)
                done += 1
        return done

    def _only_these(self) -> bool:
        """Tell whether the store refuses this batch again and again, and takes everything else."""
        self._refusals += 1
        if self._refusals < MAX_REFUSALS or not self._store_works():
            return False
        self._refusals = 0
        return True

    def _store_works(self) -> bool:
        try:
            with self._database.write(Side.DESK) as connection:
                self._docket(connection)
        except StoreUnavailable:
            return False
        return True

    def _let_go(self, batch: Sequence[_Read]) -> int:
        """Forget a batch another desk has begun to take over; what is still ours of it is claimed anew, in order."""
        ids = [read.claim.entry.id for read in batch]
        _log.warning("desk.taken-over entries=%s", ids)
        self._claims.release(ids)
        return len(batch)

    def _give_up(self, claim: Claim, error: str) -> None:
        """Set an entry aside, with a placeholder ticket where that can be made, so that a person sees it.

        One that was tried again, and failed again, has its placeholder already.
        """
        entry, now = claim.entry, self._now()
        try:
            with self._database.write(Side.DESK) as connection:
                placeholder = claim.placeholder or self._placeholder(connection, entry)
                set_aside(connection, entry.id, error=error, placeholder=placeholder, at=now)
        except StoreUnavailable:
            raise
        except Exception:  # noqa: BLE001 - as above
            _log.exception("desk.placeholder failed journal=%s", entry.id)
            with self._database.write(Side.DESK) as connection:
                set_aside(connection, entry.id, error=error, placeholder=claim.placeholder, at=now)
        _log.error("mail.set-aside journal=%s look=gateway mail show %s", entry.id, entry.id)

    def _placeholder(self, connection: Connection, entry: Entry) -> TicketId | None:
        """Open a ticket for a mail of which nothing is known.

        Rules are asked nothing: they know nothing of this mail, and could keep the placeholder away.
        """
        arrival = self._settings.reader.arrival_of_nothing(entry.id, entry.mail)
        no_rules = replace(self._means.law, rules=EMPTY)
        docket = Docket(connection, replace(self._means, law=no_rules), owner=self._claims.owner)
        made = receive(arrival, World(), self._settings.under(no_rules).desk, docket.next_ticket()).changes
        docket.take(change for change in made if not isinstance(change, FinishEntry))
        docket.write()
        return next((change.ticket.id for change in made if isinstance(change, OpenTicket)), None)

    def _settle(self) -> int:
        with self._database.read() as connection:
            waiting = settled(connection, limit=1)
        if not waiting:
            return 0
        with self._database.write(Side.DESK) as connection:
            docket = self._docket(connection)
            results = settled(connection, limit=MAX_SETTLED)
            docket.take(results)
            docket.write()
        return len(results)

    def _now(self) -> datetime:
        """Return the time by this machine, which claims go by."""
        return self._means.clock.now()

    def _docket(self, connection: Connection) -> Docket:
        return Docket(connection, self._means, owner=self._claims.owner)

    def _wanted(self, batch: Sequence[_Read]) -> Wanted:
        placeholders = [read.claim.placeholder for read in batch if read.claim.placeholder is not None]
        return self._pointed_at([read.arrival for read in batch], placeholders)

    def _pointed_at(self, arrivals: Sequence[Arrival], placeholders: Sequence[TicketId] = ()) -> Wanted:
        desk = self._settings.desk
        return wanted(arrivals, key=desk.key, placeholders=placeholders, linked=desk.law.rules.linked)
