"""Forms of one word meet, and words that only look alike do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.links.stem import LONGEST, stem
from gateway.desk.words.fold import folded


@pytest.mark.parametrize(
    "forms",
    [
        "password passwords pasword",
        "install installs installed installing installation installations installer installieren installiert instalar",
        "log logged logging logs",
        "lock locked locking",
        "configure configured configuration configurations configurer configurar configuración",
        "cancel cancelled canceled cancelling cancellation",
        "invoice invoices invoiced",
        "slow slower slowly",
        "mailbox mailboxes",
        "upgrade upgrades upgrading upgraded",
        "facture factures facturé facturée facturation",
        "oublier oublié oubliée oublie",
        "prélèvement prelevement PRELEVEMENTS",
        "Rechnung Rechnungen",
        "Konto Konten",
        "anmelden Anmeldung Anmeldungen",
        "Störung Störungen Stoerung STOERUNGEN",
        "aktualisieren Aktualisierung aktualisiert",
        "contraseña contraseñas contrasena",
        "suscripción suscripciones suscripcion",
        "caído caída caídas",
        "buzón buzones",
        "funciona funcionan funcionar",
    ],
)
def test_the_forms_of_a_word_meet(forms: str) -> None:
    assert len({stem(folded(form)) for form in forms.split()}) == 1, [stem(folded(form)) for form in forms.split()]


@pytest.mark.parametrize(
    "words",
    [
        "page pago",
        "pas passe",
        "contract contrast",
        "Rechnung rechne",
        "Zahlung Zahlen",
        "Störung Storung",
        "moment monument",
        "station state",
        "is in it",
        "пароль пароля",
        "2fa 2fas",
        "status statute",
    ],
)
def test_words_that_only_look_alike_do_not_meet(words: str) -> None:
    assert len({stem(folded(word)) for word in words.split()}) == len(words.split())


def test_what_is_longer_than_any_word_is_left_alone() -> None:
    assert stem("x" * LONGEST + "ing") == "x" * LONGEST + "ing"


@given(st.text(max_size=60))
def test_any_text_has_a_stem_that_is_there(text: str) -> None:
    assert bool(stem(text)) is bool(text)
