"""Get the bytes of one mail from a file somebody named, or from standard input. Bounded, and never hangs on a FIFO."""

from __future__ import annotations

import os
import re
import stat
import sys
from typing import BinaryIO

from gateway.inbound.mime.prescan import MAX_MAIL

_FROM_LINE = re.compile(rb"From [^\r\n]*\r?\n")
_OF_THE_SHELL = ("/dev/fd/", "/proc/self/fd/")  # `<(command)` is a FIFO that has a writer


class Unreadable(Exception):
    """The file cannot be taken as a mail; the message says why."""


def read_mail_file(name: str) -> bytes:
    """Read a mail as it is, a "From " line included; ``-`` is standard input. Raises ``Unreadable``.

    Of more than ``MAX_MAIL`` bytes one more is read: enough to see that it is too large.
    """
    if name == "-":
        return read_at_most(stdin_bytes(), MAX_MAIL + 1)
    try:
        with _open(name) as stream:
            return read_at_most(stream, MAX_MAIL + 1)
    except OSError as error:
        raise Unreadable(error.strerror or type(error).__name__) from None
    except ValueError:  # a NUL in the name
        raise Unreadable("not the name of a file") from None


def stdin_bytes() -> BinaryIO:
    """Return standard input as bytes."""
    return sys.stdin.buffer


def read_at_most(stream: BinaryIO, limit: int) -> bytes:
    """Read to the end, or ``limit`` bytes: a pipe may give less than it is asked for."""
    pieces: list[bytes] = []
    while limit > 0 and (piece := stream.read(min(limit, 1 << 20))):
        pieces.append(piece)
        limit -= len(piece)
    return b"".join(pieces)


def without_from_line(raw: bytes) -> bytes:
    """Take off the line that mbox writers and some MTAs put in front of a mail: ``From ann@acme.example Thu ...``."""
    match = _FROM_LINE.match(raw)
    return raw[match.end() :] if match else raw


def _open(name: str) -> BinaryIO:
    number = os.open(name, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)  # a FIFO without a writer must not hold us
    mode = os.fstat(number).st_mode
    shell_pipe = stat.S_ISFIFO(mode) and name.startswith(_OF_THE_SHELL)
    if stat.S_ISREG(mode) or shell_pipe:
        os.set_blocking(number, True)
        return os.fdopen(number, "rb")
    os.close(number)
    raise Unreadable("is a folder" if stat.S_ISDIR(mode) else "is not a regular file")
