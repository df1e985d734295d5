"""What is written correctly and hardly meant."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from gateway.rules.lint.history import Past
from tests.rules.linted import TAG, Folder, asks, rule


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "config")


def codes(said: list[str]) -> list[str]:
    return [one.split()[1] for one in said]


URGENT = ("actions:", "  - set: {queue: billing, priority: urgent}")
RAISED = "W301 priority is raised on an unverified sender"


@pytest.mark.parametrize(
    "conditions",
    [
        (),
        ("subject|contains: outage",),
        ("sender.verified: false",),
        ("any: [{sender.verified: true}, {subject: outage}]",),
        ("not: [{sender.verified: true}]",),
        ("not: [{sender.verified: false, subject: outage}]",),
    ],
)
def test_raising_a_priority_for_anybody_is_remarked_at_the_word(folder: Folder, conditions: tuple[str, ...]) -> None:
    said = folder.says_of(rule("panic", *(asks(*conditions) if conditions else ()), *URGENT))
    line = 6 + (len(conditions) + 1 if conditions else 0)
    assert said == [f"{line}:31: {RAISED}"]


@pytest.mark.parametrize(
    "conditions",
    [
        ("sender.verified: true",),
        ("all: [{sender.verified: true}, {subject: outage}]",),
        ("any: [{sender.verified: true, subject: a}, {sender.verified: true, subject: b}]",),
        ("not: [{sender.verified: false}]",),
    ],
)
def test_raising_a_priority_for_proven_senders_is_fine(folder: Folder, conditions: tuple[str, ...]) -> None:
    assert folder.says_of(rule("panic", *asks(*conditions), *URGENT)) == []


def test_only_raising_matters_and_only_where_there_is_a_mail(folder: Folder) -> None:
    medium = rule("calm", *asks("subject: a"), "actions:", "  - set: {priority: medium}")
    late = rule("late", "actions:", "  - set: {priority: urgent}", triggers="target.missed")
    assert folder.says_of(medium + late) == []


def test_paging_for_anybody_is_remarked_at_the_word(folder: Folder) -> None:
    said = folder.says_of(rule("page", *asks("subject: outage"), "actions:", "  - notify: [support, on-call]"))
    assert said == ["8:27: W302 people on call are told for an unverified sender"]
    told = rule("page", *asks("subject: outage"), "actions:", "  - notify: support")
    assert folder.says_of(told) == []


@pytest.mark.parametrize(
    ("conditions", "narrow"),
    [
        ((), False),
        (('subject|matches: "*"',), False),
        (("subject|exists: true",), False),
        (("size|gt: 1",), False),
        (("not: [{sender.domain: acme.example}]",), False),
        (('any: [{sender.domain: ads.example}, {subject|matches: "*"}]',), False),
        (("time|in: 24x7",), False),
        (("sender.domain: ads.example",), True),
        (("header.List-Id|exists: true",), True),
        (("subject|exists: false",), True),
        (("not: [{sender.verified: true}]",), True),
        (("size|gt: 20000000",), True),
        (("subject|exists: true", "auto.kind: list"), True),
    ],
)
def test_discarding_nearly_everything_is_remarked(folder: Folder, conditions: tuple[str, ...], narrow: bool) -> None:
    written = rule(
        "away", *(asks(*conditions) if conditions else ()), "actions:", '  - discard: "no"', triggers="mail.received"
    )
    assert codes(folder.says_of(written)) == ([] if narrow else ["W303"])


def test_quarantine_for_everything_is_remarked_too(folder: Folder) -> None:
    said = folder.says_of(rule("away", "actions:", '  - quarantine: "no"', triggers="mail.received"))
    assert said == ["6:9: W303 quarantine without a condition that narrows it: nearly all mail"]


STOP = ("actions:", '  - stop: "enough"')


@pytest.mark.parametrize(
    ("above", "below", "shadowed"),
    [
        ((), ("subject: a",), True),
        (("subject|contains: [slow, lag]",), ("subject|contains: slow",), True),
        (("subject|contains: out",), ("subject|contains: [outage, blackout]", "sender.verified: true"), True),
        (("subject|contains: slow",), ("subject|contains: [slow, lag]",), False),
        (("subject|contains: slow",), ("body|contains: slow",), False),
        (("sender.verified: true",), ("sender.verified: true", "subject: a"), True),
        (("sender.verified: true",), ("subject: a",), False),
        (("size|gt: 100",), ("size|gt: 200",), True),
        (("size|gt: 100",), ("size|lt: 200",), False),
        (("any: [{subject: a}, {subject: b}]",), ("subject: b",), True),
        (("subject|exists: true",), ("subject|contains: a",), True),
        (("subject|re: 'ab{1,3}'",), ("subject|re: 'ab{1,3}'", "body: c"), True),
        (("not: [{subject: a}]",), ("not: [{subject: a}]", "body: c"), True),
        (("sender.domain|endswith: [.example, .test]",), ("sender.domain|endswith: .test",), True),
        (("ticket.priority: high",), ("ticket.priority: high", "subject: a"), False),  # a rule between may set it
    ],
)
def test_a_rule_below_one_that_always_ends_the_pass_is_remarked(
    folder: Folder, above: tuple[str, ...], below: tuple[str, ...], shadowed: bool
) -> None:
    said = folder.says_of(rule("end", *(asks(*above) if above else ()), *STOP) + rule("later", *asks(*below), *TAG))
    assert codes(said) == (["W402"] if shadowed else [])


def test_what_is_never_reached_says_by_which_rule(folder: Folder) -> None:
    said = folder.says_of(rule("end", *STOP) + rule("later", *asks("subject: a"), *TAG))
    assert said == ['7:9: W402 rule "later" is never reached: "end" above it ends the pass (rules/10.yml:3)']


def test_a_rule_is_reached_by_another_trigger_a_timer_or_when_the_one_above_ends(folder: Folder) -> None:
    end = rule("end", *STOP)
    both = rule("both", *asks("subject: a"), *TAG, triggers="ticket.created, ticket.customer_replied")
    timer = rule("timer", *asks("ticket.status: open"), *TAG, triggers='{schedule: "0 8 * * *"}')
    assert folder.says_of(end + both + timer) == []
    for_now = rule("end", "until: 2026-12-31", *STOP)
    assert folder.says_of(for_now + rule("later", *asks("subject: a"), *TAG)) == []
    off = rule("end", "enabled: false", *STOP)
    assert codes(folder.says_of(off + rule("later", *asks("subject: a"), *TAG))) == ["W404"]


@pytest.mark.parametrize(
    ("conditions", "possible"),
    [
        (("sender.domain: acme.example", "sender.domain: globex.example"), False),
        (("sender.domain: [acme.example, a.example]", "sender.domain: [a.example, b.example]"), True),
        (("sender.domain: acme.example", "sender.domain|endswith: .test"), False),
        (("subject: all is well", "subject|contains: well"), True),
        (("subject: all is well", "subject|contains: bad"), False),
        (("subject: all is well", 'subject|matches: "*bad*"'), False),
        (("subject|startswith: re", "subject|startswith: fwd"), False),
        (("subject|startswith: re", "subject|startswith: reply"), True),
        (("subject|exists: false", "subject|contains: a"), False),
        (("subject|exists: false", "subject|exists: true"), False),
        (("subject|exists: false", "body|contains: a"), True),
        (("size|gt: 200", "size|lt: 100"), False),
        (("size|gt: 100", "size|lt: 200"), True),
        (("size: 50", "size|gt: 100"), False),
        (("sender.verified: true", "sender.verified: false"), False),
        (("sender.verified: true", "not: [{sender.verified: true}]"), False),
        (("subject|contains: slow", "not: [{subject|contains: [slow, lag]}]"), False),
        (("subject|contains: [slow, lag]", "not: [{subject|contains: slow}]"), True),
        (("to.address: a@support.example", "to.address: b@support.example"), True),  # a mail goes to several
        (("to.address|exists: false", "to.address: b@support.example"), False),
        (("auto.kind: bounce", "auto.kind: list"), False),
        (("subject: a", "any: [{subject: b}, {subject: c}]"), False),
        (("subject: a", "any: [{subject: a}, {subject: c}]"), True),
        (("subject: a", "any: [{body: b}, {subject: c}]"), True),
        (("all: [{subject: a}, {subject: b}]",), False),
    ],
)
def test_conditions_that_contradict_each_other_are_remarked(
    folder: Folder, conditions: tuple[str, ...], possible: bool
) -> None:
    assert codes(folder.says_of(rule("maybe", *asks(*conditions), *TAG))) == ([] if possible else ["W403"])


def test_a_contradiction_is_shown_at_the_later_condition_and_names_the_earlier(folder: Folder) -> None:
    said = folder.says_of(rule("never", *asks("size|gt: 200", "subject: a", "size|lt: 100"), *TAG))
    assert said == ['8:9: W403 rule "never" can never hold: size|lt contradicts size|gt in line 6']


def test_rules_that_are_off_or_over_are_remarked(folder: Folder) -> None:
    said = folder.says_of(
        rule("off", "enabled: false", *TAG)
        + rule("over", "until: 2026-11-18", *TAG)
        + rule("last-day", "until: 2026-11-19", *TAG)
    )
    assert said == ['5:14: W404 rule "off" is switched off', '10:12: W404 rule "over" ended on 2026-11-18']


def test_two_rules_that_ask_the_same_are_remarked_whatever_their_order_and_case(folder: Folder) -> None:
    one = rule("one", *asks("subject|contains: [Slow, lag]", "sender.verified: true"), *TAG)
    two = rule(
        "two", *asks("sender.verified: true", "subject|contains: [LAG, slow]"), "actions:", "  - add_topic: outage"
    )
    other = rule(
        "other",
        *asks("sender.verified: true", "subject|contains: [lag, slow]"),
        *TAG,
        triggers="ticket.customer_replied",
    )
    said = folder.says_of(one + two + other)
    assert said == ['10:9: W405 rule "two" asks what "one" asks (rules/10.yml:3)']


def moves(name: str, status: str, to: str, *more: str) -> str:
    conditions = asks(*((f"ticket.status: {status}",) if status else ()), *more)
    return rule(name, *conditions, "actions:", f"  - set: {{status: {to}}}", triggers="ticket.status_changed")


def test_two_rules_that_undo_each_other_are_named_once(folder: Folder) -> None:
    said = folder.says_of(moves("rest", "open", "pending") + moves("wake", "pending", "open"))
    assert said == ["8:15: W406 rules undo each other: rest -> wake -> rest"]


def test_circles_of_any_length_are_found_and_chains_are_fine(folder: Folder) -> None:
    steps = ["open", "in-progress", "pending", "closed"]
    ring = "".join(moves(f"step-{n}", one, steps[(n + 1) % 4]) for n, one in enumerate(steps))
    said = folder.says_of(ring)
    assert said == ["8:15: W406 rules undo each other: step-0 -> step-1 -> step-2 -> step-3 -> step-0"]
    chain = "".join(moves(f"step-{n}", one, steps[n + 1]) for n, one in enumerate(steps[:3]))
    assert folder.says_of(chain) == []


def test_what_the_status_was_before_can_break_a_circle(folder: Folder) -> None:
    wake = moves("wake", "pending", "open", "ticket.status_before: on-hold")
    assert folder.says_of(moves("rest", "open", "pending") + wake) == []


def test_topics_are_held_against_the_languages_of_readers_once_each(folder: Folder) -> None:
    folder.languages = {"de": "3 customers read it", "fr-CA": "1 customer reads it", "en-GB": "it is ours"}
    one = rule("one", *asks("subject: a"), "actions:", "  - add_topic: [sign-in, outage]")
    two = rule("two", *asks("subject: b"), "actions:", "  - add_topic: outage")
    said = folder.says_of(one + two)
    assert said == [
        '8:21: W501 topic "sign-in" has no links in de: readers of de get titles in English',
        '8:30: W501 topic "outage" has no links in de: readers of de get titles in English',
    ]
    assert (
        folder.problems()[0].hint == 'in links.yml, add de: "…" to a title of it; asked for because 3 customers read it'
    )


def test_why_a_language_is_asked_for_is_told_of_each(folder: Folder) -> None:
    folder.write("links.yml", (folder.path / "links.yml").read_text().replace(", fr: État", ""))
    spoken = folder.write("customers/acme.yml", "id: acme\nname: A\nlanguage: de\ndomains: [acme.example]\n")
    folder.customers = spoken.parent
    folder.says_of(rule("one", *asks("subject: a"), "actions:", "  - add_topic: outage"))
    (said,) = folder.problems()
    assert said.message == 'topic "outage" has no links in fr, de: readers of fr, de get titles in English'
    assert said.hint == (
        'in links.yml, add fr: "…" and de: "…" to a title of it; asked for fr because other texts of links.yml have '
        f"it, de because customer acme reads it ({spoken})"
    )


def test_warnings_about_sections_are_as_wide_as_their_names(folder: Folder) -> None:
    folder.write("sections.yml", "sections:\n  invoice_number:\n    text: {en: A.}\n  'idle': {text: {en: B, fr: C}}\n")
    asked = rule("one", *asks("subject: a"), "actions:", "  - reply_section: invoice_number")
    folder.write("rules/10.yml", f"version: 1\nrules:\n{asked}")
    assert [(one.code, one.column, one.width) for one in folder.problems()] == [("W502", 3, 14), ("W408", 4, 4)]
    assert (
        folder.problems()[0].hint
        == 'add fr: "…" to its text; asked for because other texts of links.yml and sections.yml have it'
    )


def test_a_language_that_some_links_have_is_wanted_of_all(folder: Folder) -> None:
    folder.write("links.yml", (folder.path / "links.yml").read_text().replace(", fr: État", ""))
    said = folder.says_of(rule("one", *asks("subject: a"), "actions:", "  - add_topic: outage"))
    assert said == ['8:20: W501 topic "outage" has no links in fr: readers of fr get titles in English']


def test_sections_are_held_against_languages_and_against_the_rules(folder: Folder) -> None:
    folder.write(
        "sections.yml", "sections:\n  away:\n    text: {en: We are closed.}\n  idle:\n    text: {en: A, fr: B}\n"
    )
    folder.write(
        "rules/10.yml", "version: 1\nrules:\n" + rule("one", *asks("subject: a"), "actions:", "  - reply_section: away")
    )
    assert folder.says() == [
        'sections.yml:2:3: W502 section "away" is not there in fr: readers of fr get it in English',
        'sections.yml:4:3: W408 section "idle" is asked for by no rule',
    ]


def test_the_number_to_call_is_remarked_where_no_policy_has_one(folder: Folder) -> None:
    calls = rule("call", *asks("subject: a"), "actions:", "  - reply_section: urgent_by_phone")
    assert folder.says_of(calls) == []  # packs that are shipped have one
    levels = "priorities:\n  low: {title: {en: Low}, respond: 1d}\n"
    pack = f"version: 1\ntitle: {{en: S}}\nclock: 24x7\ndefault_priority: low\n{levels}"
    folder.write("policies/standard.yml", pack)
    assert folder.says() == ["rules/10.yml:8:24: W409 no policy has a number to call"]


def test_variables_nobody_names_are_remarked(folder: Folder) -> None:
    text = 'version: 1\nvariables:\n  used: [a]\n  inner: [b]\n  outer: ["{{ inner }}"]\n  idle: [c]\nrules:\n'
    text += rule("one", *asks('any: [{subject: "{{ used }}"}, {body|contains: "{{outer}}"}]'), *TAG)
    folder.write("rules/10.yml", text)
    assert folder.says() == ['rules/10.yml:6:3: W410 variable "idle" is not used']


@pytest.mark.parametrize("name", ["tests/intake.yml", "rules.yml", "link.yaml", "team.yaml", "policies/vip.yaml"])
def test_files_that_look_as_if_they_counted_are_remarked(folder: Folder, name: str) -> None:
    folder.write(name, "version: 1\n")
    assert [one for one in folder.says() if "W411" in one] == [f"{name}: W411 is not read"]


def test_files_that_are_something_else_are_left_in_peace(folder: Folder) -> None:
    for name in ("notes.txt", "schemas/rules.json", ".rules.yml", "customers/acme.yml", "rules/mail.eml"):
        folder.write(name, "version: 1\n")
    assert folder.says() == []


def test_a_slow_pattern_on_long_texts_is_remarked_once_at_its_first_place(folder: Folder) -> None:
    one = rule("one", *asks(r"subject|re: ['\d{4}', '\w+\d']"), *TAG)
    two = rule("two", *asks(r"body|re: '\w+\d'"), *TAG)
    assert folder.says_of(one + two) == ["6:32: W304 pattern is slow on long texts"]


def test_of_a_rule_with_a_mistake_nothing_more_is_said(folder: Folder) -> None:
    wrong = rule("away", *asks("subjct: ads"), "actions:", '  - discard: "ads"', triggers="mail.received")
    fine = rule("panic", *asks("subject: a"), *URGENT)
    assert codes(folder.says_of(wrong + fine)) == ["E101", "W301"]


ASKS_FOR_A_SECTION = "version: 1\nrules:\n" + rule("one", *asks("subject: a"), "actions:", "  - reply_section: away")


@pytest.mark.parametrize("text", ["sections:\n  away: [\n", "sections:\n  away:\n    txt: {en: We are closed.}\n"])
def test_of_sections_that_cannot_be_read_the_rules_are_not_blamed(folder: Folder, text: str) -> None:
    folder.write("sections.yml", text)
    folder.write("rules/10.yml", ASKS_FOR_A_SECTION)
    said = folder.says()
    assert said
    assert {one.partition(":")[0] for one in said} == {"sections.yml"}
    assert "W408" not in codes(said)


def test_a_section_that_a_file_which_cannot_be_read_may_ask_for_is_not_called_idle(folder: Folder) -> None:
    folder.write("sections.yml", "sections:\n  away:\n    text: {en: We are closed., fr: Fermé.}\n")
    folder.write("rules/10.yml", ASKS_FOR_A_SECTION + "  -id: two\n")
    assert codes(folder.says()) == ["E100"]
    folder.write("rules/10.yml", ASKS_FOR_A_SECTION.replace("away", "holydays"))
    assert codes(folder.says()) == ["E104", "W408"]


def at(day: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, tzinfo=UTC)


def test_rules_that_matched_nothing_are_remarked_where_they_were_there_all_the_time(folder: Folder) -> None:
    names = ("lately", "long-ago", "never", "new", "unknown")
    folder.past = Past(
        since=at(1),
        last={"lately": at(18), "long-ago": at(30, 8)},
        first_seen={"lately": at(1, 5), "long-ago": at(1, 5), "never": at(1, 6), "new": at(10)},
    )
    said = folder.says_of("".join(rule(name, *asks(f"subject: {name}"), *TAG) for name in names))
    assert said == [
        '9:9: W401 rule "long-ago" has matched nothing since 2026-08-30',
        '15:9: W401 rule "never" has matched nothing and is there since 2026-06-01',
    ]
