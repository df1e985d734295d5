"""Rules that do nothing: never reached (W402), never holding (W403), switched off (W404), said twice (W405)."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from datetime import date

from gateway.desk.ruling.action import Discard, Quarantine, Stop
from gateway.desk.ruling.check import Contains, Exists
from gateway.desk.ruling.condition import Condition, Test, tests_in
from gateway.desk.ruling.rule import Rule
from gateway.desk.ruling.vocabulary import Trigger
from gateway.rules.lint.contradiction import contradiction, tests_of
from gateway.rules.lint.entry import Entry
from gateway.rules.lint.logic import always, canonical, conjuncts, implied, kind_and_values


def switched_off(entry: Entry, today: date) -> None:
    """W404: it does nothing any more, or for the time being."""
    rule = entry.rule
    if not rule.enabled:
        entry.remark("W404", f'rule "{rule.id}" is switched off', at=entry.node.get("enabled"), word="false")
    elif rule.until is not None and today > rule.until:
        said = f'rule "{rule.id}" ended on {rule.until}'
        entry.remark("W404", said, "remove it, or give it a later day", at=entry.node.get("until"))


def never_holds(entry: Entry) -> None:
    """W403: two of its conditions contradict each other."""
    found = contradiction(entry.rule.condition)
    if found is None:
        return
    first, second = sorted(found, key=lambda test: test.line)
    asked, other = tests_of((second, first))
    said = f'rule "{entry.rule.id}" can never hold: {asked} contradicts {other} in line {first.line}'
    hint = "put values of which one is enough into one list, or conditions below any:"
    entry.remark_key("W403", said, hint, at=entry.condition(asked, second.line))


def said_twice(entries: Sequence[Entry]) -> None:
    """W405: the triggers and conditions of another rule. Rules without conditions are told apart by what they do."""
    seen: dict[Hashable, Entry] = {}
    for entry in entries:
        rule = entry.rule
        if not any(tests_in(rule.condition)):
            continue
        schedules = frozenset((one.source, str(getattr(one, "zone", ""))) for one in rule.schedules)
        first = seen.setdefault((rule.triggers, schedules, canonical(rule.condition)), entry)
        if first is not entry:
            said = f'rule "{rule.id}" asks what "{first.rule.id}" asks ({first.rule.place})'
            entry.remark("W405", said, "one rule with the actions of both reads better")


def never_reached(entries: Sequence[Entry]) -> None:
    """W402: rules above it, which end the pass, hold whenever it would. ``entries``: those that are not off."""
    ends = _Ends()
    for entry in entries:
        rule = entry.rule
        passes = rule.triggers - {Trigger.SCHEDULE}  # a timer's rule is looked at alone
        above = {trigger: ends.above(rule, trigger) for trigger in passes}
        if passes and passes == rule.triggers and all(above.values()):
            first = next(one for one in above.values() if one)
            said = f'rule "{rule.id}" is never reached: "{first.id}" above it ends the pass ({first.place})'
            entry.remark("W402", said, "move it up, or narrow the other one")
        elif rule.until is None and any(isinstance(one, (Stop, Quarantine, Discard)) for one in rule.actions):
            ends.add(rule)


class _Ends:
    """The rules that end a pass, so far, found again by one thing each of them asks for."""

    def __init__(self) -> None:
        self._by_key: dict[Hashable, list[Rule]] = {}
        self._words: dict[str, None] = {}

    def add(self, rule: Rule) -> None:
        for key in _keys(rule.condition):
            self._by_key.setdefault(key, []).append(rule)
            if isinstance(key, tuple) and key[:2] == _WORD:
                self._words[str(key[2])] = None

    def above(self, rule: Rule, trigger: Trigger) -> Rule | None:
        """Return one that holds whenever a rule does."""
        given = tuple(conjuncts(rule.condition))
        for end in self._candidates(given):
            if trigger in end.triggers and _holds_whenever(end.condition, given):
                return end
        return None

    def _candidates(self, given: Sequence[Condition]) -> Iterator[Rule]:
        yield from self._by_key.get(_ALWAYS, ())
        for part in given:
            for key in _asked(part):
                yield from self._by_key.get(key, ())
            if isinstance(part, Test) and not isinstance(part.check, Exists):
                yield from self._by_key.get((part.field, "exists"), ())
            if isinstance(part, Test) and isinstance(part.check, Contains) and part.check.values:
                text = part.check.values[0]
                for word in self._words:
                    if word != text and word in text:
                        yield from self._by_key.get((*_WORD, word), ())


_ALWAYS = "always"
_WORD = ("word", "contains")
_CHANGE = "ticket."
"""Rules change tickets, so that what one rule saw of a ticket the next may see otherwise."""


def _holds_whenever(condition: Condition, given: Sequence[Condition]) -> bool:
    if always(condition):
        return True
    if any(test.field.startswith(_CHANGE) for test in tests_in(condition)):
        return False
    return implied(condition, given)


def _keys(condition: Condition) -> Sequence[Hashable]:
    """Return what a rule that asks for more must ask for too: by any of these it is found."""
    if always(condition):
        return (_ALWAYS,)
    parts = sorted(conjuncts(condition), key=_rank)
    return tuple(dict.fromkeys(_asked(parts[0]))) if parts else ()


def _rank(part: Condition) -> int:
    """Say how little a condition tells; what is asked for most often comes last."""
    if not isinstance(part, Test):
        return 1
    return 0 if isinstance(kind_and_values(part.check)[1], frozenset) else 2


def _asked(part: Condition) -> Iterator[Hashable]:
    if not isinstance(part, Test):
        yield canonical(part)
        if hasattr(part, "of") and isinstance(part.of, tuple):
            for one in part.of:
                yield from _asked(one)
        return
    kind, values = kind_and_values(part.check)
    if isinstance(part.check, Contains):
        yield from ((*_WORD, value) for value in part.check.values)
    elif isinstance(values, frozenset):
        yield from ((part.field, kind, value) for value in values)
    else:
        yield (part.field, kind)
