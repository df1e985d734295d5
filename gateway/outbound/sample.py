"""Write every letter once, in every language, with made-up facts: what does not render is found before it is needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from gateway.desk.digest import Section
from gateway.desk.order import Bulletin, Form
from gateway.errors import Problem
from gateway.outbound.notice_sample import preview_notices
from gateway.outbound.render import Renderer, TemplateProblem, Value, shipped_renderer
from gateway.outbound.said import FACTS, IN_BULLETIN, OF_ACKNOWLEDGEMENT

_COMMON: Mapping[str, Value] = {
    "number": "1042735",
    "tag": "case",
    "brand": "Example Support",
    "support": "support@example.com",
    "answer_to": "support+c1042735@example.com",
    "subject": "Phones drop",
}
_LISTS: Mapping[str, Value] = {
    "asks": ("the log files",),
    "passages": ("We are closed.\nThe people on call read this.",),
    "attachments": ("trace.log (2048 bytes)",),
    "links": ({"title": "Service status", "url": "https://help.example.com/status"},),
}
_FLAGS = frozenset({"alerted", "can_escalate", "opened", "by_phone", "begun", "workaround", "moved", "approved"})
_LETTER: Value = {"to": "ACME", "subject": "Phones drop", "text": "Impact   calls drop\nRegion   eu\n\nWe look."}
_LISTED = frozenset(("complaints", "missing", *Section))
_NUMBERS = frozenset({"position", "of", "count", "left_out", "named"})


@lru_cache(maxsize=4)
def unrendered(folder: Path | None = None) -> tuple[Problem, ...]:
    """Return what keeps letters from being written, each mistake once; ``folder`` as ``Renderer`` takes it.

    Looked at once: templates are read at the start, and a change counts from the next one on.
    """
    try:
        renderer = Renderer(folder) if folder else shipped_renderer()
    except TemplateProblem as error:
        return error.problems
    found: dict[Problem, None] = {}
    for template, values in _letters():
        for language in renderer.languages:
            try:
                renderer.render(template, language=language, values=values)
            except TemplateProblem as error:
                found |= dict.fromkeys(error.problems)
    for look in preview_notices(renderer):
        try:
            look()
        except TemplateProblem as error:
            found |= dict.fromkeys(error.problems)
    return tuple(found)


def _letters() -> Iterator[tuple[str, Mapping[str, Value]]]:
    """Yield each letter twice: with all its facts, and with none of those that may be missing."""
    acknowledged = OF_ACKNOWLEDGEMENT | {"links"}
    names: dict[str, frozenset[str]] = {"ack": acknowledged, "ack-proven": acknowledged | {"said"}}
    names |= {"reply": frozenset({"text", "by"})}
    names |= {form.value: FACTS[form] for form in Form}
    names |= {form.value: IN_BULLETIN[form] for form in Bulletin}
    for template, facts in names.items():
        lists = _lists_of(template)
        yield template, {**_COMMON, **{name: lists.get(name, _said(name)) for name in facts}}
        yield template, {**_COMMON, **{name: _nothing(name, lists) for name in facts}}


def _lists_of(template: str) -> Mapping[str, Value]:
    """Return the facts of a letter that are lists. Those of the letters about no ticket begin empty, but for quotes."""
    if template not in list(Bulletin):
        return _LISTS
    names = IN_BULLETIN[Bulletin(template)]
    return {name: () for name in names if name in _LISTED} | ({"letters": (_LETTER,)} if "letters" in names else {})


def _said(name: str) -> Value:
    if name in _FLAGS or name in _NUMBERS or name.endswith("_count"):
        return 1
    return "Sample text of two lines.\nThe second."


def _nothing(name: str, lists: Mapping[str, Value]) -> Value:
    if name in lists:
        return ()
    return 0 if name in _FLAGS or name in _NUMBERS or name.endswith("_count") else ""
