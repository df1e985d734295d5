"""The words of the report on promises that are put together with numbers, in each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from gateway.outbound.promise_kinds import PROMISE_KINDS

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ReportWords:
    """One language; what stands in braces is put in."""

    kinds: Mapping[str, str]
    line: str
    """A priority, and what is promised."""
    kept: str
    unjudged: str
    missed: str
    running: str
    ended: str
    late: str
    late_once: str
    undone: str
    case: str
    nobody: str
    """For a case that is no customer's."""
    due: str
    done: str
    not_done: str
    no_more: str
    day: str
    decimal: str
    more: str


ENGLISH = ReportWords(
    kinds=PROMISE_KINDS["en"],
    line="{level}, {kind}",
    kept="{kept} of {judged} kept ({share} %)",
    unjudged="none came to its end yet",
    missed="{n} missed",
    running="{n} still running",
    ended="{n} no longer promised",
    late="Late by {median} (median), {worst} at worst.",
    late_once="Late by {worst}.",
    undone="Not done: {n} of those missed.",
    case="Case {case}: {kind}, {level}",
    nobody="no customer",
    due="due {at}",
    done="done {at}, {late} late",
    not_done="not done",
    no_more="no longer promised since {at}",
    day="d",
    decimal=".",
    more="And {n} more, which --format json lists.",
)
FRENCH = ReportWords(
    kinds=PROMISE_KINDS["fr"],
    line="{level}, {kind}",
    kept="tenues\u00a0: {kept} sur {judged} ({share}\u00a0%)",
    unjudged="aucune n'est encore arrivée à terme",
    missed="non tenues\u00a0: {n}",
    running="en cours\u00a0: {n}",
    ended="qui ne valent plus\u00a0: {n}",
    late="Retard\u00a0: {median} (médiane), {worst} au pire.",
    late_once="Retard\u00a0: {worst}.",
    undone="Pas faites\u00a0: {n} de celles qui n'ont pas été tenues.",
    case="Dossier {case}\u00a0: {kind}, {level}",
    nobody="sans client",
    due="échéance {at}",
    done="faite {at}, {late} de retard",
    not_done="pas faite",
    no_more="ne vaut plus depuis {at}",
    day="j",
    decimal=",",
    more="Et {n} autres, que donne --format json.",
)
_LANGUAGES = {"en": ENGLISH, "fr": FRENCH}


def report_words(language: str) -> ReportWords:
    """Return the words of a language, or English."""
    return _LANGUAGES.get(language.lower().partition("-")[0], ENGLISH)


def say_short(length: timedelta, words: ReportWords) -> str:
    """Say how long in two units at most: ``3 d 4 h``, ``2 h 10 min``, ``45 s``."""
    if length < _MINUTE:
        return f"{int(length.total_seconds())} s"
    minutes = length // _MINUTE
    days, hours, rest = length // _DAY, length // _HOUR % 24, minutes % 60
    if days:
        return f"{days} {words.day}" + (f" {hours} h" if hours else "")
    if hours:
        return f"{hours} h" + (f" {rest} min" if rest else "")
    return f"{rest} min"


def say_share(share: float, words: ReportWords) -> str:
    """Say a share in percent, with a tenth where there is one."""
    return f"{share:.1f}".removesuffix(".0").replace(".", words.decimal)
