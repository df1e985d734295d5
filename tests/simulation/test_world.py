from __future__ import annotations

from pathlib import Path

import pytest

from gateway.errors import ConfigError
from gateway.rules.team import load_team
from gateway.simulation.world import Scenery, open_scenery, raised
from gateway.store.reading import totals
from tests.simulation.conftest import HEAD

STEP = "  - after: 1m\n"


def write(folder: Path, text: str) -> Path:
    file = folder / "story.yml"
    file.write_text(text, "utf-8")
    return file


def test_a_world_is_the_provider_with_the_customers_and_the_team_of_the_story(tmp_path: Path, scenery: Scenery) -> None:
    scenario = scenery.read(write(tmp_path, HEAD + STEP))
    with raised(scenario, scenery) as stage:
        settings = stage.office.settings
        assert [str(address) for address in settings.support.addresses] == ["support@support.example"]
        assert str(settings.support.escalations) == "escalations@support.example"
        assert str(settings.support.notices) == "notices@support.example"
        assert (settings.support.policy, settings.tag, settings.mode) == ("standard", "case", "live")
        assert settings.timezone.key == "UTC"
        assert [one.name for one in load_team(stage.loaded.folder).people] == ["dana"]
        assert stage.office.clock.now() == scenario.start
        folder = stage.loaded.folder
        with stage.office.database.read() as connection:
            assert totals(connection).accepted == 0
    assert not folder.parent.exists()


def test_settings_of_the_story_stand_over_those_of_the_world(tmp_path: Path, scenery: Scenery) -> None:
    head = HEAD.replace(
        "steps:",
        "policy: ice\nsettings: {tag: ticket, timezone: Europe/Paris, support: {plus_addressing: false}}\nsteps:",
    )
    with raised(scenery.read(write(tmp_path, head + STEP)), scenery) as stage:
        settings = stage.office.settings
        assert (settings.tag, settings.timezone.key) == ("ticket", "Europe/Paris")
        assert not settings.support.plus_addressing
        assert settings.support.policy == "ice"
        assert str(settings.support.escalations) == "escalations@support.example"


def test_a_story_cannot_reach_another_store(tmp_path: Path, scenery: Scenery) -> None:
    other = tmp_path / "precious"
    head = HEAD.replace("steps:", f"settings: {{store: {{directory: {other}}}}}\nsteps:")
    with raised(scenery.read(write(tmp_path, head + STEP)), scenery) as stage:
        assert stage.office.database.directory != other
    assert not other.exists()


def test_mistakes_in_settings_and_in_steps_come_together_with_their_places(tmp_path: Path, scenery: Scenery) -> None:
    head = HEAD.replace("steps:", "settings:\n  tagg: x\n  support: {plus_adressing: false}\nsteps:")
    with pytest.raises(ConfigError) as refused:
        scenery.read(write(tmp_path, head + "  - aftr: 1h\n"))
    found = [(one.line, one.column, one.message, one.hint) for one in refused.value.problems]
    assert found == [
        (9, 3, 'unknown key "tagg"', 'did you mean "tag"?'),
        (10, 13, 'unknown key "support.plus_adressing"', 'did you mean "plus_addressing"?'),
        (12, 5, 'unknown key "steps[0].aftr"', 'did you mean "after"?'),
    ]


def test_a_policy_that_is_not_there_is_named_where_the_settings_name_it(tmp_path: Path, scenery: Scenery) -> None:
    head = HEAD.replace("steps:", "settings: {support: {policy: standart}}\nsteps:")
    with pytest.raises(ConfigError) as refused:
        scenery.read(write(tmp_path, head + STEP))
    (problem,) = refused.value.problems
    assert (problem.line, problem.column, problem.hint) == (8, 30, 'did you mean "standard"?')
    assert problem.message == '"settings.support.policy" "standart" is no policy pack'


def test_settings_may_name_the_default_policy_instead(tmp_path: Path, scenery: Scenery) -> None:
    head = HEAD.replace("steps:", "settings: {support: {policy: ice}}\nsteps:")
    with raised(scenery.read(write(tmp_path, head + STEP)), scenery) as stage:
        assert stage.office.policies.default == "ice"
        assert stage.office.policies.of(None).name == "ice"


def test_customers_that_claim_the_same_domain_are_a_mistake_of_the_file(tmp_path: Path, scenery: Scenery) -> None:
    text = HEAD.replace("team:", "  - {id: other, domains: [acme.example]}\nteam:") + STEP
    with pytest.raises(ConfigError) as refused, raised(scenery.read(write(tmp_path, text)), scenery):
        pass
    (problem,) = refused.value.problems
    assert (problem.file, problem.line) == (str(tmp_path / "story.yml"), 6)
    assert "belongs to customer" in problem.message


def test_policies_are_those_of_the_folder(tmp_path: Path) -> None:
    config = tmp_path / "config"
    (config / "policies").mkdir(parents=True)
    (config / "gateway.yml").write_text("brand: [", "utf-8")  # the world has settings of its own
    pack = Path(__file__).parents[2] / "config" / "policies" / "standard.yml"
    (config / "policies" / "ours.yml").write_text(pack.read_text("utf-8"), "utf-8")
    scenery = open_scenery(config)
    assert set(scenery.policies) == {"ours"}
    with pytest.raises(ConfigError, match="is no policy that is there"):
        scenery.read(write(tmp_path, HEAD + STEP))
    scenario = scenery.read(write(tmp_path, HEAD.replace("steps:", "policy: ours\nsteps:") + STEP))
    with raised(scenario, scenery) as stage:
        assert set(stage.office.policies.packs) == {"ours"}
        assert stage.office.settings.brand == "Example Support"


def test_two_stories_share_nothing(tmp_path: Path, scenery: Scenery) -> None:
    scenario = scenery.read(write(tmp_path, HEAD + STEP))
    with raised(scenario, scenery) as one, raised(scenario, scenery) as other:
        one.office.casework.open_ticket(
            requester="joe@acme.example", name="", subject="s", body="b", by="dana", acknowledge=False
        )
        with other.office.database.read() as connection:
            assert totals(connection).tickets == {}
