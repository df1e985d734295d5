"""Check one target: connect, say what its kind wants, and tell in one line how it went.

Whatever the other side does, or does not do, a check costs at most the target's timeout and a megabyte.
"""

from __future__ import annotations

import ssl
import threading
from http.client import HTTPException
from typing import assert_never

from gateway.clock import Clock
from gateway.desk.monitor import Outcome, Target, TargetKind
from gateway.network import Tls
from gateway.peer_words import one_line
from gateway.probe.conversation import MAX_SIZE, ask_imap, ask_smtp
from gateway.probe.limits import Limits, Stopped, Wrong
from gateway.probe.page import MAX_ANSWER, ask_page
from gateway.probe.wire import Wire

__all__ = ["Stopped", "check"]

TROUBLE = (Wrong, OSError, HTTPException, ValueError)
"""What goes wrong with a check; ``ValueError`` for names that cannot be looked up or sent."""
_NO_ISSUER = (18, 19, 20, 21)  # OpenSSL's codes for a chain that ends at nobody we believe


def check(target: Target, *, clock: Clock, stop: threading.Event) -> Outcome:
    """Check it now. Raises ``Stopped`` when ``stop`` is set meanwhile, within a fraction of a second."""
    size = MAX_ANSWER if target.kind is TargetKind.HTTP else MAX_SIZE
    limits = Limits(clock=clock, stop=stop, seconds=target.timeout.total_seconds(), size=size)
    try:
        good = _ask(target, limits)
    except TROUBLE as error:
        return Outcome(False, explain(error, target), clock.now())
    return Outcome(True, good, clock.now())


def _ask(target: Target, limits: Limits) -> str:
    if target.kind is TargetKind.HTTP:
        assert target.page is not None
        return ask_page(target, target.page, limits)
    with Wire.to(target.address, limits) as wire:
        match target.kind:
            case TargetKind.TCP:
                return _greet_in_tls(target, wire) if target.tls is Tls.IMPLICIT else "takes the connection"
            case TargetKind.SMTP:
                return ask_smtp(target, wire)
            case TargetKind.IMAP:
                return ask_imap(target, wire)
            case _:
                assert_never(target.kind)


def _greet_in_tls(target: Target, wire: Wire) -> str:
    wire.start_tls(target, target.address.host)
    return "takes the connection, and speaks TLS"


def explain(error: Exception, target: Target) -> str:
    """Tell what went wrong in one line; of a server's own words only what ``Wrong`` has cut to size."""
    match error:
        case Wrong():
            return str(error)
        case TimeoutError():
            return f"no answer within {target.timeout.total_seconds():g} s"
        case ssl.SSLCertVerificationError():
            advice = "; for a CA of your own set authorities" if error.verify_code in _NO_ISSUER else ""
            return one_line(f"its certificate is not accepted: {error.verify_message}{advice}")
        case ssl.SSLError():
            return one_line(
                f"TLS does not come about: {(error.reason or 'the connection broke').replace('_', ' ').lower()}"
            )
        case ConnectionRefusedError():
            return "refuses the connection"
        case HTTPException():
            return "answers with something that is not HTTP"
        case OSError():
            return one_line((error.strerror or str(error) or type(error).__name__).lower())
        case _:
            return one_line(f"cannot be asked: {error}")
