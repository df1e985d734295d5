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
