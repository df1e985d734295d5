"""Carry out changes: the one place where what the desk remembers is written, in one transaction.

Rows are gathered by table and written in batches; ids of tickets and letters are handed out ahead, without gaps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, assert_never

from sqlalchemy import Connection, Table, bindparam, select, update

from gateway.address import parse_address
from gateway.desk.case_number import FIRST_SERIAL, case_number
from gateway.desk.changes import (
    AddMessage,
    AddParticipant,
    AddTag,
    AddTopic,
    AssignCustomer,
    Change,
    FinishEntry,
    HoldAcknowledgements,
    KeepAlarm,
    KeepPromises,
    KeepRuling,
    KeepWatch,
    LinkTicket,
    Mark,
    MergeTicket,
    MoveMessage,
    OpenTicket,
    QueueLetter,
    ReleaseLetter,
    ReleasePart,
    Remember,
    RemoveTag,
    ResumeAcknowledgements,
    SetFact,
    SetField,
    SetPriority,
    SetStatus,
    SettleLetter,
    describe,
)
from gateway.desk.fresh import Fresh
from gateway.desk.life.record import event_of
from gateway.desk.notice_changes import (
    NoticeChange,
)
from gateway.desk.ruling.record import Ruled
from gateway.desk.ticket import Participant
from gateway.errors import StoreUnavailable
from gateway.mail import OutboxId, Outcome, TicketId
from gateway.store.alarms import keep_alarms
from gateway.store.hold import hold, resume
from gateway.store.many import execute_many, insert_rows
from gateway.store.notice_changes import carry_out, note_untaken, note_withdrawn
from gateway.store.promises import keep
from gateway.store.rulings import keep_rulings
from gateway.store.tables import (
    counter,
    event,
    handled,
    history,
    message,
    outbox,
    outbox_content,
    participant,
    released_part,
    ticket,
    ticket_link,
)
from gateway.store.ticket_row import columns_after, row_of
from gateway.store.watches import keep_watches

MAX_MESSAGE_ID = 998  # octets, RFC 5322 section 2.1.1; what is longer points at nothing


QUEUED, HELD, OBSERVED, DISCARDED = "queued", "held", "observed", "discarded"
"""States of a letter that no attempt was made with; ``held`` ones wait for an operator, who may discard them."""


class TakenOver(StoreUnavailable):
    """Our claims ran out before we came to write, and another desk has them: trying again is not ours to do."""


class Changes:
    """Gathers the changes of one transaction, then writes them."""

    def __init__(self, connection: Connection, *, now: datetime, owner: str = "", letters_wait: bool = True) -> None:
        """Lock the counters, which on PostgreSQL puts desks in a queue.

        ``letters_wait`` false (observe mode): letters are kept to be looked at and never sent.
        """
        self._connection = connection
        self._now = now
        self._owner = owner
        self._letter_state = QUEUED if letters_wait else OBSERVED
        self._rows: defaultdict[Table, list[dict[str, Any]]] = defaultdict(list)
        self._opened: dict[TicketId, dict[str, Any]] = {}
        self._touched: dict[TicketId, dict[str, Any]] = {}
        self._settled: list[dict[str, Any]] = []
        self._withdrawn: list[OutboxId] = []
        self._untaken: list[OutboxId] = []
        self._finished: list[dict[str, Any]] = []
        self._merged: list[tuple[TicketId, TicketId]] = []
        self._moved: list[tuple[int, TicketId]] = []
        self._hold: HoldAcknowledgements | ResumeAcknowledgements | None = None
        self._let_go: list[dict[str, Any]] = []
        self._promises: list[KeepPromises] = []
        self._watches: list[KeepWatch] = []
        self._alarms: list[KeepAlarm] = []
        self._rulings: list[Ruled] = []
        self._notices: list[NoticeChange] = []
        self._due: dict[TicketId, datetime | None] = {}
        found = connection.execute(_LOCK_COUNTERS).all()
        self._counters = {row.name: int(row.value) for row in found}
        self._counters_before = dict(self._counters)

    def next_ticket(self) -> Fresh:
        """Return the id and number the next opened ticket must have; the same until it is opened."""
        ticket_id = self._counters["ticket"] + 1
        return Fresh(TicketId(ticket_id), case_number(FIRST_SERIAL + ticket_id - 1))

    def next_letter(self) -> OutboxId:
        """Return the id the next queued letter must have; the same until it is queued."""
        return OutboxId(self._counters["outbox"] + 1)

    def add(self, changes: Iterable[Change], *, at: datetime | None = None) -> None:
        """Take changes in, in order; ``at`` is when they happened, where that is not now."""
        moment = at or self._now
        for change in changes:
            self._take(change)
            self._note(change, moment)

    def write(self) -> None:
        """Write everything. Raises ``TakenOver`` when another desk has taken entries over meanwhile."""
        connection = self._connection
        for ticket_id, due_at in self._due.items():
            self._set_due(ticket_id, due_at)
        for table in (ticket, participant, message, event, ticket_link, outbox, outbox_content, released_part, history):
            insert_rows(connection, table, self._rows[table])
        for ticket_id, values in self._touched.items():
            connection.execute(update(ticket).where(ticket.c.id == ticket_id).values(**values))
        self._move()
        keep(connection, self._promises)
        keep_watches(connection, (change.watch for change in self._watches))
        keep_alarms(connection, (change.alarm for change in self._alarms))
        self._keep_rulings()
        carry_out(connection, self._notices, now=self._now)
        self._hold_or_resume()
        execute_many(connection, _LET_GO, self._let_go)
        execute_many(connection, _SETTLE, self._settled)
        if self._withdrawn:
            note_withdrawn(connection, self._withdrawn, at=self._now)
        if self._untaken:
            note_untaken(connection, self._untaken, at=self._now)
        before = self._counters_before
        moved = [{"of": name, "now": at} for name, at in self._counters.items() if at != before[name]]
        execute_many(connection, _COUNT, moved)
        self._finish()

    def _keep_rulings(self) -> None:
        """Write what the rules said, by numbers nobody has: other desks wait for the counters."""
        first = self._counters["ruling"] + 1
        self._counters["ruling"] += len(self._rulings)
        keep_rulings(self._connection, self._rulings, first_id=first)

    def _move(self) -> None:
        """Send messages and merged tickets where they belong now."""
        for row, to in self._moved:
            self._connection.execute(update(message).where(message.c.id == row).values(ticket_id=to))
        for merged, into in self._merged:  # what was merged into it before goes to the same place
            self._connection.execute(update(ticket).where(ticket.c.merged_into == merged).values(merged_into=into))

    def _hold_or_resume(self) -> None:
        match self._hold:
            case HoldAcknowledgements(ticket_id=ticket_id, because=because):
                hold(self._connection, ticket_id=ticket_id, because=because, at=self._now)
            case ResumeAcknowledgements():
                resume(self._connection, at=self._now)
            case None:
                pass

    def _release(self, letter: OutboxId, *, send: bool, because: str) -> None:
        state, reply, moment = (QUEUED, "", None) if send else (DISCARDED, because, self._now)
        self._let_go.append({"letter": letter, "to_state": state, "said": reply, "moment": moment})

    def _finish(self) -> None:
        if not self._finished:
            return
        finished = self._connection.execute(_FINISH, self._finished)
        if finished.rowcount not in (-1, len(self._finished)):
            raise TakenOver("another desk has taken these entries over; nothing was written")

    def _take(self, change: Change) -> None:  # noqa: C901 - one case for each change
        match change:
            case OpenTicket():
                self._open(change)
            case AddMessage():
                self._add_message(change)
            case AddParticipant(ticket_id=ticket_id, participant=added):
                self._touch(ticket_id)
                self._add_participant(ticket_id, added)
            case MergeTicket(ticket_id=ticket_id, into=into):
                self._touch(ticket_id, merged_into=into)
                self._merged.append((ticket_id, into))
            case MoveMessage(ticket_id=ticket_id, row=number, to=to):
                self._touch(ticket_id)
                self._moved.append((number, to))
            case SetStatus() | SetPriority() | AssignCustomer() | SetFact() | SetField():
                self._touch(change.ticket_id, **columns_after(change))
            case AddTag() | RemoveTag() | AddTopic():
                self._touch(change.ticket_id, **columns_after(change))
            case LinkTicket():
                self._link(change)
            case KeepPromises(ticket_id=ticket_id, due_at=due_at):
                self._promises.append(change)
                self._due[ticket_id] = due_at
            case KeepWatch():
                self._watches.append(change)
            case KeepAlarm():
                self._alarms.append(change)
            case KeepRuling(ruled=ruled):
                self._rulings.append(ruled)
            case Mark() | Remember():
                pass
            case HoldAcknowledgements() | ResumeAcknowledgements():
                self._hold = change
            case ReleaseLetter(outbox_id=letter, send=send, because=because):
                self._release(letter, send=send, because=because)
            case ReleasePart(journal_id=journal_id, attachment=attachment, by=by):
                row = {"journal_id": journal_id, "part": attachment.part, "by": by, "at": self._now}
                self._rows[released_part].append(row)
            case QueueLetter():
                self._queue(change)
            case SettleLetter():
                self._settle(change)
            case FinishEntry():
                self._finish_entry(change)
            case _ if isinstance(change, NoticeChange):
                self._notices.append(change)
            case _:
                assert_never(change)

    def _open(self, change: OpenTicket) -> None:
        made = change.ticket
        self._counters["ticket"] = max(self._counters["ticket"], made.id)
        row = row_of(made, updated_at=self._now)
        self._rows[ticket].append(row)
        self._opened[made.id] = row
        people = {one: Participant(one, "") for one in sorted(made.participants)}
        if change.requester:
            people[change.requester.address] = change.requester
        for one in people.values():
            self._add_participant(made.id, one)

    def _add_participant(self, ticket_id: TicketId, added: Participant) -> None:
        self._rows[participant].append(
            {
                "ticket_id": ticket_id,
                "address": added.address,
                "name": added.name,
                "since": self._now,
                "added_by": added.added_by,
            }
        )

    def _add_message(self, change: AddMessage) -> None:
        added = change.message
        self._touch(change.ticket_id)
        self._rows[message].append(
            {
                "ticket_id": change.ticket_id,
                "direction": added.direction.value,
                "kind": added.kind.value,
                "subkind": added.subkind,
                "sender": added.sender,
                "at": added.at,
                "message_id": _fitting(added.message_id),
                "full_text": added.body.full,
                "cuts": [[cut.start, cut.end, cut.reason] for cut in added.body.cuts],
                "attachments": [[a.name, a.type, a.size, a.part, a.found, a.danger] for a in added.attachments],
                "journal_id": added.journal_id,
                "fingerprint": added.fingerprint or None,
                "standing": added.identity.standing.value if added.identity else "",
                "standing_because": added.identity.because if added.identity else "",
                "warnings": added.warnings,
                "dangerous": any(one.danger for one in added.attachments),
            }
        )

    def _queue(self, change: QueueLetter) -> None:
        self._counters["outbox"] = max(self._counters["outbox"], change.outbox_id)
        recipient = parse_address(change.recipient)
        self._rows[outbox].append(
            {
                "id": change.outbox_id,
                "ticket_id": change.ticket_id,
                "template": change.template,
                "lane": int(change.lane),
                "state": HELD if change.held and self._letter_state == QUEUED else self._letter_state,
                "sender": change.sender,
                "recipient": change.recipient,
                "recipient_key": recipient.inbox,
                "recipient_domain": recipient.domain,
                "message_id": change.message_id,
                "queued_at": self._now,
                "reply": "",
                "settled_at": None,
            }
        )
        self._rows[outbox_content].append({"outbox_id": change.outbox_id, "raw": change.raw})

    def _settle(self, change: SettleLetter) -> None:
        values = {
            "letter": change.outbox_id,
            "to_state": DISCARDED if change.outcome is Outcome.WITHDRAWN else change.outcome.value,
            "said": change.reply,
            "moment": change.at,
        }
        self._settled.append(values)
        if change.outcome is Outcome.WITHDRAWN:
            self._withdrawn.append(change.outbox_id)
        if change.outcome in (Outcome.REFUSED, Outcome.GAVE_UP):
            self._untaken.append(change.outbox_id)

    def _finish_entry(self, change: FinishEntry) -> None:
        self._finished.append(
            {
                "entry": change.journal_id,
                "mine": self._owner,
                "became": change.fate.value,
                "on_ticket": change.ticket_id,
                "why": change.because,
                "moment": self._now,
            }
        )

    def _touch(self, ticket_id: TicketId, **values: object) -> None:
        self._row_of(ticket_id).update(values, updated_at=self._now)

    def _set_due(self, ticket_id: TicketId, due_at: datetime | None) -> None:
        """Note when something falls due next; that is no change anybody made."""
        self._row_of(ticket_id)["due_at"] = due_at

    def _row_of(self, ticket_id: TicketId) -> dict[str, Any]:
        row = self._opened.get(ticket_id)  # not yet written: no second statement for it
        return self._touched.setdefault(ticket_id, {}) if row is None else row

    def _link(self, change: LinkTicket) -> None:
        row = {"ticket_id": change.ticket_id, "other": change.other, "other_id": change.other_id, "at": self._now}
        self._rows[ticket_link].append(row)

    def _note(self, change: Change, at: datetime) -> None:
        if isinstance(change, (FinishEntry, NoticeChange)):
            return
        ticket_id = change.ticket.id if isinstance(change, OpenTicket) else change.ticket_id
        if ticket_id is None:
            return
        if remembered := event_of(change, at):
            _, one = remembered
            self._rows[event].append({"ticket_id": ticket_id, "what": one.what.value, "at": one.at, "value": one.value})
        if what := describe(change):
            line = {"ticket_id": ticket_id, "at": at, "what": what, "because": change.because}
            self._rows[history].append(line)


def _fitting(message_id: str) -> str:
    """Return an id that the index takes, or none."""
    return message_id if len(message_id.encode("utf-8", "replace")) <= MAX_MESSAGE_ID else ""


_LOCK_COUNTERS = select(counter).with_for_update()
_COUNT = update(counter).where(counter.c.name == bindparam("of")).values(value=bindparam("now"))
_SETTLE = (
    update(outbox)
    .where(outbox.c.id == bindparam("letter"))
    .values(state=bindparam("to_state"), reply=bindparam("said"), settled_at=bindparam("moment"))
)
_LET_GO = (
    update(outbox)
    .where(outbox.c.id == bindparam("letter"), outbox.c.state == HELD)
    .values(state=bindparam("to_state"), reply=bindparam("said"), settled_at=bindparam("moment"))
)
_FINISH = (
    update(handled)
    .where(
        handled.c.journal_id == bindparam("entry"), handled.c.owner == bindparam("mine"), handled.c.state == "claimed"
    )
    .values(
        state="done",
        fate=bindparam("became"),
        ticket_id=bindparam("on_ticket"),
        because=bindparam("why"),
        lease_until=None,
        error=None,
        at=bindparam("moment"),
    )
)
