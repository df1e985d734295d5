"""The shape of the steps of a scenario file, as they are written. What they expect is in ``scenario_expect``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, PlainValidator, model_validator

from gateway.rules import customer_values
from gateway.rules import scenario_values as read
from gateway.rules.duration import read_duration
from gateway.rules.scenario_expect import ExpectModel
from gateway.rules.scenario_story import Answer, Check, Verdict
from gateway.validation import STRICT, Complaint, Complaints, as_text

Text = Annotated[str, Field(max_length=read.MAX_TEXT)]
Line = Annotated[str, Field(max_length=2_000), AfterValidator(customer_values.line)]
Name = Annotated[str, PlainValidator(as_text(read.name))]
Moment = Annotated[datetime, PlainValidator(read.instant)]
Span = Annotated[timedelta, PlainValidator(as_text(read_duration))]
People = Annotated[tuple[str, ...], PlainValidator(read.one_or_many(read.person))]
Wanted = Annotated[tuple[str, ...], PlainValidator(read.one_or_many(read.wanted_text))]

ACTS = ("mail", "answer", "run", "after", "at", "monitor", "expect")
_BESIDE_RUN = ("exit", "contains", "as")


class MailModel(BaseModel):
    """One mail that arrives."""

    model_config = STRICT

    from_: Annotated[str | None, PlainValidator(as_text(read.person)), Field(alias="from")] = None
    to: People = ()
    cc: People = ()
    subject: Annotated[str, Field(max_length=20_000), AfterValidator(read.subject)] | None = None
    """Empty: the mail has one, and nothing stands in it."""
    body: Text = ""
    html: Text = ""
    headers: Annotated[tuple[tuple[str, str], ...], PlainValidator(read.headers)] = ()
    eml: Annotated[str, Field(min_length=1, max_length=1_000)] | None = None
    reply_to: Name | None = None
    verified: Annotated[Verdict, PlainValidator(read.verdict)] = Verdict.PASS
    as_: Annotated[Name | None, Field(alias="as")] = None

    @model_validator(mode="after")
    def _fits_together(self) -> MailModel:
        if complaints := tuple(self._complaints()):
            raise Complaints(*complaints)
        return self

    def _complaints(self) -> Iterator[Complaint]:
        if self.eml is None:
            if self.from_ is None:
                yield Complaint('needs "from", the address that writes it')
            return
        for field in ("cc", "subject", "body", "html", "headers", "reply_to"):
            if field in self.model_fields_set:
                yield Complaint('has no meaning beside "eml": the file is the whole mail', at=(field,))


class AnswerModel(BaseModel):
    """An engineer answers or notes something."""

    model_config = STRICT

    ticket: Name
    by: Line
    body: Annotated[Text, AfterValidator(read.wanted_text)]
    note: bool = False

    def act(self) -> Answer:
        """Return it."""
        return Answer(self.ticket, self.by, self.body, self.note)


class MonitorModel(BaseModel):
    """One result of monitoring."""

    model_config = STRICT

    target: Line
    ok: bool
    as_: Annotated[Name | None, Field(alias="as")] = None

    def act(self) -> Check:
        """Return it."""
        return Check(self.target, self.ok, self.as_ or "")


class StepModel(BaseModel):
    """One step: exactly one of ``ACTS``."""

    model_config = STRICT

    mail: MailModel | None = None
    answer: AnswerModel | None = None
    run: Annotated[tuple[str, ...] | None, PlainValidator(as_text(read.command))] = None
    exit: Annotated[int, Field(ge=0, le=255)] = 0
    contains: Wanted = ()
    as_: Annotated[Name | None, Field(alias="as")] = None
    after: Span | None = None
    at: Moment | None = None
    monitor: MonitorModel | None = None
    expect: ExpectModel | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> StepModel:
        if complaints := tuple(self._complaints()):
            raise Complaints(*complaints)
        return self

    def _complaints(self) -> Iterator[Complaint]:
        written = {name.rstrip("_") for name in self.model_fields_set}
        acts = [name for name in ACTS if name in written]
        if not acts:
            yield Complaint(f"does nothing: give it one of {', '.join(ACTS)}")
        for second in acts[1:]:
            yield Complaint(f'stands beside "{acts[0]}"', "make it a step of its own", (second,))
        for name in acts[:1]:
            if getattr(self, name) is None:
                yield Complaint("has no value", "give one, or remove the line", (name,))
        if acts and "run" not in written:
            for name in _BESIDE_RUN:
                if name in written:
                    hint = f'put it between the braces of "{acts[0]}"' if name == "as" else ""
                    yield Complaint('belongs to a step with "run"', hint, (name,))
