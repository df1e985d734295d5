from __future__ import annotations

import json
import re
import shlex
import socket
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import select

from gateway.store.tables import outbox_content
from tests.cli.conftest import Desk, mail
from tests.probe.peers import Answer, Site, web_site

ROOT = Path(__file__).resolve().parents[2]
FILE = """\
topics:
  print:
    words: [printer, paper jam]
    links:
      - {url: "https://h.example/paper", title: {en: Paper jams, fr: Bourrages papier}}
      - {url: "https://h.example/toner", title: {en: Toner and ink}}
  sign-in:
    words: [password]
    links: [{url: "https://h.example/reset", title: {en: Reset a password}}]
  start:
    links: [{url: "mailto:help@h.example", title: {en: Write to us}}]
fallback: [start]
max_links: 2
"""
URLS = ["https://h.example/paper", "https://h.example/toner", "https://h.example/reset"]


def write(desk: Desk, text: str = FILE) -> Path:
    file = desk.settings_file.parent / "links.yml"
    file.write_text(text, "utf-8")
    return file


def rows(desk: Desk, *words: str, stdin: bytes = b"") -> list[list[str]]:
    return [line.split("\t") for line in desk.ok("links", *words, stdin=stdin).splitlines()[1:]]


def test_the_list_says_which_links_there_are_and_where(desk: Desk) -> None:
    file = write(desk)
    assert rows(desk, "list") == [
        ["print", "https://h.example/paper", "en fr", f"{file}:5:15"],
        ["print", "https://h.example/toner", "en", f"{file}:6:15"],
        ["sign-in", "https://h.example/reset", "en", f"{file}:9:19"],
        ["start", "mailto:help@h.example", "en", f"{file}:11:19"],
    ]
    assert desk.json("links", "list")[0] == {
        "topic": "print",
        "url": "https://h.example/paper",
        "title": {"en": "Paper jams", "fr": "Bourrages papier"},
        "place": f"{file}:5:15",
    }


@pytest.mark.parametrize("command", [("list",), ("check",), ("test", "--text", "printer")])
def test_without_links_it_says_so(desk: Desk, command: tuple[str, ...]) -> None:
    write(desk, "topics: {}\n")
    result = desk.run("links", *command)
    assert result.exit_code == 0
    assert "no links" in result.stderr or "Nothing speaks for any link" in result.stderr


def test_a_test_shows_what_is_sent_what_is_not_and_why(desk: Desk) -> None:
    write(desk)
    text = "The printer says paper jam, and my passwords are gone."
    assert rows(desk, "test", "--text", text, "--language", "fr-CA") == [
        ["1", "20", "print", "https://h.example/paper", "Bourrages papier", "paper jam 10, printer 10"],
        ["2", "20", "print", "https://h.example/toner", "Toner and ink", "paper jam 10, printer 10"],
        ["no: too many", "7", "sign-in", "https://h.example/reset", "Reset a password", "passwords 7"],
    ]


def test_a_test_shows_where_the_threshold_cuts(desk: Desk) -> None:
    write(desk)
    result = desk.run("links", "test", "--text", "Where is the ink?")
    assert [line.split("\t")[:4] for line in result.stdout.splitlines()[1:]] == [
        ["1", "0", "start", "mailto:help@h.example"],
        ["no: below 4", "3", "print", "https://h.example/toner"],
    ]
    assert "Nothing reaches 4 points: the fallback answers." in result.stderr
    write(desk, FILE + "threshold: 3\n")
    assert rows(desk, "test", "--text", "Where is the ink?")[0][2:] == [
        "print",
        "https://h.example/toner",
        "Toner and ink",
        "ink 3",
    ]


def test_a_mail_is_read_as_the_desk_reads_it(desk: Desk, tmp_path: Path) -> None:
    write(desk)
    raw = mail(subject="Printers", body="They stopped.\n\nOn Monday Ann wrote:\n> my password is gone\n")
    (tmp_path / "a.eml").write_bytes(raw)
    expected = ["1", "28", "print", "https://h.example/paper", "Paper jams", "printers 28 (subject)"]
    assert rows(desk, "test", str(tmp_path / "a.eml"))[0] == expected
    found = rows(desk, "test", "-", stdin=raw)
    assert found[0] == expected
    assert len(found) == 2, "what is quoted was said by somebody else"


def test_the_document_has_every_link_and_every_word(desk: Desk) -> None:
    write(desk)
    found = desk.json("links", "test", "--subject", "Password", "--text", "ink", "--topic", "print")
    assert (found["language"], found["threshold"], found["max_links"]) == ("en", 4.0, 2)
    assert [(one["sent"], one["why"], one["topic"], one["score"]) for one in found["links"]] == [
        (1, "named", "print", 3.0),
        (2, "named", "print", 0.0),
        (None, None, "sign-in", 40.0),
    ]
    assert found["links"][0]["url"] == "https://h.example/toner"
    assert found["links"][2]["words"] == [{"words": "password", "points": 40.0, "in_subject": True}]


def test_the_test_says_what_the_acknowledgement_has(desk: Desk) -> None:
    write(desk)
    desk.deliver(mail(subject="Printer offline", body="Paper jam, and no password.\n"))
    told = desk.json("links", "test", "--subject", "Printer offline", "--text", "Paper jam, and no password.\n")
    sent = [one["url"] for one in told["links"] if one["sent"]]
    with desk.office() as office, office.database.read() as connection:
        (letter,) = connection.scalars(select(outbox_content.c.raw)).all()
    text = message_from_bytes(letter, policy=policy.default).get_body(("plain",))
    assert text is not None
    words = text.get_content()
    assert [url for url in URLS if url in words] == sent == URLS[:2]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ((), 2, "give a mail, or its words"),
        (("a.eml", "--text", "x"), 2, "not both"),
        (("nowhere.eml",), 3, "nowhere.eml"),
        (("--text", "x", "--topic", "pritn"), 3, 'did you mean "print"?'),
    ],
)
def test_what_cannot_be_tested_is_told(desk: Desk, words: tuple[str, ...], code: int, told: str) -> None:
    write(desk)
    result = desk.run("links", "test", *words)
    assert result.exit_code == code
    assert told in result.stderr


def test_a_wrong_file_is_told_with_its_place(desk: Desk) -> None:
    write(desk, FILE.replace("max_links", "max_link"))
    for command in (("list",), ("check",), ("test", "--text", "x")):
        result = desk.run("links", *command)
        assert result.exit_code == 3
        assert 'links.yml:13:1: unknown key "max_link"' in result.stderr


def checked(desk: Desk, site: Site, *paths: str, more: str = "") -> Path:
    links = "".join(f'      - {{url: "{site.url(path)}", title: {{en: T}}}}\n' for path in paths)
    return write(desk, f"topics:\n  a:\n    words: [x]\n    links:\n{links}{more}")


PAGES: dict[str, Answer] = {
    "/here": (200, {}, b"yes"),
    "/moved": (301, {"Location": "/here"}, b""),
    "/staff": (403, {}, b"no"),
}


def test_a_check_names_dead_links_with_their_places_and_exits_with_3(desk: Desk) -> None:
    with web_site(PAGES, heads=True) as site:
        mailto = "      - {url: 'mailto:a@b.example', title: {en: T}}\n"
        file = checked(desk, site, "/here", "/gone", "/staff", "/moved", more=mailto)
        result = desk.run("links", "check")
    assert result.exit_code == 3
    assert result.stdout.splitlines() == [
        f"{file}:6:15: dead: {site.url('/gone')} answers 404 Not Found",
        f"{file}:7:15: closed: {site.url('/staff')} answers 403 Forbidden",
        "5 links: 2 fine, 1 closed to us, 1 dead, 1 of mail.",
    ]
    assert "over the network: 4 pages" in result.stderr


def test_a_check_of_living_links_is_content(desk: Desk) -> None:
    with web_site(PAGES, heads=True) as site:
        checked(desk, site, "/here", "/staff")
        assert desk.ok("links", "check").splitlines()[-1] == "2 links: 1 fine, 1 closed to us."


def test_an_address_of_two_topics_is_asked_once_and_told_at_both_places(desk: Desk) -> None:
    with web_site({}, heads=True) as site:
        url = site.url("/gone")
        again = f'  b:\n    links:\n      - {{url: "{url}", title: {{en: T}}}}\n'
        checked(desk, site, "/gone", more=again)
        result = desk.run("links", "check")
    assert site.methods == ["HEAD", "GET"]
    assert [line.split(":")[1] for line in result.stdout.splitlines()[:2]] == ["5", "8"]


def test_the_document_of_a_check_has_every_link(desk: Desk) -> None:
    with web_site(PAGES, heads=True) as site:
        file = checked(desk, site, "/here", "/gone", more="      - {url: 'mailto:a@b.example', title: {en: T}}\n")
        result = desk.run("links", "check", "--json")
    assert result.exit_code == 3
    here, gone, post = json.loads(result.stdout)
    assert (here["state"], gone["state"], post["state"]) == ("works", "dead", "mail")
    assert gone == {
        "topic": "a",
        "url": site.url("/gone"),
        "state": "dead",
        "detail": "answers 404 Not Found",
        "file": str(file),
        "line": 6,
        "column": 15,
    }


def test_a_host_that_is_none_is_dead_and_no_crash(desk: Desk) -> None:
    write(desk, "topics: {a: {links: [{url: 'http://-.-/', title: {en: T}}]}}\n")
    result = desk.run("links", "check", "--timeout", "1")
    assert result.exit_code == 3
    assert "links.yml:1:28: dead: http://-.-/ " in result.stdout


@pytest.fixture
def no_name_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody_answers(host: str, *_: object, flags: int = 0, **__: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME if flags else socket.EAI_AGAIN, "no name server")

    monkeypatch.setattr(socket, "getaddrinfo", nobody_answers)


@pytest.mark.usefixtures("no_name_servers")
def test_a_machine_without_name_servers_calls_no_link_dead(desk: Desk) -> None:
    file = write(desk, "topics: {a: {links: [{url: 'https://x.example/', title: {en: T}}]}}\n")
    result = desk.run("links", "check")
    assert result.exit_code == 75
    assert result.stdout.splitlines() == [
        f"{file}:1:28: unknown: https://x.example/ no name server says where x.example is",
        "1 link: 1 not asked.",
    ]


@pytest.mark.usefixtures("no_name_servers")
def test_lint_does_not_pass_over_links_it_could_not_ask_for(desk: Desk) -> None:
    write(desk, "topics: {a: {links: [{url: 'https://x.example/', title: {en: T}}]}}\n")
    result = desk.run("rules", "lint", "--check-links", "--strict")
    assert result.exit_code == 3
    assert "W412 link could not be asked for: https://x.example/ no name server says where" in result.stdout


@pytest.mark.parametrize("seconds", ["0", "61", "x"])
def test_the_timeout_is_bounded(desk: Desk, seconds: str) -> None:
    assert desk.run("links", "check", "--timeout", seconds).exit_code == 2


def test_only_the_check_goes_to_the_network(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*args: object, **more: object) -> None:
        raise AssertionError("it went to the network")

    monkeypatch.setattr("socket.socket.connect", refused)
    monkeypatch.setattr("socket.getaddrinfo", refused)
    write(desk)
    assert rows(desk, "test", "--text", "printer")
    assert rows(desk, "list")


def test_the_how_to_shows_what_the_command_says(desk: Desk) -> None:
    page = (ROOT / "docs/how-to/suggest-links.md").read_text("utf-8")
    (file,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    write(desk, file)
    shown = re.findall(r"```console\n\$ gateway (links test .*?)\n(.*?)```", page, re.DOTALL)
    assert len(shown) == 2
    for command, told in shown:
        said = [line.split("\t") for line in desk.ok(*shlex.split(command)).splitlines()]
        assert [re.split(" {2,}", line) for line in told.splitlines()] == said
    write(desk, file.replace("  vpn:\n", "  vpn:\n    words: [vpn]\n"))
    assert rows(desk, "test", "--text", "May I work from a hotel? I have no VPN there.")[0][:3] == ["1", "10", "vpn"]
