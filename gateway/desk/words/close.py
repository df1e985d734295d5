"""Read the command ``close`` of a mail: the whole first line of new text says that the case is solved.

"Close the door sensor ticket, please" is a message, not a command.
"""

from __future__ import annotations

from gateway.desk.words.spelling import bare, plain, unmarked

LOOKED_AT = 200
_WORDS = frozenset(
    bare(word)
    for word in (
        *("close", "close it", "close case", "close the case", "close this case", "close ticket", "close this ticket"),
        *("fermer", "fermer le dossier", "clore", "clore le dossier", "clôturer", "cerrar", "cerrar el caso"),
        *("schließen", "schliessen", "fall schließen", "fechar", "encerrar", "chiudi", "chiudere", "sluiten"),
        *("stäng", "lukk", "luk", "sulje", "zamknij", "zamknąć", "zavřít", "închide", "kapat", "закрыть", "关闭"),
    )
)


def is_closing(text: str) -> bool:
    """Tell whether the first line is the command, and nothing else."""
    first, _, _ = unmarked(text[: 2 * LOOKED_AT]).lstrip("\ufeff \t\r\n\xa0\u200b")[:LOOKED_AT].partition("\n")
    return plain(first, upto=LOOKED_AT).rstrip(" .!") in _WORDS
