"""What may stand behind MAIL and RCPT, and whom mail is taken for."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.address import Address, parse_address
from gateway.inbound.smtp import replies as say
from gateway.inbound.smtp.envelope import LocalRecipients, Refusal, read_recipient, read_sender
from gateway.inbound.smtp.replies import Answer
from gateway.mail import NULL_SENDER

HOME = LocalRecipients([parse_address("support@example.com"), parse_address("sales@example.org")], plus_addressing=True)
PLAIN = LocalRecipients([parse_address("support@example.com")], plus_addressing=False)


def refusal_of_sender(argument: str) -> Answer:
    with pytest.raises(Refusal) as caught:
        read_sender(argument)
    return caught.value.answer


def refusal_of_recipient(argument: str, *, utf8: bool = False) -> Answer:
    with pytest.raises(Refusal) as caught:
        read_recipient(argument, utf8=utf8)
    return caught.value.answer


@pytest.mark.parametrize(
    ("argument", "address"),
    [
        ("FROM:<ann@Customer.Example>", "ann@customer.example"),
        ("from: <ann@customer.example>", "ann@customer.example"),
        ('FROM:<"a>b c"@customer.example>', '"a>b c"@customer.example'),
        ('FROM:<"a\\"b"@customer.example>', '"a\\"b"@customer.example'),
        ("FROM:<ann@[192.0.2.1]>", "ann@[192.0.2.1]"),
        ("FROM:<ann@[IPv6:2001:DB8::0:1]>", "ann@[IPv6:2001:db8::1]"),
        ("FROM:<bounce+x=y@lists.example> BODY=8BITMIME", "bounce+x=y@lists.example"),
    ],
)
def test_a_sender_is_noted_as_the_standard_writes_it(argument: str, address: str) -> None:
    assert read_sender(argument).address == address


@pytest.mark.id("S-05")
def test_the_null_sender_is_a_value_of_its_own() -> None:
    assert read_sender("FROM:<>").address == NULL_SENDER
    assert read_sender("FROM:<> SIZE=100").address == NULL_SENDER


def test_parameters_are_read_whatever_their_case() -> None:
    sender = read_sender("FROM:<ann@a.example> size=4711 body=8bitmime SMTPUTF8")
    assert (sender.size, sender.utf8, sender.parameters) == (4711, True, True)
    assert not read_sender("FROM:<ann@a.example>").parameters


@pytest.mark.parametrize(
    ("parameters", "answer"),
    [
        ("SIZE=", say.PARAMETER_SYNTAX),
        ("SIZE", say.PARAMETER_SYNTAX),
        ("SIZE=-1", say.PARAMETER_SYNTAX),
        ("SIZE=１００", say.PARAMETER_SYNTAX),
        ("SIZE=" + "9" * 21, say.PARAMETER_SYNTAX),
        ("SIZE=1 SIZE=2", say.PARAMETER_SYNTAX),
        ("BODY=BINARYMIME", say.PARAMETER_SYNTAX),
        ("BODY", say.PARAMETER_SYNTAX),
        ("SMTPUTF8=yes", say.PARAMETER_SYNTAX),
        ("=1", say.PARAMETER_SYNTAX),
        ("AUTH=<>", say.PARAMETER_NOT_KNOWN),
        ("RET=HDRS", say.PARAMETER_NOT_KNOWN),
        ("XYZZY", say.PARAMETER_NOT_KNOWN),
    ],
)
def test_a_parameter_that_is_wrong_or_unknown_is_refused(parameters: str, answer: Answer) -> None:
    assert refusal_of_sender(f"FROM:<ann@a.example> {parameters}") is answer


@pytest.mark.id("S-02", "S-04")
@pytest.mark.parametrize(
    "path",
    [
        "<=?utf-8?q?x=0d=0aBcc:v@x?=@b.example>",
        "<a@=?utf-8?q?evil.com?=>",
        "<agent@corp.example(@evil.example>",
        "<(comment)agent@corp.example>",
        "<@x,@y:a@b.example>",
        "<@x:a@b.example>",
        "<a@b@c.example>",
        "<a@b.example>>",
        "<<a@b.example>",
        "<",
        ">",
        "<>x",
        '<"',
        '<"a@b.example>',
        "<@",
        "<@>",
        "<a@",
        "<a@[",
        "<a@[>",
        "<a@[300.1.1.1]>",
        "<....>",
        '<""ab@c.example>',
        "<.a@c.example>",
        "<a..b@c.example>",
        "<a@c..example>",
        "<a@-c.example>",
        "<a b@c.example>",
        "<ann>",
        "ann@a.example",
        "",
        "<" + "a" * 65 + "@b.example>",
        "<a@" + "b." * 130 + "example>",
        '<"' + '\\"' * 900,
        "<" + 'a"b"' * 450,
    ],
)
def test_an_odd_path_is_refused_with_a_constant(path: str) -> None:
    assert refusal_of_sender(f"FROM:{path}") in (say.MAIL_SYNTAX, say.BAD_SENDER)
    assert refusal_of_recipient(f"TO:{path}") in (say.RCPT_SYNTAX, say.BAD_RECIPIENT)


@pytest.mark.id("S-03", "S-18")
def test_letters_beyond_ascii_need_smtputf8() -> None:
    assert refusal_of_sender("FROM:<jürgen@kunde.example>") is say.INTERNATIONAL_ADDRESS
    assert refusal_of_sender("FROM:<ann@münchen.example>") is say.INTERNATIONAL_ADDRESS
    assert refusal_of_recipient("TO:<jürgen@kunde.example>") is say.INTERNATIONAL_ADDRESS
    assert read_sender("FROM:<jürgen@münchen.example> SMTPUTF8").address == "jürgen@xn--mnchen-3ya.example"
    assert read_recipient("TO:<jürgen@kunde.example>", utf8=True) == Address("jürgen", "kunde.example")


def test_a_recipient_has_no_parameters_here() -> None:
    assert refusal_of_recipient("TO:<support@example.com> NOTIFY=NEVER") is say.PARAMETER_NOT_KNOWN
    assert refusal_of_recipient("TO:<support@example.com> ORCPT=rfc822;=") is say.PARAMETER_SYNTAX
    assert refusal_of_recipient("TO:<>") is say.BAD_RECIPIENT


@given(st.text(max_size=200))
def test_no_argument_whatever_breaks_the_readers(text: str) -> None:
    for argument in (text, "FROM:" + text, f"FROM:<{text}>", f"FROM:<a@b.example> {text}"):
        sender = ""
        with contextlib.suppress(Refusal):
            sender = read_sender(argument).address
        assert not any(ord(char) < 32 or ord(char) == 127 for char in sender)


@pytest.mark.id("S-20")
@pytest.mark.parametrize(
    ("address", "answer"),
    [
        ("nobody@example.com", say.UNKNOWN_ADDRESS),
        ("sales@example.com", say.UNKNOWN_ADDRESS),
        ("support@example.com.", None),
        ("victim@other.test", say.NO_RELAY),
        ("support@sub.example.com", say.NO_RELAY),
        ("support%other.test@example.com", say.UNKNOWN_ADDRESS),
        ("support-tag@example.com", say.UNKNOWN_ADDRESS),
        ("+tag@example.com", say.UNKNOWN_ADDRESS),
        ("\u212aupport@example.com", say.UNKNOWN_ADDRESS),
    ],
)
def test_mail_is_taken_for_nobody_else(address: str, answer: Answer | None) -> None:
    if answer is None:
        assert refusal_of_recipient(f"TO:<{address}>") is say.BAD_RECIPIENT
    else:
        assert HOME.find(parse_address(address)) is answer


@pytest.mark.parametrize("address", ["support@example.com", "SUPPORT@EXAMPLE.COM", "Sales@example.org"])
def test_an_address_is_known_in_any_case(address: str) -> None:
    assert HOME.find(parse_address(address)) == parse_address(address)


def test_a_plus_tag_is_taken_only_where_that_is_switched_on() -> None:
    tagged = parse_address("support+c1042735.Ab3@example.com")
    assert HOME.find(tagged) is tagged
    assert PLAIN.find(tagged) is say.UNKNOWN_ADDRESS
    assert HOME.find(parse_address("postmaster+x@example.com")) is say.UNKNOWN_ADDRESS


def test_a_configured_address_with_a_plus_is_known_even_without_plus_addressing() -> None:
    home = LocalRecipients([parse_address("help+desk@example.com")], plus_addressing=False)
    assert home.find(parse_address("help+desk@example.com")) == Address("help+desk", "example.com")


def test_postmaster_always_has_an_address() -> None:  # RFC 5321 section 4.5.1
    assert HOME.find(read_recipient("TO:<PostMaster>", utf8=False)) == Address("postmaster", "example.com")
    assert HOME.find(parse_address("Postmaster@example.org")) == Address("Postmaster", "example.org")
    assert HOME.find(parse_address("postmaster@other.test")) is say.NO_RELAY


def test_a_door_without_an_address_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one address"):
        LocalRecipients([], plus_addressing=True)
