"""What may be set, with defaults and limits. One section of ``config/gateway.yml``, one class.

Every wrong value is named with what it must be; checks between the keys of a section stand in the section.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    SecretStr,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from gateway import settings_values as read
from gateway import trust
from gateway.address import Address
from gateway.mail import After, Unverified
from gateway.network import TcpAddress, Tls
from gateway.relay_url import BadRelayUrl, Security
from gateway.validation import STRICT, Complaint, Complaints, complain, shape

T = TypeVar("T")

WITHOUT_LOGINS = "without logins"
"""As the context of a check: the passwords of mailboxes and of the relay may be missing, nobody will log in."""


def _value(reader: Callable[[str], T]) -> PlainValidator:
    """Make the validator of a key whose text ``reader`` turns into a value."""

    def validator(value: object) -> T:
        if isinstance(value, str):
            return reader(value)
        if value is None:
            raise complain("has no value", "give one, or remove the line")
        if isinstance(value, int) and not isinstance(value, bool):
            reader(str(value))  # may say more: a lone port is no address, with quotes or without
        raise complain("must be text", "put it in quotes" if isinstance(value, (bool, int, float)) else "")

    return PlainValidator(validator, json_schema_input_type=str)


def _optional(reader: Callable[[str], T]) -> PlainValidator:
    """Make the validator of a key that may be empty, which means: none."""
    plain = _value(reader).func
    return PlainValidator(
        lambda value: None if value in ("", None) else plain(value),  # type: ignore[call-arg]
        json_schema_input_type=str | None,
    )


def _secret(value: SecretStr) -> SecretStr:
    read.secret_text(value.get_secret_value())
    return value


def _secret_url(reader: Callable[[str], object]) -> PlainValidator:
    def checked(text: str) -> SecretStr:
        reader(text)
        return SecretStr(text)

    return _optional(checked)


def _no_doubles(values: tuple[T, ...]) -> tuple[T, ...]:
    keys = [value.key if isinstance(value, Address) else value for value in values]
    doubles = (at for at, key in enumerate(keys) if key in keys[:at])
    complaints = [Complaint("is given twice", at=(at,)) for at in doubles]
    if complaints:
        raise Complaints(*complaints)
    return values


def _languages(schema: dict[str, object]) -> None:
    schema["enum"] = read.languages()


def _or_none(pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": ["string", "null"], "pattern": f"^(?:|{pattern})$"})


_LINE = r"[^\s\u0000-\u001f\u007f-\u009f](?:[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*[^\s\u007f-\u009f])?"
_UNIQUE = Field(json_schema_extra={"uniqueItems": True})
_ADDRESS, _HOST_PORT = ".+@.+", "[^/]+:[0-9]{1,5}"
Line = Annotated[str, AfterValidator(read.line_of_text), shape(_LINE)]
MailAddress = Annotated[Address, _value(read.address), shape(_ADDRESS)]
OptionalAddress = Annotated[Address | None, _optional(read.address), _or_none(_ADDRESS)]
OptionalFile = Annotated[Path | None, _optional(read.readable_file)]
Authorities = Annotated[Path | None, _optional(read.authorities)]
Password = Annotated[SecretStr, AfterValidator(_secret)]
Network = Annotated[IPv4Network | IPv6Network, _value(read.network), shape("[0-9a-fA-F.:]+(?:%.+)?(?:/[0-9.]+)?")]
AuthservId = Annotated[str, AfterValidator(read.authserv_id), shape(read.AUTHSERV_ID.pattern)]
Domain = Annotated[str, _value(read.mail_domain), shape("[^@]+")]


class Mode(StrEnum):
    """How much the gateway does."""

    OBSERVE = "observe"
    """Reads mail without a trace and sends nothing."""
    HOLD = "hold"
    """Makes tickets; outgoing mail waits."""
    LIVE = "live"


class Fields(StrEnum):
    """Which Authentication-Results of a trusted name count."""

    TOPMOST = "topmost"
    ALL = "all"
    """Where the mail server takes out what others wrote under its name."""


class LoginComplaint(Complaint):
    """A complaint that matters only to who is going to log in somewhere."""


class Section(BaseModel):
    """A part of the file. A check between keys lists its complaints in ``_complaints``."""

    model_config = STRICT

    @model_validator(mode="after")
    def _check(self, info: ValidationInfo) -> Section:
        logins = info.context != WITHOUT_LOGINS
        complaints = tuple(one for one in self._complaints() if logins or not isinstance(one, LoginComplaint))
        if complaints:
            raise Complaints(*complaints)
        return self

    def _complaints(self) -> Iterator[Complaint]:
        return iter(())


class Support(Section):
    """The addresses people write to."""

    addresses: Annotated[tuple[MailAddress, ...], Field(min_length=1), AfterValidator(_no_doubles), _UNIQUE] = (
        Address("support", "example.com"),
    )
    """Mail is taken for these. The first is the one the team writes from."""
    escalations: OptionalAddress = None
    """For escalations."""
    notices: OptionalAddress = None
    """Where notices of maintenance and outages come from; empty: the first of ``addresses``."""
    newsletters: OptionalAddress = None
    """Where newsletters come from; empty: they are not sent."""
    phone: Annotated[str | None, _optional(read.phone), _or_none(_LINE)] = None
    """A number for what is urgent, in notices for which no other is given."""
    admins: Annotated[tuple[MailAddress, ...], AfterValidator(_no_doubles), _UNIQUE] = ()
    """Who hears when the files that decide are wrong."""
    plus_addressing: bool = True
    """Does mail to ``support+anything@`` reach us?"""
    policy: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")] = "standard"
    """The policy pack of customers who name none."""

    @property
    def inboxes(self) -> tuple[Address, ...]:
        """Every address of ours that mail comes in by."""
        more = (self.escalations, self.notices, self.newsletters)
        return (*self.addresses, *(one for one in more if one))

    def _complaints(self) -> Iterator[Complaint]:
        ours = {address.key for address in self.addresses}
        named = (("escalations", self.escalations), ("notices", self.notices), ("newsletters", self.newsletters))
        for name, address in named:
            if address and (address.key in ours or (self.plus_addressing and address.untagged.key in ours)):
                yield Complaint("must be another address than those of support.addresses", at=(name,))
        for at, address in enumerate(self.admins):
            if address.key in ours or (self.plus_addressing and address.untagged.key in ours):
                yield Complaint("must be a person's: what is mailed here opens a case", at=("admins", at))
        if self.plus_addressing:
            for at, address in enumerate(self.addresses):
                if address.tag or address.untagged != address:
                    hint = f'write "{address.untagged}", or set support.plus_addressing to false'
                    yield Complaint("must have no +tag: plus addressing puts one there", hint, ("addresses", at))


class Trust(Section):
    """Whom the gateway believes."""

    authserv_ids: Annotated[tuple[AuthservId, ...], AfterValidator(_no_doubles), _UNIQUE] = ()
    """Names in ``Authentication-Results`` that your own mail server writes."""
    fields: Fields = Fields.TOPMOST
    """Which fields with such a name count."""
    peers: Annotated[tuple[Network, ...], AfterValidator(_no_doubles), _UNIQUE] = ()
    """Addresses and networks of your own mail servers."""
    arc_sealers: Annotated[tuple[Domain, ...], AfterValidator(_no_doubles), _UNIQUE] = ()
    """Domains of forwarders and lists whose word is taken (ARC)."""
    check: bool = False
    """Check SPF, DKIM and DMARC ourselves."""

    def _complaints(self) -> Iterator[Complaint]:
        if self.check and not read.has_auth_extra():
            hint = "pip install 'casegate[auth]', where the gateway is installed"
            yield Complaint('needs the extra "auth"', hint, ("check",))

    def plain(self) -> trust.Trust:
        """Return it in the words of the rooms, which know no settings."""
        return trust.Trust(
            authserv_ids=self.authserv_ids,
            all_fields=self.fields is Fields.ALL,
            peers=self.peers,
            arc_sealers=self.arc_sealers,
        )


class Smtp(Section):
    """The SMTP door."""

    listen: Annotated[TcpAddress | None, _optional(read.tcp_listen), _or_none(_HOST_PORT)] = TcpAddress(
        "127.0.0.1", 2525
    )
    """``host:port``; empty: off."""
    certificate: OptionalFile = None
    """A PEM file; with it, STARTTLS is offered."""
    key: OptionalFile = None
    """Its key, a PEM file."""
    size_limit_bytes: Annotated[int, Field(ge=65_536, le=1_073_741_824)] = 26_214_400  # RFC 5321 section 4.5.3.1.7
    """Of one mail."""
    connections: Annotated[int, Field(ge=1, le=10_000)] = 600
    """At once."""
    connections_per_peer: Annotated[int, Field(ge=1, le=10_000)] = 50
    """At once, of one address."""
    recipients: Annotated[int, Field(ge=1, le=10_000)] = 100  # RFC 5321 section 4.5.3.1.8
    """Of one mail."""

    def _complaints(self) -> Iterator[Complaint]:
        if self.certificate and self.key:
            problem = read.pair_problem(self.certificate, self.key)
            if problem:
                yield Complaint(problem, at=("key",))
        elif self.certificate:
            yield Complaint("needs smtp.key beside it", "name the same file when it holds both", ("certificate",))
        elif self.key:
            yield Complaint("needs smtp.certificate beside it", at=("key",))


class Lmtp(Section):
    """The LMTP door."""

    listen: Annotated[TcpAddress | Path | None, _optional(read.lmtp_listen)] = None
    """``host:port``, or the path of a socket; empty: off."""


class ImapMailbox(Section):
    """A mailbox that is read by IMAP."""

    host: Annotated[str, _value(read.host), shape("[^/]+")]
    """The server."""
    tls: Tls = Tls.IMPLICIT
    """How the connection is protected."""
    port: Annotated[int, Field(ge=1, le=65_535)] = Field(
        default_factory=lambda known: known.get("tls", Tls.IMPLICIT).imap_port
    )
    """Without: the usual one."""
    user: Line
    """The login."""
    password: Password | None = None
    """Better in a file: ``GATEWAY_IMAP__NAME__PASSWORD_FILE``."""
    token_command: Annotated[str, AfterValidator(read.command)] | None = Field(default=None, repr=False)
    """A program that prints a token, in place of a password."""
    certificate_authorities: Authorities = None
    """A PEM file with authorities of your own, in place of the system's."""
    folder: Line = "INBOX"
    """Which is read."""
    after: After = After.SEEN
    """What is done with a mail that has been taken."""
    move_to: Line | None = None
    """The folder it is moved to."""

    def _complaints(self) -> Iterator[Complaint]:
        if self.password and self.token_command:
            yield Complaint("stands beside a password", "keep one of the two", ("token_command",))
        if not self.password and not self.token_command:
            hint = "GATEWAY_IMAP__NAME__PASSWORD_FILE names the password's file"
            yield LoginComplaint("needs a password or a token_command", hint)
        if self.certificate_authorities and self.tls is Tls.NONE:
            yield Complaint("has no meaning with tls: none", at=("certificate_authorities",))
        if self.after is After.MOVE and not self.move_to:
            yield Complaint("needs move_to, the folder to move to", at=("after",))
        if self.after is After.SEEN and self.move_to:
            yield Complaint("has no meaning without after: move", at=("move_to",))
        if self.move_to and _folder(self.move_to) == _folder(self.folder):
            yield Complaint("must be another folder than the one that is read", at=("move_to",))


class Relay(Section):
    """Where outgoing mail goes; without a URL, into a Maildir."""

    url: Annotated[SecretStr | None, _secret_url(read.relay_url), _or_none("[A-Za-z+]+://.+")] = None
    """``smtp+starttls://relay.example.com:587``; empty: mail goes to a Maildir."""
    user: Line | None = None
    """The login."""
    password: Password | None = None
    """Better in a file: ``GATEWAY_RELAY__PASSWORD_FILE``."""
    connections: Annotated[int, Field(ge=1, le=50)] = 4
    """At once."""
    notices_per_domain: Annotated[int, Field(ge=1, le=1_000_000)] = 600
    """Letters of notices to one domain in a minute."""
    certificate_check: bool = True
    """Is the relay's certificate looked at?"""
    certificate_authorities: Authorities = None
    """A PEM file with authorities of your own, in place of the system's."""

    def _complaints(self) -> Iterator[Complaint]:
        if self.certificate_authorities and not self.certificate_check:
            yield Complaint("has no meaning where certificate_check is false", at=("certificate_authorities",))
        if not self.url:
            return
        url = read.relay_url(self.url.get_secret_value())
        if url.user and self.user:
            yield Complaint("is in relay.url too", "keep one of the two", ("user",))
        if url.password and self.password:
            yield Complaint("is in relay.url too", "keep one of the two", ("password",))
        if self.certificate_authorities and url.security is Security.NONE:
            yield Complaint("has no meaning with smtp://, which is not encrypted", at=("certificate_authorities",))
        password = self.password.get_secret_value() if self.password else ""
        try:
            replace(url, user=self.user or url.user, password=password or url.password).check_login()
        except BadRelayUrl as bad:
            yield LoginComplaint(bad.message, bad.hint, ("url",))


class Store(Section):
    """Where tickets and mail are kept."""

    directory: Annotated[Path, _value(read.store_directory), shape("[^~].*")] = Path("var")
    """A relative path starts where the gateway is started."""
    url: Annotated[SecretStr | None, _secret_url(read.store_url), _or_none("postgresql[+]psycopg://.*")] = None
    """``postgresql+psycopg://user@host/database``; empty: SQLite in the directory."""


class Acknowledge(Section):
    """Who gets an acknowledgement, and how often."""

    unverified: Unverified = Unverified.FIXED
    """What senders get who are not proven to be who they say."""
    per_address_hour: Annotated[int, Field(ge=0, le=1_000_000)] = 3
    """To one address in an hour."""
    per_domain_hour: Annotated[int, Field(ge=0, le=10_000_000)] = 2_000
    """To one domain in an hour, for senders nothing proves."""
    breaker: Annotated[int, Field(ge=1, le=10_000_000)] = 5_000
    """To everybody in ten minutes; more, and they are held until you look."""


def _folder(name: str) -> str:
    return "INBOX" if name.upper() == "INBOX" else name  # RFC 3501 section 5.1: this one in any case


def _mailboxes(mailboxes: Mapping[str, ImapMailbox]) -> Mapping[str, ImapMailbox]:
    names: dict[str, str] = {}
    places: dict[tuple[str, ...], str] = {}
    complaints = []
    for name, box in mailboxes.items():
        first = names.setdefault(name.lower().replace("_", "-"), name)
        if first != name:
            complaints.append(Complaint(f'and "{first}" are the same name', at=(name,)))
        place = (box.host.lower(), str(box.port), box.user, _folder(box.folder))
        same = places.setdefault(place, name)
        if same != name:
            complaints.append(Complaint(f'reads the same folder as "{same}"', at=(name,)))
    if complaints:
        raise Complaints(*complaints)
    return mailboxes


MailboxName = Annotated[str, AfterValidator(read.mailbox_name), shape(read.NAME.pattern)]


def _sections_may_be_empty(schema: dict[str, Any], settings: type[BaseModel]) -> None:
    """A section whose keys are all commented out is taken as its defaults."""
    keys = schema["properties"]
    for name, info in settings.model_fields.items():
        if name == "imap" or (isinstance(info.annotation, type) and issubclass(info.annotation, Section)):
            keys[name] = {"anyOf": [keys[name], {"type": "null"}]}


class Settings(Section):
    """Everything that can be set, checked as one. Secrets are ``SecretStr``: no repr, log or traceback shows them."""

    model_config = ConfigDict(json_schema_extra=_sections_may_be_empty)

    mode: Mode = Mode.LIVE
    """How much the gateway does."""
    tag: Annotated[str, AfterValidator(read.tag), shape(read.TAG.pattern, maxLength=20)] = "case"
    """The word in ``[case #1042735]``."""
    brand: Annotated[str, Field(max_length=100), AfterValidator(read.line_of_text), shape(_LINE, maxLength=100)] = (
        "Example Support"
    )
    """The name customers see."""
    timezone: Annotated[ZoneInfo, _value(read.zone), shape("[A-Za-z0-9_+/-]+", examples=["UTC", "Europe/Paris"])] = (
        Field(default_factory=lambda: ZoneInfo("UTC"))
    )
    """Our time zone, a name of the IANA database."""
    country: Annotated[str | None, _optional(read.country), _or_none("[A-Z]{2}(?:-.+)?")] = None
    """Our public holidays, ``CA`` or ``CA-ON``; those of customers who name no country."""
    language: Annotated[str, AfterValidator(read.language), Field(json_schema_extra=_languages)] = "en"
    """For readers whose language is not known."""
    support: Support = Support()
    """The addresses people write to."""
    trust: Trust = Trust()
    """Whom the gateway believes."""
    smtp: Smtp = Smtp()
    """The SMTP door."""
    lmtp: Lmtp = Lmtp()
    """The LMTP door."""
    imap: Annotated[Mapping[MailboxName, ImapMailbox], AfterValidator(_mailboxes)] = Field(default_factory=dict)
    """Mailboxes that are read by IMAP, by any name."""
    relay: Relay = Relay()
    """Where outgoing mail goes."""
    store: Store = Store()
    """Where tickets and mail are kept."""
    acknowledge: Acknowledge = Acknowledge()
    """Who gets an acknowledgement, and how often."""
