from __future__ import annotations

from dataclasses import replace

import pytest

from gateway.desk.changes import AddMessage, Fate, FinishEntry, OpenTicket, Remember, SetStatus
from gateway.desk.intake.acknowledge import AckVerdict
from gateway.desk.intake.colleagues import Circle
from gateway.desk.intake.decision import Decision
from gateway.desk.intake.receive import receive
from gateway.desk.ticket import Status
from gateway.desk.token import bounce_tag
from gateway.mail import BouncedRecipient, Identity, JournalId, Kind, MessageId, OutboxId, Standing, Threads, TicketId
from tests.desk.build import DESK, FRESH, KEY, NOW, SUPPORT, a_mail, a_ticket, a_world, an_arrival

BY_NUMBER = Threads(numbers=((a_ticket().number, True),))
REFERENCE = Threads(message_ids=(MessageId("9.x@example.com"),))
LETTERS = ((9, 1, "9.x@example.com"),)
AUTOMATIC = (Kind.AUTO_REPLY, Kind.REPORT, Kind.LOOP)


def fate(decision: Decision) -> Fate:
    return next(change.fate for change in decision.changes if isinstance(change, FinishEntry))


def kinds(decision: Decision) -> list[str]:
    return [type(change).__name__ for change in decision.changes]


def test_a_new_mail_opens_a_medium_ticket_and_is_acknowledged_once() -> None:
    decision = receive(an_arrival(), a_world(), DESK, FRESH)
    opened = decision.changes[0]
    assert isinstance(opened, OpenTicket)
    assert (opened.ticket.priority, opened.ticket.status) == ("medium", Status.OPEN)
    assert opened.ticket.number == FRESH.number
    assert decision.acknowledge is not None
    assert str(decision.acknowledge.to) == "ann@acme.example"
    assert fate(decision) is Fate.TICKET


@pytest.mark.parametrize("status", [Status.PENDING, Status.RESOLVED, Status.CLOSED])
def test_a_reply_opens_a_ticket_that_waited_or_was_done(status: Status) -> None:
    decision = receive(an_arrival(threads=BY_NUMBER), a_world(a_ticket(status=status)), DESK, FRESH)
    moved = [change for change in decision.changes if isinstance(change, SetStatus)]
    assert [(change.before, change.after) for change in moved] == [(status, Status.OPEN)]
    assert decision.acknowledge is None


@pytest.mark.parametrize(
    "status", [Status.OPEN, Status.IN_PROGRESS, Status.ON_HOLD, Status.QA, Status.AWAITING_APPROVAL]
)
def test_a_reply_leaves_other_states_alone(status: Status) -> None:
    decision = receive(an_arrival(threads=BY_NUMBER), a_world(a_ticket(status=status)), DESK, FRESH)
    remembered = ["Mark"] if status is Status.AWAITING_APPROVAL else []
    assert kinds(decision) == ["AddMessage", *remembered, "FinishEntry"]


@pytest.mark.id("L-01")
@pytest.mark.parametrize("kind", [*AUTOMATIC, Kind.LIST])
def test_automatic_mail_is_noted_on_its_ticket_and_moves_nothing(kind: Kind) -> None:
    mail = a_mail(kind=kind, kind_because="a header")
    decision = receive(an_arrival(mail, BY_NUMBER), a_world(a_ticket(status=Status.CLOSED)), DESK, FRESH)
    assert kinds(decision) == ["AddMessage", "FinishEntry"]
    assert fate(decision) is Fate.AUTOMATIC
    assert decision.acknowledge is None


@pytest.mark.parametrize("kind", AUTOMATIC)
def test_automatic_mail_that_points_nowhere_opens_nothing(kind: Kind) -> None:
    decision = receive(an_arrival(a_mail(kind=kind)), a_world(), DESK, FRESH)
    assert kinds(decision) == ["FinishEntry"]
    assert fate(decision) is Fate.AUTOMATIC


def test_a_vacation_robot_with_another_address_is_noted_where_our_letter_went() -> None:
    mail = a_mail("robot@acme.example", kind=Kind.AUTO_REPLY)
    decision = receive(an_arrival(mail, REFERENCE), a_world(a_ticket(), letters=LETTERS), DESK, FRESH)
    assert fate(decision) is Fate.AUTOMATIC


def test_a_vacation_robot_that_answers_to_the_return_path_is_noted_where_our_letter_went() -> None:
    threads = Threads(tags=(bounce_tag(KEY, OutboxId(9), NOW.date()),))
    mail = a_mail("robot@acme.example", kind=Kind.AUTO_REPLY)
    decision = receive(an_arrival(mail, threads), a_world(a_ticket(), letters=LETTERS), DESK, FRESH)
    assert kinds(decision) == ["AddMessage", "FinishEntry"]


@pytest.mark.id("I-15", "P24")
@pytest.mark.parametrize("kind", AUTOMATIC)
@pytest.mark.parametrize(
    "by", ["number", "made-up reply address", "made-up return path", "reference to a customer's mail"]
)
def test_a_stranger_puts_no_words_on_a_ticket_by_calling_them_automatic(kind: Kind, by: str) -> None:
    pointing = {
        "number": BY_NUMBER,
        "made-up reply address": Threads(tags=(f"c{a_ticket().number}." + "a" * 20,)),
        "made-up return path": Threads(tags=("b9." + "a" * 20,), numbers=BY_NUMBER.numbers),
        "reference to a customer's mail": Threads(message_ids=(MessageId("m1@acme.example"),)),
    }
    world = a_world(a_ticket(status=Status.CLOSED), letters=LETTERS)
    world.know_id(MessageId("m1@acme.example"), TicketId(1))
    mail = a_mail("eve@evil.example", kind=kind, message_id=MessageId("e1@evil.example"))
    decision = receive(an_arrival(mail, pointing[by]), world, DESK, FRESH)
    assert kinds(decision) == ["Remember", "FinishEntry"]
    assert fate(decision) is Fate.AUTOMATIC


@pytest.mark.id("I-15", "P24")
@pytest.mark.parametrize("kind", AUTOMATIC)
@pytest.mark.parametrize("author", ["eve@evil.example", "eve@acme.example.evil.example"])
def test_who_was_only_shown_our_letter_puts_no_words_on_its_ticket(kind: Kind, author: str) -> None:
    decision = receive(
        an_arrival(a_mail(author, kind=kind), REFERENCE), a_world(a_ticket(), letters=LETTERS), DESK, FRESH
    )
    assert kinds(decision) == ["Remember", "FinishEntry"]


def test_at_a_public_domain_another_robot_is_not_of_the_house_our_letter_went_to() -> None:
    desk = replace(DESK, circle=Circle(is_public=lambda domain: domain == "acme.example"))
    mail = a_mail("robot@acme.example", kind=Kind.AUTO_REPLY)
    decision = receive(an_arrival(mail, REFERENCE), a_world(a_ticket(), letters=LETTERS), desk, FRESH)
    assert kinds(decision) == ["Remember", "FinishEntry"]


def test_our_own_letter_that_comes_home_is_noted_on_its_ticket() -> None:
    mail = a_mail(SUPPORT, kind=Kind.LOOP)
    decision = receive(an_arrival(mail, REFERENCE), a_world(a_ticket(), letters=LETTERS), DESK, FRESH)
    assert kinds(decision) == ["AddMessage", "FinishEntry"]


@pytest.mark.id("L-06", "L-02")
def test_list_mail_opens_a_ticket_that_nobody_is_told_of() -> None:
    decision = receive(an_arrival(a_mail(kind=Kind.LIST)), a_world(), DESK, FRESH)
    assert fate(decision) is Fate.TICKET
    assert decision.acknowledge is None


@pytest.mark.id("L-03")
@pytest.mark.parametrize("kind", [Kind.BOUNCE, Kind.DELAY])
@pytest.mark.parametrize("how", ["return path", "returned id"])
def test_a_bounce_is_noted_on_the_ticket_of_the_very_letter(kind: Kind, how: str) -> None:
    bounced = (BouncedRecipient("ann@acme.example", "5.1.1", "failed", "no such user"),)
    returned = (MessageId("9.x@example.com"),) if how == "returned id" else ()
    tags = (bounce_tag(KEY, OutboxId(9), NOW.date()),) if how == "return path" else ()
    mail = a_mail("", kind=kind, bounced=bounced, returned_ids=returned, null_sender=True)
    world = a_world(a_ticket(status=Status.RESOLVED), letters=LETTERS)
    decision = receive(an_arrival(mail, Threads(tags=tags)), world, DESK, FRESH)
    assert kinds(decision) == ["AddMessage", "Remember", "FinishEntry"]
    told = next(change for change in decision.changes if isinstance(change, Remember))
    assert "ann@acme.example 5.1.1 (no such user)" in told.what


@pytest.mark.id("L-21")
def test_a_bounce_with_a_forged_return_path_touches_nothing() -> None:
    forged = bounce_tag(b"e" * 32, OutboxId(9), NOW.date())
    decision = receive(
        an_arrival(a_mail("", kind=Kind.BOUNCE), Threads(tags=(forged,))),
        a_world(a_ticket(), letters=LETTERS),
        DESK,
        FRESH,
    )
    assert kinds(decision) == ["FinishEntry"]


@pytest.mark.id("D-07")
def test_the_same_mail_again_is_noted_and_nothing_else() -> None:
    world = a_world(a_ticket())
    world.fingerprints["f" * 64] = (TicketId(1), JournalId(3))
    decision = receive(an_arrival(), world, DESK, FRESH)
    assert kinds(decision) == ["Remember", "FinishEntry"]
    assert fate(decision) is Fate.DUPLICATE
    assert decision.acknowledge is None


@pytest.mark.id("I-20")
def test_the_same_message_id_with_other_content_is_another_mail() -> None:
    world = a_world(a_ticket())
    world.fingerprints["e" * 64] = (TicketId(1), JournalId(3))
    world.know_id(MessageId("m1@acme.example"), TicketId(1))
    assert fate(receive(an_arrival(a_mail("eve@evil.example")), world, DESK, FRESH)) is Fate.TICKET


@pytest.mark.id("I-15")
def test_a_stranger_gets_a_ticket_of_their_own_and_both_are_marked() -> None:
    decision = receive(an_arrival(a_mail("eve@evil.example"), BY_NUMBER), a_world(a_ticket()), DESK, FRESH)
    notes = {change.ticket_id: change.what for change in decision.changes if isinstance(change, Remember)}
    assert set(notes) == {TicketId(1), FRESH.ticket_id}
    assert FRESH.number in notes[TicketId(1)]
    assert not any(isinstance(change, AddMessage) and change.ticket_id == 1 for change in decision.changes)


def test_a_mail_that_points_at_many_foreign_tickets_writes_on_three_at_most() -> None:
    tickets = [a_ticket(n) for n in range(1, 6)]
    threads = Threads(numbers=tuple((ticket.number, True) for ticket in tickets))
    decision = receive(an_arrival(a_mail("eve@evil.example"), threads), a_world(*tickets), DESK, FRESH)
    marked = {change.ticket_id for change in decision.changes if isinstance(change, Remember)} - {FRESH.ticket_id}
    assert len(marked) == 3


def test_an_unreadable_mail_opens_a_placeholder_in_silence() -> None:
    decision = receive(an_arrival(a_mail(unreadable="1,000 levels deep")), a_world(), DESK, FRESH)
    assert fate(decision) is Fate.TICKET
    assert decision.acknowledge is None


def test_every_change_says_why() -> None:
    worlds = [(a_mail(), Threads(), a_world()), (a_mail("eve@e.example"), BY_NUMBER, a_world(a_ticket()))]
    for mail, threads, world in worlds:
        for change in receive(an_arrival(mail, threads), world, DESK, FRESH).changes:
            assert change.because


FORGED = Identity(Standing.FORGED, "acme.example disowns it: dmarc=fail")


@pytest.mark.id("L-14")
@pytest.mark.parametrize("threads", [Threads(), BY_NUMBER], ids=["new", "reply"])
def test_a_forged_mail_is_kept_in_quarantine_and_nobody_hears_of_it(threads: Threads) -> None:
    decision = receive(an_arrival(a_mail(identity=FORGED), threads), a_world(a_ticket()), DESK, FRESH)
    assert kinds(decision) == ["FinishEntry"]
    assert fate(decision) is Fate.QUARANTINED
    assert decision.changes[0].because == FORGED.because
    assert decision.acknowledge is None


@pytest.mark.parametrize("threads", [Threads(), BY_NUMBER], ids=["new", "reply"])
def test_what_an_operator_lets_out_is_handled_and_says_so_and_is_not_acknowledged(threads: Threads) -> None:
    arrival = an_arrival(a_mail(identity=FORGED), threads, released_by="Dana")
    decision = receive(arrival, a_world(a_ticket()), DESK, FRESH)
    assert fate(decision) is (Fate.FOLLOW_UP if threads.numbers else Fate.TICKET)
    assert "let out of quarantine by Dana" in [c.what for c in decision.changes if isinstance(c, Remember)]
    assert decision.acknowledge is None


def test_a_bounce_is_proven_by_our_own_tag_whatever_its_domain_says() -> None:
    tag = bounce_tag(KEY, OutboxId(9), NOW.date())
    mail = a_mail("mailer-daemon@mx.example", kind=Kind.BOUNCE, identity=FORGED)
    decision = receive(an_arrival(mail, Threads(tags=(tag,))), a_world(a_ticket(), letters=LETTERS), DESK, FRESH)
    assert fate(decision) is Fate.BOUNCE


@pytest.mark.id("L-21", "L-14")
@pytest.mark.parametrize("kind", [Kind.BOUNCE, Kind.DELAY])
def test_a_forged_bounce_of_no_mail_of_ours_is_quarantined_like_any_other(kind: Kind) -> None:
    mail = a_mail("mailer-daemon@mx.example", kind=kind, identity=FORGED)
    assert fate(receive(an_arrival(mail), a_world(a_ticket(), letters=LETTERS), DESK, FRESH)) is Fate.QUARANTINED
    released = an_arrival(mail, released_by="Dana")
    assert fate(receive(released, a_world(a_ticket(), letters=LETTERS), DESK, FRESH)) is Fate.BOUNCE


def test_a_proven_author_may_be_shown_their_words_and_others_may_not() -> None:
    for standing in (Standing.PROVEN, Standing.UNPROVEN):
        decision = receive(an_arrival(a_mail(identity=Identity(standing, "x"))), a_world(), DESK, FRESH)
        assert decision.acknowledge is not None
        assert decision.acknowledge.echo is (standing is Standing.PROVEN)


def test_while_acknowledgements_are_held_they_are_written_and_wait() -> None:
    world = a_world()
    world.recent.held = True
    decision = receive(an_arrival(), world, DESK, FRESH)
    assert decision.acknowledge is not None
    assert decision.acknowledge.held


@pytest.mark.parametrize("who", ["ann@acme.example", "bea@acme.example"], ids=["of the first", "of the second"])
def test_mail_to_a_merged_ticket_lands_in_the_one_it_was_merged_into(who: str) -> None:
    merged, home = a_ticket(1), a_ticket(2, people=("bea@acme.example",))
    world = a_world(replace(merged, merged_into=home.id, status=Status.CLOSED), home)
    decision = receive(an_arrival(a_mail(who), BY_NUMBER), world, DESK, FRESH)
    assert fate(decision) is Fate.FOLLOW_UP
    assert {c.ticket_id for c in decision.changes if isinstance(c, AddMessage)} == {home.id}
    assert "was merged into it" in decision.changes[-1].because
    eve = receive(an_arrival(a_mail("eve@evil.example"), BY_NUMBER), world, DESK, FRESH)
    assert fate(eve) is Fate.TICKET


def test_a_bounce_of_a_letter_of_a_merged_ticket_is_noted_on_the_other() -> None:
    world = a_world(replace(a_ticket(1), merged_into=TicketId(2)), a_ticket(2), letters=LETTERS)
    mail = a_mail("mailer-daemon@mx.example", kind=Kind.BOUNCE, returned_ids=(MessageId("9.x@example.com"),))
    decision = receive(an_arrival(mail), world, DESK, FRESH)
    assert {c.ticket_id for c in decision.changes if isinstance(c, (AddMessage, Remember, FinishEntry))} == {
        TicketId(2)
    }


@pytest.mark.parametrize("kind", [Kind.AUTO_REPLY, Kind.REPORT, Kind.BOUNCE, Kind.DELAY])
def test_what_only_sounds_like_a_machine_opens_a_ticket_in_silence(kind: Kind) -> None:
    """Somebody may have written "Out of office: does not switch off"; nobody would ever see it otherwise."""
    sounds = a_mail(kind=kind, kind_because="the subject of a robot", kind_by_words=True)
    decision = receive(an_arrival(sounds), a_world(), DESK, FRESH)
    assert fate(decision) is Fate.TICKET
    assert (decision.acknowledge, decision.verdict) == (None, AckVerdict.SILENT_AUTOMATIC)
    marked = receive(an_arrival(a_mail(kind=kind, kind_because="a header")), a_world(), DESK, FRESH)
    assert fate(marked) in (Fate.AUTOMATIC, Fate.BOUNCE)
    on_ticket = receive(an_arrival(sounds, BY_NUMBER), a_world(a_ticket()), DESK, FRESH)
    assert fate(on_ticket) is not Fate.TICKET
