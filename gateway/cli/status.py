"""``gateway status``: how the gateway fares, on one screen."""

from __future__ import annotations

import click

from gateway.cli.command import Command, with_session
from gateway.cli.failures import Exit
from gateway.cli.health import Part, State, look
from gateway.cli.session import Session, utc
from gateway.cli.views import Json
from gateway.errors import ConfigError
from gateway.identity import root_warning
from gateway.rules.calendars import load_calendars
from gateway.rules.policies import load_policies
from gateway.rules.team import load_team
from gateway.settings import rows
from gateway.store.watches import WatchLine


@click.command(
    "status", cls=Command, examples=("gateway status", "gateway status --check --quiet", "gateway status --json")
)
@click.option("--check", is_flag=True, help="Exit 1 when something is not as it should be, for monitoring.")
@with_session
def status(session: Session, check: bool) -> None:
    """Show how the gateway fares: doors, relay, mailboxes, queues, and what to do where something is wrong."""
    with session.store() as database:
        state = look(database, session.settings, now=session.clock.now(), wrong=_wrong(session))
    shown = {row.key: row.shown for row in rows(session.loaded)}
    if "relay.url" in session.loaded.unread:
        shown["relay.url"] = "there is one; the file of its URL cannot be read by this user"
    if session.json:
        session.printer.document(_json(state, shown))
    else:
        _show(session, state, shown)
    if check and state.troubles:
        click.get_current_context().exit(Exit.UNEXPECTED)


def _wrong(session: Session) -> str:
    """Return the first complaint about the files tickets go by; empty when they are in order."""
    try:
        load_policies(session.loaded.folder, load_calendars(session.loaded.folder))
        load_team(session.loaded.folder)
    except ConfigError as error:
        return str(error.problems[0])
    return ""


def _json(state: State, shown: dict[str, str]) -> Json:
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
    }


def _show(session: Session, state: State, shown: dict[str, str]) -> None:
    printer, count = session.printer, state.totals
    doors = [f"{name.upper()} {place}" for name in ("smtp", "lmtp") if (place := shown[f"{name}.listen"])]
    maildir = f"{shown['store.directory']}/outgoing (a Maildir: no relay is configured)"
    waiting = f", the oldest since {session.local_time(count.oldest_waiting)}" if count.oldest_waiting else ""
    oldest = f", the oldest since {session.local_time(count.oldest_letter)}" if count.oldest_letter else ""
    printer.fields(
        (
            ("Gateway", f"{'running' if state.running else 'not running'}, mode {shown['mode']}"),
            ("Store", shown["store.url"] or f"SQLite in {shown['store.directory']}"),
            ("Doors", ", ".join(doors) or "none"),
            ("Relay", shown["relay.url"] or maildir),
            ("Mail", f"{count.accepted} accepted = {_mails(state)}{waiting}"),
            ("Tickets", _counts(count.tickets) or "none"),
            ("Outbox", (_counts(count.outbox) or "empty") + oldest),
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
        printer.text("All is well.", style="green")
    if warning := root_warning():
        printer.warn(f"warning: this store's gateway {warning}")


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
