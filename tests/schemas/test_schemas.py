"""The schemas say what the readers take, held by an implementation of JSON Schema that nobody here wrote."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from gateway.cli.config_schema import FILES, schema_text
from gateway.yamlfile import read_text
from tests.rules import test_customers as customers
from tests.rules import test_links as links_file
from tests.rules import test_policies as policies
from tests.rules import test_team as team
from tests.schemas.readers import ROOT, SCHEMAS, fits, is_yaml, shipped_files, takes, written_texts

SHIPPED = list(shipped_files())
TEXTS = list(written_texts())


@pytest.mark.parametrize("name", FILES)
def test_the_shipped_schemas_are_those_of_the_program(name: str) -> None:
    shipped = (ROOT / "config/schemas" / f"{name}.json").read_text("utf-8")
    assert shipped == schema_text(name), "run: gateway config schema --output config/schemas"


@pytest.mark.parametrize("name", FILES)
def test_every_schema_is_one_of_draft_7_and_leads_nowhere_else(name: str) -> None:
    text = schema_text(name)
    schema = json.loads(text)
    Draft7Validator.check_schema(schema)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert {to for to in re.findall(r'"\$ref": "([^"]*)"', text) if to.removeprefix("#/definitions/") == to} == set()
    assert not [word for word in ("$defs", "prefixItems", "unevaluatedProperties", "default_factory") if word in text]


def keys_of(schema: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        for key, inner in schema.get("properties", {}).items():
            if "oneOf" not in schema or "type" in schema:
                yield key, inner
        for inner in schema.values():
            yield from keys_of(inner)


@pytest.mark.parametrize("name", FILES)
def test_every_key_says_what_it_is(name: str) -> None:
    schema = json.loads(schema_text(name))
    schema.get("definitions", {}).get("shift", {}).pop("oneOf", None)
    schema.get("definitions", {}).get("rule", {}).pop("allOf", None)  # which actions cannot be done then
    keys = list(keys_of(schema))
    assert len(keys) > (1 if name == "sections" else 4)
    assert [key for key, inner in keys if not inner.get("description", "").endswith((".", "!", "?"))] == []


@pytest.mark.parametrize(("name", "file"), SHIPPED, ids=lambda one: getattr(one, "stem", one))
def test_every_shipped_file_fits_and_names_its_schema_to_editors(name: str, file: Path) -> None:
    text = file.read_text("utf-8")
    assert fits(name, text), [error.message for error in SCHEMAS[name].iter_errors(read_text(text, str(file)).data)]
    first = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    assert first
    assert (file.parent / first[1]).resolve() == (ROOT / "config/schemas" / f"{name}.json").resolve()


def test_every_shipped_file_that_people_write_has_a_schema() -> None:
    assert {name for name, _ in SHIPPED} == FILES.keys() - {"customers"}


@pytest.mark.parametrize(
    ("name", "least"),
    [
        *(("gateway", 25), ("policy", 2), ("calendars", 15), ("team", 3), ("monitors", 2), ("links", 4)),
        *(("customers", 6), ("rules", 6), ("sections", 1)),
    ],
)
def test_whatever_the_reader_takes_of_all_tests_and_pages_fits(name: str, least: int, tmp_path: Path) -> None:
    taken = [text for text in TEXTS if takes(name, text, tmp_path)]
    assert len(taken) >= least
    assert [text for text in taken if not fits(name, text)] == []


def test_most_files_that_are_refused_for_what_they_say_do_not_fit(tmp_path: Path) -> None:
    bad = {file.stem: file.read_text("utf-8") for file in (ROOT / "tests/bad-config").glob("*.yml")}
    refused = {name: text for name, text in bad.items() if text in TEXTS and not takes("gateway", text, tmp_path)}
    told = {name for name, text in refused.items() if not fits("gateway", text)}
    assert len(refused) > 80
    assert len(told) / len(refused) > 0.5, sorted(refused.keys() - told)  # the others: what is on the disk, two keys


def test_most_intervals_that_are_refused_do_not_fit(tmp_path: Path) -> None:
    refused = [text for text in TEXTS if "[{name: one" in text and not takes("calendars", text, tmp_path)]
    told = [text for text in refused if not fits("calendars", text)]
    assert len(refused) > 10
    assert len(told) / len(refused) > 0.5, sorted(set(refused) - set(told))


def examples_of(test: object) -> list[tuple[str, ...]]:
    """The examples a test of a reader is run with."""
    (mark,) = (mark for mark in getattr(test, "pytestmark") if mark.name == "parametrize")  # noqa: B009
    return list(mark.args[1])


def test_a_pack_that_is_refused_for_its_shape_does_not_fit(tmp_path: Path) -> None:
    cases = examples_of(policies.test_a_pack_that_cannot_be_kept_is_refused_with_its_place)
    texts = {
        after: policies.PACK.replace(before, after, 1) if before else policies.PACK + after
        for before, after, _ in cases
    }
    refused = {after: text for after, text in texts.items() if not takes("policy", text, tmp_path)}
    assert len(refused) >= 7
    assert {after for after, text in refused.items() if fits("policy", text)} == {"respond: 4h-1h"}  # it cannot compare


@pytest.mark.parametrize(
    ("name", "cases", "share"),
    [
        ("team", examples_of(team.test_a_mistake_is_refused_with_its_place), 0.5),
        ("customers", examples_of(customers.test_a_wrong_value_is_refused_with_its_place), 0.5),
        ("links", examples_of(links_file.test_a_wrong_file_is_refused_with_its_place), 0.5),
    ],
)
def test_most_mistakes_in_the_tests_of_readers_do_not_fit(
    name: str, cases: list[tuple[str, ...]], share: float, tmp_path: Path
) -> None:
    readable = [text for text, *_ in cases if is_yaml(text)]
    refused = [text for text in readable if not takes(name, text, tmp_path)]
    told = [text for text in refused if not fits(name, text)]
    assert len(refused) > 14
    assert len(told) / len(refused) > share, sorted(set(refused) - set(told))


ODD = [
    ("customers", "{id: a, contract: {from: 2026-12-24, until: ''}}"),
    ("customers", "{id: a, contract: {from: , until: 2027-01-31}}"),
    (
        "customers",
        "{id: a, plan: VIP, policy: '', notice_address: '', country: ES-Barcelona, domains: ['*.a.example']}",
    ),
    ("customers", "customers: []"),
    ("team", "{team: [{name: dana, address: a@b.example}], on_call: [{person: dana, group: '', calendar: 24x7}]}"),
    ("team", "{team: [{name: dana, address: a@b.example, level: , phone: , language: '', timezone: ''}]}"),
    (
        "gateway",
        "{smtp: , imap: , relay: {url: ''}, support: {notices: , escalations: ''}, lmtp: {listen: /run/g.sock}}",
    ),
    (
        "gateway",
        "{smtp: {listen: '[::1]:25'}, trust: {peers: ['2001:db8::/32', 192.0.2.1]}, country: BR-São Paulo Capital}",
    ),
    ("gateway", "brand: Aide 🙂"),
    ("links", "{topics: {a: {links: [{url: 'MAILTO:b@c.example', title: {en: x, pt-BR: y}}]}}}"),
    (
        "calendars",
        "time_intervals: [{name: a, time_intervals: [{weekdays: ['SUNDAY'], months: ['1:Dec'], years: ['2026']}]}]",
    ),
    (
        "calendars",
        "time_intervals: [{name: a, time_intervals: [{months: ['1:DECEMBER'], days_of_month: ['-3:-1', '31']}]}]",
    ),
]


@pytest.mark.parametrize(("name", "text"), ODD)
def test_odd_forms_fit_where_the_reader_takes_them(name: str, text: str, tmp_path: Path) -> None:
    assert fits(name, text) == takes(name, text, tmp_path)
    assert fits(name, text) == ("1:Dec'" not in text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("team", "on_call: [{calendar: 24x7}]"),
        ("team", "on_call: [{calendar: 24x7, person: a, group: support}]"),
        ("team", "on_call: [{calendar: 24x7, person: ''}]"),
        ("customers", "{customers: [{id: a}], id: b}"),
        ("customers", "{}"),
        ("gateway", "support: {addresses: [a@b.example, a@b.example]}"),
        ("gateway", "language: xx"),
        ("gateway", "country: ca"),
        ("calendars", "holidays: {a: [tomorrow]}"),
        ("links", "topics: {a: {links: [{url: 'javascript:x', title: {en: x}}]}}"),
    ],
)
def test_what_no_reader_takes_does_not_fit(name: str, text: str, tmp_path: Path) -> None:
    assert not takes(name, text, tmp_path)
    assert not fits(name, text)
