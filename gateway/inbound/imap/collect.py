r"""Take the pending mails of a folder into the journal, and only then mark them.

The order is the promise: fetch, commit, then ``\Seen`` or move. Whatever fails in between leaves the mail where it
is, and the journal knows whether it had it already.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future, wait
from contextlib import contextmanager
from dataclasses import dataclass

from gateway.clock import Clock
from gateway.errors import StoreUnavailable
from gateway.inbound.imap.envelope import read_envelope
from gateway.inbound.imap.fetch import Batch, Fetched, Fetcher, plan
from gateway.inbound.imap.mailbox import ImapMailbox, Portion, Rhythm
from gateway.inbound.imap.progress import Progress
from gateway.inbound.imap.scan import unknown
from gateway.inbound.imap.session import Broken, Folder, Refusal, Session
from gateway.inbound.imap.trouble import Stopped
from gateway.inbound.imap.uid_set import UidSet
from gateway.inbound.journal import MailboxMemory
from gateway.mail import After, JournalId, MailboxUid, ReceivedMail
from gateway.peer_words import one_line

_log = logging.getLogger(__name__)

_SIZES = 500  # UIDs whose sizes are asked for at once
_GLANCE = 0.5  # seconds
_LAST_CHANCE = 5.0  # seconds a commit may take once the gateway stops
_SLOW = 30.0  # seconds after which status says that the journal does not answer
_OWED_PAUSE = 600.0  # seconds before marks that were refused are tried again


@dataclass(slots=True)
class Collector:
    """Takes mail from one open folder."""

    mailbox: ImapMailbox
    memory: MailboxMemory
    session: Session
    folder: Folder
    progress: Progress
    clock: Clock
    stop: threading.Event
    rhythm: Rhythm
    portion: Portion
    complain: Callable[[str], None]
    """Tells status what is wrong while we wait."""

    def collect(self) -> int:
        """Take everything that is due and return how many mails that were.

        Raises ``StoreUnavailable`` when the journal takes nothing now, ``Stopped``, and whatever the session raises.
        """
        count = 0
        self._settle_doubts()
        self._defer()
        while due := self.progress.due(self.clock.monotonic()):
            sizes = self._sizes(due[:_SIZES])
            for batch in plan(sizes, careful=self.progress.failures.keys(), portion=self.portion):
                self._ask_for_room()
                count += self._take(batch)
        return count

    def _settle_doubts(self) -> None:
        """After a failed commit: what the journal has all the same must not be fetched again."""
        if not self.progress.doubtful:
            return
        pending = sorted(self.progress.pending)
        taken = set(pending).difference(unknown(self.memory, self.mailbox, self.progress, pending))
        self.progress.done(taken)
        self.progress.owed |= taken
        self.progress.doubtful = False

    def _ask_for_room(self) -> None:
        if self.stop.is_set():
            raise Stopped
        if why := self.memory.pressure():
            raise StoreUnavailable(why)

    def _sizes(self, uids: Sequence[int]) -> Mapping[int, int]:
        sizes = self.session.sizes(uids)
        self._gone(set(uids) - sizes.keys())
        return sizes

    def _gone(self, uids: Collection[int]) -> None:
        if uids:
            self.progress.done(uids)
            self.progress.note = f"{len(uids)} mails were moved or deleted by others before they could be read"

    def _take(self, batch: Batch) -> int:
        """Fetch a batch, commit it, mark it. Return how many mails are in the journal now."""
        with self._blamed(batch):
            fetched = self._fetcher().fetch(batch)
            missing = set(batch.uids) - fetched.keys()
            still_there = self.session.sizes(missing) if missing else {}
        self._gone(missing - still_there.keys())
        self.progress.failed(still_there)  # no body, or too large for its batch: alone next time
        self._defer()
        if any(mail.too_large for mail in fetched.values()):
            self.progress.note = f"of a mail over {self.mailbox.size_limit_bytes} bytes only the header was taken"
        return self._commit(fetched)

    def _fetcher(self) -> Fetcher:
        stays_in = self.mailbox.move_to if self._moves else self.mailbox.folder
        return Fetcher(self.session, self.mailbox.size_limit_bytes, self.portion, stays_in)

    @property
    def _moves(self) -> bool:
        return self.mailbox.after == After.MOVE and not self.mailbox.peek_only

    @contextmanager
    def _blamed(self, batch: Batch) -> Iterator[None]:
        """Remember which mails were being fetched when it went wrong: one of them may be the reason."""
        self.progress.failed(batch.uids)
        yield
        for uid in batch.uids:
            self.progress.failures[uid] -= 1
            if not self.progress.failures[uid]:
                del self.progress.failures[uid]

    def _defer(self) -> None:
        self.progress.defer(tries=self.portion.tries, until=self.clock.monotonic() + self.rhythm.deferred)

    # --- the commit ---

    def _commit(self, fetched: Mapping[int, Fetched]) -> int:
        """Hand mails to the journal, wait until they are safe, then mark those that are."""
        if not fetched:
            return 0
        self.progress.doubtful = True
        futures = {uid: self._submit(uid, mail.raw) for uid, mail in fetched.items()}
        self._wait(futures.values())
        failed = {uid: error for uid, future in futures.items() if (error := future.exception())}
        safe = futures.keys() - failed.keys()
        self.progress.done(safe)
        self.progress.doubtful = False
        self.mark(safe)
        if failed:
            self._not_taken(failed)
        return len(safe)

    def _not_taken(self, failed: Mapping[int, BaseException]) -> None:
        """Tell a journal that takes nothing now from one that will not have these mails."""
        self.progress.doubtful = True
        for error in failed.values():
            if isinstance(error, StoreUnavailable):
                raise error
        self._settle_doubts()  # another gateway on this mailbox may have been faster
        for uid in failed.keys() & self.progress.pending:
            _log.warning(
                "mailbox %s: the journal refuses UID %d: %s", self.mailbox.name, uid, type(failed[uid]).__name__
            )
            self.progress.failed([uid])
        self._defer()

    def _submit(self, uid: int, raw: bytes) -> Future[JournalId]:
        mail = ReceivedMail(
            source=f"imap:{self.mailbox.name}",
            envelope=read_envelope(raw),
            raw=raw,
            received_at=self.clock.now(),
            peer=self.mailbox.host,
        )
        return self.memory.submit(mail, uid=MailboxUid(self.mailbox.name, self.progress.uidvalidity, uid))

    def _wait(self, futures: Collection[Future[JournalId]]) -> None:
        """Wait for all of them. When the gateway stops, wait a little longer: a commit is short."""
        begun = self.clock.monotonic()
        stopping_since: float | None = None
        while wait(futures, timeout=_GLANCE).not_done:
            now = self.clock.monotonic()
            if self.stop.is_set():
                stopping_since = now if stopping_since is None else stopping_since
                if now - stopping_since >= _LAST_CHANCE:
                    raise Stopped
            elif now - begun >= _SLOW:
                self.complain("the journal does not answer: see the gateway's log and the state of the store")

    # --- the marks ---

    def pay_owed(self) -> None:
        """Mark what is in the journal and was not marked then, as far as it is still there."""
        if self.mailbox.peek_only or not self.progress.owed or self.clock.monotonic() < self.progress.owed_again_at:
            return
        owed = sorted(self.progress.owed)
        self.progress.owed_trouble = ""
        for at in range(0, len(owed), _SIZES):
            some = owed[at : at + _SIZES]
            self.progress.owed.difference_update(some)
            self.mark(self._unmarked(some))

    def mark(self, uids: Collection[int]) -> None:
        """Mark mails as taken. What the server refuses stays owed, and status says so."""
        if self.mailbox.peek_only or not uids:
            return
        self.progress.owed.update(uids)
        if self.progress.owed_trouble and self.clock.monotonic() < self.progress.owed_again_at:
            return
        try:
            self._mark(uids)
        except Broken:
            raise
        except Refusal as refused:
            self._mark_what_is_left(uids, refused)
            return
        self.progress.owed.difference_update(uids)
        self.progress.owed_trouble = ""

    def _mark_what_is_left(self, uids: Collection[int], refused: Exception) -> None:
        """After a refusal: perhaps only because others were faster with some of them."""
        there = self._unmarked(uids)
        self.progress.owed.difference_update(set(uids).difference(there))
        if len(there) < len(uids):
            self.mark(there)
            return
        self.progress.owed_trouble = self._told(refused)
        self.progress.owed_again_at = self.clock.monotonic() + _OWED_PAUSE

    def _unmarked(self, uids: Collection[int]) -> list[int]:
        """Return those that are still there without their mark."""
        unseen = () if self._moves else ("UNSEEN",)
        return self.session.search("UNDELETED", *unseen, "UID", str(UidSet.of(uids)))

    def _mark(self, uids: Collection[int]) -> None:
        if self.folder.read_only or not (self._moves or self.folder.keeps_seen):
            raise Refusal("the folder is read-only for this user")
        if not self._moves:
            self.session.mark_seen(uids)
            return
        try:
            self.session.move(uids, self.mailbox.move_to)
        except Broken:
            raise
        except Refusal as refused:
            if "TRYCREATE" not in str(refused):  # RFC 3501 section 6.4.7
                raise
            self._create_folder()
            self.session.move(uids, self.mailbox.move_to)

    def _create_folder(self) -> None:
        try:
            self.session.create_folder(self.mailbox.move_to)
        except Broken:
            raise
        except Refusal:
            return  # another poller was faster, or it may not be: the move tells

    def _told(self, refused: Exception) -> str:
        if self._moves:
            what, cure = f"moved to {self.mailbox.move_to}", "check that folder, the user's rights and the quota"
        else:
            what, cure = r"marked \Seen", "check the user's rights on the folder"
        return f"mail is taken, each once, but cannot be {what} ({one_line(str(refused))}): {cure}"
