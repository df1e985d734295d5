"""Whether it makes sense to hand letters to the relay now, and how many at a time.

When the relay is away, or refuses everything, ten thousand letters must not each find that out: one probe at a time
does, at growing intervals, and afterwards the pace starts low. Pure bookkeeping: the time and the chance are handed in.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from gateway.backoff import Waits
from gateway.outbound.sender import Attempt, Stage, Verdict

FULL = 32  # letters claimed at once by one connection
RUN = 10  # letters in a row that are refused alike before we say it is not them
BREAKS = 3  # letters in a row that the connection broke on
QUICK, SLOW = timedelta(seconds=0.5), timedelta(seconds=2)  # batches of replies never wait long behind a batch
RECENT = timedelta(seconds=10)
PROBES = Waits(first=timedelta(seconds=5), longest=timedelta(minutes=2))
LOUD_AFTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class RelayState:
    """How the relay fares, for ``gateway status``."""

    ok: bool
    since: datetime
    detail: str = ""
    """What is wrong, with the relay's own words; empty while all is well."""
    loud: bool = False
    """It has lasted long enough that somebody must be told."""

    def __str__(self) -> str:
        """Write it for people, in one line."""
        return "ok" if self.ok else f"{self.detail} (since {self.since:%Y-%m-%d %H:%M} UTC)"


class Finding(StrEnum):
    """What an answer says of the relay, beside what it says of the letter."""

    NOTHING = "nothing"
    USUAL = "usual"
    """The relay takes some letters or refuses them for different reasons: refusals stand."""
    SUSPECT = "suspect"
    """Refused like the one before, for a reason that may be ours: wait and see."""
    BLOCKED = "blocked"
    """It refuses everything alike: that is not about the letters, and none may be lost for it."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Refusals in a row that read the same."""

    key: tuple[int, str]
    count: int = 0
    recipients: frozenset[str] = frozenset()
    at_mail: bool = False

    def and_then(self, attempt: Attempt) -> _Run:
        recipients = self.recipients if len(self.recipients) > 1 else self.recipients | {attempt.letter.recipient}
        return replace(self, count=self.count + 1, recipients=recipients, at_mail=attempt.stage is Stage.MAIL)

    @property
    def is_long(self) -> bool:
        # ten refusals of one mailbox may be about that mailbox; at MAIL the recipient is not yet known
        return self.count >= RUN and (self.at_mail or len(self.recipients) > 1)


@dataclass(slots=True)
class _Connection:
    pace: int = FULL
    worked_at: datetime | None = None
    failures: int = 0
    rests_until: datetime | None = None


@dataclass(slots=True)
class Circuit:
    """Shared by the connections to one relay; the caller keeps two threads from using it at once."""

    name: str
    """Of the relay, as people know it."""
    connections: int
    waits: Waits = PROBES
    _each: list[_Connection] = field(init=False)
    _state: RelayState | None = None
    _blocked: _Run | None = None
    _run: _Run | None = None
    _failures: int = 0
    _probe_at: datetime | None = None
    _prober: int | None = None
    _breaks: int = 0

    def __post_init__(self) -> None:
        self._each = [_Connection() for _ in range(self.connections)]

    def state(self, now: datetime) -> RelayState | None:
        """Return how the relay fares; None before anything was tried."""
        if self._state and not self._state.ok:
            return replace(self._state, loud=now - self._state.since >= LOUD_AFTER)
        return self._state

    def grant(self, who: int, now: datetime) -> int:
        """Return how many letters connection ``who`` may claim now; ``done`` must follow. 0: wait."""
        connection = self._each[who]
        if self._probe_at:
            if self._prober is not None or now < self._probe_at:
                return 0
            self._prober = who
            return 1
        if connection.rests_until and now < connection.rests_until:
            return 0
        return connection.pace

    def done(self, who: int, *, granted: int, claimed: int, took: timedelta) -> None:
        """The letters of the last ``grant`` are dealt with: find the pace for the next."""
        if self._prober == who:
            self._prober = None
        connection = self._each[who]
        if took > SLOW:
            connection.pace = max(connection.pace // 2, 1)
        elif claimed >= granted == connection.pace and took < QUICK and not self.next_grant_at(who):
            connection.pace = min(connection.pace * 2, FULL)

    def resume_at(self, now: datetime) -> datetime:
        """Return when a letter that was not begun is worth another try."""
        return max(self._probe_at or now, now)

    def next_grant_at(self, who: int) -> datetime | None:
        """Return before when there is no point in asking ``grant``; None when there always is."""
        return self._probe_at or self._each[who].rests_until

    def away(self, who: int, reason: str, *, now: datetime, chance: float) -> None:
        """The relay could not be used by connection ``who``."""
        connection = self._each[who]
        others = [one for number, one in enumerate(self._each) if number != who]
        if not self._probe_at and any(_works(one, now) for one in others):
            connection.failures += 1  # it takes fewer connections than we would like: do with those
            connection.pace = 1
            connection.rests_until = now + self.waits.after(connection.failures, chance=chance)
            return
        self._blocked = self._run = None
        self._open(f"{self.name} is not usable: {reason}", now=now, chance=chance)

    def _open(self, detail: str, *, now: datetime, chance: float) -> None:
        if not self._probe_at or now >= self._probe_at:  # else a connection that had begun before the last failure
            self._failures += 1
            self._probe_at = now + self.waits.after(self._failures, chance=chance)
        for connection in self._each:
            connection.pace, connection.worked_at, connection.rests_until = 1, None, None
        since = self._state.since if self._state and not self._state.ok else now
        self._state = RelayState(ok=False, since=since, detail=detail)

    def answered(self, who: int, attempt: Attempt, *, now: datetime, chance: float) -> Finding:
        """The relay took a letter, refused it, or broke off in it: say what that means beyond the letter."""
        if attempt.stage is Stage.CHECK:
            return Finding.NOTHING
        if attempt.verdict is not Verdict.SENT and attempt.code in (0, 421):
            return self._broke_off(attempt, now=now, chance=chance)
        key = _suspicion(attempt)
        if key is None:
            self._works(who, now)
            return Finding.USUAL
        if self._blocked and self._blocked.key == key:
            self._open(self._complaint(attempt), now=now, chance=chance)
            return Finding.BLOCKED
        self._run = (self._run if self._run and self._run.key == key else _Run(key)).and_then(attempt)
        if not self._run.is_long:
            self._close(now)  # it answers, and this may yet be about the letters
            return Finding.SUSPECT
        self._blocked, self._run = self._run, None
        self._open(self._complaint(attempt), now=now, chance=chance)
        return Finding.BLOCKED

    def _broke_off(self, attempt: Attempt, *, now: datetime, chance: float) -> Finding:
        self._breaks += 1
        if self._probe_at or self._breaks >= BREAKS:
            self._open(f"{self.name} breaks off: {attempt.reply}", now=now, chance=chance)
        return Finding.NOTHING

    def _works(self, who: int, now: datetime) -> None:
        self._run = None
        connection = self._each[who]
        connection.worked_at, connection.failures, connection.rests_until = now, 0, None
        self._close(now)

    def _close(self, now: datetime) -> None:
        self._failures, self._breaks, self._probe_at, self._blocked = 0, 0, None, None
        if not self._state or not self._state.ok:
            self._state = RelayState(ok=True, since=now)

    def _complaint(self, attempt: Attempt) -> str:
        return f"{self.name} refuses every letter alike, outgoing mail is held: {attempt.reply}"


def _works(connection: _Connection, now: datetime) -> bool:
    return connection.worked_at is not None and now - connection.worked_at < RECENT and connection.rests_until is None


def _suspicion(attempt: Attempt) -> tuple[int, str] | None:
    """Return what to compare refusals by, when this is one that may be about us and not about the letter.

    At MAIL only we ourselves are known; 5.7 is "security or policy", 4.3 "mail system" (RFC 3463).
    """
    verdict, status = attempt.verdict, attempt.status
    if verdict is Verdict.PERMANENT and (attempt.stage is Stage.MAIL or status.startswith("5.7.")):
        return attempt.code, status
    if verdict is Verdict.TEMPORARY and (attempt.stage is Stage.MAIL or status.startswith("4.3.")):
        return attempt.code, status
    return None
