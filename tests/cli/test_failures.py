from __future__ import annotations

import json
import os
from pathlib import Path

import click
import pytest

from gateway.cli.failures import Exit, failure_of
from gateway.cli.root import gateway
from gateway.errors import (
    AlreadyRunning,
    ConfigError,
    GatewayError,
    NotFound,
    PermanentFailure,
    Problem,
    Refused,
    StoreFull,
    StoreUnavailable,
    TemporaryFailure,
)
from tests.cli.conftest import Desk, mail

CODES: list[tuple[GatewayError, int]] = [
    (ConfigError(Problem("gateway.yml", 1, 1, "is wrong")), 3),
    (NotFound("there is no case 1042735"), 3),
    (Refused("the case is closed"), 3),
    (PermanentFailure("no"), 3),
    (StoreUnavailable("the store does not answer"), 75),
    (StoreFull("no room"), 75),
    (TemporaryFailure("not now"), 75),
    (AlreadyRunning("another one runs"), 6),
    (GatewayError("something else"), 1),
]


@pytest.mark.parametrize(("error", "code"), CODES, ids=[type(error).__name__ for error, _ in CODES])
def test_every_kind_of_error_has_its_exit_code(error: GatewayError, code: int) -> None:
    failure = failure_of(error)
    assert failure.exit == code
    assert str(error) in failure.words


def test_a_temporary_failure_says_that_nothing_was_written() -> None:
    assert "nothing was written" in failure_of(StoreUnavailable("locked")).words
    assert "make room" in failure_of(StoreFull("full")).words


def test_a_wrong_setting_is_one_line_with_its_place_and_exit_3(desk: Desk) -> None:
    desk.settings_file.write_text("mode: lvie\nsupport: {addresses: [a@b.example]}\n")
    result = desk.run("ticket", "list")
    assert result.exit_code == 3
    assert result.stdout == ""
    assert f"{desk.settings_file}:1:7" in result.stderr
    assert "Traceback" not in result.stderr


def test_with_json_an_error_is_a_document_on_standard_error(desk: Desk) -> None:
    desk.settings_file.write_text("mode: lvie\n")
    result = desk.run("ticket", "list", "--json")
    assert result.stdout == ""
    told = json.loads(result.stderr)
    assert told["exit"] == result.exit_code == 3
    assert told["problems"][0]["line"] == 1
    assert told["problems"][0]["file"] == str(desk.settings_file)


@pytest.mark.parametrize(
    "words", [["--json", "nonsense"], ["ticket", "list", "--bogus", "--json"], ["--json", "--bogus"]]
)
def test_with_json_a_wrong_option_is_a_document_too(desk: Desk, words: list[str]) -> None:
    result = desk.run(*words)
    assert result.exit_code == 2
    told = json.loads(result.stderr)
    assert told["exit"] == 2
    assert told["error"]


def test_a_wrong_word_names_the_nearest_command(desk: Desk) -> None:
    result = desk.run("tickt")
    assert result.exit_code == 2
    assert 'id you mean "ticket"' in result.stderr


def _failing(error: BaseException) -> click.Command:
    @click.command("fails")
    def fails() -> None:
        raise error

    return fails


@pytest.fixture
def add_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway, "commands", dict(gateway.commands))


@pytest.mark.usefixtures("add_command")
def test_an_unexpected_error_is_one_line_and_says_how_to_see_more(desk: Desk) -> None:
    gateway.add_command(_failing(ZeroDivisionError("private\nwords of a customer")))
    result = desk.run("fails")
    assert result.exit_code == 1
    assert "ZeroDivisionError: private" in result.stderr
    assert "words of a customer" not in result.stderr
    assert "Traceback" not in result.stderr
    assert "-v" in result.stderr


@pytest.mark.usefixtures("add_command")
def test_with_v_an_unexpected_error_shows_where_it_was(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    gateway.add_command(_failing(ZeroDivisionError("oh")))
    assert desk.run("-v", "fails").exit_code == 1
    assert any(record.exc_info for record in caplog.records)


@pytest.mark.usefixtures("add_command")
@pytest.mark.parametrize(("error", "code"), [(KeyboardInterrupt(), 130), (BrokenPipeError(), 141)])
def test_an_interrupted_command_has_the_exit_code_of_the_signal(desk: Desk, error: BaseException, code: int) -> None:
    gateway.add_command(_failing(error))
    assert desk.run("fails").exit_code == code


def test_a_store_that_belongs_to_a_folder_nobody_can_make_is_refused(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    desk.environ["GATEWAY_STORE__DIRECTORY"] = str(tmp_path / "file" / "store")
    result = desk.run("ticket", "list")
    assert result.exit_code == Exit.REFUSED, result.stderr
    assert "Traceback" not in result.stderr


NOBODY = 65534
CLOSED = [
    "ticket list",
    "status",
    "reload",
    "rules stats",
    "rules explain --ticket 1042735",
    "metrics",
    "config history",
    "config rollback 8956",
    "mail receive -f ann@acme.example -r support@support.example",
]


@pytest.mark.id("R-11")
@pytest.mark.parametrize("line", CLOSED)
def test_a_store_that_is_closed_to_the_user_is_refused_with_the_way_out(desk: Desk, line: str) -> None:
    if os.geteuid() == 0:  # to whom nothing is closed
        code, said = _as_somebody_else(desk, line)
        assert f"{desk.store}: the store's folder belongs to the user root" in said
        assert "hint: run as that user: sudo -u root …" in said
    else:
        desk.store.chmod(0)
        result = desk.run(*line.split())
        desk.store.chmod(0o700)
        code, said = result.exit_code, result.stderr
        assert "the store's folder cannot be written\n  hint: chmod 700" in said
    assert code == (Exit.TEMPORARY if line.startswith("mail receive") else Exit.REFUSED)


def _as_somebody_else(desk: Desk, line: str) -> tuple[int, str]:
    """Run a command line as a user who may read the settings and not look into the store."""
    desk.run(*line.split(), stdin=mail())  # what it imports may be closed to them too
    desk.store.chmod(0o700)
    for above in desk.store.parents:
        if above not in (Path("/tmp"), Path("/")):
            above.chmod(above.stat().st_mode | 0o755)
    os.seteuid(NOBODY)
    try:
        result = desk.run(*line.split(), stdin=mail())
    finally:
        os.seteuid(0)
    return result.exit_code, result.stderr
