from __future__ import annotations

from dataclasses import replace

import pytest

from gateway.desk.casework.tag import checked_tag, tag, untag
from gateway.desk.ticket import MAX_TAGS
from gateway.errors import Refused
from tests.desk.build import a_ticket

TICKET = replace(a_ticket(), tags=("vip", "weekend"))


@pytest.mark.parametrize("name", ["a", "7", "vip.eu", "a_b-c.9", "x" * 40])
def test_what_is_a_tag_is_taken_as_it_is(name: str) -> None:
    assert checked_tag(name) == name


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("VIP", 'did you mean "vip"?'),
        (" two words ", 'did you mean "two-words"?'),
        ("", "for example"),
        ("-vip", "for example"),
        (".vip", "for example"),
        ("x" * 41, "for example"),
        ("été", "for example"),
        ("vip\n", 'did you mean "vip"?'),
        ('a"b', "for example"),
        ("a,b", "for example"),
        ("٣", "for example"),
    ],
)
def test_what_is_no_tag_is_refused_with_what_would_be_one(name: str, instead: str) -> None:
    with pytest.raises(Refused, match="is no tag: small letters, digits") as refused:
        list(tag(TICKET, [name], because="x"))
    assert instead in str(refused.value)


def test_of_several_tags_those_that_are_new_are_added_each_once() -> None:
    changes = list(tag(TICKET, ["vip", "eu", "eu", "dsl"], because="x"))
    assert [(change.tag, change.tags) for change in changes] == [
        ("eu", ("vip", "weekend", "eu")),
        ("dsl", ("vip", "weekend", "eu", "dsl")),
    ]


def test_a_ticket_has_so_many_tags_and_no_more() -> None:
    full = replace(TICKET, tags=tuple(f"t{at}" for at in range(MAX_TAGS - 1)))
    assert len(list(tag(full, ["last"], because="x"))) == 1
    with pytest.raises(Refused, match=f"{MAX_TAGS} tags at most"):
        list(tag(full, ["last", "one-more"], because="x"))
    assert list(tag(replace(full, tags=(*full.tags, "last")), ["t0"], because="x")) == []


def test_of_several_tags_all_are_taken_away() -> None:
    changes = list(untag(TICKET, ["weekend", "vip", "vip"], because="x"))
    assert [(change.tag, change.tags) for change in changes] == [("weekend", ("vip",)), ("vip", ())]


@pytest.mark.parametrize(
    ("there", "name", "instead"),
    [
        (("vip", "weekend"), "weeknd", 'did you mean "weekend"?'),
        (("vip", "eu"), "zzz", "it has vip, eu"),
        ((), "vip", "it has none"),
    ],
)
def test_a_tag_that_is_not_there_cannot_be_taken_away(there: tuple[str, ...], name: str, instead: str) -> None:
    with pytest.raises(Refused) as refused:
        list(untag(replace(TICKET, tags=there), [name], because="x"))
    assert str(refused.value) == f'case {TICKET.number} has no tag "{name}": {instead}'
