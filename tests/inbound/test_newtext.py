"""New text of plain text mail: every client in every language, and what must never be cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.inbound.newtext.plain import MAX_MARKS, REPLY_MARKERS, Occasion, cut_like, cut_plain, occasion_of
from gateway.mail import Body
from tests.effort import patiently
from tests.inbound.quote_cases import ANSWERS, CASES, FORWARDS, QUOTED, SIGNATURES, SURVIVORS, QuoteCase


def kept(full: str, occasion: Occasion = Occasion.REPLY) -> str:
    return Body(full, cut_plain(full, occasion=occasion)).text


def reasons(full: str, occasion: Occasion = Occasion.REPLY) -> list[str]:
    return [cut.reason for cut in cut_plain(full, occasion=occasion)]


def below(case: QuoteCase) -> str:
    quoted = "\n".join(f"> {line}".rstrip() for line in QUOTED.split("\n")) if case.style == ">" else QUOTED
    gap = "\n" if case.client in ("gmail", "outlook") else "\n\n"
    return f"{case.intro}{gap}{quoted}\n"


@pytest.mark.parametrize("occasion", [Occasion.REPLY, Occasion.UNKNOWN])
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.client}-{case.language}")
def test_the_answer_above_a_quote_is_the_new_text(case: QuoteCase, occasion: Occasion) -> None:
    answer = ANSWERS[case.language]
    assert kept(f"{answer}\n\n{below(case)}", occasion) == answer


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.client}-{case.language}")
def test_a_quote_with_nothing_above_or_below_is_kept_whole(case: QuoteCase) -> None:
    text = below(case)
    assert cut_plain(text, occasion=Occasion.REPLY) == ()


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.style == ">"], ids=lambda case: f"{case.client}-{case.language}"
)
def test_answers_between_and_below_the_quoted_lines_are_kept_in_order(case: QuoteCase) -> None:
    intro = case.intro.rpartition("\n\n")[2] if case.client not in ("ios",) else case.intro.partition("\n\n")[2]
    quoted = ("> First question?", "> Second question?\n>> older", "> Regards")
    full = f"{intro}\n\n{quoted[0]}\n\nFirst answer.\n\n{quoted[1]}\n\nSecond answer.\n{quoted[2]}\n\nAnn\n"
    assert kept(full) == "First answer.\n\nSecond answer.\nAnn"


def test_answers_between_quotes_are_kept_when_the_attribution_was_deleted() -> None:
    full = "> First question?\nFirst answer.\n\n> Second question?\n\nSecond answer.\n"
    assert kept(full) == "First answer.\n\nSecond answer."


def test_an_attribution_inside_the_quote_does_not_end_it() -> None:
    full = "Yes.\n\nOn 19/11/2026 10:12, Support wrote:\n> On 18/11/2026 09:00, Ann wrote:\n>> older\n> newer\n"
    assert kept(full) == "Yes."


@pytest.mark.parametrize("marker", REPLY_MARKERS.values())
@pytest.mark.parametrize("above", ["", "Support:\n\n"], ids=["bare", "with a name above"])
def test_everything_below_our_own_line_is_folded(marker: str, above: str) -> None:
    full = f"It works.\n\n{above}{marker}\n\nDear Ann,\n\nyour case was updated.\n"
    assert kept(full).splitlines()[0] == "It works."
    assert "Dear Ann" not in kept(full)
    assert "marker" in reasons(full)


def test_answers_below_our_own_line_survive_when_it_was_quoted() -> None:
    full = f"On 19/11/2026 10:12, Support wrote:\n> {REPLY_MARKERS['en']}\n> Is it up?\n\nYes it is.\n"
    assert kept(full) == "Yes it is."


@pytest.mark.parametrize("forward", FORWARDS.values(), ids=FORWARDS)
@pytest.mark.parametrize("occasion", list(Occasion))
def test_a_forward_is_content(forward: str, occasion: Occasion) -> None:
    full = f"Please look at this.\n\n{forward}\nOn 18/11/2026 09:00, Eve wrote:\n> it flaps\n"
    assert cut_plain(full, occasion=occasion) == ()


def test_an_outlook_forward_is_content_when_the_subject_says_so() -> None:
    block = next(case.intro for case in CASES if case.client == "outlook" and case.language == "en")
    full = f"FYI\n\n-- \nAnn\n\n{block}\nIt flaps.\n"
    assert kept(full, Occasion.FORWARD).startswith("FYI\n\nFrom: Support")
    assert kept(full, Occasion.FORWARD).endswith("It flaps.")
    assert reasons(full, Occasion.FORWARD) == ["signature"]


@pytest.mark.parametrize("signature", SIGNATURES.values())
@pytest.mark.parametrize(
    "quote", ["", "\nOn 19/11/2026 10:12, Support wrote:\n> Is it up?\n"], ids=["alone", "above a quote"]
)
def test_a_signature_is_folded(signature: str, quote: str) -> None:
    full = f"It is up.\n\nRegards\n{signature}\n{quote}"
    assert kept(full) == "It is up.\n\nRegards"
    assert reasons(full)[0] == "signature"


@pytest.mark.parametrize(
    ("full", "new"),
    [
        ("Sent from my iPhone\n\nThe socket is in the cellar.\n", "The socket is in the cellar."),
        ("It is up.\n\nSent from my iPhone\nAnn\n", "It is up.\n\nAnn"),
        ("It is up.\n-- \nAnn\nAcme\n\nPS: the door code is 1234.\n", "It is up.\nPS: the door code is 1234."),
        ("One.\n\n--\n\nTwo, or not?\n", "One.\n\n--\n\nTwo, or not?"),
    ],
    ids=["answer below a phone's line", "name below a phone's line", "postscript", "a ruler of two dashes"],
)
def test_what_is_written_below_a_signature_is_kept(full: str, new: str) -> None:
    assert kept(full) == new


IN_COLOUR = {
    "en": "Please see my answers below in red.",
    "en inline": "Comments inline.",
    "de": "Hallo,\n\nmeine Antworten stehen unten in Rot.",
    "fr": "Voir mes réponses en bleu ci-dessous.",
    "es": "Mis respuestas en rojo.",
    "it": "Trova le mie risposte in rosso.",
    "nl": "Mijn antwoorden staan hieronder in het rood.",
    "ru": "Мои ответы ниже красным.",
    "ja": "回答は以下のとおりです。",
}


@pytest.mark.parametrize("lead", IN_COLOUR.values(), ids=IN_COLOUR)
def test_answers_inside_an_unmarked_quote_are_kept_when_they_are_announced(lead: str) -> None:
    block = next(case.intro for case in CASES if case.client == "outlook" and case.language == "en")
    full = f"{lead}\n\n{block}\n\nWhich port?\nPort 12.\nSince when?\nSince Monday.\n"
    assert kept(full) == f"{lead}\n\nWhich port?\nPort 12.\nSince when?\nSince Monday."
    assert cut_like(full, f"{lead}\n") == ()


@pytest.mark.parametrize(
    "lead", ["See below.", "Zie onder. Het alarm komt nu binnen.", "The lamp blinks in red.", "Die Antwort kam sofort."]
)
def test_a_quote_is_folded_when_no_answers_in_it_are_announced(lead: str) -> None:
    block = next(case.intro for case in CASES if case.client == "outlook" and case.language == "en")
    assert kept(f"{lead}\n\n{block}\n\nWhich port?\n") == lead


AMBIGUOUS = {"an order with labels"}
"""In a reply this is what Outlook for Mac writes above a quote."""


@pytest.mark.parametrize(
    ("name", "occasion"),
    [
        (name, occasion)
        for name in SURVIVORS
        for occasion in (Occasion.FIRST, Occasion.REPLY, Occasion.UNKNOWN)
        if occasion is Occasion.FIRST or name not in AMBIGUOUS
    ],
)
def test_what_only_looks_like_a_quote_survives(name: str, occasion: Occasion) -> None:
    assert kept(SURVIVORS[name], occasion) == SURVIVORS[name]


def test_the_prompt_of_a_shell_survives_in_a_first_mail_and_above_a_proven_quote() -> None:
    prompt = "I typed\n> show version\nand then\n> reload in 5\n> yes\nand it hangs."
    assert kept(prompt, Occasion.FIRST) == prompt
    assert kept(f"{prompt}\n\nOn 19/11/2026 10:12, Support wrote:\n> what did you type?\n") == prompt


def test_a_quote_in_a_first_mail_is_folded_when_its_attribution_proves_it() -> None:
    full = "New text.\n\nOn Thu, Nov 19, 2026 at 10:12 AM Support <support@example.com> wrote:\n> old text\n"
    assert kept(full, Occasion.FIRST) == "New text."


def test_a_pasted_header_in_a_reply_survives_and_the_quote_below_is_folded() -> None:
    pasted = SURVIVORS["pasted raw header"]
    assert kept(f"{pasted}\n\nOn 19/11/2026 10:12, Support wrote:\n> send us the header\n") == pasted


def test_a_reply_of_nothing_but_signature_and_quote_keeps_everything() -> None:
    full = "\n-- \nAnn\n\nOn 19/11/2026 10:12, Support wrote:\n> Is it up?\n"
    assert cut_plain(full, occasion=Occasion.REPLY) == ()


def test_carriage_returns_do_not_hide_a_quote() -> None:
    full = "Yes.\r\n\r\n-- \r\nAnn\r\n\r\nOn 19/11/2026 10:12, Support wrote:\r\n> Is it up?\r\n"
    assert kept(full).strip() == "Yes."


def test_the_cut_of_html_is_found_again_in_the_full_text() -> None:
    full = "Yes.\n\nOn Thursday Support wrote:\nIs it up?\n\nAnswer below.\n"
    cuts = cut_like(full, "Yes.\n\nAnswer below.\n")
    assert Body(full, cuts).text == "Yes.\n\nAnswer below."
    assert cut_like(full, full) == ()


def test_a_header_block_without_colons_above_the_quote_and_the_signature_above_it_go_with_a_quote_cut_as_html() -> None:
    block = next(case.intro for case in CASES if case.client == "em-client" and case.language == "cs")
    full = f"Yes.\n\nSent from my iPhone\n\n{block}\n\nIs it up?\n"
    cuts = cut_like(full, f"Yes.\nSent from my iPhone\n{block}\n")
    assert Body(full, cuts).text == "Yes."
    assert {cut.reason for cut in cuts} == {"quote", "signature"}


def test_labels_without_colons_are_text_without_a_mark_above_them() -> None:
    full = "Yes.\n\nFrom Monday on\nTo the cellar\nDate unknown\nSubject to change\n\nIs it up?\n"
    kept_lines = "Yes.\nFrom Monday on\nTo the cellar\nDate unknown\nSubject to change\n"
    assert Body(full, cut_like(full, kept_lines)).text == kept_lines.replace("Yes.\n", "Yes.\n\n").strip()


def test_a_text_that_was_laid_out_differently_is_not_cut_by_guess() -> None:
    full = "Yes.\n| a | b |\nBest\n\nOn Thursday Support wrote:\nIs it up?\n"
    assert cut_like(full, "Yes.\n|a|b|\nBest\n") == ()
    assert Body(full, cut_like(full, "Yes.\n\n\n| a | b |\n\nBest")).text == "Yes.\n| a | b |\nBest"


@pytest.mark.parametrize(
    ("subject", "answers", "occasion"),
    [
        ("Port 12", False, Occasion.FIRST),
        ("Re: port 12", True, Occasion.REPLY),
        ("FW: port 12", True, Occasion.FORWARD),
        ("Fwd: Re: port 12", False, Occasion.FORWARD),
        ("[EXTERNAL] WG: Port 12", False, Occasion.FORWARD),
        ("TR : port 12", False, Occasion.FORWARD),
        ("RV: puerto 12", True, Occasion.FORWARD),
        ("ENC: porta 12", False, Occasion.FORWARD),
        ("转发：端口", False, Occasion.FORWARD),
        ("VS: portti 12", True, Occasion.REPLY),
        ("VS: port 12", False, Occasion.FORWARD),
        ("Port: fwd", False, Occasion.FIRST),
        ("", False, Occasion.FIRST),
    ],
)
def test_the_subject_tells_a_forward(subject: str, answers: bool, occasion: Occasion) -> None:
    assert occasion_of(subject, answers=answers) is occasion


MONSTERS = {
    "200,000 quote marks on lines": "text\n" + ">\n" * 200_000,
    "200,000 quote marks in one line": ">" * 200_000,
    "50,000 attributions": "On Thu, Nov 19, 2026 at 10:12 AM Bob <bob@b.example> wrote:\n" * 50_000,
    "50,000 short attributions": "On … wrote:\n" * 50_000,
    "50,000 unproven attributions": "Bob wrote:\n\nso it is\n\n" * 50_000,
    "On On On": "On " * 5000,
    "On lines": "On\n" * 50_000,
    "50,000 blank lines": "a\n" + "\n" * 50_000 + "b",
    "header lines": "From: a@b.example\nSent: 2026\n" * 25_000,
    "author lines": "From: a@b.example\n" * 50_000,
    "recipients": "From: a\nSent: 1\nTo: " + "a@b.example;\n" * 50_000,
    "rulers": "_____\n" * 50_000,
    "original marks": "-----Original Message-----\n\n" * 50_000,
    "signatures": "-- \n" * 50_000,
    "signatures and text": "-- \na\n" * 50_000,
    "sent from": "Sent from my iPhone\n" * 50_000,
    "alternating": "> a\nb\n" * 50_000,
    "colons": ":\n" * 100_000,
    "subject words": "To\nSubject\n" * 50_000,
    "long line": "From: " + "x@" * 200_000 + ":",
    "blanks": " \u00a0" * 100_000 + ":",
    "dashes": "-" * 200_000 + "\n" + "- " * 100_000,
    "digits": "1" * 399 + " wrote:\n" + ("2026-11-19 10:12 <" + "a" * 370 + "@:\n") * 2000,
}


@pytest.mark.id("M-12")
@pytest.mark.parametrize("occasion", [Occasion.FIRST, Occasion.REPLY, Occasion.FORWARD])
@pytest.mark.parametrize("name", MONSTERS)
def test_no_text_takes_long(name: str, occasion: Occasion) -> None:
    full = MONSTERS[name]
    cuts = patiently(lambda: cut_plain(full, occasion=occasion), seconds=5)  # what this looks for takes minutes
    assert rebuilt(full, occasion) == full
    assert all(cut.start < cut.end <= len(full) for cut in cuts)


def rebuilt(full: str, occasion: Occasion) -> str:
    """Put kept and cut pieces together again, in order."""
    pieces, at = [], 0
    for cut in cut_plain(full, occasion=occasion):
        assert at <= cut.start < cut.end <= len(full)
        pieces += [full[at : cut.start], full[cut.start : cut.end]]
        at = cut.end
    return "".join([*pieces, full[at:]])


LINES = st.sampled_from(
    [line for case in CASES for line in case.intro.split("\n")]
    + ["> q", ">> qq", "", "text", "-- ", "--", *SIGNATURES, *REPLY_MARKERS.values(), *FORWARDS]
)


@given(
    st.lists(LINES | st.text(max_size=40), max_size=30),
    st.sampled_from(list(Occasion)),
    st.sampled_from(["\n", "\r\n"]),
)
def test_text_and_cuts_make_up_the_full_text_and_something_remains(
    lines: list[str], occasion: Occasion, end: str
) -> None:
    full = end.join(lines)
    assert rebuilt(full, occasion) == full
    if cut_plain(full, occasion=occasion):
        assert kept(full, occasion).strip()


@given(st.text(max_size=300), st.text(max_size=300))
def test_cutting_alike_never_raises_and_stays_inside(full: str, part: str) -> None:
    cuts = cut_like(full, part)
    assert all(0 <= cut.start < cut.end <= len(full) for cut in cuts)
    assert all(one.end <= other.start for one, other in pairwise(cuts))


def test_behind_two_thousand_lines_that_may_begin_a_quote_nothing_more_is_folded() -> None:
    quote = "On Thu, 19 Nov 2026 at 10:12, Ann <ann@acme.example> wrote:\n> old\n"
    few, many = "key:\n" * (MAX_MARKS - 1), "key:\n" * (MAX_MARKS + 1)
    assert [cut.start for cut in cut_plain(few + quote, occasion=Occasion.REPLY)] == [
        len(few),
        len(few) + len(quote) - 6,
    ]
    assert cut_plain(many + quote, occasion=Occasion.REPLY) == ()
    assert cut_plain("> old\n" * 5000 + "new\n", occasion=Occasion.REPLY)  # lines of quotes do not count
