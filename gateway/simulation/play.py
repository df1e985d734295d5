"""Play a story, step by step. A step that fails is told, and the story goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from gateway.address import BadAddress, parse_mailboxes
from gateway.desk.case_number import is_case_number
from gateway.errors import PermanentFailure
from gateway.mail import Envelope, ReceivedMail
from gateway.rules.scenario_story import (
    EXPECTATIONS,
    Act,
    Answer,
    Check,
    Command,
    Expectation,
    Mail,
    Scenario,
    Sent,
    Silent,
    Step,
    Wait,
)
from gateway.simulation.expect import Judge, filled
from gateway.simulation.facts import ticket_json
from gateway.simulation.notice_facts import notice_json, notice_view
from gateway.simulation.post import HOP_ADDRESS, Posted, Written, to_us, write
from gateway.simulation.stage import MAX_MOMENTS, Restless, Stage
from gateway.simulation.told import Event, Failed, Kind, Told, written
from gateway.store.happenings import newest_ticket, tickets_after
from gateway.store.notices import notice_names
from gateway.store.reading import show_mail, show_ticket


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command line came to."""

    exit: int
    output: str
    """Both streams, as they came."""


CommandLine = Callable[[Stage, Sequence[str]], Ran]
"""Runs a command of the gateway's own command line in the world of a story."""


class Wrong(Exception):
    """A step could not be done, or did not come out: what was expected, and what came."""

    def __init__(self, expected: str, got: str) -> None:
        """Keep both."""
        self.expected, self.got = expected, got
        super().__init__(f"{expected}: {got}")


def play(scenario: Scenario, stage: Stage, run: CommandLine) -> Told:
    """Play all of it; return what happened. Raises ``StoreUnavailable`` as any flow does."""
    return _Player(scenario, stage, run).play()


class _Player:
    def __init__(self, scenario: Scenario, stage: Stage, run: CommandLine) -> None:
        self._scenario = scenario
        self._stage = stage
        self._run = run
        self._told = Told(scenario, zone=stage.office.settings.timezone)
        self._names: dict[str, str] = {}
        self._judge = Judge(stage.office.database, stage.clock.now, self._names, self._told.letters)
        self._step = 0
        self._last_look = 0  # letters that had left at the end of the last block that looked at them
        self._looked = False  # in the block that is being played

    def play(self) -> Told:
        for step in self._scenario.steps:
            self._step = step.number
            self._end_block(step.act)
            try:
                self._act(step.act)
            except Wrong as wrong:
                self._fail(step, wrong.expected, wrong.got)
            except PermanentFailure as refused:
                self._fail(step, "it is done", f"refused: {refused}")
            except Restless as restless:
                self._fail(step, "the gateway comes to rest", str(restless))
            self._gather()
        with self._stage.office.database.read() as connection:
            for name, number in self._names.items():
                if is_case_number(number):
                    self._told.tickets[name] = ticket_json(show_ticket(connection, number), self._now)
                else:
                    self._told.tickets[name] = notice_json(notice_view(connection, number))
        return self._told

    @property
    def _now(self) -> datetime:
        return self._stage.clock.now()

    def _end_block(self, act: Act) -> None:
        """Expectations that follow one another are one block: they look at the same letters."""
        if not isinstance(act, EXPECTATIONS) and self._looked:
            self._last_look, self._looked = len(self._told.letters), False

    def _act(self, act: Act) -> None:
        match act:
            case Mail():
                self._mail(act)
            case Answer():
                self._answer(act)
            case Command():
                self._command(act)
            case Wait():
                self._wait(act)
            case Check():
                self._check(act)
            case _:
                self._expect(act)

    def _mail(self, mail: Mail) -> None:
        posted = self._posted(mail)
        settings = self._stage.office.settings.support
        ours = settings.inboxes
        recipients = to_us(posted.recipients, ours, settings.escalations)
        if not recipients:
            raise Wrong("the mail reaches us", f"none of its recipients does: {', '.join(posted.recipients)}")
        envelope = Envelope(posted.sender, recipients)
        received = ReceivedMail("smtp", envelope, posted.raw, self._now, peer=HOP_ADDRESS)
        self._say(Kind.MAIL, posted.subject, who=posted.sender)
        (journal_id,) = self._stage.office.journal.append([(received, None)])
        self._settle()
        with self._stage.office.database.read() as connection:
            line = show_mail(connection, journal_id)
        if not mail.name:
            return
        if not line.case:
            raise Wrong(f"the mail is on a ticket, {mail.name}", f"{line.fate}: {line.because}")
        self._names[mail.name] = line.case

    def _posted(self, mail: Mail) -> Posted:
        by = Written(
            self._now, str(self._stage.office.settings.support.addresses[0]), f"step{self._step}.{self._now:%Y%m%d%H%M}"
        )
        mail = replace(
            mail,
            subject=None if mail.subject is None else self._filled(mail.subject),
            body=self._filled(mail.body),
            html=self._filled(mail.html),
            headers=tuple((name, self._filled(value)) for name, value in mail.headers),
        )
        answers = None
        if mail.reply_to:
            case = self._number(mail.reply_to)
            got = [one for one in self._told.letters if one.case == case and one.is_to(_bare(mail.sender))]
            if not got:
                raise Wrong(
                    f"{mail.sender} replies to {mail.reply_to}",
                    f"they never got a mail about case {case}, so there is nothing to reply to",
                )
            answers = got[-1]
        try:
            return write(mail, by, answers=answers)
        except (BadAddress, ValueError) as bad:
            raise Wrong("the mail can be written", str(bad)) from None

    def _answer(self, answer: Answer) -> None:
        number, casework = self._number(answer.ticket), self._stage.office.casework
        body = self._filled(answer.body)
        self._say(Kind.NOTE if answer.note else Kind.ANSWER, body, who=answer.by, case=number)
        if answer.note:
            casework.note(number, by=answer.by, body=body)
        elif not casework.reply(number, by=answer.by, body=body):
            raise Wrong("the answer is mailed", "nobody on this ticket can be mailed")
        self._settle()

    def _command(self, command: Command) -> None:
        words = [self._filled(word) for word in command.words]
        line = " ".join(words)
        with self._stage.office.database.read() as connection:
            before, notices = newest_ticket(connection), notice_names(connection)
        ran = self._run(self._stage, words)
        self._say(Kind.RUN, f"{line}  (exit {ran.exit})")
        with self._stage.office.database.read() as connection:
            made = [*sorted(notice_names(connection) - notices), *tickets_after(connection, before)]
        if command.name and made:
            self._names[command.name] = made[0]
        self._settle()
        if ran.exit != command.exit:
            raise Wrong(f"gateway {line}: exit {command.exit}", f"exit {ran.exit}: {ran.output.strip()}")
        folded = ran.output.casefold()
        missing = [one for one in map(self._filled, command.contains) if one.casefold() not in folded]
        if missing:
            wanted = " and ".join(map(repr, missing))
            raise Wrong(f"gateway {line}: its output has {wanted}", ran.output.strip() or "no output")
        if command.name and not made:
            raise Wrong(f"gateway {line}: makes {command.name}", "it made no ticket and no notice")

    def _wait(self, wait: Wait) -> None:
        for _ in range(MAX_MOMENTS):
            more = self._stage.next_moment(wait.until)
            self._gather()
            if not more:
                self._say(Kind.TIME, written(wait.until))
                return
        raise Restless(f"something falls due again and again, at {written(self._now)} the {MAX_MOMENTS}th time")

    def _check(self, check: Check) -> None:
        self._say(Kind.MONITOR, f"{check.target} {'is well' if check.ok else 'does not answer'}")
        number = self._stage.office.monitoring.report(check.target, ok=check.ok)
        self._settle()
        if not check.name:
            return
        if number is None:
            raise Wrong(f"the check is on a ticket, {check.name}", f"no case is open about {check.target}")
        self._names[check.name] = number

    def _expect(self, expectation: Expectation) -> None:
        self._told.expectations += 1
        self._looked = self._looked or isinstance(expectation, (Sent, Silent))
        finding = self._judge.judge(expectation, last=self._last_look)
        if not finding.holds:
            raise Wrong(finding.expected, finding.got)
        self._say(Kind.HOLDS, finding.expected)

    def _settle(self) -> None:
        self._stage.settle()
        self._gather()

    def _gather(self) -> None:
        """Take down what happened and what left since the last time."""
        for line in self._stage.happened():
            happened = Event(line.at, Kind.HISTORY, line.what, because=line.because, case=line.case, step=self._step)
            self._told.events.append(happened)
        for letter in self._stage.sent():
            self._told.letters.append(letter)
            what = f"{letter.subject}  [{letter.template}]"
            self._told.events.append(
                Event(letter.at, Kind.SENT, what, who=letter.to, case=letter.case, step=self._step)
            )

    def _number(self, name: str) -> str:
        if name not in self._names:
            raise Wrong(f"there is a ticket {name}", "the step that should have given the name failed")
        return self._names[name]

    def _filled(self, text: str) -> str:
        return filled(text, self._names)

    def _say(self, kind: Kind, what: str, *, who: str = "", case: str = "") -> None:
        self._told.events.append(Event(self._now, kind, what, who=who, case=case, step=self._step))

    def _fail(self, step: Step, expected: str, got: str) -> None:
        self._gather()
        self._told.failed.append(Failed(step.number, step.place.line, expected, got))
        self._say(Kind.FAILED, f"{expected}; got: {got}")


def _bare(sender: str) -> str:
    return str(parse_mailboxes(sender).found[0].address)
