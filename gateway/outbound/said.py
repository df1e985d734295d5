"""Say the facts of a decision to somebody: in their language, by their clocks. Pure.

Which facts a kind of letter has is decided here, once: templates may rely on all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from gateway.desk.digest import Section
from gateway.desk.hours.calendar import Calendar
from gateway.desk.order import Bulletin, Fact, Form, Item, Moment, Rhythm, Stretch
from gateway.desk.policy.text import in_language
from gateway.outbound.both_clocks import say_in_passing, say_stretch
from gateway.outbound.promise_kinds import PROMISE_KINDS
from gateway.outbound.render import Value
from gateway.outbound.spoken import Words, say_day, say_days, say_every, say_hours, say_length, say_when, words_of

STAMP = "stamp"
"""What a tag is made of; no reader sees it."""

_TEAM = ("customer", "requester", "priority", "status")
_NAMES: Mapping[Form, tuple[str, ...]] = {
    Form.STATUS_UPDATE: ("text", "priority", "next_by", "who", "begun", "workaround"),
    Form.RCA_UPDATE: ("waits", "next_by"),
    Form.PRIORITY_CHANGED: ("before", "after", "answer_by", "resolve_by", "update_every", "reason"),
    Form.WAITING_REMINDER: ("since", "closes_at", "asked"),
    Form.CLOSED: ("why", "waited", "reason", "new_ticket"),
    Form.RESOLVED: ("cause", "fix", "solution", "approved", "rca_by", "new_ticket"),
    Form.APPROVAL_REQUEST: ("cause", "fix", "solution", STAMP, "closes_at"),
    Form.APPROVAL_REMINDER: ("cause", "fix", "solution", STAMP, "since", "closes_at"),
    Form.ESCALATION: ("step", "position", "of", "by", "moved"),
    Form.ESCALATION_INCOMPLETE: ("needs_number", "needs_reason", "escalations"),
    Form.ENTITLEMENT: ("contract_until", "account_manager"),
    Form.RCA: ("text",),
    Form.NOT_COVERED: ("reason",),
    Form.URGENT_CHANNEL: ("urgent_number", "urgent_hint"),
    Form.ASSIGNED: (*_TEAM, "by", "answer_by", "resolve_by", "excerpt"),
    Form.PAGE: (*_TEAM, "why", "answer_by", "excerpt"),
    Form.WARNING: (*_TEAM, "kind", "due"),
    Form.MISSED: (*_TEAM, "kind", "due"),
    Form.ESCALATION_TEAM: (*_TEAM, "step", "position", "of", "why", "reason", "acknowledge_by"),
    Form.QA_REQUEST: (*_TEAM, "cause", "fix", "solution", "by", STAMP, "excerpt"),
    Form.WOKEN: (*_TEAM, "until"),
    Form.NEWS: (*_TEAM, "what", "text"),
    Form.FORWARDED: (*_TEAM, "text", "author", "attachments"),
}
FACTS: Mapping[Form, frozenset[str]] = {form: frozenset(names) for form, names in _NAMES.items()}
"""The facts of each kind of letter, all of which must be given."""
IN_BULLETIN: Mapping[Bulletin, frozenset[str]] = {
    Bulletin.DIGEST: frozenset(name for section in Section for name in (section.value, f"{section}_count")),
    Bulletin.CONFIG_REFUSED: frozenset(
        ("folder", "machine", "in_force", "since", "count", "left_out", "complaints"),
    ),
    Bulletin.CONFIG_MENDED: frozenset(("folder", "machine", "in_force", "since")),
    Bulletin.RULE_SLOW: frozenset(("count", "complaints")),
    Bulletin.NOTICE_DUE: frozenset(
        ("notice", "notice_title", "awaited", "due", "missing", "commands", "said", "automatic")
    ),
    Bulletin.NOTICE_MISSED: frozenset(("notice", "notice_title", "awaited", "due", "commands")),
    Bulletin.NOTICE_UNCOVERED: frozenset(
        (
            *("notice", "notice_title", "news", "start", "end", "customers", "account", "left_out", "came_back"),
            *("over", "letters"),
        )
    ),
    Bulletin.NEWSLETTER_LEFT: frozenset(("mailing_list",)),
    Bulletin.ADDRESS_CHECK: frozenset(("customer", "account", "address")),
    Bulletin.ADDRESS_CHANGED: frozenset(("customer", "account", "before", "after", "by")),
    Bulletin.ADDRESS_WRONG: frozenset(("customer", "account", "address", "by", "text", "case")),
    Bulletin.RELEASE_REQUEST: frozenset(
        (
            *("notice", "notice_title", "by", "start", "end", "letters"),
            *("count", "customers", "left_out", "uncovered", "named", "overlaps"),
            *("before", "before_at"),
        )
    ),
    Bulletin.RELEASE_DONE: frozenset(("notice", "notice_title", "by", "count")),
    Bulletin.RELEASE_UNCLEAR: frozenset(("notice", "notice_title", "case")),
    Bulletin.RELEASE_UNANSWERED: frozenset(("notice", "notice_title", "by", "text", "case")),
    Bulletin.RELEASE_NOT_ASKED: frozenset(("notice", "address")),
    Bulletin.RELEASE_REFUSED: frozenset(
        ("notice", "notice_title", "why", "void", "days", "asked", "asked_at", "awaited", "by"),
    ),
}
"""Those of the letters that are about no ticket."""
NOTHING_KNOWN: Mapping[str, Fact] = {
    "priority": None,
    "answer_by": None,
    "opens_at": None,
    "hours": None,
    "urgent_number": "",
    "urgent_hint": "",
    "alerted": False,
    "asks": (),
    "linked": "",
    "can_escalate": False,
    "opened": False,
    "passages": (),
    "by_phone": False,
    "notice": "",
    "notice_kind": "",
    "notice_title": "",
    "notice_services": (),
    "notice_state": "",
    "notice_window": None,
    "notice_at": None,
    "notice_next": None,
}
"""The facts of an acknowledgement, none of which is known: each leaves its sentence out."""
OF_ACKNOWLEDGEMENT = frozenset(NOTHING_KNOWN)

MAX_EXCERPT = 2_000  # characters of somebody's own text that are repeated
MAX_EXCERPT_LINES = 40

_CODES: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "en": {
        "asks": {
            "seats": "how many seats you have",
            "seats_affected": "how many of the seats are affected",
            "calls": "how many calls you have in a day",
            "calls_affected": "how many of the calls are affected",
            "logs": "the log files",
            "remote_access": "a way of remote access to the system",
        },
        "solution": {
            "workaround": "A way around",
            "patch": "A patch",
            "future-release": "A future release",
            "solution-library": "An entry of our solution library",
            "answer": "An answer",
        },
        "status": {
            "in-progress": "in progress",
            "on-hold": "on hold",
            "qa": "being checked (QA)",
            "awaiting-approval": "waiting for the customer's approval",
        },
        "awaited": {
            "report": "the interruption report",
            "update": "the next update",
            "rca": "the next word on the root cause",
            "nag-start": "word that the work has begun",
            "nag-end": "word on the end of the work",
        },
        "missing": {"root_cause": "root cause", "rca_impact": "impact", "resolution": "resolution"},
        "kind": PROMISE_KINDS["en"],
        "standing": {
            "response-due": "first answer due",
            "response-missed": "first answer was due",
            "update-due": "word to the customer due",
            "update-missed": "word to the customer was due",
            "resolution-due": "resolution due",
            "resolution-missed": "resolution was due",
            "rca-due": "root cause analysis due",
            "rca-missed": "root cause analysis was due",
            "opened": "opened",
            "closes": "closes in",
            "waits": "waits since",
            "qa": "to be checked (QA) since",
            "thanked": "thanks",
            "word-due": "word to customers due",
            "word-missed": "word to customers was due",
            "begins": "begins",
            "ends": "planned until",
            "window-missed": "window over since",
        },
        "priority": {"not-restored": "not restored", "in-progress": "in progress"},
    },
    "fr": {
        "asks": {
            "seats": "le nombre de vos postes",
            "seats_affected": "combien de postes sont touchés",
            "calls": "le nombre de vos appels par jour",
            "calls_affected": "combien d'appels sont touchés",
            "logs": "les fichiers journaux",
            "remote_access": "le moyen d'accéder au système à distance",
        },
        "solution": {
            "workaround": "Un contournement",
            "patch": "Un correctif",
            "future-release": "Une version future",
            "solution-library": "Une fiche de notre base de solutions",
            "answer": "Une réponse",
        },
        "status": {
            "open": "ouvert",
            "in-progress": "en cours",
            "pending": "en attente",
            "on-hold": "suspendu",
            "qa": "en vérification (QA)",
            "awaiting-approval": "en attente de l'accord du client",
            "resolved": "résolu",
            "closed": "clos",
        },
        "awaited": {
            "report": "l'avis d'interruption",
            "update": "les prochaines nouvelles",
            "rca": "les prochaines nouvelles de l'analyse",
            "nag-start": "l'avis de début des travaux",
            "nag-end": "l'avis de fin des travaux",
        },
        "missing": {"root_cause": "la cause", "rca_impact": "les effets", "resolution": "la résolution"},
        "kind": PROMISE_KINDS["fr"],
        "standing": {
            "response-due": "première réponse avant le",
            "response-missed": "première réponse en retard depuis le",
            "update-due": "nouvelles au client avant le",
            "update-missed": "nouvelles au client en retard depuis le",
            "resolution-due": "résolution avant le",
            "resolution-missed": "résolution en retard depuis le",
            "rca-due": "analyse des causes avant le",
            "rca-missed": "analyse des causes en retard depuis le",
            "opened": "ouvert le",
            "closes": "se clôt dans",
            "waits": "en attente depuis le",
            "qa": "à vérifier (QA) depuis le",
            "thanked": "remerciements le",
            "word-due": "nouvelles aux clients avant le",
            "word-missed": "nouvelles aux clients en retard depuis le",
            "begins": "commence le",
            "ends": "prévue jusqu'au",
            "window-missed": "horaire dépassé depuis le",
            "since": "depuis le",
        },
        "priority": {
            "not-restored": "non rétabli",
            "restored": "rétabli",
            "suspected": "supposée",
            "scheduled": "programmée",
            "in-progress": "en cours",
        },
    },
}
"""What stands for words, by the name of its fact; other codes are said as they are."""
_EXCERPTS = ("excerpt", "asked")


def check_facts(what: str, facts: Mapping[str, Fact], wanted: frozenset[str]) -> None:
    """Raise ``TypeError`` unless exactly the facts are given that the letter ``what`` has."""
    if facts.keys() == wanted:
        return
    missing, unknown = sorted(wanted - facts.keys()), sorted(facts.keys() - wanted)
    raise TypeError(f"the letter {what} misses the facts {missing} and does not know {unknown}")


def say_facts(facts: Mapping[str, Fact], *, zone: ZoneInfo, language: str) -> dict[str, Value]:
    """Return the values of a template. What there is none of is an empty text."""
    return {name: _say(name, fact, zone, language) for name, fact in facts.items() if name != STAMP}


def shortened(text: str) -> str:
    """Return the beginning of somebody's text, whole lines of it where it can."""
    whole = text.strip()
    text = "\n".join(whole.splitlines()[:MAX_EXCERPT_LINES])[:MAX_EXCERPT]
    return text if len(text) >= len(whole) else f"{text.rstrip()} …"


def _say(name: str, fact: Fact, zone: ZoneInfo, language: str) -> Value:  # noqa: C901 - one case for each kind
    words = words_of(language)
    match fact:
        case None:
            return ""
        case str():
            return _text(name, fact, language)
        case datetime():
            return say_when(fact, zone, words)
        case date():
            return say_day(fact, words)
        case Moment(at=at, read_at=read_at):
            return say_in_passing(at, zone, words, today=read_at.astimezone(zone).date())
        case Stretch(start=start, end=end):
            return ", ".join(say_stretch(start, end, zone, words).lines)
        case timedelta():
            return _length(name, fact, words)
        case Rhythm():
            return say_every(fact.every, words, always=fact.always)
        case Calendar():
            return say_hours(fact, words)
        case tuple():
            return tuple(_one_of(name, one, zone, language) for one in fact)
        case Mapping():
            return in_language(fact, language)
        case _:
            return fact


def _one_of(name: str, one: str | Item | Mapping[str, str], zone: ZoneInfo, language: str) -> Value:
    match one:
        case Item(facts=facts):
            return say_facts(facts, zone=zone, language=language)
        case str():
            return _text(name, one, language)
        case _:
            return in_language(one, language)


def _text(name: str, text: str, language: str) -> str:
    if name in _EXCERPTS:
        return shortened(text)
    codes = _CODES[language if language in _CODES else "en"].get(name)
    if codes is None:
        return text
    return codes.get(text) or text.replace("_", " ")


def _length(name: str, length: timedelta, words: Words) -> str:
    match name:
        case "left":
            return say_days(length, words)
        case _:
            return say_length(length, words)
