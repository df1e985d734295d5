"""What operators may do with an outage, when, what customers are told of it, and by when they hear again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from gateway.desk.choice import Choice
from gateway.desk.notice import Felt, Impact, Notice, NoticeKind, NoticeState, Stage
from gateway.desk.notices import marks, outage
from gateway.desk.notices.decided import Decided
from gateway.desk.notices.impact import GivenImpact
from gateway.desk.notices.outage import FUTURE, OLDEST, Confirmed, NewOutage, promised_kind
from gateway.desk.policy.notices import NoticeTimes
from tests.desk.notices.given import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    PARTS,
    REPORT,
    TIMES,
    VOICE,
    at,
    begun,
    confirmed,
    in_state,
    refusal,
    reported,
    restored,
    suspected,
)

SECOND = timedelta(seconds=1)
TORONTO = ZoneInfo("America/Toronto")


# Whom it concerns


def test_what_is_named_anew_is_felt_as_is_said_of_it_and_what_is_not_stays() -> None:
    two = replace(confirmed(), services=("voice", "chat"))
    two = replace(two, impact=Impact.OUTAGE, impacts={"voice": Impact.OUTAGE, "chat": Impact.DEGRADED})
    assert outage.concerning(two, Choice(), None) == two
    chat = outage.concerning(two, Choice(services=("chat",)), None)
    assert (chat.services, chat.choice.services, chat.impact) == (("chat",), ("chat",), Impact.DEGRADED)
    new = Choice(services=("voice-eu",), regions=("eu",))
    assert "nothing is said of the impact on voice-eu" in refusal(lambda: outage.concerning(two, new, None))
    found = outage.concerning(two, new, GivenImpact(Impact.DEGRADED))
    assert (found.services, found.regions, found.impact) == (("voice-eu",), ("eu",), Impact.DEGRADED)


def test_only_an_outage_that_waits_for_its_report_is_named_anew() -> None:
    chat = Choice(services=("chat",))
    assert "concerns whom it was reported to" in refusal(lambda: outage.concerning(reported(), chat, None))
    for one in (suspected(), restored()):
        assert outage.concerning(one, chat, None) == one  # what is done with it is refused by itself


# Suspected and confirmed


def test_what_is_suspected_is_written_down_and_nobody_is_told() -> None:
    found = outage.suspect(NewOutage("Calls fail", VOICE, ("voice",), ("eu",), NOW - HOUR), at())
    made = found.notice
    assert (found.stage, made.state, made.start, made.regions) == (None, NoticeState.SUSPECTED, NOW - HOUR, ("eu",))
    assert (made.next_by, made.confirmed_at) == (None, None)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"services": ()}, "name what seems to be down: --service"),
        ({"title": "a\nBcc: x@y.example"}, "--title is one line"),
        ({"since": NOW + FUTURE + SECOND}, "--since 2026-11-19 09:13 UTC is still to come"),
        ({"texts": {"summary": "a\x1b[2J"}}, "--summary has a character that nobody sees"),
    ],
)
def test_what_cannot_be_suspected_is_refused_by_its_flag(facts: dict[str, object], words: str) -> None:
    assert words in refusal(lambda: suspected(**facts))  # type: ignore[arg-type]


def test_confirming_starts_the_hour_in_which_customers_are_told() -> None:
    found = outage.confirm(suspected(), at(by="lea"), Confirmed(at=NOW))
    sure = found.notice
    assert (found.stage, sure.state) == (None, NoticeState.CONFIRMED)
    assert (sure.confirmed_at, sure.confirmed_by, sure.next_by) == (NOW, "lea", NOW + HOUR)
    assert sure.start == NOW
    assert found.said == "confirmed at 2026-11-19 09:12 UTC, down since 2026-11-19 09:12 UTC"
    assert promised_kind(sure) == "report"


def test_what_is_known_when_it_is_confirmed_takes_the_place_of_what_was_suspected() -> None:
    others = Choice(services=("chat",), regions=("za",), customers=("acme",))
    known = Confirmed(
        at=NOW - MINUTE,
        since=NOW - HOUR,
        impact=GivenImpact(Impact.DEGRADED),
        choice=others,
        auto_holding=False,
        texts={"workaround": "None yet", "summary": "No chat"},
    )
    sure = outage.confirm(suspected(), at(), known).notice
    assert (sure.choice, sure.services, sure.regions, sure.impact) == (others, ("chat",), ("za",), Impact.DEGRADED)
    assert (sure.start, sure.confirmed_at, sure.next_by) == (NOW - HOUR, NOW - MINUTE, NOW + 59 * MINUTE)
    assert sure.texts == {"workaround": "", "summary": "No chat"}
    assert not sure.auto_holding
    kept = outage.confirm(suspected(since=NOW - DAY), at(), Confirmed(at=NOW)).notice
    assert (kept.start, kept.choice, kept.services, kept.impact) == (NOW - DAY, VOICE, ("voice",), Impact.OUTAGE)


EVERYBODY = Choice(everybody=True)


@pytest.mark.parametrize(
    ("opened", "named", "meant"),
    [
        (VOICE, Choice(regions=("eu",)), Choice(services=("voice",), regions=("eu",))),
        (VOICE, Choice(excepted=("hooli",)), Choice(services=("voice",), excepted=("hooli",))),
        (VOICE, EVERYBODY, EVERYBODY),
        (Choice(plans=("vip",), excepted=("acme",)), EVERYBODY, Choice(everybody=True, excepted=("acme",))),
        (VOICE, Choice(everybody=True, services=("chat",)), EVERYBODY),
        (EVERYBODY, Choice(), EVERYBODY),
        (EVERYBODY, Choice(excepted=("hooli",)), Choice(everybody=True, excepted=("hooli",))),
        (EVERYBODY, Choice(customers=("acme",)), EVERYBODY),
        (EVERYBODY, Choice(only=("acme",)), Choice(only=("acme",))),
        (EVERYBODY, Choice(regions=("eu",)), Choice(services=("voice",), regions=("eu",))),
        (EVERYBODY, Choice(plans=("vip",)), Choice(services=("voice",), plans=("vip",))),
        (EVERYBODY, Choice(services=("chat",)), Choice(services=("chat",))),
    ],
)
def test_who_is_meant_stays_as_it_was_opened_but_for_what_is_named(
    opened: Choice, named: Choice, meant: Choice
) -> None:
    assert outage.confirm(suspected(choice=opened), at(), Confirmed(at=NOW, choice=named)).notice.choice == meant


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"at": NOW + FUTURE + SECOND}, "--confirmed-at 2026-11-19 09:13 UTC is still to come"),
        ({"since": NOW + 2 * FUTURE}, "--since"),
        ({"at": NOW - HOUR, "since": NOW - MINUTE}, "before it began at 2026-11-19 09:11 UTC: --confirmed-at"),
    ],
)
def test_nothing_is_confirmed_before_it_began_or_in_the_future(facts: dict[str, datetime], words: str) -> None:
    known = Confirmed(**{"at": NOW, **facts})  # type: ignore[arg-type]
    assert words in refusal(lambda: outage.confirm(suspected(), at(), known))


FAR = timezone(timedelta(hours=14))
YEAR_ONE, LAST_YEAR = datetime(1, 1, 1, tzinfo=FAR), datetime(9999, 12, 31, 23, tzinfo=timezone(-timedelta(hours=14)))


@pytest.mark.parametrize("typed", [NOW - OLDEST - SECOND, datetime(1, 1, 1, tzinfo=UTC), YEAR_ONE])
def test_an_implausible_moment_is_refused_by_its_flag(typed: datetime) -> None:
    acts: dict[str, Callable[[], Decided | Notice]] = {
        "--since": lambda: suspected(since=typed),
        " --since": lambda: outage.confirm(suspected(), at(), Confirmed(at=NOW, since=typed)),
        "--confirmed-at": lambda: outage.confirm(suspected(), at(), Confirmed(at=typed)),
        "--at": lambda: outage.restore(reported(), at(), {}, typed),
    }
    for flag, act in acts.items():
        said = refusal(act)
        assert said.startswith(f"{flag.strip()} ")
        assert said.endswith("is more than 30 d ago: it is 2026-11-19 09:12 UTC")
    assert suspected(since=NOW - OLDEST).start == NOW - OLDEST


def test_a_moment_at_the_end_of_all_calendars_is_still_to_come() -> None:
    assert "--since 9999-12-31 23:00-14:00 is still to come" in refusal(lambda: suspected(since=LAST_YEAR))


def test_an_outage_of_two_months_is_over_whenever_it_was() -> None:
    long = replace(reported(), start=NOW - 2 * OLDEST)
    assert outage.restore(long, at(), {}, NOW - OLDEST - DAY).notice.restored_at == NOW - OLDEST - DAY
    assert "is more than 60 d ago" in refusal(lambda: outage.restore(long, at(), {}, NOW - 2 * OLDEST - SECOND))


def test_a_clock_that_is_a_little_ahead_may_confirm() -> None:
    assert confirmed(NOW).state is NoticeState.CONFIRMED
    assert outage.confirm(suspected(), at(), Confirmed(at=NOW + FUTURE)).notice.confirmed_at == NOW + FUTURE


def test_an_hour_is_an_hour_where_local_clocks_change_in_it() -> None:
    """It was confirmed by Toronto's clocks at a quarter to one, of the night in which one o'clock comes twice."""
    wall = datetime(2026, 11, 1, 0, 45, tzinfo=TORONTO)
    two_hours = replace(TIMES, report_within=2 * HOUR)
    sure = outage.confirm(suspected(wall), at(wall.astimezone(UTC), times=two_hours), Confirmed(at=wall)).notice
    assert sure.next_by == datetime(2026, 11, 1, 6, 45, tzinfo=UTC)
    back = datetime(2026, 11, 1, 2, 45, tzinfo=TORONTO)
    opened = replace(sure, start=wall)
    over = outage.restore(opened, at(back.astimezone(UTC)), {}, back)
    assert over.said == "restored at 2026-11-01 07:45 UTC, after 3 h"


def test_where_no_report_was_promised_none_is_waited_for() -> None:
    sure = confirmed(times=NoticeTimes())
    assert (sure.next_by, promised_kind(sure)) == (None, "")


# Reported


def test_the_report_says_what_customers_notice_and_by_when_they_hear_again() -> None:
    found = outage.report(
        confirmed(), at(NOW + 25 * MINUTE), {**REPORT, "reason": "we look"}, GivenImpact(Impact.DEGRADED)
    )
    told = found.notice
    assert (found.stage, told.state, told.impact) == (Stage.REPORT, NoticeState.REPORTED, Impact.DEGRADED)
    assert told.next_by == NOW + 85 * MINUTE
    assert (told.text("summary"), told.text("workaround"), told.marks) == ("Calls fail", "", ())
    assert found.because == "told by dana"


@pytest.mark.parametrize("words", ["none", "None", "none yet", "NO", "-", " none "])
def test_that_there_is_no_workaround_can_be_said_in_several_ways(words: str) -> None:
    told = outage.report(confirmed(), at(), {"summary": "x", "workaround": words}, None).notice
    assert told.texts == {"summary": "x", "workaround": ""}


def test_what_was_said_before_need_not_be_said_again() -> None:
    known = confirmed(texts={"summary": "Calls fail", "workaround": "mobile app"})
    assert outage.report(known, at(), {}, None).notice.texts == {"summary": "Calls fail", "workaround": "mobile app"}


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ({}, "say what customers notice: --summary"),
        ({"summary": " "}, "say what customers notice: --summary"),
        ({"summary": "Calls fail"}, "--workaround, or --workaround none"),
        ({"summary": "Calls fail", "workaround": " "}, "--workaround, or --workaround none"),
        ({**REPORT, "phone": "x" * 4001}, "--phone has 4,001 characters"),
    ],
)
def test_no_report_leaves_half_empty(texts: dict[str, str], words: str) -> None:
    assert words in refusal(lambda: outage.report(confirmed(), at(), texts, None))


def test_whom_it_concerns_can_be_named_again_with_the_report_and_what_is_not_named_stays() -> None:
    sure = replace(confirmed(), regions=("eu",), choice=Choice(services=("voice",), regions=("eu",)))
    told = outage.report(sure, at(), REPORT, None, choice=Choice(services=("voice-eu",))).notice
    assert (told.choice, told.services, told.regions) == (
        Choice(services=("voice-eu",), regions=("eu",)),
        ("voice-eu",),
        ("eu",),
    )
    assert outage.report(sure, at(), REPORT, None).notice.choice == sure.choice


def test_what_is_felt_of_a_service_that_is_named_now_has_to_be_said_where_it_differs() -> None:
    felt = {"voice": Impact.OUTAGE, "chat": Impact.DEGRADED}
    sure = replace(confirmed(), services=("voice", "chat"), impact=Impact.OUTAGE, impacts=felt)
    now = Choice(services=("voice", "talk"))
    assert refusal(lambda: outage.report(sure, at(), REPORT, None, choice=now)).startswith(
        "nothing is said of the impact on talk\n"
    )
    told = outage.report(sure, at(), REPORT, GivenImpact(Impact.DEGRADED), choice=now).notice
    assert (told.impact, told.impacts) == (Impact.DEGRADED, {})
    assert outage.report(sure, at(), REPORT, None).notice.impacts == felt


def test_only_what_is_confirmed_is_reported() -> None:
    assert refusal(lambda: outage.report(suspected(), at(), REPORT, None)) == (
        "INC-2026-0001 is only suspected: confirm it first, gateway outage confirm INC-2026-0001"
    )
    assert refusal(lambda: outage.report(reported(), at(), REPORT, None)) == (
        "INC-2026-0001 is reported already\n  gateway outage update INC-2026-0001"
    )


# Words that come late


def test_a_word_at_the_last_moment_keeps_its_promise_and_one_second_later_it_does_not() -> None:
    sure, late = confirmed(), NOW + HOUR + SECOND
    assert outage.report(sure, at(NOW + HOUR), REPORT, None).notice.marks == ()
    assert outage.report(sure, at(late), REPORT, None).notice.marks == (marks.missed("report", NOW + HOUR),)
    told = reported()
    assert outage.update(told, at(NOW + HOUR), {"update": "x"}).notice.marks == ()
    acts: tuple[Callable[[], Decided], ...] = (
        lambda: outage.update(told, at(late), {"update": "x"}),
        lambda: outage.hold(told, at(late, by="")),
        lambda: outage.restore(told, at(late), {}, None),
        lambda: outage.restore(told, at(late), {}, NOW + MINUTE),  # it was up again, and nobody said so
    )
    for act in acts:
        assert act().notice.marks == (marks.missed("update", NOW + HOUR),)


def test_a_promise_that_the_clock_saw_missed_is_marked_once() -> None:
    marked = replace(confirmed(), marks=(marks.missed("report", NOW + HOUR),))
    assert outage.report(marked, at(NOW + 2 * HOUR), REPORT, None).notice.marks == marked.marks


def test_an_all_clear_that_comes_instead_of_a_late_report_marks_the_report_missed() -> None:
    up = outage.restore(confirmed(), at(NOW + 2 * HOUR), {}, None).notice
    assert up.marks == (marks.missed("report", NOW + HOUR),)
    closed = outage.close(confirmed(), at(NOW + 2 * HOUR), "a test call", mistaken=True).notice
    assert closed.marks == (marks.missed("report", NOW + HOUR),)


def test_a_late_word_on_the_root_cause_is_marked() -> None:
    late = NOW + DAY + SECOND
    assert outage.explain(restored(), at(late), PARTS).notice.marks == (marks.missed("rca", NOW + DAY),)
    assert outage.explain(restored(), at(late, by=""), {}).notice.marks == (marks.missed("rca", NOW + DAY),)
    assert outage.explain(restored(), at(NOW + DAY), PARTS).notice.marks == ()


# Policies, and whom it concerns, change meanwhile

STRICTER, LOOSER = NoticeTimes(DAY, HOUR / 2, HOUR / 2, DAY), NoticeTimes(DAY, 2 * HOUR, 2 * HOUR, DAY)


@pytest.mark.parametrize(("times", "every"), [(STRICTER, HOUR / 2), (LOOSER, HOUR), (NoticeTimes(), HOUR)])
def test_the_next_word_comes_by_the_stricter_of_what_was_promised_then_and_now(
    times: NoticeTimes, every: timedelta
) -> None:
    found = at(NOW + MINUTE, times=times)
    told = reported()
    words = (
        outage.report(confirmed(), found, REPORT, None),
        outage.update(told, found, {"update": "x"}),
        outage.hold(told, found),
    )
    assert [one.notice.next_by for one in words] == [NOW + MINUTE + every] * 3
    once_strict = outage.update(words[1].notice, at(NOW + 2 * MINUTE, times=LOOSER), {"update": "x"}).notice
    assert once_strict.next_by == NOW + 2 * MINUTE + every, "it is never taken back"


def test_a_report_is_due_by_what_is_promised_when_it_is_sent_and_never_later_than_was_promised_before() -> None:
    sure = confirmed()
    early = outage.report(sure, at(NOW + 31 * MINUTE, times=STRICTER), REPORT, None).notice
    assert early.marks == (marks.missed("report", NOW + HOUR / 2),)
    assert outage.restore(sure, at(NOW + 31 * MINUTE, times=STRICTER), {}, None).notice.marks == early.marks
    assert outage.report(sure, at(NOW + HOUR / 2, times=STRICTER), REPORT, None).notice.marks == ()
    late = outage.report(sure, at(NOW + HOUR + SECOND, times=LOOSER), REPORT, None).notice
    assert late.marks == (marks.missed("report", NOW + HOUR),)


def test_an_update_is_not_late_by_a_promise_that_is_newer_than_the_last_mail() -> None:
    assert outage.update(reported(), at(NOW + 40 * MINUTE, times=STRICTER), {"update": "x"}).notice.marks == ()


def test_word_on_the_root_cause_goes_by_what_was_promised_before_too() -> None:
    asked: list[NoticeTimes] = []

    def due(since: datetime, then: NoticeTimes) -> datetime:
        asked.append(then)
        return since + DAY

    found = replace(at(NOW + HOUR, times=LOOSER), rca_due=due)
    up = outage.restore(reported(), found, {}, None).notice
    outage.explain(up, found, {"root_cause": "x"})
    assert asked == [TIMES, TIMES]


# Updated, held, restored


def test_an_update_says_what_is_new_and_the_hour_begins_anew() -> None:
    found = outage.update(reported(), at(NOW + 30 * MINUTE), {"update": "a part is on its way", "workaround": "none"})
    assert (found.stage, found.notice.next_by) == (Stage.UPDATE, NOW + 90 * MINUTE)
    assert found.notice.text("update") == "a part is on its way"
    assert refusal(lambda: outage.update(reported(), at(), {"reason": "we look"})) == "say what is new: --summary"
    assert "--summary has 4,001" in refusal(lambda: outage.update(reported(), at(), {"update": "x" * 4001}))


def test_an_update_says_what_is_felt_from_now_on() -> None:
    now = NOW + 30 * MINUTE
    found = outage.update(reported(), at(now), {"update": "x"}, impact=GivenImpact(Impact.DEGRADED))
    assert (found.notice.impact, found.said) == (Impact.DEGRADED, "update, impact from now on: degraded")
    assert found.notice.felt_before == (Felt(now, Impact.OUTAGE),)
    again = outage.update(found.notice, at(now), {"update": "y"}, impact=GivenImpact(Impact.DEGRADED))
    assert (again.said, again.notice.felt_before) == ("update", found.notice.felt_before)


def test_a_holding_update_names_nobody_and_what_was_said_before_stays_with_the_outage() -> None:
    told = outage.update(reported(), at(), {"update": "a part is on its way"}).notice
    found = outage.hold(told, at(NOW + 58 * MINUTE, by=""))
    assert (found.stage, found.notice.text("update")) == (Stage.HOLDING, "a part is on its way")
    assert found.notice.next_by == NOW + 118 * MINUTE
    assert found.notice.text("summary") == "Calls fail"
    assert found.because == "it is due, and nobody had written"


def test_where_no_rhythm_was_promised_nothing_more_is_due() -> None:
    told = reported(times=NoticeTimes(report_within=HOUR))
    assert (told.next_by, promised_kind(told)) == (None, "")


def test_the_all_clear_says_how_long_it_took_and_when_the_cause_is_told() -> None:
    found = outage.restore(reported(), at(NOW + 4 * HOUR - MINUTE), {"residual": "late mails"}, None)
    up = found.notice
    assert (found.stage, up.state, up.restored_at) == (Stage.RESTORED, NoticeState.RESTORED, NOW + 4 * HOUR - MINUTE)
    assert found.said == "restored at 2026-11-19 13:11 UTC, after 3 h 59 m"
    assert (up.next_by, promised_kind(up)) == (NOW + DAY + 4 * HOUR - MINUTE, "rca")
    earlier = outage.restore(reported(), at(NOW + 4 * HOUR), {}, NOW + HOUR).notice
    assert (earlier.restored_at, earlier.next_by) == (NOW + HOUR, NOW + DAY + 4 * HOUR)


def test_what_is_up_again_before_anybody_was_told_gets_an_all_clear_too() -> None:
    found = outage.restore(confirmed(), at(NOW + MINUTE), {}, None)
    assert (found.stage, found.notice.state, found.notice.marks) == (Stage.RESTORED, NoticeState.RESTORED, ())


def test_nothing_is_restored_before_it_began_or_in_the_future() -> None:
    assert "before it began at 2026-11-19 09:12 UTC: --at" in refusal(
        lambda: outage.restore(reported(), at(NOW + HOUR), {}, NOW - SECOND)
    )
    assert "--at 2026-11-19 09:14 UTC is still to come" in refusal(
        lambda: outage.restore(reported(), at(), {}, NOW + 2 * MINUTE)
    )


# Explained and closed


def test_the_cause_is_told_in_parts_and_the_last_part_makes_the_final_report() -> None:
    first = outage.explain(restored(), at(NOW + HOUR), {"root_cause": "A disk failed"})
    assert (first.stage, first.notice.next_by) == (Stage.RCA, NOW + HOUR + DAY)
    assert first.said == "RCA update, still without impact and resolution"
    second = outage.explain(first.notice, at(NOW + 2 * HOUR), {"resolution": "Disk replaced", "prevention": "spares"})
    assert (second.stage, second.notice.missing) == (Stage.RCA, ("rca_impact",))
    last = outage.explain(second.notice, at(NOW + 3 * HOUR), {"rca_impact": "No calls"})
    assert (last.stage, last.notice.next_by, last.notice.missing) == (Stage.FINAL, None, ())
    more = outage.explain(last.notice, at(NOW + 4 * HOUR), {"prevention": "more spares"})
    assert (more.stage, more.notice.next_by) == (Stage.FINAL, None)


def test_only_the_texts_of_the_analysis_complete_it() -> None:
    said = {"summary": "x", "reason": "A disk failed", "impact_duration": "2 h", "residual": "none"}
    up = outage.restore(replace(reported(), texts=said), at(NOW + HOUR), {}, None).notice
    assert up.missing == ("root_cause", "rca_impact", "resolution")
    blank = refusal(lambda: outage.explain(up, at(NOW + HOUR), {"root_cause": "  "}))
    assert blank == "give at least one of --root-cause, --impact and --resolution"
    assert "--impact has 4,001" in refusal(lambda: outage.explain(up, at(), {"rca_impact": "x" * 4001}))


def test_by_itself_the_gateway_says_what_is_known_and_never_that_this_is_all() -> None:
    found = outage.explain(restored(), at(NOW + DAY, by=""), {})
    assert (found.stage, found.notice.next_by) == (Stage.RCA, NOW + 2 * DAY)
    assert found.said == "RCA update, still without root cause, impact and resolution"
    whole = replace(restored(), texts=PARTS)
    assert outage.explain(whole, at(NOW + DAY, by=""), {}).stage is Stage.RCA


def test_an_outage_is_closed_when_all_is_told() -> None:
    told = outage.explain(restored(), at(NOW + HOUR), PARTS).notice
    found = outage.close(told, at(NOW + 2 * HOUR))
    assert (found.notice.state, found.notice.closed_at, found.stage) == (NoticeState.CLOSED, NOW + 2 * HOUR, None)
    partly = outage.explain(restored(), at(), {"root_cause": "x"}).notice
    assert refusal(lambda: outage.close(partly, at())) == (
        "INC-2026-0001 lacks impact and resolution\n  gateway outage rca INC-2026-0001 --impact TEXT --resolution TEXT"
    )


def test_what_was_no_outage_may_be_closed_at_once_and_what_is_down_never() -> None:
    for unheard, mistaken in ((suspected(), False), (confirmed(), True)):
        found = outage.close(unheard, at(), "a test call", mistaken=mistaken)
        assert (found.notice.state, found.stage, found.notice.next_by) == (NoticeState.CLOSED, None, None)
        assert (found.said, found.because) == ("closed: nothing was wrong", "closed by dana: a test call")
        said = refusal(lambda one=unheard, none=mistaken: outage.close(one, at(), mistaken=none))  # type: ignore[misc]
        assert said == f"INC-2026-0001 is {unheard.state}: say why nothing was wrong, --reason"
    owed = refusal(lambda: outage.close(confirmed(), at(), "it is over already"))
    assert owed.splitlines() == [
        "INC-2026-0001 is confirmed, and its customers are owed a word",
        "  it is over:            gateway outage restore INC-2026-0001",
        '  it was no outage:      gateway outage close INC-2026-0001 --not-an-outage --reason "..."',
    ]
    assert refusal(lambda: outage.close(reported(), at())) == (
        "INC-2026-0001 is down: restore it first, gateway outage restore INC-2026-0001"
    )


def test_what_was_aborted_before_anybody_heard_of_it_is_closed_with_a_reason_or_by_its_end() -> None:
    stopped, late = replace(at(NOW + HOUR), stopped=True), NOW + 3 * HOUR
    over = replace(reported(), state=NoticeState.RESTORED, restored_at=NOW)
    for unheard in (reported(), over):
        found = outage.close(unheard, stopped, "a test call")
        assert (found.notice.state, found.stage, found.notice.next_by) == (NoticeState.CLOSED, None, None)
        assert (found.said, found.because) == (
            "closed: customers are told nothing of it",
            "closed by dana: a test call",
        )
        said = refusal(lambda unheard=unheard: outage.close(unheard, stopped))  # type: ignore[misc]
        assert said == (
            "INC-2026-0001 was aborted before anybody heard of it: say why customers are told nothing of it, --reason"
        )
    assert outage.close(replace(over, texts=PARTS), stopped).said == "closed", "there is nothing to be asked why"
    found = outage.restore(reported(), replace(at(late), stopped=True), {}, NOW + HOUR)
    assert (found.notice.state, found.stage, found.notice.next_by) == (NoticeState.CLOSED, None, None)
    assert (found.notice.restored_at, found.notice.closed_at, found.notice.marks) == (NOW + HOUR, late, ())
    assert found.said == "restored at 2026-11-19 10:12 UTC, after 1 h: nobody had heard of it"


# Which state allows what

ACTS: dict[str, Callable[[Notice], Decided]] = {
    "confirm": lambda one: outage.confirm(one, at(), Confirmed(at=NOW)),
    "report": lambda one: outage.report(one, at(), REPORT, None),
    "update": lambda one: outage.update(one, at(), {"update": "x"}),
    "restore": lambda one: outage.restore(one, at(), {}, None),
    "explain": lambda one: outage.explain(one, at(), PARTS),
    "close": lambda one: outage.close(replace(one, texts=PARTS), at(), "a test", mistaken=True),
}
ALLOWED = {
    NoticeState.SUSPECTED: {"confirm", "close"},
    NoticeState.CONFIRMED: {"report", "restore", "close"},
    NoticeState.REPORTED: {"update", "restore"},
    NoticeState.RESTORED: {"explain", "close"},
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", NoticeState)
def test_each_state_allows_what_it_allows_and_nothing_else(state: NoticeState, act: str) -> None:
    notice = in_state(NoticeKind.OUTAGE, state)
    if act in ALLOWED.get(state, ()):
        assert ACTS[act](notice).said
        return
    assert "INC-2026-0001 is " in refusal(lambda: ACTS[act](notice))


@pytest.mark.parametrize("act", ["explain", "close"])
def test_what_follows_the_all_clear_names_it_while_services_are_down(act: str) -> None:
    assert refusal(lambda: ACTS[act](reported())) == (
        "INC-2026-0001 is down: restore it first, gateway outage restore INC-2026-0001"
    )


@pytest.mark.parametrize("act", ACTS)
def test_what_is_no_outage_is_named(act: str) -> None:
    assert refusal(lambda: ACTS[act](begun())) == (
        "MNT-2026-0001 is no outage: it is maintenance\n  gateway maintenance show MNT-2026-0001"
    )
    upgrade = in_state(NoticeKind.UPGRADE, NoticeState.SENT)
    assert refusal(lambda: ACTS[act](upgrade)) == (
        "UPG-2026-0001 is no outage: it is an upgrade\n  gateway notice show UPG-2026-0001"
    )


@pytest.mark.parametrize(
    ("state", "act", "hint"),
    [
        (NoticeState.SUSPECTED, "update", "\n  gateway outage confirm INC-2026-0001"),
        (NoticeState.CONFIRMED, "update", "\n  gateway outage report INC-2026-0001"),
        (NoticeState.CONFIRMED, "explain", "\n  gateway outage report INC-2026-0001"),
        (NoticeState.REPORTED, "explain", "restore it first, gateway outage restore INC-2026-0001"),
        (NoticeState.RESTORED, "report", "\n  gateway outage rca INC-2026-0001"),
        (NoticeState.RESTORED, "update", "\n  gateway outage rca INC-2026-0001"),
        (NoticeState.RESTORED, "restore", "is restored already\n  gateway outage rca INC-2026-0001"),
        (NoticeState.CLOSED, "close", "is closed already"),
        (NoticeState.CLOSED, "update", "is closed: it cannot be updated"),
    ],
)
def test_a_refusal_names_what_can_be_done_in_that_state(state: NoticeState, act: str, hint: str) -> None:
    notice = in_state(NoticeKind.OUTAGE, state)
    assert refusal(lambda: ACTS[act](notice)).endswith(hint)
    if state is NoticeState.RESTORED:
        told = replace(notice, texts={**notice.texts, **PARTS})
        assert refusal(lambda: ACTS[act](told)).endswith("\n  gateway outage close INC-2026-0001")
