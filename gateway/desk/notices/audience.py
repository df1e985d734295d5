"""Decide who hears of maintenance or an outage: chosen by what is affected, each customer at their one address. Pure.

Nobody is chosen in silence, and nobody left out: what a choice names must be there, and who should hear of it and
cannot is named with the reason.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from gateway.address import parse_address
from gateway.desk.choice import Choice
from gateway.desk.customer import Customer
from gateway.desk.notices.unreached import NO_ADDRESS
from gateway.errors import Refused
from gateway.validation import did_you_mean

NAMED = 20  # of the words there are, where a word is not one of them


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A customer who should hear of it and cannot."""

    customer: Customer
    why: str


@dataclass(frozen=True, slots=True)
class Audience:
    """Everybody who is meant, in the order of their ids."""

    reached: tuple[Customer, ...]
    """Each has an address."""
    uncovered: tuple[Uncovered, ...] = ()
    unplaced: tuple[Customer, ...] = ()
    """They have what is affected and no region is written down for them, so nobody knows whether they are meant."""

    @property
    def meant(self) -> tuple[Customer, ...]:
        """Everybody who is meant, reached or not."""
        return (*self.reached, *(one.customer for one in self.uncovered))

    @property
    def size(self) -> int:
        """How many are meant, reached or not."""
        return len(self.reached) + len(self.uncovered)


def audience_of(
    choice: Choice,
    directory: Iterable[Customer],
    *,
    failing: Mapping[str, str] | None = None,
    begun: bool = False,
) -> Audience:
    """Choose among all customers. Raises ``Refused`` for a choice of nothing, of what nobody has, and of both.

    ``failing`` says by ``Address.inbox`` why nothing is taken there. ``begun``: customers have been told, so a word
    that means nobody any more refuses nothing: all others are still meant.
    """
    everybody = sorted(directory, key=lambda one: one.id)
    if not begun:
        _check(choice)
        if not everybody:
            raise Refused("no customer is known yet: gateway customers import FILE brings them in")
        _check_words(choice, everybody)
    asked = _Asked(choice)
    meant = [one for one in everybody if asked.means(one)]
    why = {one.id: _unreachable(one, failing or {}) for one in meant}
    return Audience(
        reached=tuple(one for one in meant if not why[one.id]),
        uncovered=tuple(Uncovered(one, why[one.id]) for one in meant if why[one.id]),
        unplaced=tuple(one for one in everybody if asked.misses_region(one)),
    )


def concerns(choice: Choice, customer: Customer) -> bool:
    """Tell whether a choice means a customer, whatever became of its words and names since it was made."""
    return _Asked(choice).means(customer)


def why_not_meant(choice: Choice, customer: Customer) -> str:
    """Say why a choice does not mean a customer: ``has none of voice, chat``; empty where it does."""
    if concerns(choice, customer):
        return ""
    if customer.id in _folded(choice.excepted):
        return "is excepted"
    if choice.only and customer.id not in _folded(choice.only):
        return f"is not {' or '.join(choice.only)}"
    lacks = {"products": "has none of", "regions": "is in none of", "plan": "is on none of the plans"}
    missing = (
        f"{lacks[name]} {', '.join(words)}"
        for name, words in choice.conditions.items()
        if not _folded(words) & _folded(_values(customer, name))
    )
    return " and ".join(missing) or "is not one of those who are named"


class _Asked:
    """A choice as it is asked of thousands of customers: its words folded once."""

    def __init__(self, choice: Choice) -> None:
        self._conditions = {name: _folded(words) for name, words in choice.conditions.items()}
        self._named, self._excepted = _folded(choice.customers), _folded(choice.excepted)
        self._only = _folded(choice.only)
        self._everybody = choice.everybody or (bool(choice.only) and not choice.conditions)

    def means(self, one: Customer) -> bool:
        if one.id in self._excepted:
            return False
        if one.id in self._named:
            return True
        return not self._is_left_out(one) and (self._everybody or (bool(self._conditions) and self._fits(one)))

    def misses_region(self, one: Customer) -> bool:
        """Tell of a customer who would be meant, were a region of theirs known."""
        if "regions" not in self._conditions or one.regions or one.id in self._excepted or one.id in self._named:
            return False
        return not self._is_left_out(one) and self._fits(one, but="regions")

    def _is_left_out(self, one: Customer) -> bool:
        return bool(self._only) and one.id not in self._only

    def _fits(self, one: Customer, *, but: str = "") -> bool:
        wanted = self._conditions.items()
        return all(name == but or words & _folded(_values(one, name)) for name, words in wanted)


def _check(choice: Choice) -> None:
    chosen = choice.conditions or choice.customers or choice.only
    if choice.everybody and chosen:
        raise Refused("--all means everybody: leave it out, or leave the other conditions out")
    if not choice.everybody and not chosen:
        raise Refused(
            "say who is to be told: --service, --region, --plan, --only or --customer, or --all for everybody"
        )


def _check_words(choice: Choice, everybody: Sequence[Customer]) -> None:
    """Refuse names that nobody has: a typing error would leave those out who are meant."""
    for name, words in choice.conditions.items():
        there = {value for one in everybody for value in _values(one, name)}
        folded = _folded(there)
        for word in words:
            if word.casefold() not in folded:
                raise Refused(f'no customer has the {_CALLED[name]} "{word}"{_instead(word, there)}')
    ids = {one.id for one in everybody}
    for word in (*choice.customers, *choice.only, *choice.excepted):
        if word.casefold() not in ids:
            raise Refused(f'there is no customer "{word}"{_instead(word, ids)}')


def _instead(word: str, there: Collection[str]) -> str:
    hint = did_you_mean(word, sorted(there)) or (f"there are {', '.join(sorted(there)[:NAMED])}" if there else "")
    return f": {hint}" if hint else ""


def _values(one: Customer, name: str) -> tuple[str, ...]:
    value = getattr(one, name)
    return value if isinstance(value, tuple) else (value,) if value else ()


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(str.casefold, words))


def _unreachable(one: Customer, failing: Mapping[str, str]) -> str:
    if not one.notice_address:
        return NO_ADDRESS
    return failing.get(parse_address(one.notice_address).inbox, "")


_CALLED = {"products": "service", "regions": "region", "plan": "plan"}
