"""Which links fit a mail: what counts, what counts more, what counts nothing, and where it is too little."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.links.choose import Why
from gateway.desk.links.hear import MOST_STEMS
from gateway.desk.links.link import Link
from gateway.desk.links.links import THRESHOLD, Links
from gateway.desk.links.rank import MAX_TEXT, SUBJECT_WEIGHT, Voice, rank
from gateway.desk.links.vocabulary import ALIKE, PAIR, TITLE, WORD
from tests.desk.links.build import names, shelf, suggested, topic
from tests.effort import calls, patiently

VPN = topic("vpn", links={"https://h.example/a7": {"en": "Connect to the tunnel from home", "fr": "Le tunnel"}})
SIGN_IN = topic("sign-in", "password", "sign in", "mot de passe")
PRINT = topic("print", "printer", "toner")
START = topic("start", links={"https://h.example/start": "Answers to questions about tunnels"})
LINKS = shelf(VPN, SIGN_IN, PRINT, START, fallback=["start"])
PRINTING = 2  # the number of its link


def score(links: Links, subject: str = "", text: str = "", *, language: str = "en") -> float:
    """Return the points of the first link."""
    return max(rank(links, subject=subject, text=text, language=language).scores.values())


def test_a_word_as_it_is_written_counts_more_than_another_form_of_it() -> None:
    assert score(LINKS, text="printer") == WORD
    assert score(LINKS, text="PRINTER") == WORD
    assert score(LINKS, text="printers") == ALIKE
    assert score(LINKS, text="printers printer") == WORD, "forms of one word count once"


def test_the_subject_counts_four_times_and_the_text_again() -> None:
    assert score(LINKS, "printer") == WORD * SUBJECT_WEIGHT
    assert score(LINKS, "printer", "printer") == WORD * (SUBJECT_WEIGHT + 1)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("sign in", WORD),
        ("signing in", ALIKE),
        ("signed-in", ALIKE),
        ("mots de passe", ALIKE),
        ("Mot de\n> passe", WORD),
    ],
)
def test_a_phrase_is_found_as_it_is_written_and_in_other_forms(text: str, points: float) -> None:
    assert score(LINKS, text=text) == points


@pytest.mark.parametrize("text", ["sign", "sign it in ink", "in sign", "un mot", "mot passe", "he passe le mot"])
def test_a_part_of_a_phrase_says_nothing_even_in_a_title(text: str) -> None:
    titled = topic("sign-in", "sign in", "mot de passe", links={"https://a/": {"fr": "Un mot de passe", "en": "Sign"}})
    assert not rank(shelf(titled), subject=text, text=text, language="fr").scores


def test_one_word_of_a_title_is_enough_in_the_subject_and_not_in_the_text() -> None:
    assert names(LINKS, "my tunnel") == ["vpn"]
    assert names(LINKS, text="my tunnel") == ["start"]
    assert score(LINKS, text="my tunnel") == TITLE < THRESHOLD
    assert names(LINKS, text="connected to the tunnel, and nothing comes") == ["vpn"]


def test_the_name_of_a_topic_and_the_words_of_an_address_speak_for_a_link() -> None:
    links = shelf(topic("roaming", links={"https://h.example/abroad/2024/costs.html": "Before you leave"}))
    assert names(links, text="We leave soon; what are the costs abroad?") == ["roaming"]
    assert [voice.words for voice in suggested(links, "roaming abroad")[0].voices] == ["abroad", "roaming"]
    assert names(links, "html h example 2024") == [], "hosts, endings and numbers are about nothing"


def test_an_address_of_mail_is_about_nothing() -> None:
    assert names(shelf(topic("a", links={"mailto:printing@h.example": "0"})), "printing") == []


@pytest.mark.parametrize("word", ["the", "help", "notre", "équipe", "für", "Frage", "para", "gracias"])
def test_small_words_count_nothing_in_titles(word: str) -> None:
    assert names(shelf(topic("a", links={"https://a/": word})), word, word) == []


def test_small_words_that_an_admin_lists_count() -> None:
    assert names(shelf(topic("a", "help")), text="help") == ["a"]


def test_a_word_of_many_links_counts_little() -> None:
    links = shelf(*(topic(f"t{number}", "router", *(("antenna",) if number == 2 else ())) for number in range(4)))
    assert score(links, text="router") == WORD / 2
    assert names(links, text="router antenna") == ["t2", "t0", "t1"]
    many = shelf(*(topic(f"t{number}", "router") for number in range(9)))
    assert names(many, text="router") == [], "what nine topics share tells none of them"
    assert names(many, "router") == ["t0", "t1", "t2"]


def test_of_equal_links_the_one_with_a_title_for_the_reader_comes_first() -> None:
    links = shelf(
        topic("a", "printer", links={"https://a/1": "One", "https://a/2": {"en": "Two", "fr": "Deux"}}),
        topic("b", "printer", links={"https://b/": {"en": "Three", "pt": "Três", "fr": "Trois"}}),
    )
    for language, urls in {
        "en": ["https://a/1", "https://a/2", "https://b/"],
        "fr-CA": ["https://a/2", "https://b/", "https://a/1"],
        "pt_BR": ["https://b/", "https://a/1", "https://a/2"],
        "de": ["https://a/1", "https://a/2", "https://b/"],
    }.items():
        assert [one.link.url for one in suggested(links, "printer", language=language)] == urls


def test_a_title_for_the_reader_outweighs_nothing_the_mail_says() -> None:
    links = shelf(
        topic("a", "printer", "toner", links={"https://a/": "One"}),
        topic("b", "printer", links={"https://b/": {"en": "Two", "fr": "Deux"}}),
    )
    assert names(links, "printer toner") == ["a", "b"]


def test_links_of_one_topic_stay_in_order_unless_their_own_titles_speak() -> None:
    links = shelf(topic("print", "printer", links={"https://a/": "Paper jams", "https://b/": "Empty trays"}))
    assert [one.link.url for one in suggested(links, "printer")] == ["https://a/", "https://b/"]
    assert [one.link.url for one in suggested(links, "printer", "the tray is empty")] == ["https://b/", "https://a/"]


def test_topics_that_a_rule_named_come_first_in_their_order() -> None:
    found = suggested(LINKS, "printer", topics=["vpn", "nothing", "sign-in"])
    assert [(one.topic, one.why) for one in found] == [
        ("vpn", Why.NAMED),
        ("sign-in", Why.NAMED),
        ("print", Why.RANKED),
    ]


def test_a_named_topic_that_the_mail_speaks_of_comes_once_with_what_speaks_for_it() -> None:
    (first, second) = suggested(LINKS, "printer", "password", topics=["print"])
    assert (first.topic, first.why, first.score) == ("print", Why.NAMED, 40.0)
    assert (second.topic, second.why) == ("sign-in", Why.RANKED)


def test_names_that_nothing_is_called_change_nothing() -> None:
    assert suggested(LINKS, "printer", topics=["pritn"]) == suggested(LINKS, "printer")
    assert names(LINKS, topics=["pritn"]) == ["start"]


def test_named_topics_are_enough_to_keep_the_fallback_away() -> None:
    assert names(LINKS, topics=["vpn"]) == ["vpn"]
    assert names(LINKS, topics=["start", "start"]) == ["start"]


def test_a_fallback_without_words_is_never_ranked() -> None:
    (only,) = suggested(LINKS, "answers questions tunnels?")
    assert only.topic == "vpn"
    (last,) = suggested(LINKS, "hello")
    assert (last.topic, last.why, last.score, last.voices) == ("start", Why.FALLBACK, 0.0, ())


def test_a_fallback_with_words_is_ranked_as_well() -> None:
    links = shelf(topic("a", "printer"), topic("b", "toner"), fallback=["b"])
    assert [one.why for one in suggested(links, "toner")] == [Why.RANKED]
    assert [one.why for one in suggested(links, "hello")] == [Why.FALLBACK]


def test_a_url_of_two_topics_comes_once_for_the_topic_that_fits_better() -> None:
    links = shelf(
        topic("a", "printer", links={"https://same/": "As A has it"}),
        topic("b", "toner", "paper", links={"https://same/": "As B has it"}),
    )
    (only,) = suggested(links, "printer toner paper")
    assert (only.topic, only.link) == ("b", Link("As B has it", "https://same/"))


@pytest.mark.parametrize(("threshold", "found"), [(WORD, ["print"]), (WORD + 0.01, []), (0, ["print"])])
def test_the_threshold_of_the_file_decides_what_is_too_little(threshold: float, found: list[str]) -> None:
    assert names(shelf(PRINT, threshold=threshold), text="printer") == found


def test_a_suggestion_says_which_words_spoke_and_how_loudly() -> None:
    (one,) = suggested(LINKS, "Toner", "two printers, toner")
    assert one.score == 57.0
    assert one.voices == (Voice("toner", 50.0, in_subject=True), Voice("printers", 7.0, in_subject=False))


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("Serverausfall", True),
        ("Totalausfälle", False),  # another vowel: no form of the word
        ("Ausfallsicherheit", True),
        ("Ausfallzeiten", True),
        ("Netzausfalls", True),
        ("Beiausfall", False),  # what is left is no word
        ("ausfallen", True),
    ],
)
def test_a_word_is_found_inside_a_german_compound(word: str, found: bool) -> None:
    links = shelf(topic("outage", "Ausfall"))
    assert bool(names(links, word)) is found
    assert bool(names(links, text=f"Es gab einen {word} bei uns.")) is found


def test_words_of_languages_that_build_none_hide_no_word() -> None:
    links = shelf(topic("billing", "facture"), topic("install", "install"))
    assert names(links, text="He is a manufacturer and pays by installments") == []
    assert names(links, "About the manufacturing", "It is ours.") == []


@pytest.mark.parametrize(
    ("subject", "text", "found"),
    [
        ("", "サーバーの設定を変更したい", True),  # four pairs of the title
        ("", "サービスについて", False),  # one pair
        ("設定", "", True),
        ("", "おはようございます", False),
    ],
)
def test_titles_in_scripts_without_blanks_speak_by_pairs_of_letters(subject: str, text: str, found: bool) -> None:
    links = shelf(topic("a", links={"https://a/": {"en": "0", "ja": "サーバーを設定する"}}))
    assert bool(suggested(links, subject, text, language="ja")) is found


def test_a_pair_of_letters_counts_little() -> None:
    assert score(shelf(topic("a", links={"https://a/": {"en": "0", "ja": "設定"}})), text="設定") == PAIR


def test_no_links_at_all_are_no_trouble() -> None:
    assert suggested(Links(), "printer", topics=["print"]) == ()
    assert suggested(shelf(PRINT, max_links=0), "printer") == ()


def test_a_linter_learns_the_topics_and_their_languages() -> None:
    assert LINKS.topics == ("vpn", "sign-in", "print", "start")
    assert LINKS.languages["vpn"] == {"en", "fr"}
    assert LINKS.languages["print"] == {"en"}


PATTERNS = ("pr.nter", "p*r", "[a-z]+", "\\w+", ".*", "(pr|x)inter", "^pr.nter$", "%", "t_ner", "(a+)+$")


@pytest.mark.parametrize("pattern", PATTERNS)
def test_signs_of_patterns_are_signs(pattern: str) -> None:
    assert not rank(LINKS, subject=pattern, text=pattern, language="en").scores


MANY = shelf(
    *(
        topic(
            f"topic {number}",
            *(f"w{number}{chr(97 + at)}ord" for at in range(8)),
            f"mot de passe {number}",
            "a a a a",
            links={f"https://h.example/{number}/{at}": f"title{number} number{at}" for at in range(2)},
        )
        for number in range(250)
    )
)


def letters(number: int) -> str:
    """Write a number without digits."""
    return f"{number:08o}".translate(str.maketrans("01234567", "ghjklmnp"))


@pytest.mark.parametrize(
    "text",
    [
        "a " * MAX_TEXT,
        "mot de " * MAX_TEXT,
        " ".join(f"w{number}" for number in range(MAX_TEXT)),
        " ".join(f"w{number % 250}{chr(97 + number % 26)}ord" for number in range(MAX_TEXT)),
        " ".join(f"titlé{number}ausfallen" for number in range(MAX_TEXT)),
        "der die das " + " ".join(f"titlea{letters(number)}" for number in range(MAX_TEXT)),
        "x" * MAX_TEXT,
        "é" * MAX_TEXT,
        "設定" * MAX_TEXT,
        "".join(chr(0x4E00 + number % 20_000) for number in range(MAX_TEXT)),
        "a\u0301" * MAX_TEXT,
    ],
    ids=["phrase", "begun", "numbers", "hits", "accents", "compounds", "long", "accent", "pair", "letters", "marks"],
)  # fmt: skip
def test_what_is_made_to_be_slow_is_not(text: str) -> None:
    assert patiently(lambda: calls(lambda: suggested(MANY, text[:2_000], text))) < 5 * MAX_TEXT  # a few a character


def test_of_more_words_than_are_looked_at_those_said_first_count() -> None:
    links = shelf(topic("a", "mot de fonction", "printer"), threshold=0)
    filler = " ".join(f"pri{letters(number)}" for number in range(MOST_STEMS - 2))
    for text, found in {
        f"{filler} printer": ["a"],
        f"{filler} prior prime printer": [],
        f"mot de {filler} mot de fonct": [],  # what came too late has no stem, and is none
        f"mot de fonction {filler}": ["a"],
    }.items():
        assert names(links, text=text) == found, text[-40:]


WORDS = st.sampled_from(
    ["printers", "sign in", "toner", "tunnel", "home", "die", "Passwortänderung", "\n", "é", "設定"]
)


@given(st.lists(WORDS, max_size=30).map(" ".join), st.lists(WORDS, max_size=30).map(" ".join))
def test_a_ranking_goes_down_and_is_the_same_each_time(subject: str, text: str) -> None:
    ranked = rank(LINKS, subject=subject, text=text, language="fr")
    scores = list(ranked.scores.values())
    assert scores == sorted(scores, reverse=True)
    for number, score in ranked.scores.items():
        assert score == pytest.approx(sum(voice.points for voice in ranked.voices(number)), abs=0.05)
    assert list(ranked.scores) == list(rank(LINKS, subject=subject, text=text, language="fr").scores)
    louder = rank(LINKS, subject=f"{subject} toner", text=text, language="fr")
    assert louder.scores[PRINTING] >= ranked.scores.get(PRINTING, 0.0)
