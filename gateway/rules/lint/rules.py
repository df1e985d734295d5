"""Go through all rules once and say what is probably not meant. What is wrong outright, reading has said already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from gateway.desk.links.links import Links
from gateway.desk.policy.policies import Policies
from gateway.errors import Problem
from gateway.rules.lint.cycles import undoing_each_other
from gateway.rules.lint.entry import Entry, Sheet, sheets_of
from gateway.rules.lint.history import Past, matched_nothing
from gateway.rules.lint.languages import Languages, sections_without, topics_without
from gateway.rules.lint.reach import never_holds, never_reached, said_twice, switched_off
from gateway.rules.lint.safety import all_kept_away, paged_by_anybody, raised_for_anybody, slow_on_long
from gateway.rules.lint.unused import nobody_to_call, unused_sections, unused_variables
from gateway.rules.rulebook.load import Loaded
from gateway.rules.rulebook.margin import Margin
from gateway.rules.rulebook.node import Node
from gateway.yamlfile import Document


@dataclass(frozen=True, slots=True)
class Around:
    """What the rules are held against."""

    today: date
    """By the provider's clocks."""
    policies: Policies | None = None
    """None: nobody knows."""
    links: Links = field(default_factory=Links)
    languages: Languages = field(default_factory=dict)
    """Those that customers read."""
    past: Past | None = None
    """None: it is not asked about."""
    sections: Document | None = None
    """``sections.yml`` as it is written."""


def remarks(loaded: Loaded, around: Around) -> tuple[Problem, ...]:
    """Return the warnings about what was read. Of a rule with a mistake nothing more is said."""
    sheets = sheets_of(loaded.files)
    wrong = {(one.file, one.line) for one in loaded.problems}
    entries = [entry for sheet in sheets for entry in _sound(sheet, wrong)]
    running = [entry for entry in entries if not entry.is_off(around.today)]
    for entry in entries:
        switched_off(entry, around.today)
    for entry in running:
        raised_for_anybody(entry, around.policies)
        paged_by_anybody(entry)
        all_kept_away(entry)
        never_holds(entry)
        nobody_to_call(entry, around.policies)
    never_reached(running)
    said_twice(running)
    undoing_each_other(running)
    slow_on_long(entries)
    topics_without(running, around.links.languages, around.languages)
    if around.past is not None:
        matched_nothing(running, around.past)
    misnamed = {one.file for one in loaded.problems if one.code == "E112"}
    for sheet in sheets:
        if sheet.margin.document.file not in misnamed:  # else the one that is not used is the one that was meant
            unused_variables(sheet)
    everybody = [entry for sheet in sheets for entry in sheet.entries]
    said = [one for sheet in sheets for one in sheet.remarks]
    return tuple(sorted({*said, *_about_sections(loaded, around, everybody)}))


def _sound(sheet: Sheet, wrong: Iterable[tuple[str, int]]) -> list[Entry]:
    """Return the rules of a file in which no mistake was found: what is left of the others means something else."""
    lines = sorted(line for file, line in wrong if file == sheet.margin.document.file)
    starts = [entry.node.line for entry in sheet.entries]
    ends = [*starts, float("inf")][1:]
    return [
        entry
        for entry, start, end in zip(sheet.entries, starts, ends, strict=True)
        if not any(start <= line < end for line in lines)
    ]


def _about_sections(loaded: Loaded, around: Around, entries: Sequence[Entry]) -> tuple[Problem, ...]:
    if around.sections is None or not isinstance(around.sections.data, dict):
        return ()
    margin = Margin(around.sections, loaded.section_lines)
    top = Node(margin, (), around.sections.data)
    sections_without(top, loaded.book.sections, around.languages)
    if loaded.whole:
        unused_sections(top, loaded.book.sections, entries)
    return tuple(margin.problems)
