from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.address import Mailbox, parse_address
from gateway.desk.changes import AddParticipant, Remember
from gateway.desk.intake.colleagues import MAX_ADDED, MAX_BY_UNPROVEN, MAX_PARTICIPANTS, Circle, bring_in
from gateway.mail import Identity, Kind, Mail, Standing
from tests.desk.build import OURS, a_mail, a_ticket

CIRCLE = Circle(ours=OURS, is_public=lambda domain: domain == "gmail.com")


def boxes(*addresses: str) -> tuple[Mailbox, ...]:
    return tuple(Mailbox("", parse_address(address)) for address in addresses)


def added(mail: Mail, *people: str) -> list[str]:
    made = bring_in(mail, a_ticket(people=people or ("ann@acme.example",)), CIRCLE)
    return [change.participant.address for change in made if isinstance(change, AddParticipant)]


def remembered(mail: Mail) -> list[tuple[str, str]]:
    made = bring_in(mail, a_ticket(), CIRCLE)
    return [(change.what, change.because) for change in made if isinstance(change, Remember)]


def test_colleagues_somebody_writes_to_belong_to_the_ticket() -> None:
    mail = a_mail(to=boxes("support@example.com", "Bob@acme.example"), cc=boxes("cy@acme.example", "bob@acme.example"))
    assert added(mail) == ["bob@acme.example", "cy@acme.example"]
    assert remembered(mail) == []


@pytest.mark.id("I-16", "P26")
def test_people_of_other_domains_are_shown_and_not_added() -> None:
    mail = a_mail(cc=boxes("ben@custb.example", "eve@sub.acme.example", "cy@acme.example"))
    assert added(mail) == ["cy@acme.example"]
    assert remembered(mail) == [
        ("also written to, and not added: ben@custb.example, eve@sub.acme.example", "they are of another domain")
    ]


@pytest.mark.id("I-16")
def test_two_people_of_a_public_mail_domain_are_no_colleagues() -> None:
    mail = a_mail("ann@gmail.com", cc=boxes("ben@gmail.com"))
    assert added(mail, "ann@gmail.com") == []
    assert "anybody can get an address" in remembered(mail)[0][1]


@pytest.mark.parametrize(
    "mail",
    [
        a_mail(cc=boxes("cy@acme.example"), kind=Kind.AUTO_REPLY),
        a_mail(cc=boxes("cy@acme.example"), kind=Kind.LIST),
        a_mail(cc=boxes("cy@acme.example"), identity=Identity(Standing.FORGED, "x")),
        a_mail("", cc=boxes("cy@acme.example")),
        a_mail(cc=boxes("support@example.com", "support+x@example.com", "ANN@acme.example")),
    ],
    ids=["robot", "list", "forged", "nobody", "ourselves and the author"],
)
def test_nobody_is_brought_in_by(mail: Mail) -> None:
    assert bring_in(mail, a_ticket(), CIRCLE) == ()


@given(st.integers(0, 300), st.integers(1, 80))
def test_there_is_an_end_to_it(written_to: int, there: int) -> None:
    people = ("ann@acme.example", *(f"p{n}@acme.example" for n in range(there - 1)))
    cc = boxes(*(f"new{n}@acme.example" for n in range(written_to)))
    for standing, most in ((Standing.PROVEN, MAX_PARTICIPANTS), (Standing.UNPROVEN, MAX_BY_UNPROVEN)):
        mail = a_mail(cc=cc, identity=Identity(standing, "x"))
        assert len(added(mail, *people)) == min(written_to, MAX_ADDED, max(0, most - there))


@pytest.mark.id("L-16")
def test_where_a_customer_is_told_of_notices_is_nobodys_colleague_however_it_is_spelled() -> None:
    mail = a_mail(cc=boxes("All@acme.example", "all+x@acme.example", "cy@acme.example", "list@custb.example"))
    made = bring_in(mail, a_ticket(), CIRCLE, lists={"all@acme.example"})
    assert [change.participant.address for change in made if isinstance(change, AddParticipant)] == ["cy@acme.example"]
    told, strangers = [change.what for change in made if isinstance(change, Remember)]
    assert told == "also written to, and not added: All@acme.example, all+x@acme.example"
    assert strangers == "also written to, and not added: list@custb.example"
