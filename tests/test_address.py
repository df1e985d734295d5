"""Addresses: what is one, what is refused, and who a From field names."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.address import MAX_MAILBOXES, Address, BadAddress, Mailbox, parse_address, parse_mailboxes
from tests.effort import patiently

ALICE = "alice@agents.example"
EVE = "eve@x.example"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (ALICE, ALICE),
        ("ALICE@AGENTS.Example", ALICE),
        ("a.b+tag@x.example", "a.b+tag@x.example"),
        ("!#$%&'*+/?=^_`{|}~-@x.example", "!#$%&'*+/?=^_`{|}~-@x.example"),
        ('"a b"@x.example', '"a b"@x.example'),
        (r'"a\"@b"@x.example', r'"a\"@b"@x.example'),
        ("a@localhost", "a@localhost"),
        ("a@[192.0.2.1]", "a@[192.0.2.1]"),
        ("a@[IPv6:2001:DB8::1]", "a@[ipv6:2001:db8::1]"),
        ("müller@x.example", "müller@x.example"),
        ("用户@例子.example", "用户@xn--fsqu00a.example"),
        ("a@MÜNCHEN.example", "a@xn--mnchen-3ya.example"),
        ("a@xn--mnchen-3ya.example", "a@xn--mnchen-3ya.example"),
        ("a@straße.example", "a@xn--strae-oqa.example"),
        ("x" * 64 + "@y.example", "x" * 64 + "@y.example"),
    ],
)
def test_an_address_is_read(text: str, key: str) -> None:
    assert parse_address(text).key == key


@pytest.mark.id("I-08")
@pytest.mark.parametrize(
    ("spelt", "plain"),
    [
        ('"alice"@agents.example', ALICE),
        (r'"al\ice"@AGENTS.example', ALICE),
        ('"alice+tag"@agents.example', "alice+tag@agents.example"),
        (r'"\a\ b"@x.example', '"a b"@x.example'),
        (r'"a\\b"@x.example', r'"a\\b"@x.example'),
        ('""@x.example', '""@x.example'),
        ('"a..b"@x.example', '"a..b"@x.example'),
    ],
)
def test_quotes_that_say_nothing_make_no_other_address(spelt: str, plain: str) -> None:
    assert str(parse_address(spelt)) == plain
    assert parse_address(plain) == parse_address(spelt)


@given(st.text(alphabet='ab+. "\\\\=?', max_size=12))
def test_an_address_that_is_read_is_read_again_as_the_same(content: str) -> None:
    try:
        address = parse_address(f'"{content}"@x.example')
    except BadAddress:
        return
    assert parse_address(str(address)) == address


def test_tags_capitals_and_quotes_lead_into_one_inbox() -> None:
    spelt = (ALICE, "Alice+x@agents.example", '"alice+y+z"@AGENTS.example', '"ALICE"@agents.example')
    assert {parse_address(text).inbox for text in spelt} == {ALICE}
    assert parse_address('"alice +x"@agents.example').inbox != ALICE


@pytest.mark.id("I-08")
def test_case_is_folded_for_ascii_letters_only_and_both_labels_of_a_domain_are_equal() -> None:
    assert parse_address("ALICE@AGENTS.EXAMPLE").key == parse_address(ALICE).key
    assert parse_address("a@bücher.example") == parse_address("a@xn--bcher-kva.example")
    assert parse_address("\u017f@x.example").key != parse_address("s@x.example").key  # casefold() would make it equal
    with pytest.raises(BadAddress):
        parse_address("alice@agents.")


@pytest.mark.id("I-08")
@pytest.mark.parametrize(
    "domain",
    [
        "\u212aunde.example",  # Kelvin sign
        "ａgents.example",  # full-width a
        "agents\u3002example",  # ideographic full stop
        "agents\u200b.example",  # zero-width space
        "u\u0308ber.example",  # not in NFC
        "\u2460.example",
        "-ü.example",
        "\ud800.example",
        "ag\u0000nts.example",
    ],
)
def test_a_domain_that_would_become_another_one_is_refused(domain: str) -> None:
    with pytest.raises(BadAddress):
        parse_address(f"a@{domain}")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@",
        "a@",
        "@b.example",
        "a",
        "a@b@c.example",
        "a..b@x.example",
        ".a@x.example",
        "a.@x.example",
        "a b@x.example",
        " a@x.example",
        "a@x.example ",
        "a@x..example",
        "a@-x.example",
        "a@x-.example",
        "a@x_y.example",
        "a@" + "x" * 64 + ".example",
        "x" * 65 + "@y.example",
        "a@" + ".".join(["x" * 60] * 5),
        "<a@x.example>",
        "a@x.example>",
        "Ann <a@x.example>",
        "a(comment)@x.example",
        "a@(comment)x.example",
        "@relay.example:a@x.example",
        "a@x.example,b@y.example",
        "a@[",
        "a@[]",
        "a@[1.2.3]",
        "a@[1.2.3.4",
        "a@[::1]",
        "a@[IPv6:fe80::1%eth0]",
        "a@[IPv6:fe80::1%>\r\nRCPT TO:<b@c.example>]",
        '"a@x.example',
        'a"b@x.example',
        '"a\rb"@x.example',
        r'"=\?utf-8?q?a?="@x.example',
        '"a\nb"@x.example',
        '"a\0b"@x.example',
        "a\0@x.example",
        "a\x1b@x.example",
        "a\r@x.example",
        "a@x.example\r\nBcc: v@y.example",
        "a@x.example\n",
        "=?utf-8?q?eve?=@x.example",
        "a@=?utf-8?q?evil.example?=",
        "a\u202eb@x.example",
        "a\u00a0b@x.example",
        "a\u200b@x.example",
        "a\ud800@x.example",
        "a\u0085@x.example",
        "<>",
        '<"',
        "....@x.example",
    ],
)
def test_what_is_no_address_is_refused_in_fixed_words(text: str) -> None:
    with pytest.raises(BadAddress) as refused:
        parse_address(text)
    assert str(refused.value).isascii()
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 80


def test_without_smtputf8_only_ascii_is_admitted() -> None:
    for text in ("müller@x.example", "a@münchen.example"):
        with pytest.raises(BadAddress):
            parse_address(text, utf8=False)
    assert str(parse_address("a@x.example", utf8=False)) == "a@x.example"


def test_a_tag_is_what_stands_behind_the_first_plus() -> None:
    address = parse_address("support+c1042735.abc+x@example.com")
    assert address.tag == "c1042735.abc+x"
    assert str(address.untagged) == "support@example.com"
    assert str(address.tagged("new")) == "support+new@example.com"
    assert str(parse_address("+x@example.com").untagged) == "+x@example.com"


def test_a_plus_where_quotes_are_needed_is_no_tag() -> None:
    address = parse_address('"a b+c"@x.example')
    assert address.tag == ""
    assert address.untagged == address


# Each row: the field; whom it names, or None when that is unclear. Other programs disagree about most of them.
FROM_FIELDS = [
    (ALICE, ALICE),
    (f"<{ALICE}>", ALICE),
    (f"Alice <{ALICE}>", ALICE),
    (f'"Alice, A." <{ALICE}>', ALICE),
    (f"Alice, A. <{ALICE}>", ALICE),
    (f"=?utf-8?q?Al=C3=ADce?= <{ALICE}>", ALICE),
    (f"{ALICE} <{ALICE}>", ALICE),
    (f"{ALICE} (Alice)", ALICE),
    (f"(Alice \\) ({EVE})) {ALICE}", ALICE),
    (f'"{ALICE}" <{EVE}>', EVE),  # I-01
    (f"=?utf-8?q?{ALICE.replace('@', '=40')}?= <{EVE}>", EVE),
    (f"{ALICE} <{EVE}>", None),  # I-02
    (f"{ALICE}, {EVE}", None),  # I-03
    (f"{EVE}, {ALICE}", None),
    (f"<{ALICE}> <{EVE}>", None),
    (f"<{ALICE}> {EVE}", None),
    (f"<{ALICE}>{EVE}", None),
    (f"<<{ALICE}>>", None),
    (f"<{ALICE}", None),
    (f"{ALICE}>", None),
    (f"<{ALICE},{EVE}>", None),
    (f"<@x.example:{ALICE}>", None),
    (f"Agents: {ALICE};", None),
    (f"{ALICE}: {EVE};", None),
    ("undisclosed-recipients:;", None),
    (f"{ALICE}; {EVE}", None),
    (f'"Alice <{ALICE}>', None),
    (f"{ALICE}\0<{EVE}>", None),
    (f"alice(@agents.example)@x.example, <{EVE}", None),
    ("alice@agents.example(@x.example", None),
    ("alice @ agents.example", None),
    ("alice@agents.example.", None),
    ("=?utf-8?q?alice=40agents.example?=", None),
    ("=?utf-8?q?=3Calice=40agents.example=3E?= <eve@x.example>", EVE),
    ("<alice@=?utf-8?q?agents.example?=>", None),
    ("<>", None),
    ("", None),
    ("Alice", None),
    ("alice at agents.example", None),
]


def named(field: str) -> str | None:
    """Whom a From field names, by the rule that readers of mail follow: one mailbox and nothing unclear."""
    boxes = parse_mailboxes(field)
    return None if boxes.unclear or len(boxes.found) != 1 else str(boxes.found[0].address)


@pytest.mark.id("I-01", "I-02", "I-03", "I-08")
@pytest.mark.parametrize(("field", "who"), FROM_FIELDS)
def test_a_from_field_names_one_person_or_nobody(field: str, who: str | None) -> None:
    assert named(field) == who


def test_names_are_unquoted_and_their_blanks_are_single() -> None:
    assert parse_mailboxes(f'"Ann \\"A\\"  Doe" <{ALICE}>').found == (Mailbox('Ann "A" Doe', parse_address(ALICE)),)
    assert parse_mailboxes(f"Ann\t Doe <{ALICE}>").found[0].name == "Ann Doe"
    assert str(Mailbox("Ann", Address("a", "b.example"))) == "Ann <a@b.example>"


def test_members_of_a_group_are_found_though_the_field_names_nobody() -> None:
    boxes = parse_mailboxes(f"Team: {ALICE}, Eve <{EVE}>;, bob@x.example")
    assert [str(mailbox.address) for mailbox in boxes.found] == [ALICE, EVE, "bob@x.example"]
    assert boxes.unclear == "a group names nobody"


def test_a_field_with_thousands_of_addresses_is_read_up_to_the_limit() -> None:
    boxes = parse_mailboxes(",".join(f"a{number}@x.example" for number in range(5000)))
    assert len(boxes.found) == MAX_MAILBOXES
    assert boxes.unclear == "too many addresses"


@given(st.text(max_size=300))
def test_reading_an_address_raises_nothing_but_bad_address(text: str) -> None:
    try:
        address = parse_address(text)
    except BadAddress:
        return
    assert parse_address(str(address)).key == address.key
    assert not any(unicodedata.category(char)[0] == "C" or char in "\r\n\0" for char in str(address))


ODD = st.text(alphabet=st.sampled_from('ab@.<>"(),:;\\ \t\r\n=?[]%\0é\u202e\ud800'), max_size=200)


@settings(max_examples=500)
@given(ODD)
def test_reading_a_field_never_raises_and_finds_only_valid_addresses(field: str) -> None:
    for mailbox in parse_mailboxes(field).found:
        assert parse_address(str(mailbox.address)) == mailbox.address


@pytest.mark.parametrize(
    "seed",
    [
        '"\\',
        "(",
        '"',
        "<",
        ",",
        ":",
        "a@",
        "a@b,",
        "\\",
        '"a',
        "()",
        "<>",
        "<a@b.example>",
        " ",
        "@",
        "=?",
        "a.",
        ":a<",
    ],
)
def test_the_time_is_linear_in_the_length(seed: str) -> None:
    field = (seed * 256_000)[:256_000]
    patiently(lambda: parse_mailboxes(field) and None)  # quadratic readers take minutes


@pytest.mark.parametrize(
    "field",
    [
        "ann@acme.example (x",
        "ann@acme.example (x\\",
        "ann@acme.example (x\\)",
        "ann@acme.example (a (b) c",
        "ann@acme.example (x, eve@evil.example",
        "Ann <ann@acme.example> (x",
        "Ann (x <ann@acme.example>",
        "(x ann@acme.example",
        "ann@acme.example (",
        "ann@acme.example, (",
    ],
)
def test_a_comment_that_is_never_closed_makes_the_field_unclear(field: str) -> None:
    assert parse_mailboxes(field).unclear == "a comment is not closed"


@pytest.mark.parametrize(
    "field", ["ann@acme.example (x)", "ann@acme.example (x\\))", "(a (b)) Ann <ann@acme.example> ()"]
)
def test_a_comment_that_is_closed_is_passed_over(field: str) -> None:
    read = parse_mailboxes(field)
    assert (read.unclear, [str(box.address) for box in read.found]) == ("", ["ann@acme.example"])
