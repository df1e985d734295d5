"""Decide what kind of mail this is: a person's, a robot's, a list's, a bounce, a receipt, our own.

The header speaks first, words and shape second, and a person is what is left. The evidence goes with the answer.
Reads what it is given; whether anything is answered is decided at the desk.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from gateway.inbound.kind.by_hand import from_a_mailbox, is_form
from gateway.inbound.kind.judge_list import judge_list, judge_notice, judge_sender
from gateway.inbound.kind.judge_loop import judge_loop
from gateway.inbound.kind.judge_report import judge_bounce, judge_certified, judge_report
from gateway.inbound.kind.judge_robot import judge_header, judge_null_sender, judge_shape, judge_words
from gateway.inbound.kind.look import Classified as Classified
from gateway.inbound.kind.look import Look, auto_submitted, sender_of
from gateway.inbound.kind.look import PartType as PartType
from gateway.inbound.kind.look import is_answer as is_answer
from gateway.inbound.kind.no_reply import takes_no_answers
from gateway.inbound.mime.headers import Headers
from gateway.inbound.newtext.plain import Occasion, cut_plain
from gateway.mail import NO_ANSWERS, Body, Kind


def classify(
    headers: Headers,
    *,
    null_sender: bool,
    parts: Sequence[PartType],
    subject: str,
    text: str,
    ours: frozenset[str],
    quoting: bool = False,
) -> Classified:
    """Return the kind. ``ours`` are the keys of our own addresses, untagged.

    ``text`` is what is new in it, or all of it; ``quoting`` says that a quote was cut off already.

    A delivery report is a bounce here: only its recipients tell a delay, so ``bounce.settle`` has the last word.
    """
    answering = is_answer(headers, subject)
    new_text = Body(text, cut_plain(text, occasion=Occasion.REPLY)).text if answering else text
    look = Look(
        headers=headers,
        null_sender=null_sender,
        parts=parts,
        subject=subject,
        text=text,
        ours=ours,
        types=frozenset(part.type for part in parts),
        sender=sender_of(headers),
        automatic=auto_submitted(headers),
        answering=answering,
        new_text=new_text,
        quoting=quoting or len(new_text) < len(text.strip()),
    )
    for judge in _JUDGES:
        found = judge(look)
        if found is not None:
            return replace(found, by_words=_by_words(found, look))
    return _by_a_person(look)


_JUDGES: tuple[Callable[[Look], Classified | None], ...] = (
    judge_loop,
    judge_report,
    judge_certified,
    judge_bounce,
    judge_shape,
    judge_header,
    judge_words,
    judge_null_sender,
    judge_list,
    judge_sender,
    judge_notice,
)


_MACHINES = (Kind.AUTO_REPLY, Kind.BOUNCE, Kind.DELAY, Kind.REPORT)
_MACHINE_TYPES = frozenset(
    (
        "multipart/report",
        "message/delivery-status",
        "message/global-delivery-status",
        "message/disposition-notification",
        "message/feedback-report",
        "text/calendar",
        "text/vnd.google.email-reaction+json",
    )
)


def _by_words(found: Classified, look: Look) -> bool:
    """Tell whether nothing but words makes it a machine's: a person may have written about one."""
    if found.kind not in _MACHINES:
        return False
    marked = look.null_sender or look.automatic or look.answering or look.daemon or look.types & _MACHINE_TYPES
    return not (marked or "X-Failed-Recipients" in look.headers or judge_header(look) or judge_list(look))


def _by_a_person(look: Look) -> Classified:
    form = is_form(look.headers, look.text) and not look.answering
    kind = Kind.REPLY if look.answering else Kind.NEW
    if why := _not_to_be_answered(look):
        return Classified(kind, NO_ANSWERS, f"{'typed into a form' if form else 'somebody wrote it'}, {why}"[:120])
    if form:
        return Classified(Kind.NEW, "form", "a form of a web page that somebody filled in")
    for name in ("In-Reply-To", "References"):
        if name in look.headers:
            return Classified(Kind.REPLY, "", name)
    return Classified(kind, "", "the prefix of the subject" if look.answering else "nothing says otherwise")


def _not_to_be_answered(look: Look) -> str:
    """Return why what a person wrote gets no automatic answer (RFC 3834 section 2); empty where it may."""
    if takes_no_answers(look.sender):
        return "from an address that takes no answers"
    if look.automatic:
        return f"sent by a program: {look.evidence('Auto-Submitted')}"
    if any(part.params.get("method", "").lower() == "reply" for part in look.parts):
        return "the answer to an invitation"
    if look.bulk:
        return f"sent as bulk: {look.bulk}"
    if "List-Unsubscribe" in look.headers and not (look.threaded or from_a_mailbox(look.headers)):
        return f"sent by a program for mass mail: {look.evidence('List-Unsubscribe')}"
    return ""
