from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gateway.address import Address
from gateway.desk.alarm import Alarm, AlarmState, System
from gateway.desk.monitor import MailSource
from gateway.inbound.alarm.notice import MAX_LINES, MAX_SUBJECT, MAX_TEXT, read_notice
from gateway.inbound.alarm.read import read_listed
from tests.effort import calls, patiently

SENDER = Address("nagios", "mon.example")
PROBLEM = "** PROBLEM Service Alert: db1/Disk is CRITICAL **"
TEXT = "***** Nagios *****\n\nNotification Type: PROBLEM\n\nAdditional Info:\n\nDISK CRITICAL\n"
ANY = MailSource("mon.example")


def read(subject: str, text: str = TEXT, *, sender: Address = SENDER, source: MailSource = ANY) -> Alarm | None:
    return read_listed(subject, text, sender, source)


def named(system: System) -> MailSource:
    return MailSource("mon.example", system)


CLOUD = Address("no-reply", "sns.amazonaws.com")
OWN_TEXTS = [
    (PROBLEM, TEXT, SENDER),
    ("Problem: x", "Problem started at 10:11:58 on 2026.11.19\nHost: a\nOriginal problem ID: 7\n", SENDER),
    ("[FIRING:1] A", "1 alert for alertname=A\n[1] Firing\nSent by Alertmanager <http://am.example>\n", SENDER),
    (
        'ALARM: "a" in EU (Frankfurt)',
        'You are receiving this email because your Amazon CloudWatch Alarm "a"\n- State Change: OK -> ALARM\n',
        CLOUD,
    ),
]


@pytest.mark.parametrize(("subject", "text", "sender"), OWN_TEXTS)
def test_a_greeting_above_what_a_system_writes_changes_nothing(subject: str, text: str, sender: Address) -> None:
    direct = read(subject, text, sender=sender)
    assert direct is not None
    pasted = read(subject, f"Hello support,\nwhat does this mean?\n\n{text}", sender=sender)
    assert pasted is not None
    assert (pasted.key, pasted.state) == (direct.key, direct.state)


@pytest.mark.parametrize(
    "mark", ["FW: ", "Fwd: ", "fwd : Fw: ", "WG:", "TR: ", "[EXTERNAL] ", "[ext] Fwd: [Ops] ", "  FW:  "]
)
def test_what_was_passed_on_is_an_alarm(mark: str) -> None:
    found, direct = read(mark + PROBLEM), read(PROBLEM)
    assert found is not None
    assert found == direct


@pytest.mark.parametrize(
    "mark", ["Re: ", "AW: ", "Fwd: Re: ", "Automatic reply: ", "[EXTERNAL] RE: ", "Fwd: " * 5, "x "]
)
def test_an_answer_is_no_alarm_whoever_sends_it(mark: str) -> None:
    assert read(mark + PROBLEM) is None
    assert read(mark + PROBLEM, source=named(System.NAGIOS)) is None


def test_only_the_system_that_is_configured_is_looked_for() -> None:
    assert read(PROBLEM, source=named(System.ZABBIX)) is None
    assert read(PROBLEM, source=named(System.NAGIOS)) == read(PROBLEM)


def test_the_same_words_of_two_senders_are_two_problems() -> None:
    one, other = read(PROBLEM), read(PROBLEM, sender=Address("nagios", "other.example"))
    assert one
    assert other
    assert one.key != other.key
    shouted = read(PROBLEM, sender=Address("Nagios", "mon.example"))
    assert shouted
    assert shouted.key == one.key


def test_a_sign_that_parts_keys_is_none_in_a_name() -> None:
    one = read("** PROBLEM Service Alert: a|b/c is DOWN **")
    other = read("** PROBLEM Service Alert: a/b|c is DOWN **")
    assert one
    assert other
    assert one.key != other.key
    assert one.key.count("|") == other.key.count("|") == 3


@pytest.mark.parametrize(
    ("subject", "state", "event", "severity"),
    [
        ("** PROBLEM Service Alert: a/b is UNKNOWN **", "firing", "", "unknown"),
        ("** PROBLEM Host Alert: a is UNREACHABLE **", "firing", "", "unreachable"),
        ("** PROBLEM Service Alert: a/b is OK **", "resolved", "", ""),
        ("** RECOVERY Service Alert: a/b is OK **", "resolved", "", ""),
        ("** FLAPPINGSTART Service Alert: a/b is WARNING **", "noted", "flappingstart", "warning"),
        ("** DOWNTIMEEND Host Alert: a is UP **", "noted", "downtimeend", ""),
        ("** CUSTOM Host Alert: a is DOWN **", "noted", "custom", "down"),
        ("[DOWNTIMEREMOVED] b on a is OK!", "noted", "downtimeremoved", ""),
        ("[ACKNOWLEDGEMENT] Host a is DOWN!", "noted", "acknowledgement", "down"),
        ("*** PROBLEM *** a / b is CRITICAL", "firing", "", "critical"),
        ("*** RECOVERY *** a is UP", "resolved", "", ""),
        ("RECOVERY - a - is UP", "resolved", "", ""),
        ("PROBLEM - a - b is WARNING", "firing", "", "warning"),
    ],
)
def test_every_word_of_nagios_has_its_meaning(subject: str, state: str, event: str, severity: str) -> None:
    alarm = read(subject, "")
    assert alarm
    assert (alarm.state, alarm.event, alarm.severity, alarm.host) == (AlarmState(state), event, severity, "a")
    assert alarm.service in ("", "b")


@pytest.mark.parametrize(
    ("subject", "service"),
    [
        ("[PROBLEM] load on disk on db1 is CRITICAL!", "load on disk"),
        ("[PROBLEM] is CRITICAL on db1 is CRITICAL!", "is CRITICAL"),
        ("** PROBLEM Service Alert: db1/http://shop/ is up is CRITICAL **", "http://shop/ is up"),
    ],
)
def test_names_with_the_words_of_a_subject_are_read_whole(subject: str, service: str) -> None:
    alarm = read(subject)
    assert alarm
    assert (alarm.host, alarm.service) == ("db1", service)


@pytest.mark.parametrize(
    ("subject", "heading", "group"),
    [
        ("[FIRING:1] A b (c d)", "", "a b"),
        ("[FIRING:1] A b", "", "a b"),
        ("[FIRING:1] A (b) (c (d) e)", "", "a (b)"),
        ("[FIRING:1] f(x) (c)", "", "f(x)"),
        ("[FIRING:1] f(x)", "", "f(x)"),
        ("[FIRING:1] A b) (c)", "", "a b)"),
        ("[FIRING:1] A (b c))", "", "a"),
        ("[FIRING:1] (a b)", "", ""),
        ("[RESOLVED] A (b)", "1 alert for alertname=A (b)", "a (b)"),
        ("[RESOLVED] A (b)", "1 alert for alertname=A", "a"),
        ("[FIRING:2] (a b)", "2 alerts for", ""),
    ],
)
def test_a_group_is_what_it_goes_by_without_what_its_alerts_share(subject: str, heading: str, group: str) -> None:
    alarm = read(subject, heading, source=named(System.ALERTMANAGER))
    assert alarm
    assert alarm.key == f"alertmanager|nagios@mon.example|{group}"
    assert alarm.summary


def test_a_great_group_names_the_first_fifty_and_the_gravest_severity() -> None:
    alerts = "".join(f"Labels\nalertname = A\ninstance = web{at}\nseverity = warning\n" for at in range(80))
    text = f"81 alerts for alertname=A\n[81] Firing\n{alerts}Labels\ninstance = web0\nseverity = Critical\n"
    alarm = read("[FIRING:81] A", text, source=named(System.ALERTMANAGER))
    assert alarm
    assert alarm.targets == tuple(f"web{at}" for at in range(50))
    assert (alarm.host, alarm.service, alarm.severity) == ("", "A", "critical")


def test_a_summary_is_one_line_of_bounded_length_without_control_characters() -> None:
    alarm = read(PROBLEM, "***** Nagios *****\nInfo: \x1b[31mred\u202e " + "x" * 5000)
    assert alarm
    assert len(alarm.summary) == 500
    assert alarm.summary.isprintable()


# --- whatever it is ---

words = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=30)
pieces = st.sampled_from(
    [
        *(
            "** ",
            "PROBLEM",
            "RECOVERY ",
            " Service Alert: ",
            " Host Alert: ",
            " is ",
            "DOWN",
            "CRITICAL",
            " **",
            "!",
            "[",
            "]",
        ),
        *(
            "[FIRING:2] ",
            "[RESOLVED] ",
            "(",
            ")",
            " (",
            "Problem: ",
            "Resolved in 5m: ",
            "OK: ",
            "ALARM: ",
            '"',
            " in ",
        ),
        *(
            "Monitor is DOWN: ",
            "Fwd: ",
            "[EXTERNAL] ",
            "/",
            "|",
            " on ",
            " - ",
            "Host: ",
            "\n",
            "\x00",
            "Labels\n",
            " = ",
        ),
        *("Info:\n", "Original problem ID: 7\n", "- Name: ", "[1] Firing\n", "1 alert for ", "Annotations\n"),
    ]
)
mixed = st.lists(st.one_of(pieces, words), max_size=25).map("".join)
sources = st.sampled_from([ANY, *(named(system) for system in System)])


@given(subject=mixed, text=mixed, source=sources)
@example(subject="[FIRING:1] (", text="", source=ANY)
@example(subject="** PROBLEM Service Alert: / is OK **", text="", source=ANY)
@example(subject="Problem: \x00", text="", source=named(System.ZABBIX))
def test_any_text_is_an_alarm_that_can_be_shown_or_none(subject: str, text: str, source: MailSource) -> None:
    alarm = read(subject, text, source=source)
    if alarm is None:
        return
    assert alarm.summary
    assert alarm.key.startswith(f"{alarm.system}|nagios@mon.example|")
    parts = (alarm.summary, alarm.host, alarm.service, alarm.severity, alarm.key, alarm.loose_key, *alarm.targets)
    assert all(part.isprintable() for part in parts)
    assert all(len(part) <= 1600 for part in parts)


names = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9 ._:()%-]{0,28}[A-Za-z0-9]", fullmatch=True).filter(
    lambda name: " is " not in name and " on " not in name and "  " not in name
)


@given(host=names.filter(lambda name: not name.endswith(" host")), service=names)
def test_problem_and_recovery_of_any_name_share_a_key(host: str, service: str) -> None:
    pairs = {
        System.NAGIOS: (
            f"** PROBLEM Service Alert: {host}/{service} is CRITICAL **",
            f"** RECOVERY Service Alert: {host}/{service} is OK **",
        ),
        System.ZABBIX: (f"Problem: {service}", f"Resolved in 1h 2m: {service}"),
        System.UPTIMEROBOT: (f"Monitor is DOWN: {service}", f"Monitor is UP: {service}"),
        System.CLOUDWATCH: (f'ALARM: "{service}" in EU (Frankfurt)', f'OK: "{service}" in EU (Frankfurt)'),
        System.ALERTMANAGER: (f"[FIRING:2] {service} (a b)", f"[RESOLVED] {service} (c)"),
    }
    for system, (problem, recovery) in pairs.items():
        begun, over = (read(subject, f"Host: {host}\n", source=named(system)) for subject in (problem, recovery))
        assert begun, system
        assert over, system
        assert (begun.state, over.state) == (AlarmState.FIRING, AlarmState.RESOLVED)
        assert begun.key == over.key
        assert service.casefold() in begun.key


# --- what it costs ---

HOSTILE = [
    ("[PROBLEM] " + " on " * 200, " is " * 50_000),
    ("** PROBLEM Service Alert: " + " is CRITICAL" * 60, "Info:\n" * 50_000),
    ("[FIRING:1] " + "(" * 480, "Labels\n" * 100_000),
    ("[FIRING:1] " + ")" * 480, "a = b\n" * 100_000),
    ("Resolved in " + "1m" * 240 + ": x", "Original problem ID: 7\n" * 50_000),
    ("Monitor is DOWN: x", "is currently DOWN (" * 50_000),
    ('ALARM: "x" in y', "- Dimensions: " + "[a" * 200_000),
    ("[" * 300 + "Fwd:" * 100, "A" * 400_000),
    ("[a]" * 200 + PROBLEM, "x: " * 100_000),
]


@pytest.mark.parametrize(("subject", "text"), HOSTILE)
def test_no_subject_and_no_text_takes_long(subject: str, text: str) -> None:
    sources = [ANY, *(named(system) for system in System)]

    def work() -> int:
        return sum(read(subject, text, source=source) is not None for source in sources)

    assert patiently(work, seconds=10) <= len(sources)


@pytest.mark.parametrize(("subject", "text"), HOSTILE)
def test_ten_times_the_text_costs_no_more_than_its_bound(subject: str, text: str) -> None:
    cost = calls(lambda: read(subject, text))
    assert calls(lambda: read(subject, text * 10)) <= cost * 1.1 + 100
    assert cost < 40 * MAX_LINES


def test_a_mail_is_cut_to_size_before_it_is_read() -> None:
    notice = read_notice("x" * 10_000, "A: b\n" * 1_000_000, SENDER, expected=True)
    assert len(notice.subject) == MAX_SUBJECT
    assert len(notice.lines) <= MAX_LINES
    assert sum(map(len, notice.lines)) <= MAX_TEXT
