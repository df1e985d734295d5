"""What a stranger could bring about by a mail: W301, W302, W303; and patterns that are slow on long texts: W304."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gateway.desk.policy.policies import Policies
from gateway.desk.ruling.action import Discard, Notify, Quarantine, Set
from gateway.desk.ruling.check import Contains, Edges, Equals, Exists, Finds, Glob, Is, Numbers
from gateway.desk.ruling.condition import All, Condition, Neither, Some, Test, tests_in
from gateway.desk.ruling.vocabulary import WITH_MAIL, Sort, find_field
from gateway.desk.team import ON_CALL
from gateway.rules.lint.entry import Entry
from gateway.rules.lint.logic import always, conjuncts
from gateway.rules.rulebook.hostile import is_slow_on_long
from gateway.rules.rulebook.node import Node
from gateway.rules.rulebook.pattern import Compiled

VERIFIED = "sender.verified"
MAX_SLOW = 5  # patterns that are named; each costs a twentieth of a second to find
_HINT = 'add "sender.verified: true"'


def raised_for_anybody(entry: Entry, policies: Policies | None) -> None:
    """W301: a priority above the one cases begin with, for mail that nothing proves."""
    rule = entry.rule
    if not rule.triggers & WITH_MAIL or proves_the_sender(rule.condition):
        return
    for action in rule.actions:
        if isinstance(action, Set) and action.what == "priority" and is_raised(action.value, policies):
            at = entry.action("set", key="priority")
            entry.remark_key("W301", "priority is raised on an unverified sender", _HINT, at=at)


def paged_by_anybody(entry: Entry) -> None:
    """W302: people on call, for mail that nothing proves."""
    rule = entry.rule
    if not rule.triggers & WITH_MAIL or proves_the_sender(rule.condition):
        return
    if any(isinstance(action, Notify) and action.whom == ON_CALL for action in rule.actions):
        at = entry.action("notify", value=ON_CALL)
        entry.remark("W302", "people on call are told for an unverified sender", _HINT, at=at)


def all_kept_away(entry: Entry) -> None:
    """W303: mail is thrown away, or set aside, by conditions that hold for nearly all of it."""
    if narrows(entry.rule.condition):
        return
    for action in entry.rule.actions:
        if isinstance(action, (Discard, Quarantine)):
            name = "discard" if isinstance(action, Discard) else "quarantine"
            hint = "add a condition that says which mail, such as sender.domain"
            at = entry.action(name)
            entry.remark_key("W303", f"{name} without a condition that narrows it: nearly all mail", hint, at=at)


def slow_on_long(entries: Sequence[Entry]) -> None:
    """W304: patterns that long texts can hold up. Each pattern is named once, at its first place."""
    found: set[str] = set()
    for entry, node, pattern in _patterns(entries):
        if len(found) >= MAX_SLOW:
            return
        if pattern.source not in found and is_slow_on_long(pattern):
            found.add(pattern.source)
            hint = "begin with a word that must be there, limit counts ({1,40}), or use |contains"
            entry.remark("W304", "pattern is slow on long texts", hint, at=node, word=pattern.source)


def _patterns(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Node, Compiled]]:
    for entry in entries:
        written = {node.value: node for node in entry.texts()}
        for test in tests_in(entry.rule.condition):
            for pattern in test.check.patterns if isinstance(test.check, Finds) else ():
                if isinstance(pattern, Compiled):
                    yield entry, written.get(pattern.source, entry.node), pattern


def is_raised(level: str, policies: Policies | None) -> bool:
    """Tell whether a level is above the one that cases of any policy begin with."""
    if policies is None:
        return False
    for pack in policies.packs.values():
        names: list[str] = [one.name for one in pack.levels]
        if level in names and pack.default in names and names.index(level) < names.index(pack.default):
            return True
    return False


def proves_the_sender(condition: Condition) -> bool:
    """Tell whether a condition only holds for senders that are proven."""
    match condition:
        case Test(field=name, check=check):
            return name == VERIFIED and check == Is(True)
        case All(of=several):
            return any(map(proves_the_sender, several))
        case Some(of=several):
            return bool(several) and all(map(proves_the_sender, several))
        case Neither(of=inner):
            return any(
                isinstance(one, Test) and one.field == VERIFIED and one.check == Is(False)
                for branch in (inner.of if isinstance(inner, Some) else (inner,))
                for one in [*conjuncts(branch)][:1]
                if len([*conjuncts(branch)]) == 1
            )


def narrows(condition: Condition) -> bool:
    """Tell whether a condition speaks for some mail rather than for nearly all."""
    match condition:
        case Test():
            return _test_narrows(condition)
        case All(of=several):
            return any(map(narrows, several))
        case Some(of=several):
            return bool(several) and all(map(narrows, several))
        case Neither(of=inner):
            return all(map(_is_of_few_values, tests_in(inner)))


def _test_narrows(test: Test) -> bool:
    match test.check:
        case Equals() | Finds() | Is():
            return True
        case Contains(values=values) | Edges(values=values):
            return not any(len(value) < 2 for value in values)
        case Glob(values=globs):
            return all("".join(pieces).strip("?") for pieces in globs)
        case Exists(wanted=wanted):
            return not wanted or test.field.startswith(("header.", "attachment.", "to.detail"))
        case Numbers(more=more):
            return more is None or more > _ORDINARY
        case _:
            return not always(test) and test.field != "time"


_ORDINARY = 10_000  # bytes; most mail is larger than that


def _is_of_few_values(test: Test) -> bool:
    """Tell whether what is left when this is taken away is something that can be named."""
    field = find_field(test.field)
    return field is not None and (bool(field.known) or field.sort is Sort.FLAG)
