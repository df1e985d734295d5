"""How we check the servers we call: TLS 1.2 or newer, the certificate made out to the name, by an authority we believe.

Opens no connection.
"""

from __future__ import annotations

import ssl
from pathlib import Path


def client_context(*, authorities: Path | None = None, check: bool = True) -> ssl.SSLContext:
    """Return how TLS is spoken by a client.

    ``authorities`` is a PEM file; only what it holds is believed then, and the system's authorities are not.
    Raises ``OSError`` when it cannot be read or holds no certificate; ``ssl.SSLError`` is one.
    """
    context = ssl.create_default_context(cafile=str(authorities) if authorities else None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2  # RFC 8996
    if not check:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
