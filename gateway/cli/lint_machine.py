"""Complaints for programs: JSON of our own, SARIF 2.1.0, the annotations of GitHub Actions, JUnit XML.

All of them are promises: keys are added and never renamed or removed.
"""

from __future__ import annotations

from urllib.parse import quote
from xml.etree import ElementTree as ET

from gateway import __version__
from gateway.cli.lint_told import Told
from gateway.cli.printer import Printer
from gateway.cli.terminal import clean_terminal
from gateway.cli.views import Json
from gateway.errors import Problem
from gateway.rules.rulebook.code import Severity
from gateway.rules.rulebook.codes import CODES

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def json_document(printer: Printer, told: Told) -> None:
    """Print one document."""
    printer.document(
        {
            "ok": told.ok,
            "errors": told.errors,
            "warnings": told.warnings,
            "files": list(told.files),
            "complaints": [_json(one, told) for one in told.problems],
        }
    )


def _json(one: Problem, told: Told) -> Json:
    return {
        "code": one.code,
        "severity": told.severity(one).value,
        "title": _title(one),
        "file": one.file,
        "line": one.line,
        "column": one.column,
        "end_column": one.column + max(one.width, 1) if one.column else 0,
        "message": one.message,
        "hint": one.hint,
    }


def sarif(printer: Printer, told: Told) -> None:
    """Print a log as SARIF 2.1.0 has it: what code scanning services take."""
    codes = sorted({one.code for one in told.problems})
    run = {
        "tool": {"driver": {"name": "casegate", "version": __version__, "rules": [_sarif_rule(one) for one in codes]}},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(one, told, codes) for one in told.problems],
    }
    printer.document({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def _sarif_rule(name: str) -> Json:
    code = CODES[name]
    level = "error" if code.severity is Severity.ERROR else "warning"
    return {
        "id": name,
        "shortDescription": {"text": code.title},
        "fullDescription": {"text": code.says},
        "help": {"text": f"{code.says}\n\nWrong:\n{code.wrong}\n\nRight:\n{code.right}".rstrip()},
        "defaultConfiguration": {"level": level},
    }


def _sarif_result(one: Problem, told: Told, codes: list[str]) -> Json:
    place: Json = {"artifactLocation": {"uri": quote(one.file.replace("\\", "/"))}}
    if one.line:
        region: Json = {"startLine": one.line}
        if one.column:
            region |= {"startColumn": one.column, "endColumn": one.column + max(one.width, 1)}
        place["region"] = region
    return {
        "ruleId": one.code,
        "ruleIndex": codes.index(one.code),
        "level": "error" if told.severity(one) is Severity.ERROR else "warning",
        "message": {"text": _sentence(one)},
        "locations": [{"physicalLocation": place}],
    }


def github(printer: Printer, told: Told) -> None:
    """Print the commands by which GitHub Actions shows complaints beside the lines of a change."""
    for one in told.problems:
        told_as = "error" if told.severity(one) is Severity.ERROR else "warning"
        where = {"file": one.file}
        if one.line:
            where["line"] = str(one.line)
        if one.line and one.column:
            where |= {"col": str(one.column), "endColumn": str(one.column + max(one.width, 1))}
        where["title"] = f"{one.code} {_title(one)}"
        said = ",".join(f"{name}={_property(value)}" for name, value in where.items())
        printer.text(f"::{told_as} {said}::{_data(_sentence(one))}")


def _data(text: str) -> str:
    """Escape what would end the command, as GitHub's toolkit does."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape what would end a property as well."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def junit(printer: Printer, told: Told) -> None:
    """Print a suite with a case for each complaint, and one for each file without."""
    failing = told.errors + (told.warnings if told.strict else 0)
    fine = [file for file in told.files if all(one.file != file for one in told.problems)]
    count = {"tests": str(len(told.problems) + len(fine)), "failures": str(failing), "errors": "0"}
    suites = ET.Element("testsuites", {"name": "gateway rules lint", **count})
    suite = ET.SubElement(suites, "testsuite", {"name": "gateway rules lint", **count})
    for one in told.problems:
        _junit_case(suite, one, told)
    for file in fine:
        ET.SubElement(suite, "testcase", {"classname": clean_terminal(file), "name": "lint"})
    ET.indent(suites)
    printer.text('<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suites, encoding="unicode"))


def _junit_case(suite: ET.Element, one: Problem, told: Told) -> None:
    place = f"{one.line}:{one.column} " if one.line else ""
    case = ET.SubElement(suite, "testcase", {"classname": clean_terminal(one.file), "name": f"{place}{one.code}"})
    said = clean_terminal(_sentence(one))
    if told.strict or told.severity(one) is Severity.ERROR:
        failure = ET.SubElement(case, "failure", {"message": said, "type": one.code})
        failure.text = f"{clean_terminal(one.file)}:{one.line}:{one.column}: {said}"
    else:
        ET.SubElement(case, "system-out").text = f"warning: {said}"


def _title(one: Problem) -> str:
    return CODES[one.code].title


def _sentence(one: Problem) -> str:
    return f"{one.message}; {one.hint}" if one.hint else one.message
