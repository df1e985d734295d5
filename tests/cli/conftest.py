"""A gateway in a folder of its own, driven the way people drive it: by command lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gateway.cli.root import gateway
from gateway.cli.session import Session
from gateway.mail import Envelope, ReceivedMail
from gateway.office import Office, open_office
from gateway.settings import load_settings
from gateway.store.empty import put_empty_store
from tests.conftest import FrozenClock

SETTINGS = """\
mode: live
brand: Example Support
timezone: America/Toronto
support:
  addresses: [support@support.example]
"""


@dataclass
class Desk:
    """Settings and a store in a folder, and a clock that stands still."""

    folder: Path
    clock: FrozenClock
    environ: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.settings_file.parent.mkdir(parents=True)
        self.settings_file.write_text(SETTINGS)
        self.environ |= {
            "GATEWAY_CONFIG": str(self.settings_file.parent),
            "GATEWAY_STORE__DIRECTORY": str(self.store),
        }

    @property
    def settings_file(self) -> Path:
        return self.folder / "config" / "gateway.yml"

    @property
    def store(self) -> Path:
        return self.folder / "store"

    def run(self, *words: str, stdin: bytes | str = b"") -> Result:
        """Run one command line in this process; whatever happens, the result has its exit code."""
        session = Session(self.environ, clock=self.clock)
        return CliRunner().invoke(gateway, words, input=stdin, obj=session)

    def ok(self, *words: str, stdin: bytes | str = b"") -> str:
        """Run a command that must succeed; return what it printed."""
        result = self.run(*words, stdin=stdin)
        assert result.exit_code == 0, result.output
        return result.stdout

    def json(self, *words: str, stdin: bytes | str = b"") -> Any:
        """Run a command that must succeed, with ``--json``; return its document."""
        return json.loads(self.ok(*words, "--json", stdin=stdin))

    def know(self, customers: str) -> None:
        """Bring customers in, written as in a file."""
        file = self.folder / "c.yml"
        file.write_text(customers)
        self.ok("customers", "import", str(file))

    @contextmanager
    def office(self) -> Iterator[Office]:
        office = open_office(load_settings(None, self.environ), clock=self.clock)
        try:
            yield office
        finally:
            office.close()

    def deliver(self, *mails: bytes, sender: str = "ann@acme.example", acknowledge: bool = True) -> None:
        """Let mails come in by SMTP, and let the desk work until nothing is left to do."""
        envelope = Envelope(sender, ("support@support.example",))
        with self.office() as office:
            for raw in mails:
                mail = ReceivedMail("smtp", envelope, raw, self.clock.now(), peer="192.0.2.1", acknowledge=acknowledge)
                office.journal.append([(mail, None)])
            while office.intake.step():
                pass

    def work(self) -> None:
        """Let the desk work until nothing is left to do."""
        with self.office() as office:
            while office.intake.step():
                pass

    def ticket(self, **facts: str) -> str:
        """Let a mail open a ticket; return its number."""
        self.deliver(mail(**facts))
        newest = self.json("ticket", "list")[0]["number"]
        assert isinstance(newest, str)
        return newest


@pytest.fixture
def bare_desk(tmp_path: Path, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Settings, and no store yet."""
    monkeypatch.setenv("LOGNAME", "dana")
    return Desk(tmp_path / "gateway", clock)


@pytest.fixture
def desk(bare_desk: Desk) -> Desk:
    put_empty_store(bare_desk.store)
    return bare_desk


def mail(
    *,
    subject: str = "Phones drop",
    body: str = "Since 8 this morning.\n",
    author: str = "Ann Lee <ann@acme.example>",
    message_id: str = "a1@acme.example",
    **headers: str,
) -> bytes:
    """Write an ordinary mail."""
    message = EmailMessage()
    message["From"] = author
    message["To"] = "support@support.example"
    message["Subject"] = subject
    message["Message-ID"] = f"<{message_id}>"
    message["Date"] = "Thu, 19 Nov 2026 09:11:00 +0000"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    return message.as_bytes()
