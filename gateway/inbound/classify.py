"""Decide what kind of mail this is: a person's, a robot's, a list's, a bounce, a receipt, our own.

The header speaks first, words and shape second, and a person is what is left. The evidence goes with the answer.
Reads what it is given; whether anything is answered is decided at the desk.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from gateway.address import parse_mailboxes
from gateway.inbound.auto_reply import (
    absence_subject,
    acknowledges,
    fold,
    from_a_desk,
    is_absence_note,
    is_aggregate_report,
    is_challenge,
    is_reaction,
    is_receipt,
    says_it_is_automatic,
    speaks_of_absence,
)
from gateway.inbound.bounce_words import bounce_subject, bounce_text, says_delayed
from gateway.inbound.by_hand import asks, is_form, typed
from gateway.inbound.headers import Headers
from gateway.inbound.newtext import Occasion, cut_plain
from gateway.mail import NO_ANSWERS, Body, Kind


@dataclass(frozen=True, slots=True)
class PartType:
    """What one part of a mail says it is; all lower case but the name."""

    type: str
    params: Mapping[str, str]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Classified:
    """The kind, its detail, and the evidence for people to read."""

    kind: Kind
    subkind: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class _Look:
    """Everything there is to look at."""

    headers: Headers
    null_sender: bool
    parts: Sequence[PartType]
    subject: str
    text: str
    ours: frozenset[str]
    types: frozenset[str]
    sender: str
    """Address of the From field, lower case, as far as it can be told quickly; for patterns only."""
    automatic: str
    """The keyword of ``Auto-Submitted``; empty for none and for ``no``."""
    answering: bool
    """It refers to another mail."""
    new_text: str
    """Without the quote: what it quotes may well be an automatic mail of ours."""

    @property
    def daemon(self) -> bool:
        return bool(_DAEMON.match(self.sender))

    @property
    def threaded(self) -> bool:
        return "In-Reply-To" in self.headers or "References" in self.headers

    @property
    def quoting(self) -> bool:
        """Part of the text is a quote: few robots write one."""
        return len(self.new_text) < len(self.text.strip())

    @property
    def by_hand(self) -> bool:
        """Somebody typed it or asks for something: then words alone make it no robot's."""
        return typed(self.headers) or asks(self.new_text)


def classify(
    headers: Headers,
    *,
    null_sender: bool,
    parts: Sequence[PartType],
    subject: str,
    text: str,
    ours: frozenset[str],
) -> Classified:
    """Return the kind. ``text`` is all of its text; ``ours`` are the keys of our own addresses, untagged.

    A delivery report is a bounce here: only its recipients tell a delay, so ``bounce.settle`` has the last word.
    """
    answering = is_answer(headers, subject)
    look = _Look(
        headers=headers,
        null_sender=null_sender,
        parts=parts,
        subject=subject,
        text=text,
        ours=ours,
        types=frozenset(part.type for part in parts),
        sender=_sender(headers),
        automatic=_auto_submitted(headers),
        answering=answering,
        new_text=Body(text, cut_plain(text, occasion=Occasion.REPLY)).text if answering else text,
    )
    for judge in _JUDGES:
        found = judge(look)
        if found is not None:
            return found
    return _by_a_person(look)


_AUTO_KEYWORD = re.compile(r"[a-z-]+")
_ANSWER_PREFIX = re.compile(
    r"(?:\s{0,4}\[[^\]\[]{1,40}\]){0,4}\s{0,4}(?:re|aw|antw|antwort|sv|vs|rv|r|rif|odp|res|ynt|yan|bls|atb|απ|σχετ"
    r"|отв|ответ|на|回复|答复|回覆|回信|返信|회신|رد|השב|תשובה|vast|vá)(?:\[\d{1,3}\]|\(\d{1,3}\)"
    r"|\^\d{1,3})?\s?[:：]"
)


def is_answer(headers: Headers, subject: str) -> bool:
    """Tell whether the mail refers to another one, by its fields or by the prefix of its subject."""
    return "In-Reply-To" in headers or "References" in headers or bool(_ANSWER_PREFIX.match(fold(subject[:120])))


def _sender(headers: Headers) -> str:
    fields = headers.raw("From")
    if not fields:
        return ""
    inner = fields[0].rpartition("<")[2]
    return inner.partition(">")[0].strip().lower()


def _auto_submitted(headers: Headers) -> str:
    """Return the first keyword (RFC 3834 section 5) that is not ``no``."""
    for value in headers.all("Auto-Submitted"):
        keyword = _AUTO_KEYWORD.match(value.strip().lower())
        if keyword and keyword[0] != "no":
            return keyword[0]
    return ""


def _evidence(look: _Look, name: str) -> str:
    return f"{name}: {look.headers.get(name)}"[:120]


def _loop(look: _Look) -> Classified | None:
    """Recognise our own mail: every mail we send names us in ``X-Loop``."""
    for value in look.headers.raw("X-Loop"):
        if _ours(value, look.ours):
            return Classified(Kind.LOOP, "", f"X-Loop: {value}"[:120])
    if any(_ours(value, look.ours) for value in look.headers.raw("From")):
        if look.automatic:
            return Classified(Kind.LOOP, "", f"from us, and {_evidence(look, 'Auto-Submitted')}")
        if way := _way_home(look):
            return Classified(Kind.LOOP, "", f"from us, and {way}"[:120])
    return None


_REDIRECTED = (
    *("Delivered-To", "X-Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "Resent-From", "Resent-To"),
    *("X-Forwarded-To", "X-Forwarded-For", "X-MS-Exchange-ForwardingLoop", "X-MS-Exchange-Inbox-Rules-Loop"),
)
_RECEIVED_FOR = re.compile(r"\sfor\s+<?([^\s<>;,]{1,254}@[^\s<>;,]{1,254})>?")


def _way_home(look: _Look) -> str:
    """Return the trace of a delivery to somebody it was written to, who sends it back to us; empty without one."""
    written_to = {box.address.untagged.key for name in ("To", "Cc") for field in look.headers.raw(name)[:1]
                  for box in parse_mailboxes(field[:4000]).found}  # fmt: skip
    if any(key in look.ours for key in written_to):
        return ""
    for name in _REDIRECTED:
        for value in look.headers.raw(name)[:20]:
            if any(box.address.untagged.key in written_to for box in parse_mailboxes(value[:1000]).found):
                return f"{name}: {value}"
    for value in look.headers.raw("Received")[:20]:
        received = _RECEIVED_FOR.search(value[:2000])
        if received and received[1].lower() in written_to:
            return f"received for {received[1]}"
    return ""


def _ours(field: str, ours: frozenset[str]) -> bool:
    return any(mailbox.address.untagged.key in ours for mailbox in parse_mailboxes(field[:1000]).found)


_REPORT_TYPE = re.compile(r"report-type\s*=\s*\"?([\w-]+)")
_REPORTS = {
    "disposition-notification": "mdn",
    "message/disposition-notification": "mdn",
    "message/global-disposition-notification": "mdn",
    "feedback-report": "arf",
    "message/feedback-report": "arf",
}
_DELIVERY = frozenset({"message/delivery-status", "message/global-delivery-status"})


def _report(look: _Look) -> Classified | None:
    """Recognise ``multipart/report`` (RFC 6522) by what it reports."""
    fields = look.headers.raw("Content-Type")
    root = fields[0].lower() if fields else ""
    if not root.startswith("multipart/report"):
        if look.types & _DELIVERY and (look.null_sender or look.daemon):
            return _bounced(look, "a delivery status from a mail system")
        if is_receipt(look.subject, look.text):
            return Classified(Kind.REPORT, "mdn", "a read receipt written as text")
        if is_aggregate_report(look.subject):
            return Classified(Kind.REPORT, "aggregate", f"the subject of an aggregate report: {look.subject}"[:120])
        return None
    named = _REPORT_TYPE.search(root)
    report_type = named[1] if named else ""
    for reported in (report_type, *sorted(look.types)):
        if reported in _REPORTS:
            return Classified(Kind.REPORT, _REPORTS[reported], f"multipart/report: {reported}")
    if report_type == "delivery-status" or look.types & _DELIVERY or not report_type:
        return _bounced(look, "multipart/report: delivery-status")
    return Classified(Kind.REPORT, report_type[:40], f"multipart/report: {report_type}"[:120])


def _bounced(look: _Look, because: str) -> Classified:
    kind = Kind.DELAY if says_delayed(look.subject, look.text) else Kind.BOUNCE
    return Classified(kind, "", because)


_DAEMON = re.compile(
    r"(?:mailer[._-]?daemon|postmaster|mail-?daemon|mdaemon|maildelivery|mail\.delivery"
    r"|microsoftexchange[0-9a-f]{20,})(?:[+.-][^@]*)?(?:@|$)"
)
_MAYBE_A_PERSON = re.compile(r"postmaster(?:[+.-][^@]*)?@")
_MAIL_SYSTEM = re.compile(
    r"(?:listserv|majordomo|mailman|sympa|ezmlm|bounces?|mailer|mail-?system|mailserver|mail-?gateway|mta|smtp"
    r"|antispam|anti-spam"
    r"|quarantine|no-?reply|noreply|administrator|system)(?:[+._-][^@]*)?@"
)
_CERTIFIED_FAILED = ("errore-consegna", "non-accettazione", "preavviso-errore-consegna", "rilevazione-virus")
_CERTIFIED_DONE = ("accettazione", "presa-in-carico", "avvenuta-consegna")


def _certified(look: _Look) -> Classified | None:
    """Recognise the receipts of Italian certified mail, which is a delivery report of its own kind."""
    receipt = look.headers.get("X-Ricevuta").strip().lower()
    if receipt in _CERTIFIED_FAILED:
        return _bounced(look, _evidence(look, "X-Ricevuta"))
    return Classified(Kind.REPORT, "delivered", _evidence(look, "X-Ricevuta")) if receipt in _CERTIFIED_DONE else None


def _bounce(look: _Look) -> Classified | None:
    """Recognise a bounce that is no report: by who sends it and how it is written."""
    for name in ("X-Failed-Recipients", "X-MS-Exchange-Message-Is-Ndr"):
        if name in look.headers:
            return _bounced(look, _evidence(look, name))
    subject = bounce_subject(look.subject)
    source = "null sender" if look.null_sender else f"from {look.sender}" if look.daemon else ""
    body = bool(source or subject) and bounce_text(look.text)
    if source and (subject or (body and not _human_postmaster(look))):
        return _bounced(look, f"{source}, written like a bounce"[:120])
    if look.null_sender and look.daemon and not absence_subject(look.subject):
        return _bounced(look, f"null sender, from {look.sender}"[:120])
    if subject and body and "In-Reply-To" not in look.headers and (_MAIL_SYSTEM.match(look.sender) or not look.by_hand):
        return _bounced(look, "subject and text of a bounce")
    return None


def _human_postmaster(look: _Look) -> bool:
    """Tell whether a postmaster writes in person, as RFC 5321 section 4.5.1 wants there to be one."""
    return not look.null_sender and bool(_MAYBE_A_PERSON.match(look.sender)) and look.by_hand


def _shape(look: _Look) -> Classified | None:
    """Recognise calendar answers and reactions by their parts; people set no header for them."""
    for part in look.parts:
        method = part.params.get("method", "").lower()
        if part.type == "text/calendar" and method in ("reply", "counter", "refresh", "declinecounter"):
            return Classified(Kind.AUTO_REPLY, "calendar", f"text/calendar; method={method.upper()}")
        if part.type == "text/vnd.google.email-reaction+json":
            return Classified(Kind.AUTO_REPLY, "reaction", part.type)
    if is_reaction(look.subject, look.new_text):
        return Classified(Kind.AUTO_REPLY, "reaction", "the text of a reaction")
    return None


_AUTO_FIELDS = (
    *("X-Autoreply", "X-Auto-Reply", "X-Autorespond", "X-Autoresponder", "X-Auto-Responder", "X-Auto-Response"),
    *(
        "X-Autoreply-From",
        "X-Autoreply-Domain",
        "X-Autoreply-Loop",
        "X-Autoresponse",
        "X-Autoresponse-ID",
        "X-AutoReplied",
    ),
    *(
        "X-Mail-Autoreply",
        "X-Mail-Autoresponder",
        "X-FC-MachineGenerated",
        "X-Vacation",
        "X-Vacation-Message",
        "X-Auto-Answer",
    ),
    *("X-Bounce-Autoreply", "X-Opentext-Autoreply", "X-GWAutoReply", "X-Away-Message", "X-Zendesk-Autoreply"),
)
_CHALLENGE_FIELDS = (
    "X-Challenge",
    "X-Spamarrest-Challenge",
    "X-Boxbe-Challenge",
    "X-ASK-Auth",
    "X-TMDA-Confirm",
    "X-UOL-AntiSpam",
    "X-Mailinblack",
)
_OFF = frozenset({"no", "false", "0", "none", "off"})
_ROBOT_MAILER = re.compile(r"auto-?(?:reply|respond|answer)|vacation|out-?of-?office|challenge")


def _auto_header(look: _Look) -> Classified | None:
    """Recognise an automatic answer by what its header says."""
    for name in _CHALLENGE_FIELDS:
        if name in look.headers:
            return Classified(Kind.AUTO_REPLY, "challenge", _evidence(look, name))
    evidence = _auto_evidence(look)
    if not evidence:
        return None
    if is_challenge(look.subject, look.new_text, answering=True):
        return Classified(Kind.AUTO_REPLY, "challenge", evidence)
    away = absence_subject(look.subject) > 0 or speaks_of_absence(look.new_text)
    return Classified(Kind.AUTO_REPLY, "vacation" if away else "", evidence)


def _auto_evidence(look: _Look) -> str:
    if look.automatic == "auto-replied":
        return _evidence(look, "Auto-Submitted")
    for name in _AUTO_FIELDS:
        if name in look.headers and look.headers.get(name).strip().lower() not in _OFF:
            return _evidence(look, name)
    for name in ("Precedence", "X-Precedence"):
        if look.headers.get(name).strip().lower().replace("-", "_") in ("auto_reply", "autoreply"):
            return _evidence(look, name)
    for name, pattern in (
        ("X-Autogenerated", r"reply"),
        ("Delivered-To", r"autoresponder"),
        ("X-POST-MessageClass", r".*autoresponder"),
    ):
        if name in look.headers and re.match(pattern, look.headers.get(name).strip().lower()):
            return _evidence(look, name)
    mailer = look.headers.get("X-Mailer")
    return _evidence(look, "X-Mailer") if mailer and _ROBOT_MAILER.search(mailer.lower()) else ""


def _auto_words(look: _Look) -> Classified | None:
    """Recognise an automatic answer by its words, for robots that set no header."""
    return _absence_by_subject(look) or _challenge_by_words(look) or _beside_a_sign(look) or _unmarked(look)


def _absence_by_subject(look: _Look) -> Classified | None:
    """Judge by the subject: what only robots write, unless a first mail shows that it is about such robots."""
    certain = absence_subject(look.subject)
    if certain == 2 and (look.threaded or says_it_is_automatic(look.new_text) or not asks(look.new_text)):
        return Classified(Kind.AUTO_REPLY, "vacation", f"the subject of a robot: {look.subject}"[:120])
    if certain == 1 and speaks_of_absence(look.new_text) and not look.by_hand:
        return Classified(Kind.AUTO_REPLY, "vacation", "subject and text of an absence note")
    return None


def _challenge_by_words(look: _Look) -> Classified | None:
    if is_challenge(look.subject, look.new_text, answering=look.answering) and not typed(look.headers):
        return Classified(Kind.AUTO_REPLY, "challenge", "the words of a challenge")
    return None


def _beside_a_sign(look: _Look) -> Classified | None:
    """Judge by words beside a field that robots share with others: bulk, generated, null sender. Lists have more."""
    if not (look.null_sender or look.automatic or _bulk(look)) or any(name in look.headers for name in _LIST_FIELDS):
        return None
    if is_absence_note(look.new_text):
        return Classified(Kind.AUTO_REPLY, "vacation", "the words of an absence note")
    if acknowledges(look.subject, look.new_text) or (look.answering and says_it_is_automatic(look.new_text)):
        return Classified(Kind.AUTO_REPLY, "", "an automatic mail that acknowledges another")
    return None


def _unmarked(look: _Look) -> Classified | None:
    """Judge by words alone; whoever types, or quotes and asks, is a person who uses the same words."""
    if not look.answering or typed(look.headers, webmail=True):
        return None
    if says_it_is_automatic(look.new_text) and not (look.quoting and asks(look.new_text)):
        return Classified(Kind.AUTO_REPLY, "", "the text says that it is automatic")
    if look.quoting or asks(look.new_text):
        return None
    if is_absence_note(look.new_text):
        return Classified(Kind.AUTO_REPLY, "vacation", "the words of an absence note")
    if acknowledges(look.subject, look.new_text) and from_a_desk(look.sender, look.subject):
        return Classified(Kind.AUTO_REPLY, "", "the acknowledgement of another helpdesk")
    return None


def _null_sender(look: _Look) -> Classified | None:
    """Take an answer with a null sender for a robot's; what begins on its own may be a form somebody filled in."""
    if not look.null_sender or typed(look.headers):
        return None
    return Classified(Kind.AUTO_REPLY if look.answering else Kind.LIST, "null-sender", "null sender")


_LIST_FIELDS = (
    *("List-Id", "List-Post", "List-Unsubscribe", "List-Subscribe", "List-Help", "List-Owner", "List-Archive"),
    *("List-Unsubscribe-Post", "Mailing-List", "X-Mailing-List", "X-Mailman-Version", "X-BeenThere", "X-List"),
)
_ONE_TO_ONE = re.compile("List-Unsubscribe")  # sales programs put it into what one person writes to another
_DISCUSSION_FIELDS = ("List-Post", "Mailing-List", "X-Mailing-List", "X-Mailman-Version", "X-BeenThere")


def _list(look: _Look) -> Classified | None:
    """Recognise lists, newsletters and other mail that nobody typed to us."""
    for name in _LIST_FIELDS:
        if name in look.headers and not (_ONE_TO_ONE.match(name) and look.threaded and look.quoting):
            news = "List-Unsubscribe" in look.headers and not any(field in look.headers for field in _DISCUSSION_FIELDS)
            return Classified(Kind.LIST, "newsletter" if news else "", _evidence(look, name))
    if look.automatic:
        return Classified(Kind.LIST, "auto-generated", _evidence(look, "Auto-Submitted"))
    bulk = _bulk(look)
    return Classified(Kind.LIST, "bulk", bulk) if bulk else None


def _bulk(look: _Look) -> str:
    for name in ("Precedence", "X-Precedence"):
        if name in look.headers and look.headers.get(name).strip().lower() in ("bulk", "list", "junk"):
            return _evidence(look, name)
    return ""


_NOREPLY = re.compile(
    r"(?:[^@]*[._+-])?(?:no[._-]?reply|not?[._-]?reply|do[._-]?not[._-]?(?:reply|respond|answer)|dont[._-]?reply"
    r"|noreply[^@]*|no[._-]?respond|ne[._-]?pas[._-]?repondre|nepasrepondre|keine[._-]?antwort"
    r"|nicht[._-]?antworten|no[._-]?responder|nao[._-]?responda|nao[._-]?responder|non[._-]?rispondere"
    r"|niet[._-]?beantwoorden|geen[._-]?antwoord|nie[._-]?odpowiadaj|neodpovidat|ingen[._-]?svar|svarej"
    r"|svara[._-]?inte|ei[._-]?vastausta)(?:[0-9._+-][^@]*)?@"
)


def _sender_says(look: _Look) -> Classified | None:
    if look.daemon and not _human_postmaster(look):
        return Classified(Kind.LIST, "daemon", f"from {look.sender}"[:120])
    if _NOREPLY.match(look.sender[:100]) and not (is_form(look.headers, look.text) or typed(look.headers)):
        return Classified(Kind.LIST, "noreply", f"from {look.sender}"[:120])
    return None


_JUDGES: tuple[Callable[[_Look], Classified | None], ...] = (
    _loop,
    _report,
    _certified,
    _bounce,
    _shape,
    _auto_header,
    _auto_words,
    _null_sender,
    _list,
    _sender_says,
)


def _by_nobody_to_answer(look: _Look) -> Classified:
    """Return what a person wrote from an address that takes no answers."""
    if is_form(look.headers, look.text):
        return Classified(Kind.NEW, NO_ANSWERS, "what somebody typed into a form, with their address in Reply-To")
    kind = Kind.REPLY if look.answering else Kind.NEW
    return Classified(kind, NO_ANSWERS, "typed in a mail program, from an address that takes no answers")


def _by_a_person(look: _Look) -> Classified:
    if _NOREPLY.match(look.sender[:100]):
        return _by_nobody_to_answer(look)
    for name in ("In-Reply-To", "References"):
        if name in look.headers:
            return Classified(Kind.REPLY, "", name)
    if look.answering:
        return Classified(Kind.REPLY, "", "the prefix of the subject")
    return Classified(Kind.NEW, "", "nothing says otherwise")
