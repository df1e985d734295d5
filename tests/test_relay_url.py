"""The relay's address, as people write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.relay_url import BadRelayUrl, RelayUrl, Security, parse_relay_url
from gateway.settings_model import Relay


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("smtp://mail.example", RelayUrl(Security.NONE, "mail.example", 25)),
        ("smtp+starttls://mail.example", RelayUrl(Security.STARTTLS, "mail.example", 587)),
        ("smtps://mail.example", RelayUrl(Security.TLS, "mail.example", 465)),
        ("SMTPS://mail.example:2465/", RelayUrl(Security.TLS, "mail.example", 2465)),
        ("smtp://127.0.0.1:2526", RelayUrl(Security.NONE, "127.0.0.1", 2526)),
        ("smtp://[::1]:26", RelayUrl(Security.NONE, "::1", 26)),
        ("smtps://ann:s%2Fe%40c%23r%3At@mail.example", RelayUrl(Security.TLS, "mail.example", 465, "ann", "s/e@c#r:t")),
        ("smtps://ann%40corp:x@mail.example", RelayUrl(Security.TLS, "mail.example", 465, "ann@corp", "x")),
        ("smtp://ann:x@localhost", RelayUrl(Security.NONE, "localhost", 25, "ann", "x")),
    ],
)
def test_a_good_address_is_read(text: str, expected: RelayUrl) -> None:
    assert parse_relay_url(text) == expected


def test_user_and_password_given_apart_are_taken_as_they_are_and_win() -> None:
    url = parse_relay_url("smtps://old:old@mail.example", user="ann", password="50%41 x/y")
    assert (url.user, url.password) == ("ann", "50%41 x/y")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "begin with smtp://"),
        ("mail.example:25", "begin with smtp://"),
        ("http://mail.example", "begin with smtp://"),
        ("lmtp://mail.example", "begin with smtp://"),
        ("smtp://", "must name a host"),
        ("smtp://:25", "must name a host"),
        ("smtp://mail example", "blanks"),
        ("smtp://mail.example\r\nQUIT", "blanks"),
        ("smtp://ma_il!.example", "name or the IP address"),
        ("smtp://::1:25", "cannot be read"),
        ("smtp://[::1", "cannot be read"),
        ("smtp://[nonsense]", "cannot be read|IP address"),
        ("smtp://mail.example:0", "port"),
        ("smtp://mail.example:65536", "port"),
        ("smtp://mail.example:٢٥", "beyond ASCII"),
        ("smtp://mail.example:25x", "port"),
        ("smtps://mail.example/inbox", "end after the port"),
        ("smtps://mail.example?tls=no", "end after the port"),
        ("smtps://ann:pa/ss@mail.example", "%2F"),
        ("smtps://ann@mail.example", "a user and no password"),
        ("smtps://:secret@mail.example", "a password and no user"),
        ("smtp://ann:secret@mail.example", "in clear"),
        ("smtps://ann:%00@mail.example", "NUL"),
    ],
)
def test_a_bad_address_is_refused_with_the_reason(text: str, says: str) -> None:
    with pytest.raises(BadRelayUrl, match=says):
        parse_relay_url(text)


def test_a_password_that_is_not_text_is_refused() -> None:
    with pytest.raises(BadRelayUrl, match="UTF-8"):
        parse_relay_url("smtps://mail.example", user="ann", password="\udcff")


def test_the_password_is_never_shown() -> None:
    url = parse_relay_url("smtps://ann:canary@mail.example")
    assert "canary" not in repr(url) + str(url)
    assert str(url) == "smtps://mail.example:465"
    assert str(parse_relay_url("smtp://[::1]:26")) == "smtp://[::1]:26"


@given(
    st.sampled_from(["smtp", "SMTP", "smtps", "smtp+starttls"]),
    st.sampled_from(["", "u:p@", "u:p:q@", "u%40x:p%2F@", "u:%ff@", "a@b:c@", "u@", ":p@"]),
    st.sampled_from(["m.example", "localhost", "[::1]", "_x.example", "a-.example", "m..example", "1.2.3", "a,b", ""])
    | st.text(max_size=8),
    st.sampled_from(["", ":25", ":", ":0", ":000025", ":65536", "::25"]),
    st.sampled_from(["", "/", "/x", "?a=b"]),
)
def test_the_settings_take_exactly_what_is_taken_here(scheme: str, login: str, host: str, port: str, end: str) -> None:
    """Else a start would fail after the check said all is well, or refuse a good one."""
    text = f"{scheme}://{login}{host}{port}{end}"
    try:
        Relay.model_validate({"url": text})
    except ValueError:
        with pytest.raises(BadRelayUrl):
            parse_relay_url(text)
    else:
        assert parse_relay_url(text).host


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_and_never_repeats_the_password(text: str) -> None:
    try:
        url = parse_relay_url(f"smtps://ann:canary{text}@mail.example")
    except BadRelayUrl as bad:
        assert "canary" not in str(bad)  # noqa: PT017
    else:
        assert url.host
