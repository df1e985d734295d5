"""Mails of monitoring systems under tests/mail/alarms with what must be read out of them; and mails that people write
from the same address, forward and quote. NAME.eml beside NAME.toml; adding a mail is adding a test.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from gateway.desk.alarm import Alarm, System
from gateway.desk.monitor import MailSource
from gateway.inbound.alarm.read import read_listed
from gateway.inbound.read import read_mail
from gateway.mail import Envelope

ALARMS = Path(__file__).resolve().parents[1] / "mail" / "alarms"
EVERY = sorted(f"{file.parent.name}/{file.stem}" for file in ALARMS.rglob("*.eml"))
PEOPLE = [name for name in EVERY if name.startswith("people/")]
SYSTEMS = [name for name in EVERY if not name.startswith("people/")]


def facts(name: str) -> dict[str, Any]:
    return tomllib.loads((ALARMS / f"{name}.toml").read_text("utf-8"))


def read(name: str, *, system: System | None = None) -> Alarm | None:
    raw = (ALARMS / f"{name}.eml").read_bytes()
    mail = read_mail(raw, envelope=Envelope("a@b.example", ("support@example.com",)), ours=frozenset())
    assert mail.author, "a mail that nobody clear wrote proves nothing here"
    author = mail.author.address
    return read_listed(mail.subject, mail.body.full, author, MailSource(author.key, system))


def test_there_are_several_of_each_system_and_thirty_of_people() -> None:
    assert sorted(f"{file.parent.name}/{file.stem}" for file in ALARMS.rglob("*.toml")) == EVERY
    assert all(sum(name.startswith(f"{system}/") for name in SYSTEMS) >= 4 for system in System)
    assert len(PEOPLE) >= 30


@pytest.mark.parametrize("name", SYSTEMS)
def test_what_a_system_says_is_read(name: str) -> None:
    wanted = facts(name)
    system, source = wanted.pop("system"), wanted.pop("source", None)
    alarm = read(name, system=source and System(source))
    assert alarm is not None
    assert alarm.system == system
    found = {key: getattr(alarm, key) for key in wanted}
    assert {key: list(value) if isinstance(value, tuple) else value for key, value in found.items()} == wanted
    assert alarm.key.startswith(f"{system}|")
    assert alarm.summary


@pytest.mark.parametrize("name", SYSTEMS)
def test_where_the_system_is_named_more_is_read_and_nothing_else(name: str) -> None:
    wanted = facts(name)
    system = System(wanted["system"])
    named, listed = read(name, system=system), read(name)
    assert named is not None
    assert listed == named or (listed is None and wanted.get("source") == system)
    others = {other: read(name, system=other) for other in System if other is not system}
    assert {other: alarm for other, alarm in others.items() if alarm} == {} or name == "cloudwatch/ok"


@pytest.mark.parametrize("name", PEOPLE)
def test_of_what_people_write_only_what_was_forwarded_or_imitated_is_an_alarm(name: str) -> None:
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
