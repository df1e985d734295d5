"""A mail as a page: what its sender laid out, and nothing that runs, fetches, moves or pretends."""

from __future__ import annotations

import base64
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.inbound.body.html_clean import clean_for_display, safe_style
from gateway.inbound.html_page import MAX_PICTURE, Page, make_page
from tests.effort import calls, patiently
from tests.inbound.mails import TEXT, attached, mail, multipart, read
from tests.inbound.test_html_text import BOMBS

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
HTML = b"Content-Type: text/html; charset=utf-8\r\n\r\n"


def page(html: str, *more: bytes, kind: str = "related") -> Page:
    raw = multipart(HTML + html.encode(), *more, kind=kind) if more else mail(html.encode(), fields=HTML[:-2])
    return make_page(raw, read(raw))


def body(made: Page) -> str:
    """What stands below the header."""
    return made.html.partition("<main>")[2].rpartition("</main>")[0]


def picture(data: bytes, name: str, kind: str = "image/png") -> bytes:
    return attached(data, fields=f"Content-Type: {kind}\r\nContent-ID: <{name}>\r\n".encode())


def shown(html: str) -> str:
    inner = re.fullmatch(r'<div class="block" dir="[a-z]+">(.*)</div>', body(page(html)), re.DOTALL)
    assert inner, html
    return inner[1]


@pytest.mark.id("M-16")
@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>words",
        "<img src=x onerror=alert(1)>words",
        "<svg onload=alert(1)><script>x</script></svg>words",
        "<a href='javascript:alert(1)'>words</a>",
        "<a href='JaVa\nscript:alert(1)'>words</a>",
        "<a href='data:text/html,<script>x</script>'>words</a>",
        "<a href='//evil.example/x'>words</a>",
        "<a href='file:///etc/passwd'>words</a>",
        "<iframe src='https://evil.example'></iframe>words",
        "<object data='https://evil.example'></object><embed src='https://evil.example'>words",
        "<form action='https://evil.example'><input name=a><textarea>x</textarea></form>words",
        "<link rel=stylesheet href='https://evil.example/a.css'>words",
        "<style>@import url(https://evil.example/a.css);</style>words",
        "<meta http-equiv=refresh content='0;url=https://evil.example'>words",
        "<base href='https://evil.example/'>words",
        "<table background='https://evil.example/a.png'><td>words</table>",
        "<p style='background:url(https://evil.example/a.png)'>words",
        "<p style='background:\\75\\72\\6c(https://evil.example/a.png)'>words",
        "<p style='list-style:url(//evil.example)'>words",
        "<p style='width:expression(alert(1))'>words",
        "<video src='https://evil.example/v' poster='https://evil.example/p'></video>words",
        "<img srcset='https://evil.example/a 2x'>words",
        "<img src='//evil.example/a.png'>words",
        "<img src='https://evil.example/a.png'>words",
        "<img src='file:///etc/passwd'>words",
        "<img src='cid:../../etc/passwd'>words",
        "<img src='data:image/svg+xml,<svg onload=alert(1)>'>words",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>words",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>words",
        "<a title='\"><img src=x onerror=alert(1)>' href='#x'>words</a>",
        "<body onload=alert(1)>words</body>",
        "<!--><img src=x onerror=alert(1)>-->words",
        "<plaintext></div></main><script>alert(1)</script>words",
    ],
)
def test_nothing_runs_and_nothing_is_fetched(html: str) -> None:
    inside = body(page(html))
    assert "words" in inside
    tags = re.findall(r"<([a-z0-9]+)([^<>]*)>", inside)
    assert {tag for tag, _ in tags} <= {"div", "a", "p", "span", "table", "tbody", "tr", "td"}
    assert not re.search(
        r"""\b(?:src|srcset|poster|background|on[a-z]+|data|action|href)\s*=""", "".join(a for _, a in tags)
    )
    assert "evil" not in "".join(attributes for _, attributes in tags)


def test_the_policy_forbids_everything_but_what_is_in_the_page() -> None:
    made = page("<p>words")
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', made.html)
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["img-src"] == "data:"
    assert "script-src" not in rules
    assert made.html.index("Content-Security-Policy") < made.html.index("<title>")


def test_pictures_of_the_mail_are_shown_and_those_from_elsewhere_counted() -> None:
    html = (
        '<p>a<img src="cid:logo%40acme.example" width=20 alt=Logo><img src="https://x.example/p.gif" alt="Our offer">b'
    )
    made = page(html + '<img src="http://x.example/pixel" width=1>', picture(PNG, "Logo@acme.example"))
    data = base64.b64encode(PNG).decode()
    assert f'<img src="data:image/png;base64,{data}" ' in made.html
    assert 'alt="Logo"' in made.html
    assert '<span class="gone">Our offer</span>' in made.html
    assert made.blocked == 2
    assert "2 pictures from elsewhere not fetched" in made.html


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<svg xmlns='x'><script>alert(1)</script></svg>", "image/svg+xml"),
        (b"<svg xmlns='x'><script>alert(1)</script></svg>", "image/png"),
        (b"MZ\x90\0\3\0", "image/png"),
        (b"", "image/png"),
        (PNG + bytes(MAX_PICTURE), "image/png"),
    ],
)
def test_what_is_no_picture_by_its_content_or_too_large_is_not_shown(data: bytes, kind: str) -> None:
    made = page('<p><img src="cid:x" alt="the words">', picture(data, "x", kind))
    assert "data:" not in made.html.partition("<main>")[2]
    assert '<span class="gone">the words</span>' in made.html


def test_a_picture_shown_a_thousand_times_does_not_fill_the_disk() -> None:
    made = page('<img src="cid:x">' * 1000, picture(PNG + bytes(1_000_000), "x"))
    assert len(made.html) < 25_000_000
    assert "data:image/png" in made.html


@pytest.mark.parametrize(
    ("href", "words", "target"),
    [
        ("https://x.example/a?b=1&c=2", "here", "x.example/a?b=1&amp;c=2"),
        ("http://x.example/", "here", "http://x.example"),
        ("https://evil.example/", "https://bank.example", "evil.example"),
        ("https://bank.example@evil.example:8443/x", "bank", "evil.example:8443/x"),
        ("https://b\u0430nk.example/", "bank.example", "xn--bnk-6cd.example"),
        ("mailto:ann@acme.example", "write", "mailto:ann@acme.example"),
        ("https://x.example/" + "a" * 500, "here", "x.example/" + "a" * 90 + "\u2026"),
        ("https://x.example/", "x.example", ""),
        ("mailto:ann@acme.example", "ann@acme.example", ""),
    ],
)
def test_where_a_link_leads_stands_beside_it(href: str, words: str, target: str) -> None:
    inside = shown(f'<a href="{href}" style="color:red;position:fixed">{words}</a>')
    assert re.match(r'<a href="[^"]+" rel="noopener noreferrer nofollow" target="_blank" title="[^"]+"', inside)
    assert 'style="color:red"' in inside
    assert re.findall(r'<span class="to">&lt;(.*?)&gt;</span>', inside) == ([target] if target else [])


@pytest.mark.parametrize(
    "html",
    [
        "<a href='https://good.example/'>x<table><tr><td><a href='https://evil.example/'>good.example</a></table></a>",
        "<a href='https://good.example/'><table><td><a href='https://evil.example/'>https://good.example/</table>",
        "<a href='https://b.example'>" * 2 + "<table><td>" + "<a href='https://evil.example/'>https://good.example/",
        "<a href='https://evil.example/'><i style='font-size:0'>evil.example</i><img alt='good.example'></a>",
        "<a href='https://evil.example/'><font color=white size=1>evil.example</font></a>",
    ],
)
def test_no_link_hides_in_another_and_no_hidden_words_stand_for_its_target(html: str) -> None:
    inside = shown(html)
    links = re.findall(r'<a href="([^"]*)" rel="noopener noreferrer nofollow" target="_blank"', inside)
    assert "https://evil.example/" in links
    assert inside.count("<a ") == inside.count("</a>") == len(links)
    assert not re.search(r"<a [^<>]*>(?:(?!</a>).)*<a ", inside, re.DOTALL)
    assert '</a> <span class="to">&lt;evil.example&gt;</span>' in inside


def test_an_address_that_is_none_is_no_link() -> None:
    assert shown('<a href="https://[broken/">here</a>') == "here"


@pytest.mark.parametrize(
    ("style", "kept"),
    [
        ("color:red; font-size: 12px", "color:red;font-size:12px"),
        ("position:fixed;top:0;z-index:9", ""),
        ("margin:0 -500px", ""),
        ("margin-left:-.5em;color:#fff", "color:#fff"),
        ("background-color:rgb(1, 2, 3)", "background-color:rgb(1, 2, 3)"),
        ("color:var(--x)", ""),
        ("background:url(x)", ""),
        ("color:r/**/ed", ""),
        ("width:100%;transform:scale(9)", "width:100%"),
        ("no colon", ""),
        ("", ""),
    ],
)
def test_styles_only_dress(style: str, kept: str) -> None:
    assert safe_style(style) == kept


def test_tables_colours_and_directions_are_kept() -> None:
    made = page(
        '<html dir="rtl"><body><table border=1 bgcolor="#eeeeee"><td align=center colspan=2 width=50%>x</table>'
    )
    assert 'dir="rtl"' in body(made)
    for kept in ('bgcolor="#eeeeee"', 'colspan="2"', 'align="center"', 'width="50%"', 'border="1"'):
        assert kept in body(made)


def test_texts_and_pictures_stand_in_their_order() -> None:
    inline = b"Content-Type: image/png; name=p.png\r\nContent-Disposition: inline\r\n"
    made = page("first", attached(PNG, fields=inline), HTML + b"second", TEXT, kind="mixed")
    order = [body(made).index(words) for words in ("first", "data:image/png", "second", "The text.")]
    assert order == sorted(order)


def test_of_alternatives_the_rich_one_is_shown_and_files_are_not() -> None:
    file = attached(b"<p>a file</p>", fields=b"Content-Type: text/html\r\nContent-Disposition: attachment\r\n")
    raw = multipart(TEXT, HTML + b"<b>The text.</b>", kind="alternative")
    assert "<b>The text.</b>" in body(make_page(raw, read(raw)))
    assert body(make_page(raw, read(raw))).count("The text.") == 1
    assert "a file" not in page("words", file, kind="mixed").html.partition("<main>")[2]


def test_plain_text_is_shown_as_it_is() -> None:
    raw = mail(b"1 < 2 &amp; <b>x</b>\r\n  indented")
    assert "1 &lt; 2 &amp;amp; &lt;b&gt;x&lt;/b&gt;\n  indented" in body(make_page(raw, read(raw)))
    assert "(no text)" in make_page(mail(b""), read(mail(b""))).html


def test_the_header_says_who_and_what_to_be_careful_about() -> None:
    fields = b"Content-Type: application/octet-stream; name=run.exe\r\n"
    raw = multipart(TEXT, attached(b"MZ\0\0", fields=fields)).replace(
        b"Subject: Phone drops", "Subject: a\u202eb <script>x</script>".encode()
    )
    head = make_page(raw, read(raw)).html.partition("<main>")[0]
    assert "<bdi>a\\u202eb &lt;script&gt;x&lt;/script&gt;</bdi>" in head
    assert "Ann Doe &lt;ann@acme.example&gt;" in head
    assert "run.exe (a program for Windows (.exe))" in head
    assert "\u202e" not in head


@pytest.mark.id("M-17")
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_shown_as_text_in_time(name: str) -> None:
    raw = mail(BOMBS[name].encode(), fields=HTML[:-2])
    found = read(raw)
    made = patiently(lambda: make_page(raw, found))
    assert "words" in made.html


@pytest.mark.id("M-17")
def test_all_html_of_a_mail_together_has_the_room_of_one_part() -> None:
    part = "<p><b>words</b></p>" * 5_000
    made = page(part, *[HTML + part.encode()] * 9, kind="mixed").html
    assert 5_000 <= made.count("<b>words</b>") <= 20_000
    assert made.count("words") == 50_000  # what lost its layout keeps its words


@pytest.mark.id("M-17")
def test_all_text_of_a_mail_together_is_bounded_and_says_where_it_ends() -> None:
    part = b"Content-Type: text/plain\r\n\r\n" + b"words " * 100_000
    made = page("", *[part] * 10, kind="mixed").html
    assert 2_000_000 < len(made) < 2_200_000
    assert made.count("The text goes on in the mail as it came.") == 1


@pytest.mark.id("M-17")
@pytest.mark.parametrize("data", [bytes(60_000), PNG])
def test_a_part_is_looked_at_once_however_often_html_names_it(data: bytes) -> None:
    raw = multipart(HTML + b'<img src="cid:a@b">' * 3_000, picture(data, "a@b"), kind="related")
    found = read(raw)
    assert calls(lambda: make_page(raw, found), "found_type") == 1


@pytest.mark.parametrize("count", [5000])
def test_a_mail_that_cannot_be_parsed_is_shown_by_what_was_read(count: int) -> None:
    raw = mail(b"--edge\r\n\r\nx\r\n" * count, fields=b'Content-Type: multipart/mixed; boundary="edge"\r\n')
    assert "1000 parts" in make_page(raw, read(raw)).html


@given(st.text(alphabet=st.sampled_from("<>/apimgsrc='\"& \nhre:\0(){};\\"), max_size=200))
def test_any_html_is_clean_after_one_pass(source: str) -> None:
    inside = clean_for_display(source).html
    for attributes in re.findall(r"<[a-z0-9]+([^<>]*)>", inside):
        assert not re.search(
            r"\son[a-z]*=|\ssrc=\"(?!cid:)|\shref=\"(?!https?:|ftp:|mailto:|tel:|sip:)", attributes, re.I
        )
    assert not re.search(r"<\s*(?:script|style|iframe|form|svg|object|link|meta|base)\b", inside)
