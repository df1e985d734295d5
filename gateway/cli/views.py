"""What ``--json`` prints: one function for each thing, keys that never change their meaning.

Additions are allowed, renames are not: programs of other people read this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.cli.session import utc
from gateway.mail import Attachment, Mail, Protection

if TYPE_CHECKING:
    from gateway.desk.policy.ledger import PromiseRow
    from gateway.store.outbox import OutboxLine
    from gateway.store.reading import MailLine, MessageView, TicketLine, TicketView

Json = dict[str, object]


def ticket_line_json(line: TicketLine) -> Json:
    """Return a ticket of a list."""
    return {
        "number": line.number,
        "subject": line.subject,
        "status": line.status,
        "priority": line.priority,
        "requester": line.requester,
        "customer": line.customer or None,
        "type": line.type,
        "channel": line.channel,
        "waiting_on": line.waiting_on or None,
        "hold_until": utc(line.hold_until),
        "assigned_to": line.assigned_to or None,
        "level": line.level,
        "escalation_level": line.escalation_level,
        "queue": line.queue,
        "tags": list(line.tags),
        "topics": list(line.topics),
        "due_at": utc(line.due_at),
        "created_at": utc(line.created_at),
        "updated_at": utc(line.updated_at),
    }


def ticket_json(ticket: TicketView) -> Json:
    """Return a ticket, whole."""
    return {
        **ticket_line_json(ticket.line),
        "participants": list(ticket.participants),
        "people": [{"address": one.address, "name": one.name, "added_by": one.added_by} for one in ticket.people],
        "messages": [message_json(message) for message in ticket.messages],
        "promises": [promise_json(promise) for promise in ticket.promises],
        "linked_to": list(ticket.linked_to),
        "fields": dict(ticket.fields),
        "cause": ticket.cause,
        "fix": ticket.fix,
        "solution": ticket.solution or None,
        "merged": list(ticket.merged),
        "merged_into": ticket.merged_into,
        "history": [{"at": utc(line.at), "what": line.what, "because": line.because} for line in ticket.history],
    }


def promise_json(promise: PromiseRow) -> Json:
    """Return a promise of a ticket. ``due`` is null while it is paused."""
    return {
        "kind": promise.kind.value,
        "level": promise.level,
        "policy": promise.policy,
        "clock": promise.clock,
        "start": utc(promise.start),
        "warn": utc(promise.warn),
        "due": utc(promise.due),
        "met": utc(promise.met),
        "warned_at": utc(promise.warned_at),
        "missed_at": utc(promise.missed_at),
        "ended_at": utc(promise.ended_at),
        "runs": promise.runs,
    }


def message_json(message: MessageView) -> Json:
    """Return a message of a ticket. ``text`` is the new text; ``full_text`` has quotes and signature too."""
    return {
        "direction": message.direction,
        "case": message.case,
        "kind": message.kind,
        "subkind": message.subkind,
        "from": message.sender,
        "at": utc(message.at),
        "message_id": message.message_id,
        "text": message.body.text,
        "full_text": message.body.full,
        "attachments": [attachment_json(attachment) for attachment in message.attachments],
        "protection": protection_of(message).value,
        "standing": message.standing,
        "standing_because": message.standing_because,
        "warnings": list(message.warnings),
        "journal": message.journal_id,
    }


def attachment_json(attachment: Attachment) -> Json:
    """Return the label of an attachment; ``danger`` says why it is held back, or was until somebody released it."""
    return {
        "name": attachment.name,
        "size": attachment.size,
        "type": attachment.type,
        "found": attachment.found,
        "danger": attachment.danger,
        "part": attachment.part,
    }


def protection_of(message: MessageView) -> Protection:
    """Return how a message on a ticket is signed or encrypted, by what is kept of it."""
    from gateway.inbound.mime.protection import protection, smime_kinds  # here: a list is shown without

    kinds = (*(one.type for one in message.attachments), *smime_kinds(message.attachments))
    return protection(kinds, message.body.text)


def mail_line_json(line: MailLine) -> Json:
    """Return a mail of the journal."""
    return {
        "id": line.id,
        "source": line.source,
        "sender": line.sender,
        "recipients": list(line.recipients),
        "received_at": utc(line.received_at),
        "size": line.size,
        "state": line.state,
        "fate": line.fate,
        "ticket": line.case or None,
        "because": line.because,
        "attempts": line.attempts,
        "error": line.error,
    }


def parsed_json(mail: Mail) -> Json:
    """Return everything reading a mail found out."""
    return {
        "kind": mail.kind.value,
        "subkind": mail.subkind,
        "because": mail.kind_because,
        "from_addr": str(mail.author.address) if mail.author else "",
        "from_name": mail.author.name if mail.author else "",
        "from": mail.from_text,
        "from_unclear": mail.author_unclear,
        "subject": mail.subject,
        "text": mail.body.text,
        "full_text": mail.body.full,
        "attachments": [attachment_json(attachment) for attachment in mail.attachments],
        "protection": mail.protection.value,
        "bounced": [
            {
                "address": one.address,
                "status": one.status,
                "action": one.action,
                "diagnostic": one.diagnostic,
                "said_by": one.said_by,
            }
            for one in mail.bounced
        ],
        "returned_ids": list(mail.returned_ids),
        "message_id": mail.message_id,
        "in_reply_to": list(mail.in_reply_to),
        "references": list(mail.references),
        "date": utc(mail.date),
        "reply_to": [str(mailbox) for mailbox in mail.reply_to],
        "to": [str(mailbox) for mailbox in mail.to],
        "cc": [str(mailbox) for mailbox in mail.cc],
        "cuts": [{"start": cut.start, "end": cut.end, "reason": cut.reason} for cut in mail.body.cuts],
        "standing": mail.identity.standing.value,
        "standing_because": mail.identity.because,
        "warnings": list(mail.warnings),
        "hops": mail.hops,
        "null_sender": mail.null_sender,
        "unreadable": mail.unreadable,
        "fingerprint": mail.fingerprint,
    }


def outbox_line_json(line: OutboxLine) -> Json:
    """Return a letter."""
    return {
        "id": line.id,
        "ticket": line.case,
        "template": line.template,
        "recipient": line.recipient,
        "message_id": line.message_id,
        "state": line.state,
        "attempts": line.attempts,
        "queued_at": utc(line.queued_at),
        "next_try_at": utc(line.next_try_at),
        "reply": line.reply,
    }
