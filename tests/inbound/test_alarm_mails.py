"""Mails of monitoring systems under tests/mail/alarms with what must be read out of them; and mails of people that
only look alike. NAME.eml beside NAME.toml; adding a mail is adding a test.
"""

from __future__ import annotations

import email
import tomllib
from pathlib import Path
from typing import Any

import pytest

from gateway.desk.alarm import Alarm, System
from gateway.desk.monitor import MailSource
from gateway.inbound.alarm.read import read_alarm
from gateway.inbound.mime.headers import Headers
from gateway.inbound.read import read_mail
from gateway.mail import Envelope

ALARMS = Path(__file__).resolve().parents[1] / "mail" / "alarms"
EVERY = sorted(f"{file.parent.name}/{file.stem}" for file in ALARMS.rglob("*.eml"))
PEOPLE = [name for name in EVERY if name.startswith("people/")]
SYSTEMS = [name for name in EVERY if not name.startswith("people/")]


def facts(name: str) -> dict[str, Any]:
    return tomllib.loads((ALARMS / f"{name}.toml").read_text("utf-8"))


def read(name: str, *, system: System | None = None, configured: bool = True) -> Alarm | None:
    raw = (ALARMS / f"{name}.eml").read_bytes()
    mail = read_mail(raw, envelope=Envelope("a@b.example", ("support@example.com",)), ours=frozenset())
    assert mail.author, "a mail that nobody clear wrote proves nothing here"
    source = MailSource(mail.author.address.key, system) if configured else None
    headers = Headers(email.message_from_bytes(raw))
    return read_alarm(mail.subject, mail.body.full, mail.author.address, headers, source=source)


def test_there_are_several_of_each_system_and_thirty_of_people() -> None:
    assert sorted(f"{file.parent.name}/{file.stem}" for file in ALARMS.rglob("*.toml")) == EVERY
    assert all(sum(name.startswith(f"{system}/") for name in SYSTEMS) >= 4 for system in System)
    assert len(PEOPLE) >= 30


@pytest.mark.parametrize("name", SYSTEMS)
def test_what_a_system_says_is_read(name: str) -> None:
    wanted = facts(name)
    system, source, stranger = wanted.pop("system"), wanted.pop("source", ""), wanted.pop("stranger", True)
    alarm = read(name, configured=False) if stranger else read(name, system=None if source == "auto" else system)
    assert alarm is not None
    assert alarm.system == system
    found = {key: getattr(alarm, key) for key in wanted}
    assert {key: list(value) if isinstance(value, tuple) else value for key, value in found.items()} == wanted
    assert alarm.key.startswith(f"{system}|")
    assert alarm.summary


@pytest.mark.parametrize("name", SYSTEMS)
def test_the_surer_we_are_of_a_sender_the_more_is_read_and_nothing_else(name: str) -> None:
    wanted = facts(name)
    system = System(wanted["system"])
    named, listed, stranger = read(name, system=system), read(name), read(name, configured=False)
    assert named is not None
    assert listed == named or (listed is None and wanted.get("source") == system)
    assert stranger == named or (stranger is None and not wanted.get("stranger", True))
    others = {other: read(name, system=other) for other in System if other is not system}
    assert {other: alarm for other, alarm in others.items() if alarm} == {} or name == "cloudwatch/ok"


@pytest.mark.parametrize("name", PEOPLE)
def test_what_a_person_writes_is_no_alarm_unless_the_sender_is_configured(name: str) -> None:
    assert read(name, configured=False) is None
    listed = read(name)
    assert (str(listed.system) if listed else "") == facts(name)["listed"]


@pytest.mark.parametrize(
    "group",
    [
        (
            "alertmanager/firing-one",
            "alertmanager/firing-two",
            "alertmanager/firing-and-resolved",
            "alertmanager/resolved",
        ),
        ("nagios/service-problem", "nagios/service-warning", "nagios/service-acknowledged", "nagios/service-recovery"),
        ("nagios/host-problem", "nagios/host-recovery"),
        ("nagios/icinga2-problem", "nagios/icinga2-recovery", "nagios/icinga2-old-subject"),
        ("zabbix/problem", "zabbix/problem-html", "zabbix/resolved", "zabbix/resolved-4"),
        ("zabbix/trigger-3", "zabbix/recovery-3"),
        ("uptimerobot/down", "uptimerobot/down-with-sign", "uptimerobot/up"),
        ("cloudwatch/alarm", "cloudwatch/insufficient", "cloudwatch/ok"),
    ],
)
def test_mails_about_one_problem_share_its_key_and_no_other_mail_has_it(group: tuple[str, ...]) -> None:
    keys = {name: alarm.key for name in SYSTEMS if (alarm := read(name, system=System(facts(name)["system"])))}
    (key,) = {keys[name] for name in group}
    allowed = {"nagios/downtime-begins", "alertmanager/threaded", "alertmanager/own-text"}
    assert {name for name in keys if keys[name] == key} - set(group) <= allowed
