"""Pictures that belong to HTML, and HTML that carries its pictures itself."""

from __future__ import annotations

from gateway.inbound.body.html_text import html_to_text
from gateway.inbound.html_page import make_page
from tests.inbound.mails import attached, mail, multipart, read

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
PICTURE = attached(PNG, fields=b"Content-Type: image/png; name=logo.png\r\nContent-ID: <Logo@acme.example>\r\n")
HTML = (
    b'Content-Type: text/html\r\nContent-ID: <root@acme.example>\r\n\r\n<p>The text.<img src="cid:logo@acme.example">'
)


def related(*parts: bytes, start: bytes = b"") -> bytes:
    field = b"multipart/related; type=text/html" + (b'; start="' + start + b'"' if start else b"")
    return multipart(*parts).replace(b"multipart/mixed", field)


def test_the_text_is_the_first_part_and_the_picture_stays_an_attachment() -> None:
    found = read(related(HTML, PICTURE))
    assert found.body.text == "The text."
    assert [(one.name, one.part, one.found) for one in found.attachments] == [("logo.png", "2", "image/png")]


def test_the_text_is_the_part_that_start_names() -> None:
    for start in (b"<root@acme.example>", b"root@acme.example", b"<ROOT@acme.example>"):
        raw = related(PICTURE, HTML, start=start)
        found = read(raw)
        assert found.body.text == "The text."
        assert [one.part for one in found.attachments] == ["1"]
        assert make_page(raw, found).html.count("data:image/png;base64,") == 1


def test_a_start_that_names_nothing_is_the_first() -> None:
    assert read(related(HTML, PICTURE, start=b"<nobody@acme.example>")).body.text == "The text."


def test_a_picture_that_html_shows_is_not_shown_a_second_time() -> None:
    raw = related(HTML, PICTURE)
    assert make_page(raw, read(raw)).html.count("<img") == 1


def test_a_picture_written_into_the_html_does_not_cost_it_its_layout() -> None:
    large = "data:image/png;base64," + "A" * 300_000
    table = f'<table><tr><td>A<td>1<tr><td>Long<td><img src="{large}">22</table>'
    assert html_to_text(table) == "A     1\nLong  22"
    raw = mail(table.encode(), fields=b"Content-Type: text/html\r\n")
    made = make_page(raw, read(raw)).html
    assert "<table>" in made
    assert "AAAAAA" not in made


def test_text_beside_the_root_is_text_too_unless_it_is_a_page_within_the_page() -> None:
    above, below = (b"Content-Type: text/plain\r\n\r\n" + words for words in (b"See below.", b"-- \r\nA list"))
    found = read(related(above, HTML, PICTURE, below))
    assert found.body.full == "See below.\n\nThe text.\n\n-- \nA list"
    assert [one.type for one in found.attachments] == ["image/png"]
    frame = b"Content-Location: http://acme.example/frame.html\r\n" + HTML.replace(b"text", b"frame")
    found = read(related(HTML, frame.replace(b"frame/html", b"text/html"), PICTURE))
    assert found.body.full == "The text."
    assert [one.type for one in found.attachments] == ["text/html", "image/png"]


def test_the_texts_of_a_slide_show_are_the_text() -> None:
    slides = attached(b"<smil/>", fields=b"Content-Type: application/smil\r\n")
    texts = [b"Content-Type: text/plain\r\nContent-Location: text_%d.txt\r\n\r\nSlide %d." % (n, n) for n in (1, 2)]
    assert read(related(slides, PICTURE, *texts)).body.text == "Slide 1.\n\nSlide 2."


def test_a_picture_in_front_does_not_cost_the_text() -> None:
    found = read(related(PICTURE, HTML))
    assert found.body.text == "The text."
    assert [one.name for one in found.attachments] == ["logo.png"]
