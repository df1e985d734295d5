"""Ask whether a link still leads anywhere. A page that is there and lets only people in is not dead."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from gateway.clock import Clock
from gateway.desk.monitor import Page, Target, TargetKind
from gateway.network import TcpAddress, Tls
from gateway.probe.check import TROUBLE, explain
from gateway.probe.limits import BadStatus, CannotAsk, Limits
from gateway.probe.page import MAX_ANSWER, ask_page

_FOR_PEOPLE = (401, 403, 407, 429, 451)  # somebody is there, and wants a login, fewer questions or another country


class LinkState(StrEnum):
    """How a link fares. Shown in JSON, so never renamed."""

    WORKS = "works"
    CLOSED = "closed"
    """Something answers, and does not let us in."""
    DEAD = "dead"
    UNKNOWN = "unknown"
    """This machine could not ask."""


@dataclass(frozen=True, slots=True)
class LinkOutcome:
    """What came of asking."""

    state: LinkState
    detail: str
    """One line, fit to be shown."""


def ask_link(
    url: str, address: TcpAddress, tls: Tls, *, timeout: timedelta, clock: Clock, stop: threading.Event
) -> LinkOutcome:
    """Ask for a page at ``address``, its head first. Raises ``Stopped``. Takes ``timeout`` at most, redirects included.

    Nothing is sent but the URL: no cookie, no referrer, nothing of a mail.
    """
    page = Page(url.partition("#")[0], head_first=True)
    target = Target("link", TargetKind.HTTP, address, page, tls, timeout=timeout)
    limits = Limits(clock=clock, stop=stop, seconds=timeout.total_seconds(), size=MAX_ANSWER)
    try:
        return LinkOutcome(LinkState.WORKS, ask_page(target, page, limits))
    except TROUBLE as error:
        return LinkOutcome(_state(error), explain(error, target))


def _state(error: Exception) -> LinkState:
    if isinstance(error, CannotAsk):
        return LinkState.UNKNOWN
    closed = isinstance(error, BadStatus) and error.status in _FOR_PEOPLE
    return LinkState.CLOSED if closed else LinkState.DEAD
