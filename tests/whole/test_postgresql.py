"""A whole gateway, and two of them, on a real PostgreSQL: shared work, a server that goes away, a gateway that dies."""

from __future__ import annotations

import os
import signal
import smtplib
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from email.message import Message
from pathlib import Path
from typing import Any

import psycopg
import pytest

from gateway import faults
from tests.peers.postgres import Postgres
from tests.whole.gateway_process import Gateway, a_message, until
from tests.whole.mails import reply_to

pytestmark = pytest.mark.peer("postgresql")


@pytest.fixture
def url(postgres: Postgres) -> str:
    return postgres.bare_database()


@pytest.fixture
def gateway(tmp_path: Path, url: str) -> Gateway:
    return Gateway(tmp_path, GATEWAY_STORE__URL=url)


def two(folder: Path, url: str) -> list[Gateway]:
    """Two gateways with a folder each and one database."""
    made = []
    for name in ("a", "b"):
        (folder / name).mkdir()
        made.append(Gateway(folder / name, GATEWAY_STORE__URL=url))
    return made


@contextmanager
def running(gateways: Sequence[Gateway]) -> Iterator[None]:
    with gateways[0].running(), gateways[1].running():
        yield


def all_outgoing(gateways: Sequence[Gateway]) -> list[Message]:
    return [mail for gateway in gateways for mail in gateway.outgoing()]


def run_all(*calls: Any) -> None:
    """Run these at the same time; an error in one is an error of the test."""
    errors: list[BaseException] = []

    def carry(call: Any) -> None:
        try:
            call()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=carry, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def send_until_taken(gateway: Gateway, numbers: Sequence[int]) -> None:
    for number in numbers:
        gateway.send_until_taken(a_message(number))


def time_passes(url: str) -> None:
    """Let all leases run out, without waiting for half an hour."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("UPDATE handled SET lease_until = 1 WHERE lease_until IS NOT NULL")
        connection.execute("UPDATE journal.sending SET lease_until = 1 WHERE lease_until IS NOT NULL")


def everybody_once(gateways: Sequence[Gateway], count: int) -> None:
    """Every sender has one ticket and one acknowledgement."""
    everybody = Counter({f"user{number}@acme.example": 1 for number in range(count)})
    assert Counter(ticket["requester"] for ticket in gateways[0].tickets()) == everybody
    assert Counter(str(mail["To"]) for mail in all_outgoing(gateways)) == everybody
    numbers = {ticket["number"] for ticket in gateways[0].tickets()}
    assert len(numbers) == count


def test_a_gateway_keeps_everything_in_the_database_and_finds_it_there_again(gateway: Gateway) -> None:
    with gateway.running():
        gateway.send(a_message(0, text="Grüße \N{SNOWMAN} 東京"))
        until(lambda: len(gateway.outgoing()) == 1, "it is acknowledged")
        number = gateway.only_ticket()["number"]
        gateway.cli("ticket", "reply", number, "--by", "Dana", "--body", "Restart it.")
        until(lambda: len(gateway.outgoing()) == 2, "the answer is sent")
    status = gateway.status()
    assert status["store"]["kind"] == "postgresql"
    assert list((gateway.folder / "store").glob("*.sqlite*")) == []
    with gateway.running():
        gateway.send(reply_to(gateway.outgoing()[1], text="That helped."))
        until(lambda: len(gateway.only_ticket()["messages"]) == 3, "the reply is on the ticket")
        until(gateway.at_rest, "nothing waits")
    ticket = gateway.only_ticket()
    assert ticket["messages"][0]["text"] == "Grüße \N{SNOWMAN} 東京"
    assert [message["direction"] for message in ticket["messages"]] == ["in", "out", "in"]
    assert len(gateway.outgoing()) == 2


@pytest.mark.id("P4", "D-13")
def test_two_gateways_share_the_work_and_double_nothing(tmp_path: Path, url: str) -> None:
    count, replies = 200, 8
    gateways = two(tmp_path, url)

    def send(part: int) -> None:
        with smtplib.SMTP("127.0.0.1", gateways[part % 2].port, timeout=60) as client:
            for number in range(part, count, 4):
                client.send_message(a_message(number))

    def converse(ack: Message) -> None:
        """Reply again and again, at both doors in turn."""
        doors = [smtplib.SMTP("127.0.0.1", gateway.port, timeout=60) for gateway in gateways]
        for turn in range(replies):
            doors[turn % 2].send_message(reply_to(ack, text=f"line {turn}"))
        for door in doors:
            door.quit()

    with running(gateways):
        run_all(*(lambda part=part: send(part) for part in range(4)))
        until(lambda: len(all_outgoing(gateways)) >= count, "everybody is acknowledged")
        acks = all_outgoing(gateways)[:6]
        run_all(*(lambda ack=ack: converse(ack) for ack in acks))
        until(gateways[0].at_rest, "nothing waits")
        everybody_once(gateways, count)
        numbers = {ticket["requester"]: ticket["number"] for ticket in gateways[1].tickets()}
        for ack in acks:
            messages = gateways[1].cli("ticket", "show", numbers[str(ack["To"])])["messages"]
            assert [one["text"] for one in messages[1:]] == [f"line {turn}" for turn in range(replies)]


@pytest.mark.id("D-13", "P15", "P14")
@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_while_the_server_is_away_senders_hear_451_and_nothing_is_lost_or_doubled(
    gateway: Gateway, postgres: Postgres, mode: str
) -> None:
    with gateway.running():
        processes = set(gateway.children())
        gateway.send(a_message(0))
        sender = threading.Thread(target=send_until_taken, args=(gateway, range(1, 40)))
        sender.start()
        postgres.stop(mode)
        try:
            with smtplib.SMTP("127.0.0.1", gateway.port, timeout=60) as client:
                for _ in range(2):  # the connection outlives the refusal
                    with pytest.raises(smtplib.SMTPResponseException) as refused:
                        client.send_message(a_message(40))
                    assert (refused.value.smtp_code, refused.value.smtp_error[:5]) == (451, b"4.3.0")
            failed = gateway.failing_cli("ticket", "list", code=75)
            assert "the store does not answer" in failed
        finally:
            postgres.start()
        gateway.send_until_taken(a_message(40))
        sender.join(60)
        assert not sender.is_alive()
        until(lambda: len(gateway.outgoing()) >= 41, "everybody is acknowledged")
        until(gateway.at_rest, "nothing waits")
        everybody_once([gateway], 41)
        assert set(gateway.children()) == processes, "it recovers without a restart"
        assert gateway.status()["mails"]["aside"] == 0


@pytest.mark.id("D-13")
def test_a_gateway_that_starts_before_its_server_waits_for_it(gateway: Gateway, postgres: Postgres) -> None:
    postgres.stop()
    try:
        with gateway.log.open("ab") as log:
            gateway.process = subprocess.Popen(
                gateway.command, cwd=gateway.folder, env=gateway.environ, stdout=log, stderr=log
            )
        until(lambda: "the store does not answer" in gateway.log.read_text(), "it says what it waits for")
        assert gateway.process.poll() is None
    finally:
        postgres.start()
    try:
        until(gateway.answers, "the door opens")
        gateway.send(a_message(0))
        until(lambda: len(gateway.outgoing()) == 1, "it is acknowledged")
    finally:
        gateway.stop()
    assert "Traceback" not in gateway.log.read_text()


def stopped_at_rest(gateway: Gateway, url: str) -> bool:
    """Stop its processes where they are; let them go on when that is in the middle of a transaction."""
    for pid in gateway.children():
        os.kill(pid, signal.SIGSTOP)
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        held = connection.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE state LIKE 'idle in transaction%' AND datname = current_database()"
        ).fetchone()
    if held == (0,):
        return True
    for pid in gateway.children():
        os.kill(pid, signal.SIGCONT)
    return False


@pytest.mark.id("D-01", "D-02", "D-03", "P4")
@pytest.mark.parametrize("point", ["desk-claimed", "desk-written", "letters-sent"])
def test_when_a_gateway_dies_the_other_takes_its_work_over(tmp_path: Path, url: str, point: str) -> None:
    """The dying one holds claims on mails, or letters; the other is stopped until it does, so that it cannot help."""
    died = tmp_path / "died"
    gateways = two(tmp_path, url)
    doomed, heir = gateways
    doomed.settings[faults.VARIABLE] = f"{point}:2:{died}"
    with running(gateways):
        until(lambda: stopped_at_rest(heir, url), "the other stands still and holds no lock")
        assert doomed.process is not None
        doomed.process.send_signal(signal.SIGSTOP)  # it would start again what dies
        for number in range(30):
            with suppress(OSError, smtplib.SMTPException):  # once it is dead
                doomed.send(a_message(number))
        until(died.exists, f"a process dies at {point}")
        doomed.kill()
        for pid in heir.children():
            os.kill(pid, signal.SIGCONT)
        time_passes(url)
        for number in range(30):
            heir.send_until_taken(a_message(number))  # those that were taken are sent again too
        until(lambda: len(all_outgoing(gateways)) >= 30, "everybody is acknowledged")
        until(heir.at_rest, "nothing waits")
        tickets = Counter(ticket["requester"] for ticket in heir.tickets())
        assert tickets == Counter({f"user{number}@acme.example": 1 for number in range(30)})
        ids = Counter(str(mail["Message-ID"]) for mail in all_outgoing(gateways))
        assert len(ids) == 30
        assert ids.total() <= 31, "one letter at most goes twice: the one the wire was sending when its gateway died"
