"""Charsets: labels that lie, labels that are no charset, and bytes without any."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.inbound.mime.charset import clean_line, clean_text, decode_words, find_codec, to_text
from tests.effort import calls, patiently

FRENCH = "Où est passé l'été à Orléans ? Déjà là, élève !"


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        ("“smart” – 40 €", "cp1252", "iso-8859-1"),
        ("汉字編碼", "gbk", "gb2312"),
        ("똠방각하", "cp949", "ks_c_5601-1987"),
        ("日本語", "cp932", "shift_jis"),
        ("①Ⅲ㈱", "cp932", "Shift_JIS"),
        ("電話", "big5", "big5"),
        ("日本", "iso2022_jp", "ISO-2022-JP"),
        ("日本", "iso2022_jp", None),
        ("日本", "iso2022_jp", "us-ascii"),
        ("中文", "hz", "hz-gb-2312"),
        ("한국", "iso2022_kr", "iso-2022-kr"),
        ("Привет мир", "koi8-r", "koi8-r"),
        ("Привет, как у вас дела?", "koi8-r", None),
        ("Привет, как у вас дела?", "cp1251", "us-ascii"),
        ("שלום, הטלפון לא עובד", "cp1255", None),
        ("Καλημέρα, το τηλέφωνο δεν λειτουργεί", "cp1253", None),
        ("안녕하세요 전화가 안 됩니다", "cp949", None),
        ("お世話になっております。電話が", "euc_jp", None),
        ("Zażółć gęślą jaźń, proszę o pomoc w tej sprawie", "cp1250", None),
        (FRENCH, "cp1252", None),
        (FRENCH, "cp1252", "unknown-8bit"),
        (FRENCH, "utf-8", "iso-8859-1"),
        (FRENCH, "utf-8", "x-no-such"),
        ("您好，我的电话坏了，请帮忙", "utf-8", "gb2312"),
        ("hé", "utf-16", "utf-16"),
        ("hé", "utf-16-le", "utf-16le"),
        ("hé", "utf-32", "utf-32"),
        ("hé", "utf-8-sig", None),
        ("hé", "utf-8", '"UTF-8"'),
        ("hé", "cp850", "IBM850"),
        ("hé", "cp437", "cp437"),
        ("hé", "cp1252", "cp-1252"),
        ("สวัสดี", "cp874", "tis-620"),
    ],
)
def test_bytes_become_the_letters_the_sender_meant(text: str, codec: str, label: str | None) -> None:
    assert to_text(text.encode(codec), label) == text


def test_japanese_with_the_circled_digits_of_windows_is_read() -> None:
    assert to_text(b"\x1b$B-!F|K\x5c\x1b(B", "iso-2022-jp") == "①日本"


def test_utf8_cut_inside_a_letter_stays_utf8() -> None:
    data = ("é" * 30).encode() + b"\xc3"
    assert to_text(data, "utf-8") == "é" * 30 + "\ufffd"


NO_CHARSETS = [
    *(
        "idna",
        "rot13",
        "zlib",
        "hex",
        "base64",
        "undefined",
        "punycode",
        "unicode_escape",
        "mbcs",
        "oem",
        "bz2",
    ),
    *("raw_unicode_escape", "bz2", "uu", "utf-8\r\nBcc: x", "x" * 10_000, "\0", "a\0b", "", " ", "\ud800", "é"),
]


@pytest.mark.id("H-07", "H-08")
@pytest.mark.parametrize("label", NO_CHARSETS, ids=ascii)
def test_a_label_that_is_no_charset_is_as_none(label: str) -> None:
    assert to_text(b"+2AA- plain", label) == "+2AA- plain"
    assert to_text(b"caf\xe9", label) == "café"


@pytest.mark.id("H-07")
@given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=30), st.sampled_from(["utf-16", "hz", "big5"])))
def test_decoding_never_raises_and_cleaned_text_can_be_stored(data: bytes, label: str | None) -> None:
    text = clean_text(to_text(data, label))
    text.encode("utf-8")
    assert "\0" not in text
    assert "\r" not in text


@pytest.mark.parametrize(
    "data", [b"\x81" * 2_000_000, b"\xe9 " * 1_000_000, b"a" * 2_000_000 + b"\xe9", b"\x1b$B" * 500_000]
)
@pytest.mark.parametrize("label", [None, "gb2312", "shift_jis", "iso-2022-jp", "utf-16", "utf-8"])
def test_two_megabytes_are_decoded_without_looking_at_each_letter(data: bytes, label: str | None) -> None:
    patiently(lambda: to_text(data, label))
    assert calls(lambda: to_text(data, label)) < 100_000  # a sample is guessed from, not all of it


@pytest.mark.id("H-06")
@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("plain", "plain"),
        ("=?utf-8?q?caf=C3=A9?=", "café"),
        ("=?UTF-8?Q?a_b?= =?utf-8?q?_c?=", "a b c"),
        ("a =?utf-8?q?b?= c", "a b c"),
        ("=?utf-8?b?5Lit?= =?utf-8?b?5paH?=", "中文"),
        ("=?utf-8?Q?=E4=B8?=   =?utf-8?q?=AD?=", "中"),  # split inside a character
        ("=?utf-8?b?5A==?= =?utf-8?b?uK0=?=", "中"),
        ("=?iso-8859-1*fr?Q?=E9?= =?utf-8?q?=C3=A9?=", "éé"),
        ("=?utf-8?Q?Did you get it??=", "Did you get it?"),
        ("=?x-unknown?q?hi=E9?=", "hié"),
        ("=?undefined?b?aGk=?=", "hi"),
        ("=?utf-8?b?a?=", "=?utf-8?b?a?="),
        ("=?utf-8?b?!!?= x", "=?utf-8?b?!!?= x"),
        ("=?utf-8?b?aGk?=", "hi"),  # no padding
        ("=?utf-8?q??=", ""),
        ("=?utf-8?x?hi?=", "=?utf-8?x?hi?="),
        ("=?utf-7?q?+2AA-?=", "\ufffd"),
        ("[=?utf-8?q?a?=]", "[a]"),
        ('"=?utf-8?q?a?="', '"a"'),
        ("=??q?x?=", "x"),
        ("=?utf-8?q?x", "=?utf-8?q?x"),
    ],
)
def test_encoded_words_are_decoded_and_others_stay(words: str, text: str) -> None:
    assert decode_words(words) == text


@given(st.text(alphabet=st.sampled_from("=?utf-8bq_A9 \t*é\ud800\0"), max_size=120))
def test_decoding_words_never_raises(text: str) -> None:
    clean_line(decode_words(text)).encode("utf-8")


@pytest.mark.parametrize("word", ["=?a?q?", "=?a?q?x?= ", "=?", "=?a?b?", "?=", "=?a?q??"])
def test_decoding_words_is_linear(word: str) -> None:
    patiently(lambda: decode_words(word * 100_000))


@pytest.mark.id("H-08", "H-11")
def test_cleaning_keeps_tabs_and_lines_and_nothing_else_below_a_blank() -> None:
    assert clean_text("a\r\nb\rc\n\td\0\x1b\x85\ud800") == "a\nb\nc\n\td\ufffd\ufffd\ufffd\ufffd"
    assert clean_line(" a\r\nBcc: x\tb\u2028c\0 ") == "a  Bcc: x b c\ufffd"


@pytest.mark.id("H-07", "H-08")
@pytest.mark.parametrize("label", ["utf-7", "UTF7", "unicode-1-1-utf-7"])
def test_utf7_is_read_where_it_is_claimed_and_yields_nothing_that_cannot_be_stored(label: str) -> None:
    assert to_text(b"5 +- 5, Gr+APwA3w-e +ZeVnLA", label) == "5 + 5, Gr\u00fc\u00dfe \u65e5\u672c"
    assert clean_text(to_text(b"+2AA- x", label)) == "\ufffd x"
    assert clean_line(to_text(b"a+AA0ACg-Bcc: x", label)) == "a  Bcc: x"
    assert to_text(b"+2AA- x", "utf-8") == "+2AA- x"
    assert to_text(b"+////// +Aw- +", label)


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("x-windows-1251", "cp1251"),
        ("win-1250", "cp1250"),
        ("utf-8//TRANSLIT", "utf_8"),
        ("koi8", "koi8_r"),
        ("_iso-2022-jp$SIO", "iso2022_jp"),
        ("ks_c_5601", "cp949"),
        ("euc-cn", "gb18030"),
        ("x-mac-ce", "mac_latin2"),
    ],
)
def test_names_some_programs_have_for_a_charset(label: str, codec: str) -> None:
    found = find_codec(label)
    assert codecs.lookup(found).name.replace("-", "_") == codecs.lookup(codec).name.replace("-", "_")


@pytest.mark.id("H-12")
def test_bidi_and_zero_width_characters_are_left_for_the_display_to_escape() -> None:
    assert clean_line("a\u202eb\u200bc" + "\u0301" * 500) == "a\u202eb\u200bc" + "\u0301" * 500


def test_codecs_that_are_no_charset_are_never_found() -> None:
    for label in ("idna", "rot13", "zlib", "punycode", "unicode_escape", "replacement", "x-user-defined"):
        assert find_codec(label) == ""
