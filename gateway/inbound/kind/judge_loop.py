"""Recognise our own mail coming home: every mail we send names us in ``X-Loop``, and aliases send answers back."""

from __future__ import annotations

import re

from gateway.address import parse_mailboxes
from gateway.inbound.kind.look import Classified, Look
from gateway.mail import Kind


def judge_loop(look: Look) -> Classified | None:
    """Recognise our own mail: every mail we send names us in ``X-Loop``."""
    for value in look.headers.raw("X-Loop"):
        if _ours(value, look.ours):
            return Classified(Kind.LOOP, "", f"X-Loop: {value}"[:120])
    if any(_ours(value, look.ours) for value in look.headers.raw("From")):
        if look.automatic:
            return Classified(Kind.LOOP, "", f"from us, and {look.evidence('Auto-Submitted')}")
        if way := _way_home(look):
            return Classified(Kind.LOOP, "", f"from us, and {way}"[:120])
    return None


_REDIRECTED = (
    *("Delivered-To", "X-Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "Resent-From", "Resent-To"),
    *("X-Forwarded-To", "X-Forwarded-For", "X-MS-Exchange-ForwardingLoop", "X-MS-Exchange-Inbox-Rules-Loop"),
)
_RECEIVED_FOR = re.compile(r"\sfor\s+<?([^\s<>;,]{1,254}@[^\s<>;,]{1,254})>?")


def _way_home(look: Look) -> str:
    """Return the trace of a delivery to somebody it was written to, who sends it back to us; empty without one."""
    written_to = {box.address.untagged.key for name in ("To", "Cc") for field in look.headers.raw(name)[:1]
                  for box in parse_mailboxes(field[:4000]).found}  # fmt: skip
    if any(key in look.ours for key in written_to):
        return ""
    for name in _REDIRECTED:
        for value in look.headers.raw(name)[:20]:
            if any(box.address.untagged.key in written_to for box in parse_mailboxes(value[:1000]).found):
                return f"{name}: {value}"
    for value in look.headers.raw("Received")[:20]:
        received = _RECEIVED_FOR.search(value[:2000])
        if received and received[1].lower() in written_to:
            return f"received for {received[1]}"
    return ""


def _ours(field: str, ours: frozenset[str]) -> bool:
    return any(mailbox.address.untagged.key in ours for mailbox in parse_mailboxes(field[:1000]).found)
