from __future__ import annotations

import pytest

from gateway.inbound.newtext.plain import REPLY_MARKERS, cut_plain
from gateway.mail import Body
from gateway.outbound.render import shipped_renderer

VALUES = {"number": "1042735", "tag": "case", "brand": "Example Support", "support": "support@example.com"}


@pytest.mark.parametrize("language", sorted(REPLY_MARKERS))
def test_the_line_in_our_mails_is_the_one_the_reader_cuts_at(language: str) -> None:
    said = shipped_renderer().render(
        "rca", language=language, values={**VALUES, "subject": "Phones", "text": "It rusted."}
    )
    assert said.language == language
    assert said.text.rstrip().endswith(REPLY_MARKERS[language])
    reply = f"It works now.\n\n{REPLY_MARKERS[language]}\n{said.text}"
    assert Body(reply, cut_plain(reply)).text == "It works now."
