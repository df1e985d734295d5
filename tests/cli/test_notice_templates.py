"""A template that lacks a block is named by the first command, long before its letter is due."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gateway.outbound.render import Renderer
from gateway.resources import shipped
from tests.cli.conftest import Desk
from tests.cli.noticing import DIRECTORY, GO, SCHEDULE, states

NAME = "INC-2026-0001"
CAREFUL = "careful: a later letter will be refused "


@pytest.fixture
def known(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose French letters of two later stages lack a block."""
    folder = tmp_path / "templates"
    shutil.copytree(shipped("templates"), folder)
    for template, block in (("notice-started", "customer_action"), ("notice-restored", "residual")):
        words = folder / "fr" / f"{template}.words.j2"
        kept = [line for line in words.read_text("utf-8").splitlines() if block not in line]
        words.write_text("\n".join(kept), "utf-8")
    monkeypatch.setattr("gateway.office.shipped_renderer", lambda: Renderer(folder, at_once=False))
    desk.know(DIRECTORY)
    return desk


@pytest.mark.parametrize("how", [("--dry-run",), ("--draft",), GO, (*GO, "--json")])
def test_what_will_be_refused_later_is_named_when_maintenance_is_announced(known: Desk, how: tuple[str, ...]) -> None:
    result = known.run(*SCHEDULE, *how)
    assert result.exit_code == 0, result.output
    said = " ".join(result.stderr.split())
    assert f"{CAREFUL}fr/notice-started.words.j2: the letter lacks customer_action" in said
    assert said.count(CAREFUL) == 1, "of an outage, and in English, nothing is said"


def test_a_draft_says_so_again_when_it_is_sent_and_what_follows_says_nothing(known: Desk) -> None:
    known.ok(*SCHEDULE, "--draft")
    assert CAREFUL in " ".join(known.run("notice", "send", "MNT-2026-0001", *GO).stderr.split())
    assert "careful" not in known.run("maintenance", "cancel", "MNT-2026-0001", *GO).stderr


def test_nobody_who_reads_another_language_is_in_the_way(known: Desk) -> None:
    assert "careful" not in known.run(*SCHEDULE, "--region", "jp", *GO).stderr


def test_what_will_be_refused_later_is_named_when_an_outage_is_suspected_and_confirmed(known: Desk) -> None:
    for words in (("open", "--service", "voice"), ("confirm", NAME)):
        result = known.run("outage", *words)
        said = " ".join(result.stderr.split())
        assert f"{CAREFUL}fr/notice-restored.words.j2: the letter lacks residual" in said
        assert (result.exit_code, said.count(CAREFUL)) == (0, 1)
    assert states(known) == {NAME: "confirmed"}
