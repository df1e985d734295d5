"""``gateway demo``: the short story, told as it happens."""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from pathlib import Path

import click

from gateway.cli.command import Command, with_session
from gateway.cli.session import Session
from gateway.demo import Scene, play, raised
from gateway.settings import load_settings


@click.command("demo", cls=Command, examples=("gateway demo", "gateway demo --keep demo-store"))
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False), help="Keep the store in this new folder.")
@with_session
def demo(session: Session, keep: Path | None) -> None:
    """Play a short story on a throwaway store: nothing leaves this machine, nothing of yours is touched.

    A mail comes in and is acknowledged, a vacation robot is ignored, a reply lands on the same case, an engineer
    answers, the customer approves the solution, the closed case opens again when the problem comes back, and a
    stranger who quotes its number learns nothing.
    """
    if keep and keep.exists():
        raise click.UsageError(f"{keep} is there already; name a folder that is not")
    loaded = load_settings(session.config, {})  # the environment may name a real store: not for a play
    scenes: list[Scene] = []
    printer = session.printer

    def tell(scene: Scene) -> None:
        scenes.append(scene)
        if not session.json:
            printer.text(_told(session, scene))

    with (
        tempfile.TemporaryDirectory(prefix="casegate-demo-") as folder,
        raised(loaded, keep or Path(folder) / "store", session.clock) as stage,
    ):
        printer.note(f"A throwaway gateway, SMTP on 127.0.0.1:{stage.port}; nothing leaves this machine.")
        ticket = play(stage, tell)
    if session.json:
        printer.document({"scenes": [asdict(scene) for scene in scenes], "case": ticket.line.number})
        return
    printer.text()
    printer.text(f"Case {ticket.line.number}: {len(ticket.messages)} messages, and why everything happened:")
    for line in ticket.history:
        printer.text(f"  {line.what}  (because: {line.because})")
    if keep:
        printer.next(f"GATEWAY_STORE__DIRECTORY={keep} gateway ticket show {ticket.line.number}")


def _told(session: Session, scene: Scene) -> str:
    at = session.clock.now().astimezone(session.settings.timezone)
    return f"[{at:%H:%M:%S}] {scene.arrow or ' '} " + (
        f"{scene.who:<20} {scene.what}" if scene.who else f"  {scene.what}"
    )
