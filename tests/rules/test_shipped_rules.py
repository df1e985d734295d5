"""The rules that are shipped: they load everywhere, their tests hold, and notice whatever is changed about them."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gateway.config_set.law import Ground, Understood, understand
from gateway.desk.hours.calendar import Home
from gateway.desk.ruling.book import Rulebook
from gateway.errors import ConfigError
from gateway.resources import shipped
from gateway.rules.rulebook.known import Known
from gateway.rules.rulebook.load import load_rulebook
from gateway.trial.footing import Footing
from gateway.trial.run import run_case, run_cases
from gateway.trial.stage import make_stage
from gateway.yamlfile import Place
from tests.rules.mutants import Mutant, mutants

FOLDER = shipped("config")
HOME = Home(ZoneInfo("UTC"))
PACKS = sorted(path.stem for path in (FOLDER / "policies").glob("*.yml"))


@lru_cache
def understood(policy: str = "standard") -> Understood:
    return understand(FOLDER, Ground(FOLDER, policy, Place("gateway.yml"), lambda customer: HOME))


@pytest.mark.parametrize("policy", PACKS)
def test_they_hold_whatever_policy_counts(policy: str) -> None:
    found = understood(policy)
    assert len(found.law.rules.rules) >= 15
    stage = make_stage(found.law, Footing(), FOLDER)
    results = run_cases(found.cases, stage, ticks=lambda: 0.0)
    assert [one.case.name for one in results.results if not one.passed] == []


def test_every_rule_has_a_test_in_which_it_holds_and_one_in_which_it_does_not() -> None:
    found = understood()
    expected = [case.expect for case in found.cases]
    for rule in found.law.rules.rules:
        assert any(rule.id in one.get("matched", ()) for one in expected), rule.id  # type: ignore[operator]
        named = (one for one in expected if rule.id in one.get("not_matched", ()))  # type: ignore[operator]
        only = (one for one in expected if "matched" in one and rule.id not in one["matched"])  # type: ignore[operator]
        assert any(named) or any(only), rule.id


def caught(mutant: Mutant, folder: Path) -> bool:
    """Tell whether the rules' own tests, or their reader, notice."""
    for name, text in mutant.files.items():
        (folder / "rules" / name).write_text(text, "utf-8")
    law = understood().law
    known = Known(law.policies, law.team, law.links.topics, law.calendars)
    try:
        loaded = load_rulebook(folder, known)
    except ConfigError:
        return True
    changed = replace(law, rules=Rulebook(loaded.book.rules, law.rules.sections))
    stage = make_stage(changed, Footing(), folder)
    near = sorted(loaded.cases, key=lambda case: mutant.file != Path(case.file).name)
    return any(not run_case(case, stage).passed for case in near)


def test_nine_of_ten_changes_to_them_are_noticed_by_their_own_tests(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "sections.yml").write_bytes((FOLDER / "sections.yml").read_bytes())
    made = list(mutants(FOLDER / "rules"))
    missed = [one.what for one in made if not caught(one, tmp_path)]
    share = 1 - len(missed) / len(made)
    print(f"{len(made)} changes, {share:.1%} noticed; not:", *missed, sep="\n  ")
    assert share >= 0.9
    assert len(made) > 150
