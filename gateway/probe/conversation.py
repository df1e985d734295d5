"""Talk to a mail server and see whether it answers as one: SMTP up to EHLO, IMAP up to LOGOUT. Logs in nowhere."""

from __future__ import annotations

import re

from gateway.desk.monitor import Target
from gateway.network import Tls
from gateway.peer_words import one_line
from gateway.probe.limits import Wrong
from gateway.probe.wire import Wire

MAX_SIZE = 64 * 1024
"""Bytes such a server may say in all."""
_MAX_LINES = 100
_REPLY = re.compile(r"([2-5][0-9]{2})(?:([ -])(.*))?", re.ASCII | re.DOTALL)
_SHOWN = 200  # characters of what a server says


def ask_smtp(target: Target, wire: Wire) -> str:
    """Return what is good about an SMTP server (RFC 5321 section 3.1). Raises ``Wrong`` and what connections raise."""
    if target.tls is Tls.IMPLICIT:
        wire.start_tls(target, target.address.host)
    _expect(wire, "220", "greets with")
    offers = _ehlo(wire)
    if target.tls is Tls.STARTTLS:
        if "STARTTLS" not in offers:
            raise Wrong("does not offer STARTTLS")
        wire.send(b"STARTTLS\r\n")
        _expect(wire, "220", "answers STARTTLS with")
        wire.start_tls(target, target.address.host)
        _ehlo(wire)
    wire.say_goodbye(b"QUIT\r\n")
    return "greets, and answers EHLO" + (" in TLS" if target.tls is not Tls.NONE else "")


def _ehlo(wire: Wire) -> set[str]:
    """Introduce ourselves by our address: whoever watches needs no name."""
    wire.send(f"EHLO {wire.own_literal}\r\n".encode("ascii"))
    return {line.split(" ")[0].upper() for line in _expect(wire, "250", "answers EHLO with")[1:]}


def _expect(wire: Wire, code: str, told: str) -> list[str]:
    """Read one reply, of one or many lines. Raises ``Wrong`` when it has another code."""
    lines: list[str] = []
    while len(lines) < _MAX_LINES:
        reply = _REPLY.fullmatch(wire.read_line())
        if reply is None:
            raise Wrong("answers with something that is not SMTP")
        lines.append(reply[3] or "")
        if reply[2] != "-":
            if reply[1] != code:
                raise Wrong(one_line(f"{told} {reply[1]} {' '.join(lines)}"[:_SHOWN]))
            return lines
    raise Wrong(f"answers with more than {_MAX_LINES} lines")


def ask_imap(target: Target, wire: Wire) -> str:
    """Return what is good about an IMAP server (RFC 9051 section 7.1). Raises ``Wrong`` and what connections raise."""
    if target.tls is Tls.IMPLICIT:
        wire.start_tls(target, target.address.host)
    greeting = wire.read_line()
    if not re.match(r"\* (?:OK|PREAUTH)(?: |$)", greeting, re.IGNORECASE):
        is_imap = greeting.upper().startswith("* BYE")
        told = f"greets with {greeting}" if is_imap else "answers with something that is not IMAP"
        raise Wrong(one_line(told[:_SHOWN]))
    if target.tls is Tls.STARTTLS:
        _command(wire, "a1", "STARTTLS")
        wire.start_tls(target, target.address.host)
    _command(wire, "a2", "LOGOUT")
    return "greets, and answers LOGOUT" + (" in TLS" if target.tls is not Tls.NONE else "")


def _command(wire: Wire, tag: str, command: str) -> None:
    """Give a command and read on until its answer. Raises ``Wrong`` unless that is OK."""
    wire.send(f"{tag} {command}\r\n".encode("ascii"))
    for _ in range(_MAX_LINES):
        first, _, rest = wire.read_line().partition(" ")
        if first == tag:
            if not re.match(r"OK(?: |$)", rest, re.IGNORECASE):
                raise Wrong(one_line(f"answers {command} with {rest}"[:_SHOWN]))
            return
        if first not in ("*", "+"):
            raise Wrong("answers with something that is not IMAP")
    raise Wrong(f"answers with more than {_MAX_LINES} lines")
