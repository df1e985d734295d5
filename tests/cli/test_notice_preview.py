"""``gateway notice preview``: the letter of a draft, and whose letter there is none of, and why."""

from __future__ import annotations

import shlex

import pytest

from tests.cli.conftest import SETTINGS, Desk
from tests.cli.noticing import DIRECTORY, GO, SCHEDULE, mails, refused, work

UPGRADE = ("notice", "upgrade", "--service", "voice", "--title", "Voice 9", "--text", "Shorter menus.")
NEWSLETTER = ("notice", "newsletter", "--list", "news", "--title", "November", "--text", "Shorter menus.", "--all")


@pytest.fixture
def known(desk: Desk) -> Desk:
    desk.settings_file.write_text(SETTINGS + "  newsletters: news@support.example\n")
    desk.know(DIRECTORY)
    return desk


def commands_named(desk: Desk, *words: str) -> list[list[str]]:
    """Run a command; return those it names as the next, as they are typed."""
    named = desk.run(*words).stderr.splitlines()[-1].removeprefix("Next: ")
    return [shlex.split(one)[1:] for one in named.split(" · ")]


def as_read(text: str) -> list[str]:
    """Return the words of a letter, less the address for answers, which is each letter's own."""
    return [word for word in text.split() if not word.startswith("support+n.")]


@pytest.mark.parametrize("drafted", [SCHEDULE, UPGRADE, NEWSLETTER], ids=lambda words: words[1])
def test_the_draft_of_each_kind_is_previewed_by_the_command_that_is_named(
    known: Desk, drafted: tuple[str, ...]
) -> None:
    """And the letter is the one that is sent."""
    preview, send = commands_named(known, *drafted, "--draft")
    shown = known.json(*preview, "--customer", "bravo")
    assert known.run(*preview).exit_code == 0
    known.run(*send, *GO)
    work(known)
    (mail,) = [one for one in mails(known) if one["To"] == "ops@bravo.example"]
    body = mail.get_body(("plain",))
    assert body is not None
    assert shown["subject"] == mail["Subject"]
    assert as_read(shown["text"]) == as_read(body.get_content())


def test_an_upgrade_has_no_window_that_nobody_has_named(known: Desk) -> None:
    name = known.json(*UPGRADE, "--draft")["id"]
    text = known.json("notice", "preview", name, "--as-of", "upgrade", "--customer", "bravo")["text"]
    assert text.splitlines()[0] == "UPGRADE - Voice 9"


@pytest.mark.parametrize(
    ("customer", "why"),
    [
        ("Hooli", "hooli gets no letter: it has none of voice"),
        ("globx", 'there is no customer "globx": did you mean "globex"?'),
        ("zzz", 'there is no customer "zzz"'),
    ],
)
def test_who_gets_no_letter_is_told_why(desk: Desk, customer: str, why: str) -> None:
    desk.know(DIRECTORY)
    name = desk.json(*SCHEDULE, "--draft")["id"]
    assert refused(desk, "notice", "preview", name, "--customer", customer) == why


def test_an_outage_without_a_title_is_called_by_what_is_down_in_every_language(desk: Desk) -> None:
    desk.know(DIRECTORY)
    name = desk.json("outage", "open", "--service", "voice", "--region", "eu")["id"]
    desk.ok("outage", "confirm", name)
    assert desk.json("notice", "preview", name)["subject"] == f"[{name}] Interruption de service : voice, eu"
