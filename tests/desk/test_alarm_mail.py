from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from gateway.desk.affected import affected_of
from gateway.desk.alarm import Alarm, AlarmState, KnownAlarm, System
from gateway.desk.changes import (
    AddMessage,
    AssignCustomer,
    Fate,
    FinishEntry,
    KeepAlarm,
    OpenTicket,
    Remember,
    SetStatus,
)
from gateway.desk.customer import Customer
from gateway.desk.event import Event, What
from gateway.desk.intake.acknowledge import AckVerdict
from gateway.desk.intake.decision import Decision
from gateway.desk.intake.receive import receive
from gateway.desk.monitor import EVERYBODY, MailSource
from gateway.desk.storm import RETURNS_WITHIN, STORM, STORM_WITHIN
from gateway.desk.ticket import Channel, Status, Ticket
from gateway.desk.world import World
from gateway.mail import Identity, JournalId, Kind, Standing, TicketId
from tests.desk.build import DESK, FRESH, NOW, a_mail, a_ticket, a_world, an_arrival

MINUTE = timedelta(minutes=1)
SOURCE = MailSource("ops.example")
DISK = Alarm(
    System.NAGIOS, "nagios|n@ops.example|db1|disk", AlarmState.FIRING, "db1", "disk", summary="db1/disk is bad"
)
KNOWN = KnownAlarm(DISK.key, "", "ops.example", TicketId(1), NOW - MINUTE)
RESOLVED = AlarmState.RESOLVED


def decide(
    world: World, state: AlarmState = AlarmState.FIRING, source: MailSource = SOURCE, **facts: object
) -> Decision:
    alarm = replace(DISK, state=state, **facts)  # type: ignore[arg-type]
    arrival = an_arrival(
        a_mail("n@ops.example", kind=Kind.LIST, subject="disk"), alarm=alarm, alarm_source=source, alarm_vouched=True
    )
    return receive(arrival, world, DESK, FRESH)


def a_case(status: Status = Status.OPEN, **facts: object) -> Ticket:
    return replace(a_ticket(1, status, ()), channel=Channel.MONITOR, **facts)  # type: ignore[arg-type]


def known(*tickets: Ticket, alarms: Sequence[KnownAlarm] = (KNOWN,)) -> World:
    world = a_world(*tickets)
    world.alarms = {one.key: one for one in alarms}
    return world


def opened(found: Decision) -> Ticket | None:
    return next((one.ticket for one in found.changes if isinstance(one, OpenTicket)), None)


def kept(found: Decision) -> KnownAlarm | None:
    return next((one.alarm for one in found.changes if isinstance(one, KeepAlarm)), None)


def fate(found: Decision) -> tuple[Fate, TicketId | None]:
    (finish,) = [one for one in found.changes if isinstance(one, FinishEntry)]
    return finish.fate, finish.ticket_id


def moved(found: Decision) -> list[Status]:
    return [one.after for one in found.changes if isinstance(one, SetStatus)]


def on(found: Decision) -> list[TicketId]:
    return [one.ticket_id for one in found.changes if isinstance(one, AddMessage)]


def test_a_problem_opens_an_urgent_ticket_that_nobody_is_told_of() -> None:
    found = decide(World())
    ticket = opened(found)
    assert ticket is not None
    assert (ticket.subject, ticket.priority, ticket.channel) == ("disk", "urgent", Channel.MONITOR)
    assert (ticket.requester, ticket.participants) == ("", frozenset())
    assert (found.verdict, found.letters) == (AckVerdict.SILENT_AUTOMATIC, ())
    assert fate(found) == (Fate.TICKET, FRESH.ticket_id)
    assert kept(found) == KnownAlarm(DISK.key, "", "ops.example", FRESH.ticket_id, NOW)


def test_the_one_customer_of_the_source_has_the_ticket_and_its_priority_counts() -> None:
    world = World()
    world.affected[EVERYBODY] = affected_of(EVERYBODY, [Customer("acme", "ACME")])
    found = decide(world, source=replace(SOURCE, priority="high"))
    ticket = opened(found)
    assert ticket
    assert ticket.priority == "high"
    assert [one.after for one in found.changes if isinstance(one, AssignCustomer)] == ["acme"]


def test_a_problem_that_goes_on_is_a_message_on_its_ticket_and_nothing_else() -> None:
    for status in (Status.OPEN, Status.IN_PROGRESS, Status.PENDING):
        found = decide(known(a_case(status)))
        assert (opened(found), moved(found), on(found), kept(found)) == (None, [], [TicketId(1)], None)
        assert fate(found) == (Fate.AUTOMATIC, TicketId(1))


def test_it_goes_where_its_ticket_was_merged_into() -> None:
    world = known(a_case(Status.CLOSED, merged_into=TicketId(2)), a_ticket(2))
    assert on(decide(world)) == on(decide(world, RESOLVED)) == [TicketId(2)]
    assert moved(decide(world, RESOLVED)) == [], "the ticket it went to is a customer's"


@pytest.mark.parametrize("status", [Status.OPEN, Status.IN_PROGRESS])
def test_its_end_is_noted_and_resolves_its_ticket(status: Status) -> None:
    found = decide(known(a_case(status)), RESOLVED)
    assert (on(found), moved(found)) == ([TicketId(1)], [Status.RESOLVED])
    assert kept(found) == replace(KNOWN, over_at=NOW)
    assert fate(found) == (Fate.AUTOMATIC, TicketId(1))


def test_an_end_that_is_told_again_is_a_message() -> None:
    world = known(a_case(Status.RESOLVED), alarms=[replace(KNOWN, over_at=NOW - MINUTE)])
    found = decide(world, RESOLVED)
    assert (on(found), moved(found), kept(found)) == ([TicketId(1)], [], None)


@pytest.mark.parametrize("state", [RESOLVED, AlarmState.NOTED])
def test_news_of_what_nobody_told_of_open_nothing(state: AlarmState) -> None:
    found = decide(known(alarms=[]), state)
    assert (opened(found), on(found)) == (None, [])
    assert fate(found) == (Fate.AUTOMATIC, None)


def test_what_a_system_notes_stands_on_the_ticket_and_moves_nothing() -> None:
    found = decide(known(a_case()), AlarmState.NOTED, event="acknowledgement")
    assert (on(found), moved(found), kept(found)) == ([TicketId(1)], [], None)


def test_what_names_no_event_is_noted_on_the_newest_that_lasts() -> None:
    old = KnownAlarm("z|#1", "z|cpu", "ops.example", TicketId(1), NOW - 3 * MINUTE)
    new = KnownAlarm("z|#2", "z|cpu", "ops.example", TicketId(2), NOW - 2 * MINUTE)
    over = KnownAlarm("z|#3", "z|cpu", "ops.example", TicketId(3), NOW - MINUTE, over_at=NOW)
    world = known(a_case(), a_ticket(2), a_ticket(3), alarms=[old, new, over])
    found = decide(world, AlarmState.NOTED, key="z|db1|cpu", loose_key="z|cpu")
    assert on(found) == [TicketId(2)]


def test_only_the_very_event_ends() -> None:
    lasting = KnownAlarm("z|#1", "z|cpu", "ops.example", TicketId(1), NOW - MINUTE)
    found = decide(known(a_case(), alarms=[lasting]), RESOLVED, key="z|#2", loose_key="z|cpu")
    assert (on(found), moved(found)) == ([], [])


@pytest.mark.parametrize(("since", "again"), [(RETURNS_WITHIN, True), (RETURNS_WITHIN + MINUTE, False)])
def test_a_problem_that_is_back_within_the_hour_opens_its_ticket_again(since: timedelta, again: bool) -> None:
    world = known(a_case(Status.RESOLVED), alarms=[replace(KNOWN, over_at=NOW - since)])
    found = decide(world)
    assert (opened(found) is None) == again
    assert moved(found) == ([Status.OPEN] if again else [])
    renewed = kept(found)
    assert renewed
    assert (renewed.over_at, renewed.at) == (None, NOW)
    assert renewed.ticket_id == (TicketId(1) if again else FRESH.ticket_id)


@pytest.mark.parametrize(("since", "again"), [(10 * MINUTE, True), (2 * RETURNS_WITHIN, False)])
def test_a_problem_that_goes_on_after_people_ended_its_ticket(since: timedelta, again: bool) -> None:
    world = known(a_case(Status.CLOSED))
    world.events[TicketId(1)] = (Event(What.STATUS, NOW - since, "closed"),)
    found = decide(world)
    assert (opened(found) is None) == again
    assert moved(found) == ([Status.OPEN] if again else [])


# -- many at once --------------------------------------------------------------------------------------------------


def others(count: int, **facts: object) -> list[KnownAlarm]:
    found = [replace(KNOWN, key=f"k{at}", ticket_id=TicketId(100 + at)) for at in range(count)]
    return [replace(one, **facts) for one in found]  # type: ignore[arg-type]


def test_the_first_twenty_of_a_source_have_a_ticket_each_and_the_next_opens_one_for_many() -> None:
    few, many = (opened(decide(known(alarms=others(count)))) for count in (STORM - 1, STORM))
    assert few
    assert few.subject == "disk"
    assert many
    assert many.subject == "Many alarms of ops.example: more than 20 within 10 minutes"


def test_what_else_comes_then_joins_it_as_long_as_it_is_open() -> None:
    shared = replace(KNOWN, key="shared", grouped=True)
    found = decide(known(a_case(), alarms=[*others(STORM), shared]))
    assert (opened(found), on(found)) == (None, [TicketId(1)])
    assert kept(found) == replace(KNOWN, grouped=True, at=NOW)
    assert fate(found) == (Fate.AUTOMATIC, TicketId(1))
    ended = opened(decide(known(a_case(Status.RESOLVED), alarms=[*others(STORM), shared])))
    assert ended
    assert ended.subject.startswith("Many alarms")


@pytest.mark.parametrize("facts", [{"source": "other.example"}, {"at": NOW - STORM_WITHIN - MINUTE}])
def test_other_sources_and_older_alarms_are_no_part_of_a_storm(facts: dict[str, object]) -> None:
    ticket = opened(decide(known(alarms=others(STORM, **facts))))
    assert ticket
    assert ticket.subject == "disk"


def test_a_ticket_of_many_ends_with_the_last_of_them() -> None:
    other = replace(KNOWN, key="other", grouped=True)
    assert moved(decide(known(a_case(), alarms=[KNOWN, other]), RESOLVED)) == []
    over = replace(other, over_at=NOW)
    assert moved(decide(known(a_case(), alarms=[KNOWN, over]), RESOLVED)) == [Status.RESOLVED]


# -- before it is looked at ----------------------------------------------------------------------------------------


def test_a_forged_alarm_goes_to_quarantine_and_counts_once_it_is_released() -> None:
    forged = a_mail("n@ops.example", kind=Kind.LIST, identity=Identity(Standing.FORGED, "dmarc fails"))
    arrival = an_arrival(forged, alarm=DISK, alarm_source=SOURCE)
    assert fate(receive(arrival, World(), DESK, FRESH))[0] is Fate.QUARANTINED
    found = receive(replace(arrival, released_by="dana"), World(), DESK, FRESH)
    assert opened(found) is not None


def test_an_alarm_that_nothing_proves_is_mail_like_any_other_and_the_ticket_says_why() -> None:
    mail = a_mail("n@ops.example", subject="disk")
    found = receive(an_arrival(mail, alarm=DISK, alarm_source=SOURCE), known(a_case()), DESK, FRESH)
    assert kept(found) is None
    assert found.verdict is not AckVerdict.ANSWER
    ticket = opened(found)
    assert ticket is not None
    assert (ticket.channel, ticket.priority) == (Channel.MAIL, "medium")
    noted = [one for one in found.changes if isinstance(one, Remember)]
    assert [one.what for one in noted if "nagios" in one.what] == ["no alarm, though it looks like one of nagios"]
    assert any("see peers and proof in monitors.yml" in one.because for one in noted)


@pytest.mark.parametrize("state", AlarmState)
def test_whoever_writes_in_its_name_without_proof_ends_and_notes_nothing(state: AlarmState) -> None:
    arrival = an_arrival(a_mail("n@ops.example"), alarm=replace(DISK, state=state), alarm_source=SOURCE)
    assert moved(receive(arrival, known(a_case()), DESK, FRESH)) == []


def test_a_proven_alarm_counts() -> None:
    proven = a_mail("n@ops.example", kind=Kind.LIST, identity=Identity(Standing.PROVEN, "dmarc passed"))
    found = receive(an_arrival(proven, alarm=DISK, alarm_source=SOURCE), World(), DESK, FRESH)
    assert kept(found) is not None


def test_the_same_mail_again_is_a_duplicate_whatever_it_says() -> None:
    world = known(a_case())
    world.fingerprints["f" * 64] = (TicketId(1), JournalId(3))
    assert fate(decide(world)) == (Fate.DUPLICATE, TicketId(1))


def test_a_person_of_a_configured_domain_whose_mail_is_no_alarm_is_a_person() -> None:
    found = receive(an_arrival(a_mail("n@ops.example")), World(), DESK, FRESH)
    ticket = opened(found)
    assert ticket
    assert (ticket.channel, ticket.requester) == (Channel.MAIL, "n@ops.example")
