from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.cli.announcement import announcement
from gateway.cli.envelope import envelope_of
from gateway.cli.logs import OneLine, log_to_stderr
from gateway.cli.show_mail import size_text
from gateway.cli.words import login_name
from gateway.mail import Envelope
from gateway.settings import load_settings
from tests.cli.conftest import Desk, mail


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (25_000_000, "25.0 MB"),
        (3 * 10**9, "3.0 GB"),
        (4 * 10**12, "4000.0 GB"),
    ],
)
def test_a_size_is_written_the_short_way(size: int, shown: str) -> None:
    assert size_text(size) == shown


def test_a_user_without_a_name_has_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert login_name().startswith("user ")


@pytest.mark.parametrize("option", ["--by", "--reason"])
def test_words_with_a_nul_are_a_usage_error(desk: Desk, option: str) -> None:
    assert desk.run("ticket", "close", "1000007", option, "a\0b").exit_code == 2


def test_a_from_line_that_names_nobody_leaves_the_envelope_unknown() -> None:
    main = "support@support.example"
    for line in (b"From - Thu Nov 19 09:12:00 2026\n", b"From <a@b@c> Thu Nov 19 09:12:00 2026\n", b"From\n"):
        assert envelope_of(line + mail(), sender=None, recipients=(), main=main) == Envelope("", ())


@pytest.fixture
def kept_logging() -> Iterator[None]:
    root, ours = logging.getLogger(), logging.getLogger("gateway")
    handlers, levels = root.handlers[:], (root.level, ours.level)
    yield
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    ours.setLevel(levels[1])


@pytest.mark.usefixtures("kept_logging")
@pytest.mark.parametrize(("verbose", "level"), [(False, logging.INFO), (True, logging.DEBUG)])
def test_the_log_goes_to_one_place_in_one_form(verbose: bool, level: int) -> None:
    log_to_stderr(verbose=verbose)
    log_to_stderr(verbose=verbose)
    [handler] = logging.getLogger().handlers
    assert isinstance(handler.formatter, OneLine)
    assert logging.getLogger("gateway").level == level
    assert logging.getLogger("aiosmtpd").getEffectiveLevel() == logging.WARNING


def test_the_start_says_where_everything_is(desk: Desk, tmp_path: Path) -> None:
    desk.environ |= {
        "GATEWAY_LMTP__LISTEN": str(tmp_path / "lmtp.sock"),
        "GATEWAY_IMAP__SALES__HOST": "imap.example",
        "GATEWAY_IMAP__SALES__USER": "sales@support.example",
        "GATEWAY_IMAP__SALES__PASSWORD": "hunter2",
        "GATEWAY_RELAY__URL": "smtps://u:hunter2@relay.example",
    }
    said = "\n".join(announcement(load_settings(None, desk.environ)))
    for part in ("127.0.0.1:2525", "lmtp.sock", "sales@support.example at imap.example", str(desk.store), "relay"):
        assert part in said
    assert "hunter2" not in said


def test_without_a_door_there_is_no_line_to_try(desk: Desk) -> None:
    desk.environ["GATEWAY_SMTP__LISTEN"] = ""
    assert "Try it" not in "\n".join(announcement(load_settings(None, desk.environ)))
