"""What tests of commands about notices share: a directory, a window, and a look at what was written down."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
from email import message_from_bytes, policy
from email.message import EmailMessage

from gateway.store.notices import history_of, list_notices, revisions_of
from gateway.store.outbox import OutboxLine, OutboxStore, list_outbox
from tests.cli.conftest import Desk

DIRECTORY = """\
customers:
  - {id: acme, name: ACME, plan: vip, language: fr, timezone: Europe/Paris, regions: [eu], products: [voice],
     notice_address: noc@acme.example, notice_calendar: attach}
  - {id: bravo, name: Bravo, timezone: Asia/Tokyo, regions: [jp], products: [voice], notice_address: ops@bravo.example,
     notice_calendar: none}
  - {id: globex, name: Globex, country: CA, products: [voice], account_manager: dana@support.example}
  - {id: hooli, name: Hooli, products: [chat], notice_address: ops@hooli.example}
"""
WINDOW = ("--service", "voice", "--title", "Storage", "--start", "2026-11-22T01:00Z", "--duration", "2h")
SAID = ("--reason", "New disks", "--customer-action", "nothing")
SCHEDULE = ("maintenance", "schedule", *WINDOW, "--impact", "outage", *SAID)
UPGRADE_SAID = ("--when", "2026-12-01T06:00Z", "--customer-action", "nothing", "--link", "https://docs.example/9")
GO = ("--yes", "--no-wait")


def many(desk: Desk, count: int) -> None:
    """Know so many customers with fax."""
    rows = (
        f"  - {{id: c{at:03}, name: C{at}, products: [fax], notice_address: noc@c{at}.example}}\n"
        for at in range(count)
    )
    desk.know("customers:\n" + "".join(rows))


def states(desk: Desk) -> dict[str, str]:
    """Every notice there is, and its state."""
    with desk.office() as office, office.database.read() as connection:
        return {one.id: one.state.value for one in list_notices(connection, limit=100)}


def stages(desk: Desk, name: str) -> list[str]:
    """What its revisions tell of."""
    with desk.office() as office, office.database.read() as connection:
        return [revision.stage.value for revision, _ in revisions_of(connection, name)]


def history(desk: Desk, name: str) -> list[tuple[str, str]]:
    with desk.office() as office, office.database.read() as connection:
        return [(one.what, one.because) for one in history_of(connection, name)]


def letters(desk: Desk) -> list[OutboxLine]:
    """What is in the outbox now."""
    with desk.office() as office, office.database.read() as connection:
        return sorted(list_outbox(connection, limit=1000, everything=True), key=lambda one: one.id)


def work(desk: Desk) -> list[str]:
    """Do what a gateway does now; return the recipients of all letters there are."""
    with desk.office() as office:
        while office.deadlines.step():
            pass
    return [one.recipient for one in letters(desk)]


def refused(desk: Desk, *words: str, code: int = 3) -> str:
    """Run a command that must not be carried out, and return why, on one line."""
    before = states(desk)
    result = desk.run(*words)
    assert result.exit_code == code, result.output
    assert states(desk) == before
    return " ".join(result.stderr.split())


def at_a_terminal(desk: Desk, *words: str, typed: str, columns: int = 120) -> tuple[int, str]:
    """Run a command at a terminal of its own, where somebody types; return its exit code and what was shown."""
    leader, follower = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GATEWAY_")}
    environ = {**kept, **desk.environ, "COLUMNS": str(columns), "TERM": "dumb", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "gateway", *words]
    process = subprocess.Popen(command, env=environ, stdin=follower, stdout=follower, stderr=follower)
    os.close(follower)
    os.write(leader, typed.encode())
    written = b""
    while select.select([leader], [], [], 60)[0]:
        try:
            piece = os.read(leader, 65536)
        except OSError:  # the terminal's other end is closed
            break
        if not piece:
            break
        written += piece
    os.close(leader)
    return process.wait(60), re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", written.decode())


def mails(desk: Desk) -> list[EmailMessage]:
    """Every letter there is to send now, as mail programs read it."""
    with desk.office() as office:
        queued = OutboxStore(office.database, owner="test").claim(now=desk.clock.now(), limit=1000)
    return [message_from_bytes(one.raw, policy=policy.default) for one in queued]
