"""Hold what a test expects against what came of it: a subset must fit; what does not is told with its reason. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.desk.ruling.rule import Rule
from gateway.rules.rulebook.case import Case, Expected
from gateway.trial.outcome import Outcome
from gateway.trial.tried import Tried
from gateway.trial.why import How, look_at


@dataclass(frozen=True, slots=True)
class Failure:
    """An expectation that did not come true."""

    key: str
    expected: str
    got: str
    by: str = ""
    """Which rule made it so."""
    because: str = ""
    line: int = 0
    column: int = 0
    accepted: Expected | None = None
    """What would have to be expected for it to come true; None where nothing can be."""


def failures(case: Case, tried: Tried, outcome: Outcome) -> tuple[Failure, ...]:
    """Return everything that did not come true, in the order it was written."""
    found = []
    for key, expected in case.expect.items():
        if failure := _failure(key, expected, tried, outcome):
            line, column = case.expect_lines.get(key, case.line), case.expect_columns.get(key, 1)
            found.append(Failure(*failure, line=line, column=column, accepted=_accepted(key, expected, outcome)))
    return tuple(found)


_Said = tuple[str, str, str, str, str]
"""What, expected, got, by, because."""


def _failure(key: str, expected: Expected, tried: Tried, outcome: Outcome) -> _Said | None:
    match key, expected:
        case "matched", tuple():
            return _matched(expected, tried, outcome)
        case "not_matched", tuple():
            return _not_matched(expected, tried, outcome)
        case "fields", Mapping():
            return _fields(expected, outcome)
        case "stopped", str():
            fits = expected in outcome.stopped
            return None if fits else (key, expected, _say(outcome.stopped), "", _why_none(expected, tried, outcome))
        case _, tuple():
            return _list(key, expected, outcome)
        case _, bool():
            return _flag(key, expected, tried, outcome)
        case _, str():
            return _word(key, expected, outcome)
    raise AssertionError(key)  # what tests may expect is read in rules.rulebook.case


def _matched(expected: tuple[str, ...], tried: Tried, outcome: Outcome) -> _Said | None:
    missing = [name for name in expected if name not in outcome.matched]
    if missing:
        why = "; ".join(f"{name}: {_why_none(name, tried, outcome)}" for name in missing)
        return "matched", _say(expected), _say(outcome.matched), "", why
    if not expected and outcome.matched:
        why = "; ".join(f"{name}: {_why(name, tried)}" for name in outcome.matched)
        return "matched", "none", _say(outcome.matched), "", why
    return None


def _not_matched(expected: tuple[str, ...], tried: Tried, outcome: Outcome) -> _Said | None:
    wrong = [name for name in expected if name in outcome.matched]
    if not wrong:
        return None
    why = "; ".join(f"{name}: {_why(name, tried)}" for name in wrong)
    return "not_matched", _say(expected), f"{_say(tuple(wrong))} matched", "", why


def _fields(expected: Mapping[str, str], outcome: Outcome) -> _Said | None:
    wrong = [name for name, value in expected.items() if outcome.fields.get(name) != value]
    if not wrong:
        return None
    got = ", ".join(f"{name}: {outcome.fields[name]}" for name in wrong if name in outcome.fields)
    by = "; ".join(dict.fromkeys(filter(None, (outcome.by.get(f"fields.{name}") for name in wrong))))
    wanted = ", ".join(f"{name}: {expected[name]}" for name in wrong)
    return "fields", wanted, got or "none", by, _no_ticket(outcome) or _refused(outcome)


def _list(key: str, expected: tuple[str, ...], outcome: Outcome) -> _Said | None:
    got: tuple[str, ...] = getattr(outcome, key)
    folded = {one.casefold() for one in got}
    missing = [one for one in expected if one.casefold() not in folded]
    if not missing and (expected or not got):
        return None
    by = "; ".join(dict.fromkeys(filter(None, (outcome.by.get(f"{key}.{one}") for one in got))))
    why = _no_ticket(outcome) or ("" if outcome.ack or key != "sections" else outcome.ack_because) or _refused(outcome)
    return key, _say(expected), _say(got), by, why


def _flag(key: str, expected: bool, tried: Tried, outcome: Outcome) -> _Said | None:
    got = outcome.ack if key == "ack" else bool(getattr(outcome, key))
    if got is expected:
        return None
    if key == "ack":
        return key, _yes(expected), _yes(got), outcome.by.get("ack", ""), _why_ack(tried, outcome)
    reason = getattr(outcome, key)
    why = reason or f"{outcome.fate}: {outcome.because}"
    return key, _yes(expected), _yes(got), outcome.by.get(key, ""), "; ".join(filter(None, (why, *outcome.refused)))


def _word(key: str, expected: str, outcome: Outcome) -> _Said | None:
    got = getattr(outcome, key)
    if got == expected:
        return None
    because = _no_ticket(outcome) or _refused(outcome) or ("" if key in outcome.by else "no rule sets it")
    return key, expected, got or "none", outcome.by.get(key, ""), because


def _why_ack(tried: Tried, outcome: Outcome) -> str:
    mail = tried.arrival.mail if tried.arrival else None
    kind = f"auto.kind is {mail.kind}: {mail.kind_because or 'nothing says otherwise'}" if mail else ""
    return "; ".join(filter(None, (outcome.ack_because, kind)))


def _why(name: str, tried: Tried) -> str:
    rule = tried.book.find(name)
    return look_at(rule, tried).why if rule else "there is no such rule"


def _why_none(name: str, tried: Tried, outcome: Outcome) -> str:
    rule = tried.book.find(name)
    if rule is None:
        return "there is no such rule"
    looked = look_at(rule, tried)
    if looked.how is How.MATCHED:
        return "it matched, and ends no pass"
    elsewhere = f": {outcome.because}" if looked.how is How.NOT_ASKED and outcome.because else ""
    return f"{looked.why}{elsewhere} ({_place(rule)})"


def _no_ticket(outcome: Outcome) -> str:
    gone = outcome.fate and not outcome.status
    return f"no ticket: {outcome.fate}, {outcome.because}" if gone else ""


def _refused(outcome: Outcome) -> str:
    return "; ".join(outcome.refused)


def _accepted(key: str, expected: Expected, outcome: Outcome) -> Expected | None:
    """Return what could be expected instead."""
    if key == "not_matched" and isinstance(expected, tuple):
        return tuple(name for name in expected if name not in outcome.matched)
    if key == "fields" and isinstance(expected, Mapping):
        known = {name: outcome.fields[name] for name in expected if name in outcome.fields}
        return known if len(known) == len(expected) else None
    if key == "stopped":
        return next(iter(outcome.stopped), None)
    got: Expected = getattr(outcome, key)
    if key in ("quarantine", "discard"):
        return got if isinstance(expected, str) and got else bool(got)
    return None if got == "" else got


def _say(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "none"


def _yes(flag: bool) -> str:
    return "true" if flag else "false"


def _place(rule: Rule) -> str:
    return rule.place
