"""An operator's command becomes changes on one ticket, in one transaction, and mail in the outbox.

The command line calls it. What a command means is decided in `desk.casework`; what colleagues write by mail comes in as
mail does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from gateway.address import Address, BadAddress, parse_address, parse_mailboxes
from gateway.desk.assign import Match, assign
from gateway.desk.case_number import is_case_number
from gateway.desk.casework import chain, contact, work
from gateway.desk.casework.chain import Solved
from gateway.desk.casework.settle import NewState, close, settle
from gateway.desk.casework.split import Found, split
from gateway.desk.casework.tag import tag, untag
from gateway.desk.changes import ReleasePart
from gateway.desk.life.case import Case
from gateway.desk.notice import NAME
from gateway.desk.order import Step
from gateway.desk.reason import with_reason
from gateway.desk.ticket import INCIDENT, Channel, Direction, Ticket
from gateway.docket import Docket, Means
from gateway.errors import NotFound, Refused
from gateway.mail import Attachment, CaseNumber, JournalId, MessageId
from gateway.store.correspondence import people_of
from gateway.store.customers import customer_named, known_to
from gateway.store.database import Connection, Database, Side
from gateway.store.hold import current_hold, held_letters
from gateway.store.links import links_of
from gateway.store.look_up import ticket_by_id, ticket_by_number
from gateway.store.notices import notice_named
from gateway.store.reading import TicketView, show_ticket, ticket_number
from gateway.store.released import Released, find_release, ticket_of_mail


@dataclass(frozen=True, slots=True)
class CaseworkSettings:
    """What the settings say about work on tickets."""

    support_address: str
    language: str
    is_public: Callable[[str], bool] = lambda domain: False
    """Tells whether anybody can get an address at a domain."""


class Casework:
    """Carries operators' commands out. Every command raises ``StoreUnavailable`` when nothing was done."""

    def __init__(self, database: Database, means: Means, settings: CaseworkSettings) -> None:
        """Open nothing yet."""
        self._database = database
        self._means = means
        self._settings = settings

    def open_ticket(
        self,
        *,
        requester: str,
        name: str,
        subject: str,
        body: str,
        by: str,
        priority: str = "",
        acknowledge: bool,
        customer: str | None = None,
        channel: Channel = Channel.PHONE,
        type_: str = INCIDENT,
    ) -> CaseNumber:
        """Open a ticket for somebody, and tell them its number if asked. Raises ``Refused`` or ``NotFound``.

        ``customer`` says whose it is; without, that is found by the requester's address. ``priority`` is a name or an
        alias of their policy; empty for that of new tickets.
        """
        new = work.NewTicket(
            requester=_address(requester),
            name=name,
            subject=subject,
            body=work.checked_text(body),
            priority=priority,
            support_address=self._settings.support_address,
            language=self._settings.language,
            channel=channel,
            type=type_,
        )
        with self._database.write(Side.DESK) as connection:
            docket = Docket(connection, self._means)
            new = replace(new, whose=self._whose(connection, new.requester, customer, by=by))
            fresh = docket.next_ticket()
            policy = self._means.law.policies.of(new.whose.customer if new.whose else None)
            docket.take(work.open_for(new, policy, fresh, by=by, now=docket.now))
            if acknowledge:
                docket.take((work.welcome(docket.case(fresh.ticket_id), new, by=by),))
            docket.write()
        return fresh.number

    def reply(self, number: str, *, by: str, body: str) -> tuple[str, ...]:
        """Mail an answer to everybody on the ticket; return to whom. Raises ``NotFound`` or ``Refused``."""
        text = work.checked_text(body)
        with self._database.write(Side.DESK) as connection:
            docket = Docket(connection, self._means)
            ticket = _own_ticket(connection, number)
            docket.know([ticket])
            letters = docket.answer(ticket.id, people_of(connection, ticket), by=by, body=text)
            first = letters[0].message_id if letters else MessageId("")
            docket.take(work.answer(ticket, by=by, body=text, message_id=first, now=docket.now))
            docket.write()
        return tuple(letter.recipient for letter in letters)

    def note(self, number: str, *, by: str, body: str) -> None:
        """Note something for colleagues only. Raises ``NotFound`` or ``Refused``."""
        text = work.checked_text(body)
        self._change(number, lambda case, now: work.note(case.ticket, by=by, body=text, now=now))

    def set(self, number: str, new: NewState, *, by: str, reason: str) -> None:
        """Make what an operator wishes so. Raises ``NotFound`` or ``Refused``."""
        with self._database.write(Side.DESK) as connection:
            docket = Docket(connection, self._means)
            customer = customer_named(connection, new.customer) if new.customer else None
            case = docket.open(_own_ticket(connection, number))
            docket.take(settle(case, new, customer=customer, by=by, reason=reason, now=docket.now))
            docket.write()

    def tag(self, number: str, tags: Sequence[str], *, remove: bool, by: str, reason: str) -> tuple[str, ...]:
        """Give a ticket tags, or take them away; return those it has then. Raises ``NotFound`` or ``Refused``."""
        because = with_reason(f"{'untagged' if remove else 'tagged'} by {by}", reason)
        with self._database.write(Side.DESK) as connection:
            docket = Docket(connection, self._means)
            ticket = docket.open(_own_ticket(connection, number)).ticket
            docket.take((untag if remove else tag)(ticket, tags, because=because))
            docket.write()
        return docket.world.tickets[ticket.id].tags

    def resolve(self, number: str, solved: Solved, *, by: str) -> None:
        """Resolve a ticket as its policy wants it. Raises ``NotFound``, and ``Refused`` naming what is missing."""
        checked = replace(
            solved,
            cause=work.checked_text(solved.cause) if solved.cause else "",
            fix=work.checked_text(solved.fix) if solved.fix else "",
        )
        self._change(number, lambda case, now: chain.resolve(case, checked, by=by, now=now))

    def qa(self, number: str, *, by: str, ok: bool, reason: str) -> None:
        """Take quality assurance's verdict. Raises ``NotFound`` or ``Refused``."""
        self._change(number, lambda case, now: chain.qa_verdict(case, ok=ok, reason=reason, by=by, now=now))

    def analyse(self, number: str, *, by: str, text: str) -> None:
        """Deliver the root cause analysis of a ticket. Raises ``NotFound`` or ``Refused``."""
        checked = work.checked_text(text)
        self._change(number, lambda case, now: contact.deliver_analysis(case, by=by, text=checked, now=now))

    def contact(self, number: str, *, by: str, attempt: str) -> tuple[str, ...]:
        """Note an attempt to reach the customer, or a word with a third party. Raises ``NotFound`` or ``Refused``.

        Returns to whom it was mailed: what a third party says is told to the customer.
        """
        checked = work.checked_text(attempt)
        return self._change(number, lambda case, now: contact.attempted(case, by=by, text=checked, now=now))

    def link(self, number: str, other: str, *, by: str, reason: str) -> None:
        """Link two tickets, or a ticket with a notice. Raises ``NotFound`` or ``Refused``."""
        because = with_reason(f"linked by {by}", reason)
        with self._database.write(Side.DESK) as connection:
            docket = Docket(connection, self._means)
            one = _own_ticket(connection, number)
            known = set(links_of(connection, one.id))
            if NAME.fullmatch(other):
                docket.take(work.link_notice(one, notice_named(connection, other).id, known, because=because))
            else:
                docket.take(work.link(one, _own_ticket(connection, other), known, because=because))
            docket.write()

    def split(self, number: str, which: int, *, subject: str, acknowledge: bool, by: str) -> CaseNumber:
        """Take a message off a ticket, and open another with it. Raises ``NotFound`` or ``Refused``."""
        with self._database.write(Side.DESK) as connection:
            docket = Docket(connection, self._means)
            case = docket.open(_own_ticket(connection, number))
            found = _message(show_ticket(connection, number), which)
            fresh = docket.next_ticket()
            docket.take(split(case, found, fresh, subject=subject, acknowledge=acknowledge, by=by))
            docket.write()
        return fresh.number

    def close(self, number: str, *, by: str, reason: str, unsolved: bool = False) -> None:
        """Close a ticket. Raises ``NotFound`` or ``Refused``."""
        because = with_reason(f"closed by {by}", reason)
        self._change(number, lambda case, now: close(case, reason=reason, because=because, unsolved=unsolved))

    def merge(self, number: str, *, into: str, by: str, reason: str) -> None:
        """Send a ticket's mail to another one from now on. Raises ``NotFound`` or ``Refused``."""
        because = with_reason(f"merged by {by}", reason)
        with self._database.write(Side.DESK) as connection:
            docket = Docket(connection, self._means)
            ticket, target = _ticket(connection, number), _ticket(connection, into)
            docket.know([ticket, target])
            docket.take(work.merge(ticket, target, people_of(connection, ticket), because=because))
            docket.write()

    def resume_acknowledgements(self, *, send: bool, by: str) -> int:
        """Let acknowledgements go out again; return how many held ones go out, or are discarded. Raises ``Refused``."""
        with self._database.write(Side.DESK) as connection:
            held = current_hold(connection)
            if held is None:
                raise Refused("acknowledgements are not held: there is nothing to resume")
            letters = held_letters(connection)
            alarm = ticket_by_id(connection, held.ticket_id)
            docket = Docket(connection, self._means)
            docket.know([alarm] if alarm else [])
            docket.take(work.resume(letters, alarm, send=send, by=by, because=held.because))
            docket.write()
        return len(letters)

    def release_parts(self, journal_id: JournalId, parts: Sequence[Attachment], *, by: str) -> tuple[Released, ...]:
        """Let attachments of a mail be read out; those that may be already stay as they are. Return all of them."""
        with self._database.write(Side.DESK) as connection:
            known = [find_release(connection, journal_id, part.part) for part in parts]
            on_ticket = ticket_of_mail(connection, journal_id)
            docket = Docket(connection, self._means)
            fresh = [part for part, release in zip(parts, known, strict=True) if release is None]
            docket.take(
                ReleasePart(on_ticket, journal_id, part, by, f"it was held back: {part.danger}") for part in fresh
            )
            docket.write()
            found = (find_release(connection, journal_id, part.part) for part in parts)
            return tuple(release for release in found if release)

    def reopen(self, number: str, *, by: str, reason: str) -> None:
        """Open a resolved or closed ticket again. Raises ``NotFound`` or ``Refused``."""
        self._change(number, lambda case, _: work.reopen(case.ticket, because=with_reason(f"reopened by {by}", reason)))

    def _whose(self, connection: Connection, requester: Address, named: str | None, *, by: str) -> Match | None:
        if named:
            return Match(customer_named(connection, named), f"named by {by}")
        return assign(requester, known_to(connection, [requester.key]), is_public=self._settings.is_public)

    def _change(self, number: str, decide: Callable[[Case, datetime], Iterable[Step]]) -> tuple[str, ...]:
        """Change a ticket; return whom the letters are for that belong to the change."""
        with self._database.write(Side.DESK) as connection:
            docket = Docket(connection, self._means)
            letters = docket.take(decide(docket.open(_own_ticket(connection, number)), docket.now))
            docket.write()
        return tuple(letter.recipient for letter in letters)


def _ticket(connection: Connection, number: str) -> Ticket:
    if not is_case_number(number):
        raise NotFound(f"{number} is not a case number: a digit is wrong or missing")
    ticket = ticket_by_number(connection, CaseNumber(number))
    if ticket is None:
        raise NotFound(f"there is no case {number}")
    return ticket


def _own_ticket(connection: Connection, number: str) -> Ticket:
    """Return a ticket that work can be done on. Raises ``NotFound``, and ``Refused`` for one that was merged away."""
    ticket = _ticket(connection, number)
    if ticket.merged_into is not None:
        raise Refused(f"case {number} was merged into case {ticket_number(connection, ticket.merged_into)}: work there")
    return ticket


def _message(ticket: TicketView, which: int) -> Found:
    """Return a message by its number on a ticket, from 1. Raises ``NotFound``."""
    number = ticket.line.number
    if not 1 <= which <= len(ticket.messages):
        raise NotFound(f"case {number} has {len(ticket.messages)} messages, and no message {which}")
    found = ticket.messages[which - 1]
    boxes = parse_mailboxes(found.sender).found
    author = boxes[0] if len(boxes) == 1 else None
    return Found(
        row=found.row,
        number=which,
        author=author.address if author else None,
        name=author.name if author else "",
        at=found.at,
        text=found.body.text,
        received=found.direction == Direction.IN and found.case == number,
    )


def _address(text: str) -> Address:
    try:
        return parse_address(text.strip())
    except BadAddress as bad:
        raise Refused(f"{text}: {bad}") from None
