"""``python -m bench.score``: how well mail is read that the parser was built on, and mail it was not built on.

``tests/mail/corpus`` is looked at while the parser is worked on. ``tests/mail/held-back`` is only ever counted: with
its mails named it would be a second corpus. Both were written by other hands than the parser, before it was measured.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.inbound.scores import score

MAIL = Path(__file__).resolve().parents[1] / "tests" / "mail"


def main() -> None:
    """Print a table; with ``-v`` the mails of the corpus that are read wrongly, never those held back."""
    corpus, held_back = score(MAIL / "corpus"), score(MAIL / "held-back")
    print(f"{'':32}{'corpus':>16}{'held back':>18}")
    for measure in corpus | held_back:
        columns = []
        for scores in (corpus, held_back):
            found = scores.get(measure)
            total = found.right + len(found.wrong) if found else 0
            columns.append(f"{found.share:7.2f} % of {total:3}" if found else "")
        print(f"{measure:32}{columns[0]:>16}{columns[1]:>18}")
    if "-v" in sys.argv[1:]:
        for measure, found in corpus.items():
            for line in found.wrong:
                print(f"{measure}: {line}")


if __name__ == "__main__":
    main()
