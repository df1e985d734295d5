from __future__ import annotations

from dataclasses import replace

import pytest

from gateway.desk.assign import Match
from gateway.desk.changes import AssignCustomer, OpenTicket
from gateway.desk.customer import Customer
from gateway.desk.new_ticket import MAX_SUBJECT, NO_SUBJECT, Beginning, begun, new_ticket
from gateway.desk.ticket import Channel, Participant, Priority, Status
from tests.desk.build import FRESH, NOW

BARE = Beginning("Phones drop", Priority("medium"), "support@example.com", NOW)
ANN = Participant("ann@acme.example", "Ann")
ACME = Match(Customer("acme", "ACME", language="fr"), "they pay")


def test_a_ticket_begins_open_with_nobody_and_nothing_said() -> None:
    ticket = new_ticket(BARE, FRESH)
    assert (ticket.id, ticket.number, ticket.status) == (FRESH.ticket_id, FRESH.number, Status.OPEN)
    assert (ticket.requester, ticket.participants, ticket.customer) == ("", frozenset(), "")
    assert (ticket.language, ticket.type, ticket.channel) == ("en", "incident", Channel.MAIL)
    assert begun(ticket, BARE, "x") == (OpenTicket(ticket, None, "x"),)


@pytest.mark.parametrize(("subject", "kept"), [("", NO_SUBJECT), ("a" * (MAX_SUBJECT + 1), "a" * MAX_SUBJECT)])
def test_a_subject_is_never_empty_and_never_endless(subject: str, kept: str) -> None:
    assert new_ticket(replace(BARE, subject=subject), FRESH).subject == kept


def test_who_asked_belongs_to_it_and_whose_it_is_has_a_reason_of_its_own() -> None:
    beginning = replace(BARE, requester=ANN, whose=ACME)
    ticket = new_ticket(beginning, FRESH)
    assert (ticket.requester, ticket.participants) == (ANN.address, frozenset({ANN.address}))
    assert begun(ticket, beginning, "x") == (
        OpenTicket(ticket, ANN, "x"),
        AssignCustomer(ticket.id, "", "acme", "they pay"),
    )


def test_its_language_is_the_customers_before_any_other() -> None:
    silent = Match(Customer("acme", "ACME"), "they pay")
    assert [
        new_ticket(replace(BARE, whose=whose, language="de"), FRESH).language for whose in (ACME, silent, None)
    ] == ["fr", "de", "de"]
