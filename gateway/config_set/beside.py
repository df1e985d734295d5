"""Read a set that is in force nowhere, from a folder somebody named: a copy of the settings, or of the rules alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from gateway.config_set.files import FileSet
from gateway.config_set.folder import read_set
from gateway.config_set.law import Ground
from gateway.config_set.reading import ConfigSet, Outcome, read_folder, read_kept
from gateway.errors import NotFound

ABOUT_RULES = {"rules", "tests", "sections.yml"}


def read_beside(folder: Path, ground: Ground, live: ConfigSet) -> Outcome:
    """Read the set of a folder; its tests are not run. Raises ``ConfigError``, ``NotFound`` or ``Unsteady``.

    What a folder of rules alone lacks is as in the set that is ``live``. The folder ``rules`` itself will do as well.
    """
    if not folder.is_dir():
        raise NotFound(f"there is no folder {folder}")
    if folder.name == "rules" and not (folder / "rules").is_dir():
        folder = folder.resolve().parent
    apart = replace(ground, folder=folder)
    files = read_set(folder, apart=ground.apart)
    if not files.own:
        raise NotFound(f"{folder} has no files of rules: they are in its folder rules/")
    tops = {name.partition("/")[0] for name in files.own}
    if tops <= ABOUT_RULES:
        own = tops | {"rules", "tests"}  # tests of the live rules are not about these
        rest = {name: data for name, data in live.files.files.items() if name.partition("/")[0] not in own}
        return read_kept(FileSet({**rest, **files.own}), apart)
    return read_folder(apart, was_good=lambda _: True)
