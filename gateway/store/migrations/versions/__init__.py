"""Migrations: every change of the schema since the first."""
