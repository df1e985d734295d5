from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Desk

PACK = """\
version: 1
title: {en: Ours, fr: La nôtre}
clock: business-hours
default_priority: normal
priorities:
  urgent: {title: {en: Urgent, fr: Urgent}, respond: 1h, resolve: 8h}
  normal: {title: {en: Normal, fr: Normale}, respond: 24h-48h, resolve: 5d}
"""
NOTICES = "notices: {maintenance: {min_notice: }, outage: {report_within: 1h, update_every: }, rca: {update_every: }}\n"
"""Of one of the times it says that none is promised."""


@pytest.fixture
def ours(desk: Desk) -> Desk:
    """Write a pack of one's own beside the settings."""
    folder = desk.settings_file.parent / "policies"
    folder.mkdir()
    (folder / "ours.yml").write_text(PACK, "utf-8")
    return desk


def test_the_shipped_packs_are_listed_and_in_order(desk: Desk) -> None:
    names = [pack["name"] for pack in desk.json("policy", "list")]
    assert names == ["ameyo", "ice", "interaction-versa", "qeval", "quadrotech", "standard"]
    found = desk.json("policy", "lint")
    assert (found["ok"], found["problems"]) == (True, [])
    assert [warning["message"] for warning in found["warnings"]] == [
        '"p1" promises no response: its respond is left blank'
    ]


def test_packs_beside_the_settings_take_the_place_of_the_shipped_ones(ours: Desk) -> None:
    assert [pack["name"] for pack in ours.json("policy", "list")] == ["ours"]
    assert "1 pack in order." in ours.ok("policy", "lint")


def test_a_mistake_is_shown_with_its_line_and_a_caret_and_exits_3(ours: Desk) -> None:
    file = ours.settings_file.parent / "policies" / "ours.yml"
    file.write_text(PACK.replace("default_priority: normal", "default_priority: nromal"), "utf-8")
    for words in (["policy", "lint"], ["config", "check"], ["policy", "lint", str(file)]):
        result = ours.run(*words)
        assert result.exit_code == 3
        lines = result.stdout.splitlines()
        assert lines[0] == f'{file}:4:19: "default_priority" is none of the priorities'
        assert lines[1:3] == ["    default_priority: nromal", "    " + " " * 18 + "^"]
        assert "normal" in lines[3]
    assert ours.run("policy", "show", "ours").exit_code == 3


def test_a_mistake_in_the_calendars_is_a_mistake_of_the_policies(ours: Desk) -> None:
    (ours.settings_file.parent / "calendars.yml").write_text("time_intervals: []\n")
    [problem] = json.loads(ours.run("policy", "lint", "--json").stdout)["problems"]
    assert (problem["line"], problem["message"]) == (3, '"clock" is no calendar')


def test_a_pack_of_a_file_is_linted_before_it_is_in_force(desk: Desk) -> None:
    file = desk.folder / "draft.yml"
    file.write_text(
        PACK.replace("{en: Normal, fr: Normale}", "Normal").replace("respond: 1h", "respond: null") + NOTICES, "utf-8"
    )
    told = [warning["message"] for warning in desk.json("policy", "lint", str(file))["warnings"]]
    assert told == [
        '"urgent" promises no response: its respond is left blank',
        'nobody is told of a ticket with the priority "urgent"',
        '"normal" has a text without fr: "Normal"',
    ]


def test_a_pack_in_force_is_linted_by_its_name(desk: Desk, ours: Desk) -> None:
    assert "1 pack in order." in ours.ok("policy", "lint", "ours")
    file = ours.settings_file.parent / "policies" / "ours.yml"
    file.write_text(PACK.replace("default_priority: normal", "default_priority: nromal"), "utf-8")
    (file.parent / "other.yml").write_text("version: 2\n", "utf-8")
    result = ours.run("policy", "lint", "ours")
    assert result.exit_code == 3
    assert result.stdout.splitlines()[0] == f'{file}:4:19: "default_priority" is none of the priorities'
    assert "other.yml" not in result.stdout


def test_a_step_of_the_ladder_that_some_readers_cannot_read_is_a_warning(desk: Desk) -> None:
    file = desk.folder / "draft.yml"
    ladder = "escalation: {ladder: [{group: a, title: {en: The team, fr: Nous}}, {group: b, title: The boss}]}\n"
    file.write_text(PACK + NOTICES + ladder, "utf-8")
    [told] = desk.json("policy", "lint", str(file))["warnings"]
    assert told["message"] == 'a step of the ladder has a title without fr: "The boss"'


def test_what_a_pack_leaves_unsaid_of_notices_is_a_warning_and_what_it_leaves_blank_is_not(ours: Desk) -> None:
    [told] = ours.json("policy", "lint")["warnings"]
    assert (told["file"], told["line"], told["message"]) == (
        "ours",
        0,
        "nothing is said of notices: no notice of maintenance is promised, and no word of an outage",
    )
    assert "leave them blank: notices: {maintenance: {min_notice: }, " in told["hint"]
    file = ours.settings_file.parent / "policies" / "ours.yml"
    file.write_text(PACK + NOTICES, "utf-8")
    assert ours.json("policy", "lint")["warnings"] == []
    file.write_text(f"{PACK}notices:\n  outage: {{update_every: 1h, report_within: }}\n", "utf-8")
    found = ours.json("policy", "lint", "ours")["warnings"]
    assert [(one["file"], one["line"], one["column"], one["message"]) for one in found] == [
        (str(file), 8, 1, '"notices.maintenance.min_notice" is not said: no notice of maintenance is promised'),
        (str(file), 8, 1, '"notices.rca.update_every" is not said: no word after the all-clear is promised'),
    ]


def test_what_is_not_promised_of_notices_is_shown(desk: Desk, ours: Desk) -> None:
    found = ours.json("policy", "show", "ours")["facts"]
    assert {key: value for key, value in found.items() if key.startswith("notices.")} == {
        "notices.maintenance.min_notice": "not promised",
        "notices.maintenance.object_until": "no moment named",
        "notices.maintenance.remind": "24h, 1h",
        "notices.maintenance.nag_after": "1h",
        "notices.outage.report_within": "not promised",
        "notices.outage.update_every": "not promised",
        "notices.outage.holding_updates": "auto",
        "notices.outage.nag_before": "20m, 10m",
        "notices.rca.update_every": "not promised",
        "notices.rca.nag_before": "2h",
        "notices.send_before": "2m",
        "notices.at_once": "15m",
    }


def test_a_shipped_pack_is_linted_by_its_name(desk: Desk) -> None:
    found = desk.json("policy", "lint", "ice", "qeval")
    assert (found["ok"], [warning["file"] for warning in found["warnings"]]) == (True, ["ice"])


@pytest.mark.parametrize(
    ("named", "hint"),
    [
        ("qevl", 'did you mean "qeval"?'),
        ("our-own.yml", "the packs in force are ameyo, ice, interaction-versa, qeval, quadrotech, standard"),
    ],
)
def test_what_is_neither_pack_nor_file_says_what_there_is(desk: Desk, named: str, hint: str) -> None:
    result = desk.run("policy", "lint", named, "--json")
    assert result.exit_code == 3
    [problem] = json.loads(result.stdout)["problems"]
    assert (problem["file"], problem["message"]) == (named, "is no pack in force, and there is no such file")
    assert problem["hint"] == hint


def test_a_folder_that_is_called_like_a_pack_is_not_meant(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    (desk.folder / "qeval").mkdir()
    monkeypatch.chdir(desk.folder)
    assert "1 pack in order." in desk.ok("policy", "lint", "qeval")


def test_show_has_the_targets_and_the_rules(ours: Desk) -> None:
    shown = ours.ok("policy", "show", "ours")
    assert "urgent\t1h\t-\t8h\t-" in shown
    assert "normal (default)\t24h-48h\t-\t5d\t-" in shown
    found = ours.json("policy", "show", "ours")["facts"]
    assert (found["clock"], found["priorities.normal.respond"]) == ("business-hours", "24h-48h")


def test_show_of_a_plan_has_its_terms(desk: Desk) -> None:
    plain, vip = (desk.json("policy", "show", "interaction-versa", *plan)["facts"] for plan in ([], ["--plan", "vip"]))
    key = "priorities.urgent.update_every"
    assert (plain[key], vip[key]) == ("1h", "1h (24x7)")


def test_diff_names_every_difference_and_no_other(ours: Desk) -> None:
    file = ours.folder / "changed.yml"
    file.write_text(PACK.replace("respond: 1h", "respond: 30m").replace("resolve: 5d", "update_every: 4h"), "utf-8")
    assert ours.json("policy", "diff", "ours", str(file)) == [
        {"key": "priorities.urgent.respond", "before": "1h", "after": "30m"},
        {"key": "priorities.normal.resolve", "before": "5d", "after": None},
        {"key": "priorities.normal.update_every", "before": None, "after": "4h"},
    ]
    assert "They promise the same." in ours.ok("policy", "diff", "ours", "ours")


@pytest.mark.parametrize("words", [["show", "standrd"], ["diff", "standrd", "ice"], ["show", "ice", "--plan", "vip"]])
def test_what_is_not_there_exits_3_and_names_what_may_be_meant(desk: Desk, words: list[str]) -> None:
    result = desk.run("policy", *words)
    assert result.exit_code == 3
    assert "standard" in result.stderr or "plan" in result.stderr


def test_the_page_for_customers_is_markdown_or_html_in_their_language(ours: Desk) -> None:
    markdown = ours.ok("policy", "render", "ours")
    assert "| **Normal** | 1 to 2 business days | – | within 5 business days |" in markdown
    assert "support@support.example" in markdown
    html = ours.ok("policy", "render", "ours", "--format", "html", "--language", "fr-CA")
    assert '<html lang="fr">' in html
    assert "<td>1 à 2\u00a0jours ouvrés</td>" in html
    assert ours.json("policy", "render", "ours", "--language", "xx")["language"] == "en"


def test_the_page_about_working_by_mail_is_of_the_same_pack_and_set_for_one_printed_page(ours: Desk) -> None:
    markdown = ours.ok("policy", "render", "ours", "--page", "by-mail")
    assert markdown.startswith("# Working with us by mail\n")
    assert "| 1 to 2 business days | – | within 5 business days |" in markdown
    assert "write to **support@support.example**" in markdown
    assert "in English or French" in markdown
    html = ours.ok("policy", "render", "ours", "--page", "by-mail", "--format", "html", "--language", "fr")
    assert '<main class="sheet">' in html
    assert "Travailler avec nous par courriel" in html
    assert '<main class="page">' in ours.ok("policy", "render", "ours", "--format", "html")
    assert ours.run("policy", "render", "ours", "--page", "by-phone").exit_code == 2
