"""One hash is one law: a set says the same from its folder and from the store that kept it."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from gateway.config_set.law import Ground
from gateway.config_set.reading import ConfigSet, Outcome, read_folder, read_kept
from gateway.ground import ground_of
from gateway.resources import shipped
from gateway.settings import load_settings

RULES = "version: 1\nrules:\n  - id: mine\n    triggers: [ticket.created]\n    actions: [add_tag: mine]\n"
OWN = {
    "team.yml": "team:\n  - {name: Ann, address: ann@example.com, groups: [support]}\n",
    "links.yml": 'topics:\n  outage: {words: [outage], links: [{url: "https://h.example/", title: {en: Status}}]}\n',
    "sections.yml": 'sections:\n  holidays:\n    text: {en: "We are back on Monday."}\n',
    "calendars.yml": (shipped("config") / "calendars.yml").read_text("utf-8") + "# ours\n",
    "policies/standard.yml": (shipped("config") / "policies" / "standard.yml").read_text("utf-8"),
    "public-domains.txt": "acme.example\n",
    "rules/10.yml": RULES,
}
HIDDEN = {"rules/.git/10.yml": RULES, "rules/.10.yml": RULES, "policies/.standard.yml": "#\n"}


def ground_with(tmp_path: Path, names: tuple[str, ...]) -> Ground:
    folder = tmp_path / "config"
    for name in ("gateway.yml", *names):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text((OWN | HIDDEN).get(name, "brand: ACME\n"), "utf-8")
    return ground_of(load_settings(folder, {"GATEWAY_STORE__DIRECTORY": str(tmp_path / "store")}))


def good(outcome: Outcome) -> ConfigSet:
    assert isinstance(outcome, ConfigSet), outcome.problems
    return outcome


def said(found: ConfigSet) -> tuple[object, ...]:
    law = found.law
    return (
        [rule.id for rule in law.rules.rules],
        dict(law.rules.sections),
        dict(law.policies.packs),
        law.team,
        law.links,
        dict(law.calendars),
        [law.is_public(domain) for domain in ("acme.example", "gmail.com")],
        law.config_hash,
        found.monitors,
    )


@pytest.mark.id("R-02")
@pytest.mark.parametrize(
    "names",
    [
        (),
        ("team.yml", "links.yml"),
        ("links.yml",),
        ("sections.yml",),
        ("rules/10.yml",),
        ("team.yml", "links.yml", "rules/10.yml"),
        ("policies/standard.yml",),
        ("calendars.yml", "policies/standard.yml", "rules/10.yml"),
        ("public-domains.txt",),
        ("policies/standard.yml", "rules/10.yml", *HIDDEN),
        tuple(OWN),
    ],
    ids=lambda names: " ".join(names) or "gateway.yml alone",
)
def test_a_set_says_the_same_from_its_folder_and_from_the_store(tmp_path: Path, names: tuple[str, ...]) -> None:
    ground = ground_with(tmp_path, names)
    now = good(read_folder(ground))
    assert said(good(read_kept(now.files, ground))) == said(now)
    assert [rule.id for rule in now.law.rules.rules] == (["mine"] if "rules/10.yml" in names else [])


def test_the_program_s_own_folder_says_the_same_from_the_store(tmp_path: Path) -> None:
    folder = tmp_path / "config"
    copytree(shipped("config"), folder)
    ground = ground_of(load_settings(folder, {"GATEWAY_STORE__DIRECTORY": str(tmp_path / "store")}))
    now = good(read_folder(ground))
    assert now.law.rules.rules
    assert said(good(read_kept(now.files, ground))) == said(now)
