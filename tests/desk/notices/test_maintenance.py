"""What operators may do with maintenance, when, and what customers are told of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest

from gateway.desk.notice import Impact, Notice, NoticeKind, NoticeState, Stage
from gateway.desk.notices import maintenance, marks
from gateway.desk.notices.agenda import reminders_left_out
from gateway.desk.notices.decided import FURTHEST, Decided
from gateway.desk.notices.draft import give_up
from gateway.desk.notices.impact import GivenImpact
from gateway.desk.notices.maintenance import LONGEST, passed_reminders
from gateway.desk.notices.said import utc
from gateway.desk.policy.notices import NoticeTimes
from tests.desk.notices.given import (
    DAY,
    END,
    HOUR,
    MINUTE,
    NOW,
    START,
    TIMES,
    at,
    begun,
    in_state,
    planned,
    refusal,
    reported,
    scheduled,
)

SECOND = timedelta(seconds=1)
OTHER = START + DAY


# Planning


def test_what_is_planned_is_a_draft_that_nobody_hears_of() -> None:
    made = planned(
        texts={"reason": " new disks \r\n"}, impact=GivenImpact(Impact.DEGRADED), reminders=(HOUR, DAY, HOUR)
    )
    assert (made.state, made.created_by, made.created_at) == (NoticeState.DRAFT, "dana", NOW)
    assert (made.start, made.end, made.times) == (START, END, TIMES)
    assert made.reminders == (DAY, HOUR)
    assert made.texts == {"reason": "new disks", "customer_action": "nothing"}
    assert made.marks == ()


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"services": ()}, "--service"),
        ({"title": "  "}, "--title"),
        ({"start": END, "end": START}, "before it begins"),
        ({"end": START}, "before it begins"),
        ({"start": NOW}, "which has passed: it is 2026-11-19 09:12 UTC"),
        ({"start": NOW - DAY}, "begins at 2026-11-18 09:12 UTC, which has passed"),
        ({"start": NOW + FURTHEST + SECOND, "end": NOW + FURTHEST + HOUR}, "a year ahead is the most"),
        ({"end": START + LONGEST + SECOND}, "is too long: 14 days are the most"),
        ({"reminders": tuple(n * HOUR for n in range(1, 7))}, "--remind takes 5 times at most"),
        ({"reminders": (FURTHEST + SECOND,)}, "--remind"),
        ({"reminders": (timedelta(),)}, "--remind"),
        ({"reminders": (-HOUR,)}, "--remind"),
        ({"texts": {"short_notice": "x" * 4001}}, "--short-notice has 4,001 characters, of 4,000 at most"),
    ],
)
def test_what_no_window_can_be_is_refused_by_its_flag(facts: dict[str, object], words: str) -> None:
    assert words in refusal(lambda: planned(**facts))  # type: ignore[arg-type]


def test_the_longest_window_and_the_furthest_are_taken() -> None:
    assert planned(end=START + LONGEST).end == START + LONGEST
    assert planned(start=NOW + FURTHEST, end=NOW + FURTHEST + HOUR).start == NOW + FURTHEST
    assert planned(start=NOW + SECOND, end=NOW + MINUTE).start == NOW + SECOND
    assert planned(reminders=()).reminders == ()


# Announcing


def test_a_draft_that_is_sent_is_scheduled_and_customers_are_told_of_it() -> None:
    found = maintenance.announce(planned(), at(by="lea"))
    assert (found.notice.state, found.stage) == (NoticeState.SCHEDULED, Stage.SCHEDULED)
    assert found.said == "scheduled from 2026-11-22 09:12 UTC to 2026-11-22 11:12 UTC"
    assert found.because == "scheduled by lea"
    assert found.notice.marks == ()


def test_the_notice_that_was_promised_counts_to_the_second() -> None:
    soon = planned(start=NOW + DAY, end=NOW + 2 * DAY)
    assert maintenance.announce(soon, at()).stage is Stage.SCHEDULED
    assert refusal(lambda: maintenance.announce(soon, at(NOW + SECOND))) == (
        "notice would be 23 h 59 m, and customers were promised at least 24 h\n"
        '  give a reason:  --short-notice "vendor patch for an exploited flaw"'
    )
    new = replace(soon, id="")
    declare = '\n  or declare it:  --emergency --short-notice "why it cannot wait"'
    assert refusal(lambda: maintenance.announce(new, at(NOW + SECOND))).endswith(declare), (
        "what exists already cannot be declared one any more"
    )


def test_short_notice_needs_a_reason_and_the_reason_stands_in_the_history() -> None:
    soon = {"start": NOW + 6 * HOUR, "end": NOW + 7 * HOUR}
    found = maintenance.announce(planned(**soon, texts={"short_notice": "a flaw"}), at())  # type: ignore[arg-type]
    assert found.because == "notice of 6 h for operational reasons: a flaw"
    assert found.notice.text("short_notice") == "a flaw"
    blank = planned(**soon, texts={"short_notice": "  "})  # type: ignore[arg-type]
    assert "--short-notice" in refusal(lambda: maintenance.announce(blank, at()))
    urgent = maintenance.announce(planned(**soon, emergency=True), at())  # type: ignore[arg-type]
    assert urgent.because == "notice of 6 h: an emergency: A leak"
    tentative = planned(**soon, tentative=True)  # type: ignore[arg-type]
    assert "--short-notice" in refusal(lambda: maintenance.announce(tentative, at()))


@pytest.mark.parametrize(
    ("texts", "emergency", "said", "flags"),
    [
        (
            {"reason": " ", "customer_action": ""},
            False,
            "does not say what is done and what customers should do (or nothing)",
            "--reason TEXT --customer-action TEXT",
        ),
        ({"customer_action": ""}, True, "what customers should do (or nothing)", "--customer-action TEXT"),
        ({"reason": ""}, False, "does not say what is done", "--reason TEXT"),
        ({"short_notice": "\n"}, True, "does not say why it cannot wait", "--short-notice TEXT"),
    ],
)
def test_customers_are_told_of_nothing_that_does_not_say_what_they_have_to_know(
    texts: dict[str, str], emergency: bool, said: str, flags: str
) -> None:
    draft = planned(texts=texts, emergency=emergency)
    found = refusal(lambda: maintenance.announce(draft, at())).splitlines()
    assert found[0].startswith("MNT-2026-0001 ")
    assert found[0].endswith(said)
    assert found[1] == f"  customers have to read it:  {flags}"
    new = replace(draft, id="")
    assert refusal(lambda: maintenance.announce(new, at())).startswith("the announcement does not say ")
    whole = maintenance.reworded(draft, {"reason": "A", "customer_action": "none", "short_notice": "B"})
    assert maintenance.announce(whole, at()).notice.text("customer_action") == "none"


def test_where_nothing_was_promised_any_notice_will_do() -> None:
    soon = planned(times=NoticeTimes(), start=NOW + MINUTE, end=NOW + HOUR)
    assert maintenance.announce(soon, at(times=NoticeTimes())).because == "scheduled by dana"


LONGER, LOOSER = replace(TIMES, maintenance_notice=4 * DAY), replace(TIMES, maintenance_notice=HOUR)


def test_the_stricter_of_what_was_promised_when_it_was_drafted_and_is_promised_now_counts() -> None:
    assert "at least 4 d" in refusal(lambda: maintenance.announce(planned(), at(times=LONGER)))
    told = maintenance.announce(planned(start=NOW + 5 * DAY, end=NOW + 6 * DAY), at(times=LONGER)).notice
    assert told.times == LONGER, "reschedule, reminders and the audit go by it from now on"
    soon = planned(start=NOW + 2 * HOUR, end=NOW + 3 * HOUR)
    assert "at least 24 h" in refusal(lambda: maintenance.announce(soon, at(times=LOOSER)))


def test_a_window_is_moved_by_the_stricter_of_then_and_now() -> None:
    def moved(times: NoticeTimes, start: datetime) -> Decided:
        return maintenance.reschedule(scheduled(), at(times=times), start, start + HOUR, {})

    assert "at least 4 d" in refusal(lambda: moved(LONGER, NOW + 3 * DAY))
    assert "at least 24 h" in refusal(lambda: moved(LOOSER, NOW + 2 * HOUR))
    assert moved(LONGER, NOW + 4 * DAY).notice.times == LONGER


def test_a_draft_that_has_waited_until_its_window_is_not_sent() -> None:
    assert "which has passed" in refusal(lambda: maintenance.announce(planned(), at(START)))


def test_reminders_whose_moment_is_over_or_close_behind_are_the_notice_itself() -> None:
    near, later = DAY - HOUR, DAY - HOUR - SECOND
    soon = planned(start=NOW + DAY, end=NOW + DAY + HOUR, reminders=(2 * DAY, DAY, near, later, HOUR))
    told = maintenance.announce(soon, at()).notice
    assert told.marks == tuple(marks.reminder(one, NOW + DAY) for one in (2 * DAY, DAY, near))
    assert reminders_left_out(told, NOW) == (NOW + HOUR,)
    assert reminders_left_out(told, NOW + HOUR) == ()
    moved = maintenance.reschedule(told, at(NOW + MINUTE), NOW + 2 * DAY, NOW + 2 * DAY + HOUR, {}).notice
    assert moved.marks == (marks.reminder(2 * DAY, NOW + 2 * DAY),)
    assert passed_reminders(replace(soon, reminders=(HOUR,)), NOW + DAY, NOW + DAY - HOUR - 16 * MINUTE) == ()


def test_the_mark_of_a_reminder_is_of_one_window_alone() -> None:
    found = {marks.reminder(before, start) for before in (DAY, HOUR) for start in (START, OTHER)}
    assert len(found) == 4
    assert passed_reminders(planned(), START, START) == (marks.reminder(DAY, START), marks.reminder(HOUR, START))


# Moving


def test_a_window_that_is_moved_says_where_it_was_and_starts_its_reminders_anew() -> None:
    reminded = replace(scheduled(), marks=(marks.reminder(DAY, START),))
    found = maintenance.reschedule(reminded, at(START - 2 * HOUR), OTHER, OTHER + HOUR, {"moved": "late parts"})
    moved = found.notice
    assert (moved.state, found.stage) == (NoticeState.SCHEDULED, Stage.RESCHEDULED)
    assert (moved.start, moved.end, moved.was_start, moved.was_end) == (OTHER, OTHER + HOUR, START, END)
    assert (found.because, moved.text("moved")) == ("moved by dana: late parts", "late parts")
    assert moved.marks == ()


def test_a_tentative_window_becomes_certain_at_its_own_time_however_near_it_is() -> None:
    texts = {"short_notice": "a flaw", "moved": "late parts"}
    maybe = replace(scheduled(tentative=True), marks=(marks.reminder(DAY, START),), was_start=OTHER, texts=texts)
    found = maintenance.reschedule(maybe, at(START - 2 * HOUR), START, END, {})
    certain = found.notice
    assert (certain.tentative, certain.state, found.stage) == (False, NoticeState.SCHEDULED, Stage.RESCHEDULED)
    assert (certain.start, certain.end, certain.was_start, certain.was_end) == (START, END, None, None)
    assert (certain.marks, certain.texts) == (maybe.marks, {"short_notice": "a flaw"})
    assert (found.said, found.because) == (f"certain from {utc(START)} to {utc(END)}", "confirmed by dana")
    assert maintenance.stays(certain, Stage.RESCHEDULED)
    assert not maintenance.stays(certain, Stage.REMINDER)
    again = refusal(lambda: maintenance.reschedule(certain, at(START - HOUR), START, END, {}))
    assert again == "MNT-2026-0001 is at that time already"


def test_a_window_that_is_moved_back_does_not_remind_of_what_customers_were_reminded_of() -> None:
    away = maintenance.reschedule(scheduled(), at(START - 23 * HOUR), OTHER, OTHER + HOUR, {}).notice
    back = maintenance.reschedule(away, at(START - 2 * HOUR), START, END, {"short_notice": "a flaw"}).notice
    assert back.marks == (marks.reminder(DAY, START),)
    assert (back.was_start, back.was_end) == (OTHER, OTHER + HOUR)


def test_the_notice_of_the_new_window_counts_and_excuses_of_the_old_one_do_not() -> None:
    soon = scheduled(start=NOW + 6 * HOUR, end=NOW + 7 * HOUR, texts={"short_notice": "a flaw"})
    assert "notice would be 8 h" in refusal(
        lambda: maintenance.reschedule(soon, at(), NOW + 8 * HOUR, NOW + 9 * HOUR, {})
    )
    again = maintenance.reschedule(soon, at(), NOW + 8 * HOUR, NOW + 9 * HOUR, {"short_notice": "later"})
    assert again.because == "notice of 8 h for operational reasons: later"
    later = maintenance.reschedule(soon, at(), OTHER, OTHER + HOUR, {}).notice
    assert "short_notice" not in later.texts
    assert maintenance.reschedule(later, at(), START, END, {"moved": "once"}).notice.text("moved") == "once"


def test_an_emergency_may_be_moved_at_any_time() -> None:
    urgent = scheduled(start=NOW + HOUR, end=NOW + 2 * HOUR, emergency=True)
    found = maintenance.reschedule(urgent, at(), NOW + MINUTE, NOW + HOUR, {})
    assert found.because == "notice of 1 m: an emergency: A leak"
    assert found.notice.text("short_notice") == "A leak", "why it cannot wait is as true of the other window"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (START, END, "is at that time already"),
        (OTHER, OTHER, "before it begins"),
        (NOW, END, "which has passed"),
        (OTHER, OTHER + 15 * DAY, "too long"),
    ],
)
def test_a_window_is_not_moved_to_where_none_can_be(start: datetime, end: datetime, words: str) -> None:
    assert words in refusal(lambda: maintenance.reschedule(scheduled(), at(), start, end, {}))


def test_a_window_that_has_opened_may_still_be_moved_before_work_begins() -> None:
    assert maintenance.reschedule(scheduled(), at(START + MINUTE), OTHER + HOUR, OTHER + 2 * HOUR, {}).stage


# At work


def test_work_begins_in_its_window_and_before_it_only_in_an_emergency() -> None:
    found = maintenance.begin(scheduled(), at(START))
    assert (found.notice.state, found.notice.began_at, found.stage) == (
        NoticeState.IN_PROGRESS,
        START,
        Stage.STARTED,
    )
    assert found.because == "started by dana"
    assert maintenance.begin(scheduled(), at(END - SECOND, by="")).because == "its window opens"
    early = refusal(lambda: maintenance.begin(scheduled(), at(START - HOUR)))
    assert early.startswith("the window of MNT-2026-0001 opens at 2026-11-22 09:12 UTC, in 1 h")
    assert "gateway maintenance reschedule" in early
    assert maintenance.begin(scheduled(emergency=True), at(START - HOUR)).notice.began_at == START - HOUR
    assert "ended at" in refusal(lambda: maintenance.begin(scheduled(), at(END)))


def test_work_that_takes_longer_says_until_when_and_how_much() -> None:
    found = maintenance.extend(begun(), at(END - MINUTE), END + HOUR, {"extended": "a bolt"})
    longer = found.notice
    assert (longer.end, longer.was_end, found.stage) == (END + HOUR, END, Stage.EXTENDED)
    assert found.said == "takes until 2026-11-22 12:12 UTC, 1 h longer"
    assert found.because == "extended by dana: a bolt"
    twice = maintenance.extend(longer, at(END), END + 2 * HOUR, {}).notice
    assert (twice.was_end, twice.text("extended")) == (END + HOUR, "")


@pytest.mark.parametrize(
    ("moment", "until", "words"),
    [
        (START, END, "--until is later than that"),
        (END + 2 * HOUR, END + HOUR, "--until has passed"),
        (END + HOUR, END + HOUR, "--until has passed"),
        (START, START + LONGEST + SECOND, "too long"),
    ],
)
def test_work_is_not_extended_to_what_is_no_longer(moment: datetime, until: datetime, words: str) -> None:
    assert words in refusal(lambda: maintenance.extend(begun(), at(moment), until, {}))


def test_work_ends_and_says_how_late() -> None:
    found = maintenance.complete(begun(), at(END), {"residual": "slow reports"})
    assert (found.notice.state, found.notice.ended_at, found.stage) == (NoticeState.COMPLETED, END, Stage.COMPLETED)
    assert (found.said, found.notice.text("residual")) == ("work has ended", "slow reports")
    assert maintenance.complete(begun(), at(END + HOUR), {}).said == "work has ended, 1 h after its window"


def test_work_of_which_nobody_said_that_it_began_can_be_ended_and_extended_with_when_it_did() -> None:
    found = maintenance.complete(scheduled(), at(END + HOUR), {}, began=START + MINUTE)
    assert (found.notice.state, found.notice.began_at) == (NoticeState.COMPLETED, START + MINUTE)
    assert (found.said, found.stage) == ("work has ended, 1 h after its window", Stage.COMPLETED)
    longer = maintenance.extend(scheduled(), at(END + MINUTE), END + HOUR, {}, began=END).notice
    assert (longer.state, longer.began_at, longer.was_end) == (NoticeState.IN_PROGRESS, END, END)
    untold = refusal(lambda: maintenance.complete(scheduled(), at(END), {}))
    assert "nobody has said that its work began" in untold
    assert "--began TIME" in untold
    assert "gateway maintenance cancel MNT-2026-0001" in untold
    for wrong in (START - MINUTE, END + MINUTE, START + HOUR):
        assert "--began is a time in the window" in refusal(
            partial(maintenance.complete, scheduled(), at(START + MINUTE), {}, began=wrong)
        )
    known = refusal(lambda: maintenance.complete(begun(), at(END), {}, began=START))
    assert known == "MNT-2026-0001 began at 2026-11-22 09:12 UTC: leave --began out"


def test_a_draft_is_called_off_in_silence_and_what_customers_know_of_aloud() -> None:
    assert maintenance.cancel(planned(), at(), {}).stage is None
    for known in (scheduled(), begun()):
        found = maintenance.cancel(known, at(START), {"cancelled": "no parts"})
        assert (found.notice.state, found.notice.closed_at) == (NoticeState.CANCELLED, START)
        assert (found.stage, found.because) == (Stage.CANCELLED, "cancelled by dana: no parts")


def test_a_reminder_can_be_asked_for_and_changes_nothing() -> None:
    found = maintenance.remind(scheduled(), at())
    assert (found.notice, found.stage, found.because) == (scheduled(), Stage.REMINDER, "asked for by dana")


# Which state allows what

_Act = Callable[[Notice], Decided]
_NONE: Mapping[str, str] = {}
ACTS: dict[str, _Act] = {
    "announce": lambda one: maintenance.announce(one, at()),
    "reschedule": lambda one: maintenance.reschedule(one, at(), OTHER, OTHER + HOUR, _NONE),
    "remind": lambda one: maintenance.remind(one, at()),
    "begin": lambda one: maintenance.begin(one, at(START)),
    "extend": lambda one: maintenance.extend(one, at(START), END + HOUR, _NONE),
    "complete": lambda one: maintenance.complete(one, at(END), _NONE),
    "cancel": lambda one: maintenance.cancel(one, at(), _NONE),
}
ALLOWED = {
    NoticeState.DRAFT: {"announce", "cancel"},
    NoticeState.SCHEDULED: {"reschedule", "remind", "begin", "cancel"},
    NoticeState.IN_PROGRESS: {"extend", "complete", "cancel"},
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", NoticeState)
def test_each_state_allows_what_it_allows_and_nothing_else(state: NoticeState, act: str) -> None:
    notice = in_state(NoticeKind.MAINTENANCE, state)
    if act in ALLOWED.get(state, ()):
        assert ACTS[act](notice).said
        return
    assert f"MNT-2026-0001 is {state}" in refusal(lambda: ACTS[act](notice))


@pytest.mark.parametrize("act", ["reschedule", "remind", "begin", "extend", "complete", "cancel"])
def test_what_is_no_maintenance_is_named(act: str) -> None:
    assert refusal(lambda: ACTS[act](reported())) == (
        "INC-2026-0001 is no maintenance: it is an outage\n  gateway outage show INC-2026-0001"
    )
    newsletter = in_state(NoticeKind.NEWSLETTER, NoticeState.SENT)
    assert refusal(lambda: ACTS[act](newsletter)) == (
        "NWL-2026-0001 is no maintenance: it is a newsletter\n  gateway notice show NWL-2026-0001"
    )


def test_an_outage_is_not_announced() -> None:
    assert "INC-2026-0001 is reported" in refusal(lambda: ACTS["announce"](reported()))


@pytest.mark.parametrize("kind", [NoticeKind.UPGRADE, NoticeKind.NEWSLETTER])
def test_a_draft_of_another_kind_is_not_cancelled_as_maintenance(kind: NoticeKind) -> None:
    said = refusal(lambda: ACTS["cancel"](in_state(kind, NoticeState.DRAFT)))
    assert said.endswith(f"\n  gateway notice abort {kind.prefix}-2026-0001")


@pytest.mark.parametrize("kind", [NoticeKind.MAINTENANCE, NoticeKind.UPGRADE, NoticeKind.NEWSLETTER])
def test_a_draft_of_any_kind_is_given_up_in_silence(kind: NoticeKind) -> None:
    found = give_up(in_state(kind, NoticeState.DRAFT), at(by="lea"), "wrong text")
    assert (found.notice.state, found.notice.closed_at, found.stage) == (NoticeState.CANCELLED, NOW, None)
    assert (found.said, found.because) == ("given up: nobody is told", "given up by lea: wrong text")
    assert "only a draft is given up" in refusal(lambda: give_up(found.notice, at(), ""))


def test_a_refusal_names_what_may_be_meant_instead() -> None:
    early = refusal(lambda: maintenance.complete(scheduled(), at(START - SECOND), _NONE))
    assert early.endswith("; gateway maintenance start MNT-2026-0001?")
    early = refusal(lambda: maintenance.extend(scheduled(), at(START - SECOND), END + HOUR, _NONE))
    assert early.endswith("; gateway maintenance reschedule MNT-2026-0001?")
    assert refusal(lambda: ACTS["reschedule"](begun())).endswith("; gateway maintenance extend MNT-2026-0001?")
    draft = refusal(lambda: ACTS["reschedule"](in_state(NoticeKind.MAINTENANCE, NoticeState.DRAFT)))
    assert draft.endswith("send MNT-2026-0001, or gateway notice abort MNT-2026-0001 and schedule it anew")
    over = maintenance.cancel(scheduled(), at(), {}).notice
    assert refusal(lambda: ACTS["extend"](over)).endswith("it cannot be extended")
    assert refusal(lambda: ACTS["cancel"](over)) == "MNT-2026-0001 is cancelled already"
    assert refusal(lambda: ACTS["begin"](begun())) == (
        "MNT-2026-0001 is in-progress already: gateway maintenance complete MNT-2026-0001"
    )
    done = maintenance.complete(begun(), at(), {}).notice
    assert refusal(lambda: ACTS["complete"](done)) == "MNT-2026-0001 is completed already"
    assert refusal(lambda: ACTS["cancel"](done)) == "MNT-2026-0001 is completed: it cannot be cancelled"
