"""Read the single values of the settings: where to listen, an address, a zone, a URL. Each says what it must be.

Looks at the disk for files that are named, and at nothing else. Messages never repeat a value: it may be a password.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from gateway.address import Address, BadAddress, parse_address
from gateway.network import BadHost, TcpAddress, read_host
from gateway.relay_url import BadRelayUrl, RelayUrl, read_relay_url
from gateway.resources import shipped
from gateway.trust import BadNetwork, Network, read_network
from gateway.validation import complain, did_you_mean

MAX_SOCKET_PATH = 107  # bytes of sun_path, less its NUL (unix(7))
MASK = "********"

_NOT_ONE_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
TAG = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*", re.ASCII)
NAME = re.compile(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}(?:-\w(?:[\w ]{0,38}\w)?)?")
AUTHSERV_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._:-]*[A-Za-z0-9])?", re.ASCII)


def line_of_text(text: str) -> str:
    """Take one line of text: something to see, no control characters, nothing blank at its ends."""
    if not text:
        raise complain("must not be empty")
    if _NOT_ONE_LINE.search(text):
        raise complain("must be one line without control characters")
    if text != text.strip():
        raise complain("must not begin or end with a blank")
    return text


def phone(text: str) -> str:
    """Take a number to call, with what there is to say of it: it stands in one line of a letter."""
    if len(text) > 100:
        raise complain("must not be longer than 100 characters")
    return line_of_text(text)


def secret_text(text: str) -> str:
    """Take a password as it is; a line break in one is a file that was read wrong."""
    if not text:
        raise complain("is empty", "give a value, or leave the key out")
    if re.search(r"[\0\r\n\ud800-\udfff]", text):
        raise complain("holds a line break, a NUL or bytes that are not UTF-8", "is it the right file?")
    return text


def tag(text: str) -> str:
    """Take the word before the case number in a subject, ``[case #1042735]``."""
    if len(text) > 20 or not TAG.fullmatch(text):
        raise complain("must be letters, digits and single hyphens between them, at most 20", 'for example "case"')
    return text


def languages() -> list[str]:
    """Return the languages there are templates for."""
    folders = (path.name for path in shipped("templates").iterdir() if path.is_dir())
    return sorted(name for name in folders if _LANGUAGE.fullmatch(name))


def language(text: str) -> str:
    """Take a language there are templates for."""
    there = languages()
    if text not in there:
        raise complain(f"must be a language with templates: {', '.join(there)}", did_you_mean(text, there))
    return text


def zone(text: str) -> ZoneInfo:
    """Take a name of the IANA time zone database."""
    try:
        if text:
            return ZoneInfo(text)
    except (KeyError, ValueError, OSError):  # unknown; not a name; a folder of zones such as "America"
        pass
    hint = did_you_mean(text, available_timezones()) or "for example Europe/Paris or America/Toronto"
    raise complain("must be a name of the IANA time zone database", hint)


def country(text: str) -> str:
    """Take what looks like a country or a region of one; which there are, ``rules.public_holidays`` knows."""
    if not _COUNTRY.fullmatch(text):
        raise complain("must be a country or a region of one (ISO 3166)", "for example CA or CA-ON")
    return text


def address(text: str) -> Address:
    """Take one bare mail address."""
    try:
        return parse_address(text)
    except BadAddress as bad:
        raise complain(f"must be one mail address: {bad}") from None


def network(text: str) -> Network:
    """Take an IP address, or a network such as ``192.0.2.0/24``."""
    try:
        return read_network(text)
    except BadNetwork as bad:
        raise complain(str(bad), bad.hint) from None


def authserv_id(text: str) -> str:
    """Take the name a receiving server signs its Authentication-Results with (RFC 8601 section 2.5)."""
    if not AUTHSERV_ID.fullmatch(text):
        raise complain(
            "must be the name in front of the first ; of Authentication-Results", "for example mx.example.com"
        )
    return text


def mail_domain(text: str) -> str:
    """Take the domain of mail addresses; an international one in either form."""
    try:
        domain = parse_address(f"x@{text}").domain
    except BadAddress:
        domain = ""
    if not domain or domain.startswith("[") or "@" in text:
        raise complain("must be the domain of mail addresses", "for example lists.example.org")
    return domain


def has_auth_extra() -> bool:
    """Tell whether what checks SPF, DKIM and DMARC is installed."""
    return all(importlib.util.find_spec(name) for name in ("dkim", "dns", "publicsuffixlist", "spf"))


def host(text: str) -> str:
    """Take the name or the IP address of a server; an IPv6 address may stand in brackets."""
    try:
        return read_host(text)
    except BadHost as bad:
        raise complain(str(bad), "for example mail.example.com") from None


def tcp_listen(text: str) -> TcpAddress:
    """Take ``host:port``, an IPv6 address in brackets."""
    place, colon, digits = text.rpartition(":")
    if not colon or not re.fullmatch(r"[0-9]{1,5}", digits, re.ASCII) or int(digits) > 65535:
        raise complain("must be host:port, the port from 0 to 65535", "for example 127.0.0.1:2525 or [::1]:2525")
    if not place or place == "*":
        raise complain("must name a host", f"every address of this machine is 0.0.0.0:{digits} or [::]:{digits}")
    if ":" in place and not (place.startswith("[") and place.endswith("]")):
        raise complain("must have an IPv6 address in brackets", f"for example [::1]:{digits}")
    return TcpAddress(host(place), int(digits))


def lmtp_listen(text: str) -> TcpAddress | Path:
    """Take ``host:port``, or the path of a Unix socket, known by its slash."""
    if "/" not in text:
        return tcp_listen(text)
    path = file_path(text)
    if len(os.fsencode(path)) > MAX_SOCKET_PATH:
        raise complain(
            f"must be a path of at most {MAX_SOCKET_PATH} bytes: the system takes no longer one for a socket"
        )
    if os.path.isdir(path):  # unlike Path.is_dir, says no where it may not look
        raise complain("is a folder", "name the socket in it")
    return path


def file_path(text: str) -> Path:
    """Take a path; a relative one starts at the current folder."""
    line_of_text(text)
    if text.startswith("~"):
        raise complain("must be a path without ~", "write the whole path")
    return Path(text)


def command(text: str) -> str:
    """Take a program with its arguments, split as a shell would; the program must be there."""
    line_of_text(text)
    try:
        words = shlex.split(text)
    except ValueError:
        raise complain("must be a program and its arguments: a quote is left open") from None
    if not words or shutil.which(words[0]) is None:
        raise complain("names a program that is not there or may not be run", "write its whole path")
    return text


def mailbox_name(text: str) -> str:
    """Take the name of a mailbox: it becomes a part of environment variables."""
    if len(text) > 40 or not NAME.fullmatch(text):
        raise complain("must be a name of letters, digits and single hyphens or underscores, at most 40")
    return text


def store_directory(text: str) -> Path:
    """Take the folder of the store, which need not exist yet."""
    path = file_path(text)
    if os.path.exists(path) and not os.path.isdir(path):
        raise complain("is there and is not a folder")
    return path


def readable_file(text: str) -> Path:
    """Take the path of a file that is there and that we may read."""
    path = file_path(text)
    if not os.path.exists(path):
        raise complain(
            "names a file that is not there, or that we may not see", f"a relative path starts at {Path.cwd()}"
        )
    if not os.path.isfile(path):
        raise complain("does not name a file")
    try:
        path.open("rb").close()
    except OSError:
        raise complain("names a file this user may not read") from None
    return path


def authorities(text: str) -> Path:
    """Take the path of a PEM file with certificates of authorities."""
    path = readable_file(text)
    import ssl  # here: a third of this module's import time, and few settings name a certificate

    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(path)
    except OSError:  # ssl.SSLError is one
        raise complain("must name a PEM file with certificates in it") from None
    return path


def pair_problem(certificate: Path, key: Path) -> str:
    """Say why these two PEM files cannot serve TLS together; empty when they can."""

    import ssl  # here: a third of this module's import time, and few settings name a certificate

    def no_password() -> str:
        raise ValueError  # else OpenSSL asks for it on the terminal, and the start hangs

    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password=no_password)
    except ValueError:
        return "is protected by a password, which nobody is there to type"
    except ssl.SSLError as error:
        return (
            "does not belong to the certificate"
            if "MISMATCH" in str(error)
            else "and the certificate are not a pair of PEM files"
        )
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    return ""


def relay_url(text: str) -> RelayUrl:
    """Check the URL of the relay: scheme, host, port, and user and password, percent-encoded, where it has them."""
    try:
        return read_relay_url(text)
    except BadRelayUrl as bad:
        raise complain(bad.message, bad.hint) from None


def store_url(text: str) -> str:
    """Check the URL of a PostgreSQL database."""
    if not re.fullmatch(r"[!-~]+", text, re.ASCII):
        raise complain("must have no blanks, line breaks or letters beyond ASCII", "percent-encode them")
    if not _has_good_port(text):  # messages hold nothing of the URL: where its password ends is what is in doubt
        hint = "like postgresql+psycopg://user@host/database; in a password write / as %2F, @ as %40"
        raise complain("has a host or a port that cannot be read", hint)
    if not text.startswith("postgresql+psycopg://"):
        other_driver = text.startswith("postgres")
        hint = "change only what stands before ://" if other_driver else "empty means SQLite files in store.directory"
        raise complain("must begin with postgresql+psycopg://", hint)
    if importlib.util.find_spec("psycopg") is None:
        raise complain("needs the PostgreSQL driver", "pip install 'psycopg[binary]', where the gateway is installed")
    return text


def _has_good_port(url: str) -> bool:
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False


def masked_url(text: str) -> str:
    """Return a URL with its passwords hidden, for people to read."""
    hidden = re.sub(r"(?i)([?&][^=&]*pass[^=&]*=)[^&#]*", rf"\1{MASK}", text)
    scheme, slashes, rest = hidden.partition("://")
    login, at, place = rest.rpartition("@")
    if not at:
        return hidden
    user, colon, _ = login.partition(":")
    return f"{scheme}{slashes}{user}{colon}{MASK if colon else ''}@{place}"


def has_password(url: str) -> bool:
    """Tell whether a URL holds a password."""
    return masked_url(url) != url
