"""Tell people of ours what customers wait for, or waited for in vain. Pure."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from datetime import datetime

from gateway.address import ascii_lower
from gateway.desk.hours.calendar import Home
from gateway.desk.notice import Notice, NoticeKind, NoticeState
from gateway.desk.notices.agenda import Appointment, Duty
from gateway.desk.notices.outage import promised_kind
from gateway.desk.order import Bulletin, Fact, TellPerson
from gateway.desk.policy.notices import Holding
from gateway.desk.team import OPERATIONS_MANAGER, Person, Team

_FITS = 200  # characters of a text in a command that is to be copied
_UNSAID = "..."  # stands for words that nobody has written


def nag(notice: Notice, appointment: Appointment, team: Team, home: Home, *, now: datetime) -> Iterator[TellPerson]:
    """Ask for what falls due: whoever wrote the notice, and who is on call."""
    what = _what(notice, appointment.duty)
    facts: dict[str, Fact] = {
        **named(notice),
        "awaited": what,
        "due": appointment.about,
        "missing": notice.missing if what == "rca" else (),
        "commands": "\n".join(_commands(notice, what)),
        "said": _said_last(notice) if what == "update" else "",
        "automatic": what == "rca" or (what == "update" and notice.holding is Holding.AUTO),
    }
    because = f"{what} of {notice.id} is due"
    yield from (TellPerson(Bulletin.NOTICE_DUE, one, because, facts) for one in _hearers(notice, team, home, now))


def missed(notice: Notice, kind: str, due: datetime, team: Team, home: Home, *, now: datetime) -> Iterator[TellPerson]:
    """Say that a promise to customers is broken: to the same, and to the operations manager."""
    facts: dict[str, Fact] = {
        **named(notice),
        "awaited": kind,
        "due": due,
        "commands": "\n".join(_commands(notice, kind)),
    }
    people = _each((*_hearers(notice, team, home, now), *team.in_group(OPERATIONS_MANAGER)))
    because = f"{kind} of {notice.id} was due, and nobody wrote it"
    yield from (TellPerson(Bulletin.NOTICE_MISSED, one, because, facts) for one in people)


def report_command(notice: Notice) -> str:
    """Return the command of the interruption report, with the words that are known; those too long are kept anyway.

    Those that nobody has said are dots, which are refused: what is copied and not filled in reaches no customer.
    """
    said = {name: notice.texts.get(name, _UNSAID) or "none" for name in ("summary", "workaround")}
    fit = {name: text for name, text in said.items() if len(text) <= _FITS and "\n" not in text}
    words = [f"--{name} {_quoted(text)}" for name, text in fit.items()]
    return " ".join(("gateway outage report", notice.id, *words))


def _quoted(text: str) -> str:
    return f'"{_UNSAID}"' if text == _UNSAID else shlex.quote(text)


def _said_last(notice: Notice) -> str:
    """Return what customers read last: no part of the command, as it is no news when it is said again."""
    text = " ".join((notice.text("update") or notice.text("summary")).split())
    return text if len(text) <= _FITS else f"{text[:_FITS]} ..."


def named(notice: Notice) -> dict[str, str]:
    """Return the facts that name a notice in a letter."""
    return {"notice": notice.id, "notice_title": notice.title}


def _what(notice: Notice, duty: Duty) -> str:
    return duty.value if notice.kind is NoticeKind.MAINTENANCE else promised_kind(notice)


def _commands(notice: Notice, what: str) -> Iterator[str]:
    """Yield what can be typed: all but the words that nobody has written."""
    name = notice.id
    match what:
        case "report":
            yield report_command(notice)
            yield f"gateway notice preview {name}"
        case "update":
            yield f'gateway outage update {name} --summary "..."'
            yield f"gateway outage restore {name}"
        case "rca" if not notice.missing:
            yield f"gateway outage close {name}"
        case "rca":
            parts = " ".join(f'--{part.removeprefix("rca_").replace("_", "-")} "..."' for part in notice.missing)
            yield f"gateway outage rca {name} {parts}"
        case Duty.NAG_START:
            yield f"gateway maintenance start {name}"
            yield f'gateway maintenance cancel {name} --reason "..."'
        case Duty.NAG_END if notice.state is NoticeState.SCHEDULED:  # work of which nobody said that it began
            yield f"gateway maintenance complete {name} --began TIME"
            yield f"gateway maintenance extend {name} --began TIME --until TIME"
            yield f'gateway maintenance cancel {name} --reason "..."'
        case Duty.NAG_END:
            yield f"gateway maintenance complete {name}"
            yield f"gateway maintenance extend {name} --until TIME"
        case _:
            yield f"gateway notice show {name}"


def _hearers(notice: Notice, team: Team, home: Home, now: datetime) -> tuple[Person, ...]:
    named = (team.find(one) for one in (notice.confirmed_by, notice.created_by) if one)
    return _each((*(one for one in named if one), *team.on_call(now, home=home).people))


def _each(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple({ascii_lower(one.address): one for one in people}.values())
