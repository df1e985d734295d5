"""Text that is neither plain nor HTML: what is read as the words of a mail, and what a reader sees of it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.inbound.body.calendar import MAX_EVENTS, read_calendar
from gateway.inbound.body.enriched import enriched_to_text, richtext_to_text
from gateway.inbound.body.rtf import CUT
from gateway.inbound.html_page import make_page
from gateway.mail import Kind
from tests.effort import calls, patiently
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
        ("<param>never closed a", "never closed a"),
        ("a <comment>b\n\nc", "a b\nc"),
        ("a <comment>b<comment>c</comment> d", "a  d"),
        ("a <comment>b</comment><comment>c", "a c"),
        ("<PARAM>x</Param>a</param>", "a"),
        ("<orderId>7</orderId> and <KEYW2>", "<orderId>7</orderId> and <KEYW2>"),
        ("<x-tad-bigger><iso-8859-1>a</x-tad-bigger><iso-8859-x>", "a<iso-8859-x>"),
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
    # Two brackets in a row stand for one, and open no tag (RFC 1896 section 3).
    outside = re.sub("<<|<param>.*?</param>", "", "".join(pieces), flags=re.DOTALL)
    assert enriched_to_text("".join(pieces)).count("w") == outside.count("w")
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
        'Organiser: Doe Ann "boss" <ann@acme.example>\n'
        "Invited: Bo <bo@acme.example> may come\n"
        "Invited: cy@acme.example (x-later)\n"
        "\n    One.\n    Two.\n"
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


def test_what_a_calendar_calls_its_people_and_says_of_itself_looks_like_none_of_our_lines() -> None:
    text = event(
        "SUMMARY:Call",
        'ORGANIZER;CN="Boss <boss@acme.example>":mailto:mallory@evil.example',
        'ATTENDEE;CN="When: 10:00^nOrganiser: boss\uff20acme.example";PARTSTAT=ACCEPTED:mailto:x> <boss@acme.example',
        r"COMMENT:hi\n\nCancelled: Call\nWhen: never",
        "DESCRIPTION:a\u2028Organiser: boss",
    )
    assert text == (
        "Invitation: Call\n"
        "Organiser: Boss boss acme.example <mallory@evil.example>\n"
        "Invited: When 10 00 Organiser boss acme.example <xboss@acme.example> accepts\n"
        "\n    hi\n\n    Cancelled: Call\n    When: never\n\n    a\n    Organiser: boss\n"
    )


def test_no_words_of_a_calendar_are_lost() -> None:
    alarm = event("BEGIN:VALARM", "SUMMARY:Swap the fan", "DESCRIPTION:It is loud.")
    assert alarm.startswith("Invitation: Swap the fan\n")
    assert "    It is loud.\n" in alarm
    long = event("DESCRIPTION:" + "abc " * 20_000 + "last words")
    assert long.endswith("last words\n")
    assert "more characters in the mail" in event("DESCRIPTION:" + "abc " * 300_000)
    assert event("SUMMARY:" + "a" * 600).splitlines()[0].endswith("a\u2026")
    html = "X-ALT-DESC;FMTTYPE=text/html:<p>It is <a href=https://acme.example/fan>loud</a>.</p>"
    assert event(html).endswith("\n\n    It is loud <https://acme.example/fan>.\n")
    assert event("DESCRIPTION:It is loud.", html.replace("<a href=https://acme.example/fan>", "")).count("loud") == 1


def test_words_around_a_calendar_are_its_senders() -> None:
    inner = EVENT.format(method="REPLY", lines="SUMMARY:Call")
    found = read_calendar(f"Dear support,\n please wait.\n\n{inner}\nAnn\n")
    assert found
    assert found.text == "Dear support,\n please wait.\n\nAnswer to an invitation: Call\n\nAnn\n"
    assert found.words == "Dear support,\n please wait.\n\nAnn"
    headless = read_calendar("VERSION:2.0\nMETHOD:CANCEL\nBEGIN:VEVENT\nSUMMARY:Call\nEND:VEVENT\n")
    assert headless
    assert headless.text == "Cancelled: Call\n"
    raw = mail(b"Dear\r\n Ann\r\n\r\n" + inner.encode(), fields=b"Content-Type: text/calendar\r\n")
    assert read(raw).body.full.startswith("Dear\n Ann\n\nAnswer to an invitation: Call")


def test_the_first_piece_shows_an_invitation_that_is_all_there_is() -> None:
    fields = b'Content-Type: message/partial; id="a@b"; number=1; total=2\r\n'
    raw = mail(b"Content-Type: text/calendar\r\n\r\nBEGIN:VEVENT\r\nSUMMARY:Swap the fan\r\n", fields=fields)
    assert "Event: Swap the fan" in read(raw).body.text


@pytest.mark.parametrize("kind", ["text/richtext", "application/rtf"])
def test_rtf_is_read_behind_its_pictures_and_stays_a_file(kind: str) -> None:
    fields = f"Content-Type: {kind}\r\n".encode()
    pictures = read(mail(b"{\\rtf1 Phones {\\pict " + b"00" * 600_000 + b"} drop.}", fields=fields))
    assert pictures.body.text.split() == ["Phones", "drop."]
    assert len(pictures.attachments) == 1
    long = read(mail(b"{\\rtf1 Phones drop.\\par " + b"long words " * 120_000 + b"}", fields=fields))
    assert long.body.full.startswith("Phones drop.")
    assert long.body.full.endswith(f"\n\n{CUT}")
    assert len(long.attachments) == 1
    assert read(mail(b"{\\rtf1 Phones drop.}", fields=b"Content-Type: text/richtext\r\n")).attachments == ()


def test_a_version_in_other_markup_that_says_more_stays_a_file() -> None:
    plain = b"Content-Type: text/plain\r\n\r\nPlease find the order below"
    enriched = b"Content-Type: text/enriched\r\n\r\n<bold>Please</bold> find the order below"
    assert read(multipart(plain, enriched, kind="alternative")).attachments == ()
    found = read(multipart(plain, enriched + b"\r\n\r\nfind it", kind="alternative"))
    assert (found.body.text, len(found.attachments)) == ("Please find the order below", 1)


def test_a_page_for_fast_readers_is_no_dressing_where_nothing_else_has_words() -> None:
    amp = b"Content-Type: text/x-amp-html\r\n\r\n<p>Phones drop.</p>"
    found = read(multipart(b"Content-Type: text/plain\r\n\r\n", amp, kind="alternative"))
    assert (found.body.text, len(found.attachments)) == ("Phones drop.", 1)
    assert read(multipart(TEXT, amp, kind="alternative")).attachments == ()


@pytest.mark.parametrize(
    ("plain", "shown"),
    [
        ("My browser crashes with code 7", True),
        ("HTML mail is broken, call 0301", True),
        ("Browser: code 7. See the log", True),
        ("This message is in HTML. Please use a mail client that shows HTML.", False),
        ("View this email in your browser: https://news.example/1", False),
        ("Ihr Programm kann kein HTML anzeigen.", False),
    ],
)
def test_only_a_plain_part_that_says_nothing_else_gives_way_to_other_words_in_html(plain: str, shown: bool) -> None:
    html = b"Content-Type: text/html\r\n\r\n<p>Confidential. For whom it is sent to only.</p>"
    found = read(multipart(b"Content-Type: text/plain\r\n\r\n" + plain.encode(), html, kind="alternative"))
    assert "Confidential." in found.body.full
    assert (plain in found.body.full) is shown
    assert found.attachments == ()


@pytest.mark.parametrize(
    ("plain", "html", "dropped"),
    [
        ("Yes or no: shall we shut down server 5?", "<p>Yes, shut down server 5</p>", False),
        ("See the log here.", "<p>See the log <a href='https://l.example/7'>here</a>.</p>", False),
        (
            "See the log here <https://l.example/7>.",
            "<p>See the log <a href='https://l.example/7'>here</a>.",
            True,
        ),
        (
            "See the log here <https://l.example/77>.",
            "<p>See the log <a href='https://l.example/7'>here</a>.",
            False,
        ),
        ("Phones drop.", "<p>Phones <b>drop</b>.</p>", True),
        (
            "Hi! Line 5 is down since the storm of last night. Bye",
            "<p>Line 5 is down since the storm of last night",
            True,
        ),
        ("Hi! Line 5 is down, bye", "<p>Line 5 is down", False),
    ],
)
def test_html_beside_plain_text_is_dropped_only_when_all_of_it_stands_there(
    plain: str, html: str, dropped: bool
) -> None:
    found = read(multipart(b"Content-Type: text/plain\r\n\r\n" + plain.encode(), _html(html)))
    assert (found.body.full.strip() == plain) is dropped
    assert found.attachments == ()


def _html(source: str) -> bytes:
    return b"Content-Type: text/html\r\n\r\n" + source.encode()


TABLES = b"<table><tr><td></td><td></td></tr></table>"
WRAPPED = b"{\\*\\htmltag <table><tr><td>a<td>b</table>}"
HEAD = b"{\\rtf1\\fromhtml1 "
BUSY = {
    "1,000 pages without words": (b"application/xhtml+xml", TABLES * 150, 990),
    "pages for fast readers": (b"text/x-amp-html", TABLES * 2400, 70),
    "RTF around tables": (b"text/richtext", HEAD + WRAPPED * 2400 + b"}", 45),
    "many small RTF": (b"text/richtext", HEAD + WRAPPED * 100 + b"}", 900),
}


@pytest.mark.id("M-04")
@pytest.mark.parametrize("name", BUSY)
def test_many_parts_take_no_longer_than_one(name: str) -> None:
    kind, data, times = BUSY[name]
    raw = multipart(*[b"Content-Type: " + kind + b"\r\n\r\n" + data] * times)
    found = patiently(lambda: read(raw), seconds=5)  # each takes a half, and took ten
    patiently(lambda: make_page(raw, found), seconds=5)
    assert calls(lambda: read(raw), "_laid_out") <= 200


def test_parts_within_parts_are_each_read_once() -> None:
    fields = b"Content-Type: multipart/related; boundary=b%d\r\n"
    inner = b"".join(b"--b%d\r\n" % level + fields % (level + 1) + b"\r\n" for level in range(40))
    raw = mail(inner + b"--b40\r\n\r\n  \r\n", fields=fields % 0)
    assert calls(lambda: read(raw), "read_part") <= 2


def test_texts_that_may_say_the_same_are_compared_within_bounds() -> None:
    words = b"a b " * 100_000
    pair = (b"Content-Type: text/plain\r\n\r\n" + words, b"Content-Type: text/html\r\n\r\n" + words + b"c")
    raw = multipart(*pair * 8)
    assert calls(lambda: read(raw), "_words") <= 6
