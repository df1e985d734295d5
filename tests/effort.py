"""How much work something is, without a clock: calls that are counted, and a child that may use so much processor.

A test that measures seconds fails on a busy machine and passes on a fast one. What is counted is the same everywhere;
and what hangs is ended by the kernel, whatever it hangs in.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import sys
import traceback
import warnings
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

T = TypeVar("T")

PATIENCE = 30
"""Seconds of processor time: what is linear takes one or two at the most, what is not takes minutes or for ever."""


class Hung(AssertionError):
    """It used all the processor time it was given."""


def patiently(work: Callable[[], T], *, seconds: int = PATIENCE) -> T:
    """Return what ``work`` returns, done in a child of this process. Raises ``Hung``, or what went wrong in it.

    What is returned is pickled. Time that others take on this machine does not count.
    """
    reader, writer = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forking beside threads: the child computes and ends
        child = os.fork()
    if child == 0:
        os.close(reader)
        _answer(work, writer, seconds)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    if not answer:
        raise Hung(f"no answer within {seconds} seconds of processor time (status {status})")
    done, value = pickle.loads(answer)
    if not done:
        raise AssertionError(value)
    result: T = value
    return result


def _answer(work: Callable[[], object], writer: int, seconds: int) -> None:
    """Do it and end, without what this process would do at its end."""
    try:
        used = resource.getrusage(resource.RUSAGE_SELF)
        limit = int(used.ru_utime + used.ru_stime) + seconds
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
        try:
            answer = pickle.dumps((True, work()))
        except BaseException:
            answer = pickle.dumps((False, traceback.format_exc()))
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(answer)
    finally:
        os._exit(0)


def calls(work: Callable[[], object], name: str = "") -> int:
    """Return how many functions ``work`` calls, those of C too; only those of a name when one is given."""
    counted = 0

    def count(frame: FrameType, event: str, called: object) -> None:
        nonlocal counted
        if event == "call":
            counted += not name or frame.f_code.co_name == name
        elif event == "c_call":
            counted += not name or getattr(called, "__name__", "") == name

    before, collecting = sys.getprofile(), gc.isenabled()
    gc.disable()  # a collection calls what others have hung on it, in the middle of anything
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
        if collecting:
            gc.enable()
    return counted
