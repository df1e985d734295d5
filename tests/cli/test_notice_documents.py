"""What programs are told where customers are told nothing: of a trial, a draft, a refusal; and the next command."""

from __future__ import annotations

import json
import shlex

import pytest

from tests.cli.conftest import SETTINGS, Desk
from tests.cli.noticing import DIRECTORY, GO, SCHEDULE, UPGRADE_SAID, letters, many, states

DRY = "--dry-run"
TOLD = [
    {"customer": "acme", "address": "noc@acme.example", "state": "queued", "why_not": None},
    {"customer": "bravo", "address": "ops@bravo.example", "state": "queued", "why_not": None},
    {"customer": "globex", "address": None, "state": "skipped", "why_not": "no notice address"},
]
OUTAGE = (
    ("outage", "open", "--service", "voice"),
    ("outage", "confirm", "INC-2026-0001", "--since", "2026-11-19T09:00Z"),
)
REPORT = ("outage", "report", "INC-2026-0001", "--summary", "Calls fail", "--workaround", "none")


@pytest.fixture
def known(desk: Desk) -> Desk:
    desk.settings_file.write_text(SETTINGS + "  newsletters: news@support.example\n")
    desk.know(DIRECTORY)
    return desk


def told(document: dict[str, object]) -> list[dict[str, object]]:
    found = document["recipients"]
    assert isinstance(found, list)
    return [{name: one[name] for name in TOLD[0]} for one in found]


def test_a_dry_run_is_the_document_of_notices_as_it_would_be(known: Desk) -> None:
    known.ok(*SCHEDULE, *GO)
    found = known.json(*SCHEDULE, DRY)
    names = ("id", "state", "revision", "stage", "delivery", "dry_run", "letters", "overlaps")
    assert [found[name] for name in names] == [
        "MNT-2026-0002",
        "scheduled",
        0,
        "scheduled",
        "none",
        True,
        2,
        ["MNT-2026-0001"],
    ]
    assert (found["counts"]["queued"], found["counts"]["skipped"]) == (2, 1)
    assert found["deadlines"] == {"reminder": "2026-11-21T01:00:00Z"}
    assert told(found) == TOLD


def test_a_test_copy_says_who_would_get_the_rest(known: Desk) -> None:
    for words in OUTAGE:
        known.ok(*words)
    found = known.json(*REPORT, "--test-to", "dana@support.example")
    names = ("id", "state", "stage", "dry_run", "test_to", "letters")
    assert [found[name] for name in names] == [
        "INC-2026-0001",
        "reported",
        "report",
        False,
        "dana@support.example",
        1,
    ]
    assert told(found) == TOLD


@pytest.mark.parametrize(
    "words",
    [
        SCHEDULE,
        ("notice", "upgrade", "--title", "Voice 9", "--service", "voice", "--text", "Shorter menus.", *UPGRADE_SAID),
    ],
)
def test_a_draft_names_whom_it_would_tell_and_who_cannot_be_told(known: Desk, words: tuple[str, ...]) -> None:
    found = known.json(*words, "--draft")
    assert (found["state"], found["delivery"], found["revision"]) == ("draft", "draft", None)
    globex = found["recipients"][-1]
    assert (globex["customer"], globex["state"], bool(globex["why_not"])) == ("globex", "skipped", True)
    assert "globex (no notice address)" in known.ok(*words, "--draft")
    assert letters(known) == []


def test_a_refusal_above_twenty_names_the_draft_and_what_to_type(known: Desk) -> None:
    many(known, 21)
    upgrade = ("notice", "newsletter", "--list", "news", "--title", "May", "--service", "fax", "--text", "Hello")
    result = known.run(*upgrade, *GO, "--json")
    assert (result.exit_code, result.stdout) == (3, "")
    found = json.loads(result.stderr)
    assert (found["exit"], found["id"], found["confirm"]) == (3, "NWL-2026-0001", "NWL-2026-0001")
    assert (found["state"], found["counts"]["queued"], len(found["recipients"])) == ("draft", 21, 21)
    again = json.loads(known.run("notice", "send", found["id"], *GO, "--json").stderr)
    assert (again["id"], again["state"], again["confirm"]) == ("NWL-2026-0001", "draft", "NWL-2026-0001")


def test_a_pause_and_an_abort_are_documents_of_notices_too(known: Desk) -> None:
    known.ok(*SCHEDULE, *GO)
    found = known.json("notice", "pause", "MNT-2026-0001")
    assert (found["state"], found["delivery"], found["left"], len(found["recipients"])) == ("scheduled", "paused", 2, 3)
    found = known.json("notice", "abort", "MNT-2026-0001")
    assert (found["delivery"], found["counts"]["skipped"]) == ("aborted", 3)


# The command that goes on


@pytest.mark.parametrize("trying", [(DRY,), ("--test-to", "me@support.example"), ("--test-to=me@support.example",)])
def test_what_was_tried_goes_on_by_a_command_that_can_be_typed(known: Desk, trying: tuple[str, ...]) -> None:
    result = known.run(*SCHEDULE[:2], *trying, *SCHEDULE[2:], "--reason", 'A disk\'s "swap"')
    (line,) = (one for one in result.stderr.splitlines() if one.startswith("Next: "))
    assert result.exit_code == 0, result.output
    words = shlex.split(line.removeprefix("Next: gateway "))
    assert words == [*SCHEDULE, "--reason", 'A disk\'s "swap"', "--yes"]
    known.ok(*words, "--no-wait")
    assert states(known) == {"MNT-2026-0001": "scheduled"}


def test_above_twenty_what_was_tried_goes_on_with_the_name_it_will_get(known: Desk) -> None:
    many(known, 21)
    words = ("notice", "newsletter", "--list", "news", "--title", "May", "--service", "fax", "--text", "Hello")
    said = known.run(*words, DRY).stderr
    assert said.rstrip().endswith("--service fax --text Hello --confirm NWL-2026-0001")
    long = known.run(*words[:-1], "Hello " * 400, DRY).stderr
    assert long.rstrip() == "Next: the same command without --dry-run, with --confirm NWL-2026-0001"
