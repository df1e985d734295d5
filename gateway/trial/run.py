"""Run the tests of rules: each is played and held against what it expects, within a time that reloading can afford."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from gateway.desk.ruling.book import Rulebook
from gateway.desk.ruling.rule import Rule
from gateway.errors import Problem
from gateway.rules.rulebook.case import Case
from gateway.trial.hold import Failure, failures
from gateway.trial.outcome import Outcome, outcome_of
from gateway.trial.play import play
from gateway.trial.small_mail import NoMail
from gateway.trial.stage import Stage
from gateway.trial.tried import Tried

BUDGET = timedelta(seconds=20)
"""All tests of a set together; a thousand of them take some seconds."""
MOST_TOLD = 50  # failures that are complained of when a set is read


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one test."""

    case: Case
    failures: tuple[Failure, ...] = ()
    unreadable: str = ""
    """Why its mail could not be read."""
    tried: Tried | None = None
    outcome: Outcome | None = None
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        """Tell whether all it expects came true."""
        return not self.failures and not self.unreadable


@dataclass(frozen=True, slots=True)
class Results:
    """What came of all tests."""

    results: tuple[Result, ...]
    book: Rulebook
    left: tuple[Case, ...] = ()
    """Those for which no time was left."""
    took: float = 0.0
    """Seconds."""

    @property
    def passed(self) -> bool:
        """Tell whether every test was run and passed."""
        return not self.left and all(one.passed for one in self.results)

    @property
    def exercised(self) -> frozenset[str]:
        """The rules that matched in any test."""
        return frozenset(name for one in self.results if one.outcome for name in one.outcome.matched)

    @property
    def not_exercised(self) -> tuple[Rule, ...]:
        """The rules that could match and did in no test, in order."""
        exercised = self.exercised
        return tuple(rule for rule in self.book.rules if rule.enabled and rule.id not in exercised)

    @property
    def counted(self) -> int:
        """How many rules coverage is counted of: those that are enabled."""
        return sum(rule.enabled for rule in self.book.rules)

    @property
    def coverage(self) -> float:
        """How many of a hundred rules are exercised; all of none."""
        return 100.0 * (self.counted - len(self.not_exercised)) / self.counted if self.counted else 100.0


def run_cases(
    cases: Sequence[Case], stage: Stage, *, ticks: Callable[[], float], budget: timedelta = BUDGET
) -> Results:
    """Run tests in order. ``ticks`` counts seconds; what the budget leaves no time for is not run."""
    began = ticks()
    done: list[Result] = []
    for case in cases:
        at = ticks()
        if at - began > budget.total_seconds():
            break
        result = run_case(case, stage)
        done.append(Result(result.case, result.failures, result.unreadable, result.tried, result.outcome, ticks() - at))
    return Results(tuple(done), stage.law.rules, tuple(cases[len(done) :]), ticks() - began)


def run_case(case: Case, stage: Stage) -> Result:
    """Run one test."""
    try:
        tried = play(case, stage)
    except NoMail as error:
        return Result(case, unreadable=f"{case.mail} {error}")
    outcome = outcome_of(tried)
    return Result(case, failures(case, tried, outcome), tried=tried, outcome=outcome)


def complaints(results: Results, stage: Stage) -> tuple[Problem, ...]:
    """Return what is wrong with a set by its own tests, each with the place of what was expected."""
    found = [problem for one in results.results for problem in _of_result(one, stage)]
    told = found[:MOST_TOLD]
    if len(found) > len(told):
        told[-1] = _more(told[-1], len(found) - len(told) + 1)
    if results.left:
        told.append(_no_time(results, stage))
    return tuple(told)


def _of_result(result: Result, stage: Stage) -> Iterable[Problem]:
    case = result.case
    file = str(stage.folder / case.file)
    if result.unreadable:
        yield Problem(
            file, case.line, 0, f'the mail of the test "{case.name}" cannot be read: {result.unreadable}', "", "E132"
        )
    for one in result.failures:
        by = f" by {one.by}" if one.by else ""
        message = f'test "{case.name}": expected {one.key} {one.expected}, got {one.got}{by}'
        hint = f"because {one.because}" if one.because else ""
        yield Problem(file, one.line, one.column, message, hint, "E131", len(one.key))


def _more(last: Problem, number: int) -> Problem:
    words = f"{number} more expectations do not come true"
    return Problem(last.file, last.line, 0, words, "gateway rules test shows all", "E131")


def _no_time(results: Results, stage: Stage) -> Problem:
    first, total = results.left[0], len(results.results) + len(results.left)
    message = f"the tests take too long: after {results.took:.0f} s {len(results.left)} of {total} were not run"
    hint = "look for slow patterns and large mails with gateway rules test --output-format full"
    return Problem(str(stage.folder / first.file), first.line, 0, message, hint, "E131")
