"""Whether to go on when the relay does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gateway.outbound.circuit import FULL, RUN, Circuit, Finding
from gateway.outbound.sender import Attempt, Stage, Verdict
from tests.outbound.letters import a_letter

T0 = datetime(2026, 11, 19, 9, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MAY_BE_OURS = (Verdict.PERMANENT, "554 5.7.1 blocked", Stage.MAIL, 554, "5.7.1")


def an_attempt(
    verdict: Verdict = Verdict.SENT,
    reply: str = "250 2.0.0 ok",
    stage: Stage = Stage.DATA,
    code: int = 250,
    status: str = "2.0.0",
    recipient: str = "ann@cust.example",
) -> Attempt:
    return Attempt(a_letter(recipient), verdict, reply, stage, code, status)


def hear(circuit: Circuit, attempt: Attempt, *, who: int = 0, now: datetime = T0) -> Finding:
    return circuit.answered(who, attempt, now=now, chance=0.5)


def fail(circuit: Circuit, *, who: int = 0, now: datetime = T0) -> None:
    circuit.away(who, "no connection: Connection refused", now=now, chance=0.5)


def test_before_anything_was_tried_nothing_is_claimed_about_the_relay() -> None:
    circuit = Circuit("smtp://r:25", 1)
    assert circuit.state(T0) is None
    assert circuit.grant(0, T0) == FULL


@pytest.mark.id("N-01")
def test_when_the_relay_is_away_one_connection_probes_with_one_letter_at_growing_intervals() -> None:
    circuit = Circuit("smtp://r:25", 4)
    now, gaps = T0, []
    fail(circuit, now=now)
    for _ in range(8):
        assert [circuit.grant(who, now) for who in range(4)] == [0, 0, 0, 0]
        probe_at = circuit.next_grant_at(0)
        assert probe_at is not None
        gaps.append((probe_at - now).total_seconds())
        now = probe_at
        assert [circuit.grant(who, now) for who in (2, 0, 1, 3)] == [1, 0, 0, 0]
        fail(circuit, who=2, now=now)
        circuit.done(2, granted=1, claimed=1, took=SECOND)
    assert gaps == [5, 10, 20, 40, 80, 120, 120, 120]


@pytest.mark.id("N-01")
def test_the_state_says_why_and_since_when_and_becomes_loud_after_a_quarter_of_an_hour() -> None:
    circuit = Circuit("smtp://r:25", 1)
    fail(circuit)
    fail(circuit, now=T0 + timedelta(minutes=14))
    state = circuit.state(T0 + timedelta(minutes=14))
    assert state is not None
    assert str(state) == ("smtp://r:25 is not usable: no connection: Connection refused (since 2026-11-19 09:12 UTC)")
    assert not state.loud
    later = circuit.state(T0 + timedelta(minutes=15))
    assert later is not None
    assert later.loud
    assert later.since == T0


@pytest.mark.id("N-09")
def test_after_a_success_the_pace_starts_at_one_letter_and_doubles() -> None:
    circuit = Circuit("smtp://r:25", 2)
    fail(circuit)
    now = T0 + 6 * SECOND
    assert circuit.grant(0, now) == 1
    assert hear(circuit, an_attempt(), now=now) is Finding.USUAL
    circuit.done(0, granted=1, claimed=1, took=SECOND / 100)
    paces = []
    for _ in range(6):
        paces.append(circuit.grant(0, now))
        circuit.done(0, granted=paces[-1], claimed=paces[-1], took=SECOND / 100)
    assert paces == [2, 4, 8, 16, 32, 32]
    assert circuit.grant(1, now) == 1  # each connection for itself
    state = circuit.state(now)
    assert state is not None
    assert state.ok
    assert state.since == now
    assert str(state) == "ok"


def test_a_slow_relay_gets_small_batches_so_that_replies_need_not_wait_behind_notices() -> None:
    circuit = Circuit("smtp://r:25", 1)
    for expected in (16, 8, 4, 2, 1, 1):
        circuit.done(0, granted=circuit.grant(0, T0), claimed=1, took=5 * SECOND)
        assert circuit.grant(0, T0) == expected


def test_a_batch_that_was_not_full_says_nothing_about_the_pace() -> None:
    circuit = Circuit("smtp://r:25", 1)
    fail(circuit)
    circuit.grant(0, T0 + 6 * SECOND)
    hear(circuit, an_attempt(), now=T0 + 6 * SECOND)
    circuit.done(0, granted=1, claimed=0, took=SECOND / 100)
    assert circuit.grant(0, T0 + 6 * SECOND) == 1


def test_a_probe_that_found_nothing_to_send_leaves_the_next_one_free() -> None:
    circuit = Circuit("smtp://r:25", 2)
    fail(circuit)
    now = T0 + 6 * SECOND
    assert circuit.grant(0, now) == 1
    assert circuit.grant(1, now) == 0
    circuit.done(1, granted=0, claimed=0, took=SECOND)  # not its probe
    assert circuit.grant(1, now) == 0
    circuit.done(0, granted=1, claimed=0, took=SECOND)
    assert circuit.grant(1, now) == 1


@pytest.mark.id("N-02")
def test_a_relay_that_takes_fewer_connections_than_we_have_is_not_away() -> None:
    circuit = Circuit("smtp://r:25", 3)
    hear(circuit, an_attempt(), who=0)
    fail(circuit, who=2)
    state = circuit.state(T0)
    assert state is not None
    assert state.ok
    assert [circuit.grant(who, T0) for who in range(3)] == [FULL, FULL, 0]
    assert circuit.resume_at(T0) == T0  # the others take its letters
    assert circuit.grant(2, T0 + 6 * SECOND) == 1


def test_when_the_last_working_connection_fails_too_the_relay_is_away() -> None:
    circuit = Circuit("smtp://r:25", 2)
    hear(circuit, an_attempt(), who=0)
    fail(circuit, who=1)
    fail(circuit, who=0)
    state = circuit.state(T0)
    assert state is not None
    assert not state.ok
    assert circuit.resume_at(T0) == T0 + 5 * SECOND


@pytest.mark.id("N-04")
def test_ten_letters_refused_alike_are_not_the_letters_fault() -> None:
    circuit = Circuit("smtp://r:25", 1)
    findings = [hear(circuit, an_attempt(*MAY_BE_OURS)) for _ in range(RUN)]
    assert findings == [Finding.SUSPECT] * (RUN - 1) + [Finding.BLOCKED]
    state = circuit.state(T0)
    assert state is not None
    assert state.detail == "smtp://r:25 refuses every letter alike, outgoing mail is held: 554 5.7.1 blocked"
    assert circuit.grant(0, T0) == 0
    probe = T0 + 5 * SECOND
    assert circuit.grant(0, probe) == 1
    assert hear(circuit, an_attempt(*MAY_BE_OURS), now=probe) is Finding.BLOCKED  # at once, not after ten more
    assert circuit.grant(0, probe + 5 * SECOND) == 0
    assert hear(circuit, an_attempt(), now=probe + 10 * SECOND) is Finding.USUAL
    assert circuit.grant(0, probe + 10 * SECOND) > 0


@pytest.mark.id("N-04")
def test_refusals_for_different_reasons_or_with_a_letter_sent_between_are_usual() -> None:
    circuit = Circuit("smtp://r:25", 1)
    for _ in range(5):
        for _ in range(RUN - 1):
            assert hear(circuit, an_attempt(*MAY_BE_OURS)) is Finding.SUSPECT
        assert hear(circuit, an_attempt()) is Finding.USUAL
    unknown = (Verdict.PERMANENT, "550 5.1.1 no such user", Stage.RCPT, 550, "5.1.1")
    assert {hear(circuit, an_attempt(*unknown, f"u{n}@x.example")) for n in range(30)} == {Finding.USUAL}
    state = circuit.state(T0)
    assert state is not None
    assert state.ok


@pytest.mark.id("N-04")
def test_one_mailbox_that_refuses_ten_times_is_about_that_mailbox() -> None:
    circuit = Circuit("smtp://r:25", 1)
    refused = (Verdict.PERMANENT, "550 5.7.1 not from you", Stage.RCPT, 550, "5.7.1")
    assert {hear(circuit, an_attempt(*refused)) for _ in range(30)} == {Finding.SUSPECT}
    assert hear(circuit, an_attempt(*refused, "bob@cust.example")) is Finding.BLOCKED


@pytest.mark.id("N-02")
@pytest.mark.parametrize(
    ("stage", "code", "status", "expected"),
    [
        (Stage.MAIL, 452, "4.3.1", Finding.BLOCKED),
        (Stage.MAIL, 451, "", Finding.BLOCKED),
        (Stage.DATA, 451, "4.3.0", Finding.BLOCKED),
        (Stage.RCPT, 450, "4.2.0", Finding.USUAL),
        (Stage.DATA, 451, "4.7.1", Finding.USUAL),
    ],
)
def test_a_relay_that_puts_everything_off_is_left_alone_for_a_while(
    stage: Stage, code: int, status: str, expected: Finding
) -> None:
    circuit = Circuit("smtp://r:25", 1)
    attempts = [an_attempt(Verdict.TEMPORARY, "later", stage, code, status, f"u{n}@x.example") for n in range(RUN)]
    assert [hear(circuit, attempt) for attempt in attempts][-1] is expected


@pytest.mark.id("N-05", "N-06")
def test_one_break_is_no_news_three_in_a_row_are() -> None:
    circuit = Circuit("smtp://r:25", 1)
    broken = an_attempt(Verdict.UNCERTAIN, "the relay closed the connection", code=0, status="")
    for _ in range(4):
        assert [hear(circuit, broken) for _ in range(2)] == [Finding.NOTHING] * 2
        assert circuit.grant(0, T0) > 0
        hear(circuit, an_attempt())
    for _ in range(3):
        hear(circuit, broken)
    assert circuit.grant(0, T0) == 0
    assert circuit.grant(0, T0 + 5 * SECOND) == 1
    hear(circuit, broken, now=T0 + 5 * SECOND)
    circuit.done(0, granted=1, claimed=1, took=SECOND)
    assert circuit.grant(0, T0 + 10 * SECOND) == 0  # the wait has doubled


def test_our_own_refusals_say_nothing_of_the_relay() -> None:
    circuit = Circuit("smtp://r:25", 1)
    fail(circuit)
    ours = an_attempt(Verdict.PERMANENT, "no recipient", Stage.CHECK, 0, "")
    assert hear(circuit, ours, now=T0 + 6 * SECOND) is Finding.NOTHING
    state = circuit.state(T0)
    assert state is not None
    assert not state.ok
