"""Passwords of relay and mailboxes: needed by who logs in, and by nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.errors import ConfigError
from gateway.settings import Loaded, load_settings

TEXT = """\
imap: {sales: {host: imap.example.org, user: sales}}
relay: {url: 'smtps://relay.example.org', user: me}
"""
FILES = {
    "GATEWAY_IMAP__SALES__PASSWORD_FILE": "/nowhere/sales",
    "GATEWAY_RELAY__PASSWORD_FILE": "/nowhere/relay",
}


def load(folder: Path, environ: dict[str, str], *, logins: bool = False, text: str = TEXT) -> Loaded:
    (folder / "gateway.yml").write_text(text)
    return load_settings(folder, environ, logins=logins)


@pytest.mark.parametrize(("environ", "complaints"), [({}, 2), (FILES, 4)])
def test_logins_that_are_missing_keep_only_those_from_starting_who_log_in(
    tmp_path: Path, environ: dict[str, str], complaints: int
) -> None:
    settings = load(tmp_path, environ).settings
    assert (settings.imap["sales"].password, settings.relay.password) == (None, None)
    assert settings.relay.url is not None
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, environ, logins=True)
    assert len(caught.value.problems) == complaints


def test_what_could_not_be_read_is_told_apart_from_what_is_not_set(tmp_path: Path) -> None:
    loaded = load(tmp_path, FILES | {"GATEWAY_RELAY__URL_FILE": "/nowhere/url"}, text=TEXT.splitlines()[0])
    assert loaded.unread == {"imap.sales.password", "relay.password", "relay.url"}
    assert loaded.settings.relay.url is None
    assert loaded.origins["relay.url"] == "file named by GATEWAY_RELAY__URL_FILE"
    assert load(tmp_path, {}).unread == frozenset()


def test_logins_that_can_be_read_are(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("correct horse\n")
    file.chmod(0o600)
    loaded = load(tmp_path, dict.fromkeys(FILES, str(file)))
    password = loaded.settings.relay.password
    assert password is not None
    assert password.get_secret_value() == "correct horse"
    assert loaded.unread == frozenset()


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"GATEWAY_STORE__URL_FILE": "/nowhere/url"}, "GATEWAY_STORE__URL_FILE: names a file that cannot be read"),
        ({"GATEWAY_RELAY__URL": "ftp://relay.example.org"}, "must begin with smtp://"),
        ({"GATEWAY_RELAY__PASSWORD": "a", "GATEWAY_RELAY__PASSWORD_FILE": "/nowhere/b"}, "is set too"),
    ],
)
def test_everything_else_is_checked_for_every_command(tmp_path: Path, more: dict[str, str], says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        load(tmp_path, more)
