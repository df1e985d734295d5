from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from gateway.simulation.told import Event, Kind
from tests.simulation.conftest import HEAD, Play, failures, lines

OPEN = "mail: {from: joe@acme.example, subject: Phones drop, body: Since 8., as: t1}"
ANSWER = "answer: {ticket: t1, by: dana, body: Please restart it.}"


def test_a_mail_opens_a_ticket_is_acknowledged_and_named(play_steps: Play) -> None:
    told = play_steps(
        OPEN,
        "expect: {ticket: t1, status: open, priority: medium, customer: acme, messages: 1}",
        'expect: {sent: {to: joe@acme.example, count: 1, template: ack, subject_contains: "case #{t1}"}}',
        "expect: {count: {tickets: 1, quarantined: 0}}",
    )
    assert failures(told) == []
    assert told.expectations == 3
    assert told.tickets["t1"]["subject"] == "Phones drop"
    assert [event.kind for event in told.events if event.kind is not Kind.HISTORY] == [
        Kind.MAIL,
        Kind.SENT,
        *[Kind.HOLDS] * 3,
    ]


def test_everything_happens_at_the_time_of_the_story(play_steps: Play) -> None:
    told = play_steps(
        OPEN,
        "expect: {sent: {count: 1, at: 2026-11-20T14:00:00Z}}",
        "after: 2h",
        ANSWER,
        "expect: {sent: {to: joe@acme.example, template: reply, count: 1, at: 2026-11-20T16:00:01Z}}",
        "expect: {sent: {template: reply, count: 1, at: 2026-11-20T16:00:02Z}}",
        "at: 2026-12-01T00:00:00Z",
    )
    assert [step for step, _, _ in failures(told)] == [6], "two seconds are more than one"
    moments = {event.what: event.at for event in told.events if event.kind is Kind.ANSWER}
    assert moments == {"Please restart it.": datetime(2026, 11, 20, 16, tzinfo=UTC)}
    assert told.events[-1] == Event(datetime(2026, 12, 1, tzinfo=UTC), Kind.TIME, "2026-12-01T00:00:00Z", step=7), (
        "the clock stands where the story left it"
    )


def test_a_reply_joins_and_a_note_reaches_nobody(play_steps: Play) -> None:
    told = play_steps(
        OPEN,
        "expect: {sent: {count: 1}}",
        "answer: {ticket: t1, by: dana, body: Look at the switch, note: true}",
        "expect: {silent: true}",
        ANSWER,
        "expect: {ticket: t1, status: in-progress, messages: 3}",
        "expect: {sent: {since: last, count: 1, contains: [please RESTART it, '#{t1}'], lacks: switch}}",
        "mail: {from: joe@acme.example, reply_to: t1, body: 'It works, {t1}.', as: same}",
        "expect: {ticket: same, messages: 4}",
        "expect: {silent: true, except: [dana@support.example]}",
        "expect: {count: {tickets: 1}}",
    )
    assert failures(told) == []
    assert told.tickets["same"]["number"] == told.tickets["t1"]["number"]
    assert lines(told, Kind.MAIL)[-1] == f"Re: Phones drop [case #{told.tickets['t1']['number']}]"


def test_a_reply_to_a_mail_that_never_came_is_a_failed_step(play_steps: Play) -> None:
    told = play_steps(
        OPEN,
        "mail: {from: eve@other.example, reply_to: t1, body: Me too.}",
        "expect: {count: {tickets: 1}}",
    )
    ((step, expected, got),) = failures(told)
    assert (step, expected) == (2, "eve@other.example replies to t1")
    assert got.startswith("they never got a mail about case ")


def test_a_refuted_mail_is_quarantined_and_a_named_one_fails(play_steps: Play) -> None:
    told = play_steps(
        "mail: {from: joe@acme.example, subject: x, verified: fail}",
        "expect: {count: {tickets: 0, quarantined: 1}}",
        "expect: {silent: true}",
        "mail: {from: joe@acme.example, subject: x, body: y, verified: fail, as: t1}",
        "expect: {ticket: t1, status: open}",
    )
    assert [(step, expected) for step, expected, _ in failures(told)] == [
        (4, "the mail is on a ticket, t1"),
        (5, "ticket t1: status open"),
    ]
    assert "quarantined" in failures(told)[0][2]
    assert failures(told)[1][2] == "there is no t1: the step that should have given the name failed"


def test_an_unproven_author_gets_an_acknowledgement_too(play_steps: Play) -> None:
    told = play_steps(
        "mail: {from: joe@acme.example, subject: Secret word, body: x, verified: false}",
        "expect: {sent: {to: joe@acme.example, template: ack, count: 1, lacks: secret word}}",
        "mail: {from: joe@acme.example, subject: Other word, body: x}",
        "expect: {sent: {since: last, template: ack, count: 1, contains: other word}}",
    )
    assert failures(told) == []


def test_a_mail_that_is_not_for_us_is_a_failed_step(play_steps: Play) -> None:
    told = play_steps("mail: {from: joe@acme.example, to: ann@acme.example}")
    assert failures(told) == [(1, "the mail reaches us", "none of its recipients does: ann@acme.example")]


def test_a_command_runs_in_the_world_of_the_story(play_steps: Play) -> None:
    told = play_steps(
        "{run: ticket open --customer acme --from joe@acme.example --subject 'No sound' --body 'He called', as: t1}",
        "expect: {ticket: t1, status: open, customer: acme}",
        "{run: 'ticket show {t1}', contains: [no SOUND, '{t1}']}",
        "{run: 'ticket show {t1} --json', contains: '\"created_at\": \"2026-11-20T14:00:00Z\"'}",
        "run: ticket note {t1} --body 'It''s the cable'",
        "expect: {ticket: t1, messages: 2}",
    )
    assert failures(told) == []
    number = told.tickets["t1"]["number"]
    assert f"ticket show {number}  (exit 0)" in lines(told, Kind.RUN)


def test_a_command_that_does_not_come_out_is_a_failed_step_and_the_story_goes_on(play_steps: Play) -> None:
    told = play_steps(
        OPEN,
        "run: ticket close 1042735",
        "{run: ticket close 1042735, exit: 3, contains: there is no case}",
        "{run: 'ticket set {t1} --status pending', exit: 3}",
        "{run: 'ticket note {t1} --body x', as: t2}",
        "{run: ticket lst, exit: 2, contains: 'Did you mean \"list\"?'}",
        "{run: 'ticket show {t1}', contains: [Phones, Gramophones]}",
        "expect: {ticket: t1, status: pending}",
    )
    found = failures(told)
    assert [step for step, _, _ in found] == [2, 4, 5, 7]
    assert found[0][1] == "gateway ticket close 1042735: exit 0"
    assert found[0][2].startswith("exit 3: ")
    assert found[1][2].startswith("exit 0: ")
    assert found[2][2] == "it made no ticket and no notice"
    assert "'Gramophones'" in found[3][1]
    assert "'Phones'" not in found[3][1]


def test_a_command_finds_nobody_at_the_keys(play_steps: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "the-one-who-plays")
    told = play_steps(
        OPEN,
        "{run: 'ticket note {t1} --body -', exit: 3, contains: the text is empty}",
        "run: ticket set {t1} --status pending --reason asked",
    )
    assert failures(told) == []
    because = [event.because for event in told.events if event.kind is Kind.HISTORY]
    assert "set by console: asked" in because


def test_a_command_that_the_desk_refuses_says_so(play_steps: Play) -> None:
    told = play_steps(OPEN, "answer: {ticket: t1, by: dana, body: x}", "run: 'ticket merge {t1} --into {t1}'")
    ((step, _, got),) = failures(told)
    assert step == 3
    assert "refused" in got


def test_an_answer_on_a_merged_ticket_is_a_failed_step(play_steps: Play) -> None:
    told = play_steps(
        OPEN,
        "mail: {from: joe@acme.example, subject: Phones are dead, body: All., as: t2}",
        "run: ticket merge {t1} --into {t2}",
        ANSWER,
        "expect: {ticket: t1, status: closed}",
    )
    ((step, expected, got),) = failures(told)
    assert (step, expected) == (4, "it is done")
    assert "was merged into" in got


def test_a_failed_fact_says_what_is_so_instead(play_steps: Play) -> None:
    told = play_steps(OPEN, "expect: {ticket: t1, status: closed, priority: medium, messages: 7}")
    assert failures(told) == [
        (2, "ticket t1: status closed, priority medium, messages 7", "status open, messages 1"),
    ]


def test_a_failed_count_says_the_number_there_is(play_steps: Play) -> None:
    told = play_steps(OPEN, "expect: {count: {tickets: 2, quarantined: 0}}")
    assert failures(told) == [(2, "tickets 2, quarantined 0", "tickets 1")]


def test_letters_that_are_wanted_and_did_not_come_are_told_with_those_that_did(play_steps: Play) -> None:
    told = play_steps(
        "expect: {sent: {to: joe@acme.example}}",
        OPEN,
        "expect: {sent: {to: joe@acme.example, count: 2, template: ack}}",
        "expect: {sent: {to: ann@acme.example, template: reply, contains: absent words}}",
        "expect: {sent: {count: 0, lacks: zebra}}",
        "expect: {sent: {from: dana@support.example}}",
        "expect: {sent: {attachment: window.ics}}",
    )
    found = {step: (expected, got) for step, expected, got in failures(told)}
    assert found[1] == ("at least 1 sent to joe@acme.example", "nothing was sent")
    assert found[3][0] == "2 sent to joe@acme.example of the kind ack"
    assert found[3][1].startswith("1 of them; what was sent:")
    assert "(to others, another kind, lacks 'absent words')" in found[4][1]
    assert found[5][1].startswith("1 of them:\n2026-11-20T14:00:00Z to joe@acme.example [ack] ")
    assert "(from others)" in found[6][1]
    assert "(no such attachment)" in found[7][1]
    assert sorted(found) == [1, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("numbers", "holds"),
    [
        ("count: 2", True),
        ("count: 1", False),
        ("count: 3", False),
        ("at_least: 2", True),
        ("at_least: 3", False),
        ("at_most: 2", True),
        ("at_most: 1", False),
        ("at_least: 1, at_most: 2", True),
    ],
)
def test_numbers_of_letters_are_exact_or_bounds(play_steps: Play, numbers: str, holds: bool) -> None:
    told = play_steps(OPEN, ANSWER, f"expect: {{sent: {{to: JOE@acme.example, {numbers}}}}}")
    assert (failures(told) == []) is holds


def test_since_last_looks_back_to_the_block_before_and_a_block_is_one_look(play_steps: Play) -> None:
    told = play_steps(
        OPEN,
        "expect: {sent: {since: last, count: 1}}",
        "expect: {sent: {since: last, count: 1}}",
        ANSWER,
        "expect: {ticket: t1, status: in-progress}",
        ANSWER,
        "expect: {count: {tickets: 1}}",
        "expect: {sent: {since: last, count: 2, template: reply}}",
        "expect: {sent: {count: 3}}",
        "expect: {silent: true, except: [JOE@acme.example]}",
        "after: 1s",
        "expect: {silent: true}",
        "expect: {sent: {since: last, count: 0}}",
    )
    assert failures(told) == []


def test_a_look_that_wants_nothing_is_where_the_next_one_begins(play_steps: Play) -> None:
    told = play_steps(OPEN, "expect: {sent: {at_least: 0}}", ANSWER, "expect: {sent: {since: last, count: 1}}")
    assert failures(told) == []


def test_noise_is_told_with_its_letters(play_steps: Play) -> None:
    told = play_steps(OPEN, "expect: {silent: true, except: [ann@acme.example]}")
    ((_, expected, got),) = failures(told)
    assert expected == "nothing sent since the last look, but to ann@acme.example"
    assert got.startswith("1 sent:\n2026-11-20T14:00:00Z to joe@acme.example [ack] Re: Phones drop")


def test_checks_of_a_story_open_a_case_at_the_fifth_failure_and_name_it(play_steps: Play) -> None:
    down = "monitor: {target: web-1, ok: false%s}"
    told = play_steps(
        *[down % ""] * 3,
        down % ", as: early",
        down % ", as: t1",
        "expect: {ticket: t1, status: open, priority: urgent}",
        "monitor: {target: web-1, ok: true, as: t2}",
        "expect: {ticket: t2, status: resolved, messages: 2}",
        "monitor: {target: web-1, ok: true, as: t3}",
    )
    assert [(step, got) for step, _, got in failures(told)] == [
        (4, "no case is open about web-1"),
        (9, "no case is open about web-1"),
    ]


def test_what_has_no_name_because_its_step_failed_says_so(play_steps: Play) -> None:
    told = play_steps(
        "monitor: {target: 'https://acme.example', ok: false, as: t1}",
        "expect: {notice: t1, state: draft}",
        "expect: {missed: {notice: t1, kinds: [report]}}",
        "expect: {due: {notice: t1, report: null}}",
    )
    assert [(step, got) for step, _, got in failures(told)] == [
        (1, "no case is open about https://acme.example"),
        *((step, "there is no t1: the step that should have given the name failed") for step in (2, 3, 4)),
    ]


def test_a_mail_of_a_file_arrives_as_it_is(play_steps: Play, tmp_path: Path) -> None:
    raw = (
        "From: Joe <joe@acme.example>\nTo: support@support.example\nSubject: =?utf-8?q?f=C3=BCr?= Sie\n"
        "Message-ID: <m1@acme.example>\nDate: Fri, 20 Nov 2026 13:59:00 +0000\n\nhello\n"
    )
    (tmp_path / "a.eml").write_text(raw, "utf-8")
    told = play_steps("mail: {eml: a.eml, as: t1}", "expect: {ticket: t1, customer: acme}")
    assert failures(told) == []
    assert told.tickets["t1"]["subject"] == "für Sie"


def test_a_file_that_nobody_wrote_is_a_failed_step(play_steps: Play, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_text("Subject: x\n\nhello\n", "utf-8")
    ((_, expected, got),) = failures(play_steps("mail: {eml: a.eml}"))
    assert expected == "the mail can be written"
    assert got.startswith("the file says nobody wrote it")


def test_facts_that_are_none_are_asked_for_as_none(play_steps: Play) -> None:
    told = play_steps(
        "mail: {from: eve@other.example, subject: Hello, body: x, as: t1}",
        "expect: {ticket: t1, customer: null, assigned_to: null, waiting_on: none, linked_to: null}",
        "expect: {ticket: t1, customer: acme}",
    )
    assert failures(told) == [(3, "ticket t1: customer acme", "customer none")]


def test_queue_and_tags_are_facts_and_a_tag_is_not_the_ticket_that_has_its_name(play_steps: Play) -> None:
    told = play_steps(
        "mail: {from: joe@acme.example, subject: Hello, body: x, as: vip}",
        "expect: {ticket: vip, queue: support, tags: null, topics: null}",
        "run: ticket tag {vip} vip weekend",
        "run: ticket set {vip} --queue leads",
        "expect: {ticket: vip, queue: Leads, tags: [weekend, vip]}",
        "expect: {ticket: vip, tags: vip}",
        "expect: {ticket: vip, queue: support, tags: [vip, eu], topics: outage}",
        "expect: {ticket: vip, tags: null}",
    )
    assert failures(told) == [
        (
            7,
            "ticket vip: queue support, tags vip and eu, topics outage",
            "queue leads, tags vip and weekend, topics nothing",
        ),
        (8, "ticket vip: tags nothing", "tags vip and weekend"),
    ]
    assert (told.tickets["vip"]["queue"], told.tickets["vip"]["tags"]) == ("leads", ["vip", "weekend"])


def test_the_document_has_everything_with_stable_keys(play_steps: Play) -> None:
    told = play_steps(OPEN, "expect: {ticket: t1, status: closed}", head=HEAD.replace("steps", "promise: [V14]\nsteps"))
    document = told.document()
    assert list(document) == ["file", "title", "promise", "ok", "timeline", "mails", "tickets", "failed"]
    assert (document["title"], document["promise"], document["ok"]) == ("A story", ["V14"], False)
    assert document["failed"] == [{"step": 2, "line": 11, "expected": "ticket t1: status closed", "got": "status open"}]
    mails = document["mails"]
    assert isinstance(mails, list)
    (mail,) = mails
    assert mail["at"] == "2026-11-20T14:00:00Z"
    assert (mail["to"], mail["from"], mail["template"]) == ("joe@acme.example", "support@support.example", "ack")
    assert str(told.tickets["t1"]["number"]) in mail["subject"]
    assert "> Since 8." in mail["text"]
    timeline = document["timeline"]
    assert isinstance(timeline, list)
    assert [set(line) for line in timeline] == [{"at", "kind", "step", "who", "what", "because", "case"}] * len(
        timeline
    )
    assert timeline[-1]["kind"] == "failed"
