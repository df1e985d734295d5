"""Show what is promised on a ticket, on the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.cli.session import Session
from gateway.desk.policy.ledger import Outcome, PromiseRow


def show_promises(session: Session, promises: Sequence[PromiseRow]) -> None:
    """Write a line for each promise, the running ones first; nothing where nothing was promised."""
    if not promises:
        return
    session.printer.text()
    session.printer.text("Promises", style="bold")
    rows = [
        (one.kind.value, one.level, session.local_time(one.due) or "(stands still)", _how(session, one))
        for one in sorted(promises, key=lambda one: (not one.runs, one.start))
    ]
    session.printer.table(("Promise", "Priority", "Due", "How it stands"), rows, flexible=3)


def _how(session: Session, one: PromiseRow) -> str:
    missed = one.outcome is Outcome.MISSED
    if one.met:
        return f"{'missed, done' if missed else 'kept'} {session.local_time(one.met)}"
    if one.ended_at:
        return f"{'missed, ' if missed else ''}not promised since {session.local_time(one.ended_at)}"
    return "missed" if missed else "runs"
