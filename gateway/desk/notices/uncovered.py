"""Decide who of ours is asked to tell customers whom mail does not reach, and in what words. Pure.

Some are known before anything is sent: they have no address, or one that is dead. Of others a server refuses the
letter, or it is given up after days; a little later whoever looks after them is asked, once for all that came back.
Nobody is named twice for the same word. Where the mail that asks a colleague comes back as well, the next in order is
asked, and at last the support team, by a case.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from gateway.address import ascii_lower
from gateway.desk.changes import AddMessage, Change
from gateway.desk.customer import Customer
from gateway.desk.directory_check import is_ours
from gateway.desk.fresh import Fresh
from gateway.desk.new_ticket import Beginning, begun, new_ticket
from gateway.desk.notice import Notice, NoticeKind, NoticeState, Recipient, Revision, Stage, Standing
from gateway.desk.notices.maintenance import stays
from gateway.desk.notices.nag import named
from gateway.desk.notices.unreached import is_left_to_colleagues, with_reasons
from gateway.desk.order import Bulletin, Fact, Quoted, TellPerson
from gateway.desk.team import ACCOUNT_MANAGERS, Person, Team
from gateway.desk.ticket import Channel, Direction, Message, Priority
from gateway.mail import Body, Kind

ASK_AFTER = timedelta(minutes=15)
"""From the first letter that came back: others follow it, and an operator may have sent it on by then."""
_ADDRESS = re.compile(r'(?:"(?:\\.|[^"\\])*"|[^,])+')
"""One of several: a comma in quotes is part of it."""
_TOLD_AGAIN = (Stage.RESCHEDULED, Stage.EXTENDED, Stage.CANCELLED, Stage.RESTORED, Stage.UPGRADE)
"""Of an upgrade a second word says that its time moved."""
_CASE = """Mail about {name} does not reach these customers, and {because}.
Tell them by telephone, or otherwise:

{names}
What there is to tell:    gateway notice show {name}
How far everybody is:     gateway notice report {name}
Once an address is right: gateway notice retry {name} --to ID=ADDRESS
"""
MAX_NAMED = 200  # customers that one letter names
MAX_REPLY = 200  # characters of what a server said


class Asking(StrEnum):
    """Whether somebody of ours is asked to tell a customer whose letter did not arrive."""

    NOW = "now"
    LATER = "later"
    """Another letter is under way."""
    NEVER = "never"
    """They have heard since, or somebody was asked."""


@dataclass(frozen=True, slots=True)
class Fared:
    """How telling a customer of one revision has fared."""

    number: int
    stage: Stage
    recipient: Recipient
    standing: Standing
    reply: str = ""
    """Of the server that refused it; its host stands before it where it is known."""

    @property
    def came_back(self) -> bool:
        """Tell whether a letter was sent and did not arrive."""
        return self.standing in (Standing.BOUNCED, Standing.FAILED)

    @property
    def why(self) -> str:
        """Say why they have not got it, for people."""
        if not self.came_back:
            return self.recipient.why_not
        said = " ".join(self.reply.split())[:MAX_REPLY]
        days = "given up after days: " if self.standing is Standing.FAILED else ""
        return f"{self.recipient.address}: {days}{said or 'no reason was given'}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A letter to a colleague, and whom it names."""

    order: TellPerson
    customers: tuple[str, ...]
    """By id."""


def newest_of(theirs: Sequence[Fared]) -> Fared | None:
    """Return how the newest word to a customer fared, but for letters that were overtaken or called off.

    One that could not be written, and of which nobody could be asked yet to tell them, counts. What does not go to them
    at all says nothing of them.
    """
    meant = [one for one in theirs if one.standing is not Standing.SKIPPED or _is_left(one.recipient)]
    return meant[-1] if meant else None


def _is_left(to: Recipient) -> bool:
    return to.ask_at is not None or (not to.address and is_left_to_colleagues(to.why_not))


def is_told_again(stage: Stage, customer: Customer | None, told_by: str = "") -> bool:
    """Tell whether who was asked once to tell a customer is asked again: what they know is not so any more.

    That an outage is over reads their own account manager in the copy of the letter; ``told_by``: who was asked, where
    that may be somebody else.
    """
    own = customer.account_manager if customer else ""
    copied = stage is Stage.RESTORED and bool(own) and (not told_by or ascii_lower(own) in _keys(told_by))
    return stage in _TOLD_AGAIN and not copied


def _keys(told_by: str) -> tuple[str, ...]:
    return tuple(map(ascii_lower, addresses_in(told_by)))


def asking(theirs: Sequence[Fared], customer: Customer | None) -> Asking:
    """Say whether somebody is asked to tell a customer; ``theirs``: of each revision, in order."""
    newest = newest_of(theirs)
    if newest is None or newest.standing in (Standing.ACCEPTED, Standing.OBSERVED):
        return Asking.NEVER
    if newest.standing in (Standing.QUEUED, Standing.DEFERRED):
        return Asking.LATER
    by = {one.number: one.recipient.told_by for one in theirs if one.recipient.told_by}
    if not by:
        return Asking.NOW
    asked = max(by)
    heard_since = any(one.standing is Standing.ACCEPTED and one.number >= asked for one in theirs)
    told_again = is_told_again(newest.stage, customer, by[asked]) or heard_since
    return Asking.NOW if told_again and newest.number > asked else Asking.NEVER


def still_left(
    told: Sequence[Recipient], before: Mapping[str, str], stage: Stage, directory: Mapping[str, Customer]
) -> tuple[Recipient, ...]:
    """Return recipients, those of whom nobody is asked anew with who was asked before, whoever it would be now.

    ``before`` has who was asked to tell customers, by id.
    """

    def is_settled(one: Recipient) -> bool:
        left = is_left_to_colleagues(one.why_not) and one.customer in before
        return left and not is_told_again(stage, directory.get(one.customer), before[one.customer])

    return tuple(replace(one, told_by=before[one.customer]) if is_settled(one) else one for one in told)


def uncovered(
    notice: Notice,
    revision: Revision,
    told: Sequence[Recipient],
    directory: Mapping[str, Customer],
    team: Team,
    *,
    came_back: bool = False,
    as_told: Notice | None = None,
    deaf: Mapping[str, Collection[str]] | None = None,
) -> Iterator[Asked]:
    """Name the customers whom nobody can tell to those who look after them, with the letter that there is to tell.

    ``came_back``: they were written to. ``as_told`` is what the revision told, where the notice stands otherwise by
    now. ``deaf`` has the colleagues whose mail that asks them came back, by customer. Nobody is asked to pass on a
    newsletter.
    """
    if notice.kind is NoticeKind.NEWSLETTER:
        return
    missed = (one for one in told if is_left_to_colleagues(one.why_not) and one.customer in directory)
    left = [(directory[one.customer], one.why_not) for one in missed]
    by_manager: dict[str, dict[str, tuple[str, str]]] = {}
    for customer, why in left:
        for address in managers(customer, team, without=(deaf or {}).get(customer.id, ())):
            by_manager.setdefault(address, {})[customer.id] = (f"{customer.name} ({customer.id})", why)
    for address, lines in by_manager.items():
        person = team.find(address) or Person("", address)
        shown = list(lines.items())[:MAX_NAMED]
        facts: dict[str, Fact] = {
            **named(notice),
            "news": _news(notice, revision.stage),
            "start": notice.start,
            "end": notice.end,
            "customers": with_reasons([one for _, one in shown]),
            "account": next(iter(lines)) if len(lines) == 1 else "",
            "left_out": len(lines) - len(shown),
            "came_back": came_back,
            "over": notice.state.over and notice.state is not NoticeState.SENT,
        }
        because = f"{'their mail came back' if came_back else 'they cannot be told'}: {notice.id}"
        quoted = Quoted(as_told or notice, revision, tuple(directory[one] for one, _ in shown))
        yield Asked(TellPerson(Bulletin.NOTICE_UNCOVERED, person, because, facts, quotes=quoted), tuple(lines))


def _news(notice: Notice, stage: Stage) -> str:
    if stage is Stage.UPGRADE and notice.was_start:
        return "moved"
    return "confirmed" if stays(notice, stage) else stage.value


def nobody_to_ask(
    notice: Notice,
    left: Sequence[Recipient],
    deaf: Collection[str],
    fresh: Fresh,
    *,
    priority: Priority,
    support: str,
    now: datetime,
) -> tuple[Change, ...]:
    """Open a case that asks the support team to tell customers, as no mail reaches whoever looks after them."""
    count = f"{len(left)} customers are" if len(left) > 1 else "1 customer is"
    because = f"mail to {', '.join(sorted(deaf))} came back as well"
    beginning = Beginning(f"{notice.id}: {count} still to be told", priority, support, now, channel=Channel.CONSOLE)
    ticket = new_ticket(beginning, fresh)
    names = "".join(f"  {one.customer}: {one.why_not}\n" for one in left)
    body = _CASE.format(because=because, names=names, name=notice.id)
    note = Message(Direction.NOTE, Kind.NEW, "", "gateway", now, Body(body))
    return (*begun(ticket, beginning, because), AddMessage(ticket.id, note, because))


def with_managers(customers: Iterable[Customer], ours: Collection[str]) -> dict[str, Customer]:
    """Return customers by id, without account managers who are us: mail to them comes back and is read by nobody.

    ``ours`` are our own addresses, as ``Address.inbox``.
    """
    every = tuple(customers)
    us = {one for one in {each.account_manager for each in every} if one and is_ours(one, ours)}
    return {one.id: replace(one, account_manager="") if one.account_manager in us else one for one in every}


def addresses_in(told_by: str) -> tuple[str, ...]:
    """Return the addresses of who was asked to tell a customer, as ``Recipient.told_by`` has them."""
    return tuple(one.strip() for one in _ADDRESS.findall(told_by))


def managers(customer: Customer, team: Team, *, without: Collection[str] = ()) -> tuple[str, ...]:
    """Return the addresses of who looks after a customer: the account manager, else the group of them.

    The customer is one of ``with_managers``; ``without``: those whom mail does not reach, as they are returned here.
    """
    own = ascii_lower(customer.account_manager)
    if own and own not in without:
        return (own,)
    group = (ascii_lower(one.address) for one in team.in_group(ACCOUNT_MANAGERS))
    return tuple(one for one in group if one not in without)
