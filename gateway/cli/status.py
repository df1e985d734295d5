"""``gateway status``: how the gateway fares, on one screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import chain, repeat

import click

from gateway.cli.command import Command, with_session
from gateway.cli.failures import Exit, problem_json
from gateway.cli.health import Part, State, Trouble, look
from gateway.cli.health_files import FilesState
from gateway.cli.notice_state import lines_of, notices_json
from gateway.cli.session import Session, utc
from gateway.cli.views import Json
from gateway.config_set.folder import is_as_it_came
from gateway.config_set.reading import Refusal, read_folder
from gateway.ground import ground_of
from gateway.identity import root_warning
from gateway.settings import hash_of, rows
from gateway.store.watches import WatchLine


@click.command(
    "status", cls=Command, examples=("gateway status", "gateway status --check --quiet", "gateway status --json")
)
@click.option("--check", is_flag=True, help="Exit 1 when something is not as it should be, for monitoring.")
@with_session
def status(session: Session, check: bool) -> None:
    """Show how the gateway fares: doors, relay, mailboxes, queues, notices, and what to do where something is wrong."""
    with session.store() as database:
        settings_hash = hash_of(session.loaded.folder)
        state = look(database, session.settings, now=session.clock.now(), settings_hash=settings_hash)
    if not state.running and (wrong := _wrong(session)):
        state = replace(state, troubles=(*state.troubles, wrong))
    shown = {row.key: row.shown for row in rows(session.loaded)}
    if "relay.url" in session.loaded.unread:
        shown["relay.url"] = "there is one; the file of its URL cannot be read by this user"
    if session.json:
        session.printer.document(_json(state, shown, session.clock.now()))
    else:
        _show(session, state, shown)
    if check and state.troubles:
        click.get_current_context().exit(Exit.UNEXPECTED)


def _wrong(session: Session) -> Trouble | None:
    """Return what is wrong with the files that the next start reads; a gateway that runs says so itself."""
    outcome = read_folder(ground_of(session.loaded), was_good=is_as_it_came)
    if not isinstance(outcome, Refusal):
        return None
    first = str(outcome.problems[0]).partition("\n")[0]
    return Trouble(f"the files that decide are wrong: {first}", "gateway config check")


def _json(state: State, shown: dict[str, str], now: datetime) -> Json:
    count = state.totals
    return {
        "ok": not state.troubles,
        "running": state.running,
        "runs_as_root": bool(root_warning()),
        "mode": shown["mode"],
        "troubles": [{"what": trouble.what, "do": trouble.do} for trouble in state.troubles],
        "store": {
            "kind": "postgresql" if shown["store.url"] else "sqlite",
            "place": shown["store.url"] or shown["store.directory"],
        },
        "doors": {"smtp": shown["smtp.listen"] or None, "lmtp": shown["lmtp.listen"] or None},
        "relay": shown["relay.url"] or None,
        "parts": [_part_json(part) for part in state.parts],
        "config": [_files_json(one) for one in state.files],
        "failing": [_failing_json(line) for line in state.failing],
        "mails": {
            "accepted": count.accepted,
            "waiting": count.waiting,
            "aside": count.aside,
            "done": sum(count.fates.values()),
            "fates": count.fates,
            "oldest_waiting": utc(count.oldest_waiting),
        },
        "tickets": count.tickets,
        "outbox": {"states": count.outbox, "oldest_queued": utc(count.oldest_letter)},
        "notices": notices_json(state.notices, now),
    }


def _show(session: Session, state: State, shown: dict[str, str]) -> None:
    printer, count = session.printer, state.totals
    doors = [f"{name.upper()} {place}" for name in ("smtp", "lmtp") if (place := shown[f"{name}.listen"])]
    maildir = f"{shown['store.directory']}/outgoing (a Maildir: no relay is configured)"
    waiting = f", the oldest since {session.local_time(count.oldest_waiting)}" if count.oldest_waiting else ""
    oldest = f", the oldest since {session.local_time(count.oldest_letter)}" if count.oldest_letter else ""
    lines = lines_of(state.notices, session.clock.now(), session.settings.timezone)
    printer.fields(
        (
            ("Gateway", f"{'running' if state.running else 'not running'}, mode {shown['mode']}"),
            ("Store", shown["store.url"] or f"SQLite in {shown['store.directory']}"),
            ("Files", "; ".join(_files_words(session, one) for one in state.files)),
            ("Doors", ", ".join(doors) or "none"),
            ("Relay", shown["relay.url"] or maildir),
            ("Mail", f"{count.accepted} accepted = {_mails(state)}{waiting}"),
            ("Tickets", _counts(count.tickets) or "none"),
            ("Outbox", (_counts(count.outbox) or "empty") + oldest),
            *zip(chain(("Notices",), repeat("")), lines, strict=False),
        )
    )
    for part in state.parts:
        printer.text(_part_line(session, part), style=_STYLES[part.ok])
    for line in state.failing:
        printer.text(_failing_line(session, line), style="red")
    printer.text()
    for trouble in state.troubles:
        printer.text(f"! {trouble.what}\n  {trouble.do}", style="red")
    if not state.troubles:
        printer.text("The gateway itself is well." if state.notices.down else "All is well.", style="green")
    for one in state.files:
        for name in one.restart_for:
            where = f" on {one.machine}" if one.machine else ""
            printer.warn(f"{name} was changed since the start{where}: restart the gateway to take it in")
    if warning := root_warning():
        printer.warn(f"warning: this store's gateway {warning}")


def _files_words(session: Session, one: FilesState) -> str:
    where = f"{one.machine}: " if one.machine else ""
    return f"{where}{one.hash} in force since {session.local_time(one.desk.since)}"


def _files_json(one: FilesState) -> Json:
    desk = one.desk
    return {
        "gateway": desk.place or None,
        "ok": desk.ok,
        "hash": desk.hash,
        "since": utc(desk.since),
        "read_at": utc(desk.read_at),
        "refused": desk.refused or None,
        "refused_at": utc(desk.refused_at),
        "problems": [problem_json(problem) for problem in desk.problems],
        "restart_for": list(one.restart_for),
    }


_STYLES = {True: "green", False: "red", None: "dim"}


def _part_line(session: Session, part: Part) -> str:
    mark = {True: "ok ", False: "BAD", None: "-  "}[part.ok]
    since = f"since {session.local_time(part.since)}" if part.since else ""
    return f"{mark}  {part}: " + ", ".join(filter(None, (part.detail, since)))


def _failing_line(session: Session, line: WatchLine) -> str:
    watch = line.watch
    case = f", case {line.case}" if line.case and watch.is_down else ""
    since = session.local_time(watch.since)
    return f"FAILS {watch.target}: {watch.detail}, {watch.failures}x in a row, since {since}{case}"


def _failing_json(line: WatchLine) -> Json:
    watch = line.watch
    return {
        "target": watch.target,
        "detail": watch.detail,
        "failed_in_a_row": watch.failures,
        "since": utc(watch.since),
        "ticket": line.case if watch.is_down else None,
    }


def _part_json(part: Part) -> Json:
    return {
        "part": part.name,
        "machine": part.machine or None,
        "ok": part.ok,
        "detail": part.detail,
        "since": utc(part.since),
        "at": utc(part.at),
    }


def _mails(state: State) -> str:
    """Say where every accepted mail is: the parts add up to the whole."""
    count = state.totals
    places = {**count.fates, "set aside": count.aside, "waiting": count.waiting}
    return " + ".join(f"{number} {place}" for place, number in places.items() if number or place == "waiting")


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.items())
