"""Run commands of this command line inside a story: in this process, on its store, by its clock, without a terminal."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass

from gateway.cli.session import Session
from gateway.office import Office
from gateway.simulation.play import Ran
from gateway.simulation.stage import Stage
from gateway.store.database import Database

LOGIN = "console"
"""Who does what is done without ``--by``; the name of whoever plays the story would make it another story."""


@dataclass
class PlayedSession(Session):
    """A call of the command line inside a story: the office and the store that are open already."""

    stage: Stage | None = None

    def __post_init__(self) -> None:
        """Take the settings of the story for those of the call."""
        super().__post_init__()
        assert self.stage is not None
        self.clock = self.stage.clock
        self.__dict__["loaded"] = self.stage.loaded

    @contextmanager
    def office(self) -> Iterator[Office]:
        """Lend the office of the story."""
        assert self.stage is not None
        yield self.stage.office

    @contextmanager
    def store(self) -> Iterator[Database]:
        """Lend the store of the story."""
        assert self.stage is not None
        yield self.stage.office.database


def run_command(stage: Stage, words: Sequence[str]) -> Ran:
    """Run a command line, without ``gateway``; return its exit code and what it said on both streams."""
    from gateway.cli.root import gateway  # here: the root offers the command that plays

    session = PlayedSession({"NO_COLOR": "1"}, in_story=True, stage=stage)
    written = io.BytesIO()
    stream = io.TextIOWrapper(written, encoding="utf-8", write_through=True)
    code = 0
    try:
        with redirect_stdout(stream), redirect_stderr(stream), _nobody_at_the_keys():
            gateway.main(list(words), obj=session)
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 1
    return Ran(code, written.getvalue().decode("utf-8", "replace"))


@contextmanager
def _nobody_at_the_keys() -> Iterator[None]:
    """Let questions find an empty standard input, and whoever asks for the login name ``LOGIN``."""
    stdin, login = sys.stdin, os.environ.get("LOGNAME")
    sys.stdin = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    os.environ["LOGNAME"] = LOGIN
    try:
        yield
    finally:
        sys.stdin = stdin
        if login is None:
            del os.environ["LOGNAME"]
        else:
            os.environ["LOGNAME"] = login
