"""The page that customers read says what the pack says, in every language, and nothing else gets in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gateway.outbound.policy_page import Provider, page_values
from gateway.outbound.render import shipped_renderer
from gateway.outbound.web_page import plain_in_markdown, to_page
from gateway.rules.calendars import load_calendars
from gateway.rules.policies import load_packs, load_policies

NOWHERE = Path("nowhere")
CALENDARS, PACKS = load_calendars(NOWHERE), load_packs(NOWHERE)
RENDERER = shipped_renderer()
PROVIDER = Provider("Example Support", "support@example.com", "escalations@example.com")


def page(name: str, language: str) -> str:
    values = page_values(PACKS[name], CALENDARS, PROVIDER, language=language)
    return RENDERER.page("policy", language=language, values=values).markdown


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", PACKS)
def test_every_level_has_its_row_and_its_criteria(name: str, language: str) -> None:
    said = page(name, language)
    for level in PACKS[name].levels:
        title = level.title[language]
        assert bool(re.search(rf"^\| \*\*{title}\*\* \|", said, re.MULTILINE))
        for criterion in level.criteria:
            assert f"- {plain_in_markdown(criterion[language])}" in said
    assert [line for line in said.splitlines() if line.startswith("## ")]
    assert "\n\n\n" not in said


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("qeval", "| **Urgent** | 1 hour | every hour | within 24 hours |"),
        ("qeval", "| **Low** | 24 hours | every 48 hours | within 10 days |"),
        ("ice", "| **Priority 1** | – | – | – |"),
        ("ice", "| **Priority 3** | 3 to 4 business days | – | – |"),
        ("quadrotech", "| **High** | 1 business day | – | within 5 business days |"),
        ("interaction-versa", "| **Low** | 1 to 2 business days | – | – |"),
        ("ameyo", "| **Critical** | 90 minutes | – | within 6 working hours |"),
    ],
)
def test_the_times_are_those_of_the_pack(name: str, line: str) -> None:
    assert line in page(name, "en").splitlines()


def test_what_a_pack_does_not_promise_is_not_spoken_of() -> None:
    assert "Maintenance and outages" in page("qeval", "en")
    assert "Maintenance and outages" not in page("quadrotech", "en")
    assert "289-298-5744, press 9" in page("interaction-versa", "en")
    assert "by phone" not in page("qeval", "en")
    assert "needs a valid support and maintenance contract" in page("quadrotech", "en")
    assert "root cause analysis within 72 hours of the resolution" in page("ameyo", "en")
    assert "opens a new case that is linked to the old one" in page("qeval", "en")
    assert "A reply opens a closed case again, whenever it comes." in page("interaction-versa", "en")


def test_levels_with_hours_of_their_own_are_named_together() -> None:
    hours = [line for line in page("ice", "fr").splitlines() if "heure locale" in line]
    assert hours == ["- Priorité 2, Priorité 3, Priorité 4 : du lundi au vendredi, jour et nuit (votre heure locale)"]


def test_the_steps_of_the_ladder_are_in_order() -> None:
    steps = re.findall(r"^(\d)\. (\w+)", page("ice", "en"), re.MULTILINE)
    assert steps == [("1", "Technical"), ("2", "Assistant"), ("3", "AVP"), ("4", "Vice"), ("5", "Chief")]


def test_the_page_has_the_words_of_the_text_and_its_language() -> None:
    markdown = page("standard", "fr")
    html = to_page(markdown, title="A & B", language="fr")
    assert '<html lang="fr">' in html
    assert "<title>A &amp; B</title>" in html
    assert html.count("<tr>") == 5
    assert "<td>chaque heure ouvrée</td>" in html


HOSTILE = "| a <script>x</script> *b* [c](javascript:d) ![e](http://f/g.png) &lt; `h` # i"


def test_words_of_a_pack_stay_words(tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "odd.yml").write_text(
        f"""\
version: 1
title: {HOSTILE!r}
clock: 24x7
default_priority: one
priorities:
  one: {{title: {HOSTILE!r}, criteria: [{HOSTILE!r}], respond: 1h}}
"""
    )
    pack = load_policies(tmp_path, CALENDARS)["odd"]
    values = page_values(pack, CALENDARS, Provider(HOSTILE, "support@example.com", ""), language="en")
    html = to_page(RENDERER.page("policy", language="en", values=values).markdown, title=HOSTILE, language="en")
    assert "<script" not in html
    assert "<img" not in html
    assert "<a " not in html
    assert "<em>" not in html
    assert html.count("<tr>") == 2
    assert html.count("&lt;script&gt;") >= 4
