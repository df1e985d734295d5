"""Where the files that travel with the program are: in a wheel, in a checkout, in an editable install."""

from __future__ import annotations

from pathlib import Path


def shipped(name: str) -> Path:
    """Return the folder ``templates`` or ``config`` that belongs to this very code."""
    inside = Path(__file__).resolve().parent / name  # an installed wheel
    return inside if inside.is_dir() else Path(__file__).resolve().parents[1] / name  # a checkout
