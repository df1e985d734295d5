"""The words of a notice for one reader. Pure.

Filling templates takes most of the time of a letter, and thousands read the same but for who they are: what those who
read alike have in common is filled in once, and kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from gateway.desk.notice import Notice, Revision
from gateway.outbound.notice_blocks import check_blocks
from gateway.outbound.notice_said import say_notice
from gateway.outbound.render import Rendered, Renderer, Stencil, Value

MOST_KEPT = 500  # kinds of readers: some 10 kB each
_GAPS = ("name", "account", "answer_to")
"""Of what a template sees of the reader: what no two customers have in common."""
_Key = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class _Common:
    """What a notice says to all who read alike."""

    notice: Notice
    revision: Revision
    stencil: Stencil
    description: str


class NoticeWords:
    """Says what a notice says. One thread at a time."""

    def __init__(self, renderer: Renderer) -> None:
        """Know nothing yet."""
        self._renderer = renderer
        self._kept: dict[_Key, _Common] = {}
        self._whole: set[tuple[str, str]] = set()

    def say(
        self,
        notice: Notice,
        revision: Revision,
        own: Mapping[str, Value],
        *,
        template: str,
        language: str,
        zone: ZoneInfo,
        services: tuple[str, ...],
    ) -> tuple[Rendered, str]:
        """Return the words of a letter, and what a calendar says beside its title. Raises ``TemplateProblem``.

        ``own`` is what there is to say of the reader.
        """
        gaps = {name: str(own[name]) for name in _GAPS if own[name]}
        alike = tuple((name, said) for name, said in own.items() if name not in gaps)
        key: _Key = (notice.id, revision.number, template, language, zone.key, services, alike)
        kept = self._kept.get(key)
        if kept is not None and (kept.notice, kept.revision) == (notice, revision):
            if kept.notice is not notice:  # the same, read again: the next letters compare faster
                self._kept[key] = replace(kept, notice=notice, revision=revision)
            return kept.stencil.fill(gaps), kept.description
        values = {**say_notice(notice, revision, services=services, zone=zone, language=language), **own}
        if (template, language) not in self._whole:  # once: what is compiled does not change
            check_blocks(self._renderer, revision.stage, template=template, language=language, values=values)
            self._whole.add((template, language))
        description = self._description(template, language, values) if own["attached"] else ""
        if own["is_copy"] or own["leave_subject"]:  # copies are few; where one can leave, a link has the way back
            return self._renderer.render(template, language=language, values=values), description
        stencil = self._renderer.stencil(template, language=language, values=values, gaps=gaps)
        if stencil is None:
            return self._renderer.render(template, language=language, values=values), description
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        self._kept[key] = _Common(notice, revision, stencil, description)
        return stencil.fill(gaps), description

    def _description(self, template: str, language: str, values: Mapping[str, Value]) -> str:
        """Say in lines what the letter says in paragraphs and rows, and where to ask; nothing that is one reader's."""
        words = self._renderer.words(template, language=language, values={**values, **dict.fromkeys(_GAPS, "")})
        colon, ask = "".join(map(str, _items(words.get("colon")))) or ": ", words.get("ask", "")
        rows = (f"{label}{colon}{said}" for label, said in _pairs(words.get("rows")))
        return "\n".join((*map(str, _items(words.get("say"))), *rows, *([str(ask)] if ask else ())))


def _items(words: object) -> tuple[object, ...]:
    return words if isinstance(words, tuple) else ()


def _pairs(words: object) -> Iterator[tuple[object, object]]:
    for row in _items(words):
        if isinstance(row, tuple) and len(row) == 2:
            yield row[0], row[1]
