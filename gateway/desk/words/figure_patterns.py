"""The ways in which people put figures: one expression for each, made of the words of the table.

Groups: ``part`` of ``whole``, a ``share`` of it, ``number`` and ``more`` in a form. Nothing is decided here.
"""

from __future__ import annotations

import re
from functools import cache

from gateway.desk.words import figure_words as words
from gateway.desk.words.expressions import Expressions

UNITS = {"seats": words.SEATS, "calls": words.CALLS}
ANY_UNIT = f"(?:{words.SEATS}|{words.CALLS})"
COUNTED = Expressions({"any": words.COUNTED})
"""Where nothing of it is near, there are no figures."""
LABEL_ENDS = r"(?=\s*(?:$|[\n,;.)(|]|(?:and|und|et)\b))"

_NUMBER_BEGINS = rf"(?<![\d.,:/+#x@-])(?:{words.ABOUT})?"
_NUMBER_ENDS = rf"(?![\d:%]|[.,/]\d|-\d| ?{words.PERCENT}|(?:st|nd|rd|th)\b)"
"""No time, date, version, address, telephone number, range, share or rank."""
_BOUND = rf"(?: ?(?P<fewer>{words.OR_FEWER})| ?(?P<or_more>{words.OR_MORE}))?"


@cache
def pattern(name: str, unit: str) -> re.Pattern[str]:
    """Return the expression of one way to say figures of ``unit``."""
    counted = f"{words.KINDS}{UNITS[unit]}"
    part, whole = f"{_named('part')}{_BOUND}", _named("whole")
    state = f"(?:{words.FAILING}|{words.WORKING})"
    match name:
        case "percent":
            share = rf"(?<![\d.,])(?P<share>\d{{1,3}}(?:[.,]\d{{1,2}})?) ?{words.PERCENT}"
            return re.compile(rf"{share} ?{words.OF} (?:{whole} )?{counted}")
        case "pair":
            return re.compile(rf"{_slashed(part)} ?(?:{counted} ?)?{words.OF} ?{_slashed(whole)} ?{counted}")
        case "pair, unit first":
            ends = rf"(?=\s*(?:$|[,.:()!?]|{state}|{words.BEING}\b))"
            return re.compile(rf"{part} ?{counted}(?: {words.AFFECTED_LABEL})? ?\(?{words.OF} {whole}\)?{ends}")
        case "all":
            return re.compile(rf"(?:(?P<none>{words.NONE})|{words.ALL}) {whole} {counted}")
        case "total":
            whole_of = rf" ?(?P<whole_of>{words.IN_ALL})"
            return re.compile(rf"(?P<owned>{words.OWNED} )?{whole}[ -]{counted}(?:{whole_of})?{words.PER}")
        case "followed":
            other = rf"(?! ?(?:{words.KINDS}{ANY_UNIT}|(?:hours?|days?|minutes?|uhr|o'clock)\b))"
            return re.compile(
                rf"(?:^|[^\w])(?:{words.ONLY} )?{part}{other}{words.OF_THEM}(?={words.BE} ?(?:{state}|{words.ENTER}))"
            )
        case "alone":
            return re.compile(rf"(?P<hit>{words.AFFECTS}(?:[a-z']+ ){{0,2}})?{part} {counted}")
        case _:
            return _label(unit)


def _label(unit: str) -> re.Pattern[str]:
    """Return the expression of a line of a form."""
    kind = rf"{words.KINDS}{_plural(UNITS[unit])}"
    affected = rf"(?P<before>{words.AFFECTED_LABEL} )?{kind}(?P<after> ?\(?{words.AFFECTED_LABEL}\)?)?"
    number = rf"{_slashed(_named('number'))}(?: ?(?:/|of|out of|sur|von|de|di|van) ?(?P<whole>\d{{1,7}}))?{words.PER}"
    return re.compile(
        rf"(?P<lead>^|[\n,;.(|])[ \t*•-]*(?:{words.COUNT_LABEL} ?)?{affected}(?: total| in total| gesamt)?"
        rf" ?[:=] ?{number}"
        rf"(?:,? ?\(?(?P<more>\d{{1,7}}) {words.AFFECTED_LABEL}\)?)?{LABEL_ENDS}"
    )


def _named(name: str) -> str:
    return rf"{_NUMBER_BEGINS}(?P<{name}>\d{{1,7}}){_NUMBER_ENDS}"


def _slashed(number: str) -> str:
    """Return an expression of a number that may stand beside a slash."""
    return number.replace("[.,/]", "[.,]").replace(":/+#x@-", ":+#x@-")


def _plural(unit: str) -> str:
    """Return the unit without its singulars: "agent: 25" is the agent's number."""
    return unit.replace("s?|", "s|").replace("s?)", "s)")
