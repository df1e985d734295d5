"""Group commit: one thread takes every mail that waits, commits once, and tells all who wait.

While one commit runs the next batch gathers, so the busier it gets the less each mail costs. No timer.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread

from gateway.clock import Clock
from gateway.errors import StoreBroken, StoreUnavailable
from gateway.mail import JournalId, MailboxStart, MailboxUid, ReceivedMail
from gateway.store.journal import JournalStore

MAX_MAILS = 500  # of one commit
MAX_BYTES = 32 << 20  # of one commit: bounds memory and how long the first of them waits
MAX_WAITING = 128 << 20  # bytes taken from senders and not yet on disk; beyond it new mail is asked to come later
LEAST_FREE = 64 << 20  # bytes on the disk, below which no new mail is taken
MAX_BACKLOG = 100_000  # entries the desk has not begun with
LOOK_AGAIN = 2.0  # seconds between looks at the disk and the backlog

_log = logging.getLogger("gateway.journal")

Waiting = tuple[ReceivedMail, MailboxUid | None, "Future[JournalId]"]


class JournalWriter:
    """The only writer of mail in this process; implements what the doors ask of a journal."""

    def __init__(self, store: JournalStore, *, clock: Clock, directory: Path | None, wake: Callable[[], None]) -> None:
        """Take the folder whose disk is watched, where there is one, and what rouses the desk after a commit."""
        self._store = store
        self._clock = clock
        self._directory = directory
        self._wake = wake
        self._lock = Lock()
        self._queue: SimpleQueue[Waiting | None] = SimpleQueue()
        self._waiting_bytes = 0
        self._backlog = 0
        self._broken = ""
        self._looked_at = clock.monotonic() - LOOK_AGAIN
        self._thread = Thread(target=self._run, name="journal-writer", daemon=True)

    def start(self) -> None:
        """Begin to commit."""
        self._thread.start()

    def stop(self) -> None:
        """Commit what waits, then end."""
        self._queue.put(None)
        self._thread.join()

    def submit(self, mail: ReceivedMail, *, uid: MailboxUid | None = None) -> Future[JournalId]:
        """Queue a mail for the next commit."""
        future: Future[JournalId] = Future()
        self._count(len(mail.raw))
        self._queue.put((mail, uid, future))
        return future

    def pressure(self) -> str:
        """Say why no new mail should be taken now."""
        if self._broken:
            return "the disk failed, and the store is being checked"
        if self._waiting_bytes > MAX_WAITING:
            return "too much mail at once"
        if self._backlog > MAX_BACKLOG:
            return "too much mail is waiting to be read"
        if self._directory and _free_bytes(self._directory) < LEAST_FREE:
            return "the disk is nearly full"
        return ""

    def unknown_uids(self, mailbox: str, uidvalidity: int, uids: Collection[int]) -> Sequence[int]:
        """Ask the journal which mails it has not had."""
        return self._store.unknown_uids(mailbox, uidvalidity, uids)

    def mailbox_start(self, mailbox: str) -> MailboxStart | None:
        """Ask the journal how it came to know a mailbox."""
        return self._store.mailbox_start(mailbox)

    def start_mailbox(self, start: MailboxStart) -> None:
        """Remember how we came to know a mailbox."""
        self._store.start_mailbox(start)

    def report_mailbox(self, mailbox: str, *, ok: bool, detail: str, at: datetime) -> None:
        """Note the state of a mailbox; a store that is away just now does not hear of it."""
        self.report(f"imap:{mailbox}", ok=ok, detail=detail, at=at)

    def report(self, part: str, *, ok: bool, detail: str, at: datetime) -> None:
        """Note how a part of the wire fares."""
        try:
            self._store.report(part, ok=ok, detail=detail, at=at)
        except StoreUnavailable as error:
            _log.warning("health.lost part=%s error=%s", part, error)

    def _run(self) -> None:
        while (first := self._next()) is not None:
            batch, ended = self._gather(first)
            if self._broken:
                self._answer(batch, StoreBroken(self._broken))
            else:
                self._commit(batch)
            if ended:
                return

    def _next(self) -> Waiting | None:
        """Wait for a mail; while the disk is not to be trusted, check it now and then."""
        while self._broken:
            try:
                return self._queue.get(timeout=LOOK_AGAIN)
            except Empty:
                self._check()
        return self._queue.get()

    def _check(self) -> None:
        try:
            self._store.check(at=self._clock.now())
        except StoreUnavailable as error:
            _log.critical("journal.broken error=%s", error)
        else:
            self._broken = ""
            _log.warning("journal.whole it was checked, mail is taken again")

    def _gather(self, first: Waiting) -> tuple[list[Waiting], bool]:
        batch, size = [first], len(first[0].raw)
        while len(batch) < MAX_MAILS and size < MAX_BYTES and not self._queue.empty():
            following = self._queue.get()
            if following is None:
                return batch, True
            batch.append(following)
            size += len(following[0].raw)
        return batch, False

    def _commit(self, batch: list[Waiting]) -> None:
        try:
            ids = self._store.append([(mail, uid) for mail, uid, _ in batch])
        except StoreUnavailable as error:
            if isinstance(error, StoreBroken):  # what the kernel could not write it may have forgotten
                self._broken = str(error)
                _log.critical("journal.broken error=%s no mail is taken until it is checked", error)
            self._answer(batch, error)
        except Exception as error:  # noqa: BLE001 - a thread's top: whoever waits must hear of it
            if len(batch) > 1:  # one mail must not cost the others their commit
                for waiting in batch:
                    self._commit([waiting])
                return
            _log.exception("journal.commit failed")
            self._answer(batch, error)
        else:
            self._count(-sum(len(mail.raw) for mail, _, _ in batch))
            for (_, _, future), journal_id in zip(batch, ids, strict=True):
                future.set_result(journal_id)
            self._wake()
            self._watch_backlog()

    def _answer(self, batch: list[Waiting], error: Exception) -> None:
        self._count(-sum(len(mail.raw) for mail, _, _ in batch))
        for _, _, future in batch:
            future.set_exception(error)

    def _count(self, size: int) -> None:
        with self._lock:
            self._waiting_bytes += size

    def _watch_backlog(self) -> None:
        if self._clock.monotonic() - self._looked_at < LOOK_AGAIN:
            return
        self._looked_at = self._clock.monotonic()
        try:
            self._backlog = self._store.backlog()
        except StoreUnavailable as error:
            _log.warning("journal.backlog unknown error=%s", error)


def _free_bytes(directory: Path) -> int:
    found = os.statvfs(directory)
    return found.f_bavail * found.f_frsize
