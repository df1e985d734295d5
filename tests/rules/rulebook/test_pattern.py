from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.ruling.pattern import MAY_TAKE, TooSlow
from gateway.rules.rulebook.pattern import MAX_GROWN, BadPattern, TooLarge, compile_pattern
from tests.effort import patiently
from tests.rules.rulebook.build import HEAD, NOTE, complaints

IN_LITTLE_MEMORY = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (400 * 2**20,) * 2)
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
from gateway.rules.rulebook.pattern import BadPattern, compile_pattern
said = []
for source in json.load(sys.stdin):
    try:
        compile_pattern(source)
    except BadPattern as bad:
        said.append(str(bad))
    else:
        said.append("")
print(json.dumps(said))
"""
TOO_LARGE = (
    "(?:(?:a{1000}){1000}){100}",
    "(?:(?:(?:(?:a{50}){50}){50}){50}){50}",
    "a{4294967294}",
    "(?:){4294967294}a{4294967294}",
    "(?:[a-z]{100}){200}",
    "(?:(?:a|b|c|d){50}){90}",
    "(?<=a{20000})b",
    "(?=(?:a{100}){190})x",
    "(?:(?P<x>a)|(?(x)b|c)){4000}",
    "(a)(?:\\1?){20000}",
    "[\U00000100-\U0010ffff]{20000}",
    "(?:()){20000}",
    "(?:\\b|^){20000}",
    "(" * 480 + "a" + ")" * 480 + "{9000}",
    "a" * 1_001,
    "|".join(map(str, range(2_000_000))),
    "x?" * 501,
)
FINE = (
    "(?:()){4999}",
    "(?:a?){4999}",
    "(a)\\1{4000}",
    "(?:ﬃ{10}){190}",
    "(?:[^\\W\\d_]*){500}",
    "(" * 200 + ")" * 200,
    "|".join(f"w{number}" for number in range(180)),
    "(?:" * 160 + "a" + ")*" * 160,
    "".join(f"(?P<g{number}>a)" for number in range(90)),
    "(?i)" + "ß" * 900,
)


@pytest.mark.id("R-05")
def test_patterns_that_grow_too_large_are_refused_before_they_take_memory() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IN_LITTLE_MEMORY],
        input=json.dumps([*TOO_LARGE, *FINE]),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    said = json.loads(done.stdout)
    assert [bool(one) for one in said[: len(TOO_LARGE)]] == [True] * len(TOO_LARGE)
    assert said[len(TOO_LARGE) :] == [""] * len(FINE)


@pytest.mark.parametrize("source", [f"a{{{MAX_GROWN + 1}}}", "a" * 1_001])
def test_too_large_is_another_complaint_than_wrong(source: str) -> None:
    with pytest.raises(TooLarge):
        compile_pattern(source)


@pytest.mark.id("R-05")
@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("(unclosed", "missing ), unterminated subpattern"),
        ("[a", "unterminated character set"),
        ("*a", "nothing to repeat"),
        ("a**", "multiple repeat"),
        ("(?P<1>a)", "bad character in group name"),
        ("\\1", "invalid group reference"),
        ("(?<=a*)b", "looks behind itself by texts of several lengths"),
        ("((?:x|(?<!a|bc)b)*)", "looks behind itself by texts of several lengths"),
        (r"\\{e<=1}", "counts mistakes"),
        ("(?:a){e<=1}", "counts mistakes"),
        ("(?:a){2i+1d<=3}", "counts mistakes"),
        ("[[a]b]", "can be read in two ways"),
        ("[a--b]", "can be read in two ways"),
        ("(?R)", "unknown extension"),
        ("(?&x)", "unknown extension"),
        ("\\p{L}", "bad escape"),
        ("\\X", "bad escape"),
        ("(?V1)a", "unknown extension"),
        ("(?L)a", "bad inline flags"),
        ("(?u:a", "missing )"),
        ("\\", "bad escape"),
    ],
)
def test_what_is_no_pattern_of_pythons_re_is_refused_with_the_reason(source: str, says: str) -> None:
    with pytest.raises(BadPattern) as refused:
        compile_pattern(source)
    assert says in str(refused.value)
    assert (
        complaints(f"{HEAD}    conditions:\n      - subject|re: {json.dumps(source)}\n{NOTE}")[0].split(" ")[1]
        == "E302"
    )


@given(st.text(alphabet="ab(?:)[]{}*+|^$\\.,0129Pp<=!>-xiLmsV&R#~ ", max_size=25))
def test_whatever_an_admin_writes_is_a_pattern_or_refused(source: str) -> None:
    try:
        pattern = compile_pattern(source)
    except BadPattern:
        return
    assert pattern.sure <= set(pattern.groups)
    try:
        pattern.search("ab a1 xyz", seconds=1)
    except TooSlow:
        return


@pytest.mark.id("R-05", "P32")
@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("(a+)+$", "a" * 5_000 + "!"),
        (r"^(\w+\s?)*$", "aaaa" * 5_000 + "!"),
        ("(a|aa)+b", "a" * 20_000 + "cb"),
        ("(?:a|a)*b", "a" * 3_000 + "cb"),
        ("(?:x+x+)+y", "x" * 30_000 + "zy"),
        (r"(\w*)*!", "ab" * 3_000 + "c !"),
        ("(.*)*x", "a" * 20_000 + "\nx"),
        ("(?:ß|ss|s)+x", "ß" * 30_000 + "zx"),
        ("(.*),(.*),(.*),(.*)z", "a," * 30_000),
        (r"\s+$", " " * 60_000 + "x"),
    ],
)
def test_a_pattern_that_would_take_for_ever_is_stopped(source: str, text: str) -> None:
    pattern = compile_pattern(source)

    def stopped() -> bool:
        with pytest.raises(TooSlow):
            pattern.search(text, seconds=MAY_TAKE.total_seconds())
        return True

    assert patiently(stopped)


def test_a_search_says_how_long_it_worked() -> None:
    sought = compile_pattern("(?:a|b)*c").search("ab" * 20_000, seconds=5)
    assert sought.hit is None
    assert 0 < sought.seconds < 5
