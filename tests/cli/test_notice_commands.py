"""``gateway notice``: sent once, stopped, started, tried again, looked at, as people type it. No gateway runs here."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.mail import DeliveryResult, Outcome
from gateway.store.outbox import OutboxStore
from tests.cli.conftest import SETTINGS, Desk
from tests.cli.noticing import (
    DIRECTORY,
    GO,
    SCHEDULE,
    UPGRADE_SAID,
    at_a_terminal,
    history,
    letters,
    mails,
    many,
    refused,
    stages,
    states,
    work,
)

NAME = "MNT-2026-0001"
UPGRADE = ("notice", "upgrade", "--service", "voice", "--title", "Voice 9", *UPGRADE_SAID)
NEWS = ("notice", "newsletter", "--list", "product-news", "--title", "November")
STAGES = {
    "MNT-2026-0001": ["scheduled", "rescheduled", "reminder", "started", "extended", "completed", "cancelled"],
    "INC-2026-0001": ["report", "update", "holding", "restored", "rca", "final"],
    "UPG-2026-0001": ["upgrade"],
    "NWL-2026-0001": ["newsletter"],
}


@pytest.fixture
def known(desk: Desk) -> Desk:
    desk.settings_file.write_text(SETTINGS + "  newsletters: news@support.example\n")
    desk.know(DIRECTORY)
    return desk


def scheduled(desk: Desk) -> str:
    desk.ok(*SCHEDULE, *GO)
    return NAME


def sent(desk: Desk, outcome: Outcome) -> None:
    """Have a relay answer for every letter that waits."""
    with desk.office() as office:
        wire, now = OutboxStore(office.database, owner="a test"), desk.clock.now()
        found = wire.claim(now=now, limit=100)
        wire.record([DeliveryResult(one.id, outcome, "550 5.1.1 no such user", now) for one in found])


# Stopped and started


def test_a_pause_says_how_many_are_left_and_a_resume_goes_on(known: Desk) -> None:
    name = scheduled(known)
    found = known.json("notice", "pause", name)
    assert (found["id"], found["delivery"], found["left"]) == (name, "paused", 2)
    assert work(known) == ["dana@support.example"]  # who cannot be told is named to who looks after them
    assert "it is paused already" in refused(known, "notice", "pause", name)
    result = known.run("notice", "resume", name.lower())
    assert (result.exit_code, f"{name} is written down, and 2 letters wait" in result.stderr) == (75, True)
    assert "nothing of it is paused" in refused(known, "notice", "resume", name, "--no-wait")
    assert len(work(known)) == 3
    assert "all its letters are written" in refused(known, "notice", "pause", name)


def test_an_abort_names_the_way_to_those_who_were_told(known: Desk) -> None:
    name = scheduled(known)
    result = known.run("notice", "abort", name, "--reason", "wrong text")
    assert result.stdout == f"{name}: nobody else is told.\n"
    assert result.stderr.endswith(f"Next: gateway maintenance cancel {name} · gateway notice report {name}\n")
    assert work(known) == ["dana@support.example"]
    assert ("letters of revision 0: aborted", "aborted by dana: wrong text") in history(known, name)
    assert "were aborted" in refused(known, "notice", "retry", name)


def test_an_abort_after_every_letter_has_left_names_the_way_to_those_who_have_it(known: Desk) -> None:
    name = scheduled(known)
    work(known)
    sent(known, Outcome.SENT)
    ends = f"all its letters are written to end it: gateway maintenance cancel {name}"
    assert ends in refused(known, "notice", "abort", name)
    assert "to end it" not in refused(known, "notice", "pause", name)


def test_an_abort_names_no_way_to_call_off_what_is_over(known: Desk) -> None:
    name = scheduled(known)
    work(known)
    known.clock.advance(timedelta(days=3))
    known.ok("maintenance", "complete", name, "--began", "2026-11-22T01:05Z", *GO)
    assert known.run("notice", "abort", name).stderr.endswith(f"Next: gateway notice report {name}\n")


@pytest.mark.parametrize("command", ["pause", "resume", "retry"])
def test_of_a_draft_there_is_nothing_to_stop(known: Desk, command: str) -> None:
    known.ok(*SCHEDULE, "--draft")
    assert NAME in refused(known, "notice", command, NAME)
    assert "there is no notice" in refused(known, "notice", command, "MNT-2026-0777")


def test_letters_that_bounced_are_written_again_where_that_is_asked(known: Desk) -> None:
    name = scheduled(known)
    work(known)
    assert "nobody's letter is bounced or failed" in refused(known, "notice", "retry", name)
    sent(known, Outcome.REFUSED)
    assert "nobody's letter is failed" in refused(known, "notice", "retry", name, "--only", "failed")
    assert "--to is ID=ADDR" in refused(known, "notice", "retry", name, "--to", "acme", code=2)
    two = refused(known, "notice", "retry", name, "--to", "acme=a@x.example, b@y.example")
    assert "--to acme=a@x.example, b@y.example" in two
    assert '"hooli" is no customer whom' in refused(known, "notice", "retry", name, "--to", "hooli=a@x.example")
    assert "'--only'" in refused(known, "notice", "retry", name, "--only", "accepted", code=2)
    before = len(letters(known))
    shown = known.ok("notice", "retry", name, "--to", "Acme=noc2@acme.example", "--no-wait")
    assert shown.splitlines()[0] == "On its way to acme."
    assert [one.recipient for one in letters(known)[before:]] == []
    assert work(known)[before:] == ["noc2@acme.example"]


@pytest.mark.parametrize("command", ["resume", "retry"])
@pytest.mark.parametrize("flag", [("--dry-run",), ("--test-to", "dana@support.example"), ("--confirm", NAME)])
def test_what_was_confirmed_before_takes_no_flag_of_trying_or_confirming(
    known: Desk, command: str, flag: tuple[str, ...]
) -> None:
    name = scheduled(known)
    if command == "resume":
        known.ok("notice", "pause", name)
    else:
        work(known)
        sent(known, Outcome.REFUSED)
    before = len(letters(known))
    assert f"No such option '{flag[0]}'" in refused(known, "notice", command, name, "--no-wait", *flag, code=2)
    assert len(work(known)) == before
    known.ok("notice", command, name, "--no-wait", "--yes")
    assert len(work(known)) == before + 2


def test_another_address_is_only_for_whom_the_other_flag_lets_in(known: Desk) -> None:
    name = scheduled(known)
    work(known)
    sent(known, Outcome.REFUSED)
    retry = ("notice", "retry", name, "--to", "acme=noc2@acme.example", "--no-wait")
    said = "the letter to acme is bounced, and not failed (--only)"
    assert said in refused(known, *retry, "--only", "failed")
    known.ok(*retry, "--only", "bounced")


# Sent once


def test_an_upgrade_goes_to_whom_a_contract_covers(known: Desk, tmp_path: Path) -> None:
    file = tmp_path / "voice-9.txt"
    file.write_text("Shorter menus.\n")
    known.ok("customers", "set", "bravo", "contract_until=2026-11-18")
    found = known.json(*UPGRADE, "--text-file", str(file), *GO)
    assert (found["id"], found["state"], found["stage"]) == ("UPG-2026-0001", "sent", "upgrade")
    assert [(one["customer"], one["why_not"]) for one in found["recipients"]] == [
        ("acme", None),
        ("bravo", "no valid contract"),
        ("globex", "no notice address"),
    ]
    assert "noc@acme.example" in work(known)
    shown = known.ok("notice", "report", "UPG-2026-0001").splitlines()
    assert "bravo\t(not for them)\tskipped\tno valid contract" in shown
    assert [line.split(" (")[0] for line in shown if line.startswith("Uncovered")] == ["Uncovered 1: globex"]
    document = known.json("notice", "report", "UPG-2026-0001")
    assert [one["customer"] for one in document["uncovered"]] == ["globex"]
    known.ok(*UPGRADE, "--text", "-", *GO, stdin="From standard input.")
    assert states(known).keys() == {"UPG-2026-0001", "UPG-2026-0002"}


def test_an_upgrade_says_when_by_the_clocks_of_each_reader_and_in_utc(known: Desk) -> None:
    words = ("notice", "upgrade", "--service", "voice", "--title", "Voice 9", "--text", "x", *UPGRADE_SAID[2:])
    at = ("--start", "2026-12-01 07:00", "--tz", "Europe/Paris")
    shown = known.ok(*words, *at, "--dry-run").splitlines()
    assert "When      Tue 01 Dec 2026 07:00 CET" in shown
    assert "          Tue 01 Dec 2026 06:00 UTC" in shown
    known.ok(*words, *at, *GO)
    assert "2026-12-01 01:00:00 EST" in known.ok("notice", "show", "UPG-2026-0001")
    assert known.json("notice", "show", "UPG-2026-0001")["start"] == "2026-12-01T06:00:00Z"
    work(known)
    told = {str(mail["To"]): mail.get_body(("plain",)) for mail in mails(known)}
    first = {to: " ".join(str(body.get_content()).split()[:16]) for to, body in told.items() if body}
    assert first["noc@acme.example"].startswith("NOUVELLE VERSION - mar. 1er déc. 2026, 07:00 Paris")
    assert first["ops@bravo.example"].startswith("UPGRADE - Tue 1 Dec 2026, 15:00 Tokyo (UTC+9)")
    assert all("06:00 UTC" in said for said in (first["noc@acme.example"], first["ops@bravo.example"]))


def test_the_days_of_a_contract_are_those_of_its_customer(known: Desk) -> None:
    known.clock.advance(timedelta(hours=6))  # 15:12 UTC: the next day at Bravo's, in Tokyo
    known.ok("customers", "set", "bravo", "contract_until=2026-11-19")
    found = known.json(*UPGRADE, "--text", "x", *GO)
    assert {one["customer"]: one["why_not"] for one in found["recipients"]}["bravo"] == "no valid contract"


def test_whoever_was_told_of_an_upgrade_hears_of_its_new_date(known: Desk) -> None:
    known.ok(*UPGRADE, "--text", "x", *GO)
    work(known)
    first = {str(mail["To"]): str(mail["Message-ID"]) for mail in mails(known)}
    known.ok("customers", "set", "bravo", "products=chat")
    known.ok("customers", "set", "acme", "contract_until=2026-11-18")
    move = ("notice", "reschedule", "upg-2026-0001", "--when", "2026-12-08 07:00", "--tz", "Europe/Paris")
    known.ok(*move, "--reason", "late tests", *GO)
    work(known)
    again = {str(mail["To"]): mail for mail in mails(known)}
    assert {"noc@acme.example", "ops@bravo.example"} <= again.keys()
    for to, mail in again.items():
        if mail["Subject"].startswith("Re: [UPG-2026-0001]"):
            assert str(mail["References"]) == first[to]
    body = " ".join(str(again["ops@bravo.example"].get_body(("plain",))).split())
    assert "UPGRADE, NEW TIME - Tue 8 Dec 2026, 15:00 Tokyo (UTC+9)" in body
    assert "was Tue 1 Dec 2026, 15:00 Tokyo" in body
    assert "late tests" in body
    assert stages(known, "UPG-2026-0001") == ["upgrade", "upgrade"]
    assert history(known, "UPG-2026-0001")[-1] == ("moved to 2026-12-08 06:00 UTC", "moved by dana: late tests")
    assert "at that time already" in refused(known, *move, *GO)
    shown = known.ok("notice", "show", "UPG-2026-0001").splitlines()
    assert [line.split()[1:] for line in shown if line.startswith(("When", "Was"))] == [
        ["2026-12-08", "01:00:00", "EST"],
        ["2026-12-01", "01:00:00", "EST"],
    ]


@pytest.mark.parametrize("lacks", [0, 2, 4])
@pytest.mark.parametrize("how", [GO, ("--draft",), ("--dry-run",)])
def test_an_upgrade_says_all_that_customers_have_to_know(known: Desk, lacks: int, how: tuple[str, ...]) -> None:
    said = (*UPGRADE_SAID[:lacks], *UPGRADE_SAID[lacks + 2 :])
    words = ("notice", "upgrade", "--service", "voice", "--title", "Voice 9", "--text", "x", *said)
    assert f"give {UPGRADE_SAID[lacks]}: nobody can be asked here" in refused(known, *words, *how, code=2)


def test_at_a_terminal_what_an_upgrade_does_not_say_is_asked_for(known: Desk) -> None:
    words = ("notice", "upgrade", "--service", "voice", "--title", "Voice 9", "--text", "x", "--draft")
    code, shown = at_a_terminal(known, *words, typed="soon\n2030-01-01\nnothing\nnone\n")
    assert code == 3, shown
    assert "When, by the clocks of America/Toronto (such as 2026-12-01 06:00): " in shown
    assert "a year ahead is the most" in shown


def test_at_a_terminal_the_text_of_an_upgrade_is_asked_for_after_its_title(known: Desk) -> None:
    words = ("notice", "upgrade", "--service", "voice", *UPGRADE_SAID, "--draft")
    code, shown = at_a_terminal(known, *words, typed="Voice 9\nShorter menus.\n")
    assert code == 0, shown
    assert "What does it say, in one line (a longer text: --text-file): " in shown
    [name] = states(known)
    found = known.json("notice", "show", name)
    assert (found["title"], found["texts"]["text"]) == ("Voice 9", "Shorter menus.")
    both = at_a_terminal(known, *words, "--text", "a", "--text-file", "b", typed="")[1]
    assert ("one of the two" in both, "Title" in both) == (True, False), both


def test_the_moment_of_an_upgrade_needs_a_zone(known: Desk) -> None:
    settings = known.settings_file.read_text("utf-8")
    known.settings_file.write_text(settings.replace("timezone: America/Toronto\n", ""), "utf-8")
    said = refused(known, *UPGRADE, "--text", "x", "--when", "2026-12-01T06:00", *GO, code=2)
    assert "'--when': in which zone?" in said


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        ((), 2, "give --text or --text-file: nobody can be asked here"),
        (("--text", "a", "--text-file", "b"), 2, "give --text or --text-file, one of the two"),
        (("--text", "  "), 3, "the text is empty"),
        (("--text", "x" * (5 << 20)), 3, "--text has 5,242,880 characters, of 100,000 at most"),
        (("--text", "a\x1b[2Jb"), 3, "--text has a character that nobody sees"),
        (("--text-file", "/nowhere.txt"), 3, "/nowhere.txt: No such file or directory"),
        (("--text", "x", "--title", "a\nb"), 2, "'--title'"),
        (("--text", "x", "--service", "voise"), 3, 'did you mean "voice"?'),
        (("--text", "x", "--customer-action", "x" * 4001), 3, "--customer-action has 4,001 characters"),
    ],
)
def test_an_upgrade_that_says_nothing_or_too_much_is_refused(
    known: Desk, options: tuple[str, ...], code: int, said: str
) -> None:
    assert said in refused(known, *UPGRADE, *options, *GO, code=code)
    assert letters(known) == []


def test_a_reason_for_short_notice_is_for_maintenance_alone(known: Desk) -> None:
    known.ok(*UPGRADE, "--text", "Shorter menus.", "--draft")
    said = refused(known, "notice", "send", "UPG-2026-0001", "--short-notice", "a patch", *GO)
    assert "UPG-2026-0001 is no maintenance, which alone has them: leave out --short-notice" in said


def test_five_megabytes_in_a_file_are_refused(known: Desk, tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_bytes(b"x" * (5 << 20))
    assert "larger than 1048576 bytes" in refused(known, *UPGRADE, "--text-file", str(file), *GO)


def test_a_newsletter_goes_to_everybody_or_to_whom_is_named_from_an_address_of_its_own(known: Desk) -> None:
    assert known.json(*NEWS, "--text", "Hello", "--dry-run")["letters"] == 3
    known.ok(*NEWS, "--text", "Hello", "--plan", "vip", *GO)
    assert work(known) == ["noc@acme.example"]
    assert states(known) == {"NWL-2026-0001": "sent"}


def test_a_newsletter_without_an_address_or_a_good_name_is_refused(known: Desk) -> None:
    assert "(--list)" in refused(known, *NEWS, "--list", "a b", "--text", "Hello", *GO)
    assert "'--list'" in refused(known, *NEWS, "--list", "x\r\nBcc: a@b.example", "--text", "Hello", *GO, code=2)
    known.settings_file.write_text(SETTINGS)
    assert "set support.newsletters in gateway.yml" in refused(known, *NEWS, "--text", "Hello", *GO)


def test_more_than_twenty_get_a_newsletter_only_when_somebody_could_be_asked(known: Desk) -> None:
    many(known, 21)
    result = known.run(*NEWS, "--service", "fax", "--text", "Hello", *GO)
    assert result.exit_code == 3
    assert "21 customers would be told: more than 20" in result.stderr
    assert "gateway notice send NWL-2026-0001 --confirm NWL-2026-0001" in result.stderr
    assert (states(known), letters(known)) == ({"NWL-2026-0001": "draft"}, [])


# Looked at


def lifted(desk: Desk) -> None:
    """A notice of each kind."""
    scheduled(desk)
    desk.ok("outage", "open", "--service", "voice")
    desk.ok("outage", "confirm", "INC-2026-0001", "--summary", "Calls fail", "--workaround", "none")
    desk.ok(*UPGRADE, "--text", "Shorter menus.", *GO)
    desk.ok(*NEWS, "--text", "Hello", *GO)


def test_every_stage_of_every_kind_can_be_looked_at_before_it_comes(known: Desk) -> None:
    lifted(known)
    before = (states(known), work(known))
    for name, every in STAGES.items():
        for stage in every:
            for customer, language in (("acme", "fr"), ("bravo", "en")):
                found = known.json("notice", "preview", name, "--as-of", stage, "--customer", customer)
                assert (found["customer"], found["language"]) == (customer, language)
                assert name in found["subject"]
                assert found["text"].strip()
                assert found["html"].startswith("<!DOCTYPE html>")
                wants_calendar = name.startswith("MNT") and customer == "acme"
                assert bool(found["ics"]) == wants_calendar, (name, stage)
    assert (states(known), work(known)) == before


def test_a_preview_shows_the_next_stage_and_takes_any_customer(known: Desk) -> None:
    name = scheduled(known)
    shown = known.run("notice", "preview", name)
    assert shown.stdout.startswith("To        noc@acme.example\nSubject   Re: [MNT-2026-0001] ")
    assert "RAPPEL - " in shown.stdout
    assert "With the calendar file MNT-2026-0001.ics." in shown.stderr
    assert "To        ops@bravo.example" in known.ok("notice", "preview", name, "--customer", "BRAVO")


def test_a_preview_is_written_to_files(known: Desk, tmp_path: Path) -> None:
    name, html, ics = scheduled(known), tmp_path / "a.html", tmp_path / "a.ics"
    known.ok("notice", "preview", name, "--as-of", "cancelled", "--html", str(html), "--ics", str(ics))
    assert html.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert b"\r\nX-MAINTNOTE-STATUS:CANCELLED\r\n" in ics.read_bytes()


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--customer", "hooli"), 3, "hooli gets no letter: it has none of voice"),
        (("--customer", "globex"), 3, "globex gets no letter: no notice address"),
        (("--as-of", "report"), 3, "never comes to report: --as-of is one of scheduled, rescheduled"),
        (("--as-of", "over"), 2, "'--as-of'"),
        (("--html", "/nowhere/a.html"), 3, "/nowhere/a.html: No such file or directory"),
        (("--customer", "bravo", "--ics", "/tmp/never.ics"), 3, "bravo gets no calendar file with it"),
    ],
)
def test_what_cannot_be_looked_at_is_said(known: Desk, options: tuple[str, ...], code: int, said: str) -> None:
    assert said in refused(known, "notice", "preview", scheduled(known), *options, code=code)


def test_an_answer_for_programs_is_one_document_whatever_is_refused(known: Desk) -> None:
    name = scheduled(known)
    result = known.run("notice", "send", name, "--json", *GO)
    assert result.exit_code == 3
    assert result.stdout == ""
    assert json.loads(result.stderr) == {"error": f"refused: {name} is scheduled: only a draft can be sent", "exit": 3}
    assert stages(known, name) == ["scheduled"]
