from __future__ import annotations

import re
from pathlib import Path

import pytest

from gateway.cli.played import run_command
from gateway.rules.scenario_expect import FACTS, HEADS, ExpectModel, SentModel
from gateway.rules.scenario_model import ACTS, MailModel
from gateway.rules.scenario_values import TEMPLATES
from gateway.simulation.play import play
from gateway.simulation.told import Kind
from gateway.simulation.world import Scenery, raised
from tests.simulation.conftest import failures

DOCS = Path(__file__).parents[2] / "docs"
REFERENCE = DOCS / "reference" / "scenarios.md"
PAGES = (REFERENCE, DOCS / "how-to" / "try-a-policy.md")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_stories_of_the_documentation_happen_as_they_say(page: Path, tmp_path: Path, scenery: Scenery) -> None:
    stories = [block for block in re.findall(r"```yaml\n(.*?)```", page.read_text("utf-8"), re.DOTALL)]
    assert stories
    for at, story in enumerate(stories):
        file = tmp_path / f"{at}.yml"
        file.write_text(story, "utf-8")
        scenario = scenery.read(file)
        with raised(scenario, scenery) as stage:
            told = play(scenario, stage, run_command)
        assert failures(told) == []
        assert told.expectations


def test_the_reference_names_everything_that_may_be_written() -> None:
    models = (ExpectModel, SentModel, MailModel)
    keys = {info.alias or name for model in models for name, info in model.model_fields.items()}
    words = set(re.findall(r"[a-z][a-z_-]+", REFERENCE.read_text("utf-8")))
    assert sorted({*ACTS, *HEADS, *FACTS, *TEMPLATES, *keys, *(kind.value for kind in Kind)} - words) == []
