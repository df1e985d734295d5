from __future__ import annotations

import re
import shutil
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest

from gateway.address import parse_address
from gateway.desk.alarm import System
from gateway.desk.customer import Customer
from gateway.desk.monitor import EVERYBODY, MailSource, Monitors, Page, Scope, Target, TargetKind
from gateway.errors import ConfigError
from gateway.network import TcpAddress, Tls
from gateway.resources import shipped
from gateway.rules.monitor_model import MAX_TARGETS
from gateway.rules.monitors import FILE_NAME, load_monitors
from gateway.rules.policies import load_packs

DOCS = Path(__file__).parents[2] / "docs"
CERTIFICATE = Path(__file__).parents[1] / "peers" / "localhost.pem"
HTTP = "targets: [{name: a, kind: http, url: 'https://a.example/'"
SMTP = "targets: [{name: a, kind: smtp, host: a.example"
WHOLE = """\
targets:
  - name: Portal
    kind: http
    url: https://portal.example:8443/health?deep=1#top
    status: [204, "3xx"]
    contains: all is well
    every: 90s
    timeout: 5s
    failures: 3
    customers: [acme]
    products: [portal, Voice]
    regions: [emea]
    priority: Urgent
    check_certificate: false
  - {name: mx, kind: smtp, host: mx.example, tls: starttls, authorities: own-ca.pem}
  - {name: bare, kind: http, url: "http://[::1]/"}
mail:
  - {sender: Alerts@Ops.example, system: zabbix, customers: [acme], priority: p1}
  - {sender: "*.ops.example"}
  - {sender: lan.example, peers: [192.0.2.7, "2001:db8::/32"]}
  - {sender: old.example, proof: none}
"""


def load(folder: Path, text: str) -> Monitors:
    (folder / FILE_NAME).write_text(text, "utf-8")
    return load_monitors(folder, load_packs(folder))


def complaints(folder: Path, text: str) -> list[str]:
    with pytest.raises(ConfigError) as refused:
        load(folder, text)
    return [str(one).removeprefix(f"{folder / FILE_NAME}:") for one in refused.value.problems]


def one_target(folder: Path, text: str) -> Target:
    (target,) = load(folder, f"targets: [{{name: a, {text}}}]").targets
    return target


def test_a_file_with_everything_is_read_as_it_says(tmp_path: Path) -> None:
    shutil.copy(CERTIFICATE, tmp_path / "own-ca.pem")
    assert load(tmp_path, WHOLE) == Monitors(
        (
            Target(
                name="Portal",
                kind=TargetKind.HTTP,
                address=TcpAddress("portal.example", 8443),
                page=Page(
                    "https://portal.example:8443/health?deep=1", (range(204, 205), range(300, 400)), "all is well"
                ),
                tls=Tls.IMPLICIT,
                check_certificate=False,
                every=timedelta(seconds=90),
                timeout=timedelta(seconds=5),
                failures=3,
                scope=Scope(("acme",), ("portal", "Voice"), ("emea",)),
                priority="Urgent",
            ),
            Target(
                "mx",
                TargetKind.SMTP,
                TcpAddress("mx.example", 25),
                tls=Tls.STARTTLS,
                authorities=tmp_path / "own-ca.pem",
            ),
            Target("bare", TargetKind.HTTP, TcpAddress("::1", 80), Page("http://[::1]/")),
        ),
        (
            MailSource("alerts@ops.example", System.ZABBIX, Scope(("acme",)), "p1"),
            MailSource("*.ops.example"),
            MailSource("lan.example", peers=(ip_network("192.0.2.7"), ip_network("2001:db8::/32"))),
            MailSource("old.example", needs_proof=False),
        ),
    )


def test_what_is_not_said_is_once_a_minute_and_five_failures_and_everybody(tmp_path: Path) -> None:
    target = one_target(tmp_path, "kind: tcp, host: a.example, port: 1")
    assert (target.every, target.timeout) == (timedelta(minutes=1), timedelta(seconds=10))
    assert (target.failures, target.scope, target.priority) == (5, EVERYBODY, "")
    assert target.check_certificate


@pytest.mark.parametrize(
    ("text", "port", "tls"),
    [
        ("kind: smtp", 25, Tls.NONE),
        ("kind: smtp, port: 465", 465, Tls.IMPLICIT),
        ("kind: smtp, tls: implicit", 465, Tls.IMPLICIT),
        ("kind: smtp, tls: starttls, port: 587", 587, Tls.STARTTLS),
        ("kind: imap", 993, Tls.IMPLICIT),
        ("kind: imap, port: 143", 143, Tls.NONE),
        ("kind: imap, tls: starttls", 143, Tls.STARTTLS),
        ("kind: imap, port: 2993", 2993, Tls.IMPLICIT),
        ("kind: tcp, port: 993", 993, Tls.NONE),
        ("kind: tcp, port: 443, tls: implicit", 443, Tls.IMPLICIT),
    ],
)
def test_ports_and_tls_are_the_usual_ones_where_nothing_is_said(tmp_path: Path, text: str, port: int, tls: Tls) -> None:
    target = one_target(tmp_path, f"host: a.example, {text}")
    assert (target.address.port, target.tls) == (port, tls)


def test_without_a_file_nothing_is_watched_and_the_shipped_one_is_an_example_that_works(tmp_path: Path) -> None:
    assert load_monitors(tmp_path, load_packs(tmp_path)) == Monitors()
    shutil.copy(CERTIFICATE, tmp_path / "own-ca.pem")
    example = (shipped("config") / FILE_NAME).read_text("utf-8")
    lines = [line.removeprefix("# ").removeprefix("#") for line in example.splitlines()]
    found = load(tmp_path, "\n".join(lines[lines.index("targets:") :]))
    assert [one.name for one in found.targets] == ["portal", "sip", "incoming mail", "mailboxes"]
    assert len(found.mail) == 4


def test_the_monitors_of_the_reference_are_a_file_that_works(tmp_path: Path) -> None:
    page = (DOCS / "reference/configuration.md").read_text("utf-8")
    (example,) = re.findall(r"```yaml\n(targets:.*?)```", page, re.DOTALL)
    assert [one.name for one in load(tmp_path, example).targets] == ["portal", "incoming mail"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("targets: [{kind: http, url: 'http://a.example'}]", '1:11: "targets[0].name" is missing'),
        ("targets: [{name: a}]", '1:11: "targets[0].kind" is missing'),
        (
            "targets: [{name: a, kind: https}]",
            '"targets[0].kind" must be http, tcp, smtp or imap\n  hint: did you mean',
        ),
        ("targets: [{name: a, kind: http}]", '"targets[0]" needs a url'),
        ("targets: [{name: a, kind: smtp}]", '"targets[0]" needs a host'),
        ("targets: [{name: a, kind: tcp, host: a.example}]", '"targets[0]" needs a port'),
        (f"{HTTP}, host: b.example}}]", '"targets[0].host" does not go with kind http'),
        (f"{HTTP}, tls: starttls}}]", '"targets[0].tls" does not go with kind http'),
        (f"{SMTP}, url: 'http://a.example'}}]", '"targets[0].url" does not go with kind smtp'),
        (f"{SMTP}, contains: x}}]", '"targets[0].contains" does not go with kind smtp'),
        (
            "targets: [{name: a, kind: tcp, host: a.example, port: 1, tls: starttls}]",
            '1:63: "targets[0].tls" must be none or implicit with kind tcp',
        ),
        (f"{SMTP}, port: 0}}]", "must be at least 1"),
        (f"{SMTP}, port: 65536}}]", "must be at most 65535"),
        (f"{SMTP}, failures: 0}}]", '"targets[0].failures" must be at least 1'),
        (f"{SMTP}, failures: 6}}]", '"targets[0].failures" must be at most 5'),
        (f"{SMTP}, every: 60}}]", '"targets[0].every" must be text'),
        (f"{SMTP}, every: 1s}}]", '"targets[0].every" must be from 5s to 24h'),
        (f"{SMTP}, timeout: 2m}}]", '"targets[0].timeout" must be from 1s to 1m'),
        (f"{SMTP}, timeout: 11s, every: 10s}}]", '"targets[0].timeout" is longer than every, which is 10s'),
        (f"{SMTP}, every: 5s}}]", '"targets[0].every" is shorter than the timeout of 10s'),
        (f"{SMTP}, every: soon}}]", "must be a duration such as 45s"),
        (
            f"{SMTP}, priority: urgnt}}]",
            '"targets[0].priority" is a level of no policy\n  hint: did you mean "urgent"?',
        ),
        (f"{SMTP}, customers: [ACME]}}]", '"targets[0].customers[0]" must be small letters'),
        (f"{SMTP}, products: ['a;b']}}]", '"targets[0].products[0]" must have no semicolon'),
        (f"{SMTP}, evry: 1m}}]", 'unknown key "targets[0].evry"\n  hint: did you mean "every"?'),
        (f"{SMTP}, authorities: none.pem}}]", '"targets[0].authorities" cannot be read'),
        (f"{SMTP}, authorities: monitors.yml}}]", '"targets[0].authorities" cannot be read, or holds no certificate'),
        (
            f"{SMTP}, authorities: monitors.yml, check_certificate: false}}]",
            '"targets[0].authorities" is of no use: check_certificate is false',
        ),
        ("targets: [{name: a, kind: smtp, host: 'a b'}]", "must be the name or the IP address of a server"),
        (f"{HTTP}, status: []}}]", '"targets[0].status" must not be empty'),
        (f"{HTTP}, status: [600]}}]", '"targets[0].status[0]" must be a status such as 200'),
        (f"{HTTP}, status: [2x]}}]", "must be a status such as 200"),
        (f"{HTTP}, status: [true]}}]", "must be a status such as 200"),
        (f"{HTTP}, contains: ''}}]", '"targets[0].contains" must not be empty'),
        ("mail: [{system: zabbix}]", '"mail[0].sender" is missing'),
        ("mail: [{sender: example}]", '"mail[0].sender" must have a dot'),
        ("mail: [{sender: 'a b@c.example'}]", '"mail[0].sender" must be one mail address'),
        ("mail: [{sender: a.example, system: icinga}]", '"mail[0].system" must be'),
        ("mail: [{sender: a.example, proof: some}]", '"mail[0].proof" must be'),
        ("mail: [{sender: a.example, peers: [noc]}]", '"mail[0].peers[0]" must be an IP address or a network'),
        (
            "mail: [{sender: a.example, peers: [192.0.2.1/24]}]",
            '"mail[0].peers[0]" has bits set behind the network\'s length\n  hint: the network is 192.0.2.0/24',
        ),
        ("mail: [{sender: a.example, priority: soon}]", '"mail[0].priority" is a level of no policy'),
        ("mail: [{sender: x@a.example}, {sender: X@A.example}]", '1:40: "mail[1].sender" is that of mail[0] too'),
        (
            f"{SMTP}}}, {{name: A, kind: smtp, host: b.example}}]",
            '"targets[1].name" is that of targets[0] too',
        ),
    ],
)
def test_a_mistake_is_refused_with_its_place(tmp_path: Path, text: str, complaint: str) -> None:
    assert complaint in "\n".join(complaints(tmp_path, text))


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("ftp://a.example/", "must begin with http:// or https://"),
        ("a.example", "must begin with http:// or https://"),
        ("http:///health", "must name a host"),
        ("http://a.example:0/", "no port 0"),
        ("http://a.example:99999/", "a host or a port that cannot be read"),
        ("http://[::1/", "a host or a port that cannot be read"),
        ("http://a_b c.example/", "without blanks"),
        ("http://müller.example/", "letters, digits and signs of ASCII"),
        ("https://me:secret@a.example/", "must not hold a user or a password"),
        ("http://1.2.3/", "must be the name or the IP address of a server"),
        (f"http://a.example/{'x' * 2000}", "at most 2000"),
    ],
)
def test_a_url_that_cannot_be_asked_for_is_refused_and_never_repeated(tmp_path: Path, url: str, complaint: str) -> None:
    (told,) = complaints(tmp_path, f"targets: [{{name: a, kind: http, url: '{url}'}}]")
    assert told.startswith('1:38: "targets[0].url"')
    assert complaint in told
    assert "secret" not in told


def test_every_complaint_comes_at_once_with_line_and_column(tmp_path: Path) -> None:
    text = """\
targets:
  - {name: a, kind: smtp, host: a.example, failures: 9}
  - {name: b, kind: tcp, host: b.example}
  - {name: c, kind: imap, host: c.example, timeout: 1m, every: 30s}
mail:
  - {sender: nobody, customers: [X]}
"""
    places = [one.split(": ")[0] for one in complaints(tmp_path, text)]
    assert places == ["2:54", "3:5", "4:53", "6:14", "6:34"]


def test_there_is_a_bound_on_what_is_watched(tmp_path: Path) -> None:
    entry = "  - {{name: t{}, kind: smtp, host: a.example}}\n"
    many = "targets:\n" + "".join(entry.format(at) for at in range(MAX_TARGETS + 1))
    assert "must have at most 200 entries" in complaints(tmp_path, many)[0]
    assert len(load(tmp_path, many[: many.rindex("  - ")]).targets) == MAX_TARGETS


def customer(**facts: tuple[str, ...]) -> Customer:
    return Customer("acme", "Acme", **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("scope", "affected"),
    [
        (Scope(), True),
        (Scope(customers=("acme", "bolt")), True),
        (Scope(customers=("bolt",)), False),
        (Scope(products=("VOICE",)), True),
        (Scope(products=("portal",)), False),
        (Scope(regions=("emea",)), True),
        (Scope(products=("voice",), regions=("apac",)), False),
        (Scope(customers=("acme",), products=("portal",)), False),
    ],
)
def test_a_customer_is_affected_who_fits_every_list_that_is_given(scope: Scope, affected: bool) -> None:
    assert scope.includes(customer(products=("Voice",), regions=("EMEA", "us"))) is affected


def test_the_most_exact_sender_counts_wherever_it_stands() -> None:
    address, domain, below, near = (
        MailSource(sender) for sender in ("alerts@ops.example", "ops.example", "*.example", "*.ops.example")
    )
    monitors = Monitors(mail=(below, near, domain, address))

    def source(author: str) -> MailSource | None:
        return monitors.source_of(parse_address(author))

    assert source("Alerts@ops.example") is address
    assert source("alerts+disk@ops.example") is address
    assert source("ann@ops.example") is domain
    assert source("ann@eu.ops.example") is near
    assert source("ann@shop.example") is below
    assert source("ann@notops.other") is None
    assert source("ann@example") is None
    assert monitors.source_of(None) is None


def test_targets_are_found_by_name_whatever_its_capitals() -> None:
    target = Target("Portal", TargetKind.TCP, TcpAddress("a.example", 1))
    assert Monitors((target,)).target("pORTAL") is target
    assert Monitors((target,)).target("porta") is None
