"""Say everything about the files of a folder at once: what keeps them from being taken, and what is hardly meant.

Mistakes are those of reading, by the same code: what this says is in order is taken by the next reload, and the other
way round. Warnings are said beside them and keep nothing back.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from gateway.config_set.folder import AT_THE_TOP, FOLDERS, belongs, read_set
from gateway.config_set.law import Ground, Read, failing_tests, read_all
from gateway.desk.links.links import DEFAULT_LANGUAGE
from gateway.errors import ConfigError, Problem
from gateway.outbound.sample import unrendered
from gateway.rules.customer_written import Read as Customers
from gateway.rules.customers import read_customers
from gateway.rules.links import FILE_NAME as LINKS
from gateway.rules.lint.history import Past
from gateway.rules.lint.languages import Languages
from gateway.rules.lint.rules import Around, remarks
from gateway.rules.rulebook.load import TESTS
from gateway.rules.rulebook.sections import FILE_NAME as SECTIONS
from gateway.yamlfile import Document, read_file

RULE_FILES = ("rules/", "tests/", SECTIONS)
"""Where complaints without a code are about the shape of files of rules."""
MAX_UNREAD = 50  # files that are named


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be looked at beside the files."""

    today: date
    languages: Languages
    """Those that customers read, as far as the caller knows."""
    past: Past | None = None
    customers: Path | None = None
    """A folder or a file of customers."""


@dataclass(frozen=True, slots=True)
class Linted:
    """What there is to say."""

    problems: tuple[Problem, ...]
    """Each with a code, by file and line."""
    files: tuple[str, ...]
    """Those that were looked at, as they are named in complaints."""


def lint(ground: Ground, wanted: Wanted) -> Linted:
    """Look at all files of a folder. Changes nothing, and sends nothing."""
    problems: list[Problem] = []
    files: set[str] = set()
    try:
        files |= {str(ground.folder / name) for name in read_set(ground.folder, apart=ground.apart).own}
    except ConfigError as error:
        problems += error.problems
    read = read_all(ground.folder, ground)
    problems += read.problems
    if read.understood is not None:
        problems += failing_tests(read.understood, ground.folder, ground)
    customers = _customers(wanted, read)
    problems += customers.problems
    files |= {one.document.file for one in customers.customers}
    problems += (replace(one, code="E307") for one in unrendered())
    problems += unread(ground.folder)
    around = Around(
        today=wanted.today,
        policies=read.known.policies,
        links=read.links,
        languages={**_used(read), **_spoken(customers), **wanted.languages},
        past=wanted.past,
        sections=_sections(ground.folder),
    )
    problems += remarks(read.rules, around)
    said = tuple(sorted(_once(with_code(one, ground.folder) for one in problems)))
    return Linted(said, tuple(sorted(files | {one.file for one in said})))


def with_code(problem: Problem, folder: Path) -> Problem:
    """Give a complaint that has no code the one of its file's kind."""
    if problem.code:
        return problem
    try:
        name = Path(problem.file).relative_to(folder).as_posix()
    except ValueError:
        name = ""
    return replace(problem, code="E100" if name.startswith(RULE_FILES) else "E200")


def _once(problems: Iterator[Problem]) -> Iterator[Problem]:
    """Leave out what was found twice: by who looked for files and by who read them."""
    seen: set[tuple[str, int, int, str]] = set()
    for one in problems:
        said = (one.file, one.line, one.column, one.message)
        if said not in seen:
            seen.add(said)
            yield one


def _customers(wanted: Wanted, read: Read) -> Customers:
    if wanted.customers is None:
        return Customers(())
    policies = read.known.policies
    packs = {name: pack.plans for name, pack in policies.packs.items()} if policies else None
    return read_customers((wanted.customers,), packs=packs)


def _used(read: Read) -> Languages:
    """Return the languages that links and sections are written in: who has some in one means all to be."""
    files: dict[str, list[str]] = {}
    for name, tags in ((LINKS, read.links.by_language), (SECTIONS, _written(read))):
        for tag in tags:
            files.setdefault(tag, []).append(name)
    return {
        tag: f"other texts of {' and '.join(names)} have it"
        for tag, names in sorted(files.items())
        if tag != DEFAULT_LANGUAGE
    }


def _written(read: Read) -> set[str]:
    return {tag for one in read.rules.book.sections.values() for tag in one.texts}


def _spoken(customers: Customers) -> Languages:
    """Return the languages of customers, with the first of each."""
    found: dict[str, str] = {}
    for one in customers.customers:
        if (tag := one.customer.language) and tag.lower() != DEFAULT_LANGUAGE:
            found.setdefault(tag.lower(), f"customer {one.customer.id} reads it ({one.document.file})")
    return found


def _sections(folder: Path) -> Document | None:
    """Return ``sections.yml`` as it is written; None where it is not there or its mistakes have been told."""
    try:
        return read_file(folder / SECTIONS)
    except ConfigError:
        return None


def unread(folder: Path) -> Iterator[Problem]:
    """Yield W411 for files that look like those of a set and are not read."""
    count = 0
    for name in _yaml_files(folder):
        if count == MAX_UNREAD:
            return
        if hint := _why_not(name):
            count += 1
            yield Problem(str(folder / name), 0, 0, "is not read", hint, "W411")


def _why_not(name: str) -> str:
    top, _, rest = name.partition("/")
    if name.startswith("rules/") and not name.endswith(".yml"):
        return ""  # that is a mistake, and told as one
    if top == "tests" and rest and not name.endswith(TESTS):
        return f"files of tests end in {TESTS}"
    if belongs(name):
        return ""
    if rest:
        return "files end in .yml, and only those at the top of policies/ count" if top in FOLDERS else ""
    stem = os.path.splitext(name)[0]
    if f"{stem}.yml" in AT_THE_TOP and not name.endswith(".yml"):
        return f"rename it to {stem}.yml"
    return f"the files here are gateway.yml, {', '.join(AT_THE_TOP)}" if name != "gateway.yml" else ""


def _yaml_files(folder: Path) -> Iterator[str]:
    """Yield the YAML files at the top and in the folders of a set, by name."""
    for below in ("", *FOLDERS):
        try:
            entries = sorted(os.scandir(folder / below), key=lambda one: one.name)
        except OSError:
            continue
        for entry in entries:
            ending = os.path.splitext(entry.name)[1].lower()
            if ending in (".yml", ".yaml") and not entry.name.startswith(".") and entry.is_file():
                yield f"{below}/{entry.name}" if below else entry.name
