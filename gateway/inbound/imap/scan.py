r"""Find the mails of a folder that are not in the journal yet.

The journal decides what is new (UIDVALIDITY and UID), never ``\Seen``: a person may read a mail before us.

- *First contact*: what people have read already is theirs and is passed over for good; what is unread is taken.
- *Restart, reconnect, once an hour*: every UID of the folder is held against the journal. At the first such scan of
  a process, what is in the journal and bears no mark yet is *owed* its mark: we died between the commit and the flag.
- *In between*: only UIDs above the highest seen so far.
- *UIDVALIDITY changed* (folder rebuilt, moved to another server): the UIDs mean nothing any more, so everything is
  taken again, and the desk knows what it had by its fingerprint. Except mail that was read and is older than our
  first contact, by arrival or, where a migration lost that, by a week in its Date: it was passed over then and has
  no fingerprint here.

Mail marked ``\Deleted`` is treated as gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from gateway.clock import Clock
from gateway.inbound.imap.mailbox import ImapMailbox
from gateway.inbound.imap.progress import Progress
from gateway.inbound.imap.session import Session
from gateway.inbound.imap.uid_set import UidSet
from gateway.inbound.journal import MailboxMemory
from gateway.mail import After, MailboxStart

_ASK = 5000  # UIDs a question to the journal
_DAY = timedelta(days=1)  # BEFORE knows days only, in a zone nobody tells
_DATED = date(1990, 1, 1)  # SENTBEFORE holds for mail without a Date too
_WEEK = timedelta(days=7)  # a Date is what the sender says


def begin(session: Session, memory: MailboxMemory, clock: Clock, mailbox: ImapMailbox, *, uidvalidity: int) -> Progress:
    """Return the progress for a folder just opened, after settling what lay there before us."""
    start = memory.mailbox_start(mailbox.name)
    if start and start.uidvalidity == uidvalidity:
        return Progress(uidvalidity=uidvalidity, passed_over=UidSet.parse(start.passed_over))
    if start:
        arrived, written = (start.since - _DAY).date(), (start.since - _WEEK).date()
        old = session.search("SEEN", "OR", "BEFORE", arrived, ["SENTBEFORE", written, "SENTSINCE", _DATED])
        start = replace(start, uidvalidity=uidvalidity, passed_over=str(UidSet.of(old)))
        note = f"UIDVALIDITY changed: the folder is read anew, but for {len(old)} old read mails"
    else:
        old = session.search("SEEN")
        start = MailboxStart(mailbox.name, uidvalidity, since=clock.now(), passed_over=str(UidSet.of(old)))
        note = f"first contact: {len(old)} mails that were read already are left alone"
    memory.start_mailbox(start)
    return Progress(uidvalidity=uidvalidity, passed_over=UidSet.of(old), note=note)


def look(
    session: Session, memory: MailboxMemory, mailbox: ImapMailbox, progress: Progress, *, now: float, every: float
) -> None:
    """Add what is new to ``progress.pending``; all of the folder when the last such look is ``every`` seconds ago."""
    session.forget_news()
    if full_scan_due(progress, now=now, every=every):
        _look_at_all(session, memory, mailbox, progress)
        progress.scanned_at = now
        return
    above = session.search("UNDELETED", "UID", f"{progress.highest + 1}:*")
    above = [uid for uid in above if uid > progress.highest]  # "n:*" always holds the last mail
    fresh = [uid for uid in above if uid not in progress.passed_over]
    progress.pending.update(unknown(memory, mailbox, progress, fresh))
    progress.highest = max(above, default=progress.highest)


def full_scan_due(progress: Progress, *, now: float, every: float) -> bool:
    """Tell whether it is time to look at every UID again."""
    return progress.scanned_at is None or now - progress.scanned_at >= every


def _look_at_all(session: Session, memory: MailboxMemory, mailbox: ImapMailbox, progress: Progress) -> None:
    every = session.search("UNDELETED")
    there = [uid for uid in every if uid not in progress.passed_over]
    fresh = set(unknown(memory, mailbox, progress, there))
    if progress.scanned_at is None and not mailbox.peek_only:
        taken = set(there) - fresh
        progress.owed |= taken if mailbox.after == After.MOVE else taken.intersection(session.search("UNSEEN"))
    progress.done(progress.pending - fresh)  # taken meanwhile by another poller, or gone
    progress.pending = fresh
    progress.highest = max(every, default=0)


def unknown(memory: MailboxMemory, mailbox: ImapMailbox, progress: Progress, uids: Sequence[int]) -> Iterable[int]:
    """Return those the journal does not have."""
    for at in range(0, len(uids), _ASK):
        yield from memory.unknown_uids(mailbox.name, progress.uidvalidity, uids[at : at + _ASK])
