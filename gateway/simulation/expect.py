"""Judge what a story expects: whether it holds, in words, and what came instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from gateway.desk.order import Bulletin
from gateway.rules.scenario_story import (
    Count,
    Due,
    Expectation,
    Fact,
    Marked,
    NoticeFacts,
    Sent,
    Silent,
    Since,
    TicketFacts,
)
from gateway.rules.scenario_values import PLACEHOLDER
from gateway.simulation.facts import due_of, facts_of, missed_of, warned_of
from gateway.simulation.notice_facts import NoticeView, notice_view
from gateway.simulation.outgoing import SentLetter, key_of
from gateway.simulation.told import written
from gateway.store.database import Database
from gateway.store.reading import TicketView, show_ticket, totals

TOLERANCE = timedelta(seconds=1)
SHOWN = 8  # letters that are named where others were wanted


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of an expectation."""

    holds: bool
    expected: str
    got: str = ""
    """What came instead; empty where it holds."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Looks at the store and at the letters."""

    database: Database
    now: Callable[[], datetime]
    names: Mapping[str, str]
    """Case numbers by the names of the story."""
    letters: Sequence[SentLetter]
    """All that left so far."""

    def judge(self, expectation: Expectation, *, last: int) -> Finding:
        """Say whether it holds; ``last`` letters had left at the last look at them."""
        match expectation:
            case TicketFacts():
                return self._ticket(expectation)
            case Due():
                return self._due(expectation)
            case Marked():
                return self._marked(expectation)
            case Sent():
                return self._sent(expectation, last)
            case Silent():
                return self._silent(expectation, last)
            case Count():
                return self._count(expectation)
            case NoticeFacts():
                return self._notice(expectation)
            case _:
                assert_never(expectation)

    def filled(self, text: str) -> str:
        """Return a text with the case numbers in place of the names between braces."""
        return filled(text, self.names)

    def _view(self, name: str) -> TicketView | None:
        number = self.names.get(name)
        if number is None:
            return None
        with self.database.read() as connection:
            return show_ticket(connection, number)

    def _ticket(self, expected: TicketFacts) -> Finding:
        said = f"ticket {expected.ticket}: {_pairs(expected.facts)}"
        view = self._view(expected.ticket)
        if view is None:
            return _nameless(said, expected.ticket)
        there = facts_of(view)
        wrong = {name: there[name] for name, value in expected.facts.items() if not self._same(name, value, there)}
        return Finding(not wrong, said, _pairs(wrong))

    def _same(self, name: str, value: Fact, there: Mapping[str, object]) -> bool:
        if not isinstance(value, tuple):
            return there[name] == value
        found = there[name]
        assert isinstance(found, tuple)
        linked = name == "linked_to"  # a tag or a topic may be called as a ticket of the story is
        wanted = {self.names.get(one.strip("{}"), one) if linked else one for one in value}
        return wanted <= set(found) if wanted else not found

    def _due(self, expected: Due) -> Finding:
        said = f"{expected.of} due: " + ", ".join(f"{kind} {_moment(at)}" for kind, at in expected.at.items())
        there = self._due_times(expected)
        if there is None:
            return _nameless(said, expected.of)
        wrong = [kind for kind, at in expected.at.items() if not _near(at, there[kind])]
        return Finding(not wrong, said, ", ".join(f"{kind} {_moment(there[kind])}" for kind in wrong))

    def _marked(self, expected: Marked) -> Finding:
        what = "warned of" if expected.warned else "missed"
        said = f"{expected.of} {what}: {_listed(expected.kinds)}"
        there = self._kinds(expected)
        if there is None:
            return _nameless(said, expected.of)
        return Finding(there == expected.kinds, said, _listed(there))

    def _due_times(self, expected: Due) -> Mapping[str, datetime | None] | None:
        if expected.notice:
            notice = self._notice_view(expected.of)
            return notice.due if notice else None
        view = self._view(expected.of)
        return due_of(view) if view else None

    def _kinds(self, expected: Marked) -> frozenset[str] | None:
        if expected.notice:
            notice = self._notice_view(expected.of)
            return None if notice is None else notice.warned if expected.warned else notice.missed
        view = self._view(expected.of)
        return (warned_of if expected.warned else missed_of)(view, self.now()) if view else None

    def _notice_view(self, name: str) -> NoticeView | None:
        number = self.names.get(name)
        if number is None:
            return None
        with self.database.read() as connection:
            return notice_view(connection, number)

    def _notice(self, expected: NoticeFacts) -> Finding:
        wanted = {"state": expected.state or None, "recipients": expected.recipients}
        asked = {name: value for name, value in wanted.items() if value is not None}
        said = f"notice {expected.notice}: {_pairs(asked)}"
        view = self._notice_view(expected.notice)
        if view is None:
            return _nameless(said, expected.notice)
        there = {"state": view.notice.state.value, "recipients": view.recipients}
        wrong = {name: there[name] for name, value in asked.items() if there[name] != value}
        return Finding(not wrong, said, _pairs(wrong))

    def _sent(self, expected: Sent, last: int) -> Finding:
        looked_at = self.letters[last if expected.since is Since.LAST else 0 :]
        fitting = [letter for letter in looked_at if not self._faults(expected, letter)]
        most = len(fitting) if expected.at_most is None else expected.at_most
        said = self._wanted(expected)
        if expected.at_least <= len(fitting) <= most:
            return Finding(True, said)
        if len(fitting) > most:
            return Finding(False, said, f"{len(fitting)} of them:" + self._shown(fitting, None))
        if not looked_at:
            return Finding(False, said, "nothing was sent")
        others = [letter for letter in looked_at if letter not in fitting]
        return Finding(False, said, f"{len(fitting)} of them; what was sent:" + self._shown(others, expected))

    def _faults(self, expected: Sent, letter: SentLetter) -> list[str]:
        """Say why a letter is not one of those that are expected."""
        whole = f"{letter.subject}\n{letter.text}"
        lacks = [f"lacks {one!r}" for one in map(self.filled, expected.contains) if not _holds(whole, one)]
        lacks += [f"has {one!r}" for one in map(self.filled, expected.lacks) if _holds(whole, one)]
        lacks += [
            f"no {one!r} in the subject"
            for one in map(self.filled, expected.subject_contains)
            if not _holds(letter.subject, one)
        ]
        faults = [
            ("to others", bool(expected.to) and not letter.is_to(expected.to)),
            ("from others", bool(expected.sender) and key_of(expected.sender) != key_of(letter.sender)),
            ("another kind", bool(expected.template) and expected.template != letter.template),
            ("somebody's day", _is_of_a_morning(letter) and not expected.template),
            ("no such attachment", bool(expected.attachment) and not _attached(expected.attachment, letter)),
            ("at another time", expected.at is not None and not _near(expected.at, letter.at)),
        ]
        return [words for words, wrong in faults if wrong] + lacks

    def _wanted(self, expected: Sent) -> str:
        least, most = expected.at_least, expected.at_most
        number = f"{least}" if least == most else f"at least {least}" if most is None else f"{least} to {most}"
        parts = [
            f"{number} sent",
            f"to {expected.to}" if expected.to else "",
            f"from {expected.sender}" if expected.sender else "",
            f"of the kind {expected.template}" if expected.template else "",
            f"at {written(expected.at)}" if expected.at else "",
            "since the last look" if expected.since is Since.LAST else "",
            *(f"with {self.filled(one)!r} in the subject" for one in expected.subject_contains),
            *(f"with {self.filled(one)!r}" for one in expected.contains),
            *(f"without {self.filled(one)!r}" for one in expected.lacks),
            f"with the attachment {expected.attachment}" if expected.attachment else "",
        ]
        return " ".join(part for part in parts if part)

    def _shown(self, letters: Sequence[SentLetter], expected: Sent | None) -> str:
        said = []
        for letter in letters[:SHOWN]:
            faults = f" ({', '.join(self._faults(expected, letter))})" if expected else ""
            said.append(f"\n{written(letter.at)} to {letter.to} [{letter.template}] {letter.subject}{faults}")
        more = f"\nand {len(letters) - SHOWN} more" if len(letters) > SHOWN else ""
        return "".join(said) + more

    def _silent(self, expected: Silent, last: int) -> Finding:
        allowed = {key_of(address) for address in expected.except_to}
        loud = [one for one in self.letters[last:] if key_of(one.to) not in allowed and not _is_of_a_morning(one)]
        but = f", but to {', '.join(expected.except_to)}" if expected.except_to else ""
        return Finding(
            not loud, f"nothing sent since the last look{but}", f"{len(loud)} sent:{self._shown(loud, None)}"
        )

    def _count(self, expected: Count) -> Finding:
        with self.database.read() as connection:
            found = totals(connection)
        there = {"tickets": sum(found.tickets.values()), "quarantined": found.fates.get("quarantined", 0)}
        wanted = {"tickets": expected.tickets, "quarantined": expected.quarantined}
        asked = {name: number for name, number in wanted.items() if number is not None}
        wrong = {name: there[name] for name, number in asked.items() if there[name] != number}
        return Finding(not wrong, _pairs(asked), _pairs(wrong))


def filled(text: str, names: Mapping[str, str]) -> str:
    """Return a text with the case numbers in place of the names between braces; other braces stay."""
    return PLACEHOLDER.sub(lambda found: names.get(found[1], found[0]), text)


def _is_of_a_morning(letter: SentLetter) -> bool:
    """Tell whether a letter comes each morning, whatever a story is about: it counts where it is asked for."""
    return letter.template == Bulletin.DIGEST


def _nameless(said: str, name: str) -> Finding:
    return Finding(False, said, f"there is no {name}: the step that should have given the name failed")


def _holds(text: str, wanted: str) -> bool:
    """Tell whether a text has some words in it, wherever its lines end and whatever their case."""
    return _folded(wanted) in _folded(text)


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).casefold().strip()


def _attached(name: str, letter: SentLetter) -> bool:
    return any(name.casefold() in one.casefold() for one in letter.attachments)


def _near(one: datetime | None, other: datetime | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= TOLERANCE


def _moment(at: datetime | None) -> str:
    return written(at) if at else "none"


def _listed(kinds: frozenset[str]) -> str:
    return ", ".join(sorted(kinds)) or "none"


def _pairs(facts: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {_value(value)}" for name, value in facts.items())


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return " and ".join(map(str, value)) or "nothing"
    return "none" if value is None else str(value)
