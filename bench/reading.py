"""How long reading one mail takes: an ordinary one, all of the corpus, and what was made to stop a reader."""

from __future__ import annotations

import base64
import email
import email.policy
import multiprocessing
import re
import resource
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from email.message import EmailMessage
from pathlib import Path

import mailparser

from bench.rounds import Contender, Line, timed
from gateway.inbound.read import read_mail
from gateway.mail import Envelope

MAIL = Path(__file__).resolve().parents[1] / "tests" / "mail"
ENVELOPE = Envelope("ann@acme.example", ("support@example.com",))
OURS = frozenset({"support@example.com"})
READS = 2_000
PROMISED = (2.0, 300.0)
"""Seconds and MB that no mail may take: tests count calls and end what hangs, only here they are measured."""
LINES = (
    Line("mail-parser, text and attachments", "mail-parser"),
    Line("the standard library, policy.default, text and attachments", "policy.default", "mail-parser"),
    Line("the gateway: all facts, new text, kind, attachments", "reading", "mail-parser"),
)


def ordinary() -> bytes:
    """A reply of 10 kB as programs write it: text, HTML, a quote of three mails, and a small picture."""
    said = "The phones at the front desk still drop after ten minutes, since the update on Monday. " * 3
    quote = "".join(
        f"> line {number} of what you wrote before, about the router and its lights\n" for number in range(35)
    )
    message = EmailMessage()
    message["From"], message["To"] = "Ann Doe <ann@acme.example>", "Support <support@example.com>"
    message["Subject"] = "Re: Phones drop after ten minutes [case #1042735]"
    message["Message-ID"], message["In-Reply-To"] = "<m2@acme.example>", "<1.abcdefghijklmnop@example.com>"
    message["Date"] = "Thu, 19 Nov 2026 10:12:00 +0100"
    message["References"] = "<m1@acme.example> <1.abcdefghijklmnop@example.com>"
    message.set_content(
        f"{said}\n\nOn Thu, 19 Nov 2026 at 09:12, Support <support@example.com> wrote:\n{quote}\n-- \nAnn Doe\n"
    )
    html = quote.replace("> ", "").replace("\n", "<br>\n")
    attribution = '<div class="gmail_attr">On Thu, 19 Nov 2026 at 09:12, Support wrote:<br></div>'
    message.add_alternative(
        f'<div dir="ltr">{said}</div><br><div class="gmail_quote">{attribution}'
        f'<blockquote class="gmail_quote" style="margin:0 0 0 .8ex">{html}</blockquote></div>',
        subtype="html",
    )
    message.add_attachment(b"\x89PNG\r\n\x1a\n" + bytes(1200), maintype="image", subtype="png", filename="lights.png")
    return message.as_bytes(policy=email.policy.SMTP)


def contenders() -> list[Contender]:
    raw = ordinary()

    def repeated(read: Callable[[bytes], object]) -> Callable[[], float]:
        def run() -> float:
            begin = time.perf_counter()
            for _ in range(READS // 4):
                read(raw)
            return time.perf_counter() - begin

        return run

    return [
        timed("mail-parser", READS // 4, repeated(_mail_parser)),
        timed("policy.default", READS // 4, repeated(_default_policy)),
        timed("reading", READS // 4, repeated(_ours)),
    ]


def _ours(raw: bytes) -> object:
    return read_mail(raw, envelope=ENVELOPE, ours=OURS)


def _mail_parser(raw: bytes) -> object:
    found = mailparser.parse_from_bytes(raw)
    return found.text_plain, found.text_html, found.attachments, found.subject, found.from_


def _default_policy(raw: bytes) -> object:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    body = message.get_body(("plain",))
    files = [part.get_content() for part in message.iter_attachments()]
    return body.get_content() if body else "", files, message["Subject"], message["From"]


def report() -> list[str]:
    """Write the distributions, and the worst of the hostile mails, each read in a process of its own."""
    raw = ordinary()
    corpus = [file.read_bytes() for file in sorted(MAIL.rglob("*.eml"))]
    lines = ["Reading one mail, milliseconds: median, 95 %, 99 %, longest"]
    lines.append(_spread(f"{len(raw) / 1000:.0f} kB, multipart, {READS:,} times", [_took(raw) for _ in range(READS)]))
    lines.append(_spread(f"all {len(corpus)} mails of the tests", [_took(one) for one in corpus]))
    lines += ["", "Mail made to stop a reader: seconds, and the most memory of the process, the mail itself in it"]
    measured = sorted(((*_apart(make), name) for name, make in hostile()), reverse=True)
    lines += [_measured(name, seconds, megabytes) for seconds, megabytes, name in measured]
    return lines


def _measured(name: str, seconds: float, megabytes: float) -> str:
    beyond = seconds > PROMISED[0] or megabytes > PROMISED[1]
    promised = f"  beyond what is promised: {PROMISED[0]:g} s, {PROMISED[1]:g} MB" if beyond else ""
    return f"  {name:48} {seconds:6.2f} s {megabytes:6.0f} MB{promised}"


def _took(raw: bytes) -> float:
    begin = time.perf_counter()
    _ours(raw)
    return (time.perf_counter() - begin) * 1000


def _spread(name: str, times: list[float]) -> str:
    at = statistics.quantiles(times, n=100)
    return f"  {name:48} {at[49]:6.2f} {at[94]:6.2f} {at[98]:6.2f} {max(times):7.1f}"


def _apart(make: Callable[[], bytes]) -> tuple[float, float]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_measure, args=(make, theirs))
    process.start()
    theirs.close()
    found: tuple[float, float] = ours.recv()
    process.join()
    return found


def _measure(make: Callable[[], bytes], answer: multiprocessing.connection.Connection) -> None:
    raw = make()
    _ours(ordinary())  # what is loaded once is not the mail's doing
    begin = time.perf_counter()
    _ours(raw)
    answer.send((time.perf_counter() - begin, _peak()))


def _peak() -> float:
    """The most this process or one of its children had, in MB.

    Of ourselves not by getrusage: it would count what our parent had when it began us.
    """
    found = re.search(r"^VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
    return max(int(found[1]) if found else 0, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


def hostile() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield each with what it is called."""
    yield from _HOSTILE.items()


def _mail(fields: bytes, body: bytes) -> bytes:
    return b"From: Ann <ann@acme.example>\r\nSubject: x\r\nMIME-Version: 1.0\r\n" + fields + b"\r\n" + body


def _nested() -> bytes:
    level = b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n"
    body = b"".join(level % (number, number + 1) for number in range(1000))
    return _mail(b"Content-Type: multipart/mixed; boundary=b0\r\n", body + b"--b1000\r\n\r\ndeep\r\n")


def _parts() -> bytes:
    return _mail(b"Content-Type: multipart/mixed; boundary=b\r\n", b"--b\r\n\r\nx\r\n" * 100_000 + b"--b--\r\n")


def _some_parts() -> bytes:
    return _mail(b"Content-Type: multipart/mixed; boundary=b\r\n", b"--b\r\n\r\nx\r\n" * 990 + b"--b--\r\n")


def _empty_lines() -> bytes:
    return _mail(b"", b"\r\n" * 10_000_000)


def _base64() -> bytes:
    data = base64.encodebytes(bytes(36_000_000))
    part = b"--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n" + data
    return _mail(b"Content-Type: multipart/mixed; boundary=b\r\n", b"--b\r\n\r\nx\r\n" + part + b"\r\n--b--\r\n")


def _quotes() -> bytes:
    return _mail(b"", b"> quoted\r\n" * 100_000)


def _attributions() -> bytes:
    return _mail(b"", b"On Monday, somebody wrote:\r\n" * 50_000)


def _one_line() -> bytes:
    return _mail(b"", b"On " * 1_700_000)


def _divs() -> bytes:
    return _mail(b"Content-Type: text/html\r\n", b"<div>" * 60_000 + b"x")


def _slashes() -> bytes:
    body = b"".join(b"<p><font color=%d/>x" % number for number in range(14_500))
    return _mail(b"Content-Type: text/html\r\n", body)


def _bogus_ends() -> bytes:
    body = b"".join(b"<p><font color=%d></x>x" % number for number in range(14_500))
    return _mail(b"Content-Type: text/html\r\n", body)


def _attributes() -> bytes:
    return _mail(b"Content-Type: text/html\r\n", b"<p " + b"".join(b"a%d=1 " % n for n in range(50_000)) + b">x")


def _table() -> bytes:
    return _mail(b"Content-Type: text/html\r\n", b"<table>" + b"<tr><td>a<td>b<td>c" * 20_000 + b"</table>")


def _parameters() -> bytes:
    return _mail(b"Content-Type: text/plain" + b"; a=b" * 10_000 + b"\r\n", b"x")


def _fields() -> bytes:
    return _mail(b"".join(b"X-%d: y\r\n" % number for number in range(50_000)), b"x")


def _references() -> bytes:
    return _mail(b"References:" + b" <a@b.example>\r\n" * 4_000, b"x")


def _words() -> bytes:
    return _mail(b"X-Y: z\r\nComments:" + b" =?utf-8?q?=C3=A4?=\r\n" * 3_000, b"x")


def _uuencoded() -> bytes:
    return _mail(b"", b"begin 644 a\r\n" * 100_000)


def _headers_in_text() -> bytes:
    return _mail(b"In-Reply-To: <a@b.example>\r\n", b"From: Ann <a@b.example>\r\n" * 72_000)


def _html_parts() -> bytes:
    part = b"--b\r\nContent-Type: text/html\r\n\r\n" + b"<p>words</p>" * 9_900 + b"\r\n"
    return _mail(b"Content-Type: multipart/mixed; boundary=b\r\n", part * 20 + b"--b--\r\n")


def _winmails() -> bytes:
    # What these tests hold ready would count as memory of every mail.
    from tests.inbound.test_tnef import largest_rtf, properties, sized, thing, tnef

    rtf = properties((0x102, 0x1009, sized(largest_rtf())))
    data = base64.encodebytes(tnef(thing(1, 0x9003, rtf)))
    part = b"--b\r\nContent-Type: application/ms-tnef\r\nContent-Transfer-Encoding: base64\r\n\r\n" + data + b"\r\n"
    return _mail(b"Content-Type: multipart/mixed; boundary=b\r\n", part * 12 + b"--b--\r\n")


def _blanks() -> bytes:
    return _mail(b"", (b" " * 31 + b"x") * 600_000)


def _enriched() -> bytes:
    return _mail(b"Content-Type: text/enriched\r\n", b"<verbatim><excerpt>x" * 100_000)


def _calendar() -> bytes:
    return _mail(b"Content-Type: text/calendar\r\n", b"BEGIN:VEVENT\r\n" + b"ATTENDEE;CN=x:mailto:a@b\r\n" * 80_000)


def _many(part: bytes, times: int, kind: bytes = b"mixed") -> bytes:
    fields = b"Content-Type: multipart/" + kind + b"; boundary=b\r\n"
    return _mail(fields, (b"--b\r\nContent-Type: " + part + b"\r\n") * times + b"--b--\r\n")


_TABLE = b"<table><tr><td>a</td><td>b</td></tr></table>"


def _wordless_pages() -> bytes:
    return _many(b"application/xhtml+xml\r\n\r\n<table>" + b"<tr><td><td>" * 6_000, 98)


def _amp_pages() -> bytes:
    return _many(b"text/x-amp-html\r\n\r\n" + b"<table><tr><td></td><td></td></tr></table>" * 2_400, 72)


def _rtf_tables() -> bytes:
    wrapped = b"{\\*\\htmltag " + _TABLE + b"}"
    return _many(b"text/richtext\r\n\r\n{\\rtf1\\fromhtml1 " + wrapped * 2_400 + b"}", 45)


def _rtf_rows() -> bytes:
    cells = b"{\\*\\htmltag <table><tr>}" + b"{\\*\\htmltag <td>a}" * 9_000
    return _many(b"text/richtext\r\n\r\n{\\rtf1\\fromhtml1 " + cells + b"}", 45)


def _small_rtf() -> bytes:
    wrapped = b"{\\*\\htmltag " + _TABLE + b"}"
    return _many(b"text/richtext\r\n\r\n{\\rtf1\\fromhtml1 " + wrapped * 100 + b"}", 900)


def _related() -> bytes:
    level = b"--b%d\r\nContent-Type: multipart/related; boundary=b%d\r\n\r\n"
    body = b"".join(level % (number, number + 1) for number in range(40))
    return _mail(b"Content-Type: multipart/related; boundary=b0\r\n", body + b"--b40\r\n\r\n  \r\n")


def _versions() -> bytes:
    words = b"a b " * 200_000
    pair = b"text/plain\r\n\r\n" + words + b"\r\n--b\r\nContent-Type: text/enriched\r\n\r\n" + words
    return _many(pair, 5, b"alternative")


def _descriptions() -> bytes:
    return _mail(
        b"Content-Type: text/calendar\r\n",
        b"BEGIN:VEVENT\r\n" + b"X-ALT-DESC;FMTTYPE=text/html:<b>x\r\n" * 200_000,
    )


def _quoted_printable() -> bytes:
    fields = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
    return _mail(fields, b"=\r\n" * 3_000_000)


_HOSTILE: Mapping[str, Callable[[], bytes]] = {
    "1,000 levels of multiparts": _nested,
    "100,000 parts": _parts,
    "990 parts": _some_parts,
    "20 MB of empty lines": _empty_lines,
    "a picture of 36 MB": _base64,
    "100,000 quoted lines": _quotes,
    "50,000 attributions": _attributions,
    "5 MB of 'On On On'": _one_line,
    "60,000 nested <div>": _divs,
    "14,500 <font/> that stay open": _slashes,
    "14,500 <font></x> that stay open": _bogus_ends,
    "50,000 attributes": _attributes,
    "a table of 60,000 cells": _table,
    "10,000 parameters": _parameters,
    "50,000 header fields": _fields,
    "4,000 references": _references,
    "3,000 encoded words": _words,
    "100,000 beginnings of uuencode": _uuencoded,
    "9 MB of soft line breaks": _quoted_printable,
    "72,000 lines that look like a header": _headers_in_text,
    "20 HTML parts of 10,000 paragraphs": _html_parts,
    "12 winmail.dat with the largest text": _winmails,
    "20 MB of blanks in runs": _blanks,
    "100,000 excerpts of enriched text": _enriched,
    "an invitation of 80,000": _calendar,
    "98 XHTML parts of tables without words": _wordless_pages,
    "72 AMP parts of tables without words": _amp_pages,
    "45 RTF parts around tables": _rtf_tables,
    "45 RTF parts around a row of 9,000 cells": _rtf_rows,
    "900 small RTF parts around tables": _small_rtf,
    "40 levels of multipart/related": _related,
    "10 versions of 800 kB": _versions,
    "200,000 descriptions of an event": _descriptions,
}
