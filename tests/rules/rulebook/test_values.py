from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.ruling.action import Missing
from gateway.rules.rulebook.value import MAX_FILLED, BadValue, read_value
from tests.rules.rulebook.build import HEAD, complaints

HOSTILE = ("{{7*7}}", "{% for x in y %}x{% endfor %}", "{{ config }}", "{{ ''.__class__.__mro__ }}", "{# x #}", "%(x)s")


@pytest.mark.id("T-01")
@pytest.mark.parametrize("subject", HOSTILE)
def test_what_a_mail_says_is_filled_in_and_never_read_as_a_template(subject: str) -> None:
    assert read_value("it says {{ subject }}").say({"subject": subject}) == f"it says {subject}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ a }}-{{b}}", "Ann -"),
        ("{{ a | upper }}", "ANN "),
        ("{{ a | lower | trim }}!", "ann!"),
        ('{{ b | default("none") }}', "none"),
        ('{{ c | default("none") | upper }}', "NONE"),
        ("two\nlines", "two\nlines"),
        ("{% raw %}{{ a }}{% endraw %}", "{{ a }}"),
    ],
)
def test_names_are_filled_in_through_their_filters(text: str, said: str) -> None:
    assert read_value(text).say({"a": "Ann ", "b": ""}) == said


def test_a_name_that_is_not_there_is_missing_and_never_empty() -> None:
    with pytest.raises(Missing, match=r"there is no match\.invoice"):
        read_value("{{ match.invoice }}").say({})


def test_what_is_filled_in_has_an_end() -> None:
    assert len(read_value("{{ a }}" * 50).say({"a": "x" * 1_000})) == MAX_FILLED


@pytest.mark.id("T-02")
@given(st.text(alphabet="{}%#|._()[]'\"abx0 ~-*:,=\n", max_size=60))
def test_whatever_an_admin_writes_is_read_or_refused_and_what_is_read_can_be_said(text: str) -> None:
    try:
        value = read_value(text)
    except BadValue:
        return
    assert not any(part.startswith("_") for name in value.names for part in name.split("."))
    assert isinstance(value.say(dict.fromkeys(value.names, "x")), str)


@pytest.mark.id("T-02", "T-03")
@pytest.mark.parametrize("text", ["{{ " + "(" * 400 + "a" + ")" * 400 + " }}", "{{ a" + "|upper" * 150 + " }}" * 2])
def test_what_is_nested_without_end_is_refused_or_read_and_ends(text: str) -> None:
    with suppress(BadValue):
        assert read_value(text).say({"a": "x"}).startswith(("X", "x"))


def with_pattern(conditions: str, value: str) -> str:
    return f"{HEAD}    conditions:\n{conditions}    actions:\n      - note: '{value}'\n"


def said_of(conditions: str, value: str = "{{ match.x }}") -> list[str]:
    return [line.partition(" / ")[0] for line in complaints(with_pattern(conditions, value))]


@pytest.mark.parametrize(
    "conditions",
    [
        "      - subject|re: 'no (?P<x>[0-9]+)'\n",
        "      - all: [{subject|re: '(?P<x>a)'}, {body: b}]\n",
        "      - any: [{subject|re: '(?P<x>a)'}, {body|re: '(?P<x>b)'}]\n",
        "      - subject|re: ['no (?P<x>[0-9]+)', 'nr (?P<x>[0-9]+)']\n",
        "      - subject|re: '(?:(?P<x>a)|b)c|(?P<y>d)'\n      - body|re: '(?P<x>e)'\n",
        "      - subject|re: '(?:(?P<x>a)b)+'\n",
        "      - subject|re: '(?=(?P<x>a))a'\n",
    ],
)
def test_a_capture_that_is_there_whenever_the_rule_holds_may_be_used(conditions: str) -> None:
    assert said_of(conditions) == []


@pytest.mark.parametrize(
    "conditions",
    [
        "      - any: [{subject|re: '(?P<x>a)'}, {body: b}]\n",
        "      - not: [{subject|re: '(?P<x>a)'}]\n",
        "      - subject|re: ['no (?P<x>[0-9]+)', 'nr']\n",
        "      - subject|re: '(?P<x>a)?b'\n",
        "      - subject|re: '(?P<x>a)|b'\n",
        "      - subject|re: '(?:(?P<x>a)b)*c'\n",
        "      - subject|re: 'c(?!(?P<x>a))'\n",
    ],
)
def test_a_capture_that_may_be_missing_needs_a_default(conditions: str) -> None:
    (found,) = said_of(conditions)
    assert ' E305 "note" may have no "match.x": the rule can hold without it' in found
    assert said_of(conditions, '{{ match.x | default("none") }}') == []


def test_a_capture_nobody_makes_is_told_with_those_there_are() -> None:
    text = with_pattern("      - subject|re: 'no (?P<invoice>[0-9]+)'\n", "{{ match.invocie }}")
    assert complaints(text) == ['8:19:13 E303 unknown name "match.invocie" (did you mean "match.invoice"?)']
