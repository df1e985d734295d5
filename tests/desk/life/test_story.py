"""What events add up to: stretches, words and marks, whatever the order of events was."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gateway.desk.event import Event, What
from gateway.desk.life.story import Story, tell
from gateway.desk.policy.policy import Pause
from gateway.desk.policy.timeline import Paused
from gateway.desk.ticket import Status, WaitingOn
from tests.desk.life.build import AT, HOUR, at

WAITS = ["", *(one.value for one in WaitingOn)]


def status(value: str, hours: float) -> Event:
    return Event(What.STATUS, at(hours), value)


def waits(value: str, hours: float) -> Event:
    return Event(What.WAITS, at(hours), value)


def told(*events: Event) -> Story:
    return tell(AT, events)


def stretch(reason: Pause | None, since: float, until: float | None = None) -> Paused:
    return Paused(reason, at(since), None if until is None else at(until))


def test_a_ticket_to_which_nothing_happened_runs_from_its_submission() -> None:
    story = told()
    assert (story.status_since, story.level_since) == (AT, AT)
    assert (story.timeline.submitted, story.timeline.answered, story.timeline.level_since) == (AT, None, None)
    assert story.timeline.pauses == story.timeline.rests == story.timeline.approval == story.timeline.lacks_data == ()
    assert (story.waits_since, story.last_work, story.last_word, story.pages, story.heard) == (None, None, None, (), ())
    assert (story.reminders, story.contacts, story.marks) == (0, 0, {})


def test_resolved_then_closed_then_open_is_one_rest() -> None:
    story = told(status("resolved", 1), status("closed", 2), status("open", 5))
    assert story.timeline.rests == (stretch(None, 1, 5),)
    assert story.timeline.resolved is None
    assert story.status_since == at(5)


def test_a_rest_that_lasts_began_when_it_was_resolved_not_when_it_was_closed() -> None:
    story = told(status("resolved", 1), status("closed", 2))
    assert story.timeline.rests == (stretch(None, 1),)
    assert story.timeline.resolved == at(1)
    assert story.status_since == at(2)


def test_what_is_resolved_twice_rested_twice() -> None:
    story = told(status("resolved", 1), status("open", 2), status("closed", 3), status("open", 4))
    assert story.timeline.rests == (stretch(None, 1, 2), stretch(None, 3, 4))


def test_clocks_stand_still_for_each_reason_in_turn() -> None:
    story = told(waits("customer", 1), waits("third-party", 2), waits("release", 3), waits("", 4))
    assert story.timeline.pauses == (
        stretch(Pause.CUSTOMER, 1, 2),
        stretch(Pause.THIRD_PARTY, 2, 3),
        stretch(Pause.RELEASE, 3, 4),
    )
    assert story.waits_since is None


def test_a_status_that_changes_nothing_about_waiting_does_not_begin_the_wait_anew() -> None:
    story = told(waits("customer", 1), status("pending", 1), status("in-progress", 3))
    assert story.timeline.pauses == (stretch(Pause.CUSTOMER, 1),)
    assert story.waits_since == at(1)


def test_an_agreed_rest_is_no_waiting_for_the_customer_and_the_wait_begins_anew_after_it() -> None:
    story = told(waits("customer", 1), status("on-hold", 2), status("in-progress", 9))
    assert story.timeline.pauses == (
        stretch(Pause.CUSTOMER, 1, 2),
        stretch(Pause.ON_HOLD, 2, 9),
        stretch(Pause.CUSTOMER, 9),
    )
    assert story.waits_since == at(9)
    assert told(waits("customer", 1), status("on-hold", 2)).waits_since is None


def test_what_is_ended_does_not_stand_still_but_may_lack_data() -> None:
    story = told(waits("customer", 1), status("resolved", 2), waits("", 4))
    assert story.timeline.pauses == (stretch(Pause.CUSTOMER, 1, 2),)
    assert story.timeline.lacks_data == (stretch(Pause.CUSTOMER, 2, 4),)
    waiting = told(status("resolved", 2), waits("customer", 3))
    assert waiting.waits_since == at(3)
    assert waiting.timeline.lacks_data == (stretch(Pause.CUSTOMER, 3),)


def test_while_approval_is_awaited_the_customer_has_something_to_do() -> None:
    story = told(status("qa", 1), status("awaiting-approval", 2))
    assert story.timeline.approval == (stretch(Pause.CUSTOMER, 2),)
    assert story.timeline.pauses == ()
    assert story.waits_since == at(2)
    assert told(status("awaiting-approval", 2), status("in-progress", 3)).waits_since is None


def test_whoever_is_asked_to_approve_and_asks_back_has_nothing_to_do_before_we_answer() -> None:
    asked = (status("awaiting-approval", 1), Event(What.REPLIED, at(3), "ann"))
    assert told(*asked).waits_since is None
    answered = told(
        *asked, Event(What.WORD, at(4), ""), Event(What.WORD, at(5), "dana"), Event(What.WORD, at(6), "dana")
    )
    assert answered.waits_since == at(5)
    assert answered.timeline.approval == (stretch(Pause.CUSTOMER, 1, 3), stretch(Pause.CUSTOMER, 5))
    assert (answered.workers, told(*asked).workers) == (("dana",), ())
    again = told(*asked, status("in-progress", 4), status("awaiting-approval", 5))
    assert again.waits_since == at(5)


def test_waiting_for_somebody_else_is_no_waiting_for_the_customer() -> None:
    assert told(waits("third-party", 1)).waits_since is None
    assert told(waits("release", 1)).waits_since is None


def test_only_a_word_with_somebodys_name_is_an_answer() -> None:
    story = told(Event(What.WORD, at(1)), Event(What.WORD, at(2), "dana"), Event(What.WORD, at(3)))
    assert story.timeline.answered == at(2)
    assert story.timeline.words == (at(1), at(2), at(3))
    assert (story.last_word, story.last_work) == (at(2), at(2))


def test_a_note_is_work_and_no_word() -> None:
    story = told(Event(What.WORD, at(1), "dana"), Event(What.WORK, at(2), "dana"))
    assert (story.last_word, story.last_work) == (at(1), at(2))
    assert story.timeline.words == (at(1),)


def test_the_first_way_around_and_the_first_analysis_count() -> None:
    events = [Event(what, at(hours), "dana") for hours in (1, 2) for what in (What.WORKAROUND, What.ANALYSED)]
    story = told(*events)
    assert (story.timeline.workaround, story.timeline.analysed) == (at(1), at(1))


def test_the_last_level_counts_and_pages_of_an_earlier_one_do_not() -> None:
    story = told(
        Event(What.PAGED, at(0), "mobilized"),
        Event(What.LEVEL, at(1), "high"),
        Event(What.PAGED, at(1), "looks-urgent"),
        Event(What.LEVEL, at(2), "urgent"),
        Event(What.PAGED, at(2), "mobilized"),
    )
    assert (story.level_since, story.timeline.level_since) == (at(2), at(2))
    assert story.pages == (Event(What.PAGED, at(2), "mobilized"),)


def test_reminders_and_attempts_are_counted_since_it_waits() -> None:
    reminded, contact = Event(What.REMINDED, at(2), "1"), Event(What.CONTACT, at(3), "dana")
    story = told(waits("customer", 1), reminded, contact)
    assert (story.reminders, story.contacts) == (1, 1)
    anew = told(waits("customer", 1), reminded, contact, waits("", 4), waits("customer", 5))
    assert (anew.reminders, anew.contacts) == (0, 0)


def test_steps_that_heard_are_told_in_order() -> None:
    heard = tuple(Event(What.HEARD, at(hours), str(step)) for hours, step in ((1, 2), (2, 3), (3, 2)))
    assert told(*heard).heard == heard


@pytest.mark.parametrize("what", list(What))
def test_of_each_mark_the_last_moment_is_remembered(what: What) -> None:
    value = {What.STATUS: "open", What.WAITS: "customer"}.get(what, "1")
    assert told(Event(what, at(1), value), Event(what, at(2), value)).marks[what, value] == at(2)


_EVENTS = st.lists(
    st.tuples(
        st.sampled_from(
            [(What.STATUS, one.value) for one in Status]
            + [(What.WAITS, one) for one in WAITS]
            + [(What.WORD, ""), (What.WORD, "dana"), (What.WORK, "dana"), (What.LEVEL, "high")]
        ),
        st.sampled_from([0, 0, 1, 60, 86400]),
    ),
    max_size=25,
)


def events_of(drawn: list[tuple[tuple[What, str], int]]) -> list[Event]:
    moment, found = AT, []
    for (what, value), seconds in drawn:
        moment += timedelta(seconds=seconds)
        found.append(Event(what, moment, value))
    return found


@given(_EVENTS)
@example([((What.STATUS, "resolved"), 0), ((What.STATUS, "closed"), 0), ((What.STATUS, "open"), 0)])
@example([((What.WAITS, "customer"), 0), ((What.STATUS, "on-hold"), 0), ((What.STATUS, "closed"), 0)])
def test_stretches_are_in_order_apart_and_never_negative_whatever_happens(
    drawn: list[tuple[tuple[What, str], int]],
) -> None:
    events = events_of(drawn)
    line = tell(AT, events).timeline
    for sort in (line.pauses, line.rests, line.approval, line.lacks_data):
        assert all(one.until is not None and one.since < one.until for one in sort[:-1])
        assert all(one.until is None or one.since < one.until for one in sort)
        assert all(one.until is not None and one.until <= other.since for one, other in pairwise(sort))
        assert all(AT <= one.since <= events[-1].at for one in sort)
    assert all(one <= other for one, other in pairwise(line.words))


def standing(events: list[Event], moment: datetime) -> tuple[Status, str]:
    """Where it stood just after a moment, worked out in the plainest way."""
    before = [event for event in events if event.at <= moment]
    statuses = [Status(event.value) for event in before if event.what is What.STATUS]
    waited = [event.value for event in before if event.what is What.WAITS]
    return (statuses or [Status.OPEN])[-1], (waited or [""])[-1]


def in_any(sort: tuple[Paused, ...], moment: datetime, reason: Pause | None = None) -> bool:
    return any(
        one.since <= moment and (one.until is None or moment < one.until) and (reason is None or one.reason is reason)
        for one in sort
    )


@given(_EVENTS)
def test_every_moment_lies_in_the_stretches_its_standing_asks_for(
    drawn: list[tuple[tuple[What, str], int]],
) -> None:
    events = events_of(drawn)
    line = tell(AT, events).timeline
    for moment in [AT, *(event.at + timedelta(microseconds=1) for event in events), AT + 9999 * HOUR]:
        status, waits = standing(events, moment)
        paused = Pause.ON_HOLD if status is Status.ON_HOLD else Pause(waits) if waits else None
        if moment == AT and events and events[0].at == AT:
            continue  # several things may have happened at this very moment
        assert in_any(line.rests, moment) == status.ended
        assert in_any(line.approval, moment) == (status is Status.AWAITING_APPROVAL)
        assert in_any(line.pauses, moment, paused) == (paused is not None and not status.ended)
        assert in_any(line.lacks_data, moment) == (bool(waits) and status.ended)


def test_whatever_is_waited_for_is_a_reason_to_pause() -> None:
    assert {one.value for one in WaitingOn} <= {one.value for one in Pause}
