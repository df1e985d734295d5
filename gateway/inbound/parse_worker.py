"""Read one outsized mail in a process of its own, which may run out of memory or time and die.

Started fresh for each such mail, so nothing of one mail can reach the next and nothing idles. Safe to call from any
thread; the caller's process is never forked into: the child is a new Python that reads the mail on its stdin.
"""

from __future__ import annotations

import io
import os
import pickle
import resource
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from gateway.inbound.facts import read_facts
from gateway.inbound.mime.parse import PARSER_FAULTS, TooMuch
from gateway.mail import Envelope, Mail
from gateway.trust import NO_PROOF, Proof


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one mail may take."""

    memory: int = 512 * 1024 * 1024
    """Bytes above what the interpreter, its libraries and the mail itself take."""
    cpu: int = 5
    """Seconds."""
    wall: float = 15.0
    """Seconds until the child is ended from outside: its CPU time, its start, and a busy machine."""


LIMITS = Limits()
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR")  # no secrets for who reads strangers' mail
_CHILD = (sys.executable, "-P", "-m", "gateway.inbound.parse_worker")


class WorkerDied(Exception):
    """The child gave no answer. The message says why, for people."""


class ReadingFailed(Exception):
    """The child said why the mail cannot be read."""


def read_apart(
    raw: bytes, *, envelope: Envelope, ours: frozenset[str], proof: Proof = NO_PROOF, limits: Limits = LIMITS
) -> Mail:
    """Read ``raw`` in a child. Raises ``ReadingFailed`` when it cannot be read, ``WorkerDied`` when the child died."""
    question = pickle.dumps((limits, envelope, ours, proof, raw), protocol=5)
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    try:
        done = subprocess.run(
            _CHILD, input=question, capture_output=True, timeout=limits.wall, env=environment, check=False
        )
    except subprocess.TimeoutExpired:  # run() has killed and reaped it
        raise WorkerDied(f"reading it took longer than {limits.wall:g} seconds") from None
    except OSError as error:
        raise WorkerDied(f"no process could be started to read it: {error.strerror}") from error
    if done.returncode != 0:
        raise WorkerDied("reading it took more memory or time than one mail may have")
    return _answer(done.stdout)


def _answer(given: bytes) -> Mail:
    try:
        answer = _Words(io.BytesIO(given)).load()
    except (pickle.UnpicklingError, EOFError, *PARSER_FAULTS):
        answer = None
    match answer:
        case Mail():
            return answer
        case str():
            raise ReadingFailed(answer)
        case _:
            raise WorkerDied("the process that read it gave no answer")


class _Words(pickle.Unpickler):
    """Reads the common words for mail and nothing else: the child has had a stranger's bytes in its hands."""

    def find_class(self, module: str, name: str) -> Any:
        if name in _WORDS.get(module, ()):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no word for mail")


_WORDS = {
    "gateway.mail": (
        "Attachment",
        "Body",
        "BouncedRecipient",
        "Cut",
        "Identity",
        "Kind",
        "Mail",
        "Protection",
        "Standing",
    ),
    "gateway.address": ("Address", "Mailbox"),
    "datetime": ("datetime", "timedelta", "timezone"),
}


def main() -> None:
    """Answer one question: stdin to stdout. Ends by a signal or a ``MemoryError`` when a limit is passed."""
    limits, envelope, ours, proof, raw = pickle.load(sys.stdin.buffer)  # from our own parent
    _limit(limits)
    try:
        answer: Mail | str = read_facts(raw, envelope=envelope, ours=ours, proof=proof)
    except TooMuch as much:
        answer = str(much)
    except MemoryError:
        raise
    except PARSER_FAULTS as fault:
        answer = f"the parser gave up ({type(fault).__name__})"
    sys.stdout.buffer.write(pickle.dumps(answer, protocol=5))
    sys.stdout.buffer.flush()


def _limit(limits: Limits) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + limits.cpu
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (_address_space() + limits.memory, resource.RLIM_INFINITY))


def _address_space() -> int:
    """Return the bytes of address space in use; on systems without /proc a generous guess."""
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:
            return int(statm.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 1024 * 1024 * 1024


if __name__ == "__main__":
    main()
