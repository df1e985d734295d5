"""``GATEWAY_*`` over the file: every key, secrets from files, and errors that name the variable."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.address import Address
from gateway.errors import ConfigError
from gateway.settings import Loaded, Mode, Settings, load_settings
from gateway.settings_environment import Leaf, LeafKind, leaf_paths, overlay, variable
from gateway.yamlfile import Document

CANARY = "canary"


def load(tmp_path: Path, environ: Mapping[str, str], text: str = "") -> Loaded:
    (tmp_path / "gateway.yml").write_text(text, encoding="utf-8")
    return load_settings(tmp_path, environ)


def refusals(tmp_path: Path, environ: Mapping[str, str], text: str = "") -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, environ, text)
    return [str(one).replace(f"{tmp_path}/", "") for one in caught.value.problems]


def refusal(tmp_path: Path, environ: Mapping[str, str], text: str = "") -> str:
    (one,) = refusals(tmp_path, environ, text)
    return one


EXAMPLES = {
    "mode": "hold",
    "tag": "ref",
    "brand": "12 Monkeys",
    "timezone": "Europe/Paris",
    "country": "DE-BY",
    "language": "fr",
    "support.addresses": "a@example.org, b@example.org",
    "support.escalations": "boss@example.org",
    "support.notices": "notices@example.org",
    "support.newsletters": "news@example.org",
    "support.phone": "+1 289 555 0144",
    "support.admins": "root@example.org, dana@example.org",
    "support.plus_addressing": "false",
    "support.policy": "qeval",
    "trust.authserv_ids": "mx.example.org",
    "trust.fields": "all",
    "trust.peers": "192.0.2.0/24,::1",
    "trust.arc_sealers": "lists.example.org",
    "trust.check": "true",
    "smtp.listen": "0.0.0.0:25",
    "smtp.size_limit_bytes": "70000",
    "smtp.connections": "7",
    "smtp.connections_per_peer": "6",
    "smtp.recipients": "5",
    "lmtp.listen": "/run/gateway.sock",
    "imap.sales.host": "imap.example.org",
    "imap.sales.tls": "starttls",
    "imap.sales.port": "1143",
    "imap.sales.user": "12345",
    "imap.sales.password": "67890",
    "imap.sales.folder": "In",
    "imap.sales.after": "move",
    "imap.sales.move_to": "Out",
    "relay.url": "smtps://relay.example.org",
    "relay.user": "me",
    "relay.password": "0",
    "relay.connections": "3",
    "relay.notices_per_domain": "100",
    "relay.certificate_check": "TRUE",
    "store.directory": "/srv/gateway",
    "store.url": "postgresql+psycopg://u@h/d",
    "acknowledge.unverified": "none",
    "acknowledge.per_address_hour": "0",
    "acknowledge.per_domain_hour": "50",
    "acknowledge.breaker": "100",
}
ELSEWHERE = {  # need files, or exclude a key above
    "smtp.certificate",
    "smtp.key",
    "imap.sales.token_command",
    "imap.sales.certificate_authorities",
    "relay.certificate_authorities",
}


def test_every_key_there_is_can_be_set_by_the_environment_alone(tmp_path: Path) -> None:
    assert {".".join(leaf.path) for leaf in leaf_paths(["sales"])} == EXAMPLES.keys() | ELSEWHERE
    environ = {variable(tuple(key.split("."))): text for key, text in EXAMPLES.items()}
    loaded = load(tmp_path, environ)
    settings = loaded.settings
    for key in EXAMPLES:
        assert loaded.origins[key] == f"environment {variable(tuple(key.split('.')))}"
    assert settings.mode is Mode.HOLD
    assert settings.support.addresses == (Address("a", "example.org"), Address("b", "example.org"))
    assert settings.support.plus_addressing is False
    assert [str(peer) for peer in settings.trust.peers] == ["192.0.2.0/24", "::1/128"]
    assert settings.brand == "12 Monkeys"
    assert settings.imap["sales"].user == "12345"  # digits are text where text is wanted
    password = settings.imap["sales"].password
    assert password is not None
    assert password.get_secret_value() == "67890"
    assert settings.relay.certificate_check is True
    assert settings.acknowledge.per_address_hour == 0


def test_the_fixed_names_of_the_variables() -> None:
    names = {variable(leaf.path) for leaf in leaf_paths(["sales-eu"])}
    assert names >= {
        "GATEWAY_MODE",
        "GATEWAY_STORE__DIRECTORY",
        "GATEWAY_STORE__URL",
        "GATEWAY_SMTP__LISTEN",
        "GATEWAY_LMTP__LISTEN",
        "GATEWAY_RELAY__URL",
        "GATEWAY_IMAP__SALES_EU__PASSWORD",
    }


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    text = "mode: observe\nsupport: {addresses: [file@example.org, two@example.org]}\n"
    loaded = load(tmp_path, {"GATEWAY_MODE": "hold", "GATEWAY_SUPPORT__ADDRESSES": "env@example.org"}, text)
    assert loaded.settings.mode is Mode.HOLD
    assert loaded.settings.support.addresses == (Address("env", "example.org"),)


def test_a_wrong_value_of_the_file_does_not_matter_once_it_is_overridden(tmp_path: Path) -> None:
    assert load(tmp_path, {"GATEWAY_MODE": "hold"}, "mode: hodl").settings.mode is Mode.HOLD


@pytest.mark.parametrize("name", ["sales-eu", "sales_eu", "Sales-EU", "SALES_EU"])
def test_a_variable_finds_its_mailbox_in_any_spelling(name: str, tmp_path: Path) -> None:
    text = f"imap:\n  {name}: {{host: imap.example.org, user: u}}\n"
    settings = load(tmp_path, {"GATEWAY_IMAP__SALES_EU__PASSWORD": "p"}, text).settings
    assert list(settings.imap) == [name]
    assert settings.imap[name].password is not None


def test_a_mailbox_may_be_in_the_environment_alone(tmp_path: Path) -> None:
    keys = {"HOST": "imap.example.org", "USER": "u", "TOKEN_COMMAND": "sh -c true"}
    environ = {f"GATEWAY_IMAP__SALES_EU__{key}": value for key, value in keys.items()}
    settings = load(tmp_path, environ, "imap:\n  # none here\n").settings
    assert settings.imap["sales-eu"].token_command == "sh -c true"


def test_a_mailbox_half_in_the_environment_is_told_what_it_lacks(tmp_path: Path) -> None:
    assert refusals(tmp_path, {"GATEWAY_IMAP__SALES__PASSWORD": CANARY}) == [
        'GATEWAY_IMAP__SALES__PASSWORD: "imap.sales.host" is missing',
        'GATEWAY_IMAP__SALES__PASSWORD: "imap.sales.user" is missing',
    ]


# -- empty ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["smtp.listen", "lmtp.listen", "relay.url", "store.url", "support.notices", "smtp.key"])
def test_empty_means_none_where_there_may_be_none(key: str, tmp_path: Path) -> None:
    path = key.split(".")
    settings = load(tmp_path, {variable(tuple(path)): ""}).settings
    assert getattr(getattr(settings, path[0]), path[1]) is None


@pytest.mark.parametrize("text", ["country:\n", 'country: ""\n', "country: CA\n", ""])
def test_the_country_may_be_none(text: str, tmp_path: Path) -> None:
    assert load(tmp_path, text=text, environ={"GATEWAY_COUNTRY": ""}).settings.country is None
    if "CA" not in text:
        assert load(tmp_path, {}, text).settings.country is None


def test_an_empty_list_is_empty(tmp_path: Path) -> None:
    text = "trust: {peers: [192.0.2.1], authserv_ids: [a.example]}"
    settings = load(tmp_path, {"GATEWAY_TRUST__PEERS": "", "GATEWAY_TRUST__AUTHSERV_IDS": " "}, text).settings
    assert (settings.trust.peers, settings.trust.authserv_ids) == ((), ())


@pytest.mark.id("R-10")
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("GATEWAY_MODE", '"mode" must be observe, hold or live'),
        ("GATEWAY_TAG", '"tag" must be letters, digits and single hyphens between them, at most 20'),
        ("GATEWAY_BRAND", '"brand" must not be empty'),
        ("GATEWAY_TIMEZONE", '"timezone" must be a name of the IANA time zone database'),
        ("GATEWAY_SMTP__CONNECTIONS", '"smtp.connections" must be a whole number'),
        ("GATEWAY_SUPPORT__PLUS_ADDRESSING", '"support.plus_addressing" must be true or false'),
        ("GATEWAY_SUPPORT__ADDRESSES", '"support.addresses" must not be empty'),
        ("GATEWAY_STORE__DIRECTORY", '"store.directory" must not be empty'),
        ("GATEWAY_RELAY__PASSWORD", '"relay.password" is empty'),
        ("GATEWAY_RELAY__USER", '"relay.user" must not be empty'),
        ("GATEWAY_RELAY__PASSWORD_FILE", "must name a file"),
    ],
)
def test_empty_is_an_error_where_there_must_be_something(name: str, message: str, tmp_path: Path) -> None:
    assert refusal(tmp_path, {name: ""}).splitlines()[0] == f"{name}: {message}"


# -- wrong ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("GATEWAY_MODE", "liv", '"mode" must be observe, hold or live\n  hint: did you mean "live"?'),
        (
            "GATEWAY_COUNTRY",
            "Canada",
            '"country" must be a country or a region of one (ISO 3166)\n  hint: for example CA or CA-ON',
        ),
        ("GATEWAY_SMTP__CONNECTIONS", "0", '"smtp.connections" must be at least 1'),
        (
            "GATEWAY_SMTP__LISTEN",
            "2525",
            '"smtp.listen" must be host:port, the port from 0 to 65535\n  hint: for example',
        ),
        ("GATEWAY_SUPPORT__PLUS_ADDRESSING", "yes", '"support.plus_addressing" must be true or false'),
        ("GATEWAY_TRUST__PEERS", "192.0.2.1,,::1", '"trust.peers[1]" must be an IP address or a network'),
        ("GATEWAY_SUPPORT__ADDRESSES", "a@b.example;c@d.example", '"support.addresses[0]" must be one mail address'),
        ("GATEWAY_RELAY__URL", "ftp://u:canary@h", '"relay.url" must begin with smtp://'),
        ("GATEWAY_STORE__URL", "postgresql+psycopg://u:can ary@h/d", '"store.url" must have no blanks'),
    ],
)
def test_a_wrong_value_is_refused_under_the_name_of_its_variable(
    name: str, text: str, said: str, tmp_path: Path
) -> None:
    complaint = refusal(tmp_path, {name: text}, "trust:\n  peers:\n    - 192.0.2.1\n")
    assert complaint.startswith(f"{name}: {said}")
    assert CANARY not in complaint


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("GATEWAY_MODEE", 'unknown variable\n  hint: did you mean "GATEWAY_MODE"?'),
        ("GATEWAY_SMTP_LISTEN", 'unknown variable\n  hint: did you mean "GATEWAY_SMTP__LISTEN"?'),
        ("GATEWAY_RELAY__PASWORD_FILE", 'unknown variable\n  hint: did you mean "GATEWAY_RELAY__PASSWORD_FILE"?'),
        ("GATEWAY_IMAP__SALES__PASWORD", 'unknown variable\n  hint: did you mean "GATEWAY_IMAP__SALES__PASSWORD"?'),
        ("GATEWAY_MODE_FILE", "unknown variable: only secrets can be read from a file"),
        ("GATEWAY_SMTP__LISTEN_FILE", "unknown variable: only secrets can be read from a file"),
        ("GATEWAY_LMTP", "unknown variable: a section cannot be set as a whole\n  hint: set GATEWAY_LMTP__LISTEN"),
        ("GATEWAY_IMAP__A__B__HOST", "unknown variable"),
        ("GATEWAY_mode", 'unknown variable\n  hint: did you mean "GATEWAY_MODE"?'),
        ("GATEWAY_", "unknown variable"),
        ("GATEWAY_SERVICE_HOST", 'unknown variable\n  hint: Kubernetes sets it for a service called "gateway"'),
        ("GATEWAY_PORT_25_TCP_ADDR", 'unknown variable\n  hint: Kubernetes sets it for a service called "gateway"'),
    ],
)
def test_an_unknown_variable_is_refused_with_the_name_that_was_meant(name: str, said: str, tmp_path: Path) -> None:
    complaint = refusal(tmp_path, {name: CANARY}, "imap: {sales: {host: h, user: u, password: p}}")
    assert complaint.startswith(f"{name}: {said}")
    assert CANARY not in complaint


def test_variables_of_others_and_of_the_tests_are_let_be(tmp_path: Path) -> None:
    environ = {"PATH": "/bin", "gateway_mode": "x", "GATEWAYS_MODE": "x", "GATEWAY_TEST_PEERS": "required"}
    assert load(tmp_path, environ | {"GATEWAY_CONFIG": "/elsewhere"}).settings == Settings()


def test_complaints_of_file_and_environment_come_together(tmp_path: Path) -> None:
    said = refusals(tmp_path, {"GATEWAY_TAG": "a b", "GATEWAY_NO": "", "GATEWAY_RELAY__PASSWORD_FILE": "/no"}, "mod: x")
    assert sorted(one.split(":")[0] for one in said) == [
        "GATEWAY_NO",
        "GATEWAY_RELAY__PASSWORD_FILE",
        "GATEWAY_TAG",
        "gateway.yml",
    ]


def test_a_file_with_the_wrong_thing_in_place_of_a_section_is_still_refused_itself(tmp_path: Path) -> None:
    said = refusals(tmp_path, {"GATEWAY_SMTP__LISTEN": "", "GATEWAY_IMAP__A__HOST": "h"}, "smtp: 5\nimap: [1]\n")
    assert said == [
        'gateway.yml:1:7: "smtp" must be a mapping of keys to values',
        'gateway.yml:2:7: "imap" must be a mapping of keys to values',
    ]


# -- secrets in files ----------------------------------------------------------------------------------------------


def secret_file(tmp_path: Path, raw: bytes, *, mode: int = 0o600) -> str:
    path = tmp_path / "secret"
    path.write_bytes(raw)
    path.chmod(mode)
    return str(path)


@pytest.mark.parametrize(
    ("raw", "password"),
    [
        (b"pw", "pw"),
        (b"pw\n", "pw"),
        (b"pw\r\n", "pw"),
        (b" p w \n", " p w "),
        ("pässwörd\n".encode(), "pässwörd"),
    ],
)
def test_a_secret_comes_from_a_file_without_the_line_end_after_it(raw: bytes, password: str, tmp_path: Path) -> None:
    environ = {
        "GATEWAY_RELAY__URL": "smtps://r.example",
        "GATEWAY_RELAY__USER": "u",
        "GATEWAY_RELAY__PASSWORD_FILE": secret_file(tmp_path, raw),
    }
    loaded = load(tmp_path, environ)
    assert loaded.settings.relay.password is not None
    assert loaded.settings.relay.password.get_secret_value() == password
    assert loaded.origins["relay.password"] == "file named by GATEWAY_RELAY__PASSWORD_FILE"
    assert loaded.warnings == ()


def test_each_secret_can_come_from_a_file_and_nothing_else_can() -> None:
    secrets = {".".join(leaf.path) for leaf in leaf_paths(["sales"]) if leaf.secret}
    assert secrets == {"imap.sales.password", "relay.url", "relay.password", "store.url"}


def test_urls_can_come_from_files(tmp_path: Path) -> None:
    environ = {"GATEWAY_STORE__URL_FILE": secret_file(tmp_path, b"postgresql+psycopg://u:p@h/d\n")}
    url = load(tmp_path, environ).settings.store.url
    assert url is not None
    assert url.get_secret_value() == "postgresql+psycopg://u:p@h/d"


@pytest.mark.id("R-10")
@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "names an empty file"),
        (b"\n", "names an empty file"),
        (b"canary\nsecond\n", '"relay.password" holds a line break, a NUL or bytes that are not UTF-8'),
        (b"canary\n\n", '"relay.password" holds a line break, a NUL or bytes that are not UTF-8'),
        (b"can\0ary", '"relay.password" holds a line break, a NUL or bytes that are not UTF-8'),
        (b"canary\xff", "names a file that is not UTF-8"),
        (b"x" * 70_000, "names a file larger than 65536 bytes"),
    ],
)
def test_a_file_that_holds_no_single_secret_is_refused(raw: bytes, said: str, tmp_path: Path) -> None:
    complaint = refusals(tmp_path, {"GATEWAY_RELAY__PASSWORD_FILE": secret_file(tmp_path, raw)})[0]
    assert complaint.startswith(f"GATEWAY_RELAY__PASSWORD_FILE: {said}")
    assert CANARY not in complaint


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("absent", "names a file that cannot be read: No such file or directory"),
        ("", "does not name a file"),
        ("fifo", "does not name a file"),
        ("nul\0", "names a file that cannot be read: that is no file name"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(name: str, said: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    environ = {"GATEWAY_STORE__URL_FILE": str(tmp_path) + (f"/{name}" if name else "")}
    assert refusal(tmp_path, environ) == f"GATEWAY_STORE__URL_FILE: {said}"


def test_a_secret_given_both_ways_is_refused(tmp_path: Path) -> None:
    environ = {"GATEWAY_STORE__URL": "", "GATEWAY_STORE__URL_FILE": secret_file(tmp_path, b"x")}
    said = "GATEWAY_STORE__URL_FILE: GATEWAY_STORE__URL is set too\n  hint: keep one of the two"
    assert refusal(tmp_path, environ) == said


@pytest.mark.id("R-10")
def test_a_secret_in_a_file_everybody_may_read_is_warned_of(tmp_path: Path) -> None:
    name = secret_file(tmp_path, b"smtps://u:p@r.example", mode=0o644)
    (warning,) = load(tmp_path, {"GATEWAY_RELAY__URL_FILE": name}).warnings
    assert (warning.file, warning.hint) == ("GATEWAY_RELAY__URL_FILE", f"chmod 600 {name}")


@pytest.mark.id("R-10")
def test_bytes_of_another_encoding_are_refused_under_the_name_of_the_variable(tmp_path: Path) -> None:
    other = os.fsdecode(b"Soci\xe9t\xe9")
    assert refusal(tmp_path, {"GATEWAY_BRAND": other}) == "GATEWAY_BRAND: holds bytes that are not UTF-8"


# -- properties ----------------------------------------------------------------------------------------------------

LEAVES = list(leaf_paths(["sales"]))


@pytest.mark.id("R-10")
@given(st.sampled_from(LEAVES), st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40))
def test_any_value_is_taken_or_refused_under_its_name_and_never_repeated(leaf: Leaf, text: str) -> None:
    marked = text + CANARY
    overlaid = overlay(Document("f.yml"), {variable(leaf.path): marked})
    assert overlaid.origins == {leaf.path: f"environment {variable(leaf.path)}"}
    found: object = overlaid.document.data
    for part in leaf.path:
        assert isinstance(found, dict)
        found = found[part]
    taken = {LeafKind.LIST: [part.strip() for part in marked.split(",")], LeafKind.TEXT: marked}
    assert found == taken.get(leaf.kind, marked.strip())
    try:
        load_settings(EMPTY, {variable(leaf.path): marked})
    except ConfigError as error:
        said = [str(one) for one in error.problems]
    else:
        said = []
    assert not [one for one in said if CANARY in one or not one.startswith(variable(leaf.path))]


EMPTY = Path(__file__).parent / "settings-empty"
