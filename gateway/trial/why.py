"""Say of each rule what became of it when a mail was tried: it matched, or why not, or it was never asked. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never

from gateway.desk.ruling.condition import Reason
from gateway.desk.ruling.judge import reasons as reasons_of
from gateway.desk.ruling.judge import trace
from gateway.desk.ruling.record import Matched
from gateway.desk.ruling.rule import Rule
from gateway.desk.ruling.vocabulary import Trigger
from gateway.trial.tried import Pass, Tried

MOST_SAID = 3  # comparisons that are named where several failed
_AROUND = '"'
TOO_SLOW = "too slow, taken for no match"


class How(StrEnum):
    """What became of a rule. Printed as JSON, so never renamed."""

    MATCHED = "matched"
    NOT_MATCHED = "not-matched"
    NOT_REACHED = "not-reached"
    """A rule above it ended the pass."""
    DISABLED = "disabled"
    OVER = "over"
    """Its last day has passed."""
    NOT_ASKED = "not-asked"
    """What happened is none of its triggers."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A rule, and what became of it in one pass."""

    rule: Rule
    how: How
    trigger: Trigger | None = None
    """Of the pass; None where it was asked in none."""
    reasons: tuple[Reason, ...] = ()
    match: Matched | None = None
    stopped_by: str = ""
    today: date | None = None
    slow: tuple[str, ...] = ()
    """Patterns of it that ran out of time, or had none left."""

    def ran_out(self, reason: Reason) -> bool:
        """Tell whether a comparison did not hold because its pattern ran out of time."""
        place = f"{self.rule.id} ({self.rule.file}:{reason.line}): "
        return not reason.holds and any(one.startswith(place) for one in self.slow)

    @property
    def failed(self) -> tuple[Reason, ...]:
        """The comparisons that did not hold."""
        return tuple(one for one in self.reasons if not one.holds)

    @property
    def why(self) -> str:
        """Say on one line why it did what it did."""
        match self.how:
            case How.MATCHED:
                return "; ".join(map(str, self.reasons)) or "it has no conditions"
            case How.NOT_MATCHED:
                said = [self._miss(one) for one in self.failed[:MOST_SAID]]
                more = len(self.failed) - len(said)
                return "; ".join(said) + (f"; and {more} more" if more > 0 else "")
            case How.NOT_REACHED:
                return f"rule {self.stopped_by} ended the pass above it"
            case How.DISABLED:
                return "it is disabled (enabled: false)"
            case How.OVER:
                return f"it counted until {self.rule.until}, and this was on {self.today}"
            case How.NOT_ASKED:
                return f"it is asked on {', '.join(sorted(self.rule.triggers))}, and nothing of that happened"
        assert_never(self.how)

    def _miss(self, reason: Reason) -> str:
        return f"{reason.asked} {reason.wanted}: {TOO_SLOW}" if self.ran_out(reason) else str(reason)


def look_at_all(tried: Tried) -> tuple[Looked, ...]:
    """Return every rule in the order of the files, once for each pass it was asked in; once where it was in none."""
    passes = [
        (one, {} if _is_timer(one) else trace(one.ruling.trigger, one.matter, tried.book)) for one in tried.passes
    ]
    found: list[Looked] = []
    for rule in tried.book.rules:
        mine = [(one, said) for one, said in passes if one.ruling.trigger in rule.triggers]
        here = [_looked(rule, one, said.get(rule.id), tried) for one, said in mine]
        found += _of_timer(here) or [Looked(rule, How.NOT_ASKED if rule.enabled else How.DISABLED)]
    return tuple(found)


def look_at(rule: Rule, tried: Tried) -> Looked:
    """Return what became of one rule: that it matched, if it did in any pass."""
    found = [one for one in look_at_all(tried) if one.rule.id == rule.id]
    return next((one for one in found if one.how is How.MATCHED), found[-1])


def _looked(rule: Rule, one: Pass, said: tuple[Reason, ...] | None, tried: Tried) -> Looked:
    ruling, today = one.ruling, one.matter.now.astimezone(one.matter.home.zone).date()
    match = next((match for match in ruling.matched if match.rule == rule.id), None)
    if _is_timer(one):
        said = reasons_of(rule, one.matter, tried.book)
    how = How.MATCHED
    if match is None:
        how = _how_not(rule, today, asked=said is not None)
    slow = tuple(text for text in ruling.slow if text.partition(" ")[0] == rule.id)
    return Looked(rule, how, ruling.trigger, tuple(map(_plain, said or ())), match, ruling.stopped_by, today, slow)


def _plain(reason: Reason) -> Reason:
    """Show of a ticket's priority its name, which people write: rules may ask for any of its other names."""
    if reason.where or reason.asked.removeprefix("not ").partition("|")[0] != "ticket.priority":
        return reason
    return replace(reason, got=f'"{reason.got.strip(_AROUND).partition(", ")[0]}"') if _AROUND in reason.got else reason


def _how_not(rule: Rule, today: date, *, asked: bool) -> How:
    if not rule.enabled:
        return How.DISABLED
    if not rule.counts(today):
        return How.OVER
    return How.NOT_MATCHED if asked else How.NOT_REACHED


def _is_timer(one: Pass) -> bool:
    return one.ruling.trigger is Trigger.SCHEDULE


def _of_timer(found: list[Looked]) -> list[Looked]:
    """Keep one of the passes of a timer: each of them asks another rule."""
    if not found or found[0].trigger is not Trigger.SCHEDULE:
        return found
    return [next((one for one in found if one.how is How.MATCHED), found[0])]
