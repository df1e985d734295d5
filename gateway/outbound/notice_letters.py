"""Write the mails of notices: maintenance, outages, root cause analyses, upgrades and newsletters.

Each is one mail to one address, with its own way back. Pure: what is said comes from the notice as it was when the
revision was issued, the templates and the settings; nothing is sent here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from urllib.parse import quote

from gateway.address import Address, Mailbox
from gateway.desk.changes import QueueLetter
from gateway.desk.customer import Customer, NoticeSubject
from gateway.desk.notice import Notice, NoticeKind, Revision
from gateway.desk.notices.impact import has_own, own_services
from gateway.desk.notices.stale import without_past
from gateway.desk.token import message_id, notice_tag, reply_address
from gateway.mail import MessageId, OutboxId
from gateway.outbound.body import CalendarPart
from gateway.outbound.compose import NO_ID, Draft, compose
from gateway.outbound.letters import Letterhead, Reader
from gateway.outbound.notice_calendar import calendar_of, calendar_wish
from gateway.outbound.notice_said import is_worded, sender_name
from gateway.outbound.notice_words import NoticeWords
from gateway.outbound.render import Rendered, Renderer, Value

UNNAMED = "0000"
"""Stands for the number of a notice that has none yet."""
FOLLOWS = "Re: "
"""All that a later mail adds to the subject: mail programs keep together what is the same otherwise."""
NAMED = 50  # customers that a copy names
MAX_NAME = 200  # characters of the name of a customer
_LABEL = re.compile(r"[^a-z0-9]+")
_LONGEST_LABEL = 40
_LONGEST_LIST = 60  # characters of its name: a field has to hold them, three times as long in other scripts


@dataclass(frozen=True, slots=True)
class NoticeHead:
    """What the settings say that every notice carries, beside what every letter does."""

    notices: Address
    """Where notices come from; answers go to support."""
    newsletters: Address
    provider: str
    """Our domain: of ``List-Id``, and of what calendars know their entries by."""
    language: str = "en"
    """In which people here write; letters in another one say that what they wrote is as they wrote it."""
    phone: str = ""
    """For what is urgent, where a notice names no number."""


@dataclass(frozen=True, slots=True)
class NoticeSheet:
    """What a letter of a notice begins with."""

    outbox_id: OutboxId
    notice: Notice
    """As it was when the revision was issued."""
    revision: Revision
    to: Address
    now: datetime
    customer: Customer | None
    """None: a copy for a colleague."""
    copy_of: tuple[str, ...] = ()
    """Names of the customers a copy is about."""
    root: MessageId = NO_ID
    """The first mail of this notice to them; empty when this is it."""
    known_as: str = ""
    """As in ``TellOfNotice``."""
    test: bool = False
    """A copy for one of us: neither people nor programs may take it for the notice."""


@dataclass(frozen=True, slots=True)
class WrittenNotice:
    """A letter of a notice, to be looked at."""

    said: Rendered
    calendar: CalendarPart | None


class NoticeLetters:
    """Writes the letters of notices. One thread at a time."""

    def __init__(self, renderer: Renderer, head: Letterhead, own: NoticeHead) -> None:
        """Hold on to the templates, which are compiled once."""
        self._renderer = renderer
        self._head = head
        self._own = own
        self._words = NoticeWords(renderer)

    def write(self, sheet: NoticeSheet, *, reader: Reader) -> QueueLetter:
        """Write the letter. The same sheet and reader give the same bytes. Raises ``TemplateProblem``."""
        head, notice, revision = self._head, sheet.notice, sheet.revision
        back, ours = self._way_back(sheet), message_id(head.key, sheet.outbox_id, head.support.domain)
        written = self._preview(sheet, reader, back)
        raw = compose(
            Draft(
                from_=self._from(notice, written.said.language),
                to=(Mailbox("", sheet.to),),
                reply_to=back,
                subject=written.said.subject,
                message_id=ours,
                in_reply_to=sheet.root,
                references=(sheet.root,) if sheet.root else (),
                date=sheet.now,
                text=written.said.words,
                html=written.said.html_words,
                language=written.said.language,
                auto_submitted="auto-generated",
                loop=head.support,
                extra=self._list_fields(sheet, back),
                calendar=written.calendar,
            )
        )
        return QueueLetter(
            outbox_id=sheet.outbox_id,
            ticket_id=None,
            template=revision.stage.public,
            lane=notice.kind.lane,
            sender=str(head.return_path(head.support, sheet.outbox_id, sheet.now.date())),
            recipient=str(sheet.to),
            message_id=ours,
            raw=raw,
            because=f"{notice.id} revision {revision.number}, {revision.stage}: {revision.because}",
        )

    def preview(self, sheet: NoticeSheet, *, reader: Reader) -> WrittenNotice:
        """Return the words and the calendar of a letter, before they are a mail. Raises ``TemplateProblem``."""
        return self._preview(sheet, reader, self._way_back(sheet))

    def _preview(self, sheet: NoticeSheet, reader: Reader, back: Address) -> WrittenNotice:
        if (told := without_past(sheet.notice, sheet.now)) is not sheet.notice:
            sheet = replace(sheet, notice=told)
        template = f"notice-{sheet.revision.stage}"
        customer = sheet.customer
        language = self._renderer.language(template, reader.language or (customer.language if customer else ""))
        services = own_services(sheet.notice, customer)
        wish = calendar_wish(sheet.notice, customer)
        said, description = self._words.say(
            sheet.notice,
            sheet.revision,
            {**self._addressed(sheet, reader, language, back, attached=wish is not None), **self._phone(sheet.notice)},
            template=template,
            language=language,
            zone=reader.zone,
            services=services,
        )
        if customer is None or wish is None:
            return WrittenNotice(said, None)
        part = calendar_of(
            sheet.notice,
            sheet.revision,
            customer,
            wish,
            known_as=sheet.known_as or customer.id,
            services=services,
            to=sheet.to,
            organizer=self._from(sheet.notice, said.language),
            provider=self._own.provider,
            language=said.language,
            summary=said.subject if sheet.test else _same_for_life(said.subject, sheet.notice.id),
            description=description,
            test=sheet.test,
        )
        return WrittenNotice(said, part)

    def _addressed(
        self, sheet: NoticeSheet, reader: Reader, language: str, back: Address, *, attached: bool
    ) -> dict[str, Value]:
        """Return the values that say who reads it."""
        customer, list_ = sheet.customer, sheet.notice.mailing_list
        newsletter = sheet.notice.kind is NoticeKind.NEWSLETTER
        return {
            "brand": self._head.brand,
            "answer_to": str(back),
            "support": str(self._head.support),
            "follows": FOLLOWS if sheet.root else "",
            "name": _one_line(customer.name or customer.id) if customer else "",
            "account": customer.id if customer else "",
            "is_copy": customer is None,
            "own": has_own(sheet.notice, customer),
            "reader": _one_line(reader.name),
            "copy_of": ", ".join(map(_one_line, sheet.copy_of[:NAMED])),
            "unnamed": max(0, len(sheet.copy_of) - NAMED),
            "attached": attached,
            "state_first": customer is not None and customer.notice_subject is NoticeSubject.STATUS,
            "untranslated": _tongue(language) != _tongue(self._own.language)
            and is_worded(sheet.notice, sheet.revision.stage),
            "is_test": sheet.test,
            "numbered": not sheet.notice.id.endswith(f"-{UNNAMED}"),
            "leave_subject": leave_subject(list_) if newsletter and customer else "",
        }

    def _phone(self, notice: Notice) -> dict[str, Value]:
        """Return our number where the notice names none. One that says ``none`` is written by somebody who means it."""
        return {} if notice.text("phone") else {"phone": self._own.phone}

    def _from(self, notice: Notice, language: str) -> Mailbox:
        newsletter = notice.kind is NoticeKind.NEWSLETTER
        address = self._own.newsletters if newsletter else self._own.notices
        return Mailbox(sender_name(self._head.brand, notice.kind, language), address)

    def _way_back(self, sheet: NoticeSheet) -> Address:
        """Return where a reply goes: to support, by a tag that says which mail it answers."""
        head = self._head
        if not head.plus_addressing:
            return head.support
        return reply_address(head.support, notice_tag(head.key, sheet.outbox_id, sheet.now.date()))

    def _list_fields(self, sheet: NoticeSheet, back: Address) -> tuple[tuple[str, str], ...]:
        """Return what mail programs sort by (RFC 2919), and how to get help and leave (RFC 2369).

        Leaving is a mail to the way back of this very mail: its tag proves whose it was, the subject says from what.
        Only newsletters can be left; a copy is no subscription. A test copy is of another list: programs act on these.
        """
        which = f"test.notices.{self._own.provider}" if sheet.test else list_id(sheet.notice, self._own.provider)
        fields = [
            ("List-Id", f"<{which}>"),
            ("List-Help", f"<{_mailto(self._head.support, 'help')}>"),
        ]
        if sheet.notice.kind is NoticeKind.NEWSLETTER and sheet.customer:
            leave = _mailto(back, leave_subject(sheet.notice.mailing_list))
            fields.append(("List-Unsubscribe", f"<{leave}>"))
        return tuple(fields)


def list_id(notice: Notice, provider: str) -> str:
    """Return the id of a list: ``maintenance.notices.example.com``, or ``product-news.newsletters.example.com``."""
    if notice.kind is not NoticeKind.NEWSLETTER:
        return f"{notice.kind}.notices.{provider}"
    return f"{_label(notice.mailing_list)}.newsletters.{provider}"


def leave_subject(mailing_list: str) -> str:
    """Return the subject of a mail that leaves a list: the same in every language, for a program reads it."""
    return f"unsubscribe {_one_line(mailing_list)[:_LONGEST_LIST]}".rstrip()


def _label(name: str) -> str:
    """Return a name as part of a List-Id, without capitals; one that has more than letters and digits gets a number."""
    name = name.casefold()
    label = _LABEL.sub("-", name).strip("-")[:_LONGEST_LABEL].strip("-")
    if label == name:
        return label or "all"
    return f"{label or 'list'}-{sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def _mailto(address: Address, subject: str) -> str:
    """Write an address for a field (RFC 6068): printable ASCII, and no blank that a fold would break."""
    return f"mailto:{quote(str(address), safe='@+')}?subject={quote(subject.encode('utf-8', 'replace'), safe='')}"


def _same_for_life(subject: str, name: str) -> str:
    """Return what the subjects of a notice have in common: its name and what follows, less ``Re:`` and states."""
    first, found, rest = subject.partition(f"[{name}]")
    return f"{found}{rest}" if found else first


def _tongue(language: str) -> str:
    return language.lower().partition("-")[0]


def _one_line(name: str) -> str:
    return " ".join(name.split())[:MAX_NAME]
