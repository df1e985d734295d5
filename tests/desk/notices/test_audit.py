from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.choice import Choice
from gateway.desk.hours.length import spell
from gateway.desk.notice import Notice, NoticeKind, NoticeState, Revision, Stage, Standing
from gateway.desk.notices import maintenance, marks, outage
from gateway.desk.notices.agenda import Duty, agenda, grace
from gateway.desk.notices.audit import audit
from gateway.desk.notices.audit_record import ColleagueTold, Heard, Record, Word
from gateway.desk.notices.audit_verdict import Audited, Verdict
from gateway.desk.notices.decided import Bearings, Decided
from gateway.desk.policy.notices import NoticeTimes
from tests.desk.notices.given import said

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NOON = datetime(2026, 11, 19, 12, tzinfo=UTC)
SOON = NOON + MINUTE
TIMES = NoticeTimes(24 * HOUR, HOUR, HOUR, DAY)
NOBODY: Mapping[str, str] = {}
ALL = ("acme", "globex")
UNCOVERED = "customers without an address that works"
Letters = Mapping[str, Heard | None]


@dataclass
class Story:
    """A notice that is decided about as time passes; every letter is taken a minute later unless told otherwise."""

    now: datetime = NOON
    times: NoticeTimes = TIMES
    notice: Notice | None = None
    words: list[Word] = field(default_factory=list)
    colleagues: tuple[ColleagueTold, ...] = ()

    def bearings(self, by: str = "dana") -> Bearings:
        return Bearings(self.now, by, self.times, lambda since, then: since + DAY)

    @property
    def one(self) -> Notice:
        assert self.notice is not None
        return self.notice

    def take(self, decided: Decided, letters: Letters | None = None, *, by: str = "dana") -> Story:
        """Take a decision in; ``letters`` says what became of some customers' letters, None: they get none."""
        self.notice = replace(decided.notice, id="X-2026-0001")
        if decided.stage is not None:
            number = len(self.words)
            made = Revision(self.notice.id, number, decided.stage, self.now, by, "a test")
            taken = {name: taken_by(name, self.now + MINUTE) for name in ALL}
            heard = {name: replace(one, number=number) for name, one in (taken | dict(letters or {})).items() if one}
            self.words.append(Word(made, self.notice, tuple(heard[name] for name in sorted(heard))))
        return self

    def after(self, span: timedelta) -> Story:
        self.now += span
        return self

    def audit(self, after: timedelta = timedelta()) -> tuple[Audited, ...]:
        return audit(Record(self.one, tuple(self.words), self.colleagues, self.now + after))

    def verdicts(self, after: timedelta = timedelta()) -> dict[str, str]:
        return {one.promise: one.verdict.value for one in self.audit(after)}

    def about(self, promise: str, after: timedelta = timedelta()) -> Audited:
        (found,) = (one for one in self.audit(after) if one.promise == promise)
        return found


def taken_by(customer: str, at: datetime) -> Heard:
    return Heard(0, customer, Standing.ACCEPTED, f"noc@{customer}.example", at)


def letter(
    standing: Standing, *, at: datetime | None = None, refused: datetime | None = None, address: bool = True
) -> Heard:
    return Heard(0, "globex", standing, "noc@globex.example" if address else "", at, refused)


def planned(ahead: timedelta = 3 * DAY, length: timedelta = 2 * HOUR, **more: object) -> Story:
    story = Story()
    start = story.now + ahead
    new = maintenance.NewMaintenance("Storage", Choice(everybody=True), start, start + length, ("voice",))
    given: dict[str, object] = {**more, "texts": said(more)}
    story.notice = replace(maintenance.plan(replace(new, **given), story.bearings()), id="X-2026-0001")  # type: ignore[arg-type]
    return story


def announced(ahead: timedelta = 3 * DAY, letters: Letters | None = None, **more: object) -> Story:
    story = planned(ahead, **more)  # type: ignore[arg-type]
    return story.take(maintenance.announce(story.one, story.bearings()), letters)


def remind(story: Story, before: timedelta, late: timedelta = timedelta()) -> Story:
    assert story.one.start
    story.now = story.one.start - before + late
    return story.take(Decided(story.one, "reminded", "planned", Stage.REMINDER), by="")


def worked(**more: object) -> Story:
    """Maintenance whose work has begun on time after both reminders."""
    story = remind(remind(announced(**more), 24 * HOUR), HOUR)  # type: ignore[arg-type]
    return begin(story.after(HOUR))


def begin(story: Story) -> Story:
    return story.take(maintenance.begin(story.one, story.bearings()))


def complete(story: Story) -> Story:
    return story.take(maintenance.complete(story.one, story.bearings(), NOBODY))


def down(confirmed_after: timedelta = 20 * MINUTE) -> Story:
    story = Story()
    new = outage.NewOutage("Calls fail", Choice(everybody=True), ("voice",), since=story.now)
    story.take(outage.suspect(new, story.bearings()))
    story.after(confirmed_after)
    return story.take(outage.confirm(story.one, story.bearings(), outage.Confirmed(story.now)))


SAID = {"summary": "Calls fail", "workaround": "none"}
WHOLE = {"root_cause": "A cable", "rca_impact": "All calls", "resolution": "A new cable"}


def report(story: Story, **letters: Heard | None) -> Story:
    return story.take(outage.report(story.one, story.bearings(), SAID, None), letters)


def update(story: Story) -> Story:
    return story.take(outage.update(story.one, story.bearings(), {"update": "We look"}))


def restore(story: Story, at: datetime | None = None, **letters: Heard | None) -> Story:
    return story.take(outage.restore(story.one, story.bearings(), NOBODY, at), letters)


def explain(story: Story, texts: Mapping[str, str]) -> Story:
    return story.take(outage.explain(story.one, story.bearings(), texts))


def test_maintenance_that_went_well_kept_every_promise() -> None:
    story = complete(worked().after(90 * MINUTE))
    assert [(one.promise, one.verdict.value, one.detail) for one in story.audit()] == [
        ("24 h notice of the window", "met", "the last customer had it 71 h 59 m before the window"),
        ("reminder 24 h before", "met", "1 h 14 m to spare of 1 h 15 m"),
        ("reminder 1 h before", "met", "29 m to spare of 30 m"),
        ("word that work begins", "met", "14 m to spare of 15 m"),
        ("word that work has ended", "met", "14 m to spare of 15 m"),
        ("work inside its window", "met", "30 m to spare"),
    ]
    first = story.audit()[0]
    assert (first.due, first.done) == (NOON + 2 * DAY, NOON + MINUTE)


def test_what_is_not_due_yet_is_open_and_a_draft_promises_nothing() -> None:
    assert planned().audit() == ()
    story = announced()
    assert story.verdicts() == {
        "24 h notice of the window": "met",
        "reminder 24 h before": "open",
        "reminder 1 h before": "open",
        "word that work begins": "open",
    }


@pytest.mark.parametrize(
    ("fate", "after", "verdict", "said"),
    [
        (letter(Standing.ACCEPTED, at=NOON + 2 * DAY), 3 * DAY, "met", "24 h before the window"),
        (letter(Standing.ACCEPTED, at=NOON + 2 * DAY + MINUTE), 3 * DAY, "missed", "too late for globex"),
        (letter(Standing.DEFERRED), 2 * DAY, "open", "still on its way to globex"),
        (letter(Standing.DEFERRED), 2 * DAY + MINUTE, "missed", "still on its way to globex"),
        (letter(Standing.QUEUED), 3 * DAY, "missed", "still on its way to globex"),
        (letter(Standing.SKIPPED), HOUR, "missed", "not sent to globex"),
        (letter(Standing.OBSERVED), 3 * DAY, "missed", "never sent, in observe mode, to globex"),
        (letter(Standing.BOUNCED, refused=SOON), 3 * DAY, "met", "refused for globex"),
        (letter(Standing.BOUNCED, refused=NOON + 2 * DAY), 3 * DAY, "met", "refused for globex"),
        (letter(Standing.BOUNCED, refused=NOON + 2 * DAY + MINUTE), 3 * DAY, "missed", "too late for globex"),
        (letter(Standing.FAILED), DAY, "missed", "given up after days for globex"),
        (letter(Standing.FAILED), 3 * DAY, "missed", "given up after days for globex"),
        (letter(Standing.QUEUED, refused=SOON), 3 * DAY, "met", "refused for globex"),
        (
            letter(Standing.ACCEPTED, at=NOON + 3 * DAY, refused=SOON),
            4 * DAY,
            "met",
            "71 h 59 m before the window; refused for globex",
        ),
        (letter(Standing.BOUNCED, at=NOON + HOUR, refused=SOON), 3 * DAY, "met", "71 h before the window"),
    ],
)
def test_a_word_is_kept_once_everybodys_letter_was_taken_but_for_dead_addresses(
    fate: Heard, after: timedelta, verdict: str, said: str
) -> None:
    found = announced(letters={"globex": fate}).about("24 h notice of the window", after)
    assert found.verdict.value == verdict
    assert said in found.detail
    assert (found.late == ("globex",)) is (verdict == "missed")
    assert (found.unreached == ("globex",)) is ("refused for" in found.detail)


def test_who_hears_at_another_address_than_before_is_named_with_both() -> None:
    """The address may be new, mistyped by an operator, or of somebody else who got the id since."""
    resent = replace(taken_by("globex", NOON + HOUR), first_address="all@globex.example")
    story = announced(
        letters={"globex": resent, "acme": replace(taken_by("acme", SOON), first_address="noc@acme.example")}
    )
    said = "; at another address: globex (noc@globex.example in place of all@globex.example)"
    assert story.about("24 h notice of the window").detail.endswith(f"before the window{said}")
    story = report(down()).after(30 * MINUTE)
    restore(story, None, globex=replace(taken_by("globex", story.now), address="noc@rival.example"))
    for promise in ("all-clear at once", "all-clear to all who were told"):
        found = story.about(promise, MINUTE)
        assert found.verdict is Verdict.MET
        assert found.detail.endswith("; at another address: globex (noc@rival.example in place of noc@globex.example)")


def test_a_letter_that_was_sent_again_after_a_bounce_does_not_make_what_is_kept_late() -> None:
    again = letter(Standing.ACCEPTED, at=NOON + 3 * DAY, refused=SOON)
    found = announced(letters={"globex": again}).about("24 h notice of the window", 4 * DAY)
    assert found.done is not None
    assert found.due is not None
    assert found.done <= found.due


@pytest.mark.parametrize(
    "reply",
    ["554 5.7.1 Relay access denied", "552 5.3.4 too big", "550 5.5.0", "554 5.6.0", "550 no", "550 5.1.8 sender"],
)
def test_what_our_own_relay_would_not_send_is_nobodys_fault_but_ours(reply: str) -> None:
    ours = replace(letter(Standing.BOUNCED, refused=SOON), reply=reply, by_relay=True)
    story = announced(letters={"globex": ours})
    found = story.about("24 h notice of the window", 2 * DAY - MINUTE)
    assert (found.verdict, found.late) == (Verdict.OPEN, ()), "an operator may send it again in time"
    found = story.about("24 h notice of the window", 2 * DAY + MINUTE)
    assert (found.verdict, found.late, found.unreached) == (Verdict.MISSED, ("globex",), ())
    assert found.detail == f"our own relay refused it for globex ({reply})"
    restore(clear := report(down()), None, globex=ours)
    assert clear.about("all-clear to all who were told", HOUR).verdict is Verdict.MISSED
    behind = replace(ours, by_relay=False, reply=f"mx.globex.example said: {reply[4:]}")
    assert announced(letters={"globex": behind}).about("24 h notice of the window").verdict is Verdict.MET
    resent = replace(ours, standing=Standing.ACCEPTED, accepted_at=NOON + HOUR)
    assert announced(letters={"globex": resent}).about("24 h notice of the window").verdict is Verdict.MET
    found = announced(letters={"globex": replace(ours, standing=Standing.QUEUED)}).about("24 h notice of the window")
    assert found.detail == "still on its way to globex"


@pytest.mark.parametrize("reply", ["550 5.1.1 no such user", "550 5.2.2 full"])
def test_what_our_own_relay_says_of_one_address_is_believed_and_not_of_all(reply: str) -> None:
    there = replace(letter(Standing.BOUNCED, refused=SOON), reply=reply, by_relay=True)
    assert announced(letters={"globex": there}).about("24 h notice of the window").verdict is Verdict.MET
    story = announced(letters={"globex": there, "acme": replace(there, customer="acme")})
    found = story.about("24 h notice of the window")
    assert (found.verdict, found.done, found.late) == (Verdict.MISSED, None, ALL)
    assert found.detail.startswith("nobody's letter was taken; refused for acme")


def test_where_nobody_can_be_reached_nothing_is_claimed() -> None:
    dead = letter(Standing.BOUNCED, refused=SOON)
    story = announced(letters={"globex": dead, "acme": replace(dead, customer="acme")})
    found = story.about("24 h notice of the window", DAY)
    assert (found.verdict, found.done, found.unreached) == (Verdict.EXCUSED, None, ALL)


def test_short_notice_is_excused_by_its_reason_and_an_emergency_by_itself() -> None:
    story = announced(6 * HOUR, texts={"short_notice": "a flaw is exploited"})
    found = story.about("24 h notice of the window", DAY)
    assert (found.verdict, found.late) == (Verdict.EXCUSED, ())
    assert found.detail == "notice of 6 h, for operational reasons: a flaw is exploited"
    urgent = announced(20 * MINUTE, emergency=True).about("24 h notice of the window")
    assert (urgent.verdict.value, urgent.detail) == ("excused", "an emergency, notice of 20 m")


@pytest.mark.parametrize(("taken", "verdict"), [(70 * HOUR, "excused"), (60 * HOUR, "missed")])
def test_a_reason_with_which_letters_went_on_excuses_those_who_had_none_before(taken: timedelta, verdict: str) -> None:
    """They went on six hours before the window."""
    story = announced(letters={"globex": letter(Standing.ACCEPTED, at=NOON + taken)})
    (word,) = story.words
    resumed = replace(word.notice, texts={**word.notice.texts, "short_notice": "a flaw"}, excused_at=NOON + 66 * HOUR)
    story.words = [replace(word, notice=resumed)]
    found = story.about("24 h notice of the window")
    assert found.verdict.value == verdict
    assert found.detail.startswith("notice of 6 h, for operational reasons: a flaw") is (verdict == "excused")


def test_a_reason_excuses_short_notice_and_not_none() -> None:
    late = {"globex": letter(Standing.ACCEPTED, at=NOON + 7 * HOUR)}
    story = announced(6 * HOUR, late, texts={"short_notice": "a flaw is exploited"})
    found = story.about("24 h notice of the window", DAY)
    assert (found.verdict, found.late) == (Verdict.MISSED, ("globex",))
    urgent = announced(6 * HOUR, late, emergency=True).about("24 h notice of the window", DAY)
    assert (urgent.verdict, urgent.late) == (Verdict.EXCUSED, ("globex",))
    assert "too late for globex" in urgent.detail


def test_a_reason_excuses_no_letter_that_stood_in_the_queue_after_notice_in_time() -> None:
    late = {"globex": letter(Standing.ACCEPTED, at=NOON + 2 * DAY + HOUR)}
    found = announced(letters=late, texts={"short_notice": "a flaw"}).about("24 h notice of the window", 3 * DAY)
    assert found.verdict is Verdict.MISSED


def test_an_emergency_excuses_neither_letters_that_stood_still_after_notice_in_time_nor_that_nobody_heard() -> None:
    still = {name: replace(letter(Standing.QUEUED), customer=name) for name in ALL}
    ahead = announced(letters=still, emergency=True).about("24 h notice of the window", 4 * DAY)
    assert (ahead.verdict.value, ahead.detail, ahead.late) == ("missed", "still on its way to acme, globex", ALL)
    story = announced(6 * HOUR, still, emergency=True)
    short = story.about("24 h notice of the window", HOUR)
    assert (short.verdict.value, short.detail) == ("excused", "an emergency, notice of 6 h")
    short = story.about("24 h notice of the window", DAY)
    assert (short.verdict.value, short.late) == ("missed", ALL)
    assert short.detail == "an emergency, notice of 6 h; still on its way to acme, globex"


def test_notice_of_an_emergency_counts_until_work_really_began() -> None:
    story = begin(announced(3 * DAY, emergency=True).after(HOUR))
    found = story.about("24 h notice of the window")
    assert (found.verdict.value, found.detail) == ("excused", "an emergency, notice of 1 h")


def test_each_window_has_its_own_notice_and_reminders() -> None:
    story = announced(letters={"globex": letter(Standing.DEFERRED)}).after(HOUR)
    start = story.now + 26 * HOUR
    story.take(maintenance.reschedule(story.one, story.bearings(), start, start + HOUR, NOBODY))
    assert [(one.promise, one.verdict.value) for one in story.audit(26 * HOUR)] == [
        ("24 h notice of the window", "open"),
        ("24 h notice of the new window", "met"),
        ("reminder 24 h before", "missed"),
        ("reminder 1 h before", "missed"),
        ("word that work begins", "open"),
    ]
    old = story.about("24 h notice of the window", 3 * DAY)
    assert (old.verdict, old.detail) == (Verdict.EXCUSED, "this window was given up before notice of it was due")


def test_a_tentative_window_that_was_confirmed_is_the_one_customers_had_notice_of() -> None:
    story = remind(announced(tentative=True), 24 * HOUR).after(22 * HOUR)
    start, end = story.one.start, story.one.end
    assert start
    assert end
    story.take(maintenance.reschedule(story.one, story.bearings(), start, end, NOBODY))
    assert complete(begin(remind(story, HOUR).after(HOUR)).after(HOUR)).verdicts() == {
        "24 h notice of the window": "met",
        "reminder 24 h before": "met",
        "reminder 1 h before": "met",
        "word that work begins": "met",
        "word that work has ended": "met",
        "work inside its window": "met",
    }


@pytest.mark.parametrize("confirmed", [True, False])
def test_who_came_in_after_a_window_was_announced_is_judged_by_their_first_word(confirmed: bool) -> None:
    promise = "24 h notice of the window to bravo, who came in later"

    def told(ahead: timedelta, fate: Heard | None = None) -> Audited:
        story = announced(tentative=True)
        assert story.one.start
        assert story.one.end
        at = story.one.start - ahead
        bravo = {"bravo": fate or taken_by("bravo", at + MINUTE)}
        if confirmed:
            story.now = at
            window = story.one.start, story.one.end
            story.take(maintenance.reschedule(story.one, story.bearings(), *window, NOBODY), bravo)
        else:
            remind(story, ahead)
            story.words[-1] = replace(
                story.words[-1], heard=(*story.words[-1].heard, replace(bravo["bravo"], number=1))
            )
        found = story.after(MINUTE)
        assert found.about("24 h notice of the window").verdict is Verdict.MET, "to those who were told first"
        return found.about(promise, ahead)

    in_time, short = told(26 * HOUR), told(HOUR)
    assert (in_time.verdict, in_time.detail) == (Verdict.MET, "told 25 h 59 m before the window")
    assert (short.verdict, short.late) == (Verdict.EXCUSED, ("bravo",))
    assert short.detail == "their first word came after that: told 59 m before the window"
    waits = Heard(0, "bravo", Standing.DEFERRED, "noc@bravo.example")
    assert [told(ahead, waits).verdict for ahead in (26 * HOUR, HOUR)] == [Verdict.MISSED] * 2
    moved = Heard(0, "bravo", Standing.ACCEPTED, "noc@globex.example", SOON)
    with pytest.raises(ValueError, match="not enough values"):
        told(HOUR, moved)  # somebody who was told is renamed


def test_who_comes_in_while_work_goes_on_is_told_of_that_and_named() -> None:
    story = begin(remind(remind(announced(), 24 * HOUR), HOUR).after(HOUR))
    begun = story.words[-1]
    story.words[-1] = replace(begun, heard=(*begun.heard, taken_by("bravo", story.now + MINUTE)))
    found = story.about("24 h notice of the window to bravo, who came in later", MINUTE)
    assert (found.verdict, found.late) == (Verdict.EXCUSED, ("bravo",))
    assert found.detail == "their first word came after that: told after the window began"


@pytest.mark.parametrize("before", [24 * HOUR, HOUR])
def test_a_reminder_is_kept_while_the_gateway_would_still_send_it(before: timedelta) -> None:
    """Its letters then have as long as whatever is told at once; it is due when it was promised."""
    assert (grace(24 * HOUR), grace(HOUR)) == (HOUR, 15 * MINUTE)
    name, last = f"reminder {'24 h' if before > HOUR else '1 h'} before", grace(before) + TIMES.at_once
    for late, verdict in ((timedelta(), "met"), (last - MINUTE, "met"), (last, "missed")):
        story = remind(announced(), before, late)
        found = story.about(name)
        assert (found.verdict.value, found.due) == (verdict, story.one.start and story.one.start - before)
        assert f" of {spell(last)}" in found.detail or f"; up to {spell(last)} after it was due" in found.detail


@pytest.mark.parametrize(("at_once", "verdict"), [(15 * MINUTE, "missed"), (30 * MINUTE, "met")])
def test_how_late_is_at_once_is_the_packs(at_once: timedelta, verdict: str) -> None:
    story = report(down())
    restore(story, globex=letter(Standing.ACCEPTED, at=story.now + 20 * MINUTE))
    story.notice = replace(story.one, times=replace(TIMES, at_once=at_once))
    found = story.about("all-clear at once")
    assert (found.verdict.value, found.due) == (verdict, story.now)


def test_reminders_that_came_too_late_for_their_turn_are_those_of_the_next_one() -> None:
    story = remind(announced(), HOUR)
    assert story.verdicts()["reminder 24 h before"] == "missed"
    assert story.verdicts()["reminder 1 h before"] == "met"


def test_a_reminder_that_an_operator_sent_before_its_time_is_another_one() -> None:
    story = announced().after(DAY)
    story.take(maintenance.remind(story.one, story.bearings()))
    assert story.about("reminder 24 h before").verdict is Verdict.OPEN


def test_a_reminder_that_an_operator_sent_shortly_before_its_time_stands_for_it() -> None:
    story = announced().after(2 * DAY - HOUR)
    story.take(maintenance.remind(story.one, story.bearings()))
    found = story.about("reminder 24 h before")
    assert (found.verdict, found.detail) == (Verdict.MET, "asked for by dana, 1 h before it was due")
    assert [one.about - one.at for one in agenda(story.one) if one.duty is Duty.REMINDER] == [HOUR]
    sooner = announced().after(2 * DAY - HOUR - MINUTE)
    sooner.take(maintenance.remind(sooner.one, sooner.bearings()))
    assert sooner.about("reminder 24 h before").verdict is Verdict.OPEN
    assert [one.about - one.at for one in agenda(sooner.one) if one.duty is Duty.REMINDER] == [DAY, HOUR]


@pytest.mark.parametrize(("ahead", "expected"), [(25 * HOUR, False), (25 * HOUR + MINUTE, True)])
def test_a_reminder_that_would_come_close_behind_the_announcement_is_not_promised(
    ahead: timedelta, expected: bool
) -> None:
    story = announced(ahead).after(3 * HOUR)
    assert story.verdicts().get("reminder 24 h before") == ("missed" if expected else None)
    first = next(one for one in agenda(story.one) if one.duty is Duty.REMINDER)
    assert (first.about - first.at == DAY) is expected


def test_who_first_hears_of_a_window_by_a_reminder_is_named_with_when() -> None:
    left = letter(Standing.SKIPPED, address=False)
    story = announced(letters={"globex": left}).after(2 * DAY)
    came = {"globex": letter(Standing.ACCEPTED, at=story.now + 2 * MINUTE), "late": taken_by("late", story.now + HOUR)}
    story.take(Decided(story.one, "reminded", "planned", Stage.REMINDER), came)
    found = story.about("24 h notice of the window")
    told = "the last customer had it 71 h 59 m before the window"
    since = "first told when others were reminded: globex (23 h 58 m before the window)"
    assert (found.verdict, found.detail) == (Verdict.MET, f"{told}; {since}")
    assert story.about("24 h notice of the window to late, who came in later", DAY).verdict is Verdict.EXCUSED


def test_a_window_that_was_called_off_needs_no_reminder_and_everybody_who_heard_of_it_hears_that() -> None:
    story = announced().after(HOUR)
    story.take(maintenance.cancel(story.one, story.bearings(), NOBODY), {"globex": None})
    assert story.verdicts() == {"24 h notice of the window": "met", "word that it is cancelled": "missed"}
    found = story.about("word that it is cancelled")
    said = "nothing to globex, who had heard of it; up to 15 m after it was due counts as kept"
    assert (found.late, found.detail) == (("globex",), said)


def test_who_hears_later_of_what_a_colleague_was_to_tell_them_or_never_knew_of_breaks_no_promise() -> None:
    nowhere, found_later = letter(Standing.SKIPPED, address=False), letter(Standing.ACCEPTED, at=NOON + 5 * HOUR)
    dana = "dana@support.example"
    cancelled = announced(letters={"globex": replace(nowhere, left_to=dana)}).after(HOUR)
    cancelled.take(maintenance.cancel(cancelled.one, cancelled.bearings(), NOBODY), {"globex": found_later})
    assert cancelled.about("word that it is cancelled", 9 * HOUR).verdict is Verdict.MET
    for owed, verdict in ((nowhere, "met"), (taken_by("globex", SOON), "excused")):
        story = report(down(), globex=owed).after(30 * MINUTE)
        story.take(
            outage.update(story.one, story.bearings(), {"update": "We look"}),
            {"globex": replace(found_later, left_to=dana)},
        )
        said = story.about("update 1", 9 * HOUR)
        assert (said.verdict.value, said.unreached) == (verdict, ("globex",))
        assert said.detail.endswith(f"{dana} was asked to tell globex")


def test_a_letter_that_was_left_out_is_a_miss_whoever_was_asked_afterwards() -> None:
    story = announced(letters={"globex": replace(letter(Standing.SKIPPED), left_to="dana@support.example")})
    assert story.verdicts()["24 h notice of the window"] == "missed"


def test_how_it_goes_on_is_excused_to_who_had_heard_and_was_left_to_a_colleague() -> None:
    story = report(down()).after(30 * MINUTE)
    nowhere = replace(letter(Standing.SKIPPED, address=False), left_to="dana@support.example")
    restore(story, None, globex=nowhere)
    for promise in ("all-clear at once", "all-clear to all who were told"):
        assert (story.about(promise).verdict, story.about(promise).unreached) == (Verdict.EXCUSED, ("globex",))


def test_a_window_that_was_extended_before_its_end_is_kept_and_one_that_ran_over_is_told_as_it_is() -> None:
    longer = worked().after(HOUR)
    longer.take(maintenance.extend(longer.one, longer.bearings(), longer.now + 3 * HOUR, NOBODY))
    kept = complete(longer.after(2 * HOUR)).about("work inside its window")
    assert (kept.verdict.value, kept.detail) == ("met", "1 h to spare, extended once")
    assert longer.verdicts()["word that it takes longer"] == "met"

    over = complete(worked().after(2 * HOUR + 5 * MINUTE)).about("work inside its window")
    assert (over.verdict, over.late) == (Verdict.MISSED, ALL)
    assert over.detail == "it took 5 m longer: customers were not told before"

    late = worked().after(2 * HOUR + 5 * MINUTE)
    late.take(maintenance.extend(late.one, late.bearings(), late.now + HOUR, NOBODY))
    told = complete(late).about("work inside its window")
    assert (told.verdict, told.late) == (Verdict.MISSED, ALL)
    assert told.detail.startswith("that it takes longer: told 5 m too late")
    assert told.detail.endswith(", extended once")
    assert worked().about("work inside its window").verdict is Verdict.OPEN
    runs = worked().about("work inside its window", 9 * HOUR)
    assert (runs.verdict.value, runs.detail) == ("missed", "it takes 7 h longer: customers were not told before")


@pytest.mark.parametrize(
    ("fate", "ended", "verdict", "said"),
    [
        (letter(Standing.SKIPPED), 3 * HOUR, "missed", "that it takes longer: too late for globex, extended once"),
        (
            letter(Standing.QUEUED),
            3 * HOUR,
            "missed",
            "that it takes longer: still on its way to globex, extended once",
        ),
        (letter(Standing.SKIPPED), HOUR, "met", "3 h to spare, extended once"),
        (letter(Standing.BOUNCED, refused=NOON), 3 * HOUR, "met", "1 h to spare, extended once"),
    ],
)
def test_an_extension_that_was_held_back_told_nobody_and_one_that_was_not_needed_none_misses(
    fate: Heard, ended: timedelta, verdict: str, said: str
) -> None:
    story = worked().after(30 * MINUTE)
    story.take(maintenance.extend(story.one, story.bearings(), story.now + 210 * MINUTE, NOBODY), {"globex": fate})
    found = complete(story.after(ended - 30 * MINUTE)).about("work inside its window", HOUR)
    assert (found.verdict.value, found.detail) == (verdict, said)
    assert found.late == (("globex",) if verdict == "missed" else ())


BEGINS = "word that work begins"


def test_a_window_that_ended_without_a_word_is_a_miss_to_who_was_told_of_it() -> None:
    story = announced(letters={"globex": letter(Standing.SKIPPED)})
    still = story.about(BEGINS, 3 * DAY + 2 * HOUR)
    assert (still.verdict.value, still.due, still.detail) == ("open", story.one.end, "work has not begun")
    found = story.about(BEGINS, 33 * DAY)
    assert (found.verdict, found.done, found.late) == (Verdict.MISSED, None, ("acme",))
    assert found.detail == "the window ended 29 d 22 h ago: nobody said that work began, or called it off"


def test_a_window_that_nobody_was_told_of_leaves_nobody_waiting_for_a_word() -> None:
    held = {name: replace(letter(Standing.SKIPPED), customer=name) for name in ALL}
    story = announced(letters=held, emergency=True)
    found = story.about(BEGINS, 4 * DAY)
    assert (found.verdict.value, found.detail, found.late) == ("excused", "nobody had been told of the window", ())
    begun = announced(letters=held, emergency=True, reminders=()).after(3 * DAY)
    begun.take(maintenance.begin(begun.one, begun.bearings()), held)
    over = complete(begun.after(3 * HOUR)).about("work inside its window")
    assert (over.verdict.value, over.detail, over.late) == ("excused", "nobody had been told of the window", ())


@pytest.mark.parametrize("late", [timedelta(), HOUR])
def test_a_window_may_be_called_off_or_moved_until_its_end_and_not_in_silence_after_it(late: timedelta) -> None:
    story, moved = (announced(reminders=()).after(3 * DAY + 2 * HOUR + late) for _ in range(2))
    story.take(maintenance.cancel(story.one, story.bearings(), NOBODY))
    start = moved.now + 2 * DAY
    moved.take(maintenance.reschedule(moved.one, moved.bearings(), start, start + HOUR, NOBODY))
    if not late:
        assert BEGINS not in story.verdicts()
        assert moved.verdicts()[BEGINS] == "open"
        assert f"{BEGINS} in the old window" not in moved.verdicts()
        return
    silent = "nobody said that work began, or called it off"
    off, old = story.about(BEGINS), moved.about(f"{BEGINS} in the old window")
    assert (off.verdict, off.done, off.late) == (Verdict.MISSED, story.now, ALL)
    assert off.detail == f"{silent}: it was called off 1 h after its end"
    assert (old.verdict, old.detail) == (Verdict.MISSED, f"{silent}: it was moved 1 h after its end")
    assert moved.verdicts()[BEGINS] == "open"
    assert story.verdicts(DAY)["word that it is cancelled"] == "met"


def test_work_that_was_broken_off_was_not_done_inside_its_window() -> None:
    story = worked().after(90 * MINUTE)
    story.take(maintenance.cancel(story.one, story.bearings(), NOBODY))
    found = story.about("work inside its window")
    assert (found.verdict.value, found.detail) == ("excused", "work was broken off 30 m before the end")
    assert "word that work has ended" not in story.verdicts()
    assert story.verdicts()["word that it is cancelled"] == "met"
    late = worked().after(2 * HOUR + 5 * MINUTE)
    late.take(maintenance.cancel(late.one, late.bearings(), NOBODY))
    found = late.about("work inside its window")
    assert found.verdict is Verdict.MISSED
    assert found.detail == "it took 5 m longer: customers were not told before, and it was broken off"


CUT_OFF = [
    ({"globex": letter(Standing.QUEUED)}, "missed", "still on its way to globex"),
    ({"globex": letter(Standing.DEFERRED)}, "missed", "still on its way to globex"),
    ({"globex": letter(Standing.SKIPPED)}, "missed", "not sent to globex"),
    ({"globex": letter(Standing.FAILED)}, "missed", "given up after days for globex"),
    ({"globex": None}, "missed", "nothing to globex, who had heard of it"),
    ({"globex": letter(Standing.SKIPPED, address=False)}, "missed", "nothing to globex, who had heard of it"),
    (
        {"globex": replace(letter(Standing.BOUNCED, refused=NOON), reply="550 5.1.1 no such user")},
        "excused",
        "refused for globex (550 5.1.1 no such user)",
    ),
]


@pytest.mark.parametrize(("letters", "verdict", "said"), CUT_OFF)
def test_no_later_word_is_kept_that_did_not_come_to_somebody_who_had_heard_of_it(
    letters: Letters, verdict: str, said: str
) -> None:
    story = report(down()).after(30 * MINUTE)
    story.take(outage.update(story.one, story.bearings(), {"update": "We look"}), letters)
    found = [story.about("update 1", DAY)]
    story = worked(reminders=()).after(30 * MINUTE)
    story.take(maintenance.extend(story.one, story.bearings(), story.now + 3 * HOUR, NOBODY), letters)
    found.append(story.about("word that it takes longer", 9 * DAY))
    story = report(down()).after(30 * MINUTE)
    restore(story, None, **letters)
    found.append(story.about("all-clear at once", DAY))
    for one in found:
        assert (one.verdict.value, said in one.detail) == (verdict, True)
        assert (one.unreached if verdict == "excused" else one.late) == ("globex",)


def test_who_was_renamed_heard_it_under_the_new_name() -> None:
    story = report(down()).after(30 * MINUTE)
    renamed = replace(letter(Standing.ACCEPTED, at=story.now), customer="globex-group")
    restore(story, globex=None, renamed=renamed)
    assert story.about("all-clear at once").verdict is Verdict.MET
    assert story.about("all-clear to all who were told").detail == "2 of 2 customers"
    restore(other := report(down()).after(30 * MINUTE), globex=None, renamed=replace(renamed, address="x@y.example"))
    assert other.about("all-clear to all who were told").late == ("globex",)


@pytest.mark.parametrize(
    ("fate", "verdict"),
    [(Standing.QUEUED, "open"), (Standing.SKIPPED, "missed"), (Standing.FAILED, "missed")],
)
def test_an_outage_is_not_closed_with_all_three_parts_that_nobody_was_told(fate: Standing, verdict: str) -> None:
    story = restore(report(down()).after(30 * MINUTE)).after(HOUR)
    none = {name: replace(letter(fate), customer=name) for name in ALL}
    story.take(outage.explain(story.one, story.bearings(), WHOLE), none)
    story.notice = replace(story.one, state=NoticeState.CLOSED, closed_at=story.now)
    assert story.about("closed with all three parts", MINUTE).verdict.value == verdict


def test_customers_without_an_address_are_somebodys_to_tell() -> None:
    nowhere = {"globex": letter(Standing.SKIPPED, address=False)}
    story = announced(letters=nowhere)
    found = story.about(UNCOVERED)
    assert (found.verdict, found.late) == (Verdict.MISSED, ("globex",))
    story.colleagues = (ColleagueTold("dana@support.example", NOON, ("globex",)),)
    found = story.about(UNCOVERED)
    assert (found.verdict, found.unreached) == (Verdict.EXCUSED, ("globex",))
    assert found.detail == "dana@support.example was asked to tell globex"
    assert story.about("24 h notice of the window").verdict is Verdict.MET


def test_colleagues_are_named_each_with_whom_they_tell_and_the_last_of_the_times() -> None:
    gone = letter(Standing.SKIPPED, address=False)
    story = announced(letters={"globex": gone, "acme": replace(gone, customer="acme")})
    dana, lena = "dana@support.example", "lena@support.example"
    later = {"acme": NOON + 2 * MINUTE, "globex": NOON}
    story.colleagues = (
        ColleagueTold(dana, NOON, ("acme", "globex"), times=later),
        ColleagueTold(lena, NOON, ("acme",)),
    )
    found = story.about(UNCOVERED)
    assert found.detail == f"{dana} was asked to tell globex; {dana}, {lena} were asked to tell acme"
    assert (found.done, found.unreached) == (NOON + 2 * MINUTE, ("acme", "globex"))
    many = ColleagueTold("x", NOON, ALL)
    six = {name: replace(gone, customer=name) for name in ("c1", "c2", "c3", "c4", "c5", "c6")}
    story = announced(letters=six)
    story.colleagues = tuple(replace(many, address=f"a{name}", customers=(name,)) for name in six)
    assert story.about(UNCOVERED).detail == "6 colleagues were asked to tell c1, c2, c3, c4, c5 and 1 more"


def test_who_is_left_to_nobody_once_their_letter_came_back_is_missed_until_they_hear() -> None:
    back = replace(letter(Standing.BOUNCED, refused=SOON), unasked=True)
    story = announced(letters={"globex": back})
    found = story.about(UNCOVERED)
    assert (found.verdict, found.late) == (Verdict.MISSED, ("globex",))
    assert found.detail == "nobody was asked to tell globex: nobody looks after them"
    dead = remind(announced(letters={"globex": back}), 24 * HOUR)
    dead.words[-1] = replace(dead.words[-1], heard=(replace(letter(Standing.SKIPPED, address=False), number=1),))
    assert dead.about(UNCOVERED).late == ("globex",), "they had an address, and nobody was asked since"
    assert UNCOVERED not in remind(story, 24 * HOUR).verdicts()


def test_who_was_asked_to_tell_a_word_that_was_read_after_all_excuses_no_later_one() -> None:
    story = remind(announced(), 24 * HOUR)
    story.words[-1] = replace(story.words[-1], heard=(replace(letter(Standing.SKIPPED, address=False), number=1),))
    dana = ColleagueTold("dana@support.example", NOON, ("globex",), numbers={"globex": 0})
    for last, verdict in ((0, Verdict.MISSED), (1, Verdict.EXCUSED)):
        story.colleagues = (replace(dana, numbers={"globex": last}),)
        assert story.about(UNCOVERED).verdict is verdict


def test_a_colleague_who_never_got_the_mail_that_asks_them_tells_nobody() -> None:
    story = announced(letters={"globex": letter(Standing.SKIPPED, address=False)})
    dana, lena = (ColleagueTold(f"{name}@support.example", NOON, ("globex",)) for name in ("dana", "lena"))
    lost = replace(dana, unheard=("globex",), reply="550 5.1.1 no such user")
    story.colleagues = (lost,)
    found = story.about(UNCOVERED)
    assert (found.verdict, found.late) == (Verdict.MISSED, ("globex",))
    said = "dana@support.example (550 5.1.1 no such user) never got the mail that asks to tell globex"
    assert found.detail == said
    waits = replace(lena, waiting=("globex",))
    story.colleagues = (lost, waits)
    found = story.about(UNCOVERED)
    assert (found.verdict, found.done) == (Verdict.OPEN, None)
    assert found.detail == "the mail that asks lena@support.example to tell globex is still on its way"
    story.colleagues = (lost, lena)
    found = story.about(UNCOVERED)
    assert (found.verdict, found.detail) == (Verdict.EXCUSED, "lena@support.example was asked to tell globex")


def test_an_outage_that_went_well_kept_every_promise() -> None:
    story = update(report(down().after(25 * MINUTE)).after(58 * MINUTE))
    story.after(58 * MINUTE).take(outage.hold(story.one, story.bearings(by="")), by="")
    restore(story.after(30 * MINUTE), at=story.now - 2 * MINUTE)
    story.after(DAY - 2 * MINUTE).take(outage.explain(story.one, story.bearings(by=""), NOBODY), by="")
    explain(story.after(HOUR), WHOLE)
    story.after(HOUR).take(outage.close(story.one, story.bearings()))
    assert [(one.promise, one.verdict.value, one.detail) for one in story.audit()] == [
        ("report within 1 h", "met", "34 m to spare"),
        ("update 1", "met", "1 m to spare"),
        ("update 2 (automatic)", "met", "1 m to spare"),
        ("all-clear at once", "met", "3 m after services were back"),
        ("all-clear to all who were told", "met", "2 of 2 customers"),
        ("RCA update 1 (automatic)", "met", "1 m to spare"),
        ("final report", "met", "22 h 59 m to spare"),
        ("closed with all three parts", "met", "all three were told"),
    ]


def test_an_outage_that_nobody_confirmed_promises_nothing() -> None:
    story = Story()
    new = outage.NewOutage("Calls fail", Choice(everybody=True), ("voice",))
    assert story.take(outage.suspect(new, story.bearings())).audit(DAY) == ()


def test_each_word_is_due_from_the_one_before() -> None:
    story = report(down().after(61 * MINUTE))
    assert story.about("report within 1 h").detail == "told 1 m too late"
    update(story.after(HOUR + MINUTE))
    assert story.verdicts(HOUR) == {
        "report within 1 h": "missed",
        "update 1": "missed",
        "update 2": "open",
        "all-clear at once": "open",
    }
    assert story.about("update 2", 61 * MINUTE).verdict is Verdict.MISSED


def test_once_services_are_back_no_update_is_due_but_a_late_all_clear_is_a_missed_update_too() -> None:
    soon = restore(report(down()).after(30 * MINUTE))
    assert "update 1" not in soon.verdicts()
    late = report(down()).after(2 * HOUR)
    restore(late, at=late.now - 90 * MINUTE)
    assert (late.verdicts()["update 1"], late.verdicts()["all-clear at once"]) == ("missed", "missed")


def test_an_outage_that_is_over_before_its_report_is_told_with_the_all_clear() -> None:
    story = restore(down().after(30 * MINUTE))
    found = story.about("report within 1 h")
    assert (found.verdict.value, found.detail) == ("met", "29 m to spare; told with the all-clear")


@pytest.mark.parametrize(("after", "verdict"), [(HOUR, "excused"), (HOUR + MINUTE, "missed")])
def test_a_false_alarm_is_closed_before_its_report_is_due_or_too_late(after: timedelta, verdict: str) -> None:
    story = down().after(after)
    story.take(outage.close(story.one, story.bearings(), "a test call", mistaken=True))
    assert story.verdicts(DAY) == {"report within 1 h": verdict}


@pytest.mark.parametrize(("after", "verdict"), [(HOUR, "excused"), (HOUR + MINUTE, "missed")])
@pytest.mark.parametrize("ends", ["closed", "restored"])
def test_of_a_report_that_was_aborted_before_anybody_had_it_nothing_follows(
    after: timedelta, verdict: str, ends: str
) -> None:
    story = report(down(), acme=letter(Standing.SKIPPED), globex=letter(Standing.SKIPPED)).after(after)
    assert story.verdicts(DAY)["report within 1 h"] == "missed"
    assert "update 1" not in story.verdicts(DAY)
    found = replace(story.bearings(), stopped=True)
    over = (
        outage.close(story.one, found, "a test", mistaken=True)
        if ends == "closed"
        else outage.restore(story.one, found, {}, None)
    )
    story.take(over)
    assert story.verdicts(DAY) == {"report within 1 h": verdict}


def test_a_report_that_was_aborted_once_a_colleague_was_asked_to_tell_it_promises_the_next_word() -> None:
    nowhere = replace(letter(Standing.SKIPPED, address=False), left_to="dana@support.example")
    story = report(down(), acme=letter(Standing.SKIPPED), globex=nowhere).after(2 * HOUR)
    story.colleagues = (ColleagueTold("dana@support.example", NOON, ("globex",)),)
    assert story.verdicts()["update 1"] == "missed"


@pytest.mark.parametrize(
    ("fate", "verdict"),
    [
        (None, "missed"),
        (letter(Standing.SKIPPED), "missed"),
        (letter(Standing.DEFERRED), "open"),
        (letter(Standing.ACCEPTED, at=NOON + 9 * HOUR), "met"),
        (letter(Standing.BOUNCED, refused=NOON + HOUR), "excused"),
        (letter(Standing.FAILED), "missed"),
    ],
)
def test_who_got_the_bad_news_gets_the_good_news(fate: Heard | None, verdict: str) -> None:
    story = restore(report(down()).after(30 * MINUTE), globex=fate)
    assert story.about("all-clear to all who were told", 10 * HOUR).verdict.value == verdict
    unheard = restore(report(down(), globex=letter(Standing.BOUNCED, refused=SOON)), globex=None)
    assert unheard.about("all-clear to all who were told").verdict is Verdict.MET


def test_an_outage_is_not_over_before_all_three_are_told() -> None:
    story = restore(report(down()).after(30 * MINUTE))
    found = story.about("closed with all three parts")
    assert (found.verdict.value, found.detail) == ("open", "lacks root cause, impact and resolution")
    assert story.about("RCA update 1", DAY + MINUTE).verdict is Verdict.MISSED
    explain(story.after(HOUR), WHOLE)
    assert "outage close" in story.about("closed with all three parts").detail


def test_what_the_clock_wrote_down_as_missed_is_missed_though_a_word_came_at_that_very_moment() -> None:
    story = down()
    due = story.one.next_by
    assert due is not None
    story.notice = replace(story.one, marks=(marks.missed("report", due), marks.missed("rca", due)))
    report(story.after(HOUR), acme=taken_by("acme", due), globex=None)
    found = story.about("report within 1 h")
    assert (found.verdict.value, found.detail) == ("missed", "written down as missed; 0 s to spare")
    assert story.about("rca of that time").verdict is Verdict.MISSED


@pytest.mark.parametrize(
    ("fate", "verdict", "said"),
    [
        (None, "met", "to spare"),
        (letter(Standing.QUEUED), "missed", "still on its way to globex"),
        (letter(Standing.ACCEPTED, at=NOON + 90 * MINUTE), "missed", "too late for globex"),
        (letter(Standing.BOUNCED, refused=NOON + HOUR), "met", "refused for globex"),
        (letter(Standing.SKIPPED), "missed", "not sent to globex"),
    ],
)
def test_who_hears_newer_news_in_the_place_of_a_letter_has_heard_enough(
    fate: Heard | None, verdict: str, said: str
) -> None:
    story = report(down(), globex=letter(Standing.SKIPPED)).after(30 * MINUTE)
    changed = {"globex": fate} if fate else {}
    story.take(outage.update(story.one, story.bearings(), {"update": "We look"}), changed)
    found = story.about("report within 1 h", 3 * HOUR)
    assert found.verdict.value == verdict
    assert said in found.detail
    assert story.words[0].reached.keys() == {"acme"}


def test_a_letter_that_was_overtaken_by_the_all_clear_brought_no_bad_news() -> None:
    story = report(down(), globex=letter(Standing.SKIPPED)).after(30 * MINUTE)
    found = restore(story).about("all-clear to all who were told")
    assert (found.verdict.value, found.detail) == ("met", "1 of 1 customers")


def test_an_all_clear_that_was_overtaken_by_the_root_cause_is_one_all_the_same() -> None:
    story = restore(report(down()).after(30 * MINUTE), globex=letter(Standing.SKIPPED))
    explain(story.after(MINUTE), {"root_cause": "A cable"})
    assert story.verdicts(HOUR)["all-clear at once"] == "met"
    assert story.about("all-clear to all who were told", HOUR).detail == "2 of 2 customers"


def test_what_no_policy_promises_is_not_audited() -> None:
    story = down()
    story.times = NoticeTimes()
    story.notice = replace(story.one, times=NoticeTimes(), next_by=None)
    restore(report(story).after(2 * HOUR))
    assert story.verdicts() == {
        "all-clear at once": "met",
        "all-clear to all who were told": "met",
        "RCA update 1": "open",
        "closed with all three parts": "open",
    }
    window = announced(HOUR, reminders=(), emergency=True)
    window.words = [replace(one, notice=replace(one.notice, times=NoticeTimes())) for one in window.words]
    assert window.verdicts() == {"word that work begins": "open"}


@pytest.mark.parametrize("kind", [NoticeKind.UPGRADE, NoticeKind.NEWSLETTER])
def test_what_is_sent_once_promises_nothing(kind: NoticeKind) -> None:
    story = announced()
    story.notice = replace(story.one, kind=kind)
    assert story.audit(9 * DAY) == ()


PAUSES = st.lists(st.integers(0, 150), min_size=1, max_size=8)


def test_of_two_words_of_one_moment_the_second_is_the_one_whose_next_was_missed() -> None:
    story = update(update(report(down()).after(MINUTE)))
    due = story.one.next_by
    assert due is not None
    update(story.after(HOUR + MINUTE))
    assert marks.missed("update", due) in story.one.marks
    assert [story.verdicts()[f"update {number}"] for number in (1, 2, 3)] == ["met", "met", "missed"]


def test_each_hour_without_an_update_is_missed_in_the_audit_too() -> None:
    story = report(down())
    due = story.one.next_by
    assert due is not None
    _look(story.after(2 * HOUR + 10 * MINUTE))
    update(story)
    missed = [one.due for one in story.audit() if one.verdict is Verdict.MISSED]
    assert missed == [due, due + HOUR]


@given(PAUSES, st.integers(1, 150), st.integers(0, 40))
def test_an_audit_agrees_with_what_the_clock_wrote_down(pauses: list[int], confirmed: int, back: int) -> None:
    story = down(confirmed * MINUTE)
    for number, pause in enumerate(pauses):
        _look(story.after(pause * MINUTE))
        (update if number else report)(story)
    _look(story.after(back * MINUTE))
    restore(story)
    missed = {one.due for one in marks.missed_in(story.one.marks)}
    found = story.audit()
    words = [one for one in found if one.promise.startswith(("report", "update"))]
    on_time = {one.due for one in words if one.verdict is Verdict.MISSED and "told" in one.detail}
    assert missed == on_time | {one.due for one in words if "written down" in one.detail}
    assert len({(one.promise, one.due) for one in found}) == len(found)


def _look(story: Story) -> None:
    """Let the clock write down what it finds missed, as the gateway does at the moment it is due."""
    while left := [one.mark for one in agenda(story.one) if one.duty is Duty.MISSED and one.at < story.now]:
        story.notice = replace(story.one, marks=(*story.one.marks, *left))


LATER = st.integers(0, 200).map(lambda minutes: minutes * MINUTE)
FATES = st.one_of(
    st.none(),
    st.tuples(st.sampled_from(Standing), st.one_of(st.none(), LATER), st.booleans(), st.booleans()),
)


@given(st.integers(0, 200), LATER, FATES, LATER)
def test_telling_later_never_turns_a_missed_promise_into_a_kept_one(
    told: int, more: timedelta, fate: tuple[Standing, timedelta | None, bool, bool] | None, after: timedelta
) -> None:
    def found(pause: timedelta) -> Audited:
        story = down().after(pause)
        letters: dict[str, Heard] = {}
        if fate is not None:
            standing, late, refused, address = fate
            at = None if late is None else story.now + late
            letters = {"globex": letter(standing, at=at, refused=story.now if refused else None, address=address)}
        report(story, **letters)
        return audit(Record(story.one, tuple(story.words), (), NOON + DAY + after))[0]

    before, later = found(told * MINUTE), found(told * MINUTE + more)
    assert not (before.verdict is Verdict.MISSED and later.verdict is not Verdict.MISSED)
    assert {before.verdict, later.verdict} <= {Verdict.MET, Verdict.MISSED}  # a day later nothing is open
