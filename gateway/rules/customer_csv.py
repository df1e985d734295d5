"""Customers as CSV: the columns are the fields of ``Customer``; a list stands in one cell with semicolons.

A spreadsheet takes a cell that begins with ``=`` for a formula and runs it. What could be taken so is written with an
apostrophe in front, which reading takes off again: no value is changed by going out and coming back.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from gateway.desk.customer import FIELDS, Customer, shown, values
from gateway.errors import ConfigError, Problem
from gateway.rules.customer_model import CustomerModel, Packs
from gateway.rules.customer_written import MAX_BYTES, Read, Written
from gateway.validation import did_you_mean, validate
from gateway.yamlfile import MAX_PROBLEMS, Document, KeyPath, Place, file_bytes, quoted, utf8_text

LISTS = frozenset(("regions", "domains", "contacts", "products"))
MAX_CELL = 1 << 20  # characters
_NEVER_EMPTY = ("name", "notice_calendar", "notice_subject")  # where nothing stands, the default counts
_FLAGS = {"true": True, "yes": True, "false": False, "no": False, "": False}
_ITEM = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^;])+')  # a semicolon inside the quotes of a local part separates nothing
# Where a spreadsheet may see a cell begin: at its beginning, and behind any sign that separates cells somewhere.
_FORMULA = re.compile(r"(?P<before>(?:\A|[,;|\t\r\n]) *)(?P<quotes>'*)(?=[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])")


def defused(text: str) -> str:
    """Write a cell so that no spreadsheet takes it, or a part of it, for a formula."""
    return _FORMULA.sub(lambda found: f"{found['before']}'{found['quotes']}", text)


def restored(cell: str) -> str:
    """Undo ``defused``; also for a cell that a person wrote so."""
    return _FORMULA.sub(lambda found: f"{found['before']}{found['quotes'][1:]}", cell)


def write_csv(customers: Iterable[Customer]) -> Iterator[str]:
    """Yield the heading and a line for each customer, every cell in quotes, lines with CRLF (RFC 4180)."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    writer.writerow(FIELDS)
    for customer in customers:
        yield _taken(buffer)
        writer.writerow([defused(shown(value)) for _, value in values(customer)])
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def items_of(cell: str) -> list[str]:
    """Return what stands between the semicolons of a cell."""
    return [part for item in _ITEM.findall(cell) if (part := item.strip())]


def cells_of(customer: Customer) -> dict[str, str]:
    """Return the customer as the cells of a line, before they are made safe for spreadsheets."""
    return {name: shown(value) for name, value in values(customer)}


def read_cells(cells: Mapping[str, str], place: Place, *, packs: Packs | None = None) -> Written:
    """Make a customer of cells by column. Raises ``ConfigError`` with every complaint, in the words of the columns."""
    data = _as_written(cells)
    document = Document(place.file, data, {(): place})
    try:
        model = CustomerModel.model_validate_json(json.dumps(data), strict=True, context=packs)
    except ValidationError:
        return _complain(document, packs)
    return Written(model.customer(), document, (), frozenset(cells))


def _complain(document: Document, packs: Packs | None) -> Written:
    """Say what is wrong with a line."""
    there = dict.fromkeys(_paths(document.data), document.place(()))
    try:
        validate(Document(document.file, document.data, there), CustomerModel, context=packs)
    except ConfigError as error:
        problems = (
            Problem(one.file, one.line, one.column, one.message.replace('"contract.', '"contract_', 1), one.hint)
            for one in error.problems
        )
        raise ConfigError(*problems) from None
    raise AssertionError("what was refused is refused again")


def _paths(value: object, at: KeyPath = ()) -> Iterator[KeyPath]:
    yield at
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _paths(inner, (*at, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _paths(inner, (*at, number))


def _as_written(cells: Mapping[str, str]) -> dict[str, object]:
    """Turn cells into what a YAML file would say. What cannot be turned stays text, which is then complained of."""
    data: dict[str, object] = {}
    contract: dict[str, object] = {}
    for name, text in cells.items():
        cell = text.strip()
        if name in LISTS:
            data[name] = items_of(cell)
        elif name in ("contract_from", "contract_until"):
            contract[name.removeprefix("contract_")] = cell
        elif name == "dedicated_hosting":
            data[name] = _FLAGS.get(cell.lower(), cell)
        elif cell or name not in _NEVER_EMPTY:
            data[name] = cell
    return {**data, **({"contract": contract} if contract else {})}


def read_csv(path: Path, *, packs: Packs | None = None) -> Read:
    """Read a file. A column that is not there leaves that field of customers as it is.

    Raises ``ConfigError`` for what is no such file at all.
    """
    file = str(path)
    text = utf8_text(file_bytes(path, file, max_bytes=MAX_BYTES), file, max_bytes=MAX_BYTES)
    return read_csv_text(text, file, packs=packs)


def read_csv_text(text: str, file: str, *, packs: Packs | None = None) -> Read:
    """Read the text of such a file. Raises ``ConfigError`` for what is no such file at all."""
    lines = _lines(text.removeprefix("\ufeff"), file)
    heading = next(lines, None)
    if heading is None:
        raise ConfigError(Problem(file, 0, 0, "is empty", f"the first line names the columns: {', '.join(FIELDS)}"))
    columns = _columns(heading)
    problems: list[Problem] = []
    written: list[Written] = []
    for line in lines:
        try:
            written.append(_customer(line, columns, packs))
        except ConfigError as error:
            problems += error.problems
            if len(problems) >= MAX_PROBLEMS:
                break
    return Read(tuple(written), tuple(problems))


@dataclass(frozen=True, slots=True)
class _Line:
    place: Place
    cells: Sequence[str]


def _lines(text: str, file: str) -> Iterator[_Line]:
    """Yield the lines that say something; commas, semicolons or tabs separate, as the first line has them."""
    first = text.partition("\n")[0]
    before = csv.field_size_limit(MAX_CELL)  # one for the whole process
    try:
        rows = list(_numbered(text, max(",;\t", key=first.count), file))
    finally:
        csv.field_size_limit(before)
    yield from (_Line(Place(file, number), row) for number, row in rows if any(cell.strip() for cell in row))


def _numbered(text: str, delimiter: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line it begins in."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            yield begins, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ConfigError(Problem(file, begins, 0, f"is not CSV: {error}", "is a quote left open?")) from None


def _columns(heading: _Line) -> tuple[str, ...]:
    names = tuple(restored(cell).strip().lower() for cell in heading.cells)
    problems = []
    for at, name in enumerate(names):
        if name not in FIELDS:
            hint = did_you_mean(name, FIELDS) or f"known here: {', '.join(FIELDS)}"
            problems.append(Problem(*heading.place, f"unknown column {quoted(name)}", hint))
        elif name in names[:at]:
            problems.append(Problem(*heading.place, f"the column {quoted(name)} is given twice"))
    if "id" not in names:
        problems.append(Problem(*heading.place, 'the column "id" is missing'))
    if problems:
        raise ConfigError(*problems)
    return names


def _customer(line: _Line, columns: Sequence[str], packs: Packs | None) -> Written:
    if len(line.cells) != len(columns):
        message = f"has {len(line.cells)} cells, and the heading {len(columns)}"
        raise ConfigError(Problem(*line.place, message, "put a cell that holds the separator in quotes"))
    cells = {name: restored(cell) for name, cell in zip(columns, line.cells, strict=True)}
    return read_cells(cells, line.place, packs=packs)
