from __future__ import annotations

import pytest
from click.shell_completion import ShellComplete

from gateway.cli.root import gateway
from gateway.cli.session import Session
from tests.cli.conftest import Desk


def _offers(desk: Desk, words: list[str], incomplete: str) -> list[str]:
    completion = ShellComplete(
        gateway, {"obj": Session(desk.environ, clock=desk.clock)}, "gateway", "_GATEWAY_COMPLETE"
    )
    return [item.value for item in completion.get_completions(words, incomplete)]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_a_script_that_calls_us(desk: Desk, shell: str) -> None:
    script = desk.ok("completion", shell)
    assert f"_GATEWAY_COMPLETE={shell}_complete" in script
    assert desk.json("completion", shell) == {"shell": shell, "script": script.removesuffix("\n")}


def test_commands_and_options_are_offered(desk: Desk) -> None:
    assert _offers(desk, [], "ti") == ["ticket"]
    assert _offers(desk, ["ticket"], "re") == ["reply", "resolve", "reopen"]
    assert "--priority" in _offers(desk, ["ticket", "set"], "--pr")
    assert _offers(desk, ["ticket", "set", "1042735", "--status"], "on") == ["on-hold"]


def test_case_numbers_are_offered_with_their_subjects(desk: Desk) -> None:
    number = desk.ticket(subject="Phones drop")
    assert _offers(desk, ["ticket", "show"], number[:3]) == [number]
    assert _offers(desk, ["ticket", "show"], "#" + number[:3]) == [number]
    assert _offers(desk, ["ticket", "show"], "999") == []


def test_a_key_press_makes_no_store(bare_desk: Desk) -> None:
    assert _offers(bare_desk, ["ticket", "show"], "1") == []
    assert not bare_desk.store.exists()


def test_a_key_press_survives_wrong_settings(desk: Desk) -> None:
    desk.settings_file.write_text("mode: lvie\n")
    assert _offers(desk, ["ticket", "show"], "1") == []
