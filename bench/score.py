"""``python -m bench.score``: how well mail is read that the parser was built on, and mail it was not built on.

``tests/mail/corpus`` is looked at while the parser is worked on. ``tests/mail/held-back`` is only ever counted: with
its mails named it would be a second corpus. Both were written by other hands than the parser, before it was measured.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from tests.inbound.scores import Score, score

MAIL = Path(__file__).resolve().parents[1] / "tests" / "mail"
KINDS = ("new", "reply", "auto-reply", "bounce", "delay", "report", "list", "loop", "odd")


def main() -> None:
    """Print tables; with ``-v`` the mails of the corpus that are read wrongly, never those held back."""
    corpus, held_back = score(MAIL / "corpus"), score(MAIL / "held-back")
    _print("all kinds", corpus.all, held_back.all)
    for kind in KINDS:
        _print(kind, corpus.by_kind[kind], held_back.by_kind[kind])
    if "-v" in sys.argv[1:]:
        for measure, found in corpus.all.items():
            for line in found.wrong:
                print(f"{measure}: {line}")


def _print(kind: str, *columns: Mapping[str, Score]) -> None:
    print(f"\n{kind:32}{'corpus':>16}{'held back':>18}")
    for measure in dict.fromkeys(name for scores in columns for name in scores):
        shares = [_share(scores.get(measure)) for scores in columns]
        print(f"  {measure:30}{shares[0]:>16}{shares[1]:>18}")


def _share(found: Score | None) -> str:
    return f"{found.share:7.2f} % of {found.right + len(found.wrong):3}" if found else ""


if __name__ == "__main__":
    main()
