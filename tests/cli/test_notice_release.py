"""``gateway maintenance schedule --approve-by``: what a second person is asked, and what they are shown."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cli.conftest import Desk
from tests.cli.noticing import DIRECTORY, GO, SCHEDULE, UPGRADE_SAID, letters, mails, refused, states

TEAM = """\
team:
  - {name: dana, address: dana@support.example, groups: [support]}
  - {name: lena, address: lena@support.example, groups: [qa]}
"""


@pytest.fixture
def known(desk: Desk) -> Desk:
    desk.know(DIRECTORY)
    (desk.settings_file.parent / "team.yml").write_text(TEAM)
    return desk


def test_who_approves_maintenance_reads_the_very_letter_that_leaves_and_who_gets_it(known: Desk) -> None:
    shown = known.ok(*SCHEDULE, "--approve-by", "lena@support.example", "--by", "dana")
    assert shown.endswith(
        "MNT-2026-0001 waits for lena (lena@support.example), who is asked by mail; nobody was told.\n"
    )
    assert states(known) == {"MNT-2026-0001": "draft"}
    (asked,) = mails(known)
    body = asked.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "-0000" not in asked.as_string()
    assert text.count("above this line") + text.count("au-dessus de cette ligne") == 1  # its own marker
    words = " ".join(text.replace("\n> ", "\n").replace("\n>", "\n").split())
    assert "A letter in each of their languages:" in words
    assert 'The letter to ACME, "[MNT-2026-0001] Maintenance programmée : Storage": PROGRAMMÉE - ' in words
    assert "Référence MNT-2026-0001, compte acme." in words
    assert 'The letter to Bravo, "[MNT-2026-0001] Scheduled maintenance: Storage": SCHEDULED - ' in words
    assert "Reference MNT-2026-0001, account bravo." in words
    assert "dana wants to tell 2 customers of this, and asks for your word. 1 more cannot be told." in words
    assert "ACME (acme): noc@acme.example Bravo (bravo): ops@bravo.example Not told" in words
    assert "Globex (globex): no notice address" in words
    assert 'just reply "yes"' in words


@pytest.mark.parametrize("asking", [("--draft",), ("--approve-by", "lena", "--by", "dana")])
def test_what_is_only_kept_shows_how_its_window_was_understood_as_a_yes_does(
    known: Desk, asking: tuple[str, ...]
) -> None:
    paris = ("--start", "2026-11-22 22:00", "--tz", "Europe/Paris")
    words = [*SCHEDULE, *paris]
    trial = known.ok(*words, "--dry-run").splitlines()
    block = trial[1 : trial.index(next(line for line in trial if line.startswith("Mail"))) + 1]
    assert any("Sun 22 Nov 2026 22:00 - Mon 23 Nov 00:00 CET" in line for line in block)
    assert any("Sun 22 Nov 2026 21:00 - 23:00 UTC" in line for line in block)
    assert [line.partition(" ")[0] for line in block if line[:1].strip()] == [
        *("Letter", "Window", "Notice", "Objections", "Working", "Audience", "Skipped", "Mail")
    ]
    kept = known.ok(*words, *asking).splitlines()
    assert kept[0] == "MNT-2026-0001  maintenance: Storage"
    assert kept[1 : len(block) + 1] == block
    again = known.ok("notice", "send", "MNT-2026-0001", "--approve-by", "lena", "--by", "dana").splitlines()
    assert any(line.startswith("Window") for line in again)
    assert any("Sun 22 Nov 2026 21:00 - 23:00 UTC" in line for line in again)
    listed = known.ok("notice", "list")
    assert "Sun 22 Nov 16:00 EST" in listed


def test_who_approves_reads_what_else_is_planned_and_in_their_language_why_somebody_is_not_told(known: Desk) -> None:
    known.ok(*SCHEDULE, *GO)
    text = known.settings_file.read_text()
    known.settings_file.write_text(f"{text}language: fr\n")
    known.ok(*SCHEDULE, "--approve-by", "lena", "--by", "dana")
    body = mails(known)[-1].get_body(("plain",))
    assert body is not None
    words = " ".join(body.get_content().split())
    assert "Au même moment MNT-2026-0001 (Storage)" in words
    assert "Non prévenus Globex (globex) : pas d'adresse pour les avis" in words


@pytest.mark.parametrize("trying", [(), ("--dry-run",), ("--test-to", "dana@support.example")])
def test_a_stranger_approves_nothing_not_even_in_a_trial(known: Desk, trying: tuple[str, ...]) -> None:
    said = refused(known, *SCHEDULE, "--approve-by", "eve@example.org", "--by", "dana", *trying)
    assert "--approve-by: " in said
    assert "eve@example.org" in said
    assert letters(known) == []


def test_whoever_is_nobody_of_the_team_is_told_to_name_themselves(known: Desk) -> None:
    said = refused(known, *SCHEDULE, "--approve-by", "lena", "--by", "olly")
    assert said.endswith("which is dana, lena; to ask for a second word, name yourself: --by NAME")


@pytest.mark.parametrize("by", ["lena", "lena@support.example", "Lena@Support.Example", "dana", "root"])
@pytest.mark.parametrize("trying", [(), ("--dry-run",), ("--test-to", "dana@support.example")])
def test_what_waits_for_an_answer_by_mail_nobody_releases_on_the_command_line(
    known: Desk, by: str, trying: tuple[str, ...]
) -> None:
    known.ok(*SCHEDULE, "--approve-by", "lena@support.example", "--by", "dana")
    name, before = "MNT-2026-0001", len(letters(known))
    said = refused(known, "notice", "send", name, "--by", by, "--confirm", name, *GO, *trying)
    assert f"{name} waits for lena@support.example, who was asked by mail: only the answer" in said
    assert f"gateway notice abort {name}, and write it anew" in said
    assert f"gateway notice send {name} --approve-by ADDR" in said
    assert f"gateway notice send {name} --confirm" not in known.run("notice", "show", name).stderr
    assert len(letters(known)) == before


def test_a_draft_that_is_asked_about_says_who_has_to_answer_since_when_and_that_asking_again_voids_it(
    known: Desk,
) -> None:
    known.ok(*SCHEDULE, "--approve-by", "lena@support.example", "--by", "dana")
    name, waits = "MNT-2026-0001", "waits for lena@support.example, asked 04:12"
    assert waits in known.ok("notice", "list")
    (listed,) = known.json("notice", "list")
    assert listed["release"] == known.json("notice", "show", name)["release"]
    assert (listed["release"]["asked"], listed["release"]["reply"]) == ("lena@support.example", None)
    shown = known.run("notice", "show", name)
    assert f"  {waits} EST\n" in shown.stdout
    assert shown.stderr == f"Next: gateway notice preview {name} · gateway notice abort {name}\n"
    assert "--approve-by" not in known.run("notice", "preview", name).stderr
    asking = ("notice", "send", name, "--approve-by", "lena", "--by", "dana")
    known.clock.advance(timedelta(minutes=3))
    assert "careful" not in known.run(*asking, "--dry-run").stderr
    said = " ".join(known.run(*asking).stderr.split())
    assert f"careful: {name} {waits} EST: an answer to that mail releases nothing any more" in said
    assert "asked 04:15" in known.ok("notice", "list")
    known.clock.advance(timedelta(days=91))
    shown = known.run("maintenance", "show", name)
    assert "too long ago to count" in shown.stdout
    assert f"gateway notice send {name} --approve-by ADDR" in shown.stderr


@pytest.mark.parametrize("trying", [(), ("--dry-run",)])
def test_a_draft_that_nobody_is_asked_about_has_nobody_to_approve_it(known: Desk, trying: tuple[str, ...]) -> None:
    said = refused(known, *SCHEDULE, "--draft", "--approve-by", "lena", "--by", "dana", *trying, code=2)
    assert "give --draft or --approve-by, one of the two" in said
    assert (states(known), letters(known)) == ({}, [])


def test_a_draft_of_any_kind_is_asked_about_by_the_command_that_sends_it(known: Desk) -> None:
    new = ("notice", "upgrade", "--title", "Voice 9", "--service", "voice", "--text", "Shorter menus.", *UPGRADE_SAID)
    known.ok(*new, "--draft")
    words = ("notice", "send", "UPG-2026-0001", "--approve-by", "lena", "--by", "dana")
    assert "could be written; none was sent." in known.ok(*words, "--dry-run")
    assert letters(known) == []
    assert "eve" in refused(known, "notice", "send", "UPG-2026-0001", "--approve-by", "eve", "--by", "dana", *GO)
    shown = known.ok(*words)
    assert shown.startswith("UPG-2026-0001  upgrade: Voice 9\n")
    assert "Tue 01 Dec 2026 06:00 UTC" in shown
    assert shown.endswith(
        "UPG-2026-0001 waits for lena (lena@support.example), who is asked by mail; nobody was told.\n"
    )
    (asked,) = mails(known)
    body = asked.get_body(("plain",))
    assert body is not None
    assert "counts from your yes" not in body.get_content()
    said = refused(known, "notice", "send", "UPG-2026-0001", "--by", "dana", *GO)
    assert "waits for lena@support.example" in said
    assert "gateway notice abort UPG-2026-0001, and write it anew" in said
    found = known.json(*words)
    assert (found["state"], found["approve_by"], found["stage"]) == ("draft", "lena@support.example", None)


def test_a_reason_for_short_notice_that_is_given_with_the_question_is_kept(known: Desk) -> None:
    soon = (*SCHEDULE[:6], "--start", "2026-11-19T20:00Z", *SCHEDULE[8:])
    known.ok(*soon, "--draft")
    name = "MNT-2026-0001"
    assert "--short-notice" in refused(known, "notice", "send", name, "--approve-by", "lena", "--by", "dana")
    known.ok("notice", "send", name, "--approve-by", "lena", "--by", "dana", "--short-notice", "a flaw")
    assert known.json("notice", "show", name)["texts"]["short_notice"] == "a flaw"
