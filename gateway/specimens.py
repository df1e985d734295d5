"""Letters of a notice before anybody gets them: looked at, written for practice, or sent to one of us.

Nothing of the notice is written down by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from gateway.address import Address, parse_address
from gateway.address_owners import owners_of
from gateway.announcing import Planned
from gateway.desk.customer import Customer
from gateway.desk.notice import Notice, NoticeKind, Recipient, Revision, Stage
from gateway.desk.notices.audience import why_not_meant
from gateway.desk.order import TellOfNotice
from gateway.docket import Docket, Means
from gateway.errors import NotFound, Problem, Refused
from gateway.mail import MessageId, OutboxId
from gateway.notice_issue import Whom
from gateway.outbound.compose import NO_ID
from gateway.outbound.notice_letters import UNNAMED, NoticeSheet, WrittenNotice
from gateway.outbound.notice_sample import unwritten
from gateway.secretary import reader_of
from gateway.store.database import Connection, Database, Side
from gateway.store.notice_newcomers import written_before
from gateway.store.notices import first_letters
from gateway.validation import did_you_mean

_SOME_LETTER = MessageId("the-first-letter")  # looked at, a letter has no fields that would name it


@dataclass(frozen=True, slots=True)
class Specimen:
    """A letter as a customer would get it."""

    recipient: Recipient
    customer: Customer
    written: WrittenNotice


class Specimens:
    """Writes letters that no customer gets."""

    def __init__(self, database: Database, means: Means) -> None:
        """Open nothing yet."""
        self._database = database
        self._means = means

    def of(self, planned: Planned, customer: str = "", *, follows: bool | None = None) -> Specimen:
        """Write the letter to a customer, or to the first. Raises ``NotFound`` and ``TemplateProblem``.

        ``follows`` says whether they will have had a letter of the notice by then; None: whether they have had one.
        """
        told = [one for one in planned.reached if not customer or one.customer == customer.casefold()]
        if not told:
            raise NotFound(self._why_not(planned, customer) if customer else "nobody would be told")
        if follows is None:
            follows = bool(self._have_heard(planned, told[:1]))
        return self._specimen(planned, told[0], follows=follows)

    def _why_not(self, planned: Planned, customer: str) -> str:
        """Say why somebody gets no letter."""
        name = customer.casefold()
        for one in planned.uncovered:
            if one.customer == name:
                return f"{name} gets no letter: {one.why_not}"
        with self._database.read() as connection:
            directory = Whom(connection, self._means.law.inboxes).directory
        if name not in directory:
            hint = did_you_mean(customer, directory)
            return f'there is no customer "{customer}"{f": {hint}" if hint else ""}'
        why = why_not_meant(planned.notice.choice, directory[name])
        return f"{name} gets no letter: it {why}" if why else f"{name} gets no letter at this stage"

    def check(self, planned: Planned) -> None:
        """Write a letter in each language they read, for practice. Raises ``TemplateProblem``: then nobody is told."""
        first: dict[tuple[str, str], Recipient] = {}
        for one in planned.reached:
            customer = planned.customers.get(one.customer)
            kind = (customer.language, customer.notice_calendar.value) if customer else ("", "")
            first.setdefault(kind, one)
        self._all(planned, tuple(first.values()))

    def refused_later(self, kind: NoticeKind, customers: Iterable[Customer]) -> tuple[Problem, ...]:
        """Return which letters will be refused that follow the announcement of maintenance, or an outage's suspicion.

        Those to customers, in the languages they read, and their copies for colleagues.
        """
        stationery = self._means.stationery
        languages = {stationery.language, *(one.language or stationery.language for one in customers)}
        later = (one for one in Stage if one.kind is kind and one is not Stage.SCHEDULED)
        return unwritten(stationery.notices, later, sorted(languages))

    def all(self, planned: Planned) -> int:
        """Write the letters to everybody; return how many. Raises ``TemplateProblem`` for the first that cannot be."""
        self._all(planned, planned.reached)
        return len(planned.reached)

    def send(self, planned: Planned, to: Address) -> Specimen:
        """Send the first letter to an address of ours, as a test copy that nobody takes for the notice.

        Raises ``NotFound`` and ``TemplateProblem``, and ``Refused`` for an address of a customer.
        """
        specimen, (notice, revision) = self.of(planned), _named(planned)
        with self._database.write(Side.DESK) as connection:
            self._check_ours(connection, to)
            docket = Docket(connection, self._means)
            one, because = replace(specimen.recipient, address=str(to)), f"a test copy, for {to}"
            revision = replace(revision, because=because)
            docket.take((TellOfNotice(notice, revision, one, because, customer=specimen.customer, test=True),))
            docket.write()
        return specimen

    def _check_ours(self, connection: Connection, to: Address) -> None:
        """Refuse an address of a customer; a colleague may be among a customer's contacts."""
        owners = owners_of(connection, self._means.law, [to])[to]
        if owners.customers and not owners.colleague:
            raise Refused(f"--test-to {to} is an address of {owners.customers[0]}: a test copy goes to one of us")
        if owners.in_domain and not owners.colleague:
            raise Refused(f"--test-to {to} is in the domain of {owners.in_domain[0]}: a test copy goes to one of us")

    def _all(self, planned: Planned, told: Sequence[Recipient]) -> None:
        heard = self._have_heard(planned, told)
        for one in told:
            self._specimen(planned, one, follows=one.customer in heard)

    def _have_heard(self, planned: Planned, told: Sequence[Recipient]) -> frozenset[str]:
        """Return who of them has had a letter of the notice, by customer: what they get now follows it."""
        if not planned.revision:
            return frozenset()
        with self._database.read() as connection:
            letters = first_letters(connection, planned.notice.id, told)
            before = written_before(connection, planned.notice.id, told)
        return frozenset({*(name for name, _ in letters), *before})

    def _specimen(self, planned: Planned, one: Recipient, *, follows: bool) -> Specimen:
        notice, revision = _named(planned)
        customer = planned.customers.get(one.customer) or Customer(one.customer, one.customer)
        stationery = self._means.stationery
        sheet = NoticeSheet(
            outbox_id=OutboxId(1),
            notice=notice,
            revision=revision if follows else replace(revision, stage=revision.stage.to_newcomers),
            to=parse_address(one.address),
            now=planned.now,
            customer=customer,
            root=_SOME_LETTER if follows else NO_ID,
        )
        reader = reader_of(customer, self._means.law, stationery.language)
        return Specimen(one, customer, stationery.notices.preview(sheet, reader=reader))


def _named(planned: Planned) -> tuple[Notice, Revision]:
    """Return the notice and its revision; one that has no name yet gets a name that says so."""
    assert planned.stage is not None, "something is told"
    notice = planned.notice
    if not notice.id:
        notice = replace(notice, id=f"{notice.kind.prefix}-{planned.now.year}-{UNNAMED}")
    return notice, Revision(notice.id, planned.revision, planned.stage, planned.now, "preview", "a preview")
