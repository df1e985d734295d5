"""Words that say nothing of what a mail is about: the small ones of four languages, and those of every helpdesk.

They count nothing in titles, names and addresses. Words that an admin lists for a topic always count.
"""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


ENGLISH = _set(
    """
    a about after again all also am an and any are as at be because been before being but by can cannot could did do
    does don done for from get gets getting give go going got had has have having he her here him his how i if in into
    is it its just let like ll made make many may me more most much must my no not now of off on once one only or
    other our out over own re s same see set she should since so some still such t take than thank thanks that the
    their them then there these they this those through to today tomorrow too try trying under until up us use used
    using ve very want was we were what when where which while who why will with within without would yesterday you
    your
    """
)
FRENCH = _set(
    """
    a ai ainsi alors après as au aucun aujourd aussi autre autres aux avant avec avez avoir avons bien c ce ceci cela
    celle celui ces cet cette chaque chez comme comment d dans de déjà demain depuis des deux dit donc dont du elle
    elles en encore entre est et étaient était été être eux faire fait faites fois hier hui il ils j jamais je jour
    juste l la là le les leur leurs lors lui m ma mais me même mes moi moins mon n ne ni non nos notre nous on ont ou
    où par parce pas pendant peu peut peux plus pour pourquoi puis qu quand que quel quelle quelles quels qui quoi s
    sa sans se sera ses si soit son sont sous suis sur t ta te tes toi tous tout toute toutes très trop tu un une va
    vers voici vos votre vous y
    """
)
GERMAN = _set(
    """
    aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bereits bin bis bist da
    dadurch dafür damit dann das dass dein deine dem den denn der des deshalb die dies diese diesem diesen dieser
    dieses doch dort du durch ein eine einem einen einer eines er es etwas euch euer für gegen gestern habe haben hat
    hatte hatten heute hier hin ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in ins ist ja jede jedem jeden jeder
    jedes jetzt kann kein keine keinen können könnte man mehr mein meine meinem meinen meiner mich mir mit morgen muss
    müssen nach nicht nichts noch nun nur ob oder ohne schon sehr sein seine seit selbst sich sie sind so soll sollte
    sondern sonst über um und uns unser unsere unserem unseren unserer unter vom von vor war waren warum was weil wenn
    wer werden wie wieder wir wird wo wollen wurde würde zu zum zur zwischen
    """
)
SPANISH = _set(
    """
    a ahora al algo alguna alguno algunos ante antes aquí así aún aunque ayer bien cada como cómo con contra cual cuál
    cuando cuándo de del desde día donde dónde dos durante e el él ella ellas ellos en entre era es esa ese eso esta
    está están estar este esto estos estoy fue ha hace hacer han hasta hay he hemos hoy la las le les lo los mañana
    más me mi mientras mis mucho muy nada ni no nos nosotros nuestra nuestro o otra otro para pero poco podemos por
    porque pueden puede puedo pues que qué quien quién se sea según ser si sí sido sin sobre solo sólo son soy su sus
    también tan tanto te tengo tenemos tiene tienen todas todo todos tu tus un una uno unos usted ustedes ya yo
    """
)
OF_EVERY_MAIL = _set(
    """
    answer answers article articles check checked common current currently day days dear desk email emails error
    errors faq guide hello help helpdesk hi home information issue issues kb mail mails manual message need needs new
    online open page pages people person please problem problems question questions reader readers regards request
    requests service services site solution solve status step steps support team thing things ticket tickets time web
    week work working works aide aider bonjour bonsoir besoin cordialement courrier demande demandes équipe erreur
    erreurs état informations jours merci messages mot nouveau nouvelle pouvez problème problèmes réponse réponses
    fréquentes semaine soutien temps vérifier voir actuel aktuell aktueller anfrage anfragen antwort antworten bitte
    danke fehler frage fragen freundlichen gruß grüßen guten hallo häufig häufige helfen hilfe informationen liebe
    lieber nachricht neu neue neuen neuer probleme schritt schritte seite tag woche zeit actual ayuda ayudar buenas
    buenos consulta consultas días equipo errores estado favor gracias hola información mensaje nueva nuevo página
    pregunta preguntas problema problemas respuesta respuestas saludos semana servicio servicios sitio solicitud
    soporte tardes tiempo
    """
)
OF_ADDRESSES = _set("asp aspx cgi com de docs en es fr htm html http https index jsp org pdf php www")

SILENT = ENGLISH | FRENCH | GERMAN | SPANISH | OF_EVERY_MAIL
"""What counts nothing."""
