"""``gateway notice preview``: the letter of a draft, and whose letter there is none of, and why."""

from __future__ import annotations

import shlex

import pytest

from gateway.desk.notices import maintenance
from tests.cli.conftest import SETTINGS, Desk
from tests.cli.noticing import DIRECTORY, GO, SCHEDULE, UPGRADE_SAID, mails, refused, work

UPGRADE = ("notice", "upgrade", "--service", "voice", "--title", "Voice 9", "--text", "Shorter menus.", *UPGRADE_SAID)
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


@pytest.mark.parametrize("drafted", [SCHEDULE, UPGRADE, NEWSLETTER], ids=lambda words: words[1])
def test_the_draft_of_each_kind_is_previewed_by_the_command_that_is_named(
    known: Desk, drafted: tuple[str, ...]
) -> None:
    """And the letter is the one that is sent."""
    preview, send = commands_named(known, *drafted, "--draft")
    shown = known.json(*preview, "--customer", "bravo")
    name = preview[-1]
    assert commands_named(known, *preview) == [["notice", "send", name, "--confirm", name]]
    known.run(*send, *GO)
    work(known)
    (mail,) = [one for one in mails(known) if one["To"] == "ops@bravo.example"]
    body = mail.get_body(("plain",))
    assert body is not None
    assert shown["subject"] == mail["Subject"]
    assert shown["text"].split() == body.get_content().split()


def test_an_upgrade_begins_with_its_moment(known: Desk) -> None:
    name = known.json(*UPGRADE, "--draft")["id"]
    text = known.json("notice", "preview", name, "--as-of", "upgrade", "--customer", "bravo")["text"]
    assert text.splitlines()[:2] == [
        "UPGRADE - Tue 1 Dec 2026, 15:00 Tokyo (UTC+9)",
        "          Tue 1 Dec 2026, 06:00 UTC",
    ]


def test_a_letter_that_is_about_to_leave_follows_the_one_they_have_had(known: Desk) -> None:
    """Whoever has had none is not answered to."""
    known.run(*SCHEDULE, *GO)
    work(known)
    known.know("customers:\n  - {id: delta, name: Delta, products: [voice], notice_address: noc@delta.example}\n")
    with known.office() as office:
        planned = office.announcing.plan("MNT-2026-0001", maintenance.remind, by="dana")
        subjects = [office.specimens.of(planned, one).written.said.subject for one in ("bravo", "delta")]
    title = "[MNT-2026-0001] Scheduled maintenance: Storage"
    assert subjects == [f"Re: {title}", title]


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


def test_after_the_final_report_its_letter_is_shown(desk: Desk) -> None:
    desk.know(DIRECTORY)
    name = "INC-2026-0001"
    desk.ok("outage", "open", "--service", "voice")
    desk.ok("outage", "confirm", name, "--summary", "Calls fail", "--workaround", "none")
    desk.ok("outage", "report", name, *GO)
    desk.ok("outage", "restore", name, *GO)
    shown = desk.json("notice", "preview", name, "--customer", "bravo")
    assert shown["text"].startswith("RESTORED, being analysed")
    desk.ok("outage", "rca", name, "--root-cause", "A disk", "--impact", "No calls", "--resolution", "Replaced", *GO)
    shown = desk.json("notice", "preview", name, "--customer", "bravo")
    assert shown["text"].startswith("FINAL REPORT")


@pytest.mark.parametrize("stage", ["rescheduled", "extended"])
def test_a_window_that_was_never_moved_is_not_shown_as_if_it_were_in_silence(desk: Desk, stage: str) -> None:
    desk.know(DIRECTORY)
    name = desk.json(*SCHEDULE, "--draft")["id"]
    unmoved = f"The window of {name} is as it was: old and new times are the same here."
    assert unmoved in desk.run("notice", "preview", name, "--as-of", stage).stderr
    assert unmoved not in desk.run("notice", "preview", name, "--as-of", "completed").stderr
    desk.ok("notice", "send", name, *GO)
    desk.ok("maintenance", "reschedule", name, "--start", "2026-11-23T01:00Z", *GO)
    assert unmoved not in desk.run("notice", "preview", name, "--as-of", "rescheduled").stderr
