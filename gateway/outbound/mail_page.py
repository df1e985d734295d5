"""What the page "Working with us by mail" says: one printed page, from the very pack that the desk keeps. Pure.

It says what a customer does and what comes of it; what a pack does not promise or ask is not spoken of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from gateway.desk.hours.calendar import Calendar
from gateway.desk.policy.policy import Policy, Requirement
from gateway.desk.policy.target import Kind
from gateway.outbound.policy_page import Provider, page_values
from gateway.outbound.render import Value
from gateway.outbound.said import say_facts
from gateway.outbound.web_page import plain_in_markdown

_NAMES = {
    "en": {"en": "English", "fr": "French", "de": "German", "es": "Spanish", "pt": "Portuguese"},
    "fr": {"en": "anglais", "fr": "français", "de": "allemand", "es": "espagnol", "pt": "portugais"},
}
_SAID = {
    "en": {"urgent": "urgent problems are taken by mail too", "also": " (and with dedicated hosting)"},
    "fr": {"urgent": "les urgences sont prises par courriel aussi", "also": " (et avec un hébergement dédié)"},
}
_UTC = ZoneInfo("UTC")


def mail_page_values(
    policy: Policy,
    calendars: Mapping[str, Calendar],
    provider: Provider,
    *,
    tag: str,
    languages: Sequence[str],
    language: str,
) -> Mapping[str, Value]:
    """Return the values of the template ``by-mail``; ``languages`` are those our letters are written in."""
    values = page_values(policy, calendars, provider, language=language)
    return {
        **values,
        "tag": tag,
        "languages": tuple(_names(languages, language)),
        "asks": tuple(_asks(policy, language)),
        "qa": int(Requirement.QA in policy.requires),
        "approval": int(Requirement.APPROVAL in policy.requires),
        "attempts": policy.waiting.attempts,
        "needs_case": int(policy.escalation.needs_case),
        "can_escalate": int(len(policy.escalation.ladder) > 1),
        "other_plans": tuple(_plans(policy, values["plans"], language)),
        "answers": int(any(Kind.RESPONSE in level.targets for level in policy.levels)),
    }


def _names(languages: Sequence[str], language: str) -> Iterator[str]:
    names = _NAMES.get(language.partition("-")[0], _NAMES["en"])
    return (names.get(one, one) for one in languages)


def _asks(policy: Policy, language: str) -> Iterator[str]:
    """Yield the figures the acknowledgement asks for, in the words it asks for them."""
    asks = policy.classification.asks if policy.classification else ()
    said = say_facts({"asks": tuple(one.replace("-", "_") for one in asks)}, zone=_UTC, language=language)["asks"]
    return (plain_in_markdown(str(one)) for one in said) if isinstance(said, tuple) else iter(())


def _plans(policy: Policy, plans: Value, language: str) -> Iterator[Value]:
    """Yield the plans that promise something else."""
    said = _SAID.get(language.partition("-")[0], _SAID["en"])
    for plan, values in zip(policy.plans.values(), plans if isinstance(plans, tuple) else (), strict=True):
        assert isinstance(values, Mapping)
        lines = values["lines"] if isinstance(values["lines"], tuple) else ()
        if plan.urgent_by_mail and policy.urgent_channel:
            lines = (*lines, said["urgent"])
        if lines:
            also = said["also"] if plan.for_dedicated_hosting else ""
            yield {"title": f"{values['title']}{also}", "lines": lines}
