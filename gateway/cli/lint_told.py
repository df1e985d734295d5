"""What ``rules lint`` has to tell, before anybody has chosen how."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.errors import Problem
from gateway.rules.rulebook.code import Severity, severity_of


@dataclass(frozen=True, slots=True)
class Told:
    """Complaints, and the files that were looked at."""

    problems: tuple[Problem, ...]
    files: tuple[str, ...]
    strict: bool = False
    """Warnings count as errors."""
    folder: str = ""
    """Where they are; empty where nobody knows."""

    def severity(self, problem: Problem) -> Severity:
        """Return how bad it is by its code; whether warnings count is another question."""
        return severity_of(problem.code)

    @property
    def errors(self) -> int:
        """Count the errors."""
        return sum(self.severity(one) is Severity.ERROR for one in self.problems)

    @property
    def warnings(self) -> int:
        """Count the warnings."""
        return len(self.problems) - self.errors

    @property
    def ok(self) -> bool:
        """Tell whether the exit code is 0."""
        return not self.errors and not (self.strict and self.warnings)
