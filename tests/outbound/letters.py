"""Letters to send, and a relay with little patience to send them through."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from gateway.clock import Clock, SystemClock
from gateway.mail import Lane, Letter, MessageId, OutboxId
from gateway.outbound.relay import KeepFor, Relay
from gateway.outbound.relay_session import SessionPlan, Timeouts
from gateway.relay_url import parse_relay_url
from gateway.tls_client import client_context
from tests.peers.faulty_relay import CERTIFICATE, FaultyRelay

_numbers = itertools.count(1)
SHORT = timedelta(seconds=0.3)
LONG = timedelta(seconds=10)
PATIENT = Timeouts(LONG, LONG, LONG, LONG, LONG, LONG, timedelta(seconds=2))
IMPATIENT = Timeouts(SHORT, SHORT, SHORT, SHORT, SHORT, SHORT, timedelta(seconds=0.1))
"""For what is to run out; nothing else may, so only for tests about it."""
BODY = b"From: support@ours.example\r\nSubject: hello\r\n\r\nHello.\r\n"


def a_letter(
    recipient: str = "ann@cust.example",
    *,
    raw: bytes = BODY,
    sender: str = "support@ours.example",
    lane: Lane = Lane.REPLY,
    queued_at: datetime = datetime(2026, 11, 19, 9, 12, tzinfo=UTC),
) -> Letter:
    number = next(_numbers)
    return Letter(OutboxId(number), lane, sender, recipient, MessageId(f"{number}.x@ours.example"), raw, queued_at)


def letters(count: int, **changes: object) -> list[Letter]:
    return [replace(a_letter(f"u{number}@cust.example"), **changes) for number in range(count)]  # type: ignore[arg-type]


def relay_to(
    peer: FaultyRelay | int,
    *,
    scheme: str = "smtp",
    user: str = "",
    password: str = "",
    timeouts: Timeouts = PATIENT,
    keep_for: KeepFor | None = None,
    clock: Clock | None = None,
    trusted: bool = True,
    certificate_check: bool = True,
) -> Relay:
    port = peer if isinstance(peer, int) else peer.port
    url = parse_relay_url(f"{scheme}://localhost:{port}", user=user, password=password)
    tls = client_context(authorities=CERTIFICATE if trusted else None, check=certificate_check)
    return Relay(SessionPlan(url, "gateway.test", clock or SystemClock(), timeouts, tls), keep_for)
