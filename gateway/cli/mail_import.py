"""``gateway mail import``: old mail into the journal, in batches, each durable before the next is read.

Running it again is safe: a mail that is there already is recognised by its fingerprint and joins nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import assert_never

import click

from gateway.cli.command import Command, with_session
from gateway.cli.failures import Exit
from gateway.cli.mail_files import Found, FoundMail, Passed, find_mails
from gateway.cli.session import Session
from gateway.cli.words import counted
from gateway.errors import GatewayError
from gateway.inbound.imap.envelope import read_envelope
from gateway.mail import ReceivedMail
from gateway.store.journal import JournalStore

BATCH_MAILS = 200
BATCH_BYTES = 16 << 20
TELL_EVERY = 1000  # mails, off a terminal


@click.command(
    "import",
    cls=Command,
    examples=(
        "gateway mail import old-mail/",
        "gateway mail import --no-ack archive.mbox Maildir/",
    ),
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--no-ack", is_flag=True, help="Open tickets without acknowledging them: nobody gets mail.")
@click.option(
    "--hard-links", is_flag=True, help="Take files with more than one name too, as Dovecot makes when it copies."
)
@with_session
def import_(session: Session, paths: tuple[Path, ...], no_ack: bool, hard_links: bool) -> None:
    """Take in .eml files, folders of them, mboxes and Maildirs.

    Each mail is handled as if it came now. Links, FIFOs and devices are never opened. Importing the same mail again
    makes no second ticket. The exit code is 3 when a PATH gave no mail because what it holds is refused.
    """
    with session.store() as database:
        importer = _Import(session, JournalStore(database), acknowledge=not no_ack)
        try:
            for path in paths:
                importer.take(path, find_mails(path, hard_links=hard_links))
            importer.commit()
        except (KeyboardInterrupt, GatewayError):
            session.printer.warn(
                f"{counted(importer.kept, 'mail')} taken so far; importing the same again doubles none"
            )
            raise
    _tell(session, importer)
    if importer.failed:
        click.get_current_context().exit(Exit.REFUSED)


@dataclass
class _Import:
    session: Session
    journal: JournalStore
    acknowledge: bool
    kept: int = 0
    passed: list[Passed] = field(default_factory=list)
    failed: bool = False
    _batch: list[ReceivedMail] = field(default_factory=list)
    _size: int = 0

    def take(self, path: Path, found: Iterable[Found]) -> None:
        """Take what a path holds; one that only holds what is refused is a failure."""
        before, refused = self.kept + len(self._batch), False
        for one in found:
            match one:
                case FoundMail():
                    self._add(one.raw)
                case Passed():
                    refused |= one.wrong
                    self._pass(one)
                case _:
                    assert_never(one)
        if self.kept + len(self._batch) == before:
            self.failed |= refused
            self.session.printer.warn(f"{path}: no mail was taken from it")

    def _add(self, raw: bytes) -> None:
        envelope = read_envelope(raw)
        mail = ReceivedMail("import", envelope, raw, self.session.clock.now(), acknowledge=self.acknowledge)
        self._batch.append(mail)
        self._size += len(raw)
        if len(self._batch) >= BATCH_MAILS or self._size >= BATCH_BYTES:
            self.commit()

    def _pass(self, one: Passed) -> None:
        self.passed.append(one)
        tell: Callable[[str], None] = self.session.printer.warn if one.wrong else self.session.printer.note
        tell(f"{one.place}: {one.why}")

    def commit(self) -> None:
        """Put the batch into the journal."""
        if not self._batch:
            return
        self.journal.append([(mail, None) for mail in self._batch])
        before, self.kept = self.kept, self.kept + len(self._batch)
        self._batch, self._size = [], 0
        milestone = self.kept // TELL_EVERY > before // TELL_EVERY
        self.session.printer.progress(counted(self.kept, "mail"), milestone=milestone)


def _tell(session: Session, importer: _Import) -> None:
    printer = session.printer
    printer.progress_end()
    if session.json:
        passed = [{"place": one.place, "why": one.why} for one in importer.passed]
        printer.document({"imported": importer.kept, "passed": len(passed), "not_taken": passed})
        return
    mails, passed_over = counted(importer.kept, "mail"), len(importer.passed)
    printer.text(f"Imported {mails}, passed over {passed_over}. A running gateway works on them at once.")
    printer.next("gateway status")
