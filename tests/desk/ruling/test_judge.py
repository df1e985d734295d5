"""Going through the rules: all that hold count, in their order; what one sets, those below see; stop ends the pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gateway.desk.life.case import Case
from gateway.desk.ruling.book import Rulebook
from gateway.desk.ruling.judge import judge, judge_one, reasons
from gateway.desk.ruling.matter import Matter
from gateway.desk.ruling.ruling import Ruling
from gateway.desk.ruling.vocabulary import ALL_FIELDS, Trigger
from gateway.desk.ticket import Status
from tests.desk.build import NOW, a_case
from tests.desk.ruling.build import a_matter, holds, matched
from tests.rules.rulebook.build import good

CREATED = Trigger.TICKET_CREATED


def a_book(*rules: tuple[str, str]) -> Rulebook:
    """Return rules by the names r0, r1, ... from their conditions and actions in flow style."""
    return Rulebook(
        good(
            "version: 1\nrules:\n"
            + "".join(
                f"  - {{id: r{at}, triggers: [ticket.created], conditions: [{asked}], actions: [{done}]}}\n"
                for at, (asked, done) in enumerate(rules)
            )
        )
    )


def about(subject: str = "phones", **facts: object) -> Matter:
    return replace(a_matter(subject, ticket=a_case().ticket), **facts)  # type: ignore[arg-type]


def ruling(*rules: tuple[str, str], matter: Matter | None = None) -> Ruling:
    return judge(CREATED, matter or about(), a_book(*rules))


def test_all_that_hold_count_and_the_later_value_wins() -> None:
    found = ruling(
        ("", "{set: {priority: high}}"),
        ("{subject: other}", "{set: {priority: urgent}}"),
        ("", "{set: {priority: low}}"),
    )
    assert matched(found) == ["r0", "r2"]
    assert found.wishes.setting("priority") == "low"
    assert found.wishes.settings["priority"].because == "rule r2 (rules/20.yml:5)"
    assert found.asked == 3


@pytest.mark.parametrize(
    ("done", "asked"),
    [
        ("{set: {priority: high}}", "{ticket.priority: high}"),
        ("{set: {status: pending}}", "{ticket.status: pending}"),
        ("{set: {queue: billing}}", "{ticket.queue: billing}"),
        ("{set: {owner: dana}}", "{ticket.assigned_to: dana}"),
        ("{set: {language: fr}}", "{ticket.language: fr}"),
        ("{add_tag: vip}", "{ticket.tags: vip}"),
        ("{add_topic: outage}", "{ticket.topics: outage}"),
        ("{set_field: {a: b}}", "{ticket.field.a: b}"),
    ],
)
def test_what_a_rule_sets_those_below_see(done: str, asked: str) -> None:
    assert matched(ruling((asked, "{add_tag: x}"), ("", done), (asked, "{add_tag: y}"))) == ["r1", "r2"]


def test_a_field_that_is_set_twice_is_seen_as_the_later_one() -> None:
    found = ruling(
        ("", "{set_field: {a: one}}"), ("", "{set_field: {a: two}}"), ("{ticket.field.a: two}", "{add_tag: x}")
    )
    assert matched(found) == ["r0", "r1", "r2"]
    assert not matched(
        ruling(("", "{set_field: {a: one}}"), ("", "{set_field: {a: two}}"), ("{ticket.field.a: one}", "{add_tag: x}"))
    )[2:]


def test_what_is_given_for_trying_out_is_overruled_by_what_a_rule_sets() -> None:
    matter = about(given={"ticket.priority": ("urgent",)})
    assert matched(
        ruling(
            ("{ticket.priority: urgent}", "{set: {priority: low}}"),
            ("{ticket.priority: urgent}", "{add_tag: x}"),
            matter=matter,
        )
    ) == ["r0"]


def test_stop_ends_the_pass_and_says_who_did() -> None:
    found = ruling(("", "{add_tag: a}, {stop: enough}, {add_tag: b}"), ("", "{add_tag: c}"))
    assert (matched(found), found.stopped_by, tuple(found.wishes.tags)) == (["r0"], "r0", ("a", "b"))
    assert found.matched[0].effects == ("tag +a", "stop: enough", "tag +b")


def test_who_had_their_turn_asks_for_nothing_again_and_still_stops() -> None:
    book = a_book(("", "{add_tag: a}, {stop: enough}"), ("", "{add_tag: c}"))
    found = judge(CREATED, about(), book, turns={"r0"})
    assert (matched(found), [rule.id for rule in found.again], found.stopped_by) == ([], ["r0"], "r0")


def test_who_is_left_out_is_as_if_not_written() -> None:
    book = a_book(("", "{add_tag: a}, {stop: enough}"), ("", "{add_tag: c}"))
    found = judge(CREATED, about(), book, without={"r0"})
    assert (matched(found), found.asked, found.again) == (["r1"], 1, ())


def test_a_value_that_has_nothing_to_say_is_left_out_and_the_rest_is_done() -> None:
    rule = ("{subject|re: '(?P<no>[0-9]+)?x'}", "{set_field: {no: '{{ match.no | default(\"none\") }}'}}, {add_tag: a}")
    found = ruling(rule, matter=about("x"))
    assert found.wishes.fields["no"].value == "none"
    assert found.matched[0].captured == (("no", ""),)


def test_captures_are_of_what_held_and_of_the_text_as_it_was_written() -> None:
    rule = (
        "{any: [{subject|re: '(?P<no>[0-9]+)$'}, {subject|re: 'Nr (?P<no>\\w+)'}]}",
        "{note: '{{ match.no }}'}",
    )
    assert ruling(rule, matter=about("Nr Ä７ end")).matched[0].captured == (("no", "Ä7"),)


def test_a_rule_that_is_off_or_over_is_not_asked() -> None:
    text = (
        "version: 1\nrules:\n"
        "  - {id: off, enabled: false, triggers: [ticket.created], actions: [{add_tag: a}]}\n"
        "  - {id: over, until: 2026-11-18, triggers: [ticket.created], actions: [{add_tag: a}]}\n"
        "  - {id: last, until: 2026-11-19, triggers: [ticket.created], actions: [{add_tag: a}]}\n"
    )
    found = judge(CREATED, about(), Rulebook(good(text)))
    assert (matched(found), found.asked) == (["last"], 1)
    toronto = about(now=datetime(2026, 11, 20, 4, 59, tzinfo=UTC))  # the 19th by the provider's clocks
    assert matched(judge(CREATED, toronto, Rulebook(good(text)))) == ["last"]
    assert matched(judge(CREATED, about(now=datetime(2026, 11, 20, 5, tzinfo=UTC)), Rulebook(good(text)))) == []


def test_why_a_rule_holds_or_not_is_said_for_each_comparison() -> None:
    book = a_book(
        (
            "{subject|contains: phones}, {any: [{subject: x}, {ticket.status: open}]}, {not: [{body: y}]}",
            "{add_tag: a}",
        ),
        ("{subject|contains: phones}, {ticket.status: closed}, {body: z}", "{add_tag: a}"),
    )
    first, second = (tuple(map(str, reasons(rule, about(), book))) for rule in book.rules)
    assert first == (
        'subject|contains phones: "phones", subject, characters 0-6',
        'ticket.status open: "open", ticket.status',
        "not body y: nothing",
    )
    assert second == ('subject|contains phones: "phones", subject, characters 0-6', 'ticket.status closed: got "open"')


def test_a_timer_asks_one_rule() -> None:
    book = a_book(("{ticket.created|older_than: 1d}", "{add_tag: old}"))
    (rule,) = book.rules
    late = about(now=NOW + timedelta(days=1, seconds=1))
    assert matched(judge_one(rule, late, book)) == ["r0"]
    assert matched(judge_one(rule, about(now=NOW + timedelta(days=1)), book)) == []


def case(**facts: object) -> Case:
    return replace(a_case(), ticket=replace(a_case().ticket, **facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("condition", "facts"),
    [
        ("ticket.number|exists: true", {}),
        ("ticket.status: open", {"status": Status.OPEN}),
        ("ticket.assigned_to|exists: false", {"assignee": ""}),
        ("ticket.assigned_to: dana", {"assignee": "dana"}),
        ("ticket.tags: [vip]", {"tags": ("a", "VIP")}),
        ("ticket.tags|exists: false", {"tags": ()}),
        ("ticket.tier|gt: 1", {"tier": 2}),
        ("ticket.tier: [2, 3]", {"tier": 3}),
        ("ticket.tier|lt: 2.5", {"tier": 2}),
        ("ticket.field.invoice: '4711'", {"fields": (("invoice", "4711"),)}),
        ("ticket.field.invoice|exists: false", {"fields": ()}),
        ("ticket.waiting_on|exists: false", {}),
        ("ticket.subject|contains: drop", {"subject": "Phones drop"}),
        ("ticket.requester|endswith: acme.example", {"requester": "ann@acme.example"}),
        ("ticket.created|older_than: 2h", {"created_at": NOW - timedelta(hours=3)}),
        ("ticket.created|exists: true", {}),
        ("ticket.changed|exists: false", {}),
        ("customer.policy.name: plain", {}),
        ("customer.policy.urgent_channel.kind: email", {}),
        ("customer.policy.urgent_channel.number|exists: false", {}),
    ],
)
def test_what_conditions_ask_of_a_ticket(condition: str, facts: dict[str, object]) -> None:
    matter = a_matter("x", ticket=case(**facts).ticket)
    assert holds(condition, matter, CREATED)
    assert not holds(f"not: {{{condition}}}", matter, CREATED)


@pytest.mark.parametrize("field", [one for one in ALL_FIELDS if not one.name.endswith(".")], ids=lambda one: one.name)
def test_every_field_has_an_answer_even_where_nothing_is_known(field: object) -> None:
    bare = replace(a_matter(), written=None)
    name = getattr(field, "name")  # noqa: B009 - a Field
    for matter in (bare, a_matter("x", "y"), replace(bare, ticket=a_case().ticket)):
        matter.value(name)
