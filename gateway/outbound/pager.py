"""Page people by a program of theirs: letters to ``…@DOMAIN.pager.invalid`` go to it and never to the relay.

The program gets the mail on its standard input, with no shell between and none of our secrets in its environment. Only
its exit code counts. What is said on a page is decided elsewhere.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Generator, Sequence

from gateway.address import ascii_lower
from gateway.mail import Letter
from gateway.outbound.sender import Attempt, Sender, Stage, Verdict
from gateway.peer_words import one_line

DOMAIN = ".pager.invalid"  # RFC 2606 section 2: nobody's
PATIENCE = 30.0  # seconds for a program to take a page
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "USER", "LOGNAME")

Command = tuple[str, ...]
CommandOf = Callable[[str], Command]
"""Returns the program of a person, by their address; empty where they have none any more."""


def pager_of(address: str) -> str:
    """Return the recipient by which the program of a person is reached."""
    return f"{address}{DOMAIN}"


class Pagers:
    """A ``Sender`` that runs programs for pages and hands everything else on."""

    def __init__(self, sender: Sender, command_of: CommandOf) -> None:
        """``sender`` sends the letters that are no pages."""
        self._sender = sender
        self._command_of = command_of

    def __str__(self) -> str:
        """Write it as the sender it stands before."""
        return str(self._sender)

    def send(self, letters: Sequence[Letter]) -> Generator[Attempt]:
        """Yield one attempt for each letter; pages come first. Never raises."""
        for letter in letters:
            if is_pager(letter.recipient):
                yield self._page(letter)
        others = [letter for letter in letters if not is_pager(letter.recipient)]
        if others:
            yield from self._sender.send(others)

    def tidy(self) -> None:
        """Hand it on."""
        self._sender.tidy()

    def close(self) -> None:
        """Hand it on."""
        self._sender.close()

    def abort(self) -> None:
        """Hand it on; a program that runs ends by itself, or after ``PATIENCE``."""
        self._sender.abort()

    def _page(self, letter: Letter) -> Attempt:
        command = self._command_of(ascii_lower(letter.recipient).removesuffix(DOMAIN))
        if not command:
            return Attempt(letter, Verdict.PERMANENT, "team.yml names no pager_command for them any more", Stage.CHECK)
        environ = {name: os.environ[name] for name in _KEPT if name in os.environ}
        try:
            done = subprocess.run(
                command, input=letter.raw, capture_output=True, timeout=PATIENCE, env=environ, check=False
            )
        except subprocess.TimeoutExpired:
            return Attempt(letter, Verdict.TEMPORARY, f"{command[0]} took longer than {PATIENCE:g} s", Stage.DATA)
        except OSError as error:
            return Attempt(letter, Verdict.TEMPORARY, f"{command[0]}: {error.strerror}", Stage.CONNECT)
        said = one_line((done.stderr or done.stdout)[:500].decode("utf-8", "replace")) or "it said nothing"
        if done.returncode:
            return Attempt(letter, Verdict.TEMPORARY, f"{command[0]} ended with {done.returncode}: {said}", Stage.DATA)
        return Attempt(letter, Verdict.SENT, f"{command[0]} took it: {said}")


def is_pager(address: str) -> bool:
    """Tell whether an address stands for a person's program; nobody's mail may come from there."""
    return ascii_lower(address).endswith(DOMAIN)
