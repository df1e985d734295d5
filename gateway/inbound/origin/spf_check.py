"""Check whether a host may send for a domain (SPF, RFC 7208).

The home of pyspf. Its questions to the DNS go through ours, with our bounds and our deadline; what it raises on odd
records ends as an error of the record's owner.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import spf

from gateway.inbound.origin.dns_lookup import DnsTrouble, Lookup, TooLate, is_dns_name
from gateway.mail import NULL_SENDER

MAX_TERM = 512  # octets of one mechanism: pyspf's patterns are quadratic in it
PTR_SECONDS = 1.0  # for all that ``ptr`` asks: those name servers are the sending host's own
MAX_VOID = 2  # questions without an answer, RFC 7208 section 4.6.4

RESULTS = frozenset({"pass", "fail", "softfail", "neutral", "none", "temperror", "permerror"})
_SPF_FAULTS = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError, ArithmeticError)
_MX = re.compile(r"([0-9]{1,5}) (\S*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class SpfResult:
    """What the domain says about the host."""

    result: str
    """One of RFC 7208 section 2.6."""
    domain: str = ""
    """Whose word it is; empty when there is nobody to ask."""
    helo: bool = False
    """Its own name spoke for the host, because the mail has the null sender."""


def spf_domain(sender: str, helo: str) -> tuple[str, bool]:
    """Return the domain that vouches for a host, in small letters, and whether it is the name it greeted with."""
    name = helo if sender == NULL_SENDER else sender.rpartition("@")[2]
    name = name.lower().rstrip(".") if name.isascii() else ""
    return (name if is_dns_name(name) and "." in name and not _ends_in_digits(name) else ""), sender == NULL_SENDER


def _ends_in_digits(name: str) -> bool:
    return name.rpartition(".")[2].isdigit()


def check_spf(host: str, *, sender: str, helo: str, lookup: Lookup) -> SpfResult:
    """Ask whether ``host``, an IP address, may send for the envelope's sender. Raises ``TooLate``."""
    domain, by_helo = spf_domain(sender, helo)
    if not domain:
        return SpfResult("none", "", by_helo)
    try:
        local = "postmaster" if by_helo else sender.rpartition("@")[0]
        greeting = helo if is_dns_name(helo) else domain
        result = _Query(lookup, host=host, local=local, domain=domain, helo=greeting).check()[0]
    except TooLate:
        raise
    except spf.TempError:
        result = "temperror"
    except (spf.PermError, *_SPF_FAULTS):
        result = "permerror"
    return SpfResult(result if result in RESULTS else "permerror", domain, by_helo)


class _Query(spf.query):  # type: ignore[misc]
    """pyspf's evaluation with our DNS. Its own cache and clock are not used."""

    def __init__(self, lookup: Lookup, *, host: str, local: str, domain: str, helo: str) -> None:
        super().__init__(i=host.partition("%")[0], s=f"{local}@{domain}", h=helo, receiver="unknown")
        self.l, self.o, self.d = local, domain, domain  # pyspf splits at the first @, which may stand in quotes
        self._lookup = lookup
        self._names: list[Any] | None = None

    def validated_ptrs(self) -> list[Any]:
        """Return the names of the host that lead back to it; trouble in asking is none of them (RFC 7208 section 5.5).

        Otherwise whoever sends could choose ``temperror`` in place of ``fail``, by name servers that do not answer.
        """
        if self._names is not None:
            return self._names
        whole = self._lookup
        self._lookup = whole.sooner(seconds=PTR_SECONDS)
        try:
            self._names = [name for name in self._found(self.dns_ptr, self.i)[: spf.MAX_PTR] if self._leads_back(name)]
        finally:
            self._lookup = whole
        whole.check_time()
        return self._names

    def _leads_back(self, name: str) -> bool:
        return bool(self.cidrmatch(self._found(self.dns_a, name, self.A), self.cidrmax))

    def _found(self, ask: Callable[..., list[Any]], *about: str) -> list[Any]:
        try:
            return ask(*about)
        except (spf.TempError, TooLate):
            return []

    def dns(self, name: str, qtype: str, cnames: object = None, ignore_void: bool = False) -> list[Any]:
        """Look records up as pyspf wants them; aliases have been followed."""
        self._lookup.check_time()
        name = str(name).rstrip(".")
        if not is_dns_name(name):
            return []
        try:
            found = [_as_pyspf(record, qtype) for record in self._lookup.ask(name, qtype)]
        except TooLate:
            raise
        except DnsTrouble as trouble:
            raise spf.TempError("DNS") from trouble
        if not found and not ignore_void:
            self.void_lookups += 1
            if self.void_lookups > MAX_VOID:
                raise spf.PermError("void lookups")
        return found


def _as_pyspf(record: str, kind: str) -> object:
    if kind == "TXT":
        data = record.encode("latin-1")
        if data[:6].lower() == b"v=spf1" and max(map(len, data.split(b" "))) > MAX_TERM:
            raise spf.PermError("a term longer than can be read")
        return (data,)
    if kind == "MX":
        match = _MX.fullmatch(record)
        return (int(match[1]), match[2]) if match else (0, "")
    return record
