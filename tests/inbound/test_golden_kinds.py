"""Bounces, robots, lists, reports and quotes as whole mails: NAME.eml with the facts of NAME.toml.

Only the facts that are named are compared; ``envelope_from`` is what the transport said, empty for the null sender.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.inbound.read import read_mail
from gateway.mail import Envelope, Mail

MAIL = Path(__file__).resolve().parents[1] / "mail"
FOLDERS = ("auto-replies", "bounces", "lists", "quotes", "reports")
NAMES = sorted(f"{path.parent.name}/{path.stem}" for folder in FOLDERS for path in (MAIL / folder).glob("*.eml"))
OURS = frozenset({"support@example.com"})

FACTS: dict[str, Callable[[Mail], object]] = {
    "kind": lambda mail: str(mail.kind),
    "subkind": lambda mail: mail.subkind,
    "because": lambda mail: mail.kind_because,
    "text": lambda mail: mail.body.text,
    "bounced": lambda mail: [{"address": b.address, "status": b.status, "action": b.action} for b in mail.bounced],
    "diagnostic": lambda mail: mail.bounced[0].diagnostic if mail.bounced else "",
    "returned_ids": lambda mail: list(mail.returned_ids),
}


def read(name: str, raw: bytes | None = None) -> tuple[Mail, dict[str, object]]:
    wanted: dict[str, object] = tomllib.loads((MAIL / f"{name}.toml").read_text("utf-8"))
    sender = str(wanted.pop("envelope_from", "ann@customer.example"))
    if raw is None:
        raw = (MAIL / f"{name}.eml").read_bytes()
    return read_mail(raw, envelope=Envelope(sender, ("support@example.com",)), ours=OURS), wanted


def test_every_mail_has_facts_and_every_facts_a_mail() -> None:
    facts = sorted(f"{path.parent.name}/{path.stem}" for folder in FOLDERS for path in (MAIL / folder).glob("*.toml"))
    assert facts == NAMES
    assert len(NAMES) >= 90


@pytest.mark.id("L-01", "L-02", "L-03", "L-04", "L-05", "L-06", "L-07", "L-08", "L-09", "L-12")
@pytest.mark.parametrize("name", NAMES)
def test_the_mail_is_recognised(name: str) -> None:
    mail, wanted = read(name)
    assert mail.unreadable == ""
    assert {fact: FACTS[fact](mail) for fact in wanted} == wanted
    assert mail.kind_because


@pytest.mark.parametrize("name", NAMES)
def test_line_ends_change_nothing(name: str) -> None:
    raw = (MAIL / f"{name}.eml").read_bytes().replace(b"\r\n", b"\n")
    mail, wanted = read(name, raw)
    assert {fact: FACTS[fact](mail) for fact in wanted} == wanted


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("bounces/")])
def test_a_bounce_without_its_envelope_is_still_a_bounce(name: str) -> None:
    """IMAP has no envelope, and not every server writes a Return-Path."""
    raw = re.sub(rb"(?i)^return-path:[^\n]*\n", b"", (MAIL / f"{name}.eml").read_bytes())
    mail = read_mail(raw, envelope=Envelope("", ()), ours=OURS)
    assert str(mail.kind) in ("bounce", "delay")


def mutated(raw: bytes, cuts: list[tuple[int, int]]) -> bytes:
    for at, kind in cuts:
        spot = at % (len(raw) + 1)
        match kind % 4:
            case 0:
                raw = raw[:spot] + raw[spot + 1 + kind % 60 :]
            case 1:
                raw = raw[:spot] + bytes([kind % 256]) + raw[spot:]
            case 2:
                raw = raw[:spot] + raw[spot : spot + 200] + raw[spot:]
            case _:
                raw = raw[:spot] + b"\r\n" + raw[spot:]
    return raw


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=300)
@given(st.sampled_from(NAMES), st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 1000)), max_size=12))
def test_damaged_mail_is_read_without_a_fault(name: str, cuts: list[tuple[int, int]]) -> None:
    mail, _ = read(name, mutated((MAIL / f"{name}.eml").read_bytes(), cuts))
    assert mail.kind_because
    for bounced in mail.bounced:
        assert "@" in bounced.address
        assert len(bounced.diagnostic) <= 500
        assert not any(unicodedata.category(letter) == "Cc" for letter in bounced.diagnostic)
