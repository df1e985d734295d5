"""An empty store, made once and copied: what stories and trials are played in is thrown away by the hundred."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from gateway.store.folder import make_folder, may_hold_a_store
from gateway.store.migrate import open_database


def put_empty_store(directory: Path) -> None:
    """Put a store of files, at the present schema, into a folder, unless there is one. Raises ``ConfigError``.

    To copy one takes a hundredth of what all migrations in a row do.
    """
    if may_hold_a_store(directory):
        return
    make_folder(directory)
    for name, content in _files().items():
        file = directory / name
        file.touch(mode=0o600)
        file.write_bytes(content)


@cache
def _files() -> Mapping[str, bytes]:
    with tempfile.TemporaryDirectory(prefix="casegate-empty-") as folder:
        directory = Path(folder) / "store"
        open_database(url="", directory=directory).close()
        return {file.name: file.read_bytes() for file in directory.glob("*.sqlite")}
