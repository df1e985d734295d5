"""What tickets go by, from files: policy packs, calendars, the team. Read as one; a bad set leaves the last good one.

The last good set is kept in the store, so that it stays in force across a restart too. Decides nothing about tickets.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from gateway.desk.customer import Customer
from gateway.desk.hours.calendar import Home
from gateway.desk.life.law import Law
from gateway.errors import ConfigError, Problem
from gateway.rules.calendars import load_calendars
from gateway.rules.links import load_links
from gateway.rules.policies import load_policies_in_force
from gateway.rules.team import load_team
from gateway.store.database import Database
from gateway.store.facts import keep, kept
from gateway.yamlfile import Place

LAST_GOOD = "law-files"
PATTERNS = ("policies/*.yml", "calendars.yml", "team.yml", "links.yml", "**/*.ics")
MAX_FILES = 500
MAX_SIZE = 1 << 20  # bytes of one

Marks = Mapping[str, tuple[int, int]]
"""Time of the last change and size of each file: whether to look at them again."""

_log = logging.getLogger("gateway.law")


@dataclass(slots=True)
class LawFiles:
    """The files of a folder, and what is in force."""

    folder: Path
    default: str
    """The policy of those whose customer names none."""
    named: Place
    """Where that is written."""
    home_of: Callable[[Customer | None], Home]
    database: Database
    problems: tuple[Problem, ...] = ()
    """What is wrong with the files, while the last good ones are in force."""
    _seen: Marks = field(default_factory=dict)

    def read(self) -> Law:
        """Read the files as they are now. Raises ``ConfigError`` with every complaint."""
        return self._law(self.folder)

    def in_force(self) -> Law:
        """Return what is in force: the files, or the last good ones. Raises ``ConfigError`` where there are none."""
        self._seen = self._marks()
        try:
            law, self.problems = self.read(), ()
        except ConfigError as error:
            law = self._last_good(error)
            self.problems = error.problems
            _log.error("policies.wrong the last good ones are in force: %s", error.problems[0])
        return law

    def remember(self) -> None:
        """Keep the files that are in force, for the day on which they are wrong. Raises ``StoreUnavailable``."""
        if not self.problems:
            keep(self.database, LAST_GOOD, json.dumps(self._texts(), ensure_ascii=True))

    def changed(self) -> Law | None:
        """Return what is in force from now on, where the files were changed and are good; None: go on as before."""
        marks = self._marks()
        if marks == self._seen:
            return None
        self._seen = marks
        try:
            law, self.problems = self.read(), ()
        except ConfigError as error:
            self.problems = error.problems
            _log.error("policies.refused the set before stays in force: %s", "; ".join(map(str, error.problems)))
            return None
        _log.info("policies.changed packs=%s", ",".join(law.policies.packs))
        self.remember()
        return law

    def _law(self, folder: Path) -> Law:
        return Law(
            policies=load_policies_in_force(folder, default=self.default, named=self.named),
            calendars=load_calendars(folder),
            team=load_team(folder),
            home=self.home_of(None),
            home_of=self.home_of,
            links=load_links(folder),
        )

    def _last_good(self, error: ConfigError) -> Law:
        found = kept(self.database, LAST_GOOD)
        if not found:
            raise error
        with TemporaryDirectory(prefix="casegate-") as folder:
            for name, text in json.loads(found).items():
                path = Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8")
            try:
                return self._law(Path(folder))
            except ConfigError:  # of an older version, say: what is wrong now is what to mend
                raise error from None

    def _files(self) -> Iterator[Path]:
        found = (path for pattern in PATTERNS for path in sorted(self.folder.glob(pattern)))
        plain = (path for path in dict.fromkeys(found) if not path.name.startswith(".") and path.is_file())
        yield from islice(plain, MAX_FILES)

    def _marks(self) -> Marks:
        marks = {}
        for path in self._files():
            try:
                state = path.stat()
            except OSError:  # it went away between two looks
                continue
            marks[str(path)] = (state.st_mtime_ns, state.st_size)
        return marks

    def _texts(self) -> dict[str, str]:
        texts = {}
        for path in self._files():
            try:
                if path.stat().st_size <= MAX_SIZE:
                    texts[str(path.relative_to(self.folder))] = path.read_text("utf-8")
            except (OSError, UnicodeDecodeError):  # no file that was read: those are in order
                continue
        return texts
