"""Read the rules of a folder: every file in the order of its name, one rulebook, every complaint at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from gateway.desk.ruling.book import Rulebook
from gateway.desk.ruling.rule import Rule
from gateway.desk.ruling.section import Section
from gateway.errors import ConfigError, Problem
from gateway.rules.rulebook.case import Case, read_case
from gateway.rules.rulebook.known import Known
from gateway.rules.rulebook.margin import Margin
from gateway.rules.rulebook.node import Node
from gateway.rules.rulebook.rule import read_rule
from gateway.rules.rulebook.sections import load_with_lines
from gateway.rules.rulebook.variables import read_variables
from gateway.yamlfile import MAX_BYTES, file_bytes, read_text, utf8_text

FOLDER = "rules"
TESTS = "_test.yml"
VERSION = 1
MAX_RULES = 10_000
UNKNOWN_SECTION = 'unknown section "'
KEYS = ("version", "variables", "rules", "tests")


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A file of rules, read."""

    name: str
    """From the folder of the settings: ``rules/20-classify.yml``."""
    top: Node
    rules: tuple[Rule, ...] = ()
    nodes: tuple[Node, ...] = ()
    """Where each of the rules stands."""

    @property
    def tests(self) -> Node | None:
        """Where its tests stand."""
        return self.top.get("tests")


@dataclass(frozen=True, slots=True)
class Loaded:
    """Everything the rule files of a folder say."""

    book: Rulebook = field(default_factory=Rulebook)
    cases: tuple[Case, ...] = ()
    files: tuple[RuleFile, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Where there are any, the rest is what could be understood in spite of them."""
    whole: bool = True
    """False: a file could not be read at all, so what seems to be used by nobody may be used there."""
    section_lines: tuple[str, ...] = ()
    """``sections.yml`` as it is written."""


def load_rulebook(folder: Path, known: Known) -> Loaded:
    """Read ``rules/`` beside ``gateway.yml``; without it there are no rules. Raises ``ConfigError``."""
    found = read_rulebook(folder, known)
    if found.problems:
        raise ConfigError(*found.problems)
    return found


def read_rulebook(folder: Path, known: Known) -> Loaded:
    """Read as ``load_rulebook`` does, and return what is wrong beside what is not."""
    problems: list[Problem] = [*_misnamed(folder)]
    sections: Mapping[str, Section] = {}
    section_lines: tuple[str, ...] = ()
    unread = False
    try:
        sections, section_lines = load_with_lines(folder)
    except ConfigError as error:
        unread = True
        problems += [_coded(one) for one in error.problems]
    known = replace(known, sections=tuple(sections))
    files: list[tuple[RuleFile, Margin]] = []
    missing = False
    for path in rule_files(folder):
        name = path.relative_to(folder).as_posix()
        try:
            files.append(read_rule_file(path, name, known))
        except ConfigError as error:
            missing = True
            problems += [_coded(one) for one in error.problems]
    rules = tuple(rule for file, _ in files for rule in file.rules)
    cases = tuple(_cases(files, tuple(dict.fromkeys(rule.id for rule in rules))))
    _twice(files)
    said = (problem for _, margin in files for problem in margin.problems)
    problems += [one for one in said if not (unread and one.message.startswith(UNKNOWN_SECTION))]
    if not known.complete:
        problems = [one for one in problems if one.code not in ("E104", "E123")]
    book, read = Rulebook(rules, sections), tuple(file for file, _ in files)
    return Loaded(book, cases, read, tuple(problems), whole=not (unread or missing), section_lines=section_lines)


def rule_files(folder: Path) -> tuple[Path, ...]:
    """Return the files of rules and of their tests, in the order they are read."""
    found = (path for below in (FOLDER, "tests") for path in sorted((folder / below).glob("**/*.yml")))
    plain = (path for path in found if not _hidden(path, folder))
    return tuple(path for path in plain if path.is_relative_to(folder / FOLDER) or path.name.endswith(TESTS))


def _misnamed(folder: Path) -> Iterator[Problem]:
    """Complain about files that somebody takes for files of rules, and that are not read."""
    for path in sorted((folder / FOLDER).glob("**/*.[yY]*[mM][lL]")):
        if path.suffix.lower() in (".yml", ".yaml") and path.suffix != ".yml" and not _hidden(path, folder):
            yield Problem(str(path), 0, 0, "is not read: files of rules end in .yml", f"rename it to {path.stem}.yml")


def _hidden(path: Path, folder: Path) -> bool:
    """Tell whether a file, or a folder it lies in, is hidden: the copies of version control and of container platforms.

    Sets leave them out as well, and what is no part of the set in force must decide nothing.
    """
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def read_rule_file(path: Path, name: str, known: Known) -> tuple[RuleFile, Margin]:
    """Read one file; what is wrong with its rules stands in the margin. Raises ``ConfigError`` where it is no YAML."""
    text = utf8_text(file_bytes(path, str(path), max_bytes=MAX_BYTES), str(path), max_bytes=MAX_BYTES)
    return read_rule_text(text, str(path), name, known)


def read_rule_text(text: str, file: str, name: str, known: Known) -> tuple[RuleFile, Margin]:
    """Read the text of a file. Raises ``ConfigError`` where it is no YAML."""
    document = read_text(text, file)
    margin = Margin(document, tuple(text.split("\n")))
    top = Node(margin, (), {} if document.data is None else document.data)
    top.only(KEYS)
    _check_version(top)
    variables = read_variables(top.get("variables"))
    listed = top.get("rules")
    if listed is not None and name.endswith(TESTS):
        margin.at_key("E102", listed.path, "a file of tests has no rules", "put them into a file beside it")
    nodes = tuple(listed.items()) if listed is not None else ()
    _count(nodes, margin)
    read = [(rule, node) for node in nodes[:MAX_RULES] if (rule := read_rule(node, name, known, variables))]
    return RuleFile(name, top, tuple(rule for rule, _ in read), tuple(node for _, node in read)), margin


def _check_version(top: Node) -> None:
    version = top.get("version")
    if version is None:
        if not top.lacks("version", KEYS):
            return
        top.margin.at_value("E113", (), "the file has no version", "write version: 1 above everything else")
    elif version.value is True or version.value != VERSION:
        version.wrong(f"must be {VERSION}", code="E113")


def _cases(files: list[tuple[RuleFile, Margin]], rule_ids: tuple[str, ...]) -> Iterator[Case]:
    for file, _ in files:
        for node in file.tests.items() if file.tests is not None else ():
            case = read_case(node, file.name, rule_ids)
            if case is not None:
                yield case


def _twice(files: list[tuple[RuleFile, Margin]]) -> None:
    seen: dict[str, Rule] = {}
    for file, margin in files:
        for rule, node in zip(file.rules, file.nodes, strict=True):
            if rule.id in seen:
                first = seen[rule.id]
                hint = f"the first is in {first.place}"
                margin.at_value("E108", (*node.path, "id"), f'the id "{rule.id}" is given twice', hint, word=rule.id)
            seen.setdefault(rule.id, rule)
    if sum(len(file.rules) for file, _ in files) > MAX_RULES:
        margin = files[-1][1]
        margin.at_value("E107", ("rules",), f"there are more than {MAX_RULES} rules")


def _count(nodes: tuple[Node, ...], margin: Margin) -> None:
    """Complain once about far too many, and not of each."""
    if len(nodes) > MAX_RULES:
        margin.at_value("E107", ("rules",), f"there are more than {MAX_RULES} rules")


_ID = re.compile(rb"^ *(?:- +)?id: *[\"']?([a-z0-9][a-z0-9-]{0,59})\b", re.MULTILINE)


def ids_in(raw: bytes) -> tuple[str, ...]:
    """Return what looks like the ids of rules in a file of an earlier time, which need not be readable any more."""
    return tuple(one.decode() for one in _ID.findall(raw))


def _coded(problem: Problem) -> Problem:
    """Say of a complaint about the shape of a file that it is one."""
    return Problem(problem.file, problem.line, problem.column, problem.message, problem.hint, problem.code or "E100")
