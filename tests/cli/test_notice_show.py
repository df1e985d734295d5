"""How notices stand: lists, single ones, and what comes next."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial

import pytest

from gateway.desk.notices import maintenance, outage
from gateway.mail import Outcome
from tests.cli.begun_notices import HOUR, Noticing
from tests.cli.noticing import at_a_terminal

pytest_plugins = ["tests.cli.noticing_fixture"]
MINUTE = timedelta(minutes=1)


def test_an_outage_that_is_down_shows_since_when_what_was_told_and_what_is_due(noticing: Noticing) -> None:
    name = noticing.report()
    noticing.send()
    noticing.desk.clock.advance(58 * MINUTE)
    noticing.send()
    noticing.desk.clock.advance(5 * MINUTE)
    result = noticing.desk.run("outage", "show", name)
    assert result.stdout.splitlines() == [
        f"{name}  Inbound calls fail   DOWN 1 h 49 m   voice / eu   2 customers",
        "  03:51 EST started · 04:12 confirmed · 04:37 report (25 m, in time) · 05:35 automatic update",
        "  next update due 06:35 EST  in 55 m   [root cause -] [impact -] [resolution -]",
    ]
    assert f'Next: gateway outage update {name} --summary "..." · gateway outage restore {name}' in result.stderr


def test_what_is_late_stands_out(noticing: Noticing) -> None:
    name = noticing.confirm()
    noticing.desk.clock.advance(70 * MINUTE)
    assert "interruption report due 05:12 EST  LATE by 10 m" in noticing.desk.ok("outage", "show", name)
    said = {"summary": "Calls fail", "workaround": "none"}
    noticing.change(name, lambda notice, found: outage.report(notice, found, said, None))
    assert "05:22 report (1 h 10 m, LATE)" in noticing.desk.ok("outage", "show", name)


def test_an_outage_that_is_over_says_which_parts_of_its_root_cause_are_told(noticing: Noticing) -> None:
    name = noticing.report()
    noticing.desk.clock.advance(30 * MINUTE)
    noticing.change(name, lambda notice, found: outage.restore(notice, found, {}, None))
    noticing.change(name, lambda notice, found: outage.explain(notice, found, {"root_cause": "A cable"}))
    result = noticing.desk.run("outage", "show", name)
    assert "UP again after 1 h 16 m" in result.stdout
    assert "next word on the root cause due Fri 20 Nov 05:07 EST  in 24 h   [root cause ok] [impact -]" in result.stdout
    assert f'Next: gateway outage rca {name} --impact "..." --resolution "..."' in result.stderr


def test_of_a_long_outage_the_oldest_and_the_newest_words_are_shown(noticing: Noticing) -> None:
    name = noticing.report()
    for number in range(6):
        noticing.desk.clock.advance(30 * MINUTE)
        noticing.change(name, partial(outage.update, texts={"update": f"Word {number}"}))
    noticing.change(name, lambda notice, found: outage.restore(notice, found, {}, None))
    whole = {"root_cause": "A cable", "rca_impact": "All calls", "resolution": "A new cable"}
    noticing.change(name, lambda notice, found: outage.explain(notice, found, whole))
    noticing.change(name, outage.close)
    first, second, third = noticing.desk.ok("outage", "show", name).splitlines()
    assert "UP again after 3 h 46 m, closed" in first
    assert second == (
        "  03:51 EST started · 04:12 confirmed · 04:37 report (25 m, in time) · 05:07 update · 4 more"
        " · 07:37 update · 07:37 restored · 07:37 final report · 07:37 closed"
    )
    assert third == "  [root cause ok] [impact ok] [resolution ok]"
    assert "Workaround   none" in noticing.desk.ok("notice", "show", name)


@pytest.mark.parametrize(
    ("after", "said", "following"),
    [
        (timedelta(), "scheduled, in 72 h", "gateway notice report"),
        (73 * HOUR, "scheduled, its window is open", "gateway maintenance start"),
        (75 * HOUR, "scheduled, ITS WINDOW HAS PASSED", "gateway maintenance complete"),
    ],
)
def test_maintenance_shows_its_window_by_our_clocks_and_in_utc(
    noticing: Noticing, after: timedelta, said: str, following: str
) -> None:
    name = noticing.schedule()
    noticing.desk.clock.advance(after)
    result = noticing.desk.run("maintenance", "show", name)
    first, second, _ = result.stdout.splitlines()
    assert first == f"{name}  Storage of voice   {said}   voice / eu   2 customers"
    assert second == "  Sun 22 Nov 2026 04:12 - 06:12 EST  = Sun 22 Nov 2026 09:12 - 11:12 UTC"
    assert f"Next: {following} {name}" in result.stderr


def test_work_that_runs_over_its_window_says_so(noticing: Noticing) -> None:
    name = noticing.schedule()
    noticing.desk.clock.advance(73 * HOUR)
    noticing.change(name, maintenance.begin)
    assert "IN PROGRESS, 1 h left" in noticing.desk.ok("maintenance", "show", name)
    noticing.desk.clock.advance(70 * MINUTE)
    assert "IN PROGRESS, 10 m OVER" in noticing.desk.ok("maintenance", "show", name)


def test_everything_that_is_written_down_is_shown(noticing: Noticing) -> None:
    name = noticing.schedule(texts={"reason": "New disks", "summary": "Calls may drop\nonce"}, emergency=True)
    noticing.send()
    lines = noticing.desk.ok("notice", "show", name).splitlines()
    spaced = [" ".join(line.split()) for line in lines]
    assert "Kind maintenance, emergency" in spaced
    assert "Window Sun 22 Nov 2026 04:12 - 06:12 EST = Sun 22 Nov 2026 09:12 - 11:12 UTC" in spaced
    assert "Reminders 24 h before, 1 h before" in spaced
    assert "Summary Calls may drop ..." in spaced
    assert "0 scheduled\t2026-11-19 04:12\tdana\tfinished\t2 accepted, 1 skipped" in lines
    assert lines[-1].endswith("scheduled from 2026-11-22 09:12 UTC to 2026-11-22 11:12 UTC    (scheduled by dana)")
    assert "Short notice A leak" in spaced
    found = noticing.desk.json("notice", "show", name)
    assert found == noticing.desk.json("maintenance", "show", name)
    assert (found["texts"]["summary"], found["start"]) == ("Calls may drop\nonce", "2026-11-22T09:12:00Z")
    assert (found["customers"], found["revisions"][0]["counts"]["accepted"]) == (2, 2)
    assert found["history"][0]["by"] == "dana"


def test_open_notices_stand_first_and_those_that_are_over_only_when_asked_for(noticing: Noticing) -> None:
    planned = noticing.schedule()
    noticing.desk.clock.advance(MINUTE)
    over = noticing.schedule()
    noticing.change(over, lambda notice, found: maintenance.cancel(notice, found, {}))
    noticing.desk.clock.advance(MINUTE)
    broken = noticing.report()
    assert _names(noticing) == [broken, planned]
    assert _names(noticing, "--all") == [broken, planned, over]
    assert _names(noticing, "--all", "--limit", "1") == [broken]
    assert _names(noticing, "--all", "--kind", "maintenance") == [planned, over]
    assert _names(noticing, "--kind", "upgrade") == []
    lines = noticing.desk.ok("notice", "list", "--all").splitlines()
    assert lines[1].split("\t") == [broken, "reported", "Thu 19 Nov 03:53 EST", "update 05:39", "Inbound calls fail"]
    assert lines[2].split("\t")[3] == "reminder Sat 21 Nov 04:12"
    more = noticing.desk.run("notice", "list", "--limit", "1")
    assert "The first 1; --limit shows more." in more.stderr


def _names(noticing: Noticing, *words: str) -> list[str]:
    return [one["id"] for one in noticing.desk.json("notice", "list", *words)]


def test_no_notice_is_no_table(noticing: Noticing) -> None:
    result = noticing.desk.run("notice", "list")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "No notice is open" in result.stderr


def test_every_state_has_a_next_command(noticing: Noticing) -> None:
    draft = noticing.draft()
    assert f"gateway notice send {draft} --confirm {draft}" in noticing.desk.run("notice", "show", draft).stderr
    suspected = noticing.suspect()
    assert f"gateway outage confirm {suspected}" in noticing.desk.run("outage", "show", suspected).stderr
    letter = noticing.newsletter()
    shown = noticing.desk.run("notice", "show", letter)
    assert shown.stdout.startswith(f"{letter}  What is new   newsletter, sent   ")
    assert f"gateway notice report {letter}" in shown.stderr


WHY = "550 5.1.1 <ops@hooli.example>: Recipient address rejected: User unknown in virtual mailbox table"


def test_on_a_narrow_terminal_nothing_is_cut_and_lines_break_between_words(noticing: Noticing) -> None:
    name = noticing.schedule()
    noticing.send({"ops@hooli.example": (Outcome.REFUSED, WHY)})
    for command in ("show", "report"):
        _, shown = at_a_terminal(noticing.desk, "notice", command, name, typed="", columns=80)
        lines = shown.replace("\r", "").splitlines()
        assert max(map(len, lines)) <= 80
        assert "…" not in shown
        words = " ".join(shown.split())
        assert "1 accepted, 1 bounced, 1 skipped" in words or f"{WHY} Uncovered 1: globex" in words, words


def test_commands_that_go_on_stand_below_one_another_where_they_do_not_fit(noticing: Noticing) -> None:
    name = noticing.report()
    _, shown = at_a_terminal(noticing.desk, "outage", "show", name, typed="", columns=80)
    assert shown.replace("\r", "").splitlines()[-2:] == [
        f'Next: gateway outage update {name} --summary "..."',
        f"      gateway outage restore {name}",
    ]


def test_texts_are_called_by_what_they_say_and_what_is_over_was_told_to_nobody(noticing: Noticing) -> None:
    name = noticing.report()
    noticing.change(name, lambda notice, found: outage.restore(notice, found, {"residual": "Slow reports"}, None))
    noticing.change(name, lambda notice, found: outage.explain(notice, found, {"rca_impact": "No calls"}))
    shown = noticing.desk.ok("notice", "show", name)
    for label, text in (("Its impact", "No calls"), ("May linger", "Slow reports")):
        assert re.search(rf"^{label} +{text}$", shown, re.MULTILINE), shown
    assert "Due: root cause" in shown
    letter = noticing.newsletter()
    noticing.desk.ok("notice", "abort", letter)
    assert "nobody was told" in noticing.desk.ok("notice", "show", letter).splitlines()[0]


def test_a_list_says_what_is_late_and_gives_up_the_title_before_it(noticing: Noticing) -> None:
    name = noticing.confirm()
    noticing.desk.clock.advance(70 * MINUTE)
    assert f"{name}\tconfirmed\tThu 19 Nov 03:51 EST\tLATE: report 05:12\t" in noticing.desk.ok("notice", "list")
    _, shown = at_a_terminal(noticing.desk, "notice", "list", typed="", columns=60)
    assert "LATE: report" in shown
    noticing.change(name, lambda one, found: outage.restore(one, found, {}, None))
    assert "\troot cause " in noticing.desk.ok("notice", "list")
