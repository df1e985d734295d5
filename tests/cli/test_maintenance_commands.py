"""``gateway maintenance``: scheduled, moved, begun, extended, ended and called off, as people type it.

No gateway runs here: what is sent waits, and says so.
"""

from __future__ import annotations

import json
import re
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from gateway.clock import SystemClock
from gateway.outbound.render import Renderer
from gateway.resources import shipped
from tests.cli.conftest import Desk
from tests.cli.noticing import (
    DIRECTORY,
    GO,
    SAID,
    SCHEDULE,
    WINDOW,
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


@pytest.fixture
def known(desk: Desk) -> Desk:
    desk.know(DIRECTORY)
    return desk


TEAM = """\
team:
  - {name: lena, address: lena@support.example}
  - {name: dana, address: dana@support.example}
"""


def scheduled(desk: Desk, *more: str) -> str:
    made = desk.json(*SCHEDULE, *GO, *more)["id"]
    assert isinstance(made, str)
    return made


# Scheduling


def test_the_window_the_notice_and_the_audience_are_shown_before_anything_is_sent(known: Desk) -> None:
    result = known.run(*SCHEDULE, "--tz", "Africa/Johannesburg", *GO)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "New maintenance: Storage",
        "Letter         announcement",
        "Window         Sun 22 Nov 2026 03:00 - 05:00 SAST",
        "               Sun 22 Nov 2026 01:00 - 03:00 UTC",
        "Notice         63 h 48 m before start (promised: at least 24 h)",
        "Objections     until Sat 21 Nov 2026 15:00 SAST",
        "Working hours  touched: none of 3 customers",
        "Audience       2 of 3 customers can be told",
        "Skipped        globex (no notice address)",
        "Mail           fr 1, en 1; calendar: attach 1, none 1",
        "MNT-2026-0001 is scheduled. Announcement to 2 customers.",
        "Reminders: 2026-11-20 20:00:00 EST, 2026-11-21 19:00:00 EST.",
    ]
    assert result.stderr == ("Next: gateway notice report MNT-2026-0001 · gateway maintenance cancel MNT-2026-0001\n")
    assert work(known) == ["dana@support.example", "noc@acme.example", "ops@bravo.example"]


@pytest.mark.parametrize("how", [("--dry-run",), GO])
def test_a_template_without_a_block_that_every_announcement_has_is_refused(
    known: Desk, how: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "templates"
    shutil.copytree(shipped("templates"), folder)
    words = folder / "en" / "_notice-window.words.j2"
    kept = [line for line in words.read_text("utf-8").splitlines() if "customer_action" not in line]
    words.write_text("\n".join(kept), "utf-8")
    monkeypatch.setattr("gateway.office.shipped_renderer", lambda: Renderer(folder, at_once=False))
    result = known.run(*SCHEDULE, *how)
    assert result.exit_code == 3
    assert "en/notice-scheduled.words.j2: the letter lacks customer_action" in result.stderr
    assert work(known) == []


def test_customers_read_by_their_clocks_until_when_they_may_object_as_the_policy_says(known: Desk) -> None:
    known.ok(*SCHEDULE, "--draft")
    look = ("notice", "preview", "MNT-2026-0001", "--customer")
    paris, tokyo = (" ".join(known.ok(*look, one).split()) for one in ("acme", "bravo"))
    assert "répondez à ce message avant le sam. 21 nov. 2026, 14:00 Paris (13:00 UTC)." in paris
    assert "reply to this mail before Sat 21 Nov 2026, 22:00 Tokyo (13:00 UTC)." in tokyo


def test_until_when_customers_may_object_is_shown_as_their_letters_say_it(known: Desk) -> None:
    by, shown = "2026-11-21T13:00:00Z", "Objections until 2026-11-21 08:00:00 EST"

    def show() -> tuple[bool, str | None]:
        text = " ".join(known.ok("notice", "show", "MNT-2026-0001").split())
        return shown in text, known.json("notice", "show", "MNT-2026-0001")["object_by"]

    assert known.json(*SCHEDULE, "--dry-run")["object_by"] == by
    assert known.json(*SCHEDULE, "--draft")["object_by"] == by
    assert show() == (True, by), "of a draft, as a letter of now would say"
    assert known.json("notice", "send", "MNT-2026-0001", *GO)["object_by"] == by
    known.clock.advance(timedelta(days=2, hours=12))
    assert show() == (True, by), "as they were told, though no letter of now would"
    sooner = ("--start", "2026-11-22T00:00Z", "--short-notice", "late parts", "--reason", "x")
    told = known.json("maintenance", "reschedule", "MNT-2026-0001", *sooner, *GO)
    assert told["object_by"] is None, "too little is left to object"
    assert "Objections" not in known.ok("notice", "show", "MNT-2026-0001")
    assert show() == (False, None)


def test_an_emergency_asks_for_no_objections(known: Desk) -> None:
    words = (*SCHEDULE, "--emergency", "--short-notice", "a leak")
    assert "Objections" not in known.ok(*words, "--dry-run")
    assert known.json(*words, *GO)["object_by"] is None


def test_a_new_time_and_a_cancellation_without_a_reason_are_named_before_they_go(known: Desk) -> None:
    name, careful = scheduled(known, "--tentative"), "Careful customers will not read why: --reason"
    for step in (("reschedule", name, "--start", "2026-11-23T01:00Z"), ("cancel", name)):
        assert careful in " ".join(known.ok("maintenance", *step, "--dry-run").split())
        assert "Careful" not in known.ok("maintenance", *step, "--reason", "late parts", "--dry-run")
    stays = ("maintenance", "reschedule", name, "--start", "2026-11-22T01:00Z")
    kept = known.ok(*stays, "--dry-run")
    assert "Careful" not in kept
    assert "notice that the time is certain" in " ".join(kept.split())


def test_without_a_gateway_the_letters_wait_and_the_command_says_so(known: Desk) -> None:
    result = known.run(*SCHEDULE, "--yes")
    assert result.exit_code == 75
    assert "MNT-2026-0001 is written down, and 2 letters wait: no gateway runs" in result.stderr
    assert "try again" not in result.stderr  # it would be another notice
    assert (states(known), stages(known, "MNT-2026-0001")) == ({"MNT-2026-0001": "scheduled"}, ["scheduled"])
    assert "noc@acme.example" in work(known)


def test_the_document_has_the_counts_the_deadlines_and_everybody(known: Desk) -> None:
    found = known.json(*SCHEDULE, *GO)
    assert (found["id"], found["state"], found["revision"], found["stage"]) == (
        "MNT-2026-0001",
        "scheduled",
        0,
        "scheduled",
    )
    assert {name: count for name, count in found["counts"].items() if count} == {"queued": 2, "skipped": 1}
    assert found["deadlines"]["reminder"] == "2026-11-21T01:00:00Z"
    assert [(one["customer"], one["state"], one["why_not"]) for one in found["recipients"]] == [
        ("acme", "queued", None),
        ("bravo", "queued", None),
        ("globex", "skipped", "no notice address"),
    ]


def test_a_local_time_counts_by_the_clocks_that_are_named_else_by_ours(known: Desk) -> None:
    local = ("maintenance", "schedule", "--service", "voice", "--title", "x", "--impact", "none", *SAID, "--dry-run")
    shown = known.ok(*local, "--start", "2026-11-22 01:00", "--duration", "2h", "--tz", "Africa/Johannesburg")
    assert "Sat 21 Nov 2026 23:00 - Sun 22 Nov 01:00 UTC" in shown
    shown = known.ok(*local, "--start", "2026-11-22 01:00", "--end", "2026-11-22T04:00-05:00")
    assert "Sun 22 Nov 2026 06:00 - 09:00 UTC" in shown


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--start", "2026-11-01T01:30"), "Invalid value for '--start': 2026-11-01 01:30 comes twice"),
        (("--start", "2027-03-14T02:30"), "for '--start': 2027-03-14 02:30 does not come: the clocks skip it"),
        (
            ("--start", "2027-03-14T02:30", "--tz", "America/Toronto"),
            "write 2027-03-14T01:30:00-05:00 or 2027-03-14T03:30:00-04:00",
        ),
        (("--start", "2026-11-22T01:00Z", "--end", "2027-03-14T02:30"), "Invalid value for '--end'"),
        (("--start", "soon"), "Invalid value for '--start': must be a time such as"),
        (("--start", "2026-11-22T01:00Z", "--tz", "Mars/Base"), "--tz"),
        (("--start", "2026-11-22T01:00Z", "--duration", "0h"), "--duration"),
        (("--start", "2026-11-22T01:00Z", "--remind", "1h,soon"), '--remind "1h,soon"'),
        (("--start", "2026-11-22T01:00Z", "--remind", "0m"), "--remind"),
        (("--start", "2026-11-22T01:00Z", "--impact", "bad"), "Invalid value for '--impact'"),
        (("--start", "2026-11-22T01:00Z", "--title", "a\nBcc: x@y.example"), "Invalid value for '--title'"),
        (("--start", "2026-11-22T01:00Z", "--title", "a\x00"), "Invalid value for '--title'"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_flag(known: Desk, options: tuple[str, ...], said: str) -> None:
    plain = {"--title": "x", "--impact": "none", "--service": "voice"}
    given = [word for name, value in plain.items() if name not in options for word in (name, value)]
    length = () if {"--end", "--duration"} & set(options) else ("--duration", "2h")
    assert said in refused(known, "maintenance", "schedule", *given, *length, *options, *GO, code=2)


def test_a_time_in_no_zone_is_refused(known: Desk) -> None:
    settings = known.settings_file.read_text("utf-8")
    known.settings_file.write_text(settings.replace("timezone: America/Toronto\n", ""), "utf-8")
    naive = ("--start", "2026-11-22T01:00")
    said = refused(known, *SCHEDULE, *naive, *GO, code=2)
    assert "'--start': in which zone? Write it with an offset, such as 2026-11-20T14:00Z, name it with --tz" in said
    known.ok(*SCHEDULE, *naive, "--tz", "Europe/Paris", "--dry-run")
    since = refused(known, "outage", "open", "--service", "voice", "--title", "x", "--since", "09:00", code=2)
    assert "in which zone? Write it with an offset, such as 2026-11-18T14:00Z" in since, "a day that was, not to come"


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--end", "2026-11-22T03:00Z"), 2, "give --end or --duration, one of the two"),
        (
            ("--start", "2026-11-19T08:00Z"),
            3,
            "which has passed: it is 2026-11-19 09:12 UTC give a time that is to come: --start",
        ),
        (("--start", "2028-11-19T08:00Z"), 3, "a year ahead is the most give a time before that: --start"),
        (("--duration", "3600d"), 3, "too long: 14 days are the most let it end sooner: --end, or --duration"),
        (("--service", "voise"), 3, 'no customer has the service "voise": did you mean "voice"?'),
        (("--region", "ue"), 3, 'no customer has the region "ue"'),
        (("--customer", "akme"), 3, 'there is no customer "akme": did you mean "acme"?'),
        (("--all",), 0, ""),
        (("--title", "x" * 121), 3, "--title has 121 characters, of 120 at most"),
        (("--title", "safe\u202egpj"), 3, "--title is one line"),
        (("--title", "a\tb"), 3, "--title is one line"),
        (("--reason", "x" * (5 << 20)), 3, "--reason has 5,242,880 characters, of 4,000 at most"),
        (("--summary", "a\x1b[2J"), 3, "--summary has a character that nobody sees"),
        (("--remind", "1h,2h,3h,4h,5h,6h"), 3, "--remind takes 5 times at most"),
    ],
)
def test_what_no_maintenance_can_be_is_refused_and_nothing_is_written(
    known: Desk, options: tuple[str, ...], code: int, said: str
) -> None:
    if code == 0:
        assert "4 customers" in known.ok(*SCHEDULE, *options, "--dry-run")
        return
    assert said in refused(known, *SCHEDULE, *options, *GO, code=code)
    assert letters(known) == []


def test_nobody_in_particular_is_nobody(known: Desk) -> None:
    words = [word for word in SCHEDULE if word not in ("--service", "voice")]
    assert "say who is to be told: --service" in refused(known, *words, *GO)
    assert "name what is affected: --service" in refused(known, *words, "--customer", "acme", *GO)
    assert "name what is affected: --service" in refused(known, *words, "--all", *GO)
    assert "leave out --except" in refused(known, *words, "--customer", "acme", "--except", "acme", *GO)


def test_work_for_one_customer_is_told_to_that_one(known: Desk) -> None:
    assert "1 of 1 customer can be told" in known.ok(*SCHEDULE, "--only", "acme", "--dry-run")
    known.ok(*SCHEDULE, "--only", "acme", *GO)
    assert work(known) == ["noc@acme.example"]


@pytest.mark.parametrize("flag", ["--title", "--impact"])
def test_where_nobody_can_be_asked_the_flag_is_named(known: Desk, flag: str) -> None:
    at = SCHEDULE.index(flag)
    words = (*SCHEDULE[:at], *SCHEDULE[at + 2 :])
    assert f"give {flag}: nobody can be asked here" in refused(known, *words, "--yes", code=2)
    assert "give --yes: nobody can be asked here" in refused(known, *SCHEDULE, code=2)


def test_a_reminder_that_would_follow_close_behind_the_announcement_is_left_out_and_that_is_said(known: Desk) -> None:
    shown = known.ok(*SCHEDULE, "--start", "2026-11-20T09:13Z", *GO)
    said = "No reminder    at 2026-11-19 04:13:00 EST: too close behind this\n"
    assert said in shown
    assert "Reminders: 2026-11-20 03:13:00 EST.\n" in shown
    assert "No reminder" not in known.ok(*SCHEDULE, "--dry-run")


def test_short_notice_is_refused_without_a_reason_and_no_yes_helps(known: Desk) -> None:
    soon = (*SCHEDULE, "--start", "2026-11-19T16:00Z")
    said = refused(known, *soon, "--yes")
    assert said.startswith("refused: notice would be 6 h 48 m, and customers were promised at least 24 h")
    assert "--short-notice" in said
    assert "--emergency" in said
    assert "refused: notice would be" in refused(known, *soon, "--confirm", "MNT-2026-0001", *GO)
    known.ok(*soon, "--short-notice", "a flaw", *GO)
    assert history(known, "MNT-2026-0001")[0][1] == "notice of 6 h 48 m for operational reasons: a flaw"
    said = refused(known, *soon, "--emergency", *GO)
    assert "does not say why it cannot wait customers have to read it: --short-notice TEXT" in said
    result = known.run(*soon, "--emergency", "--short-notice", "A leak", *GO)
    assert result.exit_code == 0
    other = "other times: gateway maintenance find-window --service voice --duration 2h"
    assert f"careful: working hours touched: 2 of 3 customers {other}" in " ".join(result.stderr.split())
    assert "working hours touched" in known.run(*soon, "--short-notice", "a flaw", *GO).stderr, (
        "not of emergencies alone"
    )


def test_programs_are_warned_of_working_hours_too_and_a_trial_has_the_figure(known: Desk) -> None:
    soon = (*SCHEDULE, "--start", "2026-11-19T16:00Z", "--short-notice", "a flaw")
    assert known.json(*soon, "--dry-run")["customers_at_work"] == 2
    assert known.json(*SCHEDULE, "--dry-run")["customers_at_work"] == 0
    assert "careful: working hours touched: 2 of 3 customers" in known.run(*soon, *GO, "--json").stderr
    assert known.json("maintenance", "cancel", "MNT-2026-0001", "--dry-run")["customers_at_work"] is None


def test_other_maintenance_at_that_time_is_named_and_forbids_nothing(known: Desk) -> None:
    first = scheduled(known)
    result = known.run(*SCHEDULE, "--start", "2026-11-22T02:59Z", *GO)
    careful = f"careful: {first} (Storage) is planned for the same time"
    assert careful in result.stderr
    assert careful not in known.run("maintenance", "cancel", "MNT-2026-0002", "--reason", "No need.", *GO).stderr
    assert "careful" not in known.run(*SCHEDULE, "--start", "2026-11-22T05:00Z", *GO).stderr


# Tried, before it is told


def test_a_dry_run_writes_every_letter_and_sends_none(known: Desk) -> None:
    result = known.run(*SCHEDULE, "--dry-run")
    assert (result.exit_code, states(known), letters(known)) == (0, {}, [])
    assert "2 letters could be written; none was sent." in result.stdout
    found = known.json(*SCHEDULE, "--dry-run")
    assert (found["dry_run"], found["letters"]) == (True, 2)
    assert "notice would be" in refused(known, *SCHEDULE, "--start", "2026-11-19T16:00Z", "--dry-run")


FAX = ("maintenance", "schedule", "--service", "fax", *WINDOW[2:], "--impact", "outage", *SAID)


@pytest.mark.parametrize("kept", ["--yes", "--draft"])
def test_by_its_name_a_draft_tells_nobody_beyond_those_who_were_shown(desk: Desk, kept: str) -> None:
    name = "MNT-2026-0001"
    many(desk, 25)
    desk.run(*FAX, kept)
    many(desk, 30)
    send = ("notice", "send", name, "--confirm", name, "--no-wait")
    grew = "the audience grew from 25 to 30 meanwhile, with c025, c026, c027, c028, c029 nobody was told; give the"
    assert grew in refused(desk, *send)
    assert letters(desk) == []
    desk.know("customers:\n  - {id: c000, name: C, products: [fax], notice_address: new@c0.example}\n")
    desk.ok(*send)  # who were shown as it was refused
    assert states(desk) == {name: "scheduled"}


def test_programs_read_who_a_draft_would_tell_beyond_those_who_were_shown(desk: Desk) -> None:
    name = "MNT-2026-0001"
    many(desk, 21)
    desk.run(*FAX, "--json", "--yes")
    many(desk, 22)
    result = desk.run("notice", "send", name, "--confirm", name, "--no-wait", "--json")
    found = json.loads(result.stderr)
    assert (result.exit_code, found["confirm"], found["state"]) == (3, name, "draft"), found
    many(desk, 23)
    assert "only with --confirm" in refused(desk, "notice", "send", name, *GO)
    desk.ok("notice", "send", name, "--confirm", name, "--no-wait")


def test_a_test_copy_goes_to_one_address_and_to_nobody_else(known: Desk) -> None:
    shown = known.ok(*SCHEDULE, "--test-to", "me@support.example")
    assert shown.splitlines()[-2:] == [
        "A test copy is on its way to me@support.example: announcement, the letter to ACME.",
        "Nobody else was told.",
    ]
    assert states(known) == {}
    assert work(known) == ["me@support.example"]
    (copy,) = mails(known)
    assert copy["Subject"].startswith("[TEST] [MNT-2026-0000] ")
    assert "X-MAINTNOTE" not in copy.as_string()
    assert "--test-to nobody: an address needs" in refused(known, *SCHEDULE, "--test-to", "nobody")
    for several in ("me@support.example, you@support.example", "a@b.example;c@d.example", "a@b.example c@d.example"):
        said = f"--test-to {several}: one test copy goes to one address, and these are more"
        assert said in refused(known, *SCHEDULE, "--test-to", several)
    assert len(letters(known)) == 1


@pytest.mark.parametrize("to", ["ops@bravo.example", "Ops+test@bravo.example", "bob+x@bravo.example"])
def test_a_test_copy_goes_to_no_customer(known: Desk, to: str) -> None:
    address = "notice_address: ops@bravo.example"
    contacts = f"contacts: [bob@bravo.example, dana@support.example], {address}"
    (known.settings_file.parent / "team.yml").write_text(TEAM, "utf-8")
    known.know(DIRECTORY.replace(address, contacts))
    said = f"--test-to {to} is an address of bravo: a test copy goes to one of us"
    assert said in refused(known, *SCHEDULE, "--test-to", to)
    assert letters(known) == []
    known.ok(*SCHEDULE, "--test-to", "dana@support.example")


def test_a_test_copy_goes_to_no_domain_of_a_customer(known: Desk) -> None:
    address = "notice_address: ops@bravo.example"
    known.know(DIRECTORY.replace(address, f"domains: [bravo.example], {address}"))
    said = "--test-to eve@bravo.example is in the domain of bravo: a test copy goes to one of us"
    assert said in refused(known, *SCHEDULE, "--test-to", "eve@bravo.example")
    assert letters(known) == []


def test_a_test_copy_is_no_dry_run(known: Desk) -> None:
    said = refused(known, *SCHEDULE, "--dry-run", "--test-to", "dana@support.example", code=2)
    assert "give --dry-run or --test-to, one of the two" in said
    assert letters(known) == []


def test_a_draft_is_told_to_nobody_until_it_is_sent(known: Desk) -> None:
    found = known.json(*SCHEDULE, "--draft")
    assert (found["id"], found["state"]) == ("MNT-2026-0001", "draft")
    assert work(known) == []
    found = known.json("notice", "send", "mnt-2026-0001", *GO)
    assert (found["state"], found["counts"]["queued"]) == ("scheduled", 2)
    assert "MNT-2026-0001 is scheduled: only a draft can be sent" in refused(
        known, "notice", "send", "MNT-2026-0001", *GO
    )


def test_what_customers_have_to_know_is_asked_of_whatever_tells_them_and_of_no_draft(known: Desk) -> None:
    words = ("maintenance", "schedule", *WINDOW, "--impact", "outage")
    (known.settings_file.parent / "team.yml").write_text(TEAM)
    for more in (GO, ("--dry-run",), ("--approve-by", "lena@support.example")):
        said = refused(known, *words, *more)
        assert said.startswith("refused: the announcement does not say what is done and what customers should do")
        assert said.endswith("customers have to read it: --reason TEXT --customer-action TEXT")
    known.ok(*words, "--draft")
    said = refused(known, "notice", "send", "MNT-2026-0001", *GO)
    assert said.endswith("customers have to read it: --reason TEXT --customer-action TEXT")
    assert "What you should do" not in known.ok("notice", "preview", "MNT-2026-0001", "--customer", "bravo")
    known.ok("notice", "send", "MNT-2026-0001", *SAID, *GO)
    work(known)
    told = {str(mail["To"]): str(mail.get_body(("plain",))) for mail in mails(known)}
    assert "Rien." in told["noc@acme.example"]
    assert "Nothing." in told["ops@bravo.example"]


def test_a_draft_that_waited_too_long_is_refused(known: Desk) -> None:
    known.ok(*SCHEDULE, "--draft")
    known.clock.advance(timedelta(hours=40))
    assert "notice would be 23 h 48 m" in refused(known, "notice", "send", "MNT-2026-0001", *GO)
    known.ok("maintenance", "cancel", "MNT-2026-0001")
    assert (states(known), work(known)) == ({"MNT-2026-0001": "cancelled"}, [])


# More than twenty


def test_more_than_twenty_are_told_only_of_what_somebody_names(desk: Desk) -> None:
    many(desk, 21)
    fax = [word if word != "voice" else "fax" for word in SCHEDULE]
    result = desk.run(*fax, *GO)
    assert result.exit_code == 3
    assert "21 customers would be told: more than 20 only when somebody names the notice" in result.stderr
    assert "gateway notice send MNT-2026-0001 --confirm MNT-2026-0001" in result.stderr
    assert (states(desk), work(desk)) == ({"MNT-2026-0001": "draft"}, [])
    send = ("notice", "send", "MNT-2026-0001")
    assert "only with --confirm MNT-2026-0001" in refused(desk, *send, *GO)
    assert "only with --confirm MNT-2026-0001" in refused(desk, *send, *GO, "--confirm", "MNT-2026-0002")
    desk.ok(*send, "--confirm", "mnt-2026-0001", "--no-wait")
    assert len(work(desk)) == 21
    assert "only with --confirm" in refused(desk, "maintenance", "cancel", "MNT-2026-0001", *GO)
    desk.ok("maintenance", "cancel", "MNT-2026-0001", "--confirm", "MNT-2026-0001", "--no-wait")
    assert len(work(desk)) == 42


def test_a_name_that_is_typed_is_a_yes_for_a_few_too_and_another_name_is_none(known: Desk) -> None:
    known.ok(*SCHEDULE, "--draft")
    send = ("notice", "send", "MNT-2026-0001", "--no-wait")
    said = refused(known, *send, "--yes", "--confirm", "MNT-2026-0002")
    assert "--confirm names MNT-2026-0002: customers are told of MNT-2026-0001 only with" in said
    known.ok(*send, "--confirm", "MNT-2026-0001")
    assert states(known) == {"MNT-2026-0001": "scheduled"}


def test_more_than_twenty_are_told_at_once_by_the_name_that_a_dry_run_showed(desk: Desk) -> None:
    many(desk, 21)
    fax = [word if word != "voice" else "fax" for word in SCHEDULE]
    assert desk.ok(*fax, "--dry-run").startswith("New maintenance MNT-2026-0001: Storage\n")
    said = refused(desk, *fax, *GO, "--confirm", "MNT-2026-0002")
    assert "customers are told of MNT-2026-0001 only with --confirm MNT-2026-0001" in said
    desk.ok(*fax, "--confirm", "MNT-2026-0001", "--no-wait")
    assert (states(desk), len(work(desk))) == ({"MNT-2026-0001": "scheduled"}, 21)
    assert "customers are told of MNT-2026-0002 only with" in refused(desk, *fax, *GO, "--confirm", "MNT-2026-0001")


def test_twenty_are_told_after_a_yes(desk: Desk) -> None:
    many(desk, 20)
    desk.ok(*(word if word != "voice" else "fax" for word in SCHEDULE), *GO)
    assert len(work(desk)) == 20


# At a terminal


def test_at_a_terminal_the_window_is_asked_for_too(known: Desk) -> None:
    words = ("maintenance", "schedule", "--service", "voice", "--title", "Storage", "--impact", "outage", "--draft")
    code, shown = at_a_terminal(known, *words, typed=f"soon\n05:00\n{_in_three_days()}\n2 bananas\n2h\n\n\n\n")
    assert (code, states(known)) == (0, {"MNT-2026-0001": "draft"}), shown
    assert "When does it begin, by the clocks of America/Toronto (such as 2026-11-22 01:00): " in shown
    assert "05:00 has no day: write" in shown
    assert "How long is it (such as 2h): " in shown
    found = known.json("notice", "show", "MNT-2026-0001")
    length = datetime.fromisoformat(found["end"]) - datetime.fromisoformat(found["start"])
    assert length == timedelta(hours=2)
    assert "How long will customers feel it inside the window? [2h]: " in shown
    assert found["texts"]["impact_duration"] == "2h"
    said = refused(known, *words, "--start", _in_three_days(), code=2)
    assert "give --end or --duration: nobody can be asked here" in said
    assert "give --start: nobody can be asked here" in refused(known, *words, "--duration", "2h", code=2)


def _in_three_days() -> str:
    return f"{SystemClock().now() + timedelta(days=3):%Y-%m-%dT%H:%MZ}"


def test_at_a_terminal_what_is_missing_is_asked_for_and_no_is_an_answer(known: Desk) -> None:
    words = ("maintenance", "schedule", "--service", "voice", "--start", _in_three_days(), "--duration", "2h")
    code, shown = at_a_terminal(known, *words, typed="Storage\nnone\n2m\nNew disks\n\nn\n")
    assert code == 5
    for asked in (
        "Title: ",
        "Impact (none, reduced-redundancy, degraded, outage): ",
        "What is done?: ",
        "What should customers do? [Nothing]: ",
        "Send to 2 customers: [y]es, [d]raft, [n]o: ",
    ):
        assert asked in shown
    assert "Nothing was sent, and nothing was kept." in shown
    assert states(known) == {}
    code, shown = at_a_terminal(
        known, *words, "--no-wait", typed="Storage\nfoo\n\nnone\n2m\n\nNew disks\n\nz\n?\nc bravo\ny\n"
    )
    assert "'foo' is not one of" in shown
    assert "'' is not one of" in shown
    assert "that is none of them" in shown
    assert "c ID, such as c acme, takes that customer's letter" in shown
    assert "d keeps it as a draft" in shown
    assert "Whose letter" not in shown
    assert "Bravo: ops@bravo.example, " in shown
    assert (code, list(states(known).values())) == (0, ["scheduled"])
    [name] = states(known)
    said = known.json("notice", "show", name)["texts"]
    assert said == {"impact_duration": "2m", "reason": "New disks", "customer_action": "Nothing"}


def test_at_a_terminal_an_emergency_says_why_it_cannot_wait_and_yes_is_no_way_around(known: Desk) -> None:
    words = ("maintenance", "schedule", "--service", "voice", "--start", _in_three_days(), "--duration", "2h", *GO)
    more = ("--emergency", "--title", "Leak", "--impact", "none")
    code, shown = at_a_terminal(known, *words, *more, typed="A patch\nIt is exploited\n\n")
    assert (code, list(states(known).values())) == (0, ["scheduled"]), shown
    assert "Why can it not wait?: " in shown
    assert "How long will customers feel it" not in shown
    [name] = states(known)
    said = known.json("notice", "show", name)["texts"]
    assert said == {"reason": "A patch", "short_notice": "It is exploited", "customer_action": "Nothing"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["maintenance", "schedule", "--service", "voice", "--no-input"], "give --start: nobody can be asked here"),
        (["--no-input", "maintenance", "schedule", "--service", "voice"], "give --start: nobody can be asked here"),
        (["customers", "--no-input", "verify-address", "acme"], "give --yes: nobody can be asked here"),
    ],
)
def test_at_a_terminal_nobody_is_asked_who_does_not_want_to_be(known: Desk, words: list[str], said: str) -> None:
    code, shown = at_a_terminal(known, *words, typed="y\n")
    assert (code, said in shown, letters(known)) == (2, True, []), shown


def test_at_a_terminal_a_name_is_typed_for_more_than_twenty(desk: Desk) -> None:
    many(desk, 21)
    words = ["maintenance", "schedule", "--service", "fax", "--title", "Storage", "--impact", "none"]
    words += ["--start", _in_three_days(), "--duration", "2h", "--yes", "--no-wait"]
    words += SAID
    code, shown = at_a_terminal(desk, *words, typed="y\nyes\n")
    asked = re.search(r"Type (MNT-20\d\d-0001) to send to 21 customers: ", shown)
    assert asked, shown
    assert (code, f"New maintenance {asked[1]}: Storage" in shown, states(desk)) == (5, True, {})
    assert "Nothing was sent, and nothing was kept." in shown
    code, _ = at_a_terminal(desk, *words, typed=f"y\n{asked[1].lower()}\n")
    assert (code, states(desk)) == (0, {asked[1]: "scheduled"})


# What follows


def test_the_last_look_shows_the_window_the_old_one_and_by_how_much_it_grows(known: Desk) -> None:
    name = known.json(*SCHEDULE, "--draft")["id"]
    window = "Window         Sat 21 Nov 2026 20:00 - 22:00 EST"
    sent = known.ok("notice", "send", name, *GO).splitlines()
    assert sent[0] == f"{name}  maintenance: Storage"
    assert window in sent
    assert "               Sun 22 Nov 2026 01:00 - 03:00 UTC" in sent
    assert any(line.startswith("Notice         63 h 48 m before start") for line in sent)
    work(known)
    moved = known.ok("maintenance", "reschedule", name, "--start", "2026-11-23T01:00Z", *GO).splitlines()
    assert "Was            Sat 21 Nov 2026 20:00 - 22:00 EST" in moved
    assert "Letter         notice of the new time" in moved
    assert f"{name} is scheduled. Notice of the new time to 2 customers." in moved
    assert "Window         Sun 22 Nov 2026 20:00 - 22:00 EST" in moved
    work(known)
    reminded = known.ok("maintenance", "remind", name, *GO)
    assert "Window    Sun 22 Nov 2026 20:00 - 22:00 EST\n" in reminded
    assert f"{name} is scheduled. Reminder to 2 customers.\n" in reminded
    known.clock.advance(timedelta(days=3, hours=16))
    known.ok("maintenance", "start", name, *GO)
    until = ("--until", "2026-11-23T05:30", "--tz", "UTC")
    longer = known.ok("maintenance", "extend", name, *until, *GO).splitlines()
    assert "Was        Mon 23 Nov 2026 01:00 - 03:00 UTC" in longer
    assert "Window     Mon 23 Nov 2026 01:00 - 05:30 UTC" in longer
    assert "Longer by  2 h 30 m" in longer


def test_who_is_reminded_and_has_had_no_letter_of_it_is_named_before_and_reads_the_announcement(known: Desk) -> None:
    name = scheduled(known)
    work(known)
    known.know(DIRECTORY.replace("products: [chat]", "products: [voice]"))
    shown = known.ok("maintenance", "remind", name, "--dry-run")
    assert "New to it  hooli: their first letter of it, so they read the announcement\n" in shown
    assert known.json("maintenance", "remind", name, "--dry-run")["newcomers"] == ["hooli"]
    assert "New to it" not in known.ok("maintenance", "cancel", name, "--dry-run")
    known.ok("maintenance", "remind", name, *GO)
    work(known)
    (first,) = (one.get_body(("plain",)) for one in mails(known) if one["To"] == "ops@hooli.example")
    assert first is not None
    assert first.get_content().startswith("SCHEDULED - ")
    assert "New to it" not in known.ok("maintenance", "remind", name, "--dry-run")


def test_a_reminder_by_hand_stands_for_the_planned_one_that_is_due_soon_and_the_next_is_shown(known: Desk) -> None:
    name = scheduled(known)
    work(known)
    assert "Next one  2026-11-20 20:00:00 EST\n" in known.ok("maintenance", "remind", name, "--dry-run")
    known.clock.advance(timedelta(hours=39, minutes=8))  # 20 minutes before the first
    shown = known.ok("maintenance", "remind", name, *GO)
    assert "Stands for  the one that was planned for 2026-11-20 20:00:00 EST\n" in shown
    assert "Next one    2026-11-21 19:00:00 EST\n" in shown
    work(known)
    known.clock.advance(timedelta(hours=1))
    work(known)
    assert stages(known, name) == ["scheduled", "reminder"]


def test_it_goes_from_its_schedule_to_its_end(known: Desk) -> None:
    name = scheduled(known)
    work(known)
    moved = known.json("maintenance", "reschedule", name, "--start", "2026-11-23T01:00Z", *GO)
    assert (moved["revision"], moved["stage"]) == (1, "rescheduled")
    unheard = refused(known, "maintenance", "remind", name, "--dry-run")
    assert f"are still to be written: nobody is reminded see how far they are: gateway notice report {name}" in unheard
    work(known)
    known.ok("maintenance", "remind", name, *GO)
    assert "opens at 2026-11-23 01:00 UTC, in 3 d 15 h" in refused(known, "maintenance", "start", name, *GO)
    known.clock.advance(timedelta(days=3, hours=16))
    result = known.run("maintenance", "start", name, *GO)
    assert (result.exit_code, result.stderr) == (0, f"Next: gateway maintenance complete {name}\n")
    known.ok("maintenance", "extend", name, "--until", "2026-11-23T05:00Z", "--reason", "a bolt", *GO)
    known.ok("maintenance", "complete", name, "--summary", "slow reports", *GO)
    assert states(known) == {name: "completed"}
    assert stages(known, name) == ["scheduled", "rescheduled", "reminder", "started", "extended", "completed"]
    assert "is completed: it cannot be cancelled" in refused(known, "maintenance", "cancel", name, *GO)
    assert f"{name} is completed already" in refused(known, "maintenance", "complete", name, *GO)
    said = refused(known, "outage", "update", name, "--summary", "x", *GO)
    assert f"is no outage: it is maintenance gateway maintenance show {name}" in said


def test_work_that_nobody_started_here_is_ended_with_when_it_began_and_the_audit_misses_that_word(known: Desk) -> None:
    name = scheduled(known)
    work(known)
    known.clock.advance(timedelta(days=3, hours=1))  # the window is over, and nobody typed a word
    shown = known.run("maintenance", "show", name).stderr
    assert f"Next: gateway maintenance complete {name} --began TIME · " in shown
    assert "complete" in refused(known, "maintenance", "start", name, *GO)
    assert "--began TIME" in refused(known, "maintenance", "complete", name, *GO)
    known.ok("maintenance", "complete", name, "--began", "2026-11-22T01:05Z", *GO)
    assert stages(known, name) == ["scheduled", "completed"]
    audited = known.run("maintenance", "audit", name)
    assert (audited.exit_code, "word that work begins" in audited.stdout) == (3, True)


@pytest.mark.parametrize(
    ("words", "began"),
    [
        (("--began", "03:05", "--tz", "Africa/Johannesburg"), "2026-11-22T01:05:00Z"),
        (("--began", "2026-11-22 03:05", "--tz", "Africa/Johannesburg"), "2026-11-22T01:05:00Z"),
        (("--began", "2026-11-21 20:05"), "2026-11-22T01:05:00Z"),
        (("--began", "1:05Z"), "2026-11-22T01:05:00Z"),
    ],
)
@pytest.mark.parametrize("verb", [("complete",), ("extend", "--until", "2026-11-22T05:00Z")])
def test_when_work_began_goes_by_the_clocks_of_a_zone_that_is_named(
    known: Desk, verb: tuple[str, ...], words: tuple[str, ...], began: str
) -> None:
    name = scheduled(known)
    work(known)
    known.clock.advance(timedelta(days=2, hours=17, minutes=30))
    known.ok("maintenance", verb[0], name, *verb[1:], *words, *GO)
    assert known.json("notice", "show", name)["began_at"] == began


def test_when_work_began_is_refused_in_no_zone_or_by_an_hour_without_one(known: Desk) -> None:
    name = scheduled(known)
    words = ("maintenance", "complete", name, *GO, "--began")
    assert "'--began': 03:05 has no day: write 2026-11-19T03:05 (that is in America/Toronto)" in refused(
        known, *words, "03:05", code=2
    )
    known.settings_file.write_text(known.settings_file.read_text().replace("timezone: America/Toronto\n", ""))
    assert "'--began': in which zone?" in refused(known, *words, "2026-11-22 01:05", code=2)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("reschedule", "--start", "2026-11-22T01:00Z"), 3, "is at that time already"),
        (("reschedule", "--start", "2026-11-19T20:00Z"), 3, "--short-notice"),
        (("reschedule", "--start", "2027-03-14T02:30"), 2, "for '--start': 2027-03-14 02:30 does not come"),
        (("reschedule", "--start", "2026-11-23T01:00Z", "--end", "2027-03-14T02:30"), 2, "for '--end'"),
        (("reschedule",), 2, "--start"),
        (
            ("reschedule", "--start", "2026-11-23T01:00Z", "--end", "2026-11-23T02:00Z", "--duration", "1h"),
            2,
            "give --end or --duration, not both",
        ),
        (("start",), 3, "opens at 2026-11-22 01:00 UTC, in 63 h 48 m"),
        (("extend", "--until", "2026-11-22T05:00Z"), 3, "it cannot be extended"),
        (("extend", "--until", "2027-03-14T02:30"), 2, "for '--until'"),
        (("complete",), 3, "gateway maintenance start MNT-2026-0001?"),
    ],
)
def test_what_cannot_follow_is_refused_and_nobody_is_told(
    known: Desk, words: tuple[str, ...], code: int, said: str
) -> None:
    name = scheduled(known)
    command, *options = words
    assert said in refused(known, "maintenance", command, name, *options, *GO, code=code)
    assert stages(known, name) == ["scheduled"]


@pytest.mark.parametrize("command", ["reschedule", "remind", "start", "extend", "complete", "cancel"])
def test_a_name_that_is_none_is_refused_with_the_way_to_those_there_are(known: Desk, command: str) -> None:
    scheduled(known)
    more = {"reschedule": ("--start", "2026-11-23T01:00Z"), "extend": ("--until", "2026-11-23T01:00Z")}
    said = refused(known, "maintenance", command, "MNT-2026-0002", *more.get(command, ()), *GO)
    assert 'there is no notice "MNT-2026-0002": gateway notice list --all --kind maintenance shows them' in said


def test_a_window_that_is_moved_stays_as_long_as_it_was(known: Desk) -> None:
    name = scheduled(known)
    shown = known.ok("maintenance", "reschedule", name, "--start", "2026-11-23T01:00Z", "--dry-run", "--tz", "UTC")
    assert "Mon 23 Nov 2026 01:00 - 03:00 UTC" in shown
    assert WINDOW[-1] == "2h"
    assert stages(known, name) == ["scheduled"]


def test_each_step_can_be_tried_first(known: Desk) -> None:
    name = scheduled(known)
    work(known)
    for words in (("remind", name), ("cancel", name, "--reason", "x")):
        assert known.json("maintenance", *words, "--dry-run")["letters"] == 2
    assert stages(known, name) == ["scheduled"]


def test_what_nobody_has_heard_of_yet_is_called_off_without_a_letter(known: Desk) -> None:
    """The gateway was down between both commands: no letter of the first was written."""
    name = scheduled(known)
    known.ok("maintenance", "cancel", name, "--reason", "wrong product", *GO)
    assert work(known) == 2 * ["dana@support.example"], "who was asked to tell a customer hears of both"
    assert states(known) == {name: "cancelled"}


@pytest.mark.parametrize("verb", ["cancel", "reschedule"])
def test_at_a_terminal_the_reason_that_customers_read_is_asked_for(known: Desk, verb: str) -> None:
    known.ok(*SCHEDULE, *GO)
    moment = f"{_in_three_days()}\n" if verb == "reschedule" else ""
    code, shown = at_a_terminal(known, "maintenance", verb, "MNT-2026-0001", *GO, typed=f"{moment}late parts\n")
    assert code == 0, shown
    assert ("When does it begin now, by the clocks of America/Toronto" in shown) is (verb == "reschedule")
    assert "Why, in one line for customers" in shown
    assert any(why.endswith(": late parts") for _, why in history(known, "MNT-2026-0001"))


def test_at_a_terminal_it_is_asked_until_when_work_takes_longer(known: Desk) -> None:
    known.ok(*SCHEDULE, *GO)
    words = ("maintenance", "extend", "MNT-2026-0001")
    _, shown = at_a_terminal(known, *words, *GO, typed=f"soon\n{_in_three_days()}\n")
    assert "must be a time such as" in shown
    assert "Until when, by the clocks of America/Toronto (such as 2026-11-22 01:00): " in shown
    assert "give --until: nobody can be asked here" in refused(known, *words, *GO, code=2)


def test_at_a_terminal_it_is_asked_when_work_began_of_which_nobody_said_so(known: Desk) -> None:
    opened = SystemClock().now().replace(second=0, microsecond=0) - timedelta(minutes=30)
    known.clock.advance(opened - timedelta(days=2) - known.clock.now())
    window = ("--start", f"{opened:%Y-%m-%dT%H:%MZ}", "--duration", "3h")
    plan = ("maintenance", "schedule", "--service", "voice", "--title", "Storage", "--impact", "none", *SAID, *window)
    name = known.json(*plan, *GO)["id"]
    until = ("--until", f"{opened + timedelta(hours=4):%Y-%m-%dT%H:%MZ}", "--reason", "late parts")
    began = f"{opened + timedelta(minutes=5):%Y-%m-%dT%H:%M:%SZ}"
    code, shown = at_a_terminal(known, "maintenance", "extend", name, *until, *GO, typed=f"soon\n{began}\n")
    assert code == 0, shown
    assert "When did work begin, by the clocks of America/Toronto (such as 2026-11-22 01:05): " in shown
    assert known.json("notice", "show", name)["began_at"] == began
    code, shown = at_a_terminal(known, "maintenance", "complete", name, *GO, typed="")
    assert (code, "When did work begin" in shown) == (0, False), shown


def test_at_a_terminal_it_is_asked_what_a_draft_lacks(known: Desk) -> None:
    start = ("--start", _in_three_days(), "--duration", "2h")
    known.ok("maintenance", "schedule", "--service", "voice", *start, "--impact", "none", "--title", "Disks", "--draft")
    code, shown = at_a_terminal(known, "notice", "send", "MNT-2026-0001", *GO, typed="New disks\nnothing\n")
    assert (code, states(known)) == (0, {"MNT-2026-0001": "scheduled"}), shown
    assert "What is done: " in shown
    assert "What should customers do (or nothing): " in shown
    assert "Why can it not wait" not in shown
    assert known.json("notice", "show", "MNT-2026-0001")["texts"] == {
        "reason": "New disks",
        "customer_action": "nothing",
    }


def test_a_no_to_a_draft_leaves_it_as_it_was(known: Desk) -> None:
    start = ("--start", _in_three_days(), "--duration", "2h")
    said = ("--reason", "New disks", "--customer-action", "nothing", "--impact", "none", "--title", "Storage")
    known.ok("maintenance", "schedule", "--service", "voice", *start, *said, "--draft")
    code, shown = at_a_terminal(known, "notice", "send", "MNT-2026-0001", typed="n\n", columns=80)
    assert (code, "Nothing was sent, and MNT-2026-0001 stays as it was." in shown) == (5, True), shown
    assert max(map(len, shown.replace("\r", "").replace("[n]o: ", "[n]o:\n").splitlines())) <= 80


def test_of_many_who_cannot_be_told_a_few_are_named_and_how_to_see_all(desk: Desk) -> None:
    rows = "".join(f"  - {{id: c{at:03}, name: C{at}, products: [voice]}}\n" for at in range(9))
    reached = "  - {id: acme, name: ACME, products: [voice], notice_address: noc@acme.example}\n"
    desk.know(f"customers:\n{reached}{rows}")
    shown = desk.ok(*SCHEDULE, "--dry-run")
    assert "c004 (no notice address), and 4 more: gateway audience --service voice\n" in shown
