"""Flow: the files that decide were changed, or somebody asks for a look; what is good counts from the next mail on.

They are read in a thread, which may take seconds; everything else, the store included, is done between two batches on
the desk's own. A set is taken in whole or not at all: what is worked on when it comes ends on the one before.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Thread
from typing import Protocol

from gateway.clock import Clock
from gateway.config_set.files import shown
from gateway.config_set.folder import Marks, is_meant, marks_of
from gateway.config_set.ledger import Asked, News, Start, begin, take_in
from gateway.config_set.reading import ConfigSet, Outcome, Refusal, Unsteady, read_folder
from gateway.config_set.sets import ConfigSets, InForce
from gateway.desk.config_news import Standing, admins, mended, refused
from gateway.desk.life.law import Law
from gateway.desk.order import TellPerson
from gateway.docket import Docket, Means
from gateway.errors import StoreUnavailable
from gateway.identity import real_folder
from gateway.store.clock import time_of
from gateway.store.config_requests import Request, last_request
from gateway.store.config_sets import SIGN, DeskState, keep_desk
from gateway.store.database import Connection, Side

LOOK_SECONDS = 1.0  # between looks at the folder and for requests
STILL_SECONDS = 2.0  # for which names, sizes and dates must stand still: whoever writes them is done

_log = logging.getLogger("gateway.config")


class GoesBy(Protocol):
    """A flow that goes by policies, calendars and people."""

    def go_by(self, law: Law) -> None:
        """Go by others from now on."""
        ...


@dataclass(slots=True)
class _Look:
    """One reading of the files, in a thread of its own."""

    asked: Asked
    thread: Thread
    outcome: Outcome | None = None
    """None while it runs, and where the files changed meanwhile."""
    meant: bool = True
    """``gateway.yml`` was there all the time."""

    @property
    def runs(self) -> bool:
        return self.thread.is_alive()


@dataclass(slots=True)
class Reloader:
    """Has the flows go by the files as they are, or as they last were good."""

    sets: ConfigSets
    means: Means
    flows: Sequence[GoesBy]
    wake: Callable[[], None] = lambda: None
    """Called from another thread when there is something to take in."""
    rouse_delivery: Callable[[], None] = lambda: None
    """Called after a commit that queued letters."""
    admins: tuple[str, ...] = ()
    """Addresses of those who hear when the files are wrong; none: as the team file says."""
    _state: DeskState | None = None
    _seen: Marks = field(default_factory=dict)
    """As the files looked when they were last read."""
    _moving: Marks | None = None
    """As they look since they no longer look so."""
    _moving_since: float = 0.0
    _looked_at: float | None = None
    _signed_at: float = 0.0
    _asked: Asked | None = None
    _look: _Look | None = None

    def begin(self, in_force: InForce, *, settings: str) -> None:
        """Write down what this desk starts with, ``settings`` being the hash of its ``gateway.yml``.

        Raises ``StoreUnavailable``.
        """
        start, outcome = Start(self.sets.place, settings, real_folder(self.sets.ground.folder)), in_force.outcome
        self._write(lambda connection, at: begin(connection, start, in_force.set, outcome, at=at), outcome)
        self._seen = in_force.marks

    def ask(self, by: str) -> None:
        """Have the files read at the next look; may be called by a signal."""
        self._asked = Asked(by)

    def look(self) -> None:
        """Look whether there is something to read or to take in, and do it. Raises ``StoreUnavailable``."""
        if self._look is not None:
            if not self._look.runs:
                self._finish(self._look)
            return
        now = self._clock.monotonic()
        if self._asked is None and self._looked_at is not None and now - self._looked_at < LOOK_SECONDS:
            return
        self._looked_at = now
        self._give_sign(now)
        asked = self._asked or self._request() or self._change(now)
        if asked is not None:
            self._asked = None
            self._start(asked)

    @property
    def reads(self) -> bool:
        """Tell whether there is a reading that is not taken in yet."""
        return self._look is not None

    def wait(self) -> None:
        """Wait for a reading that runs; for who has nothing else to do."""
        if self._look is not None:
            self._look.thread.join()

    @property
    def _clock(self) -> Clock:
        return self.means.clock

    def _request(self) -> Asked | None:
        request: Request = last_request(self.sets.database)
        answered = self._state.answered if self._state else 0
        return Asked(request.by, request.number) if request.number > answered else None

    def _change(self, now: float) -> Asked | None:
        """Tell whether files were changed and stand still since."""
        ground = self.sets.ground
        marks = marks_of(ground.folder, apart=ground.apart)
        if marks == self._seen:
            self._moving = None
        elif marks != self._moving:
            self._moving, self._moving_since = marks, now
        elif now - self._moving_since >= STILL_SECONDS:
            return Asked("the folder changed")
        return None

    def _start(self, asked: Asked) -> None:
        ground = self.sets.ground
        self._seen, self._moving = marks_of(ground.folder, apart=ground.apart), None

        def read() -> None:
            meant = is_meant(ground.folder)
            with suppress(Unsteady):
                outcome = read_folder(ground)
                look.meant = meant and is_meant(ground.folder)
                look.outcome = outcome
            self.wake()

        look = self._look = _Look(asked, Thread(target=read, name="config", daemon=True))
        look.thread.start()

    def _finish(self, look: _Look) -> None:
        outcome = look.outcome
        if outcome is None:  # half-written: the files are looked at again until they stand still
            self._look, self._seen = None, {}
            _log.info("config.unsteady the files change while they are read, and are read again")
            return
        before = self._state
        assert before is not None, "it has begun"
        outcome = self.sets.unless_lost(outcome, before.hash, meant=look.meant)
        news = self._write(lambda connection, at: take_in(connection, before, outcome, look.asked, at=at), outcome)
        self._look = None  # only now: while the store is away, it is tried again
        if news.changed and isinstance(outcome, ConfigSet):
            self.means = replace(self.means, law=outcome.law)
            for flow in self.flows:
                flow.go_by(outcome.law)

    def _write(self, write_down: Callable[[Connection, datetime], News], outcome: Outcome) -> News:
        try:
            news, queued = self._written(write_down, outcome, tell=True)
        except StoreUnavailable:
            raise
        except Exception:  # noqa: BLE001 - whatever is wrong with a letter, the files count
            _log.exception("config.untold")
            news, queued = self._written(write_down, outcome, tell=False)
        self._state, self._signed_at = news.state, self._clock.monotonic()
        if queued:
            self.rouse_delivery()
        _say(news)
        return news

    def _written(
        self, write_down: Callable[[Connection, datetime], News], outcome: Outcome, *, tell: bool
    ) -> tuple[News, int]:
        with self.sets.database.write(Side.DESK) as connection:
            docket = Docket(connection, self.means)  # first: it puts desks in a queue
            news = write_down(connection, docket.now)
            if tell:
                docket.take(self._letters(news, outcome))
            docket.write()
        return news, docket.letters_queued

    def _letters(self, news: News, outcome: Outcome) -> tuple[TellPerson, ...]:
        state, folder = news.state, self.sets.ground.folder
        team = outcome.law.team if isinstance(outcome, ConfigSet) else self.means.law.team
        people = admins(team, self.admins)
        machine = state.place.partition(":")[0]
        standing = Standing(str(folder.absolute()), str(folder), machine, shown(state.hash), state.since)
        if news.refused and isinstance(outcome, Refusal):
            if not people:
                _log.warning("config.nobody hears that the files are wrong: set support.admins")
            return refused(replace(standing, problems=outcome.problems), people)
        if news.mended_since is not None:
            return mended(replace(standing, since=news.mended_since), people)
        return ()

    def _give_sign(self, now: float) -> None:
        """Say that this desk is there, for those who ask all desks of a shared store."""
        if self.sets.database.embedded or self._state is None or now - self._signed_at < SIGN.total_seconds():
            return
        self._signed_at = now
        with self.sets.database.write(Side.DESK, durable=False) as connection:
            self._state = replace(self._state, seen_at=time_of(connection, self._clock))
            keep_desk(connection, self._state)


def _say(news: News) -> None:
    """Tell the log."""
    state = news.state
    if not state.ok:
        wrong = "; ".join(map(str, state.problems[:3]))
        _log.error("config.refused hash=%s in_force=%s wrong=%s", shown(state.refused), shown(state.hash), wrong)
    elif news.changed:
        _log.info("config.in-force hash=%s", shown(state.hash))
    elif news.mended:
        _log.info("config.mended hash=%s", shown(state.hash))
