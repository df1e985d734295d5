"""What goes wrong at the start of a whole gateway: one clear complaint, exit code 3, nothing left running."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.whole.gateway_process import Gateway, a_message, until

BAD_CONFIG = Path(__file__).parents[1] / "bad-config"


def left_running(folder: Path) -> list[str]:
    """The processes that were started in a folder and still live."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if process.joinpath("cwd").resolve() == folder and "Z" not in process.joinpath("stat").read_text():
                found.append(process.joinpath("cmdline").read_text())
        except OSError:
            continue
    return found


def nothing_was_started(gateway: Gateway) -> None:
    with socket.socket() as sock:
        assert sock.connect_ex(("127.0.0.1", gateway.port)) != 0, "the door is open"
    assert left_running(gateway.folder) == []


@pytest.mark.id("R-09", "R-01", "P31")
@pytest.mark.parametrize(
    "name",
    [
        "unknown-key",
        "mode-misspelt",
        "timezone-misspelt",
        "tab",
        "python-tag",
        "mailbox-move-nowhere",
        "relay-password-in-clear",
        "several-at-once",
    ],
)
def test_wrong_settings_start_nothing_and_say_where(tmp_path: Path, name: str) -> None:
    config = tmp_path / "config"
    config.mkdir()
    shutil.copy(BAD_CONFIG / f"{name}.yml", config / "gateway.yml")
    gateway = Gateway(tmp_path)
    said = gateway.refuses_to_start(3)
    assert (BAD_CONFIG / f"{name}.txt").read_text().splitlines()[0].partition(" ")[2] in said
    assert said.startswith("config/gateway.yml:")
    assert said.split(":")[1].isdigit()
    assert said.split(":")[2].isdigit()
    nothing_was_started(gateway)
    assert not (tmp_path / "store").exists()


def test_wrong_links_start_nothing_and_say_where(tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.mkdir()
    (config / "gateway.yml").write_text("")
    (config / "links.yml").write_text("topics:\n  sign-in:\n    wrods: [password]\n")
    gateway = Gateway(tmp_path)
    said = gateway.refuses_to_start(3)
    assert "config/links.yml:3:5: " in said
    nothing_was_started(gateway)


def test_a_variable_that_means_nothing_starts_nothing(tmp_path: Path) -> None:
    gateway = Gateway(tmp_path, GATEWAY_SMTP__LISTN="127.0.0.1:2525")
    said = gateway.refuses_to_start(3)
    assert "GATEWAY_SMTP__LISTN" in said
    nothing_was_started(gateway)


def test_a_port_in_use_is_one_clear_complaint_and_nothing_is_left_running(tmp_path: Path) -> None:
    gateway = Gateway(tmp_path)
    with socket.create_server(("127.0.0.1", gateway.port)):
        said = gateway.refuses_to_start(3)
    assert said.count(f"127.0.0.1:{gateway.port}: cannot listen here: Address already in use") == 1
    assert "hint: another program listens there" in said
    nothing_was_started(gateway)
    with gateway.running():
        gateway.send(a_message(0))


def test_a_socket_path_in_use_is_one_clear_complaint(tmp_path: Path) -> None:
    place = tmp_path / "lmtp.sock"
    gateway = Gateway(tmp_path, GATEWAY_LMTP__LISTEN=str(place))
    place.write_text("somebody's file")
    said = gateway.refuses_to_start(3)
    assert f"{place}: cannot listen here: there is something else at this path" in said
    assert place.read_text() == "somebody's file"
    nothing_was_started(gateway)


@pytest.mark.id("D-16", "P38")
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("file", '"store.directory" is there and is not a folder'),
        ("link", "the store's folder is a link or no folder"),
        ("unwritable", "/proc/sys: the store's folder "),
    ],
)
def test_a_store_that_is_no_folder_of_ours_starts_nothing(tmp_path: Path, kind: str, words: str) -> None:
    gateway = Gateway(tmp_path)
    store = tmp_path / "store"
    match kind:
        case "file":
            store.write_text("somebody's file")
        case "link":
            store.symlink_to(tmp_path / "elsewhere")
            (tmp_path / "elsewhere").mkdir()
        case _:
            gateway.settings["GATEWAY_STORE__DIRECTORY"] = "/proc/sys"  # nobody may write there, not even root
    said = gateway.refuses_to_start(3)
    assert words in said
    nothing_was_started(gateway)
    assert kind != "link" or list((tmp_path / "elsewhere").iterdir()) == []


def truncate(name: str, size: int) -> Callable[[Path], None]:
    return lambda store: os.truncate(store / name, size)


def remove(*names: str) -> Callable[[Path], None]:
    def damage(store: Path) -> None:
        for name in names:
            (store / name).unlink()

    return damage


def scribble(name: str, at: int) -> Callable[[Path], None]:
    def damage(store: Path) -> None:
        with (store / name).open("r+b") as file:
            file.seek(at)
            file.write(b"\xa5" * 20_000)

    return damage


def of_the_future(store: Path) -> None:
    with sqlite3.connect(store / "desk.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()


def forget_letters(store: Path) -> None:
    """What the desk's file of yesterday looks like to the journal of today."""
    with sqlite3.connect(store / "desk.sqlite") as connection:
        connection.execute("UPDATE counter SET value = 0 WHERE name = 'outbox'")
    connection.close()


DAMAGES = {
    "desk-truncated": (truncate("desk.sqlite", 5000), "the store is damaged"),
    "journal-truncated": (truncate("journal.sqlite", 5000), "the store is damaged"),
    "desk-random": (scribble("desk.sqlite", 0), "the store is damaged"),
    "journal-random": (scribble("journal.sqlite", 0), "the store is damaged"),
    "journal-random-within": (scribble("journal.sqlite", 4096), "the store is damaged"),
    "desk-empty": (truncate("desk.sqlite", 0), "is missing or empty, while journal.sqlite has 3 mails"),
    "desk-missing": (remove("desk.sqlite"), "is missing or empty, while journal.sqlite has 3 mails"),
    "journal-missing": (remove("journal.sqlite"), "is missing or empty, while desk.sqlite has begun with mail 3"),
    "desk-old": (forget_letters, "is old: it ends at letter 0, while journal.sqlite has sent 3"),
    "newer": (of_the_future, "the store is at schema 9999, which this version does not know"),
}


@pytest.fixture(scope="module")
def stopped_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with three mails, of a gateway that was stopped as it should be."""
    gateway = Gateway(tmp_path_factory.mktemp("stopped"))
    with gateway.running():
        for number in range(3):
            gateway.send(a_message(number))
        until(lambda: len(gateway.outgoing()) == 3, "all are acknowledged")
        until(gateway.at_rest, "nothing waits")
    return gateway.folder / "store"


@pytest.mark.id("D-14")
@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_store_is_refused_in_clear_words(tmp_path: Path, stopped_store: Path, name: str) -> None:
    damage, words = DAMAGES[name]
    shutil.copytree(stopped_store, tmp_path / "store")
    damage(tmp_path / "store")
    gateway = Gateway(tmp_path)
    said = gateway.refuses_to_start(3)
    assert words in said
    assert "starting again" not in said
    nothing_was_started(gateway)
    assert words in gateway.failing_cli("ticket", "list", code=3)
    assert len(gateway.outgoing()) == 3, "nobody is acknowledged a second time"


@pytest.mark.id("D-14")
def test_a_copy_of_the_two_files_of_a_stopped_gateway_is_a_whole_store(tmp_path: Path, stopped_store: Path) -> None:
    (tmp_path / "store").mkdir(mode=0o700)
    for name in ("desk.sqlite", "journal.sqlite"):
        shutil.copy(stopped_store / name, tmp_path / "store" / name)
    gateway = Gateway(tmp_path)
    with gateway.running():
        gateway.send(a_message(3))
        until(lambda: len(gateway.outgoing()) == 1, "only the new mail is acknowledged")
        until(gateway.at_rest, "nothing waits")
        assert len(gateway.tickets()) == 4
    assert len(gateway.outgoing()) == 1


@pytest.mark.id("D-14")
@pytest.mark.parametrize("name", ["desk.sqlite", "journal.sqlite"])
def test_a_log_that_was_taken_away_after_a_crash_is_missed(tmp_path: Path, name: str) -> None:
    gateway = Gateway(tmp_path)
    with gateway.running():
        gateway.send(a_message(0))
        until(lambda: len(gateway.outgoing()) == 1, "it is acknowledged")
        gateway.kill()
    log = tmp_path / "store" / f"{name}-wal"
    kept = log.read_bytes()
    log.unlink()
    said = gateway.refuses_to_start(3)
    assert f"{log}: is missing: it holds what is not yet in {name}" in said
    nothing_was_started(gateway)
    log.write_bytes(kept)
    with gateway.running():
        until(gateway.at_rest, "nothing waits")
        assert len(gateway.tickets()) == 1
    assert len(gateway.outgoing()) == 1


def test_a_gateway_that_is_told_to_stop_leaves_nothing_running(tmp_path: Path) -> None:
    gateway = Gateway(tmp_path)
    with gateway.running():
        assert len(gateway.children()) == 2
        assert gateway.stop(signal.SIGINT) == 0
    nothing_was_started(gateway)
    assert gateway.status()["running"] is False
