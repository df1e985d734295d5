"""What a mail says about the ticket it belongs to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.address import Mailbox, parse_address
from gateway.desk.case_number import is_case_number
from gateway.inbound.thread import MAX_NUMBERS, find_threads, named_in, numbers_in
from gateway.mail import Body, Envelope, Kind, Mail, MessageId, Threads
from tests.effort import patiently

OURS = frozenset({"support@example.com", "billing@example.com"})
NOBODY = Envelope(sender="ann@customer.example", recipients=())
ONE, TWO, THREE = "1042735", "1042743", "10427334"


def mail(
    subject: str = "",
    *,
    to: tuple[str, ...] = (),
    cc: tuple[str, ...] = (),
    in_reply_to: tuple[str, ...] = (),
    references: tuple[str, ...] = (),
    text: str = "",
) -> Mail:
    return Mail(
        kind=Kind.NEW,
        subkind="",
        kind_because="",
        fingerprint="",
        subject=subject,
        to=tuple(Mailbox("", parse_address(address)) for address in to),
        cc=tuple(Mailbox("", parse_address(address)) for address in cc),
        in_reply_to=tuple(MessageId(i) for i in in_reply_to),
        references=tuple(MessageId(i) for i in references),
        body=Body(full=text),
    )


def threads(of: Mail, *, recipients: tuple[str, ...] = (), tag: str = "case") -> Threads:
    return find_threads(of, envelope=Envelope("ann@customer.example", recipients), ours=OURS, tag=tag)


def numbers(subject: str, *, tag: str = "case") -> list[tuple[str, bool]]:
    return [(str(number), tagged) for number, tagged in numbers_in(subject, tag=tag)]


# Subjects


@pytest.mark.parametrize(
    "subject",
    [
        "Re: Phones drop [case #1042735]",
        "[case #1042735] Phones drop",
        "[case#1042735]",
        "[ Case # 1042735 ]",
        "[CASE #1042735]",
        "AW: WG: SV: Antw: RE: [EXTERNAL] Phones [case #1042735]",
        "答复: 电话 ［case ＃1042735］",
        "答复：【case #1042735】",
        "[case\u00a0#1042735]",
        "Re: [ticket #5551239] Phones [case #1042735]",  # their helpdesk's number stands beside ours
    ],
)
def test_our_own_tag_is_found_whatever_mail_programs_do_to_the_subject(subject: str) -> None:
    assert numbers(subject) == [(ONE, True)]


@pytest.mark.parametrize(
    "subject",
    [
        "#1042735",
        "about # 1042735",
        "case 1042735",
        "Case: 1042735",
        "case：1042735",
        "Case-1042735",
        "case#1042735",
        "CASE NUMBER 1042735",
        "case no. 1042735, again",
        "Dossier 1042735",
        "dossier n° 1042735",
        "AW:#1042735",
        "(case 1042735)",
        "[#1042735]",
        "答复case 1042735号",
        "Re: phones [case #1042735",  # cut off by somebody's program
    ],
)
def test_a_number_typed_by_a_person_is_found_untagged(subject: str) -> None:
    assert numbers(subject) == [(ONE, False)]


@pytest.mark.parametrize(
    "subject",
    [
        "",
        "1042735",  # a bare number is an order, a phone, a date
        "Invoice 1042735",
        "[ticket #1042735] yours",  # another company's
        "[casework #1042735]",
        "[my case #1042735]",
        "[ｃａｓｅ #1042735]",  # another tag is another company, however alike it looks
        "case #1042734",  # check digit wrong
        "[case #1042734]",
        "#1024735",  # swapped
        "#0000000",
        "#104273",
        "#10427351",
        "#1042735000000000",
        "PR#1042735",
        "&#1042735;",  # an HTML entity
        "https://tracker.example/#1042735",
        "showcase 1042735",
        "case １０４２７３５",  # digits of another script
        "#104273５",
        "#1042735５",
        "ca\u017fe 1042735",
        "#1042735b",
        "case" + " " * 50 + "1042735",
    ],
)
def test_what_is_not_our_number_is_not_read_as_one(subject: str) -> None:
    assert numbers(subject) == []


def test_the_tag_is_configurable_and_then_case_in_brackets_is_somebody_elses() -> None:
    assert numbers("[Acme Support #1042735] and [case #1042743]", tag="Acme Support") == [(ONE, True)]
    assert numbers("[acme   support #1042735]", tag="Acme Support") == [(ONE, True)]
    assert numbers("acme support 1042735", tag="Acme Support") == [(ONE, False)]


@pytest.mark.parametrize("tag", ["C++ (help)", "a|b", "[x]", ".*", "поддержка", ""])
def test_a_tag_of_odd_characters_is_taken_literally(tag: str) -> None:
    assert numbers(f"Re: [{tag} #1042735]", tag=tag)[0][0] == ONE
    assert (ONE, True) not in numbers("[other #1042735] [xx #1042735]", tag=tag)


def test_a_kelvin_sign_does_not_stand_in_for_the_k_of_the_tag() -> None:
    assert numbers("[des\u212a #1042735]", tag="desk") == []


def test_tagged_numbers_come_first_and_each_number_once() -> None:
    assert numbers(f"#{TWO} case {ONE} #{TWO} [case #{THREE}] [case #{ONE}]") == [
        (THREE, True),
        (ONE, True),
        (TWO, False),
    ]


def test_five_numbers_are_the_most() -> None:
    many = [str(number) for number in range(1_000_015, 1_000_200) if numbers(f"#{number}")]
    assert len(many) > 10
    assert [number for number, _ in numbers(" ".join(f"#{number}" for number in many))] == many[:5]
    assert numbers(" ".join(f"#{number}" for number in many) + f"[case #{ONE}]")[0] == (ONE, True)


@pytest.mark.id("H-10")
@pytest.mark.parametrize(
    "unit",
    [
        "[",
        "[case ",
        "[case #",
        "[case #1042735",
        "case ",
        "#",
        "# ",
        "9",
        "case 9999999",
        "[a",
        "[ a#",
        " ",
        "[" + "a" * 79,
        "Re: ",
    ],
)
def test_a_subject_of_a_million_characters_is_read_in_linear_time(unit: str) -> None:
    subject = (unit * (1_000_000 // len(unit) + 1))[:1_000_000]
    patiently(lambda: numbers_in(subject, tag="case"))


@given(st.text(st.sampled_from("[]#case 1042735［］＃\t:１k\u212a")), st.text(max_size=10))
def test_any_subject_and_any_tag_can_be_read(subject: str, tag: str) -> None:
    found = numbers_in(subject, tag=tag)
    assert len(found) <= 5
    assert all(number.isascii() and number in subject for number, _ in found)


@given(
    st.sampled_from(["Re: ", "AW: ", "Antw: ", "SV: ", "答复: ", "[EXTERNAL] ", "Fwd: ", "RE: RE: "]),
    st.text(max_size=40),
)
def test_our_tag_survives_any_prefix_and_any_subject_before_it(prefix: str, subject: str) -> None:
    assert (ONE, True) in numbers_in(f"{prefix}{subject} [case #{ONE}]", tag="case")


# Addresses


def test_tags_come_from_the_envelope_first_then_to_then_cc() -> None:
    of = mail(to=("support+to@example.com",), cc=("billing+cc@example.com", "SUPPORT+env@Example.com"))
    assert threads(of, recipients=("support+env@example.com",)).tags == ("env", "to", "cc")


def test_tags_of_other_peoples_addresses_do_not_count() -> None:
    of = mail(
        to=("ann+c1042735.x@customer.example", "support+x@example.org", "support@example.com", "support+@example.com")
    )
    assert threads(of).tags == ()


def test_a_recipient_that_is_no_address_is_passed_over() -> None:
    odd = ("<>", "", "support+a b@example.com", "x" * 500 + "@example.com", "support+ok@example.com")
    assert threads(mail(), recipients=odd).tags == ("ok",)


def test_a_tag_keeps_its_own_plus_signs_and_capitals() -> None:
    assert threads(mail(), recipients=("Support+C1+b@example.com",)).tags == ("C1+b",)


def test_a_thousand_recipients_give_a_bounded_number_of_tags() -> None:
    assert len(threads(mail(), recipients=tuple(f"support+t{i}@example.com" for i in range(1000))).tags) == 20


# Message ids


def test_in_reply_to_comes_first_then_references_from_the_newest() -> None:
    of = mail(in_reply_to=("c@x",), references=("a@x", "b@x", "c@x"))
    assert threads(of).message_ids == ("c@x", "b@x", "a@x")


def test_many_references_are_cut_at_the_old_end() -> None:
    of = mail(in_reply_to=("new@x",), references=tuple(f"{i}@x" for i in range(500)))
    found = threads(of).message_ids
    assert (len(found), found[0], found[1]) == (100, "new@x", "499@x")


# What is never read


def test_the_body_is_never_searched() -> None:
    of = mail("Hello", text=f"[case #{ONE}] case {TWO} #{THREE} support+c{ONE}.abc@example.com")
    assert threads(of) == Threads()


# Escalations and commands


@pytest.mark.parametrize(
    "text",
    [
        f"please escalate {ONE}, our auditors wait",
        f"Ticket {ONE} – nobody answers",
        f"Case {ONE}",
        f"case no. {ONE}",
        f"#{ONE}",
        f"re {ONE}.",
        f"({ONE})",
        f"[case #{ONE}]",
        f"Our number is\n{ONE}\nand we wait.",
        f"1042736 or {ONE}?",
    ],
)
def test_whoever_escalates_names_a_case_in_any_way(text: str) -> None:
    assert named_in(text, tag="case") == (ONE,)
    assert named_in("hello", text, tag="case") == (ONE,)


@pytest.mark.parametrize(
    "text",
    [
        *("1042736", "", "nobody answers", f"+{ONE}", f"0049{ONE}", f"{ONE}@acme.example", f"a{ONE}", f"{ONE}b"),
        *(f"https://x.example/{ONE}", f"id={ONE}", f"{ONE}.5", f"1.{ONE}", f"12-{ONE}", f"{ONE}-3", f"12:{ONE}"),
        *(f"[JIRA #{ONE}]", f"{ONE}{ONE}"),
    ],
)
def test_a_part_of_something_longer_names_no_case(text: str) -> None:
    assert named_in(text, tag="case") == ()


def test_what_is_called_a_case_comes_before_a_bare_number() -> None:
    assert named_in(f"{TWO} is fine", f"Case {ONE} is not", tag="case") == (ONE, TWO)


def test_of_many_numbers_the_first_few_are_enough() -> None:
    numbers = [number for number in map(str, range(1_000_000, 1_001_000)) if is_case_number(number)]
    assert len(named_in(" ".join(numbers), tag="case")) == MAX_NUMBERS < len(numbers)


@pytest.mark.parametrize("filler", [ONE, "1", " 1042736", "#", "case ", "[case #"])
def test_long_texts_are_searched_in_linear_time(filler: str) -> None:
    patiently(lambda: named_in(filler * (100_000 // len(filler)), tag="case"))
