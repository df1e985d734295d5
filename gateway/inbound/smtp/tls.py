"""The door's certificate: read once, read again when its files change, so that a renewal needs no restart.

TLS 1.2 or newer (RFC 8996). Speaks to nobody.
"""

from __future__ import annotations

import logging
import ssl
from pathlib import Path

from gateway.errors import ConfigError, Problem

log = logging.getLogger("gateway.smtp")


class TlsFiles:
    """A certificate and its key on disk."""

    def __init__(self, certificate: Path, key: Path | None) -> None:
        """Read both. Raises ``ConfigError``."""
        self._certificate = certificate
        self._key = key
        self._stamp = self._times()
        self.context = self._read()

    def refresh(self) -> None:
        """Read both again if either has changed; while they do not fit, the old pair stays in use."""
        stamp = self._times()
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self.context = self._read()
        except ConfigError as error:
            log.error("smtp.certificate-kept-old because=%s", error.problems[0].message)
            return
        log.info("smtp.certificate-renewed file=%s", self._certificate)

    def _times(self) -> tuple[int, ...]:
        """Return when the files were written; 0 for one that is not there."""
        files = [file for file in (self._certificate, self._key) if file]
        return tuple(file.stat().st_mtime_ns if file.exists() else 0 for file in files)

    def _read(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        try:
            # An empty password: a key with a passphrase is an error, not a prompt on the terminal.
            context.load_cert_chain(self._certificate, self._key, password="")
        except OSError as error:  # ssl.SSLError is one
            hint = "the certificate with its chain and its key without a passphrase are needed, both as PEM"
            reason = error.reason if isinstance(error, ssl.SSLError) else error.strerror
            raise ConfigError(
                Problem(str(self._certificate), 0, 0, f"cannot be used for TLS: {reason}", hint)
            ) from None
        return context
