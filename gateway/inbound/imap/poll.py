r"""Read one IMAP mailbox, on a thread of its own, for as long as the gateway runs.

    connect, TLS, log in > open the folder > find what the journal does not have (imap_scan)
    > fetch, commit, then mark (imap_collect) > wait by IDLE or by the clock > look again

Decides when to connect, when to wait and what status is told. Mailboxes know nothing of each other: whatever goes
wrong with one is reported under its name and tried again, with waits of its own.

Taken once, though anything may fail: the journal remembers UIDVALIDITY and UID in the commit that holds the mail.
Marks come after it. Died before the commit: the mail is still unknown, and fetched again. Died after it: it is known,
and only marked. A mail whose fetching fails three times is deferred and reported, so that it holds up no other.
A mail over the size limit becomes a ticket with its header and a note where the whole is (imap_standin).
"""

from __future__ import annotations

import logging
import random
import threading
from datetime import timedelta

from gateway.backoff import Backoff, Waits
from gateway.clock import Clock
from gateway.errors import StoreUnavailable, TemporaryFailure
from gateway.inbound.imap.collect import Collector
from gateway.inbound.imap.mailbox import ImapMailbox, Portion, Rhythm
from gateway.inbound.imap.progress import Progress
from gateway.inbound.imap.scan import begin, full_scan_due, look
from gateway.inbound.imap.session import Session, open_session
from gateway.inbound.imap.trouble import LoginRefused, Stopped, explain
from gateway.inbound.journal import MailboxMemory

__all__ = ["ImapMailbox", "MailboxPoller", "Portion", "Rhythm"]

_log = logging.getLogger(__name__)
_USUAL_RHYTHM = Rhythm()
_USUAL_PORTION = Portion()


class MailboxPoller:
    """Brings the mail of one mailbox into the journal. ``run`` is for a thread."""

    def __init__(
        self,
        mailbox: ImapMailbox,
        memory: MailboxMemory,
        *,
        clock: Clock,
        stop: threading.Event,
        jitter: random.Random,
        rhythm: Rhythm = _USUAL_RHYTHM,
        portion: Portion = _USUAL_PORTION,
    ) -> None:
        """Open nothing yet. ``stop`` ends ``run`` within about a second, whatever it is waiting for."""
        self._mailbox = mailbox
        self._memory = memory
        self._clock = clock
        self._stop = stop
        self._jitter = jitter
        self._rhythm = rhythm
        self._portion = portion
        self._progress = Progress()
        self._retries = self._backoff(rhythm.retry_first, rhythm.retry_longest)
        self._logins = self._backoff(rhythm.login_first, rhythm.login_longest)
        self._reported: tuple[bool, str] | None = None
        self._reported_at = 0.0

    def _backoff(self, first: float, longest: float) -> Backoff:
        """Make waits of seconds, each shortened by up to half at random: mailboxes of one server keep out of step."""
        waits = Waits(timedelta(seconds=first), timedelta(seconds=longest), low=0.5, high=1.0)
        return Backoff(waits, chance=self._jitter.random)

    def run(self) -> None:
        """Read the mailbox until ``stop`` is set. Never raises."""
        while not self._stop.is_set():
            pause = self._visit()
            self._stop.wait(pause)

    def _visit(self) -> float:
        """Connect and stay as long as it goes well. Return the seconds to wait before the next connection."""
        secrets: list[str] = []
        try:
            with open_session(
                self._mailbox, stop=self._stop, clock=self._clock, rhythm=self._rhythm, secrets=secrets
            ) as session:
                self._logins.reset()
                self._stay(session)
        except Stopped:
            return 0
        except LoginRefused as refused:
            self._report(ok=False, detail=explain(refused, self._mailbox, secrets=secrets))
            return self._logins.next()
        except Exception as error:  # noqa: BLE001 - the thread's top: a mailbox never ends, and never takes another along
            detail = explain(error, self._mailbox, secrets=secrets)
            _log.debug("mailbox %s: %s", self._mailbox.name, detail)
            self._report(ok=False, detail=detail)
            return self._retries.next()
        return 0

    def _stay(self, session: Session) -> None:
        """Take mail, wait for more, until something fails or the gateway stops."""
        collector: Collector | None = None
        full = self._backoff(self._rhythm.store_first, self._rhythm.store_longest)
        vain = self._backoff(0.2, 10)
        woken = False
        while not self._stop.is_set():
            if collector is None or full_scan_due(
                self._progress, now=self._clock.monotonic(), every=self._rhythm.full_scan
            ):
                collector = self._collector(session)  # opened anew: it may have been replaced under our feet
            try:
                count = self._take(session, collector)
            except StoreUnavailable as closed:
                self._report(ok=False, detail=f"no mail is taken just now: {closed}; it waits in the mailbox")
                self._stop.wait(full.next())
                continue
            full.reset()
            self._retries.reset()
            self._report_state(session)
            if count or not woken:
                vain.reset()
            else:
                self._stop.wait(vain.next())  # woken again and again for nothing: slower
            woken = self._wait(session)

    def _collector(self, session: Session) -> Collector:
        folder = session.select(self._mailbox.folder, read_only=self._mailbox.peek_only)
        if folder.uidvalidity != self._progress.uidvalidity:
            self._progress = begin(session, self._memory, self._clock, self._mailbox, uidvalidity=folder.uidvalidity)
        if self._progress.scanned_at is not None:  # None stays: only the first scan of a process finds owed marks
            self._progress.scanned_at = float("-inf")  # long ago: look at every UID now
        return Collector(
            mailbox=self._mailbox,
            memory=self._memory,
            session=session,
            folder=folder,
            progress=self._progress,
            clock=self._clock,
            stop=self._stop,
            rhythm=self._rhythm,
            portion=self._portion,
            complain=lambda detail: self._report(ok=False, detail=detail),
        )

    def _take(self, session: Session, collector: Collector) -> int:
        """Look once and take what there is; return how many mails that were."""
        look(
            session,
            self._memory,
            self._mailbox,
            self._progress,
            now=self._clock.monotonic(),
            every=self._rhythm.full_scan,
        )
        collector.pay_owed()
        return collector.collect()

    def _wait(self, session: Session) -> bool:
        """Wait for new mail, or for the time to look again. Tell whether the server spoke of new mail."""
        now = self._clock.monotonic()
        due = [until - now for until in self._progress.deferred.values()]
        if self._progress.owed and not self._mailbox.peek_only:
            due.append(self._progress.owed_again_at - now)
        if session.can("IDLE"):
            return session.idle(max(1.0, min([self._rhythm.idle, *due])))
        self._stop.wait(max(1.0, min([self._rhythm.poll * self._jitter.uniform(0.9, 1.1), *due])))
        return False

    # --- status ---

    def _report_state(self, session: Session) -> None:
        wrong = [self._progress.owed_trouble] if self._progress.owed_trouble else []
        if self._progress.deferred:
            uids = ", ".join(map(str, sorted(self._progress.deferred)[:5]))
            wrong.append(
                f"{len(self._progress.deferred)} mails cannot be taken (UID {uids}) and are tried again every"
                f" {self._rhythm.deferred / 60:.0f} minutes: look at them in a mail program, or move them away"
            )
        if wrong:
            self._report(ok=False, detail="; ".join(wrong))
            return
        how = "by IDLE" if session.can("IDLE") else f"every {self._rhythm.poll:.0f} s, for the server has no IDLE"
        note = f"; {self._progress.note}" if self._progress.note else ""
        self._report(ok=True, detail=f"waits for mail {how}{note}")

    def _report(self, *, ok: bool, detail: str) -> None:
        """Tell status when something changed, or when a good state is due to be confirmed."""
        now = self._clock.monotonic()
        if (ok, detail) == self._reported and not (ok and now - self._reported_at >= self._rhythm.refresh):
            return
        try:
            self._memory.report_mailbox(self._mailbox.name, ok=ok, detail=detail, at=self._clock.now())
        except TemporaryFailure as closed:
            _log.debug("mailbox %s: status not written: %s", self._mailbox.name, closed)
            self._reported = None
            return
        self._reported, self._reported_at = (ok, detail), now
