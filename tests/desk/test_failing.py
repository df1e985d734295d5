from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from gateway.desk.affected import MAX_NAMED, Affected, affected_of
from gateway.desk.changes import AddMessage, AssignCustomer, KeepWatch, Mark, OpenTicket, Remember, SetStatus
from gateway.desk.customer import Customer
from gateway.desk.event import Event, What
from gateway.desk.life.law import Law
from gateway.desk.monitor import EVERYBODY, Outcome, Scope
from gateway.desk.monitoring.failing import GROUPED, Watching, down, well
from gateway.desk.order import Form, Step, TellTeam
from gateway.desk.storm import STORM, STORM_WITHIN
from gateway.desk.team import SUPPORT, Person, Team
from gateway.desk.ticket import Channel, Direction, Status, Ticket
from gateway.desk.watch import Watch, Watched
from gateway.desk.world import World
from gateway.mail import TicketId
from tests.desk.build import FRESH, NOW, POLICIES, a_ticket, a_world

MINUTE = timedelta(minutes=1)
DANA = Person("dana", "dana@support.example", (SUPPORT,))
DESK = Watching(Law(POLICIES, team=Team((DANA,))), "support@example.com")
PORTAL = Watched("portal", 3, what="http https://a.example/")
FAILING = Watch("portal", failures=3, since=NOW - MINUTE, detail="answers 503")
DOWN = replace(FAILING, ticket_id=TicketId(1), opened_at=NOW)
ACME = Customer("acme", "ACME", policy="numbered", language="fr")


def a_case(status: Status = Status.OPEN, **facts: object) -> Ticket:
    return replace(a_ticket(1, status, ()), channel=Channel.MONITOR, **facts)  # type: ignore[arg-type]


def known(*tickets: Ticket, watches: Sequence[Watch] = (), worked: bool = False) -> World:
    world = a_world(*tickets)
    world.watches = {one.target: one for one in watches}
    for ticket in tickets:
        world.events[ticket.id] = (Event(What.WORK, NOW, "dana"),) if worked else ()
    return world


def fails(
    watch: Watch = FAILING, world: World | None = None, target: Watched = PORTAL, affected: Affected | None = None
) -> tuple[Step, ...]:
    return down(watch, target, affected or Affected(), world or World(), DESK, FRESH, at=NOW)


def kept(steps: Sequence[Step]) -> Watch:
    (found,) = [step.watch for step in steps if isinstance(step, KeepWatch)]
    return found


def opened(steps: Sequence[Step]) -> Ticket:
    (found,) = [step.ticket for step in steps if isinstance(step, OpenTicket)]
    return found


def said(steps: Sequence[Step]) -> str:
    (found,) = [step for step in steps if isinstance(step, AddMessage)]
    assert found.message.direction is Direction.IN, "a note would count as work of the team"
    return found.message.body.full


def of_kind(steps: Sequence[Step], kind: type[Step]) -> list[Step]:
    return [step for step in steps if isinstance(step, kind)]


def moved(steps: Sequence[Step]) -> list[tuple[Status, Status]]:
    return [(step.before, step.after) for step in steps if isinstance(step, SetStatus)]


# -- it opens a ticket ---------------------------------------------------------------------------------------------


def test_trouble_is_a_ticket_of_nobody_of_the_most_urgent_level() -> None:
    steps = fails()
    ticket = opened(steps)
    assert (ticket.status, ticket.priority, ticket.channel) == (Status.OPEN, "urgent", Channel.MONITOR)
    assert (ticket.requester, ticket.participants, ticket.customer) == ("", frozenset(), "")
    assert ticket.subject == "portal fails: answers 503"
    assert kept(steps) == replace(FAILING, ticket_id=FRESH.ticket_id, opened_at=NOW)
    assert of_kind(steps, AssignCustomer) == []


def test_the_ticket_says_what_fails_since_when_and_who_is_affected() -> None:
    assert said(fails(affected=Affected(2, ("ACME", "Hosted Shops")))) == (
        "portal (http https://a.example/) fails: answers 503.\n"
        "3 checks in a row have failed, since 2026-11-19 09:11:00 UTC.\n\n"
        "Affected: 2 customers: ACME, Hosted Shops."
    )


def test_the_one_customer_who_is_affected_has_the_ticket_with_their_level_and_language() -> None:
    steps = fails(affected=affected_of(EVERYBODY, [ACME]))
    assert (opened(steps).priority, opened(steps).language) == ("p1", "fr")
    (assigned,) = of_kind(steps, AssignCustomer)
    assert isinstance(assigned, AssignCustomer)
    assert (assigned.before, assigned.after) == ("", "acme")


def test_a_priority_that_is_named_counts_by_any_of_its_names_and_one_of_another_policy_does_not() -> None:
    assert opened(fails(target=replace(PORTAL, priority="P2"))).priority == "high"
    assert opened(fails(target=replace(PORTAL, priority="severe"))).priority == "urgent"


def test_one_failure_and_no_customer_are_said_as_such() -> None:
    text = said(fails(watch=replace(FAILING, failures=1, since=NOW)))
    assert "A check has failed, since 2026-11-19 09:12:00 UTC." in text
    assert text.endswith("Affected: no customer of the directory.")


def test_who_is_affected_is_named_in_order_and_not_without_end() -> None:
    everybody = [Customer(f"c{at}", f"Name {at:03}", regions=("emea",)) for at in range(100)]
    found = affected_of(Scope(regions=("EMEA",)), [*reversed(everybody), ACME])
    assert (found.count, found.only, len(found.names)) == (100, None, MAX_NAMED)
    assert str(found).startswith("100 customers: Name 000, Name 001,")
    assert str(found).endswith("Name 029 and 70 more")


# -- it returns ----------------------------------------------------------------------------------------------------


def back(*, over: timedelta = 30 * MINUTE, ticket: Ticket, worked: bool = False) -> tuple[Step, ...]:
    watch = replace(FAILING, ticket_id=TicketId(1), opened_at=NOW - 2 * over, recovered_at=NOW - over)
    return fails(watch, known(ticket, watches=[watch], worked=worked))


def test_what_fails_again_within_the_hour_opens_its_ticket_again_and_no_other() -> None:
    for status in (Status.RESOLVED, Status.CLOSED):
        steps = back(ticket=a_case(status))
        assert of_kind(steps, OpenTicket) == []
        assert moved(steps) == [(status, Status.OPEN)]
        assert (kept(steps).ticket_id, kept(steps).is_down) == (TicketId(1), True)


def test_after_more_than_an_hour_it_is_another_ticket() -> None:
    steps = back(over=61 * MINUTE + MINUTE, ticket=a_case(Status.RESOLVED))
    assert opened(steps).id == FRESH.ticket_id
    assert moved(steps) == []


def test_somebody_who_works_on_it_is_paged_when_it_fails_again() -> None:
    steps = back(ticket=a_case(Status.IN_PROGRESS), worked=True)
    (letter,) = of_kind(steps, TellTeam)
    assert isinstance(letter, TellTeam)
    assert (letter.form, letter.people, letter.facts["why"]) == (Form.PAGE, (DANA,), "monitor")
    assert [step.what for step in steps if isinstance(step, Mark)] == [What.PAGED]
    assert moved(steps) == []


def test_what_returns_again_and_again_pages_nobody_twice_in_ten_minutes() -> None:
    ticket = a_case(Status.IN_PROGRESS)
    watch = replace(FAILING, ticket_id=ticket.id, opened_at=NOW, recovered_at=NOW - 5 * MINUTE)
    for since, letters in ((9 * MINUTE, 0), (11 * MINUTE, 1)):
        world = known(ticket, watches=[watch], worked=True)
        world.tickets[ticket.id] = replace(ticket, created_at=NOW - 60 * MINUTE)
        world.events[ticket.id] = (Event(What.PAGED, NOW - since, "mobilized"), *world.events[ticket.id])
        assert len(of_kind(fails(watch, world), TellTeam)) == letters


def test_a_ticket_that_was_merged_returns_to_where_it_went() -> None:
    merged = a_case(Status.CLOSED, merged_into=TicketId(2))
    home = replace(a_ticket(2, Status.IN_PROGRESS), customer="acme")
    watch = replace(FAILING, ticket_id=merged.id, opened_at=NOW, recovered_at=NOW)
    steps = fails(watch, known(merged, home))
    assert [step.ticket_id for step in steps if isinstance(step, AddMessage)] == [home.id]


# -- it is well ----------------------------------------------------------------------------------------------------


def recovers(*tickets: Ticket, others: Sequence[Watch] = (), worked: bool = False) -> tuple[Step, ...]:
    watch = replace(DOWN, failures=0, since=None, recovered_at=NOW)
    return well(
        watch, known(*tickets, watches=[watch, *others], worked=worked), DESK, Outcome(True, "answers 200", NOW)
    )


def test_its_end_is_noted_and_resolves_what_nobody_has_begun_with() -> None:
    steps = recovers(a_case())
    assert said(steps) == "portal is well again: answers 200."
    assert moved(steps) == [(Status.OPEN, Status.RESOLVED)]


def test_what_somebody_has_begun_with_stays_theirs() -> None:
    for steps in (recovers(a_case(Status.IN_PROGRESS)), recovers(a_case(), worked=True)):
        assert said(steps) == "portal is well again: answers 200."
        assert moved(steps) == []
        assert of_kind(steps, TellTeam) == []


def test_whom_it_is_assigned_to_hears_that_it_is_well() -> None:
    (letter,) = of_kind(recovers(a_case(Status.IN_PROGRESS, assignee="dana")), TellTeam)
    assert isinstance(letter, TellTeam)
    assert (letter.form, letter.people, letter.facts["what"]) == (Form.NEWS, (DANA,), "recovered")


def test_a_case_that_became_a_customers_is_for_people_to_end() -> None:
    assert moved(recovers(replace(a_ticket(1), channel=Channel.MONITOR))) == []
    merged = a_case(Status.CLOSED, merged_into=TicketId(2))
    steps = recovers(merged, a_ticket(2))
    assert [step.ticket_id for step in steps if isinstance(step, AddMessage)] == [TicketId(2)]
    assert moved(steps) == []


def test_an_ended_case_keeps_its_status() -> None:
    assert moved(recovers(a_case(Status.CLOSED))) == []


def test_a_ticket_that_is_gone_is_no_reason_to_stop() -> None:
    assert of_kind(recovers(), AddMessage) == []


# -- many at once --------------------------------------------------------------------------------------------------


def others(count: int, **facts: object) -> list[Watch]:
    found = [replace(DOWN, target=f"t{at}", ticket_id=TicketId(100 + at)) for at in range(count)]
    return [replace(one, **facts) for one in found]  # type: ignore[arg-type]


def test_the_first_twenty_have_a_ticket_each_and_the_next_opens_one_for_many() -> None:
    assert opened(fails(world=known(watches=others(STORM - 1)))).subject == "portal fails: answers 503"
    steps = fails(world=known(watches=others(STORM)), affected=affected_of(EVERYBODY, [ACME]))
    assert opened(steps).subject == GROUPED
    assert of_kind(steps, AssignCustomer) == []
    assert kept(steps).grouped


def test_what_else_fails_then_is_on_the_same_ticket() -> None:
    first = replace(DOWN, target="first", ticket_id=TicketId(1), grouped=True)
    steps = fails(world=known(a_case(), watches=[*others(STORM), first]))
    assert of_kind(steps, OpenTicket) == []
    assert (kept(steps).ticket_id, kept(steps).grouped) == (TicketId(1), True)
    assert "portal (http https://a.example/) fails" in said(steps)
    ended = fails(world=known(a_case(Status.RESOLVED), watches=[*others(STORM), first]))
    assert opened(ended).subject == GROUPED


def test_what_failed_longer_ago_is_no_part_of_a_storm() -> None:
    old = others(STORM, opened_at=NOW - STORM_WITHIN - MINUTE)
    assert opened(fails(world=known(watches=old))).subject == "portal fails: answers 503"


def test_a_ticket_of_many_ends_with_the_last_of_them() -> None:
    other = replace(DOWN, target="other", grouped=True)
    assert moved(recovers(a_case(), others=[other])) == []
    over = replace(other, recovered_at=NOW)
    assert moved(recovers(a_case(), others=[over])) == [(Status.OPEN, Status.RESOLVED)]


def test_the_history_says_who_is_affected() -> None:
    (line,) = of_kind(fails(affected=affected_of(EVERYBODY, [ACME])), Remember)
    assert isinstance(line, Remember)
    assert line.what == "affected: 1 customer: ACME"
