from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from gateway.mail import Outcome
from gateway.store.database import Database, Side
from gateway.store.tables import outbox, sending
from gateway.store.unreachable import LastWord, unreachable
from tests.store.conftest import ON_BOTH
from tests.store.test_outbox import NOW

HOUR = timedelta(hours=1)
BASE = {"template": "x", "lane": 3, "sender": "", "raw": b"x", "queued_at": NOW, "settled_at": NOW}


def given(database: Database, *letters: tuple[str, str], reply: str = "", first: int = 1) -> None:
    """Letters are (recipient, state), the oldest first; ``first`` is the number of that one."""
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
        for at, (to, state) in enumerate(letters, first)
    ]
    with database.write(Side.DESK) as connection:
        connection.execute(insert(outbox), rows)


@ON_BOTH
@pytest.mark.parametrize(
    ("states", "found"),
    [
        (["refused"], LastWord(Outcome.REFUSED, "r1", NOW)),
        (["sent", "gave-up"], None),
        (["gave-up", "gave-up", "gave-up"], None),
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
@pytest.mark.parametrize(("written", "after"), [(HOUR, True), (3 * HOUR, False)])
def test_what_says_so_later_counts_until_a_letter_is_taken_that_was_written_after_it(
    database: Database, written: timedelta, after: bool
) -> None:
    said = "mx.x.example said: 5.1.1 no such user"
    given(database, ("ops@x.example", "refused"), reply=said)
    given(database, ("ops@x.example", "sent"), ("ops@x.example", "gave-up"), first=2)
    times = {1: (NOW, NOW + 2 * HOUR), 2: (NOW + written, NOW + written), 3: (NOW + 4 * HOUR, NOW + 4 * HOUR)}
    with database.write(Side.DESK) as connection:
        for letter, (queued_at, settled_at) in times.items():
            of = update(outbox).where(outbox.c.id == letter)
            connection.execute(of.values(queued_at=queued_at, settled_at=settled_at))
    with database.read() as connection:
        words = unreachable(connection, ["ops@x.example"])
    assert words == ({"ops@x.example": LastWord(Outcome.REFUSED, said, NOW + 2 * HOUR)} if after else {})


@ON_BOTH
def test_thousands_are_looked_up_at_once(database: Database) -> None:
    names = [f"p{number}@x.example" for number in range(2500)]
    given(database, *((name, "refused" if at % 2 else "sent") for at, name in enumerate(names)))
    with database.read() as connection:
        assert sorted(unreachable(connection, names)) == sorted(names[1::2])


@ON_BOTH
@pytest.mark.parametrize(
    "reply",
    [
        "550 5.1.1 no such user",
        "5.1.10 recipient not found",
        "550 5.1.10 recipient has null MX",
        "550 no such user",  # a relay that gives no status
        "550 <spam.list@x.example>: Recipient address rejected: User unknown in relay recipient table",
        "553 sorry, no such mailbox here",
        "550 5.2.1 mailbox disabled",
        "5.4.4 unable to route",
        "5.2.1 mailbox disabled",
        "mx.x.example said: 5.0.0 no such user",
        "mx.x.example said: 5.5.0 mailbox unavailable",
        "it came back: Returned mail",
    ],
)
def test_what_says_that_there_is_no_such_address_counts_from_the_first_letter(database: Database, reply: str) -> None:
    assert after_several(database, reply) == {"one", "two", "three"}


@ON_BOTH
@pytest.mark.parametrize(
    "reply",
    [
        "mx.x.example said: 5.1.7 bad sender",
        "5.2.2 mailbox full",
        "552 5.2.2 mailbox full",
        "5.6.0 lone CR",
        "4.4.7 delivery time expired",
    ],
)
def test_what_says_nothing_of_the_address_counts_from_the_third_letter_in_a_row(database: Database, reply: str) -> None:
    assert after_several(database, reply) == {"three"}


@ON_BOTH
@pytest.mark.parametrize(
    "reply",
    [
        "550-access denied",
        "550 mailbox unavailable",  # our relay: it may say so of every letter
        "550 sender address rejected: user unknown",
        "550 blocked: unknown user",
        "550 invalid recipient, relaying denied",
        "450 unknown user, try again later",
        "554 no such user",
        "554 10.5.1.1 is on a list",
        "550 5.0.0 not allowed",
        "554 5.4.1 access denied",
        "554 5.5.1 error: no valid recipients",
        "550 5.1.0 sender address rejected",
        "553 5.1.8 domain of sender not found",
        "552 5.3.4 message too big for system",
        "554 5.7.1 looks like spam",
    ],
)
def test_what_our_relay_refuses_for_a_reason_that_is_ours_never_counts(database: Database, reply: str) -> None:
    assert after_several(database, reply) == set()


def after_several(database: Database, reply: str) -> set[str]:
    """Return which addresses take no mail after letters that were all refused with some words."""
    of = {
        "one": ("refused", "refused", "sent", "refused"),
        "two": ("sent", "refused", "refused", "queued"),
        "three": ("sent", "refused", "refused", "refused"),
        "mended": ("refused", "refused", "refused", "sent"),
        "given-up": ("gave-up",),
    }
    letters = [(f"{name}@x.example", state) for name, states in of.items() for state in states]
    given(database, *letters, reply=reply)
    with database.read() as connection:
        return {one.partition("@")[0] for one in unreachable(connection, [f"{name}@x.example" for name in of])}


@ON_BOTH
@pytest.mark.parametrize(
    ("reply", "counts"),
    [
        ("[Errno 111] Connection refused", False),
        ("421 relay.example.com shutting down", False),
        ("451 4.3.0 queue file write error", False),
        ("454 4.7.0 TLS not available", False),
        ("450 4.1.8 sender domain not found", False),
        ("450 4.1.2 recipient domain not found", True),
        ("452 4.2.2 mailbox full", True),
    ],
)
def test_what_is_given_up_counts_only_where_it_was_put_off_for_its_recipient(
    database: Database, reply: str, counts: bool
) -> None:
    given(database, *[("ops@x.example", "gave-up")] * 3, reply=reply)
    with database.read() as connection:
        assert bool(unreachable(connection, ["ops@x.example"])) is counts


@ON_BOTH
def test_a_letter_that_the_gateway_did_not_offer_counts_as_if_it_had_never_been_written(database: Database) -> None:
    never, dead, full, mended = (f"{name}@x.example" for name in ("never", "dead", "full", "mended"))
    letters = ((never, 5), (dead, 5), (full, 5), (mended, 1))
    said = "the mail has a bare CR or LF, or does not end with a line break"
    before = ((dead, "5.1.1 no such user"), *((full, f"5.2.2 full {time}") for time in (1, 2, 3)), (mended, ""))
    for at, (to, reply) in enumerate(before, 1):
        given(database, (to, "refused" if reply else "sent"), reply=reply, first=at)
    ours = [to for to, count in letters for _ in range(count)]
    first = len(before) + 1
    given(database, *((to, "refused") for to in ours), reply=said, first=first)
    wire = {"state": "refused", "attempts": 1, "uncertain": False, "owner": "", "reply": said, "at": NOW}
    with database.write(Side.BOTH) as connection:
        connection.execute(insert(sending), [{**wire, "outbox_id": first + at} for at in range(len(ours))])
    with database.read() as connection:
        found = unreachable(connection, [never, dead, full, mended])
    assert {to: word.reply for to, word in found.items()} == {dead: "5.1.1 no such user", full: "5.2.2 full 3"}
