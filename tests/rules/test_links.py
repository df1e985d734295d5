"""Links for a mail by its topic words: which topics, which links, whose title, and what a wrong file is told."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.links.choose import choose
from gateway.desk.links.hear import COMPOUND
from gateway.desk.links.link import Link
from gateway.desk.links.links import MAX_LINKS, THRESHOLD, Links
from gateway.desk.links.rank import MAX_TEXT
from gateway.desk.links.vocabulary import ALIKE, MOST_OF_ONE, NAME, PAIR, PATH, TITLE, WORD
from gateway.errors import ConfigError
from gateway.resources import shipped
from gateway.rules.links import FILE_NAME, load_links, read_links
from tests.desk.links.labelled import SEEN, UNSEEN
from tests.desk.links.test_labelled import MISSED

ROOT = Path(__file__).resolve().parents[2]

FILE = """
topics:
  outage:
    words: [outage, "is down", panne, störung]
    links:
      - {url: "https://s.example/", title: {en: Status, fr: État}}
      - {url: "https://s.example/history", title: {en: History}}
  sign-in:
    words: [password, "sign in", "mot de passe", пароль, パスワード, 비밀번호]
    links:
      - {url: "https://h.example/reset", title: {en: Reset, pt: Repor, pt-BR: Redefinir}}
      - {url: "https://s.example/", title: {en: Status again}}
  print:
    words: [printer, outage]
    links: [{url: "https://h.example/print", title: {en: Printing}}]
  start:
    links:
      - {url: "https://h.example/start", title: {en: Start}}
      - {url: "mailto:help@h.example", title: {en: Write}}
fallback: [start]
"""
LINKS = read_links(FILE, "links.yml")


def urls(subject: str = "", text: str = "", *, links: Links = LINKS, language: str = "en") -> list[str]:
    chosen = choose(links, subject=subject, text=text, language=language)
    return [link.url.partition("//")[2] or link.url for link in chosen]


def test_the_file_beside_the_settings_counts_else_the_one_that_is_shipped(tmp_path: Path) -> None:
    shipped_links = load_links(tmp_path)
    assert urls("password reset", links=shipped_links)
    (tmp_path / FILE_NAME).write_text(FILE, "utf-8")
    assert urls("password", links=load_links(tmp_path)) == ["h.example/reset", "s.example/"]


@pytest.mark.parametrize(
    ("raw", "told"), [(b"topics:\n  caf\xe9: 1\n", ":2:6: byte 0xe9 is not UTF-8"), (b"\xff\xfet", ":1:1: is UTF-16")]
)
def test_a_file_that_is_no_text_is_told_with_its_place(tmp_path: Path, raw: bytes, told: str) -> None:
    (tmp_path / FILE_NAME).write_bytes(raw)
    with pytest.raises(ConfigError, match=rf"{FILE_NAME}{told}"):
        load_links(tmp_path)


def test_a_pipe_in_place_of_the_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / FILE_NAME)
    with pytest.raises(ConfigError, match="is not a regular file"):
        load_links(tmp_path)


def problems(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read_links(text, "links.yml")
    return [str(one) for one in caught.value.problems]


def test_the_topic_of_a_word_gives_its_links_in_order() -> None:
    assert urls(text="It is down again") == ["s.example/", "s.example/history"]


def test_nothing_that_matches_gives_the_fallback() -> None:
    assert urls("Hello", "I have a question") == ["h.example/start", "mailto:help@h.example"]
    assert urls() == ["h.example/start", "mailto:help@h.example"]


def test_a_match_never_brings_the_fallback_along() -> None:
    assert urls(text="printer") == ["h.example/print"]


@pytest.mark.parametrize(
    "text",
    [
        "PASSWORD",
        "my password!",
        "(password)",
        "reset_password",
        "Password.",
        "sign-in",
        "Sign\n> in",
        "sign   in",
        "MOT DE PASSE",
        "ｐａｓｓｗｏｒｄ",
        "pass\u00adword",
        "ПАРОЛЬ",
        "新しいパスワードを設定",
        "비밀번호를 잊었어요",
    ],
)
def test_words_are_found_however_they_are_written(text: str) -> None:
    assert urls(text=text)[0] == "h.example/reset"


@pytest.mark.parametrize("text", ["compassword", "sign", "sign the form in ink", "in sign", "mot passe", "password2"])
def test_parts_of_words_and_parts_of_phrases_are_not_found(text: str) -> None:
    assert urls(text=text)[0] == "h.example/start"


def test_umlauts_and_sharp_s_compare_as_readers_expect() -> None:
    links = read_links("topics: {a: {words: [STRASSE, Störung], links: [{url: 'https://a', title: {en: A}}]}}", "f")
    assert urls(text="große Straße", links=links) == ["a"]
    assert urls(text="STO\u0308RUNG", links=links) == ["a"]
    assert urls(text="Storung", links=links) == []


def test_a_word_in_the_subject_weighs_more_than_several_in_the_text() -> None:
    assert urls("printer", "password, sign in, mot de passe")[0] == "h.example/print"
    assert urls("Re: question", "printer, password, sign in")[0] == "h.example/reset"


def test_a_word_said_often_counts_once() -> None:
    assert urls(text="printer " * 50 + "password sign in")[0] == "h.example/reset"


def test_equal_topics_stay_in_the_order_of_the_file_and_no_url_comes_twice() -> None:
    assert urls(text="printer panne password") == ["s.example/", "s.example/history", "h.example/reset"]
    assert urls(text="is down, password") == ["s.example/", "s.example/history", "h.example/reset"]


def test_a_word_may_belong_to_two_topics() -> None:
    assert urls(text="outage") == ["s.example/", "s.example/history", "h.example/print"]


@pytest.mark.parametrize("most", [0, 1, 2, 3])
def test_never_more_links_than_the_file_says(most: int) -> None:
    links = read_links(FILE + f"max_links: {most}\n", "f")
    assert len(urls(text="is down password printer", links=links)) == most
    assert len(urls(links=links)) == min(most, 2)


def test_only_the_first_part_of_a_long_text_is_read() -> None:
    assert urls(text="x " * (MAX_TEXT // 2) + "password")[0] == "h.example/start"
    assert urls(text=" " * (MAX_TEXT - 8) + "password")[0] == "h.example/reset"


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("pt-BR", "Redefinir"),
        ("pt-br", "Redefinir"),
        ("pt_BR", "Redefinir"),
        ("pt-PT", "Repor"),
        ("pt-PT-x-private", "Repor"),
        ("pt", "Repor"),
        ("en-GB", "Reset"),
        ("de", "Reset"),
        ("", "Reset"),
    ],
)
def test_the_title_is_in_the_readers_language_or_the_nearest(language: str, title: str) -> None:
    assert choose(LINKS, subject="password", text="", language=language)[0] == Link(title, "https://h.example/reset")


def test_another_default_language_may_be_asked_for() -> None:
    text = "topics: {a: {words: [x], links: [{url: 'https://a', title: {fr: Un, en: One}}]}}"
    assert choose(read_links(text, "f", language="fr"), subject="x", text="", language="de")[0].title == "Un"
    with pytest.raises(ConfigError, match=r'f:1:53: "topics.a.links\[0\].title" needs de'):
        read_links(text, "f", language="de")


@pytest.mark.parametrize("text", ["", "# nothing\n", "topics:\n  a: {links: [{url: 'https://a', title: {en: A}}]}\n"])
def test_a_file_without_words_or_fallback_gives_no_links(text: str) -> None:
    assert urls("password", links=read_links(text, "f")) == []


def one_link(url: str = "https://a", title: str = "{en: A}") -> str:
    return f"topics:\n  a:\n    words: [x]\n    links:\n      - url: {url}\n        title: {title}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (one_link("javascript:alert(1)"), '5:14: "topics.a.links[0].url" must begin with https://, http:// or mailto:'),
        (one_link("data:text/html,x"), '5:14: "topics.a.links[0].url" must begin with https://, http:// or mailto:'),
        (one_link("ftp://a/"), '5:14: "topics.a.links[0].url" must begin with https://, http:// or mailto:'),
        (one_link("/reset"), '5:14: "topics.a.links[0].url" must begin with https://, http:// or mailto:'),
        (one_link("https:///reset"), '5:14: "topics.a.links[0].url" must name a host, and no user'),
        (one_link("https://good.example@evil.example/"), '5:14: "topics.a.links[0].url" must name a host, and no user'),
        (one_link("https://a:b/"), '5:14: "topics.a.links[0].url" has a host or a port that cannot be read'),
        (one_link("https://a/b c"), '5:14: "topics.a.links[0].url" must have no blanks'),
        (one_link("'https://a/\">x'"), '5:14: "topics.a.links[0].url" must have no blanks'),
        (one_link("https://a/é"), '5:14: "topics.a.links[0].url" must have no blanks'),
        (one_link('"https://a/\\r\\nBcc: x"'), '5:14: "topics.a.links[0].url" must have no blanks'),
        (one_link("mailto:nobody"), '5:14: "topics.a.links[0].url" must have one mail address after mailto'),
        (
            one_link("mailto:a@b.example%0d%0aBcc:c@d.example"),
            '5:14: "topics.a.links[0].url" must have one mail address',
        ),
        (one_link("https://a/" + "x" * 1000), '5:14: "topics.a.links[0].url" must have at most 1000 characters'),
        (one_link(title="{fr: A}"), '6:9: "topics.a.links[0].title" needs en, for readers of any other language'),
        (one_link(title="{}"), '6:16: "topics.a.links[0].title" needs en'),
        (one_link(title="{en: ''}"), '6:21: "topics.a.links[0].title.en" must not be empty'),
        (one_link(title='{en: "a\\nb"}'), '6:21: "topics.a.links[0].title.en" must be one line'),
        (one_link(title='{en: "a\\u202eb"}'), '6:21: "topics.a.links[0].title.en" must be one line'),
        (one_link(title="{en: A, english: B}"), '6:24: "topics.a.links[0].title.english" must be a language such as'),
        (one_link(title="A"), '6:16: "topics.a.links[0].title" must be a mapping'),
        (
            "topics: {a: {words: [], links: [{url: 'https://a', title: {en: A}}]}}",
            '1:21: "topics.a.words" must not be empty',
        ),
        (
            "topics: {a: {words: ['!?'], links: [{url: 'https://a', title: {en: A}}]}}",
            '1:22: "topics.a.words[0]" must have at least one letter or digit',
        ),
        (
            "topics: {a: {words: [010], links: [{url: 'https://a', title: {en: A}}]}}",
            '1:22: "topics.a.words[0]" must be text',
        ),
        ("topics: {a: {words: [x]}}", '1:10: "topics.a.links" is missing'),
        ("topics: {a: {links: []}}", '1:21: "topics.a.links" must not be empty'),
        (FILE + "max_links: 4", '21:12: "max_links" must be at most 3'),
        (FILE + "max_link: 2", '21:1: unknown key "max_link"\n  hint: did you mean "max_links"?'),
        (
            FILE.replace("[start]", "[strat]"),
            '20:12: "fallback[0]" is not one of the topics\n  hint: did you mean "start"?',
        ),
        (FILE.replace("  print:", "  outage:"), '13:3: "outage" is given twice'),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(text: str, said: str) -> None:
    (one,) = problems(text)
    assert one.startswith(f"links.yml:{said}")


def test_all_complaints_come_at_once() -> None:
    text = one_link("javascript:x", "{fr: A}") + "fallback: [b]\nmax_links: 9\n"
    assert [one.split(":")[1] for one in problems(text)] == ["5", "8"]  # the whole is checked once its parts are right
    assert len(problems(one_link(title="{fr: A}") + "    wrods: [x]\n")) == 2


def test_the_shipped_file_serves_a_support_desk_in_its_languages() -> None:
    links = read_links((shipped("config") / "links.yml").read_text(encoding="utf-8"), "config/links.yml")
    assert 6 <= len(links.topics) <= 8
    for topic in links.written:
        assert all({"en", "fr"} <= target.titles.keys() for target in topic.targets)
    for mail, expected in {
        "I cannot log in": "help.example.com/reset-password",
        "J'ai oublié mon mot de passe": "help.example.com/reset-password",
        "Ich habe mein Passwort vergessen": "help.example.com/reset-password",
        "No puedo iniciar sesión": "help.example.com/reset-password",
        "Panne totale du standard": "help.example.com/status",
        "Der Server ist nicht erreichbar": "help.example.com/status",
        "La página no funciona": "help.example.com/status",
        "Question about my invoice": "help.example.com/billing",
        "Das ist viel zu langsam": "help.example.com/performance",
        "Good morning": "help.example.com/start",
    }.items():
        assert urls(mail, links=links)[0] == expected


WORDS = st.sampled_from(
    ["password", "is down", "Printer", "mot de passe", "sign", "in", "x", "-", "\n", "é", "パスワード", "\u0301"]
)


@given(st.lists(WORDS, max_size=40).map(" ".join), st.lists(WORDS, max_size=40).map(" ".join), st.text(max_size=12))
def test_any_mail_gets_few_different_links_and_the_same_ones_each_time(subject: str, text: str, language: str) -> None:
    chosen = choose(LINKS, subject=subject, text=text, language=language)
    assert 1 <= len(chosen) <= 3
    assert len({link.url for link in chosen}) == len(chosen)
    assert chosen == choose(LINKS, subject=subject, text=text, language=language)
    assert [link.url for link in chosen] == [
        link.url for link in choose(LINKS, subject=subject.upper(), text=text.upper(), language="en")
    ]


@given(st.text(), st.text(), st.text(max_size=30))
def test_no_text_breaks_the_choice(subject: str, text: str, language: str) -> None:
    assert choose(LINKS, subject=subject, text=text, language=language)


@given(st.text(max_size=60))
def test_a_mail_that_says_a_word_of_a_topic_gets_that_topic(around: str) -> None:
    assert "h.example/print" in urls(text=f"{around} printer {around}")


def test_the_links_of_the_reference_are_a_file_that_works_and_its_defaults_are_ours() -> None:
    page = (ROOT / "docs/reference/links.md").read_text("utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    links = read_links(example, "links.yml")
    assert choose(links, subject="Mots de passe", text="", language="fr")[0].title == "Réinitialiser un mot de passe"
    told = dict(re.findall(r"^\| `([a-z_]+)` \|.*\| `(\d+)` \|$", page, re.MULTILINE))
    assert told == {"max_links": str(MAX_LINKS), "threshold": f"{THRESHOLD:g}"}
    assert (links.max_links, links.threshold) == (MAX_LINKS, THRESHOLD)


def test_the_points_of_the_reference_are_those_that_count() -> None:
    page = (ROOT / "docs/reference/links.md").read_text("utf-8")
    rows = re.findall(r"^\| (?:a|another|two) [^|]*\| ([^|]*) \|$", page, re.MULTILINE)
    assert rows == [f"{WORD:g}", f"{ALIKE:g}", "six tenths of those", f"{TITLE:g}", f"{PATH:g}", f"{PAIR:g}"]
    assert (COMPOUND, NAME, MOST_OF_ONE) == (0.6, PATH, 3.5)
    assert f"give {MOST_OF_ONE:g} at most" in page
    mails = (*SEEN, *UNSEEN)
    about_nothing = sum(not mail.topic for mail in mails)
    assert f"{len(mails)} short mails in four languages and five other scripts, {about_nothing} of them" in page
    assert f"Of the {len(SEEN)} that were there" in page
    assert f"of the {len(UNSEEN)} that were written afterwards {len(UNSEEN) - len(MISSED)} do" in page
