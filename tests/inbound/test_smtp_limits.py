"""Counting connections, memory and log lines."""

from __future__ import annotations

import logging
from datetime import timedelta
from ipaddress import ip_network

import pytest

from gateway.inbound.smtp import replies as say
from gateway.inbound.smtp.limits import SMALL_MESSAGE, ConnectionLimits, Memory, QuietLog, Share
from tests.conftest import FrozenClock

MX = ip_network("192.0.2.0/28")


def filled(limits: ConnectionLimits, host: str, count: int) -> ConnectionLimits:
    for _ in range(count):
        assert limits.add(host) is None
    return limits


@pytest.mark.id("S-23")
def test_one_peer_has_only_its_share_of_the_connections() -> None:
    limits = filled(ConnectionLimits(connections=100, per_peer=3, trusted=()), "203.0.113.1", 3)
    assert limits.add("203.0.113.1") is say.TOO_MANY_FROM_YOU
    assert limits.add("203.0.113.2") is None
    limits.remove("203.0.113.1")
    assert limits.add("203.0.113.1") is None


@pytest.mark.id("S-23")
def test_all_peers_together_have_a_limit_and_who_leaves_makes_room() -> None:
    limits = ConnectionLimits(connections=3, per_peer=3, trusted=())
    for number in range(3):
        assert limits.add(f"203.0.113.{number}") is None
    assert limits.add("203.0.113.9") is say.TOO_MANY_CONNECTIONS
    assert limits.count == 3
    limits.remove("203.0.113.0")
    assert limits.add("203.0.113.9") is None


@pytest.mark.id("S-23")
def test_our_own_mx_has_no_limit_per_peer_and_a_reserve_of_its_own() -> None:
    limits = filled(ConnectionLimits(connections=20, per_peer=2, trusted=(MX,)), "192.0.2.1", 18)
    assert limits.add("203.0.113.1") is say.TOO_MANY_CONNECTIONS
    filled(limits, "192.0.2.2", 2)
    assert limits.add("192.0.2.2") is say.TOO_MANY_CONNECTIONS


def test_an_ipv6_peer_is_its_network_and_a_mapped_one_is_its_ipv4_address() -> None:
    limits = filled(ConnectionLimits(connections=100, per_peer=2, trusted=(MX,)), "2001:db8:0:1::1", 1)
    assert limits.add("2001:db8:0:1:ffff::2") is None
    assert limits.add("2001:db8:0:1::3") is say.TOO_MANY_FROM_YOU
    assert limits.add("2001:db8:0:2::1") is None
    filled(limits, "::ffff:203.0.113.1", 1)
    filled(limits, "203.0.113.1", 1)
    assert limits.add("::ffff:203.0.113.1") is say.TOO_MANY_FROM_YOU
    filled(limits, "::ffff:192.0.2.1", 5)
    filled(limits, "fe80::1%eth0", 1)


def test_a_local_socket_has_no_limit_per_peer() -> None:
    filled(ConnectionLimits(connections=100, per_peer=1, trusted=()), "", 5)


def test_a_crowd_is_busy_from_three_quarters_on() -> None:
    limits = filled(ConnectionLimits(connections=4, per_peer=4, trusted=()), "203.0.113.1", 3)
    assert not limits.busy
    assert filled(limits, "203.0.113.1", 1).busy


def test_large_messages_leave_a_quarter_of_the_memory_to_small_ones() -> None:
    memory = Memory(4 * SMALL_MESSAGE)
    large, small = Share(memory), Share(memory)
    assert large.take(3 * SMALL_MESSAGE)
    assert memory.busy
    assert not large.take(1)
    assert not memory.has_room(SMALL_MESSAGE + 1)
    assert memory.has_room(SMALL_MESSAGE)
    assert small.take(SMALL_MESSAGE)
    assert not small.take(1)
    large.give_back()
    large.give_back()
    small.give_back()
    assert memory.held == 0


@pytest.mark.id("X-09")
def test_a_flood_of_the_same_trouble_is_one_line_a_minute(clock: FrozenClock, caplog: pytest.LogCaptureFixture) -> None:
    quiet = QuietLog(logging.getLogger("gateway.test"), clock)
    for _ in range(1_000):
        quiet.warning("descriptors-exhausted", "error=EMFILE")
    quiet.warning("other")
    clock.advance(timedelta(seconds=61))
    quiet.warning("descriptors-exhausted")
    assert [record.getMessage() for record in caplog.records] == [
        "descriptors-exhausted error=EMFILE kept_back=0",
        "other kept_back=0",
        "descriptors-exhausted kept_back=999",
    ]
