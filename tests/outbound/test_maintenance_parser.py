"""Notices of maintenance, read by the parser that network operators use: nobody here wrote it."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from gateway.address import Mailbox, parse_address
from gateway.desk.customer import NoticeCalendar
from gateway.desk.notice import Impact, Stage
from gateway.mail import MessageId
from gateway.outbound.compose import Draft, compose
from gateway.outbound.fields import clean_line
from gateway.outbound.maintenance_calendar import IMPACTS, CalendarStatus, MaintenanceEvent, Wish, calendar_part
from tests.conftest import need_program
from tests.outbound.calendars import ACME, EVENT, HOSTILE, WISHES
from tests.outbound.noticed import ACME as CUSTOMER
from tests.outbound.noticed import LETTERS, full, reader, sheet

ROOT = Path(__file__).resolve().parents[2]
READER = ROOT / "tests" / "peers" / "read_maintenance.py"
SUPPORT = parse_address("support@example.com")
ACCENTED = "[MNT-2026-0142] Wartung: Größe, Société; 電話 👩‍👩‍👧‍👦 \\ " + "äöü " * 20 + "Ende"
MISREAD = re.compile(r"\\[\\nN;,]|%2C")
"""What its old icalendar takes for an escape once more, or for a comma; a newer one reads it as it was meant."""

pytestmark = [pytest.mark.peer("circuit-maintenance-parser"), pytest.mark.xdist_group("circuit-maintenance-parser")]


@pytest.fixture(scope="module")
def parser() -> Path:
    return Path(need_program("circuit-maintenance-parser", str(ROOT / ".venv-maintnote" / "bin"))).resolve()


def mail_with(event: MaintenanceEvent, method: Wish) -> bytes:
    return compose(
        Draft(
            from_=Mailbox("Bücher & Söhne", SUPPORT),
            to=(Mailbox("", parse_address("noc@acme.example")),),
            reply_to=parse_address("support+n.MNT20260142.abc@example.com"),
            subject=event.summary,
            message_id=MessageId("n142.acme.0@example.com"),
            date=event.stamp,
            text=f"{event.status}\n\n{event.summary}\n",
            html=f"<!DOCTYPE html>\n<p>{event.status}: äöü</p>\n",
            calendar=calendar_part(event, ACME, method=method),
            language="en",
            auto_submitted="auto-generated",
            loop=SUPPORT,
            extra=(("List-Id", "<maintenance.notices.example.com>"),),
        )
    )


def expected(event: MaintenanceEvent) -> dict[str, object]:
    """What the parser must have read."""
    return {
        "account": ACME.account,
        "circuits": [{"circuit_id": one, "impact": impact} for one, impact in event.objects],
        "end": int(event.end.timestamp()),
        "maintenance_id": event.maintenance_id,
        "organizer": "mailto:support@example.com",
        "provider": event.provider,
        "sequence": event.sequence,
        "stamp": int(event.stamp.timestamp()),
        "start": int(event.start.timestamp()),
        "status": event.status.value,
        "summary": clean_line(event.summary),
        "uid": ACME.uid,
    }


def read_all(parser: Path, folder: Path, mails: dict[str, bytes]) -> dict[str, Any]:
    """Write the mails as files and return what was read of each."""
    for name, raw in mails.items():
        (folder / f"{name}.eml").write_bytes(raw)
    command = [str(parser.parent / "python"), str(READER), *(str(folder / f"{name}.eml") for name in mails)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True, cwd=folder)
    found = json.loads(run.stdout)
    assert isinstance(found, dict)
    return found


def test_every_state_and_impact_is_read_as_it_was_written_however_it_travels(parser: Path, tmp_path: Path) -> None:
    """One service, many, or two that feel it differently: of one the parser takes the impact of the whole."""
    events: dict[str, tuple[MaintenanceEvent, Wish]] = {}
    many = ("voice-eu", "reports-eu", "Größe, 1; \\2")
    for sequence, status in enumerate(CalendarStatus):
        for method in WISHES:
            for impact, other in zip(IMPACTS, (*IMPACTS[1:], IMPACTS[0]), strict=True):
                for services in (many[:1], many[:2], many):
                    felt = (impact, other) if len(services) == 2 else (impact,) * len(services)
                    later = timedelta(minutes=sequence)
                    event = replace(
                        EVENT,
                        summary=ACCENTED,
                        status=status,
                        objects=tuple(zip(services, felt, strict=True)),
                        sequence=sequence,
                        stamp=EVENT.stamp + later,
                        start=EVENT.start + later,
                        end=EVENT.end + 2 * later,
                    )
                    events[f"{status}-{method}-{impact}-{len(services)}"] = event, method
    assert len(events) == 5 * 3 * 4 * 3
    found = read_all(parser, tmp_path, {name: mail_with(*one) for name, one in events.items()})
    assert found == {name: [expected(event)] for name, (event, _) in events.items()}


def test_letters_of_every_stage_are_read_with_what_each_customer_feels(parser: Path, tmp_path: Path) -> None:
    """Two services that feel it differently, told to who has the one, the other, or both."""
    impacts = {"voice-eu": Impact.DEGRADED, "reports-eu": Impact.OUTAGE}
    stages = [stage for stage in Stage if stage.public == "maintenance"]
    mails, meant = {}, {}
    for stage, wish in product(stages, (NoticeCalendar.ATTACH, NoticeCalendar.PUBLISH, NoticeCalendar.REQUEST)):
        for own in (("voice-eu",), ("reports-eu",), ("voice-eu", "reports-eu")):
            customer = replace(CUSTOMER, notice_calendar=wish, products=own)
            one = sheet(stage, full(stage, services=("voice-eu", "reports-eu"), impacts=impacts), customer=customer)
            name = f"{stage}-{wish}-{'-'.join(own)}"
            mails[name] = LETTERS.write(one, reader=reader()).raw
            meant[name] = [{"circuit_id": service, "impact": impacts[service].upper()} for service in own]
    found = read_all(parser, tmp_path, mails)
    assert {name: read["circuits"] for name, (read,) in found.items()} == meant
    assert {read["account"] for (read,) in found.values()} == {"acme"}
    assert {read["status"] for (read,) in found.values()} == {"CONFIRMED", "IN-PROCESS", "COMPLETED", "CANCELLED"}


def test_a_hostile_title_is_a_title_and_changes_nothing_else(parser: Path, tmp_path: Path) -> None:
    hostile = {f"{at}": replace(EVENT, summary=text, description=text) for at, text in enumerate(HOSTILE)}
    found = read_all(parser, tmp_path, {name: mail_with(event, "REQUEST") for name, event in hostile.items()})
    assert len(found) == len(HOSTILE)
    for name, event in hostile.items():
        (read,) = found[name]
        meant = expected(event)
        if MISREAD.search(event.summary):
            assert read.pop("summary")
            del meant["summary"]
        assert read == meant, event.summary


def test_a_test_copy_is_no_maintenance_to_programs(parser: Path, tmp_path: Path) -> None:
    found = read_all(parser, tmp_path, {"test": mail_with(replace(EVENT, test=True), ""), "real": mail_with(EVENT, "")})
    assert found["real"] == [expected(EVENT)]
    assert found["test"] != found["real"]
    assert not [one for one in found["test"] if isinstance(one, dict) and "maintenance_id" in one]


def test_the_command_operators_run_takes_a_cancellation(parser: Path, tmp_path: Path) -> None:
    event = replace(EVENT, status=CalendarStatus.CANCELLED, sequence=3, stamp=datetime(2026, 11, 20, tzinfo=UTC))
    (tmp_path / "n.eml").write_bytes(mail_with(event, "PUBLISH"))
    command = [str(parser), "--data-file", "n.eml", "--data-type", "email"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True, cwd=tmp_path)
    said = run.stdout[run.stdout.index("{") : run.stdout.rindex("}") + 1]
    assert json.loads(said) == expected(event)
