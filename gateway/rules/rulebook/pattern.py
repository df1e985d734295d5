"""Compile the patterns of ``|re``: the syntax of Python's ``re``, run by an engine that can be stopped.

The stdlib reads a pattern first, so that its manual is ours and what the engine knows beyond it is refused; its tree
says how large the pattern grows and which words a text must have to fit. Only here are patterns compiled.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as sre_parser  # type: ignore[attr-defined]
from time import thread_time
from typing import Any

import regex

from gateway.desk.ruling.pattern import Hit, Sought, TooSlow
from gateway.desk.words.fold import folded, normal

MAX_LENGTH = 1_000  # characters of one
MAX_GROWN = 5_000  # items once every count is written out: each takes memory, and empty groups time by the square
MAX_WORDS = 50  # that speak for a pattern
LEAST_WORD = 2  # letters of one; a single letter is in every text
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
_FUZZY = re.compile(r"(?<!\\)(?:\\\\)*\{(?:\s*[eisd]\b|[^}]*<)")


class BadPattern(ValueError):
    """It cannot be used; ``at`` is where, in characters from 0, or -1."""

    def __init__(self, why: str, at: int = -1) -> None:
        """Keep the place."""
        super().__init__(why)
        self.at = at


class TooLarge(BadPattern):
    """It would take more memory than a pattern is worth."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A pattern: see ``desk.ruling.pattern.Pattern``."""

    source: str
    words: frozenset[str]
    groups: tuple[str, ...]
    sure: frozenset[str]
    engine: regex.Pattern[str]

    def search(self, text: str, *, seconds: float) -> Sought:
        """Find it in a text that is in one form (``normal``). Raises ``TooSlow``."""
        began = thread_time()  # work, not time that passed: how busy the machine is proves nothing
        try:
            found = self.engine.search(text, timeout=seconds)
        except (TimeoutError, MemoryError):
            raise TooSlow from None
        spent = thread_time() - began
        if found is None:
            return Sought(None, spent)
        groups = {name: text or "" for name, text in found.groupdict().items()}
        return Sought(Hit(found.start(), found.end(), groups), spent)


@lru_cache(maxsize=4_096)
def compile_pattern(source: str) -> Compiled:
    """Compile a pattern; case and form do not count. Raises ``BadPattern``.

    A set is read again whenever one of its files changes: what was compiled before is kept.
    """
    if len(source) > MAX_LENGTH:
        raise TooLarge(f"is longer than {MAX_LENGTH} characters")
    written = normal(source)
    tree = _tree(written)
    if not _looks_back_evenly(tree):
        raise BadPattern("looks behind itself by texts of several lengths")
    if (grown := _grown(tree)) > MAX_GROWN:
        raise TooLarge(f"grows to {grown:,} items once every count is written out; {MAX_GROWN:,} is the most")
    try:
        engine = regex.compile(written, regex.IGNORECASE)  # FULLCASE: ".?ssa" searches "STRAßE" for ever
    except regex.error as error:  # the stdlib has read it: hardly ever
        raise BadPattern(f"is no pattern: {error}") from None
    named = tuple(sorted(engine.groupindex, key=lambda name: engine.groupindex[name]))
    sure = frozenset(name for name, number in engine.groupindex.items() if number in _always(tree))
    return Compiled(source, _words(tree, written), named, sure, engine)


def read_pattern(source: str) -> Sequence[Any]:
    """Return the tree of a pattern that has been compiled."""
    return _tree(normal(source))


def _tree(source: str) -> Sequence[Any]:
    """Read it as the stdlib does. What the two engines might read differently is refused."""
    if fuzzy := _FUZZY.search(source):
        raise BadPattern("counts mistakes ({e<=1}), which is not part of these patterns", fuzzy.start())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            tree: Sequence[Any] = sre_parser.parse(source)
    except re.error as error:
        raise BadPattern(f"is no pattern: {error.msg}", error.pos if error.pos is not None else -1) from None
    except Warning as warning:  # a set inside a set: the next version of the stdlib will read it otherwise
        raise BadPattern(f"can be read in two ways: {warning}") from None
    except (OverflowError, RecursionError):
        raise TooLarge("is too large, or nested too deep") from None
    return tree


def _grown(tree: Sequence[Any]) -> int:
    """Say how many items a pattern has once every count is written out."""
    size = 0
    for op, argument in tree:
        if op in _REPEATS:
            least, most, inner = argument
            size += _grown(inner) * max(1, least, 0 if most is sre.MAXREPEAT else most)
        else:
            size += 1 + sum(_grown(part) for part in _parts(op, argument))
        if size > MAX_GROWN:
            break
    return size


def _looks_back_evenly(tree: Sequence[Any]) -> bool:
    """Tell whether each look behind is of one length, as the stdlib wants it; it finds out when it compiles."""
    for op, argument in tree:
        if op in (sre.ASSERT, sre.ASSERT_NOT) and argument[0] < 0:
            shortest, longest = argument[1].getwidth()
            if shortest != longest:
                return False
        inner = [argument[2]] if op in _REPEATS else _parts(op, argument) if op is not sre.IN else ()
        if not all(map(_looks_back_evenly, inner)):
            return False
    return True


def _parts(op: Any, argument: Any) -> Iterator[Sequence[Any]]:
    """Yield the patterns inside an item."""
    if op is sre.SUBPATTERN:
        yield argument[3]
    elif op is sre.BRANCH:
        yield from argument[1]
    elif op in (sre.ASSERT, sre.ASSERT_NOT):
        yield argument[1]
    elif op is sre.ATOMIC_GROUP:
        yield argument
    elif op is sre.GROUPREF_EXISTS:
        yield from (part for part in argument[1:] if part is not None)
    elif op is sre.IN:
        yield [(sre.ANY, None)] * len(argument)


def _always(tree: Sequence[Any]) -> frozenset[int]:
    """Return the groups, by number, that take part in whatever the pattern finds."""
    found: set[int] = set()
    for op, argument in tree:
        if op in _REPEATS:
            found |= _always(argument[2]) if argument[0] else frozenset()
        elif op is sre.SUBPATTERN:
            found |= _always(argument[3]) | ({argument[0]} if argument[0] is not None else set())
        elif op in (sre.ATOMIC_GROUP, sre.ASSERT):
            found |= _always(argument if op is sre.ATOMIC_GROUP else argument[1])
        elif op is sre.BRANCH:
            found |= frozenset.intersection(*map(_always, argument[1]))
    return frozenset(found)


def _words(tree: Sequence[Any], source: str) -> frozenset[str]:
    """Return folded words of which one is in every text the pattern fits; none where that cannot be said."""
    if any(unicodedata.category(char).startswith("M") for char in source):
        return frozenset()  # folding may join a mark with what stands before it
    found = _needed(tree)
    fit = found is not None and len(found) <= MAX_WORDS and all(len(word) >= LEAST_WORD for word in found)
    return found if found is not None and fit else frozenset()


def _needed(tree: Sequence[Any]) -> frozenset[str] | None:
    """Return the best choice of words one of which must be there: the one whose shortest word is longest."""
    choices: list[frozenset[str]] = []
    run: list[str] = []
    for op, argument in tree:
        if op is sre.LITERAL and (letter := _letter(argument)):
            run.append(letter)
            continue
        choices += _closed(run)
        run = []
        if op in _REPEATS:
            inner = _needed(argument[2]) if argument[0] else None
            choices += [inner] if inner else []
        elif op in (sre.SUBPATTERN, sre.ATOMIC_GROUP):
            inner = _needed(argument[3] if op is sre.SUBPATTERN else argument)
            choices += [inner] if inner else []
        elif op is sre.BRANCH:
            branches = [_needed(one) for one in argument[1]]
            if branches and all(branches):
                choices.append(frozenset().union(*(one for one in branches if one)))
    choices += _closed(run)
    return max(choices, key=lambda words: (min(map(len, words)), -len(words)), default=None)


def _closed(run: list[str]) -> list[frozenset[str]]:
    return [frozenset({"".join(run)})] if run else []


def _letter(code: int) -> str:
    """Return a character as it stands in a text folded by letters; empty where folding may do more than that to it."""
    letter = chr(code).casefold()
    if letter.isspace():  # gaps are made one before words are searched for
        return ""
    return letter if len(letter) == 1 and folded(letter.upper()) == folded(letter) == letter else ""
