from __future__ import annotations

import pytest

from gateway.desk.team import Person, Team
from tests.desk.life.build import TEAM, a_law, a_life

BILLING = (
    Person("bo", "bo@support.example", ("billing",), level=2),
    Person("dana", "dana@support.example", ("support", "billing"), level=1),
)
STAFFED = Team((*TEAM.people[1:], *BILLING), declared=("billing", "night"))


def workers(**facts: object) -> list[str]:
    case = a_life(law=a_law(team=STAFFED), **facts).case  # type: ignore[arg-type]
    return [one.name for one in case.workers()]


def test_a_ticket_that_nobody_put_elsewhere_is_for_its_support_level() -> None:
    assert workers() == ["dana"]
    assert workers(tier=3) == ["eva"]


@pytest.mark.parametrize("tier", [1, 2, 3])
def test_a_queue_with_people_is_for_them_whatever_the_support_level(tier: int) -> None:
    assert workers(queue="billing", tier=tier) == ["bo", "dana"]


@pytest.mark.parametrize("queue", ["night", "gone", "support"])
def test_a_queue_where_nobody_is_falls_back_on_the_support_level(queue: str) -> None:
    assert workers(queue=queue, tier=2) == ["sven", "bo"]


def test_who_has_it_goes_before_the_queue_and_who_has_left_does_not() -> None:
    assert workers(queue="billing", assignee="eva") == ["eva"]
    assert workers(queue="billing", assignee="somebody") == ["bo", "dana"]
