"""A statement made out once and run again and again, past most of what SQLAlchemy does each time.

To find the text it has made of a statement it walks through it, and it names the values of each row twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Delete, Dialect, Insert, Update
from sqlalchemy.sql.compiler import SQLCompiler

_Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Text:
    """The statement in a dialect, and how it takes a row."""

    sql: str
    places: Sequence[str] | None
    """Names in the order of their question marks; None where the driver goes by the names."""
    fixed: Mapping[str, Any]
    converts: Mapping[str, _Convert]

    def row(self, values: Mapping[str, Any]) -> Any:
        named = {**self.fixed, **values}
        for name, convert in self.converts.items():
            named[name] = convert(named[name])
        return named if self.places is None else tuple([named[name] for name in self.places])


class Prepared:
    """A statement whose values are all bound by name; lists of a length that varies are not for it."""

    def __init__(self, statement: Insert | Update | Delete) -> None:
        self._statement = statement
        self._texts: dict[str, _Text] = {}

    def run(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Execute it once for each row, each with a value for every name."""
        dialect = connection.dialect
        made = self._texts.get(dialect.name)
        if made is None:
            made = self._texts[dialect.name] = self._made_for(dialect)
        connection.exec_driver_sql(made.sql, [made.row(row) for row in rows])

    def _made_for(self, dialect: Dialect) -> _Text:
        compiled = self._statement.compile(dialect=dialect)
        assert isinstance(compiled, SQLCompiler)
        fixed, converts = {}, {}
        for name, bind in compiled.binds.items():
            convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
            if not bind.required:
                fixed[name] = convert(bind.value) if convert else bind.value
            elif convert:
                converts[name] = convert
        return _Text(str(compiled), compiled.positiontup if compiled.positional else None, fixed, converts)
