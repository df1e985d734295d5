"""Go through the steps of a scenario file in their order, and see that they fit together.

Names are known before they are used and are given once; the clock never goes back; the mails that are named are there.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import assert_never

from gateway.desk.team import Team
from gateway.errors import ConfigError, Problem
from gateway.rules.scenario_model import MailModel, StepModel
from gateway.rules.scenario_story import (
    Act,
    Answer,
    Check,
    Command,
    Count,
    Due,
    Expectation,
    Mail,
    Marked,
    NoticeFacts,
    Sent,
    Silent,
    Step,
    TicketFacts,
    Wait,
)
from gateway.rules.scenario_values import PLACEHOLDER
from gateway.validation import did_you_mean, dotted
from gateway.yamlfile import Document, KeyPath, file_bytes, quoted

MAX_EML = 64 << 20


@dataclass(slots=True)
class Steps:
    """Goes through the steps in order; knows what has a name by then, and what time it is."""

    document: Document
    folder: Path
    now: datetime
    team: Team | None
    """None where the people of the story are not rightly written, which is complained of elsewhere."""
    names: dict[str, int] = field(default_factory=dict)
    """Names with the step that gave them."""
    problems: list[Problem] = field(default_factory=list)

    def step(self, at: int, written: StepModel) -> Step:
        """Return a step; ``at`` counts from 0."""
        path: KeyPath = ("steps", at)
        act = self._act(path, written)
        self._check(path, act)
        return Step(at + 1, self.document.key_place(path), act)

    def _act(self, path: KeyPath, written: StepModel) -> Act:
        if written.mail:
            return self._mail(path, written.mail)
        if written.answer:
            return written.answer.act()
        if written.run:
            return Command(written.run, written.exit, written.contains, written.as_ or "")
        if written.monitor:
            return written.monitor.act()
        if written.expect:
            return written.expect.expectation()
        return self._wait(path, written)

    def _wait(self, path: KeyPath, written: StepModel) -> Wait:
        try:
            until = self.now + written.after if written.after else written.at or self.now
        except OverflowError:
            self._complain((*path, "after"), "leads out of the reach of calendars")
            return Wait(self.now)
        if until < self.now:
            present = self.now.astimezone(UTC).isoformat().replace("+00:00", "Z")
            self._complain((*path, "at"), f"is in the past: by then it is {present}", "the clock never goes back")
        self.now = max(self.now, until)
        return Wait(self.now)

    def _mail(self, path: KeyPath, written: MailModel) -> Mail:
        raw = None
        if written.eml:
            file = self.folder / written.eml
            try:
                raw = file_bytes(file, str(file), max_bytes=MAX_EML)
            except ConfigError as error:
                self._complain(
                    (*path, "mail", "eml"), f"names no mail: {error.problems[0].message}", f"looked for {file}"
                )
        return Mail(
            sender=written.from_ or "",
            to=written.to,
            cc=written.cc,
            subject=written.subject,
            body=written.body,
            html=written.html,
            headers=written.headers,
            raw=raw,
            reply_to=written.reply_to or "",
            verdict=written.verified,
            name=written.as_ or "",
        )

    def _check(self, path: KeyPath, act: Act) -> None:
        """See that what an act refers to is there, then take in the name it gives."""
        match act:
            case Mail():
                self._known((*path, "mail", "reply_to"), act.reply_to)
                self._name((*path, "mail", "as"), act.name)
            case Answer():
                self._known((*path, "answer", "ticket"), act.ticket)
                self._colleague((*path, "answer", "by"), act.by)
            case Command():
                self._filled((*path, "run"), act.words)
                self._filled((*path, "contains"), act.contains)
                self._name((*path, "as"), act.name)
            case Check():
                self._name((*path, "monitor", "as"), act.name)
            case Wait():
                return
            case _:
                self._check_expectation((*path, "expect"), act)

    def _check_expectation(self, path: KeyPath, act: Expectation) -> None:
        match act:
            case TicketFacts():
                self._known((*path, "ticket"), act.ticket)
            case NoticeFacts():
                self._known((*path, "notice"), act.notice)
            case Due():
                self._known((*path, "due", "notice" if act.notice else "ticket"), act.of)
            case Marked():
                head = "warned" if act.warned else "missed"
                self._known((*path, head, "notice" if act.notice else "ticket"), act.of)
            case Sent():
                for name in ("subject_contains", "contains", "lacks"):
                    self._filled((*path, "sent", name), getattr(act, name))
            case Silent() | Count():
                return
            case _:
                assert_never(act)

    def _known(self, path: KeyPath, name: str) -> None:
        if name and name not in self.names:
            hint = did_you_mean(name, self.names) or 'an earlier step gives a name with "as"'
            self._complain(path, f"names {quoted(name)}, which no earlier step did", hint)

    def _colleague(self, path: KeyPath, name: str) -> None:
        if self.team is None or self.team.find(name):
            return
        people = [one.name for one in self.team.people]
        hint = did_you_mean(name, people) or f'"team" has {", ".join(people) or "nobody"}'
        self._complain(path, f"names {quoted(name)}, who is nobody of the team of this story", hint)

    def _filled(self, path: KeyPath, texts: Collection[str]) -> None:
        for text in texts:
            for found in PLACEHOLDER.finditer(text):
                self._known(path, found[1])

    def _name(self, path: KeyPath, name: str) -> None:
        if name and (first := self.names.setdefault(name, int(path[1]) + 1)) != int(path[1]) + 1:
            self._complain(path, f"gives the name {quoted(name)} again, which is step {first}'s", "take another name")

    def _complain(self, path: KeyPath, message: str, hint: str = "") -> None:
        self.problems.append(Problem(*self.document.place(path), f'"{dotted(path)}" {message}', hint))
