"""Every scenario is played through the real flows: what the policies promise is what happens."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.cli.played import run_command
from gateway.resources import shipped
from gateway.rules.scenario_story import EXPECTATIONS
from gateway.simulation.play import play
from gateway.simulation.world import Scenery, open_scenery, raised

HERE = Path(__file__).parent
FILES = {str(file.relative_to(HERE)): file for file in sorted(HERE.rglob("*.yml"))}


@pytest.fixture(scope="session")
def scenery() -> Scenery:
    return open_scenery(shipped("config"))


@pytest.mark.parametrize("name", [pytest.param(name, id=name.removesuffix(".yml")) for name in FILES])
def test_it_happens_as_promised(name: str, scenery: Scenery) -> None:
    scenario = scenery.read(FILES[name])
    with raised(scenario, scenery) as stage:
        told = play(scenario, stage, run_command)
    failed = [
        f"{name}:{one.line}: step {one.step}\n  expected: {one.expected}\n  got: {one.got}" for one in told.failed
    ]
    assert not failed, "\n".join(["", *failed])


@pytest.mark.parametrize("name", FILES)
def test_it_says_which_promise_it_keeps_and_expects_something(name: str, scenery: Scenery) -> None:
    scenario = scenery.read(FILES[name])
    assert scenario.promise
    assert any(isinstance(step.act, EXPECTATIONS) for step in scenario.steps)
