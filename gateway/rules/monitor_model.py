"""The shape of ``monitors.yml`` as it is written, and what its parts must be together."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, PlainValidator, ValidationInfo, WithJsonSchema, model_validator

from gateway.desk.alarm import System
from gateway.desk.monitor import MOST_FAILURES, MailSource, Page, Scope, Target, TargetKind
from gateway.network import TcpAddress, Tls
from gateway.rules import customer_values
from gateway.rules import monitor_values as read
from gateway.rules.duration import write_duration
from gateway.rules.texts import Line
from gateway.tls_client import client_context
from gateway.validation import STRICT, Complaint, Complaints, as_text, did_you_mean

MAX_TARGETS = 200  # each is watched by a thread of its own
MAX_SOURCES = 500
AUTO = "auto"
_MINUTE, _TEN_SECONDS = timedelta(minutes=1), timedelta(seconds=10)
_WAYS = {
    TargetKind.HTTP: (),
    TargetKind.TCP: (Tls.NONE, Tls.IMPLICIT),
    TargetKind.SMTP: tuple(Tls),
    TargetKind.IMAP: tuple(Tls),
}
_SMTP_PORTS = {Tls.NONE: 25, Tls.STARTTLS: 25, Tls.IMPLICIT: 465}
_PAGE_KEYS = ("url", "status", "contains")
_PLACE_KEYS = ("host", "port", "tls")

_TEXT = WithJsonSchema({"type": "string"})
_STATUS = WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "integer"}]})
Name = Annotated[str, Field(max_length=100), AfterValidator(customer_values.line)]
Every = Annotated[timedelta, PlainValidator(as_text(read.every)), _TEXT]
Timeout = Annotated[timedelta, PlainValidator(as_text(read.timeout)), _TEXT]
Status = Annotated[range, PlainValidator(read.status), _STATUS]
Peer = Annotated[IPv4Network | IPv6Network, PlainValidator(as_text(read.peer)), _TEXT]
Host = Annotated[str, AfterValidator(read.server)]
Url = Annotated[str, AfterValidator(read.url)]
Id = Annotated[str, AfterValidator(customer_values.slug)]
Item = Annotated[str, Field(max_length=60), AfterValidator(customer_values.item)]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a file is checked against."""

    folder: Path
    """Where the files lie that it names."""
    priorities: Collection[str]
    """The names and aliases of the levels of every policy."""


def _surroundings(info: ValidationInfo) -> Surroundings:
    assert isinstance(info.context, Surroundings)
    return info.context


class _Affected(BaseModel):
    """Who is affected and how much: what targets and senders of mail have in common."""

    model_config = STRICT

    customers: Annotated[tuple[Id, ...], Field(max_length=2_000)] = ()
    """Ids of the directory."""
    products: Annotated[tuple[Item, ...], Field(max_length=500)] = ()
    """Customers who have one of these."""
    regions: Annotated[tuple[Item, ...], Field(max_length=500)] = ()
    """Customers in one of these. Who fits every list that is given is affected; without any list, everybody is."""
    priority: str = ""
    """A level of their policy; without: its most urgent one."""

    def scope(self) -> Scope:
        """Return who is affected."""
        return Scope(self.customers, self.products, self.regions)

    def unknown_priority(self, surroundings: Surroundings) -> Iterator[Complaint]:
        """Complain of a priority that no policy has."""
        if self.priority and self.priority.casefold() not in surroundings.priorities:
            hint = did_you_mean(self.priority, surroundings.priorities) or "leave it out for the most urgent one"
            yield Complaint("is a level of no policy", hint, ("priority",))


class TargetModel(_Affected):
    """Something that is watched, as it is written."""

    name: Name
    """What commands and cases call it."""
    kind: TargetKind
    """How it is checked."""
    url: Url | None = None
    """Of http: what is asked for."""
    status: Annotated[tuple[Status, ...], Field(min_length=1, max_length=50)] | None = None
    """Of http: 200, or 2xx; one of them the first answer must have. Without: 2xx or 3xx, redirects followed."""
    contains: Line | None = None
    """Of http: a text the page must hold."""
    host: Host | None = None
    """Of tcp, smtp and imap: a name or an IP address."""
    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    """Without: the usual one of smtp or imap."""
    tls: Tls | None = None
    """Without: implicit for imap and port 465, else none."""
    check_certificate: bool = True
    """False believes any certificate."""
    authorities: str | None = None
    """A PEM file: the only authorities that are believed."""
    every: Every = _MINUTE
    """From 5s to 24h."""
    timeout: Timeout = _TEN_SECONDS
    """For a check as a whole: from 1s to 1m, and never longer than every."""
    failures: Annotated[int, Field(ge=1, le=MOST_FAILURES)] = MOST_FAILURES
    """So many in a row count as down."""

    @model_validator(mode="after")
    def _fits_together(self, info: ValidationInfo) -> TargetModel:
        surroundings = _surroundings(info)
        complaints = [
            *self._place(),
            *self._times(),
            *self._certificates(surroundings.folder),
            *self.unknown_priority(surroundings),
        ]
        if complaints:
            raise Complaints(*complaints)
        return self

    def _place(self) -> Iterator[Complaint]:
        is_page = self.kind is TargetKind.HTTP
        wrong = [key for key in (_PLACE_KEYS if is_page else _PAGE_KEYS) if getattr(self, key) is not None]
        for key in wrong:
            hint = "the URL says where" if is_page else "host and port say where"
            yield Complaint(f"does not go with kind {self.kind}", hint, (key,))
        if is_page and self.url is None:
            yield Complaint("needs a url", "for example url: https://status.example.com/health")
        if not is_page and self.host is None:
            yield Complaint("needs a host", "for example host: mail.example.com")
        if self.kind is TargetKind.TCP and self.port is None:
            yield Complaint("needs a port", "kind tcp has no usual one")
        if self.tls is not None and not is_page and self.tls not in _WAYS[self.kind]:
            ways = " or ".join(_WAYS[self.kind])
            yield Complaint(f"must be {ways} with kind {self.kind}", at=("tls",))

    def _times(self) -> Iterator[Complaint]:
        if self.timeout > self.every:
            message = f"is longer than every, which is {write_duration(self.every)}"
            at = ("timeout",) if "timeout" in self.model_fields_set else ("every",)
            if at == ("every",):
                message = f"is shorter than the timeout of {write_duration(self.timeout)}"
            yield Complaint(message, "a check must be over before the next one begins", at)

    def _certificates(self, folder: Path) -> Iterator[Complaint]:
        if self.authorities is None:
            return
        if not self.check_certificate:
            yield Complaint("is of no use: check_certificate is false", at=("authorities",))
            return
        try:
            client_context(authorities=folder / self.authorities)
        except OSError:
            hint = "paths begin at the folder of this file"
            yield Complaint("cannot be read, or holds no certificate", hint, ("authorities",))

    def target(self, folder: Path) -> Target:
        """Return it."""
        address, tls = self._address()
        page = Page(self.url, self.status or (), self.contains or "") if self.url is not None else None
        return Target(
            name=self.name,
            kind=self.kind,
            address=address,
            page=page,
            tls=tls,
            check_certificate=self.check_certificate,
            authorities=folder / self.authorities if self.authorities is not None else None,
            every=self.every,
            timeout=self.timeout,
            failures=self.failures,
            scope=self.scope(),
            priority=self.priority,
        )

    def _address(self) -> tuple[TcpAddress, Tls]:
        if self.url is not None:
            return read.place_of(self.url)
        assert self.host is not None
        tls = self.tls or _usual_tls(self.kind, self.port)
        usual = tls.imap_port if self.kind is TargetKind.IMAP else _SMTP_PORTS[tls]
        return TcpAddress(self.host, self.port or usual), tls


def _usual_tls(kind: TargetKind, port: int | None) -> Tls:
    """Return what is spoken where nobody said it: by the port, and by what RFC 8314 wants of mailboxes."""
    by_port = {993: Tls.IMPLICIT, 465: Tls.IMPLICIT, 143: Tls.NONE}
    usual = Tls.IMPLICIT if kind is TargetKind.IMAP else Tls.NONE
    return usual if port is None or kind is TargetKind.TCP else by_port.get(port, usual)


class SourceModel(_Affected):
    """Whose mail is a monitoring system's, as it is written."""

    sender: Annotated[str, AfterValidator(read.sender)]
    """An address, a domain, or *. and a domain for all below it; the most exact one counts."""
    system: System | Literal["auto"] = "auto"
    """How its mails are built; auto: whatever they look like."""
    peers: Annotated[tuple[Peer, ...], Field(max_length=100)] = ()
    """IP addresses or networks of hosts that bring its mail by SMTP, which is proof enough."""
    proof: Literal["required", "none"] = "required"
    """Of who wrote a mail; none believes whoever writes in its name, and they can wake your people."""

    @model_validator(mode="after")
    def _fits_together(self, info: ValidationInfo) -> SourceModel:
        if complaints := tuple(self.unknown_priority(_surroundings(info))):
            raise Complaints(*complaints)
        return self

    def source(self) -> MailSource:
        """Return it."""
        system = self.system if isinstance(self.system, System) else None
        needs_proof = self.proof == "required"
        return MailSource(self.sender, system, self.scope(), self.priority, self.peers, needs_proof)


class MonitorsModel(BaseModel):
    """The whole file. ``Surroundings`` must be given as the context of the check."""

    model_config = STRICT

    targets: Annotated[tuple[TargetModel, ...], Field(max_length=MAX_TARGETS)] = ()
    """What is checked."""
    mail: Annotated[tuple[SourceModel, ...], Field(max_length=MAX_SOURCES)] = ()
    """Whose mail comes from monitoring systems."""

    @model_validator(mode="after")
    def _nothing_twice(self) -> MonitorsModel:
        complaints = [
            *_doubles("targets", "name", [one.name.casefold() for one in self.targets]),
            *_doubles("mail", "sender", [one.sender for one in self.mail]),
        ]
        if complaints:
            raise Complaints(*complaints)
        return self


def _doubles(section: str, key: str, values: list[str]) -> Iterator[Complaint]:
    first: dict[str, int] = {}
    for at, value in enumerate(values):
        if first.setdefault(value, at) != at:
            yield Complaint(f"is that of {section}[{first[value]}] too", at=(section, at, key))
