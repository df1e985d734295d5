"""What came of the tests of rules, for programs: JSON with stable keys, and JUnit's XML."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from gateway.cli.views import Json
from gateway.trial.hold import Failure
from gateway.trial.run import Result, Results

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def json_of(results: Results) -> Json:
    """Return all of it."""
    return {
        "ok": results.passed,
        "passed": sum(one.passed for one in results.results),
        "failed": sum(not one.passed for one in results.results),
        "not_run": len(results.left),
        "seconds": round(results.took, 3),
        "tests": [_result(one) for one in results.results],
        "coverage": {
            "percent": round(results.coverage, 1),
            "rules": results.counted,
            "exercised": results.counted - len(results.not_exercised),
            "not_exercised": [rule.id for rule in results.not_exercised],
        },
    }


def _result(one: Result) -> Json:
    return {
        "name": one.case.name,
        "file": one.case.file,
        "line": one.case.line,
        "passed": one.passed,
        "seconds": round(one.seconds, 4),
        "unreadable": one.unreadable or None,
        "matched": list(one.outcome.matched) if one.outcome else [],
        "slow": list(one.outcome.slow) if one.outcome else [],
        "failures": [_failure(failure) for failure in one.failures],
    }


def _failure(failure: Failure) -> Json:
    return {
        "key": failure.key,
        "expected": failure.expected,
        "got": failure.got,
        "by": failure.by or None,
        "because": failure.because or None,
        "line": failure.line,
        "column": failure.column,
    }


def junit_of(results: Results) -> str:
    """Return it as JUnit's XML: a suite for each file, the line of what was expected in each failure."""
    files: dict[str, list[Result]] = {}
    for one in results.results:
        files.setdefault(one.case.file, []).append(one)
    top = Element("testsuites", {"name": "gateway rules test", **_counts([*results.results], len(results.left))})
    for name, found in files.items():
        suite = SubElement(top, "testsuite", {"name": name, **_counts(found, 0), "skipped": "0"})
        for one in found:
            _case(suite, one)
    if results.left:
        suite = SubElement(top, "testsuite", {"name": "not run", **_counts([], len(results.left)), "skipped": "0"})
        for case in results.left:
            made = SubElement(suite, "testcase", name=_clean(case.name), classname=case.file, time="0")
            SubElement(made, "error", message="no time was left for it", type="budget")
    indent(top)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(top, encoding="unicode")


def _counts(found: list[Result], errors: int) -> dict[str, str]:
    return {
        "tests": str(len(found) + errors),
        "failures": str(sum(bool(one.failures) for one in found)),
        "errors": str(sum(bool(one.unreadable) for one in found) + errors),
        "time": f"{sum(one.seconds for one in found):.3f}",
    }


def _case(suite: Element, one: Result) -> None:
    made = SubElement(suite, "testcase", name=_clean(one.case.name), classname=one.case.file, time=f"{one.seconds:.4f}")
    if one.unreadable:
        SubElement(made, "error", message=_clean(one.unreadable), type="mail")
    if not one.failures:
        return
    first = one.failures[0]
    message = f"expected {first.key} {first.expected}, got {first.got}"
    failure = SubElement(made, "failure", message=_clean(message), type="expectation")
    failure.text = _clean("\n".join(_words(one, failure) for failure in one.failures))


def _words(one: Result, failure: Failure) -> str:
    by = f" by {failure.by}" if failure.by else ""
    because = f", because {failure.because}" if failure.because else ""
    said = f"expected {failure.key} {failure.expected}, got {failure.got}{by}{because}"
    return f"{one.case.file}:{failure.line}: {said}"


def _clean(text: str) -> str:
    """Leave out what no XML may hold: subjects are strangers' words."""
    return _NOT_XML.sub("\ufffd", text)
