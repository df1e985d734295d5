"""What came of a mail, or of what happened to a ticket: the facts that tests expect and replays compare. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gateway.desk.changes import (
    AddParticipant,
    AddTag,
    AddTopic,
    Change,
    Fate,
    FinishEntry,
    KeepRuling,
    LinkTicket,
    Mark,
    OpenTicket,
    SetFact,
    SetField,
    SetPriority,
    SetStatus,
)
from gateway.desk.event import What
from gateway.desk.order import Acknowledge, Order
from gateway.desk.ruling.section import URGENT_BY_PHONE
from gateway.desk.ruling.vocabulary import Trigger
from gateway.desk.ticket import Ticket
from gateway.desk.world import World
from gateway.trial.tried import Tried


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it; empty words where there is no ticket."""

    fate: str = ""
    """What became of the mail; empty where none came."""
    because: str = ""
    priority: str = ""
    queue: str = ""
    status: str = ""
    owner: str = ""
    language: str = ""
    quarantine: str = ""
    """The reason; empty where it was not kept away."""
    discard: str = ""
    stopped: tuple[str, ...] = ()
    """Rules that ended a pass."""
    matched: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """The rules that write one."""
    sections: tuple[str, ...] = ()
    """What rules put into the acknowledgement."""
    notify: tuple[str, ...] = ()
    forward: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    ack: bool = False
    ack_because: str = ""
    pages: int = 0
    """How often who is on call is woken."""
    refused: tuple[str, ...] = ()
    slow: tuple[str, ...] = ()
    by: Mapping[str, str] = field(default_factory=dict)
    """Which rule, or what else, made something what it is."""


def outcome_of(tried: Tried) -> Outcome:
    """Gather what came of it."""
    changes = tuple(step for step in tried.steps if not isinstance(step, Order))
    ack = next((step for step in tried.steps if isinstance(step, Acknowledge)), None)
    ended = next((one for one in changes if isinstance(one, FinishEntry)), None)
    ticket = ticket_after(tried)
    passes = tried.passes
    quarantine, discard = _kept_away(tried, ended)
    return Outcome(
        fate=ended.fate.value if ended else "",
        because=ended.because if ended else "",
        priority=ticket.priority if ticket else "",
        queue=ticket.queue if ticket else "",
        status=ticket.status.value if ticket else "",
        owner=ticket.assignee if ticket else "",
        language=ticket.language if ticket else "",
        quarantine=quarantine,
        discard=discard,
        stopped=tuple(one.ruling.stopped_by for one in passes if one.ruling.stopped_by),
        matched=tuple(dict.fromkeys(match.rule for one in passes for match in one.ruling.matched)),
        topics=ticket.topics if ticket else (),
        tags=ticket.tags if ticket else (),
        cc=tuple(one.participant.address for one in changes if isinstance(one, AddParticipant)),
        links=tuple(one.other for one in changes if isinstance(one, LinkTicket)),
        notes=tuple(wish.rule.id for one in passes for wish in one.ruling.wishes.notes),
        sections=_sections(tried, ack) if ack else (),
        notify=tuple(dict.fromkeys(whom for one in passes for whom in one.ruling.wishes.notify)),
        forward=tuple(dict.fromkeys(whom for one in passes for whom in one.ruling.wishes.forward)),
        fields=dict(ticket.fields) if ticket else {},
        ack=ack is not None,
        ack_because=tried.verdict.reason if tried.verdict else "not acknowledged: it opens no ticket",
        pages=sum(isinstance(one, Mark) and one.what is What.PAGED for one in changes),
        refused=tuple(text for one in changes if isinstance(one, KeepRuling) for text in one.ruled.refused),
        slow=tuple(dict.fromkeys(text for one in passes for text in one.ruling.slow)),
        by=dict(_made_by(tried, changes)),
    )


def ticket_after(tried: Tried) -> Ticket | None:
    """Return the ticket it is about, as it is then; None where there is none."""
    world = World(tickets=dict(tried.before))
    about = None
    for change in tried.steps:
        if isinstance(change, Order):
            continue
        world.after(change)
        match change:
            case OpenTicket(ticket=ticket):
                about = about or ticket.id
            case FinishEntry(ticket_id=ticket_id):
                about = about or ticket_id
    if about is None and tried.arrival is None:
        about = next(iter(world.tickets), None)
    return world.tickets.get(about) if about is not None else None


def _kept_away(tried: Tried, ended: FinishEntry | None) -> tuple[str, str]:
    """Return why it is quarantined, and why it is discarded."""
    if ended is None or ended.fate not in (Fate.QUARANTINED, Fate.DISCARDED):
        return "", ""
    wishes = [one.ruling.wishes.quarantine or one.ruling.wishes.discard for one in tried.passes]
    why = next((wish.value for wish in wishes if wish), ended.because)
    return (why, "") if ended.fate is Fate.QUARANTINED else ("", why)


def _sections(tried: Tried, ack: Acknowledge) -> tuple[str, ...]:
    passes = (one.ruling for one in tried.passes if one.ruling.trigger is Trigger.TICKET_CREATED)
    wanted = dict.fromkeys(name for ruling in passes for name in ruling.wishes.sections)
    if ack.facts.get("by_phone"):
        wanted[URGENT_BY_PHONE] = None
    return tuple(wanted)


def _made_by(tried: Tried, changes: tuple[Change, ...]) -> Iterator[tuple[str, str]]:
    """Yield what became something, and because of what; later ones win."""
    for change in changes:
        if name := _set_by(change):
            yield name, change.because
    for one in tried.passes:
        wishes = one.ruling.wishes
        for what, asked in (("notify", wishes.notify), ("forward", wishes.forward), ("sections", wishes.sections)):
            yield from ((f"{what}.{name}", wish.because) for name, wish in asked.items())
        yield from ((f"notes.{wish.rule.id}", wish.because) for wish in wishes.notes)
        named = (("ack", wishes.silent), ("quarantine", wishes.quarantine), ("discard", wishes.discard))
        yield from ((name, wish.because) for name, wish in named if wish)


def _set_by(change: Change) -> str:
    """Return what a change makes something; empty where that is nothing of an outcome."""
    match change:
        case SetPriority():
            return "priority"
        case SetStatus():
            return "status"
        case SetFact(fact=fact):
            return _FACTS.get(fact, fact)
        case SetField(name=name):
            return f"fields.{name}"
        case AddTopic(topic=topic):
            return f"topics.{topic}"
        case AddTag(tag=tag):
            return f"tags.{tag}"
        case AddParticipant(participant=participant):
            return f"cc.{participant.address}"
        case LinkTicket(other=other):
            return f"links.{other}"
        case _:
            return ""


_FACTS = {"assignee": "owner"}
