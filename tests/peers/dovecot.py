"""A private Dovecot: IMAP and LMTP on loopback ports, any number of users, gone when the test run ends.

Every user name has a mailbox as soon as it is used, with the password ``PASSWORD``; so tests share one server and
take a user each. The fixture is in ``dovecot_fixture``.
"""

from __future__ import annotations

import grp
import imaplib
import os
import pwd
import shutil
import signal
import smtplib
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

from tests.conftest import need_program
from tests.peers.port import free_port

PASSWORD = "horse-battery-staple"
HOST = "localhost"
"""The name the throwaway certificate is made out to."""

_CONFIG = """\
base_dir = {base}/run
state_dir = {base}/state
log_path = {base}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 0
first_valid_gid = 0
mail_uid = {user}
mail_gid = {group}
mail_home = {base}/home/%n
mail_location = maildir:~/Maildir
mail_fsync = {fsync}
mailbox_list_index = no
disable_plaintext_auth = no
auth_mechanisms = plain login
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
ssl_dh =
auth_failure_delay = 0
mail_max_userip_connections = 200
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  process_min_avail = 1
  inet_listener imap {{
    port = {imap_port}
  }}
  inet_listener imaps {{
    port = {imaps_port}
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp_port}
  }}
  unix_listener lmtp {{
    mode = 0666
  }}
}}
service stats {{
  chroot =
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={base}/home/%n
}}
lmtp_save_to_detail_mailbox = no
recipient_delimiter = +
{extra}
"""


@dataclass(frozen=True, slots=True)
class Dovecot:
    """A running server."""

    base: Path
    imap_port: int
    """Plain, with STARTTLS offered."""
    imaps_port: int
    lmtp_port: int
    certificate: Path
    """PEM, for ``localhost``; an authority of its own."""
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def new_user(self) -> str:
        """Return a user nobody had before."""
        return f"user{next(self._numbers)}"

    @property
    def lmtp_socket(self) -> Path:
        return self.base / "run" / "lmtp"

    def maildir(self, user: str, folder: str = "INBOX") -> Path:
        """Return where the mails of a folder lie (Maildir++)."""
        home = self.base / "home" / user / "Maildir"
        return home if folder == "INBOX" else home / f".{folder}"

    @contextmanager
    def login(self, user: str, folder: str = "INBOX") -> Iterator[imaplib.IMAP4]:
        """Look at a mailbox as a person with a mail program would."""
        with imaplib.IMAP4("127.0.0.1", self.imap_port) as imap:
            imap.login(user, PASSWORD)
            imap.select(folder)
            yield imap

    def append(self, user: str, *mails: bytes, folder: str = "INBOX", flags: str = "") -> None:
        """Put mails into a folder, which is made when it is not there."""
        with self.login(user) as imap:
            if folder != "INBOX":
                imap.create(folder)
            for mail in mails:
                status, answer = imap.append(folder, flags, "", mail)
                assert status == "OK", answer

    def drop(self, user: str, mails: Sequence[bytes]) -> None:
        """Put many mails into the INBOX the fast way, as a delivery agent would: straight into ``new/``."""
        maildir = self.maildir(user)
        if not maildir.is_dir():
            with self.login(user):
                pass  # makes the folder with the right owner
        for number, mail in enumerate(mails):
            name = f"{time.time_ns()}.N{number}.test"
            (maildir / "tmp" / name).write_bytes(mail)
            _own(maildir / "tmp" / name)
            os.rename(maildir / "tmp" / name, maildir / "new" / name)

    def deliver(self, user: str, mail: bytes, *, sender: str = "someone@example.net") -> None:
        """Hand over one mail by LMTP, as an MTA would."""
        with smtplib.LMTP("127.0.0.1", self.lmtp_port) as lmtp:
            lmtp.sendmail(sender, [f"{user}@example.com"], mail)

    def flags(self, user: str, folder: str = "INBOX") -> dict[int, str]:
        """Return UID -> flags, without the changing ``\\Recent``."""
        with self.login(user, folder) as imap:
            _, lines = imap.uid("FETCH", "1:*", "(FLAGS)")
        found = {}
        for line in lines:
            if isinstance(line, bytes) and b"UID " in line:  # others tell of changes unasked
                flags = line.partition(b"FLAGS (")[2].partition(b")")[0].decode().split()
                uid = int(line.partition(b"UID ")[2].split(b" ")[0].rstrip(b")"))
                found[uid] = " ".join(sorted(set(flags) - {"\\Recent"}))
        return found

    def change_uidvalidity(self, user: str, folder: str = "INBOX") -> None:
        """Make the server forget its UIDs, as a restore or a migration does."""
        maildir = self.maildir(user, folder)
        for name in maildir.glob("dovecot*"):
            if name.is_file():
                name.unlink()
        # UIDVALIDITY is a time in seconds; without this a fast test would get the same one again
        (maildir / "dovecot-uidlist").write_text(f"3 V{next(_validities)} N1\n")
        _own(maildir / "dovecot-uidlist")


_validities = count(2_000_000_001)


@contextmanager
def running_dovecot(*, extra: str = "", fsync: str = "never") -> Iterator[Dovecot]:
    """Start a Dovecot of its own, with ``extra`` lines of configuration."""
    program = need_program("dovecot")
    base = Path(tempfile.mkdtemp(prefix="dc-"))  # short: socket paths may have 107 bytes
    base.chmod(0o755)
    try:
        server = _configure(base, extra=extra, fsync=fsync)
        process = subprocess.Popen(
            [program, "-F", "-c", str(base / "dovecot.conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            _await_greeting(server, process)
            yield server
        finally:
            os.killpg(process.pid, signal.SIGKILL)  # all of it; an orderly end takes Dovecot six seconds
            process.communicate()
    finally:
        shutil.rmtree(base, ignore_errors=True)


def _configure(base: Path, *, extra: str, fsync: str) -> Dovecot:
    for folder in ("run", "state", "home"):
        (base / folder).mkdir()
    certificate, key = make_certificate(base)
    imap_port, imaps_port, lmtp_port = free_port(), free_port(), free_port()
    account = _account()
    for path in (base, base / "state", base / "home"):
        _own(path)
    config = _CONFIG.format(
        base=base,
        user=account.pw_name,
        group=grp.getgrgid(account.pw_gid).gr_name,
        certificate=certificate,
        key=key,
        imap_port=imap_port,
        imaps_port=imaps_port,
        lmtp_port=lmtp_port,
        password=PASSWORD,
        extra=extra,
        fsync=fsync,
    )
    (base / "dovecot.conf").write_text(config)
    return Dovecot(base, imap_port, imaps_port, lmtp_port, certificate)


def _account() -> pwd.struct_passwd:
    """Return who the mail belongs to: ourselves, or, as Dovecot refuses root, nobody."""
    return pwd.getpwuid(os.getuid()) if os.getuid() else pwd.getpwnam("nobody")


def _own(path: Path) -> None:
    os.chown(path, _account().pw_uid, _account().pw_gid)


def make_certificate(folder: Path, *, name: str = HOST) -> tuple[Path, Path]:
    """Make a throwaway certificate for ``name``; return the files of certificate and key."""
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    subprocess.run(
        [
            *(need_program("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-nodes", "-days", "2", "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    return certificate, key


def await_true(condition: Callable[[], bool], *, seconds: float = 15, what: str = "it") -> None:
    """Wait for a real peer; fail when it takes too long."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, f"{what} did not happen within {seconds} s"
        time.sleep(0.02)


def _await_greeting(server: Dovecot, process: subprocess.Popen[bytes]) -> None:
    def greets() -> bool:
        if process.poll() is not None:
            assert process.stderr is not None
            pytest.fail(f"Dovecot does not start: {process.stderr.read().decode()} {_log(server)}")
        try:
            with imaplib.IMAP4("127.0.0.1", server.imap_port, timeout=2):
                return True
        except (OSError, imaplib.IMAP4.error):
            return False

    try:
        await_true(greets, what="the greeting of Dovecot")
    except AssertionError as late:
        pytest.fail(f"{late}: {_log(server)}")


def _log(server: Dovecot) -> str:
    log = server.base / "dovecot.log"
    return log.read_text()[-2000:] if log.exists() else ""
