"""An operator's command becomes changes on one ticket, in one transaction, and mail in the outbox.

The command line calls it; later, engineers' mail will. What a command means is decided in `desk.work`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from gateway.address import Address, BadAddress, parse_address
from gateway.clock import Clock
from gateway.desk import work
from gateway.desk.assign import Match, assign
from gateway.desk.case_number import is_case_number
from gateway.desk.changes import Change, ReleasePart
from gateway.desk.fresh import Fresh
from gateway.desk.policy.policies import Policies
from gateway.desk.policy.policy import Policy
from gateway.desk.ticket import Ticket
from gateway.desk.world import World
from gateway.errors import NotFound, Refused
from gateway.mail import Attachment, CaseNumber, JournalId, MessageId
from gateway.outbound.letters import Answered, Letters, Sheet
from gateway.rules.topics import Links, choose
from gateway.store.apply import Changes
from gateway.store.correspondence import people_of, thread_of
from gateway.store.customers import customer_named, known_to
from gateway.store.database import Connection, Database, Side
from gateway.store.hold import current_hold, held_letters
from gateway.store.look_up import ticket_by_id, ticket_by_number
from gateway.store.reading import ticket_number
from gateway.store.released import Released, find_release, ticket_of_mail


@dataclass(frozen=True, slots=True)
class CaseworkSettings:
    """What the settings say about work on tickets."""

    support_address: str
    language: str
    policies: Callable[[], Policies]
    """Read when a ticket's priority is asked for: most commands need none of them."""
    letters_wait: bool = True
    """False in observe mode: letters are written to be looked at, and never sent."""
    is_public: Callable[[str], bool] = lambda domain: False
    """Tells whether anybody can get an address at a domain."""


class Casework:
    """Carries operators' commands out. Every command raises ``StoreUnavailable`` when nothing was done."""

    def __init__(
        self, database: Database, letters: Letters, links: Links, settings: CaseworkSettings, clock: Clock
    ) -> None:
        """Open nothing yet."""
        self._database = database
        self._letters = letters
        self._links = links
        self._settings = settings
        self._clock = clock

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
        )
        now = self._clock.now()
        with self._database.write(Side.DESK) as connection:
            new = replace(new, whose=self._whose(connection, new.requester, customer, by=by))
            changes = self._changes(connection)
            fresh = changes.next_ticket()
            policy = self._settings.policies().of(new.whose.customer if new.whose else None)
            made = work.open_for(new, policy, fresh, by=by, now=now)
            changes.add(made)
            if acknowledge:
                changes.add((self._acknowledge(changes, made, fresh, new, by=by),))
            changes.write()
        return fresh.number

    def reply(self, number: str, *, by: str, body: str) -> tuple[str, ...]:
        """Mail an answer to everybody on the ticket; return to whom. Raises ``NotFound`` or ``Refused``."""
        now, text = self._clock.now(), work.checked_text(body)
        with self._database.write(Side.DESK) as connection:
            ticket = _own_ticket(connection, number)
            changes = self._changes(connection)
            everybody = people_of(connection, ticket)
            thread = thread_of(connection, ticket.id)
            answers = Answered(thread.newest, thread.earlier)
            letters = []
            for person in everybody:
                sheet = Sheet(changes.next_letter(), ticket, person.address, answers, now, f"answered by {by}")
                letter = self._letters.reply(sheet, everybody=everybody, by=by, body=text)
                changes.add((letter,))
                letters.append(letter)
            first = letters[0].message_id if letters else MessageId("")
            changes.add(work.answer(ticket, by=by, body=text, message_id=first, now=now))
            changes.write()
        return tuple(letter.recipient for letter in letters)

    def note(self, number: str, *, by: str, body: str) -> None:
        """Note something for colleagues only. Raises ``NotFound`` or ``Refused``."""
        text = work.checked_text(body)
        self._change(number, lambda ticket: work.note(ticket, by=by, body=text, now=self._clock.now()))

    def set(self, number: str, wish: work.Wish, *, by: str, reason: str) -> tuple[Change, ...]:
        """Set status, priority and customer; return what changed. Raises ``NotFound`` or ``Refused``."""
        because = _because("set", by, reason)
        with self._database.write(Side.DESK) as connection:
            ticket = _own_ticket(connection, number)
            policy = self._policy_of(connection, ticket, wish.customer)
            made = work.settle(ticket, wish, policy, because=because)
            changes = self._changes(connection)
            changes.add(made)
            changes.write()
        return made

    def _policy_of(self, connection: Connection, ticket: Ticket, named: str | None) -> Policy:
        """Return the policy a ticket goes by. Raises ``NotFound`` for a customer that is ``named`` and is none."""
        whose = ticket.customer if named is None else named
        if not whose:
            return self._settings.policies().of(None)
        try:
            return self._settings.policies().of(customer_named(connection, whose))
        except NotFound:
            if named:
                raise
            return self._settings.policies().of(None)  # the customer was taken out of the directory

    def close(self, number: str, *, by: str, reason: str) -> None:
        """Close a ticket. Raises ``NotFound`` or ``Refused``."""
        self._change(number, lambda ticket: work.close(ticket, because=_because("closed", by, reason)))

    def merge(self, number: str, *, into: str, by: str, reason: str) -> None:
        """Send a ticket's mail to another one from now on. Raises ``NotFound`` or ``Refused``."""
        because = _because("merged", by, reason)
        with self._database.write(Side.DESK) as connection:
            ticket, target = _ticket(connection, number), _ticket(connection, into)
            made = work.merge(ticket, target, people_of(connection, ticket), because=because)
            changes = self._changes(connection)
            changes.add(made)
            changes.write()

    def resume_acknowledgements(self, *, send: bool, by: str) -> int:
        """Let acknowledgements go out again; return how many held ones go out, or are discarded. Raises ``Refused``."""
        with self._database.write(Side.DESK) as connection:
            held = current_hold(connection)
            if held is None:
                raise Refused("acknowledgements are not held: there is nothing to resume")
            letters = held_letters(connection)
            alarm = ticket_by_id(connection, held.ticket_id)
            changes = self._changes(connection)
            changes.add(work.resume(letters, alarm, send=send, by=by, because=held.because))
            changes.write()
        return len(letters)

    def release_parts(self, journal_id: JournalId, parts: Sequence[Attachment], *, by: str) -> tuple[Released, ...]:
        """Let attachments of a mail be read out; those that may be already stay as they are. Return all of them."""
        with self._database.write(Side.DESK) as connection:
            known = [find_release(connection, journal_id, part.part) for part in parts]
            on_ticket = ticket_of_mail(connection, journal_id)
            changes = self._changes(connection)
            fresh = [part for part, release in zip(parts, known, strict=True) if release is None]
            changes.add(
                ReleasePart(on_ticket, journal_id, part, by, f"it was held back: {part.danger}") for part in fresh
            )
            changes.write()
            found = (find_release(connection, journal_id, part.part) for part in parts)
            return tuple(release for release in found if release)

    def reopen(self, number: str, *, by: str, reason: str) -> None:
        """Open a resolved or closed ticket again. Raises ``NotFound`` or ``Refused``."""
        self._change(number, lambda ticket: work.reopen(ticket, because=_because("reopened", by, reason)))

    def _whose(self, connection: Connection, requester: Address, named: str | None, *, by: str) -> Match | None:
        if named:
            return Match(customer_named(connection, named), f"named by {by}")
        return assign(requester, known_to(connection, [requester.key]), is_public=self._settings.is_public)

    def _change(self, number: str, decide: Callable[[Ticket], Sequence[Change]]) -> tuple[Change, ...]:
        with self._database.write(Side.DESK) as connection:
            made = tuple(decide(_own_ticket(connection, number)))
            changes = self._changes(connection)
            changes.add(made)
            changes.write()
        return made

    def _changes(self, connection: Connection) -> Changes:
        return Changes(connection, now=self._clock.now(), letters_wait=self._settings.letters_wait)

    def _acknowledge(
        self, changes: Changes, made: Sequence[Change], fresh: Fresh, new: work.NewTicket, *, by: str
    ) -> Change:
        world = World()
        for change in made:
            world.after(change)
        language = world.tickets[fresh.ticket_id].language
        links = choose(self._links, subject=new.subject, text=new.body, language=language)
        ticket, because = world.tickets[fresh.ticket_id], f"opened by {by}"
        sheet = Sheet(changes.next_letter(), ticket, new.requester, Answered(), self._clock.now(), because)
        return self._letters.acknowledgement(sheet, links=[(link.title, link.url) for link in links])


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


def _address(text: str) -> Address:
    try:
        return parse_address(text.strip())
    except BadAddress as bad:
        raise Refused(f"{text}: {bad}") from None


def _because(what: str, by: str, reason: str) -> str:
    return f"{what} by {by}" + (f": {reason}" if reason else "")
