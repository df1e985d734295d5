"""Read how many seats and calls there are and how many are affected, from what a customer writes.

A wrong figure gives a ticket a wrong priority; a missing one is asked for. So a figure counts only when the sentence is
clear, and figures that contradict each other do not count at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal
from functools import cache

from gateway.desk.words import figure_words as words
from gateway.desk.words.figure_patterns import ANY_UNIT, COUNTED, LABEL_ENDS, UNITS, pattern
from gateway.desk.words.spelling import plain, unwrapped

LOOKED_AT = 2000
"""Characters of the text."""
_SENTENCE_CHARACTERS = 500

_ENDS = re.compile(r"(?<=[?!\n])|\.(?=\s|$)|;")
_PARTS = re.compile(r"[,:()]|\b(?:but|while|whereas|and the|aber|wahrend|mais|pero|mas|ma|maar|men|ale|und die)\b")
_BUT = re.compile(r"\b(?:but|aber|mais|pero|mas|ma|maar|men|ale|however)\b")
_FAILING, _WORKING = re.compile(words.FAILING), re.compile(words.WORKING)
_HARMLESS, _ONLY_END = re.compile(words.HARMLESS), re.compile(words.ONLY + r" ?(?:" + words.ABOUT + r")?$")
_SOME, _ALL_THEN = re.compile(words.SOME), re.compile(words.ALL_THEN)
_CLAUSES = re.compile(r"[,:(]| (?:and|und|et|y|e|en) ")
_UNCLEAR = re.compile(words.UNCLEAR_BEFORE)
_MORE_THAN = re.compile(rf"(?:{words.MORE_THAN}) ?$")
_OPENS = re.compile(words.OPENS)
_AT_MOST = rf"(?!\d){words.UNCLEAR_BEFORE.removesuffix(' ?$')}"
_JOINED = re.compile(
    rf"[ ,:(\n-]*(?:(?:{words.JOINS}|{words.ONLY}|{words.ABOUT}|{_AT_MOST})[ ,:(]*){{0,6}}",
)
_DOWN = re.compile(rf"^{words.BE} ?{words.FAILING}")
_RANGE_AFTER = re.compile(r"^ ?(?:to|or|bis|oder|ou|o|-|tot) ?\d")
_NOT_SAID = re.compile(words.HYPOTHETICAL)
_WANTED = re.compile(words.WANTED)
_TOLD = re.compile(words.TOLD)
_DIGIT = re.compile(r"\d")
_GAP = " , "
_NOTHING = " .,!)\n"
_AFFECTED = re.compile(rf"(?:^|[\n,;.(|])[ \t*•-]*{words.AFFECTED_LABEL} ?[:=] ?(?P<number>\d{{1,7}}){LABEL_ENDS}")


@dataclass(slots=True)
class _Count:
    """What was read of one unit; every figure that was named."""

    totals: set[int] = field(default_factory=set)
    affected: set[int] = field(default_factory=set)
    working: set[int] = field(default_factory=set)
    percent: set[tuple[Decimal, bool]] = field(default_factory=set)
    """Shares, and whether it is said to be more than that."""

    def figures(self, unit: str) -> dict[str, str]:
        """Return what is clear."""
        if len(self.totals) > 1 or 0 in self.totals:
            return {}
        total = next(iter(self.totals), None)
        affected = set(self.affected)
        if total is not None:
            affected |= {total - one for one in self.working}
            affected |= {_share(one, total, more=more) for one, more in self.percent}
        if total is not None and any(not 0 <= one <= total for one in affected):
            return {}
        found = {} if total is None else {unit: str(total)}
        return found if len(affected) != 1 or affected == {0} else {**found, f"{unit}_affected": str(affected.pop())}


def read_figures(text: str) -> dict[str, str]:
    """Return what is said of ``seats``, ``seats_affected``, ``calls`` and ``calls_affected``, as digits."""
    written = plain(text, upto=LOOKED_AT)
    spelled = _spelled(written) if COUNTED.near(written).groups else ""
    if not _DIGIT.search(spelled):
        return {}
    counts = {unit: _Count() for unit in UNITS}
    said = unwrapped(_read_labels(spelled, counts))
    sentences = [sentence[:_SENTENCE_CHARACTERS] for sentence in _ENDS.split(said) if sentence.strip()]
    for sentence, following in zip(sentences, [*sentences[1:], ""], strict=False):
        if _DIGIT.search(sentence) and not _NOT_SAID.search(sentence) and not _WANTED.search(sentence):
            _read_sentence(sentence, following, counts)
    return {key: value for unit, count in counts.items() for key, value in count.figures(unit).items()}


def _read_sentence(sentence: str, following: str, counts: dict[str, _Count]) -> None:
    """Take the clearest figures first; what was taken stands for nothing else."""
    for unit, count in counts.items():
        sentence = _read_percent(sentence, unit, count)
    for unit, count in counts.items():
        sentence = _read_pairs(sentence, unit, count)
    for unit, count in counts.items():
        sentence = _read_all(sentence, unit, count)
    for unit, count in counts.items():
        sentence = _read_totals(sentence, following, unit, count)
    for unit, count in counts.items():
        _read_alone(sentence, unit, count)


def _read_percent(sentence: str, unit: str, count: _Count) -> str:
    """Read "20 % of our 100 agents" and "20 % of calls fail"."""

    def take(match: re.Match[str]) -> str:
        share = Decimal(match["share"].replace(",", "."))
        if share > 100 or _UNCLEAR.search(sentence[: match.start()]):
            return _GAP
        works = _works(sentence, match, bare=match["whole"] is not None)
        if works is None:
            return match.group()
        if match["whole"] is not None:
            count.totals.add(int(match["whole"]))
        more = _MORE_THAN.search(sentence[: match.start()]) is not None
        if not (works and more):
            count.percent.add((100 - share if works else share, more))
        return _GAP

    return pattern("percent", unit).sub(take, sentence)


def _read_pairs(sentence: str, unit: str, count: _Count) -> str:
    """Read "25 of 100 agents cannot log in", "25 agents sur 100" and "only 80 of 100 can"."""

    def take(match: re.Match[str]) -> str:
        part, whole = (int(one) for one in match.group("part", "whole"))
        if (part, whole) == (24, 7) or _unclear(sentence, match):
            return _GAP
        count.totals.add(whole)
        works = _works(sentence, match, bare=not _ONLY_END.search(sentence[: match.start()]))
        if works is not None:
            _add(count, sentence, match, works=works)
        return _GAP

    for name in ("pair", "pair, unit first"):
        sentence = pattern(name, unit).sub(take, sentence)
    return sentence


def _read_all(sentence: str, unit: str, count: _Count) -> str:
    """Read "all 100 agents are down" and "none of our 100 agents can log in"."""

    def take(match: re.Match[str]) -> str:
        whole = int(match["whole"])
        works = _works(sentence, match, bare=False)
        if match["none"] is not None:
            works = None if works is None else False  # "none can": as bad as "all cannot"
        if works is None:
            return match.group()
        count.totals.add(whole)
        if not works:
            count.affected.add(whole)
        return _GAP

    return pattern("all", unit).sub(take, sentence)


def _read_totals(sentence: str, following: str, unit: str, count: _Count) -> str:
    """Read "we have 100 seats", and what comes after it: "25 are down", "only 80 can log in", "all are down"."""
    for match in pattern("total", unit).finditer(sentence):
        if _unclear(sentence, match):
            return sentence
        after = sentence[match.end() :]
        owned = match["owned"] is not None or match["whole_of"] is not None
        if owned or _begins(sentence[: match.start()], after, following, unit):
            return sentence[: match.start()] + _GAP + _read_total(sentence, match, following, unit, count)
    return sentence


def _begins(before: str, after: str, following: str, unit: str) -> bool:
    """Tell whether a number nobody calls the total is it: those affected come next.

    "5 agents in Paris, 2 users in Rome cannot log in" counts no two of all five.
    """
    opens = _OPENS.search(before) is not None
    said = after if after.strip(_NOTHING) or not opens else following
    part = pattern("followed", unit).search(said) if opens or after.lstrip().startswith((",", "(", ":")) else None
    if part is not None and _JOINED.fullmatch(said[: part.start("part")]):
        return True
    if not opens or _all_fail(said):
        return opens
    named = pattern("alone", unit).search(said)
    if named is None or _TOLD.match(said[named.end() :]):
        return False
    joined = _JOINED.fullmatch(said[: named.start("part")]) is not None
    return named["hit"] is not None or (joined and _fails(said) is not None)


def _read_total(sentence: str, match: re.Match[str], following: str, unit: str, count: _Count) -> str:
    """Take the total, and those of it that are affected; return what is left to read."""
    whole, before, after = int(match["whole"]), sentence[: match.start()], sentence[match.end() :]
    part, named = pattern("followed", unit).search(after), pattern("alone", unit).search(after)
    until = after[: min((found.start() for found in (part, named) if found), default=len(after))]
    until = until if part else _CLAUSES.split(until, maxsplit=1)[0]
    if part is None and match["whole_of"] is None and _fails(until) is True:
        if not _SOME.search(before):  # "our 25 agents in Paris cannot log in": there may be more of them
            count.affected.add(whole)
        return after
    count.totals.add(whole)
    if part is not None:
        _take_part(part, after, count)
        return after[part.end() :]
    next_part = pattern("followed", unit).search(following)
    if next_part is not None and _JOINED.fullmatch(following[: next_part.start("part")]):
        _take_part(next_part, following, count)
    elif _all_fail(after) or (_DOWN.match(until) and not _SOME.search(before)):
        count.affected.add(whole)
    return after


def _all_fail(said: str) -> bool:
    """Tell whether it goes on with "all are down" or "none can log in"."""
    found = _ALL_THEN.match(said)
    if found is None:
        return False
    fails = _fails(said[found.end() :])
    return fails is not None if found["none"] else fails is True


def _take_part(found: re.Match[str], said: str, count: _Count) -> None:
    if _unclear(said, found):
        return
    works = _works(said, found, bare=False)
    if works is not None:
        _add(count, said, found, works=works)


def _add(count: _Count, said: str, found: re.Match[str], *, works: bool) -> None:
    """Add those that work, or do not. "More than 20" are 21 at least; "20 or fewer" are down leaves it open."""
    more = _MORE_THAN.search(said[: found.start("part")]) is not None
    if works and not more and found["or_more"] is None:
        count.working.add(int(found["part"]))
    elif not works and found["fewer"] is None:
        count.affected.add(int(found["part"]) + more)


def _read_alone(sentence: str, unit: str, count: _Count) -> None:
    """Read "25 agents cannot take calls", "affecting 25 agents" and "only 80 agents can log in"."""
    for match in pattern("alone", unit).finditer(sentence):
        after = sentence[match.end() :]
        if _unclear(sentence, match) or _TOLD.match(after):
            continue
        fails = _fails(_PARTS.split(after, maxsplit=1)[0])
        if match["hit"] is not None or fails is True:
            _add(count, sentence, match, works=False)
        elif fails is False and _ONLY_END.search(sentence[: match.start("part")]):
            _add(count, sentence, match, works=True)


def _read_labels(text: str, counts: dict[str, _Count]) -> str:
    """Read the lines of a form: "seats: 100", "seats affected: 25", "agents: 25/100"."""
    for unit, count in counts.items():

        def take(match: re.Match[str], count: _Count = count) -> str:
            number, whole = int(match["number"]), match["whole"]
            if whole is not None:
                count.totals.add(int(whole))
            affected = whole is not None or match["before"] is not None or match["after"] is not None
            (count.affected if affected else count.totals).add(number)
            if match["more"] is not None:
                count.affected.add(int(match["more"]))
            return f"{match['lead']}{_GAP}"

        text = pattern("label", unit).sub(take, text)
    named = [count for count in counts.values() if count.totals]
    if len(named) == 1 and not named[0].affected:
        named[0].affected.update(int(match["number"]) for match in _AFFECTED.finditer(text))
    return text


def _works(sentence: str, match: re.Match[str], *, bare: bool) -> bool | None:
    """Tell whether what is counted works; None when nobody can tell.

    ``bare`` figures, with nothing said of them, are the affected ones: people count what is broken.
    """
    after, before = sentence[match.end() :], sentence[: match.start()]
    parts = _PARTS.split(after)
    states = [_fails(part) for part in parts]
    first = next((number for number, fails in enumerate(states) if fails is not None), None)
    if first is not None:
        turned = _BUT.search(after) is not None and any(fails is True for fails in states[first + 1 :])
        if states[first] is False and turned:
            return None
        return not states[first]
    said = [fails for fails in map(_fails, reversed(_PARTS.split(before))) if fails is not None]
    if said and (_fails(_PARTS.split(before)[-1]) is not None or not after.strip(_NOTHING)):
        return not said[0]
    return False if bare and not after.strip(_NOTHING) else None


def _fails(said: str) -> bool | None:
    """Tell what is said: that it fails, that it works (False), or nothing."""
    said = _HARMLESS.sub(" ", said)
    if _FAILING.search(said):
        return True
    return False if _WORKING.search(said) else None


def _unclear(sentence: str, match: re.Match[str]) -> bool:
    """Tell whether the figure is a bound from above or one end of a range."""
    start = match.start("part") if "part" in match.re.groupindex else match.start("whole")
    end = match.end("part") if "part" in match.re.groupindex else match.end("whole")
    before = re.sub(f"{words.ABOUT}$", "", sentence[:start])
    return bool(_UNCLEAR.search(sentence[:start]) or _UNCLEAR.search(before) or _RANGE_AFTER.match(sentence[end:]))


def _share(percent: Decimal, total: int, *, more: bool) -> int:
    """Return how many that are, rounded to the worse."""
    share = percent * total / 100
    return int(share) + 1 if more else int(share.to_integral_value(rounding=ROUND_CEILING))


def _spelled(text: str) -> str:
    """Return the text with numbers as digits, without signs between thousands."""
    text = re.sub(words.HALF, "50 % of", text)
    text = re.sub(r"(?<![\d.,])(\d{1,3}(?:[.,' ]\d{3})+)(?![\d]|[.,]\d)", _digits, text)
    return _small().sub(lambda match: str(_numbers()[match.group()]), text)


def _digits(match: re.Match[str]) -> str:
    signs = {sign for sign in match.group() if not sign.isdigit()}
    return re.sub(r"\D", "", match.group()) if len(signs) == 1 else match.group()


@cache
def _numbers() -> dict[str, int]:
    small = {word: number for table in words.SMALL.values() for number, word in enumerate(table.split(), start=1)}
    return {**small, **words.TENS}


@cache
def _small() -> re.Pattern[str]:
    """Return the expression of numbers as words, where something is counted."""
    written = "|".join(sorted(map(re.escape, _numbers()), key=len, reverse=True))
    return re.compile(rf"\b(?:{written})\b(?= ?(?:{words.KINDS}{ANY_UNIT}|{words.OF} \d| (?:of|out of) (?:our|the)\b))")
