"""How customers count seats and calls, and say which of them work. Tables only.

Regular expressions over text as ``plain`` spells it: lower case, no accents. Languages stand together: numbers decide.
"""

from __future__ import annotations

SEATS = (
    r"(?:seats?|agents?|users?|operators?|positions?|work ?stations?|employees|colleagues|staff members|people"
    r"|postes?|operateurs?|operatrices|utilisateurs?|conseillers|teleconseillers|platze?n?|arbeitsplatze?n?"
    r"|agent(?:en|innen)|benutzern?|nutzern?|mitarbeitern?|mitarbeitenden|anwendern?|puestos?|posiciones|agentes?"
    r"|usuarios?|operador(?:es|as)|asesores|empleados|posicoes|utilizadores|atendentes|colaboradores|postazion[ei]"
    r"|operatori|utenti|agenti|plaatsen|werkplekken|medewerkers|gebruikers|agenter|anvandare|brukere|brugere"
    r"|stanowisk|agentow|uzytkownikow)\b(?! ?(?:id\b|number|no\.|nr\b|#|groups?\b|names?\b|desktops?\b|licen))"
)
CALLS = (
    r"(?:calls?|appels?|anrufe?n?|gesprachen?|llamadas?|chamadas?|ligacoes|chiamat[ae]|telefonate|gesprekken"
    r"|oproepen|telefoontjes|samtal|opkald|anrop|polaczen)\b(?![ -]?(?:cent(?:er|re)|queues?|id\b|groups?\b|flow"
    r"|recordings?|logs?\b|agents?\b|seats?\b))"
)

COUNTED = rf"""
    hints: seat|agent|user|operat|operador|position|station|employee|colleague|staff|people|poste|utilisateur|\
      conseiller|platz|nutzer|mitarbeit|anwender|puesto|posicion|usuario|asesores|empleados|posicoes|utilizador|\
      atendente|colaborador|postazion|utenti|plaatsen|werkplek|medewerker|gebruiker|anvandare|bruker|bruger|\
      stanowisk|uzytkownik|call|appel|anruf|gesprache|llamada|chamada|ligacoes|chiamat|telefonate|gesprekken|\
      oproepen|telefoontjes|samtal|opkald|anrop|polaczen
    {SEATS}
    {CALLS}
    """
"""All that is counted, and words without a blank one of which is in each of them."""

KINDS = (
    r"(?:(?:call ?cent(?:er|re)|contact ?cent(?:er|re)|callcenter|call|support|remote|sales|new|active|concurrent"
    r"|live"
    r"|inbound|incoming|outbound|outgoing|total|simultaneous|licensed|logged[- ]in|parallel|eingehenden?|ausgehenden?"
    r"|aktiven?|entrants?|sortants?|entrantes?|salientes?|inkomende|uitgaande)[ -]){0,2}"
)
"""What may stand between a number and its unit."""

OF = (
    r"(?:out of|of|sur|parmi|von|aus|unter|unserer|unseren|der|des|de|dos|das|dentre|di|dei|degli|delle|su|van|op|av"
    r"|af"
    r"|z|ze|/)(?: (?:a|an|the|our|all|your|my|those|these|total|of|nos|notre|les|mes|un|unseren?|unserer|den|der"
    r"|insgesamt"
    r"|nuestros|nuestras|los|las|mis|nossos|nossas|os|as|nostri|nostre|i|le|onze|de|het|ons|vara|vores|vare|naszych"
    r"|which)){0,4}"
)
"""What stands between a part and its whole."""

OWNED = (
    r"(?:\b(?:have|has|had|make|made|handle|receive|take|get|haben|hat|avons|avez|a|tenemos|tiene|tienen|temos|tem"
    r"|abbiamo"
    r"|ha|hebben|heeft|run|running|employ|use|setup (?:of|with)|cent(?:er|re) (?:of|with)"
    r"|(?:anlage|umgebung|installation|callcenter|call center|standort|instalacion|centro|sistema|instalacao|impianto)"
    r" (?:mit|von|avec|con|com|di)|total|altogether|insgesamt"
    r"|our"
    r"|unsere[nr]?|nos|nuestros|nuestras|nossos|nossas|nostri|nostre|onze|of|von|sur|parmi|de|dos|das|di|su|van|the"
    r"|den"
    r"|der|les|los|las|os|there are|es gibt|hay|har)(?: (?:a|total|of|in|about|around|roughly|our|the|insgesamt"
    r"|unseren?"
    r"|unserer|nos|nuestros|nuestras|nossos|nossas|nostri|onze|den|der|les|los|las|os|de|ca|un|circa|environ|unos|etwa"
    r"|rund|cerca)){0,4})"
)
"""What stands before the number of all there are."""

ALL = (
    r"\b(?:all(?: of)?(?: our| the| my)?|alle(?: unsere[nr]?)?|samtliche|tous(?: nos| les)?|toutes(?: nos| les)?"
    r"|todos(?: nuestros| los| os| nossos)?|todas(?: nuestras| las| as| nossas)?|tutti(?: i(?: nostri)?)?"
    r"|tutte(?: le(?: nostre)?)?|alle(?: onze)?|alla(?: vara)?)"
)
NONE = (
    r"\b(?:none of|nobody of|no one of|not any of|not one of|not a single one of|keiner|keine[rs]?|kein einziger"
    r"|aucun(?:e)?(?: de)?|ningun[oa]? de"
    r"|nenhum(?:a)?(?: dos| das| de)|nessun[oa]?(?: dei| delle| di)|geen(?: enkele)?(?: van)?|ingen av|ingen af)"
    r"(?: (?:our|the|my|unsere[nr]?|der|von|nos|nuestros|nuestras|los|las|nossos|nossas|os|nostri|nostre|onze|de|vara"
    r"|vores|vare)){0,3}"
)

ALL_THEN = (
    r"^[ ,.:-]*(?:and |und |et |y |e |en )?(?:they )?(?:are )?(?:(?P<none>none|nobody|no one|keiner|niemand|aucun"
    r"|ninguno|nenhum"
    r"|nessuno|geen|niemand)|all|everybody|every one|alle|tous|todos|tutti|allemaal)\b"
)
"""After a total: all of them, or none."""
SOME = (
    r"\b(?:most|some|many|part|few|several|thirds?|quarters?|majority|portion|number|lots?|plenty|fraction|einige"
    r"|viele"
    r"|meisten|teil|mehrere|drittel|viertel|mehrheit|plusieurs|certains|plupart|beaucoup|partie|majorite|tiers|quart"
    r"|algunos|algunas|muchos|varios|mayoria|parte|alguns|muitos|maioria|alcuni|molti|diversi|maggior parte|sommige"
    r"|veel|enkele|deel|meeste|meerderheid)(?: (?:of|von|der|de|des|d'|dos|das|di|dei|van))* ?$"
)
"""Before a total: not all of them."""
HALF = (
    r"\b(?:half(?: of)?|(?:die )?halfte (?:der|von|unserer)|la moitie (?:des|de)|la mitad de|(?:a )?metade (?:dos"
    r"|das|de)"
    r"|(?:la )?meta (?:dei|delle|di)|de helft van)(?= (?:(?:our|the|unserer?|nos|nuestros|los|nossos|os|nostri|onze"
    r"|de)"
    r" ?)?(?:\d|agent|call|seat|user))"
)
PER = r"(?: (?:per|a|an|pro|par|al|por|a la|je) (?:day|hour|minute|tag|stunde|jour|heure|dia|hora|giorno|ora|dag|uur))?"
IN_ALL = (
    r"(?:in total|total|setup|altogether|insgesamt|gesamt|au total|en total|no total|in totale|in totaal"
    r"|(?:call|contact) ?cent(?:er|re)|installation|site)\b"
)
"""After a number of seats: that is all of them."""

ONLY = (
    r"\b(?:only|just|merely|nur|lediglich|bloss|seulement|seuls?|seules|solo|solamente|solos|so|apenas|somente"
    r"|soltanto|alleen|slechts|maar|bara|endast|kun|bare|tylko|vain)\b"
)
ABOUT = (
    r"(?:about|around|roughly|approximately|approx\.?|some|more than|over|at least|almost|nearly|exactly|all"
    r"|~|>|ca\.?|circa|etwa|rund|ungefahr|mehr als|uber|mindestens|fast|genau|environ|plus de|au moins|pres de"
    r"|presque|unos|unas|alrededor de|mas de|al menos|casi|cerca de|mais de|pelo menos|quase|piu di|almeno|quasi"
    r"|meer dan|minstens|ongeveer|bijna|zo'n|ungefar|omkring|mer an|mere end) ?"
)
"""It is that many, or more."""
MORE_THAN = (
    r"\b(?:more than|over|mehr als|uber|plus de|plus d'|mas de|mais de|piu di|meer dan|mer an|mere end)"
    r"(?: (?:about|around|roughly|etwa|rund|environ|unos|cerca de))?|[\w,:(] ?>"
)
"""It is one more, at least. A mark that begins a line is no sign for it: it quotes."""
OR_MORE = (
    r"(?:\+|or (?:more|above|higher)|and more|oder mehr|ou plus|o mas|ou mais|o piu|of meer|eller fler|eller flere)"
)
OR_FEWER = (
    r"(?:or (?:fewer|less|below|lower)|oder weniger|ou moins|o menos|ou menos|o meno|of minder|eller farre"
    r"|eller faerre)"
)

JOINS = (
    r"(?:and|but|of which|of them|out of which|now|right now|today|currently|at the moment"
    r"|since (?:today|this morning)|here"
    r"|und|davon|aber|jetzt|heute|derzeit|aktuell|momentan|konnen|sich|sind|werden|wurden|haben|et|dont|mais"
    r"|actuellement|aujourd'hui|maintenant|y|pero|de (?:los|las) cuales|ahora|hoy|actualmente|e|mas|agora|hoje"
    r"|d[oa]s quais|ma|di cui|adesso|oggi|en|waarvan|maar|nu|vandaag|are|were|is|there are|sont|son|estan)\b"
)
"""What may stand between all there are and those that are affected."""
ENTER = r"(?:anmelden|einloggen|arbeiten|telefonieren|inloggen|werken)\b"
"""What the German put last: "konnen sich nur 80 anmelden"."""
OPENS = (
    r"(?:^|[:-] ?|^[^\d,]{0,60}, ?)[ \n]*(?:(?:with|for|out of|bei|mit|avec|pour|con|para|com|met|med)"
    r"(?: (?:our|a total of|unseren|insgesamt|nos|nuestros|nuestras))? )?$"
)
"""Before a number of seats that begins what is said."""

UNCLEAR_BEFORE = (
    r"(?:less than|fewer than|up to|at most|(?:no|not) (?:more than|over)|under|below|max\.?|maximum|between|from"
    r"|either"
    r"|weniger als|bis zu|hochstens|nicht (?:mehr als|uber)|maximal|unter|zwischen|(?:pas )?moins de|pas plus de"
    r"|jusqu'a|entre|au plus|menos de|no mas de|nao mais de|non piu di|niet meer dan|hasta|a lo sumo"
    r"|ate"
    r"|no maximo|meno di|fino a|tra|al massimo|minder dan|tot|maximaal|tussen|hogst|upp till|<|\d ?(?:or|to|and|bis"
    r"|oder|und|et|a|ou|o|y|e|of|tot|-)) ?$"
)
"""It is fewer, or nobody knows."""

FAILING = (
    r"\b(?:not|cannot|cant|unable|no longer|never|no|without|down|fail\w*|reject\w*|drop(?:s|ped|ping)?|lost|lose"
    r"|losing"
    r"|disconnect\w*|offline|affected|impacted|broken|stuck|refused|blocked|dead|missing|hang(?:s|ing)?|hung|frozen"
    r"|idle|crash\w*|kicked|logged out|locked out|thrown out|errors?|trouble|problems?|silent|out of (?:order"
    r"|service)"
    r"|interrupted|suffer\w*|nicht|kein\w*|ausgefallen|ausfall\w*|fallen aus|gestort|betroffen\w*|abgewiesen"
    r"|abgelehnt"
    r"|abgebrochen|getrennt|sind tot|defekt|fehler\w*|scheiter\w*|gescheitert|verloren|blockiert|ohne|ne|pas|aucun\w*"
    r"|impossible|tomb\w*|en panne|rejet\w*|refus\w*|perdus?|perdues?|touche\w*|concerne\w*|impacte\w*|bloque\w*"
    r"|deconnecte\w*|echou\w*|hors|sans|coupe\w*|sin|caid[oa]s?|caen|rechaza\w*|fallan\w*|fallid\w*|perdid\w*"
    r"|afectad\w*|bloquead\w*|desconect\w*|cortad\w*|nao|sem|cair\w*|caem|rejeitad\w*|recusad\w*|falh\w*|afetad\w*"
    r"|parad[oa]s|fora|non|senza|rifiutat\w*|respint\w*|cadut\w*|pers[ei]|bloccat\w*|colpit\w*|interessat\w*"
    r"|disconness\w*|ferm[ie]|niet|geen|geweigerd\w*|uitgevallen|plat|eruit|getroffen|mislukk?\w*|verbroken|afgewezen"
    r"|inte|ikke|nere|nede|nie|avvisas|avvises|afvises)\b|n't\b"
)
WORKING = (
    r"\b(?:can|able|working|works?|online|up|logged in|logging in|ok|okay|fine|connected|answered|accepted|reachable"
    r"|konnen|kann|funktionier\w*|arbeiten|verbunden|erreichbar|laufen|angemeldet|eingeloggt|kommen|peuvent|peut"
    r"|arrivent|marche\w*|fonctionne\w*|connecte\w*|travaillent|pueden|puede|logran|funcionan|conectad\w*|trabajan"
    r"|entran|podem|pode|conseguem|consegue|funcionam|trabalham|entram|possono|riescono|funzionano|lavorano|accedono"
    r"|kunnen|werken|ingelogd|bereikbaar|kan|fungerar|virker|fungerer|moze|moga|dziala\w*)\b"
)
HARMLESS = (
    r"\b(?:without|no|ohne|sans|sin|sem|senza|zonder) (?:any )?(?:problems?|issues?|errors?|trouble|probleme?n?"
    r"|fehler"
    r"|problemes?|problemas?|problemi|problemen|difficulty)\b"
)
"""Words of trouble that speak of none."""

AFFECTS = (
    r"\b(?:affect(?:s|ed|ing)|impact(?:s|ed|ing)|lost|losing|we lose|reject(?:s|ed|ing)?|dropp?(?:s|ed|ing)?|betrifft"
    r"|betroffen(?: sind| waren)?|verloren|touche|concerne|impacte|afecta(?: a)?|afeta|perdido|colpisce|riguarda"
    r"|treft"
    r"|berort|drabbar|rammer)\b:? ?"
)
"""What they are that follow is broken."""

OF_THEM = (
    r"(?: ?(?:of (?:them|those|these|us|which)|davon|von (?:ihnen|denen)|d'entre (?:eux|elles|nous)|de (?:ellos"
    r"|ellas)"
    r"|deles|delas|di (?:loro|essi)|daarvan|van hen|av dem|af dem))?"
)
BEING = (
    r"(?:are|is|were|was|have|has|had|been|being|get|got|getting|do|did|does|currently|now|still|also|all|sind"
    r"|ist|waren|werden|wurden|haben|sont|est|etaient|ont|estan|esta|fueron|han|son|sao|estao|foram|sono|stati|state"
    r"|vengono|zijn|waren|worden|werden|can|could|konnen|peuvent|se|ar|er|blev|blir)"
)
BE = rf"(?: ?{BEING}){{0,3}}"

AFFECTED_LABEL = (
    r"(?:affected|impacted|failed|failing|rejected|dropped|lost|down|betroffen\w*|abgewiesen\w*|ausgefallen\w*"
    r"|touche\w*|concerne\w*|impacte\w*|rejete\w*|afectad[oa]s?|rechazad[oa]s?|afetad[oa]s?|rejeitad[oa]s?"
    r"|interessat\w*"
    r"|colpit\w*|rifiutat\w*|respint\w*|getroffen|geweigerd\w*|perdu\w*)"
)
COUNT_LABEL = (
    r"(?:number of|no\.? of|total(?: number)?(?: of)?|count of|how many|anzahl(?: der| an)?|zahl der"
    r"|gesamtzahl(?: der)?"
    r"|nombre(?: total)?(?: de| d')?|numero(?: total)?(?: de| di)?|total (?:de|di)|aantal)"
)

HYPOTHETICAL = (
    r"^\W*(?:and |but |und |et )?(?:if|what (?:happens )?if|suppose|imagine|assume|for example|e\.g\.?|wenn|falls"
    r"|si|se"
    r"|als|stel|angenommen)\b|\b(?:what if|suppose|imagine|for example|zum beispiel|par exemple|por ejemplo"
    r"|por exemplo|per esempio|bijvoorbeeld)\b"
)
WANTED = (
    r"\b(?:want to|want \d+|need to|need (?:\d+|more|another|additional)|would like|plan(?:ning)? to|(?:to )?order\b"
    r"|buy|adding?\b|quote|quotation|increase|upgrade to|license|licence|price for|mochten|brauchen \d+|bestellen"
    r"|kaufen|hinzufugen|erweitern|angebot|voulons|souhait\w*|commander|ajouter|acheter|devis|queremos|anadir|comprar"
    r"|ampliar|cotizacion|presupuesto|adicionar|orcamento|vogliamo|aggiungere|acquistare|preventivo|willen|toevoegen"
    r"|uitbreiden|offerte|hire|hiring|recruit\w*|train(?:ing)?)\b"
)
"""What is counted is not there yet."""

TOLD = (
    r"^ ?(?:have |has |had )?(?:report\w*|told|tell|say|said|complain\w*|wr(?:ite|ote|itten)|asked?|want|called"
    r"|melden"
    r"|sagen|signalent|disent|dicen|dizem|dicono|zeggen)\b"
)
"""Who tells of a fault need not have it."""

SMALL = {
    "en": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty",
    "de": "eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn"
    " achtzehn neunzehn zwanzig",
    "fr": "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit"
    " dix-neuf vingt",
    "es": "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete"
    " dieciocho diecinueve veinte",
    "pt": "um dois tres quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezasseis dezassete dezoito"
    " dezanove vinte",
    "it": "uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici"
    " diciassette diciotto diciannove venti",
    "nl": "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien"
    " achttien negentien twintig",
}
"""The numbers from one, as words."""
TENS = {
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
    "a hundred": 100, "one hundred": 100, "dreissig": 30, "vierzig": 40, "funfzig": 50, "hundert": 100, "trente": 30,
    "quarante": 40, "cinquante": 50, "cent": 100, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "cien": 100,
    "trinta": 30, "quarenta": 40, "cinquenta": 50, "cem": 100, "trenta": 30, "quaranta": 40, "cinquanta": 50,
    "cento": 100, "dertig": 30, "veertig": 40, "vijftig": 50, "honderd": 100, "a dozen": 12, "two dozen": 24,
}  # fmt: skip
PERCENT = r"(?:%|percent|per cent|prozent|pour ?cent|por ciento|por cento|per cento|procent)"
