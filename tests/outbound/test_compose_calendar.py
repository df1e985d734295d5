"""Mails with a calendar: what mail programs are offered, by the standard library's reader, and the bytes."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage, MIMEPart

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.address import Mailbox, parse_address
from gateway.mail import MessageId
from gateway.outbound.body import CalendarPart, write_body
from gateway.outbound.compose import Draft, compose
from gateway.outbound.fields import CannotCompose
from gateway.outbound.maintenance_calendar import CalendarStatus, Wish, calendar_method, calendar_part, write_calendar
from tests.outbound.calendars import ACME, EVENT, HOSTILE, WISHES, event_in
from tests.outbound.test_compose import as_it_must_arrive, check_wire, content, read

SUPPORT = parse_address("support@example.com")
NOTICE = Draft(
    from_=Mailbox("Example Support", SUPPORT),
    to=(Mailbox("", parse_address("noc@acme.example")),),
    subject="[MNT-2026-0142] Scheduled maintenance: Voice, EU",
    message_id=MessageId("n142.acme.0@example.com"),
    date=datetime(2026, 11, 19, 9, 12, tzinfo=UTC),
    text="SCHEDULED - Sun 22 Nov 2026, 01:00 to 03:00\n",
    html="<!DOCTYPE html>\n<p>SCHEDULED</p>\n",
    language="en",
    auto_submitted="auto-generated",
    loop=SUPPORT,
)
FILE = calendar_part(EVENT, ACME, method="")
INVITATION = calendar_part(EVENT, ACME, method="REQUEST")
PLAIN, HTML, CALENDAR, ICS = "text/plain", "text/html", "text/calendar", "application/ics"


def tree(part: MIMEPart) -> object:
    """The types of a mail, as nested as its parts."""
    if part.is_multipart():
        return (part.get_content_subtype(), *(tree(one) for one in parts_of(part)))
    return part.get_content_type()


def parts_of(part: MIMEPart) -> Iterator[MIMEPart]:
    for one in part.iter_parts():
        assert isinstance(one, MIMEPart)
        assert not one.defects
        yield one


def calendars_in(message: EmailMessage) -> list[MIMEPart]:
    return [part for part in message.walk() if part.get_content_type() in (CALENDAR, ICS)]


def octets(part: MIMEPart) -> bytes:
    decoded = part.get_payload(decode=True)
    assert isinstance(decoded, bytes)
    return decoded


def boundaries(raw: bytes) -> list[bytes]:
    return re.findall(rb'\r\n boundary="([^"]+)"\r\n', raw)


def test_a_file_is_attached_behind_the_texts() -> None:
    raw = compose(replace(NOTICE, calendar=FILE))
    check_wire(raw)
    message = read(raw)
    assert tree(message) == ("mixed", ("alternative", PLAIN, HTML), CALENDAR)
    (part,) = calendars_in(message)
    assert octets(part) == FILE.octets
    assert part.get_content_disposition() == "attachment"
    assert part.get_filename() == part.get_param("name") == "MNT-2026-0142.ics"
    assert part.get_param("charset") == "utf-8"
    assert part.get_param("method") is None
    assert part["Content-Transfer-Encoding"] == "base64"


def test_an_invitation_is_the_last_of_the_alternatives_and_a_file_of_another_type() -> None:
    raw = compose(replace(NOTICE, calendar=INVITATION))
    check_wire(raw)
    message = read(raw)
    assert tree(message) == ("mixed", ("alternative", PLAIN, HTML, CALENDAR), ICS)
    asks, attached = calendars_in(message)
    assert octets(asks) == octets(attached) == INVITATION.octets
    assert asks.get_content_disposition() is None
    assert (asks.get_param("method"), asks.get_param("charset")) == ("REQUEST", "utf-8")
    assert attached.get_filename() == "MNT-2026-0142.ics"
    assert {part["Content-Transfer-Encoding"] for part in (asks, attached)} == {"base64"}


@pytest.mark.parametrize("method", WISHES)
@pytest.mark.parametrize("status", CalendarStatus)
def test_mime_and_calendar_say_the_same_method(status: CalendarStatus, method: Wish) -> None:
    """Outlook shows a plain mail where they differ."""
    event = replace(EVENT, status=status)
    message = read(compose(replace(NOTICE, calendar=calendar_part(event, ACME, method=method))))
    inside = re.findall(rb"^METHOD:(.*)\r$", octets(calendars_in(message)[0]), re.MULTILINE)
    outside = [part.get_param("method") for part in calendars_in(message) if part.get_param("method")]
    said = calendar_method(event, method)
    assert [one.decode() for one in inside] == outside == ([said] if said else [])


def test_a_mail_of_text_alone_can_carry_either() -> None:
    bare = replace(NOTICE, html=None)
    assert tree(read(compose(replace(bare, calendar=FILE)))) == ("mixed", PLAIN, CALENDAR)
    assert tree(read(compose(replace(bare, calendar=INVITATION)))) == ("mixed", ("alternative", PLAIN, CALENDAR), ICS)


def test_without_a_calendar_a_mail_is_what_it_was() -> None:
    assert tree(read(compose(NOTICE))) == ("alternative", PLAIN, HTML)
    assert tree(read(compose(replace(NOTICE, html=None)))) == PLAIN
    body = compose(NOTICE).partition(b"MIME-Version: 1.0\r\n")[2]
    mark = hashlib.sha256(b"0\0n142.acme.0@example.com").hexdigest()[:32].encode()
    assert body.startswith(b'Content-Type: multipart/alternative;\r\n boundary="=_%b"\r\n\r\n--=_%b\r\n' % (mark, mark))


@pytest.mark.parametrize("calendar", [FILE, INVITATION], ids=["file", "invitation"])
def test_the_texts_are_the_same_octets_with_a_calendar_and_without(calendar: CalendarPart) -> None:
    before, after = read(compose(NOTICE)), read(compose(replace(NOTICE, calendar=calendar)))
    for subtype in ("plain", "html"):
        one, other = before.get_body((subtype,)), after.get_body((subtype,))
        assert one is not None
        assert other is not None
        assert one.as_bytes() == other.as_bytes()


def test_the_same_draft_gives_the_same_bytes_and_boundaries_of_its_own() -> None:
    draft = replace(NOTICE, calendar=INVITATION)
    raw = compose(draft)
    assert raw == compose(replace(draft))
    outer, inner = boundaries(raw)
    assert outer != inner
    assert len(outer) == len(inner), "neither can be the beginning of the other"
    assert not {outer, inner} & set(boundaries(compose(replace(draft, message_id=MessageId("other@example.com")))))


def test_boundaries_that_somebody_guessed_and_wrote_into_the_text_end_nothing() -> None:
    seeds = (f"{count}\0{NOTICE.message_id}" for count in range(3))
    guessed = [f"=_{hashlib.sha256(seed.encode()).hexdigest()[:32]}" for seed in seeds]
    text = "".join(f"--{mark}\n\n--{mark}--\n" for mark in guessed)
    raw = compose(replace(NOTICE, text=text, calendar=INVITATION))
    assert not set(boundaries(raw)) & {mark.encode() for mark in guessed}
    message = read(raw)
    assert tree(message) == ("mixed", ("alternative", PLAIN, HTML, CALENDAR), ICS)
    assert content(message.get_body(("plain",))) == text


@pytest.mark.parametrize("calendar", [FILE, INVITATION], ids=["file", "invitation"])
def test_no_line_of_the_calendars_base64_is_too_long_or_says_anything(calendar: CalendarPart) -> None:
    raw = compose(replace(NOTICE, calendar=calendar))
    assert b"VEVENT" not in raw, "it goes in base64 only"
    coded = raw.partition(b"base64\r\n\r\n")[2].partition(b"\r\n\r\n--")[0]
    assert max(map(len, coded.split(b"\r\n"))) <= 76
    assert base64.b64decode(coded) == calendar.octets


@given(
    text=st.one_of(st.sampled_from(HOSTILE), st.text(max_size=200)),
    html=st.one_of(st.none(), st.text(max_size=200)),
    summary=st.one_of(st.sampled_from(HOSTILE), st.text(max_size=100).map(lambda text: f"x{text}")),
    status=st.sampled_from(CalendarStatus),
    method=st.sampled_from(WISHES),
)
def test_whatever_it_says_a_mail_program_finds_each_part_as_it_was_written(
    text: str, html: str | None, summary: str, status: CalendarStatus, method: Wish
) -> None:
    event = replace(EVENT, summary=summary, description=text, status=status)
    raw = compose(
        replace(NOTICE, subject=summary, text=text, html=html, calendar=calendar_part(event, ACME, method=method))
    )
    check_wire(raw)
    message = read(raw)
    asks = (CALENDAR,) if method else ()
    rich = () if html is None else (HTML,)
    words = ("alternative", PLAIN, *rich, *asks) if rich or asks else PLAIN
    assert tree(message) == ("mixed", words, ICS if method else CALENDAR)
    assert content(message.get_body(("plain",))) == as_it_must_arrive(text)
    if html is not None:
        assert content(message.get_body(("html",))) == as_it_must_arrive(html)
    for part in calendars_in(message):
        assert octets(part) == write_calendar(event, ACME, method=method)
        assert event_in(octets(part))["X-MAINTNOTE-STATUS"] == status


@given(st.binary(max_size=300), st.sampled_from(["", "PUBLISH", "REQUEST", "CANCEL"]))
def test_octets_of_any_kind_travel(octets_: bytes, method: str) -> None:
    body = write_body("t", "<p>", seed="s", calendar=CalendarPart(octets_, method, "a.ics"))  # type: ignore[arg-type]
    message = read(b"MIME-Version: 1.0\r\n" + body)
    assert {octets(part) for part in calendars_in(message)} == {octets_}


@pytest.mark.parametrize("name", ["", ".ics", "-x.ics", "a b.ics", 'a".ics', "a\r\nB: c", "ä.ics", "../a", "x" * 65])
def test_a_name_that_could_break_out_of_its_field_is_refused(name: str) -> None:
    with pytest.raises(CannotCompose, match="the calendar's name: has characters that are not allowed"):
        compose(replace(NOTICE, calendar=replace(FILE, name=name)))


@pytest.mark.parametrize(
    ("calendar", "method"),
    [(FILE, "REQUEST"), (INVITATION, ""), (INVITATION, "CANCEL"), (INVITATION, "REQUEST\r\nX: y")],
)
def test_a_method_the_calendar_does_not_say_is_refused(calendar: CalendarPart, method: str) -> None:
    with pytest.raises(CannotCompose, match="METHOD: is not what the calendar says"):
        compose(replace(NOTICE, calendar=replace(calendar, method=method)))  # type: ignore[arg-type]


@pytest.mark.parametrize("maintenance_id", ["MNT-2026-0142", "ü", "-x", "x" * 900, "a/../b"])
def test_every_calendar_we_write_has_a_name_that_mails_take(maintenance_id: str) -> None:
    compose(replace(NOTICE, calendar=calendar_part(replace(EVENT, maintenance_id=maintenance_id), ACME, method="")))
