"""Read what customers feel: of all services of a notice, or of each by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from gateway.cli.words import LINE
from gateway.desk.notice import Impact
from gateway.desk.notices.impact import GivenImpact
from gateway.validation import did_you_mean

if TYPE_CHECKING:
    _Param = click.ParamType[tuple[str, Impact]]
else:
    _Param = click.ParamType  # older clicks have no type argument

IMPACTS = [one.value for one in Impact]


class _Felt(_Param):
    """An impact, or that on a service: ``voice=degraded``. The service is empty where none is named."""

    name = "impact"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, Impact]:
        """Return the service and the impact. Raises ``BadParameter``."""
        if isinstance(value, tuple):
            return value
        service, equals, word = LINE.convert(value, param, ctx).rpartition("=")
        if equals and not service.strip():
            self.fail(f"{value!r} names no service before the =", param, ctx)
        if word.strip().lower() not in IMPACTS:
            hint = did_you_mean(word, IMPACTS) or f"there are {', '.join(IMPACTS)}"
            self.fail(f"{word!r} is no impact; {hint}", param, ctx)
        return service.strip(), Impact(word.strip().lower())

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer the impacts, behind a service that is typed already too."""
        service, equals, begun = incomplete.rpartition("=")
        return [CompletionItem(f"{service}{equals}{one}") for one in IMPACTS if one.startswith(begun.lower())]


def _together(ctx: click.Context, param: click.Parameter, given: tuple[tuple[str, Impact], ...]) -> GivenImpact | None:
    """Return what was given as one; None for nothing. Raises ``BadParameter`` where one service has two impacts."""
    found: dict[str, tuple[str, Impact]] = {}
    for service, impact in given:
        name, before = found.setdefault(service.casefold(), (service, impact))
        if before is not impact:
            whose = f"of {name}" if name else "of all services; name one of them: SERVICE=IMPACT"
            raise click.BadParameter(f"{before} or {impact}, one of the two {whose}", ctx, param)
    if not found:
        return None
    _, others = found.pop("", ("", None))
    return GivenImpact(others, dict(found.values()))


IMPACT = click.option(
    "--impact",
    type=_Felt(),
    multiple=True,
    callback=_together,
    metavar="[SERVICE=]IMPACT",
    help=f"What customers feel, at worst: {', '.join(IMPACTS)}. Of each service: voice=degraded, and given again.",
)
