"""Read a YAML file the strict way: plain data, and the line and column of every key and value.

YAML 1.2 core schema: ``no``, ``on`` and ``22:30`` are text, ``010`` is ten. Keys are always the text as written. Tags,
anchors, duplicate keys, tabs, carriage returns, byte order marks and second documents are refused: each is a way for
two readers to see two different files. Knows nothing of what the data means; ``gateway.validation`` checks that.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from gateway import yaml_events
from gateway.errors import ConfigError, Problem

MAX_BYTES = 1024 * 1024  # far above any file a person writes; ruamel reads about 100 kB a second
MAX_DEPTH = 100
MAX_NUMBER = 40  # characters of a number; longer ones are ids that lack their quotes
MAX_QUOTED = 60  # characters of the file repeated in a message
MAX_PROBLEMS = 50  # of one file; whoever has more starts with these

KeyPath = tuple[str | int, ...]
"""Keys and list positions (from 0) from the top of the document to a value."""


class Place(NamedTuple):
    """Where something stands. Lines and columns count from 1, in characters; line 0 is the source as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Write it as ``file:line:col``."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML document: what it says, and where it says it."""

    file: str
    """Name for messages, as the operator wrote it."""
    data: object = None
    """``dict``, ``list``, ``str``, ``int``, ``float``, ``bool`` or ``None``, nested; ``None`` for an empty file."""
    values: Mapping[KeyPath, Place] = field(default_factory=dict)
    keys: Mapping[KeyPath, Place] = field(default_factory=dict)
    """Where the key stands whose value is at the path."""

    def place(self, path: KeyPath) -> Place:
        """Return where the value at ``path`` stands, or the nearest thing around it that exists."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.values:
                return self.values[path[:length]]
        return Place(self.file)

    def key_place(self, path: KeyPath) -> Place:
        """Return where the key of ``path`` stands; for a list item or the top, the value."""
        return self.keys.get(path) or self.place(path)


def read_file(path: Path, *, name: str | None = None, max_bytes: int = MAX_BYTES) -> Document:
    """Read a regular file (a link to one will do). ``name`` is what messages call it. Raises ``ConfigError``."""
    file = name if name is not None else str(path)
    return read_bytes(file_bytes(path, file, max_bytes=max_bytes), file, max_bytes=max_bytes)


def file_bytes(path: Path, name: str, *, max_bytes: int) -> bytes:
    """Return what a regular file holds, one byte more than ``max_bytes`` at most. Raises ``ConfigError``."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise ConfigError(Problem(name, 0, 0, "is a folder, not a file"))
        if not stat.S_ISREG(mode):  # opening a FIFO would wait for ever
            raise ConfigError(Problem(name, 0, 0, "is not a regular file"))
        with path.open("rb") as stream:
            return stream.read(max_bytes + 1)
    except FileNotFoundError:
        raise ConfigError(Problem(name, 0, 0, "there is no such file")) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise ConfigError(Problem(name, 0, 0, f"cannot be read: {_reason(error)}")) from None


def read_bytes(raw: bytes, file: str, *, max_bytes: int = MAX_BYTES) -> Document:
    """Read UTF-8 bytes. Raises ``ConfigError`` with every complaint about the shape of the file."""
    return read_text(utf8_text(raw, file, max_bytes=max_bytes), file, max_bytes=max_bytes)


def utf8_text(raw: bytes, file: str, *, max_bytes: int) -> str:
    """Return bytes as the text they are. Raises ``ConfigError`` for what is too large or not UTF-8, with the place."""
    if len(raw) > max_bytes:
        raise ConfigError(Problem(file, 0, 0, f"is larger than {max_bytes} bytes"))
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ConfigError(Problem(file, 1, 1, "is UTF-16", "save it as UTF-8 without a byte order mark"))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        line, column = _line_and_column(before, len(before))
        problem = Problem(file, line, column, f"byte 0x{raw[error.start]:02x} is not UTF-8", "save the file as UTF-8")
        raise ConfigError(problem) from None


def read_text(text: str, file: str, *, max_bytes: int = MAX_BYTES) -> Document:
    """Read one document. Raises ``ConfigError`` with every complaint about the shape of the file."""
    if len(text.encode("utf-8", "surrogatepass")) > max_bytes:
        raise ConfigError(Problem(file, 0, 0, f"is larger than {max_bytes} bytes"))
    unwanted = list(_unwanted_characters(text, file))
    if unwanted:  # the parser would trip over them with less to say
        raise ConfigError(*unwanted)
    if document := _read_fast(text, file):
        return document
    builder = _Builder(file)
    builder.build(text)
    if builder.problems:
        raise ConfigError(*builder.problems)
    return builder.document()


def _read_fast(text: str, file: str) -> Document | None:
    """Read a text some thirty times as fast; None where anything is wrong with it: the strict way tells it better."""
    builder = _Builder(file)
    try:
        builder.take_all(yaml_events.fast_events(text))
    except (yaml_events.Refused, _TooDeep):
        return None
    return None if builder.problems else builder.document()


def quoted(text: str) -> str:
    """Write somebody's word into a message: between quotes, on one line, not without end."""
    shown = text if len(text) <= MAX_QUOTED else text[: MAX_QUOTED - 1] + "…"
    return '"' + "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in shown) + '"'


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else "") or str(error)


def _shape_hint(text: str, line: int, problem: str) -> str:
    """Say what people mostly did where the parser only knows what it expected."""
    lines = text.split("\n")
    near = [lines[at - 1] for at in (line, line - 1) if 0 < at <= len(lines)]
    if any(_NO_BLANK.match(one) for one in near):
        return 'write a space behind "-"'
    if any(word in problem for word in ("unknown escape character", "expected escape sequence")):
        return "use single quotes: between them a backslash is only a backslash"
    if bare := _bare_name(near[0] if near else ""):
        return _quotes_hint(bare)
    if "expected ',' or '}'" in problem and "got '{'" in problem:
        return "put text with {{ }} in quotes"
    if "expected <block end>" in problem:
        return "let it begin in the same column as the others above it"
    if "mapping values are not allowed" in problem:
        return "let it begin in the same column as the others above it; put text with a colon in it in quotes"
    return ""


def _bare_name(line: str) -> str:
    """Return the value of a line that begins with a name in braces and lacks its quotes; nothing where none does."""
    bare = _BARE.match(line) if len(line) <= MAX_LINE else None
    return bare[1].partition(" #")[0].rstrip() if bare else ""


def _quotes_hint(text: str) -> str:
    """Say how it is written. Only what is plainly a name is repeated: anything else may be a password."""
    mark = "'" if "'" not in text else '"'
    plain = _NAME_IN_BRACES.match(text) and len(text) <= MAX_QUOTED and mark not in text
    return f"put it in quotes: {mark}{text}{mark}" if plain else "put it in quotes"


MAX_LINE = 500  # characters of one that is looked at for names in braces
_BARE = re.compile(r"""[^"'{}#]*(?::|-) +(\{\{.*\}\}.*)""")
_NAME_IN_BRACES = re.compile(r"\{\{ *[a-z_]+(?:\.[a-z_]+)*[ |][^{}]*\}\}", re.ASCII)
_NO_BLANK = re.compile(r" *-[A-Za-z_][^ ]*:(?: |$)")
_UNWANTED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_NAMES = {
    "\t": ("a tab", "use spaces; inside a text write \\t between double quotes"),
    "\r": ("a carriage return", "save the file with Unix line ends (LF)"),
    "\ufeff": ("a byte order mark", "save the file as UTF-8 without a byte order mark"),
    "\0": ("a NUL byte", ""),
}


def _unwanted_characters(text: str, file: str) -> Iterator[Problem]:
    """Yield the first of each kind: a file with Windows line ends needs to be told once."""
    seen: set[str] = set()
    for match in _UNWANTED.finditer(text):
        char = match[0]
        if char not in seen and len(seen) < MAX_PROBLEMS:
            seen.add(char)
            name, hint = _NAMES.get(char, (f"the character U+{ord(char):04X}", "remove it"))
            yield Problem(file, *_line_and_column(text, match.start()), f"{name} is not allowed here", hint)


def _line_and_column(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


_NULLS = frozenset(["", "~", "null", "Null", "NULL"])
_BOOLEANS = {name: name.lower() == "true" for name in ("true", "True", "TRUE", "false", "False", "FALSE")}
_INTEGER = re.compile(r"[-+]?[0-9]+", re.ASCII)
_OCTAL = re.compile(r"0o[0-7]+", re.ASCII)
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+", re.ASCII)
_DECIMAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)


def core_scalar(text: str) -> str | int | float | bool | None:
    """Say what an unquoted word means in the YAML 1.2 core schema (section 10.3.2).

    Numbers no machine number can hold (``.inf``, ``1e999``, forty digits) stay text.
    """
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if len(text) > MAX_NUMBER:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _OCTAL.fullmatch(text):
        return int(text[2:], 8)
    if _HEXADECIMAL.fullmatch(text):
        return int(text[2:], 16)
    if _DECIMAL.fullmatch(text):
        number = float(text)
        return number if abs(number) != float("inf") else text
    return text


class _TooDeep(Exception):
    """Nested beyond ``MAX_DEPTH``: the rest is not read."""


@dataclass(slots=True)
class _Open:
    """A mapping or list that has begun and not ended."""

    path: KeyPath
    node: dict[str, object] | list[object]
    key: str | None = None
    """The key that waits for its value."""
    refused: int = 0
    """Makes a name for values whose key was refused."""


class _Builder:
    """Turns the parser's events into data and places; collects complaints and goes on."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.data: object = None
        self.values: dict[KeyPath, Place] = {}
        self.keys: dict[KeyPath, Place] = {}
        self.problems: list[Problem] = []
        self._open: list[_Open] = []
        self._lines: list[str] = []
        self._documents = 0
        self._before: Event | None = None
        self._read: Event | None = None

    def build(self, text: str) -> None:
        """Read a text; what it says counts only when there are no ``problems``."""
        self._lines = text.split("\n")
        try:
            self.take_all(yaml_events.strict_events(text))
        except _TooDeep:
            return
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = Place(self.file, mark.line + 1, mark.column + 1) if mark else self._place(self._read)
            words = "; ".join(part for part in (error.context, error.problem) if part)
            hint = _shape_hint(text, place.line, error.problem or "")
            if not any(
                one.line == place.line and one.hint == hint != "" for one in self.problems
            ):  # one slip, said once
                self._complain(place, f"not valid YAML: {words}", hint)
        except (YAMLError, ValueError, ArithmeticError):  # e.g. an escape beyond the last character there is
            self._complain(self._place(self._read), "not valid YAML: what follows cannot be read")

    def take_all(self, events: Iterator[Event]) -> None:
        """Take events in; those after ``MAX_PROBLEMS`` complaints are left."""
        for self._read in events:
            self._take(self._read)
            self._before = self._read
            if len(self.problems) >= MAX_PROBLEMS:
                return

    def document(self) -> Document:
        """Return what was read."""
        return Document(self.file, self.data, self.values, self.keys)

    def _take(self, event: Event) -> None:
        match event:
            case DocumentStartEvent():
                self._start_document(event)
            case AliasEvent():
                self._complain(
                    self._place(event), f"the alias {quoted(f'*{event.anchor}')} is not allowed", "write the value out"
                )
                self._put(None, event)
            case ScalarEvent():
                self._scalar(event)
            case MappingStartEvent() | SequenceStartEvent():
                self._begin(event)
            case MappingEndEvent() | SequenceEndEvent():
                self._open.pop()

    def _start_document(self, event: DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            self._complain(self._place(event), "a second document is not allowed", 'remove the "---"')
        if event.version not in (None, (1, 2)) or event.tags:
            self._complain(self._place(event), "a directive is not allowed", 'remove the line that begins with "%"')

    def _begin(self, event: MappingStartEvent | SequenceStartEvent) -> None:
        if len(self._open) >= MAX_DEPTH:
            self._complain(self._place(event), f"nested more than {MAX_DEPTH} deep")
            raise _TooDeep
        self._check_node(event)
        node: dict[str, object] | list[object] = {} if isinstance(event, MappingStartEvent) else []
        self._open.append(_Open(self._put(node, event), node))

    def _scalar(self, event: ScalarEvent) -> None:
        self._check_node(event)
        text: str = event.value
        if any("\ud800" <= char <= "\udfff" or char == "\0" for char in text):
            self._complain(self._place(event), "the text holds a character that is not allowed (NUL or half a pair)")
        if self._open and isinstance(self._open[-1].node, dict) and self._open[-1].key is None:
            self._key(self._open[-1], text, event)
            return
        plain = event.style is None  # quoted and block scalars are text, whatever they look like
        self._put(core_scalar(text) if plain else text, event)

    def _key(self, parent: _Open, text: str, event: ScalarEvent) -> None:
        if text == "<<" and event.style is None:
            self._complain(self._place(event), 'the merge key "<<" is not allowed', "write the keys out")
        path = (*parent.path, text)
        if path in self.keys:
            first = self.keys[path]
            self._complain(self._place(event), f"{quoted(text)} is given twice", f"the first is in line {first.line}")
            text = self._stand_in(parent)
            path = (*parent.path, text)
        self.keys[path] = self._place(event)
        parent.key = text

    def _put(self, value: object, event: Event) -> KeyPath:
        """Hang a value into its parent and return its path."""
        if not self._open:
            self.data = value if self._documents == 1 else self.data
            path: KeyPath = () if self._documents == 1 else (self._documents,)
        else:
            path = self._hang(self._open[-1], value, event)
        self.values[path] = self._place(event)
        return path

    def _hang(self, parent: _Open, value: object, event: Event) -> KeyPath:
        if isinstance(parent.node, list):
            parent.node.append(value)
            return (*parent.path, len(parent.node) - 1)
        if parent.key is None:  # a key that is itself a list, a mapping or an alias
            if not isinstance(event, AliasEvent):
                place = self._place(event)
                self._complain(place, "a key must be one word or text", self._braces_hint(place))
            parent.key = self._stand_in(parent)
            return (*parent.path, parent.key, "key")
        path = (*parent.path, parent.key)
        parent.node[parent.key] = value
        parent.key = None
        return path

    def _braces_hint(self, place: Place) -> str:
        """Say what to do where the key is a name in braces, which lacks its quotes."""
        line = self._lines[place.line - 1] if place.line <= len(self._lines) else ""
        if bare := _bare_name(line):
            return _quotes_hint(bare)
        named = _NAME_IN_BRACES.match(line, max(place.column - 2, 0))
        return _quotes_hint(named[0]) if named else ""

    @staticmethod
    def _stand_in(parent: _Open) -> str:
        parent.refused += 1
        return f"\0{parent.refused}"  # no key of a file can hold a NUL

    def _check_node(self, event: ScalarEvent | MappingStartEvent | SequenceStartEvent) -> None:
        if event.anchor is not None:
            self._complain(
                self._place(event), f"the anchor {quoted(f'&{event.anchor}')} is not allowed", "write the value out"
            )
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._complain(self._place(event), f"the tag {quoted(tag)} is not allowed", "remove it")

    def _place(self, event: Event | None) -> Place:
        if isinstance(event, ScalarEvent) and event.value == "" and event.style is None:
            event = self._before  # nothing stands there: point at the key, not at what comes next
        mark = event.start_mark if event is not None else None
        return Place(self.file, mark.line + 1, mark.column + 1) if mark is not None else Place(self.file, 1, 1)

    def _complain(self, place: Place, message: str, hint: str = "") -> None:
        self.problems.append(Problem(*place, message, hint))
