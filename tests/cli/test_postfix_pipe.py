"""``gateway mail receive`` behind a real Postfix, set up as ``docs/how-to/receive-from-an-mta-pipe.md`` says.

Postfix runs no pipe as root, and the user it does run it as may not be allowed to start the Python of the tests. So
its command is a shell script that hands input and arguments to the test, which runs the gateway and hands back what
it said.
"""

from __future__ import annotations

import json
import os
import pwd
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest

from tests.cli.conftest import SETTINGS, mail
from tests.peers.postfix import NOBODY, Postfix, private_postfix

pytestmark = pytest.mark.peer("postfix")

SUPPORT = "support@support.example"
SERVICE = """\
casegate  unix  -       n       n       -       4       pipe
  flags=q user={user}
  argv={command} -C {config} mail receive -f ${{sender}} -r ${{recipient}}
"""
COMMAND = """\
#!/bin/sh
me={bridge}/$$
cat > "$me.mail" && mkfifo -m 666 "$me.answer" && for word in "$@"; do printf '%s\\n' "$word"; done > "$me.words.new"
mv "$me.words.new" "$me.words"
exec 3< "$me.answer"
read -r code <&3
cat <&3 >&2
exit "$code"
"""


@pytest.fixture
def config() -> Iterator[Path]:
    """Settings and a store in a folder that Postfix may reach."""
    base = Path(tempfile.mkdtemp(prefix="cg-pipe-", dir="/tmp"))
    base.chmod(0o755)
    (base / "config").mkdir()
    _settings(base / "config")
    yield base / "config"
    shutil.rmtree(base, ignore_errors=True)


def _settings(config: Path, more: str = "") -> None:
    text = SETTINGS + f"store: {{directory: {config.parent / 'store'}}}\n" + more
    (config / "gateway.yml").write_text(text, encoding="utf-8")


@contextmanager
def _answering(bridge: Path) -> Iterator[None]:
    """Run the gateway for every mail that Postfix brings to the bridge."""
    ended = Event()

    def serve() -> None:
        while not ended.wait(0.02):
            for words in sorted(bridge.glob("*.words")):
                _serve(words)

    server = Thread(target=serve)
    server.start()
    yield
    ended.set()
    server.join()


def _serve(file: Path) -> None:
    words = file.read_text().removesuffix("\n").split("\n")
    file.unlink()
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GATEWAY_")}
    with file.with_suffix(".mail").open("rb") as stdin:
        done = subprocess.run(
            [sys.executable, "-m", "gateway", *words], stdin=stdin, capture_output=True, env=environ, check=False
        )
    file.with_suffix(".answer").write_bytes(b"%d\n%s" % (done.returncode, done.stdout + done.stderr))


@pytest.fixture
def postfix(config: Path) -> Iterator[Postfix]:
    bridge, command = config.parent / "bridge", config.parent / "gateway"
    bridge.mkdir()
    bridge.chmod(0o777)
    command.write_text(COMMAND.format(bridge=bridge))
    command.chmod(0o755)
    with (
        _answering(bridge),
        private_postfix(
            transports={"support.example": "casegate:"},
            parameters={"recipient_delimiter": "+", "casegate_destination_recipient_limit": "1"},
        ) as running,
    ):
        service = SERVICE.format(user=pwd.getpwuid(NOBODY).pw_name, command=command, config=config)
        with (running.base / "etc" / "master.cf").open("a", encoding="utf-8") as file:
            file.write(service)
        running.run("postfix", "reload", check=True)
        yield running


def _entries(config: Path) -> list[tuple[str, list[str], bytes]]:
    file = config.parent / "store" / "journal.sqlite"
    if not file.exists():
        return []
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            rows = connection.execute("SELECT sender, recipients, raw FROM entry ORDER BY id").fetchall()
    except sqlite3.OperationalError:  # it is just being made
        return []
    return [(sender, json.loads(recipients), bytes(raw)) for sender, recipients, raw in rows]


def test_postfix_hands_mail_over_with_its_envelope(postfix: Postfix, config: Path) -> None:
    tagged = "support+c1000015.abcd@support.example"
    postfix.inject(mail(body="Grüße.\n"), sender="ann@acme.example", recipients=[SUPPORT, tagged])
    postfix.wait_until(lambda: len(_entries(config)) == 2, seconds=60)
    postfix.inject(mail(message_id="b@acme.example"), sender="<>", recipients=[SUPPORT])
    postfix.wait_until(lambda: len(_entries(config)) == 3, seconds=60)
    entries = _entries(config)
    assert {entry[1][0] for entry in entries[:2]} == {SUPPORT, tagged}
    assert [entry[0] for entry in entries] == ["ann@acme.example", "ann@acme.example", ""]
    assert all(b"Message-ID: <a1@acme.example>" in entry[2] for entry in entries[:2])
    assert not any(entry[2].startswith(b"From ") for entry in entries)
    postfix.wait_until(lambda: postfix.queue() == [])


def test_what_is_wrong_on_our_side_defers_the_mail_and_it_comes_later(postfix: Postfix, config: Path) -> None:
    _settings(config, "mood: bad\n")
    postfix.inject(mail(), sender="ann@acme.example", recipients=[SUPPORT])
    postfix.wait_until(lambda: "status=deferred" in postfix.log(), seconds=60)
    assert "dsn=4.3.0" in postfix.log()
    assert "status=bounced" not in postfix.log()
    _settings(config)
    postfix.flush()
    postfix.wait_until(lambda: len(_entries(config)) == 1, seconds=60)


def test_what_is_wrong_with_the_mail_bounces_it_with_the_reason(postfix: Postfix, config: Path) -> None:
    _settings(config, "smtp: {size_limit_bytes: 65536}\n")
    postfix.inject(mail(body="x" * 60 + "\n" * 70_000), sender="ann@acme.example", recipients=[SUPPORT])
    postfix.wait_until(lambda: "status=bounced" in postfix.log(), seconds=60)
    assert "dsn=5.3.4" in postfix.log()
    assert "larger than 65536 bytes" in postfix.log()
    assert _entries(config) == []
