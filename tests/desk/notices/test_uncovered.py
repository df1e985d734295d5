"""Whom mail does not reach: whether somebody of ours is asked to tell them, who, and in what words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import pytest

from gateway.desk.customer import Customer
from gateway.desk.notice import NoticeKind, Recipient, Revision, Stage, Standing
from gateway.desk.notices.uncovered import (
    MAX_NAMED,
    Asking,
    Fared,
    addresses_in,
    asking,
    is_told_again,
    newest_of,
    still_left,
    uncovered,
    with_managers,
)
from gateway.desk.notices.unreached import NO_CONTRACT
from gateway.desk.order import Bulletin, TellPerson
from gateway.desk.policy.text import in_language
from gateway.desk.team import ACCOUNT_MANAGERS, Person, Team
from gateway.outbound.said import IN_BULLETIN
from tests.desk.notices.given import NOW, scheduled

DANA = Person("dana", "dana@support.example")
AMY = Person("amy", "amy@support.example", (ACCOUNT_MANAGERS,))
TEAM = Team((DANA, AMY))


def customer(name: str, manager: str = "") -> Customer:
    return Customer(name, name.title(), account_manager=manager)


def word(stage: Stage = Stage.SCHEDULED) -> Revision:
    return Revision("MNT-2026-0001", 0, stage, NOW, "dana", "a test")


def named(*customers: Customer, team: Team = TEAM) -> dict[str, str]:
    told = [Recipient(one.id, "", "no notice address") for one in customers]
    told += [Recipient("fine", "a@fine.example"), Recipient("", "x@y.example", copy_to="x@y.example")]
    found = [one.order for one in uncovered(scheduled(), word(), told, {one.id: one for one in customers}, team)]
    assert all(one.facts.keys() | {"letters"} == IN_BULLETIN[Bulletin.NOTICE_UNCOVERED] for one in found)
    return {one.person.address: lines(one) for one in found}


def lines(letter: TellPerson) -> str:
    """The customers a letter names, as an English reader sees them."""
    by_language = letter.facts["customers"]
    assert isinstance(by_language, Mapping)
    return in_language(by_language, "en")


def test_each_account_manager_gets_one_letter_that_names_all_their_customers() -> None:
    found = named(
        customer("acme", "Dana@Support.example"),
        customer("globex", "dana@support.example"),
        customer("hooli", "carl@partner.example"),
    )
    assert found == {
        "dana@support.example": "Acme (acme): no notice address\nGlobex (globex): no notice address",
        "carl@partner.example": "Hooli (hooli): no notice address",
    }


@pytest.mark.parametrize(("was", "news"), [(NOW, "rescheduled"), (None, "confirmed")])
def test_who_is_to_tell_customers_reads_whether_the_window_moved(was: datetime | None, news: str) -> None:
    told = (Recipient("acme", "", "no notice address"),)
    notice = replace(scheduled(), was_start=was)
    (found,) = uncovered(notice, word(Stage.RESCHEDULED), told, {"acme": customer("acme")}, TEAM)
    assert found.order.facts["news"] == news


def test_who_has_no_account_manager_is_named_to_those_who_look_after_all() -> None:
    assert named(customer("acme")) == {"amy@support.example": "Acme (acme): no notice address"}
    assert named(customer("acme"), team=Team()) == {}
    assert named() == {}


def test_an_account_manager_who_is_us_looks_after_nobody() -> None:
    ours = frozenset({"support@support.example"})
    every = (customer("acme", "Support+x@support.example"), customer("globex", "dana@support.example"))
    assert named(*with_managers(every, ours).values()) == {
        "amy@support.example": "Acme (acme): no notice address",
        "dana@support.example": "Globex (globex): no notice address",
    }


@pytest.mark.parametrize(
    ("told_by", "addresses"),
    [
        ("", ()),
        ("a@x.example", ("a@x.example",)),
        ("a@x.example, b@x.example", ("a@x.example", "b@x.example")),
        ('"a, b"@x.example, c@x.example', ('"a, b"@x.example', "c@x.example")),
        (r'"a\", b"@x.example', (r'"a\", b"@x.example',)),
        ('"a, b', ('"a', "b")),  # nothing that was written there stops whoever reads it
    ],
)
def test_who_was_asked_is_read_with_commas_in_quotes(told_by: str, addresses: tuple[str, ...]) -> None:
    assert addresses_in(told_by) == addresses


def test_nobody_is_asked_to_pass_on_a_newsletter() -> None:
    told, acme = [Recipient("acme", "", "no notice address")], customer("acme", "dana@support.example")
    letter = replace(scheduled(), kind=NoticeKind.NEWSLETTER)
    assert list(uncovered(letter, word(Stage.NEWSLETTER), told, {"acme": acme}, TEAM)) == []


def test_a_letter_names_no_more_than_can_be_read_and_says_how_many_more() -> None:
    many = [customer(f"c{at}", "dana@support.example") for at in range(MAX_NAMED + 3)]
    told = [Recipient(one.id, "", "no notice address") for one in many]
    (found,) = uncovered(scheduled(), word(), told, {one.id: one for one in many}, TEAM)
    assert len(lines(found.order).splitlines()) == MAX_NAMED
    assert found.order.facts["left_out"] == 3
    assert found.customers == tuple(one.id for one in many)


# Letters that came back

_STANDING = {
    "accepted": Standing.ACCEPTED,
    "queued": Standing.QUEUED,
    "deferred": Standing.DEFERRED,
    "bounced": Standing.BOUNCED,
    "failed": Standing.FAILED,
    "skipped": Standing.SKIPPED,
    "nowhere": Standing.SKIPPED,
    "observed": Standing.OBSERVED,
}


def fared(*words: str) -> list[Fared]:
    """Return how words fared: ``bounced``, ``moved:bounced`` of another window, ``bounced!`` that were left to dana."""
    found = []
    for number, written in enumerate(words):
        stage, _, fate = written.rpartition(":")
        name = fate.rstrip("!")
        to = Recipient(
            "acme", "" if name == "nowhere" else "noc@acme.example", "no address" if name == "nowhere" else ""
        )
        by = "dana@support.example" if fate.endswith("!") else ""
        told = Stage.RESCHEDULED if stage else Stage.UPDATE
        found.append(Fared(number, told, replace(to, told_by=by), _STANDING[name], "5.1.1\r\n no such user"))
    return found


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        (["bounced"], "now"),
        (["failed"], "now"),
        (["nowhere"], "now"),
        (["bounced", "accepted"], "never"),
        (["bounced", "queued"], "later"),
        (["bounced", "deferred"], "later"),
        (["bounced", "skipped"], "now"),
        (["skipped"], "never"),
        (["observed"], "never"),
        (["bounced!"], "never"),
        (["nowhere!", "bounced"], "never"),
        (["bounced!", "bounced"], "never"),
        (["bounced!", "moved:bounced"], "now"),
        (["bounced!", "moved:bounced!"], "never"),
        (["bounced!", "accepted", "bounced"], "now"),
        (["accepted!", "bounced"], "now"),
    ],
)
def test_somebody_is_asked_for_whom_no_word_reaches_once_and_again_once_they_know_what_is_not_so_any_more(
    words: list[str], verdict: str
) -> None:
    assert asking(fared(*words), customer("acme", "dana@support.example")).value == verdict


@pytest.mark.parametrize(
    ("stage", "manager", "again"),
    [
        (Stage.RESTORED, "", True),
        (Stage.RESTORED, "dana@support.example", False),
        (Stage.EXTENDED, "", True),
        (Stage.EXTENDED, "dana@support.example", True),
        (Stage.UPGRADE, "", True),
        (Stage.UPGRADE, "dana@support.example", True),
        (Stage.UPDATE, "", False),
        (Stage.FINAL, "", False),
    ],
)
def test_who_was_asked_is_asked_again_for_the_end_unless_a_copy_of_the_letter_tells_them(
    stage: Stage, manager: str, again: bool
) -> None:
    assert is_told_again(stage, customer("acme", manager)) is again
    heard = [replace(one, stage=stage) for one in fared("bounced!", "bounced")]
    assert (asking(heard, customer("acme", manager)) is Asking.NOW) is again


def test_who_has_no_contract_is_left_to_nobody_and_counts_as_no_word() -> None:
    told = [Recipient("acme", "", NO_CONTRACT)]
    acme = customer("acme", "dana@support.example")
    assert list(uncovered(scheduled(), word(Stage.UPGRADE), told, {"acme": acme}, TEAM)) == []
    assert still_left(told, {"acme": "amy@support.example"}, Stage.REMINDER, {"acme": acme}) == (told[0],)
    assert newest_of([Fared(0, Stage.UPGRADE, told[0], Standing.SKIPPED)]) is None


def test_a_letter_quotes_that_to_those_it_names_and_names_the_only_one_for_commands() -> None:
    told = [Recipient("acme", "", "no notice address"), Recipient("bravo", "", "no notice address")]
    both = {name: customer(name, "dana@support.example") for name in ("acme", "bravo")}
    (two,) = uncovered(scheduled(), word(), told, both, TEAM)
    (one,) = uncovered(scheduled(), word(), told[1:], both, TEAM)
    assert [found.order.facts["account"] for found in (two, one)] == ["", "bravo"]
    assert two.order.quotes is not None
    assert [one.id for one in two.order.quotes.customers] == ["acme", "bravo"]


def test_why_they_have_not_got_it_is_in_the_words_of_the_server_on_one_line() -> None:
    def why(*words: str) -> str:
        newest = newest_of(fared(*words))
        assert newest
        return newest.why

    assert why("bounced") == "noc@acme.example: 5.1.1 no such user"
    assert why("failed") == "noc@acme.example: given up after days: 5.1.1 no such user"
    assert why("nowhere") == "no address"


def test_a_letter_says_whether_mail_came_back_and_that_it_is_over_where_something_is() -> None:
    told, acme = [Recipient("acme", "noc@acme.example", "5.1.1")], customer("acme", "dana@support.example")
    (found,) = uncovered(scheduled(), word(), told, {"acme": acme}, TEAM, came_back=True)
    assert (found.order.facts["came_back"], found.order.facts["over"]) == (True, False)
