"""Make the law of a folder: every file that decides is read and held against the others, all complaints at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from gateway.desk.customer import Customer
from gateway.desk.hours.calendar import Home
from gateway.desk.life.law import Law
from gateway.desk.links.links import Links
from gateway.desk.monitor import Monitors
from gateway.desk.team import Team
from gateway.errors import ConfigError, Problem
from gateway.rules.calendars import load_calendars
from gateway.rules.links import load_links
from gateway.rules.monitors import load_monitors
from gateway.rules.policies import load_policies_in_force, pack_files
from gateway.rules.public_domains import load_public_domains
from gateway.rules.rulebook.case import Case
from gateway.rules.rulebook.known import Known
from gateway.rules.rulebook.load import Loaded, read_rulebook
from gateway.rules.team import FILE_NAME as TEAM
from gateway.rules.team import load_team
from gateway.trial.footing import Footing
from gateway.yamlfile import Place, read_file

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ground:
    """What a set is read on: what the settings say, which are those of the start."""

    folder: Path
    """Where the files are, or should be."""
    default: str
    """The policy of those whose customer names none."""
    named: Place
    """Where that is written."""
    home_of: Callable[[Customer | None], Home]
    apart: Path | None = None
    """The store's folder, which may lie in the other and is no part of it."""
    footing: Footing = field(default_factory=Footing)
    """What the tests of rules are played on."""
    ticks: Callable[[], float] = lambda: 0.0
    """Counts seconds, for what tests may take; without it they may take any time."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What the files of a set say."""

    law: Law
    cases: tuple[Case, ...]
    """The tests of the rules."""
    monitors: Monitors
    """In force from the next start on: what watches is another process, and keeps its threads."""


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a folder, whatever is wrong with it."""

    problems: tuple[Problem, ...]
    """In no order."""
    understood: Understood | None
    """None where there are problems."""
    known: Known
    """The names that rules may use, as far as their files could be read."""
    links: Links
    rules: Loaded


def understand(folder: Path, ground: Ground, *, config_hash: str = "", tested: bool = True) -> Understood:
    """Read everything that decides, from ``folder``; files it lacks are those that travel with the program.

    Raises ``ConfigError`` with every complaint about every file; where there is none, with those of the rules' own
    tests, unless they are not to be run. Touches nothing but files.
    """
    found = read_all(folder, ground, config_hash=config_hash)
    made = found.understood
    if made is None:
        raise ConfigError(*found.problems)
    if tested and (problems := failing_tests(made, folder, ground)):
        raise ConfigError(*problems)
    return made


def failing_tests(made: Understood, folder: Path, ground: Ground) -> tuple[Problem, ...]:
    """Run the tests of the rules; return a complaint for each that does not come true."""
    if not made.cases:
        return ()
    from gateway.trial.run import complaints, run_cases  # here: most commands run none, and it is all of the desk
    from gateway.trial.stage import make_stage

    stage = make_stage(made.law, ground.footing, folder, made.monitors)
    return tuple(complaints(run_cases(made.cases, stage, ticks=ground.ticks), stage))


def read_all(folder: Path, ground: Ground, *, config_hash: str = "") -> Read:
    """Read as ``understand`` does, and return what could be read beside the complaints."""
    found = _Found()
    calendars = found.of(lambda: load_calendars(folder))
    links = found.of(lambda: load_links(folder))
    public = found.of(lambda: load_public_domains(folder))
    policies = team = None
    if calendars is None:
        found.of_shapes(folder)
    else:
        policies = found.of(lambda: load_policies_in_force(folder, default=ground.default, named=ground.named))
        team = found.of(lambda: load_team(folder))
    packs = policies.packs if policies is not None else None
    monitors = found.of(lambda: load_monitors(folder, packs, paths_from=ground.folder))
    home = ground.home_of(None)
    known = Known(
        policies,
        team or Team(),
        links.topics if links else (),
        calendars or {},
        complete=None not in (policies, team, links, calendars),
        zone=home.zone,
    )
    rules = read_rulebook(folder, known)
    problems = tuple(dict.fromkeys((*found.problems, *rules.problems)))
    if problems:
        return Read(problems, None, known, links or Links(), rules)
    assert policies is not None and calendars is not None and team is not None  # noqa: PT018 - else it was complained of
    assert monitors is not None and links is not None and public is not None  # noqa: PT018 - as above
    law = Law(
        policies=policies,
        calendars=calendars,
        team=team,
        home=home,
        home_of=ground.home_of,
        links=links,
        is_public=public.covers,
        ours=ground.footing.ours,
        rules=rules.book,
        config_hash=config_hash,
    )
    return Read((), Understood(law, rules.cases, monitors), known, links, rules)


@dataclass(slots=True)
class _Found:
    """What was read so far, and everything that was wrong with it, once."""

    problems: dict[Problem, None] = field(default_factory=dict)

    def of(self, load: Callable[[], T]) -> T | None:
        """Return what is read; None where there is a complaint about it, which is kept."""
        try:
            return load()
        except ConfigError as error:
            self.problems |= dict.fromkeys(error.problems)
            return None

    def of_shapes(self, folder: Path) -> None:
        """Complain at least about what is no YAML in files that cannot be understood without the calendars."""
        team = folder / TEAM
        for file in (*pack_files(folder), *([team] if team.exists() else [])):
            self.of(lambda file=file: read_file(file))  # type: ignore[misc]
