"""Lay ``GATEWAY_*`` over the settings file: every key, and secrets also from a file that ``…_FILE`` names.

Works on the plain document before it is checked, so a value from the environment obeys the same rules and its
complaints carry the variable's name. Never repeats a value.
"""

from __future__ import annotations

import copy
import itertools
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import NoneType
from typing import get_args, get_origin

from pydantic import BaseModel, SecretStr

from gateway.errors import Problem
from gateway.settings_model import Settings
from gateway.validation import did_you_mean
from gateway.yamlfile import Document, KeyPath, Place, core_scalar

PREFIX = "GATEWAY_"
FOLDER = "GATEWAY_CONFIG"
FILE = "_FILE"
ANY = "*"
"""Stands for the name of a mailbox in the path of a leaf."""
MAX_SECRET_BYTES = 64 * 1024

_LOGINS = ("imap", "relay")  # sections whose secrets only a running gateway needs
_TEST = "GATEWAY_TEST_"  # for the test suite, nothing to do with settings
_MAILBOX = re.compile(r"GATEWAY_IMAP__([A-Z0-9]+(?:_[A-Z0-9]+)*)__([A-Z0-9_]+)", re.ASCII)
_KUBERNETES = re.compile(r"GATEWAY_(?:SERVICE_(?:HOST|PORT)|PORT)(?:_.*)?", re.ASCII)


class LeafKind(Enum):
    """How the text of a variable becomes a value."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A key that holds a value and not a section."""

    path: tuple[str, ...]
    kind: LeafKind
    secret: bool


@dataclass(frozen=True, slots=True)
class Overlaid:
    """The document with the environment on top."""

    document: Document
    origins: Mapping[KeyPath, str]
    """Only of what came from the environment."""
    unread: frozenset[KeyPath]
    """Logins whose files could not be read, where none is needed."""
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def leaves(model: type[BaseModel] = Settings, above: tuple[str, ...] = ()) -> Iterator[Leaf]:
    """Yield every key that can be set, in the order of the model; a mailbox's name is ``ANY``."""
    for name, info in model.model_fields.items():
        path, annotation = (*above, name), info.annotation
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield from leaves(annotation, path)
        elif isinstance(origin := get_origin(annotation), type) and issubclass(origin, Mapping):
            yield from leaves(get_args(annotation)[1], (*path, ANY))
        else:
            secret = SecretStr in (annotation, *_members(annotation))
            yield Leaf(path, _kind(annotation), secret)


def _members(annotation: object) -> tuple[object, ...]:
    """Return the members of a union, looking through ``Annotated``."""
    return tuple(get_args(member)[0] if hasattr(member, "__metadata__") else member for member in get_args(annotation))


def _kind(annotation: object) -> LeafKind:
    if annotation is bool:
        return LeafKind.FLAG
    if annotation is int:
        return LeafKind.NUMBER
    return LeafKind.LIST if get_origin(annotation) is tuple else LeafKind.TEXT


def variable(path: KeyPath) -> str:
    """Return the name of the variable that overrides the key at ``path``."""
    return PREFIX + "__".join(str(part).upper().replace("-", "_") for part in path)


def leaf_paths(mailboxes: Iterable[str]) -> Iterator[Leaf]:
    """Yield every key that can be set when these mailboxes exist, mailbox by mailbox."""
    for section, group in itertools.groupby(leaves(), key=lambda leaf: leaf.path[0]):
        keys = list(group)
        if ANY not in keys[0].path:
            yield from keys
            continue
        for box in mailboxes:
            yield from (Leaf((section, box, key.path[-1]), key.kind, key.secret) for key in keys)


def overlay(document: Document, environ: Mapping[str, str], *, logins: bool = True) -> Overlaid:
    """Return a copy of the document with every variable laid over it, and what is wrong with the variables.

    Without ``logins`` the secrets of mailboxes and of the relay are left out where their files cannot be read. Sections
    without any key (all commented out) are dropped on the way.
    """
    if not isinstance(document.data, (dict, NoneType)):
        return Overlaid(document, {}, frozenset(), (), ())  # the check of the whole will say so
    layers = _Layers(document, logins=logins)
    names = _Names(layers.data)
    for name in sorted(environ):
        if name.startswith(PREFIX) and name != FOLDER and not name.startswith(_TEST):
            layers.take(name, environ, names)
    return layers.overlaid()


class _Layers:
    """The document being overlaid."""

    def __init__(self, document: Document, *, logins: bool) -> None:
        self.file = document.file
        self.logins = logins
        self.data = _sections_with_keys(document.data)
        self.values = dict(document.values)
        self.keys = dict(document.keys)
        self.origins: dict[KeyPath, str] = {}
        self.unread: set[KeyPath] = set()
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []

    def overlaid(self) -> Overlaid:
        document = Document(self.file, self.data, self.values, self.keys)
        return Overlaid(document, self.origins, frozenset(self.unread), tuple(self.problems), tuple(self.warnings))

    def take(self, name: str, environ: Mapping[str, str], names: _Names) -> None:
        """Lay one variable over the document."""
        found = names.find(name)
        if found is None:
            self.problems.append(_unknown(name, names))
            return
        leaf, from_file = found
        other = name.removesuffix(FILE)
        if from_file and other in environ:
            self.problems.append(Problem(name, 0, 0, f"{other} is set too", "keep one of the two"))
            return
        text = self._secret(leaf, name, environ[name]) if from_file else environ[name]
        if text is not None and any("\ud800" <= char <= "\udfff" for char in text):  # how Python keeps other bytes
            self.problems.append(Problem(name, 0, 0, "holds bytes that are not UTF-8"))
        elif text is not None:
            self._set(leaf, text, name)
            self.origins[leaf.path] = f"file named by {name}" if from_file else f"environment {name}"

    def _secret(self, leaf: Leaf, name: str, path: str) -> str | None:
        """Read a secret's file; one that cannot serve is None, and a problem where the secret is needed."""
        text, problem, mode = _secret_file(path)
        if problem and not self.logins and leaf.path[0] in _LOGINS:
            self.unread.add(leaf.path)
            self.origins[leaf.path] = f"file named by {name}"
            return None
        if problem:
            self.problems.append(Problem(name, 0, 0, problem))
            return None
        if mode & stat.S_IROTH and not path.startswith("/run/"):  # container engines make /run/secrets that way
            message = "names a file that everybody on this machine may read"
            self.warnings.append(Problem(name, 0, 0, message, f"chmod 600 {path}"))
        return text

    def _set(self, leaf: Leaf, text: str, name: str) -> None:
        """Put a value into the document, and its place with it."""
        path, node = leaf.path, self.data
        for depth, part in enumerate(path[:-1], start=1):
            if node.get(part) is None:
                node[part] = {}
            inner = node[part]
            if not isinstance(inner, dict):
                return  # the file has something else here; the check of the whole will say so
            self.values.setdefault(path[:depth], Place(name))
            node = inner
        for places in (self.values, self.keys):
            for old in [old for old in places if old[: len(path)] == path]:
                del places[old]
        node[path[-1]] = value = _value(leaf.kind, text)
        self.values[path] = self.keys[path] = Place(name)
        if isinstance(value, list):
            self.values.update({(*path, at): Place(name) for at in range(len(value))})


def _sections_with_keys(data: object) -> dict[str, object]:
    """Copy the data without the sections whose keys are all commented out."""
    sections = {leaf.path[0] for leaf in leaves() if len(leaf.path) > 1}
    copied = copy.deepcopy(data) if isinstance(data, dict) else {}
    return {key: value for key, value in copied.items() if value is not None or key not in sections}


class _Names:
    """Which variable means which key, knowing the mailboxes of the file."""

    def __init__(self, data: Mapping[str, object]) -> None:
        every = list(leaves())
        self._fixed = {variable(leaf.path): leaf for leaf in every if ANY not in leaf.path}
        self._of_mailbox = {leaf.path[-1].upper(): leaf for leaf in every if ANY in leaf.path}
        boxes = data.get("imap")
        self._boxes = {variable((name,)): name for name in boxes} if isinstance(boxes, dict) else {}

    def find(self, name: str) -> tuple[Leaf, bool] | None:
        """Return the key a variable means, and whether its value is the name of a file."""
        if leaf := self._leaf(name):
            return leaf, False
        leaf = self._leaf(name.removesuffix(FILE)) if name.endswith(FILE) else None
        return (leaf, True) if leaf and leaf.secret else None

    def _leaf(self, name: str) -> Leaf | None:
        if name in self._fixed:
            return self._fixed[name]
        match = _MAILBOX.fullmatch(name)
        if not match or match[2] not in self._of_mailbox:
            return None
        leaf = self._of_mailbox[match[2]]
        box = self._boxes.get(PREFIX + match[1]) or match[1].lower().replace("_", "-")
        return Leaf(("imap", box, leaf.path[-1]), leaf.kind, leaf.secret)

    def known(self) -> Iterator[str]:
        """Yield every name there is, for suggestions."""
        for name, leaf in self._fixed.items():
            yield from (name, name + FILE) if leaf.secret else (name,)
        for box in self._boxes or {"GATEWAY_NAME": "name"}:
            for key, leaf in self._of_mailbox.items():
                name = f"{PREFIX}IMAP__{box.removeprefix(PREFIX)}__{key}"
                yield from (name, name + FILE) if leaf.secret else (name,)


def _unknown(name: str, names: _Names) -> Problem:
    known = list(names.known())
    if name.endswith(FILE) and names.find(name.removesuffix(FILE)):
        return Problem(name, 0, 0, "unknown variable: only secrets can be read from a file")
    inside = [one for one in known if one.startswith(f"{name}__")]
    if inside:
        return Problem(
            name, 0, 0, "unknown variable: a section cannot be set as a whole", f"set {' or '.join(inside[:3])}"
        )
    hint = did_you_mean(name, known)
    if _KUBERNETES.fullmatch(name):
        hint = 'Kubernetes sets it for a service called "gateway": set enableServiceLinks: false'
    return Problem(name, 0, 0, "unknown variable", hint)


def _secret_file(name: str) -> tuple[str, str, int]:
    """Return the text without the line end after it, what is wrong, and the file's mode."""
    if not name:
        return "", "must name a file", 0
    try:
        mode = Path(name).stat().st_mode
        if not stat.S_ISREG(mode):
            return "", "does not name a file", mode
        with Path(name).open("rb") as stream:
            raw = stream.read(MAX_SECRET_BYTES + 1)
        text = raw.decode("utf-8").removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        return "", "names a file that is not UTF-8", 0
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "that is no file name"
        return "", f"names a file that cannot be read: {reason}", 0
    if len(raw) > MAX_SECRET_BYTES:
        return "", f"names a file larger than {MAX_SECRET_BYTES} bytes", mode
    return text, "" if text else "names an empty file", mode


def _value(kind: LeafKind, text: str) -> object:
    """Read the text of a variable as its key needs it; what does not fit stays text, and the check refuses it."""
    match kind:
        case LeafKind.TEXT:
            return text
        case LeafKind.LIST:
            return [part.strip() for part in text.split(",")] if text.strip() else []
        case LeafKind.NUMBER | LeafKind.FLAG:
            number = core_scalar(text.strip())
            return text if number is None else number
