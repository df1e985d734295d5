"""A rule, and the rulebook: all of them, in the order in which they are looked at. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from gateway.desk.policy.text import Text
from gateway.desk.ruling.action import Action, Discard, LinkTo, Quarantine, Set, Stop, Value
from gateway.desk.ruling.check import Contains, Finds
from gateway.desk.ruling.condition import All, Condition, tests_in
from gateway.desk.ruling.finder import Finder
from gateway.desk.ruling.matter import Matter
from gateway.desk.ruling.matter import Value as FieldValue
from gateway.desk.ruling.vocabulary import Trigger

if TYPE_CHECKING:
    from gateway.desk.ruling.judge import Ruling


class Schedule(Protocol):
    """When a rule comes by the clock."""

    @property
    def source(self) -> str:
        """As it was written."""
        ...

    def next_after(self, moment: datetime) -> datetime | None:
        """Return when it comes next; None when never."""
        ...


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule."""

    id: str
    file: str
    """As the set names it: ``rules/20-classify.yml``."""
    line: int
    triggers: frozenset[Trigger]
    condition: Condition = field(default_factory=lambda: All(()))
    """Without conditions it always holds."""
    actions: tuple[Action, ...] = ()
    alias: str = ""
    description: str = ""
    schedules: tuple[Schedule, ...] = ()
    enabled: bool = True
    until: date | None = None
    """The last day on which it counts, by the provider's clocks."""

    @property
    def place(self) -> str:
        """Where it stands."""
        return f"{self.file}:{self.line}"

    @property
    def because(self) -> str:
        """Name it as a reason."""
        return f"rule {self.id} ({self.place})"

    @property
    def keeps_away(self) -> bool:
        """Tell whether it wants mail to open no ticket."""
        return any(isinstance(one, (Quarantine, Discard)) for one in self.actions)

    @property
    def ends(self) -> bool:
        """Tell whether no rule below it is looked at where it holds."""
        return self.keeps_away or any(isinstance(one, Stop) for one in self.actions)

    @property
    def status_set(self) -> str:
        """Return where it moves tickets; empty where it does not."""
        return next((one.value for one in self.actions if isinstance(one, Set) and one.what == "status"), "")

    def counts(self, today: date) -> bool:
        """Tell whether it is looked at on a day."""
        return self.enabled and (self.until is None or today <= self.until)


@dataclass(frozen=True, slots=True)
class Section:
    """Something that an acknowledgement may say."""

    name: str
    texts: Mapping[str, Value]
    """By language tag, in lower case; ``en`` is always there."""

    def said(self, *, number: str, support: str) -> Text:
        """Fill it in every language."""
        names = {"number": number, "support": support}
        return {tag: text.say(names) for tag, text in self.texts.items()}


SECTION_NAMES = ("number", "support")
"""What sections may name: nothing of the mail, which nobody may have proven."""
URGENT_BY_PHONE = "urgent_by_phone"
"""The section that is there without being written: call us, if it is urgent."""


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
