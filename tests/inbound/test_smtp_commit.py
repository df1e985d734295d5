"""Carrying the journal's answers to the loop."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future

import pytest

from gateway.inbound.smtp.commit import Commits
from gateway.mail import JournalId


def in_a_thread(work: threading.Thread) -> None:
    work.start()
    work.join()


def test_a_whole_group_is_answered_from_another_thread() -> None:
    async def run() -> list[int]:
        commits = Commits(asyncio.get_running_loop())
        promises: list[Future[JournalId]] = [Future() for _ in range(50)]
        waiters = [commits.wait_for(promise) for promise in promises]

        def resolve() -> None:
            for number, promise in enumerate(promises):
                promise.set_result(JournalId(number))

        in_a_thread(threading.Thread(target=resolve))
        found = await asyncio.wait_for(asyncio.gather(*waiters), 10)
        return [commit.result() for commit in found if commit]

    assert asyncio.run(run()) == list(range(50))


@pytest.mark.id("D-01")
def test_whoever_stops_waiting_leaves_the_commit_alone() -> None:
    async def run() -> None:
        commits = Commits(asyncio.get_running_loop())
        promise: Future[JournalId] = Future()
        commits.wait_for(promise).cancel()
        ended = commits.wait_for(promise)
        ended.set_result(None)
        await asyncio.sleep(0)
        assert not promise.cancelled()
        in_a_thread(threading.Thread(target=promise.set_result, args=(JournalId(1),)))
        await asyncio.sleep(0)
        assert promise.result() == 1
        assert ended.result() is None

    asyncio.run(run())


def test_the_journal_is_not_troubled_by_a_loop_that_is_gone() -> None:
    loop = asyncio.new_event_loop()
    commits = Commits(loop)
    promises: list[Future[JournalId]] = [Future(), Future()]

    async def wait() -> None:
        for promise in promises:
            commits.wait_for(promise)

    loop.run_until_complete(wait())
    loop.close()
    for promise in promises:
        promise.set_result(JournalId(1))
    assert all(promise.done() for promise in promises)
