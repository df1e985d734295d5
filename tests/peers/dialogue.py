"""Plays a conversation written down as a script, for clients that no library can imitate.

    S: 220 *              one line is read and must match; ``*`` and ``?`` are wildcards
    S+ 250                a whole reply is read, however many lines; the code must match
    C: EHLO a.example     the line is sent with CRLF
    C~ MAIL FR            it is sent as it stands, without CRLF
    S# closed             the other side must close now, with nothing more to say
    C# half-close         our sending side is closed
    C# reset              the connection is cut hard

``C`` lines that stand together go out in one write. ``\\r \\n \\t \\\\ \\xNN`` are escapes.
Lines of other kinds are remarks.
"""

from __future__ import annotations

import re
import socket
import struct
from collections.abc import Iterator

DEADLINE = 20.0  # seconds without an answer, then the test fails
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|([rnt\\]))")
_PLAIN = {"r": "\r", "n": "\n", "t": "\t", "\\": "\\"}


class Line:
    """A connected socket with line-wise reading."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.sock.settimeout(DEADLINE)
        self._pending = bytearray()

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def read_line(self) -> str:
        """Return the next line without its end; empty when the other side has closed."""
        while b"\n" not in self._pending:
            try:
                piece = self.sock.recv(65536)
            except ConnectionError:
                piece = b""
            if not piece:
                assert not self._pending, f"closed within a line: {bytes(self._pending)!r}"
                return ""
            self._pending += piece
        end = self._pending.index(b"\n") + 1
        line = bytes(self._pending[:end])
        del self._pending[:end]
        assert line.endswith(b"\r\n"), f"a line without CRLF: {line!r}"
        return line[:-2].decode("ascii")

    def read_reply(self) -> list[str]:
        """Return a whole reply, RFC 5321 section 4.2.1."""
        lines = [self.read_line()]
        while lines[-1][3:4] == "-":
            lines.append(self.read_line())
        assert len({line[:3] for line in lines}) == 1, f"a reply with two codes: {lines}"
        return lines

    def ask(self, command: str) -> str:
        """Send one command and return the last line of its reply."""
        self.send(command.encode("utf-8") + b"\r\n")
        return self.read_reply()[-1]

    def read_to_end(self) -> str:
        """Return everything until the other side closes."""
        lines = []
        while line := self.read_line():
            lines.append(line)
        return "\n".join(lines)

    def half_close(self) -> None:
        self.sock.shutdown(socket.SHUT_WR)

    def reset(self) -> None:
        """Cut with RST instead of FIN."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()

    def close(self) -> None:
        self.sock.close()


def play(line: Line, script: str) -> None:
    """Play a script to its end, or fail at the step that went otherwise."""
    for step in _steps(script):
        kind, text = step[:2], step[2:].removeprefix(" ")
        if kind == "C!":
            line.send(text.encode("latin-1"))
        elif kind == "C#":
            {"half-close": line.half_close, "reset": line.reset}[text]()
        elif kind == "S+":
            reply = line.read_reply()
            assert reply[0][:3] == text, f"wanted {text}, heard {reply}"
        else:
            heard = line.read_line()
            wanted = "" if kind == "S#" else text
            assert matches(wanted, heard), f"wanted {wanted!r}, heard {heard!r}"


def matches(pattern: str, text: str) -> bool:
    """Compare with the wildcards ``*`` and ``?`` and nothing else."""
    parts = (".*" if part == "*" else "." if part == "?" else re.escape(part) for part in re.split(r"([*?])", pattern))
    return re.fullmatch("".join(parts), text) is not None


def _steps(script: str) -> Iterator[str]:
    """Yield the steps; neighbouring sends become one ``C!`` step of raw characters."""
    sending = ""
    for raw in script.splitlines():
        step = raw.strip()
        if step[:2] in ("C:", "C~"):
            sending += _unescape(step[2:].removeprefix(" ")) + ("\r\n" if step[1] == ":" else "")
            continue
        if step[:2] not in ("S:", "S+", "S#", "C#"):
            continue
        if sending:
            yield "C! " + sending
            sending = ""
        yield step
    if sending:
        yield "C! " + sending


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else _PLAIN[found[2]], text)
