"""What the page about a policy says: the values of its template, from the very pack that the desk keeps. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from gateway.desk.hours.calendar import Calendar
from gateway.desk.policy.escalation import Rung
from gateway.desk.policy.level import Level
from gateway.desk.policy.policy import Pause, Plan, Policy, Requirement
from gateway.desk.policy.target import Kind
from gateway.desk.policy.text import in_language
from gateway.outbound.render import Value
from gateway.outbound.spoken import Words, say_days, say_every, say_hours, say_length, say_target, words_of
from gateway.outbound.web_page import plain_in_markdown

V = TypeVar("V")

_REQUIREMENTS = {
    "en": {
        Requirement.CAUSE: "We tell you what the cause was.",
        Requirement.FIX: "We tell you how it was fixed.",
        Requirement.QA: "Our quality assurance checks the solution.",
        Requirement.APPROVAL: "You approve it.",
        Requirement.SOLUTION: "We name the kind of solution: an answer, a way around, a patch, a later release.",
    },
    "fr": {
        Requirement.CAUSE: "Nous vous disons quelle était la cause.",
        Requirement.FIX: "Nous vous disons comment elle a été supprimée.",
        Requirement.QA: "Notre assurance qualité vérifie la solution.",
        Requirement.APPROVAL: "Vous l'approuvez.",
        Requirement.SOLUTION: "Nous nommons le type de solution : réponse, contournement, correctif, version.",
    },
}
_HOURS_OF = {"en": "{levels}: {hours}", "fr": "{levels} : {hours}"}
_SHARE = {"en": "{level} from {share} %", "fr": "{level} à partir de {share} %"}
_WITHIN = {
    Kind.RESPONSE: {"en": "{level}: first answer within {time}", "fr": "{level} : première réponse sous {time}"},
    Kind.UPDATE: {"en": "{level}: word from us {time}", "fr": "{level} : des nouvelles {time}"},
    Kind.RESOLUTION: {"en": "{level}: resolution within {time}", "fr": "{level} : résolution sous {time}"},
    Kind.RCA: {"en": "{level}: root cause within {time}", "fr": "{level} : analyse des causes sous {time}"},
}
_ACKNOWLEDGES = {"en": "{title} (takes it over within {time})", "fr": "{title} (relais pris sous {time})"}


@dataclass(frozen=True, slots=True)
class Provider:
    """Who promises: what the settings say."""

    brand: str
    support: str
    escalations: str
    """Address for escalations; empty without one of its own."""


def page_values(
    policy: Policy, calendars: Mapping[str, Calendar], provider: Provider, *, language: str
) -> Mapping[str, Value]:
    """Return the values of the template ``policy``; texts are safe in Markdown."""
    said = _Said(policy, calendars, language)
    waiting, notices, ladder = policy.waiting, policy.notices, policy.escalation.ladder
    return {
        "title": said.text(policy.title),
        "brand": plain_in_markdown(provider.brand),
        "support": plain_in_markdown(provider.support),
        "escalations": plain_in_markdown(provider.escalations),
        "urgent_number": plain_in_markdown(policy.urgent_channel.number) if policy.urgent_channel else "",
        "urgent_hint": said.text(policy.urgent_channel.hint) if policy.urgent_channel else "",
        "entitlement": int(policy.entitlement),
        "calendars": tuple(said.calendars()),
        "default": next(said.text(level.title) for level in policy.levels if level.name == policy.default),
        "levels": tuple(said.level(level) for level in policy.levels),
        "targets": int(any(level.targets for level in policy.levels)),
        "classify": tuple(said.shares()),
        "pauses_customer": int(Pause.CUSTOMER in policy.pauses),
        "reminders": tuple(say_days(after, said.words) for after in waiting.remind_after),
        "close_after": said.length(waiting.close_after),
        "new_ticket": int(policy.reopening.new_ticket),
        "reopen_window": said.length(policy.reopening.window),
        "requires": tuple(said.own(_REQUIREMENTS)[one] for one in policy.requires),
        "rca": tuple(said.analyses()),
        "needs_reason": int(policy.escalation.needs_reason),
        "ladder": tuple(said.rung(rung) for rung in ladder),
        "maintenance_notice": said.length(notices.maintenance_notice),
        "report_within": said.length(notices.report_within),
        "update_every": said.every(notices.update_every),
        "rca_every": said.every(notices.rca_update_every),
        "plans": tuple(said.plans()),
    }


class _Said:
    """A policy in the words of one language."""

    def __init__(self, policy: Policy, calendars: Mapping[str, Calendar], language: str) -> None:
        self._policy = policy
        self._calendars = calendars
        self._language = language
        self.words: Words = words_of(language)

    def text(self, text: Mapping[str, str]) -> str:
        return plain_in_markdown(in_language(text, self._language))

    def own(self, texts: Mapping[str, V]) -> V:
        return texts.get(self._language.partition("-")[0], texts["en"])

    def calendars(self) -> Iterator[str]:
        """Yield the hours of support, and those of levels that differ."""
        yield plain_in_markdown(say_hours(self._calendars[self._policy.clock], self.words))
        levels: dict[str, list[str]] = {}
        for level in self._policy.levels:
            clocks = {target.clock for kind, target in level.targets.items() if kind is not Kind.RCA}
            for clock in sorted(clocks - {self._policy.clock}):
                levels.setdefault(clock, []).append(self.text(level.title))
        for clock, titles in levels.items():
            hours = plain_in_markdown(say_hours(self._calendars[clock], self.words))
            yield self.own(_HOURS_OF).format(levels=", ".join(titles), hours=hours)

    def level(self, level: Level) -> Value:
        return {
            "title": self.text(level.title),
            "criteria": tuple(self.text(one) for one in level.criteria),
            "answer": self._time(level, Kind.RESPONSE),
            "every": self._every(level),
            "solved": self._time(level, Kind.RESOLUTION),
        }

    def _every(self, level: Level) -> str:
        target = level.targets.get(Kind.UPDATE)
        if target is None:
            return ""
        return say_every(target.within, self.words, always=self._calendars[target.clock].always)

    def _time(self, level: Level, kind: Kind) -> str:
        target = level.targets.get(kind)
        return say_target(target, self._calendars[target.clock], self.words) if target else ""

    def length(self, length: timedelta | None) -> str:
        return say_length(length, self.words) if length else ""

    def every(self, length: timedelta | None) -> str:
        return say_every(length, self.words) if length else ""

    def shares(self) -> Iterator[str]:
        found = self._policy.classification
        for name, share in found.shares.items() if found else ():
            if level := self._policy.level(name):
                yield self.own(_SHARE).format(level=self.text(level.title), share=share)

    def analyses(self) -> Iterator[Value]:
        for level in self._policy.levels:
            if within := self._time(level, Kind.RCA):
                yield {"title": self.text(level.title), "within": within}

    def rung(self, rung: Rung) -> str:
        title = self.text(rung.title)
        title = title[:1].upper() + title[1:]  # it begins a line here, and stands within a sentence in letters
        if rung.acknowledge_within is None:
            return title
        return self.own(_ACKNOWLEDGES).format(title=title, time=self.length(rung.acknowledge_within))

    def plans(self) -> Iterator[Value]:
        for plan in self._policy.plans.values():
            yield {"title": self.text(plan.title), "lines": tuple(self._terms(plan))}

    def _terms(self, plan: Plan) -> Iterator[str]:
        for (name, kind), target in plan.targets.items():
            if level := self._policy.level(name):
                calendar = self._calendars[target.clock]
                every = say_every(target.within, self.words, always=calendar.always)
                time = every if kind is Kind.UPDATE else say_target(target, calendar, self.words)
                said = self.own(_WITHIN[kind]).format(level=self.text(level.title), time=time)
                yield f"{said} ({plain_in_markdown(say_hours(calendar, self.words))})"
