"""What a door needs of the journal. The store provides it; the doors know only these words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import Future
from datetime import datetime
from typing import Protocol

from gateway.mail import JournalId, MailboxStart, MailboxUid, ReceivedMail


class Journal(Protocol):
    """Takes mail and keeps it: a future that has a result is a mail that survives a power cut."""

    def submit(self, mail: ReceivedMail, *, uid: MailboxUid | None = None) -> Future[JournalId]:
        """Queue a mail for the next group commit; ``uid`` is remembered in the same commit.

        The future raises ``StoreFull`` or ``StoreUnavailable`` when nothing was written. Any thread may call.
        """
        ...

    def pressure(self) -> str:
        """Say why no new mail should be taken now (disk low, backlog); empty when all is well. Never blocks."""
        ...


class MailboxMemory(Journal, Protocol):
    """What the IMAP door needs on top: which mails it has had, and a place to say how it fares."""

    def unknown_uids(self, mailbox: str, uidvalidity: int, uids: Collection[int]) -> Sequence[int]:
        """Return those of ``uids`` not yet in the journal, ascending. Raises ``StoreUnavailable``."""
        ...

    def report_mailbox(self, mailbox: str, *, ok: bool, detail: str, at: datetime) -> None:
        """Note the state of a mailbox for ``gateway status``; ``detail`` says what is wrong and what to do."""
        ...

    def mailbox_start(self, mailbox: str) -> MailboxStart | None:
        """Return what ``start_mailbox`` was last told of this mailbox; None when never. Raises ``StoreUnavailable``."""
        ...

    def start_mailbox(self, start: MailboxStart) -> None:
        """Remember it in place of any earlier record of the same mailbox; durable when this returns.

        Raises ``StoreUnavailable`` when nothing was written.
        """
        ...
