"""Files that stand in plain text: found when they are real, folded away, and read out again."""

from __future__ import annotations

import binascii
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.errors import NotFound
from gateway.inbound.files.attachments import attachment_bytes
from gateway.inbound.files.uuencode import MAX_FILES, uuencoded
from tests.effort import patiently
from tests.inbound.mails import attached, mail, multipart, read


def uu(data: bytes, name: str = "trace.bin", *, backtick: bool = True, mode: str = "644") -> str:
    lines = [
        binascii.b2a_uu(data[at : at + 45], backtick=backtick).decode().rstrip("\n") for at in range(0, len(data), 45)
    ]
    return "\n".join([f"begin {mode} {name}", *lines, "`" if backtick else " ", "end", ""])


@given(st.binary(max_size=400), st.booleans(), st.text(alphabet="abc 01.-", min_size=1).filter(str.strip))
def test_what_an_encoder_wrote_comes_back(data: bytes, backtick: bool, name: str) -> None:
    text = f"Hello,\n{uu(data, name.strip(), backtick=backtick)}\nBye\n"
    (found,) = uuencoded(text)
    assert (found.data, found.name) == (data, name.strip())
    assert text[: found.start] + text[found.end :] == "Hello,\n\nBye\n"


@given(st.binary(min_size=1, max_size=300))
def test_blanks_that_a_program_took_off_the_ends_of_lines_are_zeros(data: bytes) -> None:
    data = data.rstrip(b"\0") + b"\0\0"
    text = "\n".join(line.rstrip() for line in uu(data, backtick=False).split("\n"))
    (found,) = uuencoded(text)
    assert found.data == data


@given(st.text(alphabet=st.sampled_from("begin 64\nMendx`#!\r\t"), max_size=200))
def test_no_text_breaks_it_and_spans_are_in_order(text: str) -> None:
    at = 0
    for found in uuencoded("begin 644 a\n" + text):
        assert at <= found.start < found.end
        at = found.end


@pytest.mark.parametrize(
    "text",
    [
        "begin 644 a.txt\nand then we went home\nend\n",
        "We begin 644 things\n#0V%T\n`\nend\n",
        "begin 644 a.txt\n#0V%T\n`\n",
        "begin 644 a.txt\n#0V%T\nend\n",
        "begin 644 a.txt\n#0V%T\nM\n`\nend\n",
        "begin 644\n#0V%T\n`\nend\n",
        "begin 999 a.txt\n#0V%T\n`\nend\n",
        "> begin 644 a.txt\n> #0V%T\n> `\n> end\n",
        "begin 644 a.txt\n#0V%T\n`\n\nend\n",
        "begin 644 a.txt\n#0V%TTOOLONG\n`\nend\n",
        "begin 644 a.txt\n#0V\n#0V%T\n`\nend\n",
        "begin 644 a.txt\nHELLO WORLD, THIS IS ALL IN CAPITALS\n`\nend\n",
    ],
)
def test_what_only_looks_like_a_file_stays_text(text: str) -> None:
    assert uuencoded(text) == ()


def test_files_in_a_text_become_attachments_and_the_text_loses_nothing() -> None:
    exe = b"MZ\x90\0\3\0\0\0" + bytes(60)
    body = f"Please look:\n\n{uu(exe, 'run.exe')}\nand\n{uu(b'cat', '../notes.txt')}\nThanks\n"
    raw = mail(body.replace("\n", "\r\n").encode())
    found = read(raw)
    assert found.body.text == "Please look:\n\n\nand\n\nThanks"
    assert [cut.reason for cut in found.body.cuts] == ["uuencode", "uuencode"]
    assert found.body.full == body.rstrip("\n") or found.body.full == body
    run, notes = found.attachments
    assert (run.part, run.name, run.size, run.danger) == ("1/u1", "run.exe", 68, "a program for Windows (.exe)")
    assert (notes.part, notes.name, notes.found, notes.danger) == ("1/u2", "notes.txt", "text/plain", "")
    assert attachment_bytes(raw, "1/u1") == exe
    assert attachment_bytes(raw, "1/u2") == b"cat"
    for part in ("1/u3", "1/u0", "1/1", "1/u", "1/", "1/u\uff11", "2/u1"):
        with pytest.raises(NotFound):
            attachment_bytes(raw, part)


def test_a_reply_that_is_a_file_and_a_quote_keeps_its_quote_apart_from_the_file() -> None:
    body = f"{uu(b'cat', 'a.txt')}\nOn Thu, 19 Nov 2026 at 10:12, Support wrote:\n> What does it say?\n"
    found = read(mail(body.encode()))
    assert "begin 644" not in found.body.text
    assert "uuencode" in {cut.reason for cut in found.body.cuts}
    assert [one.part for one in found.attachments] == ["1/u1"]


def test_a_text_in_base64_is_looked_into_and_a_file_with_such_text_is_not() -> None:
    text = uu(b"cat", "a.txt").encode()
    inline = attached(text, fields=b"Content-Type: text/plain\r\n")
    file = attached(text, fields=b"Content-Type: text/plain; name=b.txt\r\nContent-Disposition: attachment\r\n")
    found = read(multipart(inline, file))
    assert [(one.part, one.name) for one in found.attachments] == [("1/u1", "a.txt"), ("2", "b.txt")]


BOMBS: dict[str, Callable[[], str]] = {
    "begins": lambda: "begin 644 a\n" * 1_000_000,
    "a file without end": lambda: "begin 644 a\n" + ("M" + "A" * 60 + "\n") * 300_000,
    "files without end": lambda: ("begin 644 a\n" + ("M" + "A" * 60 + "\n") * 3) * 100_000,
    "many files": lambda: uu(b"cat") * 500_000,
    "a long line": lambda: "begin 644 a\nM" + "A" * 20_000_000,
    "a long name": lambda: "begin 644 " + "a" * 20_000_000,
    "blanks": lambda: "begin 644 a\n" + " \n" * 3_000_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_hostile_texts_cost_little(name: str) -> None:
    text = BOMBS[name]()
    assert patiently(lambda: len(uuencoded(text))) <= MAX_FILES
