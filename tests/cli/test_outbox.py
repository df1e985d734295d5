from __future__ import annotations

from datetime import timedelta

import pytest

from gateway.mail import DeliveryResult, Outcome
from gateway.store.outbox import OutboxStore
from tests.cli.conftest import Desk, mail

KEYS = {
    "id",
    "ticket",
    "template",
    "recipient",
    "message_id",
    "state",
    "attempts",
    "queued_at",
    "next_try_at",
    "reply",
}


def _deferred(desk: Desk, count: int) -> list[int]:
    """Let letters be tried once and put off until tomorrow."""
    people = [f"p{at}@acme.example" for at in range(count)]
    desk.deliver(*(mail(author=one, message_id=one) for one in people))
    with desk.office() as office:
        outbox = OutboxStore(office.database, owner="test")
        now = desk.clock.now()
        letters = outbox.claim(now=now, limit=100)
        tomorrow = now + timedelta(days=1)
        outbox.record(
            [
                DeliveryResult(letter.id, Outcome.LATER, "451 4.7.1 \x1b[2Jgreylisted", now, next_try_at=tomorrow)
                for letter in letters
            ]
        )
    return [letter.id for letter in letters]


def test_an_empty_outbox_says_so(desk: Desk) -> None:
    assert "No letter waits" in desk.run("outbox", "list").stderr
    assert desk.json("outbox", "list") == []


def test_a_letter_that_waits_is_listed_with_the_relay_s_last_words(desk: Desk) -> None:
    _deferred(desk, 1)
    [letter] = desk.json("outbox", "list")
    assert set(letter) == KEYS
    assert (letter["state"], letter["attempts"], letter["template"]) == ("later", 1, "ack")
    assert letter["next_try_at"] == "2026-11-20T09:12:00Z"
    assert letter["ticket"] == desk.json("ticket", "list")[0]["number"]
    result = desk.run("outbox", "list")
    assert "451 4.7.1 " in result.stdout
    assert "\x1b" not in result.stdout
    assert "gateway outbox retry --all" in result.stderr


def test_retry_makes_named_letters_due_now(desk: Desk) -> None:
    first, second, third = _deferred(desk, 3)
    assert desk.json("outbox", "retry", str(first), str(third)) == {"due": 2}
    with desk.office() as office:
        due = OutboxStore(office.database, owner="test").claim(now=desk.clock.now(), limit=9)
    assert [letter.id for letter in due] == [first, third]
    assert second not in [letter.id for letter in due]


def test_retry_all_makes_everything_due_now(desk: Desk) -> None:
    _deferred(desk, 3)
    assert "3 letters due now" in desk.ok("outbox", "retry", "--all")
    assert {letter["next_try_at"] for letter in desk.json("outbox", "list")} == {"2026-11-19T09:12:00Z"}


def test_retry_says_when_a_letter_does_not_wait(desk: Desk) -> None:
    first, second = _deferred(desk, 2)
    desk.ok("outbox", "retry", str(first))
    with desk.office() as office:
        OutboxStore(office.database, owner="test").claim(now=desk.clock.now(), limit=9)
    result = desk.run("outbox", "retry", str(first), str(second))
    assert result.exit_code == 0
    assert "1 letter due now" in result.stdout
    assert "1 of those named" in result.stderr


def test_retry_of_a_letter_that_is_none_says_so_and_touches_no_other(desk: Desk) -> None:
    [only] = _deferred(desk, 1)
    before = desk.json("outbox", "list")
    result = desk.run("outbox", "retry", str(only), "99", "100")
    assert result.exit_code == 3
    assert "there is no letter 99, 100" in result.stderr
    assert desk.json("outbox", "list") == before
    assert desk.run("outbox", "retry", "99", "--json").exit_code == 3


@pytest.mark.parametrize("words", [[], ["1", "--all"], ["x"], ["0"]])
def test_retry_wants_ids_or_all(desk: Desk, words: list[str]) -> None:
    assert desk.run("outbox", "retry", *words).exit_code == 2


def test_all_shows_those_that_are_done_too(desk: Desk) -> None:
    _deferred(desk, 1)
    desk.ok("outbox", "retry", "--all")
    with desk.office() as office:
        outbox = OutboxStore(office.database, owner="test")
        [letter] = outbox.claim(now=desk.clock.now(), limit=9)
        outbox.record([DeliveryResult(letter.id, Outcome.SENT, "250 ok", desk.clock.now())])
        while office.intake.step():
            pass
    assert desk.json("outbox", "list") == []
    [sent] = desk.json("outbox", "list", "--all")
    assert (sent["state"], sent["reply"]) == ("sent", "250 ok")


@pytest.mark.id("X-08")
def test_held_acknowledgements_are_shown_and_let_go(desk: Desk) -> None:
    desk.environ["GATEWAY_ACKNOWLEDGE__BREAKER"] = "3"
    for number in range(5):
        desk.ticket(author=f"u{number}@h{number}.example", message_id=f"m{number}@h.example")
    assert [line["state"] for line in desk.json("outbox", "list")] == ["queued"] * 3 + ["held"] * 2
    troubles = [one["what"] for one in desk.json("status")["troubles"]]
    why = "(3 acknowledgements within ten minutes)"
    assert f"acknowledgements are held since 2026-11-19 04:12:00 EST {why}; 2 letters waiting" in troubles
    assert desk.run("outbox", "resume").exit_code == 2
    assert desk.json("outbox", "resume", "--send") == {"queued": 2}
    assert [line["state"] for line in desk.json("outbox", "list")] == ["queued"] * 5
    nothing = desk.run("outbox", "resume", "--discard")
    assert nothing.exit_code != 0
    assert "acknowledgements are not held" in nothing.stderr
