"""``gateway help``: codes, the words of rules, commands."""

from __future__ import annotations

import pytest

from gateway.desk.ruling.vocabulary import ALL_ACTIONS, ALL_FIELDS, Modifier, Trigger
from gateway.rules.rulebook.codes import ALL_CODES
from tests.cli.conftest import Desk
from tests.rules.write_codes import FILE, codes_page


@pytest.mark.parametrize("code", ALL_CODES, ids=lambda code: code.code)
def test_every_code_is_explained_with_its_examples(bare_desk: Desk, code: object) -> None:
    name, title, says, wrong = (getattr(code, key) for key in ("code", "title", "says", "wrong"))
    said = bare_desk.ok("help", name.lower())
    assert said.startswith(f"{name} {title} (")
    assert " ".join(says.split()) in " ".join(said.split())
    assert all(line in said for line in wrong.splitlines())
    assert bare_desk.json("help", name)["wrong"] == wrong


def test_without_anything_all_codes_are_listed(bare_desk: Desk) -> None:
    said = bare_desk.ok("help")
    assert [line.split()[0] for line in said.splitlines() if line.startswith("  ")] == [one.code for one in ALL_CODES]
    assert len(bare_desk.json("help")) == len(ALL_CODES)


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("E1131", 'Did you mean "E131"?'),
        ("feilds", 'Did you mean "fields"?'),
        ("ruels", 'Did you mean "rules"?'),
        ("contians", 'Did you mean "contains"?'),
        ("zzzzz", "gateway help lists all codes"),
    ],
)
def test_an_unknown_word_is_a_mistake_of_usage_and_names_what_was_meant(bare_desk: Desk, word: str, hint: str) -> None:
    result = bare_desk.run("help", word)
    assert result.exit_code == 2
    assert hint in result.stderr


def test_help_of_a_command_is_what_the_command_says_itself(bare_desk: Desk) -> None:
    assert bare_desk.ok("help", "rules", "lint") == bare_desk.ok("rules", "lint", "--help")
    assert bare_desk.ok("help", "rules") == bare_desk.ok("rules", "--help")
    result = bare_desk.run("help", "rules", "lnit")
    assert result.exit_code == 2
    assert 'Did you mean "lint"?' in result.stderr


def test_several_codes_in_any_case_are_explained_one_after_the_other(bare_desk: Desk) -> None:
    said = bare_desk.ok("help", "w301", "E101", "W301")
    assert said == bare_desk.ok("help", "W301") + "\n" + bare_desk.ok("help", "e101")
    assert bare_desk.ok("help", "w301 e101") == said
    assert [one["code"] for one in bare_desk.json("help", "w301", "E101")] == ["W301", "E101"]
    result = bare_desk.run("help", "w301", "nonsense")
    assert result.exit_code == 2


def test_a_command_in_quotes_is_the_same_command(bare_desk: Desk) -> None:
    assert bare_desk.ok("help", "rules lint") == bare_desk.ok("help", "rules", "lint")
    assert bare_desk.ok("help", " ") == bare_desk.ok("help")


def test_a_comparison_is_known_by_its_name_with_and_without_its_stroke(bare_desk: Desk) -> None:
    for one in Modifier:
        if one.value:
            (row,) = bare_desk.json("help", one.value)
            assert row["behind_the_field"] == f"|{one.value}"
            assert bare_desk.json("help", f"|{one.value}") == [row]


def test_the_words_of_rules_are_listed_by_topic(bare_desk: Desk) -> None:
    def first(topic: str) -> list[str]:
        return [line.split("\t")[0] for line in bare_desk.ok("help", topic).splitlines()[1:]]

    assert first("fields") == [f"{one.name}<name>" if one.name.endswith(".") else one.name for one in ALL_FIELDS]
    assert first("actions") == [one.name for one in ALL_ACTIONS]
    assert first("triggers") == [one.value for one in Trigger]
    assert first("comparisons") == [f"|{one.value}" if one.value else "nothing" for one in Modifier]
    assert bare_desk.json("help", "triggers")[0] == {"trigger": "mail.received", "when": Trigger.MAIL_RECEIVED.says}


def test_the_page_of_codes_is_what_the_codes_say() -> None:
    assert FILE.read_text(encoding="utf-8") == codes_page(), "python -m tests.rules.write_codes"


def test_every_word_of_rules_is_known_by_its_name(bare_desk: Desk) -> None:
    names = [one.name for one in (*ALL_FIELDS, *ALL_ACTIONS) if not one.name.endswith(".")]
    for name in (*names, *(one.value for one in Trigger if one is not Trigger.SCHEDULE), "header.X-Queue"):
        (row,) = bare_desk.json("help", name)
        assert next(iter(row.values())) in (name, "header.<name>")


def test_what_rules_may_set_and_name_is_told(bare_desk: Desk) -> None:
    statuses = {one["status"]: one["rules_may_set_it"] for one in bare_desk.json("help", "statuses")}
    assert (statuses["closed"], statuses["on-hold"]) == ("yes", "no")
    assert len(bare_desk.json("help", "schedule")) == 5
    assert bare_desk.json("help", "sections")[0]["section"] == "urgent_by_phone"
