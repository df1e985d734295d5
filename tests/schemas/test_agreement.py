"""Readers and schemas agree: over random words in both directions, over files that are changed at random in one."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from gateway.cli.config_schema import FILES, schema_text
from gateway.rules.duration import read_duration, read_range
from gateway.rules.texts import line, tag
from gateway.validation import Complaints
from gateway.yamlfile import KeyPath, read_text
from tests.schemas.readers import SCHEMAS, fits, shipped_files, takes

Parsed = dict[str, Any] | list[Any]

# -- words ---------------------------------------------------------------------------------------------------------

DEFINITIONS = json.loads(schema_text("policy"))["definitions"]
DURATION = Draft7Validator(DEFINITIONS["waiting"]["properties"]["remind_after"]["items"])
TARGET = Draft7Validator({"definitions": DEFINITIONS, **DEFINITIONS["level"]["properties"]["respond"]})
TEXT = Draft7Validator(json.loads(schema_text("policy"))["properties"]["title"])
ALIAS = Draft7Validator(DEFINITIONS["level"]["properties"]["aliases"]["items"])
LENGTHS = st.from_regex(r"(?:[0-9]{0,6}d)?(?:[0-9]{0,6}h)?(?:[0-9]{0,7}m)?(?:[0-9]{0,8}s)?", fullmatch=True)
WORDS = st.one_of(LENGTHS, st.text("0123456789dhms -.", max_size=12))
TEN_YEARS = timedelta(days=3660)


def length(text: str) -> timedelta:
    units = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
    return timedelta(seconds=sum(int(count) * units[unit] for count, unit in re.findall(r"(\d+)([dhms])", text)))


@given(WORDS)
def test_a_duration_fits_when_the_reader_takes_it(text: str) -> None:
    try:
        read_duration(text)
    except Complaints:
        assert not DURATION.is_valid(text) or length(text) > TEN_YEARS  # the one thing no pattern can say
    else:
        assert DURATION.is_valid(text)


@given(st.one_of(WORDS, st.tuples(WORDS, st.sampled_from(["-", " - ", "- ", "--"]), WORDS).map("".join)))
def test_a_target_alone_or_in_full_fits_when_the_reader_takes_it(text: str) -> None:
    try:
        read_range(text)
    except Complaints:
        lower, _, upper = text.partition("-")
        beyond = max(length(lower), length(upper)) > TEN_YEARS
        assert not TARGET.is_valid(text) or beyond or length(lower) >= length(upper)  # and which is the longer
    else:
        assert TARGET.is_valid(text)
        assert TARGET.is_valid({"within": text})
        assert TARGET.is_valid({"within": text, "clock": "business-hours"})


@pytest.mark.parametrize(
    "value", [4, 4.5, True, [], {}, {"clock": "24x7"}, {"within": 4}, {"within": "4h", "hours": 1}]
)
def test_what_is_no_target_does_not_fit(value: object) -> None:
    assert not TARGET.is_valid(value)


def test_no_target_at_all_fits() -> None:
    assert TARGET.is_valid(None)


@given(st.one_of(st.text(max_size=6), st.text(" \t\u00a0\u2028ab\u202e\x85", max_size=6)))
def test_a_text_fits_when_the_reader_takes_it(text: str) -> None:
    try:
        line(text)
    except Complaints:
        # No file can hold half a pair; and Python, unlike editors, lets $ stand before a last line end.
        unsaid = re.search("[\ud800-\udfff]|\n\\Z", text)
        assert not ALIAS.is_valid(text) or unsaid
        assert not TEXT.is_valid(text) or unsaid
    else:
        assert TEXT.is_valid(text)
        assert TEXT.is_valid({"en": text, "fr": text})
        assert not TEXT.is_valid({"fr": text})


@given(st.one_of(st.text("abAB09-é", max_size=8), st.from_regex("[a-z]{1,4}(-[A-Za-z0-9]{1,9})?", fullmatch=True)))
def test_a_language_of_a_text_fits_when_the_reader_takes_it(text: str) -> None:
    try:
        tag(text)
    except Complaints:
        assert not TEXT.is_valid({"en": "x", text: "x"})
    else:
        assert TEXT.is_valid({"en": "x", text: "x"})


# -- whole files, changed at random --------------------------------------------------------------------------------

EXAMPLES: dict[str, list[Parsed]] = {name: [] for name in FILES}
for _name, _file in shipped_files():
    EXAMPLES[_name].append(read_text(_file.read_text("utf-8"), _file.name).data or {})  # type: ignore[arg-type]
EXAMPLES["customers"].append(
    {"id": "acme", "name": "ACME", "domains": ["acme.example"], "contract": {"from": "2026-01-01"}, "country": "CA"}
)
EXAMPLES["customers"].append({"customers": copy.deepcopy(EXAMPLES["customers"])})
EXAMPLES["team"].append(
    {"team": [{"name": "dana", "address": "dana@b.example", "groups": ["support"], "level": 1}],
     "on_call": [{"person": "dana", "calendar": "24x7"}, {"group": "support", "calendar": "business-hours"}]}
)  # fmt: skip
EXAMPLES["gateway"].append({"imap": {"sales": {"host": "imap.example", "user": "u", "port": 993}}, "country": "CA-ON"})
EXAMPLES["calendars"].append(
    {"time_intervals": [{"name": "a", "time_intervals": [{"weekdays": ["monday:friday"], "months": ["6", "may"],
      "days_of_month": ["-3:-1", "1"], "years": ["2026:2030"], 
      "times": [{"start_time": "08:00", "end_time": "24:00"}]}]}],
     "holidays": {"a": ["CA-ON", "2026-12-24", "12-31"]}}
)  # fmt: skip
EXAMPLES["monitors"].append(
    {"targets": [{"name": "portal", "kind": "http", "url": "https://a.example/x", "status": [200, "3xx"], "every": "1m",
      "failures": 3, "products": ["portal"]}, {"name": "mx", "kind": "smtp", "host": "a.example", "tls": "starttls"}],
     "mail": [{"sender": "a@b.example", "system": "zabbix", "customers": ["acme"], "priority": "urgent"}]}
)  # fmt: skip
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 200),
    st.floats(0, 200).filter(lambda number: not number.is_integer()),  # 5.0 is a whole number to JSON Schema
    st.text("abcA01-:. @é", max_size=8),
    st.sampled_from(
        ["24h", "24h - 48h", "24x7", "business-hours", "CA", "Monday", "MAY:june", "08:00", "2026-12-24", "fr",
         "support", "customer", "a@b.example", "Europe/Paris", "https://a.example/x", "127.0.0.1:25", "none", "reply",
         "contract", "", {}, [], {"en": "x"}, {"within": "4h"}, ["customer"], ["a@b.example"], ["3d"]]
    ),
)  # fmt: skip


def places(data: object, above: KeyPath = ()) -> Iterator[KeyPath]:
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, inner in pairs:
        yield (*above, key)
        yield from places(inner, (*above, key))


def holder(data: Any, path: KeyPath) -> Any:
    for part in path[:-1]:
        data = data[part]
    return data


def written(data: Parsed) -> str:
    return json.dumps(data, ensure_ascii=False)  # which is YAML, and strict YAML reads it as it is


def varied(draw: st.DrawFn, name: str) -> Parsed:
    data = copy.deepcopy(draw(st.sampled_from([one for one in EXAMPLES[name] if one])))
    for _ in range(draw(st.integers(1, 2))):
        path = draw(st.sampled_from(list(places(data)) or [()]))
        if not path:
            break
        inside = holder(data, path)
        if draw(st.booleans()) or isinstance(inside, list):
            inside[path[-1]] = copy.deepcopy(draw(VALUES))
        else:
            del inside[path[-1]]
    return data


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(choose=st.data())
def test_a_changed_file_that_the_reader_still_takes_fits(
    choose: st.DataObject, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = choose.draw(st.composite(varied)(name))
    text = written(data)
    if takes(name, text, FOLDER.setdefault("", tmp_path_factory.mktemp("read"))):
        assert fits(name, text), [error.message for error in SCHEMAS[name].iter_errors(data)]


FOLDER: dict[str, Path] = {}


@pytest.mark.parametrize("name", FILES)
def test_an_unknown_key_anywhere_fits_nowhere(name: str, tmp_path: Path) -> None:
    checked = 0
    for example in EXAMPLES[name]:
        for path in [(), *places(example)]:
            data = copy.deepcopy(example)
            inside = holder(data, (*path, "zz!"))
            if (
                isinstance(inside, dict)
                and "en" not in inside
                and path[-1:] not in (("title",), ("holidays",), ("topics",))
            ):
                inside["zz!"] = {}
                assert not takes(name, written(data), tmp_path), path
                assert not fits(name, written(data)), path
                checked += 1
    assert checked >= len(EXAMPLES[name])
