"""Decide who of the team hears of a case because a rule says so. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from gateway.desk.changes import Mark, Remember
from gateway.desk.event import What
from gateway.desk.life.case import Case
from gateway.desk.life.facts import page, team_letter
from gateway.desk.order import Fact, Form, Step, WhatNews, WhyPaged
from gateway.desk.ruled.brake import lately, mark
from gateway.desk.ruling.matter import Written
from gateway.desk.ruling.wishes import Wish, Wishes
from gateway.desk.team import ON_CALL, Person

MOST_FORWARDED = 64 * 1024
"""Characters of a mail that are forwarded; the rest is on the case."""


def heard(
    case: Case, wishes: Wishes, written: Written | None, cause: Written | None, *, now: datetime
) -> Iterator[Step]:
    """Tell everybody whom rules name, each rule once an hour of one case; who is on call is paged.

    ``cause`` is the mail behind it all, be it one the rules were not asked about.
    """
    for whom, asked in wishes.notify.items():
        if lately(case, said := f"{asked.rule.id} {whom}", now):
            continue
        yield mark(case, said, asked.because)
        if whom == ON_CALL:
            yield from _paged(case, asked, cause, now)
        else:
            yield from _told(case, whom, asked)
    for whom, asked in wishes.forward.items():
        yield from _forwarded(case, whom, asked, written)


def _paged(case: Case, asked: Wish, cause: Written | None, now: datetime) -> Iterator[Step]:
    """Page who is on call. Mail that nothing proves wakes nobody: whoever likes could write it."""
    on_call = case.law.team.on_call(now, home=case.law.home)
    because = f"{asked.because}; {on_call.because}"
    rings = cause is None or cause.mail.proven or case.alert_calendar.is_open(now, home=case.home)
    said = f"paged: {', '.join(one.name for one in on_call.people) or 'nobody'}"
    yield Mark(case.ticket.id, What.PAGED, WhyPaged.RULE.value, said, because)
    for letter in page(case, on_call.people, WhyPaged.RULE, because):
        yield replace(letter, quiet=not rings)


def _told(case: Case, whom: str, asked: Wish) -> Iterator[Step]:
    text = asked.rule.alias or asked.rule.id
    yield from team_letter(
        Form.NEWS, case, _people(case, whom), asked.because, {"what": WhatNews.RULE.value, "text": text}
    )


def _forwarded(case: Case, whom: str, asked: Wish, written: Written | None) -> Iterator[Step]:
    people = _people(case, whom)
    if written is None or not people:
        yield Remember(case.ticket.id, f"not forwarded to {whom}", asked.because)
        return
    mail = written.mail
    facts: dict[str, Fact] = {
        "text": mail.body.text[:MOST_FORWARDED],
        "author": str(mail.author) if mail.author else mail.from_text,
        "attachments": tuple(f"{one.name} ({one.size} bytes)" for one in mail.attachments),
    }
    yield from team_letter(Form.FORWARDED, case, people, asked.because, facts)
    yield Remember(case.ticket.id, f"forwarded to {', '.join(one.name for one in people)}", asked.because)


def _people(case: Case, whom: str) -> tuple[Person, ...]:
    """Return who is meant: somebody by name or address, else a group, else, where nobody is in it, everybody."""
    person = case.law.team.find(whom)
    return (person,) if person else case.law.team.group(whom).people
