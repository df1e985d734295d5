from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import pytest

from gateway.desk.customer import FIELDS, Customer, NoticeCalendar, NoticeSubject
from gateway.errors import ConfigError
from gateway.rules.customer_csv import read_csv_text
from gateway.rules.customer_model import Packs
from gateway.rules.customers import customers_in, read_customers
from gateway.yamlfile import read_text

PACKS: Packs = {"standard": (), "interaction-versa": ("essentials", "vip")}
DOCS = Path(__file__).parents[2] / "docs"
WHOLE = """\
id: acme
name: ACME Telecom
plan: VIP
policy: standard
language: fr
timezone: Africa/Johannesburg
country: CA-ON
domains: [ACME.example, "*.acme.example", münchen.example]
contacts: [noc@acme.example, Ap@Acme.example]
notice_address: ops-all@acme.example
notice_calendar: attach
notice_subject: status
account_manager: dana@provider.example
products: [voice, Call Reports]
regions: [eu]
contract: {from: 2026-01-01, until: 2027-12-31}
dedicated_hosting: true
"""


def read(text: str, packs: Packs | None = None) -> list[Customer]:
    return [one.customer for one in customers_in(read_text(text, "c.yml"), packs=packs)]


def complaints(text: str, packs: Packs | None = None) -> list[str]:
    with pytest.raises(ConfigError) as refused:
        read(text, packs)
    return [f"{one.line}:{one.column}: {one.message}" for one in refused.value.problems]


def test_a_file_with_everything_is_read_as_it_says() -> None:
    assert read(WHOLE) == [
        Customer(
            id="acme",
            name="ACME Telecom",
            plan="vip",
            policy="standard",
            language="fr",
            timezone="Africa/Johannesburg",
            country="CA-ON",
            regions=("eu",),
            domains=("acme.example", "*.acme.example", "xn--mnchen-3ya.example"),
            contacts=("noc@acme.example", "Ap@acme.example"),
            notice_address="ops-all@acme.example",
            notice_calendar=NoticeCalendar.ATTACH,
            notice_subject=NoticeSubject.STATUS,
            account_manager="dana@provider.example",
            products=("voice", "Call Reports"),
            contract_from=date(2026, 1, 1),
            contract_until=date(2027, 12, 31),
            dedicated_hosting=True,
        )
    ]


def test_the_examples_of_the_documentation_are_files_that_work() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", (DOCS / "reference/customers.md").read_text(), re.DOTALL)
    assert [one.id for one in read(example, PACKS)] == ["acme"]
    (table,) = re.findall(r"```csv\n(.*?)```", (DOCS / "how-to/bring-your-customers-in.md").read_text(), re.DOTALL)
    found = read_csv_text(table, "c.csv", packs=PACKS)
    assert [one.customer.id for one in found.customers] == ["acme", "globex"]
    assert found.problems == ()


def test_every_field_is_in_the_reference() -> None:
    told = (DOCS / "reference/customers.md").read_text()
    assert [name for name in FIELDS if f"`{name}`" not in told] == []


def test_an_id_is_enough_and_the_rest_has_defaults() -> None:
    assert read("id: acme") == [Customer("acme", "acme")]


def test_a_file_may_hold_a_list_of_customers() -> None:
    assert read("customers:\n- {id: a}\n- {id: b}\n") == [Customer("a", "a"), Customer("b", "b")]
    assert read("customers: []") == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("id: ACME", '1:5: "id" must be small letters'),
        ("id: -a", '1:5: "id" must be small letters'),
        (f"id: {'a' * 61}", '1:5: "id" must be small letters'),
        ("name: x", '1:1: "id" is missing'),
        ("{id: a, name: ''}", '1:15: "name" must not be empty'),
        ('{id: a, name: "a\\u202eb"}', '1:15: "name" must be one line without control'),
        ("{id: a, plan: two words}", '1:15: "plan" must be one word'),
        ("{id: a, language: english}", '1:19: "language" must be a language'),
        ("{id: a, country: XX}", '"country" is refused: "XX" is no country'),
        ("{id: a, country: CA-XX}", '"country" is refused: "CA-XX" is no region'),
        ("{id: a, domains: [example]}", '"domains[0]" must have a dot'),
        ("{id: a, domains: ['*.com']}", '"domains[0]" must have a dot'),
        ("{id: a, domains: ['@acme.example']}", '"domains[0]" must be the domain'),
        ("{id: a, domains: ['[192.0.2.1]']}", '"domains[0]" must be the domain'),
        ("{id: a, domains: [a.example, A.example]}", '"domains[1]" is given twice'),
        ("{id: a, contacts: [Joe <joe@a.example>]}", '"contacts[0]" must be one mail address'),
        ("{id: a, contacts: [joe@a.example, JOE@a.example]}", '"contacts[1]" is given twice'),
        ("{id: a, products: [a;b]}", '"products[0]" must have no semicolon'),
        ("{id: a, notice_subject: state}", '"notice_subject" must be constant or status'),
        ("{id: a, notice_calendar: daily}", '"notice_calendar" must be none, attach, publish or request'),
        ("{id: a, contract: {from: 2026-02-01, until: 2026-01-31}}", '"contract.until" is before'),
        ("{id: a, contract: {from: 01.02.2026}}", '"contract.from" must be a day such as'),
        ("{id: a, contract: {from: 2026-02-30}}", '"contract.from" is no day of the calendar'),
        ("{id: a, dedicated_hosting: yes}", '"dedicated_hosting" must be true or false'),
        ("{id: a, plan: }", '"plan" has no value'),
        ("{id: a, domain: a.example}", 'unknown key "domain"'),
        ("- {id: a}", "the file must be one customer, or a list of them"),
        ("customers: [{id: a}, {id: B}]", '"customers[1].id" must be small'),
        ("a word", "1:1: the file must be a mapping"),
    ],
)
def test_a_wrong_value_is_refused_with_its_place(text: str, complaint: str) -> None:
    assert complaint in "\n".join(complaints(text))


@pytest.mark.id("C-06")
def test_a_zone_that_is_not_in_the_database_is_refused_with_the_one_that_was_meant() -> None:
    with pytest.raises(ConfigError) as refused:
        read("{id: a, timezone: America/Torronto}")
    assert 'did you mean "America/Toronto"?' in str(refused.value)


@pytest.mark.parametrize(
    "value",
    [
        "[a@x.example, b@x.example]",
        "a@x.example, b@x.example",
        "a@x.example;b@x.example",
        "'a@x.example b@x.example'",
        "Ann <a@x.example>, b@x.example",
    ],
)
def test_several_notice_addresses_are_refused_with_what_to_ask_the_customer_for(value: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read(f"id: a\nnotice_address: {value}\n")
    assert '2:17: E205 "notice_address" must be one address, found 2' in str(refused.value)
    assert "ask the customer for a distribution list" in str(refused.value)


def test_a_policy_that_is_not_there_is_refused_only_where_it_is_known_which_are() -> None:
    assert read("{id: a, policy: standart}")[0].policy == "standart"
    with pytest.raises(ConfigError, match='did you mean "standard"'):
        read("{id: a, policy: standart}", PACKS)


def test_a_plan_must_be_one_of_the_policy_where_that_has_plans() -> None:
    assert read("{id: a, policy: interaction-versa, plan: Vip}", PACKS)[0].plan == "vip"
    assert complaints("{id: a, policy: interaction-versa, plan: gold}", PACKS) == [
        '1:42: "plan" is no plan of the policy interaction-versa'
    ]
    assert read("{id: a, policy: standard, plan: gold}", PACKS)[0].plan == "gold"
    assert read("{id: a, plan: gold}", PACKS)[0].plan == "gold"


def test_folders_are_read_in_the_order_of_names_and_other_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "b.yml").write_text("id: b")
    (tmp_path / "a.yaml").write_text("id: a")
    (tmp_path / "c.CSV").write_text("id\nc\n")
    (tmp_path / ".hidden.yml").write_text("{")
    (tmp_path / "README.md").write_text("hello")
    assert [one.customer.id for one in read_customers([tmp_path]).customers] == ["a", "b", "c"]


def test_every_complaint_about_every_file_comes_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("id: A\nplan: x y\n")
    (tmp_path / "b.yml").write_text("id: b")
    (tmp_path / "b2.csv").write_text("id,plan\nb,\nc,x y\n")
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe.yml")
    wanted = [tmp_path, tmp_path / "empty", tmp_path / "gone.yml", tmp_path / "x.xlsx"]
    found = [f"{Path(one.file).name}:{one.line} {one.message}" for one in read_customers(wanted).problems]
    assert sorted(found) == [
        'a.yml:1 "id" must be small letters, digits, hyphens, dots and underscores, at most 60',
        'a.yml:2 "plan" must be one word of letters, digits, hyphens, dots and underscores',
        'b2.csv:2 the customer "id" "b" is given twice',
        'b2.csv:3 "plan" must be one word of letters, digits, hyphens, dots and underscores',
        "empty:0 has no file of customers",
        "gone.yml:0 there is no such file",
        "pipe.yml:0 is not a regular file",
        "x.xlsx:0 is of no kind that can be read",
    ]


def test_csv_that_is_not_utf_8_is_refused_with_the_line(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_bytes("id,name\na,Ä\n".encode("cp1252"))
    [problem] = read_customers([tmp_path / "c.csv"]).problems
    assert (problem.line, problem.message) == (2, "byte 0xc4 is not UTF-8")
