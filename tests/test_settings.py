"""Defaults, the folder that is read, the checks between keys, warnings, and what is shown to people."""

from __future__ import annotations

import logging
import os
import pickle
import re
import shutil
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from ipaddress import ip_network
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from gateway.address import Address
from gateway.errors import ConfigError
from gateway.mail import Unverified
from gateway.network import TcpAddress, Tls
from gateway.resources import shipped
from gateway.settings import Loaded, Mode, Settings, load_settings, rows

NOBODY: Mapping[str, str] = {}


def load(tmp_path: Path, text: str, environ: Mapping[str, str] = NOBODY, *, mode: int = 0o600) -> Loaded:
    file = tmp_path / "gateway.yml"
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)
    return load_settings(tmp_path, environ)


def refusal(tmp_path: Path, text: str, environ: Mapping[str, str] = NOBODY) -> str:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text, environ)
    return str(caught.value).replace(f"{tmp_path}/", "")


def shown(loaded: Loaded) -> dict[str, tuple[str, str]]:
    return {row.key: (row.shown, row.origin) for row in rows(loaded)}


def certificate(folder: Path, key: str = "settings-one.key") -> tuple[Path, Path]:
    """Put a certificate, and a key nobody else may read, into the folder."""
    here = Path(__file__).parent / "certificates"
    copied = Path(shutil.copy(here / "settings-one.pem", folder)), Path(shutil.copy(here / key, folder))
    copied[1].chmod(0o600)
    return copied


def test_an_empty_file_means_the_documented_defaults(tmp_path: Path) -> None:
    settings = load(tmp_path, "").settings
    assert settings == Settings()
    assert settings.mode is Mode.LIVE
    assert (settings.tag, settings.brand, settings.language) == ("case", "Example Support", "en")
    assert settings.timezone == ZoneInfo("UTC")
    assert settings.support.addresses == (Address("support", "example.com"),)
    assert settings.support.plus_addressing is True
    assert (settings.support.escalations, settings.support.notices) == (None, None)
    assert settings.smtp.listen == TcpAddress("127.0.0.1", 2525)
    assert settings.smtp.size_limit_bytes == 25 * 1024 * 1024
    assert (settings.smtp.connections, settings.smtp.connections_per_peer, settings.smtp.recipients) == (600, 50, 100)
    assert (settings.lmtp.listen, settings.relay.url, settings.store.url) == (None, None, None)
    assert settings.store.directory == Path("var")
    assert settings.imap == {}
    assert (settings.acknowledge.unverified, settings.acknowledge.per_address_hour) == (Unverified.FIXED, 3)


def test_the_shipped_file_loads_without_a_warning_and_sets_nothing_but_defaults() -> None:
    loaded = load_settings(shipped("config"), NOBODY)
    assert loaded.settings == Settings()
    assert loaded.warnings == ()
    assert loaded.folder == shipped("config")


def test_what_the_shipped_file_has_in_comments_is_right_once_uncommented(tmp_path: Path) -> None:
    lines = []
    for line in (shipped("config") / "gateway.yml").read_text(encoding="utf-8").splitlines()[5:]:
        body = line.lstrip()
        lines.append(line.replace("# ", "", 1) if body.startswith("# ") else line)
    text = "\n".join(lines).replace("    user: sales@example.com", "    user: sales@example.com\n    token_command: sh")
    text = text.replace("  certificate: /etc/ssl/mail.pem\n", "").replace("  key: /etc/ssl/mail.key\n", "")
    text = re.sub(r"  certificate_authorities: .*\n", "", text)
    settings = load(tmp_path, text).settings
    assert settings.imap["sales"].host == "imap.example.com"
    assert settings.support.escalations == Address("escalations", "example.com")


def test_every_key_of_a_full_file_arrives(tmp_path: Path) -> None:
    pem, key = certificate(tmp_path)
    settings = load(
        tmp_path,
        f"""
mode: observe
tag: ACME-help
brand: Société Générale d'Aide
timezone: America/Toronto
language: fr
support:
  addresses: [help@example.org, aide@éxample.org]
  escalations: boss@example.org
  notices: ops@example.org
  plus_addressing: false
trust:
  authserv_ids: [mx.example.org]
  peers: [192.0.2.7, 2001:db8::/32]
smtp:
  listen: "[::]:25"
  certificate: {pem}
  key: {key}
  size_limit_bytes: 65536
  connections: 9
  connections_per_peer: 8
  recipients: 7
lmtp: {{listen: run/lmtp.sock}}
imap:
  sales-eu:
    {{host: imap.example.org, tls: starttls, user: me, password: "p w", folder: In, after: move, move_to: Done}}
  noc: {{host: "[2001:db8::1]", user: me, token_command: "sh -c 'echo x'", port: 1993}}
relay:
  {{url: "smtp+starttls://relay.example.org", user: me, password: secret, connections: 2, certificate_check: false}}
store: {{directory: /srv/gw, url: "postgresql+psycopg://gw@db/gw"}}
acknowledge: {{unverified: none, per_address_hour: 0}}
""",
    ).settings
    assert (settings.mode, settings.tag, settings.brand) == (Mode.OBSERVE, "ACME-help", "Société Générale d'Aide")
    assert settings.support.addresses[1] == Address("aide", "xn--xample-9ua.org")
    assert str(settings.smtp.listen) == "[::]:25"
    assert (settings.smtp.certificate, settings.smtp.key) == (pem, key)
    assert settings.trust.peers == (ip_network("192.0.2.7"), ip_network("2001:db8::/32"))
    assert settings.lmtp.listen == Path("run/lmtp.sock")
    sales, noc = settings.imap["sales-eu"], settings.imap["noc"]
    assert (sales.port, sales.tls, sales.move_to) == (143, Tls.STARTTLS, "Done")
    assert sales.password is not None
    assert sales.password.get_secret_value() == "p w"
    assert (noc.host, noc.port, noc.tls, noc.token_command) == ("2001:db8::1", 1993, Tls.IMPLICIT, "sh -c 'echo x'")
    assert settings.relay.password is not None
    assert settings.store.directory == Path("/srv/gw")
    assert settings.acknowledge.unverified is Unverified.NONE


def test_a_section_whose_keys_are_all_commented_out_means_its_defaults(tmp_path: Path) -> None:
    assert load(tmp_path, "smtp:\n  # listen: x\nimap:\nrelay: ~\n").settings == Settings()


def test_settings_cannot_be_changed_and_survive_the_way_to_another_process(tmp_path: Path) -> None:
    settings = load(tmp_path, "trust: {peers: [192.0.2.0/24]}\nrelay: {url: 'smtps://u:p@r'}\n").settings
    with pytest.raises(ValidationError):
        settings.smtp.connections = 5
    assert pickle.loads(pickle.dumps(settings)) == settings


# -- which folder ------------------------------------------------------------------------------------------------


def test_the_named_folder_wins_over_the_environment_and_over_config_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("named", "from_environment", "config"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "gateway.yml").write_text(f"tag: {name.replace('_', '-')}")
    monkeypatch.chdir(tmp_path)
    environ = {"GATEWAY_CONFIG": "from_environment"}
    assert load_settings(tmp_path / "named", environ).settings.tag == "named"
    assert load_settings(None, environ).settings.tag == "from-environment"
    assert load_settings(None, NOBODY).settings.tag == "config"
    assert load_settings(None, NOBODY).origins["tag"] == "config/gateway.yml:1:6"


def test_without_any_file_the_shipped_one_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config").mkdir()  # somebody else's folder
    monkeypatch.chdir(tmp_path)
    assert load_settings(None, NOBODY).folder == shipped("config")


@pytest.mark.parametrize("name", ["absent", "empty", "empty/gateway.yml"])
def test_a_named_folder_without_the_file_is_an_error_and_never_the_defaults(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ConfigError, match=r"there is no .*gateway\.yml"):
        load_settings(tmp_path / name, NOBODY)
    with pytest.raises(ConfigError, match=r"^GATEWAY_CONFIG: there is no .*gateway\.yml"):
        load_settings(None, {"GATEWAY_CONFIG": str(tmp_path / name)})


def test_naming_the_file_in_place_of_its_folder_is_explained(tmp_path: Path) -> None:
    (tmp_path / "gateway.yml").touch()
    with pytest.raises(ConfigError, match="name the folder, not the file"):
        load_settings(None, {"GATEWAY_CONFIG": str(tmp_path / "gateway.yml")})


def test_an_empty_folder_name_is_an_error() -> None:
    with pytest.raises(ConfigError, match=r"^GATEWAY_CONFIG: is empty"):
        load_settings(None, {"GATEWAY_CONFIG": ""})


def test_an_unreadable_file_is_not_blamed_for_what_it_lacks_but_the_environment_is_checked(tmp_path: Path) -> None:
    said = refusal(tmp_path, "a: [", {"GATEWAY_MODEE": "live", "GATEWAY_IMAP__SALES__HOST": "h"})
    assert [line.split(":")[0] for line in said.splitlines() if line[0] != " "] == ["gateway.yml", "GATEWAY_MODEE"]


# -- what only the disk can say ----------------------------------------------------------------------------------


def test_a_certificate_and_the_key_of_another_are_refused(tmp_path: Path) -> None:
    pem, other = certificate(tmp_path, "settings-two.key")
    said = refusal(tmp_path, f"smtp:\n  certificate: {pem}\n  key: {other}\n")
    assert said == 'gateway.yml:3:8: "smtp.key" does not belong to the certificate'


def test_one_file_may_hold_certificate_and_key(tmp_path: Path) -> None:
    pem, key = certificate(tmp_path)
    both = tmp_path / "both.pem"
    both.write_bytes(pem.read_bytes() + key.read_bytes())
    both.chmod(0o600)
    loaded = load(tmp_path, f"smtp: {{certificate: {both}, key: {both}}}")
    assert (loaded.settings.smtp.key, loaded.warnings) == (both, ())


def test_a_key_under_a_password_is_refused_and_nobody_is_asked_for_it(tmp_path: Path) -> None:
    pem, locked = certificate(tmp_path, "settings-one-locked.key")
    said = refusal(tmp_path, f"smtp: {{certificate: {pem}, key: {locked}}}")
    assert said.endswith('"smtp.key" is protected by a password, which nobody is there to type')


def test_the_authorities_of_a_relay_and_of_a_mailbox_are_files_with_certificates(tmp_path: Path) -> None:
    pem, _ = certificate(tmp_path)
    box = f"host: h, user: u, password: p, certificate_authorities: {pem}"
    text = f"relay: {{url: 'smtps://r', certificate_authorities: {pem}}}\nimap: {{sales: {{{box}}}}}\n"
    settings = load(tmp_path, text).settings
    assert settings.relay.certificate_authorities == settings.imap["sales"].certificate_authorities == pem
    assert load(tmp_path, "relay: {certificate_authorities: ''}").settings.relay.certificate_authorities is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("relay: {certificate_authorities: PEM, certificate_check: false}", '"relay.certificate_authorities" has no'),
        ("relay: {certificate_authorities: PEM, url: 'smtp://r'}", "no meaning with smtp://"),
        (
            "imap: {sales: {certificate_authorities: PEM, host: h, user: u, password: p, tls: none}}",
            '"imap.sales.certificate_authorities" has no meaning with tls: none',
        ),
        ("relay: {certificate_authorities: KEY}", "must name a PEM file with certificates in it"),
    ],
)
def test_authorities_that_would_never_be_asked_are_refused(tmp_path: Path, text: str, says: str) -> None:
    pem, key = certificate(tmp_path)
    assert says in refusal(tmp_path, text.replace("PEM", str(pem)).replace("KEY", str(key)))


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder everybody may enter: pytest's own are closed to others."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_what_we_may_not_look_at_is_refused_and_never_a_crash(public_folder: Path) -> None:
    (public_folder / "gateway.yml").write_text(
        "store: {directory: closed/var}\nlmtp: {listen: closed/sock}\nsmtp: {certificate: closed/x, key: shut.pem}\n"
    )
    (public_folder / "closed").mkdir(mode=0)
    (public_folder / "shut.pem").touch(mode=0)
    with inside(public_folder), as_nobody():
        with pytest.raises(ConfigError) as caught:
            load_settings(Path(), NOBODY)
        with pytest.raises(ConfigError, match="cannot be read: Permission denied"):
            load_settings(Path("closed"), NOBODY)
    assert [one.message for one in caught.value.problems] == [
        '"smtp.certificate" names a file that is not there, or that we may not see',
        '"smtp.key" names a file this user may not read',
    ]


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may read everything, so root steps down for a moment."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


# -- warnings ----------------------------------------------------------------------------------------------------

SECRETS = """imap:
  sales: {host: imap.example.org, user: u, password: canary-1}
relay:
  url: smtps://u:canary-2@relay.example.org
store:
  url: postgresql+psycopg://u@db/gw?password=canary-3
"""


@pytest.mark.id("R-10")
def test_a_password_in_the_file_is_warned_of_with_the_variable_that_should_hold_it(tmp_path: Path) -> None:
    warnings = [str(one).replace(f"{tmp_path}/", "") for one in load(tmp_path, SECRETS).warnings]
    advice = "is a secret, and this file may be copied or committed\n  hint: put it in a file and name that in"
    assert warnings == [
        f'gateway.yml:2:54: "imap.sales.password" {advice} GATEWAY_IMAP__SALES__PASSWORD_FILE',
        f'gateway.yml:4:8: "relay.url" {advice} GATEWAY_RELAY__URL_FILE',
        f'gateway.yml:6:8: "store.url" {advice} GATEWAY_STORE__URL_FILE',
    ]


@pytest.mark.id("R-10")
def test_a_file_with_a_password_that_others_may_read_is_warned_of(tmp_path: Path) -> None:
    first = load(tmp_path, SECRETS, mode=0o640).warnings[0]
    assert (first.line, first.message) == (0, "holds a secret and others may read it (mode 0640)")
    assert first.hint == f"chmod 600 {tmp_path}/gateway.yml"
    assert load(tmp_path, "mode: live", mode=0o644).warnings == ()


def test_urls_without_a_password_are_no_secret(tmp_path: Path) -> None:
    text = "relay: {url: 'smtps://relay.example.org'}\nstore: {url: 'postgresql+psycopg://u@db/gw'}\n"
    assert load(tmp_path, text, mode=0o644).warnings == ()


def test_a_password_from_the_environment_is_not_blamed_on_the_file(tmp_path: Path) -> None:
    environ = {"GATEWAY_RELAY__URL": "smtps://u:canary@relay.example.org"}
    assert load(tmp_path, "relay: {url: 'smtps://relay.example.org'}", environ, mode=0o644).warnings == ()


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("imap: {a: {host: imap.example.org, user: u, token_command: sh, tls: none}}", "imap.a"),
        ("imap: {a: {host: 127.0.0.1, user: u, token_command: sh, tls: none}}", ""),
        ("imap: {a: {host: localhost, user: u, token_command: sh, tls: none}}", ""),
        ("relay: {url: 'smtps://relay.example.org', certificate_check: false}", "relay.certificate_check"),
        ("relay: {user: u}", "relay.url"),
        ("trust: {peers: [0.0.0.0/0]}", "trust.peers"),
        ("trust: {peers: ['::/0']}", "trust.peers"),
    ],
)
def test_what_works_and_is_unwise_is_warned_of(text: str, warned: str, tmp_path: Path) -> None:
    messages = [one.message.split('"')[1] for one in load(tmp_path, text).warnings]
    assert messages == ([warned] if warned else [])


def test_a_key_that_everybody_may_read_is_warned_of(tmp_path: Path) -> None:
    pem, key = certificate(tmp_path)
    key.chmod(0o644)
    (warning,) = load(tmp_path, f"smtp: {{certificate: {pem}, key: {key}}}").warnings
    assert warning.hint == f"chmod 600 {key}"


# -- what is shown -----------------------------------------------------------------------------------------------


def test_each_row_says_what_a_value_is_and_where_it_came_from(tmp_path: Path) -> None:
    text = (
        "mode: hold\nsupport:\n  addresses:\n    - a@example.org\n    - b@example.org\nimap:\n  x: {host: h, user: u}\n"
    )
    secret = tmp_path / "secret"
    secret.write_text("canary\n")
    secret.chmod(0o600)
    environ = {"GATEWAY_IMAP__X__PASSWORD_FILE": str(secret), "GATEWAY_SMTP__LISTEN": "[::1]:25", "GATEWAY_TAG": "t"}
    table = shown(load(tmp_path, text, environ))
    file = tmp_path / "gateway.yml"
    assert table["mode"] == ("hold", f"{file}:1:7")
    assert table["tag"] == ("t", "environment GATEWAY_TAG")
    assert table["support.addresses"] == ("a@example.org, b@example.org", f"{file}:4:5")
    assert table["support.plus_addressing"] == ("true", "default")
    assert table["smtp.listen"] == ("[::1]:25", "environment GATEWAY_SMTP__LISTEN")
    assert table["imap.x.host"] == ("h", f"{file}:7:13")
    assert table["imap.x.port"] == ("993", "default")
    assert table["imap.x.password"] == ("********", "file named by GATEWAY_IMAP__X__PASSWORD_FILE")
    assert table["relay.url"] == ("", "default")
    assert table["timezone"] == ("UTC", "default")


@pytest.mark.id("R-10")
@pytest.mark.parametrize(
    ("text", "key", "masked"),
    [
        ("relay: {url: 'smtps://u:canary@r.example:465'}", "relay.url", "smtps://u:********@r.example:465"),
        ("relay: {url: 'smtps://u:can%40ary@r.example'}", "relay.url", "smtps://u:********@r.example"),
        ("relay: {url: 'smtps://r.example', user: u, password: canary}", "relay.password", "********"),
        ("relay: {url: 'smtps://r.example', user: u, password: canary}", "relay.url", "smtps://r.example"),
        ("store: {url: 'postgresql+psycopg://u:canary@h/d'}", "store.url", "postgresql+psycopg://u:********@h/d"),
        (
            "store: {url: 'postgresql+psycopg:///d?host=/run&password=canary&sslpassword=canary&a=1'}",
            "store.url",
            "postgresql+psycopg:///d?host=/run&password=********&sslpassword=********&a=1",
        ),
        ("imap: {x: {host: h, user: u, token_command: sh --key canary}}", "imap.x.token_command", "sh ********"),
        ("imap: {x: {host: h, user: u, token_command: sh}}", "imap.x.token_command", "sh"),
    ],
)
def test_secrets_are_masked_inside_urls_too(text: str, key: str, masked: str, tmp_path: Path) -> None:
    assert shown(load(tmp_path, text))[key][0] == masked


@pytest.mark.id("R-10")
def test_no_secret_is_in_a_repr_a_log_a_row_a_warning_or_a_traceback(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    text = SECRETS + "  directory: var\n"
    text = text.replace("password: canary-1", "token_command: sh -c canary-1")
    environ = {
        f"GATEWAY_IMAP__NOC__{key}": value for key, value in (("HOST", "h"), ("USER", "u"), ("PASSWORD", "canary-4"))
    }
    loaded = load(tmp_path, text, environ)
    logging.getLogger("test").warning("%s %r", loaded, loaded.settings)
    said = [repr(loaded), str(loaded.settings), caplog.text, *map(str, rows(loaded)), *map(str, loaded.warnings)]
    clash = {"GATEWAY_RELAY__PASSWORD": "canary-5"}
    for broken in (text + "  x: 1\n", text.replace("smtps", "smpts"), text.replace("+psycopg", "")):
        try:
            load(tmp_path, broken, environ | clash)
        except ConfigError:
            said.append(traceback.format_exc())
    assert len(said) > 40
    assert not [one for one in said if "canary" in one]


def test_trusted_names_that_no_way_in_can_make_use_of_are_warned_of(tmp_path: Path) -> None:
    text = "trust:\n  authserv_ids: [mx.example.org]\n"
    (warning,) = load(tmp_path, text).warnings
    assert warning.line == 2
    assert 'mail by SMTP is believed from "trust.peers" only, and there are none' in warning.message
    assert "mail by a pipe or an import" in warning.message
    assert warning.hint == 'name the server that brings mail by SMTP: "trust.peers: [192.0.2.10]"'
    for way in ("  peers: [192.0.2.1]\n", "lmtp: {listen: '127.0.0.1:2424'}\n"):
        assert load(tmp_path, text + way).warnings == ()
