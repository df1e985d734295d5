"""``gateway links check``: the one command about links that goes to the network."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

import click

from gateway.cli.command import Command, with_session
from gateway.cli.failures import Exit
from gateway.cli.session import Session
from gateway.cli.views import Json
from gateway.cli.words import Number, counted
from gateway.probe.limits import Stopped
from gateway.probe.link import LinkOutcome, LinkState, ask_link
from gateway.rules.links import Written, load_written
from gateway.rules.monitor_values import place_of
from gateway.validation import Complaints

AT_ONCE = 5  # most links are of one site, which is asked for a favour
LONGEST = 60  # seconds


@dataclass(frozen=True, slots=True)
class _Asked:
    written: Written
    outcome: LinkOutcome | None
    """None for an address of mail, whose form was looked at when the file was read."""


@click.command(
    "check",
    cls=Command,
    examples=("gateway links check", "gateway links check --timeout 30 --json"),
)
@click.option(
    "--timeout",
    type=Number(1, LONGEST),
    default=10,
    show_default=True,
    metavar="SECONDS",
    help="How long one address may take, redirects included.",
)
@with_session
def check(session: Session, timeout: int) -> None:
    """Ask every web address of links.yml whether it still leads anywhere, and name the dead ones with their places.

    This goes to the network, as no other command about links does; it sends the addresses and nothing else. Redirects
    are followed three times, never out of https. A page that is there and wants a login, or no machines, is not
    dead. Addresses of mail are looked at, not written to. Exits 3 when a link is dead, and 75 when none is and this
    machine could not ask for some: it has no name server, or no network.
    """
    written = load_written(session.loaded.folder)
    urls = list(dict.fromkeys(one.target.url for one in written if not _is_mail(one)))
    if urls:
        session.printer.note(f"Asking over the network: {counted(len(urls), 'page')}.")
    outcomes = dict(zip(urls, _ask_all(session, urls, timedelta(seconds=timeout)), strict=True))
    asked = [_Asked(one, outcomes.get(one.target.url)) for one in written]
    if session.json:
        session.printer.document([_json(one) for one in asked])
    else:
        _show(session, asked)
    states = {outcome.state for outcome in outcomes.values()}
    if LinkState.DEAD in states:
        click.get_current_context().exit(Exit.REFUSED)
    if LinkState.UNKNOWN in states:
        click.get_current_context().exit(Exit.TEMPORARY)


def dead_links(session: Session, timeout: timedelta = timedelta(seconds=10)) -> Iterator[tuple[Written, LinkOutcome]]:
    """Ask every web address; yield those that are dead or could not be asked for, at every place they are written."""
    written = load_written(session.loaded.folder)
    urls = list(dict.fromkeys(one.target.url for one in written if not _is_mail(one)))
    outcomes = dict(zip(urls, _ask_all(session, urls, timeout), strict=True))
    for one in written:
        outcome = outcomes.get(one.target.url)
        if outcome is not None and outcome.state in (LinkState.DEAD, LinkState.UNKNOWN):
            yield one, outcome


def _is_mail(one: Written) -> bool:
    return one.target.url.lower().startswith("mailto:")


def _ask_all(session: Session, urls: Sequence[str], timeout: timedelta) -> list[LinkOutcome]:
    stop = threading.Event()

    def ask(url: str) -> LinkOutcome:
        try:
            address, tls = place_of(url)
        except Complaints as wrong:
            return LinkOutcome(LinkState.DEAD, f"its host {wrong}")
        try:
            return ask_link(url, address, tls, timeout=timeout, clock=session.clock, stop=stop)
        except Stopped:
            return LinkOutcome(LinkState.DEAD, "was not waited for")

    with ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            return list(pool.map(ask, urls))
        except BaseException:
            stop.set()  # Ctrl-C: those that run end at once, the others never begin
            pool.shutdown(cancel_futures=True)
            raise


def _show(session: Session, asked: Sequence[_Asked]) -> None:
    if not asked:
        session.printer.note("There are no links: name topics in links.yml beside gateway.yml.")
        return
    for one in asked:
        if one.outcome is None or one.outcome.state is LinkState.WORKS:
            continue
        dead = one.outcome.state is LinkState.DEAD
        said = f"{one.written.place}: {one.outcome.state.value}: {one.written.target.url} {one.outcome.detail}"
        session.printer.text(said, style="red" if dead else "yellow")
    session.printer.text(_summary(asked))


def _summary(asked: Sequence[_Asked]) -> str:
    states = [one.outcome.state for one in asked if one.outcome]
    parts = [f"{states.count(state)} {_WORDS[state]}" for state in LinkState if states.count(state)]
    mail = len(asked) - len(states)
    return f"{counted(len(asked), 'link')}: " + ", ".join((*parts, *([f"{mail} of mail"] if mail else []))) + "."


_WORDS = {
    LinkState.WORKS: "fine",
    LinkState.CLOSED: "closed to us",
    LinkState.DEAD: "dead",
    LinkState.UNKNOWN: "not asked",
}


def _json(one: _Asked) -> Json:
    place = one.written.place
    return {
        "topic": one.written.topic,
        "url": one.written.target.url,
        "state": one.outcome.state.value if one.outcome else "mail",
        "detail": one.outcome.detail if one.outcome else "",
        "file": place.file,
        "line": place.line,
        "column": place.column,
    }
