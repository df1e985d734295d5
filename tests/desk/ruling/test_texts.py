from __future__ import annotations

import pytest

from gateway.desk.ruling.judge import judge
from gateway.desk.ruling.matter import MAX_BODY
from gateway.desk.ruling.vocabulary import Trigger
from tests.desk.ruling.build import a_book, a_matter, holds, holds_of, matched

SAME = (
    ("ｏｕｔａｇｅ", "Outage"),
    ("outage", "ＯＵＴＡＧＥ"),
    ("office", "oﬃce"),
    ("outage", "out\u00adage"),
    ("out\u200bage", "outage"),
    ("café", "CAFE\u0301"),
    ("cafe\u0301", "CAFÉ"),
    ("ΣΊΣΥΦΟΣ", "σίσυφος"),
    ("σίσυφος", "ΣΊΣΥΦΟΣ"),
    ("kelvin", "\u212aelvin"),
    ("①", "1"),
    ("10²", "102"),
)
NOT_TO_PATTERNS = (
    ("strasse", "STRAßE"),
    ("STRASSE", "straße"),
    ("straẞe", "strasse"),
    ("ǰ", "J\u030c"),
    ("İSTANBUL", "i\u0307stanbul"),
)
"""Letters that are folded to several: with them the engine of patterns may search for ever."""
OTHER = (("café", "cafe"), ("ı", "i"), ("İ", "i"), ("æ", "ae"), ("ø", "o"))
MODIFIERS = ("", "|contains", "|startswith", "|endswith", "|matches")


@pytest.mark.parametrize("modifier", MODIFIERS)
@pytest.mark.parametrize(("wanted", "said"), SAME + NOT_TO_PATTERNS)
def test_what_people_take_for_the_same_is_the_same_to_every_comparison(modifier: str, wanted: str, said: str) -> None:
    assert holds(f'subject{modifier}: "{wanted}"', a_matter(said))


@pytest.mark.parametrize("modifier", MODIFIERS)
@pytest.mark.parametrize(("wanted", "said"), OTHER)
def test_letters_that_are_others_are_others(modifier: str, wanted: str, said: str) -> None:
    assert not holds(f'subject{modifier}: "{wanted}"', a_matter(said))


@pytest.mark.parametrize(("wanted", "said"), SAME)
def test_patterns_do_not_look_at_case_and_form_either(wanted: str, said: str) -> None:
    assert holds(f"subject|re: '{wanted}'", a_matter(f"x {said} y"))


@pytest.mark.parametrize(
    ("pattern", "subject"),
    [
        (r"\bärger\b", "großer ÄRGER!"),
        (r"^phones", "Phones drop"),
        (r"(?s)a.b", "a\nb"),
        (r"[[:alpha:]]".replace("[[:alpha:]]", r"[^\W\d_]+"), "é"),
    ],
)
def test_patterns_know_all_letters_there_are(pattern: str, subject: str) -> None:
    assert holds(f"subject|re: '{pattern}'", a_matter(subject))


def test_spaces_around_a_text_do_not_count() -> None:
    for modifier in ("", "|startswith", "|endswith", "|matches"):
        assert holds(f'subject{modifier}: " phones "', a_matter("\t Phones \n"))


def test_a_list_of_values_is_any_of_them() -> None:
    for modifier in MODIFIERS:
        assert holds(f"subject{modifier}: [x, phones]", a_matter("phones"))
        assert not holds(f"subject{modifier}: [x, y]", a_matter("phones"))


QUOTED = """From: ann@acme.example
To: support@example.com
Subject: Re: phones
Content-Type: text/plain

Now it works.

-- 
Ann, the outage desk

On Thu, 19 Nov 2026 Support wrote:
> Is there an outage?
"""


def test_body_is_what_is_new_and_body_full_is_all_of_it() -> None:
    assert holds_of("body|contains: it works", QUOTED)
    assert not holds_of("body|contains: outage", QUOTED)
    assert holds_of("body.full|contains: is there an outage", QUOTED)
    assert holds_of("body.full|contains: the outage desk", QUOTED)


def test_subject_or_body_is_either_and_says_which() -> None:
    book = a_book("subject_or_body|contains: [drop, since]")
    of_subject = judge(Trigger.MAIL_RECEIVED, a_matter("Phones DROP", "x"), book)
    of_body = judge(Trigger.MAIL_RECEIVED, a_matter("x", "Since eight"), book)
    assert of_subject.matched[0].because == ('subject_or_body|contains drop, since: "drop", subject, characters 7-11',)
    assert of_body.matched[0].because == ('subject_or_body|contains drop, since: "since", body, characters 0-5',)


def test_words_on_both_sides_of_subject_and_body_are_not_one_text() -> None:
    assert not holds("subject_or_body|contains: drop since", a_matter("phones drop", "since eight"))


@pytest.mark.parametrize("modifier", ["|contains", "|re", "|matches"])
def test_only_the_beginning_of_a_long_text_is_looked_at(modifier: str) -> None:
    word = "*needle*" if modifier == "|matches" else "needle"
    near, far = "x" * (MAX_BODY - 6) + "needle", "x" * (MAX_BODY - 5) + "needle"
    for field in ("body", "body.full"):
        assert holds(f'{field}{modifier}: "{word}"', a_matter(body=near))
        assert not holds(f'{field}{modifier}: "{word}"', a_matter(body=far))


def test_a_text_that_is_not_there_is_equal_to_nothing() -> None:
    book = a_book("subject: x", 'subject|matches: "*"', "subject|re: '.*'", "subject|exists: true", "not: {subject: x}")
    assert matched(judge(Trigger.MAIL_RECEIVED, a_matter(""), book)) == ["r4"]
