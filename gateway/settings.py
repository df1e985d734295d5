"""Load the settings: ``config/gateway.yml`` and the environment over it become one frozen, checked object.

Whole or not at all: every complaint is raised at once. Only ``run`` and ``cli`` see settings; the rooms get plain
arguments. What may be set is in ``gateway.settings_model``.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pydantic import SecretStr

from gateway.errors import ConfigError, Problem
from gateway.network import Tls, is_loopback
from gateway.resources import shipped
from gateway.settings_environment import FOLDER, Leaf, Overlaid, leaf_paths, overlay, variable
from gateway.settings_model import WITHOUT_LOGINS, Mode, Settings
from gateway.settings_values import MASK, has_password, masked_url
from gateway.validation import dotted, validate
from gateway.yamlfile import Document, Place, read_file

__all__ = [
    "FILE_NAME",
    "Loaded",
    "Mode",
    "Row",
    "Settings",
    "load_settings",
    "rows",
]

FILE_NAME = "gateway.yml"


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings that may be used, and where each came from."""

    settings: Settings
    origins: Mapping[str, str]
    """Dotted key to ``FILE:LINE:COL``, ``environment NAME``, ``file named by NAME`` or ``default``."""
    places: Mapping[str, Place]
    """Dotted key to where its value stands, or the nearest thing around it."""
    unread: frozenset[str]
    """Keys of logins whose files could not be read; only where none was needed."""
    warnings: tuple[Problem, ...]
    """What works and is unwise."""
    folder: Path
    """Where ``gateway.yml`` and the files beside it were read."""


class Row(NamedTuple):
    """One line of ``gateway config show --origin``."""

    key: str
    shown: str
    """The value for people, secrets masked."""
    origin: str


def load_settings(folder: Path | None, environ: Mapping[str, str], *, logins: bool = True) -> Loaded:
    """Read, overlay and check. Without ``folder``: ``GATEWAY_CONFIG``, else ``./config``, else the one shipped.

    Without ``logins`` nobody is going to log in at a relay or a mailbox: their passwords may be missing. Relative paths
    in the settings start at the current folder. Raises ``ConfigError`` with every complaint.
    """
    folder = _folder(folder, environ)
    file = folder / FILE_NAME
    problems: list[Problem] = []
    document = _document(file, problems)
    overlaid = overlay(document or Document(str(file)), environ, logins=logins)
    problems.extend(overlaid.problems)
    settings = None
    if document:  # else there would be complaints of what it lacks
        settings = _settings(overlaid.document, problems, logins=logins)
    if problems or settings is None:
        raise ConfigError(*problems)
    origins = {dotted(leaf.path): _origin(leaf, overlaid) for leaf in leaf_paths(settings.imap)}
    warnings = _warnings(settings, overlaid, file)
    places = {dotted(leaf.path): overlaid.document.place(leaf.path) for leaf in leaf_paths(settings.imap)}
    unread = frozenset(dotted(path) for path in overlaid.unread)
    return Loaded(settings, origins, places, unread, tuple(sorted(warnings)), folder)


def hash_of(folder: Path) -> str:
    """Return the hash of what ``gateway.yml`` holds now, to tell whether it was changed; empty where nobody can."""
    try:
        return hashlib.sha256((folder / FILE_NAME).read_bytes()).hexdigest()
    except OSError:
        return ""


def rows(loaded: Loaded) -> list[Row]:
    """Return every key with its value and origin, in the order of the reference. No secret is in it."""
    return [
        Row(key := dotted(leaf.path), _shown(leaf, _value(loaded.settings, leaf)), loaded.origins[key])
        for leaf in leaf_paths(loaded.settings.imap)
    ]


def _folder(folder: Path | None, environ: Mapping[str, str]) -> Path:
    if folder is not None:
        return _with_file(folder, named_by=str(folder))
    if FOLDER in environ:
        if not environ[FOLDER]:
            raise ConfigError(Problem(FOLDER, 0, 0, "is empty", f"name the folder that holds {FILE_NAME}, or unset it"))
        return _with_file(Path(environ[FOLDER]), named_by=FOLDER)
    here = Path("config")
    return here if _has_file(here) else shipped("config")


def _with_file(folder: Path, *, named_by: str) -> Path:
    """Return the folder; one that was named and has no file is a mistake, and never a reason for the defaults."""
    if _has_file(folder):
        return folder
    hint = "name the folder, not the file" if os.path.isfile(folder) else ""
    raise ConfigError(Problem(named_by, 0, 0, f"there is no {folder / FILE_NAME}", hint))


def _has_file(folder: Path) -> bool:
    """Tell whether the file is there; one that cannot be looked at is, and reading it will say why not."""
    try:
        (folder / FILE_NAME).stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError):
        return True
    return True


def _document(file: Path, problems: list[Problem]) -> Document | None:
    try:
        return read_file(file)
    except ConfigError as error:
        problems.extend(error.problems)
        return None


def _settings(document: Document, problems: list[Problem], *, logins: bool) -> Settings | None:
    try:
        return validate(document, Settings, context=None if logins else WITHOUT_LOGINS)
    except ConfigError as error:
        problems.extend(error.problems)
        return None


def _origin(leaf: Leaf, overlaid: Overlaid) -> str:
    if leaf.path in overlaid.origins:
        return overlaid.origins[leaf.path]
    place = overlaid.document.values.get(leaf.path)
    return str(place) if place else "default"


def _value(settings: Settings, leaf: Leaf) -> object:
    found: object = settings
    for part in leaf.path:
        found = found[part] if isinstance(found, Mapping) else getattr(found, part)
    return found


def _shown(leaf: Leaf, value: object) -> str:
    match value:
        case None:
            return ""
        case SecretStr():
            return masked_url(value.get_secret_value()) if leaf.path[-1] == "url" else MASK
        case bool():
            return str(value).lower()
        case tuple():
            return ", ".join(str(part) for part in value)
        case str() if leaf.path[-1] == "token_command":  # its arguments may be secrets
            program, *arguments = shlex.split(value)
            return f"{program} {MASK}" if arguments else program
        case _:
            return str(value)


def _warnings(settings: Settings, overlaid: Overlaid, file: Path) -> Iterator[Problem]:
    yield from overlaid.warnings
    yield from _secrets_in_file(settings, overlaid, file)
    document = overlaid.document
    for name, box in settings.imap.items():
        if box.tls is Tls.NONE and not is_loopback(box.host):
            place = document.place(("imap", name, "tls"))
            yield Problem(*place, f'"imap.{name}" sends its password and all mail in clear', "use tls: implicit")
    if not settings.relay.url and (settings.relay.user or settings.relay.password):
        place = document.place(("relay", "user" if settings.relay.user else "password"))
        yield Problem(*place, '"relay.url" is empty: there is nobody to log in to, mail goes to the Maildir')
    if settings.relay.url and not settings.relay.certificate_check:
        place = document.place(("relay", "certificate_check"))
        yield Problem(*place, '"relay.certificate_check" is off: anybody between may read the mail and the password')
    for at, network in enumerate(settings.trust.peers):
        if network.prefixlen == 0:
            place = document.place(("trust", "peers", at))
            yield Problem(*place, '"trust.peers" trusts every address there is', "name your own mail servers")
    if settings.trust.authserv_ids and not (settings.trust.peers or settings.imap or settings.lmtp.listen):
        place = document.place(("trust", "authserv_ids"))
        yield Problem(
            *place,
            'mail by SMTP is believed from "trust.peers" only, and there are none: "trust.authserv_ids" counts for '
            "mail by a pipe or an import alone",
            'name the server that brings mail by SMTP: "trust.peers: [192.0.2.10]"',
        )
    key = settings.smtp.key
    if key and key.stat().st_mode & stat.S_IROTH:
        place = document.place(("smtp", "key"))
        yield Problem(*place, '"smtp.key" may be read by everybody on this machine', f"chmod 600 {key}")


def _secrets_in_file(settings: Settings, overlaid: Overlaid, file: Path) -> Iterator[Problem]:
    found = False
    for leaf in leaf_paths(settings.imap):
        value = _value(settings, leaf)
        if (
            not isinstance(value, SecretStr)
            or leaf.path not in overlaid.document.values
            or leaf.path in overlaid.origins
        ):
            continue
        if leaf.path[-1] == "url" and not has_password(value.get_secret_value()):
            continue
        found = True
        place, hint = (
            overlaid.document.place(leaf.path),
            f"put it in a file and name that in {variable(leaf.path)}_FILE",
        )
        yield Problem(*place, f'"{dotted(leaf.path)}" is a secret, and this file may be copied or committed', hint)
    mode = stat.S_IMODE(file.stat().st_mode)
    if found and mode & 0o077:
        yield Problem(str(file), 0, 0, f"holds a secret and others may read it (mode {mode:04o})", f"chmod 600 {file}")
