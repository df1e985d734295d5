"""``winmail.dat``: opened where it can be, kept as a file where it is damaged, and never able to stall anybody."""

from __future__ import annotations

import struct
import sys

import pytest
from compressed_rtf import compress
from compressed_rtf.crc32 import crc32
from hypothesis import given
from hypothesis import strategies as st

from gateway.errors import NotFound
from gateway.inbound.body.room import MAX_RTF
from gateway.inbound.body.rtf import rtf_to_text
from gateway.inbound.files.attachments import attachment_bytes
from gateway.inbound.files.tnef import MAX_FILES, TOO_LONG, Closed, open_tnef
from gateway.inbound.html_page import make_page
from gateway.mail import Kind, Mail
from tests.effort import calls, patiently
from tests.inbound.mails import TEXT, attached, multipart, read

HEAD = b"\x78\x9f\x3e\x22\x01\x00"
EXE = b"MZ\x90\0\3\0\0\0" + bytes(60)


def thing(level: int, name: int, value: bytes, *, kind: int = 6) -> bytes:
    return struct.pack("<BHHI", level, name, kind, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def properties(*given: tuple[int, int, bytes]) -> bytes:
    """A list of properties: type, name, value as it stands behind them."""
    return struct.pack("<I", len(given)) + b"".join(
        struct.pack("<HH", kind, name) + value for kind, name, value in given
    )


def sized(value: bytes) -> bytes:
    return struct.pack("<II", 1, len(value)) + value + bytes(-len(value) % 4)


def file(name: str, data: bytes, *, long_name: str = "") -> bytes:
    more = properties((0x1F, 0x3707, sized(f"{long_name}\0".encode("utf-16-le")))) if long_name else b""
    return (
        thing(2, 0x9002, bytes(14))
        + thing(2, 0x800F, data)
        + thing(2, 0x8010, name.encode() + b"\0")
        + (thing(2, 0x9005, more) if more else b"")
    )


def tnef(*things: bytes) -> bytes:
    return HEAD + thing(1, 0x9007, struct.pack("<II", 1252, 0)) + b"".join(things)


def with_tnef(data: bytes, *, text: bytes = TEXT) -> bytes:
    return multipart(text, attached(data, fields=b"Content-Type: application/ms-tnef; name=winmail.dat\r\n"))


def parts(mail: Mail) -> list[tuple[str, str, int]]:
    return [(one.part, one.name, one.size) for one in mail.attachments]


def test_files_inside_are_attachments_that_can_be_read_out() -> None:
    data = tnef(
        thing(1, 0x800C, b"The text inside\0"),
        file("REPORT~1.PDF", b"%PDF-1.7\0\0", long_name="Report für Ann.pdf"),
        file("..\\run.exe", EXE),
    )
    raw = with_tnef(data)
    found = read(raw)
    assert parts(found) == [("2/1", "Report für Ann.pdf", 10), ("2/2", "run.exe", 68)]
    assert found.attachments[0].found == "application/pdf"
    assert found.attachments[1].danger == "a program for Windows (.exe)"
    assert (found.body.full, found.warnings) == ("The text.", ())
    assert attachment_bytes(raw, "2/1") == b"%PDF-1.7\0\0"  # the zeros at its end are its own
    assert attachment_bytes(raw, "2/2") == EXE
    assert attachment_bytes(raw, "2") == data
    for part in ("2/3", "2/0", "2/u1", "1/1"):
        with pytest.raises(NotFound):
            attachment_bytes(raw, part)


@pytest.mark.parametrize(
    "body",
    [
        thing(1, 0x800C, "Grüße, Ann\0".encode("cp1252")),
        thing(1, 0x9003, properties((0x1F, 0x1000, sized("Grüße, Ann\0".encode("utf-16-le"))))),
        thing(1, 0x9003, properties((0x1E, 0x1000, sized("Grüße, Ann\0".encode("cp1252"))))),
        thing(
            1,
            0x9003,
            properties((3, 0x3FDE, struct.pack("<I", 65001)), (0x102, 0x1013, sized("<p>Grüße, <b>Ann</b>".encode()))),
        ),
        thing(
            1,
            0x9003,
            properties((0x102, 0x1009, sized(compress(b"{\\rtf1\\ansi\\ansicpg1252 Gr\\'fc\\'dfe, Ann\\par}")))),
        ),
    ],
    ids=["text", "wide", "8-bit", "html", "rtf"],
)
def test_its_text_is_the_text_of_a_mail_that_has_none(body: bytes) -> None:
    found = read(with_tnef(tnef(body), text=b"Content-Type: text/plain\r\n\r\n  \r\n"))
    assert found.body.text == "Grüße, Ann"
    assert read(with_tnef(tnef(body))).body.text == "The text."


def test_a_message_inside_stays_a_file() -> None:
    inside = b"\x07\x03\x02\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46" + tnef(file("deep.txt", b"x"))
    value = properties((0xD, 0x3701, sized(inside)), (0x1E, 0x3704, sized(b"Forwarded\0")))
    found = read(with_tnef(tnef(thing(2, 0x9002, bytes(14)), thing(2, 0x9005, value))))
    (only,) = found.attachments
    assert (only.part, only.name, only.type, only.found) == (
        "2/1",
        "Forwarded",
        "application/ms-tnef",
        "application/vnd.ms-tnef",
    )


DAMAGED = {
    "cut off": tnef(file("a.txt", b"x" * 100))[:-50],
    "a file without a beginning": tnef(thing(2, 0x800F, b"x")),
    "no level": tnef(struct.pack("<BHHI", 7, 1, 1, 1) + b"abc"),
    "four thousand million properties": tnef(thing(1, 0x9003, b"\xff\xff\xff\xff")),
    "as many values": tnef(thing(1, 0x9003, properties((0x1002, 0x1000, b"\xff\xff\xff\x7f")))),
    "as many strings": tnef(thing(1, 0x9003, properties((0x1E, 0x1000, b"\xff\xff\xff\x7f")))),
    "a string longer than all": tnef(thing(1, 0x9003, properties((0x1E, 0x1000, struct.pack("<II", 1, 2**31))))),
    "an unknown type": tnef(thing(1, 0x9003, properties((0x77, 0x1000, b"")))),
    "too many files": tnef(*[file("a", b"x")] * (MAX_FILES + 1)),
    "too many things": tnef(*[thing(1, 0x8004, b"")] * 1_000_000),
    "nothing": HEAD,
}


@pytest.mark.id("M-15")
@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_one_stays_a_file_and_costs_little(name: str) -> None:
    raw = with_tnef(DAMAGED[name])
    found = patiently(lambda: read(raw))
    assert parts(found) == [("2", "winmail.dat", len(DAMAGED[name]))]
    assert found.unreadable == ""
    assert bool(found.warnings) == (name != "nothing")
    assert all("winmail.dat (part 2) could not be opened: it " in warning for warning in found.warnings)


def largest_rtf() -> bytes:
    """RTF of a quarter of a megabyte that unpacks to eight times its size: nothing but references, each the longest."""
    packed, at = b"", 207
    while len(packed) < 256 * 1024 - 40:
        packed += b"\xff"
        for _ in range(8):
            packed += struct.pack(">H", ((at - 20) % 4096 << 4) | 15)
            at = (at + 17) % 4096
    head = struct.pack("<II", len(packed) + 12, len(packed) * 8) + b"LZFu"
    return head + struct.pack("<I", crc32(packed)) + packed


@pytest.mark.id("M-15")
def test_many_of_them_cost_as_much_as_one() -> None:
    data = tnef(thing(1, 0x9003, properties((0x102, 0x1009, sized(largest_rtf())))), file("a.txt", b"x"))
    winmail = attached(data, fields=b"Content-Type: application/ms-tnef; name=winmail.dat\r\n")
    raw = multipart(TEXT, *[winmail] * 12)
    found = patiently(lambda: read(raw))
    assert calls(lambda: read(raw), "rtf_to_text") == 1  # slow, and a mail has one text
    assert [one.name for one in found.attachments] == ["a.txt"] * 5 + ["winmail.dat"] * 7
    assert len(found.warnings) == 7
    assert found.warnings[0] == "winmail.dat (part 7) could not be opened: the mail has more than 5 of them"


def test_more_properties_than_any_mail_has_leave_it_closed() -> None:
    many = thing(1, 0x9003, properties(*[(2, 0x17, b"\1\0\0\0")] * 4900))
    assert read(with_tnef(tnef(*[many] * 4))).warnings == ()
    (warning,) = read(with_tnef(tnef(*[many] * 5))).warnings
    assert warning.endswith("it holds more than 20000 properties")


def test_without_the_extra_it_stays_a_file_and_the_mail_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tnefparse.mapi", None)
    found = read(with_tnef(tnef(file("a.txt", b"x"))))
    assert [one.name for one in found.attachments] == ["winmail.dat"]
    assert found.warnings == ("winmail.dat (part 2) could not be opened: the extra tnef is not installed",)


WHOLE = tnef(
    thing(
        1,
        0x9003,
        properties((0x1F, 0x1000, sized("Hi\0".encode("utf-16-le"))), (2, 0x17, b"\1\0\0\0"), (0x40, 7, bytes(8))),
    ),
    file("a.txt", b"hello", long_name="A long name.txt"),
)


@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 255), st.integers(0, len(WHOLE)))
def test_no_damage_raises_anything_but_closed(at: int, value: int, end: int) -> None:
    damaged = bytearray(WHOLE)
    damaged[at] = value
    for data in (bytes(damaged), bytes(damaged)[:end], WHOLE[:end] + bytes(damaged)):
        try:
            opened = open_tnef(data)
        except Closed:
            continue
        opened.text.encode()
        assert len(opened.files) <= MAX_FILES


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (rb"{\rtf1\ansi Hello\par World}", "Hello\nWorld"),
        (rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\colortbl;\red0;}\f0 a\tab b\line c}", "a\tb\nc"),
        (rb"{\rtf1\ansi\ansicpg1251 \'cf\'f0\'e8\'e2\'e5\'f2}", "Привет"),
        (rb"{\rtf1\ansi\uc1 caf\u233?\u8364? \u-10179?\u-8704?}", "café€ 😀"),
        (rb"{\rtf1 {\*\generator Riched20;}{\pict 010203}x\{y\}\\z\~.}", "x{y}\\z\u00a0."),
        (rb"{\rtf1 }}}}} {{{{ x", "  x"),
        (
            rb"{\rtf1\ansi\fromhtml1{\*\htmltag64 <p>}Hello \htmlrtf\par\htmlrtf0 {\*\htmltag84 <b>}big"
            rb"{\*\htmltag92 </b>}{\*\htmltag72 </p>}{\*\htmltag64 <p>}world{\*\htmltag72 </p>}}",
            "Hello big\n\nworld",
        ),
        (b"no rtf", ""),
    ],
)
def test_rtf_becomes_text(rtf: bytes, text: str) -> None:
    assert rtf_to_text(rtf) == text


@pytest.mark.parametrize(
    "bomb",
    [
        b"{" * MAX_RTF,
        b"\\'41" * (MAX_RTF // 4),
        b"\\u65?" * (MAX_RTF // 5),
        b"\\" * MAX_RTF,
        b"{\\*" * (MAX_RTF // 3),
        b"\\bin9" * (MAX_RTF // 5),
    ],
)
def test_hostile_rtf_costs_little(bomb: bytes) -> None:
    patiently(lambda: rtf_to_text(b"{\\rtf1 " + bomb))


@given(st.text(alphabet=st.sampled_from("{}\\'*ufa0123456789- par\n"), max_size=200))
def test_no_rtf_raises(text: str) -> None:
    rtf_to_text(b"{\\rtf1\\fromhtml1" + text.encode()).encode()
    rtf_to_text(b"{\\rtf1" + text.encode()).encode()


@pytest.mark.id("M-04")
@pytest.mark.parametrize(
    ("other", "words"),
    [
        (b"text/calendar\r\n\r\nBEGIN:VEVENT\r\nSUMMARY:Call\r\nEND:VEVENT\r\n", "Event: Call"),
        (b"text/vcard\r\n\r\nBEGIN:VCARD\r\nFN:Ann\r\nEND:VCARD\r\n", "FN:Ann"),
        (b"text/csv\r\n\r\na;b\r\n", "a;b"),
        (b"text/x-anything\r\n\r\nmore words\r\n", "more words"),
    ],
)
def test_its_text_is_read_before_that_of_what_is_no_text_first(other: bytes, words: str) -> None:
    winmail = attached(
        tnef(thing(1, 0x800C, b"Our plant stands still.\0")), fields=b"Content-Type: application/ms-tnef\r\n"
    )
    raw = multipart(b"Content-Type: text/plain\r\n\r\n  \r\n", b"Content-Type: " + other, winmail)
    found = read(raw)
    assert found.body.full.startswith("Our plant stands still.\n\n")
    assert words in found.body.full
    assert found.kind is Kind.NEW
    assert "Our plant stands still." in make_page(raw, found).html


def test_a_text_that_is_too_long_to_be_unpacked_says_so() -> None:
    long = tnef(thing(1, 0x9003, properties((0x102, 0x1009, sized(bytes(300_000))))))
    assert read(with_tnef(long, text=b"Content-Type: text/plain\r\n\r\n  \r\n")).body.text == TOO_LONG


def test_its_text_is_no_longer_than_that_of_other_mail() -> None:
    long = tnef(thing(1, 0x800C, b"words " * 500_000))
    found = read(with_tnef(long, text=b"Content-Type: text/plain\r\n\r\n  \r\n"))
    assert "more characters in the mail as it came" in found.body.full[-100:]
