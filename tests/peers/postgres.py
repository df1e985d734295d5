"""A private PostgreSQL for tests: its own folder, its own socket, a database for each test."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from uuid import uuid4

import psycopg

from gateway.store.migrate import open_database
from tests.conftest import need_program


class Postgres:
    """A running server that listens on a socket in its folder and nowhere else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._bin = Path(need_program("initdb", *places())).parent
        self._as = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []

    def start(self) -> None:
        if self._as:
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        data = self.folder / "data"
        if not data.exists():
            self._run(
                "initdb", "-D", str(data), "-U", "casegate", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"
            )
        options = (
            f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c max_connections=200"
            " -c fsync=off -c full_page_writes=off"  # it is killed here, but no power cut comes
        )
        self._run("pg_ctl", "-D", str(data), "-o", options, "-l", str(self.folder / "log"), "-w", "start")

    def stop(self, mode: str = "fast") -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", mode, "-w", "stop")

    def _run(self, program: str, *words: str) -> None:
        done = subprocess.run(
            [*self._as, str(self._bin / program), *words],
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()

    def new_database(self) -> str:
        """Make a database with an empty store at the present schema; return the URL the gateway takes.

        It is a copy: to make one by all migrations takes ten times as long.
        """
        return self._url(self._made(f"TEMPLATE {self._empty_store}"))

    def bare_database(self) -> str:
        """Make a database without any table, as an operator does; return the URL the gateway takes."""
        return self._url(self._made())

    @cached_property
    def _empty_store(self) -> str:
        name = self._made()
        open_database(url=self._url(name), directory=self.folder).close()
        return name

    def _made(self, how: str = "") -> str:
        name = f"t{uuid4().hex}"
        with psycopg.connect(f"host={self.folder} user=casegate dbname=postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} {how}".encode())
        return name

    def _url(self, name: str) -> str:
        return f"postgresql+psycopg://casegate@/{name}?host={self.folder}"


def running_postgres(folder: Path) -> Iterator[Postgres]:
    """Start a server in a short path, as sockets need, and stop it."""
    server = Postgres(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)


def places() -> list[str]:
    return sorted((str(path) for path in Path("/usr/lib/postgresql").glob("*/bin")), reverse=True)
