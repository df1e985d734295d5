"""``gateway monitors list`` and ``check``."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import click

from gateway.cli.command import Command, Group, Lazy, with_session
from gateway.cli.failures import Exit
from gateway.cli.session import Session, utc
from gateway.cli.views import Json
from gateway.cli.words import LINE
from gateway.desk.monitor import MailSource, Monitors, Outcome, Target
from gateway.desk.watch import Watch, Watched, watched
from gateway.errors import NotFound
from gateway.probe.check import Stopped
from gateway.probe.check import check as probe
from gateway.rules.duration import write_duration
from gateway.rules.monitors import load_monitors
from gateway.rules.policies import load_packs
from gateway.store.watches import WatchLine, watch_lines
from gateway.validation import did_you_mean

AT_ONCE = 20  # checks that run side by side
COMMANDS = {
    "list": Lazy("gateway.cli.monitors", "list_", "List what is watched, and how it fares."),
    "check": Lazy("gateway.cli.monitors", "check", "Check targets once, now, and say what came of it."),
}


@click.group("monitors", cls=Group, lazy=COMMANDS)
def monitors() -> None:
    """Show what is watched, and check it now."""


@click.command("list", cls=Command, examples=("gateway monitors list", "gateway monitors list --json"))
@with_session
def list_(session: Session) -> None:
    """List what is watched, how it fares, and whose mail comes from monitoring systems.

    How targets fare is what the running gateway found: a target that has never failed is well.
    """
    found = _load(session)
    with session.store() as database, database.read() as connection:
        lines = {line.watch.target.casefold(): line for line in watch_lines(connection)}
    if session.json:
        targets = [_target_json(one, lines.get(one.name.casefold())) for one in found.targets]
        session.printer.document({"targets": targets, "mail": [_source_json(one) for one in found.mail]})
        return
    if not (found.targets or found.mail):
        session.printer.note("Nothing is watched: name targets in monitors.yml beside gateway.yml.")
        return
    if found.targets:
        rows = [_row(session, one, lines.get(one.name.casefold())) for one in found.targets]
        headings = ("Target", "Checked", "State", "Since", "Case")
        session.printer.table(headings, rows, flexible=2)
    if found.mail:
        sources = [(one.sender, one.system or "any system", _concerned(one)) for one in found.mail]
        session.printer.table(("Mail from", "System", "Concerns"), sources, flexible=2)
    session.printer.next("gateway monitors check")


@click.command(
    "check",
    cls=Command,
    examples=("gateway monitors check", "gateway monitors check portal", "gateway monitors check --json"),
)
@click.argument("name", nargs=-1, type=LINE)
@with_session
def check(session: Session, name: tuple[str, ...]) -> None:
    """Check targets once, now, and say what came of it; without a NAME, all. Exits 1 when one fails.

    Nothing is written down, and no case is opened.
    """
    targets = _named(_load(session), name)
    outcomes = _probed(session, targets)
    pairs = list(zip(targets, outcomes, strict=True))
    if session.json:
        session.printer.document([_outcome_json(target, outcome) for target, outcome in pairs])
    elif not targets:
        session.printer.note("Nothing is watched: name targets in monitors.yml beside gateway.yml.")
    else:
        rows = [("well" if outcome.ok else "FAILS", target.name, outcome.detail) for target, outcome in pairs]
        session.printer.table(("State", "Target", "What came of it"), rows, flexible=2)
    if not all(outcome.ok for outcome in outcomes):
        click.get_current_context().exit(Exit.UNEXPECTED)


def _load(session: Session) -> Monitors:
    folder = session.loaded.folder
    return load_monitors(folder, load_packs(folder))


def _named(found: Monitors, names: Sequence[str]) -> tuple[Target, ...]:
    """Return the targets of these names, all without any. Raises ``NotFound`` with the name that was perhaps meant."""
    targets = {name: found.target(name) for name in names}
    for name, target in targets.items():
        if target is None:
            hint = did_you_mean(name, [one.name for one in found.targets])
            raise NotFound(f"nothing that is watched is called {name}" + (f": {hint}" if hint else ""))
    return tuple(one for one in targets.values() if one) or found.targets


def _probed(session: Session, targets: Sequence[Target]) -> list[Outcome]:
    stop = threading.Event()

    def ask(target: Target) -> Outcome:
        try:
            return probe(target, clock=session.clock, stop=stop)
        except Stopped:
            return Outcome(False, "was not waited for", session.clock.now())

    with ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            return list(pool.map(ask, targets))
        except BaseException:
            stop.set()  # Ctrl-C: those that run end at once, the others never begin
            pool.shutdown(cancel_futures=True)
            raise


def _row(session: Session, target: Target, line: WatchLine | None) -> tuple[str, ...]:
    told = watched(Monitors((target,)), target.name)
    watch = line.watch if line else Watch(target.name)
    since = session.local_time(watch.since or watch.recovered_at)
    case = line.case if line and line.case else ""
    return (target.name, f"{told.what} every {write_duration(target.every)}", _state(watch, told), since, case)


def _state(watch: Watch, target: Watched) -> str:
    if not watch.failures:
        return "well"
    return f"FAILS {watch.failures}x in a row (a case at {target.failures}): {watch.detail}"


def _target_json(target: Target, line: WatchLine | None) -> Json:
    watch = line.watch if line else Watch(target.name)
    return {
        "target": target.name,
        "kind": target.kind.value,
        "checked": target.page.url if target.page else str(target.address),
        "every": write_duration(target.every),
        "timeout": write_duration(target.timeout),
        "failures": target.failures,
        "ok": not watch.failures,
        "failed_in_a_row": watch.failures,
        "since": utc(watch.since),
        "detail": watch.detail,
        "recovered_at": utc(watch.recovered_at),
        "ticket": line.case if line else None,
        "is_down": watch.is_down,
        **_scope_json(target),
    }


def _source_json(source: MailSource) -> Json:
    return {"sender": source.sender, "system": source.system, **_scope_json(source)}


def _scope_json(one: Target | MailSource) -> Json:
    scope = one.scope
    return {
        "customers": list(scope.customers),
        "products": list(scope.products),
        "regions": list(scope.regions),
        "priority": one.priority or None,
    }


def _concerned(source: MailSource) -> str:
    return "; ".join(_lists(source)) or "everybody"


def _lists(source: MailSource) -> Iterator[str]:
    scope = source.scope
    for name, values in (("customers", scope.customers), ("products", scope.products), ("regions", scope.regions)):
        if values:
            yield f"{name} {', '.join(values)}"


def _outcome_json(target: Target, outcome: Outcome) -> Json:
    return {"target": target.name, "ok": outcome.ok, "detail": outcome.detail, "at": utc(outcome.at)}
