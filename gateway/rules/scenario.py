"""Read a scenario file: a story with a virtual clock that the simulator plays. All its complaints come at once.

The settings of the story are looked at where settings are known.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, Field, PlainValidator, ValidationInfo, model_validator

from gateway.desk.hours.calendar import Calendar
from gateway.desk.team import Team
from gateway.errors import ConfigError, Problem
from gateway.rules.customer_model import CustomerModel, Packs
from gateway.rules.customer_written import Written
from gateway.rules.scenario_model import Line, Moment, StepModel
from gateway.rules.scenario_steps import Steps
from gateway.rules.scenario_story import Scenario
from gateway.rules.scenario_values import one_or_many, wanted_text
from gateway.rules.team import read_team
from gateway.rules.texts import Version
from gateway.validation import STRICT, Complaint, Complaints, did_you_mean, validate
from gateway.yamlfile import Document, read_file


class ScenarioModel(BaseModel):
    """The whole file. The packs there are, each with its plans, must be given as the context of the check."""

    model_config = STRICT

    version: Version
    title: Line
    promise: Annotated[tuple[str, ...], PlainValidator(one_or_many(wanted_text))] = ()
    policy: str = "standard"
    start: Moment
    settings: dict[str, object] = Field(default_factory=dict)
    customers: tuple[CustomerModel, ...] = ()
    team: tuple[dict[str, object], ...] = ()
    steps: Annotated[tuple[StepModel, ...], Field(min_length=1, max_length=10_000)]

    @model_validator(mode="after")
    def _fits_together(self, info: ValidationInfo) -> ScenarioModel:
        packs: Packs = info.context or {}
        if self.policy not in packs:
            hint = did_you_mean(self.policy, packs) or f"there are {', '.join(sorted(packs))}"
            raise Complaints(Complaint("is no policy that is there", hint, ("policy",)))
        if complaints := [*self._unknown_plans(packs[self.policy]), *self._doubles()]:
            raise Complaints(*complaints)
        return self

    def _unknown_plans(self, plans: Collection[str]) -> Iterator[Complaint]:
        """Complain of plans of customers that name no policy and so have that of the file."""
        for at, one in enumerate(self.customers):
            if not one.policy and one.plan and plans and one.plan.casefold() not in plans:
                hint = did_you_mean(one.plan, plans) or f"it has {', '.join(sorted(plans))}"
                yield Complaint(f"is no plan of the policy {self.policy}", hint, ("customers", at, "plan"))

    def _doubles(self) -> Iterator[Complaint]:
        ids = [one.id for one in self.customers]
        for at, one in enumerate(ids):
            if one in ids[:at]:
                yield Complaint("is given twice", at=("customers", at, "id"))


def read_scenario(
    path: Path,
    *,
    packs: Packs,
    calendars: Mapping[str, Calendar],
    look: Callable[[Document], Iterable[Problem]] = lambda document: (),
) -> Scenario:
    """Read a file, and the mails it names. ``look`` may complain of what is not known here.

    Raises ``ConfigError`` with every complaint.
    """
    document = read_file(path)
    problems = list(look(document))
    try:
        written = validate(document, ScenarioModel, context=packs)
    except ConfigError as error:
        problems += error.problems
        written = None
    team, wrong = _team(document, calendars)
    problems += wrong
    if written is None:
        raise ConfigError(*problems)
    steps = Steps(document, path.parent, written.start, team)
    made = tuple(steps.step(at, one) for at, one in enumerate(written.steps))
    if problems := [*problems, *steps.problems]:
        raise ConfigError(*problems)
    return Scenario(
        document=document,
        title=written.title,
        promise=written.promise,
        policy=written.policy,
        start=written.start,
        settings=written.settings,
        customers=tuple(
            Written(one.customer(), document, ("customers", at)) for at, one in enumerate(written.customers)
        ),
        team=written.team,
        steps=made,
    )


def _team(document: Document, calendars: Mapping[str, Calendar]) -> tuple[Team | None, tuple[Problem, ...]]:
    """Read the people as those of a ``team.yml``, at the places where they stand here; or say what is wrong."""
    data = document.data
    if not isinstance(data, dict) or not isinstance(data.get("team"), list):
        return Team(), ()
    try:
        return read_team(replace(document, data={"team": data["team"]}), calendars), ()
    except ConfigError as error:
        return None, error.problems
