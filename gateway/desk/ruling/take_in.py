"""Take in what a rule that holds asks for, and let the rules below it see the ticket as it is to be. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import assert_never

from gateway.desk.ruling import action as do
from gateway.desk.ruling.look import Look
from gateway.desk.ruling.names import names_of
from gateway.desk.ruling.rule import Rule
from gateway.desk.ruling.wishes import Wish, Wishes
from gateway.desk.ticket import Priority, Status, Ticket

MOST_KEPT = 200
"""Characters of what a mail says that are written down with a decision; the mail has all of it."""


def take_in(rule: Rule, wishes: Wishes, captured: Mapping[str, str], look: Look) -> list[str]:
    """Take in what a rule asks for; return each in words."""
    names = names_of(look.matter, captured)
    said = []
    for action in rule.actions:
        try:
            said.append(_take(action, rule, wishes, names, look))
        except do.Missing as missing:
            said.append(f"left out: {missing}")
    return said


def _take(  # noqa: C901 - one case for each action
    action: do.Action, rule: Rule, wishes: Wishes, names: Mapping[str, str], look: Look
) -> str:
    match action:
        case do.Set(what=what, value=value):
            return _set(what, Wish(value, rule), wishes, look)
        case do.SetField(name=name, value=template):
            text = _one_line(template.say(names))
            wishes.fields[name] = Wish(text, rule)
            _see(look, f"ticket.field.{name}", fields=((name, text),))
            return f"{name} = {text}"
        case do.AddTopic(topic=topic):
            wishes.topics.setdefault(topic, Wish(topic, rule))
            _see(look, "ticket.topics", topics=tuple(wishes.topics))
            return f"topic +{topic}"
        case do.AddTag(tag=tag):
            wishes.tags.setdefault(tag, Wish(tag, rule))
            _see(look, "ticket.tags", tags=tuple(wishes.tags))
            return f"tag +{tag}"
        case do.AddCc(address=address):
            wishes.cc.setdefault(address, Wish(address, rule))
            return f"cc +{address}"
        case do.LinkTo(other=template):
            other = _one_line(template.say(names))
            wishes.links.setdefault(other, Wish(other, rule))
            return f"link to {other}"
        case do.Note(text=template):
            wishes.notes.append(Wish(template.say(names), rule))
            return f"note: {_one_line(wishes.notes[-1].value)[:MOST_KEPT]}"
        case do.Notify(whom=whom):
            wishes.notify.setdefault(whom, Wish(whom, rule))
            return f"notify {whom}"
        case do.Forward(whom=whom):
            wishes.forward.setdefault(whom, Wish(whom, rule))
            return f"forward to {whom}"
        case do.ReplySection(section=section):
            wishes.sections.setdefault(section, Wish(section, rule))
            return f'acknowledgement section "{section}"'
        case do.NoAutoReply():
            wishes.silent = wishes.silent or Wish("never", rule)
            return "no acknowledgement"
        case do.Stop(reason=reason):
            return f"stop: {reason}"
        case do.Quarantine(reason=reason):
            wishes.quarantine = wishes.quarantine or Wish(reason, rule)
            return f"quarantine: {reason}"
        case do.Discard(reason=reason):
            wishes.discard = wishes.discard or Wish(reason, rule)
            return f"discard: {reason}"
        case _:
            assert_never(action)


def _set(what: do.SetWhat, wish: Wish, wishes: Wishes, look: Look) -> str:
    ticket = look.matter.ticket
    before = _BEFORE[what](ticket) if ticket else ""
    wishes.settings[what] = wish
    match what:
        case "priority":
            _see(look, "ticket.priority", priority=Priority(wish.value))
        case "status":
            _see(look, "ticket.status", status=Status(wish.value))
        case "queue":
            _see(look, "ticket.queue", queue=wish.value)
        case "owner":
            _see(look, "ticket.assigned_to", assignee=wish.value)
        case "language":
            _see(look, "ticket.language", language=wish.value)
        case _:
            assert_never(what)
    return f"{what} {before} -> {wish.value}" if before not in ("", wish.value) else f"{what} {wish.value}"


_BEFORE: Mapping[do.SetWhat, Callable[[Ticket], str]] = {
    "priority": lambda ticket: ticket.priority,
    "status": lambda ticket: ticket.status.value,
    "queue": lambda ticket: ticket.queue,
    "owner": lambda ticket: ticket.assignee,
    "language": lambda ticket: ticket.language,
}


def _see(look: Look, name: str, **now: object) -> None:
    """Let the rules below see the ticket as it is to be."""
    ticket, given = look.matter.ticket, look.matter.given
    if ticket is None:
        return
    for more in ("topics", "tags"):
        if more in now:
            had = tuple(getattr(ticket, more))
            added = tuple(one for one in now[more] if one not in had)  # type: ignore[attr-defined]
            now[more] = (*had, *added)
    if "fields" in now:
        now["fields"] = tuple({**dict(ticket.fields), **dict(now["fields"])}.items())  # type: ignore[call-overload]
    rest = {key: value for key, value in given.items() if key != name}
    look.go_on_with(replace(look.matter, ticket=replace(ticket, **now), given=rest), (name,))  # type: ignore[arg-type]


def _one_line(text: str) -> str:
    return " ".join(text.split())[:1000]
