"""What the disk may do: lose everything that was not synced, or fail to sync."""

from __future__ import annotations

import smtplib
import subprocess
from pathlib import Path

import pytest

from tests.conftest import need_program
from tests.whole.gateway_process import Gateway, a_message, until

SOURCE = Path(__file__).parents[1] / "peers" / "disk_faults.c"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = tmp_path_factory.mktemp("disk") / "disk_faults.so"
    subprocess.run([need_program("cc"), "-shared", "-fPIC", "-o", str(built), str(SOURCE), "-ldl"], check=True)
    return built


def on_a_strange_disk(folder: Path, library: Path) -> Gateway:
    store = folder / "store"
    store.mkdir(mode=0o700)
    return Gateway(folder, LD_PRELOAD=str(library), CASEGATE_DISK=str(store.resolve()))


def cut_the_power(store: Path) -> None:
    """Leave of every ledger what was synced and nothing else."""
    for file in store.glob("*.sqlite*"):
        if ".durable" not in file.name:
            file.unlink()
    for durable in store.glob("*.sqlite*.durable"):
        durable.rename(durable.with_suffix(""))


@pytest.mark.peer("cc")
@pytest.mark.id("D-06", "P1")
def test_a_mail_that_was_answered_250_survives_a_power_cut(tmp_path: Path, library: Path) -> None:
    gateway = on_a_strange_disk(tmp_path, library)
    with gateway.running():
        for number in range(25):
            gateway.send(a_message(number))
        for child in gateway.children():
            subprocess.run(["kill", "-9", str(child)], check=True)
        assert gateway.process is not None
        gateway.process.kill()
        gateway.process.wait()
    cut_the_power(tmp_path / "store")
    with gateway.running():
        until(gateway.at_rest, "nothing waits")
        found = {ticket["requester"] for ticket in gateway.cli("ticket", "list", "--limit", "100")}
    assert found == {f"user{number}@acme.example" for number in range(25)}


@pytest.mark.peer("cc")
@pytest.mark.id("D-15")
def test_a_disk_that_fails_to_sync_costs_a_451_and_a_check(tmp_path: Path, library: Path) -> None:
    gateway = on_a_strange_disk(tmp_path, library)
    with gateway.running():
        gateway.send(a_message(1))
        (tmp_path / "store" / "fail").touch()
        with pytest.raises(smtplib.SMTPDataError) as refused:
            gateway.send(a_message(2))
        assert refused.value.smtp_code == 451
        gateway.send_until_taken(a_message(2))
        until(lambda: len(gateway.outgoing()) == 2, "both are acknowledged")
    log = gateway.log.read_text()
    assert "journal.broken" in log
    assert "journal.whole" in log
