"""Tags and Message-IDs: what we gave out is recognised, everything else reads as nothing."""

from __future__ import annotations

import string
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.address import Address, parse_address
from gateway.desk import token
from gateway.desk.case_number import case_number
from gateway.mail import CaseNumber, OutboxId
from tests.effort import calls

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))
NUMBER = CaseNumber("1042735")
ANN = parse_address("ann@customer.example")
EVE = parse_address("eve@elsewhere.example")
DAY = date(2026, 11, 19)
SUPPORT = parse_address("support@example.com")

days = st.dates(date(2020, 1, 1), date(2090, 1, 1))
outbox_ids = st.integers(1, 10**18 - 1).map(OutboxId)


def read(tag: str, *, key: bytes = KEY, person: Address = ANN, today: date = DAY) -> CaseNumber | None:
    return token.read_reply_tag(key, tag, person=person, today=today)


def test_a_reply_tag_has_the_shape_people_see() -> None:
    head, dot, letters = token.reply_tag(KEY, NUMBER, ANN, DAY).partition(".")
    assert (head, dot, len(letters)) == ("c1042735", ".", 20)
    assert set(letters) <= set(string.ascii_lowercase + "234567")


def test_tags_never_change_between_releases() -> None:
    """Mail sent last year must still thread: these values are the format."""
    assert token.reply_tag(KEY, NUMBER, ANN, DAY) == "c1042735.wstdjtflkir7h5gdyxje"
    assert token.bounce_tag(KEY, OutboxId(90210), DAY) == "b90210.wstdnssny6py4jl7bd3d"
    assert token.message_id(KEY, OutboxId(90210), "example.com") == "90210.4b5dtz3yq4lzoabg@example.com"


@given(st.integers(100_001, 10**11 - 1), days)
def test_a_reply_tag_is_read_back_by_its_person(serial: int, issued: date) -> None:
    number = case_number(serial)
    assert read(token.reply_tag(KEY, number, ANN, issued), today=issued) == number


@pytest.mark.id("I-18")
def test_a_tag_with_any_one_character_changed_is_no_tag() -> None:
    tag = token.reply_tag(KEY, NUMBER, ANN, DAY)
    for at in range(len(tag)):
        for char in string.ascii_lowercase + string.digits + ".-":
            if char != tag[at]:
                assert read(tag[:at] + char + tag[at + 1 :]) is None


@pytest.mark.id("I-18")
def test_the_letters_of_another_case_prove_nothing() -> None:
    other = token.reply_tag(KEY, case_number(104274), ANN, DAY)
    assert read(f"c{NUMBER}.{other.partition('.')[2]}") is None


@pytest.mark.id("I-18")
def test_a_tag_of_an_old_key_is_no_tag() -> None:
    assert read(token.reply_tag(OTHER_KEY, NUMBER, ANN, DAY)) is None


@pytest.mark.id("I-18", "C-07")
@pytest.mark.parametrize(
    ("age", "valid"),
    [(-3, False), (-2, True), (-1, True), (0, True), (730, True), (731, False), (-4000, False), (9000, False)],
)
def test_a_tag_is_in_force_for_its_days_and_a_small_step_of_the_clock(age: int, valid: bool) -> None:
    tag = token.reply_tag(KEY, NUMBER, ANN, DAY)
    assert (read(tag, today=DAY + timedelta(days=age)) == NUMBER) is valid


def test_a_tag_is_worth_nothing_in_another_hand() -> None:
    assert read(token.reply_tag(KEY, NUMBER, ANN, DAY), person=EVE) is None


def test_a_person_is_the_same_in_capitals_and_not_with_a_kelvin_sign() -> None:
    tag = token.reply_tag(KEY, NUMBER, parse_address("kim@customer.example"), DAY)
    assert read(tag, person=parse_address("KIM@Customer.Example")) == NUMBER
    assert read(tag, person=parse_address("\u212aim@customer.example")) is None


def test_a_tag_of_one_purpose_does_not_serve_another() -> None:
    reply = token.reply_tag(KEY, NUMBER, ANN, DAY)
    bounce = token.bounce_tag(KEY, OutboxId(1042735), DAY)
    assert token.read_bounce_tag(KEY, "b" + reply[1:], today=DAY) is None
    assert read("c" + bounce[1:]) is None


@pytest.mark.parametrize("change", [str.upper, str.lower, str.title])
def test_a_server_may_change_the_case_of_letters(change: Callable[[str], str]) -> None:
    assert read(change(token.reply_tag(KEY, NUMBER, ANN, DAY))) == NUMBER
    assert token.read_bounce_tag(KEY, change(token.bounce_tag(KEY, OutboxId(7), DAY)), today=DAY) == 7


def test_a_long_s_is_not_an_s() -> None:
    tags = (token.reply_tag(KEY, case_number(serial), ANN, DAY) for serial in range(104_273, 104_400))
    tag = next(tag for tag in tags if "s" in tag or "k" in tag)
    assert read(tag.replace("s", "\u017f").replace("k", "\u212a")) is None


@pytest.mark.parametrize(
    "tag",
    [
        "",
        "c",
        "c1042735",
        "c1042735.",
        "c1042734.aaaaaaaaaaaaaaaaaaaa",
        "c１０４２７３５.aaaaaaaaaaaaaaaaaaaa",
        "sales",
        "c1042735.a\n",
        "c" * 9000,
    ],
)
def test_other_tags_of_ours_are_not_reply_tags(tag: str) -> None:
    assert read(tag) is None
    assert token.claimed_number(tag) is None


def test_what_a_tag_claims_can_be_read_without_believing_it() -> None:
    forged = "C1042735.AAAAAAAAAAAAAAAAAAAA"
    assert token.claimed_number(forged) == NUMBER
    assert read(forged) is None


@given(outbox_ids, days)
def test_a_bounce_tag_is_read_back(outbox_id: OutboxId, issued: date) -> None:
    assert token.read_bounce_tag(KEY, token.bounce_tag(KEY, outbox_id, issued), today=issued) == outbox_id


@pytest.mark.id("L-21")
def test_a_forged_or_damaged_bounce_tag_names_no_mail() -> None:
    tag = token.bounce_tag(KEY, OutboxId(90210), DAY)
    letters = tag.partition(".")[2]
    wrong = [
        f"b90211.{letters}",
        f"b090210.{letters}",
        "b90210." + "a" * 20,
        tag[:-1],
        tag + "a",
        f"b{'9' * 40}.{letters}",
        "",
    ]
    assert [token.read_bounce_tag(KEY, forged, today=DAY) for forged in wrong] == [None] * len(wrong)
    assert token.read_bounce_tag(OTHER_KEY, tag, today=DAY) is None


@pytest.mark.parametrize(("age", "valid"), [(-3, False), (-2, True), (90, True), (91, False)])
def test_a_bounce_tag_runs_out(age: int, valid: bool) -> None:
    tag = token.bounce_tag(KEY, OutboxId(5), DAY)
    assert (token.read_bounce_tag(KEY, tag, today=DAY + timedelta(days=age)) == 5) is valid


def test_nobody_without_the_key_can_tell_the_id_of_a_mail_of_ours() -> None:
    ours = token.message_id(KEY, OutboxId(42), "Example.COM")
    assert ours == token.message_id(KEY, OutboxId(42), "example.com")
    others = {
        token.message_id(OTHER_KEY, OutboxId(42), "example.com"),
        token.message_id(KEY, OutboxId(43), "example.com").replace("43.", "42."),
        token.message_id(KEY, OutboxId(42), "example.org").replace("example.org", "example.com"),
    }
    assert ours not in others
    assert len(others) == 3


def test_a_short_key_is_refused_rather_than_used() -> None:
    with pytest.raises(ValueError, match="at least 16 octets"):
        token.reply_tag(b"secret", NUMBER, ANN, DAY)


def test_a_reply_address_carries_the_tag() -> None:
    tag = token.reply_tag(KEY, NUMBER, ANN, DAY)
    address = token.reply_address(SUPPORT, tag)
    assert str(address) == f"support+{tag}@example.com"
    assert parse_address(str(address)) == address
    assert address.untagged == SUPPORT


@pytest.mark.parametrize(
    ("local", "tagged"),
    [("s" * 34, True), ("s" * 35, False), ("ж" * 17, True), ("ж" * 17 + "s", False), ('"help desk"', False)],
)
def test_an_address_that_cannot_carry_the_tag_stays_as_it_is(local: str, tagged: bool) -> None:
    base = parse_address(f"{local}@example.com")
    tag = token.reply_tag(KEY, NUMBER, ANN, DAY)
    address = token.reply_address(base, tag)
    assert (address != base) is tagged is token.fits(base, tag)
    assert parse_address(str(address)) == address


def test_a_long_domain_leaves_no_room_for_a_tag() -> None:
    base = parse_address("support@" + ".".join(["d" * 60] * 3 + ["e" * 40]))
    assert token.reply_address(base, token.reply_tag(KEY, NUMBER, ANN, DAY)) == base


@pytest.mark.id("I-18")
def test_how_much_work_a_refusal_is_does_not_tell_how_much_was_right() -> None:
    """The same calls for a tag that is wrong at its first letter and at its last, no second HMAC and no look-up; the
    letters themselves are compared by what takes the same time for any.
    """
    tag = token.reply_tag(KEY, NUMBER, ANN, DAY)
    late = tag[:-1] + ("a" if tag[-1] != "a" else "b")
    early = f"{tag[:-16]}{'a' if tag[-16] != 'a' else 'b'}{tag[-15:]}"
    assert read(late) is None
    assert read(early) is None
    assert calls(lambda: read(late)) == calls(lambda: read(early))
    assert calls(lambda: read(late), "compare_digest") == calls(lambda: read(early), "compare_digest") >= 1


@given(st.integers(min_value=1, max_value=10**12).map(OutboxId), st.dates(date(2020, 1, 1), date(2100, 1, 1)))
def test_a_notice_tag_is_read_back_and_claimed(outbox_id: OutboxId, issued: date) -> None:
    tag = token.notice_tag(KEY, outbox_id, issued)
    assert token.read_notice_tag(KEY, tag.upper(), today=issued) == outbox_id
    assert token.is_a_tag(tag)


def test_a_forged_old_or_foreign_notice_tag_names_no_mail() -> None:
    tag = token.notice_tag(KEY, OutboxId(7), DAY)
    bounce = token.bounce_tag(KEY, OutboxId(7), DAY)
    late = DAY + timedelta(days=token.REPLY_VALID_DAYS + 1)
    assert token.read_notice_tag(KEY, tag, today=late) is None
    damaged = tag[:-1] + ("a" if tag[-1] != "a" else "b")
    for wrong in (damaged, tag[:-1], "n8" + tag[2:], "n" + bounce[1:], "n7", ""):
        assert token.read_notice_tag(KEY, wrong, today=DAY) is None
    assert token.read_notice_tag(OTHER_KEY, tag, today=DAY) is None
    assert token.read_bounce_tag(KEY, "b" + tag[1:], today=DAY) is None
