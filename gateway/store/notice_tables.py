"""The tables of notices. The desk writes them all."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, text

from gateway.store.columns import CleanText, Instant, Json
from gateway.store.tables import RowId
from gateway.store.tables import metadata as metadata  # with these in it

notice = Table(
    "notice",
    metadata,
    Column("id", String(20), primary_key=True),  # MNT-2026-0142
    Column("kind", String(12), nullable=False),
    Column("state", String(12), nullable=False),
    Column("title", CleanText, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("start", Instant),
    Column("due_at", Instant),  # when something falls due on it next
    Column("facts", Json, nullable=False),  # all of it
    Index("ix_notice_kind", "kind", "created_at"),
    Index("ix_notice_state", "state"),
    Index(
        "ix_notice_due_at",
        "due_at",
        sqlite_where=text("due_at IS NOT NULL"),
        postgresql_where=text("due_at IS NOT NULL"),
    ),
)
notice_revision = Table(
    "notice_revision",
    metadata,
    Column("notice_id", ForeignKey("notice.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("stage", String(12), nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", CleanText, nullable=False),
    Column("because", CleanText, nullable=False),
    Column("delivery", String(8), nullable=False),
    Column("urgency", Integer, nullable=False),  # the lowest goes first
    Column("facts", Json, nullable=False),  # the notice as it is told of
)
notice_recipient = Table(
    "notice_recipient",  # once for each revision and customer, or colleague who gets a copy
    metadata,
    Column("notice_id", String(20), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("customer", String(60), primary_key=True),
    Column("copy_to", String(320), primary_key=True),
    Column("address", String(320), nullable=False),
    Column("domain", String(255), nullable=False),
    Column("name", CleanText, nullable=False, server_default=text("''")),  # as they were when it was planned
    Column("language", String(35), nullable=False, server_default=text("''")),
    Column("timezone", String(60), nullable=False, server_default=text("''")),
    Column("instead_of", String(320)),  # theirs in the directory, where the letter goes elsewhere on purpose
    Column("why_not", CleanText, nullable=False),
    Column("told_by", CleanText, nullable=False),  # who of ours was asked to tell them
    Column("ask_at", Instant),  # when somebody is looked for who tells them
    Column("asked_at", Instant),  # when somebody was; null: with the revision
    Column("waits", Boolean, nullable=False),  # for its letter to be written
    Column("outbox_id", BigInteger),  # the newest letter
    Index(
        "ix_notice_recipient_waits",
        "notice_id",
        "number",
        "copy_to",
        "customer",
        sqlite_where=text("waits"),
        postgresql_where=text("waits"),
    ),
    Index(
        "ix_notice_recipient_ask_at",
        "ask_at",
        sqlite_where=text("ask_at IS NOT NULL"),
        postgresql_where=text("ask_at IS NOT NULL"),
    ),
)
notice_letter = Table(
    "notice_letter",  # every letter that was written about a notice
    metadata,
    Column("outbox_id", RowId, primary_key=True, autoincrement=False),
    Column("notice_id", String(20), nullable=False),
    Column("number", Integer, nullable=False),
    Column("customer", String(60), nullable=False),
    Column("copy_to", String(320), nullable=False),
    Index(None, "notice_id", "customer"),
)
notice_history = Table(
    "notice_history",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("notice_id", ForeignKey("notice.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("by", CleanText, nullable=False),
    Column("what", CleanText, nullable=False),
    Column("because", CleanText, nullable=False),
)
mail_question = Table(
    "mail_question",  # what somebody was asked by mail, and what they answered
    metadata,
    Column("outbox_id", RowId, primary_key=True, autoincrement=False),
    Column("asks", String(12), nullable=False),
    Column("about", String(60), nullable=False),  # the id of a customer, the name of a notice
    Column("address", String(320), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("asked_by", CleanText, nullable=False),
    Column("reply", String(4)),
    Column("replied_at", Instant),
    Column("replied_by", CleanText, nullable=False),
    Index(None, "asks", "about"),
)
newsletter_left = Table(
    "newsletter_left",  # customers who want a newsletter no more
    metadata,
    Column("customer", String(60), primary_key=True),
    Column("mailing_list", String(200), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("by", CleanText, nullable=False),
)
