"""The tables of the two ledgers.

``journal.*`` holds facts and is written by the wire; the rest holds decisions and is written by the desk. On SQLite
each ledger is a file of its own, so that neither waits for the other's writer; on PostgreSQL ``journal`` is a schema.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    text,
)

from gateway.store.columns import CleanText, Instant, Json

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMES)
RowId = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows only in a column that says INTEGER

# The journal ------------------------------------------------------------------------------------------------

entry = Table(
    "entry",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("source", CleanText, nullable=False),
    Column("peer", CleanText, nullable=False),
    Column("sender", CleanText, nullable=False),
    Column("recipients", Json, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("acknowledge", Boolean, nullable=False),
    Column(
        "authentication", CleanText, nullable=False, server_default=text("''")
    ),  # what our own check found, RFC 8601
    Column("size", Integer, nullable=False),
    Column("raw", LargeBinary, nullable=False),
    schema="journal",
)
mailbox_uid = Table(
    "mailbox_uid",
    metadata,
    Column("mailbox", String(200), primary_key=True),
    Column("uidvalidity", BigInteger, primary_key=True),
    Column("uid", BigInteger, primary_key=True),
    Column("entry_id", RowId, nullable=False),
    schema="journal",
)
mailbox_start = Table(
    "mailbox_start",
    metadata,
    Column("mailbox", String(200), primary_key=True),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("since", Instant, nullable=False),
    Column("passed_over", CleanText, nullable=False),
    schema="journal",
)
sending = Table(
    "sending",
    metadata,
    Column("outbox_id", RowId, primary_key=True, autoincrement=False),
    Column("state", String(12), nullable=False),  # "sending", or an Outcome
    Column("attempts", Integer, nullable=False),
    Column("uncertain", Boolean, nullable=False),
    Column("owner", String(80), nullable=False),
    Column("lease_until", Instant),
    Column("next_try_at", Instant),
    Column("reply", CleanText, nullable=False),
    Column("at", Instant, nullable=False),
    schema="journal",
)
health = Table(
    "health",
    metadata,
    Column("part", String(200), primary_key=True),  # "imap:NAME", "relay", "smtp", ...
    Column("ok", Boolean, nullable=False),
    Column("detail", CleanText, nullable=False),
    Column("since", Instant, nullable=False),
    Column("at", Instant, nullable=False),
    schema="journal",
)
observation = Table(
    "observation",  # checks that failed, and the first of each target that did not any more
    metadata,
    Column("id", RowId, primary_key=True),
    Column("target", String(100), nullable=False),
    Column("ok", Boolean, nullable=False),
    Column("detail", CleanText, nullable=False),
    Column("at", Instant, nullable=False),
    Column("place", String(80), nullable=False),  # which gateway looked, where several share the store
    Index(None, "target", "id"),
    schema="journal",
)

# The desk ---------------------------------------------------------------------------------------------------

fact = Table(
    "fact",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", CleanText, nullable=False),
)
counter = Table(
    "counter",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", BigInteger, nullable=False),
)
handled = Table(
    "handled",
    metadata,
    Column("journal_id", RowId, primary_key=True, autoincrement=False),
    Column("state", String(8), nullable=False),  # claimed, done, aside
    Column("attempts", Integer, nullable=False),
    Column("owner", String(80), nullable=False),
    Column("lease_until", Instant),
    Column("fate", String(16)),
    Column("ticket_id", BigInteger),
    Column("because", CleanText),
    Column("error", CleanText),
    Column("at", Instant, nullable=False),
    Column("released_by", CleanText, nullable=False, server_default=text("''")),  # who let it out of quarantine
    Index(
        "ix_handled_unfinished",
        "state",
        "journal_id",
        sqlite_where=text("state <> 'done'"),
        postgresql_where=text("state <> 'done'"),
    ),
)
ticket = Table(
    "ticket",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=False),
    Column("number", String(12), nullable=False, unique=True),
    Column("subject", CleanText, nullable=False),
    Column("status", String(20), nullable=False),
    Column("priority", String(12), nullable=False),
    Column("requester", CleanText, nullable=False),
    Column("language", String(35), nullable=False),
    Column("support_address", CleanText, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False, index=True),
    Column("merged_into", BigInteger),
    Column("customer", String(60)),  # an id of the directory; who is removed from it is still named
    Column("type", String(20), nullable=False, server_default=text("'incident'")),
    Column("channel", String(10), nullable=False, server_default=text("'mail'")),
    Column("waiting_on", String(12)),
    Column("hold_until", Instant),
    Column("assignee", CleanText, nullable=False, server_default=text("''")),
    Column("tier", Integer, nullable=False, server_default=text("1")),
    Column("rung", Integer, nullable=False, server_default=text("1")),
    Column("fields", Json, nullable=False, server_default=text("'[]'")),
    Column("cause", CleanText, nullable=False, server_default=text("''")),
    Column("fix", CleanText, nullable=False, server_default=text("''")),
    Column("solution", String(20)),
    Column("due_at", Instant),  # when something falls due on it next
    Column("queue", String(40), nullable=False, server_default=text("'support'")),
    Column("tags", Json, nullable=False, server_default=text("'[]'")),
    Column("topics", Json, nullable=False, server_default=text("'[]'")),
    Index(
        "ix_ticket_due_at",
        "due_at",
        sqlite_where=text("due_at IS NOT NULL"),
        postgresql_where=text("due_at IS NOT NULL"),
    ),
    Index(None, "status", "updated_at"),
    Index(
        "ix_ticket_queue",
        "queue",
        "updated_at",
        sqlite_where=text("queue <> 'support'"),
        postgresql_where=text("queue <> 'support'"),
    ),
    Index(
        "ix_ticket_tagged",
        "updated_at",
        sqlite_where=text("tags <> '[]'"),
        postgresql_where=text("tags <> '[]'"),
    ),
    Index(
        "ix_ticket_customer",
        "customer",
        "updated_at",
        sqlite_where=text("customer IS NOT NULL"),
        postgresql_where=text("customer IS NOT NULL"),
    ),
    Index(
        "ix_ticket_merged_into",
        "merged_into",
        sqlite_where=text("merged_into IS NOT NULL"),
        postgresql_where=text("merged_into IS NOT NULL"),
    ),
)
participant = Table(
    "participant",
    metadata,
    Column("ticket_id", ForeignKey("ticket.id"), primary_key=True),
    Column("address", String(320), primary_key=True),
    Column("name", CleanText, nullable=False),
    Column("since", Instant, nullable=False),
    Column("added_by", CleanText, nullable=False, server_default=text("''")),
)
message = Table(
    "message",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("ticket_id", ForeignKey("ticket.id"), nullable=False, index=True),
    Column("direction", String(4), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("subkind", String(40), nullable=False),
    Column("sender", CleanText, nullable=False),
    Column("at", Instant, nullable=False),
    Column("message_id", CleanText, nullable=False),
    Column("full_text", CleanText, nullable=False),
    Column("cuts", Json, nullable=False),
    Column("attachments", Json, nullable=False),
    Column("journal_id", BigInteger),
    Column("fingerprint", String(64), unique=True),
    Column(
        "standing", String(12), nullable=False, server_default=text("''")
    ),  # a Standing; empty for what was not received
    Column("standing_because", CleanText, nullable=False, server_default=text("''")),
    Column("warnings", Json, nullable=False, server_default=text("'[]'")),
    Column("dangerous", Boolean, nullable=False, server_default=text("false")),  # an attachment of it is held back
    Index(
        "ix_message_dangerous",
        "id",
        sqlite_where=text("dangerous"),
        postgresql_where=text("dangerous"),
    ),
    Index(
        "ix_message_message_id",
        "message_id",
        sqlite_where=text("message_id <> ''"),
        postgresql_where=text("message_id <> ''"),
    ),
)
history = Table(
    "history",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("ticket_id", ForeignKey("ticket.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("what", CleanText, nullable=False),
    Column("because", CleanText, nullable=False),
)
event = Table(
    "event",  # what clocks and alarms remember of a ticket
    metadata,
    Column("id", RowId, primary_key=True),
    Column("ticket_id", ForeignKey("ticket.id"), nullable=False, index=True),
    Column("what", String(14), nullable=False),
    Column("at", Instant, nullable=False),
    Column("value", CleanText, nullable=False),
    Index("ix_event_thanked", "at", sqlite_where=text("what = 'thanked'"), postgresql_where=text("what = 'thanked'")),
)
promise = Table(
    "promise",  # every promise ever made, as it was kept or broken
    metadata,
    Column("ticket_id", ForeignKey("ticket.id"), primary_key=True),
    Column("kind", String(12), primary_key=True),
    Column("start", Instant, primary_key=True, autoincrement=False),
    Column("level", String(12), primary_key=True),
    Column("policy", String(40), nullable=False),
    Column("clock", String(40), nullable=False),
    Column("due", Instant),
    Column("warn", Instant),
    Column("met", Instant),
    Column("missed_at", Instant),
    Column("warned_at", Instant),
    Column("ended_at", Instant),
    Index(None, "start"),
    Index(
        "ix_promise_analysis",  # what is owed on tickets that are done
        "ticket_id",
        sqlite_where=text("kind = 'rca' AND met IS NULL AND ended_at IS NULL"),
        postgresql_where=text("kind = 'rca' AND met IS NULL AND ended_at IS NULL"),
    ),
)
ticket_link = Table(
    "ticket_link",
    metadata,
    Column("ticket_id", ForeignKey("ticket.id"), primary_key=True),
    Column("other", String(60), primary_key=True),  # a case number, or the name of a notice
    Column("other_id", BigInteger),
    Column("at", Instant, nullable=False),
    Index(None, "other"),
)
ruling = Table(
    "ruling",  # what the rules said: once for each time they ran
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("trigger", CleanText, nullable=False),
    Column("config_hash", String(64), nullable=False),
    Column("ticket_id", BigInteger),
    Column("journal_id", BigInteger),
    Column("matched", Json, nullable=False),
    Column("stopped_by", CleanText, nullable=False),
    Column("slow", Json, nullable=False),
    Column("refused", Json, nullable=False),
    Index(
        "ix_ruling_ticket_id",
        "ticket_id",
        sqlite_where=text("ticket_id IS NOT NULL"),
        postgresql_where=text("ticket_id IS NOT NULL"),
    ),
    Index(
        "ix_ruling_journal_id",
        "journal_id",
        sqlite_where=text("journal_id IS NOT NULL"),
        postgresql_where=text("journal_id IS NOT NULL"),
    ),
)
rule_match = Table(
    "rule_match",  # the same by rule, to be counted
    metadata,
    Column("rule", CleanText, primary_key=True),
    Column("at", Instant, primary_key=True, autoincrement=False),
    Column("ruling_id", RowId, primary_key=True, autoincrement=False),
    Column("ticket_id", BigInteger),
    Column("journal_id", BigInteger),
)
watch = Table(
    "watch",  # how each target of monitoring fares
    metadata,
    Column("target", String(100), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("since", Instant),
    Column("detail", CleanText, nullable=False),
    Column("ticket_id", BigInteger),
    Column("opened_at", Instant),
    Column("recovered_at", Instant),
    Column("grouped", Boolean, nullable=False),
)
alarm = Table(
    "alarm",  # where mails go about a problem that a monitoring system tells of
    metadata,
    Column("key_hash", String(64), primary_key=True),
    Column("key", CleanText, nullable=False),
    Column("loose_hash", String(64), nullable=False, index=True),
    Column("loose_key", CleanText, nullable=False),
    Column("source", String(320), nullable=False),
    Column("ticket_id", BigInteger, nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("over_at", Instant),
    Column("grouped", Boolean, nullable=False),
    Index(None, "source", "at"),
)
outbox = Table(
    "outbox",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=False),
    Column("ticket_id", ForeignKey("ticket.id"), index=True),  # NULL: it is about no ticket
    Column("template", String(40), nullable=False),
    Column("lane", Integer, nullable=False),
    Column("state", String(10), nullable=False),  # queued, observed, or an Outcome that is final
    Column("sender", CleanText, nullable=False),
    Column("recipient", CleanText, nullable=False),
    Column("recipient_key", String(320), nullable=False),  # Address.inbox: what is counted
    Column("recipient_domain", String(255), nullable=False, server_default=text("''")),
    Column("message_id", String(320), nullable=False, unique=True),
    Column("queued_at", Instant, nullable=False),
    Column("reply", CleanText, nullable=False),
    Column("settled_at", Instant),
    Index(
        "ix_outbox_waiting",
        "state",
        "lane",
        "id",
        sqlite_where=text("state = 'queued'"),
        postgresql_where=text("state = 'queued'"),
    ),
    Index(None, "recipient_key", "queued_at"),
    Index(None, "template", "queued_at"),
    Index(None, "recipient_domain", "queued_at"),
)
outbox_content = Table(  # apart: what is written down of a letter would else write all its octets again
    "outbox_content",
    metadata,
    Column("outbox_id", RowId, ForeignKey("outbox.id"), primary_key=True, autoincrement=False),
    Column("raw", LargeBinary, nullable=False),
)
digest = Table(
    "digest",
    metadata,
    Column("address", String(320), primary_key=True),  # of a person of the team
    Column("looked_at", Instant, nullable=False),  # when their day was last looked at, whether a mail came of it or not
)
timer = Table(
    "timer",
    metadata,
    Column("rule", CleanText, primary_key=True),
    Column("looked_at", Instant, nullable=False),  # its last time, or when it was first known
    Column("running", Instant),  # the time it is at work on; NULL for none
    Column("after_ticket", BigInteger, nullable=False),  # and how far it has come: tickets up to this one are done
)
released_part = Table(
    "released_part",
    metadata,
    Column("journal_id", RowId, primary_key=True, autoincrement=False),
    Column("part", String(200), primary_key=True),
    Column("by", CleanText, nullable=False),
    Column("at", Instant, nullable=False),
)

# The directory ----------------------------------------------------------------------------------------------

customer = Table(
    "customer",
    metadata,
    Column("id", String(60), primary_key=True),
    Column("name", CleanText, nullable=False),
    Column("plan", String(60), nullable=False),
    Column("policy", String(60), nullable=False),
    Column("language", String(35), nullable=False),
    Column("timezone", String(60), nullable=False),
    Column("country", String(10), nullable=False),
    Column("regions", Json, nullable=False),
    Column("domains", Json, nullable=False),
    Column("contacts", Json, nullable=False),
    Column("notice_address", String(320), nullable=False),
    Column("notice_calendar", String(10), nullable=False),
    Column("notice_subject", String(10), nullable=False, server_default=text("'constant'")),
    Column("account_manager", String(320), nullable=False),
    Column("products", Json, nullable=False),
    Column("contract_from", Date),
    Column("contract_until", Date),
    Column("dedicated_hosting", Boolean, nullable=False),
)
customer_contact = Table(
    "customer_contact",  # from an address key to the one customer it belongs to
    metadata,
    Column("address", String(320), primary_key=True),
    Column("customer_id", ForeignKey("customer.id"), nullable=False, index=True),
)
customer_domain = Table(
    "customer_domain",
    metadata,
    Column("domain", String(257), primary_key=True),
    Column("customer_id", ForeignKey("customer.id"), nullable=False, index=True),
)
customer_history = Table(
    "customer_history",  # outlives the customer
    metadata,
    Column("id", RowId, primary_key=True),
    Column("customer_id", String(60), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("by", CleanText, nullable=False),
    Column("what", CleanText, nullable=False),
    Column("because", CleanText, nullable=False),
)
