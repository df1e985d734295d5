from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gateway.address import Mailbox, parse_address
from gateway.desk.case_number import FIRST_SERIAL, case_number
from gateway.desk.policy.ledger import PromiseRow
from gateway.desk.policy.report import Entry, Report, make_report
from gateway.desk.policy.target import Kind
from gateway.desk.ticket import Priority
from gateway.outbound.promise_kinds import PROMISE_KINDS
from gateway.outbound.promise_report import BAR, EMPTY, FULL, MAX_LISTED, render_report, report_mail
from gateway.outbound.promise_words import ENGLISH, FRENCH, say_share, say_short
from gateway.outbound.render import Rendered, shipped_renderer
from tests.outbound.reading import Page, check_html, check_text, compare, words
from tests.outbound.test_templates import contrast, inverted

SNAPSHOTS = Path(__file__).parent / "snapshots" / "reports"
RENDERER = shipped_renderer()
TORONTO = ZoneInfo("America/Toronto")
SINCE, UNTIL = datetime(2026, 11, 1, 4, tzinfo=UTC), datetime(2026, 12, 1, 5, tzinfo=UTC)
DUE = datetime(2026, 11, 10, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
OURS = parse_address("support@support.example")


def entry(serial: int, customer: str = "acme", **facts: object) -> Entry:
    plain = PromiseRow(Kind.RESPONSE, DUE - 4 * HOUR, Priority("high"), "standard", "24x7", due=DUE)
    return Entry(case_number(FIRST_SERIAL + serial), customer, replace(plain, **facts))  # type: ignore[arg-type]


MIXED = (
    *(entry(serial, met=DUE - HOUR) for serial in range(8)),
    entry(8, missed_at=DUE, met=DUE + 2 * HOUR),
    entry(9, "", missed_at=DUE, met=DUE + timedelta(days=3, hours=1, seconds=40)),
    entry(10, missed_at=DUE, ended_at=DUE + HOUR),
    entry(11, missed_at=DUE),
    entry(12, kind=Kind.UPDATE),
    entry(13, kind=Kind.RESOLUTION, ended_at=DUE - HOUR),
    entry(14, policy="qeval", level=Priority("urgent"), kind=Kind.RCA, met=DUE),
)


def report(*entries: Entry, customer: str = "") -> Report:
    return make_report(entries, since=SINCE, until=UNTIL, customer=customer)


def said(found: Report, language: str = "en") -> Rendered:
    return render_report(RENDERER, found, brand="Example Support", zone=TORONTO, language=language)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("case", ["mixed", "nothing", "kept"])
def test_a_report_says_what_was_reviewed(language: str, case: str) -> None:
    entries = {"mixed": MIXED, "nothing": (), "kept": (entry(1, met=DUE),)}[case]
    one = said(report(*entries, customer="acme" if case == "kept" else ""), language)
    assert one.html is not None
    compare(SNAPSHOTS / f"{language}-{case}.txt", f"Subject: {one.subject}\n\n{one.text}")
    compare(SNAPSHOTS / f"{language}-{case}.html", one.html)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("entries", [MIXED, ()])
def test_html_says_the_same_words_as_the_text_and_is_readable_everywhere(
    entries: tuple[Entry, ...], language: str
) -> None:
    one = said(report(*entries), language)
    text = re.sub(rf"^  \|[{FULL}{EMPTY}]+\|$", "", one.text, flags=re.MULTILINE)
    assert words(one.html or "") == text.split()
    check_text(one.text)
    check_html(one, language=language, headings=1)


def bars(html: str) -> list[list[str]]:
    """Return the widths of the cells of each bar."""
    found = re.findall(r"<tr>\n((?:<td [^>]*width=\"\d+%\"[^>]*>&nbsp;</td>\n)+)</tr>", html)
    return [re.findall(r'width="(\d+)%"', row) for row in found]


@pytest.mark.parametrize(
    ("kept", "missed", "widths", "full"),
    [
        (1, 0, ["100"], BAR),
        (0, 1, ["100"], 0),
        (1, 1, ["50", "50"], BAR // 2),
        (999, 1, ["99", "1"], BAR - 1),
        (1, 999, ["1", "99"], 1),
    ],
)
def test_a_bar_is_full_or_empty_only_where_all_or_none_were_kept(
    kept: int, missed: int, widths: list[str], full: int
) -> None:
    entries = [entry(n, met=DUE) for n in range(kept)] + [entry(n, missed_at=DUE) for n in range(missed)]
    one = said(report(*entries))
    assert bars(one.html or "")[0] == widths
    assert f"|{FULL * full}{EMPTY * (BAR - full)}|" in one.text


def test_kept_and_missed_are_told_apart_without_colours() -> None:
    html = said(report(*MIXED)).html or ""
    cells = [dict(attributes) for tag, attributes in Page(html).tags if tag == "td" and (attributes.get("width") or "")]
    styles = [str(cell["style"]) for cell in cells if str(cell["width"]) not in ("100%",)]
    assert {("dashed" in style, "background-color" in style) for style in styles} == {(True, False), (False, True)}


def test_the_colour_of_a_bar_is_seen_light_dark_and_inverted() -> None:
    [bar] = set(re.findall(r'bgcolor="(#\w{6})"', said(report(*MIXED)).html or ""))
    for shown, card in ((bar, "#fcfcfd"), (bar, "#20252b"), (inverted(bar), inverted("#fcfcfd"))):
        assert contrast(shown, card) >= 3  # of what is no text


def test_what_a_customer_is_called_becomes_no_markup() -> None:
    hostile = "<script>alert('x')</script>{{7*7}}"
    one = said(report(entry(1, hostile, missed_at=DUE), customer=hostile))
    assert "<script" not in (one.html or "")
    assert hostile in one.text


def test_of_very_many_misses_the_first_are_listed_and_the_rest_counted() -> None:
    one = said(report(*(entry(serial, missed_at=DUE) for serial in range(MAX_LISTED + 7))))
    assert one.text.count("\nCase 1") == MAX_LISTED
    assert "\nAnd 7 more, which --format json lists.\n" in one.text


def test_the_last_day_is_the_one_before_the_time_ends() -> None:
    assert said(report()).subject == "Promises kept and missed, Sun 1 Nov 2026 to Mon 30 Nov 2026"


def test_the_mail_is_whole_says_it_is_automatic_and_has_the_same_bytes_every_time() -> None:
    found = report(*MIXED)
    one = said(found)
    raw = report_mail(one, found, from_=Mailbox("Example Support", OURS), to=OURS)
    assert raw == report_mail(said(report(*reversed(MIXED))), found, from_=Mailbox("Example Support", OURS), to=OURS)
    mail = message_from_bytes(raw, policy=policy.default)
    assert (mail["Subject"], mail["Auto-Submitted"]) == (one.subject, "auto-generated")
    assert mail["Date"].datetime == UNTIL
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    plain, html = (part.get_content() for part in mail.iter_parts())
    assert (plain.replace("\r\n", "\n"), html.replace("\r\n", "\n")) == (one.text, one.html)
    other = report(*MIXED[1:])
    assert (
        message_from_bytes(report_mail(said(other), other, from_=Mailbox("", OURS), to=OURS), policy=policy.default)[
            "Message-ID"
        ]
        != mail["Message-ID"]
    )


@pytest.mark.parametrize(
    ("length", "words_"),
    [
        (timedelta(seconds=45, milliseconds=700), "45 s"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (2 * HOUR, "2 h"),
        (2 * HOUR + timedelta(minutes=10), "2 h 10 min"),
        (timedelta(days=3, minutes=59), "3 d"),
        (timedelta(days=3, hours=4, minutes=5), "3 d 4 h"),
        (timedelta(), "0 s"),
    ],
)
def test_lengths_are_said_in_two_units_at_most(length: timedelta, words_: str) -> None:
    assert say_short(length, ENGLISH) == words_
    assert say_short(length, FRENCH) == words_.replace("d", "j")


def test_a_share_has_a_tenth_where_there_is_one() -> None:
    assert [say_share(share, ENGLISH) for share in (100.0, 99.9, 0.0)] == ["100", "99.9", "0"]
    assert say_share(66.6, FRENCH) == "66,6"


def test_every_kind_of_promise_has_a_name_of_its_own_in_each_language() -> None:
    for names in PROMISE_KINDS.values():
        assert list(names) == list(Kind)
        assert len(set(names.values())) == len(Kind)
