"""When each rule was last changed, as far as the history of the sets goes back.

A rule is what is written of it: moved within its files it is the same, and with another variable it is another.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from gateway.errors import ConfigError
from gateway.store.config_sets import Reading, file_hashes, kept_files, readings
from gateway.store.database import Connection
from gateway.yamlfile import read_bytes

MOST_SETS = 200  # of the history, the newest


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A set with which a rule became what it is."""

    at: datetime
    by: str
    hash: str
    is_new: bool
    """There was no rule of that id before."""


def rule_changes(connection: Connection) -> Mapping[str, RuleChange]:
    """Return by rule when it became what it is; those that are as they were in the oldest set are missing."""
    history = _sets(connection)
    if not history:
        return {}
    known: dict[str, Mapping[str, str]] = {}
    now = _rules(connection, history[0].hash, known)
    open_ones, found, later = set(now), dict[str, RuleChange](), history[0]
    for reading in history[1:]:
        then = _rules(connection, reading.hash, known)
        for name in sorted(open_ones):
            if then.get(name) != now[name]:
                found[name] = RuleChange(later.at, later.by, later.hash, is_new=name not in then)
        open_ones -= found.keys()
        later = reading
        if not open_ones:
            break
    return found


def _sets(connection: Connection) -> list[Reading]:
    """Return the sets that were in force, the newest first; one that came into force again counts each time."""
    return [one for one in readings(connection, limit=MOST_SETS) if one.good]


def _rules(connection: Connection, content_hash: str, known: dict[str, Mapping[str, str]]) -> Mapping[str, str]:
    """Return by rule what is written of it in a set. ``known``: by the hash of a file."""
    files = {name: one for name, one in file_hashes(connection, content_hash).items() if name.startswith("rules/")}
    files = {name: one for name, one in files.items() if name.endswith(".yml")}
    for one, data in kept_files(connection, set(files.values()) - known.keys()).items():
        known[one] = _written(data)
    return {name: text for _, one in sorted(files.items()) for name, text in known.get(one, {}).items()}


def _written(data: bytes) -> Mapping[str, str]:
    try:
        top = read_bytes(data, "").data
    except ConfigError:  # what an earlier version took
        return {}
    if not isinstance(top, dict) or not isinstance(top.get("rules"), list):
        return {}
    variables = top.get("variables")
    found: dict[str, str] = {}
    for rule in top["rules"]:
        if isinstance(rule, dict) and isinstance(rule.get("id"), str):
            text = json.dumps(rule, sort_keys=True)
            found[rule["id"]] = text + (json.dumps(variables, sort_keys=True) if "{{" in text else "")
    return found
