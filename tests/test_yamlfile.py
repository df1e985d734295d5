from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gateway.errors import ConfigError, Problem
from gateway.yaml_events import Refused
from gateway.yamlfile import (
    MAX_BYTES,
    MAX_DEPTH,
    Document,
    Place,
    core_scalar,
    quoted,
    read_bytes,
    read_file,
    read_text,
)
from tests.effort import patiently


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(ConfigError) as caught:
        read_text(text, "f.yml")
    return caught.value.problems


def complaint(text: str) -> str:
    (problem,) = problems(text)
    return f"{problem.line}:{problem.column}: {problem.message}"


@pytest.mark.id("R-09")
@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("on", "on"),
        ("Yes", "Yes"),
        ("y", "y"),
        ("22:30", "22:30"),
        ("2026-11-21", "2026-11-21"),
        ("1_000", "1_000"),
        ("=", "="),
        ("010", 10),
        ("-7", -7),
        ("0o17", 15),
        ("0x1F", 31),
        ("0b11", "0b11"),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("1e999", "1e999"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("1" * 41, "1" * 41),
        ("true", True),
        ("FALSE", False),
        ("tRue", "tRue"),
        ("~", None),
        ("null", None),
        ("nULL", "nULL"),
        ("'no'", "no"),
        ("'010'", "010"),
        ('"true"', "true"),
        ("'~'", "~"),
        ("|-\n  010", "010"),
    ],
)
def test_a_scalar_means_what_yaml_1_2_core_says(written: str, meant: object) -> None:
    data = read_text(f"a: {written}\n", "f.yml").data
    assert data == {"a": meant}
    assert isinstance(data, dict)
    assert type(data["a"]) is type(meant)


def test_keys_are_the_text_as_written() -> None:
    assert read_text("{on: 1, 010: 2, null: 3, 1.0: 4, true: 5}", "f.yml").data == {
        "on": 1,
        "010": 2,
        "null": 3,
        "1.0": 4,
        "true": 5,
    }


def test_every_key_and_value_has_its_line_and_column() -> None:
    document = read_text("# head\na: 1\nb:\n  - x\n  - {c: é, d: y}\n", "f.yml")
    assert document.place(("a",)) == Place("f.yml", 2, 4)
    assert document.key_place(("b",)) == Place("f.yml", 3, 1)
    assert document.place(("b", 0)) == Place("f.yml", 4, 5)
    assert document.place(("b", 1, "d")) == Place("f.yml", 5, 15)
    assert document.key_place(("b", 1, "d")) == Place("f.yml", 5, 12)
    assert str(document.place(("b", 1, "d"))) == "f.yml:5:15"


def test_what_is_not_there_is_placed_at_what_is_around_it() -> None:
    document = read_text("\na:\n  b: 1\n", "f.yml")
    assert document.place(("a", "z", 3)) == Place("f.yml", 3, 3)
    assert document.place(("z",)) == Place("f.yml", 2, 1)
    assert Document("f.yml").place(("z",)) == Place("f.yml")
    assert str(Place("f.yml")) == "f.yml"


def test_a_missing_value_is_placed_at_its_key_and_not_at_what_follows() -> None:
    document = read_text("a:\n\n\nb: 1\n", "f.yml")
    assert document.place(("a",)) == Place("f.yml", 1, 1)


@pytest.mark.parametrize("text", ["", "\n\n", "# only words\n", "---\n"])
def test_an_empty_file_is_nothing(text: str) -> None:
    assert read_text(text, "f.yml").data is None


@pytest.mark.id("R-01")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", '3:1: "a" is given twice'),
        ("{a: 1, a: 2}", '1:8: "a" is given twice'),
        ("a: !!python/object/apply:os.system [id]\n", '1:4: the tag "!!python/object/apply:os.system" is not allowed'),
        ("a: !!str 1\n", '1:4: the tag "!!str" is not allowed'),
        ("a: ! x\n", '1:4: the tag "!" is not allowed'),
        ("a: &x 1\n", '1:4: the anchor "&x" is not allowed'),
        ("a: *x\n", '1:4: the alias "*x" is not allowed'),
        ("a: 1\n<<: 2\n", '2:1: the merge key "<<" is not allowed'),
        ("a:\n\t- 1\n", "2:1: a tab is not allowed here"),
        ("a: 1 \t# x\n", "1:6: a tab is not allowed here"),
        ("a: 1\r\nb: 2\r\n", "1:5: a carriage return is not allowed here"),
        ("a: 1\rb: 2\n", "1:5: a carriage return is not allowed here"),
        ("\ufeffa: 1\n", "1:1: a byte order mark is not allowed here"),
        ("a: \ufeff1\n", "1:4: a byte order mark is not allowed here"),
        ("a: x\0y\n", "1:5: a NUL byte is not allowed here"),
        ("a: x\x1by\n", "1:5: the character U+001B is not allowed here"),
        ("a: x\u2028b: y\n", "1:5: the character U+2028 is not allowed here"),
        ("a: x\ud800\n", "1:5: the character U+D800 is not allowed here"),
        ('a: "x\\0"\n', "1:4: the text holds a character that is not allowed (NUL or half a pair)"),
        ('a: "\\ud83d"\n', "1:4: the text holds a character that is not allowed (NUL or half a pair)"),
        ("a: 1\n---\nb: 2\n", "2:1: a second document is not allowed"),
        ("%YAML 1.1\n---\na: no\n", "2:1: a directive is not allowed"),
        ("%TAG ! tag:x,2000:\n---\na: 1\n", "2:1: a directive is not allowed"),
        ("? [a, b]\n: 1\n", "1:3: a key must be one word or text"),
        ("{{a: 1}: 2}", "1:2: a key must be one word or text"),
        ("[" * (MAX_DEPTH + 1), f"1:{MAX_DEPTH + 1}: nested more than {MAX_DEPTH} deep"),
        ("a: [1, 2\nb: 3\n", "2:2: not valid YAML: while parsing a flow sequence; expected ',' or ']', but got ':'"),
        ("a: b: c\n", "1:5: not valid YAML: mapping values are not allowed here"),
        ('a: "\\UFFFFFFFF"\n', "1:1: not valid YAML: what follows cannot be read"),
        ('a: 1\nb: "\\U00110000"\n', "2:1: not valid YAML: what follows cannot be read"),
    ],
)
def test_a_file_of_bad_shape_is_refused_with_its_place(text: str, expected: str) -> None:
    assert complaint(text) == expected


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("rules:\n  - id: a\n  -id: b\n", 'write a space behind "-"'),
        ("rules:\n  -id: a\n    alias: b\n", 'write a space behind "-"'),
        ("rules:\n  - id: a\n   alias: b\n", "let it begin in the same column as the others above it"),
        ("rules:\n  - id: a\n  alias: b\n", "let it begin in the same column as the others above it"),
        ("a: b: c\n", "let it begin in the same column as the others above it; put text with a colon in it in quotes"),
        ("a: [1, 2\nb: 3\n", ""),
        ("po: {{ match.po }}\n", "put it in quotes: '{{ match.po }}'"),
        ("po: {{ match.po }} of {{ sender.name }}  # x\n", "put it in quotes: '{{ match.po }} of {{ sender.name }}'"),
        ("a:\n  - {{ words }}\n", "put it in quotes: '{{ words }}'"),
        ("a: {po: {{ match.po }}}\n", "put it in quotes: '{{ match.po }}'"),
        ("note: {{ a | default('x') }}\n", "put it in quotes: \"{{ a | default('x') }}\""),
        ("a: {po: PO {{ match.po }}}\n", "put text with {{ }} in quotes"),
        ("password: {{Tr0ub4dor}}\n", "put it in quotes"),
        ('a: "\\d{5}"\n', "use single quotes: between them a backslash is only a backslash"),
        ('a: "\\xg"\n', "use single quotes: between them a backslash is only a backslash"),
    ],
)
def test_of_common_slips_the_hint_says_what_to_do(text: str, hint: str) -> None:
    assert [one.hint for one in problems(text)] == [hint]


def test_a_line_without_end_is_not_looked_at_for_hints_for_long() -> None:
    assert patiently(lambda: problems("a: {{ b }}" + " " * 500_000 + "x\n"))
    assert patiently(lambda: problems("- " * 90 + "a: b" + ": " * 200_000 + "{{ c }}\n"))


def test_what_is_nested_as_deep_as_allowed_is_read() -> None:
    data = read_text("[" * MAX_DEPTH + "]" * MAX_DEPTH, "f.yml").data
    for _ in range(MAX_DEPTH - 1):
        assert isinstance(data, list)
        (data,) = data
    assert data == []


def test_deep_nesting_is_refused_before_it_costs_anything() -> None:
    assert complaint("[" * 500_000) == f"1:{MAX_DEPTH + 1}: nested more than {MAX_DEPTH} deep"


def test_all_complaints_about_a_file_come_at_once() -> None:
    found = problems("a: 1\na: &x 2\nb: *x\n<<: !t 3\n? [k]\n: 4\n---\nz\n")
    assert [(one.line, one.message.split('"')[0].strip()) for one in found] == [
        (2, ""),
        (2, "the anchor"),
        (3, "the alias"),
        (4, "the merge key"),
        (4, "the tag"),
        (5, "a key must be one word or text"),
        (7, "a second document is not allowed"),
    ]


def test_each_unwanted_character_is_named_once_however_often_it_comes() -> None:
    assert [one.message[:8] for one in problems("a:\t1\r\nb:\t2\r\n" * 1000)] == ["a tab is", "a carria"]


def test_a_complaint_repeats_a_word_of_the_file_on_one_line_and_not_without_end() -> None:
    assert quoted("a\nb\x1b") == '"a\\u000ab\\u001b"'
    assert len(complaint(f"{'k' * 500}: 1\n{'k' * 500}: 2\n")) < 100


@pytest.mark.id("R-01")
@pytest.mark.parametrize(
    ("raw", "place", "message"),
    [
        (b"\xef\xbb\xbfa: 1\n", (1, 1), "a byte order mark is not allowed here"),
        ("a: 1\n".encode("utf-16"), (1, 1), "is UTF-16"),
        (b"\xfe\xff\x00a", (1, 1), "is UTF-16"),
        ("a: 1\nb: café\n".encode("latin-1"), (2, 7), "byte 0xe9 is not UTF-8"),
        ("a: é\n".encode() + b"b: \x80", (2, 4), "byte 0x80 is not UTF-8"),
        (b"a: " + b"x" * MAX_BYTES, (0, 0), f"is larger than {MAX_BYTES} bytes"),
    ],
)
def test_bytes_that_are_not_plain_utf_8_are_refused(raw: bytes, place: tuple[int, int], message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_bytes(raw, "f.yml")
    (problem,) = caught.value.problems
    assert ((problem.line, problem.column), problem.message) == (place, message)


def test_text_beyond_the_limit_is_refused_too() -> None:
    assert complaint("é" * (MAX_BYTES // 2 + 1)).endswith(f"is larger than {MAX_BYTES} bytes")


def test_a_link_to_a_file_is_read_as_that_file(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("a: 1")
    (tmp_path / "f.yml").symlink_to("real")
    assert read_file(tmp_path / "f.yml", name="config/f.yml").place(("a",)).file == "config/f.yml"


def the_unreadable(folder: Path) -> Iterator[tuple[Path, str]]:
    yield folder / "absent.yml", "there is no such file"
    yield folder, "is a folder, not a file"
    (folder / "loop.yml").symlink_to("loop.yml")
    yield folder / "loop.yml", "cannot be read: Too many levels of symbolic links"
    os.mkfifo(folder / "fifo.yml")
    yield folder / "fifo.yml", "is not a regular file"
    yield folder / "nul\0.yml", "cannot be read: embedded null byte"
    (folder / "big.yml").write_bytes(b"#" * (MAX_BYTES + 1))
    yield folder / "big.yml", f"is larger than {MAX_BYTES} bytes"


def test_a_file_that_cannot_be_read_is_a_complaint_with_its_name(tmp_path: Path) -> None:
    for path, message in the_unreadable(tmp_path):
        with pytest.raises(ConfigError) as caught:
            read_file(path)
        assert [(one.file, one.message) for one in caught.value.problems] == [(str(path), message)]


def test_a_file_without_permission_is_a_complaint(tmp_path: Path) -> None:
    (tmp_path / "f.yml").touch(mode=0)
    with as_nobody(), pytest.raises(ConfigError, match="cannot be read: Permission denied"):
        read_file(tmp_path / "f.yml")


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may read everything, so root steps down for a moment."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


LETTERS = "ab01:-?[]{},&*!|>'\"%#@`~ \n\t\r\0é\u2028\ufeff\ud800😀"
MARKS = (
    "\n  ",
    ": ",
    "- ",
    "? ",
    "--- ",
    "...\n",
    "<<: ",
    "!!int ",
    "%YAML 1.1\n",
    '"\\U',
    "\\x",
    "&a ",
    "*a",
    "|+2\n",
    ">-\n",
)
PIECES = st.sampled_from([*LETTERS, *MARKS])


@pytest.mark.id("R-01")
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join)))
def test_any_text_is_read_or_refused_and_every_place_is_in_the_file(text: str) -> None:
    lines = text.split("\n")
    document, problems = read_or_refuse(lambda: read_text(text, "f.yml"))
    assert (document is None) == bool(problems)
    places = [*document.values.values(), *document.keys.values()] if document else []
    for line, column in [place[1:] for place in places] + [(one.line, one.column) for one in problems]:
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1
    if document:
        assert_placed(document, document.data, ())


@pytest.mark.id("R-01")
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join)))
@example("%YAML 1.1\n---\na: no\n")
@example("a: {b: 2026-11-21T00:00:00Z, c:d, e: [f:g, h]}\n")
@example("a: 'x''y'\nb: \"\\/ \\u00e9\"\nc: >-\n  d\n  e\n\n  f\n")
@example("? a\n: b\n? [c]\n: d\n")
@example("- - a\n  - b:\n- {}\n- []\n- !!str 1\n- &x 1\n- *x\n")
def test_what_the_fast_parser_takes_is_read_alike_and_anything_else_as_if_nobody_had_asked_it(text: str) -> None:
    with mock.patch("gateway.yaml_events.fast_events", side_effect=Refused):
        strict = read_or_refuse(lambda: read_text(text, "f.yml"))
    assert read_or_refuse(lambda: read_text(text, "f.yml")) == strict


def test_files_without_mistakes_are_read_by_the_fast_parser() -> None:
    lines = (f"  - {{id: c{at}, name: 'C {at}', domains: [c{at}.example]}}\n" for at in range(8000))
    text = "customers:\n" + "".join(lines)
    with mock.patch("gateway.yaml_events.strict_events", side_effect=AssertionError):
        document = read_text(text, "f.yml")
    assert isinstance(document.data, dict)
    assert document.data["customers"][7999] == {"id": "c7999", "name": "C 7999", "domains": ["c7999.example"]}
    assert document.place(("customers", 7999, "name")) == Place("f.yml", 8001, 23)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    document, problems = read_or_refuse(lambda: read_bytes(raw, "f.yml"))
    assert (document is None) == bool(problems)


def read_or_refuse(read: Callable[[], Document]) -> tuple[Document | None, tuple[Problem, ...]]:
    try:
        return read(), ()
    except ConfigError as error:
        return None, error.problems


def assert_placed(document: Document, data: object, path: tuple[str | int, ...]) -> None:
    """Every value of the data has a place of its own, and the mappings' keys too."""
    if data is not None or path:
        assert path in document.values
    if isinstance(data, dict):
        for key, value in data.items():
            assert (*path, key) in document.keys
            assert_placed(document, value, (*path, key))
    elif isinstance(data, list):
        for at, value in enumerate(data):
            assert_placed(document, value, (*path, at))


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff"), max_size=20
)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


@given(PLAIN)
def test_what_json_writes_is_read_back_the_same(data: object) -> None:
    assert read_text(json.dumps(data, ensure_ascii=False), "f.json").data == data


@given(st.text(max_size=60))
def test_a_scalar_never_fails(text: str) -> None:
    value = core_scalar(text)
    assert value is None or isinstance(value, (str, int, float))
