"""Go through the rules of a trigger, top to bottom: which hold, and what they ask for together. Pure.

Every rule that holds counts; what one sets, the next ones see; ``stop`` ends the pass. Nothing is carried out here, and
what may be is not decided here either: policy has the last word (``desk.ruled``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from gateway.desk.ruling.book import Rulebook
from gateway.desk.ruling.condition import Reason
from gateway.desk.ruling.look import Look
from gateway.desk.ruling.matter import Matter
from gateway.desk.ruling.record import Matched
from gateway.desk.ruling.rule import Rule
from gateway.desk.ruling.ruling import Ruling
from gateway.desk.ruling.take_in import MOST_KEPT, take_in
from gateway.desk.ruling.vocabulary import Trigger
from gateway.desk.ruling.wishes import Wishes

NOBODY: Set[str] = frozenset()


def judge(
    trigger: Trigger,
    matter: Matter,
    book: Rulebook,
    *,
    without: Set[str] = NOBODY,
    turns: Set[str] = NOBODY,
    spent: float = 0.0,
) -> Ruling:
    """Go through the rules of a trigger. Their clock is the matter's.

    Those ``without`` are as if they had not been written. Those that had their ``turns`` ask for nothing again, and
    still keep the rules below a ``stop`` from theirs. ``spent`` is what patterns have taken on this mail already.
    """
    rules: Sequence[Rule] = book.by_trigger[trigger]
    if without:
        rules = [rule for rule in rules if rule.id not in without]
    if not rules:
        return Ruling(trigger, spent=spent)
    ruling = _go_through(trigger, rules, Look(matter, book.finder, spent), turns=turns)
    return _seen(ruling, matter, book)


def judge_one(rule: Rule, matter: Matter, book: Rulebook) -> Ruling:
    """Look at a single rule, whose time has come."""
    return _seen(_go_through(Trigger.SCHEDULE, [rule], Look(matter, book.finder)), matter, book)


def reasons(rule: Rule, matter: Matter, book: Rulebook) -> tuple[Reason, ...]:
    """Say of a rule why it holds or does not: each comparison, as far as the first that does not hold."""
    return tuple(rule.condition.reasons(Look(matter, book.finder)))


def trace(trigger: Trigger, matter: Matter, book: Rulebook) -> Mapping[str, tuple[Reason, ...]]:
    """Go through the rules of a trigger again, and say of each why it holds or not; those below a stop are missing."""
    said: dict[str, tuple[Reason, ...]] = {}
    _go_through(trigger, book.by_trigger[trigger], Look(matter, book.finder), said=said)
    return said


def _seen(ruling: Ruling, matter: Matter, book: Rulebook) -> Ruling:
    if book.onlooker is not None:
        book.onlooker(matter, ruling)
    return ruling


def _go_through(
    trigger: Trigger,
    rules: Sequence[Rule],
    look: Look,
    *,
    turns: Set[str] = NOBODY,
    said: dict[str, tuple[Reason, ...]] | None = None,
) -> Ruling:
    """Go through some rules; why each holds or not goes into ``said``."""
    wishes, matched, again, stopped_by = Wishes(), [], [], ""
    today = look.matter.now.astimezone(look.matter.home.zone).date()
    asked = 0
    for rule in rules:
        if not rule.enabled or (rule.until is not None and not rule.counts(today)):  # mostly a call less
            continue
        asked += 1
        captured: dict[str, str] = {}
        if said is not None:
            said[rule.id] = tuple(rule.condition.reasons(look))
        if not rule.condition.holds(look, captured):
            continue
        if rule.id in turns:
            again.append(rule)
        else:
            because = tuple(str(reason) for reason in rule.condition.reasons(look))
            effects = tuple(take_in(rule, wishes, captured, look))
            kept = tuple((name, text[:MOST_KEPT]) for name, text in captured.items())
            matched.append(Matched(rule.id, rule.place, rule.alias, because, kept, effects))
        if rule.ends:
            stopped_by = rule.id
            break
    slow = tuple(dict.fromkeys(map(str, look.slow)))
    return Ruling(trigger, wishes, tuple(matched), stopped_by, slow, asked, tuple(again), look.spent)
