from __future__ import annotations

from datetime import timedelta

import pytest

from gateway.desk.monitor import Outcome, Page, Target, TargetKind
from gateway.network import TcpAddress
from gateway.probe.limits import Wrong
from gateway.probe.page import MAX_ANSWER, MAX_BODY
from gateway.rules.monitor_values import place_of
from tests.peers.faulty_relay import CERTIFICATE
from tests.probe.peers import Answer, flooding, listening, probe, say, web_site

OK: Answer = (200, {}, b"all systems go")


def page(
    url: str, *, seconds: float = 20, text: str = "", statuses: tuple[range, ...] = (), trusted: bool = True
) -> Target:
    address, tls = place_of(url)
    return Target(
        name="web",
        kind=TargetKind.HTTP,
        address=address,
        page=Page(url, statuses, text),
        tls=tls,
        authorities=CERTIFICATE if trusted else None,
        timeout=timedelta(seconds=seconds),
    )


def told(outcome: Outcome) -> tuple[bool, str]:
    return outcome.ok, outcome.detail


def test_a_page_that_answers_is_good() -> None:
    with web_site({"/health?deep=1": OK}) as site:
        assert told(probe(page(site.url("/health?deep=1")))) == (True, "answers 200 OK")
    ((path, fields),) = site.asked
    assert path == "/health?deep=1"
    assert fields["Host"] == f"127.0.0.1:{site.port}"
    assert fields["User-Agent"] == "casegate-monitor"


@pytest.mark.parametrize(
    ("status", "statuses", "good"),
    [
        (204, (), True),
        (304, (), True),
        (404, (), False),
        (503, (), False),
        (404, (range(404, 405),), True),
        (204, (range(200, 201),), False),
        (401, (range(400, 500),), True),
    ],
)
def test_the_status_must_be_a_good_one(status: int, statuses: tuple[range, ...], good: bool) -> None:
    with web_site({"/": (status, {}, b"")}) as site:
        outcome = probe(page(site.url("/"), statuses=statuses))
    assert outcome.ok is good
    assert outcome.detail.startswith(f"answers {status} ")


def test_redirects_are_followed_three_times_and_no_more() -> None:
    pages: dict[str, Answer] = {f"/{n}": (302, {"Location": f"/{n + 1}"}, b"") for n in range(4)}
    with web_site({**pages, "/4": OK}) as site:
        assert told(probe(page(site.url("/1")))) == (True, "answers 200 OK at 127.0.0.1")
        assert told(probe(page(site.url("/0")))) == (False, "redirects more than 3 times")
    assert [path for path, _ in site.asked] == ["/1", "/2", "/3", "/4", "/0", "/1", "/2", "/3"]


def test_a_redirect_that_was_asked_for_is_not_followed() -> None:
    with web_site({"/": (301, {"Location": "/elsewhere"}, b"")}) as site:
        outcome = probe(page(site.url("/"), statuses=(range(300, 400),)))
    assert told(outcome) == (True, "answers 301 Moved Permanently")
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    ("location", "detail"),
    [
        ("ftp://127.0.0.1/", "redirects to something that is no web page"),
        ("file:///etc/passwd", "redirects to something that is no URL"),
        ("http://[::1", "redirects to something that is no URL"),
        ("http://127.0.0.1:0/", "redirects to something that is no web page"),
        ("http://127.0.0.1:99999/", "redirects to something that is no URL"),
        ("http://a b/", "redirects to something that is no URL"),
    ],
)
def test_a_redirect_to_nowhere_is_wrong(location: str, detail: str) -> None:
    with web_site({"/": (302, {"Location": location}, b"")}) as site:
        assert told(probe(page(site.url("/")))) == (False, detail)


def test_a_redirect_with_any_bytes_is_asked_for_percent_encoded() -> None:
    with web_site({"/": (302, {"Location": "/caf\xe9 au lait?q=\xfc"}, b""), "/caf%E9%20au%20lait?q=%FC": OK}) as site:
        assert probe(page(site.url("/"))).ok


def test_nobody_is_led_from_the_internet_into_our_network(monkeypatch: pytest.MonkeyPatch) -> None:
    pages: dict[str, Answer] = {"/": (302, {"Location": "/inside"}, b""), "/inside": OK}
    with web_site(pages) as site:
        assert probe(page(site.url("/"))).ok, "a private site may lead about in its own network"
        monkeypatch.setattr("gateway.probe.page.is_public", lambda host: True)  # as if the first answer came from afar
        outcome = probe(page(site.url("/")))
    assert told(outcome) == (False, "is redirected into a private network, to 127.0.0.1")
    assert [path for path, _ in site.asked] == ["/", "/inside", "/"]


@pytest.mark.parametrize(
    ("body", "text", "good"),
    [
        (b"<p>all systems go</p>", "all systems go", True),
        (b"<p>All systems go</p>", "all systems go", False),
        ("Bürgerbüro geöffnet".encode(), "geöffnet", True),
        ("Bürgerbüro geöffnet".encode("latin-1"), "geöffnet", True),
        ("日本は晴れ".encode(), "晴れ", True),
        (b"why?? who knows", "晴れ", False),
        (b"", "x", False),
        (b"x" * (MAX_BODY - 3) + b"yes", "yes", True),
        (b"x" * MAX_BODY + b"yes", "yes", False),
    ],
)
def test_a_text_that_must_be_on_the_page_is_looked_for_in_its_first_half_megabyte(
    body: bytes, text: str, good: bool
) -> None:
    with web_site({"/": (200, {}, body)}) as site:
        outcome = probe(page(site.url("/"), text=text))
    end = ", with the text" if good else ", but the text is not on the page"
    assert told(outcome) == (good, f"answers 200 OK{end}")


def test_a_certificate_is_checked_unless_somebody_said_not_to() -> None:
    with web_site({"/": OK}, tls=True) as site:
        good = page(site.url("/", "localhost"))
        assert told(probe(good)) == (True, "answers 200 OK")
        strangers = probe(page(site.url("/", "localhost"), trusted=False))
        named_otherwise = page(site.url("/", "127.0.0.2"))
        assert strangers.ok is False
        assert strangers.detail.startswith("its certificate is not accepted: self")
        assert strangers.detail.endswith("; for a CA of your own set authorities")
        any_certificate = Target(
            "web", TargetKind.HTTP, good.address, good.page, good.tls, check_certificate=False, timeout=good.timeout
        )
        assert probe(any_certificate).ok
    assert named_otherwise.address == TcpAddress("127.0.0.2", site.port)


def test_a_redirect_out_of_tls_is_wrong_and_one_into_it_is_not() -> None:
    with web_site({"/": OK, "/page": OK}) as plain, web_site({}, tls=True) as safe:
        safe.pages |= {"/": (302, {"Location": plain.url("/page")}, b""), "/page": OK}
        outcome = probe(page(safe.url("/", "localhost")))
        assert told(outcome) == (False, "redirects from https to http, where nobody proves who answers")
        plain.pages["/"] = (301, {"Location": safe.url("/page", "localhost")}, b"")
        assert told(probe(page(plain.url("/")))) == (True, "answers 200 OK at localhost")
    assert [path for path, _ in plain.asked] == ["/"]


@pytest.mark.parametrize(
    ("answer", "detail"),
    [
        (b"220 mx.example ESMTP\r\n", "answers with something that is not HTTP"),
        (b"HTTP/1.1 abc\r\n\r\n", "answers with something that is not HTTP"),
        (b"\x00\xff" * 40 + b"\r\n", "answers with something that is not HTTP"),
        (b"HTTP/1.1 200 " + b"x" * 70_000 + b"\r\n\r\n", "answers with something that is not HTTP"),
        (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n", "answers with something that is not HTTP"),
        (b"HTTP/1.1 503 \x1b[31mred\r\n\r\n", "answers 503 [31mred"),
    ],
)
def test_what_is_not_http_is_told_in_words_without_control_characters(answer: bytes, detail: str) -> None:
    with listening(say(answer)) as peer:
        assert told(probe(page(f"http://127.0.0.1:{peer.port}/"))) == (False, detail)


def test_a_hundred_continues_are_no_way_to_hold_us() -> None:
    with listening(flooding(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100)) as peer:
        outcome = probe(page(f"http://127.0.0.1:{peer.port}/"))
    assert told(outcome) == (False, "sends more than anybody asked for")
    assert peer.sent < MAX_ANSWER + 16_000_000  # what the system keeps for both of us


def test_a_page_without_end_is_read_no_further_than_its_text_may_be() -> None:
    head = b"HTTP/1.1 200 OK\r\n\r\n"
    with listening(flooding(head, b"x" * 65536)) as peer:
        url = f"http://127.0.0.1:{peer.port}/"
        assert probe(page(url)).ok
        assert told(probe(page(url, text="yes"))) == (False, "answers 200 OK, but the text is not on the page")
    assert peer.sent < 2 * MAX_ANSWER + 32_000_000


def test_chunks_that_lie_about_their_size_are_no_http() -> None:
    answer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nyes\r\n"
    with listening(say(answer)) as peer:
        outcome = probe(page(f"http://127.0.0.1:{peer.port}/", text="yes"))
    assert outcome.ok is False


def test_what_is_wrong_is_an_exception_of_its_own() -> None:
    assert not issubclass(Wrong, OSError)
