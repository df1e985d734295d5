from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from gateway.desk.order import Form
from gateway.errors import ConfigError
from gateway.resources import shipped
from gateway.rules.calendars import load_calendars
from gateway.rules.policies import load_policies
from gateway.rules.scenario import read_scenario
from gateway.rules.scenario_story import (
    Answer,
    Check,
    Command,
    Count,
    Due,
    Mail,
    Marked,
    NoticeFacts,
    Scenario,
    Sent,
    Silent,
    Since,
    TicketFacts,
    Verdict,
    Wait,
)
from gateway.rules.scenario_values import TEMPLATES

CALENDARS = load_calendars(shipped("config"))
PACKS = {name: frozenset(pack.plans) for name, pack in load_policies(shipped("config"), CALENDARS).items()}
HEAD = """\
version: 1
title: A story
start: 2026-11-20T14:00:00-05:00
"""
TEAM = "team: [{name: dana, address: dana@support.example}, {name: Erik, address: erik@support.example}]\n"
STEP = "steps:\n  - after: 1m\n"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def load(folder: Path, text: str) -> Scenario:
    file = folder / "story.yml"
    file.write_text(text, "utf-8")
    return read_scenario(file, packs=PACKS, calendars=CALENDARS)


def steps(folder: Path, *lines: str) -> Scenario:
    return load(folder, HEAD + "steps:\n" + "".join(f"  - {line}\n" for line in lines) + TEAM)


def complaints(folder: Path, text: str) -> list[str]:
    with pytest.raises(ConfigError) as refused:
        load(folder, text)
    return [f"{one.line}:{one.column}: {one.message}" for one in refused.value.problems]


def of_step(folder: Path, line: str, *before: str) -> tuple[str, str]:
    """Return the one complaint about the last of some steps, and its hint."""
    with pytest.raises(ConfigError) as refused:
        steps(folder, *before, line)
    (problem,) = refused.value.problems
    assert problem.line == 5 + len(before), str(problem)
    return problem.message, problem.hint


OPENED = "mail: {from: joe@acme.example, as: t1}"


def test_the_least_story_is_read_with_its_defaults(tmp_path: Path) -> None:
    story = load(tmp_path, HEAD + STEP)
    assert story.title == "A story"
    assert story.policy == "standard"
    assert story.start == datetime(2026, 11, 20, 19, tzinfo=UTC)
    assert (story.promise, story.customers, story.team, dict(story.settings)) == ((), (), (), {})
    assert [(step.number, step.place.line, step.act) for step in story.steps] == [
        (1, 5, Wait(datetime(2026, 11, 20, 19, 1, tzinfo=UTC)))
    ]


def test_the_world_of_a_story_is_read_as_it_says(tmp_path: Path) -> None:
    story = load(
        tmp_path,
        HEAD
        + """\
promise: [V14, "free text"]
policy: interaction-versa
settings: {tag: ticket, support: {plus_addressing: false}}
customers:
  - {id: acme, plan: VIP, domains: [acme.example], contract: {from: 2026-01-01}}
team:
  - {name: dana, address: dana@support.example, groups: [support], level: 1}
"""
        + STEP,
    )
    assert story.promise == ("V14", "free text")
    assert story.settings == {"tag": "ticket", "support": {"plus_addressing": False}}
    assert [one.customer.id for one in story.customers] == ["acme"]
    assert story.customers[0].at("plan").line == 8
    assert story.team == ({"name": "dana", "address": "dana@support.example", "groups": ["support"], "level": 1},)


def test_one_promise_may_stand_without_a_list(tmp_path: Path) -> None:
    assert load(tmp_path, HEAD + "promise: Q1\n" + STEP).promise == ("Q1",)


def test_every_step_is_read_with_everything_it_may_say(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.eml").write_bytes(b"From: x@acme.example\r\n\r\nhi\r\n")
    story = steps(
        tmp_path,
        "mail: {from: Joe <joe@acme.example>, to: support@support.example, cc: [ann@acme.example, bob@acme.example],"
        " subject: Phones, body: b, html: <p>b</p>, headers: {X-Priority: 1, Precedence: bulk}, as: t1}",
        "mail: {from: joe@acme.example, reply_to: t1, verified: fail, to: [escalations@any.example]}",
        "mail: {eml: in/a.eml, verified: false, as: t2}",
        "answer: {ticket: t1, by: dana, body: Done}",
        "answer: {ticket: '{t1}', by: dana, body: Look, note: true}",
        "run: \"ticket set {t1} --reason 'a b'\"",
        "{run: ticket close {t1}, exit: 3, contains: refused, as: t3}".replace("{t1}", "t1"),
        "monitor: {target: https://acme.example, ok: false, as: t4}",
        "after: 1h30m",
        "at: 2026-11-21T00:00:00Z",
    )
    found = [step.act for step in story.steps]
    assert found == [
        Mail(
            sender="Joe <joe@acme.example>",
            to=("support@support.example",),
            cc=("ann@acme.example", "bob@acme.example"),
            subject="Phones",
            body="b",
            html="<p>b</p>",
            headers=(("X-Priority", "1"), ("Precedence", "bulk")),
            name="t1",
        ),
        Mail("joe@acme.example", to=("escalations@any.example",), reply_to="t1", verdict=Verdict.FAIL),
        Mail("", raw=b"From: x@acme.example\r\n\r\nhi\r\n", verdict=Verdict.NONE, name="t2"),
        Answer("t1", "dana", "Done"),
        Answer("t1", "dana", "Look", note=True),
        Command(("ticket", "set", "{t1}", "--reason", "a b")),
        Command(("ticket", "close", "t1"), exit=3, contains=("refused",), name="t3"),
        Check("https://acme.example", ok=False, name="t4"),
        Wait(utc("2026-11-20T20:30:00Z")),
        Wait(utc("2026-11-21T00:00:00Z")),
    ]


def test_every_expectation_is_read_with_everything_it_may_say(tmp_path: Path) -> None:
    story = steps(
        tmp_path,
        OPENED,
        "expect: {ticket: t1, status: in-progress, priority: P1, type: Change, waiting_on: third-party,"
        " assigned_to: Dana, level: 2, escalation_level: 5, customer: acme, queue: Billing, tags: [vip, weekend],"
        " topics: outage, linked_to: t1, messages: 0}",
        "expect: {ticket: t1, waiting_on: none, assigned_to: null, customer: null, linked_to: null,"
        " tags: null, topics: null}",
        "expect: {due: {ticket: t1, response: null, resolution: 2026-11-21T00:00:00+01:00}}",
        "expect: {due: {notice: t1, report: 2026-11-21T00:00:00Z, update: null, rca: null}}",
        "expect: {missed: {ticket: t1, kinds: [response, rca]}}",
        "expect: {warned: {notice: t1, kinds: []}}",
        "expect: {sent: {to: joe@acme.example, from: support@support.example, since: last, count: 2,"
        ' subject_contains: "#{t1}", contains: [a, b], lacks: c, template: ack, attachment: x.ics,'
        " at: 2026-11-20T20:00:00Z}}",
        "expect: {sent: {at_least: 2, at_most: 3}}",
        "expect: {sent: {at_most: 3}}",
        "expect: {sent: {}}",
        "expect: {silent: true, except: [Joe@acme.example]}",
        "expect: {count: {tickets: 2, quarantined: 0}}",
        "expect: {notice: t1, state: restored, recipients: 3}",
    )
    none = {"waiting_on": None, "assigned_to": None, "customer": None, "linked_to": (), "tags": (), "topics": ()}
    assert [step.act for step in story.steps][1:] == [
        TicketFacts(
            "t1",
            {
                "status": "in-progress",
                "priority": "p1",
                "type": "change",
                "waiting_on": "third-party",
                "assigned_to": "dana",
                "level": 2,
                "escalation_level": 5,
                "customer": "acme",
                "queue": "billing",
                "tags": ("vip", "weekend"),
                "topics": ("outage",),
                "linked_to": ("t1",),
                "messages": 0,
            },
        ),
        TicketFacts("t1", none),
        Due("t1", {"response": None, "resolution": utc("2026-11-20T23:00:00Z")}),
        Due("t1", {"update": None, "rca": None, "report": utc("2026-11-21T00:00:00Z")}, notice=True),
        Marked("t1", frozenset({"response", "rca"}), warned=False),
        Marked("t1", frozenset(), warned=True, notice=True),
        Sent(
            to="joe@acme.example",
            sender="support@support.example",
            since=Since.LAST,
            at_least=2,
            at_most=2,
            subject_contains=("#{t1}",),
            contains=("a", "b"),
            lacks=("c",),
            template="ack",
            attachment="x.ics",
            at=utc("2026-11-20T20:00:00Z"),
        ),
        Sent(at_least=2, at_most=3),
        Sent(at_least=0, at_most=3),
        Sent(),
        Silent(("Joe@acme.example",)),
        Count(2, 0),
        NoticeFacts("t1", "restored", 3),
    ]


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("mial: {from: joe@acme.example}", 'unknown key "steps[0].mial"', 'did you mean "mail"?'),
        ("mail: {form: joe@acme.example}", 'unknown key "steps[0].mail.form"', 'did you mean "from"?'),
        ("mail: {subject: x}", '"steps[0].mail" needs "from", the address that writes it', ""),
        (
            "mail: {from: joe}",
            '"steps[0].mail.from" must be one mail address: an address needs a local part, an @ and a domain',
            "",
        ),
        (
            "mail: {from: [joe@acme.example]}",
            '"steps[0].mail.from" must be text',
            "put it in quotes",
        ),
        ("mail: {from: a@acme.example, body: 5}", '"steps[0].mail.body" must be text', "put it in quotes"),
        (
            "mail: {from: a@acme.example, to: [b@acme.example, 5]}",
            '"steps[0].mail.to[1]" must be text',
            "put it in quotes",
        ),
        (
            "mail: {from: a@acme.example, headers: {'X Y': z}}",
            '"steps[0].mail.headers.X Y" is no name of a header field',
            "",
        ),
        (
            "mail: {from: a@acme.example, headers: {X-Y: [z]}}",
            '"steps[0].mail.headers.X-Y" must be text',
            "put it in quotes",
        ),
        (
            "mail: {from: a@acme.example, verified: maybe}",
            '"steps[0].mail.verified" must be true (proven), false (nobody knows) or fail (refuted)',
            "",
        ),
        (
            "mail: {from: a@acme.example, as: 1t}",
            '"steps[0].mail.as" must be a name: a letter, then letters, digits, _ and -',
            "for example t1",
        ),
        (
            "mail: {eml: nowhere.eml, subject: x}",
            '"steps[0].mail.subject" has no meaning beside "eml": the file is the whole mail',
            "",
        ),
        ("answer: {by: dana, body: x}", '"steps[0].answer.ticket" is missing', ""),
        ("run: gateway ticket list", '"steps[0].run" begins with "gateway"', 'leave that word out: "ticket list"'),
        ('run: "simulate x.yml"', '"steps[0].run" "simulate" cannot be played: a scenario is a run of its own', ""),
        ("run: ticket 'list", '"steps[0].run" cannot be taken apart into words: no closing quotation', ""),
        ('run: ""', '"steps[0].run" names no command', ""),
        ("{run: ticket list, exit: 256}", '"steps[0].exit" must be at most 255', ""),
        ("{after: 1h, exit: 3}", '"steps[0].exit" belongs to a step with "run"', ""),
        (
            "{mail: {from: a@acme.example}, as: t1}",
            '"steps[0].as" belongs to a step with "run"',
            'put it between the braces of "mail"',
        ),
        ("{after: 1h, at: 2026-11-21T00:00:00Z}", '"steps[0].at" stands beside "after"', "make it a step of its own"),
        (
            "{exit: 0}",
            '"steps[0]" does nothing: give it one of mail, answer, run, after, at, monitor, expect',
            "",
        ),
        ("expect:", '"steps[0].expect" has no value', "give one, or remove the line"),
        ("after: 2 hours", '"steps[0].after" must be a duration such as 45s, 90m, 2h, 7d or 1h30m', ""),
        ("after: 90", '"steps[0].after" must be text', "put it in quotes"),
        ("after: 0m", '"steps[0].after" must be longer than nothing', ""),
        (
            "at: 2026-11-21T00:00:00",
            '"steps[0].at" has no zone',
            "end it with Z, or with an offset such as -05:00",
        ),
        (
            "at: 2026-11-21",
            '"steps[0].at" must be a moment such as 2026-11-20T14:00:00Z',
            "give date and time",
        ),
        ("at: 20261121T00:00:00.5.5Z", '"steps[0].at" must be a moment such as 2026-11-20T14:00:00Z', ""),
        (
            "at: 2026-11-20T18:59:59Z",
            '"steps[0].at" is in the past: by then it is 2026-11-20T19:00:00Z',
            "the clock never goes back",
        ),
        ("monitor: {target: x}", '"steps[0].monitor.ok" is missing', ""),
        (
            "expect: {}",
            '"steps[0].expect" expects nothing: give it one of '
            "ticket, due, missed, warned, sent, silent, count, notice",
            "",
        ),
        (
            "expect: {status: open}",
            '"steps[0].expect" expects nothing: give it one of '
            "ticket, due, missed, warned, sent, silent, count, notice",
            "",
        ),
        (
            "expect: {silent: true, sent: {}}",
            '"steps[0].expect.silent" stands beside "sent"',
            'make it an "expect" of its own',
        ),
        ("expect: {silent: false}", '"steps[0].expect.silent" can only be true', 'letters that are wanted are "sent"'),
        (
            "expect: {sent: {}, except: [a@acme.example]}",
            '"steps[0].expect.except" belongs to an expectation about a "silent"',
            "",
        ),
        ("expect: {count: {}}", '"steps[0].expect.count" counts nothing: give it "tickets" or "quarantined"', ""),
        ("expect: {sent: {template: akc}}", '"steps[0].expect.sent.template" is no kind of letter', None),
        ("expect: {sent: {cuont: 1}}", 'unknown key "steps[0].expect.sent.cuont"', 'did you mean "count"?'),
        ("expect: {sent: {count: -1}}", '"steps[0].expect.sent.count" must be at least 0', ""),
        (
            "expect: {sent: {count: 1, at_least: 1}}",
            '"steps[0].expect.sent.at_least" stands beside "count"',
            "keep one of the two",
        ),
        ("expect: {sent: {at_least: 3, at_most: 2}}", '"steps[0].expect.sent.at_most" is less than "at_least"', ""),
        ("expect: {sent: {since: yesterday}}", '"steps[0].expect.sent.since" must be start or last', ""),
        (
            'expect: {sent: {lacks: [""]}}',
            '"steps[0].expect.sent.lacks[0]" must not be empty: nothing is in every text',
            "",
        ),
    ],
)
def test_each_mistake_in_a_step_is_named_with_its_place(
    tmp_path: Path, line: str, message: str, hint: str | None
) -> None:
    found = of_step(tmp_path, line)
    assert found[0] == message
    assert hint is None or found[1] == hint


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "expect: {ticket: t1, status: opne}",
            '"steps[1].expect.status" must be open, in-progress, pending, on-hold, ',
        ),
        ("expect: {ticket: t1, level: 4}", '"steps[1].expect.level" must be at most 3'),
        ("expect: {ticket: t1, status: null}", '"steps[1].expect.status" has no value'),
        ("expect: {ticket: t1}", '"steps[1].expect.ticket" expects nothing of the ticket'),
        ("expect: {ticket: t1, state: draft}", '"steps[1].expect.state" belongs to an expectation about a "notice"'),
        ("expect: {notice: t1, state: finished}", '"steps[1].expect.state" is no state of a notice'),
        ("expect: {due: {ticket: t1}}", '"steps[1].expect.due" expects nothing: name a promise, such as response'),
        (
            "expect: {due: {response: null}}",
            '"steps[1].expect.due" must name a "ticket" or a "notice", one of the two',
        ),
        (
            "expect: {due: {ticket: t1, report: null}}",
            '"steps[1].expect.due.report" is nothing that a ticket promises: response, update, resolution, rca are',
        ),
        (
            "expect: {missed: {notice: t1, kinds: [update, response]}}",
            '"steps[1].expect.missed.kinds[1]" is nothing that a notice promises: report, update, rca are',
        ),
        ("expect: {missed: {ticket: t1, kinds: [respnse]}}", '"steps[1].expect.missed.kinds[0]" must be response, '),
        ("expect: {ticket: t2, status: open}", '"steps[1].expect.ticket" names "t2", which no earlier step did'),
        ("expect: {notice: t2, state: draft}", 'names "t2", which no earlier step did'),
        ("answer: {ticket: t2, by: dana, body: x}", 'names "t2", which no earlier step did'),
        ("run: ticket close {t2}", 'names "t2", which no earlier step did'),
        ('expect: {sent: {contains: ["#{t2}"]}}', 'names "t2", which no earlier step did'),
        ("mail: {from: a@acme.example, reply_to: t2}", 'names "t2", which no earlier step did'),
        ("mail: {from: a@acme.example, as: t1}", 'gives the name "t1" again, which is step 1\'s'),
        ("mail: {eml: nowhere.eml}", '"steps[1].mail.eml" names no mail: there is no such file'),
    ],
)
def test_each_mistake_about_a_named_ticket_is_named_with_its_place(tmp_path: Path, line: str, message: str) -> None:
    found, _ = of_step(tmp_path, line, OPENED)
    assert message in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [f'0:0: "{key}" is missing' for key in ("version", "title", "start", "steps")]),
        (HEAD + "steps: []\n", ['4:8: "steps" must not be empty']),
        (HEAD.replace("1\n", "2\n", 1) + STEP, ['1:10: "version" must be 1']),
        (HEAD.replace("-05:00", "") + STEP, ['3:8: "start" has no zone']),
        (HEAD + "policy: amoy\n" + STEP, ['4:9: "policy" is no policy that is there']),
        (HEAD + "policy: interaction-versa\ncustomers: [{id: a, plan: vp}]\n" + STEP, ['5:27: "customers[0].plan" is']),
        (HEAD + "customers: [{id: a, policy: amoy}]\n" + STEP, ['4:29: "customers[0].policy" is no policy that is']),
        (HEAD + "customers: [{id: a}, {id: a}]\n" + STEP, ['4:27: "customers[1].id" is given twice']),
        (HEAD + "team: [{name: d, address: d@x.example, gruops: []}]\n" + STEP, ['4:40: unknown key "team[0].gruops"']),
        (HEAD + "team: [{name: d, address: d@x.example, groups: [q]}]\n" + STEP, ['4:49: "team[0].groups[0]" is no']),
        (HEAD + "settings: tag\n" + STEP, ['4:11: "settings" must be a mapping']),
        (HEAD + "steps:\n  - at: x\n  - after: y\n", ['5:9: "steps[0].at" must', '6:12: "steps[1].after" must']),
    ],
)
def test_each_mistake_above_the_steps_is_named_with_its_place(tmp_path: Path, text: str, expected: list[str]) -> None:
    found = complaints(tmp_path, text)
    assert len(found) == len(expected), found
    for one, beginning in zip(found, sorted(expected), strict=True):
        assert one.startswith(beginning)


def test_mistakes_of_the_team_and_of_the_steps_come_together(tmp_path: Path) -> None:
    text = HEAD + "team: [{name: d}]\n" + "steps:\n  - aftr: 1h\n"
    assert complaints(tmp_path, text) == ['4:8: "team[0].address" is missing', '6:5: unknown key "steps[0].aftr"']


def test_names_and_the_clock_are_complained_of_together(tmp_path: Path) -> None:
    lines = (
        "after: 1h",
        "at: 2026-11-20T19:59:59Z",
        "run: ticket close {t1}",
        "answer: {ticket: t9, by: dana, body: x}",
    )
    with pytest.raises(ConfigError) as refused:
        steps(tmp_path, *lines)
    assert [one.line for one in refused.value.problems] == [6, 7, 8]


@pytest.mark.parametrize(
    ("by", "hint"),
    [("bob", '"team" has dana, Erik'), ("dnaa", 'did you mean "dana"?'), ("eve@evil.example", '"team" has dana, Erik')],
)
def test_who_answers_is_of_the_team(tmp_path: Path, by: str, hint: str) -> None:
    message, said = of_step(tmp_path, f"answer: {{ticket: t1, by: {by}, body: x}}", OPENED)
    assert (message, said) == (f'"steps[1].answer.by" names "{by}", who is nobody of the team of this story', hint)


@pytest.mark.parametrize("by", ["dana", "Dana", "ERIK", "erik@support.example"])
def test_capitals_do_not_matter_and_an_address_is_a_name_too(tmp_path: Path, by: str) -> None:
    assert len(steps(tmp_path, OPENED, f"answer: {{ticket: t1, by: {by}, body: x}}").steps) == 2


def test_a_story_without_a_team_has_nobody_who_answers(tmp_path: Path) -> None:
    text = HEAD + f"steps:\n  - {OPENED}\n  - answer: {{ticket: t1, by: dana, body: x}}\n"
    assert next(one for one in complaints(tmp_path, text) if "dana" in one).startswith('6:30: "steps[1].answer.by"')


def test_a_wrong_team_is_told_once(tmp_path: Path) -> None:
    text = HEAD + f"team: [{{name: d}}]\nsteps:\n  - {OPENED}\n  - answer: {{ticket: t1, by: dana, body: x}}\n"
    assert complaints(tmp_path, text) == ['4:8: "team[0].address" is missing']


def test_a_mail_may_have_an_empty_subject(tmp_path: Path) -> None:
    first, second = steps(tmp_path, 'mail: {from: a@acme.example, subject: ""}', "mail: {from: a@acme.example}").steps
    assert isinstance(first.act, Mail)
    assert isinstance(second.act, Mail)
    assert (first.act.subject, second.act.subject) == ("", None)


def test_a_name_that_nearly_is_one_gets_a_hint(tmp_path: Path) -> None:
    assert of_step(tmp_path, "run: ticket close {frist}", "mail: {from: a@acme.example, as: first}")[1] == (
        'did you mean "first"?'
    )


def test_braces_that_hold_no_name_are_text(tmp_path: Path) -> None:
    (step,) = steps(tmp_path, "run: 'ticket note 1042735 --body \"{} {1} { x } {a b}\"'").steps
    assert step.act == Command(("ticket", "note", "1042735", "--body", "{} {1} { x } {a b}"))


def test_every_form_of_letter_has_a_name_here() -> None:
    names = {path.name.split(".")[0] for path in (shipped("templates") / "en").glob("*.subject.j2")}
    public = {"ack-proven": "ack", **{form.value: form.public for form in Form}}
    assert {public.get(name, name) for name in names} <= set(TEMPLATES)
