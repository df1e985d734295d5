"""Read the values of a scenario: instants, names, addresses, lists that may be one word."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from datetime import UTC, datetime

from gateway.address import parse_mailboxes
from gateway.desk.order import Bulletin, Form
from gateway.rules.customer_values import address, line
from gateway.rules.scenario_story import Verdict
from gateway.validation import Complaint, Complaints, complain, did_you_mean

_OTHER_LETTERS = ("maintenance", "outage", "newsletter", "upgrade", "transcript", "digest", "reminder")
TEMPLATES = tuple(dict.fromkeys(("ack", "reply", *(form.public for form in Form), *_OTHER_LETTERS, *Bulletin)))
"""What ``template`` of an expectation may name."""
TICKET_KINDS = ("response", "update", "resolution", "rca")
NOTICE_KINDS = ("report", "update", "rca")
STATES = (
    *("draft", "scheduled", "in-progress", "completed", "cancelled"),
    *("suspected", "confirmed", "reported", "restored", "closed", "sent"),
)
"""Of maintenance, of outages, and of what is only sent."""
MAX_TEXT = 1 << 20
PLACEHOLDER = re.compile(r"\{([A-Za-z][A-Za-z0-9_-]*)\}", re.ASCII)
"""A name between braces stands for the case number."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}", re.ASCII)
_FIELD_NAME = re.compile(r"[!-9;-~]{1,70}", re.ASCII)
_NOT_PLAYED = ("run", "simulate", "demo", "completion")


def instant(value: object) -> datetime:
    """Take a moment with its zone, as ISO 8601 has it."""
    if not isinstance(value, str):
        raise complain("must be a moment such as 2026-11-20T14:00:00Z")
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        hint = "give date and time" if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else ""
        raise complain("must be a moment such as 2026-11-20T14:00:00Z", hint) from None
    if "T" not in value.upper() and " " not in value:
        raise complain("must be a moment such as 2026-11-20T14:00:00Z", "give date and time")
    if found.tzinfo is None:
        raise complain("has no zone", "end it with Z, or with an offset such as -05:00")
    try:
        return found.astimezone(UTC)
    except OverflowError:
        raise complain("is out of the reach of calendars") from None


def optional_instant(value: object) -> datetime | None:
    """Take a moment, or null for none."""
    return None if value is None else instant(value)


def name(text: str) -> str:
    """Take what a scenario calls a ticket or a notice; braces around it do no harm."""
    bare = text[1:-1] if text.startswith("{") and text.endswith("}") else text
    if not _NAME.fullmatch(bare):
        raise complain("must be a name: a letter, then letters, digits, _ and -", "for example t1")
    return bare


def subject(text: str) -> str:
    """Take one line, or nothing: people send mails without a subject."""
    return line(text) if text else text


def person(text: str) -> str:
    """Take one mail address, bare or with a name in front."""
    mailboxes = parse_mailboxes(line(text))
    if len(mailboxes.found) != 1 or mailboxes.unclear:
        return address(text)  # says what is wrong with it
    return text


def one_or_many(read: Callable[[str], str]) -> Callable[[object], tuple[str, ...]]:
    """Make the reader of a list of texts that may also be one text."""

    def checked(value: object) -> tuple[str, ...]:
        if isinstance(value, str):
            return (read(value),)
        if not isinstance(value, list):
            raise complain("must be text, or a list of texts", "put it in quotes" if value is not None else "")
        found, complaints = [], []
        for at, one in enumerate(value):
            try:
                if not isinstance(one, str):
                    raise complain("must be text", "put it in quotes")
                found.append(read(one))
            except Complaints as wrong:
                complaints += [Complaint(each.message, each.hint, (at, *each.at)) for each in wrong.complaints]
        if complaints:
            raise Complaints(*complaints)
        return tuple(found)

    return checked


def several(value: object) -> tuple[str, ...]:
    """Take names, such as those of linked tickets or of tags; null for none at all."""
    return () if value is None else one_or_many(wanted_text)(value)


def wanted_text(text: str) -> str:
    """Take what is looked for in another text: nothing would be found in every one."""
    if not text.strip():
        raise complain("must not be empty: nothing is in every text")
    return text


def template(text: str) -> str:
    """Take the name of a kind of letter."""
    if text not in TEMPLATES:
        raise complain("is no kind of letter", did_you_mean(text, TEMPLATES) or f"there are {', '.join(TEMPLATES)}")
    return text


def state(text: str) -> str:
    """Take the state of a notice."""
    if text not in STATES:
        raise complain("is no state of a notice", did_you_mean(text, STATES) or f"there are {', '.join(STATES)}")
    return text


def verdict(value: object) -> Verdict:
    """Take ``true``, ``false`` or ``fail``."""
    known = {"True": Verdict.PASS, "False": Verdict.NONE, "fail": Verdict.FAIL}
    found = known.get(str(value)) if isinstance(value, (bool, str)) else None
    if found is None or (isinstance(value, str) and value != "fail"):
        raise complain("must be true (proven), false (nobody knows) or fail (refuted)")
    return found


def headers(value: object) -> tuple[tuple[str, str], ...]:
    """Take fields of a mail: names with their values."""
    if not isinstance(value, dict):
        raise complain("must be a mapping of field names to values")
    complaints = []
    for field_name, text in value.items():
        if not _FIELD_NAME.fullmatch(field_name):
            complaints.append(Complaint("is no name of a header field", at=(field_name,)))
        elif isinstance(text, bool) or not isinstance(text, (str, int)):
            complaints.append(Complaint("must be text", "put it in quotes", (field_name,)))
        elif re.search(r"[\x00-\x08\x0a-\x1f\x7f]", str(text)):
            complaints.append(Complaint("must be one line", at=(field_name,)))
    if complaints:
        raise Complaints(*complaints)
    return tuple((field_name, str(text)) for field_name, text in value.items())


def command(text: str) -> tuple[str, ...]:
    """Take a command line as its words, as a shell takes it apart."""
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise complain(f"cannot be taken apart into words: {str(error).lower()}") from None
    if not words:
        raise complain("names no command")
    if words[0] == "gateway":
        raise complain('begins with "gateway"', 'leave that word out: "ticket list"')
    if words[0] in _NOT_PLAYED:
        raise complain(f'"{words[0]}" cannot be played: a scenario is a run of its own')
    return tuple(words)
