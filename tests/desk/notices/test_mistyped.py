"""A notice is named only where the same one is meant."""

from __future__ import annotations

import pytest

from gateway.desk.notice import NoticeKind
from gateway.desk.notices.mistyped import kind_of, meant_by

KNOWN = ("MNT-2026-0142", "MNT-2026-0143", "INC-2026-0031", "INC-2025-0031", "UPG-2026-0009")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("MNT-2026-142", "MNT-2026-0142"),
        ("MNT20260142", "MNT-2026-0142"),
        ("mnt 142", "MNT-2026-0142"),
        ("MTN-2026-0142", "MNT-2026-0142"),
        ("2026-0009", "UPG-2026-0009"),
        ("INC-2026-31", "INC-2026-0031"),
        ("INC-31", ""),  # of which year
        ("INC-2026-0142", ""),
        ("MNT-2026-0124", ""),
        ("MNT-2025-0142", ""),
        ("MNT-2026-0142-1", ""),
        ("voice", ""),
        ("MNT-2026-" + "1" * 9_000, ""),
        ("", ""),
    ],
)
def test_another_spelling_is_understood_and_another_notice_is_not(typed: str, meant: str) -> None:
    assert meant_by(typed, KNOWN) == meant


def test_a_kind_is_told_by_how_a_name_begins() -> None:
    assert [kind_of(one) for one in ("inc-1", "MNT", "XYZ-1", "")] == [
        NoticeKind.OUTAGE,
        NoticeKind.MAINTENANCE,
        None,
        None,
    ]
