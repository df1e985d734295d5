"""The common words for trust: which hosts are believed about who wrote a mail, and what may be believed for one mail.

Plain frozen values and one rule; reads no mail and asks nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from gateway.address import ascii_lower
from gateway.mail import ReceivedMail

Network = IPv4Network | IPv6Network
NAMELESS = "nameless"
"""Stands among the authserv-ids for fields that name no host, which is how Microsoft 365 writes them."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom the settings trust."""

    authserv_ids: tuple[str, ...] = ()
    """Names in Authentication-Results (RFC 8601) that our own mail server writes; ``NAMELESS`` among them."""
    all_fields: bool = False
    """Our server takes out what others wrote under its name, so every field of that name is its own."""
    peers: tuple[Network, ...] = ()
    """Our own mail servers, which bring mail by SMTP."""
    arc_sealers: tuple[str, ...] = ()
    """Domains whose word about mail they passed on is taken (RFC 8617)."""


NOBODY = Trust()


@dataclass(frozen=True, slots=True)
class Proof:
    """What may be believed about one mail, by the way it came."""

    authserv_ids: frozenset[str] = frozenset()
    """In small letters."""
    nameless: bool = False
    all_fields: bool = False
    arc_sealers: frozenset[str] = frozenset()
    """In small letters."""
    own: str = ""
    """What our own check found, an Authentication-Results value; then no field of the mail counts, and of the rest here
    only the sealers."""


NO_PROOF = Proof()
"""Nobody is believed."""


def proof_of(received: ReceivedMail, trust: Trust) -> Proof:
    """Say what may be believed about a mail: our own check, or what our mail server wrote into it.

    Who connects by SMTP writes what they like, so there only the fields brought by a trusted peer count.
    """
    if received.authentication:
        return Proof(own=received.authentication, arc_sealers=_sealers(trust))
    if received.source == "smtp" and not is_trusted(peer_host(received.peer), trust.peers):
        return NO_PROOF
    return proof_of_server(trust)


def proof_of_server(trust: Trust) -> Proof:
    """Say what may be believed about a mail that comes from our own mail server."""
    ids = frozenset(map(ascii_lower, trust.authserv_ids))
    return Proof(
        authserv_ids=ids - {NAMELESS},
        nameless=NAMELESS in ids,
        all_fields=trust.all_fields,
        arc_sealers=_sealers(trust),
    )


def _sealers(trust: Trust) -> frozenset[str]:
    return frozenset(map(ascii_lower, trust.arc_sealers))


class BadNetwork(ValueError):
    """What was given is no IP address and no network. ``hint``: what to write instead."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Say what is wrong."""
        super().__init__(message)
        self.hint = hint


def read_network(text: str) -> Network:
    """Read an IP address, or a network such as ``192.0.2.0/24``. Raises ``BadNetwork``."""
    try:
        return ip_network(text)
    except ValueError:
        pass
    try:
        whole = ip_network(text, strict=False)
    except ValueError:
        raise BadNetwork("must be an IP address or a network such as 192.0.2.0/24") from None
    raise BadNetwork("has bits set behind the network's length", f"the network is {whole}")


def peer_host(peer: str) -> str:
    """Return the IP address of ``ReceivedMail.peer``, which is ``NAME [ADDRESS]``; the name is the peer's own words."""
    return peer.rpartition("[")[2].removesuffix("]")


def is_trusted(host: str, peers: Sequence[Network]) -> bool:
    """Tell whether an IP address is one of our own mail servers'. What is no address is not."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return any(address in network for network in peers)
