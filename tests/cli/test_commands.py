from __future__ import annotations

import click
import pytest

from gateway.cli.command import Command, Group
from gateway.cli.root import gateway
from tests.cli.conftest import Desk
from tests.cli.write_reference import FILE, commands, reference

ALL = dict(commands())
LEAVES = {name: command for name, command in ALL.items() if not isinstance(command, Group)}

PROMISED = {
    "": "run audience status version demo simulate completion reload help metrics",
    "config": "check diff history rollback schema show",
    "policy": "list lint show diff promises render",
    "report": "promises uptime",
    "customers": "import export list show set check verify-address subscribe unsubscribe",
    "maintenance": ("schedule reschedule remind start extend complete cancel show audit calendar find-window"),
    "outage": "open confirm report update restore rca close show audit",
    "notice": "list show preview upgrade reschedule newsletter send pause resume abort retry report",
    "team": "list check",
    "monitors": "list check",
    "links": "list test check",
    "rules": "lint fmt new schema test explain replay stats",
    "outbox": "list retry resume",
    "ticket": (
        "list queue show explain raw attachment open reply note set tag resolve qa contact rca"
        " close reopen merge link split"
    ),
    "mail": "list show raw html attachment explain parse receive import retry",
    "mail quarantine": "list release delete",
}


def test_every_promised_command_is_there() -> None:
    promised = {
        " ".join(["gateway", *group.split(), name]) for group, names in PROMISED.items() for name in names.split()
    }
    assert promised == set(LEAVES)


_OF_NOTICES = ("maintenance", "outage", "notice")


@pytest.mark.parametrize("group", _OF_NOTICES)
def test_a_command_of_another_group_of_notices_is_met_with_what_is_meant_by_it_here(group: str) -> None:
    here = ALL[f"gateway {group}"]
    assert isinstance(here, Group)
    own = PROMISED[group].split()
    words = {word for one in _OF_NOTICES for word in PROMISED[one].split()} - set(own)
    assert words <= here.meant.keys(), "letters alone would lead to a command that tells customers something else"
    assert not here.meant.keys() & set(own)
    assert set(here.meant.values()) <= LEAVES.keys()


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("maintenance abort MNT-2026-0142", "gateway maintenance cancel"),
        ("maintenance abrot MNT-2026-0142", "gateway maintenance cancel"),
        ("maintenance close MNT-2026-0142", "gateway maintenance complete"),
        ("notice start MNT-2026-0142", "gateway maintenance start"),
        ("notice extend MNT-2026-0142", "gateway maintenance extend"),
        ("notice cancel MNT-2026-0142", "gateway maintenance cancel"),
        ("outage cancel INC-2026-0031", "gateway outage close"),
        ("outage complete INC-2026-0031", "gateway outage restore"),
        ("outage repotr INC-2026-0031", "report"),
    ],
)
def test_a_word_that_is_no_command_is_met_by_meaning_before_letters(bare_desk: Desk, words: str, meant: str) -> None:
    result = bare_desk.run(*words.split())
    assert result.exit_code == 2
    assert f"No such command '{words.split()[1]}'. Did you mean \"{meant}\"?" in " ".join(result.stderr.split())


def test_an_option_that_shares_but_its_dashes_and_a_letter_is_not_suggested(bare_desk: Desk) -> None:
    said = bare_desk.run("notice", "upgrade", "--summary", "Shorter menus", "--title", "Voice 9").stderr
    assert "No such option" in said
    assert "Did you mean" not in said
    assert "--title" in bare_desk.run("notice", "upgrade", "--titel", "Voice 9").stderr.partition("Did you mean")[2]


@pytest.mark.parametrize("name", LEAVES)
def test_every_command_has_help_with_an_example_that_is_about_it(name: str) -> None:
    command = LEAVES[name]
    assert isinstance(command, Command)
    assert command.help
    assert command.help.split("\n")[0].rstrip(".") != command.help.split("\n")[0], "the first line is a sentence"
    assert command.examples
    for example in command.examples:
        assert name.removeprefix("gateway ") in example, example
        assert "gateway" in example


def test_every_reason_says_who_reads_it() -> None:
    """It is what customers read of some commands, and of others what none does."""
    reasons = {
        name: str(getattr(one, "help", ""))
        for name, command in LEAVES.items()
        for one in command.params
        if one.name == "reason"
    }
    told = {name for name, says in reasons.items() if "customers read it" in says}
    untold = {name for name, says in reasons.items() if "no customer reads it" in says}
    assert told | untold == reasons.keys()
    assert told == {
        *(f"gateway maintenance {name}" for name in ("schedule", "reschedule", "extend", "cancel")),
        *("gateway notice reschedule", "gateway notice send", "gateway outage report", "gateway outage update"),
    }
    its_own = {name for name, says in reasons.items() if "its customer reads it" in says}
    assert its_own == {"gateway ticket set", "gateway ticket close"}


@pytest.mark.parametrize("name", LEAVES)
def test_the_example_of_every_command_uses_only_options_that_exist(name: str) -> None:
    command = LEAVES[name]
    assert isinstance(command, Command)
    known = {option for param in (*command.params, *gateway.params) for option in (*param.opts, *param.secondary_opts)}
    for example in command.examples:
        words = example.replace("$(", " ").split()
        used = {word for word in words if word.startswith("--") or (len(word) == 2 and word.startswith("-"))}
        assert used - {"--"} <= known | {"-"}, example


@pytest.mark.parametrize("name", LEAVES)
def test_every_option_of_every_command_says_what_it_does(name: str) -> None:
    for param in LEAVES[name].params:
        if isinstance(param, click.Option):
            assert param.help, f"{name} {param.opts}"


@pytest.mark.parametrize("name", LEAVES)
def test_every_command_prints_its_help_and_the_lists_say_the_same_of_it(desk: Desk, name: str) -> None:
    words = name.split()[1:]
    told = desk.ok(*words, "--help")
    assert "Examples:" in told
    assert "--json" in told
    group = desk.ok(*words[:-1], "--help")
    assert words[-1] in group


def test_the_list_of_commands_is_shown_without_loading_any(desk: Desk) -> None:
    context = click.Context(gateway, info_name="gateway")
    for name in gateway.list_commands(context):
        command = gateway.get_command(context, name)
        assert command is not None
        assert gateway.summary(context, name), name


@pytest.mark.parametrize("name", LEAVES)
def test_the_global_options_stand_anywhere(name: str) -> None:
    for option in ("--config", "--json", "--no-input", "--no-color", "--quiet", "--verbose"):
        assert any(option in param.opts for param in LEAVES[name].params), option


def test_the_reference_is_what_the_commands_say() -> None:
    assert FILE.read_text(encoding="utf-8") == reference(), "run: python -m tests.cli.write_reference"


@pytest.mark.parametrize("name", ALL)
def test_every_command_is_in_the_reference(name: str) -> None:
    assert f"# {name}\n" in FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "words", [["--json", "version"], ["version", "--json"], ["-q", "version", "--json"], ["version", "--json", "-q"]]
)
def test_json_before_or_behind_the_command_is_the_same(desk: Desk, words: list[str]) -> None:
    assert desk.run(*words).stdout == desk.run("version", "--json").stdout


def test_version_says_it_for_people_and_programs(desk: Desk) -> None:
    assert desk.json("version")["name"] == "casegate"
    assert desk.json("version")["version"] in desk.ok("version")
    assert desk.json("version")["version"] in desk.ok("--version")
