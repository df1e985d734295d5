"""Run a statement for many rows, past what SQLAlchemy does for each of them: that costs as much as the database itself.

A statement is compiled once. Of its values, those whose type asks for it are brought into the database's form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Table, TextClause, Update, insert

Statement = Insert | Update | TextClause
Row = Mapping[str, Any]
_Column = Callable[[Sequence[Row]], Sequence[Any]]
"""Returns what a parameter is in each row."""


def insert_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Write rows into a table: the columns that the first of them has."""
    execute_many(connection, _insert(table), rows)


def execute_many(connection: Connection, statement: Statement, rows: Sequence[Row]) -> None:
    """Run a statement for each row, with the parameters that the first of them has, by name.

    What is worked out for it is kept: take statements that a module holds, none that are made for one call. Of one that
    takes a list, the text is not known before.
    """
    if rows:
        ready = _ready(statement, connection.dialect, tuple(rows[0]))
        connection.exec_driver_sql(ready.sql, ready.parameters(rows))


@dataclass(frozen=True, slots=True)
class _Ready:
    """A statement as a driver takes it."""

    sql: str
    names: tuple[str, ...]
    columns: tuple[_Column, ...]
    by_name: bool
    """Else by place."""

    def parameters(self, rows: Sequence[Row]) -> list[Any]:
        """Return the values of each row."""
        values = zip(*[column(rows) for column in self.columns], strict=True)
        return [dict(zip(self.names, one, strict=True)) for one in values] if self.by_name else list(values)


@lru_cache(maxsize=128)
def _insert(table: Table) -> Insert:
    return insert(table)


@lru_cache(maxsize=128)
def _ready(statement: Statement, dialect: Dialect, given: tuple[str, ...]) -> _Ready:
    keys = None if isinstance(statement, TextClause) else given
    compiled: Any = statement.compile(dialect=dialect, column_keys=keys, for_executemany=True)
    by_name = compiled.positiontup is None
    names = tuple(compiled.bind_names.values() if by_name else compiled.positiontup)
    columns = tuple(_column(name, compiled.binds[name], dialect, is_given=name in given) for name in names)
    return _Ready(compiled.string, names, columns, by_name)


def _column(name: str, parameter: Any, dialect: Dialect, *, is_given: bool) -> _Column:
    convert = parameter.type.dialect_impl(dialect).bind_processor(dialect)
    if not is_given:  # the statement says it
        value = parameter.effective_value if convert is None else convert(parameter.effective_value)
        return lambda rows: [value] * len(rows)
    if convert is None:
        return lambda rows: [row[name] for row in rows]
    return lambda rows: [convert(row[name]) for row in rows]
