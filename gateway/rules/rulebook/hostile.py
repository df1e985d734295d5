"""Try patterns on texts that are made to be hard for them.

What makes an engine slow is repeating what can be matched in several ways, and then not finding the end. So each
repetition of a pattern is fed with what it takes, hundreds of times, and a character behind it that nothing takes.
Measured on one core: a pattern whose work grows with the square of the text takes 2 ms for 600 characters, one of the
cube 190 ms, and those that double with each character never end. So one limit of 50 ms tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from re import _constants as sre  # type: ignore[attr-defined]
from typing import Any

from gateway.desk.ruling.pattern import MAY_TAKE, TooSlow
from gateway.rules.rulebook.pattern import Compiled, read_pattern

SHORT = 600  # characters: what takes its time on these is useless
LONG = 10_000  # what takes its time on these alone is fine for ordinary mail
MAX_TEXTS = 10  # of one pattern
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
_NOTHING = "\x01"  # no pattern of a person takes it, but for negated sets: then the end is what is not found
_MANY = 4  # times: from here on a repetition is worth pumping
_BY_CATEGORY = {
    sre.CATEGORY_DIGIT: "0",
    sre.CATEGORY_NOT_DIGIT: "a",
    sre.CATEGORY_SPACE: " ",
    sre.CATEGORY_NOT_SPACE: "a",
    sre.CATEGORY_WORD: "a",
    sre.CATEGORY_NOT_WORD: " ",
}


@lru_cache(maxsize=8_192)
def is_too_slow(pattern: Compiled) -> bool:
    """Tell whether short texts are enough to run it into the time limit. The same answer for the same pattern."""
    # twice, because somebody else's work may have been counted as the pattern's
    return any(_is_slow(pattern, text) and _is_slow(pattern, text) for text in hostile_texts(pattern, SHORT))


@lru_cache(maxsize=8_192)
def is_slow_on_long(pattern: Compiled) -> bool:
    """Tell whether long texts run it into the time limit."""
    return any(_is_slow(pattern, text) for text in hostile_texts(pattern, LONG))


def hostile_texts(pattern: Compiled, length: int) -> Iterator[Hostile]:
    """Yield texts of a length that are hard for a pattern; none where nothing in it repeats."""
    tree = read_pattern(pattern.source)
    fitting = next(iter(_samples(tree)), "")  # an engine gives up at once where letters that must be there are not
    needed = min(pattern.words, default="")
    for before, pump in dict.fromkeys(islice(_pumps(tree, ""), MAX_TEXTS)):
        text = (before + pump * (length // len(pump)))[:length]
        yield Hostile(text + _NOTHING + fitting, text + _NOTHING + needed)


@dataclass(frozen=True, slots=True)
class Hostile:
    """A text that is hard for a pattern."""

    found_late: str
    """At its end is something that fits."""
    not_found: str
    """There is nothing but the words it needs."""


def _is_slow(pattern: Compiled, text: Hostile) -> bool:
    seconds = MAY_TAKE.total_seconds()
    try:
        hit = pattern.search(text.found_late, seconds=seconds).hit
        if hit is not None and hit.start < len(text.found_late) // 2:  # found at once, so nothing was hard about it
            pattern.search(text.not_found, seconds=seconds)
    except TooSlow:
        return True
    return False


def _pumps(tree: Sequence[Any], before: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before a repetition and what it repeats, for each repetition there is."""
    for op, argument in tree:
        if op in _REPEATS:
            _, most, inner = argument
            if most >= _MANY:
                yield from ((before, one) for one in _samples(inner) if one)
            yield from _pumps(inner, before)
        else:
            for part in _parts(op, argument):
                yield from _pumps(part, before)
        before += next(iter(_samples([(op, argument)])), "")


def _parts(op: Any, argument: Any) -> Iterator[Sequence[Any]]:
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


def _samples(tree: Sequence[Any]) -> list[str]:
    """Return a few short texts that fit, or nearly do."""
    texts = [""]
    for op, argument in tree:
        texts = [(text + one)[:_LONGEST] for one in _of(op, argument) for text in texts][:_FEW]
    return texts


_FEW = 3
_LONGEST = 200


def _of(op: Any, argument: Any) -> list[str]:
    if op is sre.LITERAL:
        return [chr(argument)]
    if op in (sre.NOT_LITERAL, sre.ANY):
        return ["a" if argument != ord("a") else "b"]
    if op is sre.IN:
        return list(dict.fromkeys(_in_set(argument)))[:_FEW]
    if op in _REPEATS:
        least, _, inner = argument
        return [(one * max(1, least))[:_LONGEST] for one in _samples(inner)]
    if op is sre.BRANCH:
        return [text for part in argument[1] for text in _samples(part)[:1]][:_FEW]
    if op in (sre.SUBPATTERN, sre.ATOMIC_GROUP):
        return _samples(next(_parts(op, argument)))
    return [""]


def _in_set(items: Sequence[Any]) -> Iterator[str]:
    """Yield characters of a set; of one that is negated, the first that is not in it."""
    if items and items[0][0] is sre.NEGATE:
        there = {text for op, argument in items[1:] for text in _members(op, argument)}
        yield from [one for one in "a0 -" if one not in there][:1]
        return
    for op, argument in items:
        yield from list(_members(op, argument))[:1]


def _members(op: Any, argument: Any) -> Iterator[str]:
    if op is sre.LITERAL:
        yield chr(argument)
    elif op is sre.RANGE:
        low, high = argument
        yield from (chr(code) for code in range(low, min(high, low + 200) + 1))
    elif op is sre.CATEGORY:
        yield _BY_CATEGORY.get(argument, "a")
