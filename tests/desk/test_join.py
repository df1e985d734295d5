from __future__ import annotations

from datetime import timedelta

import pytest

from gateway.address import parse_address
from gateway.desk.intake.join import Alone, Joins, join
from gateway.desk.token import reply_tag
from gateway.mail import MessageId, Threads
from tests.desk.build import KEY, NOW, a_mail, a_ticket, a_world

TICKET = a_ticket()
ANN = parse_address("ann@acme.example")
ANNS_TAG = reply_tag(KEY, TICKET.number, ANN, NOW.date())
WORLD = a_world(TICKET, a_ticket(2, people=("bob@custb.example",)), letters=((9, 1, "9.x@example.com"),))

BY_TAG = Threads(tags=(ANNS_TAG,))
BY_REFERENCE = Threads(message_ids=(MessageId("9.x@example.com"),))
BY_NUMBER = Threads(numbers=((TICKET.number, True),))
BY_BARE_NUMBER = Threads(numbers=((TICKET.number, False),))


@pytest.mark.id("I-14")
@pytest.mark.parametrize(
    ("threads", "because", "secret"),
    [
        (BY_TAG, "our signed reply address", True),
        (BY_REFERENCE, "a reference to <9.x@example.com>", False),
        (BY_NUMBER, "the case number in the subject", False),
        (BY_BARE_NUMBER, "the case number in the subject", False),
    ],
)
def test_a_participant_joins_by_reply_address_reference_or_number(threads: Threads, because: str, secret: bool) -> None:
    assert join(a_mail(), threads, WORLD, key=KEY, today=NOW.date()) == Joins(TICKET, because, secret)


@pytest.mark.id("I-15", "I-19")
@pytest.mark.parametrize("threads", [BY_TAG, BY_REFERENCE, BY_NUMBER])
def test_a_stranger_joins_by_nothing_and_is_named_to_engineers(threads: Threads) -> None:
    found = join(a_mail("eve@evil.example"), threads, WORLD, key=KEY, today=NOW.date())
    assert isinstance(found, Alone)
    assert [ticket for ticket, _ in found.pointed_at] == [TICKET]


def test_a_strangers_seven_digits_without_our_tag_are_no_pointer() -> None:
    assert join(a_mail("eve@evil.example"), BY_BARE_NUMBER, WORLD, key=KEY, today=NOW.date()) == Alone()


def test_a_mail_without_a_clear_author_joins_nothing() -> None:
    found = join(a_mail("", author_unclear="two From fields"), BY_TAG, WORLD, key=KEY, today=NOW.date())
    assert isinstance(found, Alone)


@pytest.mark.id("I-18")
@pytest.mark.parametrize(
    ("tag", "day"),
    [
        (ANNS_TAG[:-1] + ("a" if ANNS_TAG[-1] != "a" else "b"), NOW),
        (reply_tag(b"o" * 32, TICKET.number, ANN, NOW.date()), NOW),
        (ANNS_TAG, NOW + timedelta(days=800)),
    ],
    ids=["damaged", "old key", "expired"],
)
def test_a_token_that_proves_nothing_leaves_a_participant_to_the_other_signs(tag: str, day: object) -> None:
    today = day.date()  # type: ignore[attr-defined]
    found = join(a_mail(), Threads(tags=(tag,)), WORLD, key=KEY, today=today)
    assert isinstance(found, Joins)  # she belongs there, and the tag points there: the same as the number alone
    assert "not signed" in found.because


def test_the_reply_address_wins_over_a_number_in_the_subject() -> None:
    both = a_world(TICKET, a_ticket(2))
    threads = Threads(tags=(ANNS_TAG,), numbers=((a_ticket(2).number, True),))
    found = join(a_mail(), threads, both, key=KEY, today=NOW.date())
    assert isinstance(found, Joins)
    assert found.ticket.id == 1


def test_one_may_point_at_a_foreign_ticket_and_still_join_ones_own() -> None:
    threads = Threads(message_ids=(MessageId("nobody@x"),), numbers=((a_ticket(2).number, True), (TICKET.number, True)))
    found = join(a_mail(), threads, WORLD, key=KEY, today=NOW.date())
    assert isinstance(found, Joins)
    assert found.ticket == TICKET


def test_a_number_that_an_escalation_names_points_there() -> None:
    found = join(a_mail(), Threads(named=(TICKET.number,)), WORLD, key=KEY, today=NOW.date())
    assert isinstance(found, Joins)
    assert (found.ticket, found.secret, found.because) == (TICKET, False, "the case number it names")


def test_a_stranger_who_names_a_number_gets_in_nowhere_and_people_hear_of_it() -> None:
    found = join(a_mail("eve@evil.example"), Threads(named=(TICKET.number,)), WORLD, key=KEY, today=NOW.date())
    assert found == Alone(((TICKET, "the case number it names"),))
