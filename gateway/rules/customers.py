"""Read customers out of files and folders: YAML, one customer a file or a list under ``customers:``, and CSV.

All files are read before anything counts, and every complaint comes at once. Whether two of them claim the same domain
is found where the directory is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel

from gateway.errors import ConfigError, Problem
from gateway.rules.customer_csv import read_csv
from gateway.rules.customer_model import CustomerModel, Packs
from gateway.rules.customer_written import MAX_BYTES, Read, Written
from gateway.validation import STRICT, validate
from gateway.yamlfile import Document, quoted, read_file

YAML_ENDINGS, CSV_ENDINGS = (".yml", ".yaml"), (".csv",)
_ENDINGS = "a file of customers ends in .yml, .yaml or .csv"


def read_customers(paths: Sequence[Path], *, packs: Packs | None = None) -> Read:
    """Read files, and all files of folders. ``packs`` are the policies there are; without, any will do."""
    problems: list[Problem] = []
    written: list[Written] = []
    for path in _files(paths, problems):
        try:
            found = _read(path, packs)
        except ConfigError as error:
            problems += error.problems
        else:
            written += found.customers
            problems += found.problems
    problems += _twice(written)
    return Read(tuple(written), tuple(problems))


def customers_in(document: Document, *, packs: Packs | None = None) -> tuple[Written, ...]:
    """Return the customers of a YAML document. Raises ``ConfigError``."""
    data = document.data
    if isinstance(data, list):
        hint = 'write "customers:" above it'
        raise ConfigError(Problem(*document.place(()), "the file must be one customer, or a list of them", hint))
    if isinstance(data, dict) and "customers" in data:
        found = validate(document, CustomersModel, context=packs).customers
        return tuple(Written(one.customer(), document, ("customers", at)) for at, one in enumerate(found))
    return (Written(validate(document, CustomerModel, context=packs).customer(), document, ()),)


def _read(path: Path, packs: Packs | None) -> Read:
    if path.suffix.lower() in CSV_ENDINGS:
        return read_csv(path, packs=packs)
    return Read(customers_in(read_file(path, max_bytes=MAX_BYTES), packs=packs))


def _files(paths: Sequence[Path], problems: list[Problem]) -> Iterator[Path]:
    for path in dict.fromkeys(paths):
        if not path.is_dir():
            if path.suffix.lower() in (*YAML_ENDINGS, *CSV_ENDINGS):
                yield path
            else:
                problems.append(Problem(str(path), 0, 0, "is of no kind that can be read", _ENDINGS))
            continue
        try:
            inside = sorted(path.iterdir())
        except OSError as error:
            problems.append(Problem(str(path), 0, 0, f"cannot be read: {error.strerror}"))
            continue
        found = [one for one in inside if one.suffix.lower() in (*YAML_ENDINGS, *CSV_ENDINGS) and one.name[0] != "."]
        if not found:
            problems.append(Problem(str(path), 0, 0, "has no file of customers", _ENDINGS))
        yield from found


def _twice(written: Sequence[Written]) -> Iterator[Problem]:
    seen: dict[str, Written] = {}
    for one in written:
        first = seen.setdefault(one.customer.id, one)
        if first is not one:
            hint = f"the first is in {first.at('id')}"
            yield Problem(*one.at("id"), f'the customer "id" {quoted(one.customer.id)} is given twice', hint)


class CustomersModel(BaseModel):
    """A file of many customers."""

    model_config = STRICT

    customers: tuple[CustomerModel, ...]
    """Each as in a file of its own."""
