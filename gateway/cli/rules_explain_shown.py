"""Show people what the rules make of a mail, rule by rule, in the order of the files."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from gateway.cli.explain_words import length_words
from gateway.cli.printer import Printer
from gateway.cli.show_mail import size_text
from gateway.cli.words import counted
from gateway.config_set.files import shown
from gateway.desk.changes import AssignCustomer, OpenTicket
from gateway.desk.intake.arrival import Arrival
from gateway.desk.life.law import Law
from gateway.desk.ruling.condition import Reason
from gateway.desk.ruling.language import guess_language
from gateway.trial.explain import Explained
from gateway.trial.why import TOO_SLOW, How, Looked

MOST_UNMATCHED = 20  # rules of one file that did not match
MOST_WANTED = 40  # characters of what a condition wants

_NOTHING = "Nothing was sent or stored."


def show(printer: Printer, found: Explained, law: Law, *, zone: ZoneInfo, matched_only: bool) -> None:
    """Show all of it."""
    arrival = found.tried.arrival
    assert arrival is not None
    printer.fields(
        (
            ("Mail", _mail(arrival, zone)),
            ("Auth", _auth(arrival)),
            ("Auto", _auto(arrival, found)),
            ("Thread", _thread(arrival, found)),
            ("Customer", _customer(found)),
            ("Rules", f"config {shown(law.config_hash)}" + ("" if law.rules.rules else ", which has no rules")),
        )
    )
    for file in found.files:
        _file(printer, file, found, matched_only=matched_only)
    for text in found.outcome.slow:
        printer.text(f"  {_mark('!')} {TOO_SLOW}: {text}", style="yellow")
    lines = list(_result(found, zone))
    printer.text(f"Result    {lines[0]}", style="bold")
    for line in lines[1:]:
        printer.text(f"          {line}")
    printer.text(_NOTHING)


def show_why_not(printer: Printer, one: Looked, found: Explained) -> None:
    """Show what one rule wanted and did not get."""
    place = f"({one.rule.place})"
    if one.how is How.MATCHED:
        printer.text(f"{_mark('✓')} {one.rule.id} matched {place}")
        for line in _held(one, found):
            printer.text(line)
        return
    printer.text(f"{_mark('✗')} {one.rule.id} {place}")
    if one.how is not How.NOT_MATCHED:
        printer.text(f"    {one.why}")
        if one.how is How.NOT_ASKED and found.outcome.because:
            printer.text(f"    what became of the mail: {found.outcome.fate}, {found.outcome.because}")
        return
    for reason in one.failed:
        line = f"   line {reason.line}" if reason.line else ""
        printer.text(f"    {_mark('✗')} {_asked(reason)}   {_got(one, reason)}{line}")
    for text in one.slow:
        printer.text(f"    {_mark('!')} {TOO_SLOW}: {text}", style="yellow")


def _mail(arrival: Arrival, zone: ZoneInfo) -> str:
    mail = arrival.mail
    who = str(mail.author.address) if mail.author else mail.from_text or "(nobody)"
    language = arrival.language or guess_language(f"{mail.subject}\n{mail.body.text}")
    rest = ", ".join(filter(None, (language, size_text(arrival.size))))
    return f'{who} "{mail.subject}"   received {arrival.received_at.astimezone(zone):%a %d %b %H:%M %Z}   {rest}'


def _auth(arrival: Arrival) -> str:
    mail = arrival.mail
    said = " · ".join(f"{method} {result}" for method, result in mail.auth) or "nothing is known"
    verified = "sender verified" if mail.proven else f"sender {mail.identity.standing}: {mail.identity.because}"
    return f"{said}   -> {verified}"


def _auto(arrival: Arrival, found: Explained) -> str:
    mail = arrival.mail
    said = f"{mail.kind} ({mail.kind_because})" if mail.kind_because else mail.kind.value
    if found.outcome.ack:
        return f"{said}   -> may be acknowledged"
    return f"{said}   -> {found.outcome.ack_because}"


def _thread(arrival: Arrival, found: Explained) -> str:
    threads = arrival.threads
    pointers = (
        *(f"our reply address +{tag}" for tag in threads.tags),
        *(f"<{one}>" for one in threads.message_ids[:3]),
        *(f"case number {number}" for number, _ in threads.numbers),
    )
    said = ", ".join(pointers) or "no case token, no known References"
    if found.opens:
        return f"{said}   -> new case"
    if found.ticket is not None:
        return f"{said}   -> case {found.ticket.number}"
    return f"{said}   -> {found.outcome.fate}, no case"


def _customer(found: Explained) -> str:
    assigned = next((step for step in found.tried.steps if isinstance(step, AssignCustomer)), None)
    matter = next((one.matter for one in reversed(found.tried.passes)), None)
    customer = matter.customer if matter else None
    if customer is None or matter is None:
        return "nobody's: no contact and no domain of a customer"
    because = f", because {assigned.because}" if assigned else ""
    plan = f"plan {customer.plan}, " if customer.plan else ""
    return f"{customer.id} ({plan}policy {matter.policy.name}){because}"


def _file(printer: Printer, file: str, found: Explained, *, matched_only: bool) -> None:
    looked = found.of_file(file)
    unmatched = 0
    printer.text(f"  {PurePosixPath(file).name}")
    for one in looked:
        if one.how is How.MATCHED:
            _matched(printer, one, found)
        elif one.how is not How.NOT_ASKED and not matched_only:
            unmatched += 1
            if unmatched <= MOST_UNMATCHED:
                printer.text(f"    {_mark('✗')} {one.rule.id:<26} {_first(one)}")
    if unmatched > MOST_UNMATCHED:
        printer.text(f"    {_mark('…')} {unmatched - MOST_UNMATCHED} more did not match", style="dim")
    others = sum(one.how is How.NOT_ASKED for one in looked)
    if others and not matched_only:
        printer.text(f"    {_mark('…')} {counted(others, 'rule')} for other occasions", style="dim")


def _matched(printer: Printer, one: Looked, found: Explained) -> None:
    printer.text(f"    {_mark('✓')} {one.rule.id}", style="green")
    for line in _held(one, found):
        printer.text(f"    {line}")


def _held(one: Looked, found: Explained) -> Iterator[str]:
    for reason in one.reasons:
        if not reason.holds:
            continue
        if reason.where:
            yield f"    {_mark('✓')} {reason.asked}  {reason.got:<32} {reason.where}"
        else:
            yield f"    {_mark('✓')} {_asked(reason)}"
    match = one.match
    if match is not None and match.captured:
        yield f"    {_mark('=')} " + ", ".join(f'match.{name} = "{value}"' for name, value in match.captured)
    if match is not None and match.effects:
        yield f"    {_mark('→')} " + " · ".join(match.effects)
    for text in found.refused_of(one):
        yield f"    {_mark('!')} {text.removeprefix(f'{one.rule.because}: ')}"


def _first(one: Looked) -> str:
    """Say what did not hold first, or why it was not looked at."""
    if one.how is not How.NOT_MATCHED or not one.failed:
        return one.why
    first = one.failed[0]
    more = f" (and {len(one.failed) - 1} more)" if len(one.failed) > 1 else ""
    return f"{_asked(first):<32} {_got(one, first)}{more}"


def _got(one: Looked, reason: Reason) -> str:
    return TOO_SLOW if one.ran_out(reason) else f"got {reason.got}"


def _asked(reason: Reason) -> str:
    wanted = reason.wanted if len(reason.wanted) <= MOST_WANTED else f"{reason.wanted[: MOST_WANTED - 1]}…"
    return f"{reason.asked} {wanted}" if "|" in reason.asked else f"{reason.asked} = {wanted}"


def _result(found: Explained, zone: ZoneInfo) -> Iterator[str]:
    outcome = found.outcome
    if not outcome.status:
        yield f"{outcome.fate}: {outcome.because}"
        return
    opens = any(isinstance(step, OpenTicket) for step in found.tried.steps)
    owner = f", owner {outcome.owner}" if outcome.owner else ""
    topics = f", topics [{', '.join(outcome.topics)}]" if outcome.topics else ""
    tags = f", tags [{', '.join(outcome.tags)}]" if outcome.tags else ""
    number = found.ticket.number if found.ticket else ""
    said = "case would be" if opens else f"case {number} would be {outcome.status},"
    yield f"{said}: {outcome.priority}, queue {outcome.queue}{owner}{topics}{tags}".replace(",:", ",")
    if found.ack:
        sections = [*found.ack.sections, *([f"links({', '.join(found.ack.links)})"] if found.ack.links else [])]
        yield f"ack in {found.ack.language}, sections: {', '.join(('header', *sections, 'how_to_reply'))}"
    elif opens:
        yield outcome.ack_because
    reply = found.first_reply
    if reply is not None:
        plan = f": plan {reply.plan}" if reply.plan else f": policy {reply.policy}"
        due = f"{reply.due.astimezone(zone):%a %d %b %Y %H:%M %Z}"
        yield f"first reply due {due} ({length_words(reply.within)}, {reply.clock.name}{plan})"


def _mark(sign: str) -> str:
    """Return a sign, or what stands for it where the terminal has no such letters."""
    takes = (sys.stdout.encoding or "").lower().startswith("utf")
    return sign if takes else _PLAIN[sign]


_PLAIN = {"✓": "+", "✗": "-", "→": ">", "…": "...", "!": "!", "=": "="}
