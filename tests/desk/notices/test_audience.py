from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.choice import Choice
from gateway.desk.customer import Customer
from gateway.desk.notices.audience import Audience, audience_of, why_not_meant
from gateway.errors import Refused

ACME = Customer(
    "acme", "ACME", plan="vip", regions=("eu", "za"), products=("voice", "chat"), notice_address="noc@acme.example"
)
GLOBEX = Customer("globex", "Globex", plan="standard", regions=("eu",), products=("voice",))
HOOLI = Customer(
    "hooli", "Hooli", plan="vip", regions=("us",), products=("Voice",), notice_address="Ops+all@Hooli.example"
)
INITECH = Customer("initech", "Initech", products=("voice",), notice_address="all@initech.example")
ALL = (HOOLI, GLOBEX, INITECH, ACME)


def ids(audience: Audience) -> list[str]:
    return [one.id for one in audience.reached]


def choose(*customers: Customer, **choice: object) -> Audience:
    return audience_of(Choice(**choice), customers or ALL)  # type: ignore[arg-type]


def test_services_regions_and_plans_narrow_each_other_and_any_of_one_kind_will_do() -> None:
    assert ids(choose(services=("voice",))) == ["acme", "hooli", "initech"]
    assert ids(choose(services=("voice",), plans=("vip",))) == ["acme", "hooli"]
    assert ids(choose(services=("chat", "voice"), plans=("vip",), regions=("us",))) == ["hooli"]
    assert ids(choose(regions=("us", "za"))) == ["acme", "hooli"]
    assert ids(choose(plans=("VIP",), services=("VOICE",))) == ["acme", "hooli"]


def test_named_customers_come_in_addition_and_excepted_ones_never() -> None:
    assert ids(choose(regions=("us",), customers=("ACME",))) == ["acme", "hooli"]
    assert ids(choose(customers=("initech",))) == ["initech"]
    assert ids(choose(services=("voice",), excepted=("hooli",))) == ["acme", "initech"]
    assert ids(choose(customers=("acme",), excepted=("acme",))) == []
    assert ids(choose(everybody=True, excepted=("acme",))) == ["hooli", "initech"]


def test_only_some_of_those_who_fit_and_whoever_else_is_named() -> None:
    assert ids(choose(services=("voice",), only=("ACME", "initech"))) == ["acme", "initech"]
    assert ids(choose(services=("chat",), regions=("us",), only=("acme",))) == []
    assert ids(choose(only=("acme",))) == ["acme"]
    assert ids(choose(services=("voice",), only=("acme",), customers=("hooli",))) == ["acme", "hooli"]
    assert ids(choose(only=("acme", "hooli"), excepted=("acme",))) == ["hooli"]


def test_who_has_no_address_is_named_and_not_passed_over() -> None:
    found = choose(services=("voice",))
    assert [(one.customer.id, one.why) for one in found.uncovered] == [("globex", "no notice address")]
    assert found.size == 4


def test_an_address_that_takes_nothing_is_none() -> None:
    failing = {"ops@hooli.example": "last mail refused 5.1.1"}
    found = audience_of(Choice(everybody=True), ALL, failing=failing)
    assert [(one.customer.id, one.why) for one in found.uncovered] == [
        ("globex", "no notice address"),
        ("hooli", "last mail refused 5.1.1"),
    ]


def test_who_may_be_meant_though_no_region_is_known_is_named() -> None:
    assert [one.id for one in choose(services=("voice",), regions=("eu",)).unplaced] == ["initech"]
    assert choose(services=("voice",), regions=("eu",), excepted=("initech",)).unplaced == ()
    assert choose(services=("voice",), regions=("eu",), customers=("initech",)).unplaced == ()
    assert choose(services=("chat",), regions=("eu",)).unplaced == ()
    assert choose(services=("voice",)).unplaced == ()


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (Choice(), "say who is to be told: --service, --region, --plan, --only or --customer, or --all for everybody"),
        (Choice(excepted=("acme",)), "say who is to be told"),
        (Choice(everybody=True, plans=("vip",)), "--all means everybody"),
        (Choice(services=("voise",)), 'no customer has the service "voise": did you mean "voice"?'),
        (Choice(services=("voice", "fax")), 'no customer has the service "fax": there are Voice, chat, voice'),
        (Choice(regions=("ue",)), 'no customer has the region "ue": there are eu, us, za'),
        (Choice(plans=("vip2",)), 'no customer has the plan "vip2": did you mean "vip"?'),
        (Choice(customers=("akme",)), 'there is no customer "akme": did you mean "acme"?'),
        (Choice(everybody=True, only=("acme",)), "--all means everybody"),
        (Choice(only=("akme",)), 'there is no customer "akme": did you mean "acme"?'),
        (Choice(everybody=True, excepted=("globx",)), 'there is no customer "globx": did you mean "globex"?'),
    ],
)
def test_a_choice_that_means_nobody_is_refused(choice: Choice, words: str) -> None:
    with pytest.raises(Refused) as refused:
        audience_of(choice, ALL)
    assert str(refused.value).startswith(words)


SOME = st.lists(st.sampled_from(["a", "b", "c"]), max_size=3).map(tuple)
CUSTOMERS = st.builds(
    lambda regions, products, plan, address: Customer(
        "x", "X", plan=plan, regions=regions, products=products, notice_address=address
    ),
    SOME,
    SOME,
    st.sampled_from(["", "a", "b"]),
    st.sampled_from(["", "x@y.example"]),
)
EVERY_WORD = Customer("all", "All", plan="a", regions=("a", "b", "c"), products=("a", "b", "c"))
CHOICES = st.builds(
    Choice,
    services=SOME,
    regions=SOME,
    plans=st.sampled_from([(), ("a",)]),
    customers=st.sampled_from([(), ("c0",)]),
    only=st.sampled_from([(), ("c0", "c1")]),
    excepted=st.sampled_from([(), ("c1",)]),
)


@given(st.lists(CUSTOMERS, min_size=2, max_size=6), CHOICES)
def test_everybody_who_fits_is_reached_or_named_once(found: list[Customer], choice: Choice) -> None:
    everybody = [EVERY_WORD, *(replace(one, id=f"c{at}") for at, one in enumerate(found))]
    try:
        audience = audience_of(choice, everybody)
    except Refused:
        assert choice == Choice(excepted=choice.excepted)
        return
    meant = [one.id for one in audience.reached] + [one.customer.id for one in audience.uncovered]
    assert len(meant) == len(set(meant)) == audience.size
    for one in everybody:
        fits = bool(choice.conditions) and all(
            not wanted or set(wanted) & set(has)
            for wanted, has in (
                (choice.services, one.products),
                (choice.regions, one.regions),
                (choice.plans, (one.plan,)),
            )
        )
        fits = (fits or not choice.conditions) and one.id in choice.only if choice.only else fits
        assert (one.id in meant) == ((fits or one.id in choice.customers) and one.id not in choice.excepted)
        assert not (one.id in meant and one in audience.unplaced)


@pytest.mark.parametrize(
    ("choice", "why"),
    [
        (Choice(services=("a",)), ""),
        (Choice(services=("b", "c")), "has none of b, c"),
        (Choice(services=("b",), regions=("b",)), "has none of b and is in none of b"),
        (Choice(services=("a",), regions=("b",), plans=("gold",)), "is in none of b and is on none of the plans gold"),
        (Choice(everybody=True, excepted=("X",)), "is excepted"),
        (Choice(customers=("y",)), "is not one of those who are named"),
        (Choice(services=("a",), only=("y", "z")), "is not y or z"),
        (Choice(services=("b",), customers=("x",)), ""),
    ],
)
def test_why_somebody_is_not_meant(choice: Choice, why: str) -> None:
    assert why_not_meant(choice, Customer("x", "X", plan="vip", regions=("a",), products=("a",))) == why


def test_a_choice_among_nobody_says_that_nobody_is_known_yet() -> None:
    for choice in (Choice(everybody=True), Choice(services=("voice",))):
        with pytest.raises(Refused, match="no customer is known yet: gateway customers import"):
            audience_of(choice, ())
