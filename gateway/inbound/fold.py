"""Put the cuts of a text together: quotes and the like, and files that stand in it as uuencode. Text + cuts = full."""

from __future__ import annotations

from gateway.inbound.body.choose import Chosen
from gateway.inbound.body.html_text import html_to_text
from gateway.inbound.files.uuencode import uuencoded
from gateway.inbound.newtext.html import cut_html
from gateway.inbound.newtext.plain import Occasion, cut_like, cut_plain
from gateway.mail import Body, Cut


def fold(chosen: Chosen, occasion: Occasion, *, files_in_text: bool) -> Body:
    """Return the text with what is folded away. ``files_in_text``: files of this text are among the attachments."""
    body = _without_quotes(chosen, occasion)
    files = [Cut(one.start, one.end, "uuencode") for one in uuencoded(chosen.text)] if files_in_text else []
    if not files:
        return body
    both = Body(chosen.text, tuple(sorted([*files, *_outside(body.cuts, files)])))
    return both if both.text.strip() else Body(chosen.text, tuple(files))


def _without_quotes(chosen: Chosen, occasion: Occasion) -> Body:
    if chosen.html and occasion is not Occasion.FORWARD:
        kept = cut_html(chosen.html)
        if kept is not None:
            cuts = cut_like(chosen.text, html_to_text(kept))
            body = Body(chosen.text, cuts)
            if cuts and body.text.strip():
                return body
    return Body(chosen.text, cut_plain(chosen.text, occasion=occasion))


def _outside(cuts: tuple[Cut, ...], files: list[Cut]) -> list[Cut]:
    """Return what of ``cuts`` lies outside the files; both are in order and do not overlap among themselves."""
    left: list[Cut] = []
    begun = 0
    for cut in cuts:
        start = cut.start
        while begun < len(files) and files[begun].end <= start:
            begun += 1
        for file in files[begun:]:
            if file.start >= cut.end:
                break
            if start < file.start:
                left.append(Cut(start, file.start, cut.reason))
            start = max(start, file.end)
        if start < cut.end:
            left.append(Cut(start, cut.end, cut.reason))
    return left
