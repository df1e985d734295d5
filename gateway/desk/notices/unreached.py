"""Why customers cannot be told of a notice: kept in English, said to colleagues in the language they read. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from gateway.mail import Outcome

NO_ADDRESS = "no notice address"
OUR_OWN = "an address of our own"
NO_CONTRACT = "no valid contract"
LEFT_US = "not in the directory any more"
BY_A_COLLEAGUE = "a colleague was asked to tell them before"
_FRENCH = {
    NO_ADDRESS: "pas d'adresse pour les avis",
    OUR_OWN: "une adresse qui est la nôtre",
    NO_CONTRACT: "pas de contrat en vigueur",
    BY_A_COLLEAGUE: "un collègue a déjà été chargé de les prévenir",
}
_WHAT = {Outcome.REFUSED: "refused", Outcome.GAVE_UP: "not delivered"}
_WHAT_IN_FRENCH = {"refused": "refusé", "not delivered": "non remis"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FRENCH_MONTHS = (
    *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
    *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
)
_UNDELIVERED = re.compile(r"mail of (\d\d) (\w{3}) (\d{4}) (refused|not delivered): (.*)", re.DOTALL)
_MOST = 80  # characters of what a server said


def is_left_to_colleagues(why: str) -> bool:
    """Tell whether somebody of ours tells them, as they should hear of it: not who has left, or gets no upgrades."""
    return bool(why) and why not in (NO_CONTRACT, LEFT_US)


def undelivered(at: datetime, outcome: Outcome, reply: str) -> str:
    """Say that nothing is taken at their address: when a mail was refused or given up, and with which words."""
    return f"mail of {at:%d} {_MONTHS[at.month - 1]} {at:%Y} {_WHAT[outcome]}: {reply[:_MOST]}"


def with_reasons(unreached: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Return customers with the reasons, each on a line, by language."""
    every = tuple(unreached)
    return {
        "en": "\n".join(f"{who}: {why}" for who, why in every),
        "fr": "\n".join(f"{who} : {_in_french(why)}" for who, why in every),
    }


def _in_french(why: str) -> str:
    found = _UNDELIVERED.fullmatch(why)
    if found is None:
        return _FRENCH.get(why, why)
    day, month, year, what, reply = found.groups()
    if month in _MONTHS:
        month = _FRENCH_MONTHS[_MONTHS.index(month)]
    return f"courriel du {'1er' if day == '01' else int(day)} {month} {year} {_WHAT_IN_FRENCH[what]} : {reply}"
