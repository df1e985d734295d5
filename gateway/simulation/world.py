"""The world of a story: a throwaway folder with settings, a team and a store, and customers in its directory.

Settings and team are real files that the ordinary readers read, so every check of theirs applies. Policies, calendars
and links are those of the folder that the caller names: an admin tries their own.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import copyfile, copytree

from gateway.desk.hours.calendar import Calendar
from gateway.desk.policy.policy import Policy
from gateway.errors import ConfigError, Problem
from gateway.office import open_office
from gateway.rules.calendars import load_calendars
from gateway.rules.customer_model import Packs
from gateway.rules.customer_written import Read
from gateway.rules.links import load_links
from gateway.rules.policies import load_policies
from gateway.rules.scenario import read_scenario
from gateway.rules.scenario_story import Scenario
from gateway.rules.team import FILE_NAME as TEAM
from gateway.settings import FILE_NAME as SETTINGS
from gateway.settings import Loaded, load_settings
from gateway.settings_model import WITHOUT_LOGINS, Settings
from gateway.simulation.clock import VirtualClock
from gateway.simulation.post import HOP, HOP_ADDRESS
from gateway.simulation.stage import Stage
from gateway.store.database import Database
from gateway.store.empty import put_empty_store
from gateway.validation import did_you_mean, validate
from gateway.yamlfile import Document, KeyPath, Place, quoted

_OWN = (SETTINGS, TEAM)
"""What a world has of its own; everything else of the folder is the caller's."""


@dataclass(frozen=True, slots=True)
class Scenery:
    """What stories are read and played by, out of one folder."""

    folder: Path
    calendars: Mapping[str, Calendar]
    policies: Mapping[str, Policy]

    @property
    def packs(self) -> Packs:
        """The policies customers may have, each with its plans."""
        return {name: frozenset(pack.plans) for name, pack in self.policies.items()}

    def read(self, file: Path) -> Scenario:
        """Read a scenario, its settings too. Raises ``ConfigError`` with every complaint."""
        return read_scenario(file, packs=self.packs, calendars=self.calendars, look=self._look)

    def _look(self, document: Document) -> Iterator[Problem]:
        yield from _wrong_settings(document)
        named = _settings_written(document).get("support")
        policy = named.get("policy") if isinstance(named, dict) else None
        if isinstance(policy, str) and policy not in self.policies:
            place = document.place(("settings", "support", "policy"))
            hint = did_you_mean(policy, self.policies) or f"there are {', '.join(self.policies)}"
            yield Problem(*place, f'"settings.support.policy" {quoted(policy)} is no policy pack', hint)


def open_scenery(folder: Path) -> Scenery:
    """Read what stands beside ``gateway.yml``. Raises ``ConfigError``."""
    calendars = load_calendars(folder)
    load_links(folder)  # every world reads them again; here a mistake is named where the caller wrote it
    return Scenery(folder, calendars, load_policies(folder, calendars))


@contextmanager
def raised(scenario: Scenario, scenery: Scenery) -> Iterator[Stage]:
    """Make the world, and take it away. Raises ``ConfigError`` for customers that do not fit together."""
    clock = VirtualClock(scenario.start)
    with tempfile.TemporaryDirectory(prefix="casegate-story-") as folder:
        loaded = _written(scenario, scenery, Path(folder))
        put_empty_store(loaded.settings.store.directory)
        opened = open_office(loaded, clock=clock)
        opened.close()
        directory = loaded.settings.store.directory
        office = replace(opened, database=Database(url="", directory=directory, lasting=False))
        try:
            if scenario.customers:
                office.directory.bring_in(Read(scenario.customers), by="the story", because="it begins so")
            yield Stage(office, loaded, clock)
        finally:
            office.close()


def _written(scenario: Scenario, scenery: Scenery, folder: Path) -> Loaded:
    config = folder / "config"
    config.mkdir()
    for one in scenery.folder.resolve().iterdir():
        if one.name not in _OWN and not one.name.startswith("."):
            copytree(one, config / one.name) if one.is_dir() else copyfile(one, config / one.name)
    settings = _settings(scenario.settings, policy=scenario.policy)
    settings = _merged(settings, {"store": {"directory": str(folder / "store"), "url": None}})
    _write(config / SETTINGS, settings)
    _write(config / TEAM, {"team": list(scenario.team)})
    return load_settings(config, {}, logins=False)


def _write(file: Path, value: object) -> None:
    file.write_text(json.dumps(value, ensure_ascii=False, indent=1), "utf-8")  # JSON is YAML, and 1.2 is meant


def _wrong_settings(document: Document) -> tuple[Problem, ...]:
    """Check the settings of a story as those of a ``gateway.yml``, at the places where they stand in it."""
    theirs = _settings_written(document)
    if not theirs:
        return ()
    places = _below(document.values) | {(): document.place(("settings",))}
    try:
        whole = Document(document.file, _settings(theirs, policy="standard"), places, _below(document.keys))
        validate(whole, Settings, context=WITHOUT_LOGINS)
    except ConfigError as error:
        return error.problems
    return ()


def _settings_written(document: Document) -> dict[str, object]:
    """Return the settings of a story; those that are no mapping are complained of elsewhere."""
    theirs = document.data.get("settings") if isinstance(document.data, dict) else None
    return theirs if isinstance(theirs, dict) else {}


def _settings(theirs: Mapping[str, object], *, policy: str) -> dict[str, object]:
    """Return the settings of the world with those of the story over them."""
    ours: dict[str, object] = {
        "mode": "live",
        "brand": "Example Support",
        "tag": "case",
        "support": {
            "addresses": ["support@support.example"],
            "escalations": "escalations@support.example",
            "notices": "notices@support.example",
            "newsletters": "news@support.example",
            "policy": policy,
        },
        "trust": {"authserv_ids": [HOP], "peers": [HOP_ADDRESS]},
    }
    return _merged(ours, theirs)


def _merged(ours: Mapping[str, object], theirs: Mapping[str, object]) -> dict[str, object]:
    found = dict(ours)
    for key, value in theirs.items():
        mine = found.get(key)
        found[key] = _merged(mine, value) if isinstance(mine, dict) and isinstance(value, dict) else value
    return found


def _below(places: Mapping[KeyPath, Place]) -> dict[KeyPath, Place]:
    """Return the places below the settings as those of a file of their own."""
    return {path[1:]: place for path, place in places.items() if path[:1] == ("settings",) and len(path) > 1}
