"""Why customers cannot be told, as colleagues read it in each language."""

from __future__ import annotations

import pytest

from gateway.desk.notices.unreached import BY_A_COLLEAGUE, NO_ADDRESS, NO_CONTRACT, undelivered, with_reasons
from gateway.mail import Outcome
from tests.desk.notices.given import NOW

BOUNCED = undelivered(NOW, Outcome.REFUSED, "550 5.1.1 no such user\nsecond line")


@pytest.mark.parametrize(
    ("why", "french"),
    [
        (NO_ADDRESS, "pas d'adresse pour les avis"),
        (NO_CONTRACT, "pas de contrat en vigueur"),
        (BY_A_COLLEAGUE, "un collègue a déjà été chargé de les prévenir"),
        (BOUNCED, "courriel du 19 nov. 2026 refusé : 550 5.1.1 no such user\nsecond line"),
        (undelivered(NOW, Outcome.GAVE_UP, "4.4.1"), "courriel du 19 nov. 2026 non remis : 4.4.1"),
        ("something else", "something else"),
    ],
)
def test_each_reason_has_its_words_in_every_language(why: str, french: str) -> None:
    assert with_reasons([("Globex", why)]) == {"en": f"Globex: {why}", "fr": f"Globex : {french}"}


def test_what_a_server_said_is_kept_short() -> None:
    assert undelivered(NOW, Outcome.REFUSED, "x" * 200) == f"mail of 19 Nov 2026 refused: {'x' * 80}"
