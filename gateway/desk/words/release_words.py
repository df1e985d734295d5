"""How colleagues say that customers may be told of a notice. Tables only: phrases, as ``phrases`` reads them."""

from __future__ import annotations

RELEASED = """
    (|yes|yep|yeah|ok|okay|sure|fine|great) please (do|go ahead);
    (|yes|yep|yeah|ok|okay|sure|fine|great|perfect|approved|good|go ahead) (|and|so|then) (|please|you can|you may|feel
    free to|kindly|do|go ahead and) (send|release|publish) (|it|this|that|them|the notice|the mail|the mails|the letter|
    the letters) (|out) (|now|right away|please|to customers|to the customers);
    (it|this|that) (can|may) (|now) (go|go out|be sent|be released) (|now|please);
    (oui|ouais|ok|okay|d'accord|parfait) (volontiers|avec plaisir|vas-y|allez-y);
    (|oui|ouais|ok|okay|d'accord|parfait|c'est bon) (|et|alors|vous pouvez|tu peux|on peut|merci de|allez-y|vas-y) (
    envoyez|envoie|envoyer|diffusez|diffuse|diffuser|publiez|publie|publier|libérez|valider|validez) (|le|la|les|
    l'avis|la lettre|les lettres|le message) (|maintenant|svp|stp|s'il vous plaît|s'il te plaît|aux clients|merci);
    (vous pouvez|tu peux|on peut) (|l'|le|la|les) (envoyer|l'envoyer|diffuser|publier|valider);
    (ja|ok|okay) (gern|gerne); (|ja|ok|okay) (|bitte) (senden|freigeben|abschicken) (|bitte);
    (|sí|si|ok|vale) (envíalo|envíelo|enviar|publicar) (|por favor); (|sì|si|ok) (invia|inviate) (|pure|per favore);
    (|ja|ok) (|graag) (versturen|verzenden)
"""
"""Beside all that approves what was solved. Nothing that names a time, a customer or a condition belongs here."""

PLEASE = """
    please; pls; plz; svp; stp; s'il vous plaît; s'il te plaît; bitte; por favor; per favore; graag; alsjeblieft;
    alstublieft
"""
"""What is said behind a yes, and says nothing alone."""

DEPARTMENTS = """
    operations ops operation noc network networks engineering it infrastructure platform technology technical tech
    systems security customer customers client clients care success support service services desk helpdesk servicedesk
    team department dept division unit group office centre center maintenance delivery communications telecom
    exploitation réseau réseaux direction technique techniques équipe service informatique clientèle assistance
    infrastructures production opérations maintenance télécoms relation
    betrieb technik kundendienst netzwerk abteilung operaciones soporte redes operazioni assistenza operações suporte
"""
"""What parts of a firm are called, for the line below a name."""
