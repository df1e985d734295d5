"""Go through the rules of a trigger, top to bottom: which hold, and what they ask for together. Pure.

Every rule that holds counts; what one sets, the next ones see; ``stop`` ends the pass. Nothing is carried out here, and
what may be is not decided here either: policy has the last word (``desk.ruled``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import assert_never

from gateway.desk.ruling import action as do
from gateway.desk.ruling.condition import Reason
from gateway.desk.ruling.look import Look
from gateway.desk.ruling.matter import Matter
from gateway.desk.ruling.record import Matched
from gateway.desk.ruling.rule import Rule, Rulebook
from gateway.desk.ruling.vocabulary import Trigger
from gateway.desk.ruling.wishes import Wish, Wishes
from gateway.desk.ticket import Priority, Status, Ticket

MOST_KEPT = 200
"""Characters of what a mail says that are written down with a decision; the mail has all of it."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What came of one pass."""

    trigger: Trigger
    wishes: Wishes = field(default_factory=Wishes)
    matched: tuple[Matched, ...] = ()
    """In order."""
    stopped_by: str = ""
    slow: tuple[str, ...] = ()
    asked: int = 0
    """How many rules were looked at."""
    again: tuple[Rule, ...] = ()
    """Those that held, and have had their turn."""
    spent: float = 0.0
    """Seconds that patterns have worked."""


NOBODY: Set[str] = frozenset()


def judge(
    trigger: Trigger,
    matter: Matter,
    book: Rulebook,
    *,
    without: Set[str] = NOBODY,
    turns: Set[str] = NOBODY,
    spent: float = 0.0,
) -> Ruling:
    """Go through the rules of a trigger. Their clock is the matter's.

    Those ``without`` are as if they had not been written. Those that had their ``turns`` ask for nothing again, and
    still keep the rules below a ``stop`` from theirs. ``spent`` is what patterns have taken on this mail already.
    """
    rules: Sequence[Rule] = book.by_trigger[trigger]
    if without:
        rules = [rule for rule in rules if rule.id not in without]
    if not rules:
        return Ruling(trigger, spent=spent)
    ruling = _go_through(trigger, rules, Look(matter, book.finder, spent), turns=turns)
    return _seen(ruling, matter, book)


def judge_one(rule: Rule, matter: Matter, book: Rulebook) -> Ruling:
    """Look at a single rule, whose time has come."""
    return _seen(_go_through(Trigger.SCHEDULE, [rule], Look(matter, book.finder)), matter, book)


def reasons(rule: Rule, matter: Matter, book: Rulebook) -> tuple[Reason, ...]:
    """Say of a rule why it holds or does not: each comparison, as far as the first that does not hold."""
    return tuple(rule.condition.reasons(Look(matter, book.finder)))


def trace(trigger: Trigger, matter: Matter, book: Rulebook) -> Mapping[str, tuple[Reason, ...]]:
    """Go through the rules of a trigger again, and say of each why it holds or not; those below a stop are missing."""
    said: dict[str, tuple[Reason, ...]] = {}
    _go_through(trigger, book.by_trigger[trigger], Look(matter, book.finder), said=said)
    return said


def _seen(ruling: Ruling, matter: Matter, book: Rulebook) -> Ruling:
    if book.onlooker is not None:
        book.onlooker(matter, ruling)
    return ruling


def _go_through(
    trigger: Trigger,
    rules: Sequence[Rule],
    look: Look,
    *,
    turns: Set[str] = NOBODY,
    said: dict[str, tuple[Reason, ...]] | None = None,
) -> Ruling:
    """Go through some rules; why each holds or not goes into ``said``."""
    wishes, matched, again, stopped_by = Wishes(), [], [], ""
    today = look.matter.now.astimezone(look.matter.home.zone).date()
    asked = 0
    for rule in rules:
        if not rule.counts(today):
            continue
        asked += 1
        captured: dict[str, str] = {}
        if said is not None:
            said[rule.id] = tuple(rule.condition.reasons(look))
        if not rule.condition.holds(look, captured):
            continue
        if rule.id in turns:
            again.append(rule)
        else:
            because = tuple(str(reason) for reason in rule.condition.reasons(look))
            effects = tuple(_wish(rule, wishes, captured, look))
            kept = tuple((name, text[:MOST_KEPT]) for name, text in captured.items())
            matched.append(Matched(rule.id, rule.place, rule.alias, because, kept, effects))
        if rule.ends:
            stopped_by = rule.id
            break
    slow = tuple(dict.fromkeys(map(str, look.slow)))
    return Ruling(trigger, wishes, tuple(matched), stopped_by, slow, asked, tuple(again), look.spent)


def _wish(rule: Rule, wishes: Wishes, captured: Mapping[str, str], look: Look) -> list[str]:
    """Take in what a rule asks for; return each in words."""
    names = _names(look.matter, captured)
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
    for more in ("topics", "tags", "fields"):
        if more in now:
            had = tuple(getattr(ticket, more))
            added = tuple(one for one in now[more] if one not in had)  # type: ignore[attr-defined]
            now[more] = (*had, *added)
    rest = {key: value for key, value in given.items() if key != name}
    look.go_on_with(replace(look.matter, ticket=replace(ticket, **now), given=rest), (name,))  # type: ignore[arg-type]


def _names(matter: Matter, captured: Mapping[str, str]) -> Mapping[str, str]:
    """Return what values may name."""
    ticket, customer = matter.ticket, matter.customer
    author = matter.written.mail.author if matter.written else None
    known = {
        "subject": (matter.written.mail.subject if matter.written else matter.subject)[:1000],
        "sender.address": str(author.address) if author else "",
        "sender.domain": author.address.domain if author else "",
        "sender.name": author.name if author else "",
        "customer.id": customer.id if customer else "",
        "customer.name": customer.name if customer else "",
        "ticket.number": ticket.number if ticket else "",
        "ticket.priority": ticket.priority if ticket else "",
        "ticket.queue": ticket.queue if ticket else "",
    }
    return known | {f"match.{name}": text for name, text in captured.items()}


VALUE_NAMES = (
    *("subject", "sender.address", "sender.domain", "sender.name", "customer.id", "customer.name"),
    *("ticket.number", "ticket.priority", "ticket.queue"),
)
"""What values may name beside ``match.NAME``."""


def _one_line(text: str) -> str:
    return " ".join(text.split())[:1000]
