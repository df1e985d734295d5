from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gateway.cli.played import run_command
from gateway.clock import Clock
from gateway.simulation.play import play
from gateway.simulation.stage import Restless, Stage
from gateway.simulation.world import Scenery, raised
from tests.simulation.conftest import HEAD, failures

START = datetime(2026, 11, 20, 14, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Diary:
    """What falls due, by a list; does each at the first step at or after its moment."""

    def __init__(self, clock: Clock, *moments: datetime) -> None:
        self.clock = clock
        self.left = list(moments)
        self.done: list[tuple[datetime, datetime]] = []

    def next_due(self) -> datetime | None:
        return min(self.left, default=None)

    def step(self) -> int:
        due = self.next_due()
        if due is None or due > self.clock.now():
            return 0
        self.left.remove(due)
        self.done.append((due, self.clock.now()))
        return 1


class Endless(Diary):
    """Finds something to do whenever it is asked."""

    def step(self) -> int:
        return 1


class Sluggard(Diary):
    """Has something due and never does it."""

    def step(self) -> int:
        return 0


@pytest.fixture
def stage(tmp_path: Path, scenery: Scenery) -> Iterator[Stage]:
    file = tmp_path / "story.yml"
    file.write_text(HEAD + "  - after: 1h\n", "utf-8")
    with raised(scenery.read(file), scenery) as stage:
        yield stage


def keep(stage: Stage, diary: Diary) -> None:
    """Let a diary stand in for what falls due in the office."""
    vars(stage.office)["deadlines"] = diary


def test_what_falls_due_on_the_way_is_done_at_its_own_moment_and_in_order(stage: Stage) -> None:
    diary = Diary(stage.clock, START + 3 * HOUR, START + HOUR, START + HOUR, START + 2 * HOUR, START + 9 * HOUR)
    keep(stage, diary)
    moments = []
    while stage.next_moment(START + 3 * HOUR):
        moments.append(stage.clock.now())
    assert diary.done == [(at, at) for at in (START + HOUR, START + HOUR, START + 2 * HOUR, START + 3 * HOUR)]
    assert moments == [START + HOUR, START + 2 * HOUR, START + 3 * HOUR]
    assert stage.clock.now() == START + 3 * HOUR
    assert diary.left == [START + 9 * HOUR]


def test_what_was_due_before_the_clock_began_is_done_at_once(stage: Stage) -> None:
    diary = Diary(stage.clock, START - HOUR)
    keep(stage, diary)
    while stage.next_moment(START + HOUR):
        pass
    assert diary.done == [(START - HOUR, START)]


def test_work_that_makes_work_without_end_is_stopped(stage: Stage) -> None:
    keep(stage, Endless(stage.clock))
    with pytest.raises(Restless, match="work makes new work without end"):
        stage.settle()


def test_what_is_due_and_never_done_is_told(stage: Stage) -> None:
    keep(stage, Sluggard(stage.clock, START + HOUR))
    with pytest.raises(Restless, match=r"something is due at 2026-11-20T15:00:00Z and is not done"):
        stage.next_moment(START + 2 * HOUR)


def test_a_gateway_that_does_not_rest_is_a_failed_step_and_the_story_goes_on(tmp_path: Path, scenery: Scenery) -> None:
    file = tmp_path / "story.yml"
    file.write_text(HEAD + "  - after: 2h\n  - expect: {count: {tickets: 0}}\n", "utf-8")
    scenario = scenery.read(file)
    with raised(scenario, scenery) as stage:
        keep(stage, Sluggard(stage.clock, START + HOUR))
        told = play(scenario, stage, run_command)
    assert failures(told) == [
        (1, "the gateway comes to rest", "something is due at 2026-11-20T15:00:00Z and is not done")
    ]
    assert told.expectations == 1
