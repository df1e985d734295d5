"""What a decision about a notice leads to: who is told, by which revision, and who of ours hears of it.

Used by the commands of operators and by the clock. Writes through a docket, as everything does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from gateway.address import is_same, parse_address
from gateway.desk.choice import Choice
from gateway.desk.customer import Customer
from gateway.desk.first_few import first_few
from gateway.desk.life.law import Law
from gateway.desk.notice import Notice, NoticeKind, Recipient, Revision, Stage
from gateway.desk.notice_changes import IssueRevision, KeepNotice
from gateway.desk.notices.agenda import next_due
from gateway.desk.notices.audience import Audience, audience_of
from gateway.desk.notices.decided import Decided
from gateway.desk.notices.told import recipients_of, without_contract, without_those
from gateway.desk.notices.uncovered import still_left, uncovered, with_managers
from gateway.desk.notices.unreached import OUR_OWN, undelivered
from gateway.docket import Docket
from gateway.errors import Refused
from gateway.notice_asking import ask
from gateway.notice_left_out import good_news_anew
from gateway.store import newsletters
from gateway.store.customers import every_customer
from gateway.store.database import Connection
from gateway.store.notices import (
    addresses_told,
    addresses_within,
    copies_told,
    newest_at,
    next_name,
    next_revision,
    revisions_of,
    uncovered_before,
)
from gateway.store.unreachable import unreachable


@dataclass(frozen=True, slots=True)
class Issued:
    """What came of a decision."""

    notice: Notice
    revision: Revision | None
    recipients: tuple[Recipient, ...] = ()
    """Those who cannot be told as well."""

    @property
    def told(self) -> int:
        """How many customers are told; copies to colleagues are none of them."""
        return len(reached(self.recipients))


def reached(recipients: Iterable[Recipient]) -> dict[str, str]:
    """Return where customers are told, by id; copies to colleagues are none of them."""
    return {one.customer: one.address for one in recipients if not one.why_not and not one.copy_to}


class Whom:
    """The directory as one transaction sees it: read once, however often it is asked whom something concerns."""

    def __init__(self, connection: Connection, ours: Collection[str]) -> None:
        """Read nothing yet. ``ours`` are our own addresses, as ``Address.inbox``: nobody is told there."""
        self._connection = connection
        self._ours = ours
        self._told: dict[str, Mapping[str, str]] = {}

    @cached_property
    def directory(self) -> Mapping[str, Customer]:
        """Every customer by id, with who looks after them."""
        return with_managers(every_customer(self._connection), self._ours)

    @cached_property
    def _failing(self) -> Mapping[str, str]:
        everybody = self.directory.values()
        inboxes = {parse_address(one.notice_address).inbox for one in everybody if one.notice_address}
        failing = {
            inbox: undelivered(word.at, word.outcome, word.reply)
            for inbox, word in unreachable(self._connection, inboxes).items()
        }
        return {**failing, **dict.fromkeys(self._ours, OUR_OWN)}

    def chosen(self, choice: Choice) -> Audience:
        """Choose among all customers. Raises ``Refused``."""
        return audience_of(choice, self.directory.values(), failing=self._failing)

    def concerned(self, notice: Notice) -> tuple[Customer, ...]:
        """Return everybody whom a notice concerns or who was told of it, reached or not: promises are theirs.

        Raises ``Refused`` where its words mean nobody, and nobody was told.
        """
        audience, before = self._audience(notice), self._addresses_told(notice)
        ids = {one.id for one in (*audience.reached, *(one.customer for one in audience.uncovered))} | before.keys()
        return tuple(self.directory[name] for name in sorted(ids) if name in self.directory)

    def recipients(self, notice: Notice, now: datetime, zone: ZoneInfo) -> tuple[Recipient, ...]:
        """Return who is told of a notice that is told of now; ``zone`` is ours. Raises ``Refused`` for nobody."""
        audience = self._audience(notice)
        before, asked = self._addresses_told(notice), uncovered_before(self._connection, notice.id)
        if notice.kind is NoticeKind.UPGRADE:
            audience = without_contract(audience, now, zone, {*before, *asked})
        if notice.kind is NoticeKind.NEWSLETTER:
            audience = without_those(audience, newsletters.left(self._connection, notice.mailing_list))
        tried = addresses_within(self._connection, notice.id)
        sent_on = {name for name, at in tried if name in before and self._is_sent_on(name, before[name], at)}
        copies = copies_told(self._connection, notice.id)
        return recipients_of(
            notice, audience, before, self.directory, by_colleagues=asked, copies=copies, sent_on=sent_on
        )

    def left(self, notice: Notice) -> tuple[str, ...]:
        """Return who would get a newsletter, had they not left it. Raises ``Refused`` for a choice of nobody."""
        if notice.kind is not NoticeKind.NEWSLETTER:
            return ()
        gone = newsletters.left(self._connection, notice.mailing_list)
        return tuple(sorted(one.id for one in self._audience(notice).meant if one.id in gone))

    def _is_sent_on(self, name: str, told_at: str, tried: Collection[str]) -> bool:
        """Tell whether they were last told where somebody of ours sent it on to, from where they still are."""
        customer = self.directory.get(name)
        if customer is None or is_same(told_at, customer.notice_address):
            return False
        return all(any(is_same(one, at) for at in tried) for one in (told_at, customer.notice_address))

    def _addresses_told(self, notice: Notice) -> Mapping[str, str]:
        """Return where customers were told of a notice; looked up once for each, as a notice may have many letters."""
        if notice.id not in self._told:
            self._told[notice.id] = addresses_told(self._connection, notice.id)
        return self._told[notice.id]

    def _audience(self, notice: Notice) -> Audience:
        """Return whom a notice concerns now."""
        begun = bool(notice.id and next_revision(self._connection, notice.id))
        return audience_of(notice.choice, self.directory.values(), failing=self._failing, begun=begun)


def check_shown(notice: Notice, told: Iterable[Recipient], shown: Mapping[str, str]) -> None:
    """Refuse to tell more than somebody agreed to, or elsewhere. Nobody minds that there are fewer.

    ``shown`` as in ``Notice.shown``. Raises ``Refused``.
    """
    now = reached(told)
    added = [one for one in now if one not in shown]
    moved = [f"{one} to {now[one]}" for one in now if shown.get(one) and not is_same(shown[one], now[one])]
    if not added and not moved:
        return
    turned = "grew" if len(now) > len(shown) else "changed"
    found = f"the audience {turned} from {len(shown)} to {len(now)} meanwhile, with {first_few(added)}"
    again = f"ask again:  gateway notice send {notice.id} --approve-by {notice.approve_by}"
    raise Refused(
        f"{found if added else f'letters would go elsewhere by now: {first_few(moved)}'}\n"
        f"  nobody was told; {again if notice.approve_by else 'give the command again'}"
    )


def name_for(connection: Connection, law: Law, kind: NoticeKind, now: datetime) -> str:
    """Return what a notice that is begun now is named; before its transaction that is what to expect."""
    return next_name(connection, kind, now.astimezone(law.home.zone).year)


def followed(connection: Connection, notice: Notice, stage: Stage | None, now: datetime) -> Notice:
    """Return an outage with when customers heard of it before what they are told now; never a time to come."""
    if stage is None or notice.kind is not NoticeKind.OUTAGE:
        return notice
    before = newest_at(connection, notice.id)
    return replace(notice, told_before=before if before and before <= now else None)


def issue(
    connection: Connection,
    docket: Docket,
    law: Law,
    decided: Decided,
    *,
    by: str,
    whom: Whom | None = None,
    now: datetime | None = None,
    shown: Mapping[str, str] | None = None,
) -> Issued:
    """Take in what was decided: the notice as it becomes, and the revision that tells of it.

    Who looks after customers that cannot be told is asked to tell them, once for each customer, and again for the
    words of ``is_told_again``. ``now`` is what is believed to be the time, where a clock is doubted. ``shown``: who
    somebody was shown that they would be told, as in ``Notice.shown``. Raises ``Refused`` where more would be by now.
    """
    notice, whom, now = decided.notice, whom or Whom(connection, law.inboxes), now or docket.now
    if not notice.id:
        notice = replace(notice, id=name_for(connection, law, notice.kind, now))
    notice = followed(connection, notice, decided.stage, now)
    if decided.stage is None:
        docket.take((KeepNotice(notice, next_due(notice), decided.said, decided.because, by),))
        return Issued(notice, None)
    told = whom.recipients(notice, now, law.home.zone)
    if shown is not None:
        check_shown(notice, told, shown)
    notice = replace(notice, shown=None)
    docket.take((KeepNotice(notice, next_due(notice), decided.said, decided.because, by),))
    number = next_revision(connection, notice.id)
    revision = Revision(notice.id, number, decided.stage, now, by, decided.because)
    told = still_left(told, uncovered_before(connection, notice.id), decided.stage, whom.directory)
    fresh = [one for one in told if not one.told_by]
    told = ask(docket, notice.id, uncovered(notice, revision, fresh, whom.directory, law.team), told, at=now)
    if decided.stage is Stage.RCA:
        docket.take(good_news_anew(connection, revisions_of(connection, notice.id), now, said_on=True))
    docket.take((IssueRevision(revision, notice, told, decided.because),))
    return Issued(notice, revision, told)
