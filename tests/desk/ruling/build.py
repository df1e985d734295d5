"""Ask conditions, written as in a file, about mail that is made up."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from gateway.arrivals import Reader
from gateway.desk.hours.calendar import ALWAYS, Home
from gateway.desk.intake.arrival import Arrival
from gateway.desk.ruling.book import Rulebook
from gateway.desk.ruling.judge import judge
from gateway.desk.ruling.matter import Matter, Written
from gateway.desk.ruling.ruling import Ruling
from gateway.desk.ruling.vocabulary import Trigger
from gateway.mail import Body, Envelope, JournalId, ReceivedMail
from tests.desk.build import NOW, OURS, PLAIN, SUPPORT, a_mail
from tests.rules.rulebook.build import good

HOME = Home(ZoneInfo("America/Toronto"))


def a_matter(subject: str = "", body: str = "", written: Written | None = None, **facts: object) -> Matter:
    """Return a mail, of which rules are asked when it came."""
    if written is None:
        written = Written(a_mail(subject=subject, body=Body(body)))
    matter = Matter(now=NOW, policy=PLAIN, home=HOME, calendars={"24x7": ALWAYS}, written=written)
    return replace(matter, **facts)  # type: ignore[arg-type]


def a_book(*conditions: str, trigger: Trigger = Trigger.MAIL_RECEIVED) -> Rulebook:
    """Return a rulebook of a rule for each condition, by the names r0, r1, ..."""
    rules = "".join(
        f"  - id: r{at}\n    triggers: [{trigger}]\n    conditions:\n      - {condition}\n"
        f"    actions: [{'auto_reply: never' if trigger is Trigger.MAIL_RECEIVED else 'add_tag: x'}]\n"
        for at, condition in enumerate(conditions)
    )
    return Rulebook(good(f"version: 1\nrules:\n{rules}"))


def matched(ruling: Ruling) -> list[str]:
    return [one.rule for one in ruling.matched]


def holds(condition: str, matter: Matter, trigger: Trigger = Trigger.MAIL_RECEIVED) -> bool:
    """Tell whether a condition holds; that it says the same when asked why is looked at as well."""
    return bool(judge(trigger, matter, a_book(condition, trigger=trigger)).matched)


def read(raw: bytes, book: Rulebook, *recipients: str) -> Arrival:
    """Read a mail as the gateway does that goes by a rulebook."""
    reader = Reader("case", (SUPPORT,), OURS, rules=book)
    return reader.arrival(JournalId(5), ReceivedMail("smtp", Envelope("a@b.example", recipients), raw, NOW))


def holds_of(condition: str, raw: bytes | str, *recipients: str) -> bool:
    """Tell whether a condition holds of a mail as it came."""
    book = a_book(condition)
    arrival = read(raw if isinstance(raw, bytes) else raw.encode(), book, *(recipients or (SUPPORT,)))
    return bool(judge(Trigger.MAIL_RECEIVED, a_matter(written=arrival.written), book).matched)
