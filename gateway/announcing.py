"""An operator's decision about a notice becomes changes, in one transaction; its letters are written by the desk.

The command line calls it. What a decision means is said in ``desk.notices``; ``notice_issue`` finds who is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from gateway.desk.choice import Choice
from gateway.desk.customer import Customer
from gateway.desk.notice import Delivery, Notice, NoticeKind, NoticeState, Recipient, Stage, Standing
from gateway.desk.notice_changes import KeepNotice, SetDelivery
from gateway.desk.notices.agenda import next_due
from gateway.desk.notices.decided import Bearings, Decided
from gateway.desk.notices.maintenance import PLANS, check_notice, check_reminds, stays
from gateway.desk.notices.outage import is_first_promised, named_anew
from gateway.desk.notices.promised import bearings
from gateway.desk.notices.stale import check_fresh
from gateway.desk.notices.working_hours import at_work
from gateway.desk.question import Asks
from gateway.desk.team import Person
from gateway.docket import Docket, Means
from gateway.errors import Refused
from gateway.notice_issue import Issued, Whom, check_shown, followed, issue, name_for, reached
from gateway.notice_release import Prove, ask_for_release, two_people
from gateway.store import notices as store
from gateway.store.database import Connection, Database, Side
from gateway.store.notice_newcomers import written_before
from gateway.store.questions import newest

Begin = Callable[[Bearings], Decided]
"""Decides about a notice that is not there yet."""
Decide = Callable[[Notice, Bearings], Decided]
"""Decides about one that is."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What a decision would come to."""

    notice: Notice
    name: str
    """Of the notice; of a new one what it will be, unless another is begun before it."""
    stage: Stage | None
    recipients: tuple[Recipient, ...]
    customers: Mapping[str, Customer]
    """Those of the recipients, by id."""
    revision: int
    """What it would be numbered."""
    now: datetime
    overlaps: tuple[Notice, ...] = ()
    """Other maintenance at that time."""
    newcomers: tuple[str, ...] = ()
    """Who would be reminded and has had no letter of it yet, by id: they read the announcement."""
    left: tuple[str, ...] = ()
    """Who is meant by a newsletter and has left it, by id."""
    at_work: int | None = None
    """How many of the customers are at work in a window they hear of; None of anything else."""

    @property
    def reached(self) -> tuple[Recipient, ...]:
        """The customers who would be told."""
        return tuple(one for one in self.recipients if not one.why_not and not one.copy_to)

    @property
    def uncovered(self) -> tuple[Recipient, ...]:
        """Those who cannot be."""
        return tuple(one for one in self.recipients if one.why_not)


class Announcing:
    """Carries operators' decisions about notices out; ``StoreUnavailable`` means that nothing was done."""

    def __init__(self, database: Database, means: Means) -> None:
        """Open nothing yet."""
        self._database = database
        self._means = means

    def begin(
        self, choice: Choice, decide: Begin, *, by: str, name: str = "", planned: Planned | None = None
    ) -> Issued:
        """Begin a notice. Raises ``Refused``, also where it would not get the ``name`` that somebody has typed.

        ``planned`` is what they were shown: nobody else is told, of a draft later on either. Without it, whom a draft
        would tell now is kept with it.
        """
        with self._database.write(Side.DESK) as connection:
            docket, whom = Docket(connection, self._means), Whom(connection, self._means.law.inboxes)
            decided = decide(self._bearings_of(whom, choice, by=by, now=docket.now))
            if decided.notice.state is NoticeState.DRAFT:
                decided = replace(decided, notice=self._with_shown(decided.notice, whom, planned, docket.now))
            made = issue(connection, docket, self._means.law, decided, by=by, whom=whom, shown=_shown(planned))
            if name and made.notice.id != name:
                raise Refused(f"{name} is another notice, begun meanwhile: nobody was told, so give the command again")
            docket.write()
            return made

    def begin_for_release(
        self, choice: Choice, decide: Begin, approver: str, *, by: str, shown: Mapping[str, str], prove: Prove
    ) -> tuple[Notice, Person]:
        """Begin a notice as a draft, and ask a colleague whether customers may be told. Raises ``Refused``.

        ``shown`` is whom they read that it will tell, as in ``Notice.shown``. ``prove`` gets the notice with its name,
        so that the letter they are shown is the one that will leave.
        """
        person = two_people(self._means.law.team, approver, by=by)
        with self._database.write(Side.DESK) as connection:
            docket, whom = Docket(connection, self._means), Whom(connection, self._means.law.inboxes)
            decided = decide(self._bearings_of(whom, choice, by=by, now=docket.now))
            return self._ask(connection, docket, whom, decided, person, by=by, shown=shown, prove=prove), person

    def ask_for_release(
        self, name: str, decide: Decide, approver: str, *, by: str, shown: Mapping[str, str], prove: Prove
    ) -> tuple[Notice, Person]:
        """Ask a colleague whether customers may be told of a draft, in place of whoever was asked before.

        ``shown`` and ``prove`` as to ``begin_for_release``. Raises ``NotFound`` or ``Refused``.
        """
        person = two_people(self._means.law.team, approver, by=by)
        with self._database.write(Side.DESK) as connection:
            docket, whom = Docket(connection, self._means), Whom(connection, self._means.law.inboxes)
            decided = self._decided(connection, whom, name, decide, by=by, now=docket.now)
            return self._ask(connection, docket, whom, decided, person, by=by, shown=shown, prove=prove), person

    def _ask(
        self,
        connection: Connection,
        docket: Docket,
        whom: Whom,
        decided: Decided,
        person: Person,
        *,
        by: str,
        shown: Mapping[str, str],
        prove: Prove,
    ) -> Notice:
        check_shown(decided.notice, whom.recipients(decided.notice, docket.now, self._means.law.home.zone), shown)
        waits = replace(decided.notice, approve_by=person.address.lower(), shown=shown)
        notice = issue(connection, docket, self._means.law, replace(decided, notice=waits), by=by, whom=whom).notice
        before = newest(connection, Asks.RELEASE, notice.id)
        ask_for_release(docket, notice, person, by=by, sample=prove(notice), before=before)
        docket.write()
        return notice

    def _with_shown(self, draft: Notice, whom: Whom, planned: Planned | None, now: datetime) -> Notice:
        """Return a draft with who its author is shown that it would tell: left without, it could tell anybody."""
        told = planned.recipients if planned else whom.recipients(draft, now, self._means.law.home.zone)
        return replace(draft, shown=dict.fromkeys(reached(told), ""))

    def keep_shown(self, name: str, planned: Planned) -> None:
        """Keep with a draft who somebody was shown that it would tell: so many are told by its name, and nobody else.

        Nothing is kept of what is no draft, or waits for the answer of somebody who was shown it too.
        """
        with self._database.write(Side.DESK) as connection:
            docket, notice = Docket(connection, self._means), store.notice_named(connection, name)
            if notice.state is NoticeState.DRAFT and not notice.approve_by:
                notice = replace(notice, shown=_shown(planned))
                docket.take((KeepNotice(notice, next_due(notice), "", "", ""),))
                docket.write()

    def change(self, name: str, decide: Decide, *, by: str, planned: Planned | None = None) -> Issued:
        """Go on with a notice; ``planned`` as to ``begin``. Raises ``NotFound`` or ``Refused``."""
        with self._database.write(Side.DESK) as connection:
            docket, whom = Docket(connection, self._means), Whom(connection, self._means.law.inboxes)
            decided = self._decided(connection, whom, name, decide, by=by, now=docket.now)
            _check_heard(connection, decided, docket.now)
            if _is_unheard(connection, decided):
                decided = replace(decided, stage=None)
                docket.take(_never_sent(connection, decided, by=by))
            made = issue(connection, docket, self._means.law, decided, by=by, whom=whom, shown=_shown(planned))
            docket.write()
            return made

    def plan_beginning(self, choice: Choice, decide: Begin, *, by: str) -> Planned:
        """Say what beginning a notice would come to. Raises ``Refused``."""
        with self._database.read() as connection:
            whom = Whom(connection, self._means.law.inboxes)
            found = self._bearings_of(whom, choice, by=by, now=self._means.clock.now())
            return self._planned(connection, whom, decide(found), found.now)

    def plan(self, name: str, decide: Decide, *, by: str, foreseen: bool = False) -> Planned:
        """Say what going on with a notice would come to; ``foreseen``: once everybody has heard what comes before.

        Raises ``NotFound`` or ``Refused``.
        """
        with self._database.read() as connection:
            now, whom = self._means.clock.now(), Whom(connection, self._means.law.inboxes)
            decided = self._decided(connection, whom, name, decide, by=by, now=now)
            if not foreseen:
                _check_heard(connection, decided, now)
            if _is_unheard(connection, decided):
                decided = replace(decided, stage=None)
            return self._planned(connection, whom, decided, now)

    def _decided(
        self, connection: Connection, whom: Whom, name: str, decide: Decide, *, by: str, now: datetime
    ) -> Decided:
        """Decide about a notice; where that concerns others than before, by what was promised to those."""
        notice = store.notice_named(connection, name)
        stopped = store.is_stopped(connection, notice.id)
        found = bearings(_concerned(whom, notice), self._means.law, by=by, now=now)
        decided = decide(notice, replace(found, stopped=stopped))
        if decided.notice.choice != notice.choice:
            found = self._bearings_of(whom, decided.notice.choice, by=by, now=now)
            return decide(notice, replace(found, stopped=stopped))
        if is_first_promised(notice, decided):
            _check_concerns_somebody(whom, notice, decided)
        return decided

    def _bearings_of(self, whom: Whom, choice: Choice, *, by: str, now: datetime) -> Bearings:
        return bearings(_chosen(whom, choice), self._means.law, by=by, now=now)

    def _planned(self, connection: Connection, whom: Whom, decided: Decided, now: datetime) -> Planned:
        notice = followed(connection, decided.notice, decided.stage, now)
        name = notice.id or name_for(connection, self._means.law, notice.kind, now)
        found = whom.recipients(notice, now, self._means.law.home.zone) if decided.stage else ()
        known = {one.customer for one in found} & whom.directory.keys()
        at_once: list[Notice] = []
        if notice.kind is NoticeKind.MAINTENANCE and notice.start and notice.end:
            at_once = store.planned_between(connection, notice.start, notice.end)
        others = tuple(one for one in at_once if one.id != notice.id)
        number = store.next_revision(connection, notice.id)
        customers = {name: whom.directory[name] for name in known}
        return Planned(
            notice,
            name,
            decided.stage,
            found,
            customers,
            number,
            now,
            overlaps=others,
            newcomers=_newcomers(connection, decided, found),
            left=whom.left(notice) if decided.stage else (),
            at_work=self._at_work(decided, customers),
        )

    def _at_work(self, decided: Decided, customers: Mapping[str, Customer]) -> int | None:
        start, end = decided.notice.start, decided.notice.end
        if decided.stage not in PLANS or start is None or end is None:
            return None
        return at_work(customers.values(), self._means.law, start, end).touched(start, end).customers


def _shown(planned: Planned | None) -> dict[str, str] | None:
    """Return who operators are shown that would be told; they are shown no addresses."""
    return {one.customer: "" for one in planned.reached} if planned else None


def _is_unheard(connection: Connection, decided: Decided) -> bool:
    """Tell whether something is called off of which nobody has heard, by mail or from us: then nobody needs to."""
    cancelled = decided.stage is Stage.CANCELLED and decided.notice.state is NoticeState.CANCELLED  # and no preview
    return cancelled and store.nobody_heard(connection, decided.notice.id)


def _check_heard(connection: Connection, decided: Decided, now: datetime) -> None:
    """Refuse to remind customers while they have not been told of what, or once it has begun. Raises ``Refused``.

    That a tentative window is certain, too, gives whoever has not heard of it the notice that was promised.
    """
    certain = decided.notice
    if decided.stage and stays(certain, decided.stage) and certain.start and store.unheard(connection, certain.id):
        check_notice(certain, certain.start - now)
    if decided.stage is not Stage.REMINDER:
        return
    check_fresh(decided.stage, certain, now, what="nobody is reminded any more")
    *_, plan = (one for one, _ in store.revisions_of(connection, decided.notice.id) if one.stage in PLANS)
    told = store.told_of(connection, plan.notice_id, [plan.number])
    unwritten = any(one.standing is Standing.QUEUED and one.outbox_id is None for one in told)
    check_reminds(plan, unwritten=unwritten)


def _newcomers(connection: Connection, decided: Decided, recipients: Sequence[Recipient]) -> tuple[str, ...]:
    """Return who reads another letter than the others, as theirs is the first."""
    if decided.stage is None or decided.stage.to_newcomers is decided.stage:
        return ()
    heard = {name for name, _ in store.first_letters(connection, decided.notice.id, recipients)}
    heard |= written_before(connection, decided.notice.id, recipients).keys()
    return tuple(one for one in reached(recipients) if one not in heard)


def _never_sent(connection: Connection, decided: Decided, *, by: str) -> Iterator[SetDelivery]:
    """Yield that none of its letters is written any more."""
    for revision, _ in store.revisions_of(connection, decided.notice.id):
        yield SetDelivery(revision.notice_id, revision.number, Delivery.ABORTED, decided.because, by)


def _chosen(whom: Whom, choice: Choice) -> tuple[Customer, ...]:
    """Return everybody whom a choice means. Raises ``Refused`` for nobody."""
    found = whom.chosen(choice)
    if not found.size:
        raise Refused("nobody is left to be told: leave out --except")
    return (*found.reached, *(one.customer for one in found.uncovered))


def _check_concerns_somebody(whom: Whom, notice: Notice, decided: Decided) -> None:
    """Refuse to promise something to nobody: a service may have been renamed. Raises ``Refused``."""
    try:
        _chosen(whom, notice.choice)
    except Refused as nobody:
        raise Refused(named_anew(notice, decided, nobody)) from None


def _concerned(whom: Whom, notice: Notice) -> Sequence[Customer]:
    """Return everybody whom a notice concerns; nobody where its words mean nobody any more: it can still be ended."""
    try:
        return whom.concerned(notice)
    except Refused:
        return ()
