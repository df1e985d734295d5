"""The LMTP door (RFC 2033): as the SMTP door, but LHLO, and a reply for each recipient after the dot.

The mail is kept once with all its recipients, so all of them have the same answer.
"""

from __future__ import annotations

from gateway.inbound.smtp.door import SmtpDoor


class LmtpDoor(SmtpDoor):
    """Takes mail by LMTP, on a socket path or a port, from the mail server beside us."""

    source = "lmtp"
    lmtp = True
