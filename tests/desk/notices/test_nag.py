"""What people of ours are told of notices, and who of them."""

from __future__ import annotations

import shlex
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from gateway.desk.hours.calendar import ALWAYS, Home
from gateway.desk.notice import Notice
from gateway.desk.notices.agenda import Appointment, Duty, agenda
from gateway.desk.notices.nag import missed, nag, report_command
from gateway.desk.notices.texts import texts_of
from gateway.desk.order import Bulletin, TellPerson
from gateway.desk.team import ACCOUNT_MANAGERS, OPERATIONS_MANAGER, Person, Shift, Team
from gateway.outbound.said import IN_BULLETIN
from tests.desk.notices.given import END, NOW, PARTS, begun, confirmed, refusal, reported, restored, scheduled

HOME = Home(ZoneInfo("UTC"))
DANA, LEA = Person("dana", "dana@support.example"), Person("lea", "Lea@support.example")
OLGA = Person("olga", "olga@support.example", (OPERATIONS_MANAGER,))
AMY = Person("amy", "amy@support.example", (ACCOUNT_MANAGERS,))
TEAM = Team((DANA, LEA, OLGA, AMY), (Shift(ALWAYS, person="lea"),))


def due(notice: Notice, duty: Duty) -> Appointment:
    return next(one for one in agenda(notice) if one.duty is duty)


def nags(notice: Notice, duty: Duty, team: Team = TEAM) -> list[TellPerson]:
    return list(nag(notice, due(notice, duty), team, HOME, now=NOW))


def test_whoever_wrote_it_and_who_is_on_call_are_asked_once_each() -> None:
    assert [one.person for one in nags(confirmed(), Duty.NAG_WORD)] == [DANA, LEA]
    by_lea = replace(confirmed(), created_by="LEA", confirmed_by="lea@support.example")
    assert [one.person for one in nags(by_lea, Duty.NAG_WORD)] == [LEA]
    stranger = replace(confirmed(), created_by="root", confirmed_by="ex-colleague")
    assert [one.person for one in nags(stranger, Duty.NAG_WORD)] == [LEA]


def test_where_nobody_is_on_call_the_whole_team_is_asked_and_without_a_team_nobody() -> None:
    assert {one.person.name for one in nags(confirmed(), Duty.NAG_WORD, replace(TEAM, shifts=()))} == {
        "dana",
        "lea",
        "olga",
        "amy",
    }
    assert nags(confirmed(), Duty.NAG_WORD, Team()) == []


@pytest.mark.parametrize(
    ("notice", "duty", "awaited", "automatic", "commands"),
    [
        (
            confirmed(),
            Duty.NAG_WORD,
            "report",
            False,
            'gateway outage report INC-2026-0001 --summary "..." --workaround "..."\n'
            "gateway notice preview INC-2026-0001",
        ),
        (
            reported(),
            Duty.NAG_WORD,
            "update",
            True,
            'gateway outage update INC-2026-0001 --summary "..."\ngateway outage restore INC-2026-0001',
        ),
        (
            replace(reported(), auto_holding=False),
            Duty.NAG_WORD,
            "update",
            False,
            'gateway outage update INC-2026-0001 --summary "..."\ngateway outage restore INC-2026-0001',
        ),
        (
            replace(restored(), texts={"rca_impact": "x"}),
            Duty.NAG_WORD,
            "rca",
            True,
            'gateway outage rca INC-2026-0001 --root-cause "..." --resolution "..."',
        ),
        (
            scheduled(),
            Duty.NAG_START,
            "nag-start",
            False,
            'gateway maintenance start MNT-2026-0001\ngateway maintenance cancel MNT-2026-0001 --reason "..."',
        ),
        (
            begun(),
            Duty.NAG_END,
            "nag-end",
            False,
            "gateway maintenance complete MNT-2026-0001\ngateway maintenance extend MNT-2026-0001 --until TIME",
        ),
        (
            scheduled(),
            Duty.NAG_END,
            "nag-end",
            False,
            "gateway maintenance complete MNT-2026-0001 --began TIME\n"
            "gateway maintenance extend MNT-2026-0001 --began TIME --until TIME\n"
            'gateway maintenance cancel MNT-2026-0001 --reason "..."',
        ),
    ],
    ids=["report", "update", "update by hand", "rca", "start", "end", "end of what nobody started"],
)
def test_what_is_awaited_is_named_with_the_commands_that_say_it(
    notice: Notice, duty: Duty, awaited: str, automatic: bool, commands: str
) -> None:
    asked = nags(notice, duty)[0]
    assert asked.form is Bulletin.NOTICE_DUE
    assert asked.facts.keys() == IN_BULLETIN[Bulletin.NOTICE_DUE]
    assert (asked.facts["awaited"], asked.facts["automatic"], asked.facts["commands"]) == (awaited, automatic, commands)
    assert asked.facts["missing"] == (("root_cause", "resolution") if awaited == "rca" else ())
    assert asked.facts["due"] == due(notice, duty).about


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"summary": "Calls fail"}, "Calls fail"),
        ({"summary": "Calls fail", "update": "A spare part\nis on its way"}, "A spare part is on its way"),
        ({"update": "x" * 300}, "x" * 200 + " ..."),
    ],
)
def test_who_is_asked_for_an_update_reads_what_customers_read_last(texts: dict[str, str], said: str) -> None:
    asked = nags(replace(reported(), texts=texts), Duty.NAG_WORD)[0]
    assert asked.facts["said"] == said
    assert nags(replace(restored(), texts=texts), Duty.NAG_WORD)[0].facts["said"] == ""


@pytest.mark.parametrize("what", ["report", "update", "rca"])
def test_a_command_that_is_copied_and_not_filled_in_reaches_no_customer(what: str) -> None:
    notice = {"report": confirmed(), "update": reported(), "rca": restored()}[what]
    words = shlex.split(str(nags(notice, Duty.NAG_WORD)[0].facts["commands"]).splitlines()[0])
    given = {flag.removeprefix("--").replace("-", "_"): text for flag, text in pairwise(words) if flag[:2] == "--"}
    assert given
    assert "says nothing but ..." in refusal(lambda: texts_of(given))


def test_an_overrun_is_told_with_the_end_of_the_window_and_not_with_when_it_is_asked() -> None:
    late = [one for one in agenda(begun()) if one.duty is Duty.NAG_END][-1]
    assert (late.at, late.about) == (END + timedelta(hours=1), END)


def test_a_broken_promise_is_told_to_the_operations_manager_too() -> None:
    told = list(missed(confirmed(), "report", NOW, TEAM, HOME, now=NOW))
    assert [one.person for one in told] == [DANA, LEA, OLGA]
    assert {one.form for one in told} == {Bulletin.NOTICE_MISSED}
    assert told[0].facts.keys() == IN_BULLETIN[Bulletin.NOTICE_MISSED]
    assert (told[0].facts["awaited"], told[0].facts["due"]) == ("report", NOW)


def test_with_all_parts_told_the_close_is_named() -> None:
    whole = replace(restored(), texts=PARTS)
    assert nags(whole, Duty.NAG_WORD)[0].facts["commands"] == ("gateway outage close INC-2026-0001")


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ({"summary": "Calls don't ring"}, "--summary 'Calls don'\"'\"'t ring' --workaround \"...\""),
        ({"summary": "Down", "workaround": "Use the app"}, "--summary Down --workaround 'Use the app'"),
        ({"workaround": ""}, '--summary "..." --workaround none'),
        ({"summary": "two\nlines"}, '--workaround "..."'),
        ({"summary": "x" * 201, "workaround": ""}, "--workaround none"),
    ],
)
def test_the_draft_of_a_report_has_the_words_that_are_known(texts: dict[str, str], words: str) -> None:
    assert report_command(replace(confirmed(), texts=texts)) == f"gateway outage report INC-2026-0001 {words}"
