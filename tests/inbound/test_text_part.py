"""Text that is neither plain nor HTML: what is read as the words of a mail, and what a reader sees of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.inbound.body.calendar import MAX_EVENTS, read_calendar
from gateway.inbound.body.enriched import enriched_to_text, richtext_to_text
from gateway.inbound.html_page import make_page
from gateway.mail import Kind
from tests.inbound.mails import TEXT, attached, mail, multipart, read

EVENT = "BEGIN:VCALENDAR\nMETHOD:{method}\nBEGIN:VEVENT\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def event(*lines: str, method: str = "REQUEST") -> str:
    found = read_calendar(EVENT.format(method=method, lines="\n".join(lines)))
    assert found is not None
    return found.text


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("a\nb\n\nc\n\n\nd", "a b\nc\n\nd"),
        ("<bold>a</bold> <<b>", "a <b>"),
        ("<color><param>red</param>a</color>", "a"),
        ("x\n\n<nofill>a\n  b\n</nofill>c", "x\na\n  b\nc"),
        ("<verbatim><bold>\na</verbatim>", "<bold>\na"),
        ("<verbatim>a\nb", "a b"),
        ("one\n\n<excerpt>two\n\nthree</excerpt>four", "one\n> two\n> three\nfour"),
        ("<param>never closed a", ""),
        ("</param></nofill></excerpt>a", "a"),
        ("<center>a</center>b", "a\nb"),
        ("a < b and <not a tag>", "a < b and <not a tag>"),
    ],
)
def test_enriched_text_is_read_as_its_standard_says(source: str, words: str) -> None:
    assert enriched_to_text(source) == words


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("a\nb<nl>c<nl><nl>d", "a b\nc\n\nd"),
        ("<lt>b> <<", "<b> <"),
        ("a<comment>x<comment>y</comment></comment>b", "ab"),
        ("<paragraph>a</paragraph><paragraph>b</paragraph>", "a\n\nb"),
        ("a<np>b", "a\n\nb"),
    ],
)
def test_richtext_is_read_as_its_standard_says(source: str, words: str) -> None:
    assert richtext_to_text(source) == words


@given(st.lists(st.sampled_from(["<bold>", "</param>", "<param>", "<excerpt>", "<<", "<", "\n", "\n\n", "w", " "])))
def test_any_enriched_text_is_read_and_no_word_outside_parameters_is_lost(pieces: list[str]) -> None:
    kept = [piece for piece in pieces if piece != "<param>"]
    assert enriched_to_text("".join(kept)).count("w") == kept.count("w")
    richtext_to_text("".join(pieces))


@pytest.mark.parametrize(
    ("lines", "when"),
    [
        (("DTSTART:20261126T090000Z", "DTEND:20261126T100000Z"), "Thu 2026-11-26, 09:00 to 10:00 (UTC)"),
        (
            ("DTSTART;TZID=Asia/Tokyo:20261126T230000", "DTEND;TZID=Asia/Tokyo:20261127T010000"),
            "Thu 2026-11-26, 23:00 to Fri 2026-11-27, 01:00 (Asia/Tokyo)",
        ),
        (
            ("DTSTART;TZID=Asia/Tokyo:20261126T230000", "DTEND:20261126T160000Z"),
            "Thu 2026-11-26, 23:00 (Asia/Tokyo) to Thu 2026-11-26, 16:00 (UTC)",
        ),
        (("DTSTART:20261126T090000", "DURATION:PT1H30M"), "Thu 2026-11-26, 09:00 to 10:30 (no zone given)"),
        (("DTSTART:20261126T090000", "DURATION:P9999W"), "Thu 2026-11-26, 09:00 to Thu 2218-07-16, 09:00"),
        (("DTSTART:99991231T090000Z", "DURATION:P9999W"), "Fri 9999-12-31, 09:00 (UTC)"),
        (("DTSTART;VALUE=DATE:20261201",), "Tue 2026-12-01 (all day)"),
        (("DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261202"), "Tue 2026-12-01 (all day)"),
        (("DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261203"), "Tue 2026-12-01 to Wed 2026-12-02 (all day)"),
        (("DTSTART:tomorrow",), "tomorrow"),
        (("DTSTART:20261399T090000Z",), "20261399T090000Z"),
        (("DUE:20261126T090000Z",), "until Thu 2026-11-26, 09:00 (UTC)"),
    ],
)
def test_an_event_says_when_it_is_in_its_own_zone(lines: tuple[str, ...], when: str) -> None:
    assert f"When: {when}" in event("SUMMARY:x", *lines)


def test_an_event_says_who_what_and_where_with_escapes_and_folds_taken_out() -> None:
    text = event(
        r"SUMMARY:Line down\, floor 2\; please\nhelp \\",
        "LOCATION:Room\n  12",
        "ORGANIZER;CN=\"Doe: Ann ^'boss^'\":MAILTO:ann@acme.example",
        "ATTENDEE;CN=Bo;PARTSTAT=TENTATIVE;RSVP=TRUE:mailto:bo@acme.example",
        "ATTENDEE;PARTSTAT=X-LATER:mailto:cy@acme.example",
        "RRULE:FREQ=WEEKLY;BYDAY=MO,TU;COUNT=5",
        "RECURRENCE-ID:20261126T090000Z",
        r"DESCRIPTION:One.\nTwo.",
        "BEGIN:VALARM\nDESCRIPTION:alarm\nEND:VALARM",
    )
    assert text == (
        "Invitation: Line down, floor 2; please help \\\n"
        "Of a series: only the one of Thu 2026-11-26, 09:00 (UTC)\n"
        "Repeats: weekly, byday MO,TU, count 5\n"
        "Where: Room 12\n"
        'Organiser: Doe: Ann "boss" <ann@acme.example>\n'
        "Bo <bo@acme.example> may come\n"
        "cy@acme.example (x-later)\n"
        "\nOne.\nTwo.\n"
    )


@pytest.mark.parametrize(
    ("method", "title"),
    [
        ("REQUEST", "Invitation: x"),
        ("REPLY", "Answer to an invitation: x"),
        ("cancel", "Cancelled: x"),
        ("COUNTER", "Another time is proposed: x"),
        ("PUBLISH", "Event: x"),
        ("", "Event: x"),
    ],
)
def test_the_method_says_what_the_calendar_is_for(method: str, title: str) -> None:
    assert event("SUMMARY:x", method=method).startswith(title)


def test_a_cancelled_event_a_task_and_one_that_was_cut_off_are_told_as_what_they_are() -> None:
    assert event("SUMMARY:x", "STATUS:CANCELLED", method="PUBLISH").startswith("Cancelled: x")
    task = read_calendar("BEGIN:VTODO\nSUMMARY:Swap the fan\nEND:VTODO")
    cut = read_calendar("BEGIN:VEVENT\nSUMMARY:Swap the")
    assert task
    assert task.text.startswith("Task: Swap the fan")
    assert cut
    assert cut.text.startswith("Event: Swap the")
    assert read_calendar("Phones drop.") is None


def test_many_events_are_bounded_and_counted() -> None:
    found = read_calendar("BEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\n" * 1000)
    assert found
    assert found.text.count("Event: x") == MAX_EVENTS
    assert f"{1000 - MAX_EVENTS} more events" in found.text


@given(
    st.lists(st.sampled_from(["BEGIN:VEVENT", "END:VEVENT", "BEGIN:", 'A;B="', "SUMMARY:x", "DTSTART:2", " ", ":;=,"]))
)
def test_any_lines_are_read_or_are_no_calendar(lines: list[str]) -> None:
    found = read_calendar("\n".join(lines))
    assert found is None or found.text


@pytest.mark.id("M-04")
@pytest.mark.parametrize("kind", ["enriched", "richtext", "markdown", "x-web-markdown", "x-anything", "troff"])
def test_text_in_any_markup_that_opens_a_mail_is_its_text_and_no_file(kind: str) -> None:
    found = read(mail(b"Phones drop.\r\n", fields=f"Content-Type: text/{kind}\r\n".encode()))
    assert found.body.text.strip() == "Phones drop."
    assert found.attachments == ()


@pytest.mark.id("M-04")
@pytest.mark.parametrize(
    "kind", ["text/csv", "text/calendar", "text/vcard", "text/xml", "text/x-log", "application/rtf"]
)
def test_what_is_for_programs_is_read_where_nothing_else_is_and_stays_a_file(kind: str) -> None:
    part = f"Content-Type: {kind}\r\n\r\n".encode() + b"Phones drop."
    for raw in (mail(b"Phones drop.", fields=part.partition(b"\r\n")[0] + b"\r\n"), multipart(part)):
        found = read(raw)
        assert found.body.text.strip() == "Phones drop."
        assert [one.type for one in found.attachments] == [kind]
    beside = read(multipart(TEXT, part))
    assert beside.body.text == "The text."
    assert [one.type for one in beside.attachments] == [kind]


def test_files_and_what_is_no_text_do_not_become_the_text() -> None:
    for part in (
        b"Content-Type: text/csv\r\nContent-Disposition: attachment\r\n\r\na;b",
        b'Content-Type: text/csv; name="a.csv"\r\n\r\na;b',
        b"Content-Type: text/rfc822-headers\r\n\r\nSubject: x",
        attached(bytes(range(256)) * 4, fields=b"Content-Type: text/x-log; charset=utf-8\r\n"),
    ):
        found = read(multipart(attached(PNG, fields=b"Content-Type: image/png\r\n"), part))
        assert found.body.full == ""
        assert len(found.attachments) == 2


def test_plain_text_decides_where_it_stands_beside_other_markup() -> None:
    enriched = b"Content-Type: text/enriched\r\n\r\n<bold>The</bold> text."
    found = read(multipart(enriched, TEXT, kind="alternative"))
    assert (found.body.text, found.attachments) == ("The text.", ())
    other = read(multipart(TEXT, b"Content-Type: text/markdown\r\n\r\nSomething else entirely", kind="alternative"))
    assert other.body.text == "The text."
    assert [one.type for one in other.attachments] == ["text/markdown"]


def test_rtf_under_the_name_of_richtext_is_read_as_rtf() -> None:
    for kind in (b"text/richtext", b"text/rtf", b"application/rtf"):
        found = read(mail(rb"{\rtf1\ansi Phones \b drop\b0.\par}", fields=b"Content-Type: " + kind + b"\r\n"))
        assert found.body.text == "Phones drop."


def test_what_an_answer_of_a_calendar_quotes_makes_no_person_of_it_and_a_comment_does() -> None:
    fields = b"Content-Type: text/calendar; method=REPLY\r\n"
    ours = EVENT.format(method="REPLY", lines="SUMMARY:Could you please help?\nDESCRIPTION:Could you please help?")
    theirs = ours.replace("SUMMARY", "COMMENT:Could you please come on Friday instead?\nSUMMARY", 1)
    assert read(mail(ours.encode(), fields=fields)).kind is Kind.AUTO_REPLY
    found = read(mail(theirs.encode(), fields=fields))
    assert found.kind.by_a_person
    assert "Could you please come on Friday instead?" in found.body.text


@pytest.mark.parametrize(
    ("number", "total", "words"),
    [("2", "3", "piece 2 of 3"), ("2", "", "piece 2 of several"), ("x", "3", "piece ? of 3")],
)
def test_a_piece_of_a_mail_says_that_it_is_one(number: str, total: str, words: str) -> None:
    fields = f'Content-Type: message/partial; id="a@b"; number={number}; total={total}\r\n'.encode()
    found = read(mail(b"garbage", fields=fields))
    assert words in found.body.text
    assert "garbage" not in found.body.text
    assert [one.type for one in found.attachments] == ["message/partial"]


@pytest.mark.parametrize(
    "inner", [b"\r\nPhones drop.", b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nPhones drop."]
)
def test_the_first_piece_shows_what_it_begins_with(inner: bytes) -> None:
    fields = b'Content-Type: message/partial; id="a@b"; number=1; total=2\r\n'
    assert "Phones drop." in read(mail(b"Subject: whole\r\n" + inner, fields=fields)).body.text
    within = read(mail(b"Content-Type: message/partial; number=1\r\n\r\nContent-Type: x\r\n\r\ny", fields=fields))
    assert within.body.text.count("[This mail is piece") == 1
    bomb = b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n\r\n" * 1500
    assert "piece 1 of 2" in read(mail(bomb, fields=fields)).body.full


def test_a_page_shows_text_in_other_markup_and_a_calendar_beside_a_picture() -> None:
    enriched = mail(b"<bold>Phones</bold> drop.", fields=b"Content-Type: text/enriched\r\n")
    assert "Phones drop." in make_page(enriched, read(enriched)).html
    invitation = b"Content-Type: text/calendar\r\n\r\n" + EVENT.format(method="REQUEST", lines="SUMMARY:Rack").encode()
    raw = multipart(attached(PNG, fields=b"Content-Type: image/png\r\n"), invitation)
    made = make_page(raw, read(raw)).html.partition("<main>")[2]
    assert "Invitation: Rack" in made
    assert "data:image/png" in made
