"""The rulebook: every rule, in the order in which they are looked at, and what is worked out about them once. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from gateway.desk.ruling.action import LinkTo
from gateway.desk.ruling.check import Contains, Finds
from gateway.desk.ruling.condition import tests_in
from gateway.desk.ruling.finder import Finder
from gateway.desk.ruling.matter import Matter
from gateway.desk.ruling.matter import Value as FieldValue
from gateway.desk.ruling.rule import Rule
from gateway.desk.ruling.ruling import Ruling
from gateway.desk.ruling.section import Section
from gateway.desk.ruling.vocabulary import Trigger


@dataclass(frozen=True)
class Rulebook:
    """Every rule, and the sections they may ask for."""

    rules: tuple[Rule, ...] = ()
    sections: Mapping[str, Section] = field(default_factory=dict)
    given: Mapping[str, FieldValue] = field(default_factory=dict)
    """Fields that are taken for something else while rules are tried out; nothing of it in earnest."""
    onlooker: Callable[[Matter, Ruling], None] | None = None
    """Is told of every pass while rules are tried out: what they were asked about, and what they said."""

    def tried(
        self, onlooker: Callable[[Matter, Ruling], None], given: Mapping[str, FieldValue] | None = None
    ) -> Rulebook:
        """Return the same rules for trying them out; what was worked out about them is not worked out again."""
        _ = self.by_trigger, self.finder
        made = replace(self, onlooker=onlooker, given=given or {})
        made.__dict__.update({name: known for name, known in self.__dict__.items() if name not in made.__dict__})
        return made

    @cached_property
    def by_trigger(self) -> Mapping[Trigger, tuple[Rule, ...]]:
        """The rules of each trigger, in order."""
        return {one: tuple(rule for rule in self.rules if one in rule.triggers) for one in Trigger}

    @cached_property
    def timers(self) -> tuple[Rule, ...]:
        """Those that come by the clock."""
        return tuple(rule for rule in self.rules if rule.schedules and rule.enabled)

    @cached_property
    def keeping_away(self) -> frozenset[str]:
        """The rules that keep mail away, by their ids."""
        return frozenset(rule.id for rule in self.rules if rule.keeps_away)

    @cached_property
    def finder(self) -> Finder:
        """Finds every word any rule looks for."""
        words: list[str] = []
        for rule in self.rules:
            for test in tests_in(rule.condition):
                if isinstance(test.check, Contains):
                    words += test.check.values
                elif isinstance(test.check, Finds):
                    words += [word for pattern in test.check.patterns for word in pattern.words]
        return Finder(words)

    @cached_property
    def headers(self) -> frozenset[str]:
        """Names of the header fields that rules ask about, in lower case."""
        asked = (test.field for rule in self.rules for test in tests_in(rule.condition))
        return frozenset(name.removeprefix("header.").lower() for name in asked if name.startswith("header."))

    @cached_property
    def asks_language(self) -> bool:
        """Tell whether a rule asks in which language a mail is."""
        return any(test.field == "language" for rule in self.rules for test in tests_in(rule.condition))

    @cached_property
    def linked(self) -> frozenset[str]:
        """What rules link tickets to, where that does not depend on the mail."""
        links = (action.other for rule in self.rules for action in rule.actions if isinstance(action, LinkTo))
        return frozenset(text for one in links if (text := getattr(one, "constant", "")))

    def find(self, name: str) -> Rule | None:
        """Return the rule of an id, or None."""
        return next((rule for rule in self.rules if rule.id == name), None)


EMPTY = Rulebook()
