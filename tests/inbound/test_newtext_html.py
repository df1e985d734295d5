"""New text of HTML mail: the marks of each mail program, and what must stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.inbound.body.choose import Chosen
from gateway.inbound.body.html_text import html_to_text
from gateway.inbound.fold import fold
from gateway.inbound.newtext.html import cut_html
from gateway.inbound.newtext.plain import Occasion
from tests.effort import patiently

WROTE = "On Thu, Nov 19, 2026 at 10:12 AM Support &lt;support@example.com&gt; wrote:"
BLOCK = "<b>From:</b> Support<br><b>Sent:</b> Thursday<br><b>To:</b> Ann<br><b>Subject:</b> RE: port 12"
BORDER = "border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"
REPLIES = {
    "gmail": '<div dir="ltr">NEW</div><br><div class="gmail_quote gmail_quote_container">'
    '<div dir="ltr" class="gmail_attr">'
    f'{WROTE}<br></div><blockquote class="gmail_quote" style="margin:0">OLD</blockquote></div>',
    "apple": f'<body>NEW<br><div><br><blockquote type="cite"><div>{WROTE}</div><br><div>OLD</div></blockquote></div>',
    "apple with the line outside": f"<body>NEW<br><div>{WROTE}</div><br><blockquote type=cite>OLD</blockquote></body>",
    "thunderbird": f'<p>NEW</p><div class="moz-cite-prefix">{WROTE}<br></div><blockquote type="cite">OLD</blockquote>',
    "yahoo": f'<div>NEW</div><div id="yahoo_quoted_1" class="yahoo_quoted"><div>{WROTE}</div><div>OLD</div></div>',
    "proton": f'<div>NEW</div><div class="protonmail_quote">{WROTE}<br><blockquote class="protonmail_quote" '
    'type="cite">OLD</blockquote><br></div>',
    "zimbra": '<div>NEW<br></div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><b>From: </b>'
    'Support<br></div><div data-marker="__QUOTED_TEXT__">OLD</div>',
    "outlook web": '<div class="elementToProof">NEW</div><div id="appendonsend"></div><hr style="width:98%">'
    f'<div id="divRplyFwdMsg" dir="ltr">{BLOCK}</div><div>OLD</div>',
    "outlook windows": f'<div class="WordSection1"><p>NEW</p><div><div style="{BORDER}"><p>{BLOCK}</p></div></div>'
    "<p>OLD</p></div>",
    "outlook mac": f'<div>NEW</div><span id="OLK_SRC_BODY_SECTION"><div>{BLOCK}</div><div>OLD</div></span>',
    "outlook ios": '<div>NEW</div><div id="ms-outlook-mobile-reference-message"><hr>'
    f'<div id="divRplyFwdMsg">{BLOCK}</div>OLD</div>',
    "gmx": '<div>NEW</div><div name="quote" style="margin:10px"><b>Gesendet:</b> x<br><b>Von:</b> y'
    "<div>OLD</div></div>",
    "tutanota": f'<div>NEW</div><div>{WROTE}</div><blockquote class="tutanota_quote">OLD</blockquote>',
    "roundcube": f'<p>NEW</p><p id="reply-intro">{WROTE}</p><blockquote type="cite">OLD</blockquote>',
    "nested quotes": '<p>NEW</p><blockquote type="cite">OLD<blockquote type="cite">OLD<blockquote type="cite">OLD'
    "</blockquote></blockquote></blockquote>",
}


@pytest.mark.parametrize("client", REPLIES)
def test_the_quote_of_each_mail_program_is_taken_out(client: str) -> None:
    cut = cut_html(REPLIES[client])
    assert cut is not None
    assert html_to_text(cut).strip() == "NEW"


@pytest.mark.parametrize("client", REPLIES)
def test_a_reply_with_no_new_text_is_left_whole(client: str) -> None:
    assert cut_html(REPLIES[client].replace("NEW", "")) is None


INLINE = {
    "gmail": '<div class="gmail_quote"><div class="gmail_attr">On Thursday Ann wrote:</div><blockquote '
    'class="gmail_quote">OLD</blockquote><div>one</div><blockquote class="gmail_quote">OLD</blockquote>two</div>',
    "apple": '<blockquote type="cite">OLD</blockquote><div>one</div><blockquote type="cite">OLD</blockquote>two',
    "thunderbird": '<div class="moz-cite-prefix">On Thursday Support wrote:</div><blockquote type="cite">OLD'
    "</blockquote>"
    '<p>one</p><blockquote type="cite">OLD</blockquote><p>two</p>',
}


@pytest.mark.parametrize("client", INLINE)
def test_answers_between_quotes_stay_in_order(client: str) -> None:
    cut = cut_html(INLINE[client])
    assert cut is not None
    assert html_to_text(cut).split() == ["one", "two"]


FORWARDS = {
    "gmail": '<div dir="ltr">FYI<br><div class="gmail_quote">'
    '<div class="gmail_attr">---------- Forwarded message ----------'
    "<br>From: Bob</div>CONTENT</div></div>",
    "gmail in French": '<div>FYI<div class="gmail_quote">'
    '<div class="gmail_attr">---------- Message transféré ---------<br>'
    "De : Bob</div>CONTENT</div></div>",
    "apple": 'FYI<br><blockquote type="cite"><div>Begin forwarded message:</div><div>From: Bob</div>CONTENT'
    "</blockquote>",
    "thunderbird": '<p>FYI</p><div class="moz-forward-container">-------- Forwarded Message --------'
    '<blockquote type="cite">CONTENT</blockquote></div>',
}


@pytest.mark.parametrize("client", FORWARDS)
def test_a_forward_stays_whole(client: str) -> None:
    assert cut_html(FORWARDS[client]) is None


@pytest.mark.parametrize(
    "html",
    [
        "<p>NEW</p>",
        "<p>She said</p><blockquote>this is my own citation</blockquote><p>and I agree</p>",
        f'<div style="{BORDER}">a box at the top of a designed mail</div><p>text</p>',
        "",
        "<blockquote type=cite",
    ],
    ids=["plain", "citation", "box", "empty", "broken"],
)
def test_html_without_a_mark_is_left_to_the_text(html: str) -> None:
    assert cut_html(html) is None


MONSTERS = {
    "deep": "<div>" * 60_000 + "<blockquote type=cite>x",
    "deep quotes": "NEW" + "<blockquote type=cite>x" * 60_000,
    "quotes below the depth limit": "NEW" + "<blockquote type=cite>x" * 390,
    "wrappers below the depth limit": "NEW" + "<div class=gmail_quote><blockquote>x</blockquote>" * 390,
    "many quotes": "NEW" + "<blockquote type=cite>x</blockquote>" * 14_000,
    "many wrappers": "NEW" + "<div class=gmail_quote>x</div>" * 14_000,
    "many blocks": "<div id=divRplyFwdMsg></div>" * 14_000,
    "many borders": f'<div style="{BORDER}"></div>' * 14_000 + "text",
    "attributes": "<blockquote type=cite " + "a=b " * 50_000 + ">x</blockquote>",
    "a megabyte and more": "NEW<blockquote type=cite>" + "x" * 1_100_000,
    "siblings": "NEW<p id=appendonsend>" + "<br>" * 14_000,
}


@pytest.mark.id("M-12", "M-17")
@pytest.mark.parametrize("name", MONSTERS)
def test_no_html_takes_long(name: str) -> None:
    patiently(lambda: cut_html(MONSTERS[name]), seconds=5)  # what this looks for takes minutes


PIECES = st.lists(
    st.sampled_from(
        [
            *REPLIES.values(),
            *INLINE.values(),
            "<div>",
            "</div>",
            '<blockquote type="cite">',
            "</blockquote>",
            '<div class="gmail_quote">',
            '<div id="divRplyFwdMsg">',
            "<table><tr><td>",
            "text",
            "<p>",
            "<hr>",
            "<!--",
            "-->",
        ]
    )
    | st.text(max_size=20),
    max_size=12,
)


@given(PIECES)
def test_broken_html_never_raises_and_words_remain(pieces: list[str]) -> None:
    cut = cut_html("".join(pieces))
    assert cut is None or html_to_text(cut).strip() or "<img" in cut


@given(PIECES, st.sampled_from(list(Occasion)))
def test_text_and_cuts_of_html_make_up_the_full_text_and_something_remains(
    pieces: list[str], occasion: Occasion
) -> None:
    html = "".join(pieces)
    full = html_to_text(html)
    body = fold(Chosen(full, html), occasion, files_in_text=False)
    assert body.full == full
    kept, at = "", 0
    for cut in body.cuts:
        assert at <= cut.start < cut.end <= len(full)
        kept, at = kept + full[at : cut.start], cut.end
    assert body.text == (kept + full[at:]).strip("\n").rstrip()
    assert bool(body.text.strip()) is bool(full.strip())
