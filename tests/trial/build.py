"""Folders of settings with rules in them, read as the gateway reads them."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

from gateway.config_set.law import Understood, understand
from gateway.ground import ground_of
from gateway.rules.rulebook.case import Case
from gateway.settings import load_settings
from gateway.trial.run import BUDGET, Result, Results, run_cases
from gateway.trial.stage import Stage, make_stage

SETTINGS = "timezone: Europe/Paris\nsupport: {addresses: [help@example.com]}\n"
TEAM = """
groups: [billing]
team:
  - {name: dana, address: dana@example.com, groups: [support, on-call]}
  - {name: berta, address: berta@example.com, groups: [billing]}
"""
LINKS = """
topics:
  outage: {words: [outage], links: [{url: "https://status.example.com/", title: {en: Status}}]}
  billing: {words: [invoice], links: [{url: "https://help.example.com/bill", title: {en: Bills}}]}
  sign-in: {words: [login], links: [{url: "https://help.example.com/in", title: {en: Sign in}}]}
"""
PHONED = """
version: 1
title: {en: Phoned}
clock: 24x7
default_priority: medium
priorities:
  urgent: {title: {en: Urgent}, respond: 1h, resolve: 1d}
  medium: {title: {en: Medium}, respond: 4h, resolve: 5d}
urgent_channel: {number: "+1 289 555 0144"}
"""


def write(folder: Path, rules: str, **files: str) -> Path:
    """Write a folder of settings; more ``files`` by name, ``__`` for ``/``; return the file of the rules."""
    (folder / "rules").mkdir(parents=True, exist_ok=True)
    (folder / "gateway.yml").write_text(SETTINGS)
    (folder / "team.yml").write_text(TEAM)
    (folder / "links.yml").write_text(LINKS)
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.yml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    file = folder / "rules" / "10-rules.yml"
    file.write_text(rules)
    return file


def understood(folder: Path) -> Understood:
    ground = ground_of(load_settings(folder, {}))
    return understand(folder, ground, tested=False)


def stage_of(folder: Path) -> tuple[Stage, tuple[Case, ...]]:
    ground = ground_of(load_settings(folder, {}))
    found = understand(folder, ground, tested=False)
    return make_stage(found.law, ground.footing, folder, found.monitors), found.cases


def run(folder: Path, *, budget: timedelta = BUDGET) -> Results:
    stage, cases = stage_of(folder)
    return run_cases(cases, stage, ticks=time.perf_counter, budget=budget)


def only(folder: Path, rules: str, test: str, **files: str) -> Result:
    """Run the one test of a file of rules."""
    write(folder, f"version: 1\nrules:\n{rules}\ntests:\n{test}\n", **files)
    (result,) = run(folder).results
    return result


def said(result: Result) -> list[tuple[str, str, str]]:
    """What did not come true."""
    return [(one.key, one.expected, one.got) for one in result.failures]
