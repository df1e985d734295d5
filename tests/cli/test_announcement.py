"""What is said at the start."""

from __future__ import annotations

import pytest

from gateway.cli.announcement import announcement
from gateway.settings import load_settings


def outgoing(**environ: str) -> str:
    (line,) = [line for line in announcement(load_settings(None, environ)) if line.startswith("  outgoing")]
    return line


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("smtps://ann:canary@relay.example", "smtps://relay.example:465"),
        ("smtp+starttls://ann%40corp:canary@relay.example:2587", "smtp+starttls://relay.example:2587"),
        ("smtp://[::1]:26", "smtp://[::1]:26"),
    ],
)
def test_the_relay_is_named_without_user_and_password(url: str, shown: str) -> None:
    said = outgoing(GATEWAY_RELAY__URL=url)
    assert said == f"  outgoing   by the relay {shown}"


def test_in_mode_hold_it_says_where_mail_will_go() -> None:
    said = outgoing(GATEWAY_MODE="hold", GATEWAY_RELAY__URL="smtp://relay.example")
    assert said == "  outgoing   waits (mode hold); in mode live by the relay smtp://relay.example:25"


def test_without_a_relay_the_maildir_is_named() -> None:
    assert "into the Maildir var/outgoing (no relay is configured)" in outgoing()
