"""The IMAP door against a server that does what Dovecot never does."""

from __future__ import annotations

import random
import shlex
import sys
import threading
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gateway.clock import SystemClock
from gateway.inbound.imap.mailbox import Portion, Rhythm
from gateway.inbound.imap.poll import MailboxPoller
from gateway.mail import After
from tests.inbound.imap_world import QUICK, FakeMemory, box, eml, known_to, polling
from tests.peers.dovecot import PASSWORD, await_true
from tests.peers.imap_faulty import FaultyImap, faulty_imap
from tests.peers.port import free_port

SMALL = Portion(batch_bytes=64_000, piece_bytes=32_000)


@pytest.fixture
def server() -> Iterator[FaultyImap]:
    with faulty_imap() as server:
        yield server


@pytest.fixture
def memory(server: FaultyImap) -> FakeMemory:
    return known_to(FakeMemory(), uidvalidity=server.uidvalidity)


def marked(server: FaultyImap, *uids: int) -> bool:
    return all("\\Seen" in server.flags[uid] for uid in uids)


@pytest.mark.id("N-10")
def test_connection_lost_inside_a_literal_leaves_no_half_mail(server: FaultyImap, memory: FakeMemory) -> None:
    for uid in range(1, 6):
        server.add(uid, eml(uid, size=5000))
    server.cut_literals = 2
    with polling(memory, box(server.port)):
        memory.await_mails(5)
        await_true(lambda: marked(server, 1, 2, 3, 4, 5))
        memory.await_state("waits for mail", ok=True)
    assert sorted(memory.raws) == [eml(uid, size=5000) for uid in range(1, 6)]
    assert server.connections == 3


@pytest.mark.id("N-12")
def test_mail_gone_between_search_and_fetch_is_passed_by_with_a_note(server: FaultyImap, memory: FakeMemory) -> None:
    for uid in (1, 2, 3):
        server.add(uid, eml(uid))
    server.gone_at_fetch = {2}
    with polling(memory, box(server.port)):
        memory.await_mails(2)
        memory.await_state("1 mails were moved or deleted by others", ok=True)
    assert memory.raws == [eml(1), eml(3)]
    assert server.connections == 1


@pytest.mark.id("N-12")
def test_mail_gone_after_its_size_was_told_is_passed_by_with_a_note(server: FaultyImap, memory: FakeMemory) -> None:
    for uid in (1, 2, 3):
        server.add(uid, eml(uid))

    def take_away() -> None:
        if server.sent("UID FETCH") == 2:  # the sizes were first
            server.gone_at_fetch = {2}

    server.before_fetch = take_away
    with polling(memory, box(server.port)):
        memory.await_mails(2)
        memory.await_state("1 mails were moved or deleted by others", ok=True)
    assert memory.raws == [eml(1), eml(3)]


@pytest.mark.id("N-13")
def test_connection_lost_between_commit_and_mark_is_made_up_for(server: FaultyImap, memory: FakeMemory) -> None:
    server.add(1, eml(1))
    memory.on_commit = lambda uid: server.drop_connections()
    with polling(memory, box(server.port)):
        await_true(lambda: marked(server, 1))
        memory.await_state("waits for mail", ok=True)
    assert memory.raws == [eml(1)]


@pytest.mark.id("N-15")
def test_marks_the_server_refuses_are_loud_and_double_nothing(server: FaultyImap, memory: FakeMemory) -> None:
    server.add(1, eml(1))
    server.refuse_marks = "NO [OVERQUOTA] the mailbox is full"
    with polling(memory, box(server.port, after=After.MOVE, move_to="Done"), rhythm=replace(QUICK, idle=0.1)):
        assert "quota" in memory.await_state("cannot be moved to Done", ok=False)
        server.add(2, eml(2))
        memory.await_mails(2)
        await_true(lambda: server.sent("IDLE") >= 4)
    assert memory.raws == [eml(1), eml(2)]
    assert server.sent("UID MOVE") == 1  # and not with every look


def test_without_move_mail_is_copied_and_only_ours_is_expunged(server: FaultyImap, memory: FakeMemory) -> None:
    server.capabilities = "IMAP4rev1 AUTH=PLAIN IDLE UIDPLUS"
    server.add(1, eml("somebody else's"), "\\Deleted")
    server.add(2, eml(2))
    with polling(memory, box(server.port, after=After.MOVE, move_to="Done")):
        await_true(lambda: 2 not in server.mails)
    assert server.moved == {"Done": [eml(2)]}
    assert list(server.mails) == [1]
    assert server.sent("EXPUNGE") == 0


def test_without_move_and_uidplus_nothing_is_expunged_and_nothing_copied_twice(
    server: FaultyImap, memory: FakeMemory
) -> None:
    server.capabilities = "IMAP4rev1 AUTH=PLAIN"
    server.add(1, eml(1))
    for _ in range(2):
        with polling(memory, box(server.port, after=After.MOVE, move_to="Done")):
            await_true(lambda: "\\Deleted" in server.flags[1])
            memory.await_state("waits for mail", ok=True)
        memory.reports.clear()
    assert server.moved == {"Done": [eml(1)]}
    assert list(server.mails) == [1]
    assert server.sent("UID EXPUNGE") == server.sent("EXPUNGE") == 0


@pytest.mark.id("N-17")
def test_literal_of_five_gigabytes_is_refused_and_the_others_come(server: FaultyImap, memory: FakeMemory) -> None:
    for uid in (1, 2, 3):
        server.add(uid, eml(uid))
    server.announced = {2: 5_000_000_000}
    tracemalloc.start()
    try:
        with polling(memory, box(server.port)):
            memory.await_mails(2)
            said = memory.await_state("1 mails cannot be taken (UID 2)", ok=False)
            server.add(4, eml(4))
            memory.await_mails(3)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sorted(memory.raws) == [eml(1), eml(3), eml(4)]
    assert not marked(server, 2)
    assert "move them away" in said
    assert peak < 32_000_000
    assert server.sent_bytes < 200_000_000


@pytest.mark.id("N-17")
@pytest.mark.parametrize("said", [10, 90_000])
def test_size_that_lies_is_no_limit_and_no_demand(server: FaultyImap, memory: FakeMemory, said: int) -> None:
    server.add(1, eml(1, size=30_000))
    server.add(2, eml(2))
    server.said_sizes = {1: said}
    with polling(memory, box(server.port), portion=SMALL):
        memory.await_mails(2)
        await_true(lambda: marked(server, 1, 2))
    assert sorted(memory.raws) == sorted([eml(1, size=30_000), eml(2)])


@pytest.mark.id("N-17")
def test_mail_far_larger_than_it_was_said_to_be_is_cut_to_its_header(server: FaultyImap, memory: FakeMemory) -> None:
    server.add(1, eml(1, size=3_000_000))
    server.said_sizes = {1: 1000}
    with polling(memory, box(server.port, size_limit_bytes=100_000), portion=SMALL):
        memory.await_mails(1)
        await_true(lambda: marked(server, 1))
    assert len(memory.raws[0]) < 1000
    assert memory.raws[0].startswith(eml(1)[:80])
    assert b"[This mail is too large: 0.1 MB are taken at most." in memory.raws[0]


@pytest.mark.id("N-17")
def test_mail_without_a_body_is_deferred_and_told_and_holds_up_nobody(server: FaultyImap, memory: FakeMemory) -> None:
    for uid in (1, 2, 3):
        server.add(uid, eml(uid))
    server.nil_bodies = {1}
    with polling(memory, box(server.port), rhythm=replace(QUICK, deferred=1)):
        memory.await_mails(2)
        memory.await_state("1 mails cannot be taken (UID 1)", ok=False)
        server.nil_bodies = set()
        memory.await_mails(3)  # when its time comes
        memory.await_state("waits for mail", ok=True)
    assert memory.raws == [eml(2), eml(3), eml(1)]
    assert server.connections == 1


@pytest.mark.id("N-17")
def test_answer_that_breaks_the_parser_costs_that_mail_only(server: FaultyImap, memory: FakeMemory) -> None:
    for uid in (1, 2, 3):
        server.add(uid, eml(uid))
    server.unparsable = {3}
    with polling(memory, box(server.port)):
        memory.await_mails(2)
        memory.await_state("1 mails cannot be taken (UID 3)", ok=False)
    assert memory.raws == [eml(1), eml(2)]


def test_mail_the_journal_stumbles_over_is_deferred_and_holds_up_nobody(server: FaultyImap, memory: FakeMemory) -> None:
    for uid in (1, 2, 3):
        server.add(uid, eml(uid))
    memory.refused = {2}
    with polling(memory, box(server.port)):
        memory.await_mails(2)
        memory.await_state("1 mails cannot be taken (UID 2)", ok=False)
    assert memory.raws == [eml(1), eml(3)]
    assert marked(server, 1, 3)
    assert not marked(server, 2)
    assert server.connections == 1


@pytest.mark.id("N-17")
def test_flood_of_exists_is_bounded_in_memory_and_in_what_we_send(server: FaultyImap, memory: FakeMemory) -> None:
    server.add(1, eml(1))
    server.flood = 5000
    tracemalloc.start()
    try:
        with polling(memory, box(server.port)):
            memory.await_mails(1)
            searches, begun = server.sent("UID SEARCH"), time.monotonic()
            await_true(lambda: server.sent("UID SEARCH") >= searches + 4)
            assert time.monotonic() - begun > 0.5  # every wake for nothing is answered more slowly
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 32_000_000
    assert memory.raws == [eml(1)]


@pytest.mark.id("N-17")
def test_flood_without_end_closes_the_connection(server: FaultyImap, memory: FakeMemory) -> None:
    server.flood = 4_000_000  # 48 MB
    with polling(memory, box(server.port)):
        memory.await_state("sends more than was asked for", ok=False)
        server.flood = 0
        server.add(1, eml(1))
        memory.await_mails(1)


@pytest.mark.id("N-18")
def test_silent_idle_is_found_out_and_the_mailbox_read_again(server: FaultyImap, memory: FakeMemory) -> None:
    server.silent_idle = True
    with polling(memory, box(server.port), rhythm=replace(QUICK, idle=0.3, silence=0.3)):
        memory.await_state("by IDLE", ok=True)
        memory.await_state("does not answer in time", ok=False)
        server.silent_idle = False
        server.add(1, eml(1))
        memory.await_mails(1)


@pytest.mark.id("N-18")
def test_connection_closed_during_idle_is_opened_again(server: FaultyImap, memory: FakeMemory) -> None:
    with polling(memory, box(server.port)):
        await_true(lambda: server.sent("IDLE") == 1)
        server.drop_connections()
        await_true(lambda: server.sent("IDLE") == 2)
        server.add(1, eml(1))
        memory.await_mails(1)
    assert any("closed the connection" in detail for _, ok, detail in memory.reports if not ok)


class ImpatientStop(threading.Event):
    """Notes how long it is asked to wait, and sets itself after so many waits instead of waiting."""

    def __init__(self, waits: int) -> None:
        super().__init__()
        self.asked: list[float] = []
        self._most = waits

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout is not None
        self.asked.append(timeout)
        if len(self.asked) >= self._most:
            self.set()
        return self.is_set()


def run_impatiently(server: FaultyImap, memory: FakeMemory, *, waits: int, port: int = 0) -> list[float]:
    """Run a poller with the usual rhythm; return what it would have waited."""
    stop = ImpatientStop(waits)
    MailboxPoller(
        box(port or server.port), memory, clock=SystemClock(), stop=stop, jitter=random.Random(3), rhythm=Rhythm()
    ).run()
    return stop.asked


@pytest.mark.id("N-18")
@pytest.mark.parametrize(
    ("reply", "advice"),
    [
        ("NO [AUTHENTICATIONFAILED] invalid credentials", "check user and password"),
        ("NO [LIMIT] too many logins", "tried more rarely"),
        ("NO [UNAVAILABLE] try later", "cannot check logins just now"),
        ("* BYE too many connections from your address", "too many connections"),
    ],
)
def test_refused_login_is_tried_less_than_once_a_minute_and_ever_less(
    server: FaultyImap, memory: FakeMemory, reply: str, advice: str
) -> None:
    server.login_reply = reply
    asked = run_impatiently(server, memory, waits=6)
    assert len(server.logins) == 6
    assert min(asked) >= 60
    assert asked[5] > asked[0] * 2
    assert max(asked) <= 1800
    assert advice in memory.state()[1]
    assert not memory.state()[0]
    assert PASSWORD not in repr(memory.reports)


@pytest.mark.id("N-18")
def test_server_that_turns_us_away_at_the_door_is_not_pressed(server: FaultyImap, memory: FakeMemory) -> None:
    server.greeting = "* BYE [ALERT] too many connections"
    asked = run_impatiently(server, memory, waits=3)
    assert server.connections == 3
    assert min(asked) >= 60
    assert "too many connections" in memory.state()[1]


def test_server_that_is_away_is_tried_with_growing_jittered_waits(server: FaultyImap, memory: FakeMemory) -> None:
    asked = run_impatiently(server, memory, waits=14, port=free_port())
    assert all(0.5 * 2 ** min(n + 1, 9) <= wait <= 2 ** (n + 1) for n, wait in enumerate(asked[:7]))
    assert all(150 <= wait <= 300 for wait in asked[9:])
    assert len(set(asked)) == 14
    assert "nothing answers" in memory.state()[1]


def test_host_that_does_not_exist_is_named(memory: FakeMemory) -> None:
    with polling(memory, box(143, host="imap.invalid")):
        memory.await_state("the host imap.invalid cannot be found", ok=False)


def test_without_idle_the_mailbox_is_polled(server: FaultyImap, memory: FakeMemory) -> None:
    server.capabilities = "IMAP4rev1 AUTH=PLAIN"
    with polling(memory, box(server.port)):
        memory.await_state("for the server has no IDLE", ok=True)
        server.add(1, eml(1))
        memory.await_mails(1)
    assert server.sent("IDLE") == 0
    assert server.connections == 1


def test_starttls_that_is_not_offered_is_never_done_without(server: FaultyImap, memory: FakeMemory) -> None:
    with polling(memory, box(server.port, tls="starttls")):
        memory.await_state("does not offer STARTTLS", ok=False)
    assert server.logins == []


def test_password_is_kept_from_a_server_that_takes_none_in_the_clear(server: FaultyImap, memory: FakeMemory) -> None:
    server.capabilities = "IMAP4rev1 LOGINDISABLED"
    with polling(memory, box(server.port)):
        memory.await_state("set tls: starttls or implicit", ok=False)
    assert server.logins == []


def test_login_with_quotes_and_blanks_goes_through_without_plain(server: FaultyImap, memory: FakeMemory) -> None:
    server.capabilities = "IMAP4rev1 IDLE"
    with polling(memory, box(server.port, 'the "desk" user', password='a "b" \\c')):
        memory.await_state("waits for mail", ok=True)
    assert server.logins == [r'LOGIN "the \"desk\" user" "a \"b\" \\c"']


# --- OAuth 2 ---


def printing(tmp_path: Path, code: str) -> str:
    """Return a token command that runs some Python."""
    script = tmp_path / "token program.py"
    script.write_text(code)
    return shlex.join([sys.executable, str(script)])


def test_xoauth2_logs_in_with_a_new_token_each_time(server: FaultyImap, memory: FakeMemory, tmp_path: Path) -> None:
    (tmp_path / "count").write_text("0")
    code = f"""
from pathlib import Path
count = Path({str(tmp_path / "count")!r})
count.write_text(str(int(count.read_text()) + 1))
print("token-" + count.read_text())
print("expires in an hour")
"""
    server.capabilities = "IMAP4rev1 AUTH=XOAUTH2 IDLE"
    server.token = "token-1"
    with polling(memory, box(server.port, "desk@example.com", token_command=printing(tmp_path, code))):
        memory.await_state("waits for mail", ok=True)
        server.token = "token-2"
        server.drop_connections()
        await_true(lambda: len([report for report in memory.reports if report[1]]) == 2)
        server.add(1, eml(1))
        memory.await_mails(1)
    assert server.logins[0] == "user=desk@example.com\1auth=Bearer token-1\1\1"


@pytest.mark.id("N-18")
def test_refused_token_is_told_without_the_token(server: FaultyImap, memory: FakeMemory, tmp_path: Path) -> None:
    server.token = "another"
    with polling(memory, box(server.port, token_command=printing(tmp_path, "print('s3cret-token')"))):
        said = memory.await_state("refuses the login", ok=False)
    assert '"status":"401"' in said
    assert "check what token_command prints" in said
    assert "s3cret" not in repr(memory.reports)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            "print('s3cret'); import sys; sys.stderr.write('grant of s3cret expired'); sys.exit(3)",
            "3: grant of *** expired",
        ),
        ("print()", "printed no token"),
        ("print('<html> sign in')", "no token in its first line"),
        ("print('x' * 10**6)", "far more than a token"),
    ],
)
def test_token_command_that_fails_is_told_without_the_token(
    server: FaultyImap, memory: FakeMemory, tmp_path: Path, code: str, words: str
) -> None:
    with polling(memory, box(server.port, token_command=printing(tmp_path, code))):
        memory.await_state(words, ok=False)
    assert "s3cret" not in repr(memory.reports)
    assert server.logins == []


def test_token_command_that_is_missing_is_named(server: FaultyImap, memory: FakeMemory) -> None:
    with polling(memory, box(server.port, token_command="/nowhere/token $(id)")):
        memory.await_state("/nowhere/token cannot be started", ok=False)


def test_token_command_that_hangs_does_not_keep_the_gateway_from_stopping(
    server: FaultyImap, memory: FakeMemory, tmp_path: Path
) -> None:
    begun = tmp_path / "begun"
    code = f"open({str(begun)!r}, 'w').close()\nimport threading; threading.Event().wait()"
    with polling(memory, box(server.port, token_command=printing(tmp_path, code))):
        await_true(begun.exists)
    assert memory.reports == []


def test_poller_stops_at_once_while_the_server_owes_it_an_answer(server: FaultyImap, memory: FakeMemory) -> None:
    asked = threading.Event()
    released = threading.Event()

    def hang() -> None:
        asked.set()
        released.wait(timeout=20)

    server.add(1, eml(1))
    server.before_fetch = hang
    with polling(memory, box(server.port), rhythm=Rhythm()):
        assert asked.wait(timeout=10)
    released.set()
    assert memory.mails == []
