"""Write customers as YAML that reads back as the same, here and in any other program."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from gateway.desk.customer import Customer, NoticeCalendar, NoticeSubject, Value, values

_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9 ._/+@-]*[A-Za-z0-9])?", re.ASCII)
_FLAGLIKE = frozenset(("true", "false", "yes", "no", "on", "off", "y", "n", "null"))  # to some reader or other
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')
_DEFAULTS = (NoticeCalendar.ATTACH, NoticeSubject.CONSTANT)
_ALWAYS = ("id", "name")


def write_yaml(customers: Iterable[Customer]) -> Iterator[str]:
    """Yield the lines of a file; fields that say nothing are left out."""
    found = False
    for customer in customers:
        yield "" if found else "customers:\n"
        found = True
        yield from _lines(customer)
    if not found:
        yield "customers: []\n"


def _lines(customer: Customer) -> Iterator[str]:
    begin = "  - "
    for name, value in values(customer):
        if name.startswith("contract_"):
            continue
        if name in _ALWAYS or (value and not any(value is one for one in _DEFAULTS)):
            yield f"{begin}{name}: {_value(value)}\n"
            begin = "    "
    dates = {"from": customer.contract_from, "until": customer.contract_until}
    inside = ", ".join(f"{name}: {day.isoformat()}" for name, day in dates.items() if day)
    if inside:
        yield f"{begin}contract: {{{inside}}}\n"


def _value(value: Value) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case tuple():
            return f"[{', '.join(_text(one) for one in value)}]"
        case date():
            return value.isoformat()
        case _:
            return _text(str(value))


def _text(text: str) -> str:
    """Write a text, in quotes unless nobody could take it for anything else."""
    if _PLAIN.fullmatch(text) and text.lower() not in _FLAGLIKE:
        return text
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _escape(found: re.Match[str]) -> str:
    return f"\\{found[0]}" if found[0] in '"\\' else f"\\u{ord(found[0]):04x}"
