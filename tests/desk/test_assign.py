from __future__ import annotations

import pytest

from gateway.address import parse_address
from gateway.desk.assign import MAX_ABOVE, Known, Match, assign, domain_names
from gateway.desk.customer import Customer

ACME, GLOBEX = Customer("acme", "ACME"), Customer("globex", "Globex")


def whose(address: str, known: Known, *public: str) -> Match | None:
    return assign(parse_address(address), known, is_public=lambda domain: domain in public)


def test_a_contact_is_theirs_even_where_the_domain_is_another_ones() -> None:
    known = Known({"joe@globex.example": ACME}, {"globex.example": GLOBEX})
    assert whose("Joe@Globex.example", known) == Match(ACME, "Joe@globex.example is a contact of acme")
    assert whose("ann@globex.example", known) == Match(GLOBEX, "the domain globex.example belongs to globex")


def test_a_contact_at_a_public_domain_is_theirs_and_nobody_else_there_is() -> None:
    known = Known({"joe@gmail.com": ACME}, {"gmail.com": ACME})
    assert whose("joe@gmail.com", known, "gmail.com") == Match(ACME, "joe@gmail.com is a contact of acme")
    assert whose("eve@gmail.com", known, "gmail.com") is None


def test_a_tag_makes_another_address_that_the_domain_still_owns() -> None:
    known = Known({"joe@gmail.com": ACME}, {"acme.example": ACME})
    assert whose("joe+x@gmail.com", known, "gmail.com") is None
    assert whose("joe+x@acme.example", known) is not None


@pytest.mark.parametrize(
    ("address", "owner"),
    [
        ("a@acme.example", "acme"),
        ("a@eu.acme.example", "globex"),
        ("a@mail.eu.acme.example", "globex"),
        ("a@notacme.example", None),
        ("a@example", None),
        ("a@acme.example.evil.example", None),
        ("a@[192.0.2.1]", None),
    ],
)
def test_a_domain_is_itself_alone_and_all_below_only_with_a_star(address: str, owner: str | None) -> None:
    known = Known({}, {"acme.example": ACME, "*.acme.example": GLOBEX})
    found = whose(address, known)
    assert (found.customer.id if found else None) == owner


def test_the_nearest_of_several_domains_counts() -> None:
    known = Known({}, {"*.acme.example": ACME, "*.eu.acme.example": GLOBEX, "paris.eu.acme.example": ACME})
    assert [whose(f"a@{name}.acme.example", known).customer.id for name in ("x", "x.eu", "paris.eu")] == [  # type: ignore[union-attr]
        "acme",
        "globex",
        "acme",
    ]


def test_a_domain_of_a_hundred_labels_costs_a_few_looks() -> None:
    names = list(domain_names(".".join(["a"] * 100)))
    assert len(names) == MAX_ABOVE + 1
    assert list(domain_names("acme.example")) == ["acme.example"]
    assert list(domain_names("eu.acme.example")) == ["eu.acme.example", "*.acme.example"]
