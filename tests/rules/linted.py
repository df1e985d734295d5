"""A folder of files that decide, and what the linter says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from gateway.config_set.lint import Wanted, lint
from gateway.errors import Problem
from gateway.ground import ground_of
from gateway.rules.lint.history import Past
from gateway.settings import load_settings

TODAY = date(2026, 11, 19)
SETTINGS = "mode: live\nbrand: Example Support\nsupport:\n  addresses: [support@support.example]\n"
TEAM = """\
groups: [billing]
team:
  - {name: dana, address: dana@provider.example, groups: [support, on-call]}
  - {name: berta, address: berta@provider.example, groups: [billing]}
"""
LINKS = """\
topics:
  outage:
    links:
      - {url: "https://help.example/status", title: {en: Status, fr: État}}
  sign-in:
    links:
      - {url: "https://help.example/reset", title: {en: Reset a password, fr: Mot de passe}}
"""
CALENDARS = "time_intervals: []\n"


@dataclass
class Folder:
    """``config/``, with a team, two topics and the policies that are shipped."""

    path: Path
    languages: Mapping[str, str] = field(default_factory=dict)
    past: Past | None = None
    customers: Path | None = None

    def __post_init__(self) -> None:
        self.path.mkdir(parents=True)
        for name, text in (("gateway.yml", SETTINGS), ("team.yml", TEAM), ("links.yml", LINKS)):
            (self.path / name).write_text(text)

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def problems(self) -> tuple[Problem, ...]:
        loaded = load_settings(self.path, {}, logins=False)
        wanted = Wanted(TODAY, self.languages, self.past, self.customers)
        return lint(ground_of(loaded), wanted).problems

    def says(self) -> list[str]:
        """Return what is said, with names of files relative to the folder."""
        return [str(one).partition("\n")[0].removeprefix(f"{self.path}/") for one in self.problems()]

    def says_of(self, rules: str) -> list[str]:
        """Return what is said of the rules of one file, ``rules/10.yml``, from line 3 on."""
        self.write("rules/10.yml", f"version: 1\nrules:\n{rules}")
        return [one.removeprefix("rules/10.yml:") for one in self.says()]


def rule(name: str, *lines: str, triggers: str = "ticket.created") -> str:
    """Write a rule: ``lines`` are those below its triggers."""
    return "\n".join((f"  - id: {name}", f"    triggers: [{triggers}]", *(f"    {line}" for line in lines))) + "\n"


TAG = ("actions:", "  - add_tag: seen")


def asks(*conditions: str) -> tuple[str, ...]:
    return ("conditions:", *(f"  - {one}" for one in conditions))
