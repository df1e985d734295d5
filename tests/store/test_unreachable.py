from __future__ import annotations

import pytest
from sqlalchemy import insert

from gateway.mail import Outcome
from gateway.store.database import Database, Side
from gateway.store.tables import outbox
from gateway.store.unreachable import LastWord, unreachable
from tests.store.conftest import ON_BOTH
from tests.store.test_outbox import NOW

BASE = {"template": "x", "lane": 3, "sender": "", "raw": b"x", "queued_at": NOW, "settled_at": NOW}


def given(database: Database, *letters: tuple[str, str], reply: str = "") -> None:
    """Letters are (recipient, state), the oldest first."""
    rows = [
        {
            **BASE,
            "id": at,
            "recipient": to,
            "recipient_key": to,
            "state": state,
            "message_id": f"m{at}",
            "reply": reply or f"r{at}",
        }
        for at, (to, state) in enumerate(letters, 1)
    ]
    with database.write(Side.DESK) as connection:
        connection.execute(insert(outbox), rows)


@ON_BOTH
@pytest.mark.parametrize(
    ("states", "found"),
    [
        (["refused"], LastWord(Outcome.REFUSED, "r1", NOW)),
        (["sent", "gave-up"], None),
        (["gave-up", "gave-up", "gave-up"], LastWord(Outcome.GAVE_UP, "r3", NOW)),
        (["refused", "sent"], None),
        (["refused", "queued"], LastWord(Outcome.REFUSED, "r1", NOW)),
        (["queued"], None),
        (["observed"], None),
        ([], None),
    ],
)
def test_the_last_letter_that_came_to_an_end_counts(
    database: Database, states: list[str], found: LastWord | None
) -> None:
    given(database, *(("ops@x.example", state) for state in states), ("other@x.example", "refused"))
    with database.read() as connection:
        words = unreachable(connection, ["ops@x.example"])
    assert words == ({"ops@x.example": found} if found else {})


@ON_BOTH
def test_thousands_are_looked_up_at_once(database: Database) -> None:
    names = [f"p{number}@x.example" for number in range(2500)]
    given(database, *((name, "refused" if at % 2 else "sent") for at, name in enumerate(names)))
    with database.read() as connection:
        assert sorted(unreachable(connection, names)) == sorted(names[1::2])


@ON_BOTH
@pytest.mark.parametrize(
    ("reply", "dead"),
    [
        ("550 5.1.1 no such user", True),
        ("5.1.10 recipient not found", True),
        ("550 5.1.10 recipient has null MX", True),
        ("550 5.2.1 mailbox disabled", True),
        ("5.4.4 unable to route", True),
        ("5.2.1 mailbox disabled", True),
        ("mx.x.example said: 5.0.0 no such user", True),
        ("mx.x.example said: 5.5.0 mailbox unavailable", True),
        ("it came back: Returned mail", True),
        ("550 no such user", False),  # our relay: it may say so of every letter
        ("550-access denied", False),
        ("554 10.5.1.1 is on a list", False),
        ("550 5.0.0 not allowed", False),
        ("554 5.4.1 access denied", False),
        ("554 5.5.1 error: no valid recipients", False),
        ("550 5.1.0 sender address rejected", False),
        ("553 5.1.8 domain of sender not found", False),
        ("mx.x.example said: 5.1.7 bad sender", False),
        ("5.2.2 mailbox full", False),
        ("552 5.3.4 message too big for system", False),
        ("554 5.7.1 looks like spam", False),
        ("5.6.0 lone CR", False),
        ("4.4.7 delivery time expired", False),
    ],
)
def test_what_says_nothing_of_the_address_counts_from_the_third_letter_in_a_row(
    database: Database, reply: str, dead: bool
) -> None:
    one, two, three, mended, given_up = (f"{name}@x.example" for name in ("one", "two", "three", "mended", "given-up"))
    letters = [
        *((one, state) for state in ("refused", "refused", "sent", "refused")),
        *((two, state) for state in ("sent", "refused", "refused", "queued")),
        *((three, state) for state in ("sent", "refused", "gave-up", "refused")),
        *((mended, state) for state in ("refused", "refused", "refused", "sent")),
        (given_up, "gave-up"),
    ]
    given(database, *letters, reply=reply)
    with database.read() as connection:
        found = set(unreachable(connection, [one, two, three, mended, given_up]))
    assert found == {three} | ({one, two} if dead else set())
