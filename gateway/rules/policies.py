"""Read policy packs: ``config/policies/NAME.yml``, or those that travel with the program."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationInfo, model_validator

from gateway.desk.hours.calendar import Calendar
from gateway.desk.policy.policies import Policies
from gateway.desk.policy.policy import Policy
from gateway.errors import ConfigError, Problem
from gateway.resources import shipped
from gateway.rules.calendars import load_calendars
from gateway.rules.policy_checks import check
from gateway.rules.policy_model import PolicyModel
from gateway.validation import Complaints, did_you_mean, validate
from gateway.yamlfile import Place, quoted, read_file

FOLDER = "policies"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)


class _Checked(PolicyModel):
    @model_validator(mode="after")
    def _fits_together(self, info: ValidationInfo) -> _Checked:
        assert isinstance(info.context, Mapping)
        if complaints := tuple(check(self, info.context)):
            raise Complaints(*complaints)
        return self


def load_packs(folder: Path) -> Mapping[str, Policy]:
    """Read the calendars and every pack. Raises ``ConfigError``."""
    return load_policies(folder, load_calendars(folder))


def load_policies_in_force(folder: Path, *, default: str, named: Place) -> Policies:
    """Read every pack and say which is the default; ``named`` is where that is written. Raises ``ConfigError``."""
    packs = load_packs(folder)
    if default not in packs:
        hint = did_you_mean(default, packs) or f"there are {', '.join(packs) or 'none'}"
        raise ConfigError(Problem(*named, f'"support.policy" {quoted(default)} is no policy pack', hint))
    return Policies(packs, default)


def load_policies(folder: Path, calendars: Mapping[str, Calendar]) -> Mapping[str, Policy]:
    """Read every pack beside ``gateway.yml``; where there is no such folder, the shipped ones.

    Raises ``ConfigError`` with the complaints about all of them.
    """
    found: dict[str, Policy] = {}
    problems: list[Problem] = []
    for file in pack_files(folder):
        try:
            found[file.stem] = read_policy(file, calendars)
        except ConfigError as error:
            problems += error.problems
    if problems:
        raise ConfigError(*problems)
    return found


def pack_files(folder: Path) -> tuple[Path, ...]:
    """Return the files of the packs in force, in the order of their names."""
    beside = folder / FOLDER
    there = (beside if beside.is_dir() else shipped("config") / FOLDER).glob("*.yml")
    return tuple(sorted(file for file in there if not file.name.startswith(".")))  # an editor's own


def read_policy(file: Path, calendars: Mapping[str, Calendar]) -> Policy:
    """Read one pack; its name is the file's. Raises ``ConfigError``."""
    if not _NAME.fullmatch(file.stem):
        hint = "a pack is named by small letters, digits and hyphens, such as our-policy.yml"
        raise ConfigError(Problem(str(file), 0, 0, "is no name for a pack", hint))
    return validate(read_file(file), _Checked, context=calendars).policy(file.stem)
