"""Mail that is made to break things, through the door of a whole gateway: kept, shown, and nobody else waits for it."""

from __future__ import annotations

import base64
import random
import re
import smtplib
from functools import partial
from pathlib import Path

import pytest

from tests.whole.gateway_process import Gateway, a_message, until

HEAD = b"From: eve@evil.example\r\nTo: support@example.com\r\nSubject: hostile\r\nMIME-Version: 1.0\r\n"
DOORSTEP = 20.0  # seconds until mail behind hostile mail must be acknowledged, on a busy machine
KEPT = ("10,000 parts", "1,000 levels", "NULs")
ROOM = 512 << 20  # octets: P11


def mixed(body: bytes, boundary: bytes = b"b") -> bytes:
    return HEAD + b'Content-Type: multipart/mixed; boundary="' + boundary + b'"\r\n\r\n' + body


def levels(count: int) -> bytes:
    opened = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (level, level) for level in range(count)
    )
    return HEAD + opened + b"Content-Type: text/plain\r\n\r\ndeep\r\n"


def parts(count: int) -> bytes:
    return mixed(b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * count + b"--b--\r\n")


def charset(label: bytes) -> bytes:
    return HEAD + b"Content-Type: text/plain; charset=" + label + b"\r\n\r\n+2AA- caf\xe9 \xff\xfe =?x?\r\n"


HOSTILE = {
    "10,000 parts": parts(10_000),
    "1,000 levels": levels(1000),
    "1,000 mails in mails": HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 1000 + b"x\r\n",
    "a boundary of 1 MB": mixed(b"x\r\n", b"b" * 1_000_000),
    "no boundary at all": HEAD + b"Content-Type: multipart/mixed\r\n\r\n--\r\n\r\nx\r\n----\r\n",
    "NULs": HEAD.replace(b"hostile", b"NUL \0 in\0side") + b"X-\0: \0\r\n\r\nbody \0 with\0 NULs\0\r\n",
    "charset idna": charset(b"idna"),
    "charset rot13": charset(b"rot13"),
    "charset utf-7": charset(b"utf-7"),
    "charset of 10 kB": charset(b"x" * 10_000),
    "charset NUL": charset(b'"\0"'),
    "words of no charset": HEAD.replace(b"hostile", b"=?utf-16?b?AAA=?= =?utf-7?q?+2AA-?= =?x?q?=0D=0ABcc:a@b?=")
    + b"\r\nx",
    "50,000 fields": HEAD + b"".join(b"X-%d: x\r\n" % number for number in range(50_000)) + b"\r\nx\r\n",
    "a field of 5 MB": HEAD + b"X-Long: " + b"y" * 5_000_000 + b"\r\n\r\nx\r\n",
    "10,000 parameters": HEAD + b"Content-Type: text/plain" + b"; a=b" * 10_000 + b"\r\n\r\nx\r\n",
    "200,000 semicolons": HEAD + b"Content-Type: text/plain" + b";" * 60_000 + b"\r\n\r\nx\r\n",
    "a Message-ID of 30,000 atoms": HEAD + b"Message-ID: <" + b"a." * 30_000 + b"a@x>\r\n\r\nx\r\n",
    "5,000 brackets": HEAD + b"Cc: " + b"(" * 5_000 + b"\r\n\r\nx\r\n",
    "200,000 quote marks": HEAD + b"\r\n" + b"> " * 200_000 + b"\r\n" + b">\r\n" * 200_000,
    "50,000 who wrote": HEAD + b"\r\n" + b"On Thu, 19 Nov 2026, Ann wrote:\r\n" * 50_000,
    "8 million empty lines": HEAD + b"\r\n" + b"\r\n" * 4_000_000,
    "60,000 divs": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 60_000 + b"deep",
    "24 MB of base64": HEAD + b"Content-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + base64.encodebytes(b"\x5a" * 17_000_000).replace(b"\n", b"\r\n"),
    "random bytes": random.Random(7).randbytes(200_000),
    "random bytes behind a header": HEAD + b"\r\n" + random.Random(8).randbytes(2_000_000),
    "nothing": b"",
}  # fmt: skip


def answered(gateway: Gateway, count: int) -> bool:
    """So many have their acknowledgement; the hostile one has an address that gets three in an hour."""
    return len([mail for mail in gateway.outgoing() if mail["To"] != "eve@evil.example"]) >= count


def peak(pid: int) -> int:
    """The most memory a process had, in octets."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found
    return int(found[1]) * 1024


@pytest.mark.id("M-01", "M-02", "M-03", "M-05", "H-01", "H-07", "H-08", "P2", "P9", "P11")
def test_every_hostile_mail_is_kept_and_the_mail_behind_it_is_handled_at_once(tmp_path: Path) -> None:
    gateway = Gateway(tmp_path)
    with gateway.running():
        processes = set(gateway.children())
        with smtplib.SMTP("127.0.0.1", gateway.port, timeout=60) as client:
            client.ehlo()
            for number, (name, mail) in enumerate(HOSTILE.items()):
                client.mail("eve@evil.example")
                client.rcpt("support@example.com")
                code, said = client.data(mail.replace(b"hostile", b"hostile %d" % number))  # no two are the same
                assert code == 250, (name, said)
                client.send_message(a_message(number))
                until(partial(answered, gateway, number + 1), f"the mail behind {name} is acknowledged", DOORSTEP)
        until(gateway.at_rest, "nothing waits")
        status = gateway.status()
        assert status["mails"]["accepted"] == 2 * len(HOSTILE)
        assert status["mails"]["aside"] == 0
        assert len(gateway.tickets()) == 2 * len(HOSTILE)
        assert status["mails"]["fates"].keys() == {"ticket"}
        assert set(gateway.children()) == processes, "no process died"
        assert {pid: peak(pid) for pid in processes if peak(pid) > ROOM} == {}
        for number, name in enumerate(HOSTILE):
            if name in KEPT:
                raw = gateway.cli("mail", "raw", str(2 * number + 1))["raw_base64"]
                assert base64.b64decode(raw) == HOSTILE[name].replace(b"hostile", b"hostile %d" % number)


def a_door_of_few_words(gateway: Gateway) -> smtplib.SMTP:
    """A client that says nothing of sizes."""
    client = smtplib.SMTP("127.0.0.1", gateway.port, timeout=60)
    client.helo("old.example")
    client.mail("ann@acme.example")
    client.rcpt("support@example.com")
    return client


def pour(client: smtplib.SMTP, octets: int) -> None:
    assert client.sock is not None
    for _ in range(octets // 1_000_000):
        client.sock.sendall(b"z" * 1_000_000)


@pytest.mark.id("S-06", "P11")
def test_a_mail_of_50_mb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    gateway = Gateway(tmp_path)
    with gateway.running():
        with smtplib.SMTP("127.0.0.1", gateway.port, timeout=60) as client:
            client.ehlo()
            assert client.mail("ann@acme.example", ["SIZE=52428800"]) == (552, b"5.3.4 Message exceeds the size limit")
            client.send_message(a_message(0))  # the connection goes on
        with a_door_of_few_words(gateway) as client:
            assert client.data(b"x" * 70 + b"\r\n" + b"y" * 30_000_000)[0] == 552
            client.send_message(a_message(1))  # read to its end, so that the connection goes on
        client = a_door_of_few_words(gateway)
        client.putcmd("data")
        assert client.getreply()[0] == 354
        with pytest.raises((ConnectionResetError, BrokenPipeError)):  # it hangs up long before the end
            pour(client, 1_000_000_000)
        client.close()
        until(lambda: len(gateway.outgoing()) == 2, "the mails between are acknowledged")
        assert gateway.status()["mails"]["accepted"] == 2
        assert peak(gateway.pid_of("wire")) < 256 << 20
