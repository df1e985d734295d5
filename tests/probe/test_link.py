"""Does a link still lead anywhere: the head first, the page where that is refused, and what counts as dead."""

from __future__ import annotations

import errno
import socket
import threading
from datetime import timedelta
from typing import Any

import pytest

from gateway.clock import SystemClock
from gateway.probe import dial
from gateway.probe.limits import Stopped
from gateway.probe.link import LinkOutcome, LinkState, ask_link
from gateway.rules.monitor_values import place_of
from tests.probe.peers import Answer, Listener, dripping, hang_up, listening, silent, web_site

OK: Answer = (200, {}, b"here")


def ask(url: str, *, seconds: float = 20, stop: threading.Event | None = None) -> LinkOutcome:
    address, tls = place_of(url)
    timeout = timedelta(seconds=seconds)
    return ask_link(url, address, tls, timeout=timeout, clock=SystemClock(), stop=stop or threading.Event())


def test_the_head_is_enough_where_a_site_knows_it() -> None:
    with web_site({"/reset?lang=fr": OK}, heads=True) as site:
        assert ask(site.url("/reset?lang=fr#top")) == LinkOutcome(LinkState.WORKS, "answers 200 OK")
    assert site.methods == ["HEAD"]
    assert [path for path, _ in site.asked] == ["/reset?lang=fr"]


def test_a_site_that_refuses_heads_is_asked_for_the_page() -> None:
    with web_site({"/reset": OK}) as site:
        assert ask(site.url("/reset")) == LinkOutcome(LinkState.WORKS, "answers 200 OK")
    assert site.methods == ["GET"]


def test_a_site_that_hangs_up_on_heads_is_asked_for_the_page() -> None:
    def moody(sock: socket.socket, _: Listener) -> None:
        if sock.recv(4096).startswith(b"GET"):
            sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    with listening(moody) as door:
        assert ask(f"http://127.0.0.1:{door.port}/").state is LinkState.WORKS


def test_nothing_is_sent_but_the_address() -> None:
    with web_site({"/": OK}, heads=True) as site:
        ask(site.url("/"))
    ((_, fields),) = site.asked
    assert not {"Cookie", "Referer", "Authorization", "From"} & fields.keys()


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (204, LinkState.WORKS),
        (401, LinkState.CLOSED),
        (403, LinkState.CLOSED),
        (429, LinkState.CLOSED),
        (404, LinkState.DEAD),
        (410, LinkState.DEAD),
        (500, LinkState.DEAD),
        (503, LinkState.DEAD),
    ],
)
@pytest.mark.parametrize("heads", [True, False])
def test_the_status_says_how_a_link_fares(status: int, state: LinkState, heads: bool) -> None:
    with web_site({"/": (status, {}, b"")}, heads=heads) as site:
        outcome = ask(site.url("/"))
    assert outcome.state is state
    assert outcome.detail.startswith(f"answers {status}")


def test_redirects_are_followed_to_their_end_and_not_for_ever() -> None:
    pages: dict[str, Answer] = {
        "/old": (301, {"Location": "/new"}, b""),
        "/new": OK,
        "/gone": (302, {"Location": "/nowhere"}, b""),
        "/round": (302, {"Location": "/round"}, b""),
    }
    with web_site(pages, heads=True) as site:
        assert ask(site.url("/old")) == LinkOutcome(LinkState.WORKS, "answers 200 OK at 127.0.0.1")
        assert ask(site.url("/gone")).detail == "answers 404 Not Found at 127.0.0.1"
        assert ask(site.url("/round")) == LinkOutcome(LinkState.DEAD, "redirects more than 3 times")


def test_nobody_there_is_dead() -> None:
    with web_site({}) as site:
        url = site.url("/")
    assert ask(url) == LinkOutcome(LinkState.DEAD, "refuses the connection")


@pytest.mark.parametrize("way_first", [True, False])
def test_nobody_there_is_dead_where_one_of_its_addresses_could_be_asked(
    monkeypatch: pytest.MonkeyPatch, way_first: bool
) -> None:
    with web_site({}) as site:
        url, port = site.url("/").replace("127.0.0.1", "x.example"), int(site.url("").rpartition(":")[2])
    places = [(socket.AF_INET, ("127.0.0.1", port)), (socket.AF_INET6, ("2001:db8::1", port, 0, 0))]
    connect = dial._connect

    def no_way(place: Any, *args: Any, **more: Any) -> Any:  # as a machine without IPv6 has it
        if place[0] is socket.AF_INET6:
            raise OSError(errno.ENETUNREACH, "Network is unreachable")
        return connect(place, *args, **more)

    monkeypatch.setattr(dial, "_connect", no_way)
    monkeypatch.setattr(dial, "_places", lambda *_: places if way_first else places[::-1])
    assert ask(url).state is LinkState.DEAD
    monkeypatch.setattr(dial, "_places", lambda *_: places[1:])
    assert ask(url).state is LinkState.UNKNOWN


@pytest.mark.parametrize("talk", [silent, dripping(b"HTTP/1.1 200 OK\r\nX: "), hang_up])
def test_who_never_says_anything_costs_the_timeout_and_no_more(talk: object) -> None:
    with listening(talk) as door:  # type: ignore[arg-type]  # one of the talks above
        assert ask(f"http://127.0.0.1:{door.port}/", seconds=0.5).state is LinkState.DEAD


def test_a_stop_ends_it() -> None:
    stop = threading.Event()
    stop.set()
    with web_site({"/": OK}) as site, pytest.raises(Stopped):
        ask(site.url("/"), stop=stop)
