"""Domains at which anybody can get an address (``config/public-domains.txt``): sharing one makes nobody a colleague.

One domain a line, ``#`` begins a comment, ``name.*`` stands for every ending. Read once; looking up reads nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from gateway.errors import ConfigError, Problem
from gateway.resources import shipped

FILE_NAME = "public-domains.txt"
MAX_FILE = 1 << 20  # bytes
_DOMAIN = re.compile(r"(?=.{3,253}\Z)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+")
_FAMILY = re.compile(r"([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)\.\*")


@dataclass(frozen=True, slots=True)
class PublicDomains:
    """The file, checked."""

    domains: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()
    """First labels of domains with any ending of one or two labels: ``yahoo`` is yahoo.com and yahoo.co.uk."""

    def covers(self, domain: str) -> bool:
        """Tell whether anybody can get an address there. ``domain`` as in ``Address.domain``."""
        first, dot, rest = domain.partition(".")
        return domain in self.domains or (bool(dot) and first in self.families and rest.count(".") <= 1)


def load_public_domains(folder: Path) -> PublicDomains:
    """Read the file beside ``gateway.yml``, or the one that travels with the program. Raises ``ConfigError``."""
    beside = folder / FILE_NAME
    file = beside if beside.exists() else shipped("config") / FILE_NAME
    try:
        data = file.read_bytes()[: MAX_FILE + 1]
    except OSError as error:
        raise ConfigError(Problem(str(file), 0, 0, f"cannot be read: {error.strerror}")) from None
    if len(data) > MAX_FILE:
        raise ConfigError(Problem(str(file), 0, 0, f"is larger than {MAX_FILE >> 20} MiB"))
    return read_public_domains(data.decode("utf-8", "replace"), str(file))


def read_public_domains(text: str, file: str) -> PublicDomains:
    """Read the lines of such a file. Raises ``ConfigError`` with every line that is no domain."""
    domains, families, problems = set(), set(), []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        name = line.partition("#")[0].strip().lower()
        if not name:
            continue
        if family := _FAMILY.fullmatch(name):
            families.add(family[1])
        elif _DOMAIN.fullmatch(name):
            domains.add(name)
        else:
            at = line.index(line.strip()[0]) + 1
            hint = "write one domain a line, such as gmail.com or yahoo.*; letters of other scripts as xn--"
            problems.append(Problem(file, number, at, "is not a domain", hint))
    if problems:
        raise ConfigError(*problems)
    return PublicDomains(frozenset(domains), frozenset(families))
