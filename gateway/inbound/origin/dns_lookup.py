"""Ask the DNS about the origin of a mail: bounded answers, one deadline for all questions about one mail.

The home of dnspython. Decides nothing; whoever asks is handed a ``Resolver``, and tests hand in a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

import dns.exception
import dns.message
import dns.name
import dns.rdtypes.ANY.MX
import dns.resolver

from gateway.clock import Clock
from gateway.errors import ConfigError, Problem

MAX_RECORDS = 100  # of one answer; beyond it the answer is trouble
MAX_TEXT = 8192  # octets of one TXT record, its strings joined; a key of 4096 bits needs 800
MAX_NAME = 253  # characters
CACHED_ANSWERS = 2000

_NAME = re.compile(r"[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})*", re.ASCII)
_SHORTEST_WAIT = 0.05  # seconds; with less left there is no use in asking


class DnsTrouble(Exception):
    """No answer, or none that can be used: another time there may be one."""


class TooLate(DnsTrouble):
    """The time for this mail is over."""


class Stopwatch:
    """Tells how long something takes."""

    def __init__(self, clock: Clock) -> None:
        """Begin now."""
        self._clock = clock
        self._began = clock.monotonic()

    @property
    def seconds(self) -> float:
        """Return how long it took until now."""
        return self._clock.monotonic() - self._began


class Deadline:
    """The time that is left for one mail."""

    def __init__(self, clock: Clock, *, seconds: float) -> None:
        """Begin now."""
        self._clock = clock
        self._ends = clock.monotonic() + seconds

    @contextmanager
    def stopped(self) -> Iterator[Stopwatch]:
        """Let work of our own take none of the time; what it takes is told to whoever does it."""
        watch = Stopwatch(self._clock)
        try:
            yield watch
        finally:
            self._ends += watch.seconds

    def sooner(self, *, seconds: float) -> Deadline:
        """Return one that ends after so many seconds, or with this one."""
        return Deadline(self._clock, seconds=min(seconds, self._ends - self._clock.monotonic()))

    def left(self) -> float:
        """Return the seconds that are left. Raises ``TooLate``."""
        left = self._ends - self._clock.monotonic()
        if left < _SHORTEST_WAIT:
            raise TooLate("it took too long")
        return left


class Resolver(Protocol):
    """Looks records up."""

    def look_up(self, name: str, kind: str, *, seconds: float) -> tuple[str, ...]:
        """Return the records of a name; none when it has none. Raises ``DnsTrouble``.

        ``kind`` is ``A``, ``AAAA``, ``PTR``, ``MX`` (``10 mx.a.example``), or ``TXT``, whose strings are joined and
        whose octets are a character each.
        """
        ...


def is_dns_name(name: str) -> bool:
    """Tell whether it is a name one may ask for; underscores are allowed, a dot at the end is not."""
    return len(name) <= MAX_NAME and _NAME.fullmatch(name) is not None


class Lookup:
    """Asks on behalf of one mail, within its deadline; each question once."""

    def __init__(self, resolver: Resolver, deadline: Deadline) -> None:
        self._resolver = resolver
        self._deadline = deadline
        self._known: dict[tuple[str, str], tuple[str, ...] | DnsTrouble] = {}

    def check_time(self) -> None:
        """Raise ``TooLate`` when the time is over."""
        self._deadline.left()

    def stopped(self) -> AbstractContextManager[Stopwatch]:
        """Let work of our own take none of the time: see ``Deadline``."""
        return self._deadline.stopped()

    def sooner(self, *, seconds: float) -> Lookup:
        """Return one that knows what this one knows and has less time; what it finds out stays its own."""
        lookup = Lookup(self._resolver, self._deadline.sooner(seconds=seconds))
        lookup._known = dict(self._known)
        return lookup

    def ask(self, name: str, kind: str) -> tuple[str, ...]:
        """Return the records of a name, in the order they came; what is no name has none. Raises ``DnsTrouble``."""
        if not is_dns_name(name):
            return ()
        key = (name.lower(), kind)
        if key not in self._known:
            try:
                self._known[key] = self._resolver.look_up(*key, seconds=self._deadline.left())
            except TooLate:
                raise
            except DnsTrouble as trouble:
                self._known[key] = trouble
        found = self._known[key]
        if isinstance(found, DnsTrouble):
            raise found
        return found


class SystemResolver:
    """Asks the name servers of this machine. May be used by several threads at once."""

    def __init__(self, resolver: dns.resolver.Resolver | None = None) -> None:
        """Read which name servers there are. Raises ``ConfigError`` when there are none."""
        try:
            self._resolver = resolver or dns.resolver.Resolver()
        except (dns.exception.DNSException, OSError) as error:
            raise ConfigError(
                Problem("trust.check", 0, 0, "needs the DNS, and this machine names no server for it", str(error))
            ) from error
        self._resolver.cache = dns.resolver.LRUCache(CACHED_ANSWERS)

    def look_up(self, name: str, kind: str, *, seconds: float) -> tuple[str, ...]:
        """See ``Resolver``."""
        try:
            answer = self._resolver.resolve(
                dns.name.from_text(f"{name}."), kind, lifetime=seconds, search=False, raise_on_no_answer=False
            )
        except dns.resolver.NXDOMAIN:
            return ()
        except (dns.exception.DNSException, OSError, ValueError) as error:
            raise DnsTrouble(type(error).__name__) from error
        records = tuple(answer.rrset or ())
        if len(records) > MAX_RECORDS:
            raise DnsTrouble("more records than can be read")
        return tuple(_text(record, kind) for record in records)


def _text(record: object, kind: str) -> str:
    if kind == "TXT":
        data = b"".join(record.strings)  # type: ignore[attr-defined]
        if len(data) > MAX_TEXT:
            raise DnsTrouble("a record longer than can be read")
        return data.decode("latin-1")
    return str(record).removesuffix(".")
