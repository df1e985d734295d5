"""How people say that notices reach the right people at an address. Tables only: phrases, as ``phrases`` reads them."""

from __future__ import annotations

RIGHT = """
    (it|this|that|this address|that address|the address|this one|this mailbox|everything) (|still|indeed|certainly)
    (does|is|works) (|still|indeed|so|fine|the case);
    (|it is|it's|this is|that is|that's|this address is|that address is|the address is|this one is|this mailbox is|
    everything is|all is|all) (|still|indeed|perfectly|absolutely|quite|all) (right|correct|fine|good|valid|accurate|
    current|up to date|unchanged|ok|okay|the right one|the correct one|the same|the right address|
    the correct address|the same address|right address|correct address) (|for us|for notices|for that);
    (it|this|this address|that address|the address|this one|this mailbox) (|still|indeed) (reaches|does reach) (|all of|
    all) (us|everybody|everyone|the right people|the right persons|the whole team|our whole team|the team) (|here|
    who has to know|who needs to know|who should know|concerned|that has to know|that needs to know);
    (no|without any) (change|changes) (|needed|necessary|required|at all|here|on our side);
    nothing (|has) changed; nothing to change;
    (they|we) do;
    (|c'est|ce sont|cela est) (|toujours|bien|bien toujours|toujours bien|tout à fait|encore) (cela|ça|elle|celle-ci|
    le cas|correct|correcte|exact|exacte|juste|bon|bonne|valable|valide|à jour|en ordre|d'actualité|inchangé|inchangée|
    parfait|la même|la bonne|la bonne adresse|la même adresse|l'adresse correcte|l'adresse exacte|bonne adresse|
    adresse correcte) (|pour nous|pour les avis);
    (l'adresse|cette adresse|elle|celle-ci|tout|cette boîte) (est|reste) (|toujours|bien|bien toujours|toujours bien|
    tout à fait|encore) (correct|correcte|exact|exacte|juste|bon|bonne|valable|valide|à jour|en ordre|d'actualité|
    inchangée|parfaite|parfait|la même|la bonne|la bonne adresse|ok) (|pour nous|pour les avis);
    (l'adresse|cette adresse|elle|celle-ci|cette boîte) (|nous) (atteint|joint|touche) (|toujours|bien|
    bien toujours|toujours bien|encore) (|tous|toutes|tout le monde|les bonnes personnes|toute l'équipe|l'équipe|
    toutes les personnes concernées|toutes les bonnes personnes|tous ceux qui doivent savoir|
    tous les intéressés) (|ici|chez nous|qui doit savoir);
    (rien|rien n'a|rien n'est) (|à) (changer|changé); (pas de|aucun|sans) changement
"""
"""Beside all that approves what was solved. Nothing that names a time, an address or a condition belongs here."""

UNLESS = """
    mostly mainly usually generally normally partially temporarily currently probably presumably perhaps possibly
    conditionally provided before after till during weekdays weekends
    monday tuesday wednesday thursday friday saturday sunday
    surtout généralement normalement principalement provisoirement temporairement actuellement probablement peut-être
    seulement uniquement avant après jusqu'à jusqu'au pendant
    lundi mardi mercredi jeudi vendredi samedi dimanche
"""
"""Words with which an answer is no plain yes, wherever they stand: alone behind it they would pass for a name."""
