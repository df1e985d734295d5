"""The blocks that a letter of a notice has to have: a template that leaves one out is found before anybody is told.

A block is known by what stands in it, not by its label: it is filled with a mark, and the mark has to be in the letter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from gateway.desk.notice import Stage
from gateway.outbound.render import Renderer, TemplateProblem, Value

_TIMES = frozenset(("window", "was", "until", "began", "ended", "since", "down", "restored", "next_by", "object_by"))
"""Values that are moments or stretches of time."""
_ALIKE: Mapping[str, tuple[str, ...]] = {"services": ("felt", "hit", "spared")}
"""Values that stand for a block as well as the one it is called by."""
_PLANNED = ("impact_duration", "summary", "services", "not_affected", "reason", "customer_action", "short_notice")
_DOWN = ("since", "services", "workaround", "next_by")
_CAUSE = ("root_cause", "rca_impact", "resolution")
_BLOCKS: Mapping[Stage, tuple[str, ...]] = {
    Stage.SCHEDULED: ("window", *_PLANNED, "object_by"),
    Stage.RESCHEDULED: ("window", "was", "moved", *_PLANNED, "object_by"),
    Stage.REMINDER: ("window", *_PLANNED),
    Stage.STARTED: ("began", "until", "summary", "services", "customer_action"),
    Stage.EXTENDED: ("until", "extended", "services"),
    Stage.COMPLETED: ("ended", "services", "residual"),
    Stage.CANCELLED: ("window", "cancelled", "services"),
    Stage.REPORT: (*_DOWN, "summary", "not_affected", "reason", "phone"),
    Stage.UPDATE: (*_DOWN, "update", "reason"),
    Stage.HOLDING: _DOWN,
    Stage.RESTORED: ("restored", "lasted", "services", "residual", "customer_action", "next_by"),
    Stage.RCA: (*_CAUSE, "next_by"),
    Stage.FINAL: ("down", "summary", "since", "confirmed", "came_back", *_CAUSE, "services", "lasted", "prevention"),
    Stage.UPGRADE: ("window", "text", "services", "customer_action", "link"),
    Stage.NEWSLETTER: ("text",),
}
"""By the names of the values that stand in them, which ``notice_said`` explains. Every letter has its name as well."""


def check_blocks(
    renderer: Renderer, stage: Stage, *, template: str, language: str, values: Mapping[str, Value]
) -> None:
    """Raise ``TemplateProblem`` if a template leaves out what a letter of this stage has to say where it is known.

    ``values`` are those of any letter of the stage: the templates may rely on all of them.
    """
    blocks = ("id", *_BLOCKS[stage])
    usual: dict[str, Value] = {"dated": True, "emergency": False, "automatic": stage is Stage.HOLDING}
    tried = {**values, **usual, **_marked(blocks)}
    words = renderer.words(template, language=language, values=tried)
    _complain(template, language, "", _left_out(blocks, "\n".join(_texts(words))))
    said = renderer.render(template, language=language, values=tried)
    for form, text in (("plain text", said.text), ("HTML", said.html)):
        if text is not None:
            _complain(template, language, f" as {form}", _left_out(blocks, text))


def _marked(blocks: Collection[str]) -> dict[str, Value]:
    marked: dict[str, Value] = {}
    for name in blocks:
        mark = _mark(name)
        said: Value = dict.fromkeys(("local", "utc", "both"), mark) if name in _TIMES else mark
        marked |= dict.fromkeys((name, *_ALIKE.get(name, ())), said)
    return marked


def _mark(name: str) -> str:
    """Return a word that stands in no template."""
    return f"\ue002{name}\ue002"


def _left_out(blocks: Collection[str], text: str) -> list[str]:
    return [name for name in blocks if _mark(name) not in text]


def _complain(template: str, language: str, form: str, left_out: Collection[str]) -> None:
    if left_out:
        lacks = f"the letter{form} lacks {', '.join(left_out)}: say it here, or in the template that this one extends"
        raise TemplateProblem(f"{language}/{template}.words.j2", 0, lacks)


def _texts(words: object) -> Iterator[str]:
    if isinstance(words, str):
        yield words
    elif isinstance(words, Mapping):
        for one in words.values():
            yield from _texts(one)
    elif isinstance(words, tuple):
        for one in words:
            yield from _texts(one)
