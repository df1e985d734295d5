"""A private Postfix: its own configuration, queue and log in its own folder, gone when the test is over.

The machine's own Postfix, if it has one, is neither read nor touched. Use it as our relay, with a Maildir behind it::

    with private_postfix(mailboxes=["ann@cust.example"]) as postfix:
        ...                                     # smtp to 127.0.0.1:postfix.port
        postfix.wait_for_mail(1)
        assert b"Subject" in postfix.mails()[0]

or as a sender into our doors::

    with private_postfix(transports={"ours.example": "smtp:[127.0.0.1]:2525"}) as postfix: ...
    with private_postfix(transports={"ours.example": f"lmtp:unix:{path}"}) as postfix: ...

Its parts run as the user ``postfix``: a socket they shall reach must lie where that user may go.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import need_program
from tests.peers.faulty_relay import CERTIFICATE
from tests.peers.port import free_port

NOBODY = 65534

_MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
pickup    unix  n - n 60  1 pickup
cleanup   unix  n - n -   0 cleanup
qmgr      unix  n - n 300 1 qmgr
tlsmgr    unix  - - n 1000? 1 tlsmgr
rewrite   unix  - - n -   - trivial-rewrite
bounce    unix  - - n -   0 bounce
defer     unix  - - n -   0 bounce
trace     unix  - - n -   0 bounce
verify    unix  - - n -   1 verify
flush     unix  n - n 1000? 0 flush
proxymap  unix  - - n -   - proxymap
proxywrite unix - - n -   1 proxymap
smtp      unix  - - n -   - smtp
relay     unix  - - n -   - smtp
showq     unix  n - n -   - showq
error     unix  - - n -   - error
retry     unix  - - n -   - error
discard   unix  - - n -   - discard
virtual   unix  - n n -   - virtual
lmtp      unix  - - n -   - lmtp
anvil     unix  - - n -   1 anvil
scache    unix  - - n -   1 scache
postlog   unix-dgram n - n - 1 postlogd
"""


@dataclass(frozen=True)
class Postfix:
    """A running instance."""

    base: Path
    """World-readable, removed at the end."""
    port: int
    """Where its SMTP server listens, on 127.0.0.1."""

    @property
    def maildir(self) -> Path:
        """Where mail for all ``mailboxes`` ends up."""
        return self.base / "mail" / "box"

    def mails(self) -> list[bytes]:
        """Return what was delivered to the mailboxes, oldest first."""
        new = self.maildir / "new"
        files = sorted(new.iterdir(), key=lambda file: file.stat().st_mtime_ns) if new.is_dir() else []
        return [file.read_bytes() for file in files]

    def wait_for_mail(self, count: int, *, seconds: float = 20) -> list[bytes]:
        """Return the mails as soon as there are ``count`` of them."""
        self.wait_until(lambda: len(self.mails()) >= count, seconds=seconds)
        return self.mails()

    def wait_until(self, condition: Callable[[], bool], *, seconds: float = 20) -> None:
        """Wait for something this Postfix does; fails with its log when it does not."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"it never came to that; the log says:\n{self.log()[-4000:]}"
            time.sleep(0.02)

    def log(self) -> str:
        """Return all it has logged."""
        file = self.base / "maillog"
        return file.read_text("utf-8", "replace") if file.exists() else ""

    def queue(self) -> list[str]:
        """Return the queue, one JSON object a mail."""
        done = self.run("postqueue", "-j", check=True)
        return done.stdout.splitlines()

    def flush(self) -> None:
        """Try everything in the queue now."""
        self.run("postqueue", "-f", check=True)

    def inject(self, mail: bytes, *, sender: str, recipients: Sequence[str]) -> None:
        """Put a mail into the queue, as a program on the same machine does."""
        self.run("sendmail", "-oi", "-f", sender, "--", *recipients, check=True, feed=mail)

    def set(self, **parameters: str) -> None:
        """Change parameters of the running instance; new processes have them."""
        pairs = [f"{name}={value}" for name, value in parameters.items()]
        self.run("postconf", "-e", *pairs, check=True)
        self.run("postfix", "reload", check=True)

    def run(
        self, program: str, *arguments: str, check: bool = False, feed: bytes | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run one of Postfix's own programs on this instance."""
        option = "-C" if program == "sendmail" else "-c"
        command = [need_program(program), option, str(self.base / "etc"), *arguments]
        done = subprocess.run(command, capture_output=True, check=False, input=feed, timeout=60)
        stdout, stderr = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
        assert not check or done.returncode == 0, f"{program} {arguments}: {stderr}\n{self.log()[-2000:]}"
        return subprocess.CompletedProcess(command, done.returncode, stdout, stderr)


@contextmanager
def private_postfix(
    *,
    mailboxes: Sequence[str] = (),
    transports: Mapping[str, str] | None = None,
    relayhost: str = "",
    tls: bool = False,
    parameters: Mapping[str, str] | None = None,
) -> Iterator[Postfix]:
    """Run a Postfix. Mail for ``mailboxes`` is delivered into one Maildir, other addresses of their domains are
    refused; mail for the domains of ``transports`` goes where they say, the rest to ``relayhost``.

    ``tls`` offers STARTTLS with the certificate for localhost; ``parameters`` go into ``main.cf`` as they are.
    """
    need_program("postfix")
    if os.geteuid() != 0:
        pytest.skip("Postfix starts as root only")
    port = free_port()
    # not below pytest's own folder: that is closed to the user postfix; and short, for socket paths
    base = Path(tempfile.mkdtemp(prefix="cg-pf-", dir="/tmp"))
    postfix = Postfix(base, port)
    try:
        _lay_out(base, port, mailboxes)
        main = _main(base, mailboxes=mailboxes, transports=transports or {}, relayhost=relayhost, tls=tls)
        main |= parameters or {}
        text = "".join(f"{name} = {value}\n" for name, value in main.items())
        (base / "etc" / "main.cf").write_text(text, encoding="utf-8")
        postfix.run("postfix", "start", check=True)
        postfix.wait_until(lambda: _greets(port))
        yield postfix
    finally:
        _stop(postfix)
        shutil.rmtree(base, ignore_errors=True)


def _lay_out(base: Path, port: int, mailboxes: Sequence[str]) -> None:
    owner = pwd.getpwnam("postfix")
    base.chmod(0o755)
    for name in ("etc", "queue", "data", "mail"):
        (base / name).mkdir(mode=0o755)
    os.chown(base / "data", owner.pw_uid, owner.pw_gid)
    os.chown(base / "mail", NOBODY, NOBODY)
    (base / "etc" / "master.cf").write_text(_MASTER.format(port=port), encoding="utf-8")
    boxes = "".join(f"{address} box/\n" for address in mailboxes)
    (base / "etc" / "boxes").write_text(boxes, encoding="utf-8")


def _main(
    base: Path, *, mailboxes: Sequence[str], transports: Mapping[str, str], relayhost: str, tls: bool
) -> dict[str, str]:
    (base / "etc" / "transports").write_text("".join(f"{name} {to}\n" for name, to in transports.items()))
    main = {
        "compatibility_level": "3.6",
        "queue_directory": f"{base}/queue",
        "data_directory": f"{base}/data",
        "maillog_file": f"{base}/maillog",
        "maillog_file_prefixes": str(base),
        "myhostname": "postfix.test",
        "mydestination": "",
        "mynetworks": "127.0.0.0/8",
        "inet_interfaces": "127.0.0.1",
        "inet_protocols": "ipv4",
        "smtpd_relay_restrictions": "permit_mynetworks, reject",
        "smtpd_recipient_restrictions": "reject_unlisted_recipient, permit",
        "alias_maps": "",
        "alias_database": "",
        "biff": "no",
        "append_dot_mydomain": "no",
        "relayhost": relayhost,
        "transport_maps": f"texthash:{base}/etc/transports",
        "virtual_mailbox_domains": ", ".join(sorted({address.partition("@")[2] for address in mailboxes})),
        "virtual_mailbox_maps": f"texthash:{base}/etc/boxes",
        "virtual_mailbox_base": f"{base}/mail",
        "virtual_uid_maps": f"static:{NOBODY}",
        "virtual_gid_maps": f"static:{NOBODY}",
        "smtputf8_enable": "yes",
        "lmtp_host_lookup": "native",
        "smtp_host_lookup": "native",
        "smtp_dns_support_level": "disabled",
        "minimal_backoff_time": "1s",
        "maximal_backoff_time": "5s",
        "queue_run_delay": "1s",
    }
    if tls:
        main |= {
            "smtpd_tls_security_level": "may",
            "smtpd_tls_chain_files": f"{base}/etc/chain.pem",
            "smtpd_tls_loglevel": "1",
        }
        certificate, separator, key = CERTIFICATE.read_text().partition("-----BEGIN PRIVATE KEY-----")
        (base / "etc" / "chain.pem").write_text(separator + key + certificate)  # Postfix wants the key first
        (base / "etc" / "chain.pem").chmod(0o600)
    return main


def _greets(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as sock:
            return sock.recv(100).startswith(b"220 ")
    except OSError:
        return False


def _stop(postfix: Postfix) -> None:
    """End it, and wait until its master is gone: the queue is written until then."""
    lock = postfix.base / "queue" / "pid" / "master.pid"
    if not lock.exists():
        return
    master = Path("/proc") / lock.read_text().strip()
    postfix.run("postfix", "abort")
    end = time.monotonic() + 10
    while _lives(master) and time.monotonic() < end:
        time.sleep(0.02)


def _lives(process: Path) -> bool:
    try:
        return "State:\tZ" not in (process / "status").read_text()  # a zombie waits for process 1 only
    except OSError:
        return False
