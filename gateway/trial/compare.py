"""What would be otherwise: two outcomes of the same mail, held side by side, each difference with its rule. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gateway.desk.changes import Fate
from gateway.trial.outcome import Outcome

_RULE = re.compile(r"rule (\S+) \(")
WORDS = ("priority", "queue", "status", "owner", "language")
LISTS = ("topics", "tags", "notify", "forward", "cc", "links", "notes", "sections")
ORDER = ("fate", "priority", "queue", "status", "owner", "language", "ack", *LISTS, "fields")
"""In which differences are told."""
NOTHING = "none"


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """One thing that would be otherwise."""

    what: str
    """A name of ``ORDER``."""
    before: str
    after: str
    rule: str
    """The rule that makes it so, or made it so before; empty where none did."""


def differences(before: Outcome, after: Outcome) -> tuple[Difference, ...]:
    """Return what would be otherwise. Of a mail that gets another fate, only that and its acknowledgement."""
    if before.fate != after.fate:
        return (*_fate(before, after), *_ack(before, after))
    found = (*_words(before, after), *_ack(before, after), *_lists(before, after), *_fields(before, after))
    return tuple(found)


def _fate(before: Outcome, after: Outcome) -> Iterator[Difference]:
    yield Difference("fate", _fate_of(before), _fate_of(after), _rule("quarantine", "discard", before, after))


def _fate_of(outcome: Outcome) -> str:
    return "case" if outcome.fate == Fate.TICKET else outcome.fate or NOTHING


def _ack(before: Outcome, after: Outcome) -> Iterator[Difference]:
    if before.ack is not after.ack:
        rule = _rule("ack", "ack", before, after) or _rule("quarantine", "discard", before, after)
        yield Difference("ack", "sent" if before.ack else NOTHING, "sent" if after.ack else NOTHING, rule)


def _words(before: Outcome, after: Outcome) -> Iterator[Difference]:
    for name in WORDS:
        was, would = getattr(before, name), getattr(after, name)
        if was != would:
            yield Difference(name, was or NOTHING, would or NOTHING, _rule(name, name, before, after))


def _lists(before: Outcome, after: Outcome) -> Iterator[Difference]:
    for name in LISTS:
        was, would = getattr(before, name), getattr(after, name)
        if set(was) == set(would):
            continue
        changed = [one for one in (*would, *was) if (one in was) is not (one in would)]
        keys = [f"{name}.{one}" for one in changed]
        rule = next((found for key in keys if (found := _rule(key, key, before, after))), "")
        yield Difference(name, ", ".join(was) or NOTHING, ", ".join(would) or NOTHING, rule)


def _fields(before: Outcome, after: Outcome) -> Iterator[Difference]:
    """Yield one for each field by name alone: invoice numbers are as many as mails."""
    for name in sorted({*before.fields, *after.fields}):
        was, would = before.fields.get(name), after.fields.get(name)
        if was != would:
            said = (f"{name} set" if was else NOTHING, f"{name} set" if would else NOTHING)
            both = was is not None and would is not None
            rule = _rule(f"fields.{name}", f"fields.{name}", before, after)
            yield Difference("fields", *((f"{name} set", f"{name} otherwise") if both else said), rule)


def _rule(first: str, second: str, before: Outcome, after: Outcome) -> str:
    """Return the rule that makes something so now, or made it so before."""
    for outcome in (after, before):
        for key in (first, second):
            if found := _RULE.match(outcome.by.get(key, "")):
                return found[1]
    return ""
