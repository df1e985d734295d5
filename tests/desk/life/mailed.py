"""Mails about a ticket that was played, as the desk gets to see them."""

from __future__ import annotations

from datetime import datetime

from gateway.address import Mailbox, parse_address
from gateway.desk.changes import Change, Fate, FinishEntry, SetFact, SetStatus
from gateway.desk.intake.acknowledge import AckPolicy
from gateway.desk.intake.arrival import Arrival, Desk
from gateway.desk.intake.decision import Decision
from gateway.desk.intake.receive import receive
from gateway.desk.order import Form, Order, TellCustomer, TellTeam
from gateway.desk.ticket import Status
from gateway.mail import Body, Identity, JournalId, Kind, Standing, Threads
from tests.desk.build import FRESH, KEY, OURS, SUPPORT, a_mail
from tests.desk.life.build import ANN, AT, Life

ESCALATIONS = "escalations@example.com"


def a_desk(life: Life) -> Desk:
    return Desk(key=KEY, acks=AckPolicy(ours=OURS), law=life.law, escalations=ESCALATIONS)


def arrival(
    life: Life,
    text: str,
    *,
    sender: str = ANN,
    standing: Standing = Standing.PROVEN,
    at: datetime = AT,
    points: bool = True,
    tags: tuple[str, ...] = (),
    escalates: bool = False,
    **facts: object,
) -> Arrival:
    """A mail; ``points`` says whether it names the ticket's number in its subject."""
    mail = a_mail(
        sender,
        **{
            "kind": Kind.REPLY,
            "fingerprint": f"{at.isoformat()} {text}",
            "body": Body(text),
            "author": Mailbox("", parse_address(sender)) if sender else None,
            "identity": Identity(standing, "as the test says"),
            "subject": f"Re: [#{life.ticket.number}] Phones drop" if points else "Phones drop",
            **facts,
        },
    )
    threads = Threads(tags=tags, numbers=((life.ticket.number, True),) if points else ())
    return Arrival(JournalId(5), "smtp", at, mail, threads, SUPPORT, escalates=escalates)


def received(life: Life, text: str, **how: object) -> Decision:
    """What is decided about a mail."""
    return receive(arrival(life, text, **how), life.world, a_desk(life), FRESH)  # type: ignore[arg-type]


def mailed(life: Life, text: str, **how: object) -> Decision:
    """Decide about a mail and let that happen."""
    moment = how.get("at", AT)
    assert isinstance(moment, datetime)
    found = received(life, text, **how)
    life.take((*found.changes, *found.letters), moment)
    return found


def fate(found: Decision) -> Fate:
    return next(change.fate for change in found.changes if isinstance(change, FinishEntry))


def statuses(found: Decision) -> list[Status]:
    return [change.after for change in found.changes if isinstance(change, SetStatus)]


def facts(found: Decision) -> dict[str, object]:
    return {change.fact: change.after for change in found.changes if isinstance(change, SetFact)}


def forms(found: Decision) -> list[Form]:
    return [letter.form for letter in found.letters if isinstance(letter, (TellCustomer, TellTeam))]


def told(found: Decision, form: Form) -> TellCustomer | TellTeam:
    """The only letter of a form."""
    letters: list[Order] = [one for one in found.letters if getattr(one, "form", None) is form]
    assert len(letters) == 1, found.letters
    assert isinstance(letters[0], (TellCustomer, TellTeam))
    return letters[0]


def changed(found: Decision, kind: type[Change]) -> list[Change]:
    return [change for change in found.changes if isinstance(change, kind)]
