"""The shipped templates: every word of them is reviewed as a snapshot, and their form is checked by machine.

After a change that is meant: ``GATEWAY_UPDATE_SNAPSHOTS=1 pytest tests/outbound/test_templates.py``; read the diff.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path

import jinja2
import pytest
from jinja2 import meta

from gateway.desk.notice import Stage
from gateway.desk.order import Bulletin, Form
from gateway.outbound.render import UNSAID, Rendered, Renderer, Value, shipped_renderer
from gateway.outbound.said import NOTHING_KNOWN
from gateway.resources import shipped
from tests.outbound.reading import Page, check_html, check_text, compare, words, words_of_text

SNAPSHOTS = Path(__file__).parent / "snapshots" / "templates"
LANGUAGES = ("en", "fr")
RENDERER = shipped_renderer()

_COMMON: Mapping[str, Value] = {"number": "1042735", "tag": "case", "brand": "Acme Support"}
_NOTHING: Mapping[str, Value] = {
    "support": "support@example.com",
    "answer_to": "support+c1042735.x@example.com",
    **{name: () if name in ("asks", "passages") else "" for name in NOTHING_KNOWN},
}
_HOSTILE = "</p><script>alert('x')</script> {{7*7}} {% for %}"
ACK: Mapping[str, Mapping[str, Value]] = {
    "short": {**_COMMON, **_NOTHING, "links": ()},
    "long": {
        **_COMMON,
        **_NOTHING,
        "priority": "Medium",
        "answer_by": "Thu 19 Nov 2026, 19:12 (Johannesburg)",
        "opens_at": "Thu 19 Nov 2026, 15:00 (Johannesburg)",
        "hours": "Monday to Friday, 08:00 to 17:00 (America/Toronto)",
        "urgent_number": "+1 289 555 0144",
        "urgent_hint": "press 9",
        "alerted": 1,
        "asks": ("how many seats you have", "the log files"),
        "linked": "1042706",
        "can_escalate": 1,
        "opened": 0,
        "passages": (
            "Our office is closed until Monday.\nThe people on call read this mail.",
            "Please keep this number.",
        ),
        "by_phone": 1,
        "number": "438812345679",
        "brand": "The Support Department of the Association of Makers of Very Long Names, Johannesburg and Toronto",
        "support": "a-very-long-local-part-for-a-support-desk@a-long-subdomain.of.example.com",
        "links": (
            {"title": "Calls drop after a fixed time", "url": "https://help.provider.example/call-drop"},
            {
                "title": "A phone does not register, and what the lights on it mean: a table of all models since 2015",
                "url": "https://help.provider.example/phones/lights-and-what-they-mean/all-models/2015.html?lang=en&full=1",
            },
            {"title": "One-way audio", "url": "https://help.provider.example/one-way"},
        ),
    },
    "non-ascii": {
        **_COMMON,
        **_NOTHING,
        "priority": "Élevée",
        "urgent_number": "+33 1 00 00 00 00",
        "tag": "dossier",
        "brand": "Société Générale d'Assistance – 電話サポート",
        "support": "помощь@xn--bcher-kva.example",
        "links": ({"title": "Appels coupés après un délai fixe", "url": "https://aide.example/coupés"},),
    },
    "hostile": {
        **{name: (_HOSTILE,) if name in ("asks", "passages") else _HOSTILE for name in NOTHING_KNOWN},
        "number": "1042735",
        "answer_to": '"><img src=x onerror=alert(1)>@example.com',
        "tag": _HOSTILE,
        "brand": _HOSTILE,
        "support": '"><img src=x onerror=alert(1)>@example.com',
        "links": ({"title": _HOSTILE, "url": 'https://help.example/"onmouseover="alert(1)'},),
    },
}
REPLY: Mapping[str, Mapping[str, Value]] = {
    "short": {**_COMMON, "subject": "Phones drop", "by": "", "text": "Fixed."},
    "long": {
        **_COMMON,
        "subject": "Re: AW: Phones drop after ten minutes " + "and then again " * 20 + "[case #1042735]",
        "by": "Dana Scully",
        "text": "Hello Ann,\n\n" + "the firmware of your gateway has a known fault. " * 6 + "\n\n"
        "Please install https://help.provider.example/firmware/4.2 and tell us whether it helps.\n\n"
        "  port 1     up\n  port 2     down\n\n> you wrote a long line that is quoted as it was, "
        "whatever its length may be\n\n\nRegards\n\n",
    },
    "non-ascii": {
        **_COMMON,
        "subject": "Téléphone 電話",
        "by": "Zoë Müller",
        "text": "Bonjour,\n\nC'est réglé. 解決しました。 שלום\n",
    },
    "hostile": {
        **_COMMON,
        "subject": f"{_HOSTILE}\r\nBcc: victim@other.example",
        "by": _HOSTILE,
        "text": f'{_HOSTILE}\nhttps://help.example/"onclick="x <b>\n-- reply above this line --\n\0\x1b[2J',
    },
}
PROVEN: Mapping[str, Mapping[str, Value]] = {
    case: {**values, "subject": REPLY[case]["subject"], "said": REPLY[case]["text"]} for case, values in ACK.items()
}
TEMPLATES = {"ack": ACK, "ack-proven": PROVEN, "reply": REPLY}
CASES = [
    pytest.param(name, language, case, id=f"{language}-{name}-{case}")
    for name, cases in TEMPLATES.items()
    for language, case in product(LANGUAGES, cases)
]


def rendered(name: str, language: str, case: str) -> Rendered:
    return RENDERER.render(name, language=language, values=TEMPLATES[name][case])


@pytest.mark.parametrize(("name", "language", "case"), CASES)
def test_a_template_says_what_was_reviewed(name: str, language: str, case: str) -> None:
    one = rendered(name, language, case)
    assert one.html is not None
    compare(SNAPSHOTS / f"{language}-{name}-{case}.txt", f"Subject: {one.subject}\n\n{one.text}")
    compare(SNAPSHOTS / f"{language}-{name}-{case}.html", one.html)


def test_no_snapshot_is_left_over() -> None:
    expected = {f"{case.id}.{kind}" for case in CASES for kind in ("txt", "html")}
    assert {file.name for file in SNAPSHOTS.iterdir()} == expected


def test_every_language_has_every_template() -> None:
    parts = {language: {file.name for file in (shipped("templates") / language).iterdir()} for language in LANGUAGES}
    assert parts["en"] == parts["fr"]
    letters = {"ack", "ack-proven", "_ack", "_customer", "_team", "promises", *Form, *Bulletin}
    letters |= {"_notice", "_notice-window", "_notice-down", *(f"notice-{stage}" for stage in Stage)}
    reply = {f"reply.{kind}.j2" for kind in ("subject", "txt", "html")}
    pages = {name for name in parts["en"] if name.endswith(".md.j2")}
    assert parts["en"] - pages == {f"{name}.words.j2" for name in letters} | reply


# Plain text


@pytest.mark.parametrize(("name", "language", "case"), CASES)
def test_prose_keeps_to_72_columns_and_addresses_stand_alone(name: str, language: str, case: str) -> None:
    check_text(
        rendered(name, language, case).text.replace("\n\n\n", "\n\n")
        if name == "reply"
        else rendered(name, language, case).text
    )
    for line in rendered("ack", language, case).text.split("\n"):
        assert "http" not in line or re.fullmatch(r" {4}https?://\S+", line) or case == "hostile"


@pytest.mark.parametrize(("name", "language", "case"), CASES)
def test_the_number_and_the_tag_are_where_people_look(name: str, language: str, case: str) -> None:
    one = rendered(name, language, case)
    number = str(TEMPLATES[name][case]["number"])
    assert one.subject.endswith(f"#{number}]")
    assert number in one.text.split("\n")[0] or name == "reply"
    assert f"{number}." in one.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_marker_is_a_line_of_its_own(language: str) -> None:
    marker = {"en": "-- reply above this line --", "fr": "-- répondez au-dessus de cette ligne --"}[language]
    for name in TEMPLATES:
        one = rendered(name, language, "short")
        assert one.text.split("\n").count(marker) == 1
        below = {"en": "You wrote: Fixed.", "fr": "Vous avez écrit : Fixed."}[language] if name == "ack-proven" else ""
        assert words(one.html or "")[-len(f"{marker} {below}".split()) :] == f"{marker} {below}".split()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_proven_author_reads_their_own_words_below_the_fold(language: str) -> None:
    one = rendered("ack-proven", language, "long")
    fold, said = one.text.index("-- r"), one.text.index("> Hello Ann,")
    assert fold < said
    assert one.subject.startswith("Re: Phones drop after ten minutes")
    assert rendered("ack", language, "long").text[:200] == one.text[:200]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_promised_where_nothing_is_known(language: str) -> None:
    text = rendered("ack", language, "short").text.lower()
    for word in (
        *("escalat", "aims to", "compte", "priority", "priorité", "urgent", "ingénieur", "hours", "heures"),
        *("we need", "préciser", "same as", "même sujet", "counts", "délai"),
    ):
        assert word not in text


_INTERRUPTED: Mapping[str, Value] = {"notice": "INC-1", "notice_kind": "outage", "notice_services": ("voice",)}
_STANDS: tuple[tuple[Mapping[str, Value], str], ...] = (
    (
        {"notice_state": "looks-like", "notice_next": "14:27"},
        "This looks like the service interruption of voice (INC-1), which we confirmed at 13:02. Next update by 14:27."
        " We received your message.",
    ),
    (
        {"notice_state": "looks-like"},
        "This looks like the service interruption of voice (INC-1), which we confirmed at 13:02. We received",
    ),
    (
        {"notice_state": "scheduled", "notice_window": "Sun 22"},
        "This is about the service interruption of voice (INC-1): scheduled for Sun 22. We",
    ),
    (
        {"notice_state": "in-progress"},
        "interruption of voice (INC-1): the work has begun, and is planned until 13:02. We",
    ),
    ({"notice_state": "in-progress", "notice_at": ""}, "interruption of voice (INC-1): the work has begun. We"),
    (
        {"notice_state": "completed"},
        "This is about the service interruption of voice (INC-1): the work was completed at 13:02. We",
    ),
    (
        {"notice_state": "cancelled"},
        "interruption of voice (INC-1): it was cancelled, and the work does not take place. We",
    ),
    (
        {"notice_state": "down", "notice_next": "14:27"},
        "of voice (INC-1): service is still down. Next update by 14:27. We",
    ),
    ({"notice_state": "impaired"}, "This is about the service interruption of voice (INC-1), which still lasts. We"),
    (
        {"notice_state": "restored"},
        "This is about the service interruption of voice (INC-1): service was restored at 13:02. We",
    ),
    ({"notice_state": "restored", "notice_next": "Fri"}, "restored at 13:02. Next word on the root cause by Fri. We"),
    (
        {"notice_state": "closed"},
        "This is about the service interruption of voice (INC-1): it is over, restored at 13:02. We",
    ),
    ({"notice_state": "restored", "notice_at": "Fri 20 Nov 2026, 18:40"}, "was restored on Fri 20 Nov 2026, 18:40. We"),
    ({"notice_state": "completed", "notice_at": "Fri 20 Nov 2026, 18:40"}, "was completed on Fri 20 Nov 2026, 18:40."),
    ({"notice_state": ""}, "This is about the service interruption of voice (INC-1). We"),
    ({"notice_services": ()}, "This is about the service interruption (INC-1). We"),
    ({"notice_services": ("a", "b", "c")}, "This is about the service interruption of a, b and c (INC-1). We"),
    ({"notice_kind": "odd"}, "This is about INC-1. We"),
    ({"notice_kind": "emergency"}, "This is about the emergency maintenance of voice (INC-1). We"),
    ({"notice_kind": "newsletter", "notice_title": "May"}, 'This is about our newsletter "May" (INC-1). We'),
    ({"notice_state": "odd"}, "This is about the service interruption of voice (INC-1). We"),
)


def test_both_languages_have_words_for_each_state_of_a_notice() -> None:
    for language in LANGUAGES:
        texts = [RENDERER.render("ack", language=language, values={**ACK["short"], **_INTERRUPTED, **facts}).text
                 for facts, _ in _STANDS]  # fmt: skip
        assert len(set(texts)) == len(texts) - 2  # two say nothing of a state, and two nothing of a time
        assert all("INC-1" in text for text in texts)


@pytest.mark.parametrize(
    ("facts", "said", "unsaid"),
    [
        ({"answer_by": "Thu 19"}, "aims to answer by Thu 19.", "Priority"),
        ({"priority": "Low"}, "Next A support engineer will read it", "aims to"),
        ({"opens_at": "Mon 23"}, "The time counts from Mon 23.", "We count"),
        ({"hours": "Monday to Friday"}, "We count: Monday to Friday.", "The time counts from"),
        ({"urgent_number": "555 0144", "urgent_hint": "press 9"}, "please call 555 0144, press 9. Urgent", "alerted"),
        ({"urgent_number": "555 0144"}, "please call 555 0144. Urgent problems", "alerted"),
        ({"alerted": 1}, "Urgent? We have alerted the engineer on call.", "please call"),
        ({"linked": "1042706"}, "about the same as case 1042706", "Priority"),
        ({"asks": ("the log files",)}, "please tell us: the log files.", "Priority"),
        ({"can_escalate": 1}, 'first line "escalate: your reason"', "Priority"),
        ({"opened": 1}, "We have opened this case for you.", "We received your message"),
        *(({**_INTERRUPTED, "notice_at": "13:02", **facts}, said, "about .") for facts, said in _STANDS),
    ],
)
def test_each_fact_of_an_acknowledgement_has_its_sentence(facts: Mapping[str, Value], said: str, unsaid: str) -> None:
    text = " ".join(RENDERER.render("ack", language="en", values={**ACK["short"], **facts}).text.split())
    assert said in text
    assert text.count("A support engineer") == 1
    assert unsaid not in text


@pytest.mark.id("L-15")
@pytest.mark.parametrize("kind", ["subject", "txt", "html"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fixed_acknowledgement_has_no_place_for_anything_of_the_mail(language: str, kind: str) -> None:
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(shipped("templates")), autoescape=True)
    environment.filters |= dict.fromkeys(
        ("bare", "columns", "filled", "introduced", "lines", "paragraphs", "quoted", "quoted_letter", "web_links"), str
    )
    names: set[str] = set()
    waiting = [f"{language}/ack.words.j2", f"_letter.{kind}.j2"]
    while waiting:
        source = (shipped("templates") / waiting.pop()).read_text("utf-8")
        tree = environment.parse(source)
        names |= meta.find_undeclared_variables(tree)
        waiting += [parent for parent in meta.find_referenced_templates(tree) if parent]
    assert {"number", "tag"} <= names
    ours = {"number", "tag", "brand", "support", "links", "answer_to", "language", "dir"}
    assert names <= ours | NOTHING_KNOWN.keys() | {"title", "heading", "marker"} | UNSAID.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_links_the_sentence_about_them_is_left_out(language: str) -> None:
    one = rendered("ack", language, "short")
    assert "http" not in one.text
    assert "\n\n\n" not in one.text
    assert "<ul" not in (one.html or "")
    assert "<h2" not in (one.html or "")


# HTML


def without_addresses(text: str, links: tuple[Mapping[str, str], ...]) -> list[str]:
    """Words of the plain text, less what HTML shows otherwise: bullets, and the addresses behind its links."""
    for link in links:
        text = text.replace(f"  - {link['title'].split(' ')[0]}", f"    {link['title'].split(' ')[0]}").replace(
            link["url"], " "
        )
    return words_of_text(text)


@pytest.mark.parametrize(("name", "language", "case"), CASES)
def test_html_says_the_same_words_as_the_plain_text(name: str, language: str, case: str) -> None:
    one = rendered(name, language, case)
    links = TEMPLATES[name][case].get("links", ())
    assert isinstance(links, tuple)
    shown = words(one.html or "")
    if name == "reply":  # a person's own quotation keeps its marks
        assert shown == one.text.split()
    else:
        assert shown == without_addresses(one.text, links)  # type: ignore[arg-type]


@pytest.mark.id("T-04")
@pytest.mark.parametrize(("name", "language", "case"), CASES)
def test_html_is_whole_harmless_and_readable_everywhere(name: str, language: str, case: str) -> None:
    one = rendered(name, language, case)
    check_html(one, language=language, headings=0 if name == "reply" else 1)
    longest = max(len(line.encode()) for line in (one.html or "").split("\n"))
    assert longest <= 998 or case in ("long", "hostile")


def test_links_lead_where_they_say_and_the_mail_link_is_prefilled() -> None:
    hrefs = Page(rendered("ack", "en", "long").html or "").hrefs
    links = ACK["long"]["links"]
    assert isinstance(links, tuple)
    assert hrefs[:3] == [link["url"] for link in links if isinstance(link, Mapping)]
    assert hrefs[4] == (
        "mailto:a-very-long-local-part-for-a-support-desk%40a-long-subdomain.of.example.com"
        "?subject=%5Bcase%20%23438812345679%5D"
    )
    assert hrefs[3] == (
        "mailto:support%2Bc1042735.x%40example.com"
        "?subject=We%20received%20your%20message%20%5Bcase%20%23438812345679%5D&body=escalate%3A%20"
    )


@pytest.mark.id("T-06")
def test_a_right_to_left_language_turns_the_frame(tmp_path: Path) -> None:
    for file in shipped("templates").glob("_*"):
        (tmp_path / file.name).write_text(file.read_text("utf-8"), "utf-8")
    for folder in ("en", "ar"):
        (tmp_path / folder).mkdir()
        for file in (shipped("templates") / "en").iterdir():
            (tmp_path / folder / file.name).write_text(file.read_text("utf-8"), "utf-8")
    one = Renderer(tmp_path).render("ack", language="ar-EG", values=ACK["long"])
    assert one.html is not None
    assert '<html lang="ar" dir="rtl">' in one.html
    assert "text-align: right" in one.html
    assert "padding: 0 24px 0 0" in one.html


# Colours

LIGHT = {"text": "#1f2933", "quiet": "#56616d", "link": "#1a56b0", "card": "#fcfcfd", "page": "#eef1f4"}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def inverted(colour: str) -> str:
    return "#" + "".join(f"{255 - int(colour[at : at + 2], 16):02x}" for at in (1, 3, 5))


def colours() -> Iterator[tuple[str, dict[str, str]]]:
    dark = dict(
        re.findall(
            r"\.(\w+) \{ (?:background-)?color: (#\w{6})", (shipped("templates") / "_layout.html.j2").read_text()
        )
    )
    yield "light", LIGHT
    yield "dark", dark
    yield "inverted", {name: inverted(colour) for name, colour in LIGHT.items()}


@pytest.mark.parametrize(("mode", "set_"), list(colours()))
def test_every_colour_can_be_read_light_dark_and_inverted(mode: str, set_: dict[str, str]) -> None:
    del mode
    for name in ("text", "quiet", "link"):
        assert contrast(set_[name], set_["card"]) >= 4.5
    assert "#000000" not in set_.values()
    assert "#ffffff" not in set_.values()


def test_no_other_text_colour_is_used() -> None:
    used = {
        colour
        for file in shipped("templates").rglob("*.html.j2")
        for colour in re.findall(
            r'[" ]color: (#\w{6});', re.sub(r"<style>.*</style>", "", file.read_text("utf-8"), flags=re.DOTALL)
        )
    }
    assert used == {LIGHT["text"], LIGHT["quiet"], LIGHT["link"]}
