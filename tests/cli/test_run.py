"""``gateway run`` as a person meets it: the real program, its processes, its words and its exit codes."""

from __future__ import annotations

import json
import os
import signal
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.cli.conftest import SETTINGS, Desk, mail
from tests.peers.port import free_port

PATIENCE = 60  # seconds a busy machine may need


def _environ(desk: Desk) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GATEWAY_")}
    return {**kept, **desk.environ}


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def _refused(desk: Desk) -> subprocess.CompletedProcess[str]:
    """Run a gateway that must not start; in a process of its own, which a mistake cannot hold for ever."""
    command = [sys.executable, "-m", "gateway", "run"]
    return subprocess.run(
        command, env=_environ(desk), capture_output=True, text=True, check=False, timeout=PATIENCE, cwd=desk.folder
    )


@contextmanager
def _gateway(desk: Desk, *words: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """Run a gateway, and hand out the process and the lines of its announcement once all of it is ready."""
    errors = (desk.folder / "log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-m", "gateway", "run", *words],
        env=_environ(desk),
        stdout=subprocess.PIPE,
        stderr=errors,
        text=True,
        cwd=desk.folder,
    )
    assert process.stdout is not None
    try:
        lines = []
        for line in process.stdout:
            lines.append(line.rstrip("\n"))
            if line.startswith(("Then:", "{")):
                break
        assert lines, (desk.folder / "log").read_text()
        yield process, lines
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)
        process.stdout.close()
        errors.close()


def test_it_says_where_everything_is_takes_mail_answers_and_stops_when_told(bare_desk: Desk) -> None:
    desk, port = bare_desk, free_port()
    desk.environ["GATEWAY_SMTP__LISTEN"] = f"127.0.0.1:{port}"
    with _gateway(desk) as (process, lines):
        said = "\n".join(lines)
        assert "mode live, for support@support.example" in said
        assert f"SQLite in {desk.store}" in said
        assert f"{desk.store}/outgoing" in said
        assert f"swaks --server 127.0.0.1:{port}" in said
        assert desk.json("status")["running"] is True
        second = _refused(desk)
        assert second.returncode == 6
        assert f"process {process.pid}" in second.stderr
        with smtplib.SMTP("127.0.0.1", port) as client:
            client.sendmail("ann@acme.example", ["support@support.example"], mail())
        _until(lambda: any((desk.store / "outgoing" / "new").glob("*")))
        assert desk.run("mail", "receive", "-f", "z@z.example", stdin=mail(message_id="z@z.example")).exit_code == 0
        _until(lambda: len(desk.json("ticket", "list")) == 2)
    assert process.returncode == 0
    assert desk.json("status")["running"] is False


def test_with_json_it_announces_itself_in_one_line(desk: Desk) -> None:
    desk.environ["GATEWAY_SMTP__LISTEN"] = f"127.0.0.1:{free_port()}"
    with _gateway(desk, "--json") as (_, lines):
        assert json.loads(lines[0])["running"] is True


@pytest.mark.parametrize("mode", ["observe", "hold"])
def test_in_other_modes_it_says_that_nothing_is_sent(desk: Desk, mode: str) -> None:
    desk.environ |= {"GATEWAY_SMTP__LISTEN": f"127.0.0.1:{free_port()}", "GATEWAY_MODE": mode}
    with _gateway(desk) as (_, lines):
        assert any(f"mode {mode}" in line and "outgoing" in line for line in lines[1:])


def test_wrong_settings_start_nothing_and_exit_3(bare_desk: Desk) -> None:
    bare_desk.settings_file.write_text(SETTINGS + "smtp: {listen: 2525}\n")
    result = _refused(bare_desk)
    assert result.returncode == 3
    assert f"{bare_desk.settings_file}:6:16" in result.stderr
    assert not bare_desk.store.exists()


def test_a_folder_that_cannot_be_made_is_refused_with_what_to_do(bare_desk: Desk) -> None:
    (bare_desk.folder / "file").write_text("")
    bare_desk.environ["GATEWAY_STORE__DIRECTORY"] = str(bare_desk.folder / "file" / "store")
    result = _refused(bare_desk)
    assert result.returncode == 3
    assert "set store.directory" in result.stderr


@pytest.mark.id("R-11")
def test_started_as_root_it_runs_and_says_once_what_would_be_wiser(desk: Desk) -> None:
    desk.environ["GATEWAY_SMTP__LISTEN"] = f"127.0.0.1:{free_port()}"
    with _gateway(desk):
        pass
    said = (desk.folder / "log").read_text()
    as_root = os.geteuid() == 0
    assert said.count("warning: the gateway runs as root") == as_root
    assert said.count("useradd --system casegate") == as_root


def test_an_unwise_setting_is_said_at_the_start(desk: Desk) -> None:
    desk.environ |= {
        "GATEWAY_SMTP__LISTEN": f"127.0.0.1:{free_port()}",
        "GATEWAY_RELAY__URL": "smtps://127.0.0.1:1",
        "GATEWAY_RELAY__CERTIFICATE_CHECK": "false",
    }
    with _gateway(desk) as (_, lines):
        assert any("by the relay" in line for line in lines)
    assert "warning: " in (desk.folder / "log").read_text()
