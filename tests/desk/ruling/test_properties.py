"""What must hold for any rules and any mail: the quick ways say what the plain ones say, and nothing ever raises."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.desk.ruling.book import Rulebook
from gateway.desk.ruling.check import fits
from gateway.desk.ruling.finder import Finder
from gateway.desk.ruling.judge import judge, reasons
from gateway.desk.ruling.look import Look
from gateway.desk.ruling.matter import Matter
from gateway.desk.ruling.vocabulary import Trigger
from gateway.desk.words.fold import folded, normal
from gateway.rules.rulebook.pattern import BadPattern, Compiled, compile_pattern
from tests.desk.build import a_case
from tests.desk.ruling.build import a_book, a_matter, matched, read
from tests.rules.rulebook.build import good

ODD = "aAbBsSkKiIjJtTfßẞſİıKéÉ\u0301\u030c\u0307\u0345ΣσςΐŉﬁﬅＡ１μµ\u00ad\u200bǰ"
text = st.text(alphabet=ODD + " ", max_size=12)
word = st.text(alphabet=ODD + " ", min_size=1, max_size=4)


@given(st.lists(word, max_size=8), text)
def test_the_finder_finds_what_looking_for_each_word_finds(words: list[str], said: str) -> None:
    folds = [folded(one) for one in words]
    assert Finder(folds).found(folded(said)) == {one for one in folds if one in folded(said)}


@given(
    st.lists(st.text(alphabet="abc \n\t", min_size=1, max_size=6), max_size=20),
    st.text(alphabet="abc \n\t\u2028", max_size=60),
)
def test_the_finder_finds_words_that_overlap(words: list[str], said: str) -> None:
    assert Finder(words).found(said) == {one for one in words if one in said}


@given(st.text(alphabet="ab?*\n", max_size=8), st.text(alphabet="ab?*\n", max_size=12))
def test_a_glob_fits_what_it_says(glob: str, said: str) -> None:
    by_definition = "".join({"*": ".*", "?": "."}.get(char, re.escape(char)) for char in glob)
    assert fits(said, tuple(glob.split("*"))) is (re.fullmatch(by_definition, said, re.DOTALL) is not None)


def test_a_glob_ends_on_texts_made_to_be_hard() -> None:
    assert not fits("a" * 65_536, tuple(["", "a?a?b", "a?b", "c"]))
    assert not fits("a" * 65_536, tuple(("*a" * 500 + "*b").split("*")))


def grammar() -> st.SearchStrategy[str]:
    """Patterns of a few letters that fold oddly, in every form a pattern has."""
    letter = st.sampled_from(["a", "b", "s", "S", "k", "i", "I", "j", "J", "t", "f", "ß", "ſ", "İ", "ı", "é", "Σ", "ς"])
    atom = letter | st.sampled_from([".", r"\w", "[ab]", "[^a]", "[s-t]", r"\b", "^", "$", "ι", "ŉ", "h", "fi", "ss"])

    def more(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        joined = st.lists(inner, min_size=1, max_size=4).map("".join)
        group = st.sampled_from(["(?:", "(", "(?=", "(?!", "(?>", "(?-i:", "(?s:", "(?<="])
        return st.one_of(
            joined,
            st.tuples(joined, joined).map("|".join),
            st.tuples(group, joined).map(lambda pair: f"{pair[0]}{pair[1]})"),
            st.tuples(joined, st.sampled_from(["?", "*", "+", "{2}", "{0,2}", "+?", "{0}"])).map(
                lambda pair: f"(?:{pair[0]}){pair[1]}"
            ),
        )

    return st.recursive(atom, more, max_leaves=8)


def finds(pattern: Compiled, said: str, *, prefilter: bool) -> bool:
    matter = a_matter(said)
    look = Look(matter, Finder(pattern.words))
    if not prefilter:
        return pattern.engine.search(normal(said), timeout=1) is not None
    return any(look.search(pattern, one, "r") for one in look.texts("subject"))


@settings(max_examples=400)
@given(
    grammar(),
    st.lists(st.text(alphabet=ODD, min_size=1, max_size=3) | st.sampled_from(["J\u030c", "STRAßE"]), max_size=6),
)
def test_no_text_is_passed_over_that_a_pattern_fits(source: str, parts: list[str]) -> None:
    try:
        pattern = compile_pattern(source)
    except BadPattern:
        return
    said = "".join(parts)
    if said and len(normal(said)):
        assert finds(pattern, said, prefilter=True) is finds(pattern, said, prefilter=False)


VARIANTS = {
    "i": ("i", "I", "İ", "ı", "ｉ"),
    "j": ("j", "J", "J\u030c", "ǰ"),
    "s": ("s", "S", "ſ", "ß", "\u00ads"),
    "k": ("k", "K", "\u212a"),
    "t": ("t", "T", "T\u0308", "ﬆ"),
    "ι": ("ι", "Ι", "\u0345", "ΐ"),
    "σ": ("σ", "ς", "Σ"),
}
one_word = st.lists(st.sampled_from(sorted(VARIANTS)), min_size=2, max_size=4)


@settings(max_examples=1_000)
@given(st.data(), one_word, st.sampled_from(["{}", "(?:{})", "(?:x|{})", "a?{}", "(?P<n>{})+", "{}\\b", "[ab]?{}"]))
def test_a_word_in_any_of_its_forms_is_not_passed_over(data: st.DataObject, letters: list[str], form: str) -> None:
    pattern = compile_pattern(form.format("".join(letters)))
    said = "".join(data.draw(st.sampled_from(VARIANTS[letter])) for letter in letters)
    assert finds(pattern, said, prefilter=True) is finds(pattern, said, prefilter=False)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("ist", "İST"),
        ("obj", "OBJ\u030c"),
        ("ıst", "IST"),
        ("strasse", "STRAßE"),
        ("ασ", "ᾳσ"),
        ("nah", "ŉah"),
        ("h\u0331a", "ẖa"),
        ("aj", "aǰ"),
    ],
)
def test_letters_that_fold_oddly_are_no_reason_to_pass_a_text_over(source: str, said: str) -> None:
    pattern = compile_pattern(source)
    assert finds(pattern, said, prefilter=True) is finds(pattern, said, prefilter=False)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (r"\b(invoice|facture)\b\D{0,12}(?P<no>\d{4,10})", {"invoice", "facture"}),
        ("(?i)panne totale", {"totale"}),
        ("total(?:ly)? down", {"total"}),
        ("(?:ab|cd)?xyz", {"xyz"}),
        (r"\d+", set()),
        ("a?", set()),
        ("(?!abc)d", set()),
        ("straße", {"stra"}),
    ],
)
def test_a_pattern_is_only_looked_for_where_a_word_of_it_is(source: str, words: set[str]) -> None:
    assert compile_pattern(source).words == words


EVERYTHING = (
    "subject|contains: [invoice, bounce, wichtig]",
    "body|re: '(?P<word>[^\\W\\d_]{5,})'",
    "body.full|matches: '*unsubscribe*'",
    "subject_or_body|startswith: re",
    "header.Received|re: 'from (?P<host>\\S+)'",
    "header.Subject|endswith: '.'",
    "header.X-Anything|exists: true",
    "sender.address|re: '.+@(?P<domain>.+)'",
    "sender.domain: acme.example",
    "sender.name|exists: true",
    "sender.verified: false",
    "to.address|contains: '@'",
    "to.detail|exists: true",
    "auth.spf: pass",
    "auto.kind: [bounce, list, auto-reply]",
    "attachment.name|endswith: [.exe, .zip]",
    "attachment.type: application/pdf",
    "attachment.size|gt: 1",
    "language: [de, en, fr]",
    "size|gt: 100",
    "customer.plan|exists: true",
    "customer.policy.urgent_channel.kind: email",
    "time|in: 24x7",
    "not: [{subject: x}, {body|contains: y}]",
    "any: [{subject|re: '^(?:re|aw|sv):'}, {all: [{size|lt: 5}]}]",
)
MAILS = sorted((Path(__file__).parents[2] / "mail").rglob("*.eml"))


@lru_cache
def everything() -> Rulebook:
    return a_book(*EVERYTHING)


@pytest.mark.parametrize("part", range(8))
def test_rules_have_an_answer_to_every_mail_and_the_same_one_each_time(part: int) -> None:
    book, seen = everything(), set()
    for path in MAILS[part::8]:
        matter = a_matter(written=read(path.read_bytes(), book, "support+x@example.com").written)
        ruling = judge(Trigger.MAIL_RECEIVED, matter, book)
        assert ruling.asked == len(EVERYTHING)
        if not ruling.slow:
            assert matched(judge(Trigger.MAIL_RECEIVED, matter, book)) == matched(ruling), path
        seen |= set(matched(ruling))
        for rule in book.rules:
            said = reasons(rule, matter, book)
            assert any(not one.holds for one in said) is (rule.id not in matched(ruling)) or ruling.slow, (
                path,
                rule.id,
            )
    assert len(seen) > len(EVERYTHING) // 2


actions = st.sampled_from(
    [
        "set: {priority: high}",
        "set: {status: pending}",
        "set: {queue: billing, owner: dana}",
        "set_field: {a: '{{ subject }}'}",
        "add_tag: x",
        "add_topic: outage",
        "note: '{{ sender.address }} {{ ticket.priority }}'",
        "notify: leads",
        "forward: dana",
        "reply_section: urgent_by_phone",
        "stop: enough",
        "link_to: '{{ subject }}'",
    ]
)
conditions = st.sampled_from(
    [
        "subject|contains: a",
        "body|contains: b",
        "ticket.priority: high",
        "ticket.status: pending",
        "ticket.tags: x",
        "ticket.topics: outage",
        "ticket.field.a|exists: true",
        "not: [{ticket.tags: x}]",
        "ticket.queue|exists: false",
        "size|gt: 0",
    ]
)
rules = st.lists(
    st.tuples(st.lists(conditions, max_size=3), st.lists(actions, min_size=1, max_size=3)), min_size=1, max_size=8
)


def written(found: list[tuple[list[str], list[str]]]) -> str:
    lines = ["version: 1", "rules:"]
    for at, (asked, done) in enumerate(found):
        lines += [f"  - id: r{at}", "    triggers: [ticket.created]"]
        lines += ["    conditions:", *(f"      - {one}" for one in asked)] if asked else []
        lines += ["    actions:", *(f"      - {one}" for one in done)]
    return "\n".join(lines) + "\n"


@settings(max_examples=150)
@given(rules, st.text(max_size=20), st.text(max_size=20))
def test_any_rules_come_to_an_end_in_their_order(
    found: list[tuple[list[str], list[str]]], subject: str, body: str
) -> None:
    book = Rulebook(good(written(found)))
    matter = with_ticket(subject, body)
    ruling = judge(Trigger.TICKET_CREATED, matter, book)
    assert ruling == judge(Trigger.TICKET_CREATED, matter, book)
    numbers = [int(one[1:]) for one in matched(ruling)]
    assert numbers == sorted(set(numbers))
    ends = [rule.id for rule in book.rules if rule.ends and rule.id in matched(ruling)]
    assert ends[:1] == ([ruling.stopped_by] if ruling.stopped_by else [])
    assert not ends or numbers[-1] == int(ruling.stopped_by[1:])
    for what, wish in ruling.wishes.settings.items():
        assert wish.rule.id == [name for name in matched(ruling) if sets(book, name, what)][-1]


def with_ticket(subject: str, body: str) -> Matter:
    return a_matter(subject, body, ticket=a_case().ticket)


def sets(book: Rulebook, name: str, what: str) -> bool:
    rule = book.find(name)
    assert rule
    return any(getattr(one, "what", "") == what for one in rule.actions)
