"""The shape of a customer in a file, as it is written, and what its parts must be together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, PlainValidator, ValidationInfo, WithJsonSchema, model_validator

from gateway.address import parse_address
from gateway.desk.customer import Customer, NoticeCalendar
from gateway.rules import customer_values as read
from gateway.validation import STRICT, Complaint, Complaints, did_you_mean

Packs = Mapping[str, Collection[str]]
"""Names of the policies there are, each with its plans."""

MAX_CONTACTS = 2_000
MAX_ITEMS = 500

_TEXT = WithJsonSchema({"type": "string"})
Slug = Annotated[str, AfterValidator(read.slug)]
Word = Annotated[str, AfterValidator(read.word)]
Name = Annotated[str, Field(max_length=200), AfterValidator(read.line)]
Item = Annotated[str, Field(max_length=60), AfterValidator(read.item)]
Items = Annotated[
    tuple[Item, ...], Field(max_length=MAX_ITEMS), AfterValidator(lambda found: read.no_doubles(found, str.casefold))
]
Domains = Annotated[
    tuple[Annotated[str, AfterValidator(read.domain)], ...],
    Field(max_length=MAX_ITEMS),
    AfterValidator(lambda found: read.no_doubles(found, str)),
]
Contacts = Annotated[
    tuple[Annotated[str, AfterValidator(read.address)], ...],
    Field(max_length=MAX_CONTACTS),
    AfterValidator(lambda found: read.no_doubles(found, lambda one: parse_address(one).key)),
]
Day = Annotated[date | None, PlainValidator(read.day), WithJsonSchema({"type": "string", "format": "date"})]


class ContractModel(BaseModel):
    """From when until when; both days belong to it."""

    model_config = STRICT

    from_: Annotated[Day, Field(alias="from")] = None
    until: Day = None


class CustomerModel(BaseModel):
    """One customer. ``Packs`` may be given as the context of the check: then the policy must be one of them."""

    model_config = STRICT

    id: Slug
    name: Name | None = None
    plan: Word = ""
    policy: Word = ""
    language: Annotated[str, AfterValidator(read.language)] = ""
    timezone: Annotated[str, AfterValidator(read.zone)] = ""
    country: Annotated[str, AfterValidator(read.country)] = ""
    regions: Items = ()
    domains: Domains = ()
    contacts: Contacts = ()
    notice_address: Annotated[str, PlainValidator(read.notice_address), _TEXT] = ""
    notice_calendar: NoticeCalendar = NoticeCalendar.NONE
    account_manager: Annotated[str, AfterValidator(read.optional_address)] = ""
    products: Items = ()
    contract: ContractModel = ContractModel()
    dedicated_hosting: bool = False

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
