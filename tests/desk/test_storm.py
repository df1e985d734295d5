from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from gateway.desk.storm import RETURNS_WITHIN, STORM, STORM_WITHIN, Begun, Storm, is_the_same, many, storm
from gateway.desk.ticket import Status
from gateway.desk.world import World
from gateway.mail import TicketId
from tests.desk.build import NOW, a_ticket, a_world

SECOND = timedelta(seconds=1)


def begun(count: int, ago: timedelta = SECOND) -> list[Begun]:
    return [Begun(NOW - ago, TicketId(100 + at), grouped=False) for at in range(count)]


def shared(number: int, ago: timedelta = SECOND) -> Begun:
    return Begun(NOW - ago, TicketId(number), grouped=True)


def found(*others: Begun, world: World | None = None) -> Storm | None:
    return storm(others, (world or a_world()).home, at=NOW)


def test_the_twenty_first_within_ten_minutes_is_part_of_a_storm() -> None:
    assert found(*begun(STORM - 1)) is None
    assert found(*begun(STORM)) == Storm()
    assert found(*begun(STORM, STORM_WITHIN)) == Storm()
    assert found(*begun(STORM, STORM_WITHIN + SECOND)) is None


def test_what_begins_later_than_it_is_no_part_of_it() -> None:
    assert found(*begun(STORM, -SECOND)) is None


def test_the_newest_ticket_that_is_shared_and_open_is_theirs() -> None:
    world = a_world(a_ticket(1), a_ticket(2), a_ticket(3, Status.RESOLVED))
    joined = found(*begun(STORM), shared(1, 3 * SECOND), shared(2, 2 * SECOND), shared(3), world=world)
    assert joined == Storm(TicketId(2), world.home(TicketId(2)))
    assert found(*begun(STORM), shared(3), world=world) == Storm()


def test_a_shared_ticket_that_was_merged_away_is_known_by_its_own_id_and_found_where_it_went() -> None:
    world = a_world(a_ticket(1), replace(a_ticket(2, Status.CLOSED), merged_into=TicketId(1)))
    assert found(*begun(STORM), shared(2), world=world) == Storm(TicketId(2), world.home(TicketId(1)))


@pytest.mark.parametrize(("again", "same"), [(RETURNS_WITHIN, True), (RETURNS_WITHIN + SECOND, False)])
def test_what_begins_again_within_the_hour_is_the_same(again: timedelta, same: bool) -> None:
    assert is_the_same(over=NOW, again=NOW + again) is same


def test_what_is_shared_says_how_many_it_takes() -> None:
    assert many("Many checks fail") == "Many checks fail: more than 20 within 10 minutes"
