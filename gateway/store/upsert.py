"""Rows that are written whether or not they are there already, on either database."""

from __future__ import annotations

from sqlalchemy import Table, TextClause, bindparam, text


def upsert(table: Table) -> TextClause:
    """Return a statement that writes a row as it is now; it takes a value for every column, by name.

    What makes a row that one is the table's primary key. One execution may not name a row twice on PostgreSQL.
    """
    names = [column.name for column in table.columns]
    keys = [column.name for column in table.primary_key.columns]
    changing = ", ".join(f"{name} = excluded.{name}" for name in names if name not in keys)
    statement = f"""
        INSERT INTO {table.name} ({", ".join(names)}) VALUES ({", ".join(f":{name}" for name in names)})
        ON CONFLICT ({", ".join(keys)}) DO UPDATE SET {changing}
    """
    return text(statement).bindparams(*(bindparam(column.name, type_=column.type) for column in table.columns))
