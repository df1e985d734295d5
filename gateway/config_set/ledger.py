"""Write down what a desk read: what it goes by now, the history, and whether people have to hear of it.

In the transaction that queues their letters, so that nobody is told twice, whatever ends the process in between.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from gateway.config_set.reading import ConfigSet, Outcome, Refusal
from gateway.store.config_sets import (
    DeskState,
    Reading,
    desk_state,
    desk_states,
    keep_desk,
    keep_set,
    note_reading,
    refused_since_good,
)
from gateway.store.database import Connection


@dataclass(frozen=True, slots=True)
class Asked:
    """Who or what had the files read."""

    by: str
    number: int = 0
    """Of the request that came by the store; 0 without one."""


@dataclass(frozen=True, slots=True)
class Start:
    """A desk begins."""

    place: str
    settings: str
    """The hash of ``gateway.yml``."""
    folder: str = ""
    """Where its files are."""


@dataclass(frozen=True, slots=True)
class News:
    """What a reading changed."""

    state: DeskState
    """What the desk goes by from now on."""
    changed: bool = False
    """Another set is in force."""
    refused: bool = False
    """The files are not in order, and nobody was told of this mistake yet."""
    mended: bool = False
    """They are in order again."""
    mended_since: datetime | None = None
    """When they were refused, where people were told then and are to be told now."""


def begin(connection: Connection, start: Start, in_force: ConfigSet, outcome: Outcome, *, at: datetime) -> News:
    """Write down what a desk starts with; ``outcome`` is what reading its folder ended in."""
    before = desk_state(connection, start.place)
    same = before is not None and before.hash == in_force.hash
    fresh = before or DeskState(start.place, at, "", "", "", since=at, read_at=at, seen_at=at)
    started = replace(
        fresh,
        started_at=at,
        started_with=in_force.hash,
        settings=start.settings,
        folder=start.folder,
        hash=in_force.hash,
        since=fresh.since if same else at,
    )
    keep_set(connection, in_force.hash, in_force.files.files, in_force.files.stand_ins)
    return _after(connection, started, outcome, Asked("start"), at=at, is_new=not same)


def take_in(connection: Connection, before: DeskState, outcome: Outcome, asked: Asked, *, at: datetime) -> News:
    """Write down what reading the folder of a running desk ended in."""
    return _after(connection, before, outcome, asked, at=at, is_new=outcome.hash != before.hash)


def _after(
    connection: Connection, before: DeskState, outcome: Outcome, asked: Asked, *, at: datetime, is_new: bool
) -> News:
    before = replace(before, answered=max(asked.number, before.answered), seen_at=at)
    if outcome.files:
        keep_set(connection, outcome.hash, outcome.files.files, outcome.files.stand_ins)
    match outcome:
        case ConfigSet():
            news = _good(connection, before, outcome, at, is_new=is_new)
            told = news.changed or news.mended
        case Refusal():
            news = _refused(connection, before, outcome, at)
            told = outcome.hash != before.refused
        case _:
            assert_never(outcome)
    keep_desk(connection, news.state)  # first: what is forgotten next is not what is in force
    if told:
        good, problems = isinstance(outcome, ConfigSet), news.state.problems
        note_reading(connection, Reading(at, before.place, asked.by, outcome.hash, good, problems))
    return news


def _good(connection: Connection, before: DeskState, outcome: ConfigSet, at: datetime, *, is_new: bool) -> News:
    state = replace(before, hash=outcome.hash, read_at=at, refused="", refused_at=None, problems=())
    others = [other for other in desk_states(connection) if other.place != before.place]
    still_refused = any(other.refused == before.refused and other.is_alive(at) for other in others)
    return News(
        replace(state, since=at) if is_new else state,
        changed=is_new,
        mended=not before.ok,
        mended_since=None if before.ok or still_refused else before.refused_at,  # told once, by the last that is mended
    )


def _refused(connection: Connection, before: DeskState, outcome: Refusal, at: datetime) -> News:
    told = outcome.hash in refused_since_good(connection, before.place) or any(
        other.refused == outcome.hash for other in desk_states(connection)
    )
    since = at if before.ok else before.refused_at
    state = replace(before, refused=outcome.hash, refused_at=since, problems=outcome.problems)
    return News(state, refused=not told)
