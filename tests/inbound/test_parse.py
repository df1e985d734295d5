"""Where the parts of a mail begin and end."""

from __future__ import annotations

import email
import logging
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.inbound.mime.fields import content_type, decode_transfer, disposition, parameters
from gateway.inbound.mime.header_block import read_header, split_header
from gateway.inbound.mime.parse import TooMuch, parse, second_opinion
from tests.inbound.mails import HEADER, TEXT, attached, mail, multipart

INNER = b'Content-Type: multipart/mixed; boundary="in"\r\n\r\n'


def shape(raw: bytes) -> list[tuple[str, str, bytes]]:
    return [(leaf.path, leaf.type.value, leaf.body(raw)) for leaf in parse(raw).leaves()]


def test_a_mail_without_parts_is_its_own_only_part() -> None:
    assert shape(mail(b"Hello\r\n")) == [("1", "text/plain", b"Hello\r\n")]


def test_parts_are_numbered_from_the_root() -> None:
    inner = (
        b'Content-Type: multipart/alternative; boundary="in"\r\n\r\n--in\r\n\r\none\r\n--in\r\n\r\ntwo\r\n--in--\r\n'
    )
    assert shape(multipart(inner, TEXT)) == [
        ("1.1", "text/plain", b"one"),
        ("1.2", "text/plain", b"two"),
        ("2", "text/plain", b"The text."),
    ]


def test_an_outer_boundary_ends_an_inner_multipart_that_was_never_closed() -> None:
    assert [path for path, _, _ in shape(multipart(INNER + b"--in\r\n\r\none", TEXT))] == ["1.1", "2"]


def test_a_boundary_that_begins_like_another_is_another() -> None:
    raw = mail(
        b"--a\r\n\r\none\r\n--ab\r\n\r\nstill one\r\n--a\r\n\r\ntwo\r\n--a--\r\n",
        fields=b"Content-Type: multipart/mixed; boundary=a\r\n",
    )
    assert [body for _, _, body in shape(raw)] == [b"one\r\n--ab\r\n\r\nstill one", b"two"]


def test_a_nested_message_is_one_part_and_stays_closed() -> None:
    nested = b"Content-Type: message/rfc822\r\n\r\n" + mail(b"inner text")
    (only,) = shape(multipart(nested))
    assert only == ("1", "message/rfc822", mail(b"inner text"))


def test_the_parts_of_a_digest_are_messages_unless_they_say_otherwise() -> None:
    raw = multipart(b"\r\nSubject: x\r\n\r\ny", TEXT, kind="digest")
    assert [kind for _, kind, _ in shape(raw)] == ["message/rfc822", "text/plain"]


def test_a_part_whose_header_has_no_end_is_ended_by_the_boundary() -> None:
    raw = mail(
        b"--e:1\r\nContent-Type: text/html\r\n--e:1\r\n\r\ntwo\r\n",
        fields=b'Content-Type: multipart/mixed; boundary="e:1"\r\n',
    )
    assert shape(raw) == [("1", "text/html", b""), ("2", "text/plain", b"two\r\n")]


@pytest.mark.id("H-09")
def test_lines_that_are_no_field_are_passed_over_when_the_header_goes_on() -> None:
    header, at = split_header(b"From: a\njunk\n folded junk\nSubject : no\nSubject: yes\n\nbody")
    assert header.items() == [("From", "a"), ("Subject", "yes")]
    assert at == 53


@pytest.mark.id("H-09")
def test_text_without_a_header_in_front_is_a_body() -> None:
    header, at = split_header(b"Hello\n\nworld")
    assert header.items() == []
    assert at == 0


def test_a_bare_carriage_return_begins_no_field() -> None:
    header, _ = split_header(b"Subject: a\rFrom: eve@x.example\r\n\r\n")
    assert header.keys() == ["Subject"]


NAMES = st.sampled_from(["Subject", "X-A", "from", "To", "Content-Type"])
VALUES = st.text(alphabet=st.sampled_from("ab :;\t<>é\ud8ff=?"), max_size=30)


@given(st.lists(st.tuples(NAMES, st.lists(VALUES, min_size=1, max_size=3))))
def test_a_header_is_read_as_the_stdlib_reads_it(fields: list[tuple[str, list[str]]]) -> None:
    lines = (f"{name}: " + "\n ".join(["x", *values]) for name, values in fields)
    block = "".join(line + "\n" for line in lines).encode("utf-8", "surrogatepass")
    theirs = email.message_from_bytes(block)
    assert list(read_header(block).raw_items()) == list(theirs.raw_items())


def test_the_envelope_line_of_an_mbox_is_no_field() -> None:
    assert read_header(b"From ann@acme.example Thu Nov 19\nSubject: x\n\n").items() == [("Subject", "x")]


PARTS = st.lists(
    st.sampled_from([TEXT, attached(b"\0\1\2"), b"\r\nbare", b"Content-Type: text/html\r\n\r\n<p>x</p>\r\n"]),
    min_size=1,
    max_size=6,
)


@given(PARTS, st.booleans())
def test_well_formed_mail_is_split_as_the_stdlib_splits_it(parts: list[bytes], lf: bool) -> None:
    raw = multipart(*parts)
    raw = raw.replace(b"\r\n", b"\n") if lf else raw
    theirs = [part for part in email.message_from_bytes(raw).walk() if not part.is_multipart()]
    assert [(kind, body) for _, kind, body in shape(raw)] == [
        (part.get_content_type(), part.get_payload(decode=True)) for part in theirs
    ]


@settings(max_examples=300)
@given(st.data())
def test_any_cut_and_any_junk_can_be_split_and_leaves_lie_inside_the_mail(data: st.DataObject) -> None:
    raw = bytearray(
        multipart(
            TEXT, attached(b"x" * 30), b'Content-Type: multipart/mixed; boundary="in"\r\n\r\n--in\r\n\r\nx\r\n--in--'
        )
    )
    for _ in range(data.draw(st.integers(0, 6))):
        at = data.draw(st.integers(0, len(raw)))
        raw[at : at + data.draw(st.integers(0, 40))] = data.draw(
            st.sampled_from([b"", b"\n", b"\n--edge\n", b"\n--in--\n", b'"', b";", b"\0", b"\xff"])
        )
    for leaf in parse(bytes(raw)).leaves():
        assert 0 <= leaf.start <= leaf.end <= len(raw)
        leaf.body(bytes(raw))


def test_beyond_the_limits_it_says_which() -> None:
    with pytest.raises(TooMuch, match="1000 parts"):
        parse(multipart(*[TEXT] * 1001))
    with pytest.raises(TooMuch, match="50 levels"):
        parse(nest(60))
    with pytest.raises(TooMuch, match="header of a part"):
        parse(multipart(b"X: " + b"y" * 70_000 + b"\r\n\r\nx"))
    assert len(list(parse(multipart(*[TEXT] * 1000)).leaves())) == 1000


def nest(levels: int) -> bytes:
    opened = b"".join(
        b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (n, n + 1) for n in range(levels)
    )
    return mail(opened + b"--b%d\r\n\r\ndeep\r\n" % levels, fields=b"Content-Type: multipart/mixed; boundary=b0\r\n")


def test_a_mail_at_the_depth_limit_is_read() -> None:
    ((path, _, body),) = shape(nest(49))
    assert (len(path.split(".")), body) == (50, b"deep\r\n")


@pytest.mark.id("M-08")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a/b; name=x.pdf", {"name": "x.pdf"}),
        ('a/b; NAME = "x; y.pdf" ; charset=utf-8', {"name": "x; y.pdf", "charset": "utf-8"}),
        (r'a/b; name="a\"b\\c"', {"name": r'a"b\c'}),
        (r'a/b; name="C:\x\y.pdf"', {"name": r"C:\x\y.pdf"}),
        ('a/b; name="open', {"name": "open"}),
        ("a/b; name=a; name=b", {"name": "a"}),
        ("a/b; filename*=utf-8'de'L%C3%A4nge.pdf", {"filename": "Länge.pdf"}),
        ("a/b; filename*=iso-8859-1''caf%E9", {"filename": "café"}),
        ("a/b; filename*=x-none''caf%E9", {"filename": "café"}),
        ("a/b; filename*0=a; filename*1=b; filename*2=c", {"filename": "abc"}),
        ("a/b; filename*2=c; filename*1*=%C3%A9; filename*0*=utf-8''a", {"filename": "aéc"}),
        ("a/b; filename*0*=utf-8''%E4%B8; filename*1*=%AD", {"filename": "中"}),
        ("a/b; filename*0=a; filename*2=c", {"filename": "a"}),
        ("a/b; filename*1=b", {}),
        ("a/b; filename*999999999=x", {}),
        ("a/b; filename*0=a; filename=plain", {"filename": "a"}),
        ("a/b; name==?utf-8?q?=C3=A9?=", {"name": "é"}),
        ("a/b; ; =x; name", {}),
        ("a/b", {}),
        ("", {}),
    ],
)
def test_parameters_are_read_as_senders_write_them(text: str, found: dict[str, str]) -> None:
    assert parameters(text) == found


@pytest.mark.id("M-09")
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "text/plain"),
        ("TEXT/HTML; charset=x", "text/html"),
        ("text", "text/plain"),
        ("text/", "text/plain"),
        ("a/b/c", "text/plain"),
        ("multipart / mixed; boundary=x", "multipart/mixed"),
        ("text/html charset=x", "text/plain"),
    ],
)
def test_a_content_type_that_is_none_is_plain_text(text: str, kind: str) -> None:
    assert content_type(text).value == kind
    assert disposition("ATTACHMENT; filename=x").value == "attachment"


@pytest.mark.id("M-06", "M-07")
@pytest.mark.parametrize(
    ("data", "encoding", "plain"),
    [
        (b"aGVs\r\nbG8=\r\n", "base64", b"hello"),
        (b"aGVs!?*bG8", "base64", b"hello"),
        (b"aGVsbG8=\r\naGVsbG8=\r\n", "base64", b"hello"),
        (b"aGVsb", "base64", b"hel"),
        (b"", "base64", b""),
        (b"=\r\n=\r\nx=3D=", "quoted-printable", b"x="),
        (b"=C3=A9=ZZ=", "Quoted-Printable ", "é=ZZ".encode()),
        (b"begin 644 a\n#86)C\n`\nend\n", "x-uuencode", b"abc"),
        (b"no begin line", "x-uuencode", b"no begin line"),
        (b"\xff\0", "8bit", b"\xff\0"),
        (b"as it is", "x-unheard-of", b"as it is"),
        (b"aGVsbG8=", "base-64", b"hello"),
        (b"aGVsbG8=", "Base64 (as ever)", b"hello"),
        (b"=C3=A9", '"quoted-printable"', "é".encode()),
        (b"=C3=A9", "quoted printable", "é".encode()),
        (b"=C3=A9", "quoted-printable, 8bit", "é".encode()),
        (b"one=  \r\ntwo= \t\nthree", "quoted-printable", b"onetwothree"),
        (b"Hello, this was never encoded. Was it?\r\n", "base64", b"Hello, this was never encoded. Was it?\r\n"),
    ],
)
def test_the_transfer_encoding_is_taken_off_and_damage_is_survived(data: bytes, encoding: str, plain: bytes) -> None:
    assert decode_transfer(data, encoding) == plain


@given(st.binary(max_size=200), st.sampled_from(["base64", "quoted-printable", "x-uuencode"]))
def test_taking_it_off_never_raises(data: bytes, encoding: str) -> None:
    decode_transfer(data, encoding)
    decode_transfer(b"begin 644 x\n" + data, encoding)


def test_the_second_opinion_never_holds_the_text_of_a_nested_message() -> None:
    raw = multipart(TEXT, b"Content-Type: message/rfc822\r\n\r\n" + mail(b"inner text"))
    assert re.sub(r"\s+", " ", second_opinion(raw)).strip() == "The text."


def test_the_second_opinion_writes_nothing_of_a_mail_into_any_log(caplog: pytest.LogCaptureFixture) -> None:
    broken = b"Message-ID: <canary =?utf-8?b?=?utf-8?b?=?=>\r\nContent-Type: multipart/canary; boundary=x\r\n\r\ncanary"
    with caplog.at_level(logging.DEBUG):
        second_opinion(broken)
    assert "canary" not in caplog.text


def test_the_second_opinion_survives_what_makes_its_library_raise() -> None:
    assert second_opinion(HEADER + b"Content-Type: text/plain; charset=a\0b\r\n\r\nx") in ("", "x")
    assert second_opinion(nest(2000)) == ""
