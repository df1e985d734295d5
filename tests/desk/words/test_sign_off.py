"""A yes above a business signature is a yes; above anything that may be news it is an ordinary message."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.words.close import is_closing
from gateway.desk.words.escalate import read_escalation
from gateway.desk.words.sign_off import LOOKED_AT, answer_in
from gateway.desk.words.signature_line import Part, part_of
from gateway.desk.words.thanks import is_thanks
from gateway.desk.words.verdict import Verdict, read_verdict
from tests.desk.words.sign_off_cases import NEWS, SIGN_OFFS
from tests.effort import calls, patiently

YES = ("Yes", "Oui, ça marche", "approve", "Ja, funktioniert wieder.", "Sí, funciona", "Hi Dana,\n\nyes, it works.")
THANKS = ("Thanks!", "Danke", "Merci beaucoup !", "Works now, thank you.", "Hello Dana,\n\nmany thanks")
GAPS = ("\n\n", "\n", "\n\n\n", "\r\n\r\n")


@pytest.mark.parametrize("sign_off", SIGN_OFFS)
def test_an_answer_above_a_sign_off_is_taken(sign_off: str) -> None:
    for gap in GAPS:
        for yes in YES:
            assert read_verdict(f"{yes}{gap}{sign_off}") == Verdict(True, "")
        for thanks in THANKS:
            assert is_thanks(f"{thanks}{gap}{sign_off}")


@pytest.mark.parametrize("news", NEWS)
def test_an_answer_above_news_is_not_taken(news: str) -> None:
    for gap in GAPS:
        for yes in YES:
            said = read_verdict(f"{yes}{gap}{news}")
            assert said is None or not said.approved
        for thanks in THANKS:
            assert not is_thanks(f"{thanks}{gap}{news}")


@pytest.mark.parametrize("sign_off", SIGN_OFFS)
@pytest.mark.parametrize(
    "more", ["But the second queue still drops calls.", "One more thing: the export", "Why", "4711"]
)
def test_news_is_never_lost_around_a_sign_off(sign_off: str, more: str) -> None:
    for text in (f"Yes\n\n{more}\n\n{sign_off}", f"Yes\n\n{sign_off}\n\n{more}", f"Yes\n{sign_off}\n{more}"):
        said = read_verdict(text)
        assert said is None or not said.approved
        assert not is_thanks(text.replace("Yes", "Thanks!", 1))
        assert more in answer_in(text)


@pytest.mark.parametrize("sign_off", SIGN_OFFS)
def test_a_question_below_is_never_lost(sign_off: str) -> None:
    asked = f"Thanks!\n\n{sign_off}\n\nWhen will the other queue work?"
    assert not is_thanks(asked)
    assert read_verdict(asked.replace("Thanks!", "Yes")) is None


@pytest.mark.parametrize("sign_off", SIGN_OFFS)
def test_a_refusal_gives_its_reason_without_the_sign_off(sign_off: str) -> None:
    assert read_verdict(f"No, the second queue is dead.\n\n{sign_off}") == Verdict(False, "the second queue is dead.")
    assert read_verdict(f"No\n\n{sign_off}") == Verdict(False, "")


@pytest.mark.parametrize("sign_off", SIGN_OFFS)
def test_a_sign_off_alone_says_nothing(sign_off: str) -> None:
    assert read_verdict(sign_off) is None
    assert not is_closing(sign_off)


@pytest.mark.parametrize("sign_off", SIGN_OFFS)
def test_commands_are_read_above_a_sign_off(sign_off: str) -> None:
    assert is_closing(f"close\n\n{sign_off}")
    assert is_closing(f"**Close**\n{sign_off}")
    assert read_escalation(f"escalate: our auditors wait\n{sign_off}") == "our auditors wait"
    assert read_escalation(f"escalate:\n{sign_off}") == ""


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("Nina Ortiz", Part.NAME),
        ("Jan van der Berg", Part.NAME),
        ("NINA ORTIZ", Part.NAME),
        ("QA Supervisor", Part.ROLE),
        ("Muster GmbH", Part.ROLE),
        ("Nina | BPO", Part.ROLE),
        ("12 High St", Part.REACH),
        ("75002 Paris", Part.REACH),
        ("London SW1A 2AA", Part.REACH),
        ("+1 555 0100", Part.REACH),
        ("nina@bpo.example", Part.REACH),
        ("T: +1 555 0100", Part.CONTACT),
        ("Tel / Fax: +49 30 123456", Part.CONTACT),
        ("www.bpo.example", Part.CONTACT),
        ("E: nina@bpo.example | W: bpo.example", Part.CONTACT),
        ("Amtsgericht Berlin HRB 12345", Part.CONTACT),
        ("_____________", Part.RULER),
        ("Address: 12 High St, Springfield", Part.CONTACT),
        ("Geschäftsführer: Max Muster", Part.NAME),
        ("Twitter: @acme", Part.CONTACT),
        ("Port. : 06 12 34 56 78", Part.CONTACT),
        ("[cid:image001.png@01D9]", Part.PICTURE),
    ],
)
def test_the_lines_of_a_signature_are_told_apart(line: str, part: Part) -> None:
    assert part_of(line) is part


@pytest.mark.parametrize(
    "line",
    [
        *("", "1000015", "2026-11-24 08:00", "10.0.0.1", "Error 503", "the export", "Export is empty", "Nina?"),
        *(
            "Agent Screen Blank",
            "Still Down",
            "T: dead",
            "Tel: ask Joe",
            "https://app.acme.example/r/4711",
            "error.log",
        ),
        *("Site: unreachable", "Web: login", "Address: unreachable", "Capital: gone", "Port: 5060 5061", "Sitz: leer"),
        *(
            "Screen Unreachable",
            "Service Unavailable",
            "Floor 3 Affected",
            "Anna | unreachable",
            "Echo",
            "Status: Locked",
        ),
        *("Call me at +1 555 0100", "Queue 12", "12 Calls Dropped", "Please", "It Works Not", "See you Monday"),
    ],
)
def test_what_may_be_news_is_no_line_of_a_signature(line: str) -> None:
    assert part_of(line) is None


def test_marks_of_bold_words_are_no_words() -> None:
    assert is_thanks("Thanks **Dana** 🙏\n\nNina")
    assert is_thanks("Thanks *Dana*!")
    assert read_verdict("__Yes__, it works") == Verdict(True, "")
    assert answer_in("2 * 3 * 4 and my_own_name") == "2 * 3 * 4 and my_own_name"


@given(st.text(max_size=300), st.sampled_from(SIGN_OFFS))
def test_what_is_left_is_the_beginning_and_stays_as_it_is(text: str, sign_off: str) -> None:
    written = f"{text}\n\n{sign_off}"
    left = answer_in(written)
    assert answer_in(left) == left or len(answer_in(left)) < len(left)
    assert len(left) <= len(written)
    assert set(left.split()) <= set(answer_in(written + "\nbut it is dead").split()) | set(written.split())


@given(
    st.sampled_from(YES),
    st.lists(st.sampled_from([line for one in SIGN_OFFS for line in one.split("\n")]), max_size=8),
    st.text(alphabet="abcdefghij ", min_size=5).filter(lambda text: len(text.split()) > 2),
    st.integers(0, 8),
)
def test_no_mixture_of_lines_hides_a_sentence(yes: str, lines: list[str], sentence: str, at: int) -> None:
    body = "\n".join([*lines[:at], f"but {sentence} is not there", *lines[at:]])
    said = read_verdict(f"{yes}\n\n{body}")
    assert said is None or not said.approved


@given(st.lists(st.sampled_from(["Nina", "Regards,", "T: +1 555 0100", "-", "a@b.c", "This e-mail is ", " | ", "\n"])))
def test_any_heap_of_lines_is_read(lines: list[str]) -> None:
    answer_in("\n".join(lines))
    answer_in("".join(lines))


@pytest.mark.parametrize(
    "piece", ["Nina ", "a.", "1 ", "| ", "\n", "This e-mail is confidential. ", "www.", "- ", "*a*"]
)
def test_long_texts_are_read_in_linear_time(piece: str) -> None:
    short, long = (LOOKED_AT // 4 // len(piece) - 2, LOOKED_AT // len(piece) - 2)
    few, many = "Yes\n" + piece * short, "Yes\n" + piece * long
    assert patiently(lambda: calls(lambda: answer_in(many))) < 12 * patiently(lambda: calls(lambda: answer_in(few)))
