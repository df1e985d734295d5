"""Calendars of maintenances, read back by the library, and looked at line by line."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.address import Address, Mailbox, parse_address
from gateway.outbound.fields import CannotCompose, clean_line
from gateway.outbound.maintenance_calendar import (
    IMPACTS,
    CalendarStatus,
    Holder,
    MaintenanceEvent,
    Wish,
    calendar_method,
    calendar_part,
    fold,
    write_calendar,
)
from tests.outbound.calendars import ACME, EVENT, HOSTILE, WISHES, event_in, names, said, unfolded, value

HEAD = ["BEGIN", "VERSION", "PRODID"]
EVENT_LINES = [
    *("BEGIN", "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "ORGANIZER"),
    *("STATUS", "TRANSP"),
]
MAINTENANCE_LINES = [
    *("X-MAINTNOTE-PROVIDER", "X-MAINTNOTE-ACCOUNT", "X-MAINTNOTE-MAINTENANCE-ID"),
    *("X-MAINTNOTE-OBJECT-ID", "X-MAINTNOTE-OBJECT-ID", "X-MAINTNOTE-IMPACT", "X-MAINTNOTE-STATUS", "END", "END"),
]
EVERY = pytest.mark.parametrize("method", WISHES)
TEXT = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=200),
    st.text(alphabet="\\;,:nN\"'^=\r\n\t %2C\x00\x0b\x85\u2028é😀", max_size=60),
)
SEEN = TEXT.filter(lambda text: clean_line(text) != "")


def written(method: Wish = "", **changes: object) -> bytes:
    whose = {field.name: changes.pop(field.name) for field in fields(Holder) if field.name in changes}
    event, holder = replace(EVENT, **changes), replace(ACME, **whose)  # type: ignore[arg-type]
    return write_calendar(event, holder, method=method)


def check_form(raw: bytes) -> None:
    """What must hold of every calendar (RFC 5545 section 3.1), whatever is in it."""
    bare = raw.replace(b"\r\n", b"")
    assert not set(bare) & {*range(9), *range(10, 32), 127}, "a control"
    lines = raw.split(b"\r\n")
    assert lines.pop() == b""
    assert max(map(len, lines)) <= 75
    assert all(line.decode("utf-8") for line in lines), "an empty line"
    for line in unfolded(raw):
        assert re.match(r'[A-Z-]+(;[A-Z-]+=([A-Za-z0-9-]+|"[^"]*"))*:', line), line
        assert len(line.splitlines()) == 1, "some programs end a line here"


def as_text(text: str) -> str:
    """What must arrive of a text with lines."""
    text = re.sub("\r\n|[\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]", "\n", text)
    return re.sub("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]", "\ufffd", text)


def test_a_maintenance_on_the_wire() -> None:
    """The exact lines, so that a change of form is seen and meant."""
    assert written("REQUEST", language="en").decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//example.com//Casegate//EN",
        "METHOD:REQUEST",
        "BEGIN:VEVENT",
        "UID:mnt-2026-0142.acme@notices.example.com",
        "SEQUENCE:0",
        "DTSTAMP:20261119T091200Z",
        "DTSTART:20261121T230000Z",
        "DTEND:20261122T010000Z",
        "SUMMARY;LANGUAGE=en:[MNT-2026-0142] Scheduled maintenance: Voice platform E",
        " U",
        r"DESCRIPTION;LANGUAGE=en:Calls may drop once\, for up to 2 minutes.\nReports",
        r"  are unavailable\; nothing is lost.",
        'ORGANIZER;CN="Example Support":mailto:support@example.com',
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:noc@ac",
        " me.example",
        "X-MAINTNOTE-PROVIDER:example.com",
        "X-MAINTNOTE-ACCOUNT:acme",
        "X-MAINTNOTE-MAINTENANCE-ID:MNT-2026-0142",
        "X-MAINTNOTE-OBJECT-ID;X-MAINTNOTE-OBJECT-IMPACT=DEGRADED:voice-eu",
        "X-MAINTNOTE-OBJECT-ID;X-MAINTNOTE-OBJECT-IMPACT=OUTAGE:reports-eu",
        "X-MAINTNOTE-IMPACT:OUTAGE",
        "X-MAINTNOTE-STATUS:CONFIRMED",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


@EVERY
@pytest.mark.parametrize("status", CalendarStatus)
def test_each_state_says_what_programs_and_calendars_go_by(status: CalendarStatus, method: Wish) -> None:
    raw = written(method, status=status)
    check_form(raw)
    asked = [*HEAD, *(["METHOD"] if method else [])]
    invited = ["ATTENDEE"] if method == "REQUEST" else []
    assert names(raw) == [*asked, *EVENT_LINES, *invited, *MAINTENANCE_LINES]
    assert value(raw, "X-MAINTNOTE-STATUS") == status
    cancelled = status is CalendarStatus.CANCELLED
    certain = {"IN-PROCESS": "CONFIRMED", "COMPLETED": "CONFIRMED"}
    assert value(raw, "STATUS") == certain.get(status, status)
    if method:
        assert value(raw, "METHOD") == ("CANCEL" if cancelled else method)


@EVERY
@pytest.mark.parametrize("status", CalendarStatus)
def test_what_the_mail_says_of_the_method_is_what_the_calendar_says(status: CalendarStatus, method: Wish) -> None:
    event = replace(EVENT, status=status)
    part = calendar_part(event, ACME, method=method)
    assert part.octets == write_calendar(event, ACME, method=method)
    assert part.method == calendar_method(event, method)
    assert (f"METHOD:{part.method}" in unfolded(part.octets)) == bool(method)
    assert part.name == "MNT-2026-0142.ics"


@pytest.mark.parametrize(
    ("status", "asked"),
    [("TENTATIVE", True), ("CONFIRMED", True), ("IN-PROCESS", False), ("COMPLETED", False), ("CANCELLED", False)],
)
def test_an_answer_is_asked_for_only_while_it_can_change_something(status: str, asked: bool) -> None:
    attendee = event_in(written("REQUEST", status=CalendarStatus(status)))["ATTENDEE"]
    assert str(attendee) == "mailto:noc@acme.example"
    assert attendee.params["RSVP"] == ("TRUE" if asked else "FALSE")


@pytest.mark.parametrize("method", ["", "PUBLISH"])
def test_nobody_is_invited_who_wants_no_invitation(method: Wish) -> None:
    assert b"acme.example" not in written(method)


@EVERY
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[1:25])
def test_a_hostile_text_is_text_wherever_it_stands_and_adds_no_line(text: str, method: Wish) -> None:
    """Line ends of every kind, escapes, quotes, controls: the lines are those of a calendar of plain words."""
    hostile = written(
        method,
        uid=text,
        summary=text,
        description=text,
        organizer=Mailbox(text, EVENT.organizer.address),
        provider=text,
        account=text,
        maintenance_id=text,
        objects=((text, "OUTAGE"), (text, "DEGRADED")),
    )
    check_form(hostile)
    assert names(hostile) == names(written(method))
    event = event_in(hostile)
    line = clean_line(text)
    assert str(event["SUMMARY"]) == line
    for name in ("UID", "SUMMARY", "X-MAINTNOTE-PROVIDER", "X-MAINTNOTE-ACCOUNT", "X-MAINTNOTE-MAINTENANCE-ID"):
        assert said(hostile, name) == [line], name
    assert said(hostile, "X-MAINTNOTE-OBJECT-ID") == [line, line]
    assert str(event["DESCRIPTION"]) == as_text(text)
    assert event["ORGANIZER"].params["CN"] == line.replace('"', "'").replace("\\", "/")
    assert str(event["ORGANIZER"]) == "mailto:support@example.com"
    assert event["X-MAINTNOTE-STATUS"] == "CONFIRMED"


@given(
    summary=SEEN,
    description=TEXT,
    name=TEXT,
    objects=st.lists(st.tuples(SEEN, st.sampled_from(IMPACTS)), min_size=1, max_size=4),
    status=st.sampled_from(CalendarStatus),
    method=st.sampled_from(WISHES),
    sequence=st.integers(0, 2**31 - 1),
    start=st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=st.timezones()),
    lasting=st.timedeltas(timedelta(seconds=1), timedelta(days=400)),
)
def test_whatever_it_holds_a_calendar_program_reads_what_was_meant(
    summary: str,
    description: str,
    name: str,
    objects: list[tuple[str, str]],
    status: CalendarStatus,
    method: Wish,
    sequence: int,
    start: datetime,
    lasting: timedelta,
) -> None:
    begins = start.astimezone(UTC)
    meant = MaintenanceEvent(
        sequence=sequence,
        stamp=start,
        start=start,
        end=begins + lasting,
        summary=summary,
        description=description,
        organizer=Mailbox(name, EVENT.organizer.address),
        provider=EVENT.provider,
        maintenance_id=EVENT.maintenance_id,
        objects=tuple(objects),
        status=status,
    )
    raw = write_calendar(meant, ACME, method=method)
    check_form(raw)
    event = event_in(raw)
    assert str(event["SUMMARY"]) == clean_line(summary)
    assert str(event.get("DESCRIPTION", "")) == as_text(description)
    found = event["X-MAINTNOTE-OBJECT-ID"]
    found = found if isinstance(found, list) else [found]
    assert said(raw, "X-MAINTNOTE-OBJECT-ID") == [clean_line(one) for one, _ in objects]
    impacts = [impact for _, impact in objects]
    assert [one.params["X-MAINTNOTE-OBJECT-IMPACT"] for one in found] == impacts
    worst = max(impacts, key=IMPACTS.index)
    assert (event["X-MAINTNOTE-IMPACT"], event["X-MAINTNOTE-STATUS"]) == (worst, status)
    assert event["SEQUENCE"] == sequence
    assert event["DTSTART"].dt == begins.replace(microsecond=0)
    assert event["DTSTAMP"].dt == begins.replace(microsecond=0)
    assert event["DTEND"].dt == (begins + lasting).replace(microsecond=0)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_folds_come_out_again_and_stand_in_no_character(text: str) -> None:
    line = text.replace("\r", "").replace("\n", "").encode("utf-8")
    pieces = fold(line).split(b"\r\n ")
    assert b"".join(pieces) == line
    assert len(pieces[0]) <= 75
    assert all(0 < len(piece) <= 74 for piece in pieces[1:])
    assert all(len(piece) > 70 for piece in pieces[1:-1]), "lines are filled"
    for piece in pieces:
        piece.decode("utf-8")


@pytest.mark.parametrize(("octets", "lines"), [(75, 1), (76, 2), (75 + 74, 2), (75 + 74 + 1, 3)])
def test_a_line_is_folded_from_its_76th_octet_on(octets: int, lines: int) -> None:
    assert fold(b"x" * octets).count(b"\r\n") == lines - 1


def test_times_are_written_in_utc_wherever_they_were_meant() -> None:
    south = timezone(timedelta(hours=2))
    raw = written(start=datetime(2026, 11, 22, 1, tzinfo=south), end=datetime(2026, 11, 22, 3, 0, 0, 999, tzinfo=south))
    assert (value(raw, "DTSTART"), value(raw, "DTEND")) == ("20261121T230000Z", "20261122T010000Z")


def test_nothing_is_written_of_a_description_or_a_name_that_is_not_there() -> None:
    raw = written(description="", organizer=Mailbox("", EVENT.organizer.address))
    assert "DESCRIPTION" not in names(raw)
    assert b"\r\nORGANIZER:mailto:support@example.com\r\n" in raw


def test_the_language_stands_with_the_texts_and_only_there() -> None:
    event = event_in(written(language="pt-BR"))
    assert [name for name, one in event.items() if "LANGUAGE" in getattr(one, "params", {})] == [
        "SUMMARY",
        "DESCRIPTION",
    ]
    assert event["SUMMARY"].params["LANGUAGE"] == "pt-BR"


@pytest.mark.parametrize(
    ("address", "uri"),
    [
        ("support+n.MNT20260142.abc@example.com", "support+n.MNT20260142.abc@example.com"),
        ("a%b/c?d#e&f=g@example.com", "a%25b%2Fc%3Fd%23e%26f%3Dg@example.com"),
        ('"x,y;z: \\"q"@example.com', "%22x%2Cy%3Bz:%20%5C%22q%22@example.com"),
        ("jörg@example.com", "j%C3%B6rg@example.com"),
        ("root@[192.0.2.1]", "root@%5B192.0.2.1%5D"),
    ],
)
def test_an_address_is_written_as_a_uri_that_leads_back_to_it(address: str, uri: str) -> None:
    read = event_in(written(organizer=Mailbox("X", parse_address(address))))["ORGANIZER"]
    assert str(read) == f"mailto:{uri}"
    assert unquote(str(read).removeprefix("mailto:")) == str(parse_address(address))


def test_a_broken_address_ends_no_line() -> None:
    """Nothing that ``parse_address`` returns looks like this; the writer does not rely on it."""
    raw = written("REQUEST", attendee=Address("a\r\nSTATUS:CANCELLED", "b.example\r\nX:y"))
    assert names(raw) == names(written("REQUEST"))


@pytest.mark.parametrize(
    ("maintenance_id", "name"),
    [
        ("MNT-2026-0142", "MNT-2026-0142.ics"),
        ("a/../b\r\nc", "a-b-c.ics"),
        ("-ü", "maintenance.ics"),
        ("x" * 900, f"{'x' * 60}.ics"),
    ],
)
def test_the_file_has_a_name_any_system_takes(maintenance_id: str, name: str) -> None:
    assert calendar_part(replace(EVENT, maintenance_id=maintenance_id), ACME, method="").name == name


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"objects": (("voice", "outage"),)}, "X-MAINTNOTE-IMPACT: is none of those there are"),
        (
            {"objects": (("voice", "OUTAGE"), ("mail", "OUTAGE:x\r\nSTATUS"))},
            "X-MAINTNOTE-IMPACT: is none of those there are",
        ),
        ({"objects": ()}, "X-MAINTNOTE-OBJECT-ID: needs a service"),
        ({"objects": (("voice", "OUTAGE"), (" \r\n", "OUTAGE"))}, "OBJECT-ID: is empty"),
        ({"uid": ""}, "UID: is empty"),
        ({"summary": "\x00"}, "SUMMARY: is empty"),
        ({"provider": ""}, "PROVIDER: is empty"),
        ({"account": " "}, "ACCOUNT: is empty"),
        ({"maintenance_id": ""}, "MAINTENANCE-ID: is empty"),
        ({"sequence": -1}, "SEQUENCE: counts from 0"),
        ({"sequence": 2**31}, "SEQUENCE: counts from 0"),
        ({"language": "en\r\nX"}, "LANGUAGE: needs a language tag"),
        ({"end": EVENT.start}, "DTEND: is not after the start"),
        ({"end": EVENT.start + timedelta(milliseconds=999)}, "DTEND: is not after the start"),
        ({"start": datetime(2026, 11, 21, 23)}, "DTSTART: needs a time zone"),
        ({"stamp": datetime(2026, 11, 21, 23)}, "DTSTAMP: needs a time zone"),
        ({"attendee": None}, "ATTENDEE: nobody is invited"),
    ],
)
def test_what_no_program_would_take_is_not_written(changes: dict[str, object], complaint: str) -> None:
    with pytest.raises(CannotCompose) as refused:
        written("REQUEST", **changes)
    assert str(refused.value) == complaint


def test_the_same_event_gives_the_same_bytes() -> None:
    assert written("REQUEST") == written("REQUEST")


def test_each_customer_has_a_calendar_of_their_own() -> None:
    """What they have in common is written once: nothing of it may hold whom it was written for first."""
    others = [Holder(f"{at}@example.com", f"c{at}", parse_address(f"noc@c{at}.example")) for at in range(3)]
    for method in WISHES:
        for one in (*others, *others):
            raw = write_calendar(EVENT, one, method=method)
            assert (value(raw, "UID"), value(raw, "X-MAINTNOTE-ACCOUNT")) == (one.uid, one.account)
            invited = [line.rpartition(":")[2] for line in unfolded(raw) if line.startswith("ATTENDEE")]
            assert invited == ([str(one.attendee)] if method == "REQUEST" else [])
            assert raw.count(b"acme") == 0


@pytest.mark.parametrize(
    ("impacts", "worst"),
    [
        (("NO-IMPACT", "NO-IMPACT"), "NO-IMPACT"),
        (("NO-IMPACT", "REDUCED-REDUNDANCY"), "REDUCED-REDUNDANCY"),
        (("DEGRADED", "REDUCED-REDUNDANCY"), "DEGRADED"),
        (("OUTAGE", "DEGRADED"), "OUTAGE"),
    ],
)
def test_the_impact_of_the_whole_is_the_worst_of_its_services(impacts: tuple[str, str], worst: str) -> None:
    raw = written(objects=tuple(zip(("voice", "reports"), impacts, strict=True)))
    lines = [line for line in unfolded(raw) if line.startswith("X-MAINTNOTE-OBJECT-ID")]
    assert lines == [
        f"X-MAINTNOTE-OBJECT-ID;X-MAINTNOTE-OBJECT-IMPACT={impacts[0]}:voice",
        f"X-MAINTNOTE-OBJECT-ID;X-MAINTNOTE-OBJECT-IMPACT={impacts[1]}:reports",
    ]
    assert value(raw, "X-MAINTNOTE-IMPACT") == worst
