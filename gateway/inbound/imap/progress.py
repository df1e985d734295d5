"""What a poller remembers of its folder from one connection to the next, as long as the process lives.

Losing it costs work, never a mail: the journal knows what was taken, the folder has what was not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from gateway.inbound.imap.uid_set import UidSet


@dataclass(slots=True)
class Progress:
    """Where we are in one folder, under one UIDVALIDITY."""

    uidvalidity: int = 0
    passed_over: UidSet = field(default_factory=UidSet)
    """Lay there before us; never looked at."""
    highest: int = 0
    """The last UID looked at."""
    scanned_at: float | None = None
    """When every UID was last looked at, on the monotonic clock."""
    pending: set[int] = field(default_factory=set)
    """Known to be there and not yet in the journal."""
    doubtful: bool = False
    """Some of ``pending`` may be in the journal after all: it failed while it had them."""
    owed: set[int] = field(default_factory=set)
    r"""In the journal, and not yet ``\Seen`` or moved."""
    owed_trouble: str = ""
    """Why the marks could not be set the last time."""
    owed_again_at: float = 0.0
    failures: dict[int, int] = field(default_factory=dict)
    """UID -> how often fetching it failed; such a mail is fetched alone and in pieces."""
    deferred: dict[int, float] = field(default_factory=dict)
    """UID -> when it is tried again; it failed too often."""
    note: str = ""
    """The last thing worth telling that is no trouble."""

    def failed(self, uids: Iterable[int]) -> None:
        """Count a failure against each: one of them may be what broke the connection."""
        for uid in uids:
            self.failures[uid] = self.failures.get(uid, 0) + 1

    def defer(self, *, tries: int, until: float) -> None:
        """Set aside what failed ``tries`` times."""
        for uid in [uid for uid, count in self.failures.items() if count >= tries and uid in self.pending]:
            self.deferred[uid] = until
            self.failures[uid] = tries - 1  # one try when its time comes

    def due(self, now: float) -> list[int]:
        """Return what is to be fetched now, ascending."""
        for uid in [uid for uid, until in self.deferred.items() if until <= now]:
            del self.deferred[uid]
        return sorted(self.pending - self.deferred.keys())

    def done(self, uids: Collection[int]) -> None:
        """Strike off what is in the journal, or gone from the folder."""
        self.pending.difference_update(uids)
        for uid in uids:
            self.failures.pop(uid, None)
            self.deferred.pop(uid, None)
