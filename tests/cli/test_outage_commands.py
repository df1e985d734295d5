"""``gateway outage``: from the first suspicion to its close, as people type it. No gateway runs here."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

import pytest

from gateway.resources import shipped
from gateway.store.notices import notice_named
from tests.cli.conftest import Desk
from tests.cli.noticing import (
    DIRECTORY,
    GO,
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

REPORT = ("--summary", "Inbound calls fail", "--workaround", "none")
NAME = "INC-2026-0001"


@pytest.fixture
def known(desk: Desk) -> Desk:
    desk.know(DIRECTORY)
    return desk


def confirmed(desk: Desk) -> str:
    desk.ok("outage", "open", "--service", "voice", "--title", "Inbound calls fail")
    desk.ok("outage", "confirm", NAME)
    return NAME


def reported(desk: Desk) -> str:
    desk.ok("outage", "report", confirmed(desk), *REPORT, *GO)
    work(desk)
    return NAME


def restored(desk: Desk) -> str:
    desk.ok("outage", "restore", reported(desk), *GO)
    return NAME


def test_a_suspicion_is_written_down_and_nobody_hears_of_it(known: Desk) -> None:
    result = known.run("outage", "open", "--service", "voice", "--region", "eu", "--since", "2026-11-19T08:41Z")
    assert result.exit_code == 0
    assert result.stdout == f"{NAME} opened: 1 customer (with voice, in eu) would be affected.\n"
    assert result.stderr.endswith(f"Next: gateway outage confirm {NAME}\n")
    assert work(known) == []


def test_confirming_says_by_when_customers_have_to_be_told(known: Desk) -> None:
    known.ok("outage", "open", "--service", "voice")
    result = known.run("outage", "confirm", NAME, "--since", "2026-11-19T08:41Z", "--by", "lea")
    assert result.stdout.splitlines() == [
        f"{NAME} confirmed 2026-11-19 04:12:00 EST. Interruption report due by 2026-11-19 05:12:00 EST (1 h).",
        "Down since 2026-11-19 03:41:00 EST, 31 m ago.",
        "Affected: 3 customers.",
    ]
    assert result.stderr == f'Next: gateway outage report {NAME} --summary "..." --workaround "..."\n'
    assert history(known, NAME)[-1] == (
        "confirmed at 2026-11-19 09:12 UTC, down since 2026-11-19 08:41 UTC",
        "confirmed by lea",
    )


@pytest.mark.parametrize(
    ("policy", "flags", "holding", "shown"),
    [
        ("nag", (), "nag", "never by themselves"),
        ("off", (), "off", "never by themselves, and nobody is asked"),
        ("off", ("--auto-holding",), "auto", ""),
        ("auto", ("--no-auto-holding",), "nag", "never by themselves"),
    ],
)
def test_the_policy_says_whether_updates_are_sent_by_themselves_unless_whoever_confirms_does(
    known: Desk, policy: str, flags: tuple[str, ...], holding: str, shown: str
) -> None:
    packs = known.settings_file.parent / "policies"
    packs.mkdir()
    pack = (shipped("config") / "policies" / "standard.yml").read_text("utf-8")
    written = pack.replace("holding_updates: auto", f"holding_updates: {policy}")
    (packs / "standard.yml").write_text(written, "utf-8")
    known.ok("outage", "open", "--service", "voice")
    known.ok("outage", "confirm", NAME, *flags)
    assert known.json("outage", "show", NAME)["holding_updates"] == holding
    lines = [line for line in known.ok("notice", "show", NAME).splitlines() if line.startswith("Updates")]
    assert [line.removeprefix("Updates").strip() for line in lines] == [shown] * bool(shown)


def test_programs_get_the_document_of_notices_where_customers_are_told_nothing(known: Desk) -> None:
    told = ("accepted", "bounced", "deferred", "failed", "queued", "skipped")
    nobody: dict[str, object] = {
        "id": NAME,
        "kind": "outage",
        "title": "voice",
        "revision": None,
        "stage": None,
        "issued_at": None,
        "issued_by": None,
        "delivery": "none",
        "counts": dict.fromkeys(told, 0),
        "deadlines": {},
        "object_by": None,
        "recipients": [],
        "copies": [],
    }
    opened = known.json("outage", "open", "--service", "voice")
    assert opened == {**nobody, "state": "suspected", "customers": 3}
    assert known.json("outage", "confirm", NAME.lower(), "--confirmed-at", "2026-11-19T09:00Z") == {
        **nobody,
        "state": "confirmed",
        "customers": 3,
        "deadlines": {"report": "2026-11-19T10:00:00Z"},
        "report_by": "2026-11-19T10:00:00Z",
    }
    assert known.json("outage", "close", NAME, "--not-an-outage", "--reason", "a false alarm") == {
        **nobody,
        "state": "closed",
    }


def test_who_is_affected_can_be_named_anew_and_what_is_not_named_stays(known: Desk) -> None:
    known.ok("outage", "open", "--service", "voice", "--except", "globex")
    assert known.json("outage", "confirm", NAME, "--region", "eu")["customers"] == 1
    known.ok("outage", "open", "--service", "voice")
    said = refused(known, "outage", "confirm", "INC-2026-0002", "--service", "voise")
    assert 'no customer has the service "voise": did you mean "voice"?' in said
    assert known.json("outage", "confirm", "INC-2026-0002", "--customer", "hooli")["customers"] == 4
    for name, narrowed, count in (
        ("INC-2026-0003", ("--except", "hooli"), 3),
        ("INC-2026-0004", ("--region", "eu"), 1),
    ):
        known.ok("outage", "open", "--all", "--service", "voice")
        assert known.json("outage", "confirm", name, *narrowed)["customers"] == count


def test_where_a_service_was_renamed_nothing_is_done_before_it_is_named_anew(known: Desk) -> None:
    known.ok("outage", "open", "--service", "voice")
    known.know(DIRECTORY.replace("[voice]", "[voice-eu]"))
    said = refused(known, "outage", "confirm", NAME)
    assert 'no customer has the service "voice": did you mean "voice-eu"?' in said
    assert f"say whom it concerns now: gateway outage confirm {NAME} --service NAME" in said
    assert known.json("outage", "confirm", NAME, "--service", "voice-eu")["customers"] == 3


def test_a_confirmed_outage_whose_service_is_renamed_then_is_reported_by_its_new_name(known: Desk) -> None:
    name = confirmed(known)
    known.know(DIRECTORY.replace("[voice]", "[voice-eu]"))
    for command in (("report", name, *REPORT), ("restore", name)):
        instead = f"say whom it concerns now: gateway outage {command[0]} {name} --service NAME"
        assert instead in refused(known, "outage", *command, *GO)
    known.ok("outage", "report", name, *REPORT, "--service", "voice-eu", *GO)
    assert {"noc@acme.example", "ops@bravo.example"} <= set(work(known))
    assert all(
        "voice-eu" in plain(one) for one in mails(known) if one["To"] in ("noc@acme.example", "ops@bravo.example")
    )


def test_what_is_over_before_its_report_is_restored_by_the_new_name_of_its_service(known: Desk) -> None:
    name = confirmed(known)
    known.know(DIRECTORY.replace("[voice]", "[voice-eu]"))
    known.ok("outage", "restore", name, "--service", "voice-eu", "--impact", "degraded", *GO)
    assert stages(known, name) == ["restored"]
    assert {"noc@acme.example", "ops@bravo.example"} <= set(work(known))
    assert all("voice-eu" in plain(one) for one in mails(known) if one["To"] == "ops@bravo.example")


def test_whom_it_was_reported_to_stays_with_the_all_clear(known: Desk) -> None:
    name = reported(known)
    for named in (("--service", "chat"), ("--impact", "degraded")):
        said = refused(known, "outage", "restore", name, *named, *GO)
        assert f"{name} concerns whom it was reported to: leave out --service, --impact and the like" in said


def test_a_confirmed_outage_that_concerns_nobody_any_more_can_be_closed(known: Desk) -> None:
    name = confirmed(known)
    known.know(DIRECTORY.replace("[voice]", "[voice-eu]"))
    known.ok("outage", "close", name, "--not-an-outage", "--reason", "there is no such service any more")
    assert states(known) == {name: "closed"}


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("open",), 3, "say who is to be told: --service"),
        (("open", "--customer", "acme"), 3, "name what seems to be down: --service"),
        (("open", "--service", "voise"), 3, 'did you mean "voice"?'),
        (("open", "--service", "voice", "--title", "a\nBcc: x@y.example"), 2, "--title"),
        (("open", "--service", "voice", "--title", "x" * 121), 3, "--title has 121 characters"),
        (("open", "--service", "voice", "--since", "2026-11-19T09:14Z"), 3, "--since 2026-11-19 09:14 UTC is still to"),
        (("open", "--service", "voice", "--since", "0001-01-01T00:00+05:00"), 2, "between the years 1970 and 9000"),
        (
            ("open", "--service", "voice", "--since", "1970-01-02T00:00"),
            3,
            "--since 1970-01-02 05:00 UTC is more than 30",
        ),
        (("confirm", NAME, "--since", "2025-11-19T09:00Z"), 3, "--since 2025-11-19 09:00 UTC is more than 30 d ago"),
        (("open", "--service", "voice", "--since", "2026-11-01T01:30"), 2, "'--since': 2026-11-01 01:30 comes twice"),
        (("open", "--service", "voice", "--summary", "x" * (5 << 20)), 3, "--summary has 5,242,880 characters"),
        (("confirm", NAME, "--confirmed-at", "2026-11-19T10:00Z"), 3, "--confirmed-at"),
        (("confirm", NAME, "--confirmed-at", "2027-03-14T02:30"), 2, "'--confirmed-at'"),
        (("confirm", NAME, "--impact", "total"), 2, "'--impact'"),
        (("confirm", "INC-2026-1"), 3, f'did you mean "{NAME}"?'),
        (("report", NAME, *REPORT, *GO), 3, f"only suspected: confirm it first, gateway outage confirm {NAME}"),
        (("update", NAME, "--summary", "x", *GO), 3, "is suspected: it cannot be updated"),
        (("restore", NAME, *GO), 3, "is suspected: it cannot be restored"),
        (("rca", NAME, "--root-cause", "x", *GO), 3, "is suspected: it cannot be explained"),
    ],
)
def test_what_cannot_be_is_refused_by_its_flag(known: Desk, words: tuple[str, ...], code: int, said: str) -> None:
    known.ok("outage", "open", "--service", "voice")
    assert said in refused(known, "outage", *words, code=code)
    assert letters(known) == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 3, "say what customers notice: --summary"),
        (("--summary", "x"), 3, "--workaround, or --workaround none"),
        (("--summary", "x", "--workaround", " "), 3, "--workaround, or --workaround none"),
        ((*REPORT, "--phone", "x" * 4001), 3, "--phone has 4,001 characters, of 4,000 at most"),
        ((*REPORT, "--reason", "a\u202eb"), 3, "--reason has a character that nobody sees"),
        ((*REPORT, "--impact", "bad"), 2, "'--impact'"),
    ],
)
def test_no_report_leaves_half_empty(known: Desk, words: tuple[str, ...], code: int, said: str) -> None:
    assert said in refused(known, "outage", "report", confirmed(known), *words, *GO, code=code)
    assert stages(known, NAME) == []


def test_a_report_is_confirmed_tried_and_then_waits_for_a_gateway(known: Desk) -> None:
    confirmed(known)
    assert "give --yes: nobody can be asked here" in refused(known, "outage", "report", NAME, *REPORT, code=2)
    assert known.json("outage", "report", NAME, *REPORT, "--dry-run")["letters"] == 2
    known.ok("outage", "report", NAME, *REPORT, "--test-to", "me@support.example")
    assert work(known) == ["me@support.example"]
    assert (states(known), stages(known, NAME)) == ({NAME: "confirmed"}, [])
    result = known.run("outage", "report", NAME, *REPORT, "--yes")
    assert result.exit_code == 75
    assert f"{NAME} is written down, and 2 letters wait" in result.stderr
    assert stages(known, NAME) == ["report"]
    assert sorted(work(known)[1:]) == [
        "dana@support.example",  # a copy, to who looks after one of them
        "dana@support.example",  # and that this one cannot be told
        "noc@acme.example",
        "ops@bravo.example",
    ]


def test_it_goes_from_its_report_to_its_close(known: Desk) -> None:
    name = reported(known)
    known.clock.advance(timedelta(minutes=30))
    found = known.json("outage", "update", name, "--summary", "A part is on its way", *GO)
    assert (found["revision"], found["stage"]) == (1, "update")
    assert f"{name} is down: restore it first" in refused(known, "outage", "close", name)
    known.clock.advance(timedelta(minutes=30))
    said = refused(known, "outage", "restore", name, "--at", "2026-11-19T08:00Z", *GO)
    assert "before it began at 2026-11-19 09:12 UTC: --at" in said
    known.ok("outage", "restore", name, "--at", "2026-11-19T10:00Z", "--summary", "late mails", *GO)
    assert "give at least one of --root-cause, --impact and --resolution" in refused(known, "outage", "rca", name, *GO)
    result = known.run("outage", "rca", name, "--root-cause", "A disk", *GO)
    wanted = '--impact "..." --resolution "..." --prevention "..."'
    assert result.stderr == f"Next: gateway outage rca {name} {wanted}\n"
    assert "Still missing  impact and resolution\n" in result.stdout
    assert f"{name} is restored. Root cause update to 2 customers.\n" in result.stdout
    said = refused(known, "outage", "close", name)
    assert f"lacks impact and resolution gateway outage rca {name} --impact TEXT --resolution TEXT" in said
    result = known.run("outage", "rca", name, "--impact", "No calls", "--resolution", "Replaced", *GO)
    assert result.stderr == f"Next: gateway outage close {name}\n"
    known.ok("outage", "close", name)
    assert states(known) == {name: "closed"}
    assert stages(known, name) == ["report", "update", "restored", "rca", "final"]
    assert "is closed: it cannot be updated" in refused(known, "outage", "update", name, "--summary", "x", *GO)


def careful(desk: Desk, *words: str) -> list[str]:
    """What customers will not read, as whoever is going to tell them is warned."""
    shown = desk.ok(*words, "--dry-run").splitlines()
    return [line.split(maxsplit=1)[1] for line in shown if line.startswith("Careful ")]


def test_what_a_report_leaves_unsaid_is_named_before_it_goes(known: Desk) -> None:
    report = ("outage", "report", confirmed(known), *REPORT)
    action = "customers will not read what is done about it: --reason"
    number = "customers will not read a number for what is urgent: --phone, or support.phone of the settings"
    assert careful(known, *report) == [action, number]
    assert careful(known, *report, "--reason", "We look for it", "--phone", "none") == []
    known.environ["GATEWAY_SUPPORT__PHONE"] = "+1 289 555 0199"
    assert careful(known, *report) == [action]


def test_the_number_of_the_settings_is_in_the_report(known: Desk) -> None:
    known.environ["GATEWAY_SUPPORT__PHONE"] = "+1 289 555 0199"
    reported(known)
    texts = {str(one["To"]): plain(one) for one in mails(known)}
    assert "Urgent questions +1 289 555 0199" in texts["ops@bravo.example"]


def test_a_final_report_that_does_not_say_what_is_changed_is_named_before_it_goes(known: Desk) -> None:
    rca = ("outage", "rca", restored(known), "--root-cause", "A disk", "--impact", "No calls")
    assert careful(known, *rca) == []
    final = (*rca, "--resolution", "Replaced")
    told = "customers will not read what is changed so that it does not happen again: --prevention"
    assert careful(known, *final) == [told]
    assert careful(known, *final, "--prevention", "none") == []


def test_an_update_says_what_is_new(known: Desk) -> None:
    name = reported(known)
    assert "say what is new: --summary" in refused(known, "outage", "update", name, *GO)
    said = refused(known, "outage", "report", name, *REPORT, *GO)
    assert f"{name} is reported already gateway outage update {name}" in said
    assert stages(known, name) == ["report"]


def test_an_update_says_what_is_felt_by_now_and_uptime_goes_by_what_was_felt_when(known: Desk) -> None:
    name = reported(known)  # at 09:12 in UTC
    known.clock.advance(timedelta(minutes=30))
    said = refused(known, "outage", "update", name, "--summary", "x", "--impact", "chat=none", *GO)
    assert "chat is none of its services" in said
    known.ok("outage", "update", name, "--summary", "Calls go through", "--impact", "voice=degraded", *GO)
    assert "update, impact from now on: degraded" in [what for what, _ in history(known, name)]
    assert known.json("notice", "show", name)["impact"] == "degraded"
    known.clock.advance(timedelta(hours=2))
    known.ok("outage", "restore", name, *GO)
    rows = known.json("report", "uptime", "--month", "2026-11")["services"]
    assert {row["service"]: row["down_seconds"] for row in rows} == {None: 1800, "voice": 1800}


def plain(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


def test_an_update_says_what_changed_since_when_by_the_clocks_of_each_reader(known: Desk) -> None:
    name = reported(known)
    work(known)
    assert mails(known), "they are on their way"
    known.clock.advance(timedelta(hours=1))
    known.ok("outage", "update", name, "--summary", "A spare part comes", *GO)
    work(known)
    texts = {str(one["To"]): plain(one) for one in mails(known)}  # the newest last
    assert "Ce qui a changé depuis 10:12 A spare part comes" in texts["noc@acme.example"]
    assert "What changed since 18:12 A spare part comes" in texts["ops@bravo.example"]


def test_a_late_word_stands_in_the_history_of_the_notice(known: Desk) -> None:
    confirmed(known)
    known.clock.advance(timedelta(hours=2))
    known.ok("outage", "report", NAME, *REPORT, *GO)
    with known.office() as office, office.database.read() as connection:
        assert notice_named(connection, NAME).marks == ("missed report 2026-11-19T10:12:00+00:00",)


def test_words_after_a_report_say_which_letter_goes_to_how_many_and_how_fast_it_came(known: Desk) -> None:
    confirmed(known)
    known.clock.advance(timedelta(minutes=25))
    result = known.run("outage", "report", NAME, *REPORT, *GO)
    lines = result.stdout.splitlines()
    assert lines[-1] == f"{NAME} is reported. Interruption report to 2 customers, 25 m after it was confirmed."
    assert "Down since    2026-11-19 04:12:00 EST" in lines
    assert "calendar" not in result.stdout
    assert result.stderr == f'Next: gateway outage update {NAME} --summary "..." · gateway outage restore {NAME}\n'


def test_a_suspicion_that_was_none_is_closed_with_a_reason_and_without_a_letter(known: Desk) -> None:
    known.ok("outage", "open", "--service", "voice")
    said = refused(known, "outage", "close", NAME)
    assert f"{NAME} is suspected: say why nothing was wrong, --reason" in said
    result = known.run("outage", "close", NAME, "--reason", "the monitor was wrong")
    assert (result.exit_code, result.stdout) == (0, f"{NAME} is closed; customers are told nothing more.\n")
    assert history(known, NAME)[-1] == ("closed: nothing was wrong", "closed by dana: the monitor was wrong")
    assert (states(known), stages(known, NAME), work(known)) == ({NAME: "closed"}, [], [])
    assert "was closed before customers were told of it: it has no letter" in refused(known, "notice", "preview", NAME)
    assert f"{NAME} is closed already" in refused(known, "outage", "close", NAME, "--reason", "again")


def test_a_report_that_was_aborted_before_anybody_had_it_ends_without_a_letter(known: Desk) -> None:
    known.know(DIRECTORY.replace(", account_manager: dana@support.example", ", notice_address: noc@globex.example"))
    for name, *ends in ((NAME, "restore", *GO), ("INC-2026-0002", "close", "--reason", "the monitor was wrong")):
        known.ok("outage", "open", "--service", "voice")
        known.ok("outage", "confirm", name)
        known.ok("outage", "report", name, *REPORT, *GO)
        shown = known.run("notice", "abort", name, "--reason", "a mistake").stderr
        assert f"Next: gateway outage close {name} --reason TEXT · gateway notice report {name}\n" in shown
        assert f"to end it: gateway outage close {name} --reason TEXT" in refused(known, "notice", "abort", name)
        assert "was aborted before anybody heard of it" in refused(known, "outage", "close", name)
        command, *more = ends
        assert "told nothing" in known.ok("outage", command, name, *more)
        assert states(known)[name] == "closed"
    assert work(known) == []


def test_an_hour_that_is_soon_to_come_is_yesterday_s_and_is_corrected_until_the_report(known: Desk) -> None:
    known.ok("outage", "open", "--service", "voice")
    shown = known.run("outage", "confirm", NAME, "--since", "10:41Z")
    assert "careful: --since is yesterday's 10:41+00:00, 22 h 31 m ago" in shown.stderr
    assert "Down since 2026-11-18 05:41:00 EST, 22 h 31 m ago." in shown.stdout
    before = refused(known, "outage", "report", NAME, *REPORT, "--since", "2026-11-19T09:12:30Z", *GO)
    assert "it was confirmed at 2026-11-19 09:12 UTC, before it began at 2026-11-19 09:12 UTC: --since" in before
    assert "careful" not in known.run("outage", "report", NAME, *REPORT, "--since", "08:41Z", *GO).stderr
    assert known.json("outage", "show", NAME)["start"] == "2026-11-19T08:41:00Z"
    assert history(known, NAME)[-1][0] == "interruption report, down since 2026-11-19 08:41 UTC"


def test_at_a_terminal_it_is_asked_what_the_analysis_lacks(known: Desk) -> None:
    name = restored(known)
    known.ok("outage", "rca", name, "--root-cause", "A disk", *GO)
    code, shown = at_a_terminal(known, "outage", "rca", name, *GO, typed="\nReplaced\n")
    assert code == 0, shown
    assert "Why did it happen?" not in shown
    assert "What did it mean for customers? (empty: not known yet): " in shown
    texts = known.json("notice", "show", name)["texts"]
    assert ("rca_impact" in texts, texts["resolution"]) == (False, "Replaced")


def test_at_a_terminal_it_is_asked_what_a_report_and_an_update_say(known: Desk) -> None:
    name = confirmed(known)
    code, shown = at_a_terminal(known, "outage", "report", name, *GO, typed="Inbound calls fail\nnone\n")
    assert (code, states(known)) == (0, {name: "reported"}), shown
    assert "What do customers notice, in their words: " in shown
    assert "How can they help themselves (or none): " in shown
    texts = known.json("notice", "show", name)["texts"]
    assert (texts["summary"], texts["workaround"]) == ("Inbound calls fail", "")
    again = at_a_terminal(known, "outage", "report", name, *GO, typed="")[1]
    assert ("is reported already" in again, "in their words" in again) == (True, False), again
    for news in ("We look", "A part is on its way"):
        code, shown = at_a_terminal(known, "outage", "update", name, *GO, typed=f"{news}\n")
        assert (code, "What is new since the last mail: " in shown) == (0, True), shown
        assert known.json("notice", "show", name)["texts"]["update"] == news


def test_at_a_terminal_what_was_said_when_it_was_confirmed_is_not_asked_again(known: Desk) -> None:
    known.ok("outage", "open", "--service", "voice", "--summary", "Calls fail")
    known.ok("outage", "confirm", NAME)
    code, shown = at_a_terminal(known, "outage", "report", NAME, *GO, typed="Use the mobile app\n")
    assert (code, "What do customers notice" in shown) == (0, False), shown
    texts = known.json("notice", "show", NAME)["texts"]
    assert (texts["summary"], texts["workaround"]) == ("Calls fail", "Use the mobile app")


def test_at_a_terminal_it_is_asked_why_whom_no_letter_reached_are_told_nothing(known: Desk) -> None:
    known.know(DIRECTORY.replace(", account_manager: dana@support.example", ", notice_address: noc@globex.example"))
    name = confirmed(known)
    known.ok("outage", "report", name, *REPORT, *GO)
    known.ok("notice", "abort", name)
    code, shown = at_a_terminal(known, "outage", "close", name, typed="the monitor was wrong\n")
    assert (code, states(known)) == (0, {name: "closed"}), shown
    assert "Nobody was told of it. Why are customers told nothing: " in shown


def test_at_a_terminal_the_reason_is_asked_for(known: Desk) -> None:
    known.ok("outage", "open", "--service", "voice")
    code, shown = at_a_terminal(known, "outage", "close", NAME, typed="a false alarm\n")
    assert (code, states(known)) == (0, {NAME: "closed"}), shown
    assert history(known, NAME)[-1][1] == "closed by dana: a false alarm"


def test_what_is_up_again_before_the_report_is_told_as_over(known: Desk) -> None:
    known.ok("outage", "restore", confirmed(known), *GO)
    assert stages(known, NAME) == ["restored"]
    assert "noc@acme.example" in work(known)


def test_the_all_clear_is_told_at_once_though_letters_of_the_report_still_wait(desk: Desk) -> None:
    many(desk, 20)
    desk.ok("outage", "open", "--service", "fax")
    desk.ok("outage", "confirm", NAME)
    desk.ok("outage", "report", NAME, *REPORT, *GO)
    desk.ok("notice", "pause", NAME)
    desk.ok("outage", "restore", NAME, *GO)
    assert len(work(desk)) == 20  # the all-clear alone: nobody hears that it is down after it is up
    assert ("letters not written any more: 20", "overtaken by revision 1") in history(desk, NAME)


def test_more_than_twenty_hear_of_an_outage_only_when_somebody_names_it(desk: Desk) -> None:
    many(desk, 21)
    desk.ok("outage", "open", "--service", "fax")
    desk.ok("outage", "confirm", NAME)
    said = refused(desk, "outage", "report", NAME, *REPORT, *GO)
    assert f"21 customers would be told: more than 20 only with --confirm {NAME}" in said
    desk.ok("outage", "report", NAME, *REPORT, "--confirm", NAME, "--no-wait")
    assert len(work(desk)) == 21


def test_when_it_is_expected_to_be_over_is_told_with_a_warning_until_that_is_over(known: Desk) -> None:
    name = confirmed(known)  # at 09:12 in UTC
    result = known.run("outage", "report", name, *REPORT, "--eta", "11:00Z", *GO)
    assert "Back by       2026-11-19 06:00:00 EST (careful: customers will hold us to this time)" in result.stdout
    assert known.json("notice", "show", name)["eta"] == "2026-11-19T11:00:00Z"
    work(known)
    known.clock.advance(timedelta(hours=1))
    shown = known.run("notice", "preview", name, "--as-of", "update", "--customer", "bravo")
    assert "Expected back by" in shown.stdout
    assert "20:00 Tokyo (11:00 UTC)" in shown.stdout
    assert "careful: customers will hold us to this time" in shown.stderr
    known.ok("outage", "update", name, "--summary", "A spare part comes", *GO)
    assert known.json("notice", "show", name)["eta"] == "2026-11-19T11:00:00Z"
    known.clock.advance(timedelta(hours=1))
    known.ok("outage", "update", name, "--summary", "It came", *GO)
    assert known.json("notice", "show", name)["eta"] is None


def test_an_estimate_that_is_over_is_refused_and_one_can_be_taken_back(known: Desk) -> None:
    name = confirmed(known)
    said = refused(known, "outage", "report", name, *REPORT, "--eta", "2026-11-19T09:12Z", *GO)
    assert "--eta 2026-11-19 09:12 UTC is over: it is 2026-11-19 09:12 UTC" in said
    assert "'--eta': 11:00 has no day" in refused(known, "outage", "report", name, *REPORT, "--eta", "11:00", code=2)
    known.ok("outage", "report", name, *REPORT, "--eta", "2026-11-19T08:00-05:00", *GO)
    known.ok("outage", "update", name, "--summary", "We do not know", "--eta", "none", *GO)
    assert known.json("notice", "show", name)["eta"] is None


def test_at_a_terminal_it_is_asked_why_customers_are_told_nothing_by_what_is_known(known: Desk) -> None:
    confirmed(known)
    known.ok("outage", "open", "--service", "voice")
    assert "its customers are owed a word" in at_a_terminal(known, "outage", "close", NAME, typed="A test\n")[1]
    for name, asked, *flags in (
        (NAME, "Why was it confirmed, though it was no outage: ", "--not-an-outage"),
        ("INC-2026-0002", "Why was it no outage: "),
    ):
        code, shown = at_a_terminal(known, "outage", "close", name, *flags, typed="A test\n")
        assert (code, asked in shown) == (0, True), shown
