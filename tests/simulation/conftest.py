"""Stories for tests: written to a file, played in this process, told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gateway.cli.played import run_command
from gateway.resources import shipped
from gateway.simulation.play import play
from gateway.simulation.told import Kind, Told
from gateway.simulation.world import Scenery, open_scenery, raised

HEAD = """\
version: 1
title: A story
start: 2026-11-20T14:00:00Z
customers:
  - {id: acme, domains: [acme.example], contacts: [joe@acme.example]}
team:
  - {name: dana, address: dana@support.example, groups: [support], level: 1}
steps:
"""


Play = Callable[..., Told]


@pytest.fixture(scope="session")
def scenery() -> Scenery:
    return open_scenery(shipped("config"))


@pytest.fixture
def play_steps(tmp_path: Path, scenery: Scenery) -> Play:
    """Play a story with these steps, each a line of YAML."""

    def played(*steps: str, head: str = HEAD) -> Told:
        file = tmp_path / "story.yml"
        file.write_text(head + "".join(f"  - {step}\n" for step in steps), "utf-8")
        scenario = scenery.read(file)
        with raised(scenario, scenery) as stage:
            return play(scenario, stage, run_command)

    return played


def failures(told: Told) -> list[tuple[int, str, str]]:
    """Return the steps that failed: number, what was expected, what came."""
    return [(one.step, one.expected, one.got) for one in told.failed]


def lines(told: Told, kind: Kind) -> list[str]:
    """Return what the timeline says of one kind."""
    return [event.what for event in told.events if event.kind is kind]
