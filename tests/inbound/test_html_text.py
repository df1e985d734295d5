"""HTML as text for people, and HTML that is meant to stall whoever reads it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.inbound.body.html_bomb import is_bomb
from gateway.inbound.body.html_text import html_to_text, strip_tags
from tests.effort import patiently

GOOD, EVIL = "https://good.example/", "https://evil.example/x"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One<p>Two", "One\n\nTwo"),
        ("one<br>two", "one\ntwo"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("a <b>b</b><i>c</i>", "a bc"),
        ("a&nbsp;b &lt;c&gt; &amp; &eacute;", "a b <c> & é"),
        ("<ul><li>one<li>two</ul>", "  * one\n  * two"),
        ("<ol><li>one<li>two</ol>", " 1. one\n 2. two"),
        ("<table><tr><td>A</td><td>1</td></tr><tr><td>Long</td><td>22</td></tr></table>", "A     1\nLong  22"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ('<a href="https://x.example/a?b=1&amp;c=2">here <b>now</b></a>', "here now <https://x.example/a?b=1&c=2>"),
        ('<a href="https://www.x.example/">x.example</a>', "x.example"),
        ('<a href="mailto:a@x.example">a@x.example</a>', "a@x.example"),
        ('<a href="mailto:a@x.example">write</a>', "write <a@x.example>"),
        ('<a href="javascript:alert(1)">click</a>', "click"),
        (
            f"<a href='{GOOD}'>x<table><tr><td><a href='{EVIL}'>good.example</a></table>",
            f"<{GOOD}> xgood.example <{EVIL}>",
        ),
        (f"<a href='{GOOD}'><table><td><a href='{EVIL}'>{GOOD}</table>", f"<{GOOD}> {GOOD} <{EVIL}>"),
        (f"<a href='{EVIL}'><b style='display:none'>{EVIL}</b><img alt='{GOOD}'></a>", f"[{GOOD}] <{EVIL}>"),
        (f"<a href='{EVIL}'>{GOOD}</a>" + "<p>x" * 20_000, f"<{EVIL}> {GOOD}" + "x" * 20_000),
        (f"<div style='display:none'><a class=\"b\" HREF = {EVIL} >{GOOD}</a></div>", f"<{EVIL}> {GOOD}"),
        ('<img alt="🙂" src="https://x.example/e.png">', "[🙂]"),
        ("<title>t</title><style>p{}</style><script>x()</script>text<!-- c -->", "text"),
        ('<div style="display:none">pre</div>shown', "shown"),
        ('<div style="mso-hide:all; DISPLAY : none !important">pre</div>shown', "shown"),
        ('<span style="color:red;max-height:0px;overflow:hidden">pre</span>shown', "shown"),
        ('<p style="max-height:0.5em">thin</p>', "thin"),
        ('<div style="display:none">all is hidden</div>', "all is hidden"),
        ("<!--[if mso]>mso<![endif]-->else", "else"),
        ("<!-->words<!--->more<font color=1/>", "wordsmore"),
        ("<svg><text>x</text></svg><math><mi>y</mi></math>z", "z"),
        ("no markup", "no markup"),
        ("a < b and c > d", "a < b and c > d"),
        ("", ""),
    ],
)
def test_html_becomes_text_a_person_can_read(html: str, text: str) -> None:
    assert html_to_text(html) == text


@pytest.mark.id("M-16")
def test_nothing_that_could_be_fetched_is_kept_but_what_a_person_would_click() -> None:
    text = html_to_text(
        '<link rel=stylesheet href="https://evil.example/a.css"><meta http-equiv=refresh content="0;url=https://evil.example">'
        '<img src="file:///etc/passwd"><img src="cid:a/../b"><iframe src="https://evil.example"></iframe>'
        '<object data="https://evil.example"></object><base href="https://evil.example"><p background="https://evil.example">words'
    )
    assert text == "words"


BOMBS = {
    "60,000 nested divs": "<div>" * 60_000 + "words",
    "50,000 attributes": "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">words</p>",
    "many attributes on many tags": ("<p " + " ".join(f"a{n}=1" for n in range(1500)) + ">words</p>") * 60,
    "opened anchors": '<a href="http://x.example">' * 30_000 + "words",
    "nested tables": "<table><tr><td>" * 5_000 + "words",
    "a wide table": "<table><tr>" + "<td>words</td>" * 9_000,
    "paragraphs": "<p>" * 29_000 + "words",
    "misnested": "<b><i></b>" * 9_000 + "words",
    "comments": "<!--" * 200_000 + "words",
    "scripts": "<script>" * 100_000 + "</script>words",
    "less-than signs": "<" * 500_000 + " words",
    "unfinished tags": "<a " * 200_000 + ">words",
    "ampersands": "&" * 900_000 + "words",
    "entities": "&amp;" * 190_000 + "words",
    "list items": "<ul>" + "<li>words" * 9_000,
    "blockquotes": "<blockquote>" * 390 + "words",
    "blanks": " " * 900_000 + "words",
    "large": "<p>words</p>" * 200_000,
    "slashes that close nothing": "".join(f"<p><font color={n}/>words" for n in range(14_500)),
    "a few of them": "".join(f"<p><font color={n}/>words" for n in range(4_000)),
    "ends of nothing": "".join(f"<p><font color={n}></x>words" for n in range(14_500)),
    "slashes and no paragraphs": "".join(f"<font color={n}/>" for n in range(29_000)) + "words",
    "ends in comments": "".join(f"<p><font color={n}><!-- </font> -->words" for n in range(6_000)),
    "ends in attributes": "".join(f'<p><font color={n}><i title="</font>"></i>words' for n in range(4_000)),
    "ends in styles": "".join(f"<p><font color={n}><style></font></style>words" for n in range(4_000)),
    "ends in scripts": "".join(
        f"<p><font color={n}><script><!--<script></script></font>--></script>words" for n in range(3_000)
    ),
    "ends in drawings": "".join(f"<p><font color={n}><svg><desc></font></desc></svg>words" for n in range(3_000)),
    "ends in tables": "".join(f"<p><font color={n}><table><td></font></table>words" for n in range(4_000)),
    "ends in cells": "<table>" + "".join(f"<font color={n}><td></font>words" for n in range(6_000)),
    "ends in lists to choose from": "".join(f"<p><font color={n}><select></font></select>words" for n in range(4_000)),
    "ends in objects": "".join(f"<p><font color={n}><object></font></object>words" for n in range(4_000)),
    "starts behind odd quotes": '<p ="> ' + "".join(f"<p><font color={n}>words" for n in range(6_000)) + '">',
    "starts behind short comments": "<!-->" + "".join(f"<p><font color={n}>words" for n in range(6_000)) + "-->",
    "ends that are late": "".join(f"<b id={n}>" + "<div>" * 9 + "words</b>" + "</div>" * 9 for n in range(990)),
    "ends out of reach": "<span><div></span></div>" * 4_900 + "words",
    "blocks in words": "<b><div></b>" * 6_000 + "words",
    "slashes of blocks": "<div/>" * 19_000 + "words",
    "an anchor of addresses": "<a " + " href=" * 150_000 + "<p>words",
    "anchors of addresses": ("<a " + " href=" * 300 + ">words") * 500,
    "anchors in anchors": "<a href=http://x.example><table><td>" * 350 + "words",
    "rows": "<table>" + "<tr><td>words" * 9_900,
}


@pytest.mark.id("M-17")
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_in_time_and_keeps_its_words(name: str) -> None:
    text = patiently(lambda: html_to_text(BOMBS[name]), seconds=8)  # none takes one on a machine of its own
    assert "words" in text


def test_ordinary_html_is_no_bomb() -> None:
    assert not is_bomb("<!--[if mso]><table><tr><td><![endif]--><p>x<!--[if mso]></td></tr></table><![endif]-->" * 500)
    assert not is_bomb('<a href="https://x.example/?a>b"><table><tr><td><b>x</b></td></tr></table></a>' * 500)
    assert not is_bomb("<title><b></title><style>a > b {}</style>" + "<font size=2/>" * 90 + "<p><i>x</i>" * 3000)
    newsletter = "<table>" * 30 + "<tr><td><p style='margin:0'>words</p></td></tr>" * 2000 + "</table>" * 30
    assert not is_bomb(newsletter)
    assert not is_bomb("<p>" * 2000 + "<br>" * 5000)


@given(st.text(alphabet=st.sampled_from("<>/abp!-&;'\"= \n\0#x\ud800é"), max_size=300))
def test_any_text_is_read_and_can_be_stored(source: str) -> None:
    for text in (html_to_text(source), strip_tags(source)):
        text.encode("utf-8")
        assert "\0" not in text
