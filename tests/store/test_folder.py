"""The store's folder and what lies in it: ours alone, or nothing is opened."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from gateway.errors import ConfigError
from gateway.store.folder import OUR_FILES, make_folder
from gateway.store.migrate import open_database


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "store"
    open_database(url="", directory=made).close()
    return made


def refusal(folder: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        open_database(url="", directory=folder)
    return str(caught.value)


@pytest.mark.parametrize(("mode", "who"), [(0o770, "its group"), (0o722, "everybody"), (0o777, "everybody")])
def test_a_folder_that_others_may_write_is_refused_with_the_fix(folder: Path, mode: int, who: str) -> None:
    folder.chmod(mode)
    said = refusal(folder)
    assert f"{folder}: the store's folder may be written by {who}" in said
    assert f"hint: chmod 700 {folder}" in said
    folder.chmod(0o700)
    open_database(url="", directory=folder).close()


def test_a_folder_that_others_may_only_read_is_taken(folder: Path) -> None:
    folder.chmod(0o755)
    make_folder(folder)


@pytest.mark.id("R-11")
def test_a_folder_of_another_user_is_refused_and_the_user_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: folder.stat().st_uid + 4242)
    said = refusal(folder)
    assert "the store's folder belongs to the user " in said
    assert "hint: run as that user: sudo -u " in said


@pytest.mark.id("R-11")
def test_a_folder_behind_a_link_is_refused(folder: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(folder)
    assert f"{link}: the store's folder is a link or no folder\n  hint: name the real folder" in refusal(link)


def a_link(file: Path) -> None:
    elsewhere = file.parent.parent / "elsewhere"
    if file.exists():
        file.rename(elsewhere)
    file.symlink_to(elsewhere)


def a_fifo(file: Path) -> None:
    file.unlink(missing_ok=True)
    os.mkfifo(file)


def a_folder(file: Path) -> None:
    file.unlink(missing_ok=True)
    file.mkdir()


@pytest.mark.id("R-11", "D-16")
@pytest.mark.parametrize(
    ("plant", "what"), [(a_link, "is a link, and the store follows none"), (a_fifo, "is no file"), (a_folder, "is no")]
)
@pytest.mark.parametrize("name", OUR_FILES)
def test_what_somebody_planted_where_a_file_of_ours_belongs_is_neither_read_nor_written(
    folder: Path, plant: Callable[[Path], None], what: str, name: str
) -> None:
    plant(folder / name)
    assert f"{folder / name}: {what}" in refusal(folder)
    elsewhere = folder.parent / "elsewhere"
    assert name in ("desk.sqlite", "journal.sqlite", "migrate.lock") or not elsewhere.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_of_another_user_is_refused_with_the_fix(folder: Path) -> None:
    file = folder / "journal.sqlite"
    os.chown(file, 65534, -1)
    said = refusal(folder)
    assert f"{file}: belongs to the user " in said
    assert f"hint: chown root {file}" in said
