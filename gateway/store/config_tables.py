"""The tables of the files that decide: what they held, and who goes by what. The desk writes them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, String, Table, text

from gateway.store.columns import CleanText, Instant, Json
from gateway.store.tables import RowId
from gateway.store.tables import metadata as metadata  # with these in it

config_file = Table(
    "config_file",  # what a file held at some time; most sets differ in one of many
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("data", LargeBinary, nullable=False),  # zlib
)
config_set = Table(
    "config_set",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("files", Json, nullable=False),  # of each its name, its hash, and whether it only stood in
)
config_reading = Table(
    "config_reading",  # each time a desk read something else than before: the history of what was in force
    metadata,
    Column("id", RowId, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("place", String(120), nullable=False),
    Column("by", CleanText, nullable=False),
    Column("hash", String(64), nullable=False, index=True),
    Column("good", Boolean, nullable=False),
    Column("problems", Json, nullable=False),
    Index(None, "place", "id"),
)
config_desk = Table(
    "config_desk",  # what each desk goes by now
    metadata,
    Column("place", String(120), primary_key=True),
    Column("started_at", Instant, nullable=False),
    Column("started_with", String(64), nullable=False),  # the set of its start, of which monitors.yml stays in force
    Column("settings", String(64), nullable=False),  # the hash of gateway.yml at its start
    Column("hash", String(64), nullable=False),  # of the set in force
    Column("since", Instant, nullable=False),
    Column("read_at", Instant, nullable=False),  # when the files were last read and good
    Column("refused", String(64), nullable=False),  # of the set that is not; empty where the files are in order
    Column("refused_at", Instant),
    Column("problems", Json, nullable=False),
    Column("answered", Integer, nullable=False),  # the number of the last request to read the files
    Column("seen_at", Instant, nullable=False),
    Column("folder", CleanText, nullable=False, server_default=text("''")),  # it reads; empty: it has not said yet
)
