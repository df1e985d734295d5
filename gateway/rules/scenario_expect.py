"""The shape of what a scenario expects, as it is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, PlainValidator, model_validator

from gateway.desk.ticket import Status
from gateway.rules import customer_values
from gateway.rules import scenario_values as read
from gateway.rules.scenario_story import (
    Count,
    Due,
    Expectation,
    Fact,
    Marked,
    NoticeFacts,
    Sent,
    Silent,
    Since,
    TicketFacts,
)
from gateway.validation import STRICT, Complaint, Complaints, as_text

Name = Annotated[str, PlainValidator(as_text(read.name))]
Moment = Annotated[datetime, PlainValidator(read.instant)]
MaybeMoment = Annotated[datetime | None, PlainValidator(read.optional_instant)]
Wanted = Annotated[tuple[str, ...], PlainValidator(read.one_or_many(read.wanted_text))]
Addresses = Annotated[tuple[str, ...], PlainValidator(read.one_or_many(customer_values.address))]
OneAddress = Annotated[str, PlainValidator(as_text(customer_values.address))]
Number = Annotated[int, Field(ge=0, le=1_000_000)]
Word = Annotated[str, AfterValidator(read.wanted_text), AfterValidator(str.casefold)]

HEADS = ("ticket", "due", "missed", "warned", "sent", "silent", "count", "notice")
FACTS = (
    *("status", "priority", "type", "waiting_on", "assigned_to", "level", "escalation_level"),
    *("customer", "queue", "tags", "topics", "linked_to", "messages"),
)
_BELONGS = {
    **dict.fromkeys(FACTS, "ticket"),
    "except": "silent",
    "state": "notice",
    "recipients": "notice",
}


class _Of(BaseModel):
    model_config = STRICT

    ticket: Name | None = None
    notice: Name | None = None

    @property
    def of(self) -> str:
        """Return the name of what it is about."""
        return self.ticket or self.notice or ""

    def _one_of(self) -> Iterator[Complaint]:
        if bool(self.ticket) == bool(self.notice):
            yield Complaint('must name a "ticket" or a "notice", one of the two')

    def _fitting(self, kinds: tuple[str, ...], *, at: str) -> Iterator[Complaint]:
        known = read.NOTICE_KINDS if self.notice else read.TICKET_KINDS
        for number, kind in enumerate(kinds):
            if kind not in known:
                whose = "notice" if self.notice else "ticket"
                where = (at, number) if at else (kind,)
                yield Complaint(f"is nothing that a {whose} promises: {', '.join(known)} are", at=where)


class DueModel(_Of):
    """When promises fall due."""

    response: MaybeMoment = None
    update: MaybeMoment = None
    resolution: MaybeMoment = None
    rca: MaybeMoment = None
    report: MaybeMoment = None

    @model_validator(mode="after")
    def _fits_together(self) -> DueModel:
        kinds = tuple(self._at())
        complaints = [*self._one_of(), *self._fitting(kinds, at="")]
        if not kinds:
            complaints.append(Complaint("expects nothing: name a promise, such as response"))
        if complaints:
            raise Complaints(*complaints)
        return self

    def _at(self) -> dict[str, datetime | None]:
        written = [name for name in type(self).model_fields if name in self.model_fields_set]
        return {name: getattr(self, name) for name in written if name not in ("ticket", "notice")}

    def expectation(self) -> Due:
        """Return it."""
        return Due(self.of, self._at(), notice=bool(self.notice))


Kind = Literal["response", "update", "resolution", "rca", "report"]


class MarkedModel(_Of):
    """Which promises were missed, or warned of."""

    kinds: tuple[Kind, ...]

    @model_validator(mode="after")
    def _fits_together(self) -> MarkedModel:
        if complaints := [*self._one_of(), *self._fitting(self.kinds, at="kinds")]:
            raise Complaints(*complaints)
        return self

    def expectation(self, *, warned: bool) -> Marked:
        """Return it."""
        return Marked(self.of, frozenset(self.kinds), warned, notice=bool(self.notice))


class SentModel(BaseModel):
    """How many letters like this have left."""

    model_config = STRICT

    to: OneAddress = ""
    from_: Annotated[OneAddress, Field(alias="from")] = ""
    since: Since = Since.START
    count: Number | None = None
    at_least: Number | None = None
    at_most: Number | None = None
    subject_contains: Wanted = ()
    contains: Wanted = ()
    lacks: Wanted = ()
    template: Annotated[str, PlainValidator(as_text(read.template))] = ""
    attachment: Annotated[str, AfterValidator(read.wanted_text)] = ""
    at: Moment | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> SentModel:
        if complaints := tuple(self._complaints()):
            raise Complaints(*complaints)
        return self

    def _complaints(self) -> Iterator[Complaint]:
        for name in ("at_least", "at_most"):
            if self.count is not None and getattr(self, name) is not None:
                yield Complaint('stands beside "count"', "keep one of the two", (name,))
        if self.at_least is not None and self.at_most is not None and self.at_most < self.at_least:
            yield Complaint('is less than "at_least"', at=("at_most",))

    def expectation(self) -> Sent:
        """Return it; without a number at least one letter is meant."""
        least, most = (0 if self.at_most is not None else 1) if self.at_least is None else self.at_least, self.at_most
        if self.count is not None:
            least = most = self.count
        return Sent(
            to=self.to,
            sender=self.from_,
            since=self.since,
            at_least=least,
            at_most=most,
            subject_contains=self.subject_contains,
            contains=self.contains,
            lacks=self.lacks,
            template=self.template,
            attachment=self.attachment,
            at=self.at,
        )


class CountModel(BaseModel):
    """Totals."""

    model_config = STRICT

    tickets: Number | None = None
    quarantined: Number | None = None

    @model_validator(mode="after")
    def _counts_something(self) -> CountModel:
        if self.tickets is None and self.quarantined is None:
            raise Complaints(Complaint('counts nothing: give it "tickets" or "quarantined"'))
        return self


class ExpectModel(BaseModel):
    """One expectation: one of ``HEADS``, and what belongs to it."""

    model_config = STRICT

    ticket: Name | None = None
    status: Status | None = None
    priority: Word | None = None
    type: Word | None = None
    waiting_on: Literal["customer", "third-party", "release", "none"] | None = None
    assigned_to: Word | None = None
    level: Annotated[int, Field(ge=1, le=3)] | None = None
    escalation_level: Annotated[int, Field(ge=1, le=100)] | None = None
    customer: Word | None = None
    queue: Word | None = None
    tags: Annotated[tuple[str, ...], PlainValidator(read.several)] = ()
    topics: Annotated[tuple[str, ...], PlainValidator(read.several)] = ()
    linked_to: Annotated[tuple[str, ...], PlainValidator(read.several)] = ()
    messages: Number | None = None
    due: DueModel | None = None
    missed: MarkedModel | None = None
    warned: MarkedModel | None = None
    sent: SentModel | None = None
    silent: bool | None = None
    except_: Annotated[Addresses, Field(alias="except")] = ()
    count: CountModel | None = None
    notice: Name | None = None
    state: Annotated[str | None, PlainValidator(as_text(read.state))] = None
    recipients: Number | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> ExpectModel:
        if complaints := tuple(self._complaints()):
            raise Complaints(*complaints)
        return self

    def _complaints(self) -> Iterator[Complaint]:
        written = {name.rstrip("_") for name in self.model_fields_set}
        heads = [name for name in HEADS if name in written]
        if not heads:
            yield Complaint(f"expects nothing: give it one of {', '.join(HEADS)}")
            return
        for second in heads[1:]:
            yield Complaint(f'stands beside "{heads[0]}"', 'make it an "expect" of its own', (second,))
        if getattr(self, heads[0]) is None:
            yield Complaint("has no value", "give one, or remove the line", (heads[0],))
        strayed = [name for name, head in _BELONGS.items() if name in written and head not in heads]
        for name in strayed:
            yield Complaint(f'belongs to an expectation about a "{_BELONGS[name]}"', at=(name,))
        if not strayed:
            yield from self._empty(heads[0], written)

    def _empty(self, head: str, written: set[str]) -> Iterator[Complaint]:
        """Complain of what would hold whatever happens."""
        if head == "ticket" and not written & set(FACTS):
            yield Complaint("expects nothing of the ticket", f"name a fact: {', '.join(FACTS)}", ("ticket",))
        if head == "notice" and not written & {"state", "recipients"}:
            yield Complaint("expects nothing of the notice", "name a fact: state, recipients", ("notice",))
        if self.silent is False:
            yield Complaint("can only be true", 'letters that are wanted are "sent"', ("silent",))
        for name in ("status", "priority", "type", "level", "escalation_level", "queue", "messages"):
            if name in written and getattr(self, name) is None:
                yield Complaint("has no value", "give one, or remove the line", (name,))

    def expectation(self) -> Expectation:
        """Return it."""
        if self.ticket:
            return TicketFacts(self.ticket, self._facts())
        if self.notice:
            return NoticeFacts(self.notice, self.state or "", self.recipients)
        if self.due:
            return self.due.expectation()
        if self.missed:
            return self.missed.expectation(warned=False)
        if self.warned:
            return self.warned.expectation(warned=True)
        if self.sent:
            return self.sent.expectation()
        if self.count:
            return Count(self.count.tickets, self.count.quarantined)
        return Silent(self.except_)

    def _facts(self) -> dict[str, Fact]:
        facts: dict[str, Fact] = {name: getattr(self, name) for name in FACTS if name in self.model_fields_set}
        if isinstance(status := facts.get("status"), Status):
            facts["status"] = status.value
        if facts.get("waiting_on") == "none":
            facts["waiting_on"] = None
        return facts
