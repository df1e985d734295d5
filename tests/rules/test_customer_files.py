"""Customers go out as YAML and CSV and come back as they were."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.desk.customer import FIELDS, Customer
from gateway.errors import ConfigError
from gateway.rules.customer_csv import defused, read_csv_text, restored, write_csv
from gateway.rules.customer_written import Read
from gateway.rules.customer_yaml import write_yaml
from gateway.rules.customers import customers_in
from gateway.yamlfile import read_text
from tests.rules.build_customers import DIRECTORIES, SIGNS

FORMULA = re.compile(r"[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def from_csv(text: str) -> list[Customer]:
    read = read_csv_text(text, "c.csv")
    assert read.problems == ()
    return [one.customer for one in read.customers]


@settings(max_examples=50, deadline=None)
@given(DIRECTORIES)
def test_what_is_written_as_yaml_reads_back_as_it_was(directory: list[Customer]) -> None:
    written = "".join(write_yaml(directory))
    assert [one.customer for one in customers_in(read_text(written, "c.yml"))] == directory


@settings(max_examples=50, deadline=None)
@given(DIRECTORIES)
def test_what_is_written_as_csv_reads_back_as_it_was(directory: list[Customer]) -> None:
    assert from_csv("".join(write_csv(directory))) == directory


@pytest.mark.id("T-08", "P36")
@given(st.text(st.one_of(SIGNS, st.sampled_from("=+-@\t\r\n';,|")), max_size=30))
def test_any_text_comes_back_from_a_cell_that_no_spreadsheet_runs(text: str) -> None:
    cell = defused(text)
    assert restored(cell) == text
    for separator in ("\0", ",", ";", "\t", "|", "\n"):  # wherever one believes that a cell begins
        for part in cell.split(separator):
            assert not FORMULA.match(part.lstrip(" ")) or part[0] in "\t\r\n", cell


@pytest.mark.id("T-08")
@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=cmd|' /C calc'!A1", "'=cmd|' /C calc'!A1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        (" =1", " '=1"),
        ("\uff1d1", "'\uff1d1"),
        ("a;=1", "a;'=1"),
        ("'=1", "''=1"),
        ("a=b", "a=b"),
        ("plain", "plain"),
    ],
)
def test_a_cell_that_a_spreadsheet_would_run_has_an_apostrophe_in_front(text: str, cell: str) -> None:
    assert defused(text) == cell
    assert restored(cell) == text


@pytest.mark.id("T-08")
@settings(max_examples=50, deadline=None)
@given(DIRECTORIES)
def test_no_cell_of_an_export_is_a_formula_and_every_cell_is_quoted(directory: list[Customer]) -> None:
    text = "".join(write_csv(directory))
    heading, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert tuple(heading) == FIELDS
    assert len(rows) == len(directory)
    assert not [cell for row in rows for cell in row if FORMULA.match(cell)]
    assert all(line.startswith('"') and line.endswith('"') for line in text.split("\r\n") if line)


def test_a_cell_defused_by_another_program_is_read_as_it_was() -> None:
    assert from_csv("id,name\nacme,'=ACME\n")[0].name == "=ACME"
    assert from_csv("id,name\nacme,'s Gravenhage\n")[0].name == "'s Gravenhage"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_of_spreadsheets_anywhere_can_be_read(separator: str) -> None:
    text = "\ufeff" + separator.join(["ID", "Name", "Domains", "Dedicated_Hosting"]) + "\r\n"
    text += separator.join(["acme", "ACME", '"a.example; b.example"', "TRUE"]) + "\r\n" + separator * 3 + "\r\n"
    [customer] = from_csv(text)
    assert (customer.id, customer.name, customer.domains) == ("acme", "ACME", ("a.example", "b.example"))
    assert customer.dedicated_hosting is True


def test_a_column_that_is_not_there_leaves_the_field_as_it_is_and_an_empty_cell_empties_it() -> None:
    known = Customer("acme", "ACME", plan="vip", policy="ice", contacts=("joe@acme.example",))
    [written] = read_csv_text("id,plan\nacme,\n", "c.csv").customers
    assert written.onto(known) == Customer("acme", "ACME", policy="ice", contacts=("joe@acme.example",))
    assert written.onto(None) == Customer("acme", "acme")


def complaints(read: Read) -> list[str]:
    return [f"{one.line}: {one.message}" for one in read.problems]


def test_every_line_of_a_csv_is_complained_of_at_once_by_the_name_of_its_column() -> None:
    text = "id,name,contract_from,contract_until,contacts,dedicated_hosting,notice_calendar\n"
    text += "Acme,ACME,2026-02-30,,,perhaps,daily\n"
    text += "globex,Globex,2026-02-01,2026-01-01,,,\n"
    text += '"initech","Initech",,,"a@b.example; x","",""\n'
    text += "fine,Fine,,,,,\n"
    read = read_csv_text(text, "c.csv")
    assert complaints(read) == [
        '2: "contract_from" is no day of the calendar',
        '2: "dedicated_hosting" must be true or false',
        '2: "id" must be small letters, digits, hyphens, dots and underscores, at most 60',
        '2: "notice_calendar" must be none, attach, publish or request',
        '3: "contract_until" is before the contract begins',
        '4: "contacts[1]" must be one mail address: an address needs a local part, an @ and a domain',
    ]
    assert [one.customer.id for one in read.customers] == ["fine"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "is empty"),
        ("name,plan\nx,y\n", 'the column "id" is missing'),
        ("id,plna\nx,y\n", 'unknown column "plna"'),
        ("id,id\nx,y\n", 'the column "id" is given twice'),
        ('id,name\nx,"y\n', "is not CSV: unexpected end of data"),
        ('id,name\nx,"y"z\n', "is not CSV: ',' expected after '\"'"),
    ],
)
def test_what_is_no_file_of_customers_is_refused_whole(text: str, complaint: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read_csv_text(text, "c.csv")
    assert complaint in str(refused.value)


def test_a_line_with_another_number_of_cells_is_complained_of_with_the_line_it_begins_in() -> None:
    read = read_csv_text('id,name\nacme,"AC\nME",x\n\nb,B,\n', "c.csv")
    assert complaints(read) == ["2: has 3 cells, and the heading 2", "5: has 3 cells, and the heading 2"]


def test_lists_as_long_as_they_may_be_come_back() -> None:
    contacts = tuple(f"{'x' * 60}{number}@{'y' * 60}.example" for number in range(2_000))
    directory = [Customer("big", "Big", contacts=contacts)]
    assert from_csv("".join(write_csv(directory))) == directory
