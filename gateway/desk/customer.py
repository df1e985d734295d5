"""Who a customer is: the facts that promises, answers and notices to them rest on. Pure.

Only what was written down: whether a mail is a customer's is decided in ``desk.assign``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gateway.address import ascii_lower

Value = str | bool | date | tuple[str, ...] | None


class NoticeCalendar(StrEnum):
    """What notices of maintenance bring for calendars. Stored and written in files, so never renamed."""

    NONE = "none"
    ATTACH = "attach"
    PUBLISH = "publish"
    REQUEST = "request"


class NoticeSubject(StrEnum):
    """What subjects of notices begin with. Stored and written in files, so never renamed."""

    CONSTANT = "constant"
    """One subject for life: mail programs keep the mails of a notice together."""
    STATUS = "status"
    """The state, which changes: for programs that go by subjects."""


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer, as in the directory. The names of the fields are those of the columns of a CSV file."""

    id: str
    """Small letters, digits, ``-``, ``_`` and ``.``; what commands and tickets call them by, so never changed."""
    name: str
    plan: str = ""
    """A key of the plans of their policy; empty for none."""
    policy: str = ""
    """The name of their policy pack; empty for the one that is the default."""
    language: str = ""
    """For example ``fr`` or ``pt-BR``; empty where it is not known: the ``language`` of the settings."""
    timezone: str = ""
    """A name of the IANA database; empty for the ``timezone`` of the settings."""
    country: str = ""
    """Whose public holidays they keep, ``CA`` or ``CA-ON``; empty for the ``country`` of the settings."""
    regions: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    """Whose mail is theirs: ``acme.example`` that domain alone, ``*.acme.example`` all below it."""
    contacts: tuple[str, ...] = ()
    """Addresses, as written."""
    notice_address: str = ""
    """The one address that reaches all who are to be told; empty where there is none yet."""
    notice_calendar: NoticeCalendar = NoticeCalendar.ATTACH
    notice_subject: NoticeSubject = NoticeSubject.CONSTANT
    account_manager: str = ""
    """The address of the person on our side who looks after them."""
    products: tuple[str, ...] = ()
    contract_from: date | None = None
    """The first day of the contract; None: it has always been."""
    contract_until: date | None = None
    """The last day of it; None: it is open-ended."""
    dedicated_hosting: bool = False

    def is_entitled(self, day: date) -> bool:
        """Tell whether the contract covers a day, its first and its last included."""
        begun = self.contract_from is None or self.contract_from <= day
        return begun and (self.contract_until is None or day <= self.contract_until)

    @property
    def contact_keys(self) -> tuple[str, ...]:
        """The contacts as ``Address.key``: they were checked when they were taken."""
        return tuple(map(ascii_lower, self.contacts))


@dataclass(frozen=True, slots=True)
class Clocks:
    """Whose clocks count for a customer."""

    zone: ZoneInfo
    note: str = ""
    """Why it is not the zone that was written down; empty when it is."""


def clocks_of(customer: Customer, *, default: ZoneInfo) -> Clocks:
    """Return the customer's zone; UTC with a note where the time zone database of this machine does not have it."""
    if not customer.timezone:
        return Clocks(default)
    zone = known_zone(customer.timezone)
    if zone is None:
        note = f'the time zone "{customer.timezone}" is not in this machine\'s time zone database: UTC counts instead'
        return Clocks(ZoneInfo("UTC"), note)
    return Clocks(zone)


def known_zone(name: str) -> ZoneInfo | None:
    """Return a zone of this machine's time zone database, or None."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # also: not a name at all, or a folder of zones
        return None


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that was changed."""

    field: str
    before: Value
    after: Value

    def __str__(self) -> str:
        """Write it on one line: ``plan: vip -> reserve``, and of a list ``domains: +new.example -old.example``."""
        if isinstance(self.before, tuple) and isinstance(self.after, tuple):
            gone = [f"-{one}" for one in self.before if one not in self.after]
            new = [f"+{one}" for one in self.after if one not in self.before]
            return f"{self.field}: {' '.join([*new, *gone]) or 'in another order'}"
        return f"{self.field}: {shown(self.before) or '(none)'} -> {shown(self.after) or '(none)'}"


def differences(before: Customer, after: Customer) -> tuple[Difference, ...]:
    """Return what is not the same, in the order of the fields."""
    return tuple(
        Difference(name, value, after_value)
        for (name, value), (_, after_value) in zip(values(before), values(after), strict=True)
        if value != after_value
    )


def values(customer: Customer) -> Iterator[tuple[str, Value]]:
    """Yield every field with its value, in order."""
    for name in FIELDS:
        yield name, getattr(customer, name)


def shown(value: Value) -> str:
    """Write a value for people, on one line; empty for what is empty."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case tuple():
            return "; ".join(value)
        case date():
            return value.isoformat()
        case _:
            return str(value)


FIELDS = tuple(field.name for field in fields(Customer))
"""The names of all fields, in the order they are written in."""
