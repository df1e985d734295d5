"""The shape of a customer in a file, as it is written, and what its parts must be together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, PlainValidator, ValidationInfo, WithJsonSchema, model_validator

from gateway.address import parse_address
from gateway.desk.customer import Customer, NoticeCalendar, NoticeSubject
from gateway.rules import customer_values as read
from gateway.rules.texts import TAG
from gateway.validation import STRICT, Complaint, Complaints, did_you_mean, shape

Packs = Mapping[str, Collection[str]]
"""Names of the policies there are, each with its plans."""

MAX_CONTACTS = 2_000
MAX_ITEMS = 500

_UNIQUE = Field(json_schema_extra={"uniqueItems": True})
_ADDRESS = ".+@.+"
_WORD = "[A-Za-z0-9](?:[A-Za-z0-9._-]{0,58}[A-Za-z0-9])?"
Slug = Annotated[
    str,
    AfterValidator(read.slug),
    shape("[a-z0-9](?:[a-z0-9._-]{0,58}[a-z0-9])?", "Write small letters, digits, hyphens, dots, underscores."),
]
Word = Annotated[str, AfterValidator(read.word), shape(f"|{_WORD}")]
Name = Annotated[str, Field(max_length=200), AfterValidator(read.line), shape(minLength=1, maxLength=200)]
Item = Annotated[str, Field(max_length=60), AfterValidator(read.item), shape('[^;"]+', maxLength=60)]
Items = Annotated[
    tuple[Item, ...],
    Field(max_length=MAX_ITEMS),
    AfterValidator(lambda found: read.no_doubles(found, str.casefold)),
    _UNIQUE,
]
Domains = Annotated[
    tuple[Annotated[str, AfterValidator(read.domain), shape("[^@]+")], ...],
    Field(max_length=MAX_ITEMS),
    AfterValidator(lambda found: read.no_doubles(found, str)),
    _UNIQUE,
]
Contacts = Annotated[
    tuple[Annotated[str, AfterValidator(read.address), shape(_ADDRESS)], ...],
    Field(max_length=MAX_CONTACTS),
    AfterValidator(lambda found: read.no_doubles(found, lambda one: parse_address(one).key)),
    _UNIQUE,
]
_DAY = {"type": ["string", "null"], "pattern": r"^(|\d\d\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))$"}
Day = Annotated[date | None, PlainValidator(read.day), WithJsonSchema(_DAY)]


class ContractModel(BaseModel):
    """From when until when; both days belong to it."""

    model_config = STRICT

    from_: Annotated[Day, Field(alias="from")] = None
    """Its first day; without: it has always been."""
    until: Day = None
    """Its last day; without: it is open-ended."""


class CustomerModel(BaseModel):
    """One customer. ``Packs`` may be given as the context of the check: then the policy must be one of them."""

    model_config = STRICT

    id: Slug
    """What commands and tickets call them; never changed."""
    name: Name | None = None
    """Without: the id."""
    plan: Word = ""
    """A key of the plans of their policy."""
    policy: Word = ""
    """The name of their policy pack; without: the one that is the default."""
    language: Annotated[str, AfterValidator(read.language), shape(f"|{TAG}", maxLength=read.LANGUAGE_LENGTH)] = ""
    """For example ``fr`` or ``pt-BR``; without: that of the settings."""
    timezone: Annotated[str, AfterValidator(read.zone)] = ""
    """A name of the IANA database; without: that of the settings."""
    country: Annotated[str, AfterValidator(read.country), shape("|[A-Z][A-Z](?:-.+)?", examples=["CA", "CA-ON"])] = ""
    """Whose public holidays they keep, ``CA`` or ``CA-ON``; without: that of the settings."""
    regions: Items = ()
    """Where they use what they have."""
    domains: Domains = ()
    """Whose mail is theirs: ``acme.example`` that domain alone, ``*.acme.example`` all below it."""
    contacts: Contacts = ()
    """Addresses, at any domain."""
    notice_address: Annotated[str, PlainValidator(read.notice_address), shape(f"|{_ADDRESS}")] = ""
    """The one address that reaches all who are to be told."""
    notice_calendar: NoticeCalendar = NoticeCalendar.ATTACH
    """What notices of maintenance bring for calendars."""
    notice_subject: NoticeSubject = NoticeSubject.CONSTANT
    """What subjects of notices begin with; ``status``: the state, for programs that go by subjects."""
    account_manager: Annotated[str, AfterValidator(read.optional_address), shape(f"|{_ADDRESS}")] = ""
    """The address of the person on our side who looks after them."""
    products: Items = ()
    """What they have."""
    contract: ContractModel = ContractModel()
    """From when until when support is theirs."""
    dedicated_hosting: bool = False
    """They have hosting of their own."""

    @model_validator(mode="after")
    def _fits_together(self, info: ValidationInfo) -> CustomerModel:
        packs: Packs | None = info.context
        if complaints := tuple(complaints_about(self.customer(), packs)):
            raise Complaints(*complaints)
        return self

    def customer(self) -> Customer:
        """Return it; a customer without a name is called by the id."""
        return Customer(
            id=self.id,
            name=self.name or self.id,
            plan=self.plan,
            policy=self.policy,
            language=self.language,
            timezone=self.timezone,
            country=self.country,
            regions=self.regions,
            domains=self.domains,
            contacts=self.contacts,
            notice_address=self.notice_address,
            notice_calendar=self.notice_calendar,
            notice_subject=self.notice_subject,
            account_manager=self.account_manager,
            products=self.products,
            contract_from=self.contract.from_,
            contract_until=self.contract.until,
            dedicated_hosting=self.dedicated_hosting,
        )

    def given(self) -> frozenset[str]:
        """Return the fields of ``Customer`` that the file speaks of."""
        names = self.model_fields_set - {"contract"}
        dates = {f"contract_{name.rstrip('_')}" for name in self.contract.model_fields_set}
        return frozenset(names | dates)


def complaints_about(customer: Customer, packs: Packs | None) -> Iterator[Complaint]:
    """Yield what does not fit together."""
    begins, ends = customer.contract_from, customer.contract_until
    if begins and ends and ends < begins:
        yield Complaint("is before the contract begins", at=("contract", "until"))
    if packs is None:
        return
    if customer.policy and customer.policy not in packs:
        hint = did_you_mean(customer.policy, packs) or f"there are {', '.join(sorted(packs))}"
        yield Complaint("is no policy that is there", hint, ("policy",))
        return
    plans = packs.get(customer.policy, ())  # a policy without plans takes any word for one: others may read it
    if customer.plan and plans and customer.plan not in plans:
        hint = did_you_mean(customer.plan, plans) or f"it has {', '.join(sorted(plans))}"
        yield Complaint(f"is no plan of the policy {customer.policy}", hint, ("plan",))
