"""The words of rules: triggers, what conditions may ask, how they compare, and which of it there is when.

The one list: readers, linters, schemas and the manual go by it, so that a word is known everywhere or nowhere. Decides
nothing about mail.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Trigger(StrEnum):
    """When a rule is looked at. Stored and written in files, so never renamed."""

    MAIL_RECEIVED = "mail.received"
    TICKET_CREATED = "ticket.created"
    CUSTOMER_REPLIED = "ticket.customer_replied"
    ENGINEER_REPLIED = "ticket.engineer_replied"
    STATUS_CHANGED = "ticket.status_changed"
    TARGET_WARNING = "target.warning"
    TARGET_MISSED = "target.missed"
    SCHEDULE = "schedule"

    @property
    def says(self) -> str:
        """Say when that is."""
        return _WHEN[self]


_WHEN = {
    Trigger.MAIL_RECEIVED: "a mail came in, and nothing is decided about it",
    Trigger.TICKET_CREATED: "a ticket begins, by mail or otherwise",
    Trigger.CUSTOMER_REPLIED: "a mail of the customer's side joins its ticket",
    Trigger.ENGINEER_REPLIED: "an engineer has answered the customer",
    Trigger.STATUS_CHANGED: "a ticket has another status",
    Trigger.TARGET_WARNING: "something promised is due soon",
    Trigger.TARGET_MISSED: "something promised was not done in time",
    Trigger.SCHEDULE: "the clock comes to a time the rule names; every open ticket is looked at",
}
WITH_MAIL = frozenset({Trigger.MAIL_RECEIVED, Trigger.TICKET_CREATED, Trigger.CUSTOMER_REPLIED})
WITH_TICKET = frozenset(Trigger) - {Trigger.MAIL_RECEIVED}
EVERY = frozenset(Trigger)


class Sort(StrEnum):
    """What kind of thing a field is, and so what it can be compared with."""

    TEXT = "text"
    """Words somebody wrote, compared without regard to case and form."""
    NUMBER = "number"
    FLAG = "flag"
    """true or false."""
    MOMENT = "moment"
    """A point in time that has passed."""
    NOW = "now"
    """The time at which the rule is looked at."""


class Modifier(StrEnum):
    """How a field is compared, behind a ``|``; without one it must be equal."""

    EQUALS = ""
    CONTAINS = "contains"
    STARTSWITH = "startswith"
    ENDSWITH = "endswith"
    MATCHES = "matches"
    """A glob: ``*`` is any text, ``?`` one character; the whole field must fit."""
    RE = "re"
    """A pattern of Python's ``re``, found anywhere, whatever the case; its named groups are values for actions."""
    GT = "gt"
    LT = "lt"
    EXISTS = "exists"
    OLDER_THAN = "older_than"
    IN = "in"
    """The name of a calendar."""


MODIFIERS: dict[Sort, tuple[Modifier, ...]] = {
    Sort.TEXT: (
        Modifier.EQUALS,
        Modifier.CONTAINS,
        Modifier.STARTSWITH,
        Modifier.ENDSWITH,
        Modifier.MATCHES,
        Modifier.RE,
        Modifier.EXISTS,
    ),
    Sort.NUMBER: (Modifier.EQUALS, Modifier.GT, Modifier.LT, Modifier.EXISTS),
    Sort.FLAG: (Modifier.EQUALS,),
    Sort.MOMENT: (Modifier.OLDER_THAN, Modifier.EXISTS),
    Sort.NOW: (Modifier.IN,),
}


@dataclass(frozen=True, slots=True)
class Field:
    """Something a condition may ask about."""

    name: str
    """A name that ends with a dot begins every field of that kind, such as ``header.List-Id``."""
    sort: Sort
    says: str
    triggers: frozenset[Trigger] = EVERY
    """When it is there at all."""
    known: tuple[str, ...] = ()
    """All values there are, where that is a short list."""


def _mail(name: str, says: str, sort: Sort = Sort.TEXT, known: tuple[str, ...] = ()) -> Field:
    return Field(name, sort, says, WITH_MAIL, known)


def _ticket(name: str, says: str, sort: Sort = Sort.TEXT, known: tuple[str, ...] = ()) -> Field:
    return Field(f"ticket.{name}", sort, says, WITH_TICKET, known)


def _customer(name: str, says: str, known: tuple[str, ...] = ()) -> Field:
    return Field(f"customer.{name}", Sort.TEXT, says, EVERY, known)


_RESULTS = ("pass", "fail", "softfail", "neutral", "none", "temperror", "permerror", "policy")
_KINDS = ("new", "reply", "auto-reply", "bounce", "delay", "list", "report", "loop")
_STATUSES = ("open", "in-progress", "pending", "on-hold", "qa", "awaiting-approval", "resolved", "closed")
_TARGET = frozenset({Trigger.TARGET_WARNING, Trigger.TARGET_MISSED})
_SAID = WITH_MAIL | {Trigger.ENGINEER_REPLIED}
ALL_FIELDS = (
    Field("subject", Sort.TEXT, "the subject of the mail", _SAID),
    Field("body", Sort.TEXT, "what is new in it: without quotes and the signature", _SAID),
    Field("body.full", Sort.TEXT, "all of its text, quotes and signature included", _SAID),
    Field("subject_or_body", Sort.TEXT, "the subject, or what is new in the text", _SAID),
    _mail("header.", "a field of its header, by name; every one of that name"),
    _mail("sender.address", "who wrote it, as the From field says"),
    _mail("sender.domain", "the part of that address behind the @"),
    _mail("sender.name", "the name beside it"),
    _mail("sender.verified", "true: proven to be who they say", Sort.FLAG),
    _mail("to.address", "each address of To and Cc, and of the envelope"),
    _mail("to.detail", "what stands behind a + in an address of ours"),
    _mail("auth.spf", "what a trusted host found out by SPF", known=_RESULTS),
    _mail("auth.dkim", "likewise by DKIM; one for each signature", known=_RESULTS),
    _mail("auth.dmarc", "likewise by DMARC", known=_RESULTS),
    _mail("auto.kind", "what sort of mail it is", known=_KINDS),
    _mail("attachment.name", "the name of each file"),
    _mail("attachment.type", "the type of each file, by its content where that tells"),
    _mail("attachment.size", "the bytes of each file", Sort.NUMBER),
    _mail("language", "the language it seems to be written in; not there where nobody can tell"),
    _mail("size", "the bytes of the whole mail", Sort.NUMBER),
    _customer("id", "the customer it is for"),
    _customer("name", "their name"),
    _customer("plan", "their plan"),
    _customer("region", "each of their regions"),
    _customer("products", "each of their products"),
    _customer("language", "their language"),
    _customer("country", "their country"),
    _customer("policy.name", "the policy that counts for them"),
    _customer("policy.default_priority", "the level their cases begin with"),
    _customer("policy.urgent_channel.kind", "how urgent problems are to be told", ("phone", "email")),
    _customer("policy.urgent_channel.number", "the number to call then"),
    _ticket("number", "its case number"),
    _ticket("subject", "the subject it began with"),
    _ticket("status", "its status", known=_STATUSES),
    _ticket("priority", "its level, by name or alias"),
    _ticket("queue", "the group that works on it"),
    _ticket("assigned_to", "who has it"),
    _ticket("language", "the language we write in"),
    _ticket("type", "incident, change, or what the policy has"),
    _ticket("channel", "how it came", known=("mail", "phone", "chat", "form", "console", "monitor")),
    _ticket("waiting_on", "for whom it waits", known=("customer", "third-party", "release")),
    _ticket("requester", "the address of whom it is for"),
    _ticket("tags", "each of its tags"),
    _ticket("topics", "each of its topics"),
    _ticket("tier", "the support level that works on it, from 1", Sort.NUMBER),
    _ticket("created", "when it began", Sort.MOMENT),
    _ticket("changed", "when its status last changed", Sort.MOMENT),
    _ticket("field.", "what is known about it by a name of your own"),
    Field(
        "ticket.status_before",
        Sort.TEXT,
        "the status it had",
        frozenset({Trigger.STATUS_CHANGED}),
        _STATUSES,
    ),
    Field("target.kind", Sort.TEXT, "what was promised", _TARGET, ("response", "update", "resolution", "rca")),
    Field("time", Sort.NOW, "the time it is"),
)
_BY_NAME = {field.name: field for field in ALL_FIELDS}
_BEGINNINGS = tuple(field for field in ALL_FIELDS if field.name.endswith("."))


def find_field(name: str) -> Field | None:
    """Return the field of a name as it is written in a condition, or None."""
    found = _BY_NAME.get(name)
    if found is not None:
        return found if not name.endswith(".") else None
    return next((one for one in _BEGINNINGS if name.startswith(one.name) and len(name) > len(one.name)), None)


_SEVERAL = frozenset(
    {"subject_or_body", "to.address", "to.detail", "auth.spf", "auth.dkim", "auth.dmarc"}
    | {"attachment.name", "attachment.type", "attachment.size", "customer.region", "customer.products"}
    | {"ticket.tags", "ticket.topics"}
)


def has_several(name: str) -> bool:
    """Tell whether a field can be several things at once: then one of them is enough for a comparison to hold."""
    return name in _SEVERAL or name.startswith("header.")


def field_names() -> tuple[str, ...]:
    """Return every name there is, those that only begin one with a word in angle brackets."""
    return tuple(f"{name}<name>" if name.endswith(".") else name for name in _BY_NAME)


@dataclass(frozen=True, slots=True)
class ActionWord:
    """Something a rule may do."""

    name: str
    says: str
    takes: str
    """What stands behind it, as an example."""
    triggers: frozenset[Trigger] = WITH_TICKET
    """When it can be done."""
    not_else: str = ""
    """Why not at other times."""


_NO_TICKET = "no ticket yet"
_ANSWERED = frozenset({Trigger.TICKET_CREATED, Trigger.CUSTOMER_REPLIED})
ALL_ACTIONS = (
    ActionWord("set", "The ticket is so from now on.", "{priority: high, queue: billing}", not_else=_NO_TICKET),
    ActionWord(
        "set_field",
        "Keep something about the ticket by a name of your own.",
        '{invoice: "{{ match.invoice }}"}',
        not_else=_NO_TICKET,
    ),
    ActionWord(
        "add_topic", "The mail is about a topic of links.yml: its links come first.", "outage", not_else=_NO_TICKET
    ),
    ActionWord("add_tag", "The ticket gets a tag.", "weekend", not_else=_NO_TICKET),
    ActionWord(
        "add_cc", "Somebody more gets our answers, and may write on it.", "ops@acme.example", not_else=_NO_TICKET
    ),
    ActionWord(
        "link_to", "It has to do with another ticket, or with something elsewhere.", '"1042735"', not_else=_NO_TICKET
    ),
    ActionWord("note", "A note no customer sees.", '"Asks for {{ match.what }}"', not_else=_NO_TICKET),
    ActionWord("notify", "People of the team hear of it.", "on-call", not_else=_NO_TICKET),
    ActionWord(
        "forward",
        "Somebody of the team gets the text of the mail.",
        "dana@provider.example",
        _ANSWERED,
        "there is no mail on a ticket",
    ),
    ActionWord(
        "reply_section",
        "The acknowledgement says more: a section of sections.yml, or urgent_by_phone.",
        "urgent_by_phone",
        frozenset({Trigger.TICKET_CREATED}),
        "only a new ticket is acknowledged",
    ),
    ActionWord(
        "auto_reply",
        "never: it is not acknowledged.",
        "never",
        frozenset({Trigger.MAIL_RECEIVED, Trigger.TICKET_CREATED}),
        "only a new ticket is acknowledged",
    ),
    ActionWord("stop", "No rule below is looked at.", '"billing needs nothing more"', EVERY),
    ActionWord(
        "quarantine",
        "It opens no ticket until somebody lets it out.",
        '"looks like an advertisement"',
        frozenset({Trigger.MAIL_RECEIVED}),
        "it has a ticket already",
    ),
    ActionWord(
        "discard",
        "It opens no ticket; the raw mail stays in the journal.",
        '"newsletters are not read here"',
        frozenset({Trigger.MAIL_RECEIVED}),
        "it has a ticket already",
    ),
)
"""In the order the manual tells them."""
ACTIONS = {one.name: one for one in ALL_ACTIONS}
