"""What ``gateway run`` says when its doors are open: where everything is, and one line to try it with."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from gateway.network import TcpAddress
from gateway.relay_url import read_relay_url
from gateway.settings import Loaded, Mode


def announcement(loaded: Loaded) -> list[str]:
    """Return the lines."""
    settings = loaded.settings
    directory = settings.store.directory
    store = "PostgreSQL" if settings.store.url else f"SQLite in {directory}"
    addresses = ", ".join(map(str, settings.support.addresses))
    lines = [
        f"The gateway runs, mode {settings.mode}, for {addresses}. Ctrl-C stops it.",
        f"  settings   {loaded.folder}",
        f"  store      {store}",
    ]
    if settings.smtp.listen:
        lines.append(f"  SMTP       {settings.smtp.listen}")
    if settings.lmtp.listen:
        lines.append(f"  LMTP       {settings.lmtp.listen}")
    lines += [f"  mailbox    {name}: {box.user} at {box.host}" for name, box in settings.imap.items()]
    lines.append(f"  outgoing   {_outgoing(loaded)}")
    if isinstance(settings.smtp.listen, TcpAddress):
        example = f"swaks --server {settings.smtp.listen} --from you@example.net --to {settings.support.addresses[0]}"
        lines.append(f"Try it:  {example}")
        lines.append(f"Then:    {_our_name()} ticket list")
    return lines


def _our_name() -> str:
    """Return what to type to call us again: in a checkout the command is not on the path."""
    ours, found = Path(sys.executable).parent / "gateway", shutil.which("gateway")
    reached = found is not None and Path(found).resolve() == ours.resolve()
    return "gateway" if reached or not ours.exists() else os.path.relpath(ours)


def _outgoing(loaded: Loaded) -> str:
    settings = loaded.settings
    if settings.relay.url:
        place = f"by the relay {read_relay_url(settings.relay.url.get_secret_value())}"
    else:
        place = f"into the Maildir {settings.store.directory}/outgoing (no relay is configured)"
    match settings.mode:
        case Mode.LIVE:
            return place
        case Mode.HOLD:
            return f"waits (mode hold); in mode live {place}"
        case Mode.OBSERVE:
            return "is not sent (mode observe)"
