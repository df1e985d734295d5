"""Find a server and connect to it, within the time of the check."""

from __future__ import annotations

import errno
import ipaddress
import os
import select
import socket
import threading

from gateway.network import TcpAddress
from gateway.probe.limits import CannotAsk, Limits, Wrong

_Place = tuple[socket.AddressFamily, tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]]

_NO_NETWORK = frozenset((errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL))


def dial(address: TcpAddress, limits: Limits, *, public_only: bool = False) -> socket.socket:
    """Connect to the first address that answers; the socket does not block.

    With ``public_only`` addresses of private networks and of this machine are passed over. Raises ``OSError``,
    ``Wrong`` and ``Stopped``.
    """
    places = _places(address, limits)
    if public_only:
        places = [place for place in places if is_public(str(place[1][0]))]
        if not places:
            raise Wrong(f"is redirected into a private network, to {address.host}")
    trouble: OSError = ConnectionError("it has no address")
    asked = False
    for at, place in enumerate(places):
        try:
            return _connect(place, limits, seconds=limits.seconds() / (len(places) - at))
        except TimeoutError:
            limits.seconds()  # of the whole check there may be time left: for the next address
            trouble, asked = TimeoutError(), True
        except OSError as failed:
            if failed.errno not in _NO_NETWORK:
                trouble, asked = failed, True
            elif not asked:
                trouble = failed
    if places and not asked:
        raise CannotAsk(f"this machine has no way to {address.host}") from trouble
    raise trouble


def is_public(host: str) -> bool:
    """Tell whether an IP address is one of the Internet at large."""
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_global
    except ValueError:
        return False


def _places(address: TcpAddress, limits: Limits) -> list[_Place]:
    """Look the name up. The system's resolver knows no limit, so a name is left to a thread that nobody waits for."""
    try:
        return _look_up(address, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        pass
    found: list[list[_Place] | OSError] = []
    done = threading.Event()

    def look_up() -> None:
        try:
            found.append(_look_up(address))
        except (OSError, UnicodeError) as error:
            found.append(error if isinstance(error, OSError) else socket.gaierror(str(error)))
        done.set()

    threading.Thread(target=look_up, name="probe-name", daemon=True).start()
    limits.wait_for(done)
    match found[0]:
        case socket.gaierror(errno=socket.EAI_AGAIN):
            raise CannotAsk(f"no name server says where {address.host} is")
        case OSError():
            raise Wrong(f"the name {address.host} does not resolve")
        case places:
            return places


def _look_up(address: TcpAddress, *, flags: int = 0) -> list[_Place]:
    answers = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM, flags=flags)
    return list(dict.fromkeys((family, place) for family, _, _, _, place in answers))


def _connect(place: _Place, limits: Limits, *, seconds: float) -> socket.socket:
    family, address = place
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.setblocking(False)
        failure = sock.connect_ex(address)
        if failure in (errno.EINPROGRESS, errno.EINTR):
            if not limits.wait(sock, select.POLLOUT, within=seconds):
                raise TimeoutError
            failure = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if failure:
            raise OSError(failure, os.strerror(failure))
    except BaseException:
        sock.close()
        raise
    return sock
