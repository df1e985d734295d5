"""Composed mails, read back by the standard library and looked at byte by byte."""

from __future__ import annotations

import email
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email import policy
from email.header import decode_header, make_header
from email.message import EmailMessage, MIMEPart
from email.utils import getaddresses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.address import Address, Mailbox, parse_address, parse_mailboxes
from gateway.mail import MessageId
from gateway.outbound.body import Words
from gateway.outbound.body import lines as common
from gateway.outbound.compose import Draft, compose
from gateway.outbound.fields import CannotCompose, clean_line

SUPPORT = parse_address("support@example.com")
ANN = Mailbox("Ann Doe", parse_address("ann@customer.example"))
DRAFT = Draft(
    from_=Mailbox("Acme Support", SUPPORT),
    to=(ANN,),
    reply_to=parse_address("support+c1042735.wstdjtflkir7h5gdyxje@example.com"),
    subject="We received your message [case #1042735]",
    message_id=MessageId("90210.4b5dtz3yq4lzoabg@example.com"),
    in_reply_to=MessageId("parent@customer.example"),
    references=(MessageId("root@customer.example"), MessageId("parent@customer.example")),
    date=datetime(2026, 11, 19, 9, 12, tzinfo=UTC),
    text="Thank you.\n\nYour case number is 1042735.\n",
    html="<!DOCTYPE html>\n<p>Thank you.</p>\n",
    language="en",
    auto_submitted="auto-replied",
    loop=SUPPORT,
)
SINGLETONS = """
    date from to cc bcc reply-to subject message-id in-reply-to references auto-submitted x-loop mime-version
    content-language content-type content-transfer-encoding x-ms-reactions x-auto-response-suppress
    """.split()  # noqa: SIM905
HOSTILE = (
    "Hello\r\nBcc: victim@other.example",
    "Hello\nBcc: victim@other.example\n\n<b>body</b>",
    "Hello\rBcc: victim@other.example",
    "=?UTF-8?Q?=0ABcc:=20victim@other.example?=",
    "=?utf-8?b?DQpCY2M6IHZAby5leGFtcGxl?= plain",
    "Hello\u2028Bcc: v@o.example\u2029Bcc: w@o.example",
    "Hello\x85Bcc: v@o.example\x0bBcc: w@o.example\x0cBcc: x@o.example\x1cBcc: y@o.example",
    "nul\x00bel\x07esc\x1b[31m",
    "x" * 2000,
    "é" * 2000,
    "word " * 400,
    "\ud800lone surrogate",
    "gpj.exe\u202eevil",
    'He said "stop", \\ and left <boss@other.example>, Bob <bob@other.example>;',
    "a@other.example",
    "(comment) name",
    " leading and trailing ",
    "電話が10分後に切れる、至急お願いします、" * 8,
    "👩‍👩‍👧‍👦 family \u0301",
    "?=" * 90,
    "{{7*7}} {% for %} {{ config }}",
)


def read(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def head(raw: bytes) -> bytes:
    return raw.partition(b"\r\n\r\n")[0] + b"\r\n"


def header_names(raw: bytes) -> list[str]:
    return [name.decode().lower() for name in re.findall(rb"^([!-9;-~]+):", head(raw), re.MULTILINE)]


def check_wire(raw: bytes) -> None:
    """What must hold of every mail we send (P13)."""
    bare = raw.replace(b"\r\n", b"")
    assert b"\r" not in bare
    assert b"\n" not in bare
    assert b"\0" not in bare
    assert raw.endswith(b"\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    names = header_names(raw)
    assert all(names.count(name) <= 1 for name in SINGLETONS)
    assert set(names) <= {*SINGLETONS, "list-id", "x-case"}
    for line in head(raw).split(b"\r\n")[:-1]:
        assert line.strip(), "a folded line of blanks would end the header for some"


def addresses_in(raw: bytes, name: str) -> list[tuple[str, str]]:
    """Names and addresses, by the library's older reader: the newer one keeps blanks between encoded words."""
    field = email.message_from_bytes(raw)[name]
    fields = [field.encode("utf-8", "surrogateescape").decode()] if isinstance(field, str) else [str(field)]
    return [(str(make_header(decode_header(display))), spec) for display, spec in getaddresses(fields)]


def as_it_must_arrive(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", "\ufffd", text)
    return text if text.endswith("\n") else f"{text}\n"


def content(part: MIMEPart | None) -> str:
    assert part is not None
    text = part.get_content()
    assert isinstance(text, str)
    return text.replace("\r\n", "\n")


# The whole


def test_an_acknowledgement_on_the_wire() -> None:
    """The exact bytes, so that a change of form is seen and meant."""
    expected = (Path(__file__).parent / "snapshots" / "compose" / "acknowledgement.eml").read_bytes()
    assert compose(DRAFT) == expected


def test_the_same_draft_gives_the_same_bytes() -> None:
    assert compose(DRAFT) == compose(replace(DRAFT))


@pytest.mark.id("L-10")
def test_an_automatic_answer_carries_every_mark_of_one() -> None:
    raw = compose(DRAFT)
    message = read(raw)
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["X-Auto-Response-Suppress"] == "DR, RN, NRN, OOF, AutoReply"
    assert message["X-Loop"] == "support@example.com"
    assert message["x-ms-reactions"] == "disallow"
    assert message["In-Reply-To"] == "<parent@customer.example>"
    assert message["References"] == "<root@customer.example> <parent@customer.example>"
    assert message["Content-Language"] == "en"
    assert message["MIME-Version"] == "1.0"
    assert message["Date"].datetime == DRAFT.date
    assert message["Message-ID"] == "<90210.4b5dtz3yq4lzoabg@example.com>"
    assert addresses_in(raw, "To") == [("Ann Doe", "ann@customer.example")]
    assert (message["Cc"], message["Bcc"]) == (None, None)


def test_what_a_person_wrote_is_not_marked_automatic_and_still_stops_vacation_replies() -> None:
    message = read(compose(replace(DRAFT, auto_submitted="", cc=(Mailbox("", parse_address("bob@customer.example")),))))
    assert message["Auto-Submitted"] is None
    assert message["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert message["Cc"] == "bob@customer.example"


@pytest.mark.id("L-10")
@pytest.mark.parametrize("change", [{"to": (ANN, ANN)}, {"cc": (ANN,)}, {"to": ()}])
def test_an_automatic_answer_goes_to_one_address_and_nobody_else(change: dict[str, tuple[Mailbox, ...]]) -> None:
    with pytest.raises(CannotCompose, match=r"^To: an automatic answer goes to one address"):
        compose(replace(DRAFT, **change))  # type: ignore[arg-type]


# Hostile names and subjects


@pytest.mark.id("T-05", "H-11")
@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_subject_becomes_one_right_field(hostile: str) -> None:
    raw = compose(replace(DRAFT, subject=f"{hostile} [case #1042735]"))
    check_wire(raw)
    assert b"\nBcc:" not in raw
    subject = read(raw)["Subject"]
    assert subject == clean_line(f"{hostile} [case #1042735]")
    assert not subject.defects


@pytest.mark.id("T-05", "H-11")
@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_name_becomes_one_right_field(hostile: str) -> None:
    raw = compose(replace(DRAFT, from_=Mailbox(hostile, SUPPORT), to=(Mailbox(hostile, ANN.address),)))
    check_wire(raw)
    assert addresses_in(raw, "To") == [(clean_line(hostile), "ann@customer.example")]
    assert addresses_in(raw, "From") == [(clean_line(hostile), "support@example.com")]
    ours = parse_mailboxes(head(raw).decode().replace("\r\n ", " ").split("\r\nTo: ")[1].split("\r\n")[0])
    assert [str(one.address) for one in ours.found] == ["ann@customer.example"]
    assert not ours.unclear


@pytest.mark.id("T-05")
@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_id_is_left_out_and_the_thread_kept_by_the_others(hostile: str) -> None:
    raw = compose(
        replace(DRAFT, in_reply_to=MessageId(hostile), references=(MessageId("a@x"), MessageId(hostile + "@x")))
    )
    check_wire(raw)
    message = read(raw)
    assert "other.example" not in str(message["In-Reply-To"] or "").replace("a@other.example", "")
    assert "<a@x>" in message["References"]


@pytest.mark.id("T-05")
@pytest.mark.parametrize(
    "address",
    [
        Address("ann\r\nBcc: v", "customer.example"),
        Address("ann", "customer.example>\r\nBcc: v@x"),
        Address("a b", "x.example"),
        Address("a,b", "x.example"),
        Address("a>", "x.example"),
        Address('"a\n"', "x.example"),
        Address("=?utf-8?q?=0D=0A?=", "x.example"),
        Address("a\u2028b", "x.example"),
        Address("a\ud800", "x.example"),
        Address("", "x.example"),
        Address("ann", "bücher.example"),
    ],
)
def test_an_address_that_would_break_out_of_its_field_is_refused(address: Address) -> None:
    for change in ({"to": (Mailbox("", address),)}, {"reply_to": address}, {"loop": address}):
        with pytest.raises(CannotCompose, match="holds an address that no header may carry") as refused:
            compose(replace(DRAFT, **change))
        assert address.local not in str(refused.value) or not address.local


# Fields


@pytest.mark.parametrize(
    ("subject", "wire"),
    [
        ("Phones drop", b"Subject: Phones drop\r\n"),
        ("", b"Subject:\r\n"),
        (
            "Re: Téléphone en panne [case #1042735]",
            b"Subject: Re: =?utf-8?q?T=C3=A9l=C3=A9phone?= en panne [case #1042735]\r\n",
        ),
        ("電話", b"Subject: =?utf-8?b?6Zu76Kmx?=\r\n"),
    ],
)
def test_only_the_words_that_need_it_are_encoded(subject: str, wire: bytes) -> None:
    assert wire in compose(replace(DRAFT, subject=subject))


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("", b"To: ann@customer.example\r\n"),
        ("Ann Doe", b"To: Ann Doe <ann@customer.example>\r\n"),
        ("Doe, Ann", b'To: "Doe, Ann" <ann@customer.example>\r\n'),
        ('Ann "A" \\Doe', b'To: "Ann \\"A\\" \\\\Doe" <ann@customer.example>\r\n'),
        ("Anne Müller", b"To: =?utf-8?q?Anne_M=C3=BCller?= <ann@customer.example>\r\n"),
    ],
)
def test_names_are_written_bare_quoted_or_encoded(name: str, wire: bytes) -> None:
    assert wire in compose(replace(DRAFT, to=(Mailbox(name, ANN.address),)))


@pytest.mark.parametrize("subject", [text for text in HOSTILE if not clean_line(text).isascii()])
def test_encoded_words_are_short_and_end_between_characters(subject: str) -> None:
    words = re.findall(rb"=\?utf-8\?[qb]\?[^?]*\?=", head(compose(replace(DRAFT, subject=subject))))
    assert words
    for word in words:
        assert len(word) <= 75
        assert decode_header(word.decode())[0][0].decode("utf-8")


def test_fields_are_folded_at_78_columns() -> None:
    many = tuple(Mailbox(f"Person Number {i}", parse_address(f"person{i}@customer.example")) for i in range(40))
    raw = compose(replace(DRAFT, subject="word " * 100, auto_submitted="", to=many))
    check_wire(raw)
    assert max(map(len, head(raw).split(b"\r\n"))) <= 78
    assert len(read(raw)["To"].addresses) == 40


def test_long_ids_are_never_encoded() -> None:
    """Outlook's and Amazon's ids are longer than a line; the standard library ruins them."""
    long_id = MessageId("0102019a" * 15 + "-000000@eu-west-1.amazonses.example")
    raw = compose(replace(DRAFT, in_reply_to=long_id, references=(long_id, MessageId("b" * 880 + "@x"))))
    check_wire(raw)
    assert f"\r\nIn-Reply-To: <{long_id}>\r\n".encode() in raw
    assert f"<{long_id}>\r\n <{'b' * 880}@x>\r\n".encode() in raw
    assert b"=?" not in raw


def test_of_a_long_thread_the_first_and_the_last_twenty_references_are_kept() -> None:
    ids = tuple(MessageId(f"{i}.{'x' * 60}@customer.example") for i in range(90))
    written = re.findall(
        "<([^>]+)>", str(compose(replace(DRAFT, references=ids)).decode().split("References:")[1].split("Auto")[0])
    )
    assert written == [ids[0], *ids[-20:]]


@pytest.mark.id("L-15")
def test_references_stuffed_by_a_stranger_go_out_in_part_the_first_and_the_newest() -> None:
    ids = tuple(MessageId(f"{number:02}{'a' * 880}@x.example") for number in range(20))
    kept = read(compose(replace(DRAFT, references=ids)))["References"].split()
    assert [one[1:3] for one in kept] == ["00", "17", "18", "19"]


def test_twenty_one_references_are_all_kept() -> None:
    ids = tuple(MessageId(f"{i}@customer.example") for i in range(21))
    assert len(read(compose(replace(DRAFT, references=ids)))["References"].split()) == 21


@pytest.mark.parametrize("wrong", ["", "a b@x", "a@x\r\nBcc: v@x", "<<a@x", "é@x"])
def test_our_own_message_id_must_be_right(wrong: str) -> None:
    with pytest.raises(CannotCompose, match=r"^Message-ID: "):
        compose(replace(DRAFT, message_id=MessageId(wrong)))


def test_an_international_local_part_is_written_raw_and_nothing_else_is() -> None:
    raw = compose(replace(DRAFT, to=(Mailbox("Жанна", parse_address("жанна@bücher.example")),)))
    assert "<жанна@xn--bcher-kva.example>\r\n".encode() in raw
    check_wire(raw)
    assert compose(replace(DRAFT, to=(Mailbox("Жанна", ANN.address),))).isascii()


@pytest.mark.parametrize("local", ['"ann doe"', '"a\\"b"', '"a@b"', "o'hara!#$%&*+/?=^_`{|}~-"])
def test_odd_but_right_addresses_come_out_as_they_are(local: str) -> None:
    address = parse_address(f"{local}@customer.example")
    raw = compose(replace(DRAFT, to=(Mailbox("Ann", address),)))
    assert f"To: Ann <{address}>\r\n".encode() in raw


def test_the_date_is_written_in_utc_whatever_the_zone() -> None:
    there = datetime(2026, 1, 1, 1, 30, 5, tzinfo=timezone(timedelta(hours=5, minutes=45)))
    assert b"Date: Wed, 31 Dec 2025 19:45:05 +0000\r\n" in compose(replace(DRAFT, date=there))


def test_a_date_without_a_zone_is_refused() -> None:
    with pytest.raises(CannotCompose, match=r"^Date: needs a time zone"):
        compose(replace(DRAFT, date=datetime(2026, 1, 1)))


@pytest.mark.parametrize("language", ["", "en\r\nBcc: v@x", "e", "en_GB", "français"])
def test_a_language_that_is_no_tag_is_refused(language: str) -> None:
    with pytest.raises(CannotCompose, match=r"^Content-Language"):
        compose(replace(DRAFT, language=language))


def test_further_fields_for_machines_are_written_unencoded() -> None:
    raw = compose(replace(DRAFT, extra=(("List-Id", "<notices.example.com>"), ("X-Case", "a" * 200 + " " + "b" * 200))))
    check_wire(raw)
    assert b"List-Id: <notices.example.com>\r\n" in raw
    assert b"X-Case: " + b"a" * 200 + b"\r\n " + b"b" * 200 + b"\r\n" in raw


@pytest.mark.parametrize(
    "pair",
    [
        ("Bcc", "v@x"),
        ("SUBJECT", "again"),
        ("Content-Type", "text/html"),
        ("X-A\r\nBcc", "v@x"),
        ("X A", "v"),
        ("", "v"),
        ("X-A", "v\r\nBcc: v@x"),
        ("X-A", "é"),
        ("X-A", ""),
        ("X-A", "a" * 901),
    ],
)
def test_further_fields_may_not_repeat_ours_nor_break_out(pair: tuple[str, str]) -> None:
    with pytest.raises(CannotCompose):
        compose(replace(DRAFT, extra=(pair,)))


def test_a_further_field_stands_once() -> None:
    with pytest.raises(CannotCompose, match="given twice"):
        compose(replace(DRAFT, extra=(("X-Case", "1"), ("x-case", "2"))))


# Bodies


def test_plain_ascii_travels_as_it_is() -> None:
    message = read(compose(replace(DRAFT, html=None)))
    assert message.get_content_type() == "text/plain"
    assert message["Content-Transfer-Encoding"] == "7bit"
    assert content(message) == DRAFT.text


@pytest.mark.parametrize(
    "text",
    [
        "é",
        "trailing blanks  \nand a tab\t\n",
        "x" * 999,
        "é" + "x" * 5000 + "\n",
        ".\n..\n.x\né.\n",
        "From the start\n>From é\n",
        "a\r\nb\rc\né",
        "=3D =\n=é=\n",
        "\n\n\n",
        "",
        "tab\tend\t",
        "\u2028\u2029",
    ],
)
def test_any_text_comes_out_as_it_went_in(text: str) -> None:
    raw = compose(replace(DRAFT, text=text, html=None))
    check_wire(raw)
    assert content(read(raw)) == as_it_must_arrive(text)


@pytest.mark.parametrize("control", ["\0", "\x07", "\x0b", "\x1b", "\x7f", "\x80", "\x9b", "\x9f", "\udc80"])
def test_control_characters_of_a_text_are_replaced(control: str) -> None:
    raw = compose(replace(DRAFT, text=f"tab\t{control}[2J\n", html=None))
    check_wire(raw)
    assert content(read(raw)) == "tab\t\ufffd[2J\n"


def test_text_comes_before_html_so_that_the_best_is_last() -> None:
    message = read(compose(DRAFT))
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert content(message.get_body(("plain",))) == DRAFT.text
    assert content(message.get_body(("html",))) == DRAFT.html


def test_a_boundary_that_somebody_wrote_into_the_text_is_not_used() -> None:
    first = str(read(compose(DRAFT)).get_boundary())
    message = read(compose(replace(DRAFT, text=f"--{first}\n\n--{first}--\nstill here\n")))
    assert message.get_boundary() != first
    assert len(list(message.iter_parts())) == 2
    assert "still here" in content(message.get_body(("plain",)))


# For any input

lines = st.text(st.characters(exclude_categories=()), max_size=120)
spiced = st.one_of(
    lines, st.text('\r\n\0=?utf-8qb_ ,<>@"\\()é電\u2028\u202e\ud800ab', max_size=90), st.sampled_from(HOSTILE)
)
locals_ = st.one_of(
    st.from_regex(r"[A-Za-z0-9!#$%&'*+/=^_`{|}~-]{1,20}", fullmatch=True),
    st.from_regex(r'"[ !#-\[\]-~]{0,20}"', fullmatch=True),
).filter(lambda local: "=?" not in local)
people = st.builds(lambda name, local: Mailbox(name, parse_address(f"{local}@customer.example")), spiced, locals_)
ids = st.from_regex(r"[A-Za-z0-9.$_/+=-]{1,120}@[a-z0-9.-]{1,60}", fullmatch=True).map(MessageId)


@pytest.mark.id("T-05", "H-11")
@given(
    spiced,
    people,
    st.lists(people, min_size=1, max_size=4),
    st.lists(ids, max_size=30),
    spiced,
    st.one_of(st.none(), spiced),
)
def test_the_standard_library_reads_back_what_was_meant(
    subject: str, from_: Mailbox, to: list[Mailbox], references: list[MessageId], text: str, html: str | None
) -> None:
    draft = replace(
        DRAFT,
        from_=from_,
        to=tuple(to),
        subject=subject,
        text=text,
        html=html,
        references=tuple(references),
        auto_submitted="",
    )
    raw = compose(draft)
    check_wire(raw)
    message = read(raw)
    assert message["Subject"] == clean_line(subject)
    assert [spec for _, spec in addresses_in(raw, "To")] == [str(one.address) for one in to]
    assert [name for name, _ in addresses_in(raw, "To")] == [clean_line(one.name) for one in to]
    assert [spec for _, spec in addresses_in(raw, "From")] == [str(from_.address)]
    kept = references if len(references) <= 21 else [references[0], *references[-20:]]
    assert re.findall("<([^>]+)>", message.get("References", "")) == kept
    assert content(message.get_body(("plain",))) == as_it_must_arrive(text)
    if html is not None:
        assert content(message.get_body(("html",))) == as_it_must_arrive(html)


@given(spiced, people, spiced)
def test_our_own_address_reader_reads_back_what_was_meant(subject: str, person: Mailbox, brand: str) -> None:
    raw = compose(replace(DRAFT, subject=subject, to=(person,), from_=Mailbox(brand, SUPPORT)))
    fields = head(raw).decode().replace("\r\n ", " ").split("\r\n")
    to = next(field for field in fields if field.startswith("To: "))
    found = parse_mailboxes(to.removeprefix("To: "))
    assert ([one.address for one in found.found], found.unclear) == ([person.address], "")


AWKWARD_LINES = (
    *(
        "",
        ".",
        "..",
        " ",
        "a ",
        "\t",
        "a\t",
        "=",
        "été",
        "\x00",
        "\x85",
        "\r",
        "\n",
        "From a",
        "\x0c",
        "\u2028",
        "\ud800",
    ),
    *("x" * 75 + "é", "x" * 77, "é" * 40 + " ", "x" * 998, "x" * 999, "é" * 600),
)
AWKWARD = st.lists(st.sampled_from(AWKWARD_LINES), max_size=12).flatmap(
    lambda pieces: st.sampled_from(("\n".join(pieces), "".join(pieces), "\n".join(pieces) + "\n"))
)


@given(AWKWARD, st.none() | AWKWARD, st.data())
def test_words_in_pieces_are_the_same_mail(text: str, html: str | None, data: st.DataObject) -> None:
    def in_pieces(whole: str | None) -> Words | None:
        found = whole and re.findall(r"[^\n]*\n|[^\n]+", whole)
        return tuple(common(one) if data.draw(st.booleans()) else one for one in found) if found else whole

    pieces = in_pieces(text)
    assert pieces is not None
    draft = replace(DRAFT, text=text, html=html)
    assert compose(replace(draft, text=pieces, html=in_pieces(html))) == compose(draft)
